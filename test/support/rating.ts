// Rates, days and terms for tests of rating.
import { type Day, parseDay } from '../../src/core/calendar/day.js'
import { type Currency, parseCurrency } from '../../src/core/money/currency.js'
import { type Decimal, formatPlainDecimal, parseDecimal } from '../../src/core/money/decimal.js'
import type { UsageRate } from '../../src/core/rating/meter.js'
import { type MeteredDay, type RatingTerms, rateUsage } from '../../src/core/rating/rate-usage.js'
import type { RatedLine } from '../../src/core/rating/rated-line.js'

export const day = (text: string): Day => parseDay(text)!
export const decimal = (text: string): Decimal => parseDecimal(text)!
export const currency = (code: string): Currency => parseCurrency(code)!
export const SEPTEMBER = { start: day('2020-09-01'), end: day('2020-10-01') }

const ZERO = decimal('0')

export function rateOf(
  prices: readonly (readonly [from: string, price: string])[],
  changes: Partial<UsageRate> = {},
): UsageRate {
  const tiers = prices.map(([from, unitPrice]) => ({ from: decimal(from), unitPrice: decimal(unitPrice) }))
  return { validFrom: day('2020-01-01'), included: ZERO, tiers, earnsCredit: false, ...changes }
}

/** A plan in USD at 1.00 each in September 2020. */
export function termsOf(changes: Partial<RatingTerms> = {}): RatingTerms {
  return {
    meter: { name: 'Tables' },
    rating: 'plan',
    period: SEPTEMBER,
    rates: [rateOf([['0', '1']])],
    pricingCurrency: currency('USD'),
    billingCurrency: currency('USD'),
    exchange: { rate: decimal('1'), date: null },
    ...changes,
  }
}

/** Without zeros at the end of its fraction. */
export function trimmed(value: Decimal): string {
  return formatPlainDecimal(value)
}

export function used(on: string, other: string, earning = '0'): MeteredDay {
  return { day: day(on), earning: decimal(earning), other: decimal(other) }
}

export function linesOf(days: readonly MeteredDay[], terms: RatingTerms): readonly RatedLine[] {
  const rated = rateUsage(days, terms)
  if (!rated.ok) throw new Error(rated.refusal.message)
  return rated.value
}

/** 1-100 at 1, 101-100,000 at 0.80, above at 0.50. */
export const GRADUATED = rateOf([
  ['0', '1'],
  ['100', '0.80'],
  ['100000', '0.50'],
])
