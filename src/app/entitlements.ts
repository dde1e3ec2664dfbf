import { accept, type Outcome } from '../core/refusal.js'
import { isEnded } from '../core/subscription/subscription.js'
import { listLineNumbers } from '../store/orders.js'
import type { SubscriptionView } from './subscription-view.js'
import { type CustomerRef, listCustomerSubscriptions, loadSubscription } from './subscriptions.js'
import type { UseCase } from './use-case.js'

/** What a customer may use because it was bought; it has the id of the subscription it was bought with. */
export interface Entitlement {
  readonly view: SubscriptionView
  /** Line of the order; `undefined` where the order was imported, which has no lines. */
  readonly lineNumber: number | undefined
}

/** What a customer is entitled to, also to what waits for its activation or is suspended, and no more to what has ended. */
export async function listEntitlements(context: UseCase, customerId: string): Promise<Outcome<readonly Entitlement[]>> {
  const found = await listCustomerSubscriptions(context, customerId, {})
  if (!found.ok) return found
  const { customer, views } = found.value
  const standing = views.filter(({ status }) => status === 'pending' || !isEnded(status))
  return accept(await withLines(context, customer, standing))
}

/** One entitlement, also one that has ended. */
export async function readEntitlement(
  context: UseCase,
  customerId: string,
  entitlementId: string,
): Promise<Outcome<Entitlement>> {
  const found = await loadSubscription(context, customerId, entitlementId)
  if (!found.ok) return found
  const [entitlement] = await withLines(context, found.value.customer, [found.value.view])
  return accept(entitlement!)
}

async function withLines(
  { session }: UseCase,
  customer: CustomerRef,
  views: readonly SubscriptionView[],
): Promise<readonly Entitlement[]> {
  const orderIds = [...new Set(views.map(({ orderId }) => orderId))]
  const numbers = await listLineNumbers(session, customer, orderIds)
  return views.map((view) => ({ view, lineNumber: numbers.get(view.subscriptionId) }))
}
