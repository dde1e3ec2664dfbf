import type { Day, Instant } from '../calendar/day.js'
import type { Alignment } from './event.js'

/** What somebody wants done to one subscription. `decide` answers with the events that do it, or with a refusal. */
export type Command =
  | {
      readonly type: 'purchase'
      readonly availabilityId: string
      readonly quantity: number
      /** Left out: the profile's default. */
      readonly autoRenew?: boolean
      readonly origin?: 'order' | 'add-on' | 'conversion'
      readonly alignment?: Alignment
      /** Left out: windows run from this purchase. */
      readonly windowFrom?: Instant
    }
  | { readonly type: 'changeQuantity'; readonly quantity: number; readonly atRenewal?: boolean }
  | { readonly type: 'suspend' }
  | { readonly type: 'reactivate' }
  | { readonly type: 'cancel'; readonly atRenewal?: boolean }
  | {
      readonly type: 'convert'
      readonly availabilityId: string
      /** Licenses that move, where not all do. */
      readonly quantity?: number
      /** For the whole subscription: the quantity afterwards, not below the one before unless that was a trial. */
      readonly newQuantity?: number
    }
  | { readonly type: 'changeBillingCycle'; readonly availabilityId: string }
  | { readonly type: 'setAutoRenew'; readonly autoRenew: boolean }
  /** What the renewal is to change; both left out: nothing any more. */
  | { readonly type: 'scheduleRenewal'; readonly quantity?: number; readonly availabilityId?: string }

/** What a decision depends on besides the subscription. */
export interface CommandContext {
  readonly at: Instant
  /** Days a suspended subscription of this account stays reactivatable; `reactivationDaysOf` computes them. */
  readonly reactivationDays?: number
}

/**
 * Days a suspended subscription can be reactivated: the profile's 90, plus the days from the opening of the account to
 * its first billing date, at most 120 (docs/billing-rules.md, commerce profiles, suspension).
 */
export function reactivationDaysOf(
  rule: { readonly reactivationDays: number; readonly maximumReactivationDays: number },
  openedOn: Day,
  firstBillingDate: Day,
): number {
  const days = rule.reactivationDays + (firstBillingDate - openedOn)
  return days < rule.maximumReactivationDays ? days : rule.maximumReactivationDays
}

/** What can be done with a subscription that costs what is used: it has no quantity, no cycle and no renewal to change. */
export const USAGE_COMMANDS: readonly Command['type'][] = ['suspend', 'reactivate', 'cancel']
