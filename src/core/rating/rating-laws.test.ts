import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currency, decimal, linesOf, rateOf, SEPTEMBER, termsOf, trimmed } from '../../../test/support/rating.js'
import type { Day } from '../calendar/day.js'
import { addDecimals, compareDecimals, type Decimal, decimalOf, negateDecimal } from '../money/decimal.js'
import type { UsageRate } from './meter.js'
import { costOf, inBillingCurrency, type MeteredDay, type RatingTerms } from './rate-usage.js'
import type { PricedPart, RatedLine } from './rated-line.js'
import { dailyShares } from './share-by-day.js'
import { splitByTier, withPart, ZERO } from './tiers.js'
import { unbilledOf, wholeOf } from './unbilled.js'

const quantities = fc.bigInt({ min: -2_000_000n, max: 5_000_000n }).map((units) => decimalOf(units, 4))
const prices = fc.bigInt({ min: 0n, max: 9_999_999n }).map((units) => decimalOf(units, 6))

const rates: fc.Arbitrary<UsageRate> = fc
  .record({
    included: fc.constantFrom('0', '0', '5.5', '40'),
    bounds: fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 3 }),
    prices: fc.array(prices, { minLength: 4, maxLength: 4 }),
    earnsCredit: fc.boolean(),
  })
  .map(({ included, bounds, prices: unitPrices, earnsCredit }) => {
    const froms = [0, ...bounds.sort((left, right) => left - right)]
    const tiers = froms.map((from, index) => ({ from: decimalOf(BigInt(from)), unitPrice: unitPrices[index]! }))
    return { ...rateOf([]), included: decimal(included), tiers, earnsCredit }
  })

const terms: fc.Arbitrary<RatingTerms> = fc
  .record({
    rating: fc.constantFrom('plan' as const, 'overage' as const),
    first: rates,
    second: rates,
    changesOn: fc.integer({ min: 1, max: 40 }),
    billing: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD'),
    rate: fc.bigInt({ min: 1n, max: 3_000_000_000n }).map((units) => decimalOf(units, 9)),
  })
  .map(({ rating, first, second, changesOn, billing, rate }) =>
    termsOf({
      rating,
      rates: [first, { ...second, validFrom: (SEPTEMBER.start + changesOn) as Day }],
      billingCurrency: currency(billing),
      exchange: billing === 'USD' ? { rate: decimal('1'), date: null } : { rate, date: SEPTEMBER.start },
    }),
  )

interface Used {
  readonly on: number
  readonly earns: boolean
  readonly quantity: Decimal
}

const usage: fc.Arbitrary<Used[]> = fc.array(
  fc.record({ on: fc.integer({ min: 0, max: 29 }), earns: fc.boolean(), quantity: quantities }),
  { maxLength: 25 },
)

/** Adds up by day, as the store does. */
function daysOf(used: readonly Used[]): MeteredDay[] {
  const sums = new Map<number, { earning: Decimal; other: Decimal }>()
  for (const { on, earns, quantity } of used) {
    const { earning, other } = sums.get(on) ?? { earning: ZERO, other: ZERO }
    sums.set(
      on,
      earns ? { earning: addDecimals(earning, quantity), other } : { earning, other: addDecimals(other, quantity) },
    )
  }
  return [...sums]
    .sort(([left], [right]) => left - right)
    .map(([on, sum]) => ({ day: (SEPTEMBER.start + on) as Day, ...sum }))
}

const sameDecimal = (left: Decimal, right: Decimal) => compareDecimals(left, right) === 0

/** A line as texts without zeros at their ends: decimals of another scale are the same. */
function plain(line: RatedLine) {
  const { rateFrom, earnedCredit, tier, start, end, consumed, included, quantity, cost, amount, parts } = line
  return {
    ...{ rateFrom, earnedCredit, tier, start, end, cost, amount },
    ...{ consumed: trimmed(consumed), included: trimmed(included), quantity: trimmed(quantity) },
    parts: parts.map((part) => [part.tier, trimmed(part.quantity), trimmed(part.unitPrice)]),
  }
}

