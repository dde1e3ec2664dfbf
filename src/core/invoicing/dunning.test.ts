import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, dayOf } from '../calendar/day.js'
import type { Currency } from '../money/currency.js'
import { overdueOf, reminderOf, uncovered } from './dunning.js'
import { oldestFirst, type Receivable } from './payment.js'

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

const USD = 'USD' as Currency
let count = 0
const owed = (open: bigint, dueIn: number, currency = EUR) => {
  count += 1
  return { number: `D${count}`, open, dueOn: (DUE + dueIn) as Day, currency }
}

describe('overdueOf', () => {
  const of = (unallocated: Record<string, bigint>, ...receivables: ReturnType<typeof owed>[]) =>
    Object.fromEntries(overdueOf(uncovered(receivables, new Map(Object.entries(unallocated))), DUE))

  it('is what is open after its due date', () => {
    expect(of({}, owed(100n, -1), owed(50n, 0), owed(30n, 1), owed(20n, -30))).toEqual({ EUR: 120n })
  })

  it('counts money that was received and pays nothing yet, in its own currency', () => {
    const dollars = owed(70n, -1, USD)
    expect(of({ EUR: 40n }, owed(100n, -1), dollars)).toEqual({ EUR: 60n, USD: 70n })
    expect(of({ EUR: 100n }, owed(100n, -1), dollars)).toEqual({ USD: 70n })
  })

  it('counts what the provider owes on other documents, whenever those are due', () => {
    expect(of({}, owed(100n, -1), owed(-30n, -20))).toEqual({ EUR: 70n })
    expect(of({ EUR: 30n }, owed(100n, -1), owed(-70n, 60))).toEqual({})
    expect(of({}, owed(100n, -1), owed(-100n, -1, USD))).toEqual({ EUR: 100n })
  })
})

describe('uncovered', () => {
  it('leaves what is due last, in part where the money ends', () => {
    const [first, second, third, dollars] = [owed(100n, -9), owed(50n, -5), owed(30n, 7), owed(1n, -99, USD)]
    const left = uncovered([third, dollars, second, first], new Map([['EUR', 120n]]))
    expect(left).toEqual([dollars, { ...second, open: 30n }, third])
    expect(uncovered([first, second], new Map([['EUR', 500n]]))).toEqual([])
  })

  it('spends all the money there is and no more, on what is due first', () => {
    const amounts = fc.array(fc.tuple(fc.bigInt(-500n, 500n), fc.integer({ min: -90, max: 90 })), { maxLength: 12 })
    fc.assert(
      fc.property(amounts, fc.bigInt(0n, 1_000n), (documents, money) => {
        const receivables = documents.map(([open, dueIn]) => owed(open, dueIn))
        const left = uncovered(receivables, new Map([['EUR', money]]))
        const sum = (all: readonly { open: bigint }[]) => all.reduce((total, { open }) => total + open, 0n)
        const owing = sum(receivables) - money
        expect(sum(left)).toBe(owing > 0n ? owing : 0n)
        const whole = left.slice(1)
        expect(whole).toEqual(
          oldestFirst(receivables).slice(receivables.filter(({ open }) => open > 0n).length - whole.length),
        )
      }),
    )
  })
})
