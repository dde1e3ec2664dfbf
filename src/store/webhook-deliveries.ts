import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

export type DeliveryStatus = 'pending' | 'delivered' | 'parked'

/** What is told, without the addresses of this system, which are put in when it is sent. */
export interface StoredEvent {
  readonly resourceUri: string
  readonly resourceName: string
  readonly auditRecordId: string | null
  readonly occurredAt: Instant
}

/** One notice for one registration. */
export interface WebhookDelivery {
  readonly partnerId: string
  readonly deliveryId: string
  readonly registrationId: string
  /** The notice it tells; of a test event, the delivery itself. */
  readonly eventId: string
  readonly eventName: string
  readonly url: string
  readonly event: StoredEvent
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly createdAt: Instant
  readonly finishedAt: Instant | null
}

export interface DeliveryKey {
  readonly partnerId: string
  readonly deliveryId: string
}

/** One attempt at a delivery. */
export interface DeliveryAttempt {
  readonly attemptNumber: number
  readonly attemptedAt: Instant
  readonly durationMilliseconds: number
  readonly responseStatus: number | null
  /** Why it does not count; `null` for success. */
  readonly failure: string | null
  readonly responseExcerpt: string
}

const COLUMNS = `partner_id as "partnerId", delivery_id as "deliveryId", registration_id as "registrationId",
  event_id as "eventId", event_name as "eventName", url, event, status, attempts, created_at as "createdAt",
  finished_at as "finishedAt"`

/** Inserts deliveries that wait to be queued; one that exists for its registration and event is left alone. */
export async function insertDeliveries(
  session: Session,
  deliveries: readonly Omit<WebhookDelivery, 'status' | 'attempts' | 'finishedAt'>[],
): Promise<void> {
  if (deliveries.length === 0) return
  await session.query(
    `insert into webhook_delivery (partner_id, delivery_id, registration_id, event_id, event_name, url, event, created_at,
       status)
     select v.*, 'pending' from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::jsonb[],
       $8::timestamptz[]) as v
     on conflict (partner_id, registration_id, event_id) do nothing`,
    [
      deliveries.map((delivery) => delivery.partnerId),
      deliveries.map((delivery) => delivery.deliveryId),
      deliveries.map((delivery) => delivery.registrationId),
      deliveries.map((delivery) => delivery.eventId),
      deliveries.map((delivery) => delivery.eventName),
      deliveries.map((delivery) => delivery.url),
      deliveries.map((delivery) => jsonParameter(delivery.event)),
      deliveries.map((delivery) => instantParameter(delivery.createdAt)),
    ],
  )
}

/** Partners with something to dispatch: notices nobody has looked at, or deliveries that are not in the queue yet. */
export async function listPartnersToDispatch(session: Session, limit: number): Promise<string[]> {
  const { rows } = await session.query<{ partnerId: string }>(
    `select partner_id as "partnerId" from notice where dispatched_at is null
     union select partner_id from webhook_delivery where queued_at is null
     limit $1`,
    [limit],
  )
  return rows.map((row) => row.partnerId)
}

/** Takes deliveries of a partner that are not in the queue yet; other workers pass them by until the transaction ends. */
export async function claimUnqueued(session: Session, partnerId: string, limit: number): Promise<DeliveryKey[]> {
  const { rows } = await session.query<DeliveryKey>(
    `select partner_id as "partnerId", delivery_id as "deliveryId" from webhook_delivery
     where partner_id = $1 and queued_at is null order by delivery_id limit $2 for update skip locked`,
    [partnerId, limit],
  )
  return rows
}

/** Notes that deliveries are in the queue, in the transaction that put them there. */
export async function markQueued(
  session: Session,
  partnerId: string,
  deliveryIds: readonly string[],
  now: Instant,
): Promise<void> {
  await session.query(
    'update webhook_delivery set queued_at = $3 where partner_id = $1 and delivery_id = any($2::uuid[])',
    [partnerId, deliveryIds, instantParameter(now)],
  )
}

/** A delivery, or `undefined`. */
export async function findDelivery(session: Session, key: DeliveryKey): Promise<WebhookDelivery | undefined> {
  const { rows } = await session.query<WebhookDelivery>(
    `select ${COLUMNS} from webhook_delivery where partner_id = $1 and delivery_id = $2`,
    [key.partnerId, key.deliveryId],
  )
  return rows[0]
}

