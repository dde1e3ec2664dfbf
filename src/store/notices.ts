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

/** Appends notices, in the transaction of what they tell. */
export async function appendNotices(session: Session, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return
  await session.query(
    `insert into notice (partner_id, notice_id, event_name, resource_uri, resource_name, audit_record_id, occurred_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::timestamptz[])`,
    [
      notices.map((notice) => notice.partnerId),
      notices.map((notice) => notice.noticeId),
      notices.map((notice) => notice.eventName),
      notices.map((notice) => notice.resourceUri),
      notices.map((notice) => notice.resourceName),
      notices.map((notice) => notice.auditRecordId),
      notices.map((notice) => instantParameter(notice.occurredAt)),
    ],
  )
}

/** Takes notices of a partner that nobody has dispatched; other workers pass them by until the transaction ends. */
export async function claimNotices(session: Session, partnerId: string, limit: number): Promise<Notice[]> {
  const { rows } = await session.query<Notice>(
    `select partner_id as "partnerId", notice_id as "noticeId", event_name as "eventName",
       resource_uri as "resourceUri", resource_name as "resourceName", audit_record_id as "auditRecordId",
       occurred_at as "occurredAt"
     from notice where partner_id = $1 and dispatched_at is null order by notice_id limit $2 for update skip locked`,
    [partnerId, limit],
  )
  return rows
}

/** Notes that notices have become deliveries, in the transaction that made them. */
export async function markDispatched(
  session: Session,
  partnerId: string,
  noticeIds: readonly string[],
  now: Instant,
): Promise<void> {
  await session.query('update notice set dispatched_at = $3 where partner_id = $1 and notice_id = any($2::uuid[])', [
    partnerId,
    noticeIds,
    instantParameter(now),
  ])
}
