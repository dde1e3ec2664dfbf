import { z } from 'zod'
import { addressRequest, addressSchema, email, etagRequest } from './customer.js'
import { attributesSchema, maybe, selfLinks, text, wireEnum } from './wire.js'

// Requests -----------------------------------------------------------------------------------------------------------

const contactRequest = z.object({
  firstName: maybe(text(100)),
  lastName: maybe(text(100)),
  email: maybe(email),
  phoneNumber: maybe(text(40)),
})

export const partnerBillingRequest = z.object({
  companyName: text(200),
  address: addressRequest,
  primaryContact: contactRequest,
  purchaseOrderNumber: maybe(text(60)),
  taxId: maybe(text(40)),
  billingCurrency: maybe(text(3)),
  billingDay: maybe(z.number().int()),
  attributes: etagRequest,
})

export const legalProfileRequest = z.object({
  companyName: text(200),
  address: addressRequest,
  primaryContact: contactRequest,
  companyApproverAddress: addressRequest,
  companyApproverEmail: maybe(email),
})

const culture = text(20).regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a culture such as en-US')

export const organizationRequest = z.object({
  companyName: text(200),
  defaultAddress: addressRequest,
  email: maybe(email),
  language: culture,
  culture,
  attributes: etagRequest,
})

export const supportProfileRequest = z.object({
  email: maybe(email),
  telephone: maybe(text(40)),
  website: maybe(text(400)),
})

export const legalQuery = z.object({ vettingVersion: maybe(wireEnum(['None', 'Current', 'LastFinalized'])) })
export const mpnQuery = z.object({ mpnId: maybe(text(20)) })
/** Whatever the ids are, the use case says which refusal a wrong one has. */
export const complianceQuery = z.object({ mpnId: maybe(z.string().max(60)), tenantId: maybe(z.string().max(60)) })

export const vettingRequest = z.object({ vettingStatus: wireEnum(['authorized', 'rejected']) })

// Answers ------------------------------------------------------------------------------------------------------------

const contactSchema = z.object({
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  phoneNumber: z.string(),
})

const common = { links: selfLinks, attributes: attributesSchema }

export const partnerBillingSchema = z.object({
  companyName: z.string(),
  address: addressSchema,
  primaryContact: contactSchema.partial({ email: true }),
  purchaseOrderNumber: z.string(),
  taxId: z.string().optional(),
  billingDay: z.number().int(),
  billingCurrency: z.string(),
  profileType: z.literal('billing_profile'),
  ...common,
})

export const legalProfileSchema = z.object({
  companyName: z.string(),
  address: addressSchema,
  primaryContact: contactSchema,
  companyApproverAddress: addressSchema,
  companyApproverEmail: z.string(),
  vettingStatus: z.enum(['none', 'pending', 'authorized', 'rejected']),
  vettingSubStatus: z.enum(['none', 'entry']),
  profileType: z.literal('legal_business_profile'),
  ...common,
})

export const organizationSchema = z.object({
  id: z.string(),
  companyName: z.string(),
  defaultAddress: addressSchema,
  tenantId: z.string(),
  domain: z.string(),
  email: z.string(),
  language: z.string(),
  culture: z.string(),
  profileType: z.literal('organization_profile'),
  ...common,
})

export const supportProfileSchema = z.object({
  email: z.string(),
  telephone: z.string(),
  website: z.string(),
  profileType: z.literal('support_profile'),
  ...common,
})

export const mpnProfileSchema = z.object({
  partnerName: z.string(),
  mpnId: z.string(),
  profileType: z.literal('mpn_profile'),
  ...common,
})

export const agreementStatusSchema = z.object({ isAgreementSigned: z.boolean() })
