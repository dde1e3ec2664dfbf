import type { Day, Instant } from '../calendar/day.js'

/** What every event carries. `at` orders events; two at the same instant keep the order in which they were appended. */
interface EventBase {
  readonly at: Instant
}

/** How much of what was charged a suspension or cancellation gives back. */
export type Refund = 'full' | 'prorated' | 'none'

/** Dates an add-on or a part of a converted subscription takes over from where it comes from. */
export interface Alignment {
  readonly anchor: Day
  readonly termStart: Day
  readonly termEnd: Day
  readonly cycleStart: Day
  readonly cycleEnd: Day
}

export interface Purchased extends EventBase {
  readonly type: 'purchased'
  readonly availabilityId: string
  readonly quantity: number
  readonly autoRenew: boolean
  /** `add-on`: aligned to its base. `conversion`: licenses moved here from another subscription. */
  readonly origin: 'order' | 'add-on' | 'conversion'
  readonly alignment: Alignment | null
  /** What cancellation windows run from, where that is not this purchase: licenses that move keep their windows. */
  readonly windowFrom?: Instant
}

export interface QuantityChanged extends EventBase {
  readonly type: 'quantityChanged'
  readonly quantity: number
}

export interface Suspended extends EventBase {
  readonly type: 'suspended'
  readonly refund: Refund
  readonly deprovisionOn: Day
}

export interface Reactivated extends EventBase {
  readonly type: 'reactivated'
  /** `full`: what the suspension credited is charged again. `prorated`: from this day to the end of the cycle. */
  readonly charge: Refund
}

export interface Cancelled extends EventBase {
  readonly type: 'cancelled'
  readonly refund: Refund
}

export interface Converted extends EventBase {
  readonly type: 'converted'
  readonly availabilityId: string
  /** Licenses that move to a subscription of their own, or `null` for a conversion of the whole subscription. */
  readonly movedQuantity: number | null
  /** Whether a new term starts on this day; otherwise dates stay as they are. */
  readonly restart: boolean
  /** The quantity from this day on, where the whole subscription is converted and it is not the one before. */
  readonly quantity?: number
}

export interface BillingCycleChanged extends EventBase {
  readonly type: 'billingCycleChanged'
  readonly availabilityId: string
  /** Whether a new term starts on this day; otherwise the change waits for the next cycle. */
  readonly restart: boolean
}

export interface AutoRenewSet extends EventBase {
  readonly type: 'autoRenewSet'
  readonly autoRenew: boolean
}

export interface QuantityScheduled extends EventBase {
  readonly type: 'quantityScheduled'
  /** The quantity from the renewal on. */
  readonly quantity: number
}

/** What the renewal will change, instead of whatever was scheduled before; both `null` for nothing any more. */
export interface RenewalScheduled extends EventBase {
  readonly type: 'renewalScheduled'
  readonly quantity: number | null
  /** Offer, term and billing cycle from the renewal on. */
  readonly availabilityId: string | null
}

/** The facts of a subscription, in the past tense. Append-only; together with the catalogue they are the whole truth. */
export type SubscriptionEvent =
  | Purchased
  | QuantityChanged
  | Suspended
  | Reactivated
  | Cancelled
  | Converted
  | BillingCycleChanged
  | AutoRenewSet
  | QuantityScheduled
  | RenewalScheduled

export type SubscriptionEventType = SubscriptionEvent['type']
