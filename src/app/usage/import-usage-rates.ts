import { type Day, formatDay } from '../../core/calendar/day.js'
import {
  compareDecimals,
  type Decimal,
  decimalOf,
  fitsScale,
  formatPlainDecimal,
  parseDecimal,
} from '../../core/money/decimal.js'
import type { Meter } from '../../core/rating/meter.js'
import { isSameRate, rateOfLines } from '../../core/rating/usage-rate-rows.js'
import { accept, type Outcome, type Refusal, refuse } from '../../core/refusal.js'
import { loadMeters, loadUsageRates, type MeterRates } from '../../store/meters.js'
import {
  type InvoicedUsage,
  listInvoicedUsage,
  lockUsagePrices,
  type StoredUsageRate,
  saveUsageRates,
} from '../../store/usage-prices.js'
import { recordChanges } from '../audit.js'
import { currency, day, type Field, optional, rowParser, truth, uuid } from '../import-fields.js'
import { holdCharging } from '../price-list-guard.js'
import { PLATFORM_ID, type UseCase } from '../use-case.js'
import {
  problemOf,
  readUsageFile,
  refuseUsageFile,
  type UsageFileImport,
  type UsageFileProblem,
  type UsageFileRow,
} from './read-usage-file.js'

const NOTHING = decimalOf(0n)
const MOST = decimalOf(1_000_000_000_000n)

/** A number from 0 to a million millions. */
function number(decimals: number): Field<Decimal> {
  return {
    parse: (cell) => {
      const value = parseDecimal(cell)
      if (value === undefined || value.coefficient < 0n || !fitsScale(value, decimals)) return undefined
      return compareDecimals(value, MOST) <= 0 ? value : undefined
    },
    expected: `a number from 0 to 1000000000000 with at most ${decimals} decimals`,
    empty: undefined,
    mayBeMissing: false,
  }
}

/** One row for each tier; those of one meter, currency and day are one rate. */
const FILE = rowParser({
  meter_id: uuid,
  currency,
  valid_from: day,
  included: optional(number(12), NOTHING),
  earns_credit: optional(truth, false),
  from: optional(number(12), NOTHING),
  unit_price: number(15),
})

type ReadLine = Extract<ReturnType<typeof FILE.parse>, { readonly ok: true }>['value']
/** A rate and the line of its first tier. */
type ReadRate = UsageFileRow<StoredUsageRate>

/**
 * Adds or changes the rates of a CSV file; all or nothing. A price changes by a row with a later first day. What has been
 * invoiced stays: no row may begin in a service period of which usage is on an invoice already.
 */
export async function importUsageRates(
  context: UseCase,
  source: AsyncIterable<Uint8Array>,
): Promise<Outcome<UsageFileImport>> {
  const { session } = context
  const read = await readUsageFile(source, FILE)
  if (!read.ok) return read
  await lockUsagePrices(session)
  const { rates, problems } = ratesOf(read.value.rows)
  const meterIds = [...new Set(rates.map(({ value }) => value.meterId))]
  const meters = await loadMeters(session, meterIds)
  const known = await loadUsageRates(session, meterIds)
  const fresh = rates.filter(({ value }) => !isKnown(value, known.get(value.meterId)))
  const busy = fresh.length === 0 ? undefined : await holdCharging(session, firstDay(fresh))
  if (busy !== undefined) return { ok: false, refusal: busy }
  const invoiced = await listInvoicedUsage(session, meterIds)
  const faults = fresh.flatMap(({ line, value }) => {
    const fault = faultOf(value, meters.get(value.meterId), known.get(value.meterId), invoiced)
    return fault === undefined ? [] : [problemOf(line, fault)]
  })
  if (read.value.problems.length + problems.length + faults.length > 0) {
    return refuseUsageFile([...read.value.problems, ...problems, ...faults])
  }
  return accept(await write(context, rates.length, fresh, known))
}

