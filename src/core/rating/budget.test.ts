import { describe, expect, it } from 'vitest'
import { parseDay } from '../calendar/day.js'
import { formatDecimal } from '../money/decimal.js'
import { budgetMonthOf, estimateOf, percentUsed, reachedThresholds, recurringDateIn } from './budget.js'

const day = (text: string) => parseDay(text)!
const MARCH = { start: day('2026-03-01'), end: day('2026-04-01') }

describe('a budget', () => {
  it('is for a calendar month', () => {
    expect(budgetMonthOf(day('2026-03-31'))).toEqual(MARCH)
    expect(budgetMonthOf(day('2026-12-01'))).toEqual({ start: day('2026-12-01'), end: day('2027-01-01') })
    expect(recurringDateIn(MARCH, 15)).toBe(day('2026-03-15'))
  })

  it('is estimated by a straight line over the days begun', () => {
    expect(estimateOf(10_000n, MARCH, day('2026-03-10'))).toBe(31_000n)
    expect(estimateOf(100n, MARCH, day('2026-03-03'))).toBe(1_033n)
    expect(estimateOf(1n, MARCH, day('2026-03-02'))).toBe(16n)
    expect(estimateOf(777n, MARCH, day('2026-03-31'))).toBe(777n)
    expect(estimateOf(-10n, MARCH, day('2026-03-31'))).toBe(-10n)
  })

  it('is used by percent, never more than there is', () => {
    const percent = (spent: bigint, budget: bigint) => formatDecimal(percentUsed(spent, budget))
    expect([percent(1_234n, 50_000n), percent(49_999n, 50_000n), percent(75_000n, 50_000n)]).toEqual([
      ...['2.46', '99.99', '150.00'],
    ])
    expect([percent(0n, 0n), percent(1n, 0n), percent(-100n, 1_000n)]).toEqual(['0.00', '100.00', '-10.00'])
  })

  it('has thresholds at 80 and 100 percent', () => {
    expect(reachedThresholds(7_999n, 10_000n)).toEqual([])
    expect(reachedThresholds(8_000n, 10_000n)).toEqual([80])
    expect(reachedThresholds(10_000n, 10_000n)).toEqual([80, 100])
    expect([reachedThresholds(0n, 0n), reachedThresholds(1n, 0n)]).toEqual([[], [80, 100]])
  })
})
