import { ONE_TIME_INVOICE_DAY, ONE_TIME_LEAD_DAYS } from '../core/calendar/billing-calendar.js'
import { civilOf, type Day, type Instant, LAST_DAY, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import { dayOfInstant, formatInstant, startOfDay } from '../core/calendar/instant.js'
import { jobsDueAt, lastJobDay } from '../core/calendar/job-day.js'
import type { Catalog } from '../core/catalog/availability.js'
import { step } from '../core/charging/charge-subscription.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { dueOn } from '../core/subscription/subscription.js'
import { lockPartners } from '../store/partner-billing.js'
import {
  beginWay,
  findSandbox,
  findUnusedAccount,
  finishWay,
  hasPendingActivations,
  leaseWay,
  listWaitingWays,
  moveClock,
  releaseWay,
  type Sandbox,
  setSandboxClock,
  startSandbox,
} from '../store/sandboxes.js'
import { listDueSubscriptions } from '../store/subscription-reading.js'
import { recordChange } from './audit.js'
import { billInTurn } from './bill-in-turn.js'
import { catalogFor, currentCatalog } from './current-catalog.js'
import { type JobContext, keepHouse } from './daily-jobs.js'
import type { Session, UseCase } from './use-case.js'

export type { Sandbox }

/** Day of the month as of which one-time invoices are issued. */
const ONE_TIME_ISSUE_DAY = ONE_TIME_INVOICE_DAY - ONE_TIME_LEAD_DAYS
/** How far a clock may be sent at a time. */
const MOST_YEARS = 10
const DAYS_OF_A_YEAR = 366
/** After so long without a step a way may be taken over by another worker. */
const LEASE_MILLISECONDS = 60_000

/** Makes an account that holds nothing yet a sandbox, whose clock stands at `at` until it is advanced. */
export async function makeSandbox(context: UseCase, partnerId: string, at: Instant): Promise<Outcome<Sandbox>> {
  const { session } = context
  const known = await findSandbox(session, partnerId, true)
  if (known !== undefined) return accept(known)
  const account = await findUnusedAccount(session, partnerId)
  if (account === undefined) return refuse('unknown-partner', { partner: partnerId })
  if (account === 'used') return refuse('sandbox-in-use', { account: partnerId })
  await startSandbox(session, partnerId, at, dayOfInstant(at))
  await recordClock(context, partnerId, null, at)
  return loadSandbox(session, partnerId)
}

/**
 * Makes an account with all it holds a sandbox: for demonstrations, and for copies of a database to try things out on.
 * Its clock stands at `at`, which must come after what has been charged.
 */
export async function makeSandboxWithLedger(
  context: UseCase,
  partnerId: string,
  at: Instant,
): Promise<Outcome<Sandbox>> {
  const { session } = context
  const known = await findSandbox(session, partnerId, true)
  if (known !== undefined) return accept(known)
  const partner = (await lockPartners(session, [partnerId])).get(partnerId)
  if (partner === undefined) return refuse('unknown-partner', { partner: partnerId })
  if (dayOfInstant(at) <= partner.chargedThrough) {
    return refuse('sandbox-clock-backwards', { now: formatInstant(startOfDay((partner.chargedThrough + 1) as Day)) })
  }
  await setSandboxClock(session, partnerId, at)
  await recordClock(context, partnerId, null, at)
  return loadSandbox(session, partnerId)
}

/** A sandbox account; refused where the account follows the system clock. */
export async function loadSandbox(session: Session, partnerId: string): Promise<Outcome<Sandbox>> {
  const sandbox = await findSandbox(session, partnerId)
  return sandbox === undefined ? refuse('no-sandbox', { account: partnerId }) : accept(sandbox)
}

/** Whether the clock of a sandbox is on its way. */
export function isAdvancing({ way }: Sandbox): boolean {
  return way !== null && way.finishedAt === null
}

/**
 * Sends the clock of a sandbox on its way to a later instant; `advanceSandbox` makes the way. Asking for the instant it
 * is on its way to, or stands at, is no second way.
 */
export async function sendClock(
  context: UseCase,
  partnerId: string,
  target: Instant,
  systemNow: Instant,
): Promise<Outcome<Sandbox>> {
  const { session } = context
  const sandbox = await findSandbox(session, partnerId, true)
  if (sandbox === undefined) return refuse('no-sandbox', { account: partnerId })
  const { clockAt, way } = sandbox
  if (way !== null && isAdvancing(sandbox)) {
    if (way.targetAt === target) return accept(sandbox)
    return refuse('sandbox-advancing', { target: formatInstant(way.targetAt) })
  }
  if (target < clockAt) return refuse('sandbox-clock-backwards', { now: formatInstant(clockAt) })
  const until = Math.min(clockAt + MOST_YEARS * DAYS_OF_A_YEAR * MILLISECONDS_PER_DAY, startOfDay(LAST_DAY)) as Instant
  if (target > until) return refuse('sandbox-clock-too-far', { years: MOST_YEARS, until: formatInstant(until) })
  if (target === clockAt) return accept(sandbox)
  await beginWay(session, partnerId, { startedFrom: clockAt, targetAt: target, startedAt: systemNow })
  await recordClock(context, partnerId, clockAt, target)
  return loadSandbox(session, partnerId)
}

export interface AdvanceContext extends JobContext {
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly clockAt: Instant }) => void
}

