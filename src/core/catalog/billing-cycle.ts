import type { Term } from '../calendar/term.js'

/** How often a term is charged: each month, each year, once for the whole term, or once and for all. */
export const BILLING_CYCLES = ['monthly', 'annual', 'upfront', 'one-time'] as const
export type BillingCycle = (typeof BILLING_CYCLES)[number]

export function parseBillingCycle(text: string): BillingCycle | undefined {
  return BILLING_CYCLES.find((cycle) => cycle === text)
}

/** Whether a term is made of whole cycles: a year is not charged annually for half of it. */
export function isWholeCycles(billingCycle: BillingCycle, term: Term): boolean {
  const months = cycleMonthsOf(billingCycle, term)
  return months === undefined || term.count % months === 0
}

/** Months between two charges, or `undefined` where the whole term is charged at once. */
export function cycleMonthsOf(billingCycle: BillingCycle, term: Term): number | undefined {
  if (term.unit === 'day') return undefined
  if (billingCycle === 'monthly') return 1
  return billingCycle === 'annual' ? 12 : undefined
}
