import type { Day } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { parseDecimal } from '../core/money/decimal.js'
import type { ExchangeRate, Meter, UsageRate } from '../core/rating/meter.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'

const METER_COLUMNS = `meter_id as "meterId", product_id as "productId", sku_id as "skuId", name, category, subcategory,
  region, unit, unit_type as "unitType", service_name as "serviceName", service_type as "serviceType",
  metered_region as "meteredRegion", resource_sku as "resourceSku", pricing_currency as "pricingCurrency", shared`

/** Every meter, by id; with `meterIds` those of them that exist. */
export async function loadMeters(
  session: Session,
  meterIds: readonly string[] | null = null,
): Promise<ReadonlyMap<string, Meter>> {
  const { rows } = await session.query<Meter>(
    `select ${METER_COLUMNS} from meter where $1::uuid[] is null or meter_id = any($1) order by meter_id`,
    [meterIds],
  )
  return new Map(rows.map((meter) => [meter.meterId, meter]))
}

/** The meters of the usage on invoices of one date. */
export async function loadMetersOn(
  session: Session,
  { partnerId, invoiceDate }: { readonly partnerId: string; readonly invoiceDate: Day },
): Promise<ReadonlyMap<string, Meter>> {
  const { rows } = await session.query<Meter>(
    `select ${METER_COLUMNS} from meter
     where meter_id in (select meter_id from usage_charge where partner_id = $1 and invoice_date = $2)`,
    [partnerId, dayParameter(invoiceDate)],
  )
  return new Map(rows.map((meter) => [meter.meterId, meter]))
}

/** The rates of a meter by currency, each in order of first day. */
export type MeterRates = ReadonlyMap<Currency, readonly UsageRate[]>

interface RateRow {
  readonly meterId: string
  readonly currency: Currency
  readonly validFrom: Day
  readonly included: string
  readonly tiers: readonly { readonly from: string; readonly unitPrice: string }[]
  readonly earnsCredit: boolean
}

/** The rates of meters, by meter. */
export async function loadUsageRates(
  session: Session,
  meterIds: readonly string[],
): Promise<ReadonlyMap<string, MeterRates>> {
  const { rows } = await session.query<RateRow>(
    `select meter_id as "meterId", currency, valid_from as "validFrom", trim_scale(included)::text as included, tiers,
       earns_credit as "earnsCredit"
     from usage_rate where meter_id = any($1::uuid[]) order by meter_id, currency, valid_from`,
    [meterIds],
  )
  const rates = new Map<string, Map<Currency, UsageRate[]>>()
  for (const { meterId, currency, validFrom, included, tiers, earnsCredit } of rows) {
    const own = rates.get(meterId) ?? new Map<Currency, UsageRate[]>()
    rates.set(meterId, own)
    const sequence = own.get(currency) ?? []
    own.set(currency, sequence)
    sequence.push({
      validFrom,
      included: parseDecimal(included)!,
      tiers: tiers.map(({ from, unitPrice }) => ({ from: parseDecimal(from)!, unitPrice: parseDecimal(unitPrice)! })),
      earnsCredit,
    })
  }
  return rates
}

/** What `loadExchangeRates` files a rate under. */
export function exchangeKey(month: Day, from: Currency, to: Currency): string {
  return `${month}|${from}|${to}`
}

/** The exchange rates of months (their first days), by `exchangeKey`. */
export async function loadExchangeRates(
  session: Session,
  months: readonly Day[],
): Promise<ReadonlyMap<string, ExchangeRate>> {
  const { rows } = await session.query<{ month: Day; from: Currency; to: Currency; rate: string; date: Day }>(
    `select month, pricing_currency as "from", billing_currency as "to", trim_scale(rate)::text as rate,
       rate_date as date
     from exchange_rate where month = any($1::date[])`,
    [months.map(dayParameter)],
  )
  return new Map(
    rows.map(({ month, from, to, rate, date }) => [exchangeKey(month, from, to), { rate: parseDecimal(rate)!, date }]),
  )
}
