import type { CatalogItemView, CatalogView, ShownSku } from '../../app/browse-catalog.js'
import type { SkuForSale } from '../../app/current-catalog.js'
import type { ShownProduct, SkuOfProduct } from '../../app/find-in-catalog.js'
import { formatTerm } from '../../core/calendar/term.js'
import { type Availability, isOpenEnded } from '../../core/catalog/availability.js'
import type { TimeWindow } from '../../core/catalog/commerce-profile.js'
import { PRODUCT_TYPES } from '../../core/catalog/product-type.js'
import { cancellationRuleOf } from '../../core/subscription/window.js'
import { currencySymbol } from '../currency-symbol.js'
import { attributes, link, selfLink } from '../links.js'
import { wireBillingCycle } from './present-subscription.js'

/** Where links of a view lead: the catalogue of a country, or of a customer. */
export interface Place {
  /** Empty, or `/customers/{id}`. */
  readonly root: string
  /** `?country=NL`, or nothing. */
  readonly query: string
}

export function presentProduct({ productId, skus: [{ sku }] }: ShownProduct, { root, query }: Place) {
  const { views: _, ...productType } = PRODUCT_TYPES[sku.productType]
  const uri = `${root}/products/${encodeURIComponent(productId)}`
  return {
    id: productId,
    title: sku.productTitle,
    description: sku.description === '' ? sku.productTitle : sku.description,
    productType,
    isMicrosoftProduct: sku.isOfProvider,
    publisherName: sku.publisherName,
    // Titles and descriptions are kept in one language.
    localizedAttributes: [],
    links: { skus: link(`${uri}/skus${query}`), self: link(uri + query) },
    attributes: attributes('Product'),
  }
}

export function presentSku({ sku, items }: ShownSku, place: Place) {
  const uri = skuUri(sku, place)
  return {
    id: sku.skuId,
    productId: sku.productId,
    title: sku.skuTitle,
    description: descriptionOf(sku),
    minimumQuantity: sku.minimumQuantity,
    maximumQuantity: sku.maximumQuantity,
    isTrial: sku.isTrial,
    supportedBillingCycles: billingCyclesOf(items),
    purchasePrerequisites: ['MicrosoftCustomerAgreement'],
    inventoryVariables: [],
    provisioningVariables: [],
    actions: sku.needsActivation ? ['Activate'] : [],
    consumptionType: 'SeatBased',
    dynamicAttributes: dynamicAttributesOf(sku),
    attestationProperties: attestationOf(sku),
    links: { availabilities: link(`${uri}/availabilities${place.query}`), self: link(uri + place.query) },
    attributes: attributes('Sku'),
  }
}

export function presentAvailability(
  { product, shown, item }: SkuOfProduct & { readonly item: CatalogItemView },
  view: CatalogView,
  place: Place,
) {
  const { sku } = shown
  const { currency, segment } = item.sale
  const isRenewable = item.terms.some(renews)
  return {
    id: item.id,
    productId: sku.productId,
    skuId: sku.skuId,
    catalogItemId: item.catalogItemId,
    defaultCurrency: { code: currency, symbol: currencySymbol(currency) },
    segment,
    country: view.country,
    isPurchasable: shown.purchasable,
    isRenewable,
    renewalInstructions: item.terms.filter(renews).map((term) => ({
      applicableTermIds: [termId(term)],
      renewalOptions: [{ renewToId: termId(term), isAutoRenewable: true }],
    })),
    terms: item.terms.map(presentTerm),
    includedQuantityOptions: [],
    product: presentProduct(product, place),
    sku: presentSku(shown, place),
    links: selfLink(`${skuUri(sku, place)}/availabilities/${item.id}${place.query}`),
    attributes: attributes('Availability'),
  }
}

/** The billing cycles of what is offered, each once, in the order of the usual terms. */
export function billingCyclesOf(items: readonly CatalogItemView[]) {
  return [...new Set(items.flatMap(({ terms }) => terms.map(wireBillingCycle)))]
}

export function attestationOf({ attestationRequired }: SkuForSale) {
  return { enforceAttestation: attestationRequired, attestationType: attestationRequired ? 'Eligibility' : 'None' }
}

export function descriptionOf(sku: SkuForSale): string {
  return sku.description === '' ? sku.skuTitle : sku.description
}

function skuUri(sku: SkuForSale, { root }: Place): string {
  return `${root}/products/${encodeURIComponent(sku.productId)}/skus/${encodeURIComponent(sku.skuId)}`
}

function dynamicAttributesOf(sku: SkuForSale): Record<string, string> {
  const { limit, offerId, setupUrl, trial, withdrawnOn: _, ...rest } = sku
  return {
    isMicrosoftProduct: String(rest.isOfProvider),
    hasConstraints: String(limit !== null),
    isAddon: String(rest.isAddOn),
    prerequisiteSkus: [...rest.addOnBases, ...rest.prerequisites].join(','),
    upgradeTargetOffers: rest.upgradeTargets.join(','),
    conversionTargetOffers: rest.conversionTargets.join(','),
    billingType: 'license',
    unitType: rest.unitType,
    commerceProfile: rest.profile.id,
    category: rest.category,
    needsActivation: String(rest.needsActivation),
    isTransactable: String(rest.transactable),
    ...(limit === null ? {} : { limitType: limit.kind, limit: String(limit.count) }),
    ...(trial === null ? {} : { trialTerm: formatTerm(trial) }),
    ...(offerId === null ? {} : { offerId: offerId.toUpperCase() }),
    ...(setupUrl === null ? {} : { publisherSetupUrl: setupUrl }),
  }
}

function presentTerm(term: Availability) {
  const duration = formatTerm(term.term)
  return {
    id: termId(term),
    duration,
    description: `${lengthInWords(term)}, ${CHARGED[term.billingCycle]}`,
    billingCycle: wireBillingCycle(term),
    renewalOptions: renews(term) ? [{ termDuration: duration, description: `Renews for ${lengthInWords(term)}` }] : [],
    cancellationPolicies: [{ refundOptions: refundOptionsOf(term) }],
  }
}

const CHARGED = {
  monthly: 'charged every month',
  annual: 'charged every year',
  upfront: 'charged at once',
  'one-time': 'charged once',
} as const

function renews(term: Availability): boolean {
  return !isOpenEnded(term)
}

function termId(term: Availability): string {
  return `${formatTerm(term.term)}-${term.billingCycle}`.toLowerCase()
}

function lengthInWords({ term, billingCycle }: Availability): string {
  if (billingCycle === 'one-time') return 'For ever'
  const [count, unit] =
    term.unit === 'month' && term.count % 12 === 0 ? [term.count / 12, 'year'] : [term.count, term.unit]
  return count === 1 ? `One ${unit}` : `${count} ${unit}s`
}

/** What a cancellation gives back, and until when; a partial refund without an end is given at any time. */
function refundOptionsOf(availability: Availability) {
  const { full, prorated } = cancellationRuleOf(availability)
  const options = [{ sequenceId: 0, type: 'Full', expiresAfter: durationOf(full) }]
  if (prorated === 'never') return options
  const partial = prorated === 'always' ? {} : { expiresAfter: durationOf(prorated) }
  return [...options, { sequenceId: 1, type: 'Partial', ...partial }]
}

function durationOf({ unit, length }: TimeWindow): string {
  if (unit === 'day') return `P${length}D`
  return length % 24 === 0 ? `P${length / 24}D` : `PT${length}H`
}
