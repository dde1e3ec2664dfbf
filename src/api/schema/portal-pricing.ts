import { z } from 'zod'
import { CHANGE_FLAGS } from '../../core/catalog/price-list-version.js'
import { SEGMENTS } from '../../core/catalog/segment.js'
import { changesSchema, exportQuery, rowSchema } from './price-list.js'
import { attributesSchema, collectionOf, maybe, month, wireEnum } from './wire.js'

export const MOST_PRICES = 1_000
const LONGEST_SEARCH = 100

const whole = (pattern: RegExp) => z.string().regex(pattern, 'must be a whole number').transform(Number)

const wished = {
  market: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'must be a country code of two letters')
    .transform((code) => code.toUpperCase()),
  /** The month under way where it is left out; at most the next. */
  month: maybe(month),
  segment: wireEnum(SEGMENTS).default('commercial'),
  change: maybe(wireEnum(CHANGE_FLAGS)),
  search: z.string().max(LONGEST_SEARCH).optional(),
}

export const portalPricesQuery = z.object({
  ...wished,
  size: maybe(whole(/^\d{1,4}$/).pipe(z.number().min(1).max(MOST_PRICES))),
  offset: maybe(whole(/^\d{1,8}$/)),
})

export const portalPricesFileQuery = exportQuery.extend(wished)

export const portalPriceSchema = rowSchema.extend({
  publisher: z.string(),
  currency: z.string(),
  /** Empty where it is the price of every country. */
  market: z.string(),
})

export const portalPricesSchema = collectionOf(portalPriceSchema).extend({
  month: z.string(),
  changes: changesSchema,
  attributes: attributesSchema,
})
