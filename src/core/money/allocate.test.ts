import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from './allocate.js'
import { absolute } from './rounding.js'

const LARGEST = 10n ** 24n
const amount = fc.oneof(fc.bigInt({ min: -50n, max: 50n }), fc.bigInt({ min: -LARGEST, max: LARGEST }))
const weight = fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: LARGEST }))
const weights = fc.array(weight, { minLength: 1, maxLength: 30 }).filter((list) => sum(list) > 0n)

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n)
}

describe('allocate', () => {
  it.each<[string, bigint, bigint[], bigint[]]>([
    ['three equal parts', 100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    ['a negative amount with the same sizes', -100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    ['the largest remainder, wherever it stands', 10n, [5n, 1n, 1n], [7n, 2n, 1n]],
    ['a weight of zero', 5n, [0n, 1n, 0n], [0n, 5n, 0n]],
    ['fewer units than weights', 2n, [1n, 1n, 1n, 1n], [1n, 1n, 0n, 0n]],
    ['nothing', 0n, [3n, 0n, 1n], [0n, 0n, 0n]],
    ['tax of 19 % over three lines', 381n, [999n, 499n, 505n], [190n, 95n, 96n]],
    ['nothing on weights that are all zero', 0n, [0n, 0n], [0n, 0n]],
    ['nothing on no weights', 0n, [], []],
  ])('splits: %s', (_, total, list, parts) => {
    expect(allocate(total, list)).toEqual(parts)
  })

  it('loses nothing: the parts add up to the amount', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        expect(sum(allocate(total, list))).toBe(total)
      }),
    )
  })

  it('gives each weight its exact share, less than one unit off', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const whole = sum(list)
        const tooFar = allocate(total, list).filter((part, index) => {
          const error = absolute(part * whole - total * list[index]!)
          return error >= whole
        })
        expect(tooFar).toEqual([])
      }),
    )
  })

  it('gives the units left over to the largest remainders, among equal ones to the earlier weight', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const whole = sum(list)
        const parts = allocate(total, list).map(absolute)
        const size = absolute(total)
        const extra = parts.map((part, index) => part > (size * list[index]!) / whole)
        const remainder = list.map((value) => (size * value) % whole)
        const overtaken = extra.flatMap((has, index) =>
          has
            ? []
            : extra.flatMap((otherHas, other) => {
                const deservesLess =
                  remainder[other]! < remainder[index]! || (remainder[other] === remainder[index] && other > index)
                return otherHas && deservesLess ? [`${other} got the unit of ${index}`] : []
              }),
        )
        expect(overtaken).toEqual([])
      }),
    )
  })

  it('turns the sign of every part with the sign of the amount', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        expect(allocate(-total, list)).toEqual(allocate(total, list).map((part) => -part))
      }),
    )
  })

  it('never gives a line without weight anything', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        expect(allocate(total, list).filter((part, index) => list[index] === 0n && part !== 0n)).toEqual([])
      }),
    )
  })

  it('leaves its arguments alone', () => {
    const list = Object.freeze([2n, 1n])
    expect(allocate(7n, list)).toEqual([5n, 2n])
    expect(list).toEqual([2n, 1n])
  })

  it('throws where the amount has nowhere to go, and on negative weights', () => {
    expect(() => allocate(1n, [0n, 0n])).toThrow(RangeError)
    expect(() => allocate(1n, [])).toThrow(RangeError)
    expect(() => allocate(1n, [3n, -1n])).toThrow(/negative/)
  })
})
