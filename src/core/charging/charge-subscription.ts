import type { Day, Instant } from '../calendar/day.js'
import { dayOfInstant, formatInstant, startOfDay } from '../calendar/instant.js'
import type { Catalog } from '../catalog/availability.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import { decide } from '../subscription/change.js'
import type { Command, CommandContext } from '../subscription/command.js'
import type { SubscriptionEvent } from '../subscription/event.js'
import { dueOn, type Subscription } from '../subscription/subscription.js'
import { changeQuantity } from './change-quantity.js'
import { type Batch, type Charge, openBatch } from './charge.js'
import { changeBillingCycle, convert } from './convert.js'
import { fallDue } from './fall-due.js'
import { purchase } from './purchase.js'
import { cancel, reactivate, suspend } from './suspend.js'
import { loadAvailability } from './terms.js'

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
  if (occurrence.type !== 'fellDue') {
    const batch = openBatch(dayOfInstant(occurrence.at), subscription?.chargeCount ?? 0)
    const outcome = applied(subscription, occurrence, batch, catalog)
    return finish(batch, occurrence.at, (subscription?.eventCount ?? 0) + 1, outcome)
  }
  if (subscription === undefined) return refuse('not-purchased')
  const availability = loadAvailability(catalog, subscription.availabilityId)
  if (!availability.ok) return availability
  const batch = openBatch(occurrence.day, subscription.chargeCount)
  const outcome = fallDue(subscription, batch, catalog, availability.value)
  return finish(batch, startOfDay(occurrence.day), subscription.eventCount, outcome)
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

function applied(
  subscription: Subscription | undefined,
  event: SubscriptionEvent,
  batch: Batch,
  catalog: Catalog,
): Outcome<Subscription> {
  if (event.type === 'purchased') {
    return subscription === undefined ? purchase(event, batch, catalog) : refuse('already-purchased')
  }
  if (subscription === undefined) return refuse('not-purchased')
  if (event.at < subscription.lastOccurrenceAt) {
    return refuse('out-of-order', {
      at: formatInstant(event.at),
      after: formatInstant(subscription.lastOccurrenceAt),
    })
  }
  const found = loadAvailability(catalog, subscription.availabilityId)
  if (!found.ok) return found
  const availability = found.value
  switch (event.type) {
    case 'quantityChanged':
      return accept(changeQuantity(subscription, event, batch, availability))
    case 'suspended':
      return accept(suspend(subscription, event, batch, availability))
    case 'reactivated':
      return accept(reactivate(subscription, event, batch, availability))
    case 'cancelled':
      return accept(cancel(subscription, event, batch, availability))
    case 'converted':
      return convert(subscription, event, batch, catalog, availability)
    case 'billingCycleChanged':
      return changeBillingCycle(subscription, event, batch, catalog, availability)
    case 'autoRenewSet':
      return accept({ ...subscription, autoRenew: event.autoRenew, scheduled: null })
    case 'quantityScheduled':
      return accept({ ...subscription, scheduled: { at: 'renewal', quantity: event.quantity, availabilityId: null } })
  }
}

function finish(batch: Batch, at: Instant, eventCount: number, outcome: Outcome<Subscription>): Outcome<Step> {
  if (!outcome.ok) return outcome
  const subscription = { ...outcome.value, chargeCount: batch.count, eventCount, lastOccurrenceAt: at }
  return accept({ subscription, charges: batch.charges })
}
