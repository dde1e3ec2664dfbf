import { z } from 'zod'
import { TAX_ID_STATES } from '../../core/invoicing/tax-treatment.js'
import { pageSize, seekQuery } from './customer-user.js'
import { attributesSchema, collectionOf, day, guid, linkSchema, maybe, selfLinks, text, wireEnum } from './wire.js'

/** Largest body that holds a certificate of 1 MiB as base64. */
export const CERTIFICATE_BODY_LIMIT = 1_500_000
/** Most submissions of a list. */
export const MOST_SUBMISSIONS = 500

// Requests -----------------------------------------------------------------------------------------------------------

const country = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'must be a country code of two letters')
  .transform((value) => value.toUpperCase())
const region = text(10).transform((value) => value.toUpperCase())
const note = text(1_000)

/** An amount in major units, as a number or as its exact text. */
const amount = z
  .union([z.number(), z.string().max(30)])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be an amount above zero such as 1250.50'))

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
/** A file: its name, and its bytes as base64. */
const fileRequest = z.object({
  fileName: z.string().max(200),
  content: z.string().max(CERTIFICATE_BODY_LIMIT).regex(BASE64, 'must be base64'),
})

export const partnerParams = z.object({ partnerId: guid })
export const certificateParams = z.object({ certificateId: guid })
export const partnerCertificateParams = z.object({ partnerId: guid, certificateId: guid })
export const exemptionParams = z.object({ partnerId: guid, exemptionId: guid })
export const withholdingParams = z.object({ withholdingId: guid })
export const partnerWithholdingParams = z.object({ partnerId: guid, withholdingId: guid })
export const registrationParams = z.object({ registrationId: guid })
export const skuParams = z.object({ productId: text(100), skuId: text(100) })

export const ratesQuery = z.object({ country: maybe(country) })
export const ratesImportQuery = z.object({ dryRun: maybe(wireEnum(['true', 'false'])) })
export const ratesFile = z.string().min(1, 'must not be empty')

export const registrationRequest = z.object({
  kind: wireEnum(['home', 'local', 'one_stop_shop']),
  country,
  region: maybe(region),
  number: text(40),
  since: day,
  until: maybe(day),
})
export const registrationEndRequest = z.object({ until: day })

