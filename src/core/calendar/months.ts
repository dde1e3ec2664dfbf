import { civilOf, type Day, dayOf, daysInMonth } from './day.js'

/**
 * Where a day lands that the target month does not have, or that sits at the end of its own month.
 * - `clamp`: same day of month, at most the month's last (31 Jan -> 28 Feb -> 31 Mar).
 * - `from-month-end`: a day that is the last, or the last but one, of its month keeps that distance from the end of
 *   every month (30 Jan -> 27 Feb -> 30 Mar -> 29 Apr -> 30 May); any other day is clamped.
 */
export type MonthEndRule = 'clamp' | 'from-month-end'

/** `months` calendar months after `day` (not negative), always counted from `day` itself, never from a previous result. */
export function addMonths(day: Day, months: number, rule: MonthEndRule): Day {
  const from = civilOf(day)
  const index = from.year * 12 + from.month - 1 + months
  const year = Math.floor(index / 12)
  const month = index - year * 12 + 1
  const length = daysInMonth(year, month)
  const fromEnd = daysInMonth(from.year, from.month) - from.day
  if (rule === 'from-month-end' && fromEnd <= 1) return dayOf(year, month, length - fromEnd)
  return dayOf(year, month, from.day < length ? from.day : length)
}

/** Whole calendar months from the month of `earlier` to the month of `later`, whatever the days are. */
export function monthsBetween(earlier: Day, later: Day): number {
  const from = civilOf(earlier)
  const to = civilOf(later)
  return (to.year - from.year) * 12 + to.month - from.month
}
