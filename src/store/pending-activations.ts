import type { Day, Instant } from '../core/calendar/day.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import type { SubscriptionKey } from './subscriptions.js'

export type PendingStatus = 'pending' | 'activated' | 'expired' | 'cancelled'

/** A subscription that was ordered and begins when its publisher has confirmed it; until then nothing is charged. */
export interface PendingActivation extends SubscriptionKey {
  readonly customerId: string
  /** What people call the customer. */
  readonly customerName: string
  readonly orderId: string
  readonly availabilityId: string
  readonly quantity: number
  readonly friendlyName: string
  readonly parentSubscriptionId: string | null
  readonly partnerOnRecord: string | null
  readonly createdAt: Instant
  /** First day on which it is given up. */
  readonly expiresOn: Day
  readonly status: PendingStatus
  readonly version: number
}

const SELECT = `select a.partner_id as "partnerId", a.subscription_id as "subscriptionId", a.customer_id as "customerId",
    c.name as "customerName", a.order_id as "orderId", a.availability_id as "availabilityId", a.quantity,
    a.friendly_name as "friendlyName",
    a.parent_subscription_id as "parentSubscriptionId", a.partner_on_record as "partnerOnRecord",
    a.created_at as "createdAt", a.expires_on as "expiresOn", a.status, a.version
  from pending_activation a
  join customer c on c.partner_id = a.partner_id and c.customer_id = a.customer_id`

export async function insertPendingActivation(
  session: Session,
  pending: Omit<PendingActivation, 'customerName'>,
): Promise<void> {
  await session.query(
    `insert into pending_activation (partner_id, subscription_id, customer_id, order_id, availability_id, quantity,
       friendly_name, parent_subscription_id, partner_on_record, created_at, expires_on, status, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      pending.partnerId,
      pending.subscriptionId,
      pending.customerId,
      pending.orderId,
      pending.availabilityId,
      pending.quantity,
      pending.friendlyName,
      pending.parentSubscriptionId,
      pending.partnerOnRecord,
      instantParameter(pending.createdAt),
      dayParameter(pending.expiresOn),
      pending.status,
      pending.version,
    ],
  )
}

/** Which of those of a customer are wanted; all that are given must hold. Activated ones are subscriptions by now. */
export interface PendingFilter {
  readonly orderId?: string | undefined
  readonly partnerOnRecord?: string | undefined
  readonly parentSubscriptionId?: string | undefined
  readonly subscriptionId?: string | undefined
}

/** Those of a customer that are no subscriptions yet or never became any, in the order in which they were ordered. */
export async function listPendingActivations(
  session: Session,
  key: { readonly partnerId: string; readonly customerId: string },
  filter: PendingFilter,
): Promise<PendingActivation[]> {
  const { rows } = await session.query<PendingActivation>(
    `${SELECT}
     where a.partner_id = $1 and a.customer_id = $2 and a.status <> 'activated' and ($3::text is null or a.order_id = $3)
       and ($4::text is null or a.partner_on_record = $4) and ($5::uuid is null or a.parent_subscription_id = $5)
       and ($6::uuid is null or a.subscription_id = $6)
     order by a.subscription_id`,
    [
      key.partnerId,
      key.customerId,
      filter.orderId ?? null,
      filter.partnerOnRecord ?? null,
      filter.parentSubscriptionId ?? null,
      filter.subscriptionId ?? null,
    ],
  )
  return rows
}

/** Those of whatever partner that are no subscriptions yet; all that is given must hold. */
export async function listPendingForOperator(
  session: Session,
  filter: Pick<PendingFilter, 'orderId' | 'partnerOnRecord'> & {
    readonly partnerId?: string | undefined
    readonly customerId?: string | undefined
  },
  limit: number,
): Promise<PendingActivation[]> {
  const { rows } = await session.query<PendingActivation>(
    `${SELECT}
     where a.status = 'pending' and ($1::uuid is null or a.partner_id = $1) and ($2::uuid is null or a.customer_id = $2)
       and ($3::text is null or a.order_id = $3) and ($4::text is null or a.partner_on_record = $4)
     order by a.partner_id, a.subscription_id limit $5`,
    [
      filter.partnerId ?? null,
      filter.customerId ?? null,
      filter.orderId ?? null,
      filter.partnerOnRecord ?? null,
      limit,
    ],
  )
  return rows
}

/** How many of a partner are pending, by what was bought and how much of it. */
export async function countPendingActivations(
  session: Session,
  partnerId: string,
): Promise<{ readonly availabilityId: string; readonly quantity: number; readonly count: number }[]> {
  const { rows } = await session.query<{ availabilityId: string; quantity: number; count: number }>(
    `select availability_id as "availabilityId", quantity, count(*)::integer as count
     from pending_activation where partner_id = $1 and status = 'pending'
     group by availability_id, quantity order by availability_id, quantity`,
    [partnerId],
  )
  return rows
}

/** One of whatever partner, by an id that is unique: for the provider's own operations. */
export async function findPendingActivation(
  session: Session,
  subscriptionId: string,
): Promise<PendingActivation | undefined> {
  const { rows } = await session.query<PendingActivation>(`${SELECT} where a.subscription_id = $1`, [subscriptionId])
  return rows[0]
}

/** Those of a partner that are to be given up by a day, in order of id. */
export async function listExpiredActivations(
  session: Session,
  partnerId: string,
  day: Day,
): Promise<PendingActivation[]> {
  const { rows } = await session.query<PendingActivation>(
    `${SELECT}
     where a.partner_id = $1 and a.status = 'pending' and a.expires_on <= $2 order by a.subscription_id`,
    [partnerId, dayParameter(day)],
  )
  return rows
}

/** Changes one that is still pending; `false` where somebody was faster. */
export async function changePendingActivation(
  session: Session,
  { partnerId, subscriptionId }: SubscriptionKey,
  change: { readonly status?: PendingStatus; readonly friendlyName?: string },
): Promise<boolean> {
  const { rows } = await session.query(
    `update pending_activation
     set status = coalesce($3, status), friendly_name = coalesce($4, friendly_name), version = version + 1
     where partner_id = $1 and subscription_id = $2 and status = 'pending' returning version`,
    [partnerId, subscriptionId, change.status ?? null, change.friendlyName ?? null],
  )
  return rows.length > 0
}
