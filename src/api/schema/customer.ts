import { z } from 'zod'
import { attributesSchema, collectionOf, guid, maybe, selfLinks, text, wireEnum } from './wire.js'

// Requests -----------------------------------------------------------------------------------------------------------

const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/

export const email = text(320).regex(EMAIL, 'must be an e-mail address')
const culture = text(20).regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a culture such as en-US')

/** A host name of at least two labels, read in lower case. */
export const domainName = text(253)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i,
    'must be a domain such as bakery.example.net',
  )
  .transform((value) => value.toLowerCase())

export const countryCode = text(2).regex(/^[A-Za-z]{2}$/, 'must be an ISO 3166-1 alpha-2 code')

export const addressRequest = z.object({
  country: countryCode,
  region: maybe(text(100)),
  city: maybe(text(100)),
  state: maybe(text(100)),
  addressLine1: maybe(text(200)),
  addressLine2: maybe(text(200)),
  addressLine3: maybe(text(200)),
  district: maybe(text(100)),
  postalCode: maybe(text(20)),
  firstName: maybe(text(100)),
  middleName: maybe(text(100)),
  lastName: maybe(text(100)),
  phoneNumber: maybe(text(40)),
})

export const etagRequest = z.object({ etag: maybe(z.string().max(200)) }).nullish()

export const billingProfileRequest = z.object({
  firstName: maybe(text(100)),
  lastName: maybe(text(100)),
  email,
  culture,
  language: culture,
  companyName: text(200),
  defaultAddress: addressRequest,
  attributes: etagRequest,
})

export const companyProfileRequest = z.object({
  organizationRegistrationNumber: maybe(text(40)),
  address: addressRequest.nullish(),
  email: maybe(email),
})

export const newCustomerRequest = z.object({
  companyProfile: z.object({ domain: domainName, organizationRegistrationNumber: maybe(text(40)) }),
  billingProfile: billingProfileRequest,
  allowDelegatedAccess: maybe(z.boolean()),
  associatedPartnerId: maybe(text(64)),
})

/** Words for what a partner is to a customer. */
const RELATIONSHIPS = ['unknown', 'reseller', 'advisor', 'syndication', 'microsoft_support', 'none'] as const

export const customerChangeRequest = z.object({ relationshipToPartner: maybe(wireEnum(RELATIONSHIPS)) })

export const customerParams = z.object({ customerId: guid })

/** `size=0` is how some clients leave it to the server. */
const count = z.coerce.number().int().min(0).max(1_000_000)

export const customersQuery = z.object({
  size: maybe(count),
  offset: maybe(count),
  filter: maybe(z.string().max(4_000)),
  seekOperation: maybe(wireEnum(['Next', 'Previous', 'First', 'Last', 'PageIndex'])),
})

export const relationshipsQuery = z.object({
  relationship_type: maybe(wireEnum(['is_indirect_cloud_solution_provider_of', 'is_indirect_reseller_of'])),
  filter: maybe(z.string().max(4_000)),
})

export const QUALIFICATION_WORDS = [
  'none',
  'education',
  'nonprofit',
  'government_community_cloud',
  'state_owned_entity',
] as const

export const qualificationRequest = z.object({
  qualification: wireEnum(QUALIFICATION_WORDS),
  educationSegment: maybe(text(60)),
  website: maybe(text(400)),
  validationCode: maybe(text(100)),
})

export const qualificationQuery = z.object({ code: maybe(text(100)) })

export const validationCodeRequest = z.object({
  validationId: text(100),
  organizationName: text(200),
  maxCreates: z.number().int().min(1).max(100_000),
})

// Answers ------------------------------------------------------------------------------------------------------------

export const addressSchema = z.object({
  country: z.string(),
  region: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  addressLine1: z.string().optional(),
  addressLine2: z.string().optional(),
  addressLine3: z.string().optional(),
  district: z.string().optional(),
  postalCode: z.string().optional(),
  firstName: z.string().optional(),
  middleName: z.string().optional(),
  lastName: z.string().optional(),
  phoneNumber: z.string().optional(),
})

