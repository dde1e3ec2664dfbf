import { majorOf, minorOf, typedAmount } from './exact.js'
import type { OpenBill } from './types.js'

/** What somebody typed for each invoice, by its number. */
export type TypedAmounts = Readonly<Record<string, string>>

export interface AllocationPlan {
  /** Minor units. */
  readonly sum: bigint
  /** What is left of the payment; below zero where more was typed than there is. */
  readonly rest: bigint
  readonly problems: Readonly<Record<string, 'wrong' | 'tooMuch'>>
  readonly allocations: readonly { readonly invoiceId: string; readonly amount: string }[]
}

/** What the typed amounts make of the money that is left of a payment, in exact cents. */
export function planAllocation(
  typed: TypedAmounts,
  bills: readonly OpenBill[],
  left: number,
  currency: string,
): AllocationPlan {
  const problems: Record<string, 'wrong' | 'tooMuch'> = {}
  const allocations: { invoiceId: string; amount: string }[] = []
  let sum = 0n
  for (const { invoiceId, openAmount } of bills) {
    const text = typed[invoiceId] ?? ''
    if (text.trim() === '') continue
    const amount = typedAmount(text, currency)
    if (amount === undefined) problems[invoiceId] = 'wrong'
    else {
      if (amount > minorOf(openAmount, currency)) problems[invoiceId] = 'tooMuch'
      sum += amount
      allocations.push({ invoiceId, amount: majorOf(amount, currency) })
    }
  }
  return { sum, rest: minorOf(left, currency) - sum, problems, allocations }
}

/** Amounts that pay what is due first, as far as the money goes. */
export function oldestFirst(bills: readonly OpenBill[], left: number, currency: string): TypedAmounts {
  let rest = minorOf(left, currency)
  const typed: Record<string, string> = {}
  for (const { invoiceId, openAmount } of [...bills].sort((one, other) => one.dueDate.localeCompare(other.dueDate))) {
    const open = minorOf(openAmount, currency)
    const amount = rest < open ? rest : open
    if (amount > 0n) typed[invoiceId] = majorOf(amount, currency)
    rest -= amount
  }
  return typed
}
