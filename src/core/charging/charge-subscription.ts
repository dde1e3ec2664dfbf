import type { Day, Instant } from '../calendar/day.js'
import { dayOfInstant, formatInstant, startOfDay } from '../calendar/instant.js'
import type { Availability, Catalog } from '../catalog/availability.js'
import { accept, type Outcome, type Refusal, refuse } from '../refusal.js'
import { decide } from '../subscription/change.js'
import type { Command, CommandContext } from '../subscription/command.js'
import type { SubscriptionEvent } from '../subscription/event.js'
import {
  type Draft,
  draftOf,
  dueOn,
  rescheduled,
  type Subscription,
  withoutRenewalChange,
} from '../subscription/subscription.js'
import { changeQuantity } from './change-quantity.js'
import { type Batch, type Charge, openBatch } from './charge.js'
import { changeBillingCycle, convert } from './convert.js'
import { fallDue } from './fall-due.js'
import { purchase } from './purchase.js'
import { cancel, reactivate, suspend } from './suspend.js'

/** One thing that happens to a subscription: an event, or the day on which it falls due. */
export type Occurrence = SubscriptionEvent | { readonly type: 'fellDue'; readonly day: Day }

/** The subscription after an occurrence, and the charges that came about. */
export interface Step {
  readonly subscription: Subscription
  readonly charges: readonly Charge[]
}

/**
 * The heart: one occurrence in, the next state and its charges out. Everything that is ever charged, in a billing run,
 * in a preview, in a replay or from a scenario file, comes out of this function.
 *
 * @param subscription `undefined` before the purchase
 */
export function step(subscription: Subscription | undefined, occurrence: Occurrence, catalog: Catalog): Outcome<Step> {
  const fellDue = occurrence.type === 'fellDue'
  const at = fellDue ? startOfDay(occurrence.day) : occurrence.at
  const batch = openBatch(fellDue ? occurrence.day : dayOfInstant(at), subscription?.chargeCount ?? 0)
  if (occurrence.type === 'purchased') {
    if (subscription !== undefined) return refuse('already-purchased')
    const purchased = purchase(occurrence, batch, catalog)
    return purchased.ok ? finish(purchased.value, batch, at, true) : purchased
  }
  if (subscription === undefined) return refuse('not-purchased')
  if (at < subscription.lastOccurrenceAt && !fellDue) {
    return refuse('out-of-order', { at: formatInstant(at), after: formatInstant(subscription.lastOccurrenceAt) })
  }
  const availability = catalog.get(subscription.availabilityId)
  if (availability === undefined) return refuse('unknown-offer', { offer: subscription.availabilityId })
  const draft = draftOf(subscription)
  const refusal = apply(draft, occurrence, batch, catalog, availability)
  return refusal === undefined ? finish(draft, batch, at, !fellDue) : { ok: false, refusal }
}

/** Lets everything happen that falls due on or before `until`. */
export function advance(subscription: Subscription, until: Day, catalog: Catalog): Outcome<Step> {
  let current = subscription
  let charges: readonly Charge[] = []
  for (let due = dueOn(current); due !== null && due <= until; due = dueOn(current)) {
    const next = step(current, { type: 'fellDue', day: due }, catalog)
    if (!next.ok) return next
    current = next.value.subscription
    charges = charges.length === 0 ? next.value.charges : [...charges, ...next.value.charges]
  }
  return accept({ subscription: current, charges })
}

/** What a command leads to. */
export interface Performed extends Step {
  readonly event: SubscriptionEvent
}

/** Advances to the command's day, decides, and carries out what was decided. */
export function perform(
  subscription: Subscription | undefined,
  command: Command,
  context: CommandContext,
  catalog: Catalog,
): Outcome<Performed> {
  const advanced = advanceTo(subscription, dayOfInstant(context.at), catalog)
  if (!advanced.ok) return advanced
  const event = decide(advanced.value.subscription, command, context, catalog)
  if (!event.ok) return event
  const next = step(advanced.value.subscription, event.value, catalog)
  if (!next.ok) return next
  const charges = [...advanced.value.charges, ...next.value.charges]
  return accept({ subscription: next.value.subscription, charges, event: event.value })
}

/** Folds a history: events and the days in between on which the subscription fell due, in order of time, up to `until`. */
export function replay(events: Iterable<SubscriptionEvent>, until: Day, catalog: Catalog): Outcome<Step> {
  let current: Subscription | undefined
  const charges: Charge[] = []
  for (const event of events) {
    const day = dayOfInstant(event.at)
    if (day > until) break
    const advanced = advanceTo(current, day, catalog)
    if (!advanced.ok) return advanced
    const next = step(advanced.value.subscription, event, catalog)
    if (!next.ok) return next
    charges.push(...advanced.value.charges, ...next.value.charges)
    current = next.value.subscription
  }
  if (current === undefined) return refuse('not-purchased')
  const last = advance(current, until, catalog)
  if (!last.ok) return last
  charges.push(...last.value.charges)
  return accept({ subscription: last.value.subscription, charges })
}

function advanceTo(
  subscription: Subscription | undefined,
  day: Day,
  catalog: Catalog,
): Outcome<{ subscription: Subscription | undefined; charges: readonly Charge[] }> {
  return subscription === undefined ? accept({ subscription, charges: [] }) : advance(subscription, day, catalog)
}

function apply(
  draft: Draft,
  occurrence: Exclude<Occurrence, { type: 'purchased' }>,
  batch: Batch,
  catalog: Catalog,
  availability: Availability,
): Refusal | undefined {
  switch (occurrence.type) {
    case 'fellDue':
      return fallDue(draft, batch, catalog, availability)
    case 'quantityChanged':
      changeQuantity(draft, occurrence, batch, availability)
      return undefined
    case 'suspended':
      suspend(draft, occurrence, batch, availability)
      return undefined
    case 'reactivated':
      reactivate(draft, occurrence, batch, availability)
      return undefined
    case 'cancelled':
      cancel(draft, occurrence, batch, availability)
      return undefined
    case 'converted':
      return convert(draft, occurrence, batch, catalog, availability)
    case 'billingCycleChanged':
      return changeBillingCycle(draft, occurrence, batch, catalog, availability)
    case 'autoRenewSet':
      draft.autoRenew = occurrence.autoRenew
      if (!occurrence.autoRenew) draft.scheduled = withoutRenewalChange(draft.scheduled)
      return undefined
    case 'quantityScheduled':
      draft.scheduled = rescheduled(draft.scheduled, { quantity: occurrence.quantity })
      return undefined
    case 'renewalScheduled': {
      const { quantity, availabilityId } = occurrence
      draft.scheduled = rescheduled(draft.scheduled, { quantity, availabilityId })
      return undefined
    }
  }
}

function finish(draft: Draft, batch: Batch, at: Instant, isEvent: boolean): Outcome<Step> {
  draft.chargeCount = batch.count
  draft.lastOccurrenceAt = at
  if (isEvent) draft.eventCount += 1
  return accept({ subscription: draft, charges: batch.charges })
}
