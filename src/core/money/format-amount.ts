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

/**
 * Likewise for what people type and spreadsheets export. More digits after the point than the currency has are refused
 * even where they are zeros: `1.250` EUR may be meant as twelve hundred and fifty.
 */
export function parseTypedAmount(text: string, currency: Currency): bigint | undefined {
  const point = text.indexOf('.')
  if (point >= 0 && text.length - point - 1 > minorDigitsOf(currency)) return undefined
  return parseAmount(text, currency)
}

/** Why `parseTypedAmount` refuses a text, and what to write instead. */
export function amountProblem(text: string, currency: Currency): string {
  const digits = minorDigitsOf(currency)
  const form = digits === 0 ? '1250, without a point' : `1250.50, with at most ${digits} digits after the point`
  return `${text} is no amount of ${currency} such as ${form}`
}
