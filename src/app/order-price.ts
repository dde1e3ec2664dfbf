import { dayOfInstant } from '../core/calendar/instant.js'
import { cyclePriceOf } from '../core/catalog/availability.js'
import { findPrice } from '../core/catalog/price-list.js'
import { minorDigitsOf } from '../core/money/currency.js'
import { powerOfTen } from '../core/money/decimal.js'
import { divideRounded } from '../core/money/rounding.js'
import { PRICE_SCALE } from '../core/money/unit-price.js'
import type { Order, OrderLine, OrderPrice } from '../core/ordering/order.js'
import type { StoredCatalog } from './current-catalog.js'

/**
 * The price of a line as it was agreed. Where that was not kept (orders that were imported, and what is not charged
 * yet), a whole cycle at the list price of the order's day; `null` where there is none.
 */
export function orderPriceOf(
  order: Pick<Order, 'createdAt'>,
  line: Pick<OrderLine, 'price' | 'availabilityId' | 'quantity'>,
  catalog: StoredCatalog,
): OrderPrice | null {
  if (line.price !== null) return line.price
  const availability = catalog.availabilities.get(line.availabilityId)!
  const row = findPrice(availability.prices, dayOfInstant(order.createdAt))
  if (row === undefined) return null
  const price = cyclePriceOf(availability, row.unitPrice)
  const quantity = availability.flat ? 1 : line.quantity
  const minor = powerOfTen(PRICE_SCALE - minorDigitsOf(availability.currency))
  return {
    listPrice: price,
    discountedPrice: price,
    unitPrice: price,
    amount: divideRounded(price * BigInt(quantity), minor, 'half-away-from-zero'),
  }
}
