import type { BillingCycle } from '../core/catalog/billing-cycle.js'
import type { StoredOrder } from '../core/ordering/order.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findOrder, listOrders } from '../store/orders.js'
import { currentCatalog, type StoredCatalog } from './current-catalog.js'
import { type CustomerRef, loadCustomer } from './load-customer.js'
import type { UseCase } from './use-case.js'

/** An order with what it takes to show it. */
export interface ReadOrder {
  readonly customer: CustomerRef
  readonly catalog: StoredCatalog
  readonly order: StoredOrder
}

/** One order of a customer. */
export async function readOrder(context: UseCase, customerId: string, orderId: string): Promise<Outcome<ReadOrder>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const order = await loadOrder(context, customer.value, orderId)
  if (!order.ok) return order
  return accept({ customer: customer.value, catalog: await currentCatalog(context.session), order: order.value })
}

/** The order history of a customer, newest first. */
export async function readOrders(
  context: UseCase,
  customerId: string,
  filter: {
    readonly billingCycles?: readonly BillingCycle[] | undefined
    readonly limit: number
    readonly offset: number
  },
) {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const { partnerId } = customer.value
  const page = await listOrders(context.session, { partnerId, customerId }, filter)
  return accept({ customer: customer.value, catalog: await currentCatalog(context.session), ...page })
}

/** An order that must exist. */
export async function loadOrder(
  { session }: UseCase,
  { partnerId, customerId }: CustomerRef,
  orderId: string,
): Promise<Outcome<StoredOrder>> {
  const order = await findOrder(session, { partnerId, customerId, orderId })
  return order === undefined ? refuse('order-not-found', { order: orderId }) : accept(order)
}
