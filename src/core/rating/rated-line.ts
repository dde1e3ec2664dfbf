import type { Day } from '../calendar/day.js'
import type { Currency } from '../money/currency.js'
import type { Decimal } from '../money/decimal.js'
import type { ExchangeRate } from './meter.js'

/** What names a line of one meter in one service period, whatever is billed of it and when. */
export interface RatedLineKey {
  /** First day of the rate row. */
  readonly rateFrom: Day
  /** Percent of the price that the partner earned: 0 or `EARNED_CREDIT_PERCENTAGE`. */
  readonly earnedCredit: number
  /** From 1; 0 where all tiers are on one line, as under a plan. */
  readonly tier: number
}

/** Usage of one meter at one rate in one service period, and what it costs. */
export interface RatedLine extends RatedLineKey {
  /** The days it is about, half-open: the service period, cut where the rate changed. */
  readonly start: Day
  readonly end: Day
  /** Everything used. */
  readonly consumed: Decimal
  /** What of it costs nothing. */
  readonly included: Decimal
  /** What of it costs: consumed less included. */
  readonly quantity: Decimal
  /** Price of the first tier, or of the line's own tier. */
  readonly unitPrice: Decimal
  readonly pricingCurrency: Currency
  /** Minor units of the pricing currency. */
  readonly cost: bigint
  readonly exchange: ExchangeRate
  /** Minor units of the billing currency: what is invoiced. */
  readonly amount: bigint
  /** What was priced how, tier by tier: makes the cost recomputable. */
  readonly parts: readonly PricedPart[]
  /** What earlier invoices had of the line, and what this one is therefore without; `null` where they had nothing. */
  readonly earlier: EarlierShare | null
}

/** A part of a line that was invoiced before. With it added back, the line is what the whole service period costs. */
export type EarlierShare = Pick<RatedLine, 'consumed' | 'included' | 'cost' | 'amount' | 'parts'>

/** A quantity at one price. */
export interface PricedPart {
  readonly tier: number
  readonly quantity: Decimal
  readonly unitPrice: Decimal
}
