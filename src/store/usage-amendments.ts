import type { Instant } from '../core/calendar/day.js'
import type { Session } from './database.js'

const EFFECTIVE = `e.quantity + coalesce((
    select sum(a.quantity) from usage_event a where a.partner_id = e.partner_id and a.amends = e.event_id), 0)`

/** An event as one that would change it needs to know it; ids are UUIDs. */
export interface AmendableEvent {
  readonly key: string
  /** The id it was reported under. */
  readonly id: string
  readonly occurredAt: Instant
  /** The event it amends itself, as that was reported. */
  readonly amends: string | null
}

/** Those of these events that exist. */
export async function findAmendableEvents(
  session: Session,
  partnerId: string,
  keys: readonly string[],
): Promise<AmendableEvent[]> {
  const { rows } = await session.query<AmendableEvent>(
    `select e.event_id as key, coalesce(e.event_name, e.event_id::text) as id, e.occurred_at as "occurredAt",
       coalesce(o.event_name, o.event_id::text) as amends
     from usage_event e left join usage_event o on o.partner_id = e.partner_id and o.event_id = e.amends
     where e.partner_id = $1 and e.event_id = any($2::uuid[])`,
    [partnerId, keys],
  )
  return rows
}

/** An event that says of another one what its quantity was. Keys are UUIDs. */
export interface Amendment {
  readonly key: string
  readonly name: string | null
  readonly amends: string
  readonly quantity: string
}

/** Those of these amendments whose ids were there before, and whether they said the same then. */
export async function findKnownAmendments(
  session: Session,
  partnerId: string,
  amendments: readonly Amendment[],
): Promise<{ readonly key: string; readonly same: boolean }[]> {
  // What an amendment said is what the event came to right after it: of one batch, an event has one at most.
  const { rows } = await session.query<{ key: string; same: boolean }>(
    `select e.event_id as key, e.amends is not distinct from k.amends and k.quantity = o.quantity + (
       select sum(a.quantity) from usage_event a
       where a.partner_id = e.partner_id and a.amends = e.amends and a.batch_number <= e.batch_number) as same
     from unnest($2::uuid[], $3::uuid[], $4::numeric[]) as k (event_id, amends, quantity)
     join usage_event e on e.partner_id = $1 and e.event_id = k.event_id
     left join usage_event o on o.partner_id = e.partner_id and o.event_id = e.amends`,
    parametersOf(partnerId, amendments),
  )
  return rows.map(({ key, same }) => ({ key, same: same === true }))
}

/** Appends amendments of different events as what they change. Nobody else may append events of the partner meanwhile. */
export async function appendAmendments(
  session: Session,
  partnerId: string,
  batchNumber: bigint,
  amendments: readonly Amendment[],
): Promise<void> {
  if (amendments.length === 0) return
  await session.query(
    `insert into usage_event (partner_id, event_id, subscription_id, meter_id, resource_id, quantity, occurred_at,
       batch_number, amends, event_name)
     select $1, k.event_id, e.subscription_id, e.meter_id, e.resource_id, k.quantity - (${EFFECTIVE}), e.occurred_at,
       $6, e.event_id, k.event_name
     from unnest($2::uuid[], $3::uuid[], $4::numeric[], $5::text[]) as k (event_id, amends, quantity, event_name)
     join usage_event e on e.partner_id = $1 and e.event_id = k.amends
     order by k.event_id`,
    [...parametersOf(partnerId, amendments), amendments.map((one) => one.name), batchNumber],
  )
}

function parametersOf(
  partnerId: string,
  amendments: readonly Amendment[],
): [partnerId: string, keys: string[], amended: string[], quantities: string[]] {
  return [
    partnerId,
    amendments.map((one) => one.key),
    amendments.map((one) => one.amends),
    amendments.map((one) => one.quantity),
  ]
}

/** An event as it is shown. Quantities are decimal texts. */
export interface StoredUsageEvent {
  readonly key: string
  readonly id: string
  readonly subscriptionId: string
  readonly meterId: string
  readonly quantity: string
  readonly effectiveQuantity: string
  readonly occurredAt: Instant
  readonly amends: string | null
  readonly entitlementId: string
  readonly entitlementName: string
  readonly resourceGroup: string
  readonly resourceUri: string
  readonly location: string
  readonly tags: Readonly<Record<string, string>>
  readonly additionalInfo: Readonly<Record<string, string>>
  readonly batchNumber: bigint
  readonly source: string
  readonly receivedAt: Instant
  readonly actor: string
  readonly rolledUp: boolean
}

/** The event under this key; `undefined` where the partner has none. */
export async function findUsageEvent(
  session: Session,
  partnerId: string,
  key: string,
): Promise<StoredUsageEvent | undefined> {
  const { rows } = await session.query<StoredUsageEvent>(
    `select e.event_id as key, coalesce(e.event_name, e.event_id::text) as id, e.subscription_id as "subscriptionId",
       e.meter_id as "meterId", trim_scale(e.quantity)::text as quantity,
       trim_scale(${EFFECTIVE})::text as "effectiveQuantity", e.occurred_at as "occurredAt",
       coalesce(o.event_name, o.event_id::text) as amends, r.entitlement_id as "entitlementId",
       r.entitlement_name as "entitlementName", r.resource_group as "resourceGroup", r.resource_uri as "resourceUri",
       r.location, r.tags, r.additional_info as "additionalInfo", b.batch_number as "batchNumber", b.source,
       b.received_at as "receivedAt", b.actor, b.rolled_up as "rolledUp"
     from usage_event e
     join usage_resource r on r.partner_id = e.partner_id and r.resource_id = e.resource_id
     join usage_batch b on b.partner_id = e.partner_id and b.batch_number = e.batch_number
     left join usage_event o on o.partner_id = e.partner_id and o.event_id = e.amends
     where e.partner_id = $1 and e.event_id = $2`,
    [partnerId, key],
  )
  return rows[0]
}

/** An amendment of an event, in the order in which they came. */
export interface StoredAmendment {
  readonly id: string
  /** What it changed. */
  readonly difference: string
  /** What the event's quantity was from then on. */
  readonly quantity: string
  readonly receivedAt: Instant
  readonly actor: string
}

export async function listAmendmentsOf(
  session: Session,
  partnerId: string,
  key: string,
  limit: number,
): Promise<StoredAmendment[]> {
  const { rows } = await session.query<StoredAmendment>(
    `select coalesce(a.event_name, a.event_id::text) as id, trim_scale(a.quantity)::text as difference,
       trim_scale(o.quantity + sum(a.quantity) over (order by a.batch_number))::text as quantity,
       b.received_at as "receivedAt", b.actor
     from usage_event a
     join usage_event o on o.partner_id = a.partner_id and o.event_id = a.amends
     join usage_batch b on b.partner_id = a.partner_id and b.batch_number = a.batch_number
     where a.partner_id = $1 and a.amends = $2
     order by a.batch_number limit $3`,
    [partnerId, key, limit],
  )
  return rows
}
