import { z } from 'zod'
import { countryCode } from './customer.js'
import { attributesSchema, collectionOf, maybe, selfLinks } from './wire.js'

const MOST_ROWS = 200

export const portalCustomersQuery = z.object({
  search: maybe(z.string().trim().max(200)),
  country: maybe(countryCode),
  /** Network id of the indirect reseller. */
  reseller: maybe(z.string().trim().max(20)),
  size: z.coerce.number().int().min(1).max(MOST_ROWS).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})

export const portalCustomersSchema = collectionOf(
  z.object({
    id: z.string(),
    name: z.string(),
    domain: z.string(),
    country: z.string(),
    /** The indirect reseller that brought it. */
    reseller: z.object({ mpnId: z.string(), name: z.string() }).optional(),
    /** Left out for one that was imported. */
    createdDate: z.string().optional(),
    subscriptionCount: z.number().int(),
    hasAgreed: z.boolean(),
    links: selfLinks,
    attributes: attributesSchema,
  }),
)
