import type { Day, Instant } from '../core/calendar/day.js'
import type { Refusal } from '../core/refusal.js'
import { dayParameter, instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'
import { type SubscriptionKey, subscriptionKeyOf } from './subscriptions.js'

/** A subscription that could not be charged, and why. */
export interface Quarantined {
  readonly partnerId: string
  readonly subscriptionId: string
  readonly refusal: Refusal
  /** How far this subscription has been charged. */
  readonly chargedThrough: Day
}

/** Quarantined subscriptions of partners, by `subscriptionKeyOf`: how far each has been charged. */
export async function loadQuarantine(
  session: Session,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, Day>> {
  const { rows } = await session.query<SubscriptionKey & { chargedThrough: Day }>(
    `select partner_id as "partnerId", subscription_id as "subscriptionId", charged_through as "chargedThrough"
     from quarantine where partner_id = any($1::uuid[])`,
    [partnerIds],
  )
  return new Map(rows.map((row) => [subscriptionKeyOf(row), row.chargedThrough]))
}

/** Replaces what is in quarantine for partners by what a run found; the first time stays the first time. */
export async function replaceQuarantine(
  session: Session,
  partnerIds: readonly string[],
  found: readonly Quarantined[],
  now: Instant,
): Promise<void> {
  await session.query(
    `delete from quarantine q
     where q.partner_id = any($1::uuid[]) and not exists (
       select from unnest($2::uuid[], $3::uuid[]) as k (partner_id, subscription_id)
       where k.partner_id = q.partner_id and k.subscription_id = q.subscription_id)`,
    [partnerIds, found.map((entry) => entry.partnerId), found.map((entry) => entry.subscriptionId)],
  )
  for (const { partnerId, subscriptionId, refusal, chargedThrough } of found) {
    await session.query(
      `insert into quarantine (partner_id, subscription_id, code, message, data, charged_through, since)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (partner_id, subscription_id) do update set code = $3, message = $4, data = $5`,
      [
        partnerId,
        subscriptionId,
        refusal.code,
        refusal.message,
        jsonParameter(refusal.data),
        dayParameter(chargedThrough),
        instantParameter(now),
      ],
    )
  }
}

/** A subscription in quarantine, for people. */
export interface ListedQuarantine {
  readonly partnerId: string
  readonly subscriptionId: string
  readonly code: string
  readonly message: string
  readonly since: Instant
}

/** What is in quarantine, oldest first. */
export async function listQuarantine(
  session: Session,
  partnerId: string | null,
  limit: number,
): Promise<ListedQuarantine[]> {
  const { rows } = await session.query<ListedQuarantine>(
    `select partner_id as "partnerId", subscription_id as "subscriptionId", code, message, since from quarantine
     where $1::uuid is null or partner_id = $1
     order by since, partner_id, subscription_id limit $2`,
    [partnerId, limit],
  )
  return rows
}
