import { type Currency, minorDigitsOf } from '../money/currency.js'
import { powerOfTen } from '../money/decimal.js'
import { PRICE_SCALE } from '../money/unit-price.js'

/** The price of the one piece that usage is charged as: its amount, in the units that prices are kept in. */
export function chargePriceOf(amount: bigint, currency: Currency): bigint {
  return amount * powerOfTen(PRICE_SCALE - minorDigitsOf(currency))
}

/** Whether an amount fits into a charge, whose price has 64 bits: up to about 92 billion, of any currency. */
export function fitsCharge(amount: bigint, currency: Currency): boolean {
  const price = chargePriceOf(amount, currency)
  return BigInt.asIntN(64, price) === price
}
