import type { CatalogView, ShownSku } from '../../app/browse-catalog.js'
import { hasAddOns } from '../../app/find-in-catalog.js'
import { SKU_CATEGORIES, type SkuCategory } from '../../core/catalog/sku-category.js'
import { attributes, link } from '../links.js'
import { attestationOf, billingCyclesOf, descriptionOf } from './present-catalog.js'

const CATEGORY_IDS: Readonly<Record<SkuCategory, string>> = {
  Enterprise: 'enterprise',
  'Small business': 'small_business',
  Trial: 'trial',
}

/** The category with an id, in any case. */
export function categoryOfId(id: string): SkuCategory | undefined {
  return SKU_CATEGORIES.find((category) => CATEGORY_IDS[category] === id.toLowerCase())
}

export const KNOWN_CATEGORY_IDS = Object.values(CATEGORY_IDS).join(', ')

export function presentCategory(category: SkuCategory, country: string, locale: string) {
  return {
    id: CATEGORY_IDS[category],
    name: category,
    rank: rankOf(category),
    locale,
    country,
    attributes: attributes('OfferCategory'),
  }
}

/** A SKU as the legacy offers API shows it; `root` is where the offers are listed. */
export function presentOffer({ sku, items, purchasable }: ShownSku, view: CatalogView, locale: string) {
  const { country, catalog } = view
  const id = sku.offerId!.toUpperCase()
  const uri = `/offers/${id}`
  const offersOf = (skus: readonly string[]) => skus.map((key) => catalog.skus.get(key)?.offerId?.toUpperCase() ?? key)
  return {
    id,
    name: sku.skuTitle,
    description: descriptionOf(sku),
    minimumQuantity: sku.minimumQuantity,
    maximumQuantity: sku.maximumQuantity,
    rank: rankOf(sku.category),
    uri,
    locale,
    country,
    category: presentCategory(sku.category, country, locale),
    prerequisiteOffers: offersOf([...sku.addOnBases, ...sku.prerequisites]),
    isAddOn: sku.isAddOn,
    hasAddOns: hasAddOns(catalog, sku),
    isAvailableForPurchase: purchasable,
    billing: 'license' as const,
    supportedBillingCycles: billingCyclesOf(items),
    isAutoRenewable: !sku.isTrial,
    isTrial: sku.isTrial,
    isInternal: false,
    partnerQualifications: [],
    upgradeTargetOffers: offersOf(sku.upgradeTargets),
    conversionTargetOffers: offersOf(sku.conversionTargets),
    reselleeQualifications: sku.segments.filter((segment) => segment !== 'commercial'),
    resellerQualifications: [],
    salesGroupId: '0',
    limitUnitOfMeasure: sku.limit === null ? 'none' : sku.limit.kind,
    limit: sku.limit?.count ?? 0,
    attestationProperties: attestationOf(sku),
    product: { id: sku.productId, name: sku.productTitle, unit: sku.unitType },
    unitType: sku.unitType,
    links: {
      learnMore: link(`/products/${encodeURIComponent(sku.productId)}?country=${country}`),
      self: link(`${uri}?country=${country}`),
    },
    attributes: attributes('Offer'),
  }
}

function rankOf(category: SkuCategory): number {
  return 10 * (SKU_CATEGORIES.indexOf(category) + 1)
}
