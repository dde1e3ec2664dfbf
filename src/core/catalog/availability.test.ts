import { describe, expect, it } from 'vitest'
import { offerOf } from '../../../test/support/offers.js'
import { type Day, formatDay, parseDay } from '../calendar/day.js'
import { parseTerm } from '../calendar/term.js'
import { parseCurrency } from '../money/currency.js'
import { anniversaryAfter, cycleEndAfter, cyclePriceOf, policyOf, sameRhythm, termEndAfter } from './availability.js'
import type { BillingCycle } from './billing-cycle.js'
import { findPrice } from './price-list.js'

const day = (text: string) => parseDay(text)!
const offer = (profile: string, term: string, billingCycle: BillingCycle, changes = {}) =>
  offerOf('offer', profile, { term: parseTerm(term)!, billingCycle, ...changes })

/** First days of the cycles of a term bought on a day, and the day after the last. */
function cyclesOf(profile: string, term: string, billingCycle: BillingCycle, bought: string): string[] {
  const availability = offer(profile, term, billingCycle)
  const anchor = day(bought)
  const termEnd = termEndAfter(availability, anchor, anchor)
  const starts: Day[] = [anchor]
  while (starts.at(-1)! < termEnd) starts.push(cycleEndAfter(availability, anchor, starts.at(-1)!, termEnd))
  return starts.map(formatDay)
}

describe('the price of a cycle', () => {
  it.each<[string, BillingCycle, string, bigint, bigint]>([
    ['P1Y', 'monthly', 'P1M', 400_000_000n, 400_000_000n],
    ['P1Y', 'annual', 'P1M', 400_000_000n, 4_800_000_000n],
    ['P3Y', 'annual', 'P1M', 400_000_000n, 4_800_000_000n],
    ['P3Y', 'upfront', 'P1M', 400_000_000n, 14_400_000_000n],
    ['P3Y', 'annual', 'P3Y', 300_000_000n, 100_000_000n],
    ['P1Y', 'monthly', 'P1Y', 4_800_000_000n, 400_000_000n],
    ['P1Y', 'monthly', 'P1Y', 1_000_000_000n, 83_000_000n], // 10.00 a year: 0.8333 a month, to the cent
    ['P1Y', 'monthly', 'P1Y', 600_000_000n, 50_000_000n],
    ['P30D', 'upfront', 'P1M', 400_000_000n, 400_000_000n],
    ['P1M', 'one-time', 'P1Y', 400_000_000n, 400_000_000n],
  ])('%s charged %s, priced per %s', (term, billingCycle, per, list, price) => {
    const availability = offer('one-time-recurring', term, billingCycle, { pricePer: parseTerm(per)! })
    expect(cyclePriceOf(availability, list)).toBe(price)
  })

  it('is rounded to whole yen', () => {
    const yen = { pricePer: parseTerm('P1Y')!, currency: parseCurrency('JPY')! }
    expect(cyclePriceOf(offer('license', 'P1Y', 'monthly', yen), 100_000_000_000n)).toBe(8_300_000_000n)
  })

  it('comes from the row that holds on the day; of two that do, from the later', () => {
    const row = (from: string, to: string | null, unitPrice: bigint) => ({
      validFrom: day(from),
      validTo: to === null ? null : day(to),
      unitPrice,
    })
    const rows = [row('2018-01-01', '2018-03-01', 1n), row('2018-02-01', '2018-02-15', 2n), row('2018-04-01', null, 3n)]
    const on = (text: string) => findPrice(rows, day(text))?.unitPrice
    expect(['2017-12-31', '2018-01-31', '2018-02-01', '2018-02-15', '2018-03-01', '2018-04-01'].map(on)).toEqual([
      undefined,
      1n,
      2n,
      1n,
      undefined,
      3n,
    ])
  })
})

describe('cycles', () => {
  it('of a year from the end of a month end with the term, whatever their own rule is', () => {
    const cycles = cyclesOf('new-commerce', 'P1Y', 'monthly', '2023-02-28')
    expect(cycles).toHaveLength(13)
    expect(cycles.slice(0, 3)).toEqual(['2023-02-28', '2023-03-31', '2023-04-30'])
    expect(cycles.slice(-2)).toEqual(['2024-01-31', '2024-02-28'])
  })

  it('of the next term are counted from the anchor', () => {
    const availability = offer('new-commerce', 'P1Y', 'monthly')
    const anchor = day('2024-02-29')
    const second = termEndAfter(availability, anchor, anchor)
    expect(formatDay(second)).toBe('2025-02-28')
    expect(formatDay(termEndAfter(availability, anchor, day('2027-02-28')))).toBe('2028-02-29')
    expect(formatDay(cycleEndAfter(availability, anchor, second, day('2026-02-28')))).toBe('2025-03-31')
  })

  it.each<[string, string, BillingCycle, string, string[]]>([
    ['license', 'P1Y', 'annual', '2018-01-13', ['2018-01-13', '2019-01-13']],
    ['license', 'P3Y', 'annual', '2018-01-13', ['2018-01-13', '2019-01-13', '2020-01-13', '2021-01-13']],
    ['new-commerce', 'P3Y', 'upfront', '2023-06-01', ['2023-06-01', '2026-06-01']],
    ['one-time-recurring', 'P30D', 'upfront', '2023-06-01', ['2023-06-01', '2023-07-01']],
    ['new-commerce', 'P1M', 'monthly', '2023-01-30', ['2023-01-30', '2023-02-27']],
    ['one-time-recurring', 'P1M', 'monthly', '2023-01-30', ['2023-01-30', '2023-02-28']],
  ])('of %s, %s charged %s from %s', (profile, term, billingCycle, bought, expected) => {
    expect(cyclesOf(profile, term, billingCycle, bought)).toEqual(expected)
  })

  it.each([
    ['2018-01-31', '2018-01-31', '2018-02-28'],
    ['2018-01-31', '2018-02-27', '2018-02-28'],
    ['2018-01-31', '2018-02-28', '2018-03-31'],
    ['2018-01-13', '2018-12-20', '2019-01-13'],
  ])('anchored on %s have their next anniversary after %s on %s', (anchor, after, expected) => {
    const annual = offer('license', 'P1Y', 'annual')
    expect(formatDay(anniversaryAfter(annual, day(anchor), day(after)))).toBe(expected)
  })
})

describe('two offers', () => {
  it('share their dates where term and billing cycle are the same', () => {
    const monthly = offer('license', 'P1Y', 'monthly')
    expect(sameRhythm(monthly, offer('license', 'P12M', 'monthly'))).toBe(true)
    expect(sameRhythm(monthly, offer('license', 'P1Y', 'annual'))).toBe(false)
    expect(sameRhythm(monthly, offer('license', 'P3Y', 'monthly'))).toBe(false)
    const days = offer('one-time-recurring', 'P12D', 'monthly')
    expect(sameRhythm(monthly, days)).toBe(false)
  })

  it('prorate by their own policy, or else by that of their profile and billing cycle', () => {
    expect(policyOf(offer('license', 'P1Y', 'monthly'))).toBe('daily-3')
    expect(policyOf(offer('license', 'P1Y', 'annual'))).toBe('published')
    expect(policyOf(offer('license', 'P1Y', 'annual', { proration: 'unit' }))).toBe('unit')
  })
})
