import { dayOfInstant } from '../core/calendar/instant.js'
import { type Availability, sameTerm } from '../core/catalog/availability.js'
import type { BillingCycle } from '../core/catalog/billing-cycle.js'
import type { Charge } from '../core/charging/charge.js'
import { isOpenLine, type StoredOrder } from '../core/ordering/order.js'
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
  { order, catalog }: ReadOrder,
  billingCycle: BillingCycle,
): Promise<Outcome<PlannedCycleChange>> {
  const { session } = context
  const families = new Map<string, OpenFamily>()
  const affected: AffectedSubscription[] = []
  const lines = order.lines.filter(isOpenLine)
  const waiting = lines.find((line) => line.state === 'waiting')
  if (waiting !== undefined) return refuse('order-synchronising', { subscription: waiting.subscriptionId })
  for (const { subscriptionId, parentSubscriptionId } of lines) {
    const key = parentSubscriptionId ?? subscriptionId
    let open = families.get(key)
    if (open === undefined) {
      const opened = await openFamily(session, partner, key, catalog)
      if (!opened.ok) return opened
      open = opened.value
    }
    // Add-ons go with their base, whatever order they were bought with.
    for (const member of [subscriptionId, ...addOnsOf(open, subscriptionId)]) {
      const changed = changeMember(context, open, member, { order, catalog, billingCycle })
      if (!changed.ok) return changed
      if (changed.value === null) continue
      open = changed.value.open
      affected.push(changed.value.affected)
    }
    families.set(key, open)
  }
  const mismatch = checkAligned([...families.values()], catalog, billingCycle)
  return mismatch ?? accept({ families: [...families.values()], affected })
}

function addOnsOf({ family }: OpenFamily, base: string): string[] {
  return [...family.values()].filter((member) => member.parent === base).map((member) => member.key)
}

interface CycleChange {
  readonly order: StoredOrder
  readonly catalog: StoredCatalog
  readonly billingCycle: BillingCycle
}

/** Changes one member; `null` where it has the billing cycle already, or is an add-on that has ended. */
function changeMember(
  { now }: UseCase,
  open: OpenFamily,
  subscriptionId: string,
  { order, catalog, billingCycle }: CycleChange,
): Outcome<{ readonly open: OpenFamily; readonly affected: AffectedSubscription } | null> {
  const member = open.family.get(subscriptionId)
  if (member === undefined) return refuse('subscription-not-found', { subscription: subscriptionId })
  const standing = standingOn({ state: member.subscription }, dayOfInstant(now), catalog)
  if (!standing.ok) return standing
  const { status, availabilityId, quantity } = standing.value
  const isInOrder = order.lines.some((line) => line.subscriptionId === subscriptionId)
  if (status !== 'active') {
    return isInOrder ? refuse('order-cycle-inactive', { subscription: subscriptionId, status }) : accept(null)
  }
  const from = catalog.availabilities.get(availabilityId)!
  if (from.billingCycle === billingCycle) return accept(null)
  if (isInOrder && from.billingCycle !== order.billingCycle) {
    const data = { subscription: subscriptionId, billingCycle: from.billingCycle, expected: order.billingCycle }
    return refuse('order-cycle-differs', data)
  }
  const to = targetOf(from, standing.value, billingCycle, catalog)
  if (!to.ok) return to
  const command = { type: 'changeBillingCycle' as const, availabilityId: to.value.id }
  const changed = changeFamily(open, { key: subscriptionId, command }, now, catalog)
  if (!changed.ok) return changed
  const change = changed.value.changes.get(subscriptionId)!
  const { friendlyName } = open.stored.get(subscriptionId)!
  const { charges, after } = change
  const affected = { subscriptionId, friendlyName, quantity, from, to: to.value, charges, after }
  return accept({ open: changed.value, affected })
}

/** The same offer with the other billing cycle. */
function targetOf(
  from: Availability,
  { trial }: Subscription,
  billingCycle: BillingCycle,
  catalog: StoredCatalog,
): Outcome<Availability> {
  const refusal = (problem: string) =>
    refuse('order-cycle-unsupported', { offer: from.title, billingCycle, problem })
  if (from.profile.billingCycleChange !== 'restart-term') {
    return refusal('its billing cycle is changed by the subscription, not by the order')
  }
  if (trial) return refusal('it is a trial')
  const sale = catalog.sales.get(from.id)!
  for (const other of catalog.salesOf.get(sale.sku) ?? []) {
    const target = catalog.availabilities.get(other.availabilityId)!
    if (other.code === sale.code && target.billingCycle === billingCycle && sameTerm(target, from)) return accept(target)
  }
  return refusal('it is not sold so')
}

/** Refuses where an add-on would be billed otherwise than its base, because the base is of another order. */
function checkAligned(families: readonly OpenFamily[], catalog: StoredCatalog, billingCycle: BillingCycle) {
  for (const { family, changes } of families) {
    for (const { parent, after } of changes.values()) {
      const base = parent === null ? undefined : family.get(parent)?.subscription
      const expected = base === undefined ? billingCycle : catalog.availabilities.get(base.availabilityId)!.billingCycle
      const { title: offer } = catalog.availabilities.get(after.availabilityId)!
      const problem = `its base is billed ${expected}; change the order of the base`
      if (expected !== billingCycle) return refuse('order-cycle-unsupported', { offer, billingCycle, problem })
    }
  }
  return undefined
}
