import { LEAST_ID } from '../core/access/least-id.js'
import type { Day } from '../core/calendar/day.js'
import { formatDay } from '../core/calendar/day.js'
import { startOfDay } from '../core/calendar/instant.js'
import { type LifecycleChange, lifecycleChanges } from '../core/charging/lifecycle.js'
import type { Subscription } from '../core/subscription/subscription.js'
import {
  listTurningSubscriptions,
  loadEvents,
  lockToldThrough,
  moveToldThrough,
  type TurningSubscription,
} from '../store/lifecycle.js'
import { recordChange } from './audit.js'
import { catalogFor, currentCatalog } from './current-catalog.js'
import type { UseCase } from './use-case.js'

const PAGE = 2_000

/**
 * Records what happened by itself to the subscriptions of a partner up to a day (trials that became paid, renewals, ends
 * and deprovisioning) in the activity log, and tells subscribers, in the caller's transaction. Each day is told once.
 *
 * Stored states are snapshots: one may not know of a turn yet, or may hold it because somebody changed the subscription
 * later on the same day. The first goes on from its snapshot, the second is replayed from its events.
 *
 * @returns how many changes were told
 */
export async function tellLifecycle(context: UseCase, partnerId: string, until: Day): Promise<number> {
  const { session } = context
  const after = await lockToldThrough(session, partnerId, (until - 1) as Day)
  if (after >= until) return 0
  const { availabilities } = catalogFor(await currentCatalog(session), partnerId)
  const window = { after, until }
  let told = 0
  let from: string | undefined = LEAST_ID
  while (from !== undefined) {
    const page: TurningSubscription[] = await listTurningSubscriptions(
      session,
      partnerId,
      window,
      { from, size: PAGE },
      availabilities,
    )
    const ahead = page.filter(({ state }) => state.lastOccurrenceAt >= startOfDay((after + 1) as Day))
    const ids = ahead.map((subscription) => subscription.subscriptionId)
    const events = await loadEvents(session, partnerId, ids)
    for (const subscription of page) {
      const known = events.get(subscription.subscriptionId)
      const start = known === undefined ? subscription.state : undefined
      const changes = lifecycleChanges(start, known ?? [], window, availabilities)
      // What cannot be charged is in quarantine, where people look after it.
      for (const change of changes.ok ? changes.value : []) await tell(context, partnerId, subscription, change)
      told += changes.ok ? changes.value.length : 0
    }
    from = page.length < PAGE ? undefined : page.at(-1)?.subscriptionId
  }
  await moveToldThrough(session, partnerId, until)
  return told
}

function tell(
  context: UseCase,
  partnerId: string,
  { customerId, customerName, subscriptionId }: TurningSubscription,
  { kind, day, before, after }: LifecycleChange,
): Promise<void> {
  return recordChange(context, {
    partnerId,
    customer: { customerId, name: customerName },
    resourceType: 'subscription',
    operationType: kind === 'trial-became-paid' ? 'convert_trial_subscription' : 'update_subscription',
    before: shown(subscriptionId, before),
    after: shown(subscriptionId, after),
    data: { change: kind, day: formatDay(day), subscriptionId },
    notice: {
      eventName: 'subscription-updated',
      resourceUri: `/customers/${customerId}/subscriptions/${subscriptionId}`,
      resourceName: 'subscription',
    },
  })
}

function shown(id: string, { status, quantity, trial, autoRenew, termStart, termEnd }: Subscription) {
  const term = { termStart: formatDay(termStart), termEnd: formatDay((termEnd - 1) as Day) }
  return { id, status, quantity, trial, autoRenew, ...term }
}
