import type { Day, Instant } from '../core/calendar/day.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'

export type BillingRunPhase = 'charge' | 'issue'

/** A billing run: its day, how far it is, and what it made so far. */
export interface BillingRun {
  readonly billingRunId: string
  readonly asOf: Day
  /** The one partner it is for, or `null` for all. */
  readonly onlyPartner: string | null
  readonly status: 'charging' | 'issuing' | 'completed'
  readonly startedAt: Instant
  readonly completedAt: Instant | null
  readonly subscriptions: bigint
  readonly charges: bigint
  readonly quarantined: bigint
  readonly invoices: bigint
}

/** What one chunk did. */
export interface ChunkTotals {
  readonly subscriptions: number
  readonly charges: number
  readonly quarantined: number
  readonly invoices: number
}

/** A piece of work small enough for one transaction: whole partners, in order of their id. */
export interface BillingRunChunk {
  readonly chunkNumber: number
  readonly partnerIds: readonly string[]
}

const RUN_COLUMNS = `billing_run_id as "billingRunId", as_of as "asOf", only_partner as "onlyPartner", status,
  started_at as "startedAt", completed_at as "completedAt", subscriptions, charges, quarantined, invoices`

/** The run that is under way or was broken off; there is at most one. */
export async function findUnfinishedRun(session: Session): Promise<BillingRun | undefined> {
  const { rows } = await session.query<BillingRun>(`select ${RUN_COLUMNS} from billing_run where status <> 'completed'`)
  return rows[0]
}

/** The last completed run for a day and partner; `undefined` where there was none. */
export async function findCompletedRun(
  session: Session,
  asOf: Day,
  onlyPartner: string | null,
): Promise<BillingRun | undefined> {
  const { rows } = await session.query<BillingRun>(
    `select ${RUN_COLUMNS} from billing_run
     where status = 'completed' and as_of = $1 and only_partner is not distinct from $2::uuid
     order by completed_at desc limit 1`,
    [dayParameter(asOf), onlyPartner],
  )
  return rows[0]
}

export async function loadRun(session: Session, billingRunId: string): Promise<BillingRun> {
  return (await findRun(session, billingRunId))!
}

export async function findRun(session: Session, billingRunId: string): Promise<BillingRun | undefined> {
  const { rows } = await session.query<BillingRun>(`select ${RUN_COLUMNS} from billing_run where billing_run_id = $1`, [
    billingRunId,
  ])
  return rows[0]
}

/** Runs, the last one first. */
export async function listRuns(session: Session, page: { readonly limit: number; readonly offset: number }) {
  const { rows } = await session.query<BillingRun & { readonly total: bigint }>(
    `select ${RUN_COLUMNS}, count(*) over () as total from billing_run
     order by started_at desc, billing_run_id desc limit $1 offset $2`,
    [page.limit, page.offset],
  )
  return { runs: rows as readonly BillingRun[], total: Number(rows[0]?.total ?? 0n) }
}

/**
 * Partners that a run has work for, in order, with how many subscriptions are due. A partner charged up to the very day
 * is among them while subscriptions of it are in quarantine: every run tries those again. Without
 * `onlyPartner`, sandboxes are left out: their clock is their own.
 */
export async function listPartnersToBill(
  session: Session,
  asOf: Day,
  onlyPartner: string | null,
): Promise<{ partnerId: string; due: number; toCharge: boolean }[]> {
  const { rows } = await session.query<{ partnerId: string; due: bigint; toCharge: boolean }>(
    `select p.partner_id as "partnerId", coalesce(s.due, 0) as due,
       p.charged_through < $1 or (p.charged_through = $1 and q.partner_id is not null) as "toCharge"
     from partner p
     left join (
       select partner_id, count(*) as due from charging_state where due_on <= $1 group by partner_id
     ) s on s.partner_id = p.partner_id
     left join (select distinct partner_id from quarantine) q on q.partner_id = p.partner_id
     where (p.charged_through < $1 or p.invoiced_through < $1
         or (p.charged_through = $1 and q.partner_id is not null))
       and (p.partner_id = $2 or ($2::uuid is null and not p.is_sandbox))
     order by p.partner_id`,
    [dayParameter(asOf), onlyPartner],
  )
  return rows.map((row) => ({ ...row, due: Number(row.due) }))
}

