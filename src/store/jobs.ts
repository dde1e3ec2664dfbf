import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** The kinds of background work; each has a loop of this name in every process that works on the jobs. */
export const JOB_KINDS = [
  'days',
  'billing',
  'usage',
  'documents',
  'exports',
  'deliveries',
  'mails',
  'sandboxes',
] as const
export type JobKind = (typeof JOB_KINDS)[number]
/** Work that stands in tables of its own; which days are due follows from the clock. */
export type QueuedKind = Exclude<JobKind, 'days'>

/** How a kind of background work last went, whoever worked on it. */
export interface LoopNote {
  readonly kind: JobKind
  /** When somebody last went through what is due, without failing. */
  readonly lookedAt: Instant | null
  /** When there last was something to do, and it went well. */
  readonly workedAt: Instant | null
  readonly failedAt: Instant | null
  /** Why it failed then; empty for never. */
  readonly problem: string
}

export async function listLoopNotes(session: Session): Promise<LoopNote[]> {
  const { rows } = await session.query<LoopNote>(
    `select kind, looked_at as "lookedAt", worked_at as "workedAt", failed_at as "failedAt", problem from job_loop`,
  )
  return rows
}

/** Notes how a kind of work went; what is `null` stays as it is. */
export async function noteLoop(session: Session, { kind, lookedAt, workedAt, failedAt, problem }: LoopNote) {
  const instants = [lookedAt, workedAt, failedAt].map((at) => (at === null ? null : instantParameter(at)))
  await session.query(
    `insert into job_loop as old (kind, looked_at, worked_at, failed_at, problem) values ($1, $2, $3, $4, $5)
     on conflict (kind) do update set looked_at = greatest(old.looked_at, excluded.looked_at),
       worked_at = greatest(old.worked_at, excluded.worked_at), failed_at = greatest(old.failed_at, excluded.failed_at),
       problem = case when excluded.failed_at is null then old.problem else excluded.problem end`,
    [kind, ...instants, problem],
  )
}

/** What is to be done of a kind, and what came of the rest. Counts go up to 100,000. */
export interface QueuedWork {
  readonly waiting: number
  readonly working: number
  /** Failed for good, or given up. */
  readonly failed: number
  /** Since when the oldest waits; `null` also where only the clock of a sandbox says so. */
  readonly oldestAt: Instant | null
  /** When the first of what waits is, or was, to be done; as `oldestAt`. */
  readonly dueAt: Instant | null
  /** When it last succeeded. */
  readonly doneAt: Instant | null
  /** The last thing that went wrong. */
  readonly problem: string | null
  readonly problemAt: Instant | null
  readonly partnerId: string | null
}

/** What a reading is made by. */
export interface QueueReading {
  readonly now: Instant
  /** Failures and problems before this instant are not told. */
  readonly since: Instant
  /** Whether somebody works on the jobs: only then is what has begun being worked on. */
  readonly isAttended: boolean
  /** Documents issued before this instant, or with more charges, are left to whoever asks for them. */
  readonly documentsSince: Instant
  readonly mostCharges: number
}

/** What is known of a kind of work, as SQL over `t`, which holds the reading. */
interface Source {
  /** What is not done: since when (`at`), when it is to be done (`due`), and whether somebody works on it (`taken`). */
  readonly open: string
  readonly failed: string
  readonly done: string
  /** The last problem, in one row: `problem`, `at`, `partner_id`. */
  readonly problem: string
}

const NOTHING: Omit<Source, 'open'> = {
  failed: '0',
  done: 'null::timestamptz',
  problem: 'select null::text as problem, null::timestamptz as at, null::uuid as partner_id where false',
}

/** An instant of a partner's row `r`, where it is one of the system's clock. */
function systemInstant(column: string): string {
  return `case when exists (select from partner p where p.partner_id = r.partner_id and p.is_sandbox) then null
    else r.${column} end`
}

const WAITING_IN_QUEUE = `from pgboss.job where name = 'webhook-delivery' and state < 'active'`

/** What happened and has no mail yet, as `at`. */
const UNTOLD = [
  ['notice', 'occurred_at', `r.mailed_at is null and r.event_name = 'invoice-ready'`],
  ['reminder', 'created_at', 'r.sent_at is null'],
  ['withholding', 'decided_at', `r.state <> 'submitted' and r.told_at is distinct from r.decided_at`],
  ['tax_exemption', 'decided_at', `r.state <> 'submitted' and r.told_at is distinct from r.decided_at`],
  ['usage_budget_notice', 'told_at', 'r.mailed_at is null'],
].map(([table, column, untold]) => `select ${systemInstant(column!)} as at from ${table} r where ${untold}`)

