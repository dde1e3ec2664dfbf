import { TARGET_VIEWS, type TargetView } from '../core/catalog/product-type.js'
import { SEGMENTS, type Segment } from '../core/catalog/segment.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type CatalogFilter,
  type CatalogItemView,
  type CatalogView,
  type ShownSku,
  shownSku,
  shownSkus,
} from './browse-catalog.js'
import type { SkuForSale, StoredCatalog } from './current-catalog.js'

/** A product: its SKUs that a view has. */
export interface ShownProduct {
  readonly productId: string
  /** At least one; the first gives the product its name. */
  readonly skus: readonly [ShownSku, ...ShownSku[]]
}

/** What of the products API's parameters chooses products; words as the client wrote them. */
export interface Aim {
  readonly targetView?: string | undefined
  readonly targetSegment?: string | undefined
}

/** Reads what a client aims at. Refused: a view nobody has, and a segment that is not open in this view. */
export function readAim(view: CatalogView, { targetView, targetSegment }: Aim): Outcome<CatalogFilter> {
  const aimed = sameWord(TARGET_VIEWS, targetView)
  if (targetView !== undefined && aimed === undefined) {
    return refuse('target-view-unknown', { view: targetView, known: TARGET_VIEWS.join(', ') })
  }
  const open = SEGMENTS.filter((segment) => view.segments === null || view.segments.includes(segment))
  const segment = sameWord(open, targetSegment)
  if (targetSegment !== undefined && segment === undefined) {
    return refuse('target-segment-unknown', { segment: targetSegment, known: open.join(', ') })
  }
  return accept({ targetView: aimed, segment })
}

function sameWord<Word extends TargetView | Segment>(words: readonly Word[], text: string | undefined) {
  return words.find((word) => word.toLowerCase() === text?.toLowerCase())
}

/** The products of a view, in order. */
export function listProducts(view: CatalogView, filter: CatalogFilter): ShownProduct[] {
  const products = new Map<string, [ShownSku, ...ShownSku[]]>()
  for (const shown of shownSkus(view, filter)) {
    const known = products.get(shown.sku.productId)
    if (known === undefined) products.set(shown.sku.productId, [shown])
    else known.push(shown)
  }
  return [...products].map(([productId, skus]) => ({ productId, skus }))
}

export function findProduct(view: CatalogView, productId: string, filter: CatalogFilter = {}): Outcome<ShownProduct> {
  const [product] = listProducts(view, { productId, segment: filter.segment })
  if (product !== undefined) return accept(product)
  return refuse('product-not-found', { product: productId, country: view.country })
}

/** What names a SKU in a path. */
export interface SkuPath {
  readonly productId: string
  readonly skuId: string
}

/** A SKU with its product. */
export interface SkuOfProduct {
  readonly product: ShownProduct
  readonly shown: ShownSku
}

export function findSku(view: CatalogView, path: SkuPath, filter: CatalogFilter = {}): Outcome<SkuOfProduct> {
  const product = findProduct(view, path.productId)
  if (!product.ok) return product
  const sku = view.catalog.skus.get(`${path.productId}:${path.skuId}`)
  const shown = sku === undefined ? undefined : shownSku(view, sku)
  if (shown === undefined) {
    return refuse('sku-not-found', { product: path.productId, sku: path.skuId, country: view.country })
  }
  const { segment } = filter
  const items = shown.items.filter((item) => segment === undefined || item.sale.segment === segment)
  return accept({ product: product.value, shown: { ...shown, items } })
}

export function findAvailability(
  view: CatalogView,
  path: SkuPath & { readonly availabilityId: string },
): Outcome<SkuOfProduct & { readonly item: CatalogItemView }> {
  const found = findSku(view, path)
  if (!found.ok) return found
  const item = found.value.shown.items.find(({ id }) => id === path.availabilityId.toUpperCase())
  if (item !== undefined) return accept({ ...found.value, item })
  const { productId: product, skuId: sku, availabilityId: availability } = path
  return refuse('availability-not-found', { product, sku, availability, country: view.country })
}

/** The SKU of a legacy offer. Refused: ids of the product catalog, which have an API of their own. */
export function findOffer(view: CatalogView, offerId: string): Outcome<ShownSku> {
  const key = view.catalog.offers.get(offerId.toLowerCase())
  const sku = key === undefined ? undefined : view.catalog.skus.get(key)
  const shown = sku === undefined ? undefined : shownSku(view, sku)
  if (shown !== undefined) return accept(shown)
  const [product = ''] = offerId.split(':')
  const isProduct = [...view.catalog.skus.values()].some((one) => one.productId === product)
  if (isProduct || offerId.includes(':')) return refuse('offer-of-products', { offer: offerId, product })
  return refuse('offer-not-found', { offer: offerId, country: view.country })
}

/** The legacy offers of a view. */
export function listOffers(view: CatalogView, filter: CatalogFilter): ShownSku[] {
  return shownSkus(view, filter).filter(({ sku }) => sku.offerId !== null)
}

/** The SKUs add-ons name as their bases, and whether some add-on fits any base; looked up once per catalogue. */
const bases = new WeakMap<StoredCatalog, { readonly named: ReadonlySet<string>; readonly any: boolean }>()

/** Whether there are add-ons for a SKU. */
export function hasAddOns(catalog: StoredCatalog, sku: Pick<SkuForSale, 'sku' | 'isAddOn'>): boolean {
  let known = bases.get(catalog)
  if (known === undefined) {
    const addOns = [...catalog.skus.values()].filter((one) => one.isAddOn)
    const named = new Set(addOns.flatMap((one) => one.addOnBases))
    known = { named, any: addOns.some((one) => one.addOnBases.length === 0) }
    bases.set(catalog, known)
  }
  return !sku.isAddOn && (known.any || known.named.has(sku.sku))
}
