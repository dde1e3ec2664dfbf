import type { Day } from '../core/calendar/day.js'
import { type Availability, isOpenEnded } from '../core/catalog/availability.js'
import type { Charge } from '../core/charging/charge.js'
import type { CartLine } from '../core/ordering/cart.js'
import { accept, type Outcome, type Refusal } from '../core/refusal.js'
import type { Account } from './accounts.js'
import { basesOf, readCart } from './cart.js'
import { readLedger } from './change-family.js'
import { type CustomerRef, loadCustomer } from './load-customer.js'
import { errorsOf, planGroups } from './plan-orders.js'
import { itemsOf, type PlannedItem } from './plan-purchase.js'
import { hasCreditFor, mayPurchase } from './purchase-gate.js'
import { openShop } from './shop.js'
import type { UseCase } from './use-case.js'

/** What one line would cost if the cart were ordered now. */
export interface ReviewedLine {
  readonly lineId: number
  readonly orderGroup: string
  readonly itemId: string
  readonly title: string
  readonly quantity: number
  readonly availability: Availability
  /** Nothing is charged before its publisher has confirmed the activation. */
  readonly awaitsActivation: boolean
  readonly charges: readonly Charge[]
  /** Minor units. */
  readonly amount: bigint
  /** When it is charged again; `null` for what is paid once, ends by itself or waits. */
  readonly nextChargeOn: Day | null
}

export interface CartReview {
  readonly cartId: string
  readonly lines: readonly ReviewedLine[]
  /** Groups that cannot be ordered as they are. */
  readonly errors: readonly { readonly orderGroup: string; readonly refusal: Refusal }[]
  /** Why nothing at all would be ordered, whatever is in the cart; `undefined` where nothing stands in the way. */
  readonly refusal: Refusal | undefined
  /** What would be charged, by currency, in minor units. */
  readonly totals: ReadonlyMap<Availability['currency'], bigint>
}

/** The first charges of everything in a cart, computed by the same steps as its checkout; nothing is written. */
export async function reviewCart(
  context: UseCase,
  account: Account,
  customerId: string,
  cartId: string,
): Promise<Outcome<CartReview>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const cart = await readCart(context, customerId, cartId)
  if (!cart.ok) return cart
  const { lines: wanted } = cart.value
  const partner = await readLedger(context.session, customer.value.partnerId)
  const shop = await openShop(context, account, customer.value, partner, basesOf(wanted))
  const { groups } = planGroups(context, shop, wanted)
  const lines = groups
    .filter((group) => group.refusal === null)
    .flatMap(({ orderGroup, lines: planned }) => planned.flatMap(itemsOf).map((item) => reviewedLine(item, orderGroup)))
  const totals = new Map<Availability['currency'], bigint>()
  for (const { availability, amount } of lines) {
    totals.set(availability.currency, (totals.get(availability.currency) ?? 0n) + amount)
  }
  const items = groups.filter((group) => group.refusal === null).flatMap((group) => group.lines.flatMap(itemsOf))
  const allowed = await mayOrder(context, account, customer.value, wanted, items)
  const refusal = allowed.ok ? undefined : allowed.refusal
  return accept({ cartId, lines, errors: errorsOf(groups), refusal, totals })
}

/** Whether the parties may buy, and have credit for what is bought, as a checkout will ask. */
async function mayOrder(
  context: UseCase,
  account: Account,
  customer: CustomerRef,
  lines: readonly CartLine[],
  items: readonly PlannedItem[],
): Promise<Outcome<undefined>> {
  const allowed = await mayPurchase(context, account, customer, lines)
  return allowed.ok && items.length > 0 ? hasCreditFor(context, customer.partnerId, items) : allowed
}

function reviewedLine(item: PlannedItem, orderGroup: string): ReviewedLine {
  const { line, availability, sku, awaitsActivation, change } = item
  const charges = awaitsActivation ? [] : [...change.charges, ...change.overdue]
  const { after } = change
  const ends = isOpenEnded(availability) || (after.cycleEnd === after.termEnd && !after.autoRenew)
  return {
    lineId: line.id,
    orderGroup,
    itemId: line.item,
    title: sku.title,
    quantity: line.quantity,
    availability,
    awaitsActivation,
    charges,
    amount: charges.reduce((sum, charge) => sum + charge.amount, 0n),
    nextChargeOn: ends || awaitsActivation ? null : after.cycleEnd,
  }
}