const SOURCES: Readonly<Record<QueuedKind, Source>> = {
  billing: {
    ...NOTHING,
    open: `select started_at as at, started_at as due, t.attended as taken from billing_run where status <> 'completed'`,
    done: 'select max(completed_at) from billing_run',
  },
  usage: {
    ...NOTHING,
    open: `select at, at as due, false as taken
      from (select ${systemInstant('received_at')} as at from usage_batch r where not r.rolled_up) r`,
  },
  documents: {
    ...NOTHING,
    open: `select at, at as due, false as taken
      from (select ${systemInstant('issued_at')} as at from (
        select partner_id, number, issued_at from invoice
        where issued_at >= t.documents_since and charge_count <= t.most_charges
        union all
        select partner_id, number, issued_at from amendment
        where issued_at >= t.documents_since and charge_count <= t.most_charges) r
      where exists (select from invoice_parties i where i.partner_id = r.partner_id and i.number = r.number)
        and not exists (
          select from stored_file f
          where f.partner_id = r.partner_id and f.owner = r.number and f.media_type = 'application/pdf')) r`,
  },
  exports: {
    open: `select created_at as at, created_at as due, coalesce(leased_until > t.now, false) as taken
      from export_job where state in ('queued', 'running')`,
    failed: `select count(*) from export_job where state = 'failed' and finished_at >= t.since`,
    done: `select max(finished_at) from export_job where state = 'succeeded'`,
    problem: `select failure as problem, finished_at as at, partner_id from export_job
      where state = 'failed' and finished_at >= t.since order by finished_at desc limit 1`,
  },
  deliveries: {
    open: `select at, at as due, false as taken
      from (select ${systemInstant('occurred_at')} as at from notice r where r.dispatched_at is null) r
      union all
      select created_at, created_at, false from webhook_delivery where status = 'pending' and queued_at is null
      union all
      select created_on, start_after, false ${WAITING_IN_QUEUE}
      union all
      select null, null, t.attended from generate_series(1,
        (select count(*) from webhook_delivery where status = 'pending' and queued_at is not null)
        - (select count(*) ${WAITING_IN_QUEUE}))`,
    failed: `select count(*) from webhook_delivery where status = 'parked' and finished_at >= t.since`,
    done: `select max(finished_at) from webhook_delivery where status = 'delivered'`,
    problem: `select failure as problem, attempted_at as at, partner_id from webhook_attempt
      where failure is not null and attempted_at >= t.since order by attempted_at desc limit 1`,
  },
  mails: {
    open: `select created_at as at, case when state = 'waiting' then due_at end as due,
        coalesce(leased_until > t.now, false) as taken
      from mail where state in ('waiting', 'not-configured')
      ${UNTOLD.map((rows) => `union all select at, at, false from (${rows}) r`).join(' ')}`,
    failed: `select count(*) from mail where state in ('failed', 'given-up') and finished_at >= t.since`,
    done: `select max(finished_at) from mail where state = 'sent'`,
    problem: `select problem, attempted_at as at, partner_id from mail
      where problem <> '' and attempted_at >= t.since order by attempted_at desc limit 1`,
  },
  sandboxes: {
    ...NOTHING,
    open: `select started_at as at, started_at as due, coalesce(leased_until > t.now, false) as taken
      from sandbox_advance where finished_at is null`,
    done: 'select max(finished_at) from sandbox_advance',
  },
}

const MOST_COUNTED = 100_000

/** Reads what is to be done of a kind, and what came of the rest. */
export async function readQueuedWork(session: Session, kind: QueuedKind, reading: QueueReading): Promise<QueuedWork> {
  const { open, failed, done, problem } = SOURCES[kind]
  const { now, since, isAttended, documentsSince, mostCharges } = reading
  const { rows } = await session.query<Record<'waiting' | 'working' | 'failed', bigint> & QueuedWork>(
    `select w.waiting, w.working, (${failed})::bigint as failed, w.oldest as "oldestAt", w.due as "dueAt",
       (${done}) as "doneAt", p.problem, p.at as "problemAt", p.partner_id as "partnerId"
     from (select $1::timestamptz as now, $2::timestamptz as since, $3::boolean as attended,
       $4::timestamptz as documents_since, $5::bigint as most_charges) t
     cross join lateral (
       select count(*) filter (where not taken) as waiting, count(*) filter (where taken) as working,
         min(at) filter (where not taken) as oldest, min(due) filter (where not taken) as due
       from (select * from (${open}) o limit ${MOST_COUNTED}) o
     ) w
     left join lateral (${problem}) p on true`,
    [instantParameter(now), instantParameter(since), isAttended, instantParameter(documentsSince), mostCharges],
  )
  const row = rows[0]!
  return { ...row, waiting: Number(row.waiting), working: Number(row.working), failed: Number(row.failed) }
}
