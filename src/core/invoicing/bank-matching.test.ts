import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Currency } from '../money/currency.js'
import {
  type BankCredit,
  creditorReferenceText,
  exactMatch,
  mentionedNumbers,
  type OpenInvoice,
  suggestMatches,
} from './bank-matching.js'

const EUR = 'EUR' as Currency

describe('mentionedNumbers', () => {
  const whole = (text: string) =>
    mentionedNumbers(text)
      .filter((one) => one.whole)
      .map(({ number }) => number)
  const short = (text: string) =>
    mentionedNumbers(text)
      .filter((one) => !one.whole)
      .map(({ number }) => number)

  it.each([
    ['D000000001', ['D000000001']],
    ['Invoice D000000001, thank you', ['D000000001']],
    ['d000000001', ['D000000001']],
    ['D 000 000 001', ['D000000001']],
    ['D0000 00001', ['D000000001']],
    ['D-000000001/G-000000012', ['D000000001', 'G000000012']],
    ['D000000001 D000000002', ['D000000001', 'D000000002']],
    ['D000000001 15.03.2026', ['D000000001']],
    ['INVOICE:D000000001', ['D000000001']],
    ['ID000000001', ['ID000000001']],
    ['order 4711', []],
    ['', []],
  ])('finds in %j: %j', (text, expected) => {
    expect(whole(text)).toEqual(expected)
  })

  it.each([
    ['D1', ['D000000001']],
    ['inv D0012 and G 7', ['D000000012', 'G000000007']],
    ['D12 500', ['D000000012']],
  ])('finds in %j, with zeros lost: %j', (text, expected) => {
    expect(short(text)).toEqual(expected)
  })

  it('finds a number wherever blanks are put into it, in whatever case', () => {
    const number = fc.nat(999_999_999).map((value) => `D${String(value).padStart(9, '0')}`)
    fc.assert(
      fc.property(
        number,
        fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
        fc.boolean(),
        (text, blanks, small) => {
          const spread = [...text]
            .map((character, index) => (blanks[index] === true ? `${character} ` : character))
            .join('')
          expect(whole(`paid ${small ? spread.toLowerCase() : spread}`)).toContain(text)
        },
      ),
    )
  })

  it('takes any text, and takes no longer for a long one', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void mentionedNumbers(text)))
    const began = performance.now()
    mentionedNumbers('D'.repeat(100_000) + '1 '.repeat(100_000))
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})

describe('creditorReferenceText', () => {
  it.each([
    ['RF18539007547034', '539007547034'], // the example of ISO 11649
    ['rf18 5390 0754 7034', '539007547034'],
    ['RF19539007547034', undefined],
    ['D000000001', undefined],
    ['', undefined],
  ])('of %s is %s', (reference, text) => {
    expect(creditorReferenceText(reference)).toBe(text)
  })
})

describe('suggestMatches', () => {
  const credit = (more: Partial<BankCredit> = {}): BankCredit => ({
    ...{ currency: EUR, amount: 12_100n, remittance: '', structuredReference: '', payer: 'Somebody' },
    ...more,
  })
  const invoice = (number: string, open: bigint, partner = 'alder', currency = EUR): OpenInvoice => ({
    ...{ partnerId: partner, partnerName: `${partner} Cloud B.V.`, number, currency, open },
  })
  const shown = (...of: Parameters<typeof suggestMatches>) =>
    suggestMatches(...of).map(({ partnerId, confidence, allocations }) =>
      [partnerId, confidence, ...allocations.map(({ number, amount }) => `${number}=${amount}`)].join(' '),
    )
  const D1 = invoice('D000000001', 12_100n)
  const D2 = invoice('D000000002', 5_000n)

  it.each([
    ['a whole number and the amount', { remittance: 'D000000001' }, ['alder exact D000000001=12100']],
    ['a structured reference', { structuredReference: 'D000000001' }, ['alder exact D000000001=12100']],
    [
      'several numbers and their sum',
      { remittance: 'D000000001 D000000002', amount: 17_100n },
      ['alder exact D000000001=12100 D000000002=5000'],
    ],
    ['a number without zeros and the amount', { remittance: 'd 1' }, ['alder high D000000001=12100']],
    ['a part of what is open', { remittance: 'D000000001', amount: 10_000n }, ['alder medium D000000001=10000']],
    ['more than is open', { remittance: 'D000000001', amount: 20_000n }, ['alder medium D000000001=12100']],
    ['a number without zeros and another amount', { remittance: 'd 1', amount: 1n }, ['alder low D000000001=1']],
    ['the amount alone', {}, ['alder low D000000001=12100']],
    ['the amount and the name', { payer: 'ALDER CLOUD' }, ['alder medium D000000001=12100']],
    ['nothing', { amount: 1n }, []],
    ['another currency', { currency: 'USD' as Currency, remittance: 'D000000001' }, []],
  ] as const)('by %s', (_, more, expected) => {
    expect(shown(credit(more), [D1, D2], undefined)).toEqual(expected)
  })

  it('puts the surest first, and names every partner', () => {
    const birch = invoice('G000000009', 12_100n, 'birch')
    expect(shown(credit({ remittance: 'D000000001' }), [birch, D1], undefined)).toEqual([
      'alder exact D000000001=12100',
      'birch low G000000009=12100',
    ])
  })

  it('names who paid from the same account before', () => {
    const known = { partnerId: 'alder', partnerName: 'Alder' }
    expect(shown(credit({ amount: 1n }), [], known)).toEqual(['alder low'])
    expect(shown(credit(), [D1], known)).toEqual(['alder medium D000000001=12100'])
  })

  it('needs no person only where there is one exact candidate', () => {
    const exact = suggestMatches(credit({ remittance: 'D000000001' }), [D1], undefined)
    expect(exactMatch(exact)?.partnerId).toBe('alder')
    expect(exactMatch(suggestMatches(credit({ remittance: 'd1' }), [D1], undefined))).toBeUndefined()
    const two = suggestMatches(
      credit({ remittance: 'D000000001 G000000009' }),
      [D1, invoice('G000000009', 12_100n, 'birch')],
      undefined,
    )
    expect(two).toHaveLength(2)
    expect(exactMatch(two)).toBeUndefined()
  })

  it('never pays more than came in, nor more than is open', () => {
    const invoices = fc.uniqueArray(
      fc.record({
        sequence: fc.integer({ min: 1, max: 5 }),
        open: fc.bigInt(0n, 300n),
        partner: fc.constantFrom('a', 'b'),
      }),
      { selector: ({ sequence }) => sequence },
    )
    fc.assert(
      fc.property(
        invoices,
        fc.bigInt(1n, 600n),
        fc.constantFrom('D1', 'D000000001 D000000002', 'D3 D4', ''),
        (drawn, amount, remittance) => {
          const open = drawn.map((one) => invoice(`D${String(one.sequence).padStart(9, '0')}`, one.open, one.partner))
          for (const { allocations } of suggestMatches(credit({ amount, remittance }), open, undefined)) {
            expect(allocations.reduce((sum, one) => sum + one.amount, 0n) <= amount).toBe(true)
            for (const { number, amount: paid } of allocations) {
              expect(paid > 0n && paid <= open.find((one) => one.number === number)!.open).toBe(true)
            }
          }
        },
      ),
    )
  })
})
