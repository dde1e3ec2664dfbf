import { useMemo } from 'react'
import { minorDigitsOf } from '../../core/money/currency.js'
import { type Language, useLanguage } from '../words/words.js'

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', nl: 'nl-NL' }
const MOST_DIGITS = 15

/** How values are written in a language. Days and times are those of UTC, as on invoices. */
export interface Format {
  /** An amount as the API gives it, with the digits of its currency: `€ 1.234,50`. */
  money(amount: number | string, currency: string): string
  /** A price, with as many digits as it has. */
  price(amount: number | string, currency: string): string
  number(value: number | string, digits?: number): string
  /** A share such as 0.15 as `15%`. */
  percent(share: number): string
  /** A day, or the day of an instant: `13 Jan 2018`. */
  day(value: string): string
  /** A month such as `2018-01`, or that of a day: `January 2018`. */
  month(value: string): string
  /** The same, short enough for an axis: `Jan 18`. */
  shortMonth(value: string): string
  /** A round amount on an axis: `€ 12K`. */
  roundMoney(amount: number, currency: string): string
  /** An instant with its time: `13 Jan 2018, 09:30 UTC`. */
  instant(value: string): string
  bytes(count: number): string
}

/** The digits of a currency, two for those we do not know. */
function digitsOf(currency: string): number {
  try {
    return minorDigitsOf(currency as never)
  } catch {
    return 2
  }
}

function formatFor(language: Language): Format {
  const locale = LOCALES[language]
  const formats = new Map<string, Intl.NumberFormat>()
  const numbers = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options)
    const known = formats.get(key) ?? new Intl.NumberFormat(locale, options)
    formats.set(key, known)
    return known
  }
  // Texts are formatted by their digits, not by way of binary fractions.
  const write = (format: Intl.NumberFormat, value: number | string) => format.format(value as Intl.StringNumericLiteral)
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const months = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  const shortMonths = new Intl.DateTimeFormat(locale, { year: '2-digit', month: 'short', timeZone: 'UTC' })
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return {
    money: (amount, currency) => {
      const digits = digitsOf(currency)
      return write(
        numbers({ style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits }),
        amount,
      )
    },
    price: (amount, currency) =>
      write(
        numbers({
          style: 'currency',
          currency,
          minimumFractionDigits: digitsOf(currency),
          maximumFractionDigits: MOST_DIGITS,
        }),
        amount,
      ),
    number: (value, digits) => write(numbers({ maximumFractionDigits: digits ?? MOST_DIGITS }), value),
    percent: (share) => numbers({ style: 'percent', maximumFractionDigits: 1 }).format(share),
    day: (value) => days.format(timeOf(value)),
    month: (value) => months.format(timeOf(value)),
    shortMonth: (value) => shortMonths.format(timeOf(value)),
    roundMoney: (amount, currency) =>
      numbers({ style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 }).format(amount),
    instant: (value) => `${instants.format(timeOf(value))} UTC`,
    bytes: (count) =>
      count < 1_000_000
        ? numbers({ style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 }).format(count / 1_000)
        : numbers({ style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(count / 1_000_000),
  }
}

/** A day or month without a time is midnight in UTC; an instant without an offset is one of UTC. */
function timeOf(value: string): Date {
  return new Date(/T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(value) || !value.includes('T') ? value : `${value}Z`)
}

/** How values are written in the language that is chosen. */
export function useFormat(): Format {
  const language = useLanguage()
  return useMemo(() => formatFor(language), [language])
}
