import { type Day, formatDay, type Instant } from '../core/calendar/day.js'
import { lastJobDay } from '../core/calendar/job-day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type BillingRun, findRun, findUnfinishedRun, listRuns, loadProgress } from '../store/billing-runs.js'
import { findSandbox } from '../store/sandboxes.js'
import { recordChange } from './audit.js'
import { joinRun, startOrJoin } from './bill.js'
import { finishInItsTime } from './bill-in-turn.js'
import type { JobContext } from './daily-jobs.js'
import { type Database, PLATFORM_ID, type Session, type UseCase } from './use-case.js'

/** A run with how far it is: due subscriptions, and those whose chunk is done. */
export interface BillingRunView extends BillingRun {
  readonly due: number
  readonly done: number
}

export interface BillingWish {
  /** The last day to charge; one that is over. */
  readonly asOf: Day
  /** One partner only, also a sandbox; left out, all that follow the system clock. */
  readonly partnerId: string | undefined
}

/**
 * Starts a billing run, or joins the one that is under way for the same day, and works on it until it is done or
 * `stopping` says so: the jobs finish what is left. Asking for what is billed already gives the run that did it.
 */
export async function requestBillingRun(
  context: Omit<UseCase, 'session'>,
  database: Database,
  { asOf, partnerId }: BillingWish,
  stopping: () => boolean,
): Promise<Outcome<BillingRunView>> {
  const sandbox = partnerId === undefined ? undefined : await findSandbox(database, partnerId)
  const last = lastJobDay(sandbox?.clockAt ?? context.now)
  if (asOf > last) return refuse('billing-day-to-come', { asOf: formatDay(asOf), last: formatDay(last) })
  const { newId } = context
  const now = () => sandbox?.clockAt ?? context.now
  const wish = { asOf, now, newId, ...(partnerId === undefined ? {} : { onlyPartner: partnerId }) }
  const started = await startOrJoin(database, wish)
  if (!started.ok) return started
  const { billingRunId, status, startedAt } = started.value
  if (status !== 'completed') {
    await database.transaction((session) => recordStart({ ...context, session }, started.value, startedAt))
    await joinRun(database, billingRunId, { now, newId, stopping })
  }
  return loadBillingRun(database, billingRunId)
}

/** Whoever asked for it, the run stands in the activity log of the account it is for. */
function recordStart(context: UseCase, { billingRunId, asOf, onlyPartner }: BillingRun, startedAt: Instant) {
  return recordChange(
    { ...context, now: startedAt },
    {
      partnerId: onlyPartner ?? PLATFORM_ID,
      customer: null,
      resourceType: 'invoice',
      operationType: 'ready_invoice',
      before: null,
      after: { billingRunId, asOf: formatDay(asOf) },
    },
  )
}

export async function loadBillingRun(session: Session, billingRunId: string): Promise<Outcome<BillingRunView>> {
  const run = await findRun(session, billingRunId)
  if (run === undefined) return refuse('not-found', { what: 'billing run', id: billingRunId })
  return accept(await viewOf(session, run))
}

/** Runs, the last one first, and how many there are. */
export async function readBillingRuns(
  session: Session,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly runs: readonly BillingRunView[]; readonly total: number }> {
  const { runs, total } = await listRuns(session, page)
  const views: BillingRunView[] = []
  for (const run of runs) views.push(await viewOf(session, run))
  return { runs: views, total }
}

async function viewOf(session: Session, run: BillingRun): Promise<BillingRunView> {
  const { due, done } = await loadProgress(session, run.billingRunId)
  return { ...run, due, done }
}

/** Goes on with a run that a request or a killed process left. Says whether there was one. */
export async function finishBillingRun(context: JobContext): Promise<boolean> {
  const unfinished = await findUnfinishedRun(context.database)
  if (unfinished === undefined) return false
  const { database, clock, newId, stopping = () => false } = context
  await finishInItsTime(database, unfinished, { newId, stopping }, clock)
  return true
}
