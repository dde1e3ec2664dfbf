import type { Day } from '../calendar/day.js'
import type { Currency } from '../money/currency.js'
import type { Decimal } from '../money/decimal.js'

/** Something that is measured for subscriptions to a SKU. */
export interface Meter {
  /** A GUID in small letters. */
  readonly meterId: string
  readonly productId: string
  readonly skuId: string
  readonly name: string
  readonly category: string
  readonly subcategory: string
  /** The tariff region, or nothing where the price is the same everywhere. */
  readonly region: string
  /** What one unit of quantity is, in words: `1 Hour`. */
  readonly unit: string
  /** The unit as files print it beside a price: `1 GB/Month`. */
  readonly unitType: string
  readonly serviceName: string
  readonly serviceType: string
  /** The data centre. */
  readonly meteredRegion: string
  readonly resourceSku: string
  /** Whose rates apply where the meter has none in the currency that is billed. */
  readonly pricingCurrency: Currency
  /** Whether it is on the rate card of shared services. */
  readonly shared: boolean
}

/** What a meter costs in one currency from a day on, until the next row. */
export interface UsageRate {
  readonly validFrom: Day
  /** What is used of a billing period before anything costs, not negative. */
  readonly included: Decimal
  /** Graduated: in order of `from`, the first from 0, each price for what lies above its bound and up to the next. */
  readonly tiers: readonly RateTier[]
  /** Whether the partner earns its credit on days on which it manages the resource. */
  readonly earnsCredit: boolean
}

/**
 * One price of a graduated rate. Bounds are continuous and count what goes beyond the included quantity: with tiers from
 * 0 and from 100, the 100.5th unit costs half the first price and half the second.
 */
export interface RateTier {
  readonly from: Decimal
  /** Major units of the pricing currency, not negative, up to 15 digits after the point. */
  readonly unitPrice: Decimal
}

/** One unit of the pricing currency in the billing currency, for the usage of one calendar month. */
export interface ExchangeRate {
  readonly rate: Decimal
  /** The day it was published for; `null` where both are the same currency, whose rate is 1. */
  readonly date: Day | null
}

/** The partner's earned credit for services managed, in percent of the price. */
export const EARNED_CREDIT_PERCENTAGE = 15
/** All of something, in percent. */
export const WHOLE_PERCENTAGE = 100

/** The row of a day: the last one that begins on it or before. */
export function findUsageRate(rates: readonly UsageRate[], day: Day): UsageRate | undefined {
  let found: UsageRate | undefined
  for (const rate of rates) if (rate.validFrom <= day) found = rate
  return found
}