describe('rating', () => {
  it('never depends on the order of what was used, nor on how it was cut into events', () => {
    fc.assert(
      fc.property(usage, terms, fc.array(fc.nat()), (used, by, keys) => {
        const halves = used.flatMap((one) => {
          const half = decimalOf(one.quantity.coefficient / 2n, one.quantity.scale)
          return [
            { ...one, quantity: half },
            { ...one, quantity: addDecimals(one.quantity, negateDecimal(half)) },
          ]
        })
        const shuffled = halves
          .map((one, index) => ({ one, key: keys[index % (keys.length || 1)] ?? 0 }))
          .sort((left, right) => left.key - right.key)
          .map(({ one }) => one)
        expect(linesOf(daysOf(shuffled), by).map(plain)).toEqual(linesOf(daysOf(used), by).map(plain))
      }),
    )
  })

  it('bills a period as a whole, whatever earlier invoices had of it', () => {
    fc.assert(
      fc.property(usage, terms, fc.array(fc.nat({ max: 25 }), { maxLength: 4 }), (used, by, cuts) => {
        const billed: RatedLine[] = []
        for (const until of [...cuts.sort((left, right) => left - right), used.length]) {
          billed.push(...unbilledOf(linesOf(daysOf(used.slice(0, until)), by), billed))
        }
        const whole = linesOf(daysOf(used), by)
        const sum = (lines: readonly RatedLine[]) => lines.reduce((total, { amount }) => total + amount, 0n)
        expect(sum(billed)).toBe(sum(whole))
        for (const line of whole) {
          const bills = billed.filter((one) => plain(one).rateFrom === line.rateFrom && one.tier === line.tier)
          const same = bills.filter(({ earnedCredit }) => earnedCredit === line.earnedCredit)
          expect(sum(same)).toBe(line.amount)
          const consumed = same.reduce((total, one) => addDecimals(total, one.consumed), ZERO)
          expect(sameDecimal(consumed, line.consumed)).toBe(true)
        }
        expect(unbilledOf(whole, billed)).toEqual([])
      }),
    )
  })

  it('gives lines whose parts can be calculated again, also of the rest of a period', () => {
    fc.assert(
      fc.property(usage, terms, fc.nat({ max: 25 }), (used, by, until) => {
        const billed = unbilledOf(linesOf(daysOf(used.slice(0, until)), by), [])
        for (const line of [...billed, ...unbilledOf(linesOf(daysOf(used), by), billed)]) {
          const whole = wholeOf(line)
          expect(costOf(whole.parts, whole.earnedCredit, by.rating, by.pricingCurrency)).toBe(whole.cost)
          const { pricingCurrency, billingCurrency, exchange, rating } = by
          expect(inBillingCurrency(whole.cost, pricingCurrency, billingCurrency, exchange, rating)).toBe(whole.amount)
          const priced = whole.parts.reduce((total, part) => addDecimals(total, part.quantity), ZERO)
          expect(sameDecimal(priced, whole.quantity)).toBe(true)
          expect(sameDecimal(addDecimals(line.included, line.quantity), line.consumed)).toBe(true)
        }
      }),
    )
  })

  it('gives at most two lines for a plan, a meter and a price', () => {
    fc.assert(
      fc.property(usage, terms, (used, by) => {
        const lines = linesOf(daysOf(used), { ...by, rating: 'plan' })
        for (const rate of by.rates) {
          expect(lines.filter(({ rateFrom }) => rateFrom === rate.validFrom).length).toBeLessThanOrEqual(2)
        }
      }),
    )
  })
})

describe('splitting by tier', () => {
  const total = (parts: readonly PricedPart[]) => parts.map(({ tier, quantity }) => `${tier}:${trimmed(quantity)}`)

  it('of two stretches after each other is that of both together', () => {
    fc.assert(
      fc.property(rates, quantities, quantities, quantities, (rate, from, to, next) => {
        const [first, second] = [splitByTier(rate, from, to), splitByTier(rate, to, next)]
        const both = splitByTier(rate, from, next)
        expect(sameDecimal(addDecimals(first.included, second.included), both.included)).toBe(true)
        const joined = second.parts.reduce<readonly PricedPart[]>(withPart, first.parts)
        expect(total(joined.filter(({ quantity }) => quantity.coefficient !== 0n))).toEqual(total(both.parts))
      }),
    )
  })

  it('back again is the same with the other sign', () => {
    fc.assert(
      fc.property(rates, quantities, quantities, (rate, from, to) => {
        const [up, down] = [splitByTier(rate, from, to), splitByTier(rate, to, from)]
        expect(sameDecimal(up.included, negateDecimal(down.included))).toBe(true)
        expect(total(up.parts)).toEqual(
          total(down.parts.map((part) => ({ ...part, quantity: negateDecimal(part.quantity) }))),
        )
      }),
    )
  })
})

describe('daily shares', () => {
  it('add up to the amount exactly, and are the floor of the running total', () => {
    const amounts = fc.bigInt({ min: -10_000_000n, max: 10_000_000n })
    fc.assert(
      fc.property(amounts, fc.array(quantities, { minLength: 1, maxLength: 40 }), (amount, rows) => {
        const whole = rows.reduce(addDecimals)
        const share = dailyShares(amount, whole)
        const shares = rows.map((row, index) => share(row, index === rows.length - 1))
        expect(shares.reduce((sum, one) => sum + one)).toBe(amount)
        const single = dailyShares(amount, rows[0]!)
        expect(single(rows[0]!, true)).toBe(amount)
      }),
    )
  })

  it('are within a minor unit of what their quantity costs, where nothing was corrected', () => {
    const positive = fc.bigInt({ min: 1n, max: 5_000_000n }).map((units) => decimalOf(units, 4))
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10_000_000n }), fc.array(positive, { minLength: 1 }), (amount, rows) => {
        const whole = rows.reduce(addDecimals)
        const share = dailyShares(amount, whole)
        for (const [index, row] of rows.entries()) {
          const exact = amount * row.coefficient
          const given = share(row, index === rows.length - 1) * whole.coefficient
          expect(given - exact < whole.coefficient && exact - given < whole.coefficient).toBe(true)
        }
      }),
    )
  })
})
