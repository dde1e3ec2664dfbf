import type { Day } from '../calendar/day.js'
import { addMonths, monthsBetween } from '../calendar/months.js'
import { endOfTerm, type Term } from '../calendar/term.js'
import { type Currency, minorDigitsOf } from '../money/currency.js'
import { powerOfTen } from '../money/decimal.js'
import { divideRounded } from '../money/rounding.js'
import { PRICE_SCALE } from '../money/unit-price.js'
import type { PolicyId } from '../proration/policy.js'
import { type BillingCycle, cycleMonthsOf } from './billing-cycle.js'
import type { CommerceProfile } from './commerce-profile.js'
import type { Discount } from './discount.js'
import type { PriceRow } from './price-list.js'

/** A purchasable combination of a SKU with term, billing cycle and currency, and its price list rows. */
export interface Availability {
  readonly id: string
  readonly productId: string
  readonly skuId: string
  /** What people read: the offer's name. */
  readonly title: string
  readonly profile: CommerceProfile
  readonly currency: Currency
  readonly term: Term
  readonly billingCycle: BillingCycle
  /** The length the list price is for; `P1M` makes an annual cycle cost twelve times the list price. */
  readonly pricePer: Term
  /** Whether the price is for the subscription, whatever its quantity. */
  readonly flat: boolean
  /** A free first stretch, or `null`. */
  readonly trial: Term | null
  readonly minimumQuantity: number
  readonly maximumQuantity: number
  /** Overrides the profile's proration policy; `null` for the profile's own. */
  readonly proration: PolicyId | null
  /** In order of their first day of validity. */
  readonly prices: readonly PriceRow[]
}

/** An availability as one partner buys it. */
export interface PartnerAvailability extends Availability {
  /** Those that may be for this partner, in order of id. */
  readonly discounts: readonly Discount[]
}

/** Availabilities by id, whoever buys them: enough to read and to show with, but nothing can be priced with it. */
export type BaseCatalog = ReadonlyMap<string, Availability>

/** Availabilities by id as one partner buys them: what the charging code looks prices and rules up in. */
export type Catalog = ReadonlyMap<string, PartnerAvailability>

/** Whether a subscription runs until somebody ends it: what is bought once and for all, and what costs what is used. */
export function isOpenEnded({ billingCycle, profile }: Pick<Availability, 'billingCycle' | 'profile'>): boolean {
  return billingCycle === 'one-time' || !profile.hasFee
}

/** The proration policy in force for an availability. */
export function policyOf(availability: Availability): PolicyId {
  return availability.proration ?? availability.profile.proration[availability.billingCycle]
}

/**
 * P: what one full charge cycle costs per license, in 10^-8 major units. Exact where the list price divides evenly;
 * where it does not (a yearly price charged monthly), rounded half away from zero to the minor unit.
 */
export function cyclePriceOf(availability: Availability, listPrice: bigint): bigint {
  const { billingCycle, term, pricePer } = availability
  if (billingCycle === 'one-time' || term.unit !== pricePer.unit) return listPrice
  const length = term.unit === 'day' ? term.count : (cycleMonthsOf(billingCycle, term) ?? term.count)
  const total = listPrice * BigInt(length)
  const per = BigInt(pricePer.count)
  if (total % per === 0n) return total / per
  const minor = powerOfTen(PRICE_SCALE - minorDigitsOf(availability.currency))
  return divideRounded(total, per * minor, 'half-away-from-zero') * minor
}

/** The first day after the term that starts on `termStart`, counted from the anchor. */
export function termEndAfter(availability: Availability, anchor: Day, termStart: Day): Day {
  const { term, profile } = availability
  if (term.unit === 'day') return endOfTerm(termStart, term)
  const rule = term.count % 12 === 0 ? profile.monthEnd.terms : profile.monthEnd.cycles
  return addMonths(anchor, monthsBetween(anchor, termStart) + term.count, rule)
}

/** The first day after the charge cycle that starts on `cycleStart`; the last cycle of a term ends with the term. */
export function cycleEndAfter(availability: Availability, anchor: Day, cycleStart: Day, termEnd: Day): Day {
  const months = cycleMonthsOf(availability.billingCycle, availability.term)
  if (months === undefined) return termEnd
  const reached = monthsBetween(anchor, cycleStart) + months
  if (reached >= monthsBetween(anchor, termEnd)) return termEnd
  return addMonths(anchor, reached, availability.profile.monthEnd.cycles)
}

/** The first monthly anniversary after a day: when quantity changes are settled, also for annual billing. */
export function anniversaryAfter(availability: Availability, anchor: Day, day: Day): Day {
  const rule = availability.profile.monthEnd.cycles
  const months = monthsBetween(anchor, day)
  const candidate = addMonths(anchor, months, rule)
  return candidate > day ? candidate : addMonths(anchor, months + 1, rule)
}

/** Whether two availabilities have the same term and billing cycle, so that one can take over the other's dates. */
export function sameRhythm(left: Availability, right: Availability): boolean {
  return left.billingCycle === right.billingCycle && sameTerm(left, right)
}

export function sameTerm(left: Availability, right: Availability): boolean {
  return left.term.unit === right.term.unit && left.term.count === right.term.count
}
