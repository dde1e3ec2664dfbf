import type { Day, Instant } from '../core/calendar/day.js'
import type { BaseCatalog } from '../core/catalog/availability.js'
import type { Subscription, SubscriptionStatus } from '../core/subscription/subscription.js'
import { STATE_ROW, type StateRow, stateOfRow } from './charging-states.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import { STATUSES } from './numbers.js'
import type { FoundedSubscription, SubscriptionKey } from './subscriptions.js'

export type Activation = 'not-needed' | 'pending' | 'active'

/** A subscription as it is stored: how it was founded, what it carries, and the snapshot of its charging state. */
export interface StoredSubscription extends FoundedSubscription {
  /** Network id of the reseller it was sold through. */
  readonly partnerOnRecord: string | null
  /** `null` for one that was imported. */
  readonly createdAt: Instant | null
  readonly version: number
  readonly supportContact: SupportContact | null
  readonly activation: Activation
  readonly suspensionReasons: readonly string[]
  /** When it was registered for reservations. */
  readonly registeredAt: Instant | null
  /** As of its last change or billing; `advance` takes it to a later day. */
  readonly state: Subscription
  /** Everything up to this day has been charged: its partner's day, or its own while it is in quarantine. */
  readonly chargedThrough: Day
}

export interface SupportContact {
  readonly supportTenantId: string
  readonly supportMpnId: string
  readonly name: string
}

type Row = StateRow &
  FoundedSubscription & {
    partnerOnRecord: string | null
    createdAt: Instant | null
    version: number
    supportContact: SupportContact | null
    activation: Activation
    suspensionReasons: string[]
    registeredAt: Instant | null
    chargedThrough: Day
  }

const SELECT = `select s.partner_id as "partnerId", s.subscription_id as "subscriptionId", s.customer_id as "customerId",
    s.order_id as "orderId", s.ordered_on as "orderedOn", s.anchor, s.friendly_name as "friendlyName",
    s.parent_subscription_id as "parentSubscriptionId", s.source_subscription_id as "sourceSubscriptionId",
    s.partner_on_record as "partnerOnRecord", s.created_at as "createdAt", s.version,
    s.support_contact as "supportContact", s.activation, s.suspension_reasons as "suspensionReasons",
    s.registered_at as "registeredAt",
    coalesce(q.charged_through, p.charged_through) as "chargedThrough", ${STATE_ROW}
  from subscription s
  join charging_state t on t.partner_id = s.partner_id and t.subscription_id = s.subscription_id
  join partner p on p.partner_id = s.partner_id
  left join quarantine q on q.partner_id = s.partner_id and q.subscription_id = s.subscription_id`

/** Which subscriptions of a customer are wanted; all that are given must hold. */
export interface SubscriptionFilter {
  readonly orderId?: string | undefined
  readonly partnerOnRecord?: string | undefined
  readonly parentSubscriptionId?: string | undefined
}

/** The subscriptions of a customer, in the order in which they were founded. */
export async function listSubscriptions(
  session: Session,
  key: { readonly partnerId: string; readonly customerId: string },
  filter: SubscriptionFilter,
  catalog: BaseCatalog,
): Promise<StoredSubscription[]> {
  const { rows } = await session.query<Row>(
    `${SELECT}
     where s.partner_id = $1 and s.customer_id = $2 and ($3::text is null or s.order_id = $3)
       and ($4::text is null or s.partner_on_record = $4) and ($5::uuid is null or s.parent_subscription_id = $5)
     order by s.partner_id, s.customer_id, s.subscription_id`,
    [
      key.partnerId,
      key.customerId,
      filter.orderId ?? null,
      filter.partnerOnRecord ?? null,
      filter.parentSubscriptionId ?? null,
    ],
  )
  return rows.map((row) => subscriptionOf(row, catalog))
}

/** One subscription of a customer, or `undefined`. */
export async function findSubscription(
  session: Session,
  key: { readonly partnerId: string; readonly customerId: string; readonly subscriptionId: string },
  catalog: BaseCatalog,
): Promise<StoredSubscription | undefined> {
  const { rows } = await session.query<Row>(
    `${SELECT} where s.partner_id = $1 and s.subscription_id = $2 and s.customer_id = $3`,
    [key.partnerId, key.subscriptionId, key.customerId],
  )
  return rows[0] === undefined ? undefined : subscriptionOf(rows[0], catalog)
}

