import { dayOfInstant } from '../core/calendar/instant.js'
import { type Availability, sameTerm } from '../core/catalog/availability.js'
import type { BillingCycle } from '../core/catalog/billing-cycle.js'
import type { Charge } from '../core/charging/charge.js'
import { isOpenLine, type StoredOrderLine } from '../core/ordering/order.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Subscription } from '../core/subscription/subscription.js'
import {
  changeFamily,
  type OpenFamily,
  openFamily,
  type PartnerBilling,
  readLedger,
  standingOn,
} from './change-family.js'
import { keepImportedOrder, lockOrder, writeOrderChange } from './change-order.js'
import type { StoredCatalog } from './current-catalog.js'
import { type ReadOrder, readOrder } from './orders.js'
import type { UseCase } from './use-case.js'
import { writeFamilies } from './write-families.js'

/** A subscription that a change of its order's billing cycle would change. */
export interface AffectedSubscription {
  readonly subscriptionId: string
  readonly friendlyName: string
  readonly quantity: number
  readonly from: Availability
  readonly to: Availability
  readonly charges: readonly Charge[]
  /** The term afterwards: it starts anew on the day of the change. */
  readonly after: Subscription
}

interface PlannedCycleChange {
  readonly families: readonly OpenFamily[]
  readonly affected: readonly AffectedSubscription[]
}

/** The subscriptions of an order that another billing cycle would change, and what it would charge; writes nothing. */
export async function previewOrderCycle(
  context: UseCase,
  customerId: string,
  orderId: string,
  billingCycle: BillingCycle,
): Promise<Outcome<ReadOrder & { readonly affected: readonly AffectedSubscription[] }>> {
  const read = await readOrder(context, customerId, orderId)
  if (!read.ok) return read
  const partner = await readLedger(context.session, read.value.customer.partnerId)
  const planned = await planCycleChange(context, partner, read.value, billingCycle)
  return planned.ok ? accept({ ...read.value, affected: planned.value.affected }) : planned
}

/** Changes the billing cycle of an order: of all its subscriptions and their add-ons, or of none. */
export async function changeOrderCycle(
  context: UseCase,
  customerId: string,
  orderId: string,
  { billingCycle, version }: { readonly billingCycle: BillingCycle; readonly version?: number | undefined },
): Promise<Outcome<ReadOrder>> {
  const locked = await lockOrder(context, customerId, orderId, version)
  if (!locked.ok) return locked
  const { partner, catalog, order } = locked.value
  const planned = await planCycleChange(context, partner, locked.value, billingCycle)
  if (!planned.ok) return planned
  await keepImportedOrder(context, order)
  await writeFamilies(context, planned.value.families, new Map(), catalog)
  return writeOrderChange(context, locked.value, { billingCycle })
}

async function planCycleChange(
  context: UseCase,
  partner: PartnerBilling,
  read: ReadOrder,
  billingCycle: BillingCycle,
): Promise<Outcome<PlannedCycleChange>> {
  const { catalog } = read
  const families = new Map<string, OpenFamily>()
  const lines = read.order.lines.filter(isOpenLine)
  const waiting = lines.find((line) => line.state === 'waiting')
  if (waiting !== undefined) return refuse('order-synchronising', { subscription: waiting.subscriptionId })
  // Bases first: their add-ons go with them, whatever order they were bought with.
  const basesFirst = [...lines].sort((left, right) => rank(left) - rank(right))
  for (const { subscriptionId, parentSubscriptionId } of basesFirst) {
    const key = parentSubscriptionId ?? subscriptionId
    const known = families.get(key)
    const open = known === undefined ? await openFamily(context.session, partner, key, catalog) : accept(known)
    if (!open.ok) return open
    const changed = changeMember(context, open.value, subscriptionId, { ...read, billingCycle })
    if (!changed.ok) return changed
    families.set(key, changed.value)
  }
  const opens = [...families.values()]
  return accept({ families: opens, affected: opens.flatMap((open) => affectedOf(open, catalog)) })
}

function rank({ parentSubscriptionId }: StoredOrderLine): number {
  return parentSubscriptionId === null ? 0 : 1
}

/** Changes the subscription of a line; one that has the billing cycle already stays as it is. */
function changeMember(
  { now }: UseCase,
  open: OpenFamily,
  subscriptionId: string,
  { order, catalog, billingCycle }: ReadOrder & { readonly billingCycle: BillingCycle },
): Outcome<OpenFamily> {
  const member = open.family.get(subscriptionId)
  if (member === undefined) return refuse('subscription-not-found', { subscription: subscriptionId })
  const standing = standingOn(
    { state: member.subscription, partnerId: open.partner.partnerId },
    dayOfInstant(now),
    catalog,
  )
  if (!standing.ok) return standing
  const { status, availabilityId } = standing.value
  if (status !== 'active') return refuse('order-cycle-inactive', { subscription: subscriptionId, status })
  const from = catalog.availabilities.get(availabilityId)!
  if (from.billingCycle === billingCycle) return accept(open)
  if (from.billingCycle !== order.billingCycle) {
    const data = { subscription: subscriptionId, billingCycle: from.billingCycle, expected: order.billingCycle }
    return refuse('order-cycle-differs', data)
  }
  const to = targetOf(from, standing.value, billingCycle, catalog)
  if (!to.ok) return to
  const command = { type: 'changeBillingCycle' as const, availabilityId: to.value.id }
  return changeFamily(open, { key: subscriptionId, command }, now, catalog)
}

function affectedOf(open: OpenFamily, catalog: StoredCatalog): AffectedSubscription[] {
  return [...open.changes.values()].map(({ key, before, after, charges, overdue }) => ({
    subscriptionId: key,
    friendlyName: open.stored.get(key)!.friendlyName,
    quantity: after.quantity,
    from: catalog.availabilities.get(before!.availabilityId)!,
    to: catalog.availabilities.get(after.availabilityId)!,
    charges: [...charges, ...overdue],
    after,
  }))
}

/** The same offer with the other billing cycle. */
function targetOf(
  from: Availability,
  { trial }: Subscription,
  billingCycle: BillingCycle,
  catalog: StoredCatalog,
): Outcome<Availability> {
  const refusal = (problem: string) => refuse('order-cycle-unsupported', { offer: from.title, billingCycle, problem })
  if (from.profile.billingCycleChange !== 'restart-term') {
    return refusal('its billing cycle is changed by the subscription, not by the order')
  }
  if (trial) return refusal('it is a trial')
  const sale = catalog.sales.get(from.id)!
  for (const other of catalog.salesOf.get(sale.sku) ?? []) {
    const target = catalog.availabilities.get(other.availabilityId)!
    if (other.code === sale.code && target.billingCycle === billingCycle && sameTerm(target, from))
      return accept(target)
  }
  return refusal('it is not sold so')
}
