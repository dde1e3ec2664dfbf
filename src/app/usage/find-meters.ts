import type { Day } from '../../core/calendar/day.js'
import { addMonths } from '../../core/calendar/months.js'
import { firstOfMonth } from '../../core/catalog/price-list-version.js'
import type { Currency } from '../../core/money/currency.js'
import { findUsageRate, type Meter } from '../../core/rating/meter.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { loadMeters, loadUsageRates } from '../../store/meters.js'
import { listExchangeRates, type StoredExchangeRate, type StoredUsageRate } from '../../store/usage-prices.js'
import type { UseCase } from '../use-case.js'

export type { Meter, StoredExchangeRate }

type Reader = Pick<UseCase, 'session'>

export interface MeterFilter {
  readonly productId?: string | undefined
  readonly skuId?: string | undefined
  readonly category?: string | undefined
}

/** The meters that fit, in order of product, SKU, category and name. */
export async function findMeters({ session }: Reader, filter: MeterFilter = {}): Promise<Meter[]> {
  const { productId, skuId, category } = filter
  return [...(await loadMeters(session)).values()]
    .filter(
      (meter) =>
        (productId === undefined || meter.productId === productId) &&
        (skuId === undefined || meter.skuId === skuId) &&
        (category === undefined || meter.category === category),
    )
    .sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1))
}

function placeOf({ productId, skuId, category, name, meterId }: Meter): string {
  return [productId, skuId, category, name, meterId].join('\0')
}

export async function findMeter({ session }: Reader, meterId: string): Promise<Outcome<Meter>> {
  const meter = (await loadMeters(session, [meterId])).get(meterId)
  return meter === undefined ? refuse('meter-not-found', { meter: meterId }) : accept(meter)
}

export interface UsageRateFilter {
  readonly currency?: Currency | undefined
  /** Only the rows that price the usage of this day. */
  readonly on?: Day | undefined
}

/** A rate of a meter, and the first day of the next one; `undefined` where none is known. */
export interface MeterRate extends StoredUsageRate {
  readonly validTo: Day | undefined
}

/** Rates of meters, in the order of the meters, then of currency and first day: what they cost, cost and will cost. */
export async function findUsageRates(
  { session }: Reader,
  meterIds: readonly string[],
  { currency, on }: UsageRateFilter = {},
): Promise<MeterRate[]> {
  const rates = await loadUsageRates(session, meterIds)
  return meterIds.flatMap((meterId) =>
    [...(rates.get(meterId) ?? [])].flatMap(([code, rows]) => {
      if (currency !== undefined && currency !== code) return []
      const current = on === undefined ? undefined : findUsageRate(rows, on)
      return rows
        .map((rate, index) => ({ ...rate, meterId, currency: code, validTo: rows[index + 1]?.validFrom }))
        .filter(({ validFrom }) => on === undefined || validFrom === current?.validFrom)
    }),
  )
}

/** Exchange rates of a month, or of the thirteen months up to the next one. */
export function findExchangeRates({ session }: Reader, today: Day, month?: Day): Promise<StoredExchangeRate[]> {
  const next = addMonths(firstOfMonth(today), 1, 'clamp')
  return listExchangeRates(session, month ?? addMonths(next, -12, 'clamp'), month ?? next)
}