/** A subscription with its base and every add-on of that base, in the order in which they were founded. */
export async function listFamily(
  session: Session,
  key: { readonly partnerId: string; readonly subscriptionId: string },
  catalog: BaseCatalog,
): Promise<StoredSubscription[]> {
  const { rows } = await session.query<Row>(
    `with base as (
       select coalesce(parent_subscription_id, subscription_id) as base_id from subscription
       where partner_id = $1 and subscription_id = $2
     )
     ${SELECT}
     where s.partner_id = $1
       and (s.subscription_id = (select base_id from base) or s.parent_subscription_id = (select base_id from base))
     order by s.subscription_id`,
    [key.partnerId, key.subscriptionId],
  )
  return rows.map((row) => subscriptionOf(row, catalog))
}

/** Whose a subscription is, also one that waits for its activation, by an id that is unique; `undefined` for none. */
export async function findOwner(
  session: Session,
  subscriptionId: string,
): Promise<{ readonly partnerId: string; readonly customerId: string } | undefined> {
  const { rows } = await session.query<{ partnerId: string; customerId: string }>(
    `select partner_id as "partnerId", customer_id as "customerId" from subscription where subscription_id = $1
     union all
     select partner_id, customer_id from pending_activation where subscription_id = $1 limit 1`,
    [subscriptionId],
  )
  return rows[0]
}

/** Which subscriptions of whatever partner an operator wants; all that are given must hold. */
export interface OperatorFilter {
  readonly partnerId?: string | undefined
  readonly customerId?: string | undefined
  readonly orderId?: string | undefined
  /** Network id of the reseller they were sold through. */
  readonly partnerOnRecord?: string | undefined
}

/** A part of them, partner by partner, in the order in which they were founded. Stored states are snapshots. */
export async function listSubscriptionsForOperator(
  session: Session,
  filter: OperatorFilter & { readonly storedStatuses?: readonly SubscriptionStatus[] | undefined },
  page: { readonly after: SubscriptionKey | undefined; readonly limit: number },
  catalog: BaseCatalog,
): Promise<StoredSubscription[]> {
  const { rows } = await session.query<Row>(
    `${SELECT}
     where ($1::uuid is null or s.partner_id = $1) and ($2::uuid is null or s.customer_id = $2)
       and ($3::text is null or s.order_id = $3) and ($4::text is null or s.partner_on_record = $4)
       and ($5::smallint[] is null or t.status = any($5))
       and ($6::uuid is null or (s.partner_id, s.subscription_id) > ($6, $7::uuid))
     order by s.partner_id, s.subscription_id limit $8`,
    [
      filter.partnerId ?? null,
      filter.customerId ?? null,
      filter.orderId ?? null,
      filter.partnerOnRecord ?? null,
      filter.storedStatuses?.map((status) => STATUSES.numberOf(status)) ?? null,
      page.after?.partnerId ?? null,
      page.after?.subscriptionId ?? null,
      page.limit,
    ],
  )
  return rows.map((row) => subscriptionOf(row, catalog))
}

/** Subscriptions of a partner whose state may change by itself up to a day, in order of id. */
export async function listDueSubscriptions(
  session: Session,
  partnerId: string,
  until: Day,
  catalog: BaseCatalog,
): Promise<StoredSubscription[]> {
  const { rows } = await session.query<Row>(`${SELECT} where s.partner_id = $1 and t.due_on <= $2 order by 2`, [
    partnerId,
    dayParameter(until),
  ])
  return rows.map((row) => subscriptionOf(row, catalog))
}

/**
 * Subscriptions of a partner with quantity changes that wait for their settlement, as they are stored.
 * @param loadCatalog asked only where there are any
 */
export async function listSettling(
  session: Session,
  partnerId: string,
  loadCatalog: () => Promise<BaseCatalog>,
): Promise<StoredSubscription[]> {
  const { rows } = await session.query<Row>(`${SELECT} where t.partner_id = $1 and t.settle_on is not null`, [
    partnerId,
  ])
  if (rows.length === 0) return []
  const catalog = await loadCatalog()
  return rows.map((row) => subscriptionOf(row, catalog))
}

function subscriptionOf(row: Row, catalog: BaseCatalog): StoredSubscription {
  return {
    partnerId: row.partnerId,
    subscriptionId: row.subscriptionId,
    customerId: row.customerId,
    orderId: row.orderId,
    orderedOn: row.orderedOn,
    anchor: row.anchor,
    friendlyName: row.friendlyName,
    parentSubscriptionId: row.parentSubscriptionId,
    sourceSubscriptionId: row.sourceSubscriptionId,
    partnerOnRecord: row.partnerOnRecord,
    createdAt: row.createdAt,
    version: row.version,
    supportContact: row.supportContact,
    activation: row.activation,
    suspensionReasons: row.suspensionReasons,
    registeredAt: row.registeredAt,
    state: stateOfRow(row, catalog),
    chargedThrough: row.chargedThrough,
  }
}
