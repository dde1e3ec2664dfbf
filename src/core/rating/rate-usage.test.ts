import { describe, expect, it } from 'vitest'
import {
  currency,
  day,
  decimal,
  GRADUATED,
  linesOf,
  rateOf,
  SEPTEMBER,
  termsOf,
  used,
} from '../../../test/support/rating.js'
import { formatDecimal } from '../money/decimal.js'
import { effectiveRateOf, effectiveUnitPriceOf } from './effective-price.js'
import { rateUsage } from './rate-usage.js'
import { dailyShares } from './share-by-day.js'

const EUR = currency('EUR')

describe('tiers are graduated', () => {
  it('1-100 at 1, 101-100,000 at 0.80, above at 0.50, as in the published plan price list', () => {
    const [line] = linesOf([used('2020-09-03', '100010')], termsOf({ rates: [GRADUATED] }))
    // 100 x 1 + 99,900 x 0.80 + 10 x 0.50
    expect(line!.cost).toBe(8_002_500n)
    expect(line!.parts.map(({ quantity }) => formatDecimal(quantity))).toEqual(['100', '99900', '10'])
  })

  it('with continuous bounds: half of the unit above the bound at each price', () => {
    const [line] = linesOf([used('2020-09-03', '99.5'), used('2020-09-04', '1')], termsOf({ rates: [GRADUATED] }))
    expect(line!.cost).toBe(10_040n) // 99.5 x 1 + 0.5 x 1 + 0.5 x 0.80
  })

  it('one line for each tier where overage is charged, each rounded half away from zero', () => {
    const lines = linesOf(
      [used('2020-09-01', '60'), used('2020-09-30', '50.5')],
      termsOf({ rating: 'overage', rates: [{ ...GRADUATED, included: decimal('10') }] }),
    )
    expect(
      lines.map(({ tier, consumed, included, quantity, amount }) => [
        tier,
        ...[consumed, included, quantity].map(formatDecimal),
        amount,
      ]),
    ).toEqual([
      [1, '110', '10', '100', 10_000n],
      [2, '0.5', '0', '0.5', 40n],
    ])
  })

  it('and counted through the whole period, also where the price changes within', () => {
    const dearer = { ...GRADUATED, validFrom: day('2020-09-16') }
    const lines = linesOf([used('2020-09-15', '100'), used('2020-09-16', '1')], termsOf({ rates: [GRADUATED, dearer] }))
    expect(lines.map(({ cost }) => cost)).toEqual([10_000n, 80n])
  })
})

describe('published figures come out', () => {
  it('0.005001 GB at 0.045 with 15 % credit, one USD being 0.846202666 EUR, is a line of 0.00', () => {
    const rates = [rateOf([['0', '0.045']], { earnsCredit: true })]
    const exchange = { rate: decimal('0.846202666'), date: day('2020-09-30') }
    const [line, ...more] = linesOf(
      [used('2020-09-02', '0', '0.005001')],
      termsOf({ rates, billingCurrency: EUR, exchange }),
    )
    expect(more).toEqual([])
    expect(line).toMatchObject({ earnedCredit: 15, cost: 0n, amount: 0n })
    // The published file has 0.03825 although the cost is nothing.
    expect(formatDecimal(effectiveUnitPriceOf(line!))).toBe('0.038250000000000')
  })

  it('an overage of 11 at 0.0808 is 0.89, and its effective rate has eight digits, cut', () => {
    const terms = termsOf({ rating: 'overage', rates: [rateOf([['0', '0.0808']])] })
    const [line] = linesOf([used('2020-09-05', '4'), used('2020-09-06', '7')], terms)
    expect(line!.amount).toBe(89n)
    expect(formatDecimal(effectiveRateOf(line!.amount, line!.quantity, line!.pricingCurrency))).toBe('0.08090909')
    expect(formatDecimal(effectiveRateOf(93n, line!.quantity, line!.pricingCurrency))).toBe('0.08454545')
  })

  it('27 days with access and 4 without are 31 daily rows and two lines', () => {
    const december = { start: day('2020-12-01'), end: day('2021-01-01') }
    const rates = [rateOf([['0', '0.12']], { earnsCredit: true })]
    const days = Array.from({ length: 31 }, (_, index) => {
      const on = `2020-12-${String(index + 1).padStart(2, '0')}`
      return index < 27 ? used(on, '0', '24') : used(on, '24')
    })
    const lines = linesOf(days, termsOf({ period: december, rates }))
    // 27 x 24 x 0.12 x 0.85 = 66.096; 4 x 24 x 0.12 = 11.52
    expect(lines.map(({ earnedCredit, amount }) => [earnedCredit, amount])).toEqual([
      [15, 6_609n],
      [0, 1_152n],
    ])
  })
})

