import type { Instant } from '../core/calendar/day.js'
import { jobsDueAt } from '../core/calendar/job-day.js'
import type { Outcome } from '../core/refusal.js'
import { findUnfinishedRun } from '../store/billing-runs.js'
import { findSandbox } from '../store/sandboxes.js'
import { type BillingRun, type BillOptions, bill, joinRun } from './bill.js'
import type { Database } from './use-case.js'

/**
 * Bills like `bill`, and where another run is under way or was broken off, helps to finish that one first: for jobs,
 * which have nobody to ask.
 */
export async function billInTurn(
  database: Database,
  options: BillOptions,
  systemClock: () => Instant,
): Promise<Outcome<BillingRun>> {
  for (;;) {
    const outcome = await bill(database, options)
    if (outcome.ok || outcome.refusal.code !== 'billing-run-unfinished') return outcome
    const unfinished = await findUnfinishedRun(database)
    if (unfinished === undefined) continue
    await finishInItsTime(database, unfinished, { newId: options.newId }, systemClock)
  }
}

/** Helps to finish a run: one of a sandbox by the sandbox's clock, any other by the system's. */
export async function finishInItsTime(
  database: Database,
  { billingRunId, onlyPartner, asOf }: BillingRun,
  options: Pick<BillOptions, 'newId' | 'stopping'>,
  systemClock: () => Instant,
): Promise<BillingRun> {
  const sandbox = onlyPartner === null ? undefined : await findSandbox(database, onlyPartner)
  const now = sandbox === undefined ? systemClock : () => jobsDueAt(asOf)
  return joinRun(database, billingRunId, { now, ...options })
}
