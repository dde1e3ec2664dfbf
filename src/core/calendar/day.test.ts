import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { civilOf, dayOf, daysInMonth, FIRST_DAY, formatDay, isLeapYear, LAST_DAY, parseDay } from './day.js'

describe('the calendar', () => {
  it('agrees with Temporal on every day from 1900 to 2200', () => {
    const wrong: string[] = []
    let date = Temporal.PlainDate.from('1900-01-01')
    const last = Temporal.PlainDate.from('2200-12-31')
    let day = -Math.round(date.until('1970-01-01').total('days'))
    expect(day).toBe(FIRST_DAY)
    for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 }), day += 1) {
      const text = date.toString()
      const { year, month, day: dayOfMonth } = date
      const civil = civilOf(day as typeof FIRST_DAY)
      const right =
        dayOf(year, month, dayOfMonth) === day &&
        civil.year === year &&
        civil.month === month &&
        civil.day === dayOfMonth &&
        parseDay(text) === day &&
        formatDay(day as typeof FIRST_DAY) === text
      if (!right) wrong.push(text)
    }
    expect(wrong).toEqual([])
    expect(day - 1).toBe(LAST_DAY)
  })

  it('knows every leap year and the length of every month from 1900 to 2200', () => {
    const wrong: string[] = []
    for (let month = Temporal.PlainYearMonth.from('1900-01'); month.year <= 2200; month = month.add({ months: 1 })) {
      const right = daysInMonth(month.year, month.month) === month.daysInMonth
      if (!right || isLeapYear(month.year) !== month.inLeapYear) wrong.push(month.toString())
    }
    expect(wrong).toEqual([])
  })

  it('goes on before 1900 and after 2200, where the program may count but nobody may ask', () => {
    const wrong: string[] = []
    for (let day = -1_000_000; day <= 1_500_000; day += 997) {
      const { year, month, day: dayOfMonth } = civilOf(day as typeof FIRST_DAY)
      const date = Temporal.PlainDate.from('1970-01-01').add({ days: day })
      const same = date.year === year && date.month === month && date.day === dayOfMonth
      if (!same || dayOf(year, month, dayOfMonth) !== day) wrong.push(date.toString())
    }
    expect(wrong).toEqual([])
  })
})

describe('parseDay', () => {
  it.each([
    ['nothing', ''],
    ['29 February in a common year', '2023-02-29'],
    ['29 February 1900, a century that is no leap year', '1900-02-29'],
    ['31 April', '2024-04-31'],
    ['month 0', '2024-00-10'],
    ['month 13', '2024-13-10'],
    ['day 0', '2024-01-00'],
    ['day 32', '2024-01-32'],
    ['the last day of 1899', '1899-12-31'],
    ['the first day of 2201', '2201-01-01'],
    ['a short year', '24-01-31'],
    ['a month without its zero', '2024-1-31'],
    ['slashes', '2024/01/31'],
    ['no separators', '20240131'],
    ['an American date', '01/31/2024'],
    ['a blank after', '2024-01-31 '],
    ['a line break after', '2024-01-31\n'],
    ['a time', '2024-01-31T00:00:00Z'],
    ['a sign', '+002024-01-31'],
    ['digits that are not ASCII', '٢٠٢٤-01-31'],
  ])('refuses %s', (_, text) => {
    expect(parseDay(text)).toBeUndefined()
  })

  it.each(['1900-01-01', '2000-02-29', '2024-02-29', '2200-12-31'])('reads %s and formatDay writes it back', (text) => {
    expect(formatDay(parseDay(text)!)).toBe(text)
  })
})
