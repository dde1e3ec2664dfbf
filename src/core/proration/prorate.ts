import { powerOfTen } from '../money/decimal.js'
import { divideRounded, type Rounding } from '../money/rounding.js'
import { PRICE_SCALE } from '../money/unit-price.js'
import type { ProrationPolicy } from './policy.js'

/** What a stretch of days costs: the shown price of one license (10^-8 major units) and the amount (minor units). */
export interface Prorated {
  readonly unitPrice: bigint
  readonly amount: bigint
}

// Quantities and days are small; a table of ready bigints saves an allocation per operand in the billing run.
const SMALL: readonly bigint[] = Array.from({ length: 4_096 }, (_, value) => BigInt(value))

/** `value` as a bigint. */
export function wholeNumber(value: number): bigint {
  return SMALL[value] ?? BigInt(value)
}

/**
 * The price of `days` out of `cycleDays` under a policy. A whole cycle bypasses the policy: unit price P, amount P*Q.
 *
 * @param price full-cycle unit price, 10^-8 major units, not negative
 * @param quantity licenses that multiply the price, at least 1
 * @param days 1 to `cycleDays`
 * @param minorDigits digits of the currency's minor unit, 0 to 4
 */
export function prorate(
  policy: ProrationPolicy,
  minorDigits: number,
  price: bigint,
  quantity: number,
  days: number,
  cycleDays: number,
): Prorated {
  const Q = wholeNumber(quantity)
  const minor = powerOfTen(PRICE_SCALE - minorDigits)
  if (days === cycleDays) return { unitPrice: price, amount: divideRounded(price * Q, minor, 'half-away-from-zero') }
  const d = wholeNumber(days)
  const N = wholeNumber(cycleDays)

  // The exact unit price as numerator / denominator, in 10^-8 major units.
  let numerator = price * d
  let denominator = N
  const rate = policy.rate
  if (rate !== null) {
    if (rate.of === 'share') {
      const share = powerOfTen(rate.digits)
      numerator = price * divideRounded(d * share, N, rate.rounding)
      denominator = share
    } else {
      const unit = powerOfTen(PRICE_SCALE - minorDigits - rate.digits)
      const whole = rate.of === 'line' ? price * Q : price
      numerator = divideRounded(whole, N * unit, rate.rounding) * unit * d
      denominator = rate.of === 'line' ? Q : 1n
    }
  }

  if (policy.unitPrice === 'exact' || policy.amount !== 'unit-price') {
    const rounding = policy.amount === 'unit-price' ? 'half-away-from-zero' : policy.amount
    return {
      unitPrice: shownUnitPrice(policy.unitPrice, numerator, denominator, minor),
      amount: divideRounded(numerator * Q, denominator * minor, rounding),
    }
  }
  const unitMinor = divideRounded(numerator, denominator * minor, policy.unitPrice)
  return { unitPrice: unitMinor * minor, amount: unitMinor * Q }
}

/** In 10^-8 major units; an `exact` price is cut after the eighth digit, for showing only. */
function shownUnitPrice(rounding: Rounding | 'exact', numerator: bigint, denominator: bigint, minor: bigint): bigint {
  if (rounding === 'exact') return numerator / denominator
  return divideRounded(numerator, denominator * minor, rounding) * minor
}
