import type { Day } from '../calendar/day.js'
import { dayOfInstant, startOfDay } from '../calendar/instant.js'
import { type Availability, anniversaryAfter } from '../catalog/availability.js'
import type { QuantityChanged } from '../subscription/event.js'
import type { Addition, Line, Subscription } from '../subscription/subscription.js'
import { cancellationRuleOf, isOpen } from '../subscription/window.js'
import { type Batch, post } from './charge.js'
import { withStretch } from './settle.js'
import { creditRemaining } from './standing.js'
import { derivationOf } from './terms.js'

/** A new quantity from the event's day on: noted for the next settlement, or credited and recharged at once. */
export function changeQuantity(
  subscription: Subscription,
  event: QuantityChanged,
  batch: Batch,
  availability: Availability,
): Subscription {
  const day = dayOfInstant(event.at)
  const changed: Subscription = { ...subscription, quantity: event.quantity, scheduled: null }
  if (availability.flat || subscription.trial)
    return { ...changed, open: withQuantity(subscription.open, event.quantity) }
  if (availability.profile.quantityChange === 'settle') {
    return {
      ...changed,
      stretches: withStretch(subscription, day, event.quantity),
      settleOn: subscription.settleOn ?? anniversaryAfter(availability, subscription.anchor, day),
    }
  }
  const { increase, decrease } = availability.profile.chargeTypes
  const type = event.quantity > subscription.quantity ? increase : decrease
  const credits = creditRemaining(batch, availability, type, subscription.open, day)
  const { cycleStart, cycleEnd } = subscription
  const derivation = derivationOf(changed, availability, cycleEnd - day, cycleEnd - cycleStart)
  const charge = post(batch, availability, type, day, cycleEnd, event.quantity, derivation)
  return {
    ...changed,
    open: openAfterRebill(subscription, availability, day, [...credits, charge], charge),
    additions: withAddition(subscription, event, availability),
  }
}

/**
 * While everything could still be credited in full, all lines are kept, so that they can be; afterwards only the line
 * that stands for the remaining days matters.
 */
export function openAfterRebill(
  subscription: Subscription,
  availability: Availability,
  day: Day,
  written: readonly Line[],
  standing: Line,
): readonly Line[] {
  const { full } = cancellationRuleOf(availability)
  // Day windows of one day need no memory: on that day every credit is a whole one anyway.
  const remembers = full.unit === 'hour' || full.length > 1
  const open = remembers && isOpen(full, subscription.windowFrom, startOfDay(day))
  return open ? [...subscription.open, ...written] : [standing]
}

function withQuantity(open: readonly Line[], quantity: number): readonly Line[] {
  return open.map((line) => ({ ...line, quantity }))
}

/** Seats added, and taken away again from those added last; entries whose window has closed are forgotten. */
function withAddition(
  subscription: Subscription,
  event: QuantityChanged,
  availability: Availability,
): readonly Addition[] {
  const { prorated } = cancellationRuleOf(availability)
  if (typeof prorated === 'string') return []
  const current = subscription.additions.filter((added) => isOpen(prorated, added.at, event.at))
  const difference = event.quantity - subscription.quantity
  if (difference > 0) return [...current, { at: event.at, quantity: difference }]
  let left = -difference
  const kept: Addition[] = []
  for (const added of [...current].reverse()) {
    const taken = added.quantity < left ? added.quantity : left
    left -= taken
    if (taken < added.quantity) kept.push({ ...added, quantity: added.quantity - taken })
  }
  return kept.reverse()
}
