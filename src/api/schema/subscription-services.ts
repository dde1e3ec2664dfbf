import { z } from 'zod'
import { attributesSchema, collectionOf, linkSchema, selfLinks, text } from './wire.js'

export const provisioningStatus = z.object({
  skuId: z.string(),
  status: z.enum(['none', 'success', 'pending', 'failed']),
  quantity: z.number().int(),
  endDate: z.string(),
  attributes: attributesSchema,
})

export const activationLinks = collectionOf(linkSchema)

export const activationResult = z.object({ subscriptionId: z.string(), status: z.string() })

export const registrationStatus = z.object({
  subscriptionId: z.string(),
  status: z.enum(['registered', 'registering', 'notRegistered']),
  attributes: attributesSchema,
})

export const supportContactBody = z.object({ supportMpnId: text(20), name: text(200) })

export const supportContactSchema = z.object({
  supportTenantId: z.string(),
  supportMpnId: z.string(),
  name: z.string(),
  links: selfLinks,
  attributes: attributesSchema,
})
