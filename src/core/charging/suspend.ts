import type { Day } from '../calendar/day.js'
import type { Availability } from '../catalog/availability.js'
import type { Cancelled, Reactivated, Refund, Suspended } from '../subscription/event.js'
import type { Draft, Line } from '../subscription/subscription.js'
import { type Batch, post } from './charge.js'
import { linesWhenSettled, settle } from './settle.js'
import { creditRemaining, reverseLines, standingFrom, withoutOpposites } from './standing.js'
import { derivationOf } from './terms.js'

const NO_LINES: readonly never[] = []

export function suspend(draft: Draft, event: Suspended, batch: Batch, availability: Availability): void {
  refund(draft, event.refund, batch.day, batch, availability)
  draft.status = 'suspended'
  draft.autoRenew = draft.autoRenew && !availability.profile.suspension.switchesAutoRenewOff
  draft.deprovisionOn = event.deprovisionOn
  draft.scheduled = null
}

/** Access comes back; what the suspension stopped is charged again. */
export function reactivate(draft: Draft, event: Reactivated, batch: Batch, availability: Availability): void {
  const { day } = batch
  const type = availability.profile.chargeTypes.reactivate
  const open: Line[] = [...draft.open]
  if (event.charge === 'full') {
    for (const line of draft.credited) {
      open.push(post(batch, availability, type, line.start, line.end, line.quantity, line.derivation))
    }
  }
  const { cycleStart, cycleEnd } = draft
  if (event.charge !== 'none' && !draft.trial && standingFrom(open, day).length === 0) {
    const derivation = derivationOf(draft, availability, cycleEnd - day, cycleEnd - cycleStart)
    open.push(post(batch, availability, type, day, cycleEnd, draft.quantity, derivation))
  }
  draft.status = 'active'
  draft.deprovisionOn = null
  draft.open = open
  draft.credited = NO_LINES
}

export function cancel(draft: Draft, event: Cancelled, batch: Batch, availability: Availability): void {
  refund(draft, event.refund, batch.day, batch, availability)
  end(draft, 'cancelled')
}

/** Nothing will happen to the subscription any more. */
export function end(draft: Draft, status: 'cancelled' | 'expired' | 'deprovisioned'): void {
  draft.status = status
  draft.open = NO_LINES
  draft.stretches = NO_LINES
  draft.additions = NO_LINES
  draft.credited = NO_LINES
  draft.settleOn = null
  draft.deprovisionOn = null
  draft.scheduled = null
}

/** Gives back what a suspension or cancellation gives back; unsettled quantity changes are settled with it. */
function refund(draft: Draft, refund: Refund, day: Day, batch: Batch, availability: Availability): void {
  if (refund === 'none') return
  const { cancel, cancelUnsettled } = availability.profile.chargeTypes
  const unsettled = draft.settleOn !== null
  if (refund === 'full') {
    const charged = withoutOpposites(draft.open)
    draft.credited = unsettled ? linesWhenSettled(draft, availability) : charged
    reverseLines(batch, availability, unsettled ? cancelUnsettled : cancel, charged)
  } else if (!unsettled || !settle(batch, availability, cancelUnsettled, draft, day)) {
    creditRemaining(batch, availability, cancel, draft.open, day)
  }
  draft.open = NO_LINES
  draft.stretches = NO_LINES
  draft.settleOn = null
}
