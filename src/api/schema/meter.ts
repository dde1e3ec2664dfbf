import { z } from 'zod'
import {
  attributesSchema,
  collectionOf,
  currency,
  day,
  guid,
  linkSchema,
  maybe,
  month,
  selfLinks,
  text,
  wholeNumber,
} from './wire.js'

/** Meters of one page unless asked otherwise, and at most. */
export const USUAL_METERS = 500
const MOST_METERS = 2_000
/** Largest file of meters or rates in bytes. */
export const USAGE_FILE_LIMIT = 8 * 1_048_576

export const meterParams = z.object({ meterId: guid })

const page = { offset: maybe(wholeNumber(0, 1_000_000_000)), size: maybe(wholeNumber(1, MOST_METERS)) }

export const metersQuery = z.object({
  productId: maybe(text(100)),
  skuId: maybe(text(100)),
  category: maybe(text(100)),
  ...page,
})
export const usageRatesQuery = z.object({ meterId: maybe(guid), currency: maybe(currency), on: maybe(day), ...page })
export const meterRatesQuery = z.object({ currency: maybe(currency), on: maybe(day) })
export const exchangeRatesQuery = z.object({ month: maybe(month) })
/** The day the rates of a file were published for, where the file does not say it. */
export const exchangeRatesImportQuery = z.object({ rateDate: maybe(day) })
export const usageFile = z.string().min(1, 'must not be empty')

export const meterSchema = z.object({
  id: z.string(),
  productId: z.string(),
  skuId: z.string(),
  name: z.string(),
  category: z.string(),
  subcategory: z.string(),
  region: z.string(),
  unit: z.string(),
  unitType: z.string(),
  serviceName: z.string(),
  serviceType: z.string(),
  meteredRegion: z.string(),
  resourceSku: z.string(),
  pricingCurrency: z.string(),
  shared: z.boolean(),
  links: z.object({ self: linkSchema, rates: linkSchema }),
  attributes: attributesSchema,
})
export const metersSchema = collectionOf(meterSchema)

const usageRateSchema = z.object({
  meterId: z.string(),
  currency: z.string(),
  validFrom: z.string(),
  /** First day on which the next row prices usage instead; missing where none is known. */
  validTo: z.string().optional(),
  includedQuantity: z.number(),
  earnsCredit: z.boolean(),
  tiers: z.array(z.object({ from: z.number(), unitPrice: z.number() })),
  attributes: attributesSchema,
})
export const usageRatesSchema = collectionOf(usageRateSchema)

const exchangeRateSchema = z.object({
  month: z.string(),
  pricingCurrency: z.string(),
  billingCurrency: z.string(),
  rate: z.number(),
  /** All digits of it. */
  exactRate: z.string(),
  rateDate: z.string(),
  recordedDate: z.string(),
  recordedBy: z.string(),
  attributes: attributesSchema,
})
export const exchangeRatesSchema = collectionOf(exchangeRateSchema)

export const usageFileImportedSchema = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  attributes: attributesSchema,
})

export const rateCardQuery = z.object({
  currency: maybe(currency),
  /** Country the meters are sold in. */
  region: maybe(z.string().regex(/^[A-Za-z]{2}$/, 'must be a country code of two letters')),
})

export const rateCardSchema = z.object({
  locale: z.string(),
  currency: z.string(),
  isTaxIncluded: z.boolean(),
  meters: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Price by the quantity from which it holds, beyond the included quantity. */
      rates: z.record(z.string(), z.number()),
      tags: z.array(z.string()),
      category: z.string(),
      subcategory: z.string(),
      region: z.string(),
      unit: z.string(),
      includedQuantity: z.number(),
      effectiveDate: z.string(),
    }),
  ),
  offerTerms: z.array(
    z.object({
      name: z.string(),
      discount: z.number(),
      excludedMeterIds: z.array(z.string()),
      effectiveDate: z.string(),
    }),
  ),
  links: selfLinks,
  attributes: attributesSchema,
})
