import type { Operation } from '../core/access/operation.js'
import { type AuditRecord, appendAuditRecords } from '../store/audit-records.js'
import { appendNotices, type Notice } from '../store/notices.js'
import { SYSTEM, type UseCase } from './use-case.js'

/** A change worth a line in the activity log. */
export interface Change {
  readonly partnerId: string
  /** The customer concerned; `null` where it is none. */
  readonly customer: { readonly customerId: string; readonly name: string } | null
  readonly resourceType: string
  /** `undefined` is one of the contract: what was done is then told by `data.action`. */
  readonly operationType: Operation | 'undefined'
  readonly before: object | null
  readonly after: object | null
  readonly data?: Readonly<Record<string, string>> & { readonly action?: Operation }
  /** What subscribers of webhooks are told besides. */
  readonly notice?: { readonly eventName: string; readonly resourceUri: string; readonly resourceName: string }
}

/**
 * Records a change in the activity log, and the notice that goes with it, in the caller's transaction. What a reseller
 * does for a customer of its provider stands in both logs, so that each account's log is whole by itself.
 */
export function recordChange(context: UseCase, change: Change): Promise<void> {
  return recordChanges(context, [change])
}

/** Like `recordChange`, for changes that were made together. */
export async function recordChanges(context: UseCase, changes: readonly Change[]): Promise<void> {
  const { session, now, scope } = context
  const records: AuditRecord[] = []
  const notices: Notice[] = []
  for (const change of changes) {
    const { partnerId, notice } = change
    const record = recordOf(context, change)
    records.push(record)
    if (scope.resellerMpnId !== null && scope.accountId !== partnerId) {
      records.push({ ...record, partnerId: scope.accountId, auditRecordId: context.newId() })
    }
    if (notice === undefined) continue
    const { auditRecordId } = record
    notices.push({ ...notice, partnerId, noticeId: context.newId(), auditRecordId, occurredAt: now })
  }
  await appendAuditRecords(session, records)
  await appendNotices(session, notices)
}

function recordOf({ actor, now, newId, correlationId }: UseCase, change: Change): AuditRecord {
  return {
    partnerId: change.partnerId,
    auditRecordId: newId(),
    customerId: change.customer?.customerId ?? null,
    customerName: change.customer?.name ?? null,
    userPrincipalName: actor.kind === 'user' ? actor.name : null,
    applicationId: actor.applicationId,
    resourceType: change.resourceType,
    operationType: change.operationType,
    operationStatus: 'succeeded',
    occurredAt: now,
    correlationId,
    oldValue: change.before,
    newValue: change.after,
    data: { ...change.data, ...(actor.kind === 'system' && actor.name !== SYSTEM ? { actor: actor.name } : {}) },
  }
}
