import type { Day, Instant } from '../core/calendar/day.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** A sandbox account: its clock, and how far it is to go. */
export interface Sandbox {
  readonly partnerId: string
  readonly clockAt: Instant
  readonly chargedThrough: Day
  readonly billingDay: number
  /** The way the clock is on, or was last; `null` before the first. */
  readonly way: SandboxWay | null
}

export interface SandboxWay {
  readonly startedFrom: Instant
  readonly targetAt: Instant
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  readonly stepsDone: number
  readonly stepsTotal: number
}

type Row = Omit<Sandbox, 'way'> & { [K in keyof SandboxWay]: SandboxWay[K] | null }

/**
 * A sandbox account, or `undefined` where the account is none.
 * @param forChange locks the account until the transaction ends
 */
export async function findSandbox(
  session: Session,
  partnerId: string,
  forChange = false,
): Promise<Sandbox | undefined> {
  const { rows } = await session.query<Row>(
    `select p.partner_id as "partnerId", p.clock_at as "clockAt", p.charged_through as "chargedThrough",
       p.billing_day as "billingDay", a.started_from as "startedFrom", a.target_at as "targetAt",
       a.started_at as "startedAt", a.finished_at as "finishedAt", a.steps_done as "stepsDone",
       a.steps_total as "stepsTotal"
     from partner p left join sandbox_advance a on a.partner_id = p.partner_id
     where p.partner_id = $1 and p.is_sandbox and p.clock_at is not null
     ${forChange ? 'for no key update of p' : ''}`,
    [partnerId],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  const { startedFrom, targetAt, startedAt, finishedAt, stepsDone, stepsTotal, ...sandbox } = row
  if (startedFrom === null || targetAt === null || startedAt === null) return { ...sandbox, way: null }
  const steps = { stepsDone: stepsDone ?? 0, stepsTotal: stepsTotal ?? 0 }
  return { ...sandbox, way: { startedFrom, targetAt, startedAt, finishedAt, ...steps } }
}

/** Whether an account exists, and holds nothing yet: no customers, no charges, no invoices. */
export async function findUnusedAccount(session: Session, partnerId: string): Promise<'unused' | 'used' | undefined> {
  const { rows } = await session.query<{ used: boolean }>(
    `select exists (select from customer c where c.partner_id = p.partner_id)
       or exists (select from charge h where h.partner_id = p.partner_id)
       or exists (select from invoice i where i.partner_id = p.partner_id) as used
     from partner p where p.partner_id = $1 for no key update`,
    [partnerId],
  )
  if (rows[0] === undefined) return undefined
  return rows[0].used ? 'used' : 'unused'
}

/** Makes an account a sandbox whose clock stands at an instant, and whose ledger begins on that day. */
export async function startSandbox(session: Session, partnerId: string, at: Instant, day: Day): Promise<void> {
  await session.query(
    `update partner set is_sandbox = true, clock_at = $2, ledger_start = $3, charged_through = $3::date - 1,
       invoiced_through = $3::date - 1, opened_on = least(opened_on, $3::date)
     where partner_id = $1`,
    [partnerId, instantParameter(at), dayParameter(day)],
  )
}

/** Makes an account a sandbox whose clock stands at an instant, and leaves its ledger as it is. */
export async function setSandboxClock(session: Session, partnerId: string, at: Instant): Promise<void> {
  await session.query('update partner set is_sandbox = true, clock_at = $2 where partner_id = $1', [
    partnerId,
    instantParameter(at),
  ])
}

/** Sets out on a way; the one before must be finished. */
export async function beginWay(
  session: Session,
  partnerId: string,
  way: Pick<SandboxWay, 'startedFrom' | 'targetAt' | 'startedAt'>,
): Promise<void> {
  await session.query(
    `insert into sandbox_advance (partner_id, started_from, target_at, started_at) values ($1, $2, $3, $4)
     on conflict (partner_id) do update set started_from = excluded.started_from, target_at = excluded.target_at,
       started_at = excluded.started_at, finished_at = null, leased_until = null, steps_done = 0, steps_total = 0`,
    [partnerId, instantParameter(way.startedFrom), instantParameter(way.targetAt), instantParameter(way.startedAt)],
  )
}

/** Takes an unfinished way for some time; `false` where another worker has it. The holder takes it again to go on. */
export async function leaseWay(session: Session, partnerId: string, now: Instant, until: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    `update sandbox_advance set leased_until = $3
     where partner_id = $1 and finished_at is null and (leased_until is null or leased_until <= $2)`,
    [partnerId, instantParameter(now), instantParameter(until)],
  )
  return rowCount === 1
}

/** Moves the clock on; never back. Notes how many steps of the way are done, and keeps the lease. */
export async function moveClock(
  session: Session,
  partnerId: string,
  at: Instant,
  steps: { readonly done: number; readonly total: number },
  leasedUntil: Instant,
): Promise<void> {
  await session.query('update partner set clock_at = greatest(clock_at, $2::timestamptz) where partner_id = $1', [
    partnerId,
    instantParameter(at),
  ])
  await session.query(
    `update sandbox_advance set steps_done = $2, steps_total = $3, leased_until = $4
     where partner_id = $1 and finished_at is null`,
    [partnerId, steps.done, steps.total, instantParameter(leasedUntil)],
  )
}

/** Gives an unfinished way back, so that another worker may go on at once. */
export async function releaseWay(session: Session, partnerId: string): Promise<void> {
  await session.query('update sandbox_advance set leased_until = null where partner_id = $1', [partnerId])
}

/** Ends a way where its clock has arrived. */
export async function finishWay(session: Session, partnerId: string, now: Instant): Promise<void> {
  await session.query(
    `update sandbox_advance a set finished_at = $2, leased_until = null from partner p
     where a.partner_id = $1 and p.partner_id = $1 and p.clock_at >= a.target_at and a.finished_at is null`,
    [partnerId, instantParameter(now)],
  )
}

/** Sandboxes on an unfinished way that nobody has taken. */
export async function listWaitingWays(session: Session, now: Instant): Promise<string[]> {
  const { rows } = await session.query<{ partnerId: string }>(
    `select partner_id as "partnerId" from sandbox_advance
     where finished_at is null and (leased_until is null or leased_until <= $1) order by partner_id limit 100`,
    [instantParameter(now)],
  )
  return rows.map((row) => row.partnerId)
}

/** Whether a partner has purchases that wait to be activated: they may expire on any day. */
export async function hasPendingActivations(session: Session, partnerId: string): Promise<boolean> {
  const { rows } = await session.query<{ pending: boolean }>(
    `select exists (select from pending_activation where partner_id = $1 and status = 'pending') as pending`,
    [partnerId],
  )
  return rows[0]!.pending
}
