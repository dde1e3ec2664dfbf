import { type Day, formatDay, parseDay } from '../../core/calendar/day.js'
import { dayOfMonth } from '../../core/calendar/months.js'
import { formatListMonth, parseListMonth } from '../../core/catalog/price-list-dates.js'
import { type Currency, parseCurrency } from '../../core/money/currency.js'
import {
  compareDecimals,
  type Decimal,
  decimalOf,
  divideDecimals,
  fitsScale,
  formatPlainDecimal,
  parseDecimal,
} from '../../core/money/decimal.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { exchangeKey } from '../../store/meters.js'
import {
  isExchangeRateInvoiced,
  listExchangeRates,
  lockUsagePrices,
  type StoredExchangeRate,
  saveExchangeRates,
} from '../../store/usage-prices.js'
import { recordChanges } from '../audit.js'
import { currency, day, type Field, optional, rowParser } from '../import-fields.js'
import { holdCharging } from '../price-list-guard.js'
import { PLATFORM_ID, type UseCase } from '../use-case.js'
import {
  problemOf,
  readUsageFile,
  refuseUsageFile,
  type UsageFileImport,
  type UsageFileProblem,
} from './read-usage-file.js'

const MOST = decimalOf(1_000_000_000n)
const DIGITS = 15
const ONE = decimalOf(1n)

const rate: Field<Decimal> = {
  parse: (cell) => {
    const value = parseDecimal(cell)
    if (value === undefined || value.coefficient <= 0n || !fitsScale(value, DIGITS)) return undefined
    return compareDecimals(value, MOST) < 0 ? value : undefined
  },
  expected: `a number above 0 and below 1000000000 with at most ${DIGITS} decimals`,
  empty: undefined,
  mayBeMissing: false,
}

const month: Field<Day> = {
  parse: (cell) => {
    const first = parseDay(cell)
    return first !== undefined && dayOfMonth(first) === 1 ? first : parseListMonth(cell)
  },
  expected: 'a month such as 2026-04 or 202604',
  empty: undefined,
  mayBeMissing: false,
}

/** Both forms: one unit of `from` in units of `to`; or, as published, dollars for one unit of a currency. */
const FILE = rowParser({
  month: optional(month, null),
  from: optional(currency, null),
  to: optional(currency, null),
  rate: optional(rate, null),
  rate_date: optional(day, null),
  CurrencyCode: optional(currency, null),
  USDPerUnit: optional(rate, null),
  Month: optional(month, null),
})

type ReadLine = Extract<ReturnType<typeof FILE.parse>, { readonly ok: true }>['value']
type GivenRate = Pick<StoredExchangeRate, 'month' | 'from' | 'to' | 'rate' | 'date'>

/**
 * Adds or changes the exchange rates of a CSV file; all or nothing. One that an invoice has used stays as it is.
 * @param rateDate the day the rates were published for, where the file does not say it; else the last day of the month before
 */
export async function importExchangeRates(
  context: UseCase,
  source: AsyncIterable<Uint8Array>,
  rateDate: Day | undefined = undefined,
): Promise<Outcome<UsageFileImport>> {
  const { session } = context
  const read = await readUsageFile(source, FILE)
  if (!read.ok) return read
  await lockUsagePrices(session)
  const problems: UsageFileProblem[] = [...read.value.problems]
  const given = new Map<string, GivenRate & { readonly line: number }>()
  const refuseLine = (line: number, what: string, problem: string) =>
    problems.push(problemOf(line, refuse('malformed', { what, problem }).refusal))
  for (const { line, value } of read.value.rows) {
    const one = rateOf(value, rateDate)
    if (typeof one === 'string') {
      refuseLine(line, 'the line', one)
      continue
    }
    const key = keyOf(one)
    const twice = given.get(key)
    if (twice !== undefined) refuseLine(line, 'the month', `the rate stands in line ${twice.line} already`)
    else given.set(key, { ...one, line })
  }
  const known = await knownRates(context, [...given.values()])
  const fresh = [...given.values()].filter((one) => !isSame(one, known.get(keyOf(one))))
  if (fresh.some((one) => known.has(keyOf(one)))) {
    const first = fresh.reduce<Day>((least, one) => (one.month < least ? one.month : least), fresh[0]!.month)
    const busy = await holdCharging(session, first)
    if (busy !== undefined) return { ok: false, refusal: busy }
  }
  for (const one of fresh) {
    const before = known.get(keyOf(one))
    if (before === undefined || !(await isExchangeRateInvoiced(session, before))) continue
    const data = { from: one.from, to: one.to, month: formatListMonth(one.month) }
    problems.push(problemOf(one.line, refuse('exchange-rate-invoiced', data).refusal))
  }
  if (problems.length > 0) return refuseUsageFile(problems)
  return accept(await write(context, given.size, fresh, known))
}

