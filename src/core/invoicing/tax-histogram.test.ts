import { array, assert, constantFrom, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '../money/decimal.js'
import { cutOf, fractionOfRate, splitTax, taxOfCharge, taxOnTotal } from './distribute-tax.js'
import { type ChargePart, modulusFor, shareTax } from './tax-histogram.js'

const rateOf = (text: string) => fractionOfRate(parseDecimal(text)!)

function partOf(amounts: readonly bigint[], modulus: bigint): ChargePart {
  const counts = new Map<bigint, bigint>()
  for (const amount of amounts) {
    const residue = ((amount % modulus) + modulus) % modulus
    counts.set(residue, (counts.get(residue) ?? 0n) + 1n)
  }
  const residues = [...counts].map(([residue, count]) => ({ residue, count }))
  return { amount: amounts.reduce((sum, amount) => sum + amount, 0n), residues }
}

describe('a modulus', () => {
  it('does for every rate', () => {
    expect(modulusFor([])).toBe(1n)
    expect(modulusFor([rateOf('21'), rateOf('9')])).toBe(100n)
    expect(modulusFor([rateOf('20'), rateOf('5.5')])).toBe(200n)
    expect(modulusFor([rateOf('5'), rateOf('9.975')])).toBe(4_000n)
  })
})

describe('a shared tax', () => {
  it('gives whole parts, and says where the units left over run out', () => {
    // 10 % of 14, 17 and 15, 15: 1.4, 1.7, 1.5, 1.5 are 6.1, so 2 units: one for the 1.7, one of two for the 1.5.
    const parts = [partOf([14n, 17n], 10n), partOf([15n, 15n], 10n)]
    expect(shareTax(parts, rateOf('10'), 6n)).toEqual({
      taxes: [3n, 2n],
      edge: { remainder: 5n, residue: 5n, units: 1n },
    })
  })

  it('refuses a tax that is not that of the charges', () => {
    for (const tax of [20n, 22n]) expect(() => shareTax([partOf([100n], 100n)], rateOf('21'), tax)).toThrow(RangeError)
  })

  it('is what the taxes of its charges add up to, whatever the parts', () => {
    const charges = array(tuple(integer({ min: -400, max: 400 }), integer({ min: 0, max: 3 })), { maxLength: 80 })
    const rates = constantFrom('21', '20', '8.1', '9.975', '0', '29.9999').map(rateOf)
    assert(
      property(charges, rates, rates, (given, rate, other) => {
        const modulus = modulusFor([rate, other])
        const keyed = given.map(([amount, part], index) => ({
          ...{ amount: BigInt(amount), part, key: { subscriptionId: 'a', chargeNumber: index + 1 } },
        }))
        const tax = taxOnTotal(
          keyed.reduce((sum, { amount }) => sum + amount, 0n),
          rate,
        )
        const groups = [0, 1, 2, 3].map((part) => keyed.filter((charge) => charge.part === part))
        const parts = groups.map((group) =>
          partOf(
            group.map(({ amount }) => amount),
            modulus,
          ),
        )
        const { taxes, edge } = shareTax(parts, rate, tax)
        const cut = cutOf(keyed, rate, tax)
        expect(edge?.remainder).toBe(cut?.remainder)
        for (const [index, group] of groups.entries()) {
          const atEdge = group.filter(({ amount, key }) => {
            const { whole, remainder } = splitTax(amount, rate)
            return remainder === cut?.remainder && taxOfCharge(amount, rate, cut, key) > whole
          })
          const exact = group.reduce((sum, { amount, key }) => sum + taxOfCharge(amount, rate, cut, key), 0n)
          expect(taxes[index]! + BigInt(atEdge.length)).toBe(exact)
        }
      }),
    )
  })
})
