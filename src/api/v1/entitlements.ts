import { type Entitlement, listEntitlements, readEntitlement } from '../../app/entitlements.js'
import type { Day } from '../../core/calendar/day.js'
import { isOpenEnded } from '../../core/catalog/availability.js'
import { PRODUCT_TYPES } from '../../core/catalog/product-type.js'
import { accept } from '../../core/refusal.js'
import { isEnded } from '../../core/subscription/subscription.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { collection } from '../paging.js'
import { customerParams } from '../schema/catalog.js'
import {
  entitlementCollection,
  entitlementParams,
  entitlementSchema,
  entitlementsQuery,
} from '../schema/entitlement.js'
import { orderUri } from './present-order.js'
import { entitlementUri, STATUS_WORDS, subscriptionUri, wireDay } from './present-subscription.js'

const group = 'Subscriptions'

/** An entitlement in the contract's words. */
function presentEntitlement({ view, lineNumber }: Entitlement, showExpiry: boolean) {
  const { sku, quantity, status, orderId, subscriptionId, availability } = view
  const lasts = isOpenEnded(availability)
  return {
    includedEntitlements: [],
    referenceOrder: {
      id: orderId,
      lineItemId: lineNumber === undefined ? undefined : String(lineNumber),
      alternateId: orderId.toLowerCase(),
      links: selfLink(orderUri(view)),
      attributes: attributes('ReferenceOrder'),
    },
    productId: sku.productId,
    skuId: sku.skuId,
    quantity,
    quantityDetails: [{ quantity, status: STATUS_WORDS[status] }],
    entitledArtifacts: [
      {
        artifactType: 'subscription' as const,
        dynamicAttributes: { subscriptionId },
        links: selfLink(subscriptionUri(view)),
        attributes: attributes('Artifact'),
      },
    ],
    entitlementType: typeOf(view),
    fulfillmentState: fulfillmentOf(view),
    expiryDate: showExpiry && !lasts ? wireDay((view.termEnd - 1) as Day) : undefined,
    links: selfLink(entitlementUri(view)),
    attributes: attributes('Entitlement'),
  }
}

function typeOf({ sku }: Entitlement['view']): string {
  return PRODUCT_TYPES[sku.productType].id
}

function fulfillmentOf({ status }: Entitlement['view']) {
  if (status === 'pending') return 'PrefulfillmentPending'
  return isEnded(status) ? 'Unfulfilled' : 'Fulfilled'
}

export const ENTITLEMENT_ENDPOINTS = [
  endpoint({
    id: 'entitlements',
    method: 'GET',
    path: '/v1/customers/:customerId/entitlements',
    group,
    summary: 'What a customer may use because it was bought',
    capability: 'subscription.read',
    userOnly: true,
    params: customerParams,
    query: entitlementsQuery,
    response: entitlementCollection,
    handle: async (call) => {
      const found = await listEntitlements(call, call.params.customerId)
      if (!found.ok) return found
      const { entitlementType: type, showExpiry } = call.query
      const wanted = found.value.filter(({ view }) => type === undefined || isType(typeOf(view), type))
      const items = wanted.map((entitlement) => presentEntitlement(entitlement, showExpiry === 'true'))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'get-entitlement',
    method: 'GET',
    path: '/v1/customers/:customerId/entitlements/:entitlementId',
    group,
    summary: 'What was bought with a subscription',
    capability: 'subscription.read',
    params: entitlementParams,
    response: entitlementSchema,
    handle: async (call) => {
      const found = await readEntitlement(call, call.params.customerId, call.params.entitlementId)
      return found.ok ? accept(presentEntitlement(found.value, true)) : found
    },
  }),
]

function isType(type: string, wanted: string): boolean {
  return type.toLowerCase() === wanted.toLowerCase()
}
