/** How a quotient that does not come out even becomes a whole number. Ties are decided only by the two `half-` modes. */
export type Rounding = 'half-away-from-zero' | 'half-even' | 'toward-zero' | 'floor' | 'ceiling'

/**
 * `numerator / denominator` as a whole number, rounded as named. Exact: no binary floating point is involved.
 *
 * @param numerator any whole number
 * @param denominator above zero; anything else is a fault of the caller and throws
 * @example divideRounded(5n, 2n, 'half-even') // 2n
 * @example divideRounded(-5n, 2n, 'half-away-from-zero') // -3n
 */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator <= 0n) throw new RangeError(`divideRounded needs a denominator above zero, got ${denominator}`)
  const quotient = numerator / denominator // bigint division truncates toward zero
  const remainder = numerator - quotient * denominator
  if (remainder === 0n) return quotient
  if (rounding === 'toward-zero') return quotient
  const away = numerator < 0n ? quotient - 1n : quotient + 1n
  switch (rounding) {
    case 'floor':
      return numerator < 0n ? away : quotient
    case 'ceiling':
      return numerator < 0n ? quotient : away
    case 'half-away-from-zero':
      return isAtLeastHalf(remainder, denominator) ? away : quotient
    case 'half-even': {
      const twice = 2n * absolute(remainder)
      if (twice === denominator) return quotient % 2n === 0n ? quotient : away
      return twice > denominator ? away : quotient
    }
  }
}

/** `value` without its sign. */
export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}

function isAtLeastHalf(remainder: bigint, denominator: bigint): boolean {
  return 2n * absolute(remainder) >= denominator
}
