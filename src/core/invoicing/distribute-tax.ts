import { type Decimal, powerOfTen } from '../money/decimal.js'
import { divideRounded } from '../money/rounding.js'

/**
 * A tax rate as a fraction in lowest terms: 21 percent is 21/100, 20 percent is 1/5, 25.5 percent is 51/200. In lowest
 * terms the remainders of a rate are the same numbers however its percentage was written.
 */
export interface TaxFraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** What names a charge within its invoice. Charges are ordered by subscription, then by number. */
export interface ChargeKey {
  readonly subscriptionId: string
  readonly chargeNumber: number
}

/**
 * Where the handing out of left-over units ended: every charge with a larger remainder got one, and of those with this
 * remainder the ones up to `last`. The remainder counts in 1/denominator of a minor unit. With it and the rate, the tax
 * of a single charge is known without looking at the others.
 */
export interface TaxCut {
  readonly remainder: bigint
  readonly last: ChargeKey
}

/** A charge, as far as its tax depends on it. */
export interface TaxableCharge {
  readonly key: ChargeKey
  /** Minor units, may be negative. */
  readonly amount: bigint
}

/**
 * The fraction of a percentage.
 * @param rate percent, not negative, with at most 28 digits after the point
 */
export function fractionOfRate(rate: Decimal): TaxFraction {
  if (rate.coefficient < 0n) throw new RangeError('a tax rate is not negative')
  const denominator = powerOfTen(rate.scale + 2)
  const divisor = greatestCommonDivisor(rate.coefficient, denominator)
  return { numerator: rate.coefficient / divisor, denominator: denominator / divisor }
}

/** Tax on a whole: rounded to the minor unit, half away from zero. */
export function taxOnTotal(amount: bigint, { numerator, denominator }: TaxFraction): bigint {
  return divideRounded(amount * numerator, denominator, 'half-away-from-zero')
}

/** The exact tax on an amount: whole minor units rounded down, and what is left over, 0 to denominator - 1. */
export function splitTax(amount: bigint, { numerator, denominator }: TaxFraction) {
  const whole = divideRounded(amount * numerator, denominator, 'floor')
  return { whole, remainder: amount * numerator - whole * denominator }
}

/**
 * The tax of one charge as a part of the tax on its invoice: its exact tax rounded down, plus a unit where the cut says so.
 * @param cut as `cutOf` gave it for all charges; `undefined` where no unit was left over
 */
export function taxOfCharge(amount: bigint, rate: TaxFraction, cut: TaxCut | undefined, key: ChargeKey): bigint {
  const { whole, remainder } = splitTax(amount, rate)
  if (cut === undefined || remainder < cut.remainder) return whole
  return remainder > cut.remainder || compareChargeKeys(key, cut.last) <= 0 ? whole + 1n : whole
}

/**
 * Finds the cut with which the taxes of the charges add up to `tax`: largest remainder on the exact tax of each charge,
 * where equal remainders are served in order of key. Throws where `tax` is not that of these charges: then no charge
 * would be within a minor unit of its exact tax any more.
 * @param tax on all of them, as `taxOnTotal` gives it
 */
export function cutOf(charges: readonly TaxableCharge[], rate: TaxFraction, tax: bigint): TaxCut | undefined {
  const parts = charges.map(({ key, amount }) => ({ key, ...splitTax(amount, rate) }))
  const units = tax - parts.reduce((sum, { whole }) => sum + whole, 0n)
  const open = parts.filter(({ remainder }) => remainder > 0n)
  if (units < 0n || units > BigInt(open.length)) {
    throw new RangeError(`a tax of ${tax} cannot be that of ${charges.length} charges`)
  }
  if (units === 0n) return undefined
  open.sort((a, b) =>
    a.remainder === b.remainder ? compareChargeKeys(a.key, b.key) : a.remainder < b.remainder ? 1 : -1,
  )
  const { remainder, key } = open[Number(units) - 1]!
  return { remainder, last: key }
}

/** Below zero, zero or above zero as `left` comes before, is or comes after `right`. Ids are in lower case. */
export function compareChargeKeys(left: ChargeKey, right: ChargeKey): number {
  if (left.subscriptionId !== right.subscriptionId) return left.subscriptionId < right.subscriptionId ? -1 : 1
  return left.chargeNumber - right.chargeNumber
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  return right === 0n ? left : greatestCommonDivisor(right, left % right)
}
