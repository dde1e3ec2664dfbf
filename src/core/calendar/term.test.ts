import { describe, expect, it } from 'vitest'
import { formatDay, parseDay } from './day.js'
import { endOfTerm, formatTerm, MAXIMUM_TERM_DAYS, MAXIMUM_TERM_MONTHS, parseTerm, type Term } from './term.js'

const EVERY_TERM: readonly Term[] = [
  ...Array.from({ length: MAXIMUM_TERM_MONTHS }, (_, index): Term => ({ unit: 'month', count: index + 1 })),
  ...Array.from({ length: MAXIMUM_TERM_DAYS }, (_, index): Term => ({ unit: 'day', count: index + 1 })),
]

describe('parseTerm', () => {
  it('reads every text that formatTerm writes', () => {
    const wrong = EVERY_TERM.filter((term) => {
      const read = parseTerm(formatTerm(term))
      return read?.unit !== term.unit || read.count !== term.count
    })
    expect(wrong).toEqual([])
  })

  it.each<[string, Term, string]>([
    ['P1M', { unit: 'month', count: 1 }, 'P1M'],
    ['P1Y', { unit: 'month', count: 12 }, 'P1Y'],
    ['P3Y', { unit: 'month', count: 36 }, 'P3Y'],
    ['P12M', { unit: 'month', count: 12 }, 'P1Y'],
    ['P1Y6M', { unit: 'month', count: 18 }, 'P18M'],
    ['P0Y6M', { unit: 'month', count: 6 }, 'P6M'],
    ['P30D', { unit: 'day', count: 30 }, 'P30D'],
    ['P120M', { unit: 'month', count: 120 }, 'P10Y'],
  ])('reads %s and writes its shortest form', (text, term, shortest) => {
    expect(parseTerm(text)).toEqual(term)
    expect(formatTerm(term)).toBe(shortest)
  })

  it.each([
    ['nothing', ''],
    ['P alone', 'P'],
    ['no months', 'P0M'],
    ['no days', 'P0D'],
    ['no years', 'P0Y'],
    ['more than ten years', 'P121M'],
    ['more than ten years, in years', 'P11Y'],
    ['more than ten years of days', 'P3661D'],
    ['weeks', 'P1W'],
    ['hours', 'PT24H'],
    ['minutes that look like months', 'PT1M'],
    ['years and days', 'P1Y10D'],
    ['the wrong order', 'P6M1Y'],
    ['a fraction', 'P1.5Y'],
    ['a minus', '-P1Y'],
    ['small letters', 'p1y'],
    ['a blank', 'P1Y '],
    ['too many digits', 'P00001M'],
  ])('refuses %s', (_, text) => {
    expect(parseTerm(text)).toBeUndefined()
  })
})

describe('endOfTerm', () => {
  it.each([
    ['2018-01-13', 'P1Y', '2019-01-13'],
    ['2018-01-13', 'P3Y', '2021-01-13'],
    ['2023-01-31', 'P1M', '2023-02-28'],
    ['2024-01-31', 'P1M', '2024-02-29'],
    ['2023-01-30', 'P1M', '2023-02-28'],
    ['2023-02-28', 'P1M', '2023-03-28'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2024-02-29', 'P4Y', '2028-02-29'],
    ['2023-12-31', 'P30D', '2024-01-30'],
  ])('a term of %s + %s ends before %s', (start, term, end) => {
    expect(formatDay(endOfTerm(parseDay(start)!, parseTerm(term)!))).toBe(end)
  })
})
