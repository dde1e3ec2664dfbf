import { z } from 'zod'
import { CYCLE_WORDS } from '../../app/cycle-word.js'
import { attributesSchema, collectionOf, guid, linkSchema, maybe, text, wireEnum } from './wire.js'

/** The contract's words for a subscription. */
export const SUBSCRIPTION_STATUSES = [
  ...(['none', 'active', 'suspended', 'deleted', 'expired', 'pending', 'disabled'] as const),
] as const
export { CYCLE_WORDS as BILLING_CYCLES }

export const subscriptionParams = z.object({ customerId: guid, subscriptionId: guid })

export const listSubscriptionsQuery = z.object({ order_id: maybe(text(100)), mpn_id: maybe(text(20)) })

const productTerm = z.object({
  productId: z.string(),
  skuId: z.string(),
  availabilityId: z.string(),
  billingCycle: z.string(),
  termDuration: z.string(),
})

const itemType = z.object({ id: z.string(), displayName: z.string() })

/** A subscription as answers print it; `deprovisioningDate` is ours. */
export const subscriptionSchema = z.object({
  id: z.string(),
  entitlementId: z.string(),
  offerId: z.string(),
  offerName: z.string(),
  friendlyName: z.string(),
  productType: itemType,
  quantity: z.number().int(),
  unitType: z.string(),
  parentSubscriptionId: z.string().optional(),
  creationDate: z.string(),
  effectiveStartDate: z.string(),
  commitmentEndDate: z.string(),
  cancellationAllowedUntilDate: z.string().optional(),
  billingCycleEndDate: z.string(),
  status: z.enum(SUBSCRIPTION_STATUSES),
  autoRenewEnabled: z.boolean(),
  billingType: z.enum(['license', 'usage']),
  billingCycle: z.enum(CYCLE_WORDS),
  hasPurchasableAddons: z.boolean(),
  isTrial: z.boolean(),
  actions: z.array(z.string()),
  termDuration: z.string(),
  renewalTermDuration: z.string().optional(),
  refundOptions: z.array(z.object({ type: z.enum(['Full', 'Partial']), expiresAt: z.string() })),
  isMicrosoftProduct: z.boolean(),
  partnerId: z.string(),
  suspensionReasons: z.array(z.string()),
  contractType: z.literal('subscription'),
  links: z.object({
    offer: linkSchema.optional(),
    entitlement: linkSchema,
    parentSubscription: linkSchema.optional(),
    product: linkSchema.optional(),
    sku: linkSchema.optional(),
    availability: linkSchema.optional(),
    activationLinks: linkSchema.optional(),
    self: linkSchema,
  }),
  publisherName: z.string(),
  promotionId: z.string(),
  refundableQuantity: z
    .object({
      totalQuantity: z.number().int(),
      details: z.array(z.object({ quantity: z.number().int(), allowedUntilDateTime: z.string() })),
    })
    .optional(),
  scheduledNextTermInstructions: z.object({ product: productTerm, quantity: z.number().int() }).optional(),
  nextChargeInstructions: z.object({ product: productTerm, quantity: z.number().int() }).optional(),
  orderId: z.string(),
  attentionNeeded: z.boolean(),
  attentionReason: z.string().optional(),
  actionTaken: z.boolean(),
  /** Day on which a suspended subscription and its data are deleted, or one that is not activated is given up. */
  deprovisioningDate: z.string().optional(),
  attributes: attributesSchema,
})

export const subscriptionCollection = collectionOf(subscriptionSchema)

/** Up to this many licenses are read; what an offer allows is checked against the catalogue. */
const MOST_LICENSES = 2_147_483_647
const quantity = z.number().int().min(-MOST_LICENSES, 'is too small').max(MOST_LICENSES, 'is too large')

const wantedProduct = z.object({
  productId: maybe(text(50)),
  skuId: maybe(text(50)),
  availabilityId: maybe(text(50)),
  billingCycle: maybe(wireEnum(CYCLE_WORDS)),
  termDuration: maybe(text(10)),
})

/**
 * A change: the resource as it was read, with something changed. What is left out or null stays as it is, except
 * `scheduledNextTermInstructions`, where null takes back what was scheduled.
 */
export const changeSubscriptionBody = z.object({
  friendlyName: maybe(text(200)),
  quantity: quantity.nullish(),
  status: maybe(wireEnum(SUBSCRIPTION_STATUSES)),
  autoRenewEnabled: z.boolean().nullish(),
  billingCycle: maybe(wireEnum(CYCLE_WORDS)),
  termDuration: maybe(text(10)),
  partnerId: maybe(text(20)),
  scheduledNextTermInstructions: z.object({ product: wantedProduct.nullish(), quantity: quantity.nullish() }).nullish(),
  attributes: z.object({ etag: maybe(text(500)) }).nullish(),
})

export type ChangeSubscriptionBody = z.output<typeof changeSubscriptionBody>

/** A charge with its calculation; ours. */
export const explainedCharge = z.object({
  subscriptionId: z.string(),
  chargeNumber: z.number().int(),
  chargeType: z.string(),
  registeredOn: z.string(),
  chargeStartDate: z.string(),
  chargeEndDate: z.string(),
  /** The cycle of which it charges the days; both are days in it. */
  cycleStartDate: z.string(),
  cycleEndDate: z.string(),
  quantity: z.number().int(),
  unitPrice: z.number(),
  amount: z.number(),
  currencyCode: z.string(),
  /** Date of the invoice it is on; left out where it is not charged yet. */
  invoiceDate: z.string().optional(),
  explanation: z.string(),
})

const timelineEntry = z.object({
  date: z.string(),
  /** What happened; `fell_due` for what came about by itself: a new cycle, a settlement or a renewal. */
  name: z.string(),
  performedBy: z.string().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  charges: z.array(explainedCharge),
})

export const changePreviewSchema = z.object({
  subscription: subscriptionSchema,
  /** Add-ons that change with it. */
  alsoChanged: z.array(subscriptionSchema),
  charges: z.array(explainedCharge),
  totalAmount: z.number(),
  currencyCode: z.string(),
  /** What falls due next after the change, such as its settlement; left out where nothing will. */
  nextCharge: timelineEntry.optional(),
  attributes: attributesSchema,
})

export const subscriptionTimeline = z.object({
  totalCount: z.number().int(),
  items: z.array(timelineEntry),
  /** What falls due next, as prices are now. */
  nextCharge: timelineEntry.optional(),
  links: z.object({ self: linkSchema }),
  attributes: attributesSchema,
})
