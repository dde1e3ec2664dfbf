import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { type Availability, sameRhythm } from '../core/catalog/availability.js'
import { findPrice, type PriceRow } from '../core/catalog/price-list.js'
import type { SkuCategory } from '../core/catalog/sku-category.js'
import { eligibilityOf, isAddOnOf } from '../core/ordering/eligibility.js'
import { type Refusal, refuse } from '../core/refusal.js'
import { type CatalogItemView, type CatalogView, itemsOf } from './browse-catalog.js'
import type { SkuForSale } from './current-catalog.js'
import { currentCatalog } from './current-catalog.js'
import { itemIdOf } from './find-catalog-item.js'
import { loadBuyer, type SellingAccount, sellingAccount } from './load-buyer.js'
import type { CustomerRef } from './load-customer.js'
import type { SubscriptionView } from './subscription-view.js'
import type { UseCase } from './use-case.js'

/** A subscription add-ons are looked for. */
type Base = Pick<SubscriptionView, 'sku' | 'availability' | 'status'>

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
  /** Only the add-ons of this subscription, with the plans that go with it and as bought for it. */
  readonly base?: Base | undefined
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
    const terms = search.base === undefined ? item.terms : termsFor(search.base, item.terms)
    const eligible = eligibilityOf(sku, buyer, day)
    const reason = baseReason(search.base, item.terms, terms) ?? (eligible.ok ? null : eligible.refusal)
    if (search.available !== undefined && search.available !== (reason === null)) continue
    offers.push({
      sku,
      itemId: itemIdOf(catalog, item.sale.availabilityId),
      segment: item.sale.segment,
      currency,
      terms: (terms.length === 0 ? item.terms : terms).map((availability) => termOf(availability, day)),
      reason,
    })
  }
  return offers
}

function fits(sku: SkuForSale, search: OfferSearch): boolean {
  const { publisherId, invoiceType, profileId, category, base } = search
  if (base !== undefined && !isAddOnOf(sku, base.sku)) return false
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

/** The terms an add-on can be bought with for a subscription, that of the subscription first. */
function termsFor({ availability: own }: Base, terms: readonly Availability[]): readonly Availability[] {
  const fitting = terms.filter(
    ({ billingCycle }) => own.profile.addOns !== 'aligned' || billingCycle === own.billingCycle,
  )
  return fitting.sort((left, right) => Number(sameRhythm(right, own)) - Number(sameRhythm(left, own)))
}

/** Why nothing, or not this, can be added to a subscription. */
function baseReason(base: Base | undefined, sold: readonly Availability[], terms: readonly Availability[]) {
  if (base === undefined) return undefined
  const { status, sku, availability } = base
  if (status === 'pending') return refuse('add-on-base-pending', { base: sku.title }).refusal
  if (status !== 'active') return refuse('base-inactive', { status }).refusal
  if (terms.length > 0) return undefined
  const billingCycle = sold.map((one) => one.billingCycle).join(', ')
  return refuse('billing-cycle-mismatch', { billingCycle, expected: availability.billingCycle }).refusal
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
