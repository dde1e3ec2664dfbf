import { LEAST_ID } from '../../core/access/least-id.js'
import { type Day, FIRST_DAY, formatDay } from '../../core/calendar/day.js'
import { monthOf, startOfMonth } from '../../core/calendar/months.js'
import { billingPeriodOf, invoiceDateOf } from '../../core/invoicing/invoice-date.js'
import { addDecimals, compareDecimals, formatDecimal, parseDecimal } from '../../core/money/decimal.js'
import type { ExchangeRate, Meter } from '../../core/rating/meter.js'
import { rateUsage } from '../../core/rating/rate-usage.js'
import type { RatedLine } from '../../core/rating/rated-line.js'
import { unbilledOf } from '../../core/rating/unbilled.js'
import type { StoredCatalog } from '../../store/catalog.js'
import { exchangeKey, loadExchangeRates, loadMeters, loadUsageRates, type MeterRates } from '../../store/meters.js'
import type { PartnerBilling } from '../../store/partner-billing.js'
import {
  type ClosedDay,
  type ClosedLine,
  listClosedDays,
  listClosedLines,
  listUsageSubscriptions,
  listWrongUsageCharges,
  listWrongUsageDays,
} from '../../store/usage-checks.js'
import { loadUsageClose } from '../../store/usage-days.js'
import type { Session } from '../use-case.js'
import { meteredDays } from './rate-units.js'
import { profileOfMeter } from './roll-up-usage.js'

type Add = (partnerId: string, subscriptionId: string, what: string, stored: unknown, recomputed: unknown) => void

const PAGE = 500

/**
 * Proves the usage of partners: events add up to the days, the days of closed invoices, rated again, give the lines that
 * were charged, and these are the charges on the invoices.
 */
export async function verifyUsage(
  session: Session,
  partners: ReadonlyMap<string, PartnerBilling>,
  catalog: StoredCatalog,
  add: Add,
): Promise<void> {
  const partnerIds = [...partners.keys()]
  const wrong = [
    ...(await listWrongUsageDays(session, partnerIds)),
    ...(await listWrongUsageCharges(session, partnerIds)),
  ]
  for (const { partnerId, subscriptionId, what, stored, expected } of wrong) {
    add(partnerId, subscriptionId, what, stored, expected)
  }
  for (const partner of partners.values()) await verifyLines(session, partner, catalog, add)
}

async function verifyLines(session: Session, partner: PartnerBilling, catalog: StoredCatalog, add: Add): Promise<void> {
  const { partnerId } = partner
  const closed = await loadUsageClose(session, partnerId)
  if (closed.size === 0) return
  const last = Math.max(...closed.values()) as Day
  for (let after = LEAST_ID; ; ) {
    const subscriptionIds = await listUsageSubscriptions(session, partnerId, after, PAGE)
    if (subscriptionIds.length === 0) return
    const days = await listClosedDays(session, partnerId, subscriptionIds, last)
    const lines = await listClosedLines(session, partnerId, subscriptionIds)
    const meterIds = [...new Set([...days, ...lines].map(({ meterId }) => meterId))]
    const meters = await loadMeters(session, meterIds)
    const rates = await loadUsageRates(session, meterIds)
    const isClosed = ({ meterId, invoiceDate }: ClosedDay) => {
      const { invoiceType } = profileOfMeter(meters.get(meterId)!, catalog)
      return invoiceDate <= (closed.get(invoiceType) ?? FIRST_DAY)
    }
    const periods = periodsOf(partner, days.filter(isClosed), lines, meters, catalog)
    const exchange = await loadExchangeRates(session, [
      ...new Set([...periods.values()].map(({ period }) => firstOfMonth(period.start))),
    ])
    for (const period of periods.values()) {
      compareExchange(period, exchange, partnerId, add)
      comparePeriod(period, meters, rates, catalog, partnerId, add)
    }
    after = subscriptionIds.at(-1)!
  }
}

/** What was invoiced of one meter of a subscription in one service period, and what it was made of. */
interface ServicePeriod {
  readonly subscriptionId: string
  readonly meterId: string
  readonly period: ReturnType<typeof billingPeriodOf>
  readonly days: ClosedDay[]
  readonly lines: ClosedLine[]
}

