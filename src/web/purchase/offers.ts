import type { z } from 'zod'
import type { customerCatalog } from '../../api/schema/catalog-offer.js'

/** An offer of a customer's market, and whether the customer can buy it. */
export type Offer = z.output<typeof customerCatalog>['items'][number]
/** One way of buying an offer. */
export type Plan = Offer['terms'][number]

/** Which offers are wanted; all that are given must hold. */
export interface OfferFilter {
  readonly text: string
  readonly publisher: string
  readonly billing: string
  readonly category: string
  readonly onlyAvailable: boolean
}

/** By which add-ons and prerequisites name an offer: `product:sku`. */
export function skuKeyOf({ productId, skuId }: Pick<Offer, 'productId' | 'skuId'>): string {
  return `${productId}:${skuId}`
}

/** Offers that fit. Every word of the text must occur somewhere in the offer. */
export function filterOffers(offers: readonly Offer[], filter: OfferFilter): readonly Offer[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return offers.filter(
    (offer) =>
      (filter.publisher === '' || offer.publisherId === filter.publisher) &&
      (filter.billing === '' || offer.billingType === filter.billing) &&
      (filter.category === '' || offer.category === filter.category) &&
      (!filter.onlyAvailable || offer.isAvailable) &&
      words.every((word) => searched(offer).includes(word)),
  )
}

function searched({ title, productTitle, description, publisherName }: Offer): string {
  return [title, productTitle, description, publisherName].join('\n').toLowerCase()
}

export interface Choice {
  readonly key: string
  readonly text: string
}

/** The publishers of these offers, in order of their names. */
export function publishersOf(offers: readonly Offer[]): readonly Choice[] {
  const names = new Map(offers.map(({ publisherId, publisherName }) => [publisherId, publisherName]))
  return [...names].map(([key, text]) => ({ key, text })).sort((left, right) => left.text.localeCompare(right.text))
}

/** The offer an item of a cart stands for. */
export function offerOfItem(offers: readonly Offer[], catalogItemId: string): Offer | undefined {
  const wanted = catalogItemId.toLowerCase()
  const exact = offers.find((offer) => offer.catalogItemId.toLowerCase() === wanted)
  return exact ?? offers.find((offer) => wanted.startsWith(`${skuKeyOf(offer).toLowerCase()}:`))
}

/** What people call the SKUs that are named as `product:sku, product:sku`. */
export function titlesOf(offers: readonly Offer[], keys: string): readonly string[] {
  return keys.split(', ').map((key) => offers.find((offer) => skuKeyOf(offer) === key)?.title ?? key)
}

/** Reasons for which an add-on cannot be bought alone, but with its base. */
const WITH_BASE: ReadonlySet<string> = new Set(['add-on-base-missing', 'prerequisite-missing'])

/** Add-ons that can be bought together with an offer. */
export function addOnsFor(base: Offer, offers: readonly Offer[]): readonly Offer[] {
  if (base.isAddOn) return []
  const key = skuKeyOf(base)
  return offers.filter(
    (offer) => offer.addOnOf.includes(key) && (offer.isAvailable || WITH_BASE.has(offer.unavailable?.reason ?? '')),
  )
}

/** Offers that cost what is used, so that they have no quantity. */
export function isByUsage({ commerceProfile }: Offer): boolean {
  return ['usage', 'usage-plan', 'metered-saas'].includes(commerceProfile)
}

export function hasFixedQuantity({ minimumQuantity, maximumQuantity }: Offer): boolean {
  return minimumQuantity === maximumQuantity
}

/** Whether a text is a quantity an offer can be bought with. */
export function isQuantityOf({ minimumQuantity, maximumQuantity }: Offer, text: string): boolean {
  return /^\d{1,8}$/.test(text.trim()) && Number(text) >= minimumQuantity && Number(text) <= maximumQuantity
}

/** A plan as one text, for choices. */
export function planKeyOf({ termDuration, billingCycle }: Pick<Plan, 'termDuration' | 'billingCycle'>): string {
  return `${termDuration} ${billingCycle}`
}

/** How long one charge lasts; `undefined` for what is paid once. */
export function cycleLengthOf({ termDuration, billingCycle }: Pick<Plan, 'termDuration' | 'billingCycle'>) {
  const lengths: Readonly<Record<string, string>> = { monthly: 'P1M', annual: 'P1Y' }
  if (billingCycle === 'one_time' || billingCycle === 'none') return undefined
  return lengths[billingCycle] ?? termDuration
}
