import type { Day } from '../core/calendar/day.js'
import { type Availability, isOpenEnded } from '../core/catalog/availability.js'
import type { Charge } from '../core/charging/charge.js'
import { accept, type Outcome, type Refusal } from '../core/refusal.js'
import type { Account } from './accounts.js'
import { basesOf, readCart } from './cart.js'
import { readLedger } from './change-family.js'
import { loadCustomer } from './load-customer.js'
import { errorsOf, planGroups } from './plan-orders.js'
import { itemsOf, type PlannedItem } from './plan-purchase.js'
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
  return accept({ cartId, lines, errors: errorsOf(groups), totals })
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
