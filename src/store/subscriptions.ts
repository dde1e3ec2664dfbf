import type { Day, Instant } from '../core/calendar/day.js'
import type { SubscriptionEvent } from '../core/subscription/event.js'
import type { BinaryRowWriter } from './binary-copy.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'
import { EVENT_TYPES } from './numbers.js'

/** What names a subscription. */
export interface SubscriptionKey {
  readonly partnerId: string
  readonly subscriptionId: string
}

/** What a subscription was founded with; what happens to it since is in its events. */
export interface FoundedSubscription extends SubscriptionKey {
  readonly customerId: string
  readonly orderId: string
  readonly orderedOn: Day
  /** The day its terms were counted from when it was founded. */
  readonly anchor: Day
  readonly friendlyName: string
  /** The base subscription of an add-on. */
  readonly parentSubscriptionId: string | null
  /** The subscription whose licenses were moved here. */
  readonly sourceSubscriptionId: string | null
}

/** A stored subscription with its history. */
export interface SubscriptionHistory {
  readonly founded: FoundedSubscription
  readonly events: readonly {
    readonly event: SubscriptionEvent
    readonly actor: string
    readonly recordedAt: Instant
  }[]
}

/** A subscription's key as one text. */
export function subscriptionKeyOf({ partnerId, subscriptionId }: SubscriptionKey): string {
  return `${partnerId}/${subscriptionId}`
}

/** Columns of `subscription` in the order in which rows are written. */
export const SUBSCRIPTION_COLUMNS = `partner_id, subscription_id, customer_id, order_id, ordered_on, anchor, friendly_name,
  parent_subscription_id, source_subscription_id`

/** Appends one row for `copy subscription (SUBSCRIPTION_COLUMNS) from stdin`. Ids are the 16 bytes of a UUID. */
export function putSubscription(
  writer: BinaryRowWriter,
  partnerId: Uint8Array,
  subscriptionId: Uint8Array,
  founded: FoundedSubscription,
): void {
  writer.row(9)
  writer.uuidBytes(partnerId)
  writer.uuidBytes(subscriptionId)
  writer.uuid(founded.customerId)
  writer.text(founded.orderId)
  writer.day(founded.orderedOn)
  writer.day(founded.anchor)
  writer.text(founded.friendlyName)
  if (founded.parentSubscriptionId === null) writer.null()
  else writer.uuid(founded.parentSubscriptionId)
  if (founded.sourceSubscriptionId === null) writer.null()
  else writer.uuid(founded.sourceSubscriptionId)
}

const KEYS = 'unnest($1::uuid[], $2::uuid[]) as k (partner_id, subscription_id)'

function keyParameters(keys: readonly SubscriptionKey[]): [string[], string[]] {
  return [keys.map((key) => key.partnerId), keys.map((key) => key.subscriptionId)]
}

/** Those of these subscriptions that exist. */
export async function findSubscriptionKeys(
  session: Session,
  keys: readonly SubscriptionKey[],
): Promise<SubscriptionKey[]> {
  const { rows } = await session.query<SubscriptionKey>(
    `select s.partner_id as "partnerId", s.subscription_id as "subscriptionId"
     from ${KEYS} join subscription s on s.partner_id = k.partner_id and s.subscription_id = k.subscription_id`,
    keyParameters(keys),
  )
  return rows
}

/** Subscriptions with all their events, by key. */
export async function loadHistories(
  session: Session,
  keys: readonly SubscriptionKey[],
): Promise<ReadonlyMap<string, SubscriptionHistory>> {
  if (keys.length === 0) return new Map()
  const founded = await session.query<FoundedSubscription>(
    `select s.partner_id as "partnerId", s.subscription_id as "subscriptionId", s.customer_id as "customerId",
       s.order_id as "orderId", s.ordered_on as "orderedOn", s.anchor, s.friendly_name as "friendlyName",
       s.parent_subscription_id as "parentSubscriptionId", s.source_subscription_id as "sourceSubscriptionId"
     from ${KEYS} join subscription s on s.partner_id = k.partner_id and s.subscription_id = k.subscription_id`,
    keyParameters(keys),
  )
  const { rows } = await session.query<
    SubscriptionKey & { type: number; at: Instant; recordedAt: Instant; actor: string; data: object }
  >(
    `select e.partner_id as "partnerId", e.subscription_id as "subscriptionId", e.type, e.occurred_at as at,
       e.recorded_at as "recordedAt", e.actor, e.data
     from ${KEYS}
     join subscription_event e on e.partner_id = k.partner_id and e.subscription_id = k.subscription_id
     order by e.partner_id, e.subscription_id, e.event_number`,
    keyParameters(keys),
  )
  const events = new Map<string, SubscriptionHistory['events'][number][]>()
  for (const row of rows) {
    const { type, at, recordedAt, actor, data } = row
    const entry = { event: { type: EVENT_TYPES.wordOf(type), at, ...data } as SubscriptionEvent, actor, recordedAt }
    const list = events.get(subscriptionKeyOf(row))
    if (list === undefined) events.set(subscriptionKeyOf(row), [entry])
    else list.push(entry)
  }
  return new Map(
    founded.rows.map((row) => [
      subscriptionKeyOf(row),
      { founded: row, events: events.get(subscriptionKeyOf(row)) ?? [] },
    ]),
  )
}

/** Whether one of these subscriptions was recorded at `recordedAt`, by whatever partner. */
export async function wereRecordedAt(
  session: Session,
  keys: readonly SubscriptionKey[],
  recordedAt: Instant,
): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<SubscriptionKey>(
    `select e.partner_id as "partnerId", e.subscription_id as "subscriptionId"
     from ${KEYS}
     join subscription_event e on e.partner_id = k.partner_id and e.subscription_id = k.subscription_id
       and e.event_number = 1
     where e.recorded_at = $3`,
    [...keyParameters(keys), instantParameter(recordedAt)],
  )
  return new Set(rows.map(subscriptionKeyOf))
}

/**
 * Keeps billing runs from starting, and from moving on, until the transaction ends: what they read of partners must not
 * change while subscriptions with a history are written.
 */
export async function holdBillingRuns(session: Session): Promise<void> {
  await session.execute('lock table billing_run in share mode')
}
