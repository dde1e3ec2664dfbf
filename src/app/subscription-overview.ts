import type { Instant } from '../core/calendar/day.js'
import type { SubscriptionStatus } from '../core/subscription/subscription.js'
import { findAccount } from '../store/accounts.js'
import { listPendingForOperator } from '../store/pending-activations.js'
import { listSubscriptionsForOperator, type OperatorFilter } from '../store/subscription-reading.js'
import { currentCatalog } from './current-catalog.js'
import { pendingViewOf, type SubscriptionView, subscriptionViewOf } from './subscription-view.js'
import type { Session } from './use-case.js'

/** The states a subscription can be in, also that of one that waits for its activation. */
export type ShownStatus = SubscriptionView['status']

export interface SubscriptionOverviewFilter extends OperatorFilter {
  readonly status?: ShownStatus | undefined
  readonly limit: number
}

/** The states a snapshot may have of what is in a state today: what falls due by itself is not in it yet. */
const STORED_STATUSES: Readonly<Record<SubscriptionStatus, readonly SubscriptionStatus[]>> = {
  active: ['active'],
  suspended: ['suspended'],
  expired: ['active', 'suspended', 'expired'],
  deprovisioned: ['suspended', 'deprovisioned'],
  cancelled: ['cancelled'],
}

/** Subscriptions that are read at a time. */
const BATCH = 1_000

/**
 * Subscriptions of one partner or of all, partner by partner, as they are today, and whether there are more. Those that
 * wait for their activation come last. For who operates the program.
 */
export async function listAllSubscriptions(
  session: Session,
  filter: SubscriptionOverviewFilter,
  now: Instant,
): Promise<{ readonly subscriptions: readonly SubscriptionView[]; readonly more: boolean }> {
  const { limit } = filter
  const found: SubscriptionView[] = []
  for await (const view of founded(session, filter, now)) {
    if (found.push(view) > limit) break
  }
  if (found.length <= limit && (filter.status ?? 'pending') === 'pending') {
    const catalog = await currentCatalog(session)
    const pending = await listPendingForOperator(session, filter, limit + 1 - found.length)
    found.push(...pending.map((one) => pendingViewOf(one, catalog)))
  }
  return { subscriptions: found.slice(0, limit), more: found.length > limit }
}

async function* founded(session: Session, filter: SubscriptionOverviewFilter, now: Instant) {
  const { status, limit } = filter
  if (status === 'pending') return
  const catalog = await currentCatalog(session)
  const storedStatuses = status === undefined ? undefined : STORED_STATUSES[status]
  const clocks = new Map<string, Instant>()
  const size = Math.min(BATCH, limit + 1)
  let after: SubscriptionView | undefined
  for (;;) {
    const page = { after, limit: size }
    const stored = await listSubscriptionsForOperator(
      session,
      { ...filter, storedStatuses },
      page,
      catalog.availabilities,
    )
    for (const one of stored) {
      const clock = clocks.get(one.partnerId) ?? (await findAccount(session, one.partnerId))?.clockAt ?? now
      clocks.set(one.partnerId, clock)
      after = subscriptionViewOf(one, clock, catalog)
      if (status === undefined || after.status === status) yield after
    }
    if (stored.length < size) return
  }
}
