import { describe, expect, it } from 'vitest'
import { reconLinesOf, reducedBy } from '../../../test/support/recon-lines.js'
import { sumOf } from './recon-line.js'

const OFFER = { term: 'P1Y', billingCycle: 'monthly', unitPrice: '4.00' }
const EVENTS = [
  { on: '2018-01-13', type: 'purchase', quantity: 1 },
  { on: '2018-02-01', type: 'changeQuantity', quantity: 2 },
]
const SCENARIO = {
  profile: 'license',
  currency: 'USD',
  billingDay: 15,
  offer: OFFER,
  events: EVENTS,
  until: '2018-02-15',
}

describe('sumOf', () => {
  it('adds a file up', () => {
    // 4.00 - 4.00 + 2.45 + 3.10 + 8.00, and 5 lines of 0.02 discount and 0.10 tax
    const lines = reconLinesOf(SCENARIO, { tax: 10n }).map((line) => reducedBy(line, 2n))
    expect(sumOf(lines)).toEqual({
      lineCount: 5,
      amount: 1355n,
      discount: 10n,
      subtotal: 1345n,
      tax: 50n,
      total: 1395n,
    })
  })

  it('is nothing for no lines', () => {
    expect(sumOf([])).toEqual({ lineCount: 0, amount: 0n, discount: 0n, subtotal: 0n, tax: 0n, total: 0n })
  })

  it('throws for two currencies', () => {
    const [dollars, euros] = [SCENARIO, { ...SCENARIO, currency: 'EUR' }].map((each) => reconLinesOf(each))
    expect(() => sumOf([...dollars!, ...euros!])).toThrow('not in USD and EUR')
  })
})
