import type { StoredOrder, StoredOrderLine } from '../core/ordering/order.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { changeOrder, insertOrder, type OrderChange } from '../store/orders.js'
import { recordChange } from './audit.js'
import type { PartnerBilling } from './change-family.js'
import { currentCatalog, type StoredCatalog } from './current-catalog.js'
import { type CustomerRef, lockCustomer } from './load-customer.js'
import { loadOrder, type ReadOrder } from './orders.js'
import { auditedOrder } from './place-orders.js'
import type { UseCase } from './use-case.js'

/** An order that nobody else changes before the transaction ends: its partner's ledger is locked. */
export interface LockedOrder extends ReadOrder {
  readonly partner: PartnerBilling
}

/**
 * Loads an order to change it.
 * @param version what the client has read; left out: whatever there is
 */
export async function lockOrder(
  context: UseCase,
  customerId: string,
  orderId: string,
  version?: number,
): Promise<Outcome<LockedOrder>> {
  const locked = await lockCustomer(context, customerId)
  if (!locked.ok) return locked
  const order = await loadOrder(context, locked.value.customer, orderId)
  if (!order.ok) return order
  if (version !== undefined && version !== order.value.version) return refuse('stale-etag', { what: 'order' })
  const catalog = await currentCatalog(context.session)
  return accept({ ...locked.value, catalog, order: order.value })
}

/** Writes a change of an order with its audit record, and gives the order as it is then. */
export async function writeOrderChange(
  context: UseCase,
  { customer, order }: Pick<LockedOrder, 'customer' | 'order'>,
  change: Omit<OrderChange, 'at'>,
): Promise<Outcome<{ readonly customer: CustomerRef; readonly catalog: StoredCatalog; readonly order: StoredOrder }>> {
  const { partnerId, orderId } = order
  await changeOrder(context.session, order, { ...change, at: context.now })
  const after = await loadOrder(context, customer, orderId)
  if (!after.ok) return after
  await recordChange(context, {
    partnerId,
    customer,
    resourceType: 'order',
    operationType: 'update_order',
    before: auditedOrder(order),
    after: auditedOrder(after.value),
    data: { orderId },
  })
  return accept({ customer, catalog: await currentCatalog(context.session), order: after.value })
}

/** Gives an order that is known from imported subscriptions only a row of its own, so that it can change. */
export async function keepImportedOrder(context: UseCase, order: StoredOrder): Promise<void> {
  if (order.version === 0) await insertOrder(context.session, { ...order, lines: order.lines.map(plainLine) })
}

function plainLine({ state: _, ...line }: StoredOrderLine) {
  return line
}
