import { type Availability, cyclePriceOf } from '../catalog/availability.js'
import { minorDigitsOf } from '../money/currency.js'
import { amountsOf, type Derivation } from '../proration/derivation.js'
import type { Prorated } from '../proration/prorate.js'
import type { Charge } from './charge.js'

/**
 * What a charge would have been at the list price: what files show as the amount, with the discount taken off it. Made of
 * the derivation each time and kept nowhere, so that it cannot differ from it. For a credit both are negative; one that
 * was limited to what was charged is shown against its whole list price, so amount - discount is always what counts.
 *
 * @param availability the one the charge's derivation names
 */
export function atListPrice(
  charge: Pick<Charge, 'unitPrice' | 'amount' | 'derivation'>,
  availability: Availability,
): Prorated {
  const { derivation } = charge
  if (derivation.discountId === null) return charge
  const price = listCyclePrice(derivation, availability)
  const { unitPrice, amount } = amountsOf({ ...derivation, price, limit: null }, minorDigitsOf(availability.currency))
  return { unitPrice: availability.profile.linePrice === 'list' ? price : unitPrice, amount }
}

/** What a whole cycle costs per license at the list price a derivation names, in 10^-8 major units. */
export function listCyclePrice(
  { price, priceFrom }: Pick<Derivation, 'price' | 'priceFrom'>,
  availability: Availability,
): bigint {
  const row = availability.prices.findLast(({ validFrom }) => validFrom === priceFrom)
  // A trial has no list price; the row of any other price stays as long as something was charged for it.
  return row === undefined ? price : cyclePriceOf(availability, row.unitPrice)
}
