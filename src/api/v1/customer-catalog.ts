import { type CustomerOffer, listCustomerOffers, type OfferTerm } from '../../app/customer-catalog.js'
import type { SellingAccount } from '../../app/load-buyer.js'
import { loadCustomer } from '../../app/load-customer.js'
import { loadSubscription } from '../../app/subscriptions.js'
import { may } from '../../core/access/permission.js'
import { formatDay } from '../../core/calendar/day.js'
import { formatTerm } from '../../core/calendar/term.js'
import { cyclePriceOf } from '../../core/catalog/availability.js'
import { formatUnitPrice } from '../../core/money/unit-price.js'
import { accept } from '../../core/refusal.js'
import { currencySymbol } from '../currency-symbol.js'
import { endpoint } from '../endpoint.js'
import { FAULTS } from '../errors.js'
import { attributes, link } from '../links.js'
import { offsetPage } from '../paging.js'
import { customerParams } from '../schema/catalog.js'
import { customerCatalog, customerCatalogQuery, USUAL_ENTRIES } from '../schema/catalog-offer.js'
import { descriptionOf } from './present-catalog.js'
import { wireBillingCycle } from './present-subscription.js'

export const CUSTOMER_CATALOG_ENDPOINTS = [
  endpoint({
    id: 'customer-catalog',
    method: 'GET',
    path: '/v1/customers/:customerId/catalog',
    group: 'Offers',
    summary: 'Every offer of the customer’s market, and for each whether it can be bought or why not',
    capability: 'catalog.read',
    params: customerParams,
    query: customerCatalogQuery,
    response: customerCatalog,
    handle: async (call) => {
      const customer = await loadCustomer(call, call.params.customerId)
      if (!customer.ok) return customer
      const {
        publisher,
        billingType,
        profile,
        search,
        addOnsOf,
        offset = 0,
        size = USUAL_ENTRIES,
        ...rest
      } = call.query
      const base = addOnsOf === undefined ? undefined : await loadSubscription(call, call.params.customerId, addOnsOf)
      if (base?.ok === false) return base
      const account = call.account!
      const offers = await listCustomerOffers(call, account satisfies SellingAccount, customer.value, {
        ...rest,
        publisherId: publisher,
        profileId: profile,
        text: search,
        invoiceType: billingType === 'one_time' ? 'one-time' : billingType,
        base: base?.value.view,
      })
      const seesPrices = may(call.actor.roles, 'price.read', account.accountType === 'indirect-reseller')
      const page = offers.slice(offset, offset + size)
      const root = `/customers/${customer.value.customerId}`
      const items = page.map((offer) => presentEntry(offer, root, seesPrices))
      return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount: offers.length }))
    },
  }),
]

function presentEntry({ sku, itemId, segment, currency, terms, reason }: CustomerOffer, root: string, prices: boolean) {
  const { productId, skuId } = sku
  return {
    catalogItemId: itemId,
    productId,
    skuId,
    title: sku.skuTitle,
    productTitle: sku.productTitle,
    description: descriptionOf(sku),
    publisherId: sku.publisherId,
    publisherName: sku.publisherName,
    category: sku.category,
    productType: sku.productType,
    commerceProfile: sku.profile.id,
    billingType: sku.profile.invoiceType === 'one-time' ? ('one_time' as const) : ('recurring' as const),
    unitType: sku.unitType,
    segment,
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    minimumQuantity: sku.minimumQuantity,
    maximumQuantity: sku.maximumQuantity,
    isAddOn: sku.isAddOn,
    isTrial: sku.isTrial,
    ...(sku.trial === null ? {} : { freeTerm: formatTerm(sku.trial) }),
    attestationRequired: sku.attestationRequired,
    needsActivation: sku.needsActivation,
    addOnOf: sku.addOnBases,
    terms: terms.map((term) => ({
      termDuration: formatTerm(term.availability.term),
      billingCycle: wireBillingCycle(term.availability),
      ...(prices ? { price: presentPrice(term) } : {}),
    })),
    isAvailable: reason === null,
    ...(reason === null
      ? {}
      : {
          unavailable: {
            code: FAULTS[reason.code].code,
            reason: reason.code,
            description: reason.message,
            data: reason.data,
          },
        }),
    links: {
      sku: link(`${root}/products/${encodeURIComponent(productId)}/skus/${encodeURIComponent(skuId)}`),
    },
    attributes: attributes('CustomerOffer'),
  }
}

function presentPrice({ availability, price }: OfferTerm) {
  return {
    unitPrice: priceNumber(price.unitPrice),
    per: formatTerm(availability.pricePer),
    cyclePrice: priceNumber(cyclePriceOf(availability, price.unitPrice)),
    perSubscription: availability.flat,
    validFrom: formatDay(price.validFrom),
  }
}

/** A price as a JSON number, made of its exact text. */
function priceNumber(price: bigint): number {
  return Number(formatUnitPrice(price, 0))
}
