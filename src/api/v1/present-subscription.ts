import { cycleWordOf } from '../../app/cycle-word.js'
import type { Instruction, SubscriptionView } from '../../app/subscription-view.js'
import { type Day, formatDay, type Instant } from '../../core/calendar/day.js'
import { startOfDay } from '../../core/calendar/instant.js'
import { formatTerm } from '../../core/calendar/term.js'
import { isOpenEnded } from '../../core/catalog/availability.js'
import { PRODUCT_TYPES } from '../../core/catalog/product-type.js'
import { FOREVER, isEnded } from '../../core/subscription/subscription.js'
import { attributes, link, selfLink } from '../links.js'
import type { SUBSCRIPTION_STATUSES } from '../schema/subscription.js'
import { wireInstant } from '../schema/wire.js'

export { cycleWordOf as wireBillingCycle }

type WireStatus = (typeof SUBSCRIPTION_STATUSES)[number]

/** The contract's words. */
export const STATUS_WORDS: Readonly<Record<SubscriptionView['status'], WireStatus>> = {
  active: 'active',
  suspended: 'suspended',
  expired: 'expired',
  pending: 'pending',
  cancelled: 'deleted',
  deprovisioned: 'deleted',
}

/** What the contract prints for something that never ends. */
const OPEN_END = '9999-12-10T00:00:00Z'

/** 00:00 UTC of a day. */
export function wireDay(day: Day): string {
  return `${formatDay(day)}T00:00:00Z`
}

/** When something closes; what never does has a date of its own. */
function wireUntil(until: Instant): string {
  return until >= startOfDay(FOREVER) ? OPEN_END : wireInstant(until)
}

/** Where a subscription is found. */
export function subscriptionUri(view: Pick<SubscriptionView, 'customerId' | 'subscriptionId'>): string {
  return `/customers/${view.customerId}/subscriptions/${view.subscriptionId}`
}

/** Where it is found what was bought with a subscription. */
export function entitlementUri(view: Pick<SubscriptionView, 'customerId' | 'subscriptionId'>): string {
  return `/customers/${view.customerId}/entitlements/${view.subscriptionId}`
}

/** A subscription in the contract's words; periods print their last day. `country` is that of the customer. */
export function presentSubscription(view: SubscriptionView, country: string) {
  const { sku, availability, status, itemId } = view
  const lasts = isOpenEnded(availability)
  const lastDay = (end: Day) => (lasts ? OPEN_END : wireDay((end - 1) as Day))
  const { nextTerm, nextCharge } = view
  return {
    id: view.subscriptionId,
    entitlementId: view.subscriptionId,
    offerId: itemId,
    offerName: sku.skuTitle,
    friendlyName: view.friendlyName,
    productType: productTypeOf(sku),
    quantity: view.quantity,
    unitType: sku.unitType,
    parentSubscriptionId: view.parentSubscriptionId ?? undefined,
    creationDate: wireInstant(view.createdAt),
    effectiveStartDate: wireDay(view.termStart),
    commitmentEndDate: lastDay(view.termEnd),
    cancellationAllowedUntilDate: view.cancellableUntil === null ? undefined : wireUntil(view.cancellableUntil),
    billingCycleEndDate: lastDay(view.cycleEnd),
    status: STATUS_WORDS[status],
    autoRenewEnabled: view.autoRenew,
    billingType: availability.profile.hasFee ? ('license' as const) : ('usage' as const),
    billingCycle: cycleWordOf(availability),
    hasPurchasableAddons: view.hasAddOns,
    isTrial: view.trial || sku.isTrial,
    actions: actionsOf(view),
    termDuration: formatTerm(availability.term),
    renewalTermDuration: view.autoRenew ? formatTerm((nextTerm?.availability ?? availability).term) : undefined,
    refundOptions: view.refunds.map(({ refund, until }) => ({
      type: refund === 'full' ? ('Full' as const) : ('Partial' as const),
      expiresAt: wireUntil(until),
    })),
    isMicrosoftProduct: sku.isOfProvider,
    partnerId: view.partnerOnRecord ?? '',
    suspensionReasons: view.suspensionReasons,
    contractType: 'subscription' as const,
    links: linksOf(view, country),
    publisherName: sku.publisherName,
    promotionId: '',
    refundableQuantity: refundableOf(view),
    scheduledNextTermInstructions: nextTerm === null ? undefined : presentInstruction(nextTerm),
    nextChargeInstructions: nextCharge === null ? undefined : presentInstruction(nextCharge),
    orderId: view.orderId,
    attentionNeeded: status === 'pending',
    attentionReason: status === 'pending' ? 'The publisher has not confirmed the activation yet.' : undefined,
    actionTaken: false,
    deprovisioningDate: view.deprovisionOn === null ? undefined : wireDay(view.deprovisionOn),
    attributes: attributes('Subscription', view.etag),
  }
}

function productTypeOf({ productType }: SubscriptionView['sku']) {
  const { id, displayName } = PRODUCT_TYPES[productType]
  return { id, displayName }
}

function actionsOf({ status, availability }: SubscriptionView): readonly string[] {
  if (status === 'pending') return ['Cancel']
  if (isEnded(status)) return []
  return isOpenEnded(availability) ? ['Cancel'] : ['Cancel', 'Edit']
}

function refundableOf({ refundable }: SubscriptionView) {
  if (refundable.length === 0) return undefined
  return {
    totalQuantity: refundable.reduce((sum, { quantity }) => sum + quantity, 0),
    details: refundable.map(({ quantity, until }) => ({ quantity, allowedUntilDateTime: wireUntil(until) })),
  }
}

/** An offer with its term, and a quantity. */
function presentInstruction({ availability, sale, quantity }: Instruction) {
  const { productId, skuId, term } = availability
  const billingCycle = cycleWordOf(availability)
  return {
    product: { productId, skuId, availabilityId: sale.code, billingCycle, termDuration: formatTerm(term) },
    quantity,
  }
}

function linksOf(view: SubscriptionView, country: string) {
  const { sku, sale, itemId, customerId, parentSubscriptionId: parent } = view
  const self = subscriptionUri(view)
  const product = `/products/${sku.productId}`
  const of = (path: string) => link(`${product}${path}?country=${country}`)
  const legacy = { offer: link(`/offers/${itemId}?country=${country}`) }
  const modern = {
    product: of(''),
    sku: of(`/skus/${sku.skuId}`),
    availability: of(`/skus/${sku.skuId}/availabilities/${sale.code}`),
  }
  return {
    ...(sku.offerId === null ? modern : legacy),
    entitlement: link(entitlementUri(view)),
    ...(parent === null ? {} : { parentSubscription: link(subscriptionUri({ customerId, subscriptionId: parent })) }),
    ...(sku.needsActivation ? { activationLinks: link(`${self}/activationlinks`) } : {}),
    ...selfLink(self),
  }
}
