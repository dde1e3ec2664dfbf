import { formatDay, parseDay } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { type Decimal, formatDecimal, parseDecimal } from '../core/money/decimal.js'
import type { EarlierShare, PricedPart, RatedLine } from '../core/rating/rated-line.js'

/** A rated line as `rated_usage` and `usage_charge` keep it: days and exact numbers as texts. */
export interface RatedLineJson {
  readonly rateFrom: string
  readonly earnedCredit: number
  readonly tier: number
  readonly start: string
  readonly end: string
  readonly consumed: string
  readonly included: string
  readonly quantity: string
  readonly unitPrice: string
  readonly pricingCurrency: string
  readonly cost: string
  readonly exchangeRate: string
  readonly exchangeRateDate: string | null
  readonly amount: string
  readonly parts: readonly PartJson[]
  readonly earlier: {
    readonly consumed: string
    readonly included: string
    readonly cost: string
    readonly amount: string
    readonly parts: readonly PartJson[]
  } | null
}

interface PartJson {
  readonly tier: number
  readonly quantity: string
  readonly unitPrice: string
}

export function ratedLineJson(line: RatedLine): RatedLineJson {
  const { rate, date } = line.exchange
  return {
    rateFrom: formatDay(line.rateFrom),
    earnedCredit: line.earnedCredit,
    tier: line.tier,
    start: formatDay(line.start),
    end: formatDay(line.end),
    consumed: formatDecimal(line.consumed),
    included: formatDecimal(line.included),
    quantity: formatDecimal(line.quantity),
    unitPrice: formatDecimal(line.unitPrice),
    pricingCurrency: line.pricingCurrency,
    cost: String(line.cost),
    exchangeRate: formatDecimal(rate),
    exchangeRateDate: date === null ? null : formatDay(date),
    amount: String(line.amount),
    parts: line.parts.map(partJson),
    earlier: line.earlier === null ? null : earlierJson(line.earlier),
  }
}

function partJson({ tier, quantity, unitPrice }: PricedPart): PartJson {
  return { tier, quantity: formatDecimal(quantity), unitPrice: formatDecimal(unitPrice) }
}

function earlierJson({ consumed, included, cost, amount, parts }: EarlierShare): RatedLineJson['earlier'] {
  return {
    consumed: formatDecimal(consumed),
    included: formatDecimal(included),
    cost: String(cost),
    amount: String(amount),
    parts: parts.map(partJson),
  }
}

export function readRatedLine(json: RatedLineJson): RatedLine {
  return {
    rateFrom: parseDay(json.rateFrom)!,
    earnedCredit: json.earnedCredit,
    tier: json.tier,
    start: parseDay(json.start)!,
    end: parseDay(json.end)!,
    consumed: decimal(json.consumed),
    included: decimal(json.included),
    quantity: decimal(json.quantity),
    unitPrice: decimal(json.unitPrice),
    pricingCurrency: json.pricingCurrency as Currency,
    cost: BigInt(json.cost),
    exchange: {
      rate: decimal(json.exchangeRate),
      date: json.exchangeRateDate === null ? null : parseDay(json.exchangeRateDate)!,
    },
    amount: BigInt(json.amount),
    parts: json.parts.map(readPart),
    earlier: json.earlier === null ? null : readEarlier(json.earlier),
  }
}

function readPart({ tier, quantity, unitPrice }: PartJson): PricedPart {
  return { tier, quantity: decimal(quantity), unitPrice: decimal(unitPrice) }
}

function readEarlier({ consumed, included, cost, amount, parts }: NonNullable<RatedLineJson['earlier']>): EarlierShare {
  return {
    consumed: decimal(consumed),
    included: decimal(included),
    cost: BigInt(cost),
    amount: BigInt(amount),
    parts: parts.map(readPart),
  }
}

function decimal(text: string): Decimal {
  return parseDecimal(text)!
}
