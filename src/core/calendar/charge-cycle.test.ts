import { describe, expect, it } from 'vitest'
import { chargeCycle, cycleBoundary, cycleIndexAt } from './charge-cycle.js'
import { civilOf, type Day, dayOf, formatDay, parseDay } from './day.js'
import type { MonthEndRule } from './months.js'
import { containsDay, daysOf } from './period.js'

const RULES: readonly MonthEndRule[] = ['clamp', 'from-month-end']
const FIRST_ANCHOR = dayOf(2000, 1, 1)
const END_OF_ANCHORS = dayOf(2028, 1, 1)

/** Calls `check` for every purchase day of a whole 28-year cycle of weekdays and leap years. */
function forEveryAnchor(check: (anchor: Day) => string | undefined): string[] {
  const wrong: string[] = []
  for (let anchor = FIRST_ANCHOR; anchor < END_OF_ANCHORS; anchor = (anchor + 1) as Day) {
    const problem = check(anchor)
    if (problem !== undefined) wrong.push(`anchor ${formatDay(anchor)}: ${problem}`)
  }
  return wrong
}

describe.each(RULES)('charge cycles under %s', (rule) => {
  it('begin at the anchor and meet end to start, monthly and annual', () => {
    const wrong = forEveryAnchor((anchor) => {
      for (const [cycleMonths, count, shortest, longest] of [
        [1, 37, 28, 31],
        [12, 4, 365, 366],
      ] as const) {
        let previousEnd = anchor
        for (let n = 0; n < count; n += 1) {
          const cycle = chargeCycle(anchor, cycleMonths, n, rule)
          const days = daysOf(cycle)
          if (cycle.start !== previousEnd) return `cycle ${n} of ${cycleMonths} does not meet the one before`
          if (days < shortest || days > longest) return `cycle ${n} of ${cycleMonths} has ${days} days`
          previousEnd = cycle.end
        }
      }
      return undefined
    })
    expect(wrong).toEqual([])
  })

  it('hold every day exactly once, for 26 months after every anchor', () => {
    const wrong = forEveryAnchor((anchor) => {
      let index = 0
      let end = cycleBoundary(anchor, 1, 1, rule)
      for (let day = anchor; index < 26; day = (day + 1) as Day) {
        if (day === end) {
          index += 1
          end = cycleBoundary(anchor, 1, index + 1, rule)
        }
        if (cycleIndexAt(anchor, 1, day, rule) !== index) return `${formatDay(day)} is not found in cycle ${index}`
      }
      return undefined
    })
    expect(wrong).toEqual([])
  })

  it.each([3, 12, 36])('find the cycle of the days around each boundary, in cycles of %s months', (cycleMonths) => {
    const wrong = forEveryAnchor((anchor) => {
      for (let n = 0; n < 8; n += 1) {
        const cycle = chargeCycle(anchor, cycleMonths, n, rule)
        for (const day of [cycle.start, cycle.start + 1, cycle.end - 2, cycle.end - 1] as Day[]) {
          const found = cycleIndexAt(anchor, cycleMonths, day, rule)
          if (found !== n || !containsDay(cycle, day)) return `${formatDay(day)} is found in cycle ${found}, not ${n}`
        }
      }
      return undefined
    })
    expect(wrong).toEqual([])
  })

  it('count from the anchor: a short month does not pull later boundaries forward', () => {
    const wrong = forEveryAnchor((anchor) => {
      // 48 months later the month is as long as the anchor's, so the boundary falls on the same day of the month.
      const later = civilOf(cycleBoundary(anchor, 1, 48, rule))
      return later.day === civilOf(anchor).day ? undefined : `48 months later it is day ${later.day} of the month`
    })
    expect(wrong).toEqual([])
  })

  it('refuse a day before the anchor', () => {
    const anchor = parseDay('2023-05-31')!
    expect(() => cycleIndexAt(anchor, 1, (anchor - 1) as Day, rule)).toThrow(RangeError)
    expect(cycleIndexAt(anchor, 1, anchor, rule)).toBe(0)
  })
})

describe('published boundaries', () => {
  it.each<[MonthEndRule, string, string[]]>([
    ['clamp', '2018-01-31', ['2018-01-31', '2018-02-28', '2018-03-31', '2018-04-30']],
    ['from-month-end', '2018-01-30', ['2018-01-30', '2018-02-27', '2018-03-30', '2018-04-29', '2018-05-30']],
  ])('%s from %s', (rule, anchor, expected) => {
    expect(expected.map((_, n) => formatDay(cycleBoundary(parseDay(anchor)!, 1, n, rule)))).toEqual(expected)
  })
})
