import { type Day, formatDay } from '../../core/calendar/day.js'
import { OPEN_END } from '../../core/catalog/price-list-dates.js'
import { formatPlainDecimal } from '../../core/money/decimal.js'
import type { RateTier } from '../../core/rating/meter.js'
import { isSameRate } from '../../core/rating/usage-rate-rows.js'
import { csvRecord, LINE_END } from '../../core/recon/csv.js'
import type { Account } from '../accounts.js'
import type { Session } from '../use-case.js'
import { type PricedMeter, pricedMeters, tagsOf } from './rate-card.js'

const COLUMNS = [
  ...['ProductTitle', 'ProductId', 'SkuId', 'SkuTitle', 'Publisher', 'SkuDescription', 'UnitOfMeasure'],
  ...['TermDuration', 'Market', 'Currency', 'UnitPrice', 'PricingTierRangeMin', 'PricingTierRangeMax'],
  ...['EffectiveStartDate', 'EffectiveEndDate', 'MeterIds', 'MeterType', 'Tags'],
]

/**
 * The meters a partner may sell in a market as a price sheet, one line for each tier, each in its pricing currency;
 * `undefined` where there are none. With `changedAfter`, only those that cost something else on that day before.
 */
export async function consumptionSheet(
  session: Session,
  account: Pick<Account, 'partnerId' | 'country'>,
  place: { readonly market: string; readonly day: Day; readonly changedAfter: Day | undefined },
): Promise<string | undefined> {
  const { market, day, changedAfter } = place
  const at = (when: Day) => pricedMeters(session, account, { country: market, currency: undefined, day: when })
  const before = new Map(
    changedAfter === undefined ? [] : (await at(changedAfter)).map((one) => [one.meter.meterId, one]),
  )
  const priced = (await at(day)).filter((one) => {
    const old = before.get(one.meter.meterId)
    return old === undefined || !isSameRate(old.rate, one.rate)
  })
  if (priced.length === 0) return undefined
  const lines = priced.flatMap((one) => one.rate.tiers.map((tier, index) => lineOf(one, tier, index, market)))
  return [COLUMNS, ...lines].map((cells) => csvRecord(cells) + LINE_END).join('')
}

function lineOf(priced: PricedMeter, tier: RateTier, index: number, market: string): string[] {
  const { meter, sku, rate } = priced
  const next = rate.tiers[index + 1]
  const isTiered = rate.tiers.length > 1
  return [
    ...[sku.productTitle, sku.productId, sku.skuId, sku.skuTitle, sku.publisherName, meter.name, meter.unit, ''],
    ...[market, meter.pricingCurrency, formatPlainDecimal(tier.unitPrice)],
    ...[isTiered ? formatPlainDecimal(tier.from) : '', next === undefined ? '' : formatPlainDecimal(next.from)],
    ...[`${formatDay(rate.validFrom)}T00:00:00Z`, `${OPEN_END}T00:00:00Z`],
    ...[meter.meterId, meter.unitType, tagsOf(priced).join(';')],
  ]
}
