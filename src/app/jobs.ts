import { type Day, type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import { jobsDueAt, lastJobDay } from '../core/calendar/job-day.js'
import { type DailyRun, listDays } from '../store/daily-runs.js'
import {
  JOB_KINDS,
  type JobKind,
  type LoopNote,
  listLoopNotes,
  type QueuedWork,
  type QueueReading,
  readQueuedWork,
} from '../store/jobs.js'
import { BACKGROUND_MILLISECONDS, MOST_BACKGROUND_CHARGES } from './document-files.js'
import { JOB_STATES, type JobState, jobStateOf } from './job-state.js'
import { PLATFORM_ID, type Session } from './use-case.js'

export { type DailyRun, JOB_KINDS, JOB_STATES, type JobKind, type JobState }

/** How a kind of background work is. */
export interface JobStanding extends Pick<QueuedWork, 'waiting' | 'working' | 'failed' | 'oldestAt' | 'doneAt'> {
  readonly kind: JobKind
  readonly state: JobState
  /** When there will be something to do, where that is known. */
  readonly nextAt: Instant | null
  /** When somebody last looked for work of this kind. */
  readonly lookedAt: Instant | null
  /** The last thing that went wrong in the last days. */
  readonly problem: JobProblem | null
}

export interface JobProblem {
  readonly what: string
  readonly at: Instant
  /** Whose work it was, where it was a partner's. */
  readonly partnerId: string | null
}

/** All background work. */
export interface JobsStanding {
  /** Whether some process works on the jobs. */
  readonly isAttended: boolean
  /** When one last did. */
  readonly lookedAt: Instant | null
  readonly jobs: readonly JobStanding[]
}

const MILLISECONDS_PER_MINUTE = 60_000
/** Who works on the jobs says so every minute. */
const ATTENDED_MILLISECONDS = 5 * MILLISECONDS_PER_MINUTE
/** So far back failures and problems are told. */
const TOLD_MILLISECONDS = 7 * MILLISECONDS_PER_DAY

/** How many minutes after it is due work of a kind is still in time. */
const PATIENCE_MINUTES: Readonly<Record<JobKind, number>> = {
  days: 15,
  billing: 60,
  usage: 15,
  documents: 60,
  exports: 15,
  deliveries: 10,
  mails: 15,
  sandboxes: 10,
}

/** Of these nothing is kept that says when they last succeeded, so their loop says it. */
const TOLD_BY_LOOP: ReadonlySet<JobKind> = new Set<JobKind>(['usage', 'documents'])

/** What the store has a word for. */
const SENTENCES: Readonly<Record<string, string>> = {
  'given-up': 'An export was begun several times and given up.',
  'invoice-missing': 'An invoice of an export does not exist.',
  'sums-disagree': 'A file of an export did not add up to its invoice.',
}

/** What the background work is doing and whether it is well, by the clock of the system. */
export async function readJobs(session: Session, now: Instant): Promise<JobsStanding> {
  const notes = new Map((await listLoopNotes(session)).map((note) => [note.kind, note]))
  const lookedAt = latest([...notes.values()].map((note) => note.lookedAt))
  const isAttended = lookedAt !== null && now - lookedAt <= ATTENDED_MILLISECONDS
  const reading: QueueReading = {
    ...{ now, isAttended, since: (now - TOLD_MILLISECONDS) as Instant, mostCharges: MOST_BACKGROUND_CHARGES },
    documentsSince: (now - BACKGROUND_MILLISECONDS) as Instant,
  }
  const jobs: JobStanding[] = []
  for (const kind of JOB_KINDS) {
    const work = kind === 'days' ? await readDueDays(session, reading) : await readQueuedWork(session, kind, reading)
    jobs.push(standingOf(kind, work, notes.get(kind), reading))
  }
  return { isAttended, lookedAt, jobs }
}

/** The days whose jobs have begun, the last one first. */
export function readJobDays(session: Session, limit: number): Promise<readonly DailyRun[]> {
  return listDays(session, limit)
}

/** The jobs of days as work: a day waits from the moment its jobs are due. */
async function readDueDays(session: Session, { now, isAttended }: QueueReading): Promise<QueuedWork> {
  const runs = await listDays(session, 2)
  const finished = runs.find(({ finishedAt }) => finishedAt !== null)
  const last = lastJobDay(now)
  const first = finished === undefined ? last : finished.day + 1
  const due = Math.max(last - first + 1, 0)
  const working = isAttended && due > 0 && runs[0]?.finishedAt === null ? 1 : 0
  const waiting = due - working
  const oldestAt = waiting === 0 ? null : jobsDueAt((first + working) as Day)
  return {
    ...{ waiting, working, failed: 0, oldestAt, dueAt: oldestAt ?? jobsDueAt((last + 1) as Day) },
    ...{ doneAt: finished?.finishedAt ?? null, problem: null, problemAt: null, partnerId: null },
  }
}

function standingOf(
  kind: JobKind,
  { waiting, working, failed, oldestAt, dueAt, doneAt, ...last }: QueuedWork,
  note: LoopNote | undefined,
  { now, since, isAttended }: QueueReading,
): JobStanding {
  const { lookedAt = null, workedAt = null, failedAt = null, problem = '' } = note ?? {}
  const { problemAt } = last
  const patienceMilliseconds = PATIENCE_MINUTES[kind] * MILLISECONDS_PER_MINUTE
  const facts = { now, waiting, working, dueAt, patienceMilliseconds, isAttended }
  const state = jobStateOf({ ...facts, failedAt, lookedAt, problemAt, doneAt })
  const problems: JobProblem[] = []
  if (last.problem !== null && problemAt !== null) {
    const partnerId = last.partnerId === PLATFORM_ID ? null : last.partnerId
    problems.push({ what: SENTENCES[last.problem] ?? last.problem, at: problemAt, partnerId })
  }
  if (failedAt !== null && failedAt >= since) problems.push({ what: problem, at: failedAt, partnerId: null })
  return {
    ...{ kind, state, waiting, working, failed, oldestAt, lookedAt },
    nextAt: dueAt !== null && dueAt > now ? dueAt : null,
    doneAt: TOLD_BY_LOOP.has(kind) ? workedAt : doneAt,
    problem: problems.sort((left, right) => right.at - left.at)[0] ?? null,
  }
}

function latest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null)
  return known.length === 0 ? null : (Math.max(...known) as Instant)
}
