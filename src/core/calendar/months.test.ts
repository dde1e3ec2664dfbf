import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { civilOf, type Day, dayOf, daysInMonth, FIRST_DAY, formatDay, LAST_DAY, parseDay } from './day.js'
import { addMonths, dayOfMonth, type MonthEndRule, monthOf, monthsBetween, startOfMonth } from './months.js'

const HORIZON = 48

/** Two leap days, the century and both kinds of February: every day of these years is tried with 0 to 48 months. */
const YEARS_IN_FULL = [1999, 2000, 2023, 2024] as const

function everyDayOf(year: number): Day[] {
  const first = dayOf(year, 1, 1)
  return Array.from({ length: dayOf(year + 1, 1, 1) - first }, (_, offset) => (first + offset) as Day)
}

/** The last three days of each month: those that month-end rules treat differently, and one that they do not. */
function monthEnds(fromYear: number, toYear: number): Day[] {
  const days: Day[] = []
  for (let year = fromYear; year <= toYear; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      const last = dayOf(year, month, daysInMonth(year, month))
      days.push((last - 2) as Day, (last - 1) as Day, last)
    }
  }
  return days
}

function temporalClamp(day: Day, months: number): string {
  return Temporal.PlainDate.from(formatDay(day)).add({ months }, { overflow: 'constrain' }).toString()
}

/** An oracle that knows nothing of month lengths: it walks from the first of a month until the month changes. */
function walkedMonth(year: number, month: number): Day[] {
  const days: Day[] = []
  for (let day = dayOf(year, month, 1); civilOf(day).month === month; day = (day + 1) as Day) days.push(day)
  return days
}

const walked = new Map<string, Day[]>()

function oracle(day: Day, months: number, rule: MonthEndRule): Day {
  const { year, month } = civilOf(day)
  const own = monthAfter(year, month, 0)
  const target = monthAfter(year, month, months)
  const position = own.indexOf(day)
  const isNearEnd = position >= own.length - 2
  if (rule === 'from-month-end' && isNearEnd) return target.at(position - own.length)!
  return target[position] ?? target.at(-1)!
}

function monthAfter(year: number, month: number, months: number): Day[] {
  let [targetYear, targetMonth] = [year, month + months]
  while (targetMonth > 12) [targetYear, targetMonth] = [targetYear + 1, targetMonth - 12]
  const key = `${targetYear}-${targetMonth}`
  const known = walked.get(key) ?? walkedMonth(targetYear, targetMonth)
  walked.set(key, known)
  return known
}

function differences(days: readonly Day[], counts: readonly number[], rule: MonthEndRule): string[] {
  return days.flatMap((day) =>
    counts
      .filter((months) => addMonths(day, months, rule) !== oracle(day, months, rule))
      .map((months) => `${formatDay(day)} + ${months} months, ${rule}`),
  )
}

const MONTHS_TO_HORIZON = Array.from({ length: HORIZON + 1 }, (_, months) => months)

describe('addMonths', () => {
  it('clamps as Temporal does, from every day of four years by 0 to 48 months', () => {
    const wrong: string[] = []
    for (const day of YEARS_IN_FULL.flatMap(everyDayOf)) {
      for (const months of MONTHS_TO_HORIZON) {
        if (formatDay(addMonths(day, months, 'clamp')) !== temporalClamp(day, months)) {
          wrong.push(`${formatDay(day)} + ${months} months`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('clamps as Temporal does, from the last three days of every month from 1900 to 2196', () => {
    const wrong: string[] = []
    for (const day of monthEnds(1900, 2196)) {
      for (const months of [1, 12, HORIZON]) {
        if (formatDay(addMonths(day, months, 'clamp')) !== temporalClamp(day, months)) {
          wrong.push(`${formatDay(day)} + ${months} months`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it.each<MonthEndRule>(['clamp', 'from-month-end'])('follows a walk to the end of the month under %s', (rule) => {
    expect(differences(YEARS_IN_FULL.flatMap(everyDayOf), MONTHS_TO_HORIZON, rule)).toEqual([])
    expect(differences(monthEnds(1900, 2196), MONTHS_TO_HORIZON, rule)).toEqual([])
  })

  it.each<[MonthEndRule, string, string[]]>([
    ['from-month-end', '2023-01-30', ['2023-02-27', '2023-03-30', '2023-04-29', '2023-05-30']], // published example
    ['from-month-end', '2024-01-30', ['2024-02-28', '2024-03-30', '2024-04-29', '2024-05-30']],
    ['from-month-end', '2023-01-31', ['2023-02-28', '2023-03-31', '2023-04-30', '2023-05-31']],
    ['from-month-end', '2023-02-28', ['2023-03-31', '2023-04-30', '2023-05-31', '2023-06-30']],
    ['from-month-end', '2024-02-28', ['2024-03-30', '2024-04-29', '2024-05-30', '2024-06-29']],
    ['from-month-end', '2023-01-29', ['2023-02-28', '2023-03-29', '2023-04-29', '2023-05-29']], // two days off: clamped
    ['clamp', '2023-01-31', ['2023-02-28', '2023-03-31', '2023-04-30', '2023-05-31']],
    ['clamp', '2023-01-30', ['2023-02-28', '2023-03-30', '2023-04-30', '2023-05-30']],
    ['clamp', '2023-02-28', ['2023-03-28', '2023-04-28', '2023-05-28', '2023-06-28']],
    ['clamp', '2023-10-29', ['2023-11-29', '2023-12-29', '2024-01-29', '2024-02-29']],
  ])('%s: %s', (rule, from, expected) => {
    expect(expected.map((_, index) => formatDay(addMonths(parseDay(from)!, index + 1, rule)))).toEqual(expected)
  })

  it('goes on beyond the days it has laid out', () => {
    expect(formatDay(addMonths(LAST_DAY, 2, 'clamp'))).toBe('2201-02-28')
    expect(formatDay(addMonths(LAST_DAY, 2, 'from-month-end'))).toBe('2201-02-28')
    expect(formatDay(addMonths((LAST_DAY + 1) as Day, 13, 'clamp'))).toBe('2202-02-01')
    expect(formatDay(addMonths((FIRST_DAY - 1) as Day, 2, 'clamp'))).toBe('1900-02-28')
  })
})

describe('months as numbers', () => {
  it('agree with the civil date on every day from 1899 to 2201', () => {
    const wrong: string[] = []
    for (let day = dayOf(1899, 1, 1); day < dayOf(2202, 1, 1); day = (day + 1) as Day) {
      const civil = civilOf(day)
      const month = monthOf(day)
      const right =
        month === civil.year * 12 + civil.month - 1 &&
        dayOfMonth(day) === civil.day &&
        startOfMonth(month) === day - civil.day + 1
      if (!right) wrong.push(formatDay(day))
    }
    expect(wrong).toEqual([])
  })

  it.each([
    ['2023-01-31', '2023-01-01', 0],
    ['2023-01-31', '2023-02-01', 1],
    ['2023-12-31', '2024-01-01', 1],
    ['2023-03-01', '2022-12-31', -3],
  ])('from %s to %s there are %s calendar months, whatever the days are', (earlier, later, months) => {
    expect(monthsBetween(parseDay(earlier)!, parseDay(later)!)).toBe(months)
  })
})
