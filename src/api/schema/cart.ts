import { z } from 'zod'
import { MOST_ADD_ONS, MOST_LICENSES, MOST_LINES } from '../../core/ordering/cart.js'
import { foreseenCharge, total } from './foreseen-charge.js'
import { orderSchema, provisioningContext } from './order.js'
import { BILLING_CYCLES } from './subscription.js'
import { attributesSchema, guid, maybe, selfLinks, text, wireEnum } from './wire.js'

const quantity = z.number().int().min(1).max(MOST_LICENSES)
const participant = z.object({ key: text(50), value: text(20).nullish() })

const cartLine = {
  id: z.number().int().min(0).max(1_000_000).nullish(),
  catalogItemId: maybe(text(200)),
  friendlyName: maybe(text(256)),
  quantity,
  currencyCode: maybe(text(3)),
  billingCycle: maybe(wireEnum(BILLING_CYCLES)),
  termDuration: maybe(text(20)),
  promotionId: maybe(text(100)),
  participants: z.array(participant).max(10).nullish(),
  provisioningContext,
  attestationAccepted: z.boolean().nullish(),
  renewsTo: z.object({ termDuration: maybe(text(20)) }).nullish(),
  customTermEndDate: maybe(text(40)),
}

export const cartBody = z.object({
  lineItems: z
    .array(z.object({ ...cartLine, addonItems: z.array(z.object(cartLine)).max(MOST_ADD_ONS).nullish() }))
    .min(1, 'must hold at least one line')
    .max(MOST_LINES),
  partnerOnRecordAttestationAccepted: z.boolean().nullish(),
})

export const cartParams = z.object({ customerId: guid, cartId: guid })

const cartError = z.object({
  errorCode: z.string(),
  errorDescription: z.string(),
  additionalInformation: z.record(z.string(), z.union([z.string(), z.number()])),
})

const wireLine = z.object({
  id: z.number().int(),
  catalogItemId: z.string(),
  friendlyName: z.string().optional(),
  quantity: z.number().int(),
  currencyCode: z.string(),
  billingCycle: z.string(),
  termDuration: z.string().optional(),
  promotionId: z.string().optional(),
  participants: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
  provisioningContext: z.record(z.string(), z.string()),
  orderGroup: z.string(),
  renewsTo: z.object({ termDuration: z.string() }).optional(),
  attestationAccepted: z.boolean().optional(),
  customTermEndDate: z.string().optional(),
  error: cartError.optional(),
})

export const cartSchema = z.object({
  id: z.string(),
  creationTimestamp: z.string(),
  lastModifiedTimestamp: z.string(),
  expirationTimestamp: z.string(),
  lastModifiedUser: z.string(),
  status: z.enum(['Active', 'Ordered']),
  lineItems: z.array(wireLine.extend({ addonItems: z.array(wireLine).optional() })),
  partnerOnRecordAttestationAccepted: z.boolean().optional(),
  links: selfLinks,
  attributes: attributesSchema,
})

const groupError = z.object({
  orderGroupId: z.string(),
  code: z.number().int(),
  description: z.string(),
  attributes: attributesSchema,
})

export const checkoutSchema = z.object({
  orders: z.array(orderSchema),
  orderErrors: z.array(groupError).optional(),
  attributes: attributesSchema,
})

/** Ours: what a cart would cost if it were ordered now. */
export const cartReviewSchema = z.object({
  cartId: z.string(),
  lineItems: z.array(
    z.object({
      id: z.number().int(),
      orderGroup: z.string(),
      catalogItemId: z.string(),
      title: z.string(),
      quantity: z.number().int(),
      currencyCode: z.string(),
      billingCycle: z.string(),
      termDuration: z.string(),
      awaitsActivation: z.boolean(),
      charges: z.array(foreseenCharge),
      amount: z.number(),
      nextChargeDate: z.string().optional(),
    }),
  ),
  orderErrors: z.array(groupError),
  refusal: z
    .object({
      code: z.string(),
      description: z.string(),
      data: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .optional()
    .meta({ description: 'Why a checkout would be refused as a whole, such as by the credit limit.' }),
  totals: z.array(total),
  links: selfLinks,
  attributes: attributesSchema,
})
