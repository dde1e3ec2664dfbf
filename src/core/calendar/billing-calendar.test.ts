import { describe, expect, it } from 'vitest'
import {
  ONE_TIME_INVOICE_DAY,
  oneTimeBillingPeriod,
  oneTimeInvoiceDate,
  oneTimeInvoiceWindow,
  recurringBillingPeriod,
  recurringInvoiceDate,
  recurringInvoiceWindow,
} from './billing-calendar.js'
import { civilOf, type Day, dayOf, formatDay, parseDay } from './day.js'
import { formatInstant } from './instant.js'
import { containsDay, type Period } from './period.js'

const FIRST = dayOf(2000, 1, 1)
const END = dayOf(2028, 1, 1)
const BILLING_DAYS = Array.from({ length: 28 }, (_, index) => index + 1)

/** First and last day, as people write a period. */
function written({ start, end }: Period): [string, string] {
  return [formatDay(start), formatDay((end - 1) as Day)]
}

/** The oracle: walk on until the calendar shows the billing day. */
function nextBillingDay(from: Day, billingDay: number): Day {
  let day = from
  while (civilOf(day).day !== billingDay) day = (day + 1) as Day
  return day
}

describe('recurring invoices', () => {
  it.each([
    ['2018-01-13', 15, '2018-01-15'], // published: a cycle that starts on the 13th is in the file of the 15th
    ['2018-10-29', 1, '2018-11-01'], // published: an annual purchase on 29 October
    ['2018-01-15', 15, '2018-01-15'],
    ['2018-01-16', 15, '2018-02-15'],
    ['2018-12-15', 15, '2018-12-15'],
    ['2018-12-16', 15, '2019-01-15'],
    ['2018-12-31', 1, '2019-01-01'],
    ['2018-01-31', 28, '2018-02-28'],
    ['2018-02-28', 28, '2018-02-28'],
  ])('take a charge of %s with billing day %s on %s', (registered, billingDay, invoiced) => {
    expect(formatDay(recurringInvoiceDate(parseDay(registered)!, billingDay))).toBe(invoiced)
  })

  it('are dated on the next billing day and cover the day of registration, for every day and billing day', () => {
    const wrong: string[] = []
    for (const billingDay of BILLING_DAYS) {
      let expected = nextBillingDay(FIRST, billingDay)
      for (let day = FIRST; day < END; day = (day + 1) as Day) {
        if (day > expected) expected = nextBillingDay(day, billingDay)
        const invoiceDate = recurringInvoiceDate(day, billingDay)
        const covered = containsDay(recurringBillingPeriod(invoiceDate), day)
        if (invoiceDate !== expected || !covered) wrong.push(`${formatDay(day)}, billing day ${billingDay}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it.each(BILLING_DAYS)('with billing day %s cover periods that meet end to start', (billingDay) => {
    let date = recurringInvoiceDate(FIRST, billingDay)
    const gaps: string[] = []
    while (date < END) {
      const next = recurringInvoiceDate((date + 1) as Day, billingDay)
      if (recurringBillingPeriod(date).end !== recurringBillingPeriod(next).start) gaps.push(formatDay(date))
      date = next
    }
    expect(gaps).toEqual([])
  })

  it.each([
    ['2018-01-15', ['2017-12-16', '2018-01-15']],
    ['2018-03-28', ['2018-03-01', '2018-03-28']],
    ['2024-03-28', ['2024-02-29', '2024-03-28']],
    ['2018-03-01', ['2018-02-02', '2018-03-01']],
  ])('of %s cover %s', (date, period) => {
    expect(written(recurringBillingPeriod(parseDay(date)!))).toEqual(period)
  })

  it.each([
    ['2018-09-12', '2018-09-13T00:00:00Z', '2018-09-14T00:00:00Z'], // published
    ['2018-12-31', '2019-01-01T00:00:00Z', '2019-01-02T00:00:00Z'],
    ['2024-02-28', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
  ])('of %s are made from %s to %s', (date, opens, closes) => {
    const window = recurringInvoiceWindow(parseDay(date)!)
    expect([formatInstant(window.opens), formatInstant(window.closes)]).toEqual([opens, closes])
  })
})

describe('one-time invoices', () => {
  it.each([
    ['2019-06-01', '2019-07-08'],
    ['2019-06-30', '2019-07-08'],
    ['2019-07-01', '2019-08-08'], // also before the 8th: the invoice covers a calendar month
    ['2019-12-01', '2020-01-08'],
    ['2019-12-31', '2020-01-08'],
  ])('take a charge of %s on %s', (registered, invoiced) => {
    expect(formatDay(oneTimeInvoiceDate(parseDay(registered)!))).toBe(invoiced)
  })

  it('are dated on the 8th of the next month and cover the day of registration, for every day', () => {
    const wrong: string[] = []
    for (let day = FIRST; day < END; day = (day + 1) as Day) {
      const date = oneTimeInvoiceDate(day)
      const firstOfNextMonth = nextBillingDay((day + 1) as Day, 1)
      const right = date === firstOfNextMonth + ONE_TIME_INVOICE_DAY - 1 && civilOf(date).day === 8
      if (!right || !containsDay(oneTimeBillingPeriod(date), day)) wrong.push(formatDay(day))
    }
    expect(wrong).toEqual([])
  })

  it.each([
    ['2019-07-08', ['2019-06-01', '2019-06-30'], ['2019-07-01T00:00:00Z', '2019-07-08T00:00:00Z']],
    ['2020-01-08', ['2019-12-01', '2019-12-31'], ['2020-01-01T00:00:00Z', '2020-01-08T00:00:00Z']],
    ['2024-03-08', ['2024-02-01', '2024-02-29'], ['2024-03-01T00:00:00Z', '2024-03-08T00:00:00Z']],
  ])('of %s cover %s and are made from %s', (date, period, window) => {
    const invoiceDate = parseDay(date)!
    const { opens, closes } = oneTimeInvoiceWindow(invoiceDate)
    expect(written(oneTimeBillingPeriod(invoiceDate))).toEqual(period)
    expect([formatInstant(opens), formatInstant(closes)]).toEqual(window)
  })
})
