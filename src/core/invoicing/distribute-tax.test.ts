import { array, assert, bigInt, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from '../money/allocate.js'
import { decimalOf, parseDecimal } from '../money/decimal.js'
import {
  type ChargeKey,
  compareChargeKeys,
  cutOf,
  fractionOfRate,
  type TaxableCharge,
  taxOfCharge,
  taxOnTotal,
} from './distribute-tax.js'

const rateOf = (text: string) => fractionOfRate(parseDecimal(text)!)

function keyOf(index: number): ChargeKey {
  const text = String(Math.floor(index / 3)).padStart(12, '0')
  return { subscriptionId: `018f0003-0000-7000-8000-${text}`, chargeNumber: (index % 3) + 1 }
}

const chargesOf = (amounts: readonly bigint[]): TaxableCharge[] =>
  amounts.map((amount, index) => ({ amount, key: keyOf(index) }))

function distribute(charges: readonly TaxableCharge[], rate: ReturnType<typeof rateOf>) {
  const net = charges.reduce((sum, { amount }) => sum + amount, 0n)
  const tax = taxOnTotal(net, rate)
  const cut = cutOf(charges, rate, tax)
  return { net, tax, cut, taxes: charges.map(({ amount, key }) => taxOfCharge(amount, rate, cut, key)) }
}

const amounts = array(bigInt({ min: -1_000_000n, max: 1_000_000n }), { maxLength: 60 })
/** Few different amounts, so that most remainders are shared by many. */
const ties = array(integer({ min: -3, max: 3 }).map(BigInt), { maxLength: 60 })
/** Percentages up to 30 with up to four digits after the point. */
const rates = tuple(integer({ min: 0, max: 300_000 }), integer({ min: 0, max: 4 })).map(([number, scale]) =>
  fractionOfRate(decimalOf(BigInt(number) / 10n ** BigInt(4 - scale), scale)),
)

describe('a rate as a fraction', () => {
  it('is in lowest terms, however the percentage is written', () => {
    expect(rateOf('21')).toEqual({ numerator: 21n, denominator: 100n })
    expect(rateOf('21.0000')).toEqual(rateOf('21'))
    expect(rateOf('20')).toEqual({ numerator: 1n, denominator: 5n })
    expect(rateOf('25.5')).toEqual({ numerator: 51n, denominator: 200n })
    expect(rateOf('9.975')).toEqual({ numerator: 399n, denominator: 4000n })
    expect(rateOf('0')).toEqual({ numerator: 0n, denominator: 1n })
    expect(() => rateOf('-1')).toThrow(RangeError)
  })
})

describe('tax on a total', () => {
  it('is rounded half away from zero', () => {
    expect(taxOnTotal(50n, rateOf('21'))).toBe(11n)
    expect(taxOnTotal(-50n, rateOf('21'))).toBe(-11n)
    expect(taxOnTotal(49n, rateOf('21'))).toBe(10n)
  })
})

describe('the cut', () => {
  it('gives the units left over to the largest remainders', () => {
    // 10 % of 14, 17, 12: 1.4, 1.7, 1.2 are 4.3 together, so one unit is left over for the 1.7.
    const { tax, taxes, cut } = distribute(chargesOf([14n, 17n, 12n]), rateOf('10'))
    expect([tax, taxes]).toEqual([4n, [1n, 2n, 1n]])
    expect(cut).toEqual({ remainder: 7n, last: keyOf(1) })
  })

  it('serves equal remainders in order of key', () => {
    const { tax, taxes, cut } = distribute(chargesOf([5n, 5n, 5n, 5n]), rateOf('10'))
    expect([tax, taxes]).toEqual([2n, [1n, 1n, 0n, 0n]])
    expect(cut).toEqual({ remainder: 5n, last: keyOf(1) })
  })

  it('works where charges and credits cancel out', () => {
    const { tax, taxes } = distribute(chargesOf([333n, -333n, 250n, -250n]), rateOf('21'))
    expect(tax).toBe(0n)
    expect(taxes).toEqual([70n, -70n, 53n, -53n])
  })

  it('is not needed where nothing is left over', () => {
    expect(distribute(chargesOf([100n, 200n]), rateOf('21')).cut).toBeUndefined()
    expect(distribute([], rateOf('21'))).toEqual({ net: 0n, tax: 0n, cut: undefined, taxes: [] })
  })

  it('refuses a tax that is not that of the charges', () => {
    expect(() => cutOf(chargesOf([100n]), rateOf('21'), 22n)).toThrow(RangeError)
    expect(() => cutOf(chargesOf([100n]), rateOf('21'), 20n)).toThrow(RangeError)
  })
})

describe('laws of distributing tax', () => {
  for (const [name, arbitrary] of Object.entries({ 'any amounts': amounts, 'amounts full of ties': ties })) {
    it(`taxes of charges add up to the tax exactly: ${name}`, () => {
      assert(
        property(arbitrary, rates, (given, rate) => {
          const { tax, taxes } = distribute(chargesOf(given), rate)
          expect(taxes.reduce((sum, part) => sum + part, 0n)).toBe(tax)
        }),
      )
    })

    it(`each is within a unit of its exact tax: ${name}`, () => {
      assert(
        property(arbitrary, rates, (given, rate) => {
          const { taxes } = distribute(chargesOf(given), rate)
          for (const [index, tax] of taxes.entries()) {
            const distance = tax * rate.denominator - given[index]! * rate.numerator
            expect(distance > -rate.denominator && distance < rate.denominator).toBe(true)
          }
        }),
      )
    })

    it(`a larger amount never has the smaller tax: ${name}`, () => {
      assert(
        property(arbitrary, rates, (given, rate) => {
          const { taxes } = distribute(chargesOf(given), rate)
          const pairs = given.map((amount, index) => ({ amount, tax: taxes[index]! }))
          pairs.sort((a, b) => (a.amount === b.amount ? Number(a.tax - b.tax) : a.amount < b.amount ? -1 : 1))
          for (const [index, { tax }] of pairs.entries()) {
            if (index > 0) expect(tax >= pairs[index - 1]!.tax).toBe(true)
          }
        }),
      )
    })

    it(`the order in which charges are given does not matter: ${name}`, () => {
      assert(
        property(arbitrary, rates, integer({ min: 0, max: 100 }), (given, rate, turn) => {
          const charges = chargesOf(given)
          const start = charges.length === 0 ? 0 : turn % charges.length
          const turned = [...charges.slice(start).reverse(), ...charges.slice(0, start)]
          expect(distribute(turned, rate).cut).toEqual(distribute(charges, rate).cut)
        }),
      )
    })
  }

  it('is the allocation by largest remainder wherever the tax on the total comes out even', () => {
    const positive = array(bigInt({ min: 0n, max: 100_000n }), { minLength: 1, maxLength: 40 })
    assert(
      property(positive, rates, (given, rate) => {
        // One more charge makes the total a multiple of the denominator: then both share out the same exact tax.
        const net = given.reduce((sum, amount) => sum + amount, 0n)
        const whole = [...given, rate.denominator - (net % rate.denominator)]
        const { tax, taxes } = distribute(chargesOf(whole), rate)
        expect(taxes).toEqual(allocate(tax, whole))
      }),
    )
  })

  it('orders keys by subscription, then by number', () => {
    assert(
      property(integer({ min: 0, max: 300 }), integer({ min: 0, max: 300 }), (a, b) => {
        expect(Math.sign(compareChargeKeys(keyOf(a), keyOf(b)))).toBe(Math.sign(a - b))
      }),
    )
  })
})
