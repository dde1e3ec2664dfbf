import { z } from 'zod'
import { DISCOUNT_KINDS, discountValueOf, VALUE_EXPECTED } from '../../app/import-discounts.js'
import { formatTerm, parseTerm } from '../../core/calendar/term.js'
import { SEGMENTS } from '../../core/catalog/segment.js'
import {
  attributesSchema,
  collectionOf,
  currency,
  day,
  guid,
  maybe,
  selfLinks,
  text,
  wholeNumber,
  wireEnum,
} from './wire.js'

/** Discounts of one page unless asked otherwise, and at most. */
export const USUAL_DISCOUNTS = 100
const MOST_DISCOUNTS = 500
/** Largest file of discounts in bytes. */
export const DISCOUNTS_LIMIT = 4 * 1_048_576

const term = z
  .string()
  .max(10)
  .transform((value, context) => {
    const parsed = parseTerm(value.toUpperCase())
    if (parsed !== undefined) return formatTerm(parsed)
    context.addIssue({ code: 'custom', message: 'must be a length such as P1M or P1Y' })
    return z.NEVER
  })

export const discountParams = z.object({ discountId: guid })

export const discountsQuery = z.object({
  partnerId: maybe(guid),
  productId: maybe(text(100)),
  promotionId: maybe(text(40)),
  on: maybe(day),
  offset: maybe(wholeNumber(0, 1_000_000_000)),
  size: maybe(wholeNumber(1, MOST_DISCOUNTS)),
})

/** Leave out what it is not limited to. */
export const discountBody = z
  .object({
    partnerId: maybe(guid),
    productId: maybe(text(100)),
    skuId: maybe(text(100)),
    termDuration: maybe(term),
    billingCycle: maybe(wireEnum(['monthly', 'annual', 'upfront', 'one_time'])),
    currency: maybe(currency),
    market: maybe(z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two letters')),
    segment: maybe(wireEnum(SEGMENTS)),
    kind: wireEnum(DISCOUNT_KINDS),
    /** Percent off, or an amount or price in major units: a number or its exact text. */
    value: z.union([z.number(), z.string().max(30)]).transform(String),
    promotionId: text(40),
    description: text(200),
    validFrom: day,
    validUntil: maybe(day),
    renewals: z.boolean(),
  })
  .refine(({ kind, value }) => discountValueOf(kind, value) !== undefined, {
    path: ['value'],
    message: `must be ${VALUE_EXPECTED}`,
  })

export const discountEndBody = z.object({ validUntil: day })
export const discountsFile = z.string().min(1, 'must not be empty')

const wireDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const discountSchema = z.object({
  id: z.string(),
  partnerId: z.string().optional(),
  productId: z.string().optional(),
  skuId: z.string().optional(),
  availabilityId: z.string().optional(),
  termDuration: z.string().optional(),
  billingCycle: z.string().optional(),
  currency: z.string().optional(),
  kind: z.enum(DISCOUNT_KINDS),
  value: z.number(),
  promotionId: z.string(),
  description: z.string(),
  validFrom: wireDay,
  validUntil: wireDay.optional(),
  renewals: z.boolean(),
  recordedDate: z.string(),
  recordedBy: z.string(),
  links: selfLinks,
  attributes: attributesSchema,
})
export const discountsSchema = collectionOf(discountSchema)

export const discountsImportedSchema = z.object({
  imported: z.number().int(),
  unchanged: z.number().int(),
  attributes: attributesSchema,
})
