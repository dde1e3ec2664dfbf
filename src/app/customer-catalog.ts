import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Availability } from '../core/catalog/availability.js'
import { findPrice, type PriceRow } from '../core/catalog/price-list.js'
import type { SkuCategory } from '../core/catalog/sku-category.js'
import { eligibilityOf } from '../core/ordering/eligibility.js'
import type { Refusal } from '../core/refusal.js'
import { type CatalogItemView, type CatalogView, itemsOf } from './browse-catalog.js'
import type { SkuForSale } from './current-catalog.js'
import { currentCatalog } from './current-catalog.js'
import { itemIdOf } from './find-catalog-item.js'
import { loadBuyer, type SellingAccount, sellingAccount } from './load-buyer.js'
import type { CustomerRef } from './load-customer.js'
import type { UseCase } from './use-case.js'

/** Which offers are wanted; all that are given must hold. */
export interface OfferSearch {
  readonly publisherId?: string | undefined
  /** On which invoice it comes. */
  readonly invoiceType?: 'recurring' | 'one-time' | undefined
  readonly profileId?: string | undefined
  readonly category?: SkuCategory | undefined
  /** Part of the title, the description or the publisher's name, in any case. */
  readonly text?: string | undefined
  readonly available?: boolean | undefined
}

/** One way of buying an offer. */
export interface OfferTerm {
  readonly availability: Availability
  readonly price: PriceRow
}

/** An offer of the customer's market, and whether the customer may buy it. */
export interface CustomerOffer {
  readonly sku: SkuForSale
  /** What carts and orders take. */
  readonly itemId: string
  readonly segment: string
  readonly currency: string
  /** The usual one first. */
  readonly terms: readonly OfferTerm[]
  /** Why it cannot be bought, with the way out; `null` where it can. */
  readonly reason: Refusal | null
}

/** Every offer of a customer's market that fits the search, in order of product and SKU. */
export async function listCustomerOffers(
  context: UseCase,
  account: SellingAccount,
  customer: CustomerRef,
  search: OfferSearch,
): Promise<CustomerOffer[]> {
  const catalog = await currentCatalog(context.session)
  const buyer = await loadBuyer(context, customer, account, catalog)
  const { currency } = await sellingAccount(context.session, customer, account)
  const day = dayOfInstant(context.now)
  const view: CatalogView = { catalog, day, seller: buyer, currency, country: customer.country, segments: null }
  const offers: CustomerOffer[] = []
  for (const sku of catalog.skus.values()) {
    if (!fits(sku, search)) continue
    const item = bestItem(itemsOf(view, sku), customer.segments)
    if (item === undefined) continue
    const eligible = eligibilityOf(sku, buyer, day)
    if (search.available !== undefined && search.available !== eligible.ok) continue
    offers.push({
      sku,
      itemId: itemIdOf(catalog, item.sale.availabilityId),
      segment: item.sale.segment,
      currency,
      terms: item.terms.map((availability) => termOf(availability, day)),
      reason: eligible.ok ? null : eligible.refusal,
    })
  }
  return offers
}

function fits(sku: SkuForSale, search: OfferSearch): boolean {
  const { publisherId, invoiceType, profileId, category } = search
  if (publisherId !== undefined && sku.publisherId !== publisherId) return false
  if (invoiceType !== undefined && sku.profile.invoiceType !== invoiceType) return false
  if (profileId !== undefined && sku.profile.id !== profileId) return false
  if (category !== undefined && sku.category !== category) return false
  const text = search.text?.toLowerCase()
  if (text === undefined) return true
  return [sku.skuTitle, sku.productTitle, sku.description, sku.publisherName].some((part) =>
    part.toLowerCase().includes(text),
  )
}

/** The item the customer would buy: of a segment it has, a special one before the common one, its own market first. */
function bestItem(items: readonly CatalogItemView[], segments: readonly string[]): CatalogItemView | undefined {
  const rank = ({ sale }: CatalogItemView) =>
    (segments.includes(sale.segment) ? 0 : 4) + (sale.segment === 'commercial' ? 2 : 0) + (sale.market === '' ? 1 : 0)
  return [...items].sort((left, right) => rank(left) - rank(right))[0]
}

function termOf(availability: Availability, day: Day): OfferTerm {
  return { availability, price: findPrice(availability.prices, day)! }
}
