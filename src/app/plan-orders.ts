import type { Instant } from '../core/calendar/day.js'
import { listCyclePrice } from '../core/charging/list-price.js'
import { minorDigitsOf } from '../core/money/currency.js'
import { type CartLine, resellerOf } from '../core/ordering/cart.js'
import type { Order, OrderLine, OrderPrice } from '../core/ordering/order.js'
import { partition } from '../core/ordering/order-group.js'
import { amountsOf } from '../core/proration/derivation.js'
import type { Refusal } from '../core/refusal.js'
import { newOrderId } from './order-id.js'
import {
  type Basket,
  emptyBasket,
  faultOf,
  itemsOf,
  type PlannedItem,
  type PlannedLine,
  type Planning,
  planLine,
} from './plan-purchase.js'
import type { Shop } from './shop.js'

/** Lines that are ordered together or not at all. */
export interface PlannedGroup {
  readonly orderGroup: string
  readonly lines: readonly PlannedLine[]
  /** Why nothing of the group can be ordered, or `null`. */
  readonly refusal: Refusal | null
}

/** Plans lines group by group; a group with a fault leaves nothing in the basket. */
export function planGroups<Line extends CartLine & { readonly orderGroup: string }>(
  planning: Planning,
  shop: Shop,
  lines: readonly Line[],
): { readonly basket: Basket; readonly groups: readonly PlannedGroup[] } {
  let basket = emptyBasket(shop)
  const groups: PlannedGroup[] = []
  for (const [orderGroup, members] of partition(lines, (line) => line.orderGroup)) {
    let tried = basket
    const planned = members.map((line) => {
      const step = planLine(planning, shop, tried, line)
      tried = step.basket
      return step.planned
    })
    const refusal = planned.map(faultOf).find((fault) => fault !== null) ?? null
    if (refusal === null) basket = tried
    groups.push({ orderGroup, lines: planned, refusal })
  }
  return { basket, groups }
}

/** Groups that cannot be ordered, and why. */
export function errorsOf(groups: readonly PlannedGroup[]): { orderGroup: string; refusal: Refusal }[] {
  return groups.flatMap(({ orderGroup, refusal }) => (refusal === null ? [] : [{ orderGroup, refusal }]))
}

/** An order, and what has to be carried out for it. */
export interface PlannedOrder {
  readonly order: Order
  readonly items: readonly PlannedItem[]
}

/** What the orders of one purchase have in common. */
export interface OrderHead {
  readonly partnerId: string
  readonly customerId: string
  readonly createdAt: Instant
  readonly cartId: string | null
  readonly attested: boolean | null
}

/** The orders of a group: one for each billing cycle. */
export function ordersOf(planning: Planning, head: OrderHead, group: PlannedGroup): PlannedOrder[] {
  const byCycle = partition(group.lines.flatMap(itemsOf), (item) => item.availability.billingCycle)
  return [...byCycle.values()].map((items) => ({ items, order: orderOf(planning, head, items) }))
}

/** One order with a line for each item. */
export function orderOf({ newId }: Planning, head: OrderHead, items: readonly PlannedItem[]): Order {
  const { billingCycle, currency } = items[0]!.availability
  return {
    ...head,
    orderId: newOrderId(newId),
    billingCycle,
    currency,
    transactionType: 'UserPurchase',
    lines: items.map((item, number) => orderLineOf(item, number)),
  }
}

/** What an item is as a line of an order. */
export function orderLineOf(item: PlannedItem, number: number): OrderLine {
  const { line, availability, sku, subscriptionId, parentSubscriptionId } = item
  return {
    number,
    availabilityId: availability.id,
    subscriptionId,
    parentSubscriptionId,
    quantity: line.quantity,
    friendlyName: line.friendlyName ?? sku.title,
    transactionType: 'New',
    partnerOnRecord: resellerOf(line),
    attested: line.attested,
    provisioning: line.provisioning,
    price: item.awaitsActivation ? null : priceOf(item),
    cancelledAt: null,
  }
}

/** The first charge of an item; a free trial costs nothing. */
function priceOf({ availability, change }: PlannedItem): OrderPrice {
  const [first] = change.charges
  const amount = change.charges.reduce((sum, charge) => sum + charge.amount, 0n)
  const { price } = change.after
  const prices = { listPrice: listCyclePrice(change.after, availability), discountedPrice: price, amount }
  if (first === undefined) return { ...prices, unitPrice: 0n }
  return {
    ...prices,
    unitPrice: amountsOf(first.derivation, minorDigitsOf(availability.currency)).unitPrice,
  }
}