export const providerProfileRequest = z.object({
  name: text(200),
  address: z.object({
    lines: z.array(text(200)).min(1).max(3),
    city: text(100),
    postalCode: text(20),
    region: maybe(text(60)),
    country,
  }),
  registrationNumber: maybe(text(60)),
  email: maybe(text(254)),
  phone: maybe(text(40)),
  supportUrl: maybe(text(400).regex(/^https?:\/\//i, 'must be a web address')),
  languages: z
    .array(wireEnum(['en', 'nl']))
    .min(1)
    .max(10)
    .default(['en']),
  payment: z.object({
    accountName: text(200),
    iban: maybe(text(42).regex(/^[A-Za-z]{2}\d{2}[A-Za-z0-9 ]{8,38}$/, 'must be an IBAN')),
    bic: maybe(text(11).regex(/^[A-Za-z0-9]{8}([A-Za-z0-9]{3})?$/, 'must be a BIC')),
    instructions: maybe(text(1_000)),
  }),
  electronicAddress: maybe(z.object({ scheme: text(10), value: text(100) })),
})

export const partnerTaxesRequest = z.object({
  taxId: z.union([text(40), z.literal(''), z.null()]).optional(),
  region: z.union([region, z.literal('')]).optional(),
  validFrom: day,
})

/** Empty for a look at form and check digits. */
export const validationRequest = z.object({
  state: maybe(wireEnum(TAX_ID_STATES)),
  evidence: maybe(text(1_000)),
  checkedOn: maybe(day),
})

export const exemptionRequest = z.object({
  country,
  region: maybe(region),
  taxClasses: z.array(text(40)).max(20).default([]),
  components: z.array(text(40)).max(20).default([]),
  certificateNumber: text(100),
  reason: text(200),
  validFrom: day,
  validTo: maybe(day),
  certificate: fileRequest,
})
export const exemptionsQuery = z.object({ state: maybe(wireEnum(['submitted', 'approved', 'rejected'])) })
export const exemptionQueueQuery = exemptionsQuery.extend({ size: pageSize(MOST_SUBMISSIONS), ...seekQuery })
export const exemptionDecision = z.object({ state: wireEnum(['approved', 'rejected']), note: maybe(note) })

export const withholdingRequest = z.object({ invoiceId: text(40), total: amount, certificate: fileRequest })
export const withholdingCorrection = z.object({ total: amount, certificate: maybe(fileRequest) })
const WITHHOLDING_STATES = ['submitted', 'sent_back', 'approved', 'completed'] as const
export const withholdingsQuery = z.object({ state: maybe(wireEnum(WITHHOLDING_STATES)) })
export const withholdingQueueQuery = withholdingsQuery.extend({ size: pageSize(MOST_SUBMISSIONS), ...seekQuery })
export const withholdingDecision = z.object({
  state: wireEnum(['sent_back', 'approved', 'completed']),
  note: maybe(note),
})

export const skuClassRequest = z.object({ taxClass: text(40) })

// Answers ------------------------------------------------------------------------------------------------------------

const wireDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const attributesOf = { attributes: attributesSchema }

const rateSchema = z.object({
  country: z.string(),
  region: z.string(),
  taxClass: z.string(),
  component: z.string(),
  position: z.number().int(),
  rate: z.number(),
  validFrom: wireDay,
  validTo: wireDay.optional(),
  sample: z.boolean(),
})
export const ratesSchema = collectionOf(rateSchema)

export const ratesImportedSchema = z.object({
  imported: z.number().int(),
  unchanged: z.number().int(),
  problems: z.array(z.object({ line: z.number().int(), reason: z.string() })),
  ...attributesOf,
})

export const registrationSchema = z.object({
  id: z.string(),
  kind: z.enum(['home', 'local', 'one_stop_shop']),
  country: z.string(),
  region: z.string(),
  number: z.string(),
  since: wireDay,
  until: wireDay.optional(),
  recordedDate: z.string(),
  recordedBy: z.string(),
  ...attributesOf,
})
export const registrationsSchema = collectionOf(registrationSchema)

export const providerProfileSchema = z.object({
  name: z.string(),
  address: z.object({
    lines: z.array(z.string()),
    city: z.string(),
    postalCode: z.string(),
    region: z.string(),
    country: z.string(),
  }),
  registrationNumber: z.string(),
  email: z.string(),
  phone: z.string(),
  supportUrl: z.string(),
  languages: z.array(z.string()),
  payment: z.object({
    accountName: z.string(),
    iban: z.string(),
    bic: z.string(),
    instructions: z.string(),
  }),
  electronicAddress: z.object({ scheme: z.string(), value: z.string() }).optional(),
  links: selfLinks,
  ...attributesOf,
})

const standingSchema = z.object({
  country: z.string(),
  region: z.string(),
  taxId: z.string().optional(),
  taxIdState: z.enum(TAX_ID_STATES),
  validFrom: wireDay,
})

export const validationSchema = z.object({
  id: z.string(),
  state: z.enum(TAX_ID_STATES),
  checkedOn: wireDay,
  evidence: z.string(),
  validator: z.string(),
  recordedDate: z.string(),
  recordedBy: z.string(),
  ...attributesOf,
})

/** How a partner is taxed now, and from its next billing day on where that differs. */
export const taxProfileSchema = z.object({
  ...standingSchema.shape,
  next: standingSchema.optional(),
  links: selfLinks,
  ...attributesOf,
})

export const partnerTaxesSchema = z.object({
  ...taxProfileSchema.shape,
  versions: z.array(
    z.object({
      version: z.number().int(),
      country: z.string(),
      region: z.string(),
      taxId: z.string().optional(),
      validFrom: wireDay,
      recordedDate: z.string(),
      recordedBy: z.string(),
    }),
  ),
  validations: z.array(validationSchema),
})

const submissionShape = {
  partnerId: z.string(),
  submittedDate: z.string(),
  submittedBy: z.string(),
  decidedDate: z.string().optional(),
  decidedBy: z.string().optional(),
  note: z.string(),
  links: z.object({ certificate: linkSchema }),
  ...attributesOf,
}

export const exemptionSchema = z.object({
  id: z.string(),
  country: z.string(),
  region: z.string(),
  taxClasses: z.array(z.string()),
  components: z.array(z.string()),
  certificateNumber: z.string(),
  reason: z.string(),
  validFrom: wireDay,
  validTo: wireDay.optional(),
  state: z.enum(['submitted', 'approved', 'rejected']),
  ...submissionShape,
})
export const exemptionsSchema = collectionOf(exemptionSchema)

export const withholdingSchema = z.object({
  id: z.string(),
  invoiceId: z.string(),
  currencyCode: z.string(),
  total: z.number(),
  state: z.enum(WITHHOLDING_STATES),
  ...submissionShape,
})
export const withholdingsSchema = collectionOf(withholdingSchema)

export const skuClassSchema = z.object({
  productId: z.string(),
  skuId: z.string(),
  taxClass: z.string(),
  ...attributesOf,
})
