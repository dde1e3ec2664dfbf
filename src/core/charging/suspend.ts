import type { Day } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import type { Availability } from '../catalog/availability.js'
import type { Cancelled, Reactivated, Refund, Suspended } from '../subscription/event.js'
import type { Line, Subscription } from '../subscription/subscription.js'
import { type Batch, post } from './charge.js'
import { settle } from './settle.js'
import { creditRemaining, reverseLines, standingFrom, withoutOpposites } from './standing.js'
import { derivationOf } from './terms.js'

export function suspend(
  subscription: Subscription,
  event: Suspended,
  batch: Batch,
  availability: Availability,
): Subscription {
  const { switchesAutoRenewOff } = availability.profile.suspension
  return {
    ...refund(subscription, event.refund, dayOfInstant(event.at), batch, availability),
    status: 'suspended',
    autoRenew: subscription.autoRenew && !switchesAutoRenewOff,
    deprovisionOn: event.deprovisionOn,
    scheduled: null,
  }
}

/** Access comes back; what the suspension stopped is charged again. */
export function reactivate(
  subscription: Subscription,
  event: Reactivated,
  batch: Batch,
  availability: Availability,
): Subscription {
  const day = dayOfInstant(event.at)
  const type = availability.profile.chargeTypes.reactivate
  const open: Line[] = [...subscription.open]
  if (event.charge === 'full') {
    for (const line of subscription.credited) {
      open.push(post(batch, availability, type, line.start, line.end, line.quantity, line.derivation))
    }
  }
  const { cycleStart, cycleEnd } = subscription
  if (event.charge !== 'none' && !subscription.trial && standingFrom(open, day).length === 0) {
    const derivation = derivationOf(subscription, availability, cycleEnd - day, cycleEnd - cycleStart)
    open.push(post(batch, availability, type, day, cycleEnd, subscription.quantity, derivation))
  }
  return { ...subscription, status: 'active', deprovisionOn: null, open, credited: [] }
}

export function cancel(
  subscription: Subscription,
  event: Cancelled,
  batch: Batch,
  availability: Availability,
): Subscription {
  const refunded = refund(subscription, event.refund, dayOfInstant(event.at), batch, availability)
  return { ...refunded, status: 'cancelled', deprovisionOn: null, credited: [], scheduled: null }
}

/** Gives back what a suspension or cancellation gives back; unsettled quantity changes are settled with it. */
function refund(
  subscription: Subscription,
  refund: Refund,
  day: Day,
  batch: Batch,
  availability: Availability,
): Subscription {
  if (refund === 'none') return subscription
  const { cancel, cancelUnsettled } = availability.profile.chargeTypes
  const unsettled = subscription.settleOn !== null
  const closed = { ...subscription, open: [], stretches: [], settleOn: null }
  if (refund === 'full') {
    const credited = withoutOpposites(subscription.open)
    reverseLines(batch, availability, unsettled ? cancelUnsettled : cancel, credited)
    return { ...closed, credited }
  }
  if (unsettled && settle(batch, availability, cancelUnsettled, subscription, day).charges.length > 0) return closed
  creditRemaining(batch, availability, cancel, subscription.open, day)
  return closed
}
