import type { Meter, StoredExchangeRate, StoredUsageRate } from '../../app/usage/find-meters.js'
import { formatDay } from '../../core/calendar/day.js'
import { formatListMonth } from '../../core/catalog/price-list-dates.js'
import { formatDecimal } from '../../core/money/decimal.js'
import { attributes, link, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'

export function presentMeter({ meterId: id, ...meter }: Meter) {
  const uri = `/platform/meters/${id}`
  return { id, ...meter, links: { ...selfLink(uri), rates: link(`${uri}/rates`) }, attributes: attributes('Meter') }
}

/** Rates of meters, each with the first day of the next one. */
export function presentUsageRates(rates: readonly StoredUsageRate[]) {
  return rates.map((rate, index) => {
    const next = rates[index + 1]
    const follows = next?.meterId === rate.meterId && next.currency === rate.currency
    return {
      meterId: rate.meterId,
      currency: rate.currency,
      validFrom: formatDay(rate.validFrom),
      validTo: follows ? formatDay(next.validFrom) : undefined,
      includedQuantity: Number(formatDecimal(rate.included)),
      earnsCredit: rate.earnsCredit,
      tiers: rate.tiers.map(({ from, unitPrice }) => ({
        from: Number(formatDecimal(from)),
        unitPrice: Number(formatDecimal(unitPrice)),
      })),
      attributes: attributes('UsageRate'),
    }
  })
}

export function presentExchangeRate({ month, from, to, rate, date, recordedAt, recordedBy }: StoredExchangeRate) {
  return {
    month: formatListMonth(month),
    pricingCurrency: from,
    billingCurrency: to,
    rate: Number(formatDecimal(rate)),
    exactRate: formatDecimal(rate),
    rateDate: formatDay(date),
    recordedDate: wireInstant(recordedAt),
    recordedBy,
    attributes: attributes('ExchangeRate'),
  }
}
