import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { isOverdue, overdueOf, reminderOf, uncovered } from '../core/invoicing/dunning.js'
import type { Receivable } from '../core/invoicing/payment.js'
import type { Currency } from '../core/money/currency.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { listReceivables, sumUnallocated } from '../store/receivables.js'
import { appendReminders, findToldPastDue, noteToldPastDue, type Reminder } from '../store/reminders.js'
import { lockLedger } from './change-family.js'
import { watchCredit } from './credit-limit.js'
import { moneyText } from './lock-account.js'
import type { UseCase } from './use-case.js'

/** How a partner stands with what it has to pay. */
export interface Standing {
  readonly pastDue: boolean
  /** Minor units, by currency, where something is past due. */
  readonly overdue: ReadonlyMap<string, bigint>
  /** Due date of the oldest invoice that is past due. */
  readonly since: Day | undefined
}

type Reader = Pick<UseCase, 'session' | 'now'>

/** How a partner stands now; it follows from the journal, so that paying restores it at once. */
export async function readStanding(context: Reader, partnerId: string): Promise<Standing> {
  return standingOf(await readUncovered(context, partnerId), dayOfInstant(context.now))
}

/** What the partner has to be asked for: what is open and covered by no money that is there. */
async function readUncovered({ session }: Reader, partnerId: string): Promise<Receivable[]> {
  const receivables = await listReceivables(session, partnerId, 'claimable')
  return receivables.length === 0 ? [] : uncovered(receivables, await sumUnallocated(session, partnerId))
}

function standingOf(receivables: readonly Receivable[], today: Day): Standing {
  const overdue = overdueOf(receivables, today)
  const late = receivables.filter((receivable) => isOverdue(receivable, today)).map(({ dueOn }) => dueOn)
  return { pastDue: overdue.size > 0, overdue, since: late.length === 0 ? undefined : (Math.min(...late) as Day) }
}

/** Whether a partner may buy something new as far as its invoices go: who is past due manages what it has, no more. */
export async function mayBuyWhileOwing(context: Reader, partnerId: string): Promise<Outcome<undefined>> {
  const { overdue, since } = await readStanding(context, partnerId)
  if (since === undefined) return accept(undefined)
  const amount = [...overdue].map(([currency, sum]) => moneyText(sum, currency as Currency)).join(' and ')
  return refuse('account-past-due', { amount, since: formatDay(since) })
}

/**
 * The chore of a day for one partner: reminders of what is due soon and what is overdue, and notices where it has become
 * past due, is cured, or has crossed a level of its credit limit. Repeating it changes nothing. It holds the lock of the
 * account, so that nobody is reminded of what is being paid at that moment.
 */
export async function remindPartner(context: UseCase, partnerId: string): Promise<void> {
  const { session, now, newId } = context
  await lockLedger(session, partnerId)
  const today = dayOfInstant(now)
  const receivables = await readUncovered(context, partnerId)
  const reminders = receivables.flatMap((receivable): Reminder[] => {
    const due = reminderOf(receivable, today)
    if (due === undefined) return []
    const { number: document, currency, open: amount, dueOn } = receivable
    return [{ ...due, partnerId, reminderId: newId(), document, currency, amount, dueOn, happenedOn: today }]
  })
  await appendReminders(session, reminders, now)
  await tellStanding(context, partnerId, standingOf(receivables, today))
  await watchCredit(context, partnerId)
}

/** Notes what a movement of money changed: a partner that paid is told that it is in good standing again. */
export async function watchAccount(context: UseCase, partnerId: string): Promise<void> {
  await tellStanding(context, partnerId, await readStanding(context, partnerId))
  await watchCredit(context, partnerId)
}

async function tellStanding(
  { session, now, newId }: UseCase,
  partnerId: string,
  { pastDue, overdue, since }: Standing,
): Promise<void> {
  const told = await findToldPastDue(session, partnerId)
  if (pastDue === (told !== undefined)) return
  await noteToldPastDue(session, partnerId, [...overdue.keys()][0] ?? null)
  const amounts = told === undefined ? [...overdue] : [[told, 0n] as const]
  const about = { partnerId, level: 0, document: null, dueOn: since ?? null, happenedOn: dayOfInstant(now) }
  await appendReminders(
    session,
    amounts.map(([currency, amount]) => ({
      ...about,
      reminderId: newId(),
      kind: pastDue ? ('past-due' as const) : ('cured' as const),
      currency: currency as Currency,
      amount,
    })),
    now,
  )
}
