import { expect, it } from 'vitest'
import { parseDay } from '../calendar/day.js'
import { formatListMonth, parseListMonth, parseValidFrom, parseValidTo } from './price-list-dates.js'

it('reads months in both spellings', () => {
  expect(parseListMonth('2026-04')).toBe(parseDay('2026-04-01'))
  expect(parseListMonth('202604')).toBe(parseDay('2026-04-01'))
  for (const text of ['2026-13', '2026', '26-04', '2026-04-01']) expect(parseListMonth(text)).toBeUndefined()
  expect(formatListMonth(parseDay('2026-04-17')!)).toBe('2026-04')
})

it('reads the first day in every spelling files have', () => {
  for (const text of ['2026-04-01', '4/1/2026', '04/01/2026', '2026-04-01T00:00:00Z', '2026-04-01T00:00:00.0000000Z']) {
    expect([text, parseValidFrom(text)]).toEqual([text, parseDay('2026-04-01')])
  }
  for (const text of ['2026-02-30', '13/1/2026', '2/29/2026', 'soon']) expect(parseValidFrom(text)).toBeUndefined()
})

it('reads an end as the first day on which the price no longer holds', () => {
  for (const text of ['2026-03-31', '3/31/2026', '2026-03-31T23:59:59Z', '2026-03-31T23:59:59.9999999Z']) {
    expect([text, parseValidTo(text)]).toEqual([text, parseDay('2026-04-01')])
  }
  expect(parseValidTo('2026-04-01T00:00:00Z')).toBe(parseDay('2026-04-01'))
  for (const text of ['', '9999-12-10', '9999-12-10T00:00:00Z', '9999-12-30T00:00:00.0000000Z', '11/30/9999']) {
    expect([text, parseValidTo(text)]).toEqual([text, null])
  }
  expect(parseValidTo('never')).toBeUndefined()
})
