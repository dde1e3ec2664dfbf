import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { isOverdue, overdueOf, reminderOf } from '../core/invoicing/dunning.js'
import type { Receivable } from '../core/invoicing/payment.js'
import type { Currency } from '../core/money/currency.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { listReceivables, sumUnallocated } from '../store/receivables.js'
import { appendReminders, findToldPastDue, noteToldPastDue, type Reminder } from '../store/reminders.js'
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
  return standingOf(context, partnerId, await listReceivables(context.session, partnerId, 'open'))
}

async function standingOf(
  { session, now }: Reader,
  partnerId: string,
  receivables: readonly Receivable[],
): Promise<Standing> {
  const today = dayOfInstant(now)
  const late = receivables.filter((receivable) => isOverdue(receivable, today))
  if (late.length === 0) return { pastDue: false, overdue: new Map(), since: undefined }
  const overdue = overdueOf(late, await sumUnallocated(session, partnerId), today)
  const counted = late.filter(({ currency }) => overdue.has(currency))
  const since = counted.length === 0 ? undefined : (Math.min(...counted.map(({ dueOn }) => dueOn)) as Day)
  return { pastDue: overdue.size > 0, overdue, since }
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
 * past due, is cured, or has crossed a level of its credit limit. Repeating it changes nothing.
 */
export async function remindPartner(context: UseCase, partnerId: string): Promise<void> {
  const { session, now, newId } = context
  const today = dayOfInstant(now)
  const receivables = await listReceivables(session, partnerId, 'open')
  const reminders = receivables.flatMap((receivable): Reminder[] => {
    const due = reminderOf(receivable, today)
    if (due === undefined) return []
    const { number: document, currency, open: amount, dueOn } = receivable
    return [{ ...due, partnerId, reminderId: newId(), document, currency, amount, dueOn, happenedOn: today }]
  })
  await appendReminders(session, reminders, now)
  await tellStanding(context, partnerId, await standingOf(context, partnerId, receivables))
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
