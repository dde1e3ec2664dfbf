import { type Currency, minorDigitsOf } from './currency.js'
import { fitsScale, formatScaled, parseDecimal, rescale } from './decimal.js'

/**
 * An amount (whole minor units) in major units with all its digits: `formatAmount(-387n, usd)` is `-3.87`.
 * This is the form of files and of the API; people's locales are the business of the pages.
 */
export function formatAmount(amount: bigint, currency: Currency): string {
  return formatScaled(amount, minorDigitsOf(currency))
}

/** Reads major units into whole minor units; `undefined` where the text is no decimal or is finer than the minor unit. */
export function parseAmount(text: string, currency: Currency): bigint | undefined {
  const value = parseDecimal(text)
  const digits = minorDigitsOf(currency)
  return value !== undefined && fitsScale(value, digits) ? rescale(value, digits) : undefined
}
