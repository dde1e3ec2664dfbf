import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneTimeInvoiceDate, recurringInvoiceDate } from '../calendar/billing-calendar.js'
import { type Day, dayOf, formatDay, parseDay } from '../calendar/day.js'
import { invoiceDateOf, issuedThrough, openInvoiceDate } from './invoice-date.js'

const NEVER_INVOICED = dayOf(1900, 1, 1)

function written(registeredOn: string, type: 'recurring' | 'one-time', billingDay: number, invoicedThrough: string) {
  return formatDay(invoiceDateOf(parseDay(registeredOn)!, type, billingDay, parseDay(invoicedThrough)!))
}

describe('invoiceDateOf', () => {
  it.each([
    ['2026-03-14', 'recurring', 15, '2026-02-15', '2026-03-15'],
    ['2026-03-15', 'recurring', 15, '2026-03-14', '2026-03-15'],
    ['2026-03-15', 'recurring', 15, '2026-03-15', '2026-04-15'], // issued on that very day: the next one
    ['2026-03-16', 'recurring', 15, '2026-03-15', '2026-04-15'],
    ['2025-01-10', 'recurring', 15, '2026-03-20', '2026-04-15'], // late by more than a year
    ['2025-12-10', 'recurring', 8, '2025-12-31', '2026-01-08'],
    ['2026-03-31', 'one-time', 15, '2026-03-31', '2026-04-08'],
    ['2026-03-01', 'one-time', 15, '2026-04-05', '2026-04-08'],
    ['2026-03-01', 'one-time', 15, '2026-04-06', '2026-05-08'], // issued as of the 6th, to be there on the 8th
    ['2026-03-01', 'one-time', 15, '2026-04-07', '2026-05-08'],
    ['2026-03-01', 'one-time', 15, '2026-04-08', '2026-05-08'],
    ['2025-11-30', 'one-time', 1, '2025-12-08', '2026-01-08'],
  ] as const)('%s, %s, billing day %i, invoiced through %s: %s', (day, type, billingDay, through, expected) => {
    expect(written(day, type, billingDay, through)).toBe(expected)
  })

  it('is the calendar date as long as nothing is issued', () => {
    const day = dayOf(2026, 3, 16)
    expect(invoiceDateOf(day, 'recurring', 15, NEVER_INVOICED)).toBe(recurringInvoiceDate(day, 15))
    expect(invoiceDateOf(day, 'one-time', 15, NEVER_INVOICED)).toBe(oneTimeInvoiceDate(day))
  })

  it('is the first date of the series that is neither before the charge nor issued', () => {
    const days = fc.integer({ min: dayOf(2020, 1, 1), max: dayOf(2030, 1, 1) }) as fc.Arbitrary<Day>
    fc.assert(
      fc.property(days, days, fc.integer({ min: 1, max: 28 }), fc.boolean(), (day, through, billingDay, recurring) => {
        const first = recurring ? recurringInvoiceDate(day, billingDay) : oneTimeInvoiceDate(day)
        let expected = first
        while (expected <= (recurring ? through : through + 2))
          expected = recurringInvoiceDate((expected + 1) as Day, recurring ? billingDay : 8)
        expect(invoiceDateOf(day, recurring ? 'recurring' : 'one-time', billingDay, through)).toBe(expected)
      }),
    )
  })
})

describe('issuedThrough', () => {
  it.each([
    ['recurring', '2026-03-15', '2026-03-15'],
    ['one-time', '2026-03-05', '2026-03-07'],
    ['one-time', '2026-03-06', '2026-03-08'],
    ['one-time', '2026-03-08', '2026-03-10'],
  ] as const)('%s, as of %s: %s', (type, asOf, expected) => {
    expect(formatDay(issuedThrough(parseDay(asOf)!, type))).toBe(expected)
  })
})

describe('openInvoiceDate', () => {
  const dateOf = (period: 'current' | 'previous', today: string, type: 'recurring' | 'one-time', through: string) => {
    const date = openInvoiceDate(period, parseDay(today)!, type, 15, parseDay(through)!)
    return date === undefined ? 'issued' : formatDay(date)
  }
  it.each([
    ['recurring', '2026-03-14', '2026-03-13', '2026-03-15', 'issued'],
    ['recurring', '2026-03-15', '2026-03-14', '2026-03-15', 'issued'],
    ['recurring', '2026-03-16', '2026-03-14', '2026-04-15', '2026-03-15'], // the run of the 15th comes at 00:10
    ['recurring', '2026-03-16', '2026-03-15', '2026-04-15', 'issued'],
    ['recurring', '2026-03-10', '2026-03-15', '2026-04-15', 'issued'], // billed ahead
    ['one-time', '2026-03-31', '2026-03-30', '2026-04-08', 'issued'],
    ['one-time', '2026-04-01', '2026-03-31', '2026-05-08', '2026-04-08'],
    ['one-time', '2026-04-06', '2026-04-05', '2026-05-08', '2026-04-08'],
    ['one-time', '2026-04-07', '2026-04-06', '2026-05-08', 'issued'],
    ['one-time', '2026-01-02', '2026-01-01', '2026-02-08', '2026-01-08'],
  ] as const)('%s on %s, billed as of %s: current %s, previous %s', (type, today, through, current, previous) => {
    expect([dateOf('current', today, type, through), dateOf('previous', today, type, through)]).toEqual([
      current,
      previous,
    ])
  })
})
