import { describe, expect, it } from 'vitest'
import { type Day, dayOf } from '../calendar/day.js'
import type { Currency } from '../money/currency.js'
import { overdueOf, reminderOf } from './dunning.js'
import type { Receivable } from './payment.js'

const EUR = 'EUR' as Currency
const ISSUED = dayOf(2026, 1, 15)
const DUE = (ISSUED + 60) as Day

const invoice: Receivable = {
  ...{ number: 'D1', invoiceType: 'recurring', currency: EUR, issuedOn: ISSUED, dueOn: DUE },
  ...{ total: 100n, paid: 0n, credited: 0n, open: 100n },
}

describe('reminderOf', () => {
  it.each([
    [-8, undefined],
    [-7, 'due-soon 0'],
    [0, 'due-soon 0'],
    [1, 'overdue 1'],
    [13, 'overdue 1'],
    [14, 'overdue 2'],
    [30, 'overdue 3'],
    [60, 'overdue 4'],
    [400, 'overdue 4'],
  ] as const)('%i days after the due date: %s', (days, expected) => {
    const reminder = reminderOf(invoice, (DUE + days) as Day)
    expect(reminder === undefined ? undefined : `${reminder.kind} ${reminder.level}`).toBe(expected)
  })

  it('says nothing of what is paid, nor on the day of an invoice that is due at once', () => {
    expect(reminderOf({ ...invoice, open: 0n }, (DUE + 30) as Day)).toBeUndefined()
    expect(reminderOf({ ...invoice, dueOn: ISSUED }, ISSUED)).toBeUndefined()
  })
})

describe('overdueOf', () => {
  const open = (amount: bigint, dueIn: number, currency = EUR) => ({
    open: amount,
    dueOn: (DUE + dueIn) as Day,
    currency,
  })
  const of = (unallocated: Record<string, bigint>, ...receivables: ReturnType<typeof open>[]) =>
    Object.fromEntries(overdueOf(receivables, new Map(Object.entries(unallocated)), DUE))

  it('is what is open after its due date', () => {
    expect(of({}, open(100n, -1), open(50n, 0), open(30n, 1), open(20n, -30))).toEqual({ EUR: 120n })
  })

  it('counts money that was received and pays nothing yet, in its own currency', () => {
    const dollars = open(70n, -1, 'USD' as Currency)
    expect(of({ EUR: 40n }, open(100n, -1), dollars)).toEqual({ EUR: 60n, USD: 70n })
    expect(of({ EUR: 100n }, open(100n, -1), dollars)).toEqual({ USD: 70n })
  })
})