export const companyProfileSchema = z.object({
  tenantId: z.string(),
  domain: z.string(),
  companyName: z.string(),
  organizationRegistrationNumber: z.string().optional(),
  address: addressSchema.optional(),
  email: z.string().optional(),
  links: selfLinks,
  attributes: attributesSchema,
})

export const billingProfileSchema = z.object({
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  culture: z.string(),
  language: z.string(),
  companyName: z.string(),
  defaultAddress: addressSchema,
  links: selfLinks,
  attributes: attributesSchema,
})

const customerListItem = z.object({
  id: z.string(),
  companyProfile: companyProfileSchema,
  relationshipToPartner: z.enum(RELATIONSHIPS),
  associatedPartnerId: z.string().optional(),
  links: selfLinks,
  attributes: attributesSchema,
})

export const customerSchema = customerListItem.extend({
  commerceId: z.string(),
  billingProfile: billingProfileSchema,
  allowDelegatedAccess: z.boolean(),
  customDomains: z.array(z.string()),
})

export const newCustomerSchema = customerSchema.extend({
  userCredentials: z.object({ userName: z.string(), password: z.string() }).optional(),
})

export const customersSchema = collectionOf(customerListItem)

export const removedCustomerSchema = z.object({
  relationshipToPartner: z.literal('none'),
  attributes: attributesSchema,
})

export const relationshipSchema = z.object({
  id: z.string(),
  name: z.string(),
  relationshipType: z.enum(['is_indirect_cloud_solution_provider_of', 'is_indirect_reseller_of']),
  mpnId: z.string(),
  location: z.string(),
  state: z.enum(['active', 'ended']),
  attributes: attributesSchema,
})

export const relationshipRequestSchema = z.object({ url: z.string(), attributes: attributesSchema })

export const qualificationSchema = z.object({
  qualification: z.enum(QUALIFICATION_WORDS),
  vettingStatus: z.literal('approved'),
  vettingCreateDate: z.string().optional(),
})

export const validationCodeSchema = z.object({
  partnerId: z.string(),
  organizationName: z.string(),
  validationId: z.string(),
  maxCreates: z.number().int(),
  remainingCreates: z.number().int(),
  eTag: z.string(),
})

export const validationStatusSchema = z.object({
  type: z.literal('account'),
  status: z.literal('completed'),
  lastUpdateDateTime: z.string(),
})

export const addressValidationSchema = z.object({
  originalAddress: addressSchema,
  suggestedAddresses: z.array(addressSchema),
  status: z.enum([
    'VerifiedShippable',
    'Verified',
    'InteractionRequired',
    'StreetPartial',
    'PremisesPartial',
    'Multiple',
    'None',
    'NotValidated',
  ]),
  validationMessage: z.string().optional(),
  attributes: attributesSchema,
})

const words = z.object({ value: z.array(z.string()) })

export const countryRulesSchema = z.object({
  iso2Code: z.string(),
  defaultCulture: z.string(),
  isStateRequired: z.boolean(),
  states: words,
  supportedStatesList: z.array(z.string()),
  supportedLanguages: words,
  supportedLanguagesList: z.array(z.string()),
  supportedCultures: words,
  supportedCulturesList: z.array(z.string()),
  isPostalCodeRequired: z.boolean(),
  postalCodeRegex: z.string(),
  isCityRequired: z.boolean(),
  isVatIdSupported: z.boolean(),
  taxIdFormat: z.string(),
  taxIdSample: z.string(),
  vatIdRegex: z.string(),
  phoneNumberRegex: z.string(),
  isTaxIdSupported: z.boolean(),
  isTaxIdOptional: z.boolean(),
  isRegistrationNumberSupported: z.boolean(),
  registrationNumberRegex: z.string().optional(),
  isRegistrationNumberRequired: z.boolean(),
  resellerAgreementRegion: z.string(),
  geographicRegion: z.string(),
  countryCallingCodes: words,
  countryCallingCodesList: z.array(z.string()),
  attributes: attributesSchema,
})
