import { z } from 'zod'
import { attributesSchema, collectionOf, guid, maybe, selfLinks, text, wireEnum } from './wire.js'

export const entitlementParams = z.object({ customerId: guid, entitlementId: guid })

export const entitlementsQuery = z.object({
  /** A product type, such as `Software`. */
  entitlementType: maybe(text(50)),
  showExpiry: maybe(wireEnum(['true', 'false'])),
})

const referenceOrder = z.object({
  id: z.string(),
  /** Left out for orders that were imported. */
  lineItemId: z.string().optional(),
  alternateId: z.string(),
  links: selfLinks,
  attributes: attributesSchema,
})

/** What was bought: the subscription it was bought with is its artifact. */
const artifact = z.object({
  artifactType: z.literal('subscription'),
  dynamicAttributes: z.object({ subscriptionId: z.string() }),
  links: selfLinks,
  attributes: attributesSchema,
})

export const entitlementSchema = z.object({
  includedEntitlements: z.array(z.never()),
  referenceOrder,
  productId: z.string(),
  skuId: z.string(),
  quantity: z.number().int(),
  quantityDetails: z.array(z.object({ quantity: z.number().int(), status: z.string() })),
  entitledArtifacts: z.array(artifact),
  entitlementType: z.string(),
  fulfillmentState: z.enum(['Fulfilled', 'Unfulfilled', 'PrefulfillmentPending']),
  /** Last day of the term; left out for what never ends, and in lists unless it is asked for. */
  expiryDate: z.string().optional(),
  links: selfLinks,
  attributes: attributesSchema,
})

export const entitlementCollection = collectionOf(entitlementSchema)
