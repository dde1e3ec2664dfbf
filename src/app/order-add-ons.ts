import { type CartLine, flatten } from '../core/ordering/cart.js'
import type { Outcome } from '../core/refusal.js'
import { appendOrderLines } from '../store/orders.js'
import type { Account } from './accounts.js'
import { basesOf } from './cart.js'
import { keepImportedOrder, lockOrder, writeOrderChange } from './change-order.js'
import type { ReadOrder } from './orders.js'
import { deliver } from './place-orders.js'
import { orderLineOf, planGroups } from './plan-orders.js'
import { itemsOf } from './plan-purchase.js'
import { hasCreditFor, hasRoomFor, mayPurchase } from './purchase-gate.js'
import { openShop } from './shop.js'
import type { UseCase } from './use-case.js'

/** Buys add-ons for existing subscriptions, as further lines of an order. */
export async function orderAddOns(
  context: UseCase,
  account: Account,
  customerId: string,
  orderId: string,
  { lines, version }: { readonly lines: readonly CartLine[]; readonly version?: number | undefined },
): Promise<Outcome<ReadOrder>> {
  const locked = await lockOrder(context, customerId, orderId, version)
  if (!locked.ok) return locked
  const { customer, partner, order } = locked.value
  const allowed = await mayPurchase(context, account, customer, lines)
  if (!allowed.ok) return allowed
  const shop = await openShop(context, account, customer, partner, basesOf(lines))
  const room = hasRoomFor(shop.buyer.owned.length, flatten(lines).length)
  if (!room.ok) return room
  const { basket, groups } = planGroups(
    context,
    shop,
    lines.map((line) => ({ ...line, orderGroup: '0' })),
  )
  const group = groups[0]!
  if (group.refusal !== null) return { ok: false, refusal: group.refusal }
  const items = group.lines.flatMap(itemsOf)
  const credit = await hasCreditFor(context, customer.partnerId, items)
  if (!credit.ok) return credit
  await keepImportedOrder(context, order)
  const next = 1 + Math.max(-1, ...order.lines.map((line) => line.number))
  const added = items.map((item, index) => orderLineOf(item, next + index))
  await appendOrderLines(context.session, order, added)
  await deliver(context, { customer, catalog: shop.catalog, families: basket.families.values() }, [{ orderId, items }])
  return writeOrderChange(context, locked.value, {})
}
