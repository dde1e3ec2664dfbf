import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findOwner } from '../store/subscription-reading.js'
import { lockLedger } from './change-family.js'
import { type ChangePreview, changeSubscription, previewSubscription } from './change-subscription.js'
import { operatorContext } from './operator-context.js'
import type { SubscriptionWish } from './plan-subscription-change.js'
import { readTimeline, type SubscriptionTimeline } from './subscription-charges.js'
import type { SubscriptionView } from './subscription-view.js'
import { loadSubscription } from './subscriptions.js'
import type { UseCase } from './use-case.js'

/** A subscription with its past and what is charged next. */
export interface SubscriptionOverview extends SubscriptionTimeline {
  readonly view: SubscriptionView
}

/** A subscription by its id alone. For who operates the program. */
export async function readSubscriptionOverview(
  operator: UseCase,
  subscriptionId: string,
): Promise<Outcome<SubscriptionOverview>> {
  const placed = await placeOf(operator, subscriptionId)
  if (!placed.ok) return placed
  const { context, customerId } = placed.value
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const timeline = await readTimeline(context, customerId, subscriptionId)
  return timeline.ok ? accept({ ...timeline.value, view: loaded.value.view }) : timeline
}

/** What a change brought about, or would. */
export type OperatedChange = Omit<ChangePreview, 'customer'>

/** What changing a subscription known by its id alone would do; writes nothing. For who operates the program. */
export async function previewOperation(
  operator: UseCase,
  subscriptionId: string,
  wish: SubscriptionWish,
): Promise<Outcome<OperatedChange>> {
  const placed = await placeOf(operator, subscriptionId)
  if (!placed.ok) return placed
  return previewSubscription(placed.value.context, placed.value.customerId, subscriptionId, wish)
}

/**
 * Changes a subscription known by its id alone. What is told of the change is its preview, made while nobody else can
 * change anything. For who operates the program.
 */
export async function operateSubscription(
  operator: UseCase,
  subscriptionId: string,
  wish: SubscriptionWish,
): Promise<Outcome<OperatedChange>> {
  const placed = await placeOf(operator, subscriptionId)
  if (!placed.ok) return placed
  const { context, customerId } = placed.value
  await lockLedger(context.session, context.scope.accountId)
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  // One that waits for its activation has no charges to preview.
  const isPending = loaded.value.pending !== undefined
  const previewed = isPending ? undefined : await previewSubscription(context, customerId, subscriptionId, wish)
  if (previewed?.ok === false) return previewed
  const changed = await changeSubscription(context, customerId, subscriptionId, wish, undefined)
  if (!changed.ok) return changed
  return accept(previewed?.value ?? { before: loaded.value.view, after: [changed.value.view], charges: [], next: null })
}

/** Where a subscription is, and the context to work on it. */
async function placeOf(
  operator: UseCase,
  subscriptionId: string,
): Promise<Outcome<{ readonly context: UseCase; readonly customerId: string }>> {
  const owner = await findOwner(operator.session, subscriptionId)
  if (owner === undefined) return refuse('subscription-not-found', { subscription: subscriptionId })
  const { partnerId, customerId } = owner
  return accept({ context: await operatorContext(operator, partnerId), customerId })
}
