import { type Day, type Instant, LAST_DAY } from '../calendar/day.js'
import type { Derivation } from '../proration/derivation.js'

export type SubscriptionStatus = 'active' | 'suspended' | 'cancelled' | 'expired' | 'deprovisioned'

/**
 * The charging state of one subscription: all that the fold needs to go on, and nothing it can look up. It is stored
 * beside the subscription, so a billing run never reads a history. Periods are half-open.
 */
export interface Subscription {
  readonly availabilityId: string
  readonly status: SubscriptionStatus
  readonly quantity: number
  /** P: price of a full charge cycle per license in 10^-8 major units, fixed for the term. */
  readonly price: bigint
  /** First day of validity of the price list row the price comes from; `null` during a trial. */
  readonly priceFrom: Day | null
  /** The discount in the price; `null` for the list price. A term keeps it to its end. */
  readonly discountId: string | null
  readonly trial: boolean
  readonly autoRenew: boolean
  /** The purchase, or the last renewal where the profile opens its windows again: what cancellation windows run from. */
  readonly windowFrom: Instant
  /** The day cycles and terms are counted from. */
  readonly anchor: Day
  readonly termStart: Day
  readonly termEnd: Day
  readonly cycleStart: Day
  readonly cycleEnd: Day
  /** When quantity changes of this cycle are settled; `null` where there are none. */
  readonly settleOn: Day | null
  /** When a suspended subscription is deprovisioned; `null` unless suspended. */
  readonly deprovisionOn: Day | null
  readonly chargeCount: number
  readonly eventCount: number
  /** The instant of the last occurrence, so that events cannot be slipped in behind what has been charged. */
  readonly lastOccurrenceAt: Instant
  /** The lines that stand for the current cycle, and earlier ones while everything could still be credited. */
  readonly open: readonly Line[]
  /** How the quantity ran since the open lines began, one entry for each day it changed; for profiles that settle. */
  readonly stretches: readonly Stretch[]
  /** Seats added during the term whose removal window may be open, oldest first. */
  readonly additions: readonly Addition[]
  /** Lines credited in full by a suspension, charged again by a reactivation while the window is open. */
  readonly credited: readonly Line[]
  readonly scheduled: ScheduledChange | null
}

/** A subscription while it is being changed, inside one step; nobody else sees it before it is done. */
export type Draft = { -readonly [K in keyof Subscription]: Subscription[K] }

/**
 * A copy to change. It names every field so that all subscriptions have one hidden class: this runs once for every
 * charge ever made, and a spread costs several times as much.
 */
export function draftOf(subscription: Subscription): Draft {
  return {
    availabilityId: subscription.availabilityId,
    status: subscription.status,
    quantity: subscription.quantity,
    price: subscription.price,
    priceFrom: subscription.priceFrom,
    discountId: subscription.discountId,
    trial: subscription.trial,
    autoRenew: subscription.autoRenew,
    windowFrom: subscription.windowFrom,
    anchor: subscription.anchor,
    termStart: subscription.termStart,
    termEnd: subscription.termEnd,
    cycleStart: subscription.cycleStart,
    cycleEnd: subscription.cycleEnd,
    settleOn: subscription.settleOn,
    deprovisionOn: subscription.deprovisionOn,
    chargeCount: subscription.chargeCount,
    eventCount: subscription.eventCount,
    lastOccurrenceAt: subscription.lastOccurrenceAt,
    open: subscription.open,
    stretches: subscription.stretches,
    additions: subscription.additions,
    credited: subscription.credited,
    scheduled: subscription.scheduled,
  }
}

/** A charge as far as later charges depend on it. */
export interface Line {
  /** The n-th charge of its subscription, from 1. */
  readonly number: number
  /** The days it is charged for (also where the file prints the whole cycle). */
  readonly start: Day
  readonly end: Day
  /** Licenses as printed. */
  readonly quantity: number
  /** Minor units, negative for a credit. */
  readonly amount: bigint
  readonly derivation: Derivation
}

export interface Stretch {
  readonly from: Day
  readonly quantity: number
}

export interface Addition {
  readonly at: Instant
  readonly quantity: number
}

/** Changes that wait: for the renewal, and (a billing cycle chosen earlier) for the next cycle. */
export interface ScheduledChange {
  /** Quantity from the renewal on; `null` for no change. */
  readonly quantity: number | null
  /** Offer, term and billing cycle from the renewal on; `null` for no change. */
  readonly availabilityId: string | null
  /** Billing cycle from the next cycle on; `null` for no change. */
  readonly nextCycleAvailabilityId: string | null
}

/** What is scheduled with some of it replaced; `null` where nothing is left. */
export function rescheduled(
  scheduled: ScheduledChange | null,
  change: Partial<ScheduledChange>,
): ScheduledChange | null {
  const next = { ...(scheduled ?? NOTHING_SCHEDULED), ...change }
  const { quantity, availabilityId, nextCycleAvailabilityId } = next
  return quantity === null && availabilityId === null && nextCycleAvailabilityId === null ? null : next
}

/** Forgets what waits for the renewal; a billing cycle that waits for the next cycle goes on waiting. */
export function withoutRenewalChange(scheduled: ScheduledChange | null): ScheduledChange | null {
  return scheduled === null ? null : rescheduled(scheduled, { quantity: null, availabilityId: null })
}

const NOTHING_SCHEDULED: ScheduledChange = { quantity: null, availabilityId: null, nextCycleAvailabilityId: null }

/** Whether nothing can happen to a subscription any more. */
export function isEnded(status: SubscriptionStatus): boolean {
  return status !== 'active' && status !== 'suspended'
}

/** The end of something that never ends, such as a one-time product: the day after the last one accepted. */
export const FOREVER = (LAST_DAY + 1) as Day

/**
 * The next day on which something happens by itself: a new cycle, a settlement, a renewal or the deprovisioning.
 * `null` once the subscription has ended.
 */
export function dueOn(subscription: Subscription): Day | null {
  if (isEnded(subscription.status)) return null
  let due = subscription.cycleEnd
  if (subscription.settleOn !== null && subscription.settleOn < due) due = subscription.settleOn
  if (subscription.deprovisionOn !== null && subscription.deprovisionOn < due) due = subscription.deprovisionOn
  return due
}
