import type { Day, Instant } from '../core/calendar/day.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** The last day whose jobs are done; `undefined` before the first. */
export async function findLastFinishedDay(session: Session): Promise<Day | undefined> {
  const { rows } = await session.query<{ day: Day }>(
    'select day from daily_run where finished_at is not null order by day desc limit 1',
  )
  return rows[0]?.day
}

/** A day whose jobs have begun or are done, and what the billing of everybody as of that day made. */
export interface DailyRun {
  readonly day: Day
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  readonly charges: bigint
  readonly invoices: bigint
}

/** The days whose jobs have begun, the last one first. */
export async function listDays(session: Session, limit: number): Promise<DailyRun[]> {
  const { rows } = await session.query<DailyRun>(
    `select d.day, d.started_at as "startedAt", d.finished_at as "finishedAt", r.charges, r.invoices
     from (select * from daily_run order by day desc limit $1) d
     cross join lateral (
       select coalesce(sum(charges), 0)::bigint as charges, coalesce(sum(invoices), 0)::bigint as invoices
       from billing_run where as_of = d.day and only_partner is null
     ) r order by d.day desc`,
    [limit],
  )
  return rows
}

/** Notes that the jobs of a day have begun; the first to begin is the one that counts. */
export async function beginDay(session: Session, day: Day, now: Instant): Promise<void> {
  await session.query('insert into daily_run (day, started_at) values ($1, $2) on conflict (day) do nothing', [
    dayParameter(day),
    instantParameter(now),
  ])
}

/** Notes that the jobs of a day are done. */
export async function finishDay(session: Session, day: Day, now: Instant): Promise<void> {
  await session.query('update daily_run set finished_at = $2 where day = $1 and finished_at is null', [
    dayParameter(day),
    instantParameter(now),
  ])
}

/** Partners that follow the system clock, in order of id, one page. */
export async function listClockedPartners(session: Session, from: string, size: number): Promise<string[]> {
  const { rows } = await session.query<{ partnerId: string }>(
    `select partner_id as "partnerId" from partner where not is_sandbox and partner_id > $1
     order by partner_id limit $2`,
    [from, size],
  )
  return rows.map((row) => row.partnerId)
}

/** Ends the carts of a partner that nobody has ordered in time; gives how many. */
export async function expireCarts(session: Session, partnerId: string, now: Instant): Promise<number> {
  const { rowCount } = await session.query(
    `update cart set status = 'expired' where partner_id = $1 and status = 'active' and expires_at <= $2`,
    [partnerId, instantParameter(now)],
  )
  return rowCount
}
