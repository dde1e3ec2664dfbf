import { civilOf, type Day, dayOf, FIRST_DAY, LAST_DAY } from './day.js'

/**
 * Where a day lands that the target month does not have, or that sits at the end of its own month.
 * - `clamp`: same day of month, at most the month's last (31 Jan -> 28 Feb -> 31 Mar).
 * - `from-month-end`: a day that is the last, or the last but one, of its month keeps that distance from the end of
 *   every month (30 Jan -> 27 Feb -> 30 Mar -> 29 Apr -> 30 May); any other day is clamped.
 */
export type MonthEndRule = 'clamp' | 'from-month-end'

/** Months since January of year 0: what month arithmetic counts in. */
export type MonthIndex = number

// Month arithmetic runs several times per charge, so the calendar between FIRST_DAY and LAST_DAY is laid out once: for
// each day its month and day of month (half a megabyte), for each month its first day. Outside, it is computed.
const FIRST_MONTH: MonthIndex = computedMonth(FIRST_DAY)
const LAST_MONTH: MonthIndex = computedMonth(LAST_DAY)
const MONTH_OF_DAY = new Int32Array(LAST_DAY - FIRST_DAY + 1)
const DAY_OF_MONTH = new Uint8Array(LAST_DAY - FIRST_DAY + 1)
const START_OF_MONTH = new Int32Array(LAST_MONTH - FIRST_MONTH + 2)
for (let month = FIRST_MONTH; month <= LAST_MONTH + 1; month += 1)
  START_OF_MONTH[month - FIRST_MONTH] = computedStart(month)
for (let month = FIRST_MONTH; month <= LAST_MONTH; month += 1) {
  const start = startOfMonth(month)
  for (let day: number = start; day < startOfMonth(month + 1); day += 1) {
    MONTH_OF_DAY[day - FIRST_DAY] = month
    DAY_OF_MONTH[day - FIRST_DAY] = day - start + 1
  }
}

/** The month a day lies in. */
export function monthOf(day: Day): MonthIndex {
  return MONTH_OF_DAY[day - FIRST_DAY] ?? computedMonth(day)
}

/** The first day of a month. */
export function startOfMonth(month: MonthIndex): Day {
  return (START_OF_MONTH[month - FIRST_MONTH] ?? computedStart(month)) as Day
}

/** Day of the month, 1 to 31. */
export function dayOfMonth(day: Day): number {
  return DAY_OF_MONTH[day - FIRST_DAY] ?? civilOf(day).day
}

/** `months` calendar months after `day` (not negative), always counted from `day` itself, never from a previous result. */
export function addMonths(day: Day, months: number, rule: MonthEndRule): Day {
  const month = monthOf(day)
  const start = startOfMonth(month + months)
  const next = startOfMonth(month + months + 1)
  if (rule === 'from-month-end') {
    const fromEnd = startOfMonth(month + 1) - 1 - day
    if (fromEnd <= 1) return (next - 1 - fromEnd) as Day
  }
  const target = start + dayOfMonth(day) - 1
  return (target < next ? target : next - 1) as Day
}

/** Whole calendar months from the month of `earlier` to the month of `later`, whatever the days are. */
export function monthsBetween(earlier: Day, later: Day): number {
  return monthOf(later) - monthOf(earlier)
}

function computedMonth(day: Day): MonthIndex {
  const { year, month } = civilOf(day)
  return year * 12 + month - 1
}

function computedStart(month: MonthIndex): Day {
  const year = Math.floor(month / 12)
  return dayOf(year, month - year * 12 + 1, 1)
}
