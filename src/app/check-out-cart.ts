import { type Cart, type CheckedLine, flatten, resellerOf } from '../core/ordering/cart.js'
import type { StoredOrder } from '../core/ordering/order.js'
import { accept, type Outcome, type Refusal, refuse } from '../core/refusal.js'
import { updateCart } from '../store/carts.js'
import type { Account } from './accounts.js'
import { basesOf, openCart } from './cart.js'
import type { StoredCatalog } from './current-catalog.js'
import { type CustomerRef, lockCustomer } from './load-customer.js'
import { placeOrders } from './place-orders.js'
import { errorsOf, ordersOf, type PlannedGroup, planGroups } from './plan-orders.js'
import { hasCreditFor, hasRoomFor, mayPurchase } from './purchase-gate.js'
import { openShop } from './shop.js'
import type { UseCase } from './use-case.js'

/** What a checkout came to. */
export interface CheckedOut {
  readonly customer: CustomerRef
  readonly catalog: StoredCatalog
  readonly orders: readonly StoredOrder[]
  /** Order groups that could not be ordered, and why; nothing of them is left. */
  readonly errors: readonly { readonly orderGroup: string; readonly refusal: Refusal }[]
}

/**
 * Orders what is in a cart: group by group, each as a whole or not at all. Everything is decided before anything is
 * written. A cart of which something was ordered cannot be ordered again; one of which nothing could be stays open.
 */
export async function checkOutCart(
  context: UseCase,
  account: Account,
  customerId: string,
  cartId: string,
): Promise<Outcome<CheckedOut>> {
  const locked = await lockCustomer(context, customerId)
  if (!locked.ok) return locked
  const { customer, partner } = locked.value
  const cart = await openCart(context, customer, cartId)
  if (!cart.ok) return cart
  const { lines } = cart.value
  const allowed = await mayPurchase(context, account, customer, lines)
  if (!allowed.ok) return allowed
  const complete = checkContent(cart.value)
  if (!complete.ok) return complete
  const shop = await openShop(context, account, customer, partner, basesOf(lines))
  const room = hasRoomFor(shop.buyer.owned.length, flatten(lines).length)
  if (!room.ok) return room
  const { basket, groups } = planGroups(context, shop, lines)
  const { partnerId } = customer
  const { attested } = cart.value
  const head = { partnerId, customerId, createdAt: context.now, cartId, attested }
  const planned = groups.filter((group) => group.refusal === null).flatMap((group) => ordersOf(context, head, group))
  const bought = planned.flatMap(({ items }) => items)
  const credit = bought.length === 0 ? accept(undefined) : await hasCreditFor(context, partnerId, bought)
  if (!credit.ok) return credit
  const sale = { customer, catalog: shop.catalog, families: basket.families.values() }
  const orders = planned.length === 0 ? [] : await placeOrders(context, sale, planned)
  if (orders.length > 0) {
    await updateCart(context.session, { ...cart.value, status: 'ordered', lines: withFaults(lines, groups) })
  }
  return accept({ customer, catalog: shop.catalog, orders, errors: errorsOf(groups) })
}

/** The lines of an ordered cart with what was wrong with them when it was ordered, which is what remains to be told. */
function withFaults(lines: readonly CheckedLine[], groups: readonly PlannedGroup[]): CheckedLine[] {
  const planned = groups.flatMap((group) => group.lines).flatMap((line) => [line, ...line.addOns])
  const faults = new Map(planned.map(({ line, outcome }) => [line.id, outcome.ok ? null : outcome.refusal]))
  const withFault = (line: CheckedLine): CheckedLine => ({
    ...line,
    fault: faults.get(line.id) ?? null,
    addOns: line.addOns.map(withFault),
  })
  return lines.map(withFault)
}

function checkContent({ lines, attested }: Cart): Outcome<undefined> {
  if (lines.length === 0) return refuse('cart-empty')
  const namesReseller = flatten(lines).some((line) => resellerOf(line) !== null)
  return namesReseller && attested !== true ? refuse('reseller-attestation-missing') : accept(undefined)
}
