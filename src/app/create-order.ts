import { type CartLine, flatten } from '../core/ordering/cart.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Account } from './accounts.js'
import { basesOf } from './cart.js'
import { lockCustomer } from './load-customer.js'
import type { ReadOrder } from './orders.js'
import { placeOrders } from './place-orders.js'
import { orderOf, planGroups } from './plan-orders.js'
import { itemsOf } from './plan-purchase.js'
import { hasCreditFor, hasRoomFor, mayPurchase } from './purchase-gate.js'
import { openShop } from './shop.js'
import type { UseCase } from './use-case.js'

/** What is ordered without a cart: one order, as a whole or not at all. */
export interface OrderContent {
  readonly lines: readonly CartLine[]
  readonly attested: boolean | null
}

/** Orders at once. All lines have one billing cycle. */
export async function createOrder(
  context: UseCase,
  account: Account,
  customerId: string,
  { lines, attested }: OrderContent,
): Promise<Outcome<ReadOrder>> {
  const locked = await lockCustomer(context, customerId)
  if (!locked.ok) return locked
  const { customer, partner } = locked.value
  if (attested === false && lines.some((line) => line.participants.length > 0)) {
    return refuse('reseller-attestation-missing')
  }
  const allowed = await mayPurchase(context, account, customer, lines)
  if (!allowed.ok) return allowed
  const shop = await openShop(context, account, customer, partner, basesOf(lines))
  const room = hasRoomFor(shop.buyer.owned.length, flatten(lines).length)
  if (!room.ok) return room
  const whole = lines.map((line) => ({ ...line, orderGroup: '0' }))
  const { basket, groups } = planGroups(context, shop, whole)
  const group = groups[0]!
  if (group.refusal !== null) return { ok: false, refusal: group.refusal }
  const items = group.lines.flatMap(itemsOf)
  const cycles = new Set(items.map((item) => item.availability.billingCycle))
  if (cycles.size > 1) return refuse('order-lines-differ', { cycles: [...cycles].join(' and ') })
  const { partnerId } = customer
  const credit = await hasCreditFor(context, partnerId, items)
  if (!credit.ok) return credit
  const order = orderOf(context, { partnerId, customerId, createdAt: context.now, cartId: null, attested }, items)
  const sale = { customer, catalog: shop.catalog, families: basket.families.values() }
  const [placed] = await placeOrders(context, sale, [{ order, items }])
  return accept({ customer, catalog: shop.catalog, order: placed! })
}
