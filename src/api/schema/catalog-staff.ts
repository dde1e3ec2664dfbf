import { z } from 'zod'
import { PRODUCT_TYPE_IDS } from '../../core/catalog/product-type.js'
import { SKU_CATEGORIES } from '../../core/catalog/sku-category.js'
import { MAXIMUM_QUANTITY } from '../../core/scenario/parse-scenario.js'
import { country } from './catalog.js'
import { attributesSchema, collectionOf, day, guid, maybe, selfLinks, text, wireEnum } from './wire.js'

/** Ours: the catalogue as the provider's staff keeps it. */

const MOST_SKUS = 1_000
export const USUAL_SKUS = 200

const skuParams = { productId: text(60), skuId: text(60) }
export const staffSkuParams = z.object(skuParams)
export const publisherParams = z.object({ publisherId: text(60) })
export const staffSkusQuery = z.object({
  publisher: maybe(text(60)),
  productId: maybe(text(60)),
  search: maybe(text(100)),
  size: maybe(z.coerce.number().int().min(1).max(MOST_SKUS)),
  offset: maybe(z.coerce.number().int().min(0).max(1_000_000)),
})

const unique = (list: readonly string[]) => new Set(list).size === list.length
function listOf<T extends z.ZodType<string>>(item: T, most: number) {
  return z.array(item).max(most).refine(unique, 'must not name one twice')
}
const skuName = z.string().regex(/^[^:]{1,60}:[^:]{1,60}$/, 'must be product:sku')
const skuNames = listOf(skuName, 100).optional()
const quantity = z.number().int().min(1).max(MAXIMUM_QUANTITY)

/** What may change of a SKU; what is left out stays, `null` takes a limit away. */
export const skuRulesBody = z.object({
  description: z
    .string()
    .trim()
    .max(1_000)
    .regex(/^[^\p{Cc}]*$/u)
    .optional(),
  productType: z.enum(PRODUCT_TYPE_IDS).optional(),
  category: wireEnum(SKU_CATEGORIES).optional(),
  minimumQuantity: quantity.optional(),
  maximumQuantity: quantity.optional(),
  limit: z
    .object({ kind: wireEnum(['lifetime', 'concurrent']), count: z.number().int().min(1).max(1_000_000) })
    .nullable()
    .optional(),
  transactable: z.boolean().optional(),
  channelExcluded: z.boolean().optional(),
  attestationRequired: z.boolean().optional(),
  countries: listOf(country, 300).nullable().optional(),
  exclusivePartners: listOf(guid, 1_000).nullable().optional(),
  addOnBases: skuNames,
  prerequisites: skuNames,
  conversionTargets: skuNames,
  upgradeTargets: skuNames,
  withdrawnOn: day.nullable().optional(),
  needsActivation: z.boolean().optional(),
})

const names = z.array(z.string())
export const staffSkuSchema = z.object({
  productId: z.string(),
  skuId: z.string(),
  productTitle: z.string(),
  skuTitle: z.string(),
  publisherId: z.string(),
  publisherName: z.string(),
  unitType: z.string(),
  profileId: z.string(),
  flat: z.boolean(),
  trialTerm: z.string().optional(),
  isAddOn: z.boolean(),
  isTrial: z.boolean(),
  offerId: z.string().optional(),
  description: z.string(),
  productType: z.string(),
  category: z.string(),
  minimumQuantity: z.number().int(),
  maximumQuantity: z.number().int(),
  limit: z.object({ kind: z.string(), count: z.number().int() }).optional(),
  transactable: z.boolean(),
  channelExcluded: z.boolean(),
  attestationRequired: z.boolean(),
  countries: names.optional(),
  exclusivePartners: names.optional(),
  addOnBases: names,
  prerequisites: names,
  conversionTargets: names,
  upgradeTargets: names,
  withdrawnOn: z.string().optional(),
  needsActivation: z.boolean(),
  links: selfLinks,
  attributes: attributesSchema,
})
export const staffSkus = collectionOf(staffSkuSchema)

export const publisherBody = z.object({
  name: text(200),
  isProvider: z.boolean().default(false),
  setupUrl: maybe(
    z
      .string()
      .max(500)
      .refine((url) => URL.canParse(url) && new URL(url).protocol === 'https:', 'must begin with https://'),
  ),
  countries: listOf(country, 300).nullish(),
  channelExcluded: z.boolean().default(false),
})
export const publisherSchema = z.object({
  publisherId: z.string(),
  name: z.string(),
  isProvider: z.boolean(),
  setupUrl: z.string().optional(),
  countries: names.optional(),
  channelExcluded: z.boolean(),
  links: selfLinks,
  attributes: attributesSchema,
})
export const publishers = collectionOf(publisherSchema)
