import { type Day, formatDay, type Instant, parseDay } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { formatDecimal, formatPlainDecimal, parseDecimal } from '../core/money/decimal.js'
import type { ExchangeRate, Meter, UsageRate } from '../core/rating/meter.js'
import { dayParameter, instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** Makes meters, rates and exchange rates exclusively one's own until the transaction ends. */
export async function lockUsagePrices(session: Session): Promise<void> {
  await session.query('select pg_advisory_xact_lock($1)', [LOCK])
}

const LOCK = 7_072_111_737n

/** Writes meters; one that exists gets the values given. */
export async function saveMeters(session: Session, meters: readonly Meter[]): Promise<void> {
  const column = <T>(read: (meter: Meter) => T) => meters.map(read)
  await session.query(
    `insert into meter (meter_id, product_id, sku_id, name, category, subcategory, region, unit, unit_type,
       service_name, service_type, metered_region, resource_sku, pricing_currency, shared)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::boolean[])
     on conflict (meter_id) do update set (product_id, sku_id, name, category, subcategory, region, unit, unit_type,
       service_name, service_type, metered_region, resource_sku, pricing_currency, shared) =
       (excluded.product_id, excluded.sku_id, excluded.name, excluded.category, excluded.subcategory, excluded.region,
        excluded.unit, excluded.unit_type, excluded.service_name, excluded.service_type, excluded.metered_region,
        excluded.resource_sku, excluded.pricing_currency, excluded.shared)`,
    [
      column((one) => one.meterId),
      column((one) => one.productId),
      column((one) => one.skuId),
      column((one) => one.name),
      column((one) => one.category),
      column((one) => one.subcategory),
      column((one) => one.region),
      column((one) => one.unit),
      column((one) => one.unitType),
      column((one) => one.serviceName),
      column((one) => one.serviceType),
      column((one) => one.meteredRegion),
      column((one) => one.resourceSku),
      column((one) => one.pricingCurrency),
      column((one) => one.shared),
    ],
  )
}

/** Which of some meters have usage of any partner. */
export async function listMetersInUse(session: Session, meterIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<{ meterId: string }>(
    `select meter_id as "meterId" from meter
     where meter_id = any($1::uuid[]) and (
       exists (select from usage_event e where e.meter_id = meter.meter_id)
       or exists (select from usage_charge c where c.meter_id = meter.meter_id))`,
    [meterIds],
  )
  return new Set(rows.map(({ meterId }) => meterId))
}

/** A row of `usage_rate`. */
export interface StoredUsageRate extends UsageRate {
  readonly meterId: string
  readonly currency: Currency
}

/** Writes rates; a row that exists gets the values given. */
export async function saveUsageRates(session: Session, rates: readonly StoredUsageRate[]): Promise<void> {
  const column = <T>(read: (rate: StoredUsageRate) => T) => rates.map(read)
  await session.query(
    `insert into usage_rate (meter_id, currency, valid_from, included, tiers, earns_credit)
     select * from unnest($1::uuid[], $2::text[], $3::date[], $4::numeric[], $5::jsonb[], $6::boolean[])
     on conflict (meter_id, currency, valid_from) do update set (included, tiers, earns_credit) =
       (excluded.included, excluded.tiers, excluded.earns_credit)`,
    [
      column((one) => one.meterId),
      column((one) => one.currency),
      column((one) => dayParameter(one.validFrom)),
      column((one) => formatDecimal(one.included)),
      column(({ tiers }) => jsonParameter(tiers.map(tierJson))),
      column((one) => one.earnsCredit),
    ],
  )
}

function tierJson({ from, unitPrice }: UsageRate['tiers'][number]) {
  return { from: formatPlainDecimal(from), unitPrice: formatPlainDecimal(unitPrice) }
}

/** How far usage of a meter has been invoiced, in one pair of currencies. */
export interface InvoicedUsage {
  readonly meterId: string
  readonly pricingCurrency: Currency
  readonly billingCurrency: Currency
  /** First day after the service periods invoiced. */
  readonly end: Day
}

/** How far the usage of meters has been invoiced, whoever used it. */
export async function listInvoicedUsage(session: Session, meterIds: readonly string[]): Promise<InvoicedUsage[]> {
  const { rows } = await session.query<Omit<InvoicedUsage, 'end'> & { readonly end: string }>(
    `select u.meter_id as "meterId", u.rating->>'pricingCurrency' as "pricingCurrency",
       c.currency as "billingCurrency", max(u.rating->>'end') as "end"
     from usage_charge u join charge c on c.partner_id = u.partner_id and c.invoice_date = u.invoice_date
       and c.subscription_id = u.subscription_id and c.charge_number = u.charge_number
     where u.meter_id = any($1::uuid[]) group by 1, 2, 3`,
    [meterIds],
  )
  return rows.map((row) => ({ ...row, end: parseDay(row.end)! }))
}

/** A row of `exchange_rate`. */
export interface StoredExchangeRate extends ExchangeRate {
  /** First day of the month. */
  readonly month: Day
  readonly from: Currency
  readonly to: Currency
  readonly date: Day
  readonly recordedAt: Instant
  readonly recordedBy: string
}

type ExchangeRow = Omit<StoredExchangeRate, 'rate'> & { readonly rate: string }

/** Exchange rates of months from `first` through `last`, in order of month and currencies. */
export async function listExchangeRates(session: Session, first: Day, last: Day): Promise<StoredExchangeRate[]> {
  const { rows } = await session.query<ExchangeRow>(
    `select month, pricing_currency as "from", billing_currency as "to", trim_scale(rate)::text as rate,
       rate_date as date, set_at as "recordedAt", set_by as "recordedBy"
     from exchange_rate where month between $1 and $2 order by month, pricing_currency, billing_currency`,
    [dayParameter(first), dayParameter(last)],
  )
  return rows.map((row) => ({ ...row, rate: parseDecimal(row.rate)! }))
}

/** Writes exchange rates; a row that exists gets the values given. */
export async function saveExchangeRates(session: Session, rates: readonly StoredExchangeRate[]): Promise<void> {
  const column = <T>(read: (rate: StoredExchangeRate) => T) => rates.map(read)
  await session.query(
    `insert into exchange_rate (month, pricing_currency, billing_currency, rate, rate_date, set_at, set_by)
     select * from unnest($1::date[], $2::text[], $3::text[], $4::numeric[], $5::date[], $6::timestamptz[], $7::text[])
     on conflict (month, pricing_currency, billing_currency) do update set (rate, rate_date, set_at, set_by) =
       (excluded.rate, excluded.rate_date, excluded.set_at, excluded.set_by)`,
    [
      column((one) => dayParameter(one.month)),
      column((one) => one.from),
      column((one) => one.to),
      column((one) => formatDecimal(one.rate)),
      column((one) => dayParameter(one.date)),
      column((one) => instantParameter(one.recordedAt)),
      column((one) => one.recordedBy),
    ],
  )
}

/** Whether an invoice has used this exchange rate: a line of its currencies with its rate and date in its months. */
export async function isExchangeRateInvoiced(
  session: Session,
  { month, from, to, rate, date }: StoredExchangeRate,
): Promise<boolean> {
  // A billing period that starts in the month may have lines that start in the next one, where a rate changed.
  const { rows } = await session.query(
    `select from usage_charge u join charge c on c.partner_id = u.partner_id and c.invoice_date = u.invoice_date
       and c.subscription_id = u.subscription_id and c.charge_number = u.charge_number
     where u.rating->>'pricingCurrency' = $1 and c.currency = $2
       and u.rating->>'exchangeRateDate' = $3 and (u.rating->>'exchangeRate')::numeric = $4::numeric
       and (u.rating->>'start')::date between $5::date and $5::date + 62
     limit 1`,
    [from, to, formatDay(date), formatDecimal(rate), dayParameter(month)],
  )
  return rows.length > 0
}
