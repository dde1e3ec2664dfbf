import type { Meter, MeterRate, StoredExchangeRate } from '../../app/usage/find-meters.js'
import { formatDay } from '../../core/calendar/day.js'
import { formatListMonth } from '../../core/catalog/price-list-dates.js'
import { formatDecimal } from '../../core/money/decimal.js'
import { attributes, link, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'

export function presentMeter({ meterId: id, ...meter }: Meter) {
  const uri = `/platform/meters/${id}`
  return { id, ...meter, links: { ...selfLink(uri), rates: link(`${uri}/rates`) }, attributes: attributes('Meter') }
}

export function presentUsageRate({ meterId, currency, validFrom, validTo, included, earnsCredit, tiers }: MeterRate) {
  return {
    meterId,
    currency,
    validFrom: formatDay(validFrom),
    validTo: validTo === undefined ? undefined : formatDay(validTo),
    includedQuantity: Number(formatDecimal(included)),
    earnsCredit,
    tiers: tiers.map(({ from, unitPrice }) => ({
      from: Number(formatDecimal(from)),
      unitPrice: Number(formatDecimal(unitPrice)),
    })),
    attributes: attributes('UsageRate'),
  }
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
