import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numericGroups } from './numeric-groups.js'

/** The decimal the groups stand for, by its definition: sum of group x 10000^(weight - index). */
function decimalOfGroups(text: string): { coefficient: bigint; scale: number } {
  const { isNegative, weight, scale, groups } = numericGroups(text)
  const power = 4n * 300n
  const sum = groups.reduce(
    (total, group, index) => total + BigInt(group) * 10n ** (power + 4n * BigInt(weight - index)),
    0n,
  )
  return { coefficient: (isNegative ? -sum : sum) / 10n ** (power - BigInt(scale)), scale }
}

describe('numeric groups', () => {
  it.each([
    ['0', { isNegative: false, weight: 0, scale: 0, groups: [] }],
    ['-0.00', { isNegative: false, weight: 0, scale: 2, groups: [] }],
    ['1', { isNegative: false, weight: 0, scale: 0, groups: [1] }],
    ['12345.678', { isNegative: false, weight: 1, scale: 3, groups: [1, 2345, 6780] }],
    ['-0.0005', { isNegative: true, weight: -1, scale: 4, groups: [5] }],
    ['0.000000000012', { isNegative: false, weight: -3, scale: 12, groups: [12] }],
    ['120000', { isNegative: false, weight: 1, scale: 0, groups: [12] }],
  ])('%s', (text, groups) => {
    expect(numericGroups(text)).toEqual(groups)
  })

  it('stand for the number, whatever it is', () => {
    const digits = (least: number) => fc.stringMatching(new RegExp(`^[0-9]{${least},40}$`))
    const decimal = fc.tuple(fc.constantFrom('', '-'), digits(1), fc.option(digits(1), { nil: undefined }))
    fc.assert(
      fc.property(decimal, ([sign, whole, fraction]) => {
        const text = `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}`
        const coefficient = BigInt(`${sign}${whole}${fraction ?? ''}`)
        expect(decimalOfGroups(text)).toEqual({ coefficient, scale: fraction?.length ?? 0 })
      }),
    )
  })

  it.each(['', '-', '.5', '5.', '1e3', '1.2.3', '--1', ' 1', '1,0', `${'1'.repeat(1_001)}`])('refuse %s', (text) => {
    expect(() => numericGroups(text)).toThrow('is no decimal number')
  })
})
