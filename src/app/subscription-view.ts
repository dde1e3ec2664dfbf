import type { Day, Instant } from '../core/calendar/day.js'
import { formatDay } from '../core/calendar/day.js'
import { dayOfInstant, startOfDay } from '../core/calendar/instant.js'
import { type Availability, isOpenEnded } from '../core/catalog/availability.js'
import { isAddOnOf } from '../core/ordering/eligibility.js'
import {
  cancellableUntil,
  type RefundableQuantity,
  type RefundWindow,
  refundableQuantitiesOf,
  refundWindowsOf,
} from '../core/subscription/refunds.js'
import { isEnded, type Subscription, type SubscriptionStatus } from '../core/subscription/subscription.js'
import type { PendingActivation } from '../store/pending-activations.js'
import type { StoredSubscription } from '../store/subscription-reading.js'
import { standingOn } from './change-family.js'
import type { Sale, SkuForSale, StoredCatalog } from './current-catalog.js'
import { itemIdOf } from './find-catalog-item.js'

/** An offer with its term and billing cycle, and a quantity: what the renewal or the next charge is for. */
export interface Instruction {
  readonly availability: Availability
  readonly sale: Sale
  readonly quantity: number
}

/** What people are shown of a subscription on a day, in the words of the core. */
export interface SubscriptionView {
  readonly partnerId: string
  readonly customerId: string
  readonly subscriptionId: string
  readonly orderId: string
  readonly friendlyName: string
  /** The base subscription of an add-on. */
  readonly parentSubscriptionId: string | null
  /** Network id of the reseller it was sold through. */
  readonly partnerOnRecord: string | null
  /** What the API calls what was bought. */
  readonly itemId: string
  readonly sku: SkuForSale
  readonly sale: Sale
  readonly availability: Availability
  readonly status: SubscriptionStatus | 'pending'
  readonly quantity: number
  readonly trial: boolean
  readonly autoRenew: boolean
  readonly createdAt: Instant
  readonly termStart: Day
  /** First day after the term. */
  readonly termEnd: Day
  /** First day after the charge cycle. */
  readonly cycleEnd: Day
  readonly refunds: readonly RefundWindow[]
  readonly cancellableUntil: Instant | null
  readonly refundable: readonly RefundableQuantity[]
  /** What the renewal changes; `null` where nothing is scheduled. */
  readonly nextTerm: Instruction | null
  /** What is charged next; `null` where nothing will be. */
  readonly nextCharge: Instruction | null
  /** Day on which a suspended one is deprovisioned, or one that waits for its activation is given up. */
  readonly deprovisionOn: Day | null
  readonly suspensionReasons: readonly string[]
  readonly hasAddOns: boolean
  readonly etag: string
}

/** What is shown of a stored subscription at an instant. */
export function subscriptionViewOf(stored: StoredSubscription, now: Instant, catalog: StoredCatalog): SubscriptionView {
  const standing = standingOn(stored, dayOfInstant(now), catalog)
  // One that cannot be charged is shown as it was when that was last possible.
  const state = standing.ok ? standing.value : stored.state
  const ended = isEnded(state.status)
  const offer = offerOf(state.availabilityId, catalog)
  const { availability } = offer
  // Every field by name, for lists are made of many: an object put together from spreads takes several times as long.
  return {
    partnerId: stored.partnerId,
    customerId: stored.customerId,
    subscriptionId: stored.subscriptionId,
    orderId: stored.orderId,
    friendlyName: stored.friendlyName,
    parentSubscriptionId: stored.parentSubscriptionId,
    partnerOnRecord: stored.partnerOnRecord,
    itemId: offer.itemId,
    sku: offer.sku,
    sale: offer.sale,
    availability,
    status: state.status,
    quantity: state.quantity,
    trial: state.trial,
    autoRenew: state.autoRenew && !ended && !isOpenEnded(availability),
    createdAt: stored.createdAt ?? startOfDay(stored.orderedOn),
    termStart: state.termStart,
    termEnd: state.termEnd,
    cycleEnd: state.cycleEnd,
    refunds: refundWindowsOf(state, availability, now),
    cancellableUntil: ended ? null : cancellableUntil(state, availability),
    refundable: refundableQuantitiesOf(state, availability, now),
    nextTerm: nextTermOf(state, catalog),
    nextCharge: nextChargeOf(state, catalog),
    deprovisionOn: state.deprovisionOn,
    suspensionReasons: state.status === 'suspended' ? stored.suspensionReasons : [],
    hasAddOns: offer.hasAddOns,
    etag: etagOf(stored.subscriptionId, stored.version, state.cycleStart),
  }
}

