import { Decimal as Oracle } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from './decimal.js'
import { formatUnitPrice, PRICE_SCALE, unitPriceOf } from './unit-price.js'

describe('unitPriceOf', () => {
  it.each([
    ['4', 400_000_000n],
    ['4.50', 450_000_000n],
    ['0.00000001', 1n],
    ['0.000000010', 1n],
    ['-1.5', -150_000_000n],
  ])('holds %s exactly', (text, price) => {
    expect(unitPriceOf(parseDecimal(text)!)).toBe(price)
  })

  it.each(['0.000000001', '1.123456789'])('refuses %s, which is finer than 10^-8', (text) => {
    expect(unitPriceOf(parseDecimal(text)!)).toBeUndefined()
  })
})

describe('formatUnitPrice', () => {
  it.each<[bigint, number, string]>([
    [400_000_000n, 2, '4.00'],
    [4_500_000n, 2, '0.045'],
    [4_500_000n, 0, '0.045'],
    [400_000_000n, 0, '4'],
    [1n, 2, '0.00000001'],
    [0n, 3, '0.000'],
    [-150_000_000n, 2, '-1.50'],
    [123_456_789n, 8, '1.23456789'],
  ])('writes %s with at least %s digits as %s', (price, digits, text) => {
    expect(formatUnitPrice(price, digits)).toBe(text)
  })

  it('keeps the value, and no zeros beyond the digits asked for', () => {
    const price = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
    fc.assert(
      fc.property(price, fc.integer({ min: 0, max: 4 }), (value, digits) => {
        const text = formatUnitPrice(value, digits)
        expect(unitPriceOf(parseDecimal(text)!)).toBe(value)
        const places = text.split('.')[1]?.length ?? 0
        const needed = new Oracle(`${value}e-${PRICE_SCALE}`).decimalPlaces()
        expect(places).toBe(Math.max(digits, needed))
      }),
    )
  })
})
