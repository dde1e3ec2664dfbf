import { resellerOf } from '../core/ordering/cart.js'
import type { Order, OrderLine, StoredOrder } from '../core/ordering/order.js'
import { appendNotices } from '../store/notices.js'
import { insertOrders } from '../store/orders.js'
import { foundPendingSubscription } from './activation.js'
import { recordChanges } from './audit.js'
import type { OpenFamily } from './change-family.js'
import { watchCredit } from './credit-limit.js'
import type { StoredCatalog } from './current-catalog.js'
import type { CustomerRef } from './load-customer.js'
import type { PlannedOrder } from './plan-orders.js'
import type { PlannedItem } from './plan-purchase.js'
import type { UseCase } from './use-case.js'
import { type Founding, writeFamilies } from './write-families.js'

/** Who buys, and what the purchase does to subscriptions. */
export interface Sale {
  readonly customer: CustomerRef
  readonly catalog: StoredCatalog
  readonly families: Iterable<OpenFamily>
}

/** What is bought under one order. */
export interface OrderedItems {
  readonly orderId: string
  readonly items: readonly PlannedItem[]
}

/**
 * Writes new orders with everything they bring about: subscriptions, events, charges, audit records and notices. The
 * transaction holds the partner's ledger.
 */
export async function placeOrders(
  context: UseCase,
  sale: Sale,
  planned: readonly PlannedOrder[],
): Promise<readonly StoredOrder[]> {
  const orders = planned.map(({ order }) => order)
  await insertOrders(context.session, orders)
  await deliver(
    context,
    sale,
    planned.map(({ order, items }) => ({ orderId: order.orderId, items })),
  )
  await recordChanges(
    context,
    orders.map((order) => ({
      partnerId: order.partnerId,
      customer: sale.customer,
      resourceType: 'order',
      operationType: 'create_order',
      before: null,
      after: auditedOrder(order),
      data: { orderId: order.orderId },
    })),
  )
  return planned.map(({ order, items }) => storedOrder(order, items))
}

/** Writes what was bought: subscriptions, events and charges, or what waits for its activation; and tells of it. */
export async function deliver(context: UseCase, sale: Sale, ordered: readonly OrderedItems[]): Promise<void> {
  const { customer, catalog, families } = sale
  const foundings = new Map<string, Founding>()
  for (const { orderId, items } of ordered) {
    for (const item of items) {
      const { line, sku, subscriptionId, parentSubscriptionId } = item
      const founding = {
        customerId: customer.customerId,
        orderId,
        friendlyName: line.friendlyName ?? sku.title,
        partnerOnRecord: resellerOf(line),
      }
      if (!item.awaitsActivation) {
        foundings.set(subscriptionId, { ...founding, activation: 'not-needed' })
        continue
      }
      const { partnerId } = customer
      const bought = { availabilityId: item.availability.id, quantity: line.quantity }
      await foundPendingSubscription(context, {
        ...founding,
        ...bought,
        partnerId,
        subscriptionId,
        parentSubscriptionId,
      })
    }
  }
  await writeFamilies(context, [...families], foundings, catalog)
  await watchCredit(context, customer.partnerId)
  await appendNotices(
    context.session,
    ordered.flatMap(({ items }) => items).map((item) => noticeOf(context, customer, item)),
  )
}

function noticeOf({ newId, now }: UseCase, customer: CustomerRef, item: PlannedItem) {
  return {
    partnerId: customer.partnerId,
    noticeId: newId(),
    eventName: item.awaitsActivation ? 'subscription-pending' : 'subscription-active',
    resourceUri: `/customers/${customer.customerId}/subscriptions/${item.subscriptionId}`,
    resourceName: 'subscription',
    auditRecordId: null,
    occurredAt: now,
  }
}

/** An order as it can be read again. */
function storedOrder(order: Order, items: readonly PlannedItem[]): StoredOrder {
  const lines = order.lines.map((line, index) => ({
    ...line,
    state: items[index]!.awaitsActivation ? ('waiting' as const) : ('founded' as const),
  }))
  return { ...order, lines, version: 1 }
}

/** An order in the activity log. */
export function auditedOrder(order: Order): object {
  const { orderId, billingCycle, currency, transactionType, cartId, attested, lines } = order
  return { orderId, billingCycle, currency, transactionType, cartId, attested, lines: lines.map(auditedLine) }
}

function auditedLine({ price: _, ...line }: OrderLine): object {
  return line
}
