import { itemIdOf } from '../../app/find-catalog-item.js'
import { orderPriceOf } from '../../app/order-price.js'
import type { ReadOrder } from '../../app/orders.js'
import { formatTerm } from '../../core/calendar/term.js'
import type { Currency } from '../../core/money/currency.js'
import { isOpenLine, orderStatusOf, type StoredOrderLine } from '../../core/ordering/order.js'
import { attributes, link, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'
import { wireAmount, wirePrice } from './present-charge.js'
import { subscriptionUri, wireBillingCycle } from './present-subscription.js'

/** What the contract says of the program an order was placed with: all are placed through this API. */
const CLIENT = { deviceFamily: 'API', name: 'prorata' } as const

export interface OrderOptions {
  readonly includePrice?: boolean
}

/** Where an order is found. */
export function orderUri({ customerId, orderId }: Pick<ReadOrder['order'], 'customerId' | 'orderId'>): string {
  return `/customers/${customerId}/orders/${encodeURIComponent(orderId)}`
}

/** What changes with every change of an order. */
function orderEtag({ orderId: id, version }: ReadOrder['order']): string {
  return Buffer.from(JSON.stringify({ id, version })).toString('base64')
}

/** The version an ETag stands for; -1, which no order has, for one that is not ours. */
export function versionOfEtag(etag: string): number {
  try {
    const { version } = JSON.parse(Buffer.from(etag, 'base64').toString('utf8')) as { version?: unknown }
    return typeof version === 'number' ? version : -1
  } catch {
    return -1
  }
}

/** An order in the contract's words. */
export function presentOrder(read: ReadOrder, { includePrice = false }: OrderOptions = {}) {
  const { order } = read
  const uri = orderUri(order)
  const lines = order.lines.map((line) => presentLine(read, line, uri, includePrice))
  return {
    id: order.orderId,
    alternateId: order.orderId.toLowerCase(),
    referenceCustomerId: order.customerId,
    billingCycle: wireOrderCycle(read),
    currencyCode: order.currency,
    currencySymbol: symbolOf(order.currency),
    lineItems: lines,
    creationDate: wireInstant(order.createdAt),
    status: orderStatusOf(order),
    transactionType: order.transactionType,
    ...(includePrice ? { totalPrice: totalOf(read) } : {}),
    partnerOnRecordAttestationAccepted: order.attested ?? undefined,
    client: { marketplaceCountry: read.customer.country, ...CLIENT },
    links: {
      provisioningStatus: link(`${uri}/provisioningstatus`),
      patchOperation: link(uri, 'PATCH'),
      ...selfLink(uri),
    },
    attributes: attributes('Order', orderEtag(order)),
  }
}

/** The billing cycle of the order; what is paid at once has a word for its length, which the lines know. */
function wireOrderCycle({ order, catalog }: Pick<ReadOrder, 'order' | 'catalog'>) {
  const first = catalog.availabilities.get(order.lines[0]?.availabilityId ?? '')
  return first === undefined ? 'unknown' : wireBillingCycle({ billingCycle: order.billingCycle, term: first.term })
}

function presentLine(read: ReadOrder, line: StoredOrderLine, uri: string, includePrice: boolean) {
  const { catalog, order } = read
  const availability = catalog.availabilities.get(line.availabilityId)!
  const { billingCycle, term } = availability
  return {
    lineItemNumber: line.number,
    offerId: itemIdOf(catalog, line.availabilityId),
    subscriptionId: line.subscriptionId,
    parentSubscriptionId: line.parentSubscriptionId ?? undefined,
    termDuration: billingCycle === 'one-time' ? undefined : formatTerm(term),
    transactionType: isOpenLine(line) ? line.transactionType : 'Cancel',
    friendlyName: line.friendlyName,
    quantity: line.quantity,
    partnerIdOnRecord: line.partnerOnRecord ?? undefined,
    attestationAccepted: line.attested ?? undefined,
    provisioningContext: line.provisioning,
    ...(includePrice ? { pricing: pricingOf(read, line) } : {}),
    links: linksOf(read, line, uri, order.customerId),
    attributes: attributes('OrderLineItem'),
  }
}

function linksOf({ catalog, customer }: ReadOrder, line: StoredOrderLine, uri: string, customerId: string) {
  const { sku, code } = catalog.sales.get(line.availabilityId)!
  const { productId, skuId, needsActivation } = catalog.skus.get(sku)!
  const country = `country=${customer.country}`
  const product = `/products/${productId}`
  const activation = link(`${uri}/lineitems/${line.number}/activationlinks`)
  return {
    subscription: link(subscriptionUri({ customerId, subscriptionId: line.subscriptionId })),
    product: link(`${product}?${country}`),
    sku: link(`${product}/skus/${skuId}?${country}`),
    availability: link(`${product}/skus/${skuId}/availabilities/${code}?${country}`),
    provisioningStatus: link(`${uri}/provisioningstatus`),
    ...(needsActivation ? { activationLinks: activation } : {}),
  }
}

function pricingOf({ order, catalog }: ReadOrder, line: StoredOrderLine) {
  const price = orderPriceOf(order, line, catalog)
  if (price === null) return undefined
  const { currency } = order
  const listPrice = wirePrice(price.listPrice, currency)
  const proratedPrice = wirePrice(price.unitPrice, currency)
  const extendedPrice = wireAmount(price.amount, currency)
  const discountedPrice = wirePrice(price.discountedPrice, currency)
  return { listPrice, discountedPrice, proratedPrice, price: proratedPrice, extendedPrice }
}

function totalOf({ order, catalog }: ReadOrder): number {
  const total = order.lines.reduce((sum, line) => sum + (orderPriceOf(order, line, catalog)?.amount ?? 0n), 0n)
  return wireAmount(total, order.currency)
}

const symbols = new Map<Currency, string>()

/** `€`; the code where a currency has no sign of its own. */
function symbolOf(currency: Currency): string {
  const known = symbols.get(currency)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const symbol = format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency
  symbols.set(currency, symbol)
  return symbol
}
