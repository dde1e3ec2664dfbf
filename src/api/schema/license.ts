import { z } from 'zod'
import { attributesSchema, collectionOf, guid, maybe, wireEnum } from './wire.js'

/** Most licenses given or taken in one update. */
const MOST_LICENSES = 100
const MOST_PLANS = 50

const licenseGroup = wireEnum(['none', 'group1', 'group2'])

/** Groups come as a repeated name, or as one with commas. */
export const licensesQuery = z.object({
  licenseGroupIds: z
    .preprocess((value) => {
      const given = value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]
      return given.flatMap((part) => (typeof part === 'string' ? part.split(',') : [part]))
    }, z.array(licenseGroup).max(10))
    .optional(),
})

const skuId = guid

export const licenseUpdateBody = z.object({
  licensesToAssign: maybe(
    z
      .array(z.object({ skuId, excludedPlans: maybe(z.array(guid).max(MOST_PLANS)) }))
      .max(MOST_LICENSES, `must have at most ${MOST_LICENSES} licenses`),
  ),
  licensesToRemove: maybe(z.array(skuId).max(MOST_LICENSES, `must have at most ${MOST_LICENSES} licenses`)),
})

const productSku = z.object({
  id: z.string(),
  name: z.string(),
  skuPartNumber: z.string(),
  targetType: z.literal('User'),
  licenseGroupId: z.enum(['group1', 'group2']),
})

const servicePlan = z.object({
  displayName: z.string(),
  serviceName: z.string(),
  id: z.string(),
  capabilityStatus: z.enum(['Enabled', 'Suspended', 'Deleted', 'Disabled']),
  targetType: z.literal('User'),
})

export const subscribedSkus = collectionOf(
  z.object({
    availableUnits: z.number().int(),
    activeUnits: z.number().int(),
    consumedUnits: z.number().int(),
    suspendedUnits: z.number().int(),
    totalUnits: z.number().int(),
    warningUnits: z.number().int(),
    productSku,
    servicePlans: z.array(servicePlan),
    capabilityStatus: z.enum(['Enabled', 'Suspended', 'Deleted']),
    attributes: attributesSchema,
  }),
)

export const userLicenses = collectionOf(
  z.object({ servicePlans: z.array(servicePlan), productSku, attributes: attributesSchema }),
)

export const licenseUpdate = z.object({
  licensesToAssign: z.array(z.object({ excludedPlans: z.array(z.string()), skuId: z.string() })),
  licensesToRemove: z.array(z.string()),
  licenseWarnings: z.array(z.object({ code: z.string(), message: z.string(), servicePlans: z.array(z.string()) })),
  attributes: attributesSchema,
})
