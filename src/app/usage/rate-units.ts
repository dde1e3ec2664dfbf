import { civilOf, type Day, dayOf, FIRST_DAY, formatDay, type Instant } from '../../core/calendar/day.js'
import { containsDay, type Period } from '../../core/calendar/period.js'
import type { CommerceProfile } from '../../core/catalog/commerce-profile.js'
import { billingPeriodOf, invoiceDateOf, nextDateAfter } from '../../core/invoicing/invoice-date.js'
import { addDecimals, parseDecimal } from '../../core/money/decimal.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { fitsCharge } from '../../core/rating/charge-price.js'
import type { ExchangeRate, Meter } from '../../core/rating/meter.js'
import { type MeteredDay, type RatingTerms, rateUsage } from '../../core/rating/rate-usage.js'
import type { RatedLine } from '../../core/rating/rated-line.js'
import { unbilledOf } from '../../core/rating/unbilled.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { exchangeKey, loadExchangeRates, loadMeters, loadUsageRates, type MeterRates } from '../../store/meters.js'
import type { PartnerBilling } from '../../store/partner-billing.js'
import {
  type BilledUsage,
  listBilledUsage,
  loadRatedSubscriptions,
  type RatedSubscription,
  type RatedUsage,
  replaceRatedUsage,
} from '../../store/rated-usage.js'
import { listUnitDays, refreshEarnedCredit, type UnitDay, type UsageUnit } from '../../store/usage-days.js'
import type { RefusedMeter } from '../../store/usage-refusals.js'
import type { StoredCatalog } from '../current-catalog.js'
import type { Session } from '../use-case.js'
import { profileOfMeter } from './roll-up-usage.js'

/** What a rating reads once and keeps: meters, their rates, exchange rates. */
export interface RatingContext {
  readonly session: Session
  readonly partner: PartnerBilling
  readonly catalog: StoredCatalog
  readonly at: Instant
  readonly meters: Map<string, Meter>
  readonly rates: Map<string, MeterRates>
  readonly exchange: Map<string, ExchangeRate>
  /** First days of the months whose exchange rates were looked up. */
  readonly months: Set<Day>
  /** The day up to which invoices of a type take no more usage. */
  readonly closedThrough: (invoiceType: CommerceProfile['invoiceType']) => Day
  /** Only what goes on invoices of this type; of both without it. */
  readonly only: CommerceProfile['invoiceType'] | undefined
}

/** Lines of some units, and what could not be rated. */
export interface RatedUnits {
  /** Those that are on invoices to come. */
  readonly units: readonly UsageUnit[]
  readonly rated: readonly RatedUsage[]
  readonly refused: readonly (RefusedMeter & UsageUnit)[]
}

const SAME_CURRENCY: ExchangeRate = { rate: { coefficient: 1n, scale: 0 }, date: null }

/** Rates units and stores their lines in the place of those they had. What has been invoiced stays as it is. */
export async function rateUnits(context: RatingContext, wanted: readonly UsageUnit[]): Promise<RatedUnits> {
  const { session, partner, at, only, closedThrough } = context
  const { partnerId } = partner
  await meetMeters(context, wanted)
  // Recurring and one-time invoices of one date are not closed on the same day.
  const units = wanted.filter(({ meterId, invoiceDate }) => {
    const { invoiceType } = profileOfMeter(context.meters.get(meterId)!, context.catalog)
    return invoiceDate > closedThrough(invoiceType) && (only ?? invoiceType) === invoiceType
  })
  if (units.length === 0) return { units: [], rated: [], refused: [] }
  await refreshEarnedCredit(session, partnerId, units)
  const subscriptions = await loadRatedSubscriptions(session, partnerId, [
    ...new Set(units.map(({ subscriptionId }) => subscriptionId)),
  ])
  const days = groupBy(await listUnitDays(session, partnerId, units), keyOfUnit)
  const parts = units.map((unit) => ({ unit, periods: periodsOf(context, unit, days.get(keyOfUnit(unit)) ?? []) }))
  const earlier = parts.flatMap(({ unit, periods }) => periods.flatMap((one) => earlierUnits(context, unit, one)))
  const before = await loadEarlier(context, earlier)
  await meetMonths(
    context,
    parts.flatMap(({ periods }) => periods.map(({ period }) => monthOf(period.start))),
  )
  const rated: RatedUsage[] = []
  const refused: (RefusedMeter & UsageUnit)[] = []
  for (const { unit, periods } of parts) {
    const lines = rateUnit(context, unit, periods, subscriptions.get(unit.subscriptionId)!, before)
    if (lines.ok) rated.push(...lines.value)
    else refused.push({ ...unit, refusal: lines.refusal })
  }
  await replaceRatedUsage(session, partnerId, units, rated, at)
  return { units, rated, refused }
}

