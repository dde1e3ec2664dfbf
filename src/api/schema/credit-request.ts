import { z } from 'zod'
import { amount, LONGEST_NOTE, pageQuery } from './adjustment.js'
import { attributesSchema, collectionOf, guid, instant, maybe, selfLinks, text, wireEnum } from './wire.js'

const LONGEST_DESCRIPTION = 4_000

/** Text of several lines. */
const prose = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(longest, `must have at most ${longest} characters`)
    .regex(/^[^\p{Cc}]*(?:[\t\r\n][^\p{Cc}]*)*$/u, 'must not hold control characters but line ends and tabs')

const STATES = ['submitted', 'in_review', 'more_information', 'approved', 'declined', 'completed'] as const
const TYPES = ['accidental_purchase', 'duplicate_order', 'sla_outage'] as const

export const creditRequestParams = z.object({ creditRequestId: guid })
export const partnerCreditRequestParams = z.object({ partnerId: guid, creditRequestId: guid })

export const creditRequestsQuery = z.object({ state: maybe(wireEnum(STATES)), ...pageQuery })
export const allCreditRequestsQuery = creditRequestsQuery.extend({ partnerId: maybe(guid) })

export const creditRequestBody = z.object({
  requestType: wireEnum(TYPES),
  customerId: guid,
  subscriptionId: guid,
  duplicateSubscriptionId: maybe(guid),
  incidentId: maybe(text(40)),
  /** Whether the incident is an advisory. */
  advisory: z.boolean().default(false),
  description: prose(LONGEST_DESCRIPTION),
  startedAt: maybe(instant),
  endedAt: maybe(instant),
  affectedUsers: maybe(z.number().int().min(0).max(100_000_000)),
  locations: maybe(prose(LONGEST_NOTE)),
  attempts: maybe(prose(LONGEST_NOTE)),
  customerEmail: maybe(text(320).regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')),
})

export const answerBody = z.object({ note: prose(LONGEST_NOTE) })

export const reviewBody = z.object({
  state: wireEnum(['in_review', 'more_information', 'approved', 'declined']),
  note: maybe(prose(LONGEST_NOTE)),
  amount: maybe(amount),
  creditNoteId: maybe(text(40).transform((value) => value.toUpperCase())),
})

export const creditRequestSchema = z.object({
  id: z.string(),
  partnerId: z.string(),
  requestType: z.enum(TYPES),
  state: z.enum(STATES),
  serviceRequestId: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  subscriptionId: z.string(),
  subscriptionName: z.string().meta({ description: 'Its nickname, or the offer; empty where it was never activated.' }),
  duplicateSubscriptionId: z.string().optional(),
  incidentId: z.string().optional(),
  description: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  affectedUsers: z.number().int().optional(),
  locations: z.string().optional(),
  attempts: z.string().optional(),
  customerEmail: z.string().optional(),
  claimUntil: z.string().meta({ description: 'The last day on which it could be filed.' }),
  submittedDate: z.string(),
  submittedBy: z.string(),
  decidedDate: z.string().optional(),
  note: z.string(),
  adjustmentId: z.string().optional(),
  creditedOn: z.string().optional().meta({ description: 'The document the credit is on.' }),
  links: selfLinks,
  attributes: attributesSchema,
})

export const creditRequestsSchema = collectionOf(creditRequestSchema)
