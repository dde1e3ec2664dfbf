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

/** Appends a record, in the transaction of the change. */
export async function appendAuditRecord(session: Session, record: AuditRecord): Promise<void> {
  await session.query(
    `insert into audit_record (partner_id, audit_record_id, customer_id, customer_name, user_principal_name,
       application_id, resource_type, operation_type, operation_status, occurred_at, correlation_id, old_value, new_value,
       data)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      record.partnerId,
      record.auditRecordId,
      record.customerId,
      record.customerName,
      record.userPrincipalName,
      record.applicationId,
      record.resourceType,
      record.operationType,
      record.operationStatus,
      instantParameter(record.occurredAt),
      record.correlationId,
      record.oldValue === null ? null : jsonParameter(record.oldValue),
      record.newValue === null ? null : jsonParameter(record.newValue),
      jsonParameter(record.data),
    ],
  )
}
