import { LEAST_ID } from '../core/access/least-id.js'
import { type Day, formatDay, type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import { lastJobDay } from '../core/calendar/job-day.js'
import { forgetAnswers } from '../store/api-requests.js'
import { beginDay, expireCarts, findLastFinishedDay, finishDay, listClockedPartners } from '../store/daily-runs.js'
import { forgetMails } from '../store/mail.js'
import { forgetExpiredSignIns } from '../store/sign-in.js'
import { forgetDeliveries } from '../store/webhook-deliveries.js'
import { expirePendingActivations } from './activation.js'
import { billInTurn } from './bill-in-turn.js'
import { purgeDeletedCustomerUsers } from './delete-customer-users.js'
import { remindPartner } from './dunning.js'
import { forgetExports } from './exports-work.js'
import { countHeldInvoices } from './held-invoices.js'
import { systemContext } from './system-context.js'
import { checkTaxRates } from './tax-rates.js'
import { tellLifecycle } from './tell-lifecycle.js'
import { rateUsageOfDay } from './usage/rating-rounds.js'
import type { Database, UseCase } from './use-case.js'

/** What jobs need besides the database. */
export interface JobContext {
  readonly database: Database
  readonly clock: () => Instant
  readonly newId: () => string
  /** Asked between transactions: a job that is to stop does, and goes on the next time. */
  readonly stopping?: () => boolean
  /** Told in a sentence what somebody should look at. */
  readonly warn?: (what: string) => void
}

const ANSWERS_KEPT_MILLISECONDS = MILLISECONDS_PER_DAY
const DELIVERIES_KEPT_MILLISECONDS = 30 * MILLISECONDS_PER_DAY
/** How long what a sign-in left stays after it has expired: somebody may ask what happened. */
const SIGN_INS_KEPT_MILLISECONDS = 30 * MILLISECONDS_PER_DAY
/** Mails hold addresses; after so long nobody asks any more whether one was sent. */
const MAILS_KEPT_MILLISECONDS = 400 * MILLISECONDS_PER_DAY
/** So long before it is needed a missing tax rate is told of. */
const RATES_CHECKED_DAYS_AHEAD = 7
const PARTNERS_OF_A_PAGE = 500

/**
 * Runs the jobs of every day that is due and not done yet, in order; the first time, of the last day only, which charges
 * everything before it, too. Any number of workers may call it at once: a billing run is shared, everything else is
 * done once by whoever comes first, and what a killed worker left is done by the next.
 * @returns the days that were finished
 */
export async function runDueDays(context: JobContext): Promise<Day[]> {
  const last = lastJobDay(context.clock())
  const finished = await findLastFinishedDay(context.database)
  const days: Day[] = []
  for (let day = finished === undefined ? last : ((finished + 1) as Day); day <= last; day = (day + 1) as Day) {
    if (!(await runDay(context, day))) break
    days.push(day)
  }
  return days
}

/** The jobs of one day, for all accounts that follow the system clock; `false` where they were broken off. */
async function runDay(context: JobContext, day: Day): Promise<boolean> {
  const { database, clock, newId } = context
  await beginDay(database, day, clock())
  const billed = await billInTurn(database, { asOf: day, now: clock, newId }, clock)
  if (!billed.ok) throw new Error(`billing as of day ${day} was refused: ${billed.refusal.message}`)
  await warnOfTaxes(context, day)
  let from: string | undefined = LEAST_ID
  while (from !== undefined) {
    const partners: string[] = await listClockedPartners(database, from, PARTNERS_OF_A_PAGE)
    for (const partnerId of partners) {
      if (context.stopping?.() === true) return false
      await keepHouse(context, partnerId, day, clock())
    }
    from = partners.length < PARTNERS_OF_A_PAGE ? undefined : partners.at(-1)
  }
  await forgetAnswers(database, (clock() - ANSWERS_KEPT_MILLISECONDS) as Instant)
  await forgetExpiredSignIns(database, (clock() - SIGN_INS_KEPT_MILLISECONDS) as Instant)
  await forgetDeliveries(database, (clock() - DELIVERIES_KEPT_MILLISECONDS) as Instant)
  await forgetMails(database, (clock() - MAILS_KEPT_MILLISECONDS) as Instant)
  await forgetExports(context)
  await finishDay(database, day, clock())
  return true
}

/** Tells of partners whose invoices were left out, and of rates that will be missing soon. */
async function warnOfTaxes({ database, warn = () => undefined }: JobContext, day: Day): Promise<void> {
  const held = await countHeldInvoices(database, { onlyPartner: null })
  if (held > 0) warn(`partners without invoices as of ${formatDay(day)}: ${held}; see why with: prorata invoices late`)
  const rates = await checkTaxRates(database, (day + RATES_CHECKED_DAYS_AHEAD) as Day)
  if (!rates.ok) warn(`invoices will be left out: ${rates.refusal.message}`)
}

/** What is done for each partner once its day has been charged; each in a transaction of its own, and safe to repeat. */
const CHORES: readonly ((context: UseCase, partnerId: string, day: Day) => Promise<unknown>)[] = [
  rateUsageOfDay,
  tellLifecycle,
  (context, partnerId) => expireCarts(context.session, partnerId, context.now),
  (context, partnerId) => expirePendingActivations(context, partnerId),
  (context) => purgeDeletedCustomerUsers(context),
  remindPartner,
]

/** Does the chores of a day for one partner, whose clock shows `now`. */
export async function keepHouse(
  { database, newId }: Pick<JobContext, 'database' | 'newId'>,
  partnerId: string,
  day: Day,
  now: Instant,
): Promise<void> {
  for (const chore of CHORES) {
    await database.transaction((session) => chore(systemContext(session, partnerId, { now, newId }), partnerId, day))
  }
}