/**
 * Writes an attempt into the log and brings the delivery up to date. `undefined`, and nothing is written, where somebody
 * else has finished it or it is gone.
 */
export async function recordAttempt(
  session: Session,
  key: DeliveryKey,
  attempt: Omit<DeliveryAttempt, 'attemptNumber'>,
  mostAttempts: number,
  now: Instant,
): Promise<DeliveryStatus | undefined> {
  const { rows } = await session.query<{ attempts: number; status: DeliveryStatus }>(
    `update webhook_delivery
     set attempts = attempts + 1,
       status = case when $3 then 'delivered' when attempts + 1 >= $4 then 'parked' else 'pending' end,
       finished_at = case when $3 or attempts + 1 >= $4 then $5::timestamptz end
     where partner_id = $1 and delivery_id = $2 and status = 'pending'
     returning attempts, status`,
    [key.partnerId, key.deliveryId, attempt.failure === null, mostAttempts, instantParameter(now)],
  )
  const delivery = rows[0]
  if (delivery === undefined) return undefined
  await session.query(
    `insert into webhook_attempt (partner_id, delivery_id, attempt_number, attempted_at, duration_milliseconds,
       response_status, failure, response_excerpt)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      key.partnerId,
      key.deliveryId,
      delivery.attempts,
      instantParameter(attempt.attemptedAt),
      attempt.durationMilliseconds,
      attempt.responseStatus,
      attempt.failure,
      attempt.responseExcerpt,
    ],
  )
  return delivery.status
}

/** Attempts at deliveries, by delivery, oldest first. */
export async function listAttempts(
  session: Session,
  partnerId: string,
  deliveryIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DeliveryAttempt[]>> {
  const { rows } = await session.query<DeliveryAttempt & { deliveryId: string }>(
    `select delivery_id as "deliveryId", attempt_number as "attemptNumber", attempted_at as "attemptedAt",
       duration_milliseconds as "durationMilliseconds", response_status as "responseStatus", failure,
       response_excerpt as "responseExcerpt"
     from webhook_attempt where partner_id = $1 and delivery_id = any($2::uuid[]) order by delivery_id, attempt_number`,
    [partnerId, deliveryIds],
  )
  const attempts = new Map<string, DeliveryAttempt[]>()
  for (const { deliveryId, ...attempt } of rows) {
    const known = attempts.get(deliveryId)
    if (known === undefined) attempts.set(deliveryId, [attempt])
    else known.push(attempt)
  }
  return attempts
}

/** Deliveries of a registration, newest first, with how many there are. */
export async function listDeliveries(
  session: Session,
  key: { readonly partnerId: string; readonly registrationId: string },
  page: { readonly status: DeliveryStatus | null; readonly size: number; readonly offset: number },
): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly totalCount: number }> {
  const where = 'partner_id = $1 and registration_id = $2 and ($3::text is null or status = $3)'
  const { rows } = await session.query<WebhookDelivery>(
    `select ${COLUMNS} from webhook_delivery where ${where}
     order by created_at desc, delivery_id desc limit $4 offset $5`,
    [key.partnerId, key.registrationId, page.status, page.size, page.offset],
  )
  const counted = await session.query<{ count: bigint }>(
    `select count(*) as count from webhook_delivery where ${where}`,
    [key.partnerId, key.registrationId, page.status],
  )
  return { deliveries: rows, totalCount: Number(counted.rows[0]!.count) }
}

/** When the latest deliveries of an event to a registration were made since an instant, oldest first. */
export async function listDeliveryTimes(
  session: Session,
  key: { readonly partnerId: string; readonly registrationId: string; readonly eventName: string },
  since: Instant,
): Promise<Instant[]> {
  const { rows } = await session.query<{ createdAt: Instant }>(
    `select created_at as "createdAt" from webhook_delivery
     where partner_id = $1 and registration_id = $2 and event_name = $3 and created_at > $4 order by created_at`,
    [key.partnerId, key.registrationId, key.eventName, instantParameter(since)],
  )
  return rows.map((row) => row.createdAt)
}

/** Deletes finished deliveries and dispatched notices made before an instant; gives how many rows. */
export async function forgetDeliveries(session: Session, before: Instant): Promise<number> {
  const deliveries = await session.query(`delete from webhook_delivery where status <> 'pending' and created_at < $1`, [
    instantParameter(before),
  ])
  const notices = await session.query('delete from notice where dispatched_at < $1', [instantParameter(before)])
  return deliveries.rowCount + notices.rowCount
}
