import type { Day } from '../calendar/day.js'
import type { Receivable } from './payment.js'

/** A reminder that is due about one document. */
export interface DueReminder {
  readonly kind: 'due-soon' | 'overdue'
  /** Which one, from 1; 0 before the due date. */
  readonly level: number
}

/** When partners are reminded, in days after the due date, latest first. */
const STEPS: readonly (DueReminder & { readonly days: number })[] = [
  { kind: 'overdue', level: 4, days: 60 },
  { kind: 'overdue', level: 3, days: 30 },
  { kind: 'overdue', level: 2, days: 14 },
  { kind: 'overdue', level: 1, days: 1 },
  { kind: 'due-soon', level: 0, days: -7 },
]

/**
 * The reminder a document has reached; who missed the days before gets the latest only. `undefined` where nothing is open
 * or nothing is to be said yet.
 */
export function reminderOf({ open, dueOn, issuedOn }: Receivable, today: Day): DueReminder | undefined {
  if (open <= 0n) return undefined
  const step = STEPS.find(({ days }) => today >= dueOn + days)
  if (step === undefined) return undefined
  // Who gets an invoice that is due at once is not told so twice on the same day.
  if (step.kind === 'due-soon' && today <= issuedOn) return undefined
  return { kind: step.kind, level: step.level }
}

/** An invoice may be paid on its due date; afterwards it is overdue. */
export function isOverdue({ open, dueOn }: Pick<Receivable, 'open' | 'dueOn'>, today: Day): boolean {
  return open > 0n && dueOn < today
}

/**
 * What is overdue, by currency. Money that was received counts, whether or not somebody has said yet what it pays: who has
 * paid enough is not past due.
 *
 * @param unallocated what is left of payments, by currency
 */
export function overdueOf(
  receivables: Iterable<Pick<Receivable, 'open' | 'dueOn' | 'currency'>>,
  unallocated: ReadonlyMap<string, bigint>,
  today: Day,
): ReadonlyMap<string, bigint> {
  const overdue = new Map<string, bigint>()
  for (const receivable of receivables) {
    const { currency, open } = receivable
    if (isOverdue(receivable, today)) overdue.set(currency, (overdue.get(currency) ?? 0n) + open)
  }
  for (const [currency, amount] of overdue) {
    const rest = amount - (unallocated.get(currency) ?? 0n)
    if (rest > 0n) overdue.set(currency, rest)
    else overdue.delete(currency)
  }
  return overdue
}
