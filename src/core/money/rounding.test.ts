import { Decimal as Oracle } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absolute, divideRounded, type Rounding } from './rounding.js'

// Numerators and denominators have at most 61 digits, so a quotient that is no tie differs from one by more than
// 10^-62: 200 significant digits decide every case as the exact fraction would.
const Exact = Oracle.clone({ precision: 200 })
const MODES: Readonly<Record<Rounding, Oracle.Rounding>> = {
  'half-away-from-zero': Oracle.ROUND_HALF_UP,
  'half-even': Oracle.ROUND_HALF_EVEN,
  'toward-zero': Oracle.ROUND_DOWN,
  floor: Oracle.ROUND_FLOOR,
  ceiling: Oracle.ROUND_CEIL,
}
const ROUNDINGS = Object.keys(MODES) as Rounding[]
const LARGEST = 10n ** 60n

function oracle(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = new Exact(numerator.toString()).div(denominator.toString())
  return BigInt(quotient.toDecimalPlaces(0, MODES[rounding]).toFixed(0))
}

describe('divideRounded', () => {
  it.each<[Rounding, bigint[]]>([
    // quotients:               -2.5 -1.5 -0.5 0.5 1.5 2.5
    ['half-away-from-zero', [-3n, -2n, -1n, 1n, 2n, 3n]],
    ['half-even', [-2n, -2n, 0n, 0n, 2n, 2n]],
    ['toward-zero', [-2n, -1n, 0n, 0n, 1n, 2n]],
    ['floor', [-3n, -2n, -1n, 0n, 1n, 2n]],
    ['ceiling', [-2n, -1n, 0n, 1n, 2n, 3n]],
  ])('decides ties as %s says', (rounding, expected) => {
    expect([-5n, -3n, -1n, 1n, 3n, 5n].map((numerator) => divideRounded(numerator, 2n, rounding))).toEqual(expected)
  })

  it('agrees with decimal.js on every small fraction', () => {
    const wrong: string[] = []
    for (const rounding of ROUNDINGS) {
      for (let numerator = -64n; numerator <= 64n; numerator += 1n) {
        for (let denominator = 1n; denominator <= 24n; denominator += 1n) {
          if (divideRounded(numerator, denominator, rounding) !== oracle(numerator, denominator, rounding)) {
            wrong.push(`${numerator}/${denominator} ${rounding}`)
          }
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('agrees with decimal.js on large fractions', () => {
    const fraction = fc.record({
      numerator: fc.bigInt({ min: -LARGEST, max: LARGEST }),
      denominator: fc.bigInt({ min: 1n, max: LARGEST }),
      rounding: fc.constantFrom(...ROUNDINGS),
    })
    fc.assert(
      fc.property(fraction, ({ numerator, denominator, rounding }) => {
        expect(divideRounded(numerator, denominator, rounding)).toBe(oracle(numerator, denominator, rounding))
      }),
      { numRuns: 500 },
    )
  })

  it('agrees with decimal.js on ties and their closest neighbours', () => {
    const nearTie = fc.record({
      whole: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
      half: fc.bigInt({ min: 1n, max: 10n ** 20n }),
      nudge: fc.constantFrom(-1n, 0n, 1n),
      rounding: fc.constantFrom(...ROUNDINGS),
    })
    fc.assert(
      fc.property(nearTie, ({ whole, half, nudge, rounding }) => {
        const numerator = whole * 2n * half + half + nudge
        expect(divideRounded(numerator, 2n * half, rounding)).toBe(oracle(numerator, 2n * half, rounding))
      }),
      { numRuns: 500 },
    )
  })

  it('gives back a whole quotient in every mode', () => {
    const whole = fc.bigInt({ min: -LARGEST, max: LARGEST })
    fc.assert(
      fc.property(whole, fc.bigInt({ min: 1n, max: LARGEST }), (quotient, denominator) => {
        const results = ROUNDINGS.map((rounding) => divideRounded(quotient * denominator, denominator, rounding))
        expect(results).toEqual(ROUNDINGS.map(() => quotient))
      }),
    )
  })

  it('turns the sign of a refund without changing its size, in the symmetric modes', () => {
    const numerator = fc.bigInt({ min: -LARGEST, max: LARGEST })
    const symmetric = fc.constantFrom<Rounding>('half-away-from-zero', 'half-even', 'toward-zero')
    fc.assert(
      fc.property(numerator, fc.bigInt({ min: 1n, max: LARGEST }), symmetric, (amount, denominator, rounding) => {
        expect(divideRounded(-amount, denominator, rounding)).toBe(-divideRounded(amount, denominator, rounding))
      }),
    )
  })

  it.each([0n, -1n, -7n])('throws on the denominator %s, also where the quotient would be whole', (denominator) => {
    expect(() => divideRounded(14n, denominator, 'floor')).toThrow(/needs a denominator above zero/)
  })
})

describe('absolute', () => {
  it('drops the sign and nothing else', () => {
    expect([-7n, 0n, 7n, -(2n ** 70n)].map(absolute)).toEqual([7n, 0n, 7n, 2n ** 70n])
  })
})
