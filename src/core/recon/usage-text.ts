import { minorDigitsOf } from '../money/currency.js'
import { formatDecimal, formatPlainDecimal, formatScaled, multiplyDecimals } from '../money/decimal.js'
import { effectiveRateOf, effectiveUnitPriceOf } from '../rating/effective-price.js'
import type { RatedLine } from '../rating/rated-line.js'
import { effectiveUnitPriceText, usDate } from './cell-text.js'
import { type ReconLine, totalOf, type UsageDetail } from './recon-line.js'

// What lines for usage print where other lines print prices of licenses.

/** What a unit cost after the partner's credit, in the pricing currency; of other lines what a license cost. */
export function effectivePriceText(line: ReconLine): string {
  return line.usage === null ? effectiveUnitPriceText(line) : formatPlainDecimal(effectiveUnitPriceOf(line.usage.rated))
}

/** Units that cost something, or licenses. */
export function billableQuantityText({ usage, charge }: ReconLine): string {
  return usage === null ? String(charge.quantity) : formatPlainDecimal(usage.rated.quantity)
}

/** The price of a unit in the currency of the invoice, exactly. */
export function listPriceText({ rated }: UsageDetail): string {
  return formatPlainDecimal(multiplyDecimals(rated.unitPrice, rated.exchange.rate))
}

/** What a unit cost with or without tax, cut to eight digits. */
export function effectiveRateText(line: ReconLine, { rated }: UsageDetail, withTax: boolean): string {
  const amount = withTax ? totalOf(line) : line.charge.amount
  return formatPlainDecimal(effectiveRateOf(amount, rated.quantity, line.availability.currency))
}

export function exchangeRateText({ exchange }: RatedLine): string {
  return formatPlainDecimal(exchange.rate)
}

/** The day of the exchange rate; where prices are those of the invoice, its date. */
export function exchangeDateText({ usage, invoice }: ReconLine): string {
  return usDate(usage?.rated.exchange.date ?? invoice.date)
}

/** `["15.0% Partner Earned Credit for Services Managed"]`, or nothing. */
export function earnedCreditText({ earnedCredit }: RatedLine): string {
  return earnedCredit === 0 ? '' : JSON.stringify([`${earnedCredit}.0% Partner Earned Credit for Services Managed`])
}

/** What a day and a resource cost in the pricing currency. */
export function dailyCostText({ rated, daily }: UsageDetail): string {
  return formatScaled(daily!.cost, minorDigitsOf(rated.pricingCurrency))
}

/** As it was stored, for a price. */
export function usagePriceText({ rated }: UsageDetail): string {
  return formatDecimal(rated.unitPrice)
}
