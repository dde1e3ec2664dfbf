import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, dayOf, formatDay, type Instant, parseDay } from '../calendar/day.js'
import { formatInstant, parseInstant } from '../calendar/instant.js'
import { jobsDueAt } from '../calendar/job-day.js'
import { lateInvoices } from './late-invoice.js'

const BILLING_DAY = 15

/** `recurring 2026-03-15 due 2026-03-17T00:00:00Z x1`. */
function lateAt(now: string, invoicedThrough: string): string[] {
  return lateInvoices(BILLING_DAY, parseDay(invoicedThrough)!, parseInstant(now)!).map(
    ({ invoiceType, invoiceDate, dueAt, dates }) =>
      `${invoiceType} ${formatDay(invoiceDate)} due ${formatInstant(dueAt)} x${dates}`,
  )
}

describe('lateInvoices', () => {
  it.each([
    // A recurring invoice is complete when the second day after its date begins.
    ['2026-03-16T23:59:59.999Z', '2026-03-14', []],
    ['2026-03-17T00:00:00Z', '2026-03-14', ['recurring 2026-03-15 due 2026-03-17T00:00:00Z x1']],
    ['2026-03-17T00:00:00Z', '2026-03-15', []],
    // A one-time invoice is there when its date begins; the run as of the 6th issues it.
    ['2026-04-07T23:59:59.999Z', '2026-04-05', []],
    ['2026-04-08T00:00:00Z', '2026-04-05', ['one-time 2026-04-08 due 2026-04-08T00:00:00Z x1']],
    ['2026-04-08T00:00:00Z', '2026-04-06', []],
    [
      '2026-05-10T00:00:00Z',
      '2026-03-01',
      ['recurring 2026-03-15 due 2026-03-17T00:00:00Z x2', 'one-time 2026-03-08 due 2026-03-08T00:00:00Z x3'],
    ],
  ])('at %s, billed as of %s', (now, through, expected) => {
    expect(lateAt(now, through)).toEqual(expected)
  })

  it('finds nothing at any instant where the jobs of each day end within the day they are due on', () => {
    const days = fc.integer({ min: dayOf(2026, 1, 1), max: dayOf(2028, 1, 1) }) as fc.Arbitrary<Day>
    const elapsed = fc.integer({ min: 0, max: 23 * 3_600_000 })
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 28 }), elapsed, (day, billingDay, milliseconds) => {
        // As of `day`, billed at the end of the jobs of `day`; asked until those of the next day end.
        const now = (jobsDueAt((day + 1) as Day) + milliseconds) as Instant
        expect(lateInvoices(billingDay, day, now)).toEqual([])
      }),
    )
  })
})
