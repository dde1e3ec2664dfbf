import { z } from 'zod'
import { pageSize } from './customer-user.js'
import { attributesSchema, collectionOf, guid, maybe, text, wireEnum } from './wire.js'

const LONGEST_TITLE = 256
const LONGEST_TEXT = 10_000
const LONGEST_ID = 64
/** Most requests on a page, and as many as come where no size is given. */
export const MOST_REQUESTS = 500
const LARGEST_OFFSET = 1_000_000

/** Text of several lines. */
const lines = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(LONGEST_TEXT, `must have at most ${LONGEST_TEXT} characters`)
  .regex(/^[^\p{Cc}]*(?:[\t\r\n][^\p{Cc}]*)*$/u, 'must not hold control characters but line ends and tabs')

const offset = maybe(
  z
    .string()
    .regex(/^\d{1,7}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().max(LARGEST_OFFSET, `must be at most ${LARGEST_OFFSET}`)),
)

const status = wireEnum(['none', 'open', 'closed', 'attention_needed'])
const severity = wireEnum(['unknown', 'critical', 'moderate', 'minimal'])

export const serviceRequestParams = z.object({ serviceRequestId: text(LONGEST_ID) })
export const customerServiceRequestParams = z.object({ customerId: guid, serviceRequestId: text(LONGEST_ID) })

export const agentLocaleParams = z.object({
  agentLocale: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a locale such as en-US'),
})

export const listServiceRequestsQuery = z.object({
  size: pageSize(MOST_REQUESTS),
  offset,
  filter: maybe(z.string().max(2_000)),
  status: maybe(status),
})

const organization = z.object({ id: maybe(guid), name: maybe(text(200)), phoneNumber: maybe(text(40)) })

const contact = z.object({
  organization: maybe(organization),
  contactId: maybe(text(LONGEST_ID)),
  lastName: maybe(text(120)),
  firstName: maybe(text(120)),
  email: maybe(text(320)),
  phoneNumber: maybe(text(40)),
})

const note = z.object({ text: maybe(lines) })

export const createServiceRequestBody = z.object({
  title: text(LONGEST_TITLE),
  description: lines,
  severity: maybe(severity),
  supportTopicId: text(LONGEST_ID),
  organization: maybe(organization),
  primaryContact: maybe(contact),
  productId: maybe(text(LONGEST_ID)),
  productName: maybe(text(200)),
  countryCode: maybe(
    z
      .string()
      .regex(/^[A-Za-z]{2}$/, 'must be a country as two letters')
      .transform((value) => value.toUpperCase()),
  ),
  newNote: maybe(note),
})

/** What SDKs send besides these is not changed: the words `none` and `unknown` mean that, too. */
export const updateServiceRequestBody = z.object({
  status: maybe(status),
  severity: maybe(severity),
  newNote: maybe(note),
})

const shownOrganization = z.object({ id: z.string(), name: z.string().optional(), phoneNumber: z.string().optional() })

const shownContact = z.object({
  organization: shownOrganization.optional(),
  contactId: z.string().optional(),
  lastName: z.string(),
  firstName: z.string(),
  email: z.string().optional(),
  phoneNumber: z.string().optional(),
})

export const serviceRequest = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  severity: z.enum(['critical', 'moderate', 'minimal']),
  supportTopicId: z.string(),
  supportTopicName: z.string(),
  status: z.enum(['open', 'closed', 'attention_needed']),
  organization: shownOrganization,
  primaryContact: shownContact,
  lastUpdatedBy: shownContact,
  productName: z.string(),
  productId: z.string(),
  createdDate: z.string(),
  lastModifiedDate: z.string(),
  /** `0001-01-01T00:00:00` where it was never closed. */
  lastClosedDate: z.string(),
  /** Not in lists. */
  notes: z.array(z.object({ createdByName: z.string(), createdDate: z.string(), text: z.string() })).optional(),
  countryCode: z.string(),
  fileLinks: z.array(z.never()),
  attributes: attributesSchema,
})

export const serviceRequests = collectionOf(serviceRequest)

export const supportTopics = collectionOf(
  z.object({ id: z.string(), name: z.string(), description: z.string(), attributes: attributesSchema }),
)
