import { type CatalogView, viewOfCountry, viewOfCustomer } from '../../app/browse-catalog.js'
import {
  type Aim,
  findAvailability,
  findProduct,
  findSku,
  listProducts,
  readAim,
  type SkuPath,
} from '../../app/find-in-catalog.js'
import { loadCustomer } from '../../app/load-customer.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { type Call, endpoint } from '../endpoint.js'
import { collection } from '../paging.js'
import {
  availabilities,
  availabilityParams,
  availabilitySchema,
  customerAvailabilityParams,
  customerParams,
  customerPartsQuery,
  customerProductParams,
  customerSkuParams,
  productParams,
  productPartsQuery,
  productSchema,
  products,
  productsQuery,
  skuParams,
  skuSchema,
  skus,
} from '../schema/catalog.js'
import { type Place, presentAvailability, presentProduct, presentSku } from './present-catalog.js'

const GROUP = 'Products'

/** Where somebody looks, and where the links lead that it gets. */
interface Shelf {
  readonly view: CatalogView
  readonly place: Place
}

type CountryCall = Call<unknown, { readonly country: string }, unknown>
type CustomerCall = Call<{ readonly customerId: string }, unknown, unknown>

async function shelfOfCountry(call: CountryCall): Promise<Outcome<Shelf>> {
  const { country } = call.query
  const view = await viewOfCountry(call, call.account!, country)
  return accept({ view, place: { root: '', query: `?country=${country}` } })
}

async function shelfOfCustomer(call: CustomerCall): Promise<Outcome<Shelf>> {
  const customer = await loadCustomer(call, call.params.customerId)
  if (!customer.ok) return customer
  const view = await viewOfCustomer(call, call.account!, customer.value)
  return accept({ view, place: { root: `/customers/${customer.value.customerId}`, query: '' } })
}

function productList(shelf: Outcome<Shelf>, aim: Aim, uri: string) {
  if (!shelf.ok) return shelf
  const { view, place } = shelf.value
  const filter = readAim(view, aim)
  if (!filter.ok) return filter
  const items = listProducts(view, filter.value).map((product) => presentProduct(product, place))
  return accept(collection(items, uri))
}

function oneProduct(shelf: Outcome<Shelf>, productId: string) {
  if (!shelf.ok) return shelf
  const { view, place } = shelf.value
  const product = findProduct(view, productId)
  return product.ok ? accept(presentProduct(product.value, place)) : product
}

/** The SKUs of a product; those without prices for the segment asked for are left out, as is the view. */
function skuList(shelf: Outcome<Shelf>, productId: string, aim: Aim, uri: string) {
  if (!shelf.ok) return shelf
  const { view, place } = shelf.value
  const filter = readAim(view, aim)
  if (!filter.ok) return filter
  const product = findProduct(view, productId)
  if (!product.ok) return product
  const chosen = findProduct(view, productId, filter.value)
  const shown = chosen.ok ? chosen.value.skus : []
  return accept(
    collection(
      shown.map((sku) => presentSku(sku, place)),
      uri,
    ),
  )
}

function oneSku(shelf: Outcome<Shelf>, path: SkuPath) {
  if (!shelf.ok) return shelf
  const { view, place } = shelf.value
  const found = findSku(view, path)
  return found.ok ? accept(presentSku(found.value.shown, place)) : found
}

function availabilityList(shelf: Outcome<Shelf>, path: SkuPath, aim: Aim, uri: string) {
  if (!shelf.ok) return shelf
  const { view, place } = shelf.value
  const filter = readAim(view, aim)
  if (!filter.ok) return filter
  const found = findSku(view, path, filter.value)
  if (!found.ok) return found
  const items = found.value.shown.items.map((item) => presentAvailability({ ...found.value, item }, view, place))
  return accept(collection(items, uri))
}

function oneAvailability(shelf: Outcome<Shelf>, path: SkuPath & { readonly availabilityId: string }) {
  if (!shelf.ok) return shelf
  const { view, place } = shelf.value
  const found = findAvailability(view, path)
  return found.ok ? accept(presentAvailability(found.value, view, place)) : found
}

const PRODUCT = '/products/:productId'
const SKU = `${PRODUCT}/skus/:skuId`
const AVAILABILITY = `${SKU}/availabilities/:availabilityId`
const COUNTRY = '/v1'
const CUSTOMER = '/v1/customers/:customerId'

