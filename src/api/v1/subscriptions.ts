import { changeSubscription, previewSubscription, type SubscriptionWish } from '../../app/change-subscription.js'
import { readTimeline } from '../../app/subscription-charges.js'
import type { SubscriptionView } from '../../app/subscription-view.js'
import { type CustomerRef, listAddOns, listCustomerSubscriptions, loadSubscription } from '../../app/subscriptions.js'
import { accept } from '../../core/refusal.js'
import { endpoint, type RequestFacts } from '../endpoint.js'
import { collection } from '../paging.js'
import { customerParams } from '../schema/catalog.js'
import {
  type ChangeSubscriptionBody,
  changePreviewSchema,
  changeSubscriptionBody,
  listSubscriptionsQuery,
  subscriptionCollection,
  subscriptionParams,
  subscriptionSchema,
  subscriptionTimeline,
} from '../schema/subscription.js'
import { presentPreview, presentTimeline } from './present-charges.js'
import { presentSubscription } from './present-subscription.js'

const group = 'Subscriptions'
const one = '/v1/customers/:customerId/subscriptions/:subscriptionId'

function present({ customer, view }: { readonly customer: CustomerRef; readonly view: SubscriptionView }) {
  return presentSubscription(view, customer.country)
}

function presentAll(
  { customer, views }: { readonly customer: CustomerRef; readonly views: readonly SubscriptionView[] },
  uri: string,
) {
  return collection(
    views.map((view) => presentSubscription(view, customer.country)),
    uri,
  )
}

/** What a body of a change wishes; null means unchanged, except for what is scheduled. */
function wishOf(body: ChangeSubscriptionBody): SubscriptionWish {
  const { scheduledNextTermInstructions: next } = body
  return {
    friendlyName: body.friendlyName,
    quantity: body.quantity ?? undefined,
    status: body.status === 'none' ? undefined : body.status,
    autoRenew: body.autoRenewEnabled ?? undefined,
    billingCycle: body.billingCycle,
    term: body.termDuration,
    partnerOnRecord: body.partnerId,
    nextTerm: next === undefined || next === null ? next : nextTermOf(next),
  }
}

function nextTermOf({ product, quantity }: NonNullable<ChangeSubscriptionBody['scheduledNextTermInstructions']>) {
  const { productId, skuId, billingCycle, termDuration: term } = product ?? {}
  return { productId, skuId, billingCycle, term, quantity: quantity ?? undefined }
}

/** The ETag a change was made with: of the header or of the body; where they differ one of them is stale. */
function etagOf(body: ChangeSubscriptionBody, request: RequestFacts): string | undefined {
  const inBody = body.attributes?.etag
  const inHeader = request.ifMatch === '*' ? undefined : request.ifMatch
  if (inBody !== undefined && inHeader !== undefined && inBody !== inHeader) return ''
  return inHeader ?? inBody
}

export const SUBSCRIPTION_ENDPOINTS = [
  endpoint({
    id: 'list-subscriptions',
    method: 'GET',
    path: '/v1/customers/:customerId/subscriptions',
    group,
    summary: 'The subscriptions of a customer, of an order or of a reseller',
    capability: 'subscription.read',
    params: customerParams,
    query: listSubscriptionsQuery,
    response: subscriptionCollection,
    handle: async (call) => {
      const { order_id: orderId, mpn_id: partnerOnRecord } = call.query
      const found = await listCustomerSubscriptions(call, call.params.customerId, { orderId, partnerOnRecord })
      return found.ok ? accept(presentAll(found.value, call.request.uri)) : found
    },
  }),
  endpoint({
    id: 'get-subscription',
    method: 'GET',
    path: one,
    group,
    summary: 'One subscription',
    capability: 'subscription.read',
    params: subscriptionParams,
    response: subscriptionSchema,
    handle: async (call) => {
      const found = await loadSubscription(call, call.params.customerId, call.params.subscriptionId)
      return found.ok ? accept(present(found.value)) : found
    },
  }),
  endpoint({
    id: 'update-subscription',
    method: 'PATCH',
    path: one,
    group,
    summary: 'Change a subscription: what differs from what it is decides what is done',
    capability: 'subscription.manage',
    params: subscriptionParams,
    body: changeSubscriptionBody,
    response: subscriptionSchema,
    invalidCode: 800002,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const etag = etagOf(call.body, call.request)
      const changed = await changeSubscription(call, customerId, subscriptionId, wishOf(call.body), etag)
      return changed.ok ? accept(present(changed.value)) : changed
    },
  }),
  endpoint({
    id: 'preview-subscription',
    method: 'POST',
    path: `${one}/preview`,
    group,
    summary: 'What a change would charge and leave behind; nothing is written',
    capability: 'charge.read',
    params: subscriptionParams,
    body: changeSubscriptionBody,
    response: changePreviewSchema,
    invalidCode: 800002,
    transaction: false,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const previewed = await previewSubscription(call, customerId, subscriptionId, wishOf(call.body))
      return previewed.ok ? accept(presentPreview(previewed.value)) : previewed
    },
  }),
  endpoint({
    id: 'subscription-charges',
    method: 'GET',
    path: `${one}/charges`,
    group,
    summary: 'What happened to a subscription, what each of it charged and why, and what is charged next',
    capability: 'charge.read',
    params: subscriptionParams,
    response: subscriptionTimeline,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const read = await readTimeline(call, customerId, subscriptionId)
      return read.ok ? accept(presentTimeline(read.value, subscriptionId, call.request.uri)) : read
    },
  }),
  endpoint({
    id: 'subscription-addons',
    method: 'GET',
    path: `${one}/addons`,
    group,
    summary: 'The add-ons of a subscription',
    capability: 'subscription.read',
    params: subscriptionParams,
    response: subscriptionCollection,
    handle: async (call) => {
      const found = await listAddOns(call, call.params.customerId, call.params.subscriptionId)
      return found.ok ? accept(presentAll(found.value, call.request.uri)) : found
    },
  }),
]
