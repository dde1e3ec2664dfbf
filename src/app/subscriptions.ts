import { accept, type Outcome, refuse } from '../core/refusal.js'
import { listPendingActivations, type PendingActivation } from '../store/pending-activations.js'
import { findSubscription, listSubscriptions, type StoredSubscription } from '../store/subscription-reading.js'
import { currentCatalog, type StoredCatalog } from './current-catalog.js'
import { type CustomerRef, loadCustomer } from './load-customer.js'
import { pendingViewOf, type SubscriptionView, subscriptionViewOf } from './subscription-view.js'
import type { UseCase } from './use-case.js'

export type { CustomerRef, PendingActivation, StoredSubscription }

/** What of a request about a subscription has been found. */
export interface LoadedSubscription {
  readonly customer: CustomerRef
  readonly catalog: StoredCatalog
  readonly view: SubscriptionView
  /** `undefined` for one that is not activated. */
  readonly stored: StoredSubscription | undefined
  readonly pending: PendingActivation | undefined
}

export interface SubscriptionQuery {
  readonly orderId?: string | undefined
  /** Network id of the reseller they were sold through. */
  readonly partnerOnRecord?: string | undefined
}

/** The subscriptions of a customer, also those that wait for their activation, in the order in which they were bought. */
export async function listCustomerSubscriptions(
  context: UseCase,
  customerId: string,
  query: SubscriptionQuery,
): Promise<Outcome<{ readonly customer: CustomerRef; readonly views: readonly SubscriptionView[] }>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  return accept({ customer: customer.value, views: await viewsOf(context, customer.value, query) })
}

/** The add-ons of a subscription. */
export async function listAddOns(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<{ readonly customer: CustomerRef; readonly views: readonly SubscriptionView[] }>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { customer } = loaded.value
  return accept({ customer, views: await viewsOf(context, customer, { parentSubscriptionId: subscriptionId }) })
}

/** A subscription of a customer within the scope of the request. */
export async function loadSubscription(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<LoadedSubscription>> {
  const { session, now } = context
  const found = await loadCustomer(context, customerId)
  if (!found.ok) return found
  const customer = found.value
  const catalog = await currentCatalog(session)
  const key = { partnerId: customer.partnerId, customerId, subscriptionId }
  const stored = await findSubscription(session, key, catalog.availabilities)
  if (stored !== undefined) {
    const view = subscriptionViewOf(stored, now, catalog)
    return accept({ customer, catalog, view, stored, pending: undefined })
  }
  const [pending] = await listPendingActivations(session, key, { subscriptionId })
  if (pending === undefined) return refuse('subscription-not-found', { subscription: subscriptionId })
  return accept({ customer, catalog, view: pendingViewOf(pending, catalog), stored, pending })
}

async function viewsOf(
  { session, now }: UseCase,
  customer: CustomerRef,
  filter: SubscriptionQuery & { readonly parentSubscriptionId?: string },
): Promise<SubscriptionView[]> {
  const catalog = await currentCatalog(session)
  const stored = await listSubscriptions(session, customer, filter, catalog.availabilities)
  const pending = await listPendingActivations(session, customer, filter)
  const views = [
    ...stored.map((one) => subscriptionViewOf(one, now, catalog)),
    ...pending.map((one) => pendingViewOf(one, catalog)),
  ]
  return pending.length === 0 ? views : views.sort((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1))
}
