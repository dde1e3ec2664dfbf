import type { Day } from '../calendar/day.js'
import { absolute } from '../money/rounding.js'
import { PRORATION_POLICIES } from './policies.js'
import type { PolicyId } from './policy.js'
import { type Prorated, prorate } from './prorate.js'

/** Everything a reader needs to recompute a charge; stored with it. Recomputing must give the stored amount. */
export interface Derivation {
  /** 1 for a charge, -1 for a credit. */
  readonly direction: 1 | -1
  readonly policy: PolicyId
  /** P: the full-cycle unit price in 10^-8 major units. */
  readonly price: bigint
  /** The price list row P comes from: its availability and first day of validity; no day for a free trial. */
  readonly availabilityId: string
  readonly priceFrom: Day | null
  /** The discount that made P of the list price; `null` where P is the list price. */
  readonly discountId: string | null
  /** Q: what multiplies the price; 1 for a flat fee. */
  readonly quantity: number
  /** d: days charged or credited. */
  readonly days: number
  /** N: days of the cycle that is split. */
  readonly cycleDays: number
  /** A credit is never more than what was charged: where the policy would give more, the most it may be; else `null`. */
  readonly limit: bigint | null
}

/** The signed unit price and amount a derivation stands for. */
export function amountsOf(derivation: Derivation, minorDigits: number): Prorated {
  const { direction, policy, price, quantity, days, cycleDays, limit } = derivation
  const full = prorate(PRORATION_POLICIES[policy], minorDigits, price, quantity, days, cycleDays)
  const amount = limit !== null && absolute(full.amount) > limit ? limit : full.amount
  if (direction === 1) return amount === full.amount ? full : { unitPrice: full.unitPrice, amount }
  return { unitPrice: -full.unitPrice, amount: -amount }
}

/** The same derivation with its sign turned: what reverses a charge to the last cent. */
export function reversed(derivation: Derivation): Derivation {
  return {
    direction: derivation.direction === 1 ? -1 : 1,
    policy: derivation.policy,
    price: derivation.price,
    availabilityId: derivation.availabilityId,
    priceFrom: derivation.priceFrom,
    discountId: derivation.discountId,
    quantity: derivation.quantity,
    days: derivation.days,
    cycleDays: derivation.cycleDays,
    limit: derivation.limit,
  }
}
