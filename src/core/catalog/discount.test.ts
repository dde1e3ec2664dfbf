import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Day } from '../calendar/day.js'
import { decimalOf } from '../money/decimal.js'
import {
  type Discount,
  discountFinder,
  effectiveUnitPrice,
  findDiscount,
  type ScopedDiscount,
  withDiscounts,
} from './discount.js'

const FOUR = 400_000_000n
const off = (percent: bigint, scale = 0) => ({ kind: 'percentage' as const, percent: decimalOf(percent, scale) })

function discount(changes: Partial<ScopedDiscount> = {}): ScopedDiscount {
  return {
    ...{ id: 'a', value: off(10n), validFrom: 100 as Day, validUntil: 200 as Day, renewals: false },
    ...{ partnerId: null, productId: 'MAIL', skuId: null, availabilityId: null, currency: null },
    ...{ promotionId: 'SPRING', description: 'Spring offer', ...changes },
  }
}

describe('effectiveUnitPrice', () => {
  it.each([
    ['15 % off', FOUR, off(15n), 340_000_000n],
    ['a third off, rounded at the eighth digit', 1_000n, off(333_333n, 4), 667n],
    ['half a hundred-millionth, away from zero', 1n, off(50n), 1n],
    ['everything off', FOUR, off(100n), 0n],
    ['an amount off', FOUR, { kind: 'amount' as const, amount: 50_000_000n }, 350_000_000n],
    ['more off than it costs', FOUR, { kind: 'amount' as const, amount: 500_000_000n }, 0n],
    ['a price of its own', FOUR, { kind: 'price' as const, price: 340_000_000n }, 340_000_000n],
  ])('is exact for %s', (_, price, value, expected) => {
    expect(effectiveUnitPrice(price, value)).toBe(expected)
  })
})

describe('findDiscount', () => {
  const found = (discounts: readonly Discount[], day: number, start: 'first' | 'renewal' = 'first') =>
    findDiscount(discounts, FOUR, day as Day, start)?.discount.id

  it('looks at the first day of the term, the end excluded', () => {
    expect([99, 100, 199, 200].map((day) => found([discount()], day))).toEqual([undefined, 'a', 'a', undefined])
    expect(found([discount({ validUntil: null })], 5_000)).toBe('a')
  })

  it('gives renewals only what says so', () => {
    expect(found([discount()], 150, 'renewal')).toBeUndefined()
    expect(found([discount({ renewals: true })], 150, 'renewal')).toBe('a')
  })

  it('takes the lowest price, of equals the oldest, and none that is no lower than the list price', () => {
    const best = discount({ id: 'b', value: { kind: 'price', price: 300_000_000n } })
    const equal = discount({ id: 'c', value: { kind: 'amount', amount: 100_000_000n } })
    expect(found([discount(), best, equal], 150)).toBe('b')
    expect(found([discount({ value: { kind: 'price', price: FOUR } })], 150)).toBeUndefined()
    expect(found([discount({ value: { kind: 'price', price: FOUR + 1n } })], 150)).toBeUndefined()
  })

  it('is never above the list price and never below zero', () => {
    const value = fc.oneof(
      fc.bigInt({ min: 1n, max: 1_000_000n }).map((percent) => off(percent, 4)),
      fc.bigInt({ min: 1n, max: 10n ** 12n }).map((amount) => ({ kind: 'amount' as const, amount })),
      fc.bigInt({ min: 0n, max: 10n ** 12n }).map((price) => ({ kind: 'price' as const, price })),
    )
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (values, list) => {
        const discounts = values.map((one, index) => discount({ id: String(index), value: one }))
        const taken = findDiscount(discounts, list, 150 as Day, 'first')
        const prices = values.map((one) => effectiveUnitPrice(list, one))
        const least = prices.reduce((lowest, price) => (price < lowest ? price : lowest), list)
        expect(taken?.unitPrice ?? list).toBe(least)
        expect(least).toBeGreaterThanOrEqual(0n)
      }),
    )
  })
})

describe('a catalogue with discounts', () => {
  const one = (id: string, productId: string, skuId: string, currency = 'EUR') => ({
    ...{ id, productId, skuId, currency, discounts: [] as readonly Discount[] },
  })
  const catalog = new Map(
    [one('m1', 'MAIL', '1'), one('m2', 'MAIL', '2', 'USD'), one('s1', 'SUIT', '1')].map((each) => [each.id, each]),
  )
  const reached = (changes: Partial<ScopedDiscount>) => {
    const finds = discountFinder([discount(changes)])
    return [...catalog.values()].filter((each) => finds(each).length > 0).map(({ id }) => id)
  }

  it('has each where it belongs', () => {
    expect(reached({})).toEqual(['m1', 'm2'])
    expect(reached({ skuId: '2' })).toEqual(['m2'])
    expect(reached({ skuId: '1', availabilityId: 'm1' })).toEqual(['m1'])
    expect(reached({ productId: null, partnerId: 'p' })).toEqual(['m1', 'm2', 's1'])
    expect(reached({ currency: 'USD' })).toEqual(['m2'])
  })

  it('is the very same without any, and leaves the other availabilities as they are', () => {
    expect(withDiscounts(catalog, [])).toBe(catalog)
    const seen = withDiscounts(catalog, [discount({ id: 'b' }), discount({ id: 'a' })])
    expect(seen.get('s1')).toBe(catalog.get('s1'))
    expect(seen.get('m1')!.discounts.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(catalog.get('m1')!.discounts).toEqual([])
  })
})