/**
 * Makes the way a sandbox's clock was sent on: on each day on which something falls due or an invoice is dated, and on
 * the last one, everything is done that the daily jobs do, at the instant they do it, and then the clock shows that
 * instant. A way that was broken off goes on where it stopped; one that another worker holds is left to it.
 */
export async function advanceSandbox(context: AdvanceContext, partnerId: string): Promise<Outcome<Sandbox>> {
  const { database, clock, newId } = context
  const lease = () => (clock() + LEASE_MILLISECONDS) as Instant
  if (!(await leaseWay(database, partnerId, clock(), lease()))) return loadSandbox(database, partnerId)
  try {
    const sandbox = await loadSandbox(database, partnerId)
    if (!sandbox.ok || sandbox.value.way === null) return sandbox
    const { targetAt, stepsDone } = sandbox.value.way
    const days = await daysToStopAt(database, sandbox.value, lastJobDay(targetAt))
    const total = stepsDone + days.length
    let done = stepsDone
    for (const day of days) {
      if (context.stopping?.() === true) return await loadSandbox(database, partnerId)
      const at = jobsDueAt(day)
      const billed = await billInTurn(database, { asOf: day, onlyPartner: partnerId, now: () => at, newId }, clock)
      if (!billed.ok) return billed
      await keepHouse(context, partnerId, day, at)
      done += 1
      await database.transaction((session) => moveClock(session, partnerId, at, { done, total }, lease()))
      context.onProgress?.({ done, total, clockAt: at })
    }
    await database.transaction(async (session) => {
      await moveClock(session, partnerId, targetAt, { done, total }, lease())
      await finishWay(session, partnerId, clock())
    })
    return await loadSandbox(database, partnerId)
  } finally {
    await releaseWay(database, partnerId)
  }
}

/** Goes on with ways that nobody is on: those too long for a request, and those of killed workers. Says whether there were any. */
export async function advanceWaitingSandboxes(context: JobContext): Promise<boolean> {
  const waiting = await listWaitingWays(context.database, context.clock())
  for (const partnerId of waiting) {
    if (context.stopping?.() === true) return false
    const outcome = await advanceSandbox(context, partnerId)
    if (!outcome.ok) throw new Error(`the clock of sandbox ${partnerId} cannot go on: ${outcome.refusal.message}`)
  }
  return waiting.length > 0
}

/** The days up to `last` whose jobs have something to do, in order; the last one among them. */
async function daysToStopAt(session: Session, sandbox: Sandbox, last: Day): Promise<Day[]> {
  const { partnerId, chargedThrough, billingDay } = sandbox
  // The jobs of a day are done once the clock has passed them: a day that was only charged is stopped at again.
  const first = Math.min(chargedThrough + 1, lastJobDay(sandbox.clockAt) + 1)
  if (last < first) return []
  const { availabilities } = catalogFor(await currentCatalog(session), partnerId)
  const days = new Set<number>([last])
  for (const { state } of await listDueSubscriptions(session, partnerId, last, availabilities)) {
    addDueDays(days, state, first, last, availabilities)
  }
  const everyDay = await hasPendingActivations(session, partnerId)
  for (let day = first; day <= last; day += 1) {
    const dayOfMonth = civilOf(day as Day).day
    if (everyDay || dayOfMonth === billingDay || dayOfMonth === ONE_TIME_ISSUE_DAY) days.add(day)
  }
  return [...days].sort((left, right) => left - right) as Day[]
}

function addDueDays(
  days: Set<number>,
  state: Parameters<typeof dueOn>[0],
  first: number,
  last: Day,
  availabilities: Catalog,
): void {
  let current = state
  for (let due = dueOn(current); due !== null && due <= last; due = dueOn(current)) {
    if (due >= first) days.add(due)
    const next = step(current, { type: 'fellDue', day: due }, availabilities)
    // What cannot go on is put into quarantine by the billing run of that day.
    if (!next.ok) return
    current = next.value.subscription
  }
}

async function recordClock(context: UseCase, partnerId: string, from: Instant | null, to: Instant): Promise<void> {
  await recordChange(context, {
    partnerId,
    customer: null,
    resourceType: 'undefined',
    operationType: 'update_company_info',
    before: from === null ? null : { sandboxClock: formatInstant(from) },
    after: { sandboxClock: formatInstant(to) },
    data: { change: from === null ? 'sandbox-made' : 'sandbox-clock-advanced' },
  })
}
