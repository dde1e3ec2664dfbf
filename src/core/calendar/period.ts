import type { Day } from './day.js'

/** A stretch of days, half-open: `start` belongs to it, `end` is the first day after it. Files print `end - 1`. */
export interface Period {
  readonly start: Day
  readonly end: Day
}

/** How many days a period has; zero where it is empty. */
export function daysOf(period: Period): number {
  return period.end > period.start ? period.end - period.start : 0
}

/** The last day inside a period, as people and files write it. */
export function lastDayOf(period: Period): Day {
  return (period.end - 1) as Day
}

export function containsDay(period: Period, day: Day): boolean {
  return day >= period.start && day < period.end
}

/** What two periods share, or `undefined` where that is nothing. */
export function intersectionOf(left: Period, right: Period): Period | undefined {
  const start = left.start > right.start ? left.start : right.start
  const end = left.end < right.end ? left.end : right.end
  return start < end ? { start, end } : undefined
}
