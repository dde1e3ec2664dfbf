import type { Operation } from '../core/access/operation.js'
import type { Charge } from '../core/charging/charge.js'
import { explainCharge } from '../core/charging/explain.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { changePendingActivation } from '../store/pending-activations.js'
import { changeMarks, moveSubscriptionVersions, type SubscriptionMarks } from '../store/subscription-writing.js'
import { cancelPending } from './activation.js'
import { recordChange } from './audit.js'
import { lockLedger, type OpenFamily, openFamily, readLedger } from './change-family.js'
import { discountOn, type StoredCatalog } from './current-catalog.js'
import { loadCustomer } from './load-customer.js'
import { offeredSkus } from './offered-skus.js'
import { checkPartnerOnRecord } from './partner-on-record.js'
import { type PlannedChange, planChange, type SubscriptionWish } from './plan-subscription-change.js'
import { mayChange } from './purchase-gate.js'
import { nextOf, type TimelineEntry } from './subscription-charges.js'
import { type SubscriptionView, subscriptionViewOf } from './subscription-view.js'
import { type CustomerRef, type LoadedSubscription, loadSubscription } from './subscriptions.js'
import type { UseCase } from './use-case.js'
import { type Founding, writeFamilies } from './write-families.js'

export type { SubscriptionWish }

/** A charge with whose it is and how it was calculated. */
export interface ExplainedLine {
  readonly subscriptionId: string
  readonly charge: Charge
  readonly currency: string
  readonly explanation: string
}

/** What a change would bring about. */
export interface ChangePreview {
  readonly customer: CustomerRef
  readonly before: SubscriptionView
  /** The subscription, and those that change with it. */
  readonly after: readonly SubscriptionView[]
  readonly charges: readonly ExplainedLine[]
  /** What falls due next for the subscription after the change: a settlement of it, a cycle or a renewal. */
  readonly next: TimelineEntry | null
}

/** A changed subscription. */
export interface ChangedSubscription {
  readonly customer: CustomerRef
  readonly view: SubscriptionView
}

/**
 * Makes a subscription what is wished: events, charges, add-ons that follow, audit records and notices in one
 * transaction, or nothing. Two changes at once are carried out one after the other; with an ETag the later one is stale.
 */
export async function changeSubscription(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  wish: SubscriptionWish,
  etag: string | undefined,
): Promise<Outcome<ChangedSubscription>> {
  const locked = await lockSubscription(context, customerId, subscriptionId, etag)
  if (!locked.ok) return locked
  const { customer, view, open, catalog, pending } = locked.value
  if (pending !== undefined) return changePending(context, locked.value, wish)
  const planned = await planFor(context, locked.value, open, wish)
  if (!planned.ok) return planned
  if (isNothing(planned.value)) return accept({ customer, view })
  const { friendlyName, partnerOnRecord } = planned.value
  const own = {
    ...(friendlyName === undefined ? {} : { friendlyName }),
    ...(partnerOnRecord === undefined ? {} : { partnerOnRecord }),
  }
  const marks = new Map(Object.keys(own).length === 0 ? [] : [[subscriptionId, own] as const])
  await writeChange(context, customer, [planned.value.open], catalog, { marks })
  const changed = await loadSubscription(context, customerId, subscriptionId)
  return changed.ok ? accept({ customer, view: changed.value.view }) : changed
}

