import { cancelOrder } from '../../app/cancel-order.js'
import { changeOrderCycle, previewOrderCycle } from '../../app/change-order-cycle.js'
import { createOrder } from '../../app/create-order.js'
import { orderAddOns } from '../../app/order-add-ons.js'
import { readActivationLinks } from '../../app/order-links.js'
import { type ReadOrder, readOrder, readOrders } from '../../app/orders.js'
import { may } from '../../core/access/permission.js'
import type { BillingCycle } from '../../core/catalog/billing-cycle.js'
import { isOpenLine, type StoredOrderLine } from '../../core/ordering/order.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { type Call, endpoint } from '../endpoint.js'
import { attributes, link } from '../links.js'
import { collection, offsetPage } from '../paging.js'
import {
  activationLinksSchema,
  type BILLING_TYPES,
  createOrderBody,
  cycleChangeQuery,
  cycleChangeSchema,
  MOST_ORDERS,
  orderLineParams,
  orderListParams,
  orderListQuery,
  orderListSchema,
  orderParams,
  orderQuery,
  orderSchema,
  provisioningStatusSchema,
  updateOrderBody,
} from '../schema/order.js'
import { presentCycleChange } from './present-cycle-change.js'
import { presentOrder, versionOfEtag } from './present-order.js'
import { readBillingCycle, readOrderLines } from './read-cart.js'

const GROUP = 'Orders'
const ROOT = '/v1/customers/:customerId/orders'
const INVALID_INPUT = 800002

/** Which billing cycles the contract's groups stand for; nothing here is billed by usage yet. */
const CYCLES_OF: Readonly<Record<(typeof BILLING_TYPES)[number], readonly BillingCycle[] | undefined>> = {
  all: undefined,
  onetime: ['one-time'],
  recurring: ['monthly', 'annual', 'upfront'],
  monthly: ['monthly'],
  annual: ['annual'],
  recurringusage: [],
  usage: [],
}

export const ORDER_ENDPOINTS = [
  endpoint({
    id: 'create-order',
    method: 'POST',
    path: ROOT,
    group: GROUP,
    summary: 'Order without a cart',
    capability: 'order.create',
    params: orderListParams,
    body: createOrderBody,
    invalidCode: INVALID_INPUT,
    response: orderSchema,
    status: 201,
    handle: async (call) => {
      const { body } = call
      const attested = body.partnerOnRecordAttestationAccepted ?? null
      const lines = readOrderLines(body.lineItems, body)
      const numbers = lines.map((line) => line.id)
      const twice = numbers.find((number, index) => numbers.indexOf(number) !== index)
      const outside = twice ?? numbers.find((number) => number >= lines.length)
      if (outside !== undefined) return refuse('order-line-unknown', { line: outside, last: lines.length - 1 })
      return present(await createOrder(call, call.account!, call.params.customerId, { lines, attested }))
    },
  }),
  endpoint({
    id: 'list-orders',
    method: 'GET',
    path: ROOT,
    group: GROUP,
    summary: 'List the orders of a customer, newest first',
    capability: 'order.read',
    params: orderListParams,
    query: orderListQuery,
    response: orderListSchema,
    handle: async (call) => {
      const { query, request } = call
      const prices = checkPrices(call)
      if (!prices.ok) return prices
      const { size = MOST_ORDERS, offset = 0 } = query
      const billingCycles = CYCLES_OF[query.billingType ?? 'all']
      const page = await readOrders(call, call.params.customerId, { billingCycles, limit: size, offset })
      if (!page.ok) return page
      const { customer, catalog, orders, totalCount } = page.value
      const items = orders.map((order) => presentOrder({ customer, catalog, order }, prices.value))
      return accept(offsetPage(items, { uri: request.uri, offset, size, totalCount }))
    },
  }),
  endpoint({
    id: 'get-order',
    method: 'GET',
    path: `${ROOT}/:orderId`,
    group: GROUP,
    summary: 'Get an order',
    capability: 'order.read',
    params: orderParams,
    query: orderQuery,
    response: orderSchema,
    handle: async (call) => {
      const prices = checkPrices(call)
      if (!prices.ok) return prices
      const read = await readOrder(call, call.params.customerId, call.params.orderId)
      return read.ok ? accept(presentOrder(read.value, prices.value)) : read
    },
  }),
  endpoint({
    id: 'update-order',
    method: 'PATCH',
    path: `${ROOT}/:orderId`,
    group: GROUP,
    summary: 'Change the billing cycle of an order, buy add-ons with it, or cancel it',
    capability: 'order.create',
    params: orderParams,
    body: updateOrderBody,
    invalidCode: INVALID_INPUT,
    response: orderSchema,
    handle: async (call) => present(await updateOrder(call)),
  }),
  endpoint({
    id: 'preview-billing-cycle-change',
    method: 'GET',
    path: `${ROOT}/:orderId/billing-cycle-change`,
    group: GROUP,
    summary: 'Show what another billing cycle of an order would change (ours)',
    capability: 'order.create',
    params: orderParams,
    query: cycleChangeQuery,
    response: cycleChangeSchema,
    handle: async (call) => {
      const { customerId, orderId } = call.params
      const planned = await previewOrderCycle(call, customerId, orderId, call.query.billingCycle)
      return planned.ok ? accept(presentCycleChange(planned.value, call.query.billingCycle, call.request.uri)) : planned
    },
  }),
  endpoint({
    id: 'order-provisioning-status',
    method: 'GET',
    path: `${ROOT}/:orderId/provisioningstatus`,
    group: GROUP,
    summary: 'Show how far the lines of an order are provisioned',
    capability: 'order.read',
    params: orderParams,
    response: provisioningStatusSchema,
    handle: async (call) => {
      const { customerId, orderId } = call.params
      const read = await readOrder(call, customerId, orderId)
      if (!read.ok) {
        const isUnknown = read.refusal.code === 'order-not-found'
        return isUnknown ? refuse('provisioning-not-found', { order: orderId }) : read
      }
      return accept(collection(read.value.order.lines.map(presentProvisioning), call.request.uri))
    },
  }),
  endpoint({
    id: 'order-activation-links',
    method: 'GET',
    path: `${ROOT}/:orderId/activationlinks`,
    group: GROUP,
    summary: 'List where the customer configures what was ordered',
    capability: 'order.read',
    params: orderParams,
    response: activationLinksSchema,
    handle: (call) => presentLinks(call, call.params.customerId, call.params.orderId),
  }),
  endpoint({
    id: 'line-activation-links',
    method: 'GET',
    path: `${ROOT}/:orderId/lineitems/:lineItemNumber/activationlinks`,
    group: GROUP,
    summary: 'List where the customer configures what one line is for',
    capability: 'order.read',
    params: orderLineParams,
    response: activationLinksSchema,
    handle: (call) => presentLinks(call, call.params.customerId, call.params.orderId, call.params.lineItemNumber),
  }),
]

