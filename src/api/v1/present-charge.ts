import { type Day, formatDay } from '../../core/calendar/day.js'
import type { Availability } from '../../core/catalog/availability.js'
import type { Charge } from '../../core/charging/charge.js'
import { explainCharge, explainSteps } from '../../core/charging/explain.js'
import { type Currency, minorDigitsOf } from '../../core/money/currency.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { formatUnitPrice } from '../../core/money/unit-price.js'

/** An amount in minor units as a JSON number, made from its exact text. */
export function wireAmount(amount: bigint, currency: Currency): number {
  return Number(formatAmount(amount, currency))
}

/** A price in 10^-8 major units as a JSON number, made from its exact text. */
export function wirePrice(price: bigint, currency: Currency): number {
  return Number(formatUnitPrice(price, minorDigitsOf(currency)))
}

/** A charge that would come about, with the calculation a person can follow. */
export function presentForeseenCharge(charge: Charge, { availability }: { readonly availability: Availability }) {
  const { currency } = availability
  return {
    chargeType: charge.type,
    chargeStartDate: formatDay(charge.chargeStart),
    chargeEndDate: formatDay((charge.chargeEnd - 1) as Day),
    unitPrice: wirePrice(charge.unitPrice, currency),
    quantity: charge.quantity,
    amount: wireAmount(charge.amount, currency),
    explanation: explainCharge(charge, availability),
    steps: explainSteps(charge, availability),
    cycleStartDate: formatDay((charge.end - charge.derivation.cycleDays) as Day),
    cycleEndDate: formatDay((charge.end - 1) as Day),
  }
}

/** Totals by currency. */
export function presentTotals(totals: ReadonlyMap<Currency, bigint>) {
  return [...totals].map(([currencyCode, amount]) => ({ currencyCode, amount: wireAmount(amount, currencyCode) }))
}
