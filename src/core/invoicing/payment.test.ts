import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, dayOf } from '../calendar/day.js'
import type { Currency } from '../money/currency.js'
import { type AllocationWish, oldestFirst, partOf, planAllocations, type Receivable } from './payment.js'

const EUR = 'EUR' as Currency
const DAY = dayOf(2026, 3, 15)

function receivable(number: string, open: bigint, dueOn = DAY, currency = EUR): Receivable {
  return {
    ...{ number, invoiceType: 'recurring', currency, issuedOn: DAY, dueOn: dueOn as Day },
    ...{ total: open, paid: 0n, credited: 0n, open },
  }
}

function byNumber(receivables: readonly Receivable[]) {
  return new Map(receivables.map((one) => [one.number, one]))
}

function plan(unallocated: bigint, open: Readonly<Record<string, bigint>>, wishes: readonly AllocationWish[]) {
  const receivables = Object.entries(open).map(([number, amount]) => receivable(number, amount))
  return planAllocations({ currency: EUR, unallocated }, byNumber(receivables), wishes)
}

const all = (...numbers: string[]) => numbers.map((number) => ({ number, amount: undefined }))

describe('planAllocations', () => {
  it.each([
    ['exactly', 100n, all('D1'), [['D1', 100n]]],
    ['in part', 60n, all('D1'), [['D1', 60n]]],
    ['and leaves the rest', 150n, all('D1'), [['D1', 100n]]],
    [
      'one after the other',
      150n,
      all('D1', 'D2'),
      [
        ['D1', 100n],
        ['D2', 50n],
      ],
    ],
    [
      'what was asked for',
      150n,
      [
        { number: 'D2', amount: 70n },
        { number: 'D1', amount: 80n },
      ],
      [
        ['D2', 70n],
        ['D1', 80n],
      ],
    ],
    ['as far as it goes', 100n, all('D1', 'D2'), [['D1', 100n]]],
  ] as const)('pays %s', (_, unallocated, wishes, expected) => {
    const planned = plan(unallocated, { D1: 100n, D2: 200n }, wishes)
    expect(planned.ok && planned.value.map(({ number, amount }) => [number, amount])).toEqual(expected)
  })

  it.each([
    ['an invoice there is not', 100n, all('D9'), 'not-found'],
    ['an invoice twice', 100n, all('D1', 'D1'), 'malformed'],
    ['an invoice that is paid', 100n, all('D3'), 'invoice-settled'],
    ['a credit balance', 100n, all('D4'), 'invoice-settled'],
    ['more than is open', 500n, [{ number: 'D1', amount: 101n }], 'allocation-exceeds-invoice'],
    ['more than is left', 50n, [{ number: 'D1', amount: 51n }], 'allocation-exceeds-payment'],
    [
      'more than is left, together',
      150n,
      [
        { number: 'D1', amount: 100n },
        { number: 'D2', amount: 51n },
      ],
      'allocation-exceeds-payment',
    ],
    ['anything where nothing is left', 0n, all('D1'), 'allocation-exceeds-payment'],
    ['all, where one cannot be', 150n, all('D1', 'D3'), 'invoice-settled'],
  ] as const)('refuses %s', (_, unallocated, wishes, code) => {
    const planned = plan(unallocated, { D1: 100n, D2: 200n, D3: 0n, D4: -5n }, wishes)
    expect(!planned.ok && planned.refusal.code).toBe(code)
  })

  it('refuses another currency', () => {
    const receivables = byNumber([receivable('D1', 100n, DAY, 'USD' as Currency)])
    const planned = planAllocations({ currency: EUR, unallocated: 100n }, receivables, all('D1'))
    expect(!planned.ok && planned.refusal.code).toBe('payment-currency-differs')
  })

  it('never pays more than there is, nor more than is open', () => {
    const wishes = fc.uniqueArray(
      fc.record({
        number: fc.constantFrom('D1', 'D2', 'D3'),
        amount: fc.option(fc.bigInt(1n, 400n), { nil: undefined }),
      }),
      { selector: ({ number }) => number, minLength: 1 },
    )
    const open = fc.record({ D1: fc.bigInt(-50n, 300n), D2: fc.bigInt(-50n, 300n), D3: fc.bigInt(-50n, 300n) })
    fc.assert(
      fc.property(fc.bigInt(0n, 600n), open, wishes, (unallocated, owed, asked) => {
        const planned = plan(unallocated, owed, asked)
        if (!planned.ok) return
        const paid = planned.value.reduce((sum, { amount }) => sum + amount, 0n)
        expect(paid <= unallocated).toBe(true)
        for (const { number, amount } of planned.value) {
          expect(amount > 0n && amount <= owed[number as keyof typeof owed]).toBe(true)
        }
      }),
    )
  })
})

/** Pays the oldest invoices with each payment in turn; gives what is open in the end, and what is left. */
function payInTurn(invoices: readonly Receivable[], payments: readonly bigint[]) {
  let receivables = [...invoices]
  let left = 0n
  for (const amount of payments) {
    const wishes = all(...oldestFirst(receivables).map(({ number }) => number))
    const planned = planAllocations({ currency: EUR, unallocated: amount }, byNumber(receivables), wishes)
    const paid = new Map(planned.ok ? planned.value.map((one) => [one.number, one.amount]) : [])
    left += amount - [...paid.values()].reduce((sum, one) => sum + one, 0n)
    receivables = receivables.map((one) => ({ ...one, open: one.open - (paid.get(one.number) ?? 0n) }))
  }
  return { open: receivables.map(({ number, open }) => [number, open]), left }
}

it('payments in any order leave the same open on every invoice, and the same unallocated', () => {
  const invoices = fc.array(fc.record({ open: fc.bigInt(0n, 300n), dueIn: fc.integer({ min: 0, max: 3 }) }), {
    maxLength: 6,
  })
  const payments = fc.array(fc.bigInt(1n, 400n), { maxLength: 6 })
  const shuffled = payments.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
  )
  fc.assert(
    fc.property(invoices, shuffled, (drawn, [one, other]) => {
      const owed = drawn.map(({ open, dueIn }, index) => receivable(`D${index}`, open, (DAY + dueIn) as Day))
      expect(payInTurn(owed, one)).toEqual(payInTurn(owed, other))
    }),
  )
})

describe('partOf', () => {
  const of = (available: bigint, wished: bigint | undefined) =>
    partOf(available, wished, 'nothing-to-take-back', { what: 'D1', currency: EUR })

  it('is what was asked for, or all there is', () => {
    expect([of(100n, 40n), of(100n, undefined)]).toEqual([
      { ok: true, value: 40n },
      { ok: true, value: 100n },
    ])
  })

  it.each([
    [100n, 101n],
    [100n, 0n],
    [0n, undefined],
    [-5n, undefined],
  ])('of %s, %s is refused', (available, wished) => {
    expect(of(available, wished).ok).toBe(false)
  })
})
