import type { Instant } from '../core/calendar/day.js'
import { dayParameter, instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'
import type { Activation, SupportContact } from './subscription-reading.js'
import type { FoundedSubscription, SubscriptionKey } from './subscriptions.js'

/** A subscription that was bought here. */
export interface NewSubscription extends FoundedSubscription {
  readonly partnerOnRecord: string | null
  readonly createdAt: Instant
  readonly activation: Activation
}

export async function insertSubscriptions(session: Session, subscriptions: readonly NewSubscription[]): Promise<void> {
  if (subscriptions.length === 0) return
  await session.query(
    `insert into subscription (partner_id, subscription_id, customer_id, order_id, ordered_on, anchor, friendly_name,
       parent_subscription_id, source_subscription_id, partner_on_record, created_at, activation)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::date[], $7::text[], $8::uuid[],
       $9::uuid[], $10::text[], $11::timestamptz[], $12::text[])`,
    [
      subscriptions.map((subscription) => subscription.partnerId),
      subscriptions.map((subscription) => subscription.subscriptionId),
      subscriptions.map((subscription) => subscription.customerId),
      subscriptions.map((subscription) => subscription.orderId),
      subscriptions.map((subscription) => dayParameter(subscription.orderedOn)),
      subscriptions.map((subscription) => dayParameter(subscription.anchor)),
      subscriptions.map((subscription) => subscription.friendlyName),
      subscriptions.map((subscription) => subscription.parentSubscriptionId),
      subscriptions.map((subscription) => subscription.sourceSubscriptionId),
      subscriptions.map((subscription) => subscription.partnerOnRecord),
      subscriptions.map((subscription) => instantParameter(subscription.createdAt)),
      subscriptions.map((subscription) => subscription.activation),
    ],
  )
}

/** Says that subscriptions have changed, so that what a client read before is stale. */
export async function moveSubscriptionVersions(session: Session, keys: readonly SubscriptionKey[]): Promise<void> {
  if (keys.length === 0) return
  await session.query(
    `update subscription s set version = version + 1
     from unnest($1::uuid[], $2::uuid[]) as k (partner_id, subscription_id)
     where s.partner_id = k.partner_id and s.subscription_id = k.subscription_id`,
    [keys.map((key) => key.partnerId), keys.map((key) => key.subscriptionId)],
  )
}

/** What of a subscription is not in its events; left out: unchanged. */
export interface SubscriptionMarks {
  readonly friendlyName?: string
  readonly partnerOnRecord?: string
  readonly suspensionReasons?: readonly string[]
  readonly supportContact?: SupportContact
  readonly registeredAt?: Instant
}

/** Changes what is not in the events. Whoever does moves the version as well, with this or with the events. */
export async function changeMarks(session: Session, key: SubscriptionKey, marks: SubscriptionMarks): Promise<void> {
  const { friendlyName, partnerOnRecord, suspensionReasons, supportContact, registeredAt } = marks
  await session.query(
    `update subscription
     set friendly_name = coalesce($3, friendly_name), partner_on_record = coalesce($4, partner_on_record),
       suspension_reasons = coalesce($5::text[], suspension_reasons),
       support_contact = coalesce($6::jsonb, support_contact), registered_at = coalesce($7::timestamptz, registered_at)
     where partner_id = $1 and subscription_id = $2`,
    [
      key.partnerId,
      key.subscriptionId,
      friendlyName ?? null,
      partnerOnRecord ?? null,
      suspensionReasons ?? null,
      supportContact === undefined ? null : jsonParameter(supportContact),
      registeredAt === undefined ? null : instantParameter(registeredAt),
    ],
  )
}
