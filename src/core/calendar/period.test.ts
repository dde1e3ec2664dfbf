import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Day } from './day.js'
import { containsDay, daysOf, intersectionOf, lastDayOf, type Period } from './period.js'

const period = fc
  .record({ start: fc.integer({ min: -20, max: 20 }), length: fc.integer({ min: 0, max: 15 }) })
  .map(({ start, length }): Period => ({ start: start as Day, end: (start + length) as Day }))

/** The oracle: a period as the set of its days. */
function daysIn({ start, end }: Period): number[] {
  return Array.from({ length: end - start }, (_, offset) => start + offset)
}

describe('periods', () => {
  it('have as many days as they hold, the start among them and the end not', () => {
    fc.assert(
      fc.property(period, (value) => {
        const days = daysIn(value)
        expect(daysOf(value)).toBe(days.length)
        for (let day = -25; day < 45; day += 1) expect(containsDay(value, day as Day)).toBe(days.includes(day))
        if (days.length > 0) expect(lastDayOf(value)).toBe(days.at(-1))
      }),
    )
  })

  it('share exactly the days that lie in both', () => {
    fc.assert(
      fc.property(period, period, (left, right) => {
        const common = daysIn(left).filter((day) => containsDay(right, day as Day))
        const intersection = intersectionOf(left, right)
        expect(intersection === undefined ? [] : daysIn(intersection)).toEqual(common)
        expect(intersection === undefined).toBe(common.length === 0)
        expect(intersectionOf(right, left)).toEqual(intersection)
      }),
    )
  })

  it('that only touch share nothing', () => {
    const [first, second] = [
      { start: 0 as Day, end: 10 as Day },
      { start: 10 as Day, end: 20 as Day },
    ]
    expect(intersectionOf(first, second)).toBeUndefined()
  })

  it('have no days where the end lies before the start', () => {
    expect(daysOf({ start: 5 as Day, end: 3 as Day })).toBe(0)
  })
})
