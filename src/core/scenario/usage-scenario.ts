import { type Day, formatDay, parseDay } from '../calendar/day.js'
import type { UsageTerms } from '../catalog/commerce-profile.js'
import { type Currency, parseCurrency } from '../money/currency.js'
import { addDecimals, compareDecimals, type Decimal, fitsScale, parseDecimal } from '../money/decimal.js'
import { findUsageRate, type RateTier, type UsageRate } from '../rating/meter.js'
import type { MeteredDay, RatingTerms } from '../rating/rate-usage.js'
import { ZERO } from '../rating/tiers.js'
import { type ObjectReader, type Problem, parsed, readObject, text, truth, whole } from './reader.js'

/** Usage of one meter in one service period, invoice by invoice: what is reported late is on a later one. */
export interface UsageScenario {
  readonly title: string
  readonly source: string
  readonly terms: RatingTerms
  readonly unit: string
  readonly bills: readonly UsageScenarioBill[]
}

/** What was reported in time for an invoice, and the lines that must come out. */
export interface UsageScenarioBill {
  readonly usage: readonly ReportedDay[]
  readonly expect: readonly Readonly<Record<string, string | number>>[] | null
}

export interface ReportedDay {
  readonly day: Day
  readonly quantity: Decimal
  readonly earnsCredit: boolean
}