/** Records a new run with all its chunks. */
export async function insertRun(
  session: Session,
  run: { billingRunId: string; asOf: Day; onlyPartner: string | null; startedAt: Instant },
  chunks: readonly { phase: BillingRunPhase; partnerIds: readonly string[]; due: number }[],
): Promise<void> {
  await session.query(
    `insert into billing_run (billing_run_id, as_of, only_partner, status, started_at)
     values ($1, $2, $3, 'charging', $4)`,
    [run.billingRunId, dayParameter(run.asOf), run.onlyPartner, instantParameter(run.startedAt)],
  )
  const counts: Record<BillingRunPhase, number> = { charge: 0, issue: 0 }
  for (const { phase, partnerIds, due } of chunks) {
    counts[phase] += 1
    await session.query(
      `insert into billing_run_chunk (billing_run_id, phase, chunk_number, partner_ids, due)
       values ($1, $2, $3, $4::uuid[], $5)`,
      [run.billingRunId, phase, counts[phase], partnerIds, due],
    )
  }
}

/**
 * Takes the first chunk nobody works on and locks it until the transaction ends. Where others hold all that is left, it
 * waits for one of them and says `again`: end the transaction and ask once more, since they have finished or died.
 * `undefined` when the phase is done.
 */
export async function claimChunk(
  session: Session,
  billingRunId: string,
  phase: BillingRunPhase,
): Promise<BillingRunChunk | 'again' | undefined> {
  const select = (lock: string) =>
    session.query<BillingRunChunk>(
      `select chunk_number as "chunkNumber", partner_ids as "partnerIds" from billing_run_chunk
       where billing_run_id = $1 and phase = $2 and not done order by chunk_number limit 1 ${lock}`,
      [billingRunId, phase],
    )
  const free = await select('for update skip locked')
  if (free.rows[0] !== undefined) return free.rows[0]
  if ((await select('')).rowCount === 0) return undefined
  // A shared lock, given back at once: those who wait must never make each other wait.
  await select('for key share')
  return 'again'
}

/** Marks a claimed chunk as done, in the transaction that did it. */
export async function finishChunk(
  session: Session,
  billingRunId: string,
  phase: BillingRunPhase,
  chunkNumber: number,
  totals: ChunkTotals,
): Promise<void> {
  await session.query(
    `update billing_run_chunk set done = true, subscriptions = $4, charges = $5, quarantined = $6, invoices = $7
     where billing_run_id = $1 and phase = $2 and chunk_number = $3`,
    [billingRunId, phase, chunkNumber, totals.subscriptions, totals.charges, totals.quarantined, totals.invoices],
  )
}

/** Moves a run to its next status and brings its totals up to date; does nothing when another worker was first. */
export async function moveRun(
  session: Session,
  billingRunId: string,
  from: BillingRun['status'],
  to: BillingRun['status'],
  now: Instant,
): Promise<void> {
  await session.query(
    `update billing_run r
     set status = $3, completed_at = case when $3 = 'completed' then $4::timestamptz end,
       subscriptions = t.subscriptions, charges = t.charges, quarantined = t.quarantined, invoices = t.invoices
     from (
       select coalesce(sum(subscriptions), 0) as subscriptions, coalesce(sum(charges), 0) as charges,
         coalesce(sum(quarantined), 0) as quarantined, coalesce(sum(invoices), 0) as invoices
       from billing_run_chunk where billing_run_id = $1
     ) t
     where r.billing_run_id = $1 and r.status = $2`,
    [billingRunId, from, to, instantParameter(now)],
  )
}

/** Done and due subscriptions of a phase, for progress. */
export async function loadProgress(
  session: Session,
  billingRunId: string,
): Promise<{ due: number; done: number; chunks: number; chunksDone: number }> {
  const { rows } = await session.query<{ due: bigint; done: bigint; chunks: bigint; chunksDone: bigint }>(
    `select coalesce(sum(due), 0)::bigint as due, coalesce(sum(due) filter (where done), 0)::bigint as done,
       count(*) as chunks, count(*) filter (where done) as "chunksDone"
     from billing_run_chunk where billing_run_id = $1`,
    [billingRunId],
  )
  const { due, done, chunks, chunksDone } = rows[0]!
  return { due: Number(due), done: Number(done), chunks: Number(chunks), chunksDone: Number(chunksDone) }
}

/**
 * Waits until the workers that hold earlier chunks to issue have committed. `false` when one of those chunks is free and
 * not done, because its worker died. Those who wait share their locks: they must not wait for each other.
 */
export async function waitForTurn(session: Session, billingRunId: string, chunkNumber: number): Promise<boolean> {
  const left = await session.query(
    `select 1 from billing_run_chunk
     where billing_run_id = $1 and phase = 'issue' and not done and chunk_number < $2
     order by chunk_number for key share`,
    [billingRunId, chunkNumber],
  )
  return left.rowCount === 0
}