const common = { method: 'GET', group: GROUP, capability: 'catalog.read' } as const

export const PRODUCT_ENDPOINTS = [
  endpoint({
    ...common,
    id: 'list-products',
    path: `${COUNTRY}/products`,
    summary: 'List the products of a country',
    query: productsQuery,
    response: products,
    handle: async (call) => productList(await shelfOfCountry(call), call.query, call.request.uri),
  }),
  endpoint({
    ...common,
    id: 'get-product',
    path: `${COUNTRY}${PRODUCT}`,
    summary: 'Get a product',
    params: productParams,
    query: productPartsQuery,
    response: productSchema,
    handle: async (call) => oneProduct(await shelfOfCountry(call), call.params.productId),
  }),
  endpoint({
    ...common,
    id: 'list-skus',
    path: `${COUNTRY}${PRODUCT}/skus`,
    summary: 'List the SKUs of a product',
    params: productParams,
    query: productPartsQuery,
    response: skus,
    handle: async (call) => skuList(await shelfOfCountry(call), call.params.productId, call.query, call.request.uri),
  }),
  endpoint({
    ...common,
    id: 'get-sku',
    path: `${COUNTRY}${SKU}`,
    summary: 'Get a SKU',
    params: skuParams,
    query: productPartsQuery,
    response: skuSchema,
    handle: async (call) => oneSku(await shelfOfCountry(call), call.params),
  }),
  endpoint({
    ...common,
    id: 'list-availabilities',
    path: `${COUNTRY}${SKU}/availabilities`,
    summary: 'List the availabilities of a SKU',
    params: skuParams,
    query: productPartsQuery,
    response: availabilities,
    handle: async (call) => availabilityList(await shelfOfCountry(call), call.params, call.query, call.request.uri),
  }),
  endpoint({
    ...common,
    id: 'get-availability',
    path: `${COUNTRY}${AVAILABILITY}`,
    summary: 'Get an availability',
    params: availabilityParams,
    query: productPartsQuery,
    response: availabilitySchema,
    handle: async (call) => oneAvailability(await shelfOfCountry(call), call.params),
  }),
  endpoint({
    ...common,
    id: 'customer-products',
    path: `${CUSTOMER}/products`,
    summary: 'List the products a customer may buy',
    params: customerParams,
    query: customerPartsQuery,
    response: products,
    handle: async (call) => productList(await shelfOfCustomer(call), call.query, call.request.uri),
  }),
  endpoint({
    ...common,
    id: 'customer-product',
    path: `${CUSTOMER}${PRODUCT}`,
    summary: 'Get a product a customer may buy',
    params: customerProductParams,
    query: customerPartsQuery,
    response: productSchema,
    handle: async (call) => oneProduct(await shelfOfCustomer(call), call.params.productId),
  }),
  endpoint({
    ...common,
    id: 'customer-skus',
    path: `${CUSTOMER}${PRODUCT}/skus`,
    summary: 'List the SKUs of a product a customer may buy',
    params: customerProductParams,
    query: customerPartsQuery,
    response: skus,
    handle: async (call) => skuList(await shelfOfCustomer(call), call.params.productId, call.query, call.request.uri),
  }),
  endpoint({
    ...common,
    id: 'customer-sku',
    path: `${CUSTOMER}${SKU}`,
    summary: 'Get a SKU a customer may buy',
    params: customerSkuParams,
    query: customerPartsQuery,
    response: skuSchema,
    handle: async (call) => oneSku(await shelfOfCustomer(call), call.params),
  }),
  endpoint({
    ...common,
    id: 'customer-availabilities',
    path: `${CUSTOMER}${SKU}/availabilities`,
    summary: 'List the availabilities of a SKU a customer may buy',
    params: customerSkuParams,
    query: customerPartsQuery,
    response: availabilities,
    handle: async (call) => availabilityList(await shelfOfCustomer(call), call.params, call.query, call.request.uri),
  }),
  endpoint({
    ...common,
    id: 'customer-availability',
    path: `${CUSTOMER}${AVAILABILITY}`,
    summary: 'Get an availability a customer may buy',
    params: customerAvailabilityParams,
    query: customerPartsQuery,
    response: availabilitySchema,
    handle: async (call) => oneAvailability(await shelfOfCustomer(call), call.params),
  }),
]
