import { z } from 'zod'
import { findCountry } from '../../core/ordering/countries.js'
import { pageSize } from './customer-user.js'
import { BILLING_CYCLES } from './subscription.js'
import { attributesSchema, collectionOf, guid, linkSchema, maybe, selfLinks, text } from './wire.js'

/** A country of a request, in any case: one in which customers may live. */
export const country = z
  .string()
  .trim()
  .transform((code, context): string => {
    const found = findCountry(code)
    if (found !== undefined) return found.code
    context.addIssue({ code: 'custom', message: 'must be the ISO 3166-1 code of a country that is served, such as NL' })
    return z.NEVER
  })

export const MOST_OFFERS = 2_000
const page = { size: pageSize(MOST_OFFERS), offset: maybe(z.coerce.number().int().min(0).max(1_000_000)) }
const inCountry = { country }

export const customerParams = z.object({ customerId: guid })
export const offerParams = z.object({ offerId: text(200) })
export const countryQuery = z.object(inCountry)
export const listOffersQuery = z.object({
  ...inCountry,
  ...page,
  offer_category_id: maybe(text(60)),
  product_id: maybe(text(60)),
})
export const offerAddOnsQuery = z.object({ ...inCountry, ...page })
export const pageQuery = z.object(page)

const words = maybe(text(60))
/** Which kinds of products; unknown words are refused as not allowed. `reservationScope` chooses among reservations. */
const aimed = { targetView: words, targetSegment: words, reservationScope: words }
export const productsQuery = z.object({ ...inCountry, ...aimed, targetView: text(60) })
export const productPartsQuery = z.object({ ...inCountry, ...aimed })
export const customerPartsQuery = z.object(aimed)
const inSku = { productId: text(60), skuId: text(60) }
export const productParams = z.object({ productId: text(60) })
export const skuParams = z.object(inSku)
export const availabilityParams = z.object({ ...inSku, availabilityId: text(60) })
export const customerProductParams = productParams.extend({ customerId: guid })
export const customerSkuParams = skuParams.extend({ customerId: guid })
export const customerAvailabilityParams = availabilityParams.extend({ customerId: guid })

const cycles = z.array(z.enum(BILLING_CYCLES))
const attestation = z.object({ enforceAttestation: z.boolean(), attestationType: z.string() })

const offerCategorySchema = z.object({
  id: z.string(),
  name: z.string(),
  rank: z.number().int(),
  locale: z.string(),
  country: z.string(),
  attributes: attributesSchema,
})

export const offerSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  minimumQuantity: z.number().int(),
  maximumQuantity: z.number().int(),
  rank: z.number().int(),
  uri: z.string(),
  locale: z.string(),
  country: z.string(),
  category: offerCategorySchema,
  prerequisiteOffers: z.array(z.string()),
  isAddOn: z.boolean(),
  hasAddOns: z.boolean(),
  isAvailableForPurchase: z.boolean(),
  billing: z.enum(['none', 'usage', 'license']),
  supportedBillingCycles: cycles,
  isAutoRenewable: z.boolean(),
  isTrial: z.boolean(),
  isInternal: z.boolean(),
  partnerQualifications: z.array(z.string()),
  upgradeTargetOffers: z.array(z.string()),
  conversionTargetOffers: z.array(z.string()),
  reselleeQualifications: z.array(z.string()),
  resellerQualifications: z.array(z.string()),
  salesGroupId: z.string(),
  limitUnitOfMeasure: z.string(),
  limit: z.number().int(),
  attestationProperties: attestation,
  product: z.object({ id: z.string(), name: z.string(), unit: z.string() }),
  unitType: z.string(),
  links: z.object({ learnMore: linkSchema, self: linkSchema }),
  attributes: attributesSchema,
})

const itemType = z.object({
  id: z.string(),
  displayName: z.string(),
  subType: z.object({ id: z.string(), displayName: z.string() }),
})

export const productSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  productType: itemType,
  isMicrosoftProduct: z.boolean(),
  publisherName: z.string(),
  localizedAttributes: z.array(z.object({ key: z.string(), value: z.string() })),
  links: z.object({ skus: linkSchema, self: linkSchema }),
  attributes: attributesSchema,
})

/** `dynamicAttributes` has texts only, because some readers know no other scalars there. */
export const skuSchema = z.object({
  id: z.string(),
  productId: z.string(),
  title: z.string(),
  description: z.string(),
  minimumQuantity: z.number().int(),
  maximumQuantity: z.number().int(),
  isTrial: z.boolean(),
  supportedBillingCycles: cycles,
  purchasePrerequisites: z.array(z.string()),
  inventoryVariables: z.array(z.string()),
  provisioningVariables: z.array(z.string()),
  actions: z.array(z.string()),
  consumptionType: z.string(),
  dynamicAttributes: z.record(z.string(), z.string()),
  attestationProperties: attestation,
  links: z.object({ availabilities: linkSchema, self: linkSchema }),
  attributes: attributesSchema,
})

const refundOption = z.object({ sequenceId: z.number().int(), type: z.string(), expiresAfter: z.string().optional() })

export const availabilitySchema = z.object({
  id: z.string(),
  productId: z.string(),
  skuId: z.string(),
  catalogItemId: z.string(),
  defaultCurrency: z.object({ code: z.string(), symbol: z.string() }),
  segment: z.string(),
  country: z.string(),
  isPurchasable: z.boolean(),
  isRenewable: z.boolean(),
  renewalInstructions: z.array(
    z.object({
      applicableTermIds: z.array(z.string()),
      renewalOptions: z.array(z.object({ renewToId: z.string(), isAutoRenewable: z.boolean() })),
    }),
  ),
  terms: z.array(
    z.object({
      id: z.string(),
      duration: z.string(),
      description: z.string(),
      billingCycle: z.enum(BILLING_CYCLES),
      renewalOptions: z.array(z.object({ termDuration: z.string(), description: z.string() })),
      cancellationPolicies: z.array(z.object({ refundOptions: z.array(refundOption) })),
    }),
  ),
  includedQuantityOptions: z.array(z.object({ units: z.string(), description: z.string() })),
  product: productSchema,
  sku: skuSchema,
  links: selfLinks,
  attributes: attributesSchema,
})

export const offerCategories = collectionOf(offerCategorySchema)
export const offers = collectionOf(offerSchema)
export const products = collectionOf(productSchema)
export const skus = collectionOf(skuSchema)
export const availabilities = collectionOf(availabilitySchema)
