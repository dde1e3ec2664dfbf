import { type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import {
  type Cart,
  type CartLine,
  type CheckedLine,
  flatten,
  MOST_LINES,
  parentSubscriptionOf,
} from '../core/ordering/cart.js'
import { groupKeyOf, orderGroupsOf } from '../core/ordering/order-group.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findCart, insertCart, lockCart, updateCart } from '../store/carts.js'
import type { Account } from './accounts.js'
import { readLedger } from './change-family.js'
import { type CustomerRef, loadCustomer } from './load-customer.js'
import { type Basket, emptyBasket, faultOf, type PlannedLine, planLine } from './plan-purchase.js'
import { mayBeOnRecord } from './purchase-gate.js'
import { openShop, type Shop } from './shop.js'
import type { UseCase } from './use-case.js'

/** What a client may say of a cart. */
export interface CartContent {
  readonly lines: readonly CartLine[]
  readonly attested: boolean | null
}

export const DEFAULT_CART_DAYS = 7

/**
 * Opens a cart. Lines that cannot be bought are kept with their fault; only what cannot be a cart at all is refused.
 * @param days how long it can be ordered
 */
export async function createCart(
  context: UseCase,
  account: Account,
  customerId: string,
  content: CartContent,
  days = DEFAULT_CART_DAYS,
): Promise<Outcome<Cart>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const lines = await checkLines(context, account, customer.value, content.lines)
  if (!lines.ok) return lines
  const { now } = context
  const cart: Cart = {
    partnerId: customer.value.partnerId,
    customerId,
    cartId: context.newId(),
    status: 'active',
    lines: lines.value,
    attested: content.attested,
    createdAt: now,
    modifiedAt: now,
    modifiedBy: context.actor.id,
    expiresAt: (now + days * MILLISECONDS_PER_DAY) as Instant,
  }
  await insertCart(context.session, cart)
  return accept(cart)
}

/** The cart, ordered or not; an expired one does not exist any more. */
export async function readCart(context: UseCase, customerId: string, cartId: string): Promise<Outcome<Cart>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const { partnerId } = customer.value
  return present(await findCart(context.session, { partnerId, customerId, cartId }), cartId, context.now)
}

/** Replaces what is in a cart; it expires when it would have. */
export async function replaceCart(
  context: UseCase,
  account: Account,
  customerId: string,
  cartId: string,
  content: CartContent,
): Promise<Outcome<Cart>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const cart = await openCart(context, customer.value, cartId)
  if (!cart.ok) return cart
  const lines = await checkLines(context, account, customer.value, content.lines)
  if (!lines.ok) return lines
  const { now, actor } = context
  const changed = {
    ...cart.value,
    lines: lines.value,
    attested: content.attested,
    modifiedAt: now,
    modifiedBy: actor.id,
  }
  await updateCart(context.session, changed)
  return accept(changed)
}

/** The cart, locked until the transaction ends; refuses one that was ordered already. */
export async function openCart(context: UseCase, customer: CustomerRef, cartId: string): Promise<Outcome<Cart>> {
  const { partnerId, customerId } = customer
  const cart = present(await lockCart(context.session, { partnerId, customerId, cartId }), cartId, context.now)
  if (!cart.ok) return cart
  return cart.value.status === 'ordered' ? refuse('cart-ordered', { cart: cartId }) : cart
}

function present(cart: Cart | undefined, cartId: string, now: Instant): Outcome<Cart> {
  const isGone = cart === undefined || (cart.status !== 'ordered' && cart.expiresAt <= now)
  return isGone ? refuse('cart-not-found', { cart: cartId }) : accept(cart)
}

/** The ids of the existing subscriptions that lines are add-ons for. */
export function basesOf(lines: readonly CartLine[]): string[] {
  return lines.flatMap((line) => parentSubscriptionOf(line) ?? [])
}

async function checkLines(
  context: UseCase,
  account: Account,
  customer: CustomerRef,
  lines: readonly CartLine[],
): Promise<Outcome<CheckedLine[]>> {
  const count = flatten(lines).length
  if (count > MOST_LINES) return refuse('cart-too-large', { limit: MOST_LINES, count })
  const ids = new Set<number>()
  for (const { id } of flatten(lines)) {
    if (ids.has(id)) return refuse('cart-line-id-taken', { id })
    ids.add(id)
  }
  const resellers = await mayBeOnRecord(context, account, lines)
  if (!resellers.ok) return resellers
  const partner = await readLedger(context.session, customer.partnerId)
  return accept(check(context, await openShop(context, account, customer, partner, basesOf(lines)), lines))
}

/** Plans every line, as the checkout will, and keeps what was found. */
function check(context: UseCase, shop: Shop, lines: readonly CartLine[]): CheckedLine[] {
  let basket: Basket = emptyBasket(shop)
  const planned = lines.map((line) => {
    const step = planLine(context, shop, basket, line)
    basket = step.basket
    return step.planned
  })
  const groups = orderGroupsOf(
    planned.map((each) => (each.found === null || faultOf(each) !== null ? null : groupKeyOf(each.found.availability))),
  )
  return planned.map((each, index) => checked(each, groups[index]!, shop.account.currency))
}

function checked({ line, found, outcome, addOns }: PlannedLine, orderGroup: string, currency: string): CheckedLine {
  return {
    ...line,
    item: found?.itemId ?? line.item,
    currency: line.currency ?? currency,
    availabilityId: found?.availability.id ?? null,
    orderGroup,
    fault: outcome.ok ? null : outcome.refusal,
    addOns: addOns.map((addOn) => checked(addOn, orderGroup, currency)),
  }
}
