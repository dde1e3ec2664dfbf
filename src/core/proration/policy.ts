import type { Rounding } from '../money/rounding.js'

/**
 * How a full-cycle price becomes the price of some of the cycle's days. With P the full-cycle unit price, Q the
 * quantity, d the days charged and N the days of the cycle, a policy names three roundings:
 *
 * 1. `rate`, an intermediate figure that is rounded before it is multiplied by the days (or `null` for none):
 *    `unit` rounds P/N, `line` rounds P*Q/N, `share` rounds d/N;
 * 2. `unitPrice`, the prorated price of one license (`exact` leaves it unrounded);
 * 3. `amount`: the rounded unit price times Q (`unit-price`), or P*Q*d/N rounded in one go (a rounding's name).
 *
 * A whole cycle never goes through a policy: its amount is exactly P*Q.
 */
export interface ProrationPolicy {
  readonly id: PolicyId
  readonly rate: ProrationRate | null
  readonly unitPrice: Rounding | 'exact'
  readonly amount: 'unit-price' | Rounding
}

export interface ProrationRate {
  readonly of: 'unit' | 'line' | 'share'
  /**
   * Digits the figure is rounded to. Of a price: 0 stands for the currency's minor unit, 1 for one digit more (so 3 for
   * USD, 1 for JPY). Of a share of days, which is no money: the digits themselves.
   */
  readonly digits: number
  readonly rounding: Rounding
}

/** The seven policies (docs/billing-rules.md, proration policies). Ids are stored with every charge and never reused. */
export type PolicyId = 'published' | 'daily-3' | 'unit' | 'line' | 'ratio-3' | 'unit-truncated' | 'line-truncated'