type UpdateCall = Call<(typeof orderParams)['_output'], undefined, (typeof updateOrderBody)['_output']>

/** The three things a PATCH can mean, told apart by what the body says. */
async function updateOrder(call: UpdateCall): Promise<Outcome<ReadOrder>> {
  const { body, request } = call
  const { customerId, orderId } = call.params
  const etag = request.ifMatch ?? body.attributes?.etag
  const version = etag === undefined ? undefined : versionOfEtag(etag)
  const lines = body.lineItems ?? []
  if (body.status === 'cancelled') {
    const numbers = lines.flatMap((line) => line.lineItemNumber ?? [])
    return cancelOrder(call, call.account!, customerId, orderId, { numbers, version })
  }
  const wanted = lines.filter((line) => line.parentSubscriptionId !== undefined && line.subscriptionId === undefined)
  if (wanted.length > 0) {
    const addOns = readOrderLines(
      wanted.map((line) => ({ ...line, quantity: line.quantity ?? 1 })),
      { currencyCode: body.currencyCode },
    )
    return orderAddOns(call, call.account!, customerId, orderId, { lines: addOns, version })
  }
  const billingCycle = readBillingCycle(body.billingCycle)
  const read = await readOrder(call, customerId, orderId)
  if (!read.ok || billingCycle === undefined || billingCycle === read.value.order.billingCycle) return read
  return changeOrderCycle(call, customerId, orderId, { billingCycle, version })
}

function present(read: Outcome<ReadOrder>) {
  return read.ok ? accept(presentOrder(read.value)) : read
}

/** Whether prices are asked for, and granted. */
function checkPrices({
  query,
  actor,
  account,
}: Pick<Call<undefined, { include_price?: boolean | undefined }, undefined>, 'query' | 'actor' | 'account'>) {
  if (query.include_price !== true) return accept({ includePrice: false })
  const granted = may(actor.roles, 'price.read', account?.accountType === 'indirect-reseller')
  return granted ? accept({ includePrice: true }) : refuse('price-not-granted')
}

function presentProvisioning(line: StoredOrderLine) {
  const { number, quantity, state } = line
  const isOpen = isOpenLine(line)
  const [status, word] = !isOpen
    ? (['Unfulfilled', 'failed'] as const)
    : state === 'founded'
      ? (['Fulfilled', 'success'] as const)
      : (['PrefulfillmentPending', 'pending'] as const)
  return {
    lineItemNumber: number,
    status,
    quantityProvisioningInformation: [{ quantity, status: word, attributes: attributes('QuantityProvisioningStatus') }],
    attributes: attributes('OrderLineItemProvisioningStatus'),
  }
}

async function presentLinks(
  call: Call<unknown, undefined, undefined>,
  customerId: string,
  orderId: string,
  number?: number,
) {
  const found = await readActivationLinks(call, customerId, orderId, number)
  if (!found.ok) return found
  const items = found.value.links.map(({ line, url }) => ({
    lineItemNumber: line,
    link: link(url),
    attributes: attributes('OrderLineItemActivationLink'),
  }))
  return accept(collection(items, call.request.uri))
}
