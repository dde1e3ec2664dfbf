import type { Day, Instant } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'

export type ReminderKind = 'due-soon' | 'overdue' | 'past-due' | 'cured' | 'credit-limit'

/** Something a partner is to be told about what it owes. */
export interface Reminder {
  readonly partnerId: string
  readonly reminderId: string
  readonly kind: ReminderKind
  /** Of `overdue`: which one, from 1; of `credit-limit`: percent used; otherwise 0. */
  readonly level: number
  /** The document it is about; `null` where it is about the account. */
  readonly document: string | null
  readonly currency: Currency
  /** Minor units: open on the document, overdue altogether, or used of the limit. */
  readonly amount: bigint
  readonly dueOn: Day | null
  readonly happenedOn: Day
}

/** Appends reminders; one about a document that was made before is not made again. */
export async function appendReminders(session: Session, reminders: readonly Reminder[], now: Instant): Promise<void> {
  if (reminders.length === 0) return
  await session.query(
    `insert into reminder (partner_id, reminder_id, kind, level, document, currency, amount, due_on, happened_on,
       created_at)
     select v.*, $10::timestamptz from unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[], $5::text[],
       $6::text[], $7::bigint[], $8::date[], $9::date[]) as v
     on conflict (partner_id, document, kind, level) where document is not null do nothing`,
    [
      reminders.map((reminder) => reminder.partnerId),
      reminders.map((reminder) => reminder.reminderId),
      reminders.map((reminder) => reminder.kind),
      reminders.map((reminder) => reminder.level),
      reminders.map((reminder) => reminder.document),
      reminders.map((reminder) => reminder.currency),
      reminders.map((reminder) => reminder.amount),
      reminders.map(({ dueOn }) => (dueOn === null ? null : dayParameter(dueOn))),
      reminders.map((reminder) => dayParameter(reminder.happenedOn)),
      instantParameter(now),
    ],
  )
}

/** What the partner was last told of how it stands: the currency it was past due in, or `undefined` where it is not. */
export async function findToldPastDue(session: Session, partnerId: string): Promise<Currency | undefined> {
  const { rows } = await session.query<{ readonly currency: Currency | null }>(
    'select told_past_due as currency from partner where partner_id = $1',
    [partnerId],
  )
  return rows[0]?.currency ?? undefined
}

export async function noteToldPastDue(session: Session, partnerId: string, currency: string | null): Promise<void> {
  await session.query('update partner set told_past_due = $2 where partner_id = $1', [partnerId, currency])
}
