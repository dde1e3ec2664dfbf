import { describe, expect, it } from 'vitest'
import { type Decimal, formatPlainDecimal, parseDecimal } from '../money/decimal.js'
import { isSameRate, rateOfLines } from './usage-rate-rows.js'

const number = (text: string): Decimal => parseDecimal(text)!
const line = (from: string, price: string, included = '0', earnsCredit = true) => ({
  ...{ from: number(from), unitPrice: number(price), included: number(included), earnsCredit },
})

describe('the lines of a rate', () => {
  it('are put in order of their tiers', () => {
    const rate = rateOfLines([line('100', '0.5'), line('0', '1'), line('10.5', '0.80')])
    if (typeof rate === 'string') throw new Error(rate)
    expect(
      rate.tiers.map(({ from, unitPrice }) => `${formatPlainDecimal(from)} ${formatPlainDecimal(unitPrice)}`),
    ).toEqual(['0 1', '10.5 0.8', '100 0.5'])
  })

  it.each([
    ['its first tier must be from 0', [line('1', '1')]],
    ['two tiers are from 5', [line('0', '1'), line('5', '1'), line('5.0', '2')]],
    ['included differs between the tiers of one rate', [line('0', '1'), line('5', '1', '3')]],
    ['earns_credit differs between the tiers of one rate', [line('0', '1'), line('5', '1', '0', false)]],
    ['a rate has at most 50 tiers, this one has 51', Array.from({ length: 51 }, (_, from) => line(String(from), '1'))],
  ])('are none where %s', (problem, lines) => {
    expect(rateOfLines(lines)).toBe(problem)
  })

  it('are the same whatever zeros they are written with', () => {
    const [one, same, other] = [[line('0', '1.50', '2.0')], [line('0.0', '1.5', '2')], [line('0', '1.51', '2')]].map(
      (lines) => rateOfLines(lines),
    )
    if (typeof one !== 'object' || typeof same !== 'object' || typeof other !== 'object') throw new Error('no rates')
    expect([isSameRate(one, same), isSameRate(one, other)]).toEqual([true, false])
  })
})
