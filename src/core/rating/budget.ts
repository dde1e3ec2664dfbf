import type { Day } from '../calendar/day.js'
import { dayOfMonth, monthOf, startOfMonth } from '../calendar/months.js'
import type { Period } from '../calendar/period.js'
import { type Decimal, decimalOf } from '../money/decimal.js'
import { divideRounded } from '../money/rounding.js'

/** Percentages of a budget that are told of, each once in a month, in ascending order. */
export const BUDGET_THRESHOLDS = [80, 100] as const

/** The calendar month of a day: budgets are for these. */
export function budgetMonthOf(day: Day): Period {
  const month = monthOf(day)
  return { start: startOfMonth(month), end: startOfMonth(month + 1) }
}

/** The date in the month of a day of the recurring invoice of a partner with this billing day (1 to 28). */
export function recurringDateIn({ start }: Period, billingDay: number): Day {
  return (start + billingDay - 1) as Day
}

/**
 * What the whole month will come to if it goes on as it did, in minor units: a straight line by the days that have passed
 * or begun. Without tax, credits and adjustments.
 */
export function estimateOf(spent: bigint, { start, end }: Period, today: Day): bigint {
  const elapsed = dayOfMonth(today)
  return divideRounded(spent * BigInt(end - start), BigInt(elapsed), 'half-away-from-zero')
}

/** How much of a budget is used, in percent with two digits, cut; of a budget of nothing, 100 as soon as anything is. */
export function percentUsed(spent: bigint, budget: bigint): Decimal {
  if (budget === 0n) return decimalOf(spent > 0n ? 10_000n : 0n, 2)
  return decimalOf(divideRounded(spent * 10_000n, budget, 'toward-zero'), 2)
}

/** The thresholds that have been reached, in ascending order. Spending nothing reaches none. */
export function reachedThresholds(spent: bigint, budget: bigint): number[] {
  return BUDGET_THRESHOLDS.filter((threshold) => spent > 0n && spent * 100n >= budget * BigInt(threshold))
}
