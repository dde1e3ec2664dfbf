import type { Day } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import type { Catalog } from '../catalog/availability.js'
import { accept, type Outcome, type Refusal } from '../refusal.js'
import type { SubscriptionEvent } from '../subscription/event.js'
import { dueOn, type Subscription } from '../subscription/subscription.js'
import { step } from './charge-subscription.js'

export type LifecycleKind = 'trial-became-paid' | 'renewed' | 'expired' | 'deprovisioned'

/** A turn in the life of a subscription that nobody made happen: a day came. */
export interface LifecycleChange {
  readonly kind: LifecycleKind
  readonly day: Day
  readonly before: Subscription
  readonly after: Subscription
}

/**
 * The turns a subscription takes by itself on days after `after`, up to and including `until`.
 *
 * @param start the state to go on from; `undefined` goes from the purchase, which is the first of the events
 * @param events what happened since `start`, in order
 */
export function lifecycleChanges(
  start: Subscription | undefined,
  events: readonly SubscriptionEvent[],
  { after, until }: { readonly after: Day; readonly until: Day },
  catalog: Catalog,
): Outcome<readonly LifecycleChange[]> {
  const changes: LifecycleChange[] = []
  let current = start

  function letFallDue(through: Day): Refusal | undefined {
    while (current !== undefined) {
      const before: Subscription = current
      const day = dueOn(before)
      if (day === null || day > through) return undefined
      const next = step(before, { type: 'fellDue', day }, catalog)
      if (!next.ok) return next.refusal
      current = next.value.subscription
      const kind = kindOf(before, current)
      if (kind !== undefined && day > after) changes.push({ kind, day, before, after: current })
    }
    return undefined
  }

  for (const event of events) {
    const day = dayOfInstant(event.at)
    if (day > until) break
    const refusal = letFallDue(day)
    if (refusal !== undefined) return { ok: false, refusal }
    const next = step(current, event, catalog)
    if (!next.ok) return next
    current = next.value.subscription
  }
  const refusal = letFallDue(until)
  return refusal === undefined ? accept(changes) : { ok: false, refusal }
}

function kindOf(before: Subscription, after: Subscription): LifecycleKind | undefined {
  if (after.status !== before.status) {
    return after.status === 'expired' || after.status === 'deprovisioned' ? after.status : undefined
  }
  if (before.trial && !after.trial) return 'trial-became-paid'
  return after.termStart === before.termStart ? undefined : 'renewed'
}