/** What a change would charge and leave behind; writes nothing. */
export async function previewSubscription(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  wish: SubscriptionWish,
): Promise<Outcome<ChangePreview>> {
  const { session, now } = context
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { customer, catalog, view, pending, stored } = loaded.value
  if (pending !== undefined || stored === undefined) return refuse('activation-pending')
  const partner = await readLedger(session, customer.partnerId)
  const open = await openFamily(session, partner, subscriptionId, catalog)
  if (!open.ok) return open
  const planned = await planFor(context, loaded.value, open.value, wish)
  if (!planned.ok) return planned
  const { friendlyName, partnerOnRecord } = planned.value
  const marked = {
    ...(friendlyName === undefined ? {} : { friendlyName }),
    ...(partnerOnRecord === undefined ? {} : { partnerOnRecord }),
  }
  const changes = [...planned.value.open.changes.values()]
  const after = changes.map(({ key, after: state }) =>
    subscriptionViewOf(
      { ...open.value.stored.get(key)!, state, ...(key === subscriptionId ? marked : {}) },
      now,
      catalog,
    ),
  )
  const isIn = after.some((one) => one.subscriptionId === subscriptionId)
  return accept({
    customer,
    before: view,
    after: isIn ? after : [subscriptionViewOf({ ...stored, ...marked }, now, catalog), ...after],
    next: nextOf({ ...stored, state: planned.value.open.changes.get(subscriptionId)?.after ?? stored.state }, catalog),
    charges: changes.flatMap(({ key, charges, overdue }) =>
      [...charges, ...overdue].map((charge) => explain(key, charge, catalog)),
    ),
  })
}

/** A charge with its calculation as a person would write it. */
function explain(subscriptionId: string, charge: Charge, catalog: StoredCatalog): ExplainedLine {
  const availability = catalog.availabilities.get(charge.derivation.availabilityId)!
  return {
    subscriptionId,
    charge,
    currency: availability.currency,
    explanation: explainCharge(charge, availability, discountOn(charge, catalog)),
  }
}

export interface LockedSubscription extends LoadedSubscription {
  readonly open: OpenFamily
}

/** A subscription with its family, while nobody else can change it; refused where the ETag is no longer its own. */
export async function lockSubscription(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  etag?: string,
): Promise<Outcome<LockedSubscription>> {
  const { session } = context
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const partner = await lockLedger(session, customer.value.partnerId)
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  if (etag !== undefined && etag !== loaded.value.view.etag) return refuse('stale-etag', { what: 'subscription' })
  const open = await openFamily(session, partner, subscriptionId, loaded.value.catalog)
  return open.ok ? accept({ ...loaded.value, open: open.value }) : open
}

/** What is written besides what happened to families. */
export interface ChangeExtras {
  /** By subscription. */
  readonly marks?: ReadonlyMap<string, SubscriptionMarks>
  readonly foundings?: ReadonlyMap<string, Founding>
  /** Word of the activity log; `update_subscription`. */
  readonly operationType?: Operation
}

/** Writes what happened to families of one customer, with the activity log and what subscribers of webhooks are told. */
export async function writeChange(
  context: UseCase,
  customer: CustomerRef,
  families: readonly OpenFamily[],
  catalog: StoredCatalog,
  extras: ChangeExtras = {},
): Promise<void> {
  const { session, now } = context
  const { partnerId } = customer
  const { marks = new Map(), foundings = new Map() } = extras
  await writeFamilies(context, families, foundings, catalog)
  const changes = families.flatMap((open) => [...open.changes.values()])
  const keys = new Set([...changes.map(({ key }) => key), ...marks.keys()])
  for (const subscriptionId of keys) {
    const events = changes.filter(({ key }) => key === subscriptionId).flatMap((change) => change.events)
    const isSuspended = events.some(({ type }) => type === 'suspended')
    const own = { ...(isSuspended ? { suspensionReasons: [REQUESTED] } : {}), ...marks.get(subscriptionId) }
    if (Object.keys(own).length > 0) await changeMarks(session, { partnerId, subscriptionId }, own)
    if (events.length === 0) await moveSubscriptionVersions(session, [{ partnerId, subscriptionId }])
  }
  const stored = new Map(families.flatMap((open) => [...open.stored]))
  for (const subscriptionId of keys) {
    const before = stored.get(subscriptionId)
    const after = await loadSubscription(context, customer.customerId, subscriptionId)
    if (!after.ok) throw new Error(after.refusal.message)
    await recordChange(context, {
      partnerId,
      customer,
      resourceType: 'subscription',
      operationType: extras.operationType ?? 'update_subscription',
      before: before === undefined ? null : auditOf(subscriptionViewOf(before, now, catalog)),
      after: auditOf(after.value.view),
      notice: noticeOf(customer.customerId, subscriptionId),
    })
  }
}

/** Why subscriptions are suspended that somebody of the partner suspended. */
const REQUESTED = 'requested_by_partner'

