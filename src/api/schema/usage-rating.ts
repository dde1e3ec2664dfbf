import { z } from 'zod'
import { attributesSchema, collectionOf, day, guid, maybe, selfLinks, text, wholeNumber } from './wire.js'

/** Entries of one page, at most. */
export const MOST_ENTRIES = 500

export const usageRatingBody = z.object({
  /** Of one partner; left out, of all. */
  partnerId: maybe(guid),
  /** Also what has not changed since it was last rated. */
  everything: maybe(z.boolean()),
})

export const usageRatingSchema = z.object({
  partners: z.number().int(),
  events: z.number().int(),
  meters: z.number().int(),
  lines: z.number().int(),
  refused: z.number().int(),
  attributes: attributesSchema,
})

export const usageRefusalsQuery = z.object({ partnerId: maybe(guid), size: maybe(wholeNumber(1, MOST_ENTRIES)) })

export const usageRefusalsSchema = collectionOf(
  z.object({
    partnerId: z.string(),
    subscriptionId: z.string(),
    meterId: z.string(),
    code: z.string(),
    reason: z.string(),
    since: z.string(),
    attributes: attributesSchema,
  }),
)

export const gapsParams = z.object({ partnerId: guid })
export const gapParams = z.object({ partnerId: guid, gapId: guid })
export const gapsQuery = z.object({
  offset: maybe(wholeNumber(0, 1_000_000_000)),
  size: maybe(wholeNumber(1, MOST_ENTRIES)),
})

/** Days are half-open: access is back on `endsOn`. Without an entitlement all of the subscription are meant. */
export const gapBody = z.object({
  subscriptionId: guid,
  entitlementId: maybe(text(100)),
  startsOn: day,
  endsOn: maybe(day),
  reason: text(200),
})

export const gapEndBody = z.object({ endsOn: day })

export const gapSchema = z.object({
  id: z.string(),
  subscriptionId: z.string(),
  entitlementId: z.string().optional(),
  startsOn: z.string(),
  endsOn: z.string().optional(),
  reason: z.string(),
  recordedDate: z.string(),
  recordedBy: z.string(),
  links: selfLinks,
  attributes: attributesSchema,
})

export const gapsSchema = collectionOf(gapSchema)
