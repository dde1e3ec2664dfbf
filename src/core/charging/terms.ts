import { type Day, formatDay } from '../calendar/day.js'
import { type Availability, type Catalog, cyclePriceOf, policyOf } from '../catalog/availability.js'
import { findPrice } from '../catalog/price-list.js'
import type { Derivation } from '../proration/derivation.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import type { Subscription } from '../subscription/subscription.js'

/** The price a term starts with. */
export interface TermPrice {
  readonly price: bigint
  readonly priceFrom: Day | null
}

export function loadAvailability(catalog: Catalog, id: string): Outcome<Availability> {
  const availability = catalog.get(id)
  return availability === undefined ? refuse('unknown-offer', { offer: id }) : accept(availability)
}

/** The cycle price of the price list that is current on a day; a trial is free. */
export function termPriceOn(availability: Availability, day: Day, trial: boolean): Outcome<TermPrice> {
  if (trial) return accept({ price: 0n, priceFrom: null })
  const row = findPrice(availability.prices, day)
  if (row === undefined) return refuse('price-not-found', { offer: availability.title, day: formatDay(day) })
  return accept({ price: cyclePriceOf(availability, row.unitPrice), priceFrom: row.validFrom })
}

/** The derivation of a charge for `days` of a cycle at the subscription's price. */
export function derivationOf(
  subscription: Pick<Subscription, 'price' | 'priceFrom' | 'quantity'>,
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
    quantity: availability.flat ? 1 : subscription.quantity,
    days,
    cycleDays,
    limit: null,
  }
}
