import { type Currency, minorDigitsOf } from '../money/currency.js'
import { addDecimals, type Decimal, decimalOf, divideDecimals, multiplyDecimals } from '../money/decimal.js'
import { WHOLE_PERCENTAGE } from './meter.js'
import type { RatedLine } from './rated-line.js'
import { ZERO } from './tiers.js'

const PRICE_DIGITS = 15
const RATE_DIGITS = 8

/**
 * The effective unit price: cost / quantity in the pricing currency, cut to 15 digits. Where the cost was cut to nothing
 * it is what one unit costs before that, tiers averaged, less the credit: 0.03825 of a list price of 0.045, as in the
 * published file. Where there is no quantity it is the list price less the credit.
 */
export function effectiveUnitPriceOf(
  line: Pick<RatedLine, 'quantity' | 'cost' | 'pricingCurrency' | 'unitPrice' | 'earnedCredit' | 'parts'>,
): Decimal {
  const { quantity, cost, pricingCurrency, unitPrice, earnedCredit, parts } = line
  const paid = { coefficient: BigInt(WHOLE_PERCENTAGE - earnedCredit), scale: 2 }
  if (quantity.coefficient === 0n) return cut(multiplyDecimals(unitPrice, paid), { coefficient: 1n, scale: 0 })
  if (cost !== 0n) return cut(decimalOf(cost, minorDigitsOf(pricingCurrency)), quantity)
  const exact = parts.reduce((sum, part) => addDecimals(sum, multiplyDecimals(part.quantity, part.unitPrice)), ZERO)
  return cut(multiplyDecimals(exact, paid), quantity)
}

/** An amount per unit as the usage file prints it: cut to eight digits; of no quantity it is 0. */
export function effectiveRateOf(amount: bigint, quantity: Decimal, currency: Currency): Decimal {
  if (quantity.coefficient === 0n) return { coefficient: 0n, scale: RATE_DIGITS }
  return divideDecimals(decimalOf(amount, minorDigitsOf(currency)), quantity, RATE_DIGITS, 'toward-zero')
}

function cut(dividend: Decimal, divisor: Decimal): Decimal {
  return divideDecimals(dividend, divisor, PRICE_DIGITS, 'toward-zero')
}
