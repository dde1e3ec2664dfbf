import type { Day } from '../calendar/day.js'
import { oldestFirst, type Receivable } from './payment.js'

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
 * What partners still have to be asked for: the receivables with less open on them, where money of the same currency that
 * was received, or is owed to the partner on other documents, covers them. It covers what is due first. Nothing is
 * allocated by this; it only keeps anybody from being asked for money that is there.
 *
 * @param unallocated what is left of payments, by currency
 */
export function uncovered<T extends Pick<Receivable, 'number' | 'open' | 'dueOn' | 'currency'>>(
  receivables: readonly T[],
  unallocated: ReadonlyMap<string, bigint>,
): T[] {
  const funds = new Map(unallocated)
  for (const { currency, open } of receivables) {
    if (open < 0n) funds.set(currency, (funds.get(currency) ?? 0n) - open)
  }
  const left: T[] = []
  for (const receivable of oldestFirst(receivables)) {
    const { currency, open } = receivable
    const there = funds.get(currency) ?? 0n
    const covered = there < open ? there : open
    funds.set(currency, there - covered)
    if (covered < open) left.push({ ...receivable, open: open - covered })
  }
  return left
}

/** What is overdue, by currency, of what is `uncovered`: who has paid enough is not past due. */
export function overdueOf(
  uncoveredReceivables: Iterable<Pick<Receivable, 'open' | 'dueOn' | 'currency'>>,
  today: Day,
): ReadonlyMap<string, bigint> {
  const overdue = new Map<string, bigint>()
  for (const receivable of uncoveredReceivables) {
    const { currency, open } = receivable
    if (isOverdue(receivable, today)) overdue.set(currency, (overdue.get(currency) ?? 0n) + open)
  }
  return overdue
}
