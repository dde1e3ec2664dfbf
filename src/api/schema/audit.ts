import { z } from 'zod'
import { type Day, parseDay } from '../../core/calendar/day.js'
import { pageSize, seekQuery } from './customer-user.js'
import { attributesSchema, collectionOf, guid, maybe, withPlus } from './wire.js'

/** Most records on a page. */
const MOST_RECORDS = 2_000
/** Records on a page where no size is given. */
export const USUAL_RECORDS = 500

const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[\s\u202f]+\d{1,2}:\d{2}(?::\d{2})?(?:[\s\u202f]*[AP]M)?)?$/i
const ISO_DATE = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]{4,16}(?:Z|[+-]\d{2}:?\d{2})?)?$/i

/** A day as clients write it: `2026-03-01`, `2026-03-01T00:00:00Z`, `3/1/2026 12:00:00 AM`. Times of day do not count. */
function readDay(text: string): Day | undefined {
  const iso = ISO_DATE.exec(text)?.[1]
  if (iso !== undefined) return parseDay(iso)
  const [, month, day, year] = US_DATE.exec(text) ?? []
  return year === undefined ? undefined : parseDay(`${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`)
}

const day = z
  .string()
  .max(40)
  .transform((text, context): Day => {
    const parsed = readDay(withPlus(text.trim()))
    if (parsed !== undefined) return parsed
    context.addIssue({ code: 'custom', message: 'must be a day such as 2026-03-01 or 3/1/2026' })
    return z.NEVER
  })

export const auditQuery = z.object({
  startDate: maybe(day),
  endDate: maybe(day),
  filter: maybe(z.string().max(2_000)),
  size: pageSize(MOST_RECORDS),
  ...seekQuery,
})

export const exportAuditQuery = z.object({
  startDate: maybe(day),
  endDate: maybe(day),
  filter: maybe(z.string().max(2_000)),
})

export const platformAuditQuery = auditQuery.extend({ partnerId: maybe(guid) })

export const auditRecordParams = z.object({ auditRecordId: guid })

export const auditRecord = z.object({
  id: z.string(),
  partnerId: z.string(),
  /** Empty where no customer is concerned, as is its name. */
  customerId: z.string(),
  customerName: z.string(),
  /** Empty where an application or a job did it. */
  userPrincipalName: z.string(),
  applicationId: z.string().optional(),
  resourceType: z.string(),
  resourceOldValue: z.string().optional(),
  /** JSON, as is the old value; `null` where nothing is left. */
  resourceNewValue: z.string(),
  operationType: z.string(),
  originalCorrelationId: z.string(),
  operationDate: z.string(),
  operationStatus: z.enum(['succeeded', 'failed', 'progress', 'decline']),
  customizedData: z.array(z.object({ key: z.string(), value: z.string() })),
  attributes: attributesSchema,
})

export const auditRecords = collectionOf(auditRecord)
