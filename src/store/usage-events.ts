import { type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import type { SubscriptionStatus } from '../core/subscription/subscription.js'
import type { BinaryRowWriter } from './binary-copy.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'
import { STATUSES } from './numbers.js'

/** Takes the row of a partner's usage: together with others who append events, or alone. Inserts it where it is missing. */
export async function lockUsageAccount(session: Session, partnerId: string, how: 'shared' | 'alone'): Promise<void> {
  const mode = how === 'shared' ? 'for share' : 'for update'
  const lock = () => session.query(`select from usage_account where partner_id = $1 ${mode}`, [partnerId])
  if ((await lock()).rowCount === 1) return
  await session.query('insert into usage_account (partner_id) values ($1) on conflict do nothing', [partnerId])
  await lock()
}

/** The number of the next batch. Take it under the lock of the account, so that batches are in order of their numbers. */
export async function nextUsageBatch(session: Session): Promise<bigint> {
  const { rows } = await session.query<{ number: bigint }>(`select nextval('usage_batch_number') as number`)
  return rows[0]!.number
}

/** An event on its way into the database. Ids are the 16 bytes of a UUID. */
export interface NewUsageEvent {
  readonly partnerId: Uint8Array
  /** The keys of many events one after the other, and which of them it is. */
  readonly keys: Uint8Array
  readonly position: number
  readonly subscriptionId: Uint8Array
  readonly meterId: Uint8Array
  readonly resourceId: Uint8Array
  readonly quantity: string
  readonly occurredAt: Instant
  readonly batchNumber: bigint
  /** The id it was reported under, where that is no UUID. */
  readonly name: string | null
}

/** Appends one row for `appendUsageEvents`. */
export function putUsageEvent(writer: BinaryRowWriter, event: NewUsageEvent): void {
  writer.row(9)
  writer.uuidBytes(event.partnerId)
  writer.uuidBytes(event.keys, event.position * 16)
  writer.uuidBytes(event.subscriptionId)
  writer.uuidBytes(event.meterId)
  writer.uuidBytes(event.resourceId)
  writer.numeric(event.quantity)
  writer.instant(event.occurredAt)
  writer.int64(event.batchNumber)
  if (event.name === null) writer.null()
  else writer.text(event.name)
}

const COPIED = `partner_id, event_id, subscription_id, meter_id, resource_id, quantity, occurred_at, batch_number,
  event_name`

/** What others may have done between looking which events are known and appending the rest: the same key, or in a circle. */
const COLLISIONS: ReadonlySet<unknown> = new Set(['23505', '40P01'])

/**
 * Appends events that are not known. `false`, and nothing done, where another session appended one of them meanwhile:
 * look once more and leave it out. (COPY is far cheaper than inserts that ask for each row whether it is there.)
 */
export async function appendUsageEvents(session: Session, writer: BinaryRowWriter): Promise<boolean> {
  await session.execute('savepoint usage_events')
  try {
    await session.copyIn(`copy usage_event (${COPIED}) from stdin (format binary)`, writer.finish())
  } catch (error) {
    if (!COLLISIONS.has((error as { readonly code?: unknown }).code)) throw error
    await session.execute('rollback to savepoint usage_events')
    return false
  }
  await session.execute('release savepoint usage_events')
  return true
}

/** An event that was reported before. */
export interface KnownEvent {
  /** The UUID it is stored under. */
  readonly key: string
  readonly subscriptionId: string
  readonly meterId: string
  readonly quantity: string
  readonly occurredAt: Instant
  /** Whether it amends another event. */
  readonly amends: boolean
}

/**
 * Those of these events (UUIDs) that were reported before. The limit makes each one a search of the key, whatever the
 * server believes of a table that grows while it looks the other way.
 */
export async function findKnownEvents(
  session: Session,
  partnerId: string,
  keys: readonly string[],
): Promise<readonly KnownEvent[]> {
  if (keys.length === 0) return []
  const { rows } = await session.query<KnownEvent>(
    `select e.event_id as key, e.subscription_id as "subscriptionId", e.meter_id as "meterId", e.quantity::text as quantity,
       e.occurred_at as "occurredAt", e.amends is not null as amends
     from unnest($2::uuid[]) as k (event_id)
     cross join lateral (
       select * from usage_event u where u.partner_id = $1 and u.event_id = k.event_id limit 1
     ) as e`,
    [partnerId, keys],
  )
  return rows
}

/** What was used, as it is stored. */
export interface StoredResource {
  /** UUID made of everything else. */
  readonly resourceId: string
  readonly entitlementId: string
  readonly entitlementName: string
  readonly resourceGroup: string
  readonly resourceUri: string
  readonly location: string
  /** JSON texts. */
  readonly tags: string
  readonly additionalInfo: string
}

/** Inserts the resources that are new; in order of their ids. */
export async function insertUsageResources(
  session: Session,
  partnerId: string,
  resources: readonly StoredResource[],
): Promise<void> {
  if (resources.length === 0) return
  await session.query(
    `insert into usage_resource (partner_id, resource_id, entitlement_id, entitlement_name, resource_group, resource_uri,
       location, tags, additional_info)
     select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[],
       $9::jsonb[]) order by 2
     on conflict do nothing`,
    [
      partnerId,
      resources.map((resource) => resource.resourceId),
      resources.map((resource) => resource.entitlementId),
      resources.map((resource) => resource.entitlementName),
      resources.map((resource) => resource.resourceGroup),
      resources.map((resource) => resource.resourceUri),
      resources.map((resource) => resource.location),
      resources.map((resource) => resource.tags),
      resources.map((resource) => resource.additionalInfo),
    ],
  )
}

/** Those of these resources (UUIDs) that are not stored yet. */
export async function missingUsageResources(
  session: Session,
  partnerId: string,
  resourceIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<{ id: string }>(
    `select k.id from unnest($2::uuid[]) as k (id)
     where not exists (select from usage_resource r where r.partner_id = $1 and r.resource_id = k.id)`,
    [partnerId, resourceIds],
  )
  return new Set(rows.map((row) => row.id))
}

/** Events that were appended together. */
export interface UsageBatch {
  readonly batchNumber: bigint
  readonly source: string
  readonly position: bigint | null
  readonly receivedAt: Instant
  readonly actor: string
  readonly accepted: number
  readonly duplicates: number
  readonly refused: number
  readonly firstAt: Instant | null
  readonly lastAt: Instant | null
}

/** A batch in which nothing was accepted has nothing to be rolled up. */
export async function insertUsageBatch(session: Session, partnerId: string, batch: UsageBatch): Promise<void> {
  const { batchNumber, source, position, receivedAt, actor, accepted, duplicates, refused, firstAt, lastAt } = batch
  await session.query(
    `insert into usage_batch (partner_id, batch_number, source, position, received_at, actor, accepted, duplicates,
       refused, first_at, last_at, rolled_up)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[partnerId, batchNumber, source, position, instantParameter(receivedAt), actor, accepted, duplicates, refused],
      firstAt === null ? null : instantParameter(firstAt),
      lastAt === null ? null : instantParameter(lastAt),
      accepted === 0,
    ],
  )
}

/** How far a file was imported. */
export interface ImportedPart {
  /** Bytes of its content; 0 before the first batch. */
  readonly position: bigint
  readonly accepted: bigint
  readonly duplicates: bigint
  readonly refused: bigint
}

export async function importedPart(session: Session, partnerId: string, source: string): Promise<ImportedPart> {
  const { rows } = await session.query<ImportedPart>(
    `select coalesce(max(position), 0) as position, coalesce(sum(accepted), 0)::bigint as accepted,
       coalesce(sum(duplicates), 0)::bigint as duplicates, coalesce(sum(refused), 0)::bigint as refused
     from usage_batch where partner_id = $1 and source = $2 and position is not null`,
    [partnerId, source],
  )
  return rows[0]!
}

/** What decides whether usage of a subscription can be reported. */
export interface UsedSubscription {
  readonly subscriptionId: string
  readonly availabilityId: string
  readonly purchasedAt: Instant
  /** Its end, where that is past or certain. */
  readonly endsAt: Instant | null
}

interface UsedRow {
  readonly subscriptionId: string
  readonly availabilityId: string
  readonly purchasedAt: Instant
  readonly status: number
  readonly lastOccurrenceAt: Instant
  readonly autoRenew: boolean
  readonly termEnd: number
  readonly deprovisionOn: number | null
}

const ENDED: ReadonlySet<SubscriptionStatus> = new Set(['cancelled', 'expired', 'deprovisioned'])

/** Those of these subscriptions that the partner has. */
export async function loadUsedSubscriptions(
  session: Session,
  partnerId: string,
  subscriptionIds: readonly string[],
): Promise<UsedSubscription[]> {
  const { rows } = await session.query<UsedRow>(
    `select s.subscription_id as "subscriptionId", t.availability_id as "availabilityId", e.occurred_at as "purchasedAt",
       t.status, t.last_occurrence_at as "lastOccurrenceAt", t.auto_renew as "autoRenew", t.term_end as "termEnd",
       t.deprovision_on as "deprovisionOn"
     from unnest($2::uuid[]) as k (subscription_id)
     join subscription s on s.partner_id = $1 and s.subscription_id = k.subscription_id
     join charging_state t on t.partner_id = $1 and t.subscription_id = k.subscription_id
     join subscription_event e on e.partner_id = $1 and e.subscription_id = k.subscription_id and e.event_number = 1`,
    [partnerId, subscriptionIds],
  )
  return rows.map((row) => ({
    subscriptionId: row.subscriptionId,
    availabilityId: row.availabilityId,
    purchasedAt: row.purchasedAt,
    endsAt: endOf(row),
  }))
}

/** What ends at a day may stand here as active until the next billing run. */
function endOf({ status, lastOccurrenceAt, autoRenew, termEnd, deprovisionOn }: UsedRow): Instant | null {
  if (ENDED.has(STATUSES.wordOf(status))) return lastOccurrenceAt
  const day = deprovisionOn ?? (autoRenew ? null : termEnd)
  return day === null ? null : ((day * MILLISECONDS_PER_DAY) as Instant)
}