/** The days of a unit that lie in one service period. */
interface PeriodDays {
  readonly period: Period
  /** The date of the invoice the period belongs to; the unit is on this one or, being late, on a later one. */
  readonly invoiceDate: Day
  readonly days: readonly UnitDay[]
}

function periodsOf({ partner, meters, catalog }: RatingContext, unit: UsageUnit, days: readonly UnitDay[]) {
  const { invoiceType } = profileOfMeter(meters.get(unit.meterId)!, catalog)
  const byDate = groupBy(days, ({ day }) => invoiceDateOf(day, invoiceType, partner.billingDay, FIRST_DAY))
  return [...byDate].map(
    ([invoiceDate, own]): PeriodDays => ({ period: billingPeriodOf(invoiceDate, invoiceType), invoiceDate, days: own }),
  )
}

/** Where late usage of a period can have been before: on the invoices between its own and this one. */
function earlierUnits({ partner, meters, catalog }: RatingContext, unit: UsageUnit, { invoiceDate }: PeriodDays) {
  const { invoiceType } = profileOfMeter(meters.get(unit.meterId)!, catalog)
  const units: UsageUnit[] = []
  for (let date = invoiceDate; date < unit.invoiceDate; date = nextDateAfter(date, invoiceType, partner.billingDay)) {
    units.push({ ...unit, invoiceDate: date })
  }
  return units
}

/** Usage and lines of earlier invoices, by subscription and meter. */
interface Earlier {
  readonly days: ReadonlyMap<string, readonly UnitDay[]>
  readonly billed: ReadonlyMap<string, readonly BilledUsage[]>
}

async function loadEarlier({ session, partner }: RatingContext, repeated: readonly UsageUnit[]): Promise<Earlier> {
  if (repeated.length === 0) return { days: new Map(), billed: new Map() }
  const units = [...new Map(repeated.map((unit) => [keyOfUnit(unit), unit])).values()]
  return {
    days: groupBy(await listUnitDays(session, partner.partnerId, units), keyOfMeter),
    billed: groupBy(await listBilledUsage(session, partner.partnerId, units), keyOfMeter),
  }
}

function rateUnit(
  context: RatingContext,
  unit: UsageUnit,
  periods: readonly PeriodDays[],
  subscription: RatedSubscription,
  before: Earlier,
): Outcome<RatedUsage[]> {
  const { invoiceType } = profileOfMeter(context.meters.get(unit.meterId)!, context.catalog)
  const lines: RatedLine[] = []
  for (const { period, invoiceDate, days } of periods) {
    const isLate = invoiceDate < unit.invoiceDate
    const key = keyOfMeter(unit)
    const billed = isLate ? (before.billed.get(key) ?? []).map(({ line }) => line) : []
    const own = billed.filter(({ start }) => containsDay(period, start))
    const earlier = isLate ? (before.days.get(key) ?? []).filter(({ day }) => containsDay(period, day)) : []
    const terms = termsOf(context, unit, period, subscription, own)
    if (!terms.ok) return terms
    const rated = rateUsage(meteredDays([...earlier, ...days]), terms.value)
    if (!rated.ok) return rated
    lines.push(...unbilledOf(rated.value, own))
  }
  const { customerId, availabilityId, currency: billingCurrency } = subscription
  const oversized = lines.find(({ amount }) => !fitsCharge(amount, billingCurrency))
  if (oversized !== undefined) {
    const { name } = context.meters.get(unit.meterId)!
    const amount = formatAmount(oversized.amount, billingCurrency)
    return refuse('usage-amount-too-large', { meter: name, amount, currency: billingCurrency })
  }
  return accept(
    lines.map((line, index) => ({
      ...{ ...unit, lineNumber: index + 1, invoiceType, customerId, availabilityId, billingCurrency, line },
    })),
  )
}

