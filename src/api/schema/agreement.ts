import { z } from 'zod'
import { parseInstant } from '../../core/calendar/instant.js'
import { countryCode, email } from './customer.js'
import { maybe, text, wireEnum } from './wire.js'

const TYPES = ['MicrosoftCloudAgreement', 'MicrosoftCustomerAgreement'] as const

// Requests -----------------------------------------------------------------------------------------------------------

/** The first is what clients mean that name none; `*` is every one. */
export const agreementsQuery = z.object({
  agreementType: maybe(z.union([z.literal('*'), wireEnum(TYPES)])).transform((type) => type ?? TYPES[0]),
})

/** The instant somebody accepted; clients also send a day alone, or leave the offset out and mean UTC. */
const agreedAt = text(40).transform((value, context) => {
  const whole = /^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00Z` : value
  const instant = parseInstant(whole) ?? parseInstant(`${whole}Z`)
  if (instant !== undefined) return instant
  context.addIssue({ code: 'custom', message: 'must be an ISO 8601 instant, such as 2026-07-29T08:00:00Z' })
  return z.NEVER
})

export const agreementRequest = z.object({
  primaryContact: z.object({
    firstName: text(100),
    lastName: text(100),
    email,
    phoneNumber: maybe(text(40)),
  }),
  templateId: text(60),
  dateAgreed: agreedAt,
  type: wireEnum(TYPES),
})

export const templateParams = z.object({ templateId: z.string().min(1).max(60) })

const language = text(20).regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language such as en-US')

export const documentQuery = z.object({ language: maybe(language), country: maybe(countryCode) })

export const signedDocumentParams = templateParams.extend({ country: countryCode, language })

export const signedDocumentQuery = z.object({
  expires: z.string().regex(/^\d{1,15}$/, 'must be an instant in milliseconds'),
  signature: z.string().max(100),
  download: maybe(z.enum(['true', 'false'])),
})

export const signatureRequest = z.object({ isSigned: z.literal(true) })

/** Text of several lines. */
const longText = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100_000, 'must have at most 100000 characters')
  .regex(/^(?:[^\p{Cc}]|[\n\t])*$/u, 'must not hold control characters but line ends and tabs')

export const newAgreementRequest = z.object({
  agreementType: wireEnum(TYPES),
  documents: z
    .array(z.object({ country: maybe(countryCode), language, title: text(200), body: longText }))
    .min(1)
    .max(200),
})

// Answers ------------------------------------------------------------------------------------------------------------

export const agreementMetaDataSchema = z.object({
  templateId: z.string(),
  agreementType: z.enum(TYPES),
  agreementLink: z.string(),
  versionRank: z.number().int(),
})

export const agreementSchema = z.object({
  userId: z.string(),
  primaryContact: z.object({
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    phoneNumber: z.string(),
  }),
  templateId: z.string(),
  dateAgreed: z.string(),
  type: z.enum(TYPES),
  agreementLink: z.string(),
})

export const agreementDocumentSchema = z.object({
  displayUri: z.string(),
  downloadUri: z.string(),
  language: z.string(),
  country: z.string(),
})

export const directSignStatusSchema = z.object({ isSigned: z.boolean() })
