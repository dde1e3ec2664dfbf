import { type Day, formatDay } from '../calendar/day.js'
import type { Period } from '../calendar/period.js'
import type { UsageTerms } from '../catalog/commerce-profile.js'
import { type Currency, minorDigitsOf } from '../money/currency.js'
import { addDecimals, type Decimal, multiplyDecimals, powerOfTen } from '../money/decimal.js'
import { divideRounded, type Rounding } from '../money/rounding.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import {
  EARNED_CREDIT_PERCENTAGE,
  type ExchangeRate,
  findUsageRate,
  type UsageRate,
  WHOLE_PERCENTAGE,
} from './meter.js'
import type { PricedPart, RatedLine, RatedLineKey } from './rated-line.js'
import { splitByTier, subtract, withPart, ZERO } from './tiers.js'

/** What a meter measured on one day. */
export interface MeteredDay {
  readonly day: Day
  /** What earns the partner's credit: by the rate of the day, and by the partner's access to the resource. */
  readonly earning: Decimal
  readonly other: Decimal
}

/** What the usage of one meter is rated with. */
export interface RatingTerms {
  readonly meter: { readonly name: string }
  readonly rating: UsageTerms['rating']
  /** The calendar month or billing period it belongs to; included quantities and tiers are counted through it. */
  readonly period: Period
  /** Rows in the pricing currency, in order of their first day. */
  readonly rates: readonly UsageRate[]
  readonly pricingCurrency: Currency
  readonly billingCurrency: Currency
  readonly exchange: ExchangeRate
}

/**
 * Rates everything one meter measured in one service period. The days are walked in order, so that whatever order the
 * events came in, the same quantity meets the same tier at the same price; on one day, what earns credit comes first.
 *
 * Plan: one line per rate row and credit; cost = floor to the minor unit of sum(quantity x price) x (1 - credit), and
 * the amount is that cost in the billing currency, floored (docs/billing-rules.md, usage).
 * Overage: one line per rate row and tier; amount = overage x price, rounded half away from zero.
 *
 * @param days in order, each once
 */
export function rateUsage(days: readonly MeteredDay[], terms: RatingTerms): Outcome<readonly RatedLine[]> {
  const open = new Map<string, OpenLine>()
  let position = ZERO
  for (const { day, earning, other } of days) {
    const rate = findUsageRate(terms.rates, day)
    if (rate === undefined) {
      const data = { meter: terms.meter.name, currency: terms.pricingCurrency, day: formatDay(day) }
      return refuse('usage-rate-missing', data)
    }
    const shares = [
      { quantity: earning, earnedCredit: EARNED_CREDIT_PERCENTAGE },
      { quantity: other, earnedCredit: 0 },
    ]
    for (const { quantity, earnedCredit } of shares) {
      if (quantity.coefficient === 0n) continue
      const next = addDecimals(position, quantity)
      addStretch(open, terms, rate, earnedCredit, position, next)
      position = next
    }
  }
  return accept([...open.values()].sort(compareKeys).map((line) => close(line, terms)))
}

/** A line while days are added to it. */
interface OpenLine extends RatedLineKey {
  readonly rate: UsageRate
  consumed: Decimal
  included: Decimal
  parts: readonly PricedPart[]
}

function addStretch(
  open: Map<string, OpenLine>,
  { rating }: RatingTerms,
  rate: UsageRate,
  earnedCredit: number,
  from: Decimal,
  to: Decimal,
): void {
  const { included, parts } = splitByTier(rate, from, to)
  const lineOf = (tier: number): OpenLine => {
    const key = `${rate.validFrom}|${earnedCredit}|${tier}`
    const found = open.get(key)
    if (found !== undefined) return found
    const line = { rate, rateFrom: rate.validFrom, earnedCredit, tier, consumed: ZERO, included: ZERO, parts: [] }
    open.set(key, line)
    return line
  }
  const isTiered = rating === 'overage'
  if (included.coefficient !== 0n || parts.length === 0) {
    // What costs nothing is told on the line of the first tier.
    const line = lineOf(isTiered ? 1 : 0)
    line.included = addDecimals(line.included, included)
    line.consumed = addDecimals(line.consumed, included)
  }
  for (const part of parts) {
    const line = lineOf(isTiered ? part.tier : 0)
    line.consumed = addDecimals(line.consumed, part.quantity)
    line.parts = withPart(line.parts, part)
  }
}

function close({ rate, ...line }: OpenLine, terms: RatingTerms): RatedLine {
  const { period, rates, pricingCurrency, billingCurrency, exchange } = terms
  const next = rates.find(({ validFrom }) => validFrom > rate.validFrom)
  const tier = rate.tiers[Math.max(line.tier, 1) - 1]!
  const cost = costOf(line.parts, line.earnedCredit, terms.rating, pricingCurrency)
  return {
    ...line,
    start: Math.max(period.start, rate.validFrom) as Day,
    end: Math.min(period.end, next?.validFrom ?? period.end) as Day,
    quantity: subtract(line.consumed, line.included),
    unitPrice: tier.unitPrice,
    pricingCurrency,
    cost,
    exchange,
    amount: inBillingCurrency(cost, pricingCurrency, billingCurrency, exchange, terms.rating),
    earlier: null,
  }
}

/** How a line becomes whole minor units. */
const ROUNDINGS: Readonly<Record<UsageTerms['rating'], Rounding>> = { plan: 'floor', overage: 'half-away-from-zero' }

/** What the parts of a line cost, in minor units of the pricing currency. Recomputing a line's parts gives its cost. */
export function costOf(
  parts: readonly PricedPart[],
  earnedCredit: number,
  rating: UsageTerms['rating'],
  currency: Currency,
): bigint {
  let exact = ZERO
  for (const { quantity, unitPrice } of parts) exact = addDecimals(exact, multiplyDecimals(quantity, unitPrice))
  const numerator = exact.coefficient * BigInt(WHOLE_PERCENTAGE - earnedCredit) * powerOfTen(minorDigitsOf(currency))
  return divideRounded(numerator, BigInt(WHOLE_PERCENTAGE) * powerOfTen(exact.scale), ROUNDINGS[rating])
}

/** A cost in minor units of another currency. */
export function inBillingCurrency(
  cost: bigint,
  from: Currency,
  to: Currency,
  { rate }: ExchangeRate,
  rating: UsageTerms['rating'],
): bigint {
  if (from === to) return cost
  const numerator = cost * rate.coefficient * powerOfTen(minorDigitsOf(to))
  return divideRounded(numerator, powerOfTen(rate.scale) * powerOfTen(minorDigitsOf(from)), ROUNDINGS[rating])
}

/** Lines are in order of rate, then what earned the credit, then by tier. */
export function compareKeys(left: RatedLineKey, right: RatedLineKey): number {
  return left.rateFrom - right.rateFrom || right.earnedCredit - left.earnedCredit || left.tier - right.tier
}
