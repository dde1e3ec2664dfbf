import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, dayOf } from '../calendar/day.js'
import {
  type Posting,
  postingsOfAllocation,
  postingsOfCreditNote,
  postingsOfInvoice,
  postingsOfPayment,
  postingsOfRefund,
  postingsOfWriteOff,
  unbalancedSources,
} from './posting.js'

const DAY = dayOf(2026, 3, 15)
const DUE = (DAY + 60) as Day
const partnerId = 'partner'

function shown(postings: readonly Posting[]): string[] {
  return postings.map(({ account, amount, document, paymentId }) =>
    [account, amount, document ?? paymentId].filter((part) => part !== null).join(' '),
  )
}

const invoice = { partnerId, number: 'D000000001', currency: 'EUR', issuedOn: DAY, dueOn: DUE } as const

describe('an invoice', () => {
  it('is owed with its tax; adjustments are no revenue', () => {
    // 100.00 of charges, 10.00 of credit, 21 % of tax on the rest.
    const sums = { net: 9000n, adjustments: -1000n, tax: 1890n, total: 10_890n }
    expect(shown(postingsOfInvoice({ ...invoice, invoiceType: 'recurring', ...sums }))).toEqual([
      'receivable 10890 D000000001',
      'revenue -10000',
      'credits 1000',
      'tax-payable -1890',
    ])
  })

  it('is in the journal where nothing is to be paid', () => {
    const sums = { net: 0n, adjustments: 0n, tax: 0n, total: 0n }
    expect(postingsOfInvoice({ ...invoice, invoiceType: 'one-time', ...sums })).toEqual([
      expect.objectContaining({
        account: 'receivable',
        amount: 0n,
        dueOn: DUE,
        invoiceType: 'one-time',
        entryNumber: 1,
      }),
    ])
  })

  it('whose sums do not fit is a fault', () => {
    const sums = { net: 100n, adjustments: 0n, tax: 21n, total: 120n }
    expect(() => postingsOfInvoice({ ...invoice, invoiceType: 'recurring', ...sums })).toThrow(RangeError)
  })
})

it('a credit note takes from what is owed on the document it is against', () => {
  const note = { ...invoice, number: 'C000000001', against: 'D000000001' }
  const sums = { net: -9000n, adjustments: 1000n, tax: -1890n, total: -10_890n }
  expect(shown(postingsOfCreditNote({ ...note, ...sums }))).toEqual([
    'receivable -10890 D000000001',
    'revenue 10000',
    'credits -1000',
    'tax-payable 1890',
  ])
})

describe('a payment', () => {
  const payment = { partnerId, paymentId: 'p', currency: 'EUR', amount: 500n, receivedOn: DAY, document: null }

  it.each([
    ['bank-transfer', null, ['cash 500', 'unallocated -500 p']],
    ['withholding-tax', null, ['withholding 500', 'unallocated -500 p']],
    ['credit', 'D000000001', ['receivable 500 D000000001', 'unallocated -500 p']],
  ] as const)('by %s is unallocated at first', (method, document, expected) => {
    expect(shown(postingsOfPayment({ ...payment, method, document }))).toEqual(expected)
  })

  it('pays an invoice, gives that back, and goes back itself', () => {
    const movement = { partnerId, id: 'm', currency: 'EUR', amount: 300n, on: DAY, note: '', paymentId: 'p' }
    const document = 'D000000001'
    expect(shown(postingsOfAllocation({ ...movement, document }))).toEqual([
      'unallocated 300 p',
      `receivable -300 ${document}`,
    ])
    expect(shown(postingsOfAllocation({ ...movement, amount: -300n, document }))).toEqual([
      'unallocated -300 p',
      `receivable 300 ${document}`,
    ])
    expect(shown(postingsOfRefund(movement))).toEqual(['unallocated 300 p', 'cash -300'])
    expect(shown(postingsOfWriteOff({ ...movement, document }))).toEqual([
      'write-offs 300',
      `receivable -300 ${document}`,
    ])
  })
})

describe('every transaction', () => {
  const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
  const transactions = fc.oneof(
    fc
      .record({ net: amount, adjustments: amount, tax: amount })
      .map((sums) => postingsOfInvoice({ ...invoice, invoiceType: 'recurring', ...sums, total: sums.net + sums.tax })),
    fc
      .record({ net: amount, adjustments: amount, tax: amount })
      .map((sums) =>
        postingsOfCreditNote({ ...invoice, number: 'C1', against: 'D1', ...sums, total: sums.net + sums.tax }),
      ),
    amount.map((value) => {
      const movement = { partnerId, id: 'm', currency: 'EUR', amount: value, on: DAY, note: '' }
      return [
        ...postingsOfAllocation({ ...movement, paymentId: 'p', document: 'D1' }),
        ...postingsOfRefund({ ...movement, paymentId: 'p' }),
        ...postingsOfWriteOff({ ...movement, document: 'D1' }),
      ]
    }),
  )

  it('balances, and numbers its entries from 1', () => {
    fc.assert(
      fc.property(transactions, (postings) => {
        expect(unbalancedSources(postings)).toEqual([])
        for (const kind of new Set(postings.map(({ sourceKind }) => sourceKind))) {
          const own = postings.filter(({ sourceKind }) => sourceKind === kind)
          expect(own.map(({ entryNumber }) => entryNumber)).toEqual(own.map((_, index) => index + 1))
        }
      }),
    )
  })

  it('is found out where an entry is missing', () => {
    fc.assert(
      fc.property(transactions, fc.nat(), (postings, at) => {
        const left = postings.filter((_, index) => index !== at % postings.length)
        const lost = postings[at % postings.length]!
        expect(unbalancedSources(left)).toHaveLength(lost.amount === 0n ? 0 : 1)
      }),
    )
  })
})
