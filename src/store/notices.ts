import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** Something subscribers of webhooks are to be told. */
export interface Notice {
  readonly partnerId: string
  readonly noticeId: string
  /** A name of the contract, such as `subscription-updated`. */
  readonly eventName: string
  /** Path of the resource without host and version, such as `/customers/.../subscriptions/...`. */
  readonly resourceUri: string
  readonly resourceName: string
  readonly auditRecordId: string | null
  readonly occurredAt: Instant
}

/** Appends a notice, in the transaction of what it tells. */
export async function appendNotice(session: Session, notice: Notice): Promise<void> {
  await session.query(
    `insert into notice (partner_id, notice_id, event_name, resource_uri, resource_name, audit_record_id, occurred_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      notice.partnerId,
      notice.noticeId,
      notice.eventName,
      notice.resourceUri,
      notice.resourceName,
      notice.auditRecordId,
      instantParameter(notice.occurredAt),
    ],
  )
}