/** The lines put together, in the order in which the file first names each rate. */
function ratesOf(rows: readonly UsageFileRow<ReadLine>[]) {
  const grouped = new Map<string, UsageFileRow<ReadLine>[]>()
  for (const row of rows) {
    const { meter_id: meterId, currency: code, valid_from: validFrom } = row.value
    const key = `${meterId}|${code}|${validFrom}`
    const group = grouped.get(key)
    if (group === undefined) grouped.set(key, [row])
    else group.push(row)
  }
  const rates: ReadRate[] = []
  const problems: UsageFileProblem[] = []
  for (const group of grouped.values()) {
    const { line, value } = group[0]!
    const lines = group.map(({ value: { included, earns_credit: earnsCredit, from, unit_price: unitPrice } }) => ({
      ...{ included, earnsCredit, from, unitPrice },
    }))
    const rate = rateOfLines(lines)
    if (typeof rate === 'string') {
      problems.push(problemOf(line, refuse('malformed', { what: 'the rate', problem: rate }).refusal))
      continue
    }
    const { meter_id: meterId, currency: code, valid_from: validFrom } = value
    rates.push({ line, value: { meterId, currency: code, validFrom, ...rate } })
  }
  return { rates, problems }
}

function firstDay(rates: readonly ReadRate[]): Day {
  return rates.map(({ value }) => value.validFrom).reduce((least, validFrom) => (validFrom < least ? validFrom : least))
}

function rateOn(known: MeterRates | undefined, { currency: code, validFrom }: StoredUsageRate) {
  return known?.get(code)?.find((rate) => rate.validFrom === validFrom)
}

function isKnown(rate: StoredUsageRate, known: MeterRates | undefined): boolean {
  const same = rateOn(known, rate)
  return same !== undefined && isSameRate(rate, same)
}

function faultOf(
  { meterId, currency: code, validFrom }: StoredUsageRate,
  meter: Meter | undefined,
  known: MeterRates | undefined,
  invoiced: readonly InvoicedUsage[],
): Refusal | undefined {
  if (meter === undefined) return refuse('meter-not-found', { meter: meterId }).refusal
  const own = invoiced.filter((usage) => usage.meterId === meterId)
  const late = own.find(({ pricingCurrency, end }) => pricingCurrency === code && validFrom < end)
  if (late !== undefined) {
    const last = formatDay((late.end - 1) as Day)
    return refuse('usage-rate-invoiced', { meter: meter.name, currency: code, last }).refusal
  }
  // Rates in the billing currency go before the exchange rate: what was invoiced would be rated otherwise.
  const other = own.find(({ pricingCurrency, billingCurrency }) => billingCurrency === code && pricingCurrency !== code)
  if (other === undefined || known?.has(code) === true) return undefined
  const data = { meter: meter.name, currency: code, from: other.pricingCurrency }
  return refuse('usage-currency-invoiced', data).refusal
}

async function write(
  context: UseCase,
  count: number,
  fresh: readonly ReadRate[],
  known: ReadonlyMap<string, MeterRates>,
): Promise<UsageFileImport> {
  const rates = fresh.map(({ value }) => value)
  if (rates.length > 0) await saveUsageRates(context.session, rates)
  const before = rates.map((rate) => rateOn(known.get(rate.meterId), rate))
  await recordChanges(
    context,
    rates.map((rate, index) => {
      const old = before[index]
      return {
        ...{ partnerId: PLATFORM_ID, customer: null, resourceType: 'usage_rate' },
        operationType: old === undefined ? 'create_usage_rate' : 'update_usage_rate',
        before: old === undefined ? null : auditText({ ...rate, ...old }),
        after: auditText(rate),
      }
    }),
  )
  const added = before.filter((old) => old === undefined).length
  return { added, changed: rates.length - added, unchanged: count - rates.length }
}

function auditText({ meterId, currency: code, validFrom, included, tiers, earnsCredit }: StoredUsageRate) {
  return {
    ...{
      meterId,
      currency: code,
      validFrom: formatDay(validFrom),
      included: formatPlainDecimal(included),
      earnsCredit,
    },
    tiers: tiers.map(({ from, unitPrice }) => ({
      from: formatPlainDecimal(from),
      unitPrice: formatPlainDecimal(unitPrice),
    })),
  }
}
