import type { OrderPrice, OrderStatus, StoredOrder, StoredOrderLine } from '../core/ordering/order.js'
import { orderStatusOf } from '../core/ordering/order.js'
import { findOrder, listOrderKeys, type OperatorOrderFilter } from '../store/orders.js'
import { currentCatalog, type StoredCatalog } from './current-catalog.js'
import { itemIdOf } from './find-catalog-item.js'
import { orderPriceOf } from './order-price.js'
import type { Session } from './use-case.js'

export interface OrderOverviewFilter extends OperatorOrderFilter {
  readonly limit: number
}

/** A line of an order with what it bought. */
export interface OverviewLine extends Omit<StoredOrderLine, 'price'> {
  readonly offer: string
  /** What the API calls what was bought. */
  readonly item: string
  /** As it was agreed; for what was imported, at the list price of its day. `null` where there was none. */
  readonly price: OrderPrice | null
}

export interface OrderOverview extends Omit<StoredOrder, 'lines'> {
  readonly status: OrderStatus
  readonly lines: readonly OverviewLine[]
}

/** Orders of one partner or of all, newest first, and whether there are more. For who operates the program. */
export async function listAllOrders(
  session: Session,
  { limit, ...filter }: OrderOverviewFilter,
): Promise<{ readonly orders: readonly OrderOverview[]; readonly more: boolean }> {
  const catalog = await currentCatalog(session)
  const keys = await listOrderKeys(session, filter, limit + 1)
  const orders: OrderOverview[] = []
  for (const key of keys.slice(0, limit)) {
    const order = await findOrder(session, key)
    if (order !== undefined) orders.push(overviewOf(order, catalog))
  }
  return { orders, more: keys.length > limit }
}

function overviewOf(order: StoredOrder, catalog: StoredCatalog): OrderOverview {
  const lines = order.lines.map((line) => ({
    ...line,
    offer: catalog.availabilities.get(line.availabilityId)!.title,
    item: itemIdOf(catalog, line.availabilityId),
    price: orderPriceOf(order, line, catalog),
  }))
  return { ...order, status: orderStatusOf(order), lines }
}
