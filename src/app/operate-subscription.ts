import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findOwner } from '../store/subscription-reading.js'
import { lockLedger } from './change-family.js'
import { type ChangePreview, changeSubscription, previewSubscription } from './change-subscription.js'
import { type OperatorClock, operatorContext } from './operator-context.js'
import type { SubscriptionWish } from './plan-subscription-change.js'
import { readTimeline, type SubscriptionTimeline } from './subscription-charges.js'
import type { SubscriptionView } from './subscription-view.js'
import { loadSubscription } from './subscriptions.js'
import type { Database, Session, UseCase } from './use-case.js'

/** A subscription with its past and what is charged next. */
export interface SubscriptionOverview extends SubscriptionTimeline {
  readonly view: SubscriptionView
}

/** A subscription by its id alone. For who operates the program. */
export async function readSubscriptionOverview(
  session: Session,
  subscriptionId: string,
  clock: OperatorClock,
): Promise<Outcome<SubscriptionOverview>> {
  const placed = await placeOf(session, subscriptionId, clock)
  if (!placed.ok) return placed
  const { context, customerId } = placed.value
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const timeline = await readTimeline(context, customerId, subscriptionId)
  return timeline.ok ? accept({ ...timeline.value, view: loaded.value.view }) : timeline
}

/** What a change brought about, or would. */
export type OperatedChange = Omit<ChangePreview, 'customer'>

/**
 * Changes a subscription known by its id alone, or shows what that would do, which writes nothing. What is shown of a
 * change is its preview, made while nobody else can change anything. For who operates the program.
 */
export function operateSubscription(
  database: Database,
  subscriptionId: string,
  wish: SubscriptionWish,
  { dryRun, ...clock }: OperatorClock & { readonly dryRun: boolean },
): Promise<Outcome<OperatedChange>> {
  return database.transaction(async (session) => {
    const placed = await placeOf(session, subscriptionId, clock)
    if (!placed.ok) return placed
    const { context, customerId } = placed.value
    if (dryRun) return previewSubscription(context, customerId, subscriptionId, wish)
    await lockLedger(session, context.scope.accountId)
    const loaded = await loadSubscription(context, customerId, subscriptionId)
    if (!loaded.ok) return loaded
    // One that waits for its activation has no charges to preview.
    const isPending = loaded.value.pending !== undefined
    const previewed = isPending ? undefined : await previewSubscription(context, customerId, subscriptionId, wish)
    if (previewed?.ok === false) return previewed
    const changed = await changeSubscription(context, customerId, subscriptionId, wish, undefined)
    if (!changed.ok) return changed
    return accept(previewed?.value ?? { before: loaded.value.view, after: [changed.value.view], charges: [] })
  })
}

/** Where a subscription is, and the context to work on it. */
async function placeOf(
  session: Session,
  subscriptionId: string,
  clock: OperatorClock,
): Promise<Outcome<{ readonly context: UseCase; readonly customerId: string }>> {
  const owner = await findOwner(session, subscriptionId)
  if (owner === undefined) return refuse('subscription-not-found', { subscription: subscriptionId })
  const { partnerId, customerId } = owner
  return accept({ context: await operatorContext(session, partnerId, clock), customerId })
}
