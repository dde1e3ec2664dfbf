import { type Day, formatDay, type Instant } from '../core/calendar/day.js'
import { dayOfInstant, formatInstant, startOfDay } from '../core/calendar/instant.js'
import { csvRecord, LINE_END } from '../core/recon/csv.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type AuditFilter, type AuditRecord, findAuditRecord, listAuditRecords } from '../store/audit-records.js'
import type { Session, UseCase } from './use-case.js'

export type { AuditRecord }

/** Days the log is shown for when nobody says, and days it can be asked for. */
const USUAL_DAYS = 30
const MOST_DAYS = 90

/** Which records are wanted; days are UTC days and both included. */
export interface AuditQuery extends Omit<AuditFilter, 'partnerId' | 'from' | 'to' | 'limit'> {
  readonly from?: Day | undefined
  readonly to?: Day | undefined
}

/** Records, newest first, and the key of the last one where more follow. */
export interface AuditPage {
  readonly records: readonly AuditRecord[]
  readonly last: readonly [occurredAt: string, auditRecordId: string] | undefined
}

/**
 * Records of an account, or of everybody where `partnerId` is `null`; of the last 30 days unless said otherwise. Refused
 * for a period that starts more than 90 days ago or ends before it starts.
 */
export async function listActivity(
  { session, now }: Pick<UseCase, 'session' | 'now'>,
  partnerId: string | null,
  query: AuditQuery,
  limit: number,
): Promise<Outcome<AuditPage>> {
  const period = periodOf(query, dayOfInstant(now))
  if (!period.ok) return period
  return accept(await readPage(session, { ...query, ...period.value, partnerId, limit }))
}

/** Reads a page as it is asked for, however long ago it was. */
export async function readPage(session: Session, filter: AuditFilter): Promise<AuditPage> {
  const found = await listAuditRecords(session, { ...filter, limit: filter.limit + 1 })
  const records = found.slice(0, filter.limit)
  const last = found.length > filter.limit ? records.at(-1) : undefined
  return { records, last: last === undefined ? undefined : [String(last.occurredAt), last.auditRecordId] }
}

function periodOf({ from, to }: AuditQuery, today: Day): Outcome<{ readonly from: Instant; readonly to: Instant }> {
  const end = to ?? today
  const start = from ?? ((Math.min(end, today) - USUAL_DAYS) as Day)
  const earliest = (today - MOST_DAYS) as Day
  if (start < earliest) {
    const problem = `it starts on ${formatDay(start)}; the log goes back ${MOST_DAYS} days, to ${formatDay(earliest)}`
    return refuse('audit-period-invalid', { problem })
  }
  if (end < start) {
    return refuse('audit-period-invalid', { problem: `it ends on ${formatDay(end)}, before ${formatDay(start)}` })
  }
  return accept({ from: startOfDay(start), to: startOfDay((end + 1) as Day) })
}

/** One record of the account. */
export async function getAuditRecord(
  { session, scope }: Pick<UseCase, 'session' | 'scope'>,
  auditRecordId: string,
): Promise<Outcome<AuditRecord>> {
  const record = await findAuditRecord(session, scope.accountId, auditRecordId)
  return record === undefined ? refuse('not-found', { what: 'audit record', id: auditRecordId }) : accept(record)
}

/** Most records of one export. */
const MOST_EXPORTED = 20_000

/** Records of an account as CSV, newest first. Refused where there are more than 20,000. */
export async function exportActivity(
  context: Pick<UseCase, 'session' | 'now'>,
  partnerId: string | null,
  query: AuditQuery,
): Promise<Outcome<string>> {
  const page = await listActivity(context, partnerId, query, MOST_EXPORTED)
  if (!page.ok) return page
  const { records, last } = page.value
  if (last === undefined) return accept(auditCsv(records))
  const problem = `it has more than ${MOST_EXPORTED} records; choose a shorter one, or filter`
  return refuse('audit-period-invalid', { problem })
}

const COLUMNS: Readonly<Record<string, (record: AuditRecord) => string>> = {
  Date: (record) => formatInstant(record.occurredAt),
  Customer: (record) => record.customerName ?? '',
  CustomerId: (record) => record.customerId ?? '',
  Action: (record) => record.operationType,
  Resource: (record) => record.resourceType,
  Status: (record) => record.operationStatus,
  User: (record) => record.userPrincipalName ?? '',
  Application: (record) => record.applicationId ?? '',
  OldValue: (record) => (record.oldValue === null ? '' : JSON.stringify(record.oldValue)),
  NewValue: (record) => (record.newValue === null ? '' : JSON.stringify(record.newValue)),
  Data: (record) => JSON.stringify(record.data),
  PartnerId: (record) => record.partnerId,
  RecordId: (record) => record.auditRecordId,
  CorrelationId: (record) => record.correlationId,
}

/** Records as CSV with a header; cells are harmless to spreadsheets. */
export function auditCsv(records: readonly AuditRecord[]): string {
  const lines = records.map((record) => csvRecord(Object.values(COLUMNS).map((textOf) => textOf(record))))
  return [csvRecord(Object.keys(COLUMNS)), ...lines].map((line) => line + LINE_END).join('')
}
