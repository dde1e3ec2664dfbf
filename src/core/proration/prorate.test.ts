import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '../money/decimal.js'
import { PRICE_SCALE, unitPriceOf } from '../money/unit-price.js'
import { amountsOf, type Derivation, reversed } from './derivation.js'
import { findPolicy, PRORATION_POLICIES } from './policies.js'
import type { PolicyId } from './policy.js'
import { prorate, wholeNumber } from './prorate.js'

const RUNS = { numRuns: Number(process.env['PRORATA_PROPERTY_RUNS'] ?? 500) }
const Exact = Decimal.clone({ precision: 100, rounding: Decimal.ROUND_HALF_UP })

interface Case {
  readonly P: Decimal
  readonly Q: number
  readonly d: number
  readonly N: number
  /** Digits of the minor unit. */
  readonly m: number
}

// R and T as the decisions write them: half away from zero (prices are not negative) and toward zero.
const R = (value: Decimal, digits: number) => value.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP)
const T = (value: Decimal, digits: number) => value.toDecimalPlaces(digits, Decimal.ROUND_DOWN)

/** The formulas of the table of proration policies, written out once more by other means; `u` is the shown unit price. */
const FORMULAS: Readonly<Record<PolicyId, (given: Case) => { u: Decimal; amount: Decimal }>> = {
  published: ({ P, Q, d, N, m }) => timesQ(R(R(P.times(Q).div(N), m).times(d).div(Q), m), Q),
  'daily-3': ({ P, Q, d, N, m }) => timesQ(R(R(P.div(N), m + 1).times(d), m), Q),
  unit: ({ P, Q, d, N, m }) => timesQ(R(P.times(d).div(N), m), Q),
  line: ({ P, Q, d, N, m }) => ({ u: R(P.times(d).div(N), m), amount: R(P.times(Q).times(d).div(N), m) }),
  'ratio-3': ({ P, Q, d, N, m }) => {
    const share = R(new Exact(d).div(N), 3)
    return { u: R(P.times(share), m), amount: R(P.times(Q).times(share), m) }
  },
  'unit-truncated': ({ P, Q, d, N, m }) => timesQ(T(P.times(d).div(N), m), Q),
  'line-truncated': ({ P, Q, d, N, m }) => ({
    u: T(P.times(d).div(N), PRICE_SCALE),
    amount: T(P.times(Q).times(d).div(N), m),
  }),
}

function timesQ(u: Decimal, Q: number): { u: Decimal; amount: Decimal } {
  return { u, amount: u.times(Q) }
}

const POLICY_IDS = Object.keys(PRORATION_POLICIES) as PolicyId[]

const cases = fc
  .record({
    price: fc.oneof(
      fc.bigInt({ min: 0n, max: 10_000n }).map((cents) => cents * 1_000_000n),
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      fc.constantFrom(0n, 1n, 4_500_000n, 199_000_000n, 400_000_000n),
    ),
    Q: fc.oneof(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 10_000_000 })),
    N: fc.oneof(fc.constantFrom(28, 29, 30, 31, 365, 366, 1_096), fc.integer({ min: 1, max: 3_660 })),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    m: fc.constantFrom(0, 2, 2, 3),
  })
  .map(({ price, Q, N, share, m }) => ({ price, Q, N, d: 1 + Math.min(N - 1, Math.floor(share * N)), m }))

function decimal(value: bigint, scale: number): Decimal {
  return new Exact(value.toString()).div(new Exact(10).pow(scale))
}