/** What is shown of a subscription that waits until its publisher has confirmed the activation. */
export function pendingViewOf(pending: PendingActivation, catalog: StoredCatalog): SubscriptionView {
  const day = dayOfInstant(pending.createdAt)
  const isOpen = pending.status === 'pending'
  return {
    ...ownOf(pending),
    ...offerOf(pending.availabilityId, catalog),
    status: isOpen ? 'pending' : 'cancelled',
    quantity: pending.quantity,
    trial: false,
    autoRenew: isOpen,
    createdAt: pending.createdAt,
    termStart: day,
    termEnd: pending.expiresOn,
    cycleEnd: pending.expiresOn,
    refunds: [],
    cancellableUntil: isOpen ? startOfDay(pending.expiresOn) : null,
    refundable: [],
    nextTerm: null,
    nextCharge: null,
    deprovisionOn: isOpen ? pending.expiresOn : null,
    suspensionReasons: [],
    etag: etagOf(pending.subscriptionId, pending.version, day),
  }
}

/**
 * The ETag of a subscription: what a client read with it is stale after a change of it, and after a new cycle has begun,
 * because what was scheduled may have come about with it.
 */
function etagOf(id: string, version: number, since: Day): string {
  return Buffer.from(JSON.stringify({ id, version, since: formatDay(since) })).toString('base64')
}

function ownOf(pending: PendingActivation) {
  const { partnerId, customerId, subscriptionId, orderId, friendlyName, parentSubscriptionId, partnerOnRecord } =
    pending
  return { partnerId, customerId, subscriptionId, orderId, friendlyName, parentSubscriptionId, partnerOnRecord }
}

function offerOf(availabilityId: string, catalog: StoredCatalog) {
  const sale = catalog.sales.get(availabilityId)!
  const sku = catalog.skus.get(sale.sku)!
  const availability = catalog.availabilities.get(availabilityId)!
  return { sale, sku, availability, itemId: itemIdOf(catalog, availabilityId), hasAddOns: hasAddOns(sku, catalog) }
}

function instructionOf(availabilityId: string, quantity: number, catalog: StoredCatalog): Instruction {
  const availability = catalog.availabilities.get(availabilityId)!
  return { availability, sale: catalog.sales.get(availabilityId)!, quantity }
}

function nextTermOf({ availabilityId, quantity, scheduled }: Subscription, catalog: StoredCatalog): Instruction | null {
  if (scheduled === null || (scheduled.availabilityId === null && scheduled.quantity === null)) return null
  return instructionOf(scheduled.availabilityId ?? availabilityId, scheduled.quantity ?? quantity, catalog)
}

function nextChargeOf(state: Subscription, catalog: StoredCatalog): Instruction | null {
  const { status, availabilityId, quantity, scheduled, autoRenew, cycleEnd, termEnd } = state
  const availability = catalog.availabilities.get(availabilityId)!
  const { suspension, trial } = availability.profile
  const isCharged = status === 'active' || (status === 'suspended' && !suspension.stopsBilling)
  if (!isCharged || isOpenEnded(availability)) return null
  const nextCycle = scheduled?.nextCycleAvailabilityId ?? availabilityId
  if (cycleEnd < termEnd) return instructionOf(nextCycle, quantity, catalog)
  if (!autoRenew || (state.trial && !trial.becomesPaid)) return null
  return instructionOf(scheduled?.availabilityId ?? nextCycle, scheduled?.quantity ?? quantity, catalog)
}

/** SKUs with add-ons, once for each catalogue. */
const bases = new WeakMap<StoredCatalog, Map<string, boolean>>()

function hasAddOns(sku: SkuForSale, catalog: StoredCatalog): boolean {
  const known = bases.get(catalog) ?? new Map<string, boolean>()
  bases.set(catalog, known)
  const answer = known.get(sku.sku) ?? [...catalog.skus.values()].some((other) => isAddOnOf(other, sku))
  known.set(sku.sku, answer)
  return answer
}
