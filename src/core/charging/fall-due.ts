import type { Day } from '../calendar/day.js'
import { startOfDay } from '../calendar/instant.js'
import { addMonths, monthsBetween } from '../calendar/months.js'
import { type Availability, type Catalog, cycleEndAfter, termEndAfter } from '../catalog/availability.js'
import { cycleMonthsOf } from '../catalog/billing-cycle.js'
import { accept, type Outcome } from '../refusal.js'
import { dueOn, type Line, type Subscription } from '../subscription/subscription.js'
import { cancellationRuleOf, isOpen } from '../subscription/window.js'
import { type Batch, post } from './charge.js'
import { datesFrom } from './purchase.js'
import { settle } from './settle.js'
import { derivationOf, loadAvailability, termPriceOn } from './terms.js'

const NO_LINES: readonly never[] = []

/** What happens by itself on `batch.day`, the day the subscription falls due: settlement, new cycle, renewal or end. */
export function fallDue(
  subscription: Subscription,
  batch: Batch,
  catalog: Catalog,
  availability: Availability,
): Outcome<Subscription> {
  const { day } = batch
  if (subscription.deprovisionOn !== null && subscription.deprovisionOn <= day) {
    return accept(ended(subscription, 'deprovisioned'))
  }
  let current = subscription
  let inBatch = false
  if (current.settleOn === day) {
    const { settlement } = availability.profile.chargeTypes
    const settled = settle(batch, availability, settlement, current, current.cycleEnd)
    inBatch = settled.charges.length > 0
    current = { ...current, open: settled.open, stretches: NO_LINES, settleOn: null }
  }
  if (current.cycleEnd !== day) return accept(current)
  if (current.termEnd === day) return startTerm(current, batch, catalog, availability)
  if (current.scheduled?.at === 'next-cycle') return switchBillingCycle(current, batch, catalog)
  const cycleEnd = cycleEndAfter(availability, current.anchor, day, current.termEnd)
  const { cycle, settlement } = availability.profile.chargeTypes
  return accept(chargeCycle(current, batch, availability, inBatch ? settlement : cycle, cycleEnd))
}

/** A full charge for the cycle that starts today, unless billing is stopped. */
function chargeCycle(
  subscription: Subscription,
  batch: Batch,
  availability: Availability,
  type: Parameters<typeof post>[2],
  cycleEnd: Day,
  cycleDays: number = cycleEnd - batch.day,
): Subscription {
  const { day } = batch
  const kept = linesStillCreditable(subscription, availability, day)
  const stopped = subscription.status === 'suspended' && availability.profile.suspension.stopsBilling
  let open = kept
  if (!stopped) {
    const derivation = derivationOf(subscription, availability, cycleEnd - day, cycleDays)
    const charge = post(batch, availability, type, day, cycleEnd, subscription.quantity, derivation)
    open = kept.length === 0 ? [charge] : [...kept, charge]
  }
  return { ...subscription, cycleStart: day, cycleEnd, open, stretches: NO_LINES }
}

/** The term is over: the subscription ends, a trial turns into a paid term, or the next term starts at today's price. */
function startTerm(
  subscription: Subscription,
  batch: Batch,
  catalog: Catalog,
  availability: Availability,
): Outcome<Subscription> {
  if (!subscription.autoRenew) return accept(ended(subscription, 'expired'))
  const { day } = batch
  const { scheduled, trial } = subscription
  const found = loadAvailability(catalog, scheduled?.availabilityId ?? availability.id)
  if (!found.ok) return found
  const next = found.value
  const priced = termPriceOn(next, day, false)
  if (!priced.ok) return priced

  const termEnd = termEndAfter(next, subscription.anchor, day)
  const dates = trial
    ? datesFrom(next, day, false)
    : { termStart: day, termEnd, cycleEnd: cycleEndAfter(next, subscription.anchor, day, termEnd) }
  const reopens = trial || next.profile.cancellation.windowFrom === 'purchase-or-renewal'
  const renewed: Subscription = {
    ...subscription,
    ...priced.value,
    ...dates,
    availabilityId: next.id,
    quantity: scheduled?.quantity ?? subscription.quantity,
    trial: false,
    windowFrom: reopens ? startOfDay(day) : subscription.windowFrom,
    open: reopens ? NO_LINES : subscription.open,
    additions: NO_LINES,
    scheduled: null,
  }
  const { purchase, renew } = next.profile.chargeTypes
  return accept(chargeCycle(renewed, batch, next, trial ? purchase[next.billingCycle] : renew, dates.cycleEnd))
}

/** A billing cycle chosen earlier takes effect; where it is longer than what is left of the term, it is charged in part. */
function switchBillingCycle(subscription: Subscription, batch: Batch, catalog: Catalog): Outcome<Subscription> {
  const { day } = batch
  const found = loadAvailability(catalog, subscription.scheduled?.availabilityId ?? subscription.availabilityId)
  if (!found.ok) return found
  const next = found.value
  const priced = termPriceOn(next, subscription.termStart, false)
  if (!priced.ok) return priced
  const { anchor, termStart, termEnd } = subscription
  const cycleEnd = cycleEndAfter(next, anchor, day, termEnd)
  const months = cycleMonthsOf(next.billingCycle, next.term)
  const cycleDays =
    months === undefined
      ? termEnd - termStart
      : addMonths(anchor, monthsBetween(anchor, day) + months, next.profile.monthEnd.cycles) - day
  const switched = { ...subscription, ...priced.value, availabilityId: next.id, scheduled: null }
  return accept(chargeCycle(switched, batch, next, next.profile.chargeTypes.billingCycleTo, cycleEnd, cycleDays))
}

function ended(subscription: Subscription, status: 'expired' | 'deprovisioned'): Subscription {
  return {
    ...subscription,
    status,
    open: NO_LINES,
    stretches: NO_LINES,
    additions: NO_LINES,
    credited: NO_LINES,
    settleOn: null,
    deprovisionOn: null,
    scheduled: null,
  }
}

/** Lines of earlier cycles stay open only while everything can still be credited in full. */
function linesStillCreditable(subscription: Subscription, availability: Availability, day: Day): readonly Line[] {
  if (subscription.open.length === 0) return NO_LINES
  return isOpen(cancellationRuleOf(availability).full, subscription.windowFrom, startOfDay(day))
    ? subscription.open
    : NO_LINES
}

/** Whether a subscription has something to do on or before a day. */
export function isDue(subscription: Subscription, day: Day): boolean {
  const due = dueOn(subscription)
  return due !== null && due <= day
}