describe('the effective unit price', () => {
  it('is cost / quantity, cut to 15 digits, and moves while the month is open', () => {
    const rates = [rateOf([['0', '0.0127']])]
    const price = (quantity: string) => {
      const [line] = linesOf([used('2020-09-01', quantity)], termsOf({ rates }))
      return formatDecimal(effectiveUnitPriceOf(line!))
    }
    // floor(0.0889) = 0.08; floor(0.1778) = 0.17
    expect([price('7'), price('14')]).toEqual(['0.011428571428571', '0.012142857142857'])
  })

  it('is the price less the credit where nothing costs, tiers averaged', () => {
    const rates = [{ ...GRADUATED, included: decimal('10') }]
    const [free] = linesOf([used('2020-09-01', '5')], termsOf({ rates }))
    expect(free).toMatchObject({ cost: 0n })
    expect(formatDecimal(effectiveUnitPriceOf(free!))).toBe('1.000000000000000')
    const tiny = rateOf([
      ['0', '0.002'],
      ['1', '0.001'],
    ])
    const [small] = linesOf([used('2020-09-01', '2')], termsOf({ rates: [tiny] }))
    expect(formatDecimal(effectiveUnitPriceOf(small!))).toBe('0.001500000000000')
  })
})

describe('money of other kinds', () => {
  it('is cut to the smallest unit there is: none of a yen, a thousandth of a dinar', () => {
    const terms = (code: string) => ({ pricingCurrency: currency(code), billingCurrency: currency(code) })
    const rates = [rateOf([['0', '1.2345']])]
    const cost = (code: string, rating: 'plan' | 'overage') =>
      linesOf([used('2020-09-01', '10')], termsOf({ rates, rating, ...terms(code) }))[0]!.amount
    expect([cost('JPY', 'plan'), cost('KRW', 'plan'), cost('KWD', 'plan')]).toEqual([12n, 12n, 12_345n])
    expect(
      linesOf([used('2020-09-01', '10.5')], termsOf({ rates, rating: 'overage', ...terms('JPY') }))[0]!.amount,
    ).toBe(13n)
  })

  it('is exchanged after it was cut, and cut again', () => {
    const rates = [rateOf([['0', '0.999']])]
    const rated = (code: string, rate: string) => {
      const exchange = { rate: decimal(rate), date: day('2020-08-28') }
      return linesOf([used('2020-09-01', '10')], termsOf({ rates, billingCurrency: currency(code), exchange }))[0]!
    }
    // 9.99 USD x 0.846202666 = 8.45356...; x 105.871 = 1,057.65...; x 0.30575 = 3.0544...
    expect(
      [rated('EUR', '0.846202666'), rated('JPY', '105.871'), rated('KWD', '0.30575')].map((l) => l.amount),
    ).toEqual([845n, 1_057n, 3_054n])
  })
})

describe('a day without a rate', () => {
  it('is refused, with the meter and what to do', () => {
    const rated = rateUsage([used('2019-12-31', '1')], termsOf({ period: { ...SEPTEMBER, start: day('2019-12-31') } }))
    expect(rated).toMatchObject({ ok: false, refusal: { code: 'usage-rate-missing' } })
  })
})

describe('daily shares', () => {
  it('of a single row are the published floor, and of several add up', () => {
    const single = dailyShares(89n, decimal('11'))
    expect(single(decimal('11'), true)).toBe(89n)
    const shares = dailyShares(100n, decimal('3'))
    expect([1, 2, 3].map((row) => shares(decimal('1'), row === 3))).toEqual([33n, 33n, 34n])
  })

  it('leave everything to the last row where quantities cancel each other', () => {
    const shares = dailyShares(5n, decimal('0'))
    expect([shares(decimal('2'), false), shares(decimal('-2'), true)]).toEqual([0n, 5n])
  })
})
