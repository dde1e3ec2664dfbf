import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** One change, and who made it. Values hold no secrets. */
export interface AuditRecord {
  readonly partnerId: string
  readonly auditRecordId: string
  readonly customerId: string | null
  readonly customerName: string | null
  readonly userPrincipalName: string | null
  readonly applicationId: string | null
  /** A word of the contract, such as `subscription`. */
  readonly resourceType: string
  /** A word of the contract, such as `update_subscription`. */
  readonly operationType: string
  readonly operationStatus: 'succeeded' | 'failed' | 'progress' | 'decline'
  readonly occurredAt: Instant
  readonly correlationId: string
  readonly oldValue: object | null
  readonly newValue: object | null
  /** Further facts, shown as keys and values. */
  readonly data: Readonly<Record<string, string>>
}

/** Appends records, in the transaction of the changes. */
export async function appendAuditRecords(session: Session, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return
  const json = (value: object | null) => (value === null ? null : jsonParameter(value))
  await session.query(
    `insert into audit_record (partner_id, audit_record_id, customer_id, customer_name, user_principal_name,
       application_id, resource_type, operation_type, operation_status, occurred_at, correlation_id, old_value, new_value,
       data)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::timestamptz[], $11::text[], $12::jsonb[], $13::jsonb[], $14::jsonb[])`,
    [
      records.map((record) => record.partnerId),
      records.map((record) => record.auditRecordId),
      records.map((record) => record.customerId),
      records.map((record) => record.customerName),
      records.map((record) => record.userPrincipalName),
      records.map((record) => record.applicationId),
      records.map((record) => record.resourceType),
      records.map((record) => record.operationType),
      records.map((record) => record.operationStatus),
      records.map((record) => instantParameter(record.occurredAt)),
      records.map((record) => record.correlationId),
      records.map((record) => json(record.oldValue)),
      records.map((record) => json(record.newValue)),
      records.map((record) => jsonParameter(record.data)),
    ],
  )
}

/** Which records are wanted; all that are given must hold. */
export interface AuditFilter {
  /** `null` for every account. */
  readonly partnerId: string | null
  readonly from: Instant
  /** The first instant after the period. */
  readonly to: Instant
  readonly customerId?: string | undefined
  /** Part of the customer's name, in any case. */
  readonly customerName?: string | undefined
  /** Its word, in any case, with or without underscores. */
  readonly resourceType?: string | undefined
  /** The record after which to go on. */
  readonly after?: { readonly occurredAt: Instant; readonly auditRecordId: string } | undefined
  readonly limit: number
}

const SELECT = `select partner_id as "partnerId", audit_record_id as "auditRecordId", customer_id as "customerId",
    customer_name as "customerName", user_principal_name as "userPrincipalName", application_id as "applicationId",
    resource_type as "resourceType", operation_type as "operationType", operation_status as "operationStatus",
    occurred_at as "occurredAt", correlation_id as "correlationId", old_value as "oldValue", new_value as "newValue", data
  from audit_record`

/** Records, newest first. */
export async function listAuditRecords(session: Session, filter: AuditFilter): Promise<AuditRecord[]> {
  const { after } = filter
  // Named apart, so that each has a plan of its own: one account's by its index of time, everybody's by the other.
  const whose = filter.partnerId === null ? '$1::uuid is null' : 'partner_id = $1'
  const { rows } = await session.query<AuditRecord>(
    `${SELECT}
     where ${whose} and occurred_at >= $2 and occurred_at < $3
       and ($4::uuid is null or customer_id = $4)
       and ($5::text is null or position(lower($5) in lower(customer_name)) > 0)
       and ($6::text is null or replace(resource_type, '_', '') = replace(lower($6), '_', ''))
       and ($7::timestamptz is null or (occurred_at, audit_record_id) < ($7, $8::uuid))
     order by occurred_at desc, audit_record_id desc limit $9`,
    [
      ...[filter.partnerId, instantParameter(filter.from), instantParameter(filter.to), filter.customerId ?? null],
      ...[filter.customerName ?? null, filter.resourceType ?? null],
      ...[after === undefined ? null : instantParameter(after.occurredAt), after?.auditRecordId ?? null, filter.limit],
    ],
  )
  return rows
}

/** One record of an account. */
export async function findAuditRecord(
  session: Session,
  partnerId: string,
  auditRecordId: string,
): Promise<AuditRecord | undefined> {
  const { rows } = await session.query<AuditRecord>(`${SELECT} where partner_id = $1 and audit_record_id = $2`, [
    partnerId,
    auditRecordId,
  ])
  return rows[0]
}
