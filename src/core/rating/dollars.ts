import { type Currency, minorDigitsOf } from '../money/currency.js'
import { type Decimal, powerOfTen } from '../money/decimal.js'
import { divideRounded } from '../money/rounding.js'

const DOLLAR = 'USD' as Currency

/**
 * An amount in cents of USD, rounded half away from zero, for comparing. Where only the other direction has a rate, by
 * what a dollar is; `null` where neither has one.
 * @param rateOf what one unit of a currency is in another, in the month concerned
 */
export function dollarsOf(
  amount: bigint,
  currency: Currency,
  rateOf: (from: Currency, to: Currency) => Decimal | undefined,
): bigint | null {
  if (currency === DOLLAR) return amount
  const minor = powerOfTen(minorDigitsOf(currency))
  const cents = amount * powerOfTen(minorDigitsOf(DOLLAR))
  const direct = rateOf(currency, DOLLAR)
  if (direct !== undefined) {
    return divideRounded(cents * direct.coefficient, minor * powerOfTen(direct.scale), 'half-away-from-zero')
  }
  const dollar = rateOf(DOLLAR, currency)
  if (dollar === undefined) return null
  return divideRounded(cents * powerOfTen(dollar.scale), minor * dollar.coefficient, 'half-away-from-zero')
}