/**
 * What a period is rated with: rates in the billed currency where the meter has any, else in its own. A period of which
 * something was invoiced keeps the currency and exchange rate it was invoiced with.
 */
function termsOf(
  { meters, rates, exchange, catalog }: RatingContext,
  { meterId }: UsageUnit,
  period: Period,
  { currency: billingCurrency }: RatedSubscription,
  billed: readonly RatedLine[],
): Outcome<RatingTerms> {
  const meter = meters.get(meterId)!
  const own = rates.get(meterId)
  const { usage } = profileOfMeter(meter, catalog)
  if (usage === null) {
    return refuse('usage-not-metered', { meter: meter.name, sku: `${meter.productId}:${meter.skuId}` })
  }
  const pricingCurrency =
    billed[0]?.pricingCurrency ?? (own?.has(billingCurrency) === true ? billingCurrency : meter.pricingCurrency)
  const month = monthOf(period.start)
  const rate =
    billed[0]?.exchange ??
    (pricingCurrency === billingCurrency
      ? SAME_CURRENCY
      : exchange.get(exchangeKey(month, pricingCurrency, billingCurrency)))
  if (rate === undefined) {
    const data = { from: pricingCurrency, to: billingCurrency, month: formatDay(month).slice(0, 7) }
    return refuse('exchange-rate-missing', data)
  }
  const found = own?.get(pricingCurrency) ?? []
  return accept({
    meter,
    rating: usage.rating,
    period,
    rates: found,
    pricingCurrency,
    billingCurrency,
    exchange: rate,
  })
}

/** Adds up what the invoices have of each day, in order of day. */
export function meteredDays(days: readonly Pick<UnitDay, 'day' | 'earning' | 'other'>[]): MeteredDay[] {
  const sums = new Map<Day, MeteredDay>()
  for (const { day, earning, other } of days) {
    const known = sums.get(day)
    const [more, rest] = [parseDecimal(earning)!, parseDecimal(other)!]
    const sum = known && { earning: addDecimals(known.earning, more), other: addDecimals(known.other, rest) }
    sums.set(day, { day, ...(sum ?? { earning: more, other: rest }) })
  }
  return [...sums.values()].sort((left, right) => left.day - right.day)
}

async function meetMeters({ session, meters, rates }: RatingContext, units: readonly UsageUnit[]): Promise<void> {
  const missing = [...new Set(units.map(({ meterId }) => meterId))].filter((meterId) => !meters.has(meterId))
  if (missing.length === 0) return
  for (const [meterId, meter] of await loadMeters(session, missing)) meters.set(meterId, meter)
  for (const [meterId, own] of await loadUsageRates(session, missing)) rates.set(meterId, own)
}

async function meetMonths({ session, exchange, months }: RatingContext, wanted: readonly Day[]): Promise<void> {
  const missing = [...new Set(wanted)].filter((month) => !months.has(month))
  if (missing.length === 0) return
  for (const [key, rate] of await loadExchangeRates(session, missing)) exchange.set(key, rate)
  for (const month of missing) months.add(month)
}

function monthOf(day: Day): Day {
  const { year, month } = civilOf(day)
  return dayOf(year, month, 1)
}

function keyOfUnit(unit: UsageUnit): string {
  return `${unit.invoiceDate}|${keyOfMeter(unit)}`
}

function keyOfMeter({ subscriptionId, meterId }: Pick<UsageUnit, 'subscriptionId' | 'meterId'>): string {
  return `${subscriptionId}|${meterId}`
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
