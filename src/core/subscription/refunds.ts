import type { Instant } from '../calendar/day.js'
import { startOfDay } from '../calendar/instant.js'
import type { Availability } from '../catalog/availability.js'
import type { TimeWindow } from '../catalog/commerce-profile.js'
import { isEnded, type Subscription } from './subscription.js'
import { cancellationRuleOf, closingOf, isOpen } from './window.js'

/** What a cancellation gives back, and when that ends. */
export interface RefundWindow {
  readonly refund: 'full' | 'prorated'
  readonly until: Instant
}

/** Licenses that may still be given back, and until when. */
export interface RefundableQuantity {
  readonly quantity: number
  readonly until: Instant
}

/** The refunds a cancellation gives at an instant or later, in the order in which they close. */
export function refundWindowsOf(
  subscription: Subscription,
  availability: Availability,
  at: Instant,
): readonly RefundWindow[] {
  if (isEnded(subscription.status)) return []
  const { windowFrom, termEnd } = subscription
  // A trial has nothing to give back and can be left at any time.
  if (subscription.trial) return [{ refund: 'full', until: startOfDay(termEnd) }]
  const { full, prorated } = cancellationRuleOf(availability)
  const windows: RefundWindow[] = []
  if (isOpen(full, windowFrom, at)) windows.push({ refund: 'full', until: closingOf(full, windowFrom) })
  if (prorated === 'always') windows.push({ refund: 'prorated', until: startOfDay(termEnd) })
  else if (prorated !== 'never' && isOpen(prorated, windowFrom, at)) {
    windows.push({ refund: 'prorated', until: closingOf(prorated, windowFrom) })
  }
  return windows
}

/** When a cancellation stops to end the subscription at once; also where that has passed. */
export function cancellableUntil(subscription: Subscription, availability: Availability): Instant {
  const { full, prorated } = cancellationRuleOf(availability)
  if (subscription.trial || prorated === 'always') return startOfDay(subscription.termEnd)
  const last: TimeWindow = prorated === 'never' ? full : prorated
  return closingOf(last, subscription.windowFrom)
}

/** The licenses that may still be removed, by the end of their window. */
export function refundableQuantitiesOf(
  subscription: Subscription,
  availability: Availability,
  at: Instant,
): readonly RefundableQuantity[] {
  const { prorated } = cancellationRuleOf(availability)
  const { quantity, windowFrom, termEnd } = subscription
  if (isEnded(subscription.status) || prorated === 'never') return []
  if (prorated === 'always') return [{ quantity, until: startOfDay(termEnd) }]
  const added = subscription.additions
    .filter((addition) => isOpen(prorated, addition.at, at))
    .map((addition) => ({ quantity: addition.quantity, until: closingOf(prorated, addition.at) }))
  if (!isOpen(prorated, windowFrom, at)) return added
  const first = quantity - added.reduce((sum, addition) => sum + addition.quantity, 0)
  return [{ quantity: first, until: closingOf(prorated, windowFrom) }, ...added]
}
