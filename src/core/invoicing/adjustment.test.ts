import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, parseDay } from '../calendar/day.js'
import { adjustDraft, judgeAmount, needsApproval, placeAdjustments, type WaitingAdjustment } from './adjustment.js'
import { assembleInvoices, type ChargeSum } from './assemble.js'

const day = (text: string): Day => parseDay(text)!

const SUM: ChargeSum = {
  partnerId: 'p1',
  invoiceDate: day('2026-02-15'),
  invoiceType: 'recurring',
  currency: 'EUR',
  productId: 'MAIL',
  skuId: '0001',
  description: 'Mail',
  taxClass: 'standard',
  chargeCount: 1n,
  amount: 1_000n,
  tax: 210n,
}

const WAITING: WaitingAdjustment = {
  partnerId: 'p1',
  adjustmentId: 'a1',
  currency: 'EUR',
  amount: -250n,
  invoiceType: null,
  notBefore: day('2026-02-01'),
  taxClass: 'standard',
  reasonCode: 'goodwill',
  description: 'For your patience',
}

const DRAFTS = assembleInvoices(
  [
    SUM,
    { ...SUM, skuId: '0002' },
    { ...SUM, invoiceDate: day('2026-02-08'), invoiceType: 'one-time' },
    { ...SUM, invoiceDate: day('2026-03-15') },
    { ...SUM, currency: 'USD' },
    { ...SUM, partnerId: 'p2' },
  ],
  new Map([
    ['p1', 60],
    ['p2', 60],
  ]),
)

/** Where an adjustment goes: date and type of the invoice. */
function placeOf(change: Partial<WaitingAdjustment>): unknown {
  const [draft] = placeAdjustments(DRAFTS, [{ ...WAITING, ...change }]).keys()
  return draft && [draft.partnerId, draft.invoiceDate, draft.invoiceType, draft.currency]
}

describe('adjustments', () => {
  it('go on the first invoice of their partner, currency, day and type, or wait', () => {
    expect(placeOf({})).toEqual(['p1', day('2026-02-08'), 'one-time', 'EUR'])
    expect(placeOf({ invoiceType: 'recurring' })).toEqual(['p1', day('2026-02-15'), 'recurring', 'EUR'])
    expect(placeOf({ notBefore: day('2026-02-15') })).toEqual(['p1', day('2026-02-15'), 'recurring', 'EUR'])
    expect(placeOf({ notBefore: day('2026-02-16') })).toEqual(['p1', day('2026-03-15'), 'recurring', 'EUR'])
    expect(placeOf({ currency: 'USD' })).toEqual(['p1', day('2026-02-15'), 'recurring', 'USD'])
    expect(placeOf({ partnerId: 'p2' })).toEqual(['p2', day('2026-02-15'), 'recurring', 'EUR'])
    for (const none of [{ partnerId: 'p3' }, { currency: 'GBP' }, { notBefore: day('2026-03-16') }]) {
      expect(placeOf(none)).toBeUndefined()
    }
    expect(placeOf({ invoiceType: 'one-time', notBefore: day('2026-02-09') })).toBeUndefined()
  })

  it('follow the lines of charges, with their taxes', () => {
    const draft = DRAFTS.find(({ lines }) => lines.length === 2)!
    const adjusted = adjustDraft(draft, [WAITING, { ...WAITING, amount: -2_000n }], [-53n, -420n])
    expect(adjusted).toMatchObject({ charged: 2_000n, adjusted: -2_250n, tax: -53n, total: -303n })
    expect(adjusted.adjustments.map(({ lineNumber, amount, tax }) => [lineNumber, amount, tax])).toEqual([
      [3, -250n, -53n],
      [4, -2_000n, -420n],
    ])
  })

  it('are placed once at most each, and what is placed adds up', () => {
    const change = fc.record({
      amount: fc.bigInt({ min: -1_000_000_000n, max: 1_000_000_000n }),
      currency: fc.constantFrom('EUR', 'USD', 'GBP'),
      partnerId: fc.constantFrom('p1', 'p2', 'p3'),
      invoiceType: fc.constantFrom(null, 'recurring' as const, 'one-time' as const),
      notBefore: fc.integer({ min: day('2026-01-30'), max: day('2026-03-20') }).map((value) => value as Day),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const waiting = changes.map((one, index) => ({ ...WAITING, ...one, adjustmentId: `a${index}` }))
        const placed = placeAdjustments(DRAFTS, waiting)
        const ids = [...placed.values()].flat().map(({ adjustmentId }) => adjustmentId)
        expect(new Set(ids).size).toBe(ids.length)
        for (const [draft, own] of placed) {
          const adjusted = adjustDraft(
            draft,
            own,
            own.map(({ amount }) => amount / 5n),
          )
          const sum = (field: 'amount' | 'tax') =>
            [...adjusted.lines, ...adjusted.adjustments].reduce((total, line) => total + line[field], 0n)
          expect(adjusted.charged + adjusted.adjusted).toBe(sum('amount'))
          expect(adjusted.tax).toBe(sum('tax'))
          expect(adjusted.total).toBe(sum('amount') + sum('tax'))
          for (const one of own) expect(one.notBefore).toBeLessThanOrEqual(draft.invoiceDate)
        }
      }),
    )
  })

  it('have the sign of their reason, and are not nothing', () => {
    expect(judgeAmount('goodwill', -1n).ok).toBe(true)
    expect(judgeAmount('fee', 1n).ok).toBe(true)
    expect([judgeAmount('billing-correction', 1n).ok, judgeAmount('billing-correction', -1n).ok]).toEqual([true, true])
    const refused = [
      judgeAmount('goodwill', 1n),
      judgeAmount('fee', -1n),
      judgeAmount('refund', 0n),
      judgeAmount('fee', 10n ** 15n + 1n),
    ]
    expect(refused.map(({ ok }) => ok)).toEqual([false, false, false, false])
  })

  it('need approval above the limit, in either direction', () => {
    expect([needsApproval(-100n, 100n), needsApproval(-101n, 100n), needsApproval(101n, 100n)]).toEqual([
      false,
      true,
      true,
    ])
  })
})
