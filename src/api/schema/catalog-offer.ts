import { z } from 'zod'
import { SKU_CATEGORIES } from '../../core/catalog/sku-category.js'
import { BILLING_CYCLES } from './subscription.js'
import { attributesSchema, collectionOf, guid, linkSchema, maybe, text, wireEnum } from './wire.js'

/** Ours: the catalogue of a customer, with what it may buy and why not. */

const MOST_ENTRIES = 500
export const USUAL_ENTRIES = 50

/** `true` or `false` of a query string. */
const truth = wireEnum(['true', 'false']).transform((word) => word === 'true')

export const customerCatalogQuery = z.object({
  publisher: maybe(text(60)),
  billingType: maybe(wireEnum(['recurring', 'one_time'])),
  profile: maybe(text(60)),
  category: maybe(wireEnum(SKU_CATEGORIES)),
  search: maybe(text(100)),
  available: maybe(truth),
  /** A subscription: only its add-ons, as they can be bought for it. */
  addOnsOf: maybe(guid),
  size: maybe(z.coerce.number().int().min(1).max(MOST_ENTRIES)),
  offset: maybe(z.coerce.number().int().min(0).max(1_000_000)),
})

/** What one license, or the subscription where `perSubscription`, costs today; without tax. */
const priceSchema = z.object({
  unitPrice: z.number(),
  /** The length `unitPrice` is for. */
  per: z.string(),
  /** What a charge cycle costs. */
  cyclePrice: z.number(),
  perSubscription: z.boolean(),
  validFrom: z.string(),
})

const entrySchema = z.object({
  catalogItemId: z.string(),
  productId: z.string(),
  skuId: z.string(),
  title: z.string(),
  productTitle: z.string(),
  description: z.string(),
  publisherId: z.string(),
  publisherName: z.string(),
  category: z.string(),
  productType: z.string(),
  commerceProfile: z.string(),
  billingType: z.enum(['recurring', 'one_time']),
  unitType: z.string(),
  segment: z.string(),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  minimumQuantity: z.number().int(),
  maximumQuantity: z.number().int(),
  isAddOn: z.boolean(),
  isTrial: z.boolean(),
  /** Length of a free first stretch. */
  freeTerm: z.string().optional(),
  attestationRequired: z.boolean(),
  needsActivation: z.boolean(),
  addOnOf: z.array(z.string()),
  terms: z.array(
    z.object({ termDuration: z.string(), billingCycle: z.enum(BILLING_CYCLES), price: priceSchema.optional() }),
  ),
  isAvailable: z.boolean(),
  /** Why it cannot be bought, and what can be done; `code` is that of the error an order would get. */
  unavailable: z
    .object({
      code: z.number().int(),
      reason: z.string(),
      description: z.string(),
      data: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .optional(),
  links: z.object({ sku: linkSchema }),
  attributes: attributesSchema,
})

export const customerCatalog = collectionOf(entrySchema)
