import { type CatalogView, type ShownSku, viewOfCountry, viewOfCustomer } from '../../app/browse-catalog.js'
import { findOffer, listOffers } from '../../app/find-in-catalog.js'
import { loadCustomer } from '../../app/load-customer.js'
import { SKU_CATEGORIES } from '../../core/catalog/sku-category.js'
import { isAddOnOf } from '../../core/ordering/eligibility.js'
import { accept, refuse } from '../../core/refusal.js'
import { endpoint, type RequestFacts } from '../endpoint.js'
import { collection, offsetPage } from '../paging.js'
import {
  countryQuery,
  customerParams,
  listOffersQuery,
  MOST_OFFERS,
  offerAddOnsQuery,
  offerCategories,
  offerParams,
  offerSchema,
  offers,
  pageQuery,
} from '../schema/catalog.js'
import { categoryOfId, KNOWN_CATEGORY_IDS, presentCategory, presentOffer } from './present-offer.js'

const GROUP = 'Offers'

export const OFFER_ENDPOINTS = [
  endpoint({
    id: 'offer-categories',
    method: 'GET',
    path: '/v1/offercategories',
    group: GROUP,
    summary: 'List the categories of legacy offers of a country',
    capability: 'catalog.read',
    query: countryQuery,
    response: offerCategories,
    handle: async (call) =>
      accept(categoriesOf(await viewOfCountry(call, call.account!, call.query.country), call.request)),
  }),
  endpoint({
    id: 'list-offers',
    method: 'GET',
    path: '/v1/offers',
    group: GROUP,
    summary: 'List the legacy offers of a country',
    capability: 'catalog.read',
    query: listOffersQuery,
    response: offers,
    handle: async (call) => {
      const { country, offer_category_id: categoryId, product_id: productId } = call.query
      const category = categoryId === undefined ? undefined : categoryOfId(categoryId)
      if (categoryId !== undefined && category === undefined) {
        const problem = `there is no category ${categoryId}, only ${KNOWN_CATEGORY_IDS}`
        return refuse('malformed', { what: 'offer_category_id', problem })
      }
      const view = await viewOfCountry(call, call.account!, country)
      return accept(pageOf(listOffers(view, { category, productId }), view, call.request, call.query))
    },
  }),
  endpoint({
    id: 'get-offer',
    method: 'GET',
    path: '/v1/offers/:offerId',
    group: GROUP,
    summary: 'Get a legacy offer',
    capability: 'catalog.read',
    params: offerParams,
    query: countryQuery,
    response: offerSchema,
    handle: async (call) => {
      const view = await viewOfCountry(call, call.account!, call.query.country)
      const found = findOffer(view, call.params.offerId)
      return found.ok ? accept(presentOffer(found.value, view, call.request.locale)) : found
    },
  }),
  endpoint({
    id: 'offer-addons',
    method: 'GET',
    path: '/v1/offers/:offerId/addons',
    group: GROUP,
    summary: 'List the add-ons of a legacy offer',
    capability: 'catalog.read',
    params: offerParams,
    query: offerAddOnsQuery,
    response: offers,
    handle: async (call) => {
      const view = await viewOfCountry(call, call.account!, call.query.country)
      const found = findOffer(view, call.params.offerId)
      if (!found.ok) return found
      const addOns = listOffers(view, {}).filter(({ sku }) => isAddOnOf(sku, found.value.sku))
      return accept(pageOf(addOns, view, call.request, call.query))
    },
  }),
  endpoint({
    id: 'customer-offers',
    method: 'GET',
    path: '/v1/customers/:customerId/offers',
    group: GROUP,
    summary: 'List the legacy offers a customer may buy',
    capability: 'catalog.read',
    params: customerParams,
    query: pageQuery,
    response: offers,
    handle: async (call) => {
      const customer = await loadCustomer(call, call.params.customerId)
      if (!customer.ok) return customer
      const view = await viewOfCustomer(call, call.account!, customer.value)
      return accept(pageOf(listOffers(view, {}), view, call.request, call.query))
    },
  }),
  endpoint({
    id: 'customer-offer-categories',
    method: 'GET',
    path: '/v1/customers/:customerId/offercategories',
    group: GROUP,
    summary: 'List the categories of the legacy offers a customer may buy',
    capability: 'catalog.read',
    params: customerParams,
    response: offerCategories,
    handle: async (call) => {
      const customer = await loadCustomer(call, call.params.customerId)
      if (!customer.ok) return customer
      return accept(categoriesOf(await viewOfCustomer(call, call.account!, customer.value), call.request))
    },
  }),
]

/** The categories in which the view has offers. */
function categoriesOf(view: CatalogView, { uri, locale }: RequestFacts) {
  const used = new Set(listOffers(view, {}).map(({ sku }) => sku.category))
  const categories = SKU_CATEGORIES.filter((category) => used.has(category))
  return collection(
    categories.map((category) => presentCategory(category, view.country, locale)),
    uri,
  )
}

function pageOf(
  all: readonly ShownSku[],
  view: CatalogView,
  { uri, locale }: RequestFacts,
  { offset = 0, size = MOST_OFFERS }: { readonly offset?: number | undefined; readonly size?: number | undefined },
) {
  const items = all.slice(offset, offset + size).map((shown) => presentOffer(shown, view, locale))
  return offsetPage(items, { uri, offset, size, totalCount: all.length })
}
