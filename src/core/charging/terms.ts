import { type Day, formatDay } from '../calendar/day.js'
import {
  type Availability,
  type Catalog,
  cyclePriceOf,
  type PartnerAvailability,
  policyOf,
} from '../catalog/availability.js'
import { findDiscount, type TermStart } from '../catalog/discount.js'
import { findPrice } from '../catalog/price-list.js'
import type { Derivation } from '../proration/derivation.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import type { Subscription } from '../subscription/subscription.js'

/** The price a term starts with. */
export interface TermPrice {
  readonly price: bigint
  readonly priceFrom: Day | null
  readonly discountId: string | null
}

export function loadAvailability(catalog: Catalog, id: string): Outcome<PartnerAvailability> {
  const availability = catalog.get(id)
  return availability === undefined ? refuse('unknown-offer', { offer: id }) : accept(availability)
}

/** The cycle price of the price list that is current on a day, after the best discount; a trial is free. */
export function termPriceOn(
  availability: PartnerAvailability,
  day: Day,
  start: TermStart | 'trial',
): Outcome<TermPrice> {
  if (start === 'trial') return accept({ price: 0n, priceFrom: null, discountId: null })
  const row = findPrice(availability.prices, day)
  if (row === undefined) return refuse('price-not-found', { offer: availability.title, day: formatDay(day) })
  const found = findDiscount(availability.discounts, row.unitPrice, day, start)
  return accept({
    price: cyclePriceOf(availability, found?.unitPrice ?? row.unitPrice),
    priceFrom: row.validFrom,
    discountId: found?.discount.id ?? null,
  })
}

/** The derivation of a charge for `days` of a cycle at the subscription's price. */
export function derivationOf(
  subscription: Pick<Subscription, 'price' | 'priceFrom' | 'discountId' | 'quantity'>,
  availability: Availability,
  days: number,
  cycleDays: number,
): Derivation {
  return {
    direction: 1,
    policy: policyOf(availability),
    price: subscription.price,
    availabilityId: availability.id,
    priceFrom: subscription.priceFrom,
    discountId: subscription.discountId,
    quantity: availability.flat ? 1 : subscription.quantity,
    days,
    cycleDays,
    limit: null,
  }
}
