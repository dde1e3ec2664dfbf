import type { Day, Instant } from '../core/calendar/day.js'
import type { Refusal } from '../core/refusal.js'
import { dayParameter, instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** A meter of a subscription whose usage cannot be rated. */
export interface RefusedMeter {
  readonly subscriptionId: string
  readonly meterId: string
  readonly refusal: Refusal
}

/** Notes what cannot be rated and why; when it was first so stays. */
export async function noteUsageRefusals(
  session: Session,
  partnerId: string,
  refused: readonly RefusedMeter[],
  at: Instant,
): Promise<void> {
  if (refused.length === 0) return
  await session.query(
    `insert into usage_refusal as f (partner_id, since, subscription_id, meter_id, code, message, data)
     select distinct on (3, 4) $1::uuid, $2::timestamptz, * from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[],
       $7::jsonb[])
     on conflict (partner_id, subscription_id, meter_id) do update
       set code = excluded.code, message = excluded.message, data = excluded.data`,
    [
      partnerId,
      instantParameter(at),
      refused.map(({ subscriptionId }) => subscriptionId),
      refused.map(({ meterId }) => meterId),
      refused.map(({ refusal }) => refusal.code),
      refused.map(({ refusal }) => refusal.message),
      refused.map(({ refusal }) => jsonParameter(refusal.data)),
    ],
  )
}

/**
 * Takes back what was noted of meters whose usage can be rated now.
 * @param through where only invoices up to this day were rated: what is used on later ones, too, stays noted
 */
export async function removeUsageRefusals(
  session: Session,
  partnerId: string,
  rated: readonly Pick<RefusedMeter, 'subscriptionId' | 'meterId'>[],
  through?: Day,
): Promise<void> {
  if (rated.length === 0) return
  await session.query(
    `delete from usage_refusal f using unnest($2::uuid[], $3::uuid[]) as n (subscription_id, meter_id)
     where f.partner_id = $1 and f.subscription_id = n.subscription_id and f.meter_id = n.meter_id
       and ($4::date is null or not exists (select from usage_day d where d.partner_id = $1 and d.invoice_date > $4
         and d.subscription_id = n.subscription_id and d.meter_id = n.meter_id))`,
    [
      partnerId,
      rated.map(({ subscriptionId }) => subscriptionId),
      rated.map(({ meterId }) => meterId),
      through === undefined ? null : dayParameter(through),
    ],
  )
}

/** Usage that cannot be rated, for people. */
export interface NotedUsageRefusal {
  readonly partnerId: string
  readonly subscriptionId: string
  readonly meterId: string
  readonly code: string
  readonly message: string
  readonly since: Instant
}

/** What cannot be rated, oldest first, of every partner or of one. */
export async function listNotedRefusals(
  session: Session,
  { partnerId, limit }: { readonly partnerId: string | null; readonly limit: number },
): Promise<NotedUsageRefusal[]> {
  const { rows } = await session.query<NotedUsageRefusal>(
    `select partner_id as "partnerId", subscription_id as "subscriptionId", meter_id as "meterId", code, message, since
     from usage_refusal where $1::uuid is null or partner_id = $1
     order by since, partner_id, subscription_id, meter_id limit $2`,
    [partnerId, limit],
  )
  return rows
}
