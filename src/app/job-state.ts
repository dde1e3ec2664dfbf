import type { Instant } from '../core/calendar/day.js'

export const JOB_STATES = ['overdue', 'failing', 'working', 'waiting', 'idle'] as const
export type JobState = (typeof JOB_STATES)[number]

/** What decides about the state of a kind of work. */
export interface JobFacts {
  readonly now: Instant
  readonly waiting: number
  readonly working: number
  /** When the first of what waits was, or is, to be done; `null` where nobody knows. */
  readonly dueAt: Instant | null
  /** How long after that it is still in time. */
  readonly patienceMilliseconds: number
  /** Whether somebody works on the jobs. */
  readonly isAttended: boolean
  /** The last pass of its loop that failed, and that went well. */
  readonly failedAt: Instant | null
  readonly lookedAt: Instant | null
  /** The last piece of work that went wrong, and that succeeded. */
  readonly problemAt: Instant | null
  readonly doneAt: Instant | null
}

/**
 * How a kind of work is, the worst first: `overdue` where something should have been done and nobody has begun it, `failing`
 * where the last thing that was tried went wrong.
 */
export function jobStateOf(facts: JobFacts): JobState {
  const { waiting, working, failedAt, lookedAt, problemAt, doneAt } = facts
  if (waiting > 0 && isLate(facts)) return 'overdue'
  if (isAfter(failedAt, lookedAt) || isAfter(problemAt, doneAt)) return 'failing'
  if (working > 0) return 'working'
  return waiting > 0 ? 'waiting' : 'idle'
}

/** What follows the clock of a sandbox is late where nobody works on the jobs at all. */
function isLate({ now, dueAt, patienceMilliseconds, isAttended }: JobFacts): boolean {
  return dueAt === null ? !isAttended : now - dueAt > patienceMilliseconds
}

function isAfter(left: Instant | null, right: Instant | null): boolean {
  return left !== null && (right === null || left > right)
}
