import type { Day } from '../../core/calendar/day.js'
import { firstOfMonth } from '../../core/catalog/price-list-version.js'
import type { Currency } from '../../core/money/currency.js'
import { type Decimal, multiplyDecimals } from '../../core/money/decimal.js'
import { isSoldBy } from '../../core/ordering/eligibility.js'
import { findUsageRate, type Meter, type UsageRate } from '../../core/rating/meter.js'
import { exchangeKey, loadExchangeRates, loadMeters, loadUsageRates, type MeterRates } from '../../store/meters.js'
import type { Account } from '../accounts.js'
import { currentCatalog, type SkuForSale } from '../current-catalog.js'
import type { Session } from '../use-case.js'

/** A meter with the rate of a day, in one currency. */
export interface PricedMeter {
  readonly meter: Meter
  readonly sku: SkuForSale
  readonly rate: UsageRate
}

export interface MeterPlace {
  /** Country (ISO 3166-1 alpha-2) it is sold in. */
  readonly country: string
  /** `undefined`: each meter's own pricing currency. */
  readonly currency: Currency | undefined
  readonly day: Day
}

/**
 * The meters of what a partner may sell in a country, with their rates on a day. A meter without rates in the currency
 * asked for has those of its pricing currency at the exchange rate of the day's month, unrounded; one that has no price
 * that way is left out.
 */
export async function pricedMeters(
  session: Session,
  { partnerId, country: partnerCountry }: Pick<Account, 'partnerId' | 'country'>,
  { country, currency, day }: MeterPlace,
): Promise<PricedMeter[]> {
  const { skus } = await currentCatalog(session)
  const meters = await loadMeters(session)
  const rates = await loadUsageRates(session, [...meters.keys()])
  const month = firstOfMonth(day)
  const exchange = await loadExchangeRates(session, [month])
  const seller = { partnerId, partnerCountry }
  const priced: PricedMeter[] = []
  for (const meter of meters.values()) {
    const sku = skus.get(`${meter.productId}:${meter.skuId}`)
    if (sku === undefined || !isSoldBy(sku, seller, country, day)) continue
    const own = rates.get(meter.meterId) ?? NO_RATES
    const wanted = currency ?? meter.pricingCurrency
    const factor = exchange.get(exchangeKey(month, meter.pricingCurrency, wanted))?.rate
    const rate = own.has(wanted) ? findUsageRate(own.get(wanted)!, day) : converted(own, meter, factor, day)
    if (rate !== undefined) priced.push({ meter, sku, rate })
  }
  return priced.sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1))
}

const NO_RATES: MeterRates = new Map()

/** The rate of the pricing currency in another one. */
function converted(rates: MeterRates, meter: Meter, factor: Decimal | undefined, day: Day): UsageRate | undefined {
  const rate = findUsageRate(rates.get(meter.pricingCurrency) ?? [], day)
  if (rate === undefined || factor === undefined) return undefined
  const tiers = rate.tiers.map(({ from, unitPrice }) => ({ from, unitPrice: multiplyDecimals(unitPrice, factor) }))
  return { ...rate, tiers }
}

function nameOf({ meter: { category, subcategory, name, meterId } }: PricedMeter): string {
  return [category, subcategory, name, meterId].join('\0')
}

/** What clients are told about a meter beside its price. */
export function tagsOf({ sku, rate }: PricedMeter): string[] {
  return [...(sku.isOfProvider ? [] : ['Third party']), ...(rate.earnsCredit ? [] : ['No partner earned credit'])]
}
