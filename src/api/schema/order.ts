import { z } from 'zod'
import { MOST_ADD_ONS, MOST_LICENSES } from '../../core/ordering/cart.js'
import { foreseenCharge, total } from './foreseen-charge.js'
import { BILLING_CYCLES } from './subscription.js'
import { attributesSchema, collectionOf, guid, linkSchema, maybe, text, wireEnum } from './wire.js'

const MOST_ORDER_LINES = 200

/** How many orders a list gives at once. */
export const MOST_ORDERS = 1_000

export const orderListParams = z.object({ customerId: guid })
export const orderParams = z.object({ customerId: guid, orderId: text(100) })
export const orderLineParams = orderParams.extend({ lineItemNumber: z.coerce.number().int().min(0).max(100_000) })

const wish = z
  .preprocess((value) => (typeof value === 'string' ? value.toLowerCase() : value), z.enum(['true', 'false', '']))
  .transform((word) => word === 'true')
  .optional()
  .meta({ type: 'boolean' })

export const orderQuery = z.object({ include_price: wish })

export const BILLING_TYPES = ['onetime', 'recurring', 'monthly', 'annual', 'recurringusage', 'usage', 'all'] as const
export const orderListQuery = orderQuery.extend({
  billingType: maybe(wireEnum(BILLING_TYPES)),
  size: z.coerce.number().int().min(1).max(MOST_ORDERS).optional(),
  offset: z.coerce.number().int().min(0).max(10_000_000).optional(),
})

/** Free names with short texts, as clients send them along for provisioning. */
export const provisioningContext = z
  .record(z.string().max(100), z.string().max(500).nullish())
  .refine((map) => Object.keys(map).length <= 20, 'must have at most 20 entries')
  .nullish()

const line = {
  lineItemNumber: z.number().int().min(0).max(100_000).nullish(),
  offerId: maybe(text(200)),
  subscriptionId: maybe(text(100)),
  parentSubscriptionId: maybe(text(100)),
  friendlyName: maybe(text(256)),
  termDuration: maybe(text(20)),
  promotionId: maybe(text(100)),
  partnerIdOnRecord: maybe(text(20)),
  attestationAccepted: z.boolean().nullish(),
  customTermEndDate: maybe(text(40)),
  renewsTo: z.object({ termDuration: maybe(text(20)) }).nullish(),
  provisioningContext,
}

const head = {
  billingCycle: maybe(wireEnum(BILLING_CYCLES)),
  currencyCode: maybe(text(3)),
  partnerOnRecordAttestationAccepted: z.boolean().nullish(),
}

export const createOrderBody = z.object({
  ...head,
  lineItems: z
    .array(z.object({ ...line, quantity: z.number().int().min(1).max(MOST_LICENSES) }))
    .min(1, 'must hold at least one line')
    .max(MOST_ORDER_LINES),
})

/** A whole order as it was read, or only what is to change. */
export const updateOrderBody = z.object({
  ...head,
  status: maybe(wireEnum(['unknown', 'completed', 'pending', 'cancelled'])),
  lineItems: z
    .array(z.object({ ...line, quantity: z.number().int().min(0).max(MOST_LICENSES).nullish() }))
    .max(MOST_ORDER_LINES + MOST_ADD_ONS)
    .nullish(),
  attributes: z.object({ etag: maybe(text(200)) }).nullish(),
})

const pricing = z.object({
  listPrice: z.number(),
  discountedPrice: z.number(),
  proratedPrice: z.number(),
  price: z.number(),
  extendedPrice: z.number(),
})

const wireOrderLine = z.object({
  lineItemNumber: z.number().int(),
  offerId: z.string(),
  subscriptionId: z.string().optional(),
  parentSubscriptionId: z.string().optional(),
  termDuration: z.string().optional(),
  transactionType: z.string(),
  friendlyName: z.string(),
  quantity: z.number().int(),
  partnerIdOnRecord: z.string().optional(),
  attestationAccepted: z.boolean().optional(),
  provisioningContext: z.record(z.string(), z.string()),
  pricing: pricing.optional(),
  links: z.object({
    subscription: linkSchema.optional(),
    product: linkSchema,
    sku: linkSchema,
    availability: linkSchema,
    provisioningStatus: linkSchema,
    activationLinks: linkSchema.optional(),
  }),
  attributes: attributesSchema,
})

export const orderSchema = z.object({
  id: z.string(),
  alternateId: z.string(),
  referenceCustomerId: z.string(),
  billingCycle: z.enum(BILLING_CYCLES),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  lineItems: z.array(wireOrderLine),
  creationDate: z.string(),
  status: z.enum(['completed', 'pending', 'cancelled']),
  transactionType: z.string(),
  totalPrice: z.number().optional(),
  partnerOnRecordAttestationAccepted: z.boolean().optional(),
  client: z.object({ marketplaceCountry: z.string(), deviceFamily: z.string(), name: z.string() }),
  links: z.object({ provisioningStatus: linkSchema, patchOperation: linkSchema, self: linkSchema }),
  attributes: attributesSchema,
})

export const orderListSchema = collectionOf(orderSchema)

export const provisioningStatusSchema = collectionOf(
  z.object({
    lineItemNumber: z.number().int(),
    status: z.enum(['Fulfilled', 'Unfulfilled', 'PrefulfillmentPending']),
    quantityProvisioningInformation: z.array(
      z.object({
        quantity: z.number().int(),
        status: z.enum(['none', 'success', 'pending', 'failed']),
        attributes: attributesSchema,
      }),
    ),
    attributes: attributesSchema,
  }),
)

export const activationLinksSchema = collectionOf(
  z.object({ lineItemNumber: z.number().int(), link: linkSchema, attributes: attributesSchema }),
)

export const cycleChangeQuery = z.object({ billingCycle: wireEnum(['monthly', 'annual']) })

/** Ours: what another billing cycle of an order would change. */
export const cycleChangeSchema = z.object({
  orderId: z.string(),
  billingCycle: z.enum(BILLING_CYCLES),
  affectedSubscriptions: z.array(
    z.object({
      subscriptionId: z.string(),
      friendlyName: z.string(),
      quantity: z.number().int(),
      from: z.string(),
      to: z.string(),
      commitmentEndDate: z.string(),
      charges: z.array(foreseenCharge),
    }),
  ),
  totals: z.array(total),
  links: z.object({ self: linkSchema }),
  attributes: attributesSchema,
})
