import type { BankEntryFacts } from '../store/bank-statements.js'

/** A statement as its file tells it. */
export interface ReadStatement {
  readonly account: string
  readonly reference: string
  readonly currency: string
  /** Money that came in; without what tells them apart, which `withReferences` makes. */
  readonly credits: readonly ReadCredit[]
  /** Entries of money that went out, and of what is not booked yet: they are passed over. */
  readonly passedOver: number
}

export interface ReadCredit extends Omit<BankEntryFacts, 'entryNumber'> {
  /** The bank's own, or one that says where it stood; need not be unique. */
  readonly reference: string
}

/** Something in a file that cannot be read. */
export interface FileProblem {
  readonly line: number
  readonly reason: string
}

/** What a file came to: statements, or why nothing can be taken from it. */
export type ReadFile =
  | { readonly ok: true; readonly statements: readonly ReadStatement[] }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** Longest text of an entry that is kept. */
export const LONGEST_TEXT = 2_000

/**
 * Numbers the credits of a statement and makes what they are known by: the bank's reference with day and amount, because
 * banks give several entries the same one; what is the same even then is counted.
 */
export function withReferences(credits: readonly ReadCredit[]): BankEntryFacts[] {
  const seen = new Map<string, number>()
  return credits.map((credit, index) => {
    const key = `${credit.reference} ${credit.bookedOn} ${credit.amount}`
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return { ...credit, entryNumber: index + 1, reference: `${key} ${count}` }
  })
}

/** The pages of a statement that are in one file, as one. */
export function joinPages(statements: readonly ReadStatement[]): ReadStatement[] {
  const joined = new Map<string, ReadStatement>()
  for (const page of statements) {
    const key = JSON.stringify([page.account, page.reference])
    const before = joined.get(key)
    if (before === undefined) joined.set(key, page)
    else {
      const credits = [...before.credits, ...page.credits]
      joined.set(key, { ...before, credits, passedOver: before.passedOver + page.passedOver })
    }
  }
  return [...joined.values()]
}

/** A text in one line, cut to what is kept. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT)
}