/** What subscribers of webhooks are told of a changed subscription. */
function noticeOf(customerId: string, subscriptionId: string) {
  const resourceUri = `/customers/${customerId}/subscriptions/${subscriptionId}`
  return { eventName: 'subscription-updated', resourceUri, resourceName: 'subscription' }
}

async function planFor(
  context: UseCase,
  { customer, view, catalog }: LoadedSubscription,
  open: OpenFamily,
  wish: SubscriptionWish,
): Promise<Outcome<PlannedChange>> {
  const planned = planChange(open, view, wish, context.now, catalog)
  if (!planned.ok) return planned
  const { partnerOnRecord } = planned.value
  if (partnerOnRecord !== undefined) {
    const known = await checkPartnerOnRecord(context, customer, partnerOnRecord)
    if (!known.ok) return known
  }
  const allowed = await mayChange(context, customer.partnerId, [planned.value.open])
  if (!allowed.ok) return allowed
  const [wished] = wishedSkus(planned.value, view, catalog)
  const offered = wished === undefined ? undefined : await offeredSkus(context, customer, [wished], catalog)
  if (wished === undefined || offered?.has(wished)) return planned
  return refuse('target-not-offered', { offer: catalog.skus.get(wished)!.title })
}

/** The SKU a change schedules for the renewal, where it is another one than before. */
function wishedSkus({ open }: PlannedChange, { subscriptionId, sku }: SubscriptionView, catalog: StoredCatalog) {
  const events = open.changes.get(subscriptionId)?.events ?? []
  return events.flatMap((event) => {
    if (event.type !== 'renewalScheduled' || event.availabilityId === null) return []
    const { sku: wished } = catalog.sales.get(event.availabilityId)!
    return wished === sku.sku || sku.conversionTargets.includes(wished) ? [] : [wished]
  })
}

function isNothing({ open, friendlyName, partnerOnRecord }: PlannedChange): boolean {
  return open.changes.size === 0 && friendlyName === undefined && partnerOnRecord === undefined
}

/** One that waits for its activation can be renamed and cancelled. */
async function changePending(
  context: UseCase,
  { customer, view, pending }: LockedSubscription,
  wish: SubscriptionWish,
): Promise<Outcome<ChangedSubscription>> {
  const { customerId, subscriptionId } = view
  if (view.status !== 'pending' || pending === undefined) {
    const isSame = wish.status === undefined || wish.status === 'deleted'
    return isSame ? accept({ customer, view }) : refuse('already-cancelled', { status: 'deleted' })
  }
  const status = wish.status === 'pending' ? undefined : wish.status
  const quantity = wish.quantity === view.quantity ? undefined : wish.quantity
  const allowed = (status === undefined || status === 'deleted') && quantity === undefined
  if (!allowed || (wish.autoRenew ?? true) === false || (wish.nextTerm ?? null) !== null) {
    return refuse('activation-pending')
  }
  if (status === 'deleted') await cancelPending(context, pending)
  else if (wish.friendlyName !== undefined && wish.friendlyName !== view.friendlyName) {
    await changePendingActivation(context.session, pending, { friendlyName: wish.friendlyName })
    await recordChange(context, {
      partnerId: pending.partnerId,
      customer,
      resourceType: 'subscription',
      operationType: 'update_subscription',
      before: auditOf(view),
      after: { ...auditOf(view), friendlyName: wish.friendlyName },
      notice: noticeOf(customerId, subscriptionId),
    })
  }
  const changed = await loadSubscription(context, customerId, subscriptionId)
  return changed.ok ? accept({ customer, view: changed.value.view }) : changed
}

/** A subscription in the activity log. */
function auditOf(view: SubscriptionView): object {
  const { subscriptionId: id, itemId, friendlyName, quantity, status, autoRenew, partnerOnRecord, availability } = view
  const { billingCycle } = availability
  const nextTerm =
    view.nextTerm === null ? null : { offer: view.nextTerm.availability.id, quantity: view.nextTerm.quantity }
  return { id, offerId: itemId, friendlyName, quantity, status, autoRenew, billingCycle, partnerOnRecord, nextTerm }
}
