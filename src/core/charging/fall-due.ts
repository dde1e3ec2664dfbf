import type { Day } from '../calendar/day.js'
import { startOfDay } from '../calendar/instant.js'
import type { Period } from '../calendar/period.js'
import { type Availability, type Catalog, cycleEndAfter, isOpenEnded, termEndAfter } from '../catalog/availability.js'
import type { ChargeType } from '../catalog/charge-type.js'
import type { Refusal } from '../refusal.js'
import { type Draft, type Line, rescheduled, type Subscription } from '../subscription/subscription.js'
import { cancellationRuleOf, isOpen } from '../subscription/window.js'
import { type Batch, post } from './charge.js'
import { datesFrom, setDates } from './purchase.js'
import { settle } from './settle.js'
import { end } from './suspend.js'
import { derivationOf, loadAvailability, termPriceOn } from './terms.js'

const NO_LINES: readonly never[] = []

/** What happens by itself on `batch.day`, the day the subscription falls due: settlement, new cycle, renewal or end. */
export function fallDue(draft: Draft, batch: Batch, catalog: Catalog, availability: Availability): Refusal | undefined {
  const { day } = batch
  const { chargeTypes } = availability.profile
  if (draft.deprovisionOn !== null && draft.deprovisionOn <= day) {
    if (availability.profile.suspension.stopsBilling || isOpenEnded(availability)) {
      end(draft, 'deprovisioned')
      return undefined
    }
    // The data are gone, but a committed term is owed to its end; auto-renew is off, so that is where it ends.
    draft.deprovisionOn = null
  }
  const settled = draft.settleOn === day && settle(batch, availability, chargeTypes.settlement, draft, draft.cycleEnd)
  if (draft.cycleEnd !== day) return undefined
  if (draft.termEnd === day) return startTerm(draft, batch, catalog, availability)
  const { scheduled } = draft
  if (scheduled !== null && scheduled.nextCycleAvailabilityId !== null) {
    return switchBillingCycle(draft, batch, catalog, scheduled.nextCycleAvailabilityId)
  }
  const cycleEnd = cycleEndAfter(availability, draft.anchor, day, draft.termEnd)
  const type = settled ? chargeTypes.settlement : chargeTypes.cycle
  startCycle(draft, batch, availability, type, cycleEnd, cycleEnd - day)
  return undefined
}

/** The next cycle starts today, with a full charge unless billing is stopped. */
function startCycle(
  draft: Draft,
  batch: Batch,
  availability: Availability,
  type: ChargeType,
  cycleEnd: Day,
  cycleDays: number,
): void {
  const { day } = batch
  const kept = linesStillCreditable(draft, availability, day)
  if (draft.status === 'suspended' && availability.profile.suspension.stopsBilling) draft.open = kept
  else {
    const derivation = derivationOf(draft, availability, cycleEnd - day, cycleDays)
    const charge = post(batch, availability, type, day, cycleEnd, draft.quantity, derivation)
    draft.open = kept.length === 0 ? [charge] : [...kept, charge]
  }
  draft.cycleStart = day
  draft.cycleEnd = cycleEnd
  draft.stretches = NO_LINES
}

/** The term is over: the subscription ends, a trial turns into a paid term, or the next term starts at today's price. */
function startTerm(draft: Draft, batch: Batch, catalog: Catalog, availability: Availability): Refusal | undefined {
  if (!draft.autoRenew || (draft.trial && !availability.profile.trial.becomesPaid)) {
    end(draft, 'expired')
    return undefined
  }
  const { day } = batch
  const { scheduled, trial } = draft
  const chosen = scheduled?.availabilityId ?? scheduled?.nextCycleAvailabilityId ?? availability.id
  const found = loadAvailability(catalog, chosen)
  if (!found.ok) return found.refusal
  const next = found.value
  const priced = termPriceOn(next, day, trial ? 'first' : 'renewal')
  if (!priced.ok) return priced.refusal

  if (trial) setDates(draft, datesFrom(next, day, false))
  else {
    draft.termStart = day
    draft.termEnd = termEndAfter(next, draft.anchor, day)
    draft.cycleEnd = cycleEndAfter(next, draft.anchor, day, draft.termEnd)
  }
  if (trial || next.profile.cancellation.windowFrom === 'purchase-or-renewal') {
    draft.windowFrom = startOfDay(day)
    draft.open = NO_LINES
    draft.credited = NO_LINES
  }
  draft.availabilityId = next.id
  draft.price = priced.value.price
  draft.priceFrom = priced.value.priceFrom
  draft.discountId = priced.value.discountId
  draft.quantity = scheduled?.quantity ?? draft.quantity
  draft.trial = false
  draft.additions = NO_LINES
  draft.scheduled = null
  const { purchase, renew } = next.profile.chargeTypes
  const type = trial ? purchase[next.billingCycle] : renew
  startCycle(draft, batch, next, type, draft.cycleEnd, draft.cycleEnd - day)
  return undefined
}

/** A billing cycle chosen earlier takes effect; where it is longer than what is left of the term, it is charged in part. */
function switchBillingCycle(draft: Draft, batch: Batch, catalog: Catalog, chosen: string): Refusal | undefined {
  const { day } = batch
  const found = loadAvailability(catalog, chosen)
  if (!found.ok) return found.refusal
  const next = found.value
  // A term that does not start where its dates are counted from renews another.
  const start = draft.termStart === draft.anchor ? 'first' : 'renewal'
  const priced = termPriceOn(next, draft.termStart, start)
  if (!priced.ok) return priced.refusal
  const cycle = cycleAround(next, draft, day)
  draft.availabilityId = next.id
  draft.price = priced.value.price
  draft.priceFrom = priced.value.priceFrom
  draft.discountId = priced.value.discountId
  draft.scheduled = rescheduled(draft.scheduled, { nextCycleAvailabilityId: null })
  startCycle(draft, batch, next, next.profile.chargeTypes.billingCycleTo, cycle.end, cycle.end - cycle.start)
  draft.cycleStart = cycle.start
  return undefined
}

/** The cycle `day` lies in, as if the term had been charged that way from its start: cycles stay counted from the anchor. */
function cycleAround(availability: Availability, { anchor, termStart, termEnd }: Subscription, day: Day): Period {
  let start = termStart
  let end = cycleEndAfter(availability, anchor, start, termEnd)
  while (end <= day) {
    start = end
    end = cycleEndAfter(availability, anchor, start, termEnd)
  }
  return { start, end }
}

/** Lines of earlier cycles stay open only while everything can still be credited in full. */
function linesStillCreditable(subscription: Subscription, availability: Availability, day: Day): readonly Line[] {
  if (subscription.open.length === 0) return NO_LINES
  const { full } = cancellationRuleOf(availability)
  return isOpen(full, subscription.windowFrom, startOfDay(day)) ? subscription.open : NO_LINES
}