export type ParsedUsageScenario =
  | { readonly ok: true; readonly scenario: UsageScenario; readonly unknown: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const RATINGS: readonly UsageTerms['rating'][] = ['plan', 'overage']
/** Digits after the point of a quantity and of a price, as meters have them. */
const MOST_DIGITS = { quantity: 12, price: 15 } as const

/** Reads a usage scenario from parsed JSON. The format is described in `docs/scenarios.md`. */
export function parseUsageScenario(document: unknown): ParsedUsageScenario {
  const problems: Problem[] = []
  const unknown: string[] = []
  const root = readObject(document, '', problems)
  const scenario = root === undefined ? undefined : readScenario(root, unknown)
  if (scenario === undefined || problems.length > 0) return { ok: false, problems }
  return { ok: true, scenario, unknown: [...unknown, ...(root?.unused() ?? [])] }
}

function readScenario(root: ObjectReader, unknown: string[]): UsageScenario | undefined {
  const title = root.required('title', 'a title of at most 200 characters', text(200))
  const source = root.optional('source', 'a text of at most 500 characters', text(500)) ?? ''
  if (root.has('comment')) root.optional('comment', 'a text of at most 2,000 characters', text(2_000))
  const rating = root.required('rating', 'plan or overage', (value) => RATINGS.find((one) => one === value))
  const meter = root.required('meter', 'a name of at most 200 characters', text(200))
  const unit = root.optional('unit', 'a text of at most 100 characters', text(100)) ?? ''
  const start = root.required('from', DAY, parsed(parseDay))
  const last = root.required('to', DAY, parsed(parseDay))
  const pricingCurrency = root.required('pricingCurrency', CURRENCY, parsed(parseCurrency))
  const billingCurrency = root.optional('billingCurrency', CURRENCY, parsed(parseCurrency)) ?? pricingCurrency
  const rate = readExchange(root, pricingCurrency, billingCurrency)
  const rates = readAll(root.list('rates', 100), unknown, readRate)
  const bills = readAll(root.list('bills', 24), unknown, readBill)
  if (start !== undefined && last !== undefined && last < start) root.problem('to', 'must not be before `from`')
  if (rates?.some(({ validFrom }, index) => index > 0 && validFrom <= rates[index - 1]!.validFrom)) {
    root.problem('rates', 'must be in order of their days')
  }
  if (title === undefined || rating === undefined || meter === undefined || start === undefined) return undefined
  if (last === undefined || pricingCurrency === undefined || rates === undefined || bills === undefined)
    return undefined
  const period = { start, end: (last + 1) as Day }
  const outside = bills.flatMap(({ usage }) => usage).find(({ day }) => day < start || day > last)
  if (outside !== undefined) root.problem('bills', `must report days of the period, not ${formatDay(outside.day)}`)
  const terms: RatingTerms = {
    ...{ meter: { name: meter }, rating, period, rates, pricingCurrency, billingCurrency: billingCurrency! },
    exchange: rate,
  }
  return { title, source, unit, terms, bills }
}

const DAY = 'a day as YYYY-MM-DD'
const CURRENCY = 'an ISO 4217 code such as USD'
const QUANTITY = `a decimal text with at most ${MOST_DIGITS.quantity} digits after the point`

function readExchange(root: ObjectReader, from: Currency | undefined, to: Currency | undefined) {
  const date = root.optional('exchangeRateDate', DAY, parsed(parseDay)) ?? null
  const expected = 'a decimal text above zero, such as "0.846202666"'
  const isRate = (value: Decimal) => value.coefficient > 0n && fitsScale(value, MOST_DIGITS.price)
  const rate = root.optional('exchangeRate', expected, decimalWhere(isRate))
  if (from !== to && rate === undefined) root.problem('exchangeRate', `is missing; it must be ${expected}`)
  return from === to || rate === undefined ? { rate: ONE, date: null } : { rate, date }
}

const ONE: Decimal = { coefficient: 1n, scale: 0 }

function readRate(reader: ObjectReader, unknown: string[]): UsageRate | undefined {
  const validFrom = reader.required('from', DAY, parsed(parseDay))
  const included = reader.optional('included', `${QUANTITY}, not negative`, decimalWhere(isQuantity)) ?? ZERO
  const earnsCredit = reader.optional('earnsCredit', 'true or false', truth) ?? false
  const tiers = reader.has('unitPrice') ? readOnlyTier(reader) : readAll(reader.list('tiers', 100), unknown, readTier)
  if (validFrom === undefined || tiers === undefined) return undefined
  const rises = tiers.every(
    ({ from }, index) => compareDecimals(from, tiers[index - 1]?.from ?? from) >= (index > 0 ? 1 : 0),
  )
  if (tiers[0]?.from.coefficient !== 0n || !rises) reader.problem('tiers', 'must begin at "0" and rise')
  return { validFrom, included, earnsCredit, tiers }
}

function readOnlyTier(reader: ObjectReader): readonly RateTier[] | undefined {
  const unitPrice = reader.required('unitPrice', PRICE, decimalWhere(isPrice))
  return unitPrice === undefined ? undefined : [{ from: ZERO, unitPrice }]
}

const PRICE = `a decimal text with at most ${MOST_DIGITS.price} digits after the point, not negative`

function readTier(reader: ObjectReader): RateTier | undefined {
  const from = reader.required('from', `${QUANTITY}, not negative`, decimalWhere(isQuantity))
  const unitPrice = reader.required('unitPrice', PRICE, decimalWhere(isPrice))
  return from === undefined || unitPrice === undefined ? undefined : { from, unitPrice }
}

function readBill(reader: ObjectReader, unknown: string[]): UsageScenarioBill | undefined {
  const usage = readAll(reader.list('usage', 1_000), unknown, readReported)
  const lines = reader.has('expect') ? reader.list('expect', 100) : null
  const expect = lines?.map((line) => readExpected(line)) ?? null
  return usage === undefined ? undefined : { usage: usage.flat(), expect }
}

/** One day, or the same quantity on each of several. */
function readReported(reader: ObjectReader): readonly ReportedDay[] | undefined {
  const day = reader.required('on', DAY, parsed(parseDay))
  const days = reader.optional('days', 'a whole number from 1 to 366', whole(1, 366)) ?? 1
  const fits = (value: Decimal) => fitsScale(value, MOST_DIGITS.quantity)
  const quantity = reader.required('quantity', QUANTITY, decimalWhere(fits))
  const earnsCredit = reader.optional('earnsCredit', 'true or false', truth) ?? true
  if (day === undefined || quantity === undefined) return undefined
  return Array.from({ length: days }, (_, index) => ({ day: (day + index) as Day, quantity, earnsCredit }))
}

/** Fields of a line that must come out; whatever else a line has is not looked at. */
function readExpected(reader: ObjectReader): Readonly<Record<string, string | number>> {
  const fields: Record<string, string | number> = {}
  const value = (found: unknown) => (typeof found === 'string' || typeof found === 'number' ? found : undefined)
  for (const name of EXPECTED_FIELDS) {
    const read = reader.optional(name, 'a text or a number', value)
    if (read !== undefined) fields[name] = read
  }
  for (const name of reader.unused()) reader.problem(name.slice(reader.path.length + 1), 'is no field of a line')
  return fields
}

/** What may be expected of a line. */
const EXPECTED_FIELDS = [
  'start',
  'end',
  'tier',
  'earnedCredit',
  'unitPrice',
  'consumed',
  'included',
  'quantity',
  'cost',
  'exchangeRate',
  'amount',
  'effectiveUnitPrice',
] as const

function isQuantity(value: Decimal): boolean {
  return value.coefficient >= 0n && fitsScale(value, MOST_DIGITS.quantity)
}

function isPrice(value: Decimal): boolean {
  return value.coefficient >= 0n && fitsScale(value, MOST_DIGITS.price)
}

function decimalWhere(holds: (value: Decimal) => boolean): (value: unknown) => Decimal | undefined {
  return parsed((found) => {
    const decimal = parseDecimal(found)
    return decimal !== undefined && holds(decimal) ? decimal : undefined
  })
}

/** All that are in a list, or nothing where one of them could not be read. */
function readAll<T>(
  readers: readonly ObjectReader[],
  unknown: string[],
  read: (reader: ObjectReader, unknown: string[]) => T | undefined,
): T[] | undefined {
  const values = readers.map((reader) => {
    const value = read(reader, unknown)
    unknown.push(...reader.unused())
    return value
  })
  const found = values.filter((value) => value !== undefined)
  return found.length === readers.length ? found : undefined
}

/** What is reported, added up by day, in order; what earns credit is that of days whose rate does. */
export function meteredDays(reported: readonly ReportedDay[], rates: readonly UsageRate[]): MeteredDay[] {
  const days = new Map<Day, { day: Day; earning: Decimal; other: Decimal }>()
  for (const { day, quantity, earnsCredit } of reported) {
    const found = days.get(day) ?? { day, earning: ZERO, other: ZERO }
    days.set(day, found)
    const isEarning = earnsCredit && findUsageRate(rates, day)?.earnsCredit === true
    if (isEarning) found.earning = addDecimals(found.earning, quantity)
    else found.other = addDecimals(found.other, quantity)
  }
  return [...days.values()].sort((left, right) => left.day - right.day)
}
