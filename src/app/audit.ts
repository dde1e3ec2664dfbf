import { type AuditRecord, appendAuditRecord } from '../store/audit-records.js'
import { appendNotice } from '../store/notices.js'
import type { UseCase } from './use-case.js'

/** A change worth a line in the activity log. */
export interface Change {
  readonly partnerId: string
  /** The customer concerned; `null` where it is none. */
  readonly customer: { readonly customerId: string; readonly name: string } | null
  readonly resourceType: string
  readonly operationType: string
  readonly before: object | null
  readonly after: object | null
  readonly data?: Readonly<Record<string, string>>
  /** What subscribers of webhooks are told besides. */
  readonly notice?: { readonly eventName: string; readonly resourceUri: string; readonly resourceName: string }
}

/**
 * Records a change in the activity log, and the notice that goes with it, in the caller's transaction. What a reseller
 * does for a customer of its provider stands in both logs, so that each account's log is whole by itself.
 */
export async function recordChange(context: UseCase, change: Change): Promise<void> {
  const { actor, now, scope } = context
  const auditRecordId = context.newId()
  const record: AuditRecord = {
    partnerId: change.partnerId,
    auditRecordId,
    customerId: change.customer?.customerId ?? null,
    customerName: change.customer?.name ?? null,
    userPrincipalName: actor.kind === 'user' ? actor.name : null,
    applicationId: actor.applicationId,
    resourceType: change.resourceType,
    operationType: change.operationType,
    operationStatus: 'succeeded',
    occurredAt: now,
    correlationId: context.correlationId,
    oldValue: change.before,
    newValue: change.after,
    data: change.data ?? {},
  }
  await appendAuditRecord(context.session, record)
  if (scope.resellerMpnId !== null && scope.accountId !== change.partnerId) {
    const copy = { ...record, partnerId: scope.accountId, auditRecordId: context.newId() }
    await appendAuditRecord(context.session, copy)
  }
  if (change.notice === undefined) return
  const { partnerId, notice } = change
  await appendNotice(context.session, {
    ...notice,
    partnerId,
    noticeId: context.newId(),
    auditRecordId,
    occurredAt: now,
  })
}