describe.each(POLICY_IDS)('the policy %s', (id) => {
  const policy = PRORATION_POLICIES[id]

  it('is what its formula says, to the last digit', () => {
    fc.assert(
      fc.property(cases, ({ price, Q, d, N, m }) => {
        const given = prorate(policy, m, price, Q, d, N)
        const P = decimal(price, PRICE_SCALE)
        const whole = d === N
        const { u, amount } = whole ? { u: P, amount: R(P.times(Q), m) } : FORMULAS[id]({ P, Q, d, N, m })
        expect(decimal(given.unitPrice, PRICE_SCALE).toFixed()).toBe(u.toFixed())
        expect(decimal(given.amount, m).toFixed()).toBe(amount.toFixed())
      }),
      RUNS,
    )
  })

  it('leaves a whole cycle at exactly price times quantity', () => {
    fc.assert(
      fc.property(cases, fc.bigInt({ min: 0n, max: 10n ** 9n }), ({ Q, N, m }, units) => {
        const price = units * 10n ** BigInt(PRICE_SCALE - m)
        expect(prorate(policy, m, price, Q, N, N)).toEqual({ unitPrice: price, amount: units * BigInt(Q) })
      }),
      RUNS,
    )
  })

  it('never charges less for more days, short of the whole cycle', () => {
    fc.assert(
      fc.property(cases, ({ price, Q, d, N, m }) => {
        fc.pre(d < N - 1)
        expect(prorate(policy, m, price, Q, d + 1, N).amount).toBeGreaterThanOrEqual(
          prorate(policy, m, price, Q, d, N).amount,
        )
      }),
      RUNS,
    )
  })

  it('gives back with the same figures that it charged', () => {
    fc.assert(
      fc.property(cases, fc.option(fc.bigInt({ min: 0n, max: 5_000n })), ({ price, Q, d, N, m }, limit) => {
        const charge: Derivation = {
          direction: 1,
          policy: id,
          price,
          availabilityId: 'a',
          priceFrom: null,
          discountId: null,
          quantity: Q,
          days: d,
          cycleDays: N,
          limit,
        }
        const there = amountsOf(charge, m)
        const back = amountsOf(reversed(charge), m)
        expect(there.amount + back.amount).toBe(0n)
        expect(there.unitPrice + back.unitPrice).toBe(0n)
        if (limit !== null) expect(there.amount).toBeLessThanOrEqual(limit)
        expect(reversed(reversed(charge))).toEqual(charge)
      }),
      RUNS,
    )
  })
})

describe('the published examples', () => {
  it.each<[string, PolicyId, string, number, number, number, string, string]>([
    ['19 of 31 days', 'daily-3', '4.00', 1, 19, 31, '2.45', '2.45'],
    ['12 of 31 days, two licenses', 'daily-3', '4.00', 2, 12, 31, '1.55', '3.10'],
    ['12 of 28 days', 'daily-3', '4.00', 1, 12, 28, '1.72', '1.72'],
    ['19 of 365 days', 'published', '48.00', 1, 19, 365, '2.47', '2.47'],
    ['346 of 365 days, two licenses', 'published', '48.00', 2, 346, 365, '44.98', '89.96'],
    ['29 of 30 days', 'unit', '4.00', 1, 29, 30, '3.87', '3.87'],
    ['29 of 30 days, two licenses', 'unit', '4.00', 2, 29, 30, '3.87', '7.74'],
  ])('%s by %s', (_, id, price, Q, d, N, unitPrice, amount) => {
    const given = prorate(PRORATION_POLICIES[id], 2, unitPriceOf(parseDecimal(price)!)!, Q, d, N)
    expect(decimal(given.unitPrice, PRICE_SCALE).toFixed(2)).toBe(unitPrice)
    expect(decimal(given.amount, 2).toFixed(2)).toBe(amount)
  })

  it('fit ratio-3 wherever they are about months', () => {
    const amount = (Q: number, d: number, N: number) => prorate(PRORATION_POLICIES['ratio-3'], 2, 400_000_000n, Q, d, N)
    expect([amount(1, 19, 31), amount(2, 12, 31), amount(1, 12, 28), amount(1, 29, 30), amount(2, 29, 30)]).toEqual([
      { unitPrice: 245_000_000n, amount: 245n },
      { unitPrice: 155_000_000n, amount: 310n },
      { unitPrice: 172_000_000n, amount: 172n },
      { unitPrice: 387_000_000n, amount: 387n },
      { unitPrice: 387_000_000n, amount: 774n },
    ])
  })
})

describe('policies by id', () => {
  it('are found under their own id', () => {
    for (const id of POLICY_IDS) expect(findPolicy(id)).toEqual({ ...PRORATION_POLICIES[id], id })
  })

  it.each(['', 'Unit', 'toString', '__proto__', 'constructor'])('are not found under %j', (id) => {
    expect(findPolicy(id)).toBeUndefined()
  })

  it('come with whole numbers of any size', () => {
    for (const value of [0, 1, 4_095, 4_096, 10_000_000]) expect(wholeNumber(value)).toBe(BigInt(value))
  })
})
