import { type AuditQuery, type AuditRecord, exportActivity, getAuditRecord, listActivity } from '../../app/audit-log.js'
import type { UseCase } from '../../app/use-case.js'
import type { Day, Instant } from '../../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { attachment } from '../attachment.js'
import { endpoint, type RequestFacts } from '../endpoint.js'
import { type FilterFields, readFilter } from '../filter.js'
import { attributes } from '../links.js'
import { readSeekPosition, seekPage } from '../paging.js'
import {
  auditQuery,
  auditRecord,
  auditRecordParams,
  auditRecords,
  exportAuditQuery,
  platformAuditQuery,
  USUAL_RECORDS,
} from '../schema/audit.js'
import { guid, wireInstant } from '../schema/wire.js'

const GROUP = 'Audit'

export const AUDIT_ENDPOINTS = [
  endpoint({
    id: 'audit-records',
    method: 'GET',
    path: '/v1/auditrecords',
    group: GROUP,
    summary: 'Activity log of the account, newest first: the last 30 days, or a period within the last 90.',
    capability: 'audit.read',
    query: auditQuery,
    response: auditRecords,
    handle: (call) => answerPage(call, call.scope.accountId, call.query),
  }),
  endpoint({
    id: 'export-audit-records',
    method: 'GET',
    path: '/v1/auditrecords/export',
    group: GROUP,
    summary: 'The activity log as CSV.',
    capability: 'audit.read',
    query: exportAuditQuery,
    response: 'binary',
    handle: async (call) => {
      const query = queryOf(call.query)
      if (!query.ok) return query
      const csv = await exportActivity(call, call.scope.accountId, query.value)
      if (!csv.ok) return csv
      call.reply.headers['Content-Type'] = 'text/csv; charset=utf-8'
      call.reply.headers['Content-Disposition'] = attachment('activity-log.csv')
      return accept(Buffer.from(csv.value))
    },
  }),
  endpoint({
    id: 'get-audit-record',
    method: 'GET',
    path: '/auditactivity/v1/auditrecords/:auditRecordId',
    group: GROUP,
    summary: 'One record of the activity log, as webhooks name it.',
    capability: 'audit.read',
    params: auditRecordParams,
    response: auditRecord,
    handle: async (call) => {
      const record = await getAuditRecord(call, call.params.auditRecordId)
      return record.ok ? accept(present(record.value)) : record
    },
  }),
  endpoint({
    id: 'platform-audit-records',
    method: 'GET',
    path: '/v1/platform/auditrecords',
    group: 'Platform',
    summary: 'Activity logs of every account, or of one.',
    capability: 'platform.audit.read',
    query: platformAuditQuery,
    response: auditRecords,
    handle: (call) => answerPage(call, call.query.partnerId ?? null, call.query),
  }),
]

interface Asked {
  readonly startDate?: Day | undefined
  readonly endDate?: Day | undefined
  readonly filter?: string | undefined
  readonly size?: number | undefined
}

async function answerPage(
  call: UseCase & { readonly request: RequestFacts },
  partnerId: string | null,
  asked: Asked,
): Promise<Outcome<unknown>> {
  const query = queryOf(asked)
  if (!query.ok) return query
  const position = readSeekPosition(call.request, 'instant', 'guid')
  if (!position.ok) return position
  const [occurredAt, auditRecordId] = position.value.after ?? []
  const after = auditRecordId === undefined ? undefined : { occurredAt: Number(occurredAt) as Instant, auditRecordId }
  const page = await listActivity(call, partnerId, { ...query.value, after }, asked.size ?? USUAL_RECORDS)
  return page.ok ? accept(seekPage(page.value.records.map(present), call.request, page.value.last)) : page
}

const FIELDS: FilterFields<'CustomerId' | 'CompanyName' | 'ResourceType'> = {
  CustomerId: ['equals'],
  CompanyName: ['substring'],
  ResourceType: ['equals'],
}

function queryOf({ startDate, endDate, filter }: Asked): Outcome<AuditQuery> {
  const conditions = readFilter(filter, FIELDS)
  if (!conditions.ok) return conditions
  const values = new Map<keyof typeof FIELDS, string>()
  for (const { field, value } of conditions.value) {
    if ((values.get(field) ?? value) !== value) return unsupported(`it asks for two values of ${field}`)
    values.set(field, value)
  }
  const customerId = guid.optional().safeParse(values.get('CustomerId'))
  if (!customerId.success) return unsupported('CustomerId equals a GUID')
  return accept({
    from: startDate,
    to: endDate,
    customerId: customerId.data,
    customerName: values.get('CompanyName'),
    resourceType: values.get('ResourceType'),
  })
}

function unsupported(problem: string) {
  return refuse('filter-unsupported', { problem })
}

function present(record: AuditRecord) {
  const { applicationId, oldValue, data } = record
  return {
    id: record.auditRecordId,
    partnerId: record.partnerId,
    customerId: record.customerId ?? '',
    customerName: record.customerName ?? '',
    userPrincipalName: record.userPrincipalName ?? '',
    ...(applicationId === null ? {} : { applicationId }),
    resourceType: record.resourceType,
    ...(oldValue === null ? {} : { resourceOldValue: JSON.stringify(oldValue) }),
    resourceNewValue: JSON.stringify(record.newValue),
    operationType: record.operationType,
    originalCorrelationId: record.correlationId,
    operationDate: wireInstant(record.occurredAt),
    operationStatus: record.operationStatus,
    customizedData: Object.entries(data).map(([key, value]) => ({ key, value })),
    attributes: attributes('AuditRecord'),
  }
}
