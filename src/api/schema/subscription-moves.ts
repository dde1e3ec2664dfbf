import { z } from 'zod'
import { CYCLE_WORDS } from '../../app/cycle-word.js'
import { TRANSITION_TYPES } from '../../app/transitions.js'
import { offerSchema } from './catalog.js'
import { attributesSchema, collectionOf, guid, linkSchema, maybe, text, wireEnum } from './wire.js'

const MOST_LICENSES = 2_147_483_647
const quantity = z.number().int().min(1, 'must be at least 1').max(MOST_LICENSES, 'is too large')

const conversionSchema = z.object({
  offerId: z.string(),
  targetOfferId: z.string(),
  orderId: z.string(),
  quantity: z.number().int(),
  billingCycle: z.enum(CYCLE_WORDS),
  attributes: attributesSchema,
})
export const conversions = collectionOf(conversionSchema)

export const convertBody = z.object({
  targetOfferId: text(200),
  quantity: quantity.nullish(),
  billingCycle: maybe(wireEnum(CYCLE_WORDS)),
})

export const conversionResult = z.object({
  subscriptionId: z.string(),
  offerId: z.string(),
  targetOfferId: z.string(),
  error: z.object({ code: z.number().int(), description: z.string() }).optional(),
  attributes: attributesSchema,
})

export const UPGRADE_TYPES = ['none', 'upgrade_only', 'upgrade_with_license_transfer'] as const

const upgradeError = z.object({
  code: z.number().int(),
  description: z.string(),
  additionalDetails: z.string(),
  attributes: attributesSchema,
})

const upgradeSchema = z.object({
  targetOffer: offerSchema,
  upgradeType: z.enum(UPGRADE_TYPES),
  isEligible: z.boolean(),
  quantity: z.number().int(),
  upgradeErrors: z.array(upgradeError),
  attributes: attributesSchema,
})
export const upgrades = collectionOf(upgradeSchema)

/** The element of the list that was chosen, sent back whole. */
export const upgradeBody = z.object({
  targetOffer: z.object({ id: text(200) }),
  upgradeType: maybe(wireEnum(UPGRADE_TYPES)),
  quantity: quantity.nullish(),
})

/** `upgradeType` is a number here, as in the contract's sample: its position in the list of words. */
export const upgradeResult = z.object({
  sourceSubscriptionId: z.string(),
  targetSubscriptionId: z.string(),
  upgradeType: z.number().int(),
  upgradeErrors: z.array(upgradeError),
  licenseErrors: z.array(z.object({ userObjectId: z.string(), name: z.string(), email: z.string() })),
  attributes: attributesSchema,
})

export const eligibilityQuery = z.object({
  eligibilityType: maybe(wireEnum(['immediate', 'scheduled'])),
})

const transitionError = z.object({ code: z.number().int(), description: z.string() })

export const transitionEligibilities = collectionOf(
  z.object({
    catalogItemId: z.string(),
    title: z.string(),
    description: z.string(),
    quantity: z.number().int(),
    eligibilities: z.array(
      z.object({ isEligible: z.boolean(), transitionType: z.enum(TRANSITION_TYPES), errors: z.array(transitionError) }),
    ),
    attributes: attributesSchema,
  }),
)

export const transitionsQuery = z.object({ operationId: maybe(guid) })

export const transitionBody = z.object({
  toCatalogItemId: text(200),
  quantity: quantity.nullish(),
  transitionType: wireEnum(TRANSITION_TYPES),
  termDuration: maybe(text(10)),
  billingCycle: maybe(wireEnum(CYCLE_WORDS)),
  promotionId: maybe(text(100)),
  toSubscriptionId: maybe(guid),
})

export const transitionSchema = z.object({
  operationId: z.string(),
  fromCatalogItemId: z.string(),
  fromSubscriptionId: z.string(),
  toCatalogItemId: z.string(),
  toSubscriptionId: z.string(),
  quantity: z.number().int(),
  termDuration: z.string(),
  billingCycle: z.string(),
  transitionType: z.string(),
  promotionId: z.string(),
  events: z.array(
    z.object({ name: z.string(), status: z.string(), timestamp: z.string(), attributes: attributesSchema }),
  ),
  attributes: attributesSchema,
})

/** Under both names: readers of the original look for one or the other. */
export const transitions = z.object({
  totalCount: z.number().int(),
  items: z.array(transitionSchema),
  transition: z.array(transitionSchema),
  links: z.object({ self: linkSchema }),
  attributes: attributesSchema,
})
