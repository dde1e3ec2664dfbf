import type { Day, Instant } from '../core/calendar/day.js'
import { startOfDay } from '../core/calendar/instant.js'
import type { BaseCatalog } from '../core/catalog/availability.js'
import type { SubscriptionEvent } from '../core/subscription/event.js'
import type { Subscription } from '../core/subscription/subscription.js'
import { STATE_ROW, type StateRow, stateOfRow } from './charging-states.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import { EVENT_TYPES } from './numbers.js'

/** Up to which day subscribers have been told of a partner; locked until the transaction ends. Begins at `start`. */
export async function lockToldThrough(session: Session, partnerId: string, start: Day): Promise<Day> {
  await session.query(
    'insert into partner_lifecycle (partner_id, told_through) values ($1, $2) on conflict (partner_id) do nothing',
    [partnerId, dayParameter(start)],
  )
  const { rows } = await session.query<{ toldThrough: Day }>(
    'select told_through as "toldThrough" from partner_lifecycle where partner_id = $1 for update',
    [partnerId],
  )
  return rows[0]!.toldThrough
}

export async function moveToldThrough(session: Session, partnerId: string, day: Day): Promise<void> {
  await session.query('update partner_lifecycle set told_through = $2 where partner_id = $1', [
    partnerId,
    dayParameter(day),
  ])
}

/** A subscription whose term may have turned, with the snapshot of its state. */
export interface TurningSubscription {
  readonly subscriptionId: string
  readonly customerId: string
  readonly customerName: string
  readonly state: Subscription
}

/**
 * Subscriptions of a partner for which a term, a trial or the time of a suspension may have ended on days after `after`
 * up to `until`, one page in order of id. A snapshot may be older than that or may hold it already; both are found.
 */
export async function listTurningSubscriptions(
  session: Session,
  partnerId: string,
  { after, until }: { readonly after: Day; readonly until: Day },
  page: { readonly from: string; readonly size: number },
  catalog: BaseCatalog,
): Promise<TurningSubscription[]> {
  const { rows } = await session.query<StateRow & Omit<TurningSubscription, 'state'>>(
    `select s.subscription_id as "subscriptionId", s.customer_id as "customerId", c.name as "customerName", ${STATE_ROW}
     from charging_state t
     join subscription s on s.partner_id = t.partner_id and s.subscription_id = t.subscription_id
     join customer c on c.partner_id = s.partner_id and c.customer_id = s.customer_id
     where t.partner_id = $1 and t.subscription_id > $4
       and (t.due_on is not null or t.last_occurrence_at >= $5)
       and (t.term_end <= $3 or t.deprovision_on <= $3 or t.term_start > $2 or t.due_on is null)
     order by t.subscription_id limit $6`,
    [
      partnerId,
      dayParameter(after),
      dayParameter(until),
      page.from,
      instantParameter(startOfDay((after + 1) as Day)),
      page.size,
    ],
  )
  return rows.map((row) => ({
    subscriptionId: row.subscriptionId,
    customerId: row.customerId,
    customerName: row.customerName,
    state: stateOfRow(row, catalog),
  }))
}

/** The events of subscriptions, each in order. */
export async function loadEvents(
  session: Session,
  partnerId: string,
  subscriptionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SubscriptionEvent[]>> {
  const events = new Map<string, SubscriptionEvent[]>(subscriptionIds.map((id) => [id, []]))
  if (subscriptionIds.length === 0) return events
  const { rows } = await session.query<{ subscriptionId: string; type: number; at: Instant; data: object }>(
    `select subscription_id as "subscriptionId", type, occurred_at as at, data from subscription_event
     where partner_id = $1 and subscription_id = any($2::uuid[]) order by subscription_id, event_number`,
    [partnerId, subscriptionIds],
  )
  for (const { subscriptionId, type, at, data } of rows) {
    events.get(subscriptionId)!.push({ type: EVENT_TYPES.wordOf(type), at, ...data } as SubscriptionEvent)
  }
  return events
}
