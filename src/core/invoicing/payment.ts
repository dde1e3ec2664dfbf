import type { Day } from '../calendar/day.js'
import type { Currency } from '../money/currency.js'
import { formatAmount } from '../money/format-amount.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import type { InvoiceType } from './assemble.js'

/** A document with what is owed on it. */
export interface Receivable {
  readonly number: string
  readonly invoiceType: InvoiceType
  readonly currency: Currency
  readonly issuedOn: Day
  readonly dueOn: Day
  /** Minor units: what the document came to. */
  readonly total: bigint
  /** What payments have paid of it. */
  readonly paid: bigint
  /** What credit notes and write-offs took away. */
  readonly credited: bigint
  /** `total` without `paid` and `credited`; below zero where more was paid or credited. */
  readonly open: bigint
}

/** What is left of a payment. */
export interface Funds {
  readonly currency: Currency
  /** Minor units. */
  readonly unallocated: bigint
}

/** An invoice to be paid, and how much of it; left out, as much as is open and there is money for. */
export interface AllocationWish {
  readonly number: string
  readonly amount: bigint | undefined
}

export interface Allocation {
  readonly number: string
  readonly amount: bigint
}

/**
 * What a payment pays, invoice by invoice in the order asked for. Refused as a whole where one of them cannot be: never
 * more than is open, never more than is left of the payment. An invoice for which nothing is left is passed over, unless
 * it is the first.
 */
export function planAllocations(
  funds: Funds,
  receivables: ReadonlyMap<string, Receivable>,
  wishes: readonly AllocationWish[],
): Outcome<readonly Allocation[]> {
  const { currency } = funds
  const allocations: Allocation[] = []
  let rest = funds.unallocated
  const seen = new Set<string>()
  for (const { number, amount: wished } of wishes) {
    if (seen.has(number)) return refuse('malformed', { what: 'allocations', problem: `${number} is named twice` })
    seen.add(number)
    const receivable = receivables.get(number)
    if (receivable === undefined) return refuse('not-found', { what: 'invoice', id: number })
    const { open } = receivable
    if (receivable.currency !== currency) {
      return refuse('payment-currency-differs', { number, expected: receivable.currency, currency })
    }
    if (open <= 0n) return refuse('invoice-settled', { number })
    const amount = wished ?? (open < rest ? open : rest)
    if (amount > open) {
      return refuse('allocation-exceeds-invoice', { number, open: formatAmount(open, currency), currency })
    }
    if (amount > rest || (amount === 0n && allocations.length === 0)) {
      return refuse('allocation-exceeds-payment', { rest: formatAmount(rest, currency), currency })
    }
    if (amount === 0n) continue
    allocations.push({ number, amount })
    rest -= amount
  }
  return accept(allocations)
}

/** Invoices in the order in which they are paid where nobody says another: the one that is due first comes first. */
export function oldestFirst<T extends Pick<Receivable, 'number' | 'open' | 'dueOn'>>(receivables: Iterable<T>): T[] {
  return [...receivables]
    .filter(({ open }) => open > 0n)
    .sort((left, right) => left.dueOn - right.dueOn || (left.number < right.number ? -1 : 1))
}

/** How much of something may be taken, given back or written off: `wished`, or all there is. */
export function partOf(
  available: bigint,
  wished: bigint | undefined,
  code: 'nothing-to-take-back' | 'refund-exceeds-payment' | 'write-off-exceeds-invoice',
  { what, currency }: { readonly what: string; readonly currency: Currency },
): Outcome<bigint> {
  const amount = wished ?? available
  const data = { what, available: formatAmount(available > 0n ? available : 0n, currency), currency }
  return amount > 0n && amount <= available ? accept(amount) : refuse(code, data)
}
