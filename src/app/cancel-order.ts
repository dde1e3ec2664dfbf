import { isOpenLine, type StoredOrderLine } from '../core/ordering/order.js'
import { accept, type Outcome, type Refusal, refuse } from '../core/refusal.js'
import { isEnded } from '../core/subscription/subscription.js'
import { listPendingActivations } from '../store/pending-activations.js'
import type { Account } from './accounts.js'
import { cancelPending } from './activation.js'
import { changeFamily, type OpenFamily, openFamily } from './change-family.js'
import { keepImportedOrder, type LockedOrder, lockOrder, writeOrderChange } from './change-order.js'
import type { ReadOrder } from './orders.js'
import type { UseCase } from './use-case.js'
import { writeFamilies } from './write-families.js'

/**
 * Cancels an order, or whole lines of it. A sandbox cancels anything; elsewhere only software is cancelled by its order,
 * everything else by its subscription.
 * @param numbers lines to cancel; none: all
 */
export async function cancelOrder(
  context: UseCase,
  account: Account,
  customerId: string,
  orderId: string,
  { numbers, version }: { readonly numbers: readonly number[]; readonly version?: number | undefined },
): Promise<Outcome<ReadOrder>> {
  const locked = await lockOrder(context, customerId, orderId, version)
  if (!locked.ok) return locked
  const { order } = locked.value
  const lines = chooseLines(locked.value, numbers)
  if (!lines.ok) return lines
  const reason = account.isSandbox ? undefined : restrictionOf(locked.value, lines.value)
  if (reason !== undefined) return { ok: false, refusal: reason }
  const families = await cancelLines(context, locked.value, lines.value)
  if (!families.ok) return families
  await keepImportedOrder(context, order)
  await writeFamilies(context, families.value, new Map(), locked.value.catalog)
  await giveUpWaiting(context, locked.value, lines.value)
  return writeOrderChange(context, locked.value, { cancelledLines: lines.value.map((line) => line.number) })
}

function chooseLines({ order }: LockedOrder, numbers: readonly number[]): Outcome<readonly StoredOrderLine[]> {
  const { lines, orderId } = order
  const unknown = numbers.find((number) => lines.every((line) => line.number !== number))
  if (unknown !== undefined) return refuse('order-line-unknown', { line: unknown, last: lines.length - 1 })
  const chosen = numbers.length === 0 ? lines : lines.filter((line) => numbers.includes(line.number))
  const open = chosen.filter(isOpenLine)
  return open.length === 0 ? refuse('order-cancelled', { order: orderId }) : accept(open)
}

/** Why an order of a real account cannot be cancelled: it holds something that is not software. */
function restrictionOf({ catalog }: LockedOrder, lines: readonly StoredOrderLine[]): Refusal | undefined {
  for (const { availabilityId, subscriptionId } of lines) {
    const { profile, title } = catalog.availabilities.get(availabilityId)!
    if (profile.id === 'saas')
      return refuse('order-cancellation-by-subscription', { subscription: subscriptionId }).refusal
    const isSoftware = profile.invoiceType === 'one-time' && profile.quantityReduction === 'any-time'
    if (!isSoftware) return refuse('order-cancellation-restricted', { offer: title }).refusal
  }
  return undefined
}

async function cancelLines(
  context: UseCase,
  { order, partner, catalog }: LockedOrder,
  lines: readonly StoredOrderLine[],
): Promise<Outcome<readonly OpenFamily[]>> {
  const families = new Map<string, OpenFamily>()
  // Add-ons first: cancelling a base takes them along.
  const inOrder = lines.filter((line) => line.state === 'founded').sort((left, right) => rank(left) - rank(right))
  for (const { subscriptionId, parentSubscriptionId } of inOrder) {
    const key = parentSubscriptionId ?? subscriptionId
    const known = families.get(key)
    const open = known === undefined ? await openFamily(context.session, partner, key, catalog) : accept(known)
    if (!open.ok) return open
    const done = cancelMember(context, open.value, subscriptionId, { order, catalog })
    if (!done.ok) return done
    families.set(key, done.value)
  }
  return accept([...families.values()])
}

/** What waits for its activation has been charged nothing: it is given up. */
async function giveUpWaiting(context: UseCase, { order }: LockedOrder, lines: readonly StoredOrderLine[]) {
  const { partnerId, customerId } = order
  for (const { subscriptionId } of lines.filter((line) => line.state === 'waiting')) {
    const found = await listPendingActivations(context.session, { partnerId, customerId }, { subscriptionId })
    for (const pending of found) await cancelPending(context, pending)
  }
}

function rank(line: StoredOrderLine): number {
  return line.parentSubscriptionId === null ? 1 : 0
}

function cancelMember(
  { now }: UseCase,
  open: OpenFamily,
  subscriptionId: string,
  { order, catalog }: Pick<LockedOrder, 'order' | 'catalog'>,
): Outcome<OpenFamily> {
  const member = open.family.get(subscriptionId)
  if (member !== undefined && isEnded(member.subscription.status)) return accept(open)
  const cancelled = changeFamily(open, { key: subscriptionId, command: { type: 'cancel' } }, now, catalog)
  if (!cancelled.ok) return cancelled
  // Outside its window some would end at their renewal only: that is no cancellation of the order.
  const { status } = cancelled.value.family.get(subscriptionId)!.subscription
  return status === 'cancelled' ? cancelled : refuse('order-not-cancellable', { order: order.orderId })
}
