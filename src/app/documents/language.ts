import { civilOf, type Day } from '../../core/calendar/day.js'
import { type Currency, minorDigitsOf } from '../../core/money/currency.js'
import { type Decimal, formatDecimal, formatPlainDecimal } from '../../core/money/decimal.js'
import { formatAmount } from '../../core/money/format-amount.js'

export const DOCUMENT_LANGUAGES = ['en', 'nl'] as const
/** Languages documents are written in. */
export type DocumentLanguage = (typeof DOCUMENT_LANGUAGES)[number]

interface Conventions {
  readonly group: string
  readonly point: string
  readonly percent: string
  readonly months: readonly string[]
}

const CONVENTIONS: Readonly<Record<DocumentLanguage, Conventions>> = {
  en: { group: ',', point: '.', percent: '%', months: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ') },
  nl: { group: '.', point: ',', percent: ' %', months: 'jan feb mrt apr mei jun jul aug sep okt nov dec'.split(' ') },
}

/** An amount in minor units as people of the language write it, without its currency: `-1,234.50`, `-1.234,50`. */
export function writeAmount(amount: bigint, currency: Currency, language: DocumentLanguage): string {
  return writeNumber(formatAmount(amount, currency), language)
}

/** An amount with its currency: `EUR 1,234.50`. */
export function writeMoney(amount: bigint, currency: Currency, language: DocumentLanguage): string {
  return `${currency} ${writeAmount(amount, currency, language)}`
}

/** A price with all its digits, at least those of the currency. */
export function writePrice(price: Decimal, currency: Currency, language: DocumentLanguage): string {
  const [whole, fraction = ''] = formatDecimal(price).split('.')
  const digits = fraction.replace(/0+$/, '').padEnd(minorDigitsOf(currency), '0')
  return writeNumber(digits === '' ? whole! : `${whole}.${digits}`, language)
}

/** A percentage without needless zeros: `21%`, `8,1 %`. */
export function writePercent(rate: Decimal, language: DocumentLanguage): string {
  return `${writeDecimal(rate, language)}${CONVENTIONS[language].percent}`
}

/** A number without needless zeros. */
export function writeDecimal(value: Decimal, language: DocumentLanguage): string {
  return writeNumber(formatPlainDecimal(value), language)
}

/** Plain decimal notation with the separators of the language. */
export function writeNumber(plain: string, language: DocumentLanguage): string {
  const { group, point } = CONVENTIONS[language]
  const [whole, fraction] = plain.split('.')
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, group)
  return fraction === undefined ? grouped : `${grouped}${point}${fraction}`
}

/** `15 Jan 2026`. */
export function writeDay(day: Day, language: DocumentLanguage): string {
  const { year, month, day: dayOfMonth } = civilOf(day)
  return `${dayOfMonth} ${CONVENTIONS[language].months[month - 1]} ${year}`
}
