import { divideRounded, type Rounding } from './rounding.js'

/**
 * An exact decimal number: `coefficient / 10^scale`. Prices, quantities and rates are Decimals; amounts are whole minor
 * units (`bigint`). The scale is kept as written, so `1.50` prints as `1.50`; use `compareDecimals` for equality.
 */
export interface Decimal {
  readonly coefficient: bigint
  /** Digits after the point, 0 to 30. */
  readonly scale: number
}

/** Longest text `parseDecimal` reads; longer ones are refused before any work is done. */
export const MAXIMUM_DECIMAL_LENGTH = 60
/** Most digits after the point. */
export const MAXIMUM_SCALE = 30

const PATTERN = /^-?\d+(?:\.\d+)?$/
const POWERS: readonly bigint[] = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent))

/** `10^exponent` for 0 to 63. */
export function powerOfTen(exponent: number): bigint {
  const power = POWERS[exponent]
  if (power === undefined) throw new RangeError(`powerOfTen takes 0 to 63, got ${exponent}`)
  return power
}

/** A Decimal from parts. Throws where the scale is not 0 to 30. */
export function decimalOf(coefficient: bigint, scale = 0): Decimal {
  if (!Number.isInteger(scale) || scale < 0 || scale > MAXIMUM_SCALE) {
    throw new RangeError(`a Decimal has 0 to ${MAXIMUM_SCALE} digits after the point, got ${scale}`)
  }
  return { coefficient, scale }
}

/**
 * Reads plain decimal notation: an optional minus, digits, and optionally a point with digits (`-12.50`).
 * Anything else (exponents, thousands separators, blanks, more than 30 digits after the point) gives `undefined`.
 */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > MAXIMUM_DECIMAL_LENGTH || !PATTERN.test(text)) return undefined
  const point = text.indexOf('.')
  if (point < 0) return { coefficient: BigInt(text), scale: 0 }
  const scale = text.length - point - 1
  if (scale > MAXIMUM_SCALE) return undefined
  return { coefficient: BigInt(text.slice(0, point) + text.slice(point + 1)), scale }
}

/** The inverse of `parseDecimal`: plain notation with exactly `scale` digits after the point. Zero never has a minus. */
export function formatDecimal(value: Decimal): string {
  return formatScaled(value.coefficient, value.scale)
}

/** Plain notation without zeros at its end: `1.50` is `1.5`, `24.0` is `24`. */
export function formatPlainDecimal({ coefficient, scale }: Decimal): string {
  let [digits, kept] = [coefficient, scale]
  for (; kept > 0 && digits % 10n === 0n; kept -= 1) digits /= 10n
  return formatScaled(digits, kept)
}

/** `coefficient / 10^scale` in plain notation. */
export function formatScaled(coefficient: bigint, scale: number): string {
  if (scale === 0) return coefficient.toString()
  const negative = coefficient < 0n
  const digits = (negative ? -coefficient : coefficient).toString().padStart(scale + 1, '0')
  const split = digits.length - scale
  return `${negative ? '-' : ''}${digits.slice(0, split)}.${digits.slice(split)}`
}

/**
 * The coefficient `value` has at another scale. Throws where digits would be lost and no rounding is named.
 * @example rescale(parseDecimal('1.005'), 2, 'half-even') // 100n
 */
export function rescale(value: Decimal, scale: number, rounding?: Rounding): bigint {
  if (scale >= value.scale) return value.coefficient * powerOfTen(scale - value.scale)
  const divisor = powerOfTen(value.scale - scale)
  if (rounding !== undefined) return divideRounded(value.coefficient, divisor, rounding)
  if (value.coefficient % divisor !== 0n) {
    throw new RangeError(`${formatDecimal(value)} does not fit in ${scale} digits after the point`)
  }
  return value.coefficient / divisor
}

/** Whether `value` can be written with `scale` digits after the point without losing any. */
export function fitsScale(value: Decimal, scale: number): boolean {
  return value.scale <= scale || value.coefficient % powerOfTen(value.scale - scale) === 0n
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const scale = left.scale > right.scale ? left.scale : right.scale
  return decimalOf(rescale(left, scale) + rescale(right, scale), scale)
}

export function negateDecimal(value: Decimal): Decimal {
  return { coefficient: -value.coefficient, scale: value.scale }
}

/** The exact product; throws where it would need more than 30 digits after the point. */
export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  return decimalOf(left.coefficient * right.coefficient, left.scale + right.scale)
}

/** The quotient with `scale` digits after the point, rounded as named. Throws on division by zero. */
export function divideDecimals(left: Decimal, right: Decimal, scale: number, rounding: Rounding): Decimal {
  if (right.coefficient === 0n) throw new RangeError('a Decimal cannot be divided by zero')
  const sign = right.coefficient < 0n ? -1n : 1n
  const numerator = sign * left.coefficient * powerOfTen(scale) * powerOfTen(right.scale)
  return decimalOf(divideRounded(numerator, sign * right.coefficient * powerOfTen(left.scale), rounding), scale)
}

/** Below zero, zero or above zero as `left` is below, equal to or above `right`; `1.0` equals `1.00`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const scale = left.scale > right.scale ? left.scale : right.scale
  const difference = rescale(left, scale) - rescale(right, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
