import type { Day, Instant } from '../core/calendar/day.js'
import type { SubscriptionEvent } from '../core/subscription/event.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import { EVENT_TYPES } from './numbers.js'

/** A subscription of which something has been charged on or after a day. */
export interface ChargedAhead {
  readonly partnerId: string
  readonly subscriptionId: string
  /** Everything up to this day has been charged. */
  readonly chargedThrough: Day
}

/** Partners whose ledger or clock has reached a day, without sandboxes. */
export async function listPartnersAhead(session: Session, day: Day): Promise<string[]> {
  const { rows } = await session.query<{ partnerId: string }>(
    `select partner_id as "partnerId" from partner
     where not is_sandbox and charged_through >= $1 order by partner_id`,
    [dayParameter(day)],
  )
  return rows.map((row) => row.partnerId)
}

/**
 * Subscriptions that have been charged on or after `day` for one of these availabilities, or have begun a term of it; in
 * order, without those of sandboxes. An invoice is never dated before its charges.
 */
export async function listChargedAhead(
  session: Session,
  availabilityIds: readonly string[],
  day: Day,
): Promise<ChargedAhead[]> {
  const { rows } = await session.query<ChargedAhead>(
    `select f.partner_id as "partnerId", f.subscription_id as "subscriptionId",
       coalesce(q.charged_through, p.charged_through) as "chargedThrough"
     from (
       select c.partner_id, c.subscription_id from charge c
       where c.invoice_date >= $2 and c.registered_on >= $2 and c.availability_id = any($1::uuid[])
       union
       select t.partner_id, t.subscription_id from charging_state t
       where t.term_start >= $2 and t.availability_id = any($1::uuid[])
     ) f
     join partner p on p.partner_id = f.partner_id and not p.is_sandbox
     left join quarantine q on q.partner_id = f.partner_id and q.subscription_id = f.subscription_id
     order by f.partner_id, f.subscription_id`,
    [availabilityIds, dayParameter(day)],
  )
  return rows
}

/** The histories of subscriptions, in the order of these. */
export async function listHistories(
  session: Session,
  keys: readonly ChargedAhead[],
): Promise<(readonly SubscriptionEvent[])[]> {
  const { rows } = await session.query<{ place: number; type: number; at: Instant; data: object }>(
    `select k.place::int as place, e.type, e.occurred_at as at, e.data
     from unnest($1::uuid[], $2::uuid[]) with ordinality as k (partner_id, subscription_id, place)
     join subscription_event e on e.partner_id = k.partner_id and e.subscription_id = k.subscription_id
     order by k.place, e.event_number`,
    [keys.map((key) => key.partnerId), keys.map((key) => key.subscriptionId)],
  )
  const histories: SubscriptionEvent[][] = keys.map(() => [])
  for (const { place, type, at, data } of rows) {
    histories[place - 1]!.push({ type: EVENT_TYPES.wordOf(type), at, ...data } as SubscriptionEvent)
  }
  return histories
}
