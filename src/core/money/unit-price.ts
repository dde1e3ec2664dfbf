import { type Decimal, fitsScale, formatScaled, rescale } from './decimal.js'

/**
 * Prices of licenses and one-time products are held as whole numbers of 10^-8 major units, so that hot loops multiply
 * plain bigints. Eight digits are twice what the published price lists use; metered rates, which need more, are Decimals.
 */
export const PRICE_SCALE = 8

/** A price as a whole number of 10^-8 major units, or `undefined` where it has more than eight digits after the point. */
export function unitPriceOf(price: Decimal): bigint | undefined {
  return fitsScale(price, PRICE_SCALE) ? rescale(price, PRICE_SCALE) : undefined
}

/**
 * Text of a price with at least `minimumDigits` after the point and no more zeros than that.
 * @example formatUnitPrice(400_000_000n, 2) // '4.00'
 * @example formatUnitPrice(4_500_000n, 2) // '0.045'
 */
export function formatUnitPrice(price: bigint, minimumDigits: number): string {
  let coefficient = price
  let scale = PRICE_SCALE
  while (scale > minimumDigits && coefficient % 10n === 0n) {
    coefficient /= 10n
    scale -= 1
  }
  return formatScaled(coefficient, scale)
}
