import { describe, expect, it } from 'vitest'
import { currency, day, decimal, GRADUATED, linesOf, rateOf, termsOf, used } from '../../../test/support/rating.js'
import { explainUsage, explainUsageSteps } from './explain-usage.js'
import { unbilledOf } from './unbilled.js'

const USD = currency('USD')
const EUR = currency('EUR')

describe('a line of usage explains itself', () => {
  it('with quantity, price and rounding', () => {
    const terms = termsOf({ rating: 'overage', rates: [rateOf([['0', '0.0808']])] })
    const [line] = linesOf([used('2020-09-05', '11')], terms)
    const words = { unit: '1 GB', rating: terms.rating, billingCurrency: USD }
    expect(explainUsage(line!, words)).toBe('11 x 0.0808 per 1 GB = 0.8888; rounded to 0.89 USD')
    expect(explainUsageSteps(line!, words)).toEqual([
      { label: 'Price of the quantity', expression: '11 x 0.0808 per 1 GB', result: '0.8888' },
      { label: 'Cost, rounded', expression: '0.8888', result: '0.89 USD' },
    ])
  })

  it('with what is included, tiers, credit, exchange rate and what earlier invoices had', () => {
    const terms = termsOf({
      rates: [{ ...GRADUATED, included: decimal('10'), earnsCredit: true }],
      billingCurrency: EUR,
      exchange: { rate: decimal('0.846202666'), date: day('2020-08-28') },
    })
    const billed = unbilledOf(linesOf([used('2020-09-01', '0', '100')], terms), [])
    const all = linesOf([used('2020-09-01', '0', '100'), used('2020-09-02', '0', '20.5')], terms)
    const [line] = unbilledOf(all, billed)
    const words = { unit: '1 Hour', rating: terms.rating, billingCurrency: EUR }
    expect(explainUsage(line!, words).split('; ')).toEqual([
      '120.5 used - 10 included = 110.5',
      '100 x 1 per 1 Hour = 100',
      '10.5 x 0.8 per 1 Hour = 8.4',
      '100 + 8.4 = 108.4',
      'less 15 % earned credit: 108.4 x 85 % = 92.14',
      'that is 92.14 USD',
      '92.14 USD x 0.846202666 = 77.96911364524, rounded down to 77.96 EUR',
      // 90 x 85 % = 76.50 USD = 64.73 EUR
      '77.96 EUR - 64.73 EUR on earlier invoices = 13.23 EUR',
    ])
    expect(explainUsageSteps(line!, words).at(-1)!.result).toBe('13.23 EUR')
  })

  it('where it costs nothing', () => {
    const [line] = linesOf([used('2020-09-05', '5')], termsOf({ rates: [{ ...GRADUATED, included: decimal('10') }] }))
    expect(explainUsage(line!, { unit: '1 Hour', rating: 'plan', billingCurrency: USD })).toBe(
      '5 used - 5 included = 0; 0 x 1 per 1 Hour = 0; that is 0.00 USD',
    )
  })
})