/** The rate a line tells, or why it tells none. */
function rateOf(line: ReadLine, rateDate: Day | undefined): GivenRate | string {
  const { CurrencyCode: code, USDPerUnit: dollars, Month: published, rate_date: ownDate } = line
  const dateOf = (first: Day) => ownDate ?? rateDate ?? ((first - 1) as Day)
  if (code !== null || dollars !== null || published !== null) {
    if (code === null || dollars === null || published === null) return 'CurrencyCode, USDPerUnit and Month go together'
    if (code === USD) return 'a dollar is a dollar: leave the line out'
    const inverse = divideDecimals(ONE, dollars, DIGITS, 'half-even')
    if (inverse.coefficient === 0n || compareDecimals(inverse, MOST) >= 0) return 'USDPerUnit is too small or too large'
    return { month: published, from: USD, to: code, rate: inverse, date: dateOf(published) }
  }
  if (line.month === null || line.from === null || line.to === null || line.rate === null) {
    return 'month, from, to and rate must be given, or CurrencyCode, USDPerUnit and Month'
  }
  if (line.from === line.to) return 'from and to are the same currency, whose rate is 1'
  return { month: line.month, from: line.from, to: line.to, rate: line.rate, date: dateOf(line.month) }
}

const USD = parseCurrency('USD') as Currency

function keyOf(one: GivenRate): string {
  return exchangeKey(one.month, one.from, one.to)
}

async function knownRates({ session }: UseCase, given: readonly GivenRate[]) {
  const months = given.map((one) => one.month)
  const stored =
    months.length === 0 ? [] : await listExchangeRates(session, extreme(months, Math.min), extreme(months, Math.max))
  return new Map(stored.map((one) => [keyOf(one), one]))
}

function extreme(months: readonly Day[], of: (left: number, right: number) => number): Day {
  return months.reduce((left, right) => of(left, right) as Day)
}

function isSame(one: GivenRate, known: GivenRate | undefined): boolean {
  return known !== undefined && compareDecimals(one.rate, known.rate) === 0 && one.date === known.date
}

async function write(
  context: UseCase,
  count: number,
  fresh: readonly GivenRate[],
  known: ReadonlyMap<string, StoredExchangeRate>,
): Promise<UsageFileImport> {
  const { session, now, actor } = context
  const rates = fresh.map((one) => ({ ...one, recordedAt: now, recordedBy: actor.name }))
  if (rates.length > 0) await saveExchangeRates(session, rates)
  const before = fresh.map((one) => known.get(keyOf(one)))
  await recordChanges(
    context,
    rates.map((one, index) => {
      const old = before[index]
      return {
        ...{ partnerId: PLATFORM_ID, customer: null, resourceType: 'exchange_rate' },
        operationType: old === undefined ? 'create_exchange_rate' : 'update_exchange_rate',
        before: old === undefined ? null : auditText(old),
        after: auditText(one),
      }
    }),
  )
  const added = before.filter((old) => old === undefined).length
  return { added, changed: rates.length - added, unchanged: count - rates.length }
}

function auditText(one: GivenRate) {
  const { month: first, from, to, date } = one
  return { month: formatListMonth(first), from, to, rate: formatPlainDecimal(one.rate), rateDate: formatDay(date!) }
}
