import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { FIRST_DAY, formatDay, type Instant, LAST_DAY, MILLISECONDS_PER_DAY, parseDay } from './day.js'
import { dayOfInstant, formatInstant, parseInstant, startOfDay } from './instant.js'

const instant = fc
  .integer({ min: FIRST_DAY * MILLISECONDS_PER_DAY, max: (LAST_DAY + 1) * MILLISECONDS_PER_DAY - 1 })
  .map((milliseconds) => milliseconds as Instant)

const MINUTES_OF_18_HOURS = 18 * 60

describe('parseInstant', () => {
  it.each([
    ['2019-06-11T00:30:00+02:00', '2019-06-10T22:30:00Z', '2019-06-10'],
    ['2019-06-11T02:00:00+02:00', '2019-06-11T00:00:00Z', '2019-06-11'],
    ['2019-06-10T19:00:00-05:30', '2019-06-11T00:30:00Z', '2019-06-11'],
    ['2019-12-31T23:59:59.999-00:00', '2019-12-31T23:59:59.999Z', '2019-12-31'],
    ['2020-01-01T13:59:59+14:00', '2019-12-31T23:59:59Z', '2019-12-31'],
    ['2024-02-29T12:00Z', '2024-02-29T12:00:00Z', '2024-02-29'],
    ['2024-02-29T12:00:00.5Z', '2024-02-29T12:00:00.500Z', '2024-02-29'],
    ['2024-02-29T12:00:00.123999999Z', '2024-02-29T12:00:00.123Z', '2024-02-29'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z', '1969-12-31'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00Z', '1900-01-01'],
    ['2200-12-31T23:59:59.999Z', '2200-12-31T23:59:59.999Z', '2200-12-31'],
    ['2024-01-01T00:00:00+18:00', '2023-12-31T06:00:00Z', '2023-12-31'],
  ])('%s is %s, on the UTC day %s', (text, utc, day) => {
    const parsed = parseInstant(text)!
    expect(formatInstant(parsed)).toBe(utc)
    expect(formatDay(dayOfInstant(parsed))).toBe(day)
  })

  it.each([
    ['nothing', ''],
    ['a day', '2019-06-11'],
    ['no offset: whose midnight?', '2019-06-11T00:30:00'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['hour 24', '2019-06-11T24:00:00Z'],
    ['minute 60', '2019-06-11T10:60:00Z'],
    ['a day that does not exist', '2019-02-29T00:00:00Z'],
    ['a blank for the T', '2019-06-11 00:30:00Z'],
    ['small letters', '2019-06-11t00:30:00z'],
    ['an hour alone', '2019-06-11T10Z'],
    ['an offset without a colon', '2019-06-11T00:30:00+0200'],
    ['an offset of hours alone', '2019-06-11T00:30:00+02'],
    ['an offset of 60 minutes', '2019-06-11T00:30:00+02:60'],
    ['an offset beyond 18 hours', '2019-06-11T00:30:00+18:01'],
    ['an offset of 19 hours', '2019-06-11T00:30:00-19:00'],
    ['a time zone name', '2019-06-11T00:30:00+02:00[Europe/Berlin]'],
    ['a point without digits', '2019-06-11T00:30:00.Z'],
    ['ten digits of a second', '2019-06-11T00:30:00.1234567890Z'],
    ['a comma before the fraction', '2019-06-11T00:30:00,5Z'],
    ['blanks around', ' 2019-06-11T00:30:00Z '],
    ['a line break after', '2019-06-11T00:30:00Z\n'],
    ['an offset that leads before the first day', '1900-01-01T00:00:00+02:00'],
    ['an offset that leads behind the last day', '2200-12-31T23:00:00-02:00'],
  ])('refuses %s', (_, text) => {
    expect(parseInstant(text)).toBeUndefined()
  })

  it('reads every text that formatInstant writes', () => {
    fc.assert(
      fc.property(instant, (value) => {
        expect(parseInstant(formatInstant(value))).toBe(value)
      }),
      { numRuns: 1_000 },
    )
  })

  it('agrees with Temporal, whatever the offset and the digits of the second', () => {
    const pad = (value: number) => String(value).padStart(2, '0')
    const inside = fc.integer({ min: (FIRST_DAY + 1) * MILLISECONDS_PER_DAY, max: LAST_DAY * MILLISECONDS_PER_DAY - 1 })
    const minutes = fc.integer({ min: -MINUTES_OF_18_HOURS, max: MINUTES_OF_18_HOURS })
    fc.assert(
      fc.property(inside, minutes, fc.stringMatching(/^(\.\d{1,9})?$/), (milliseconds, offset, fraction) => {
        const size = Math.abs(offset)
        const local = Temporal.Instant.fromEpochMilliseconds(milliseconds).toString().slice(0, 19)
        const text = `${local}${fraction}${offset < 0 ? '-' : '+'}${pad(Math.trunc(size / 60))}:${pad(size % 60)}`
        const parsed = parseInstant(text)
        const expected = Temporal.Instant.from(text)
        expect(parsed).toBe(expected.epochMilliseconds)
        expect(formatDay(dayOfInstant(parsed!))).toBe(expected.toString().slice(0, 10))
      }),
      { numRuns: 1_000 },
    )
  })

  it('refuses a hostile text quickly', () => {
    const before = performance.now()
    expect(parseInstant(`2019-06-11T00:30:00.${'1'.repeat(2_000_000)}`)).toBeUndefined()
    expect(performance.now() - before).toBeLessThan(1_000)
  })
})

describe('startOfDay', () => {
  it('is the first instant of its day', () => {
    fc.assert(
      fc.property(instant, (value) => {
        const start = startOfDay(dayOfInstant(value))
        expect(start <= value && value < start + MILLISECONDS_PER_DAY).toBe(true)
        expect(dayOfInstant(start)).toBe(dayOfInstant(value))
      }),
    )
    expect(formatInstant(startOfDay(parseDay('2018-02-28')!))).toBe('2018-02-28T00:00:00Z')
  })
})