function periodsOf(
  { billingDay }: PartnerBilling,
  days: readonly ClosedDay[],
  lines: readonly ClosedLine[],
  meters: ReadonlyMap<string, Meter>,
  catalog: StoredCatalog,
): ReadonlyMap<string, ServicePeriod> {
  const periods = new Map<string, ServicePeriod>()
  const periodOf = ({ subscriptionId, meterId }: Pick<ClosedDay, 'subscriptionId' | 'meterId'>, day: Day) => {
    const { invoiceType } = profileOfMeter(meters.get(meterId)!, catalog)
    const invoiceDate = invoiceDateOf(day, invoiceType, billingDay, FIRST_DAY)
    const key = `${subscriptionId} ${meterId} ${invoiceDate}`
    const known = periods.get(key)
    if (known !== undefined) return known
    const period = billingPeriodOf(invoiceDate, invoiceType)
    const made: ServicePeriod = { subscriptionId, meterId, period, days: [], lines: [] }
    periods.set(key, made)
    return made
  }
  for (const day of days) periodOf(day, day.day).days.push(day)
  for (const line of lines) periodOf(line, line.line.start).lines.push(line)
  return periods
}

/** Lines have the exchange rate of the month in which their service period begins; what needs none has 1. */
function compareExchange(
  { subscriptionId, meterId, period, lines }: ServicePeriod,
  rates: ReadonlyMap<string, ExchangeRate>,
  partnerId: string,
  add: Add,
): void {
  for (const { chargeNumber, billingCurrency, line } of lines) {
    const { pricingCurrency, exchange } = line
    const own = rates.get(exchangeKey(firstOfMonth(period.start), pricingCurrency, billingCurrency))?.rate
    const expected = pricingCurrency === billingCurrency ? decimal('1') : own
    if (expected !== undefined && compareDecimals(expected, exchange.rate) === 0) continue
    const what = `exchange rate of usage charge ${chargeNumber} of meter ${meterId}`
    add(partnerId, subscriptionId, what, plain(exchange.rate), expected === undefined ? 'none' : plain(expected))
  }
}

function firstOfMonth(day: Day): Day {
  return startOfMonth(monthOf(day))
}

function comparePeriod(
  { subscriptionId, meterId, period, days, lines }: ServicePeriod,
  meters: ReadonlyMap<string, Meter>,
  rates: ReadonlyMap<string, MeterRates>,
  catalog: StoredCatalog,
  partnerId: string,
  add: Add,
): void {
  const meter = meters.get(meterId)!
  const { usage } = profileOfMeter(meter, catalog)
  const dates = [...new Set([...days, ...lines].map(({ invoiceDate }) => invoiceDate))].sort((a, b) => a - b)
  for (const date of dates) {
    const own = lines.filter(({ invoiceDate }) => invoiceDate === date).map(({ line }) => line)
    const before = lines.filter(({ invoiceDate }) => invoiceDate < date).map(({ line }) => line)
    const what = `usage of meter ${meterId} from ${formatDay(period.start)} on the invoice of ${formatDay(date)}`
    // What came to nothing has no line that says what it was priced in.
    const first = lines[0]
    if (first === undefined || usage === null) {
      if (sumOf(days) !== '0') add(partnerId, subscriptionId, what, 'none', `a line for ${sumOf(days)}`)
      continue
    }
    const { billingCurrency } = first
    const { pricingCurrency, exchange } = first.line
    const rated = rateUsage(meteredDays(days.filter(({ invoiceDate }) => invoiceDate <= date)), {
      ...{ meter, rating: usage.rating, period, pricingCurrency, billingCurrency, exchange },
      rates: rates.get(meterId)?.get(pricingCurrency) ?? [],
    })
    if (!rated.ok) {
      add(partnerId, subscriptionId, what, 'charged', rated.refusal.message)
      continue
    }
    const [stored, expected] = [textOf(own), textOf(unbilledOf(rated.value, before))]
    if (stored !== expected) add(partnerId, subscriptionId, what, stored, expected)
  }
}

function sumOf(days: readonly ClosedDay[]): string {
  const sum = days.reduce(
    (total, { earning, other }) => addDecimals(addDecimals(total, decimal(earning)), decimal(other)),
    decimal('0'),
  )
  return sum.coefficient === 0n ? '0' : formatDecimal(sum)
}

function decimal(text: string) {
  return parseDecimal(text)!
}

/** What has to be the same, in words. */
function textOf(lines: readonly RatedLine[]): string {
  if (lines.length === 0) return 'none'
  return lines
    .map(({ consumed, quantity, amount, cost, start, end, earnedCredit, tier }) => {
      const days = `${formatDay(start)} to ${formatDay(end)}`
      return `${plain(consumed)} of which ${plain(quantity)} for ${cost} as ${amount} (${days}, credit ${earnedCredit}, tier ${tier})`
    })
    .join('; ')
}

function plain(value: RatedLine['quantity']): string {
  return formatDecimal(value)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}
