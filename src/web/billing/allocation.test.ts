import { expect, it } from 'vitest'
import { oldestFirst, planAllocation } from './allocation.js'
import type { OpenBill } from './types.js'

const bill = (invoiceId: string, openAmount: number, dueDate: string): OpenBill => ({
  ...{ invoiceId, openAmount, dueDate, invoiceType: 'recurring', currencyCode: 'EUR', issuedDate: '2026-01-01' },
  ...{ overdue: false, totalAmount: openAmount, paidAmount: 0 },
})
const BILLS = [bill('D2', 0.2, '2026-03-01'), bill('D1', 0.1, '2026-02-01'), bill('D3', 5, '2026-04-01')]

it('pays what is due first, as far as the money goes', () => {
  expect(oldestFirst(BILLS, 0.25, 'EUR')).toEqual({ D1: '0.10', D2: '0.15' })
})

it('adds typed amounts up in cents and says what is left', () => {
  const plan = planAllocation({ D1: '0,10', D2: '0.2' }, BILLS, 0.3, 'EUR')
  expect([plan.sum, plan.rest, plan.problems]).toEqual([30n, 0n, {}])
  expect(plan.allocations).toEqual([
    { invoiceId: 'D2', amount: '0.20' },
    { invoiceId: 'D1', amount: '0.10' },
  ])
})

it('tells what is no amount, more than is open, and more than there is', () => {
  const plan = planAllocation({ D1: '0.11', D2: 'two', D3: '1' }, BILLS, 1, 'EUR')
  expect(plan.problems).toEqual({ D1: 'tooMuch', D2: 'wrong' })
  expect(plan.rest).toBe(-11n)
})
