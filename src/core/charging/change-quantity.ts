import type { Day, Instant } from '../calendar/day.js'
import { startOfDay } from '../calendar/instant.js'
import { type Availability, anniversaryAfter } from '../catalog/availability.js'
import type { QuantityChanged } from '../subscription/event.js'
import {
  type Addition,
  type Draft,
  type Line,
  type Subscription,
  withoutRenewalChange,
} from '../subscription/subscription.js'
import { cancellationRuleOf, isOpen } from '../subscription/window.js'
import { type Batch, post } from './charge.js'
import { withStretch } from './settle.js'
import { creditRemaining } from './standing.js'
import { derivationOf } from './terms.js'

/** A new quantity from the event's day on: noted for the next settlement, or credited and recharged at once. */
export function changeQuantity(draft: Draft, event: QuantityChanged, batch: Batch, availability: Availability): void {
  const { day } = batch
  const { profile } = availability
  draft.scheduled = withoutRenewalChange(draft.scheduled)
  if (availability.flat || draft.trial) {
    draft.quantity = event.quantity
  } else if (profile.quantityChange === 'settle') {
    draft.stretches = withStretch(draft, day, event.quantity)
    draft.quantity = event.quantity
    draft.settleOn ??= anniversaryAfter(availability, draft.anchor, day)
  } else {
    const type = event.quantity > draft.quantity ? profile.chargeTypes.increase : profile.chargeTypes.decrease
    const credits = creditRemaining(batch, availability, type, draft.open, day)
    draft.additions = withAddition(draft, event.at, event.quantity, availability)
    draft.quantity = event.quantity
    const { cycleStart, cycleEnd } = draft
    const derivation = derivationOf(draft, availability, cycleEnd - day, cycleEnd - cycleStart)
    const charge = post(batch, availability, type, day, cycleEnd, event.quantity, derivation)
    draft.open = openAfterRebill(draft, availability, day, credits, charge)
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
  credits: readonly Line[],
  standing: Line,
): readonly Line[] {
  const { full } = cancellationRuleOf(availability)
  // A window of one day needs no memory: on that day every credit is a whole one anyway.
  const remembers = full.unit === 'hour' || full.length > 1
  const open = remembers && isOpen(full, subscription.windowFrom, startOfDay(day))
  return open ? [...subscription.open, ...credits, standing] : [standing]
}

const NO_ADDITIONS: readonly Addition[] = []

/** Seats added, and taken away again from those added last; entries whose window has closed are forgotten. */
export function withAddition(
  subscription: Subscription,
  at: Instant,
  quantity: number,
  availability: Availability,
): readonly Addition[] {
  const { prorated } = cancellationRuleOf(availability)
  if (typeof prorated === 'string') return NO_ADDITIONS
  const current = subscription.additions.filter((added) => isOpen(prorated, added.at, at))
  const difference = quantity - subscription.quantity
  if (difference > 0) return [...current, { at, quantity: difference }]
  let left = -difference
  const kept: Addition[] = []
  for (const added of current.reverse()) {
    const taken = added.quantity < left ? added.quantity : left
    left -= taken
    if (taken < added.quantity) kept.push({ at: added.at, quantity: added.quantity - taken })
  }
  return kept.reverse()
}
