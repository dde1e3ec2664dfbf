import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Availability } from '../core/catalog/availability.js'
import { findPrice } from '../core/catalog/price-list.js'
import { PRODUCT_TYPES, type TargetView } from '../core/catalog/product-type.js'
import { SEGMENTS } from '../core/catalog/segment.js'
import type { SkuCategory } from '../core/catalog/sku-category.js'
import { isOfferedTo, isSoldBy, isSoldIn, type Seller } from '../core/ordering/eligibility.js'
import { currentCatalog, type Sale, type SkuForSale, type StoredCatalog } from './current-catalog.js'
import { byUsualTerm, catalogItemId } from './find-catalog-item.js'
import { type SellingAccount, sellerOf, sellingAccount } from './load-buyer.js'
import type { CustomerRef } from './load-customer.js'
import type { UseCase } from './use-case.js'

/** Through whose eyes the catalogue is looked at. */
export interface CatalogView {
  readonly catalog: StoredCatalog
  readonly day: Day
  readonly seller: Seller
  /** What the seller is billed in. */
  readonly currency: string
  readonly country: string
  /** The customer's segments: only what may be sold to it is shown. `null`: everything of the country is shown. */
  readonly segments: readonly string[] | null
}

/** What of a catalogue is wanted; all that are given must hold. */
export interface CatalogFilter {
  readonly targetView?: TargetView | undefined
  readonly segment?: string | undefined
  readonly productId?: string | undefined
  readonly category?: SkuCategory | undefined
}

/** One availability as the products API knows it: all terms of a SKU in a place. */
export interface CatalogItemView {
  readonly id: string
  readonly catalogItemId: string
  readonly sale: Sale
  /** The usual one first. */
  readonly terms: readonly Availability[]
}

/** A SKU as it appears in a view. */
export interface ShownSku {
  readonly sku: SkuForSale
  readonly items: readonly CatalogItemView[]
  /** Whether the partner may sell it to somebody in the country. */
  readonly purchasable: boolean
}

/** The catalogue of a country, as a partner sees it. */
export async function viewOfCountry(
  { session, now }: Pick<UseCase, 'session' | 'now'>,
  account: SellingAccount,
  country: string,
): Promise<CatalogView> {
  const catalog = await currentCatalog(session)
  const { currency } = account
  return { catalog, day: dayOfInstant(now), seller: sellerOf(account), currency, country, segments: null }
}

/** The catalogue a customer may buy from, whatever it has bought already. */
export async function viewOfCustomer(
  context: Pick<UseCase, 'session' | 'now'>,
  account: SellingAccount,
  customer: CustomerRef,
): Promise<CatalogView> {
  const selling = await sellingAccount(context.session, customer, account)
  const view = await viewOfCountry(context, selling, customer.country)
  return { ...view, segments: customer.segments }
}

/** The SKUs of a view, in order of product and SKU. */
export function shownSkus(view: CatalogView, filter: CatalogFilter = {}): ShownSku[] {
  const shown: ShownSku[] = []
  for (const sku of view.catalog.skus.values()) {
    if (!isWanted(sku, filter)) continue
    const found = shownSku(view, sku, filter.segment)
    if (found !== undefined) shown.push(found)
  }
  return shown
}

/** A SKU where the view has it. */
export function shownSku(view: CatalogView, sku: SkuForSale, segment?: string): ShownSku | undefined {
  const { seller, country, segments, day } = view
  if (!isSoldIn(sku, country)) return undefined
  const buyer = segments === null ? undefined : { ...seller, country, segments }
  if (buyer !== undefined && !isOfferedTo(sku, buyer, day)) return undefined
  const all = itemsOf(view, sku)
  const items = segment === undefined ? all : all.filter((item) => item.sale.segment === segment)
  return items.length === 0 ? undefined : { sku, items, purchasable: isSoldBy(sku, seller, country, day) }
}

function isWanted(sku: SkuForSale, { targetView, productId, category }: CatalogFilter): boolean {
  if (productId !== undefined && sku.productId !== productId) return false
  if (category !== undefined && sku.category !== category) return false
  const views: readonly TargetView[] = PRODUCT_TYPES[sku.productType].views
  return targetView === undefined || views.includes(targetView)
}

type Shelf = Map<string, readonly CatalogItemView[]>

/** What was put together before, by catalogue and by what it depends on: a catalogue may be long, and is read often. */
const shelves = new WeakMap<StoredCatalog, Map<string, Shelf>>()
const MOST_SHELVES = 64

/** What of a SKU has a price today, place by place. */
export function itemsOf(view: CatalogView, sku: SkuForSale): readonly CatalogItemView[] {
  const shelf = shelfOf(view)
  const known = shelf.get(sku.sku)
  if (known !== undefined) return known
  const items = findItems(view, sku)
  shelf.set(sku.sku, items)
  return items
}

function shelfOf({ catalog, day, country, currency, segments }: CatalogView): Shelf {
  let ofCatalog = shelves.get(catalog)
  if (ofCatalog === undefined) {
    ofCatalog = new Map()
    shelves.set(catalog, ofCatalog)
  }
  const key = `${day} ${country} ${currency} ${segments === null ? '*' : [...segments].sort().join(' ')}`
  const known = ofCatalog.get(key)
  if (known !== undefined) return known
  if (ofCatalog.size >= MOST_SHELVES) ofCatalog.clear()
  const shelf: Shelf = new Map()
  ofCatalog.set(key, shelf)
  return shelf
}

function findItems({ catalog, day, country, currency, segments }: CatalogView, sku: SkuForSale): CatalogItemView[] {
  const items = new Map<string, { readonly sale: Sale; readonly terms: Availability[] }>()
  for (const sale of catalog.salesOf.get(sku.sku) ?? []) {
    if (sale.currency !== currency || (sale.market !== '' && sale.market !== country)) continue
    if (segments !== null && !segments.includes(sale.segment)) continue
    const availability = catalog.availabilities.get(sale.availabilityId)!
    if (findPrice(availability.prices, day) === undefined) continue
    const item = items.get(sale.code) ?? { sale, terms: [] }
    item.terms.push(availability)
    items.set(sale.code, item)
  }
  const sorted = [...items.values()].sort((left, right) => bySegmentAndMarket(left.sale, right.sale))
  return sorted.map(({ sale, terms }) => ({
    id: sale.code,
    catalogItemId: catalogItemId(sale),
    sale,
    terms: terms.sort(byUsualTerm),
  }))
}

/** The common segment first; prices of a country before those of every country. */
function bySegmentAndMarket(left: Sale, right: Sale): number {
  const words: readonly string[] = SEGMENTS
  const segments = words.indexOf(left.segment) - words.indexOf(right.segment)
  return segments || Number(left.market === '') - Number(right.market === '')
}
