import { Decimal as Oracle } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalOf,
  divideDecimals,
  fitsScale,
  formatDecimal,
  formatPlainDecimal,
  formatScaled,
  MAXIMUM_DECIMAL_LENGTH,
  MAXIMUM_SCALE,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
  powerOfTen,
  rescale,
} from './decimal.js'
import type { Rounding } from './rounding.js'

const Exact = Oracle.clone({ precision: 200, toExpNeg: -1e6, toExpPos: 1e6 })
const MODES: Readonly<Record<Rounding, Oracle.Rounding>> = {
  'half-away-from-zero': Oracle.ROUND_HALF_UP,
  'half-even': Oracle.ROUND_HALF_EVEN,
  'toward-zero': Oracle.ROUND_DOWN,
  floor: Oracle.ROUND_FLOOR,
  ceiling: Oracle.ROUND_CEIL,
}

const rounding = fc.constantFrom(...(Object.keys(MODES) as Rounding[]))
const decimal = decimalUpTo(MAXIMUM_SCALE)
/** Half as many digits, so that products still fit. */
const factor = decimalUpTo(MAXIMUM_SCALE / 2)

function decimalUpTo(scale: number): fc.Arbitrary<Decimal> {
  return fc.record({
    coefficient: fc.bigInt({ min: -(10n ** 28n), max: 10n ** 28n }),
    scale: fc.integer({ min: 0, max: scale }),
  })
}

/** The value in decimal.js, from the parts and not from our own text. */
function oracleOf(value: Decimal): Oracle {
  return new Exact(`${value.coefficient}e-${value.scale}`)
}

describe('parseDecimal', () => {
  it.each<[string, bigint, number]>([
    ['0', 0n, 0],
    ['12', 12n, 0],
    ['-12.50', -1250n, 2],
    ['0.045', 45n, 3],
    ['007.10', 710n, 2],
    ['-0.00', 0n, 2],
    ['0.000000000000000000000000000001', 1n, 30],
    [`-${'9'.repeat(MAXIMUM_DECIMAL_LENGTH - 1)}`, -(10n ** 59n) + 1n, 0],
  ])('reads %s', (text, coefficient, scale) => {
    expect(parseDecimal(text)).toEqual({ coefficient, scale })
  })

  it.each([
    ['nothing', ''],
    ['a minus alone', '-'],
    ['a point alone', '.'],
    ['no digit before the point', '.5'],
    ['no digit after the point', '5.'],
    ['two points', '1.2.3'],
    ['two minuses', '--1'],
    ['a plus', '+1'],
    ['a blank before', ' 1'],
    ['a blank after', '1 '],
    ['a line break after', '1\n'],
    ['an exponent', '1e3'],
    ['a negative exponent', '1.5E-3'],
    ['a thousands separator', '1,000.00'],
    ['a decimal comma', '1,5'],
    ['an underscore', '1_000'],
    ['hexadecimal digits', '0x10'],
    ['infinity', 'Infinity'],
    ['no number', 'NaN'],
    ['a minus sign that is not ASCII', '−1'],
    ['digits that are not ASCII', '١٢'],
    ['a currency', '1.00 USD'],
    ['31 digits after the point', `0.${'1'.repeat(MAXIMUM_SCALE + 1)}`],
    ['61 characters', '1'.repeat(MAXIMUM_DECIMAL_LENGTH + 1)],
  ])('refuses %s', (_, text) => {
    expect(parseDecimal(text)).toBeUndefined()
  })

  it('refuses a hostile text without reading it', () => {
    const texts = ['1', '-', '1.', '0.', ' '].map((piece) => `${piece.repeat(2_000_000)}x`)
    const before = performance.now()
    expect(texts.map(parseDecimal)).toEqual(texts.map(() => undefined))
    expect(performance.now() - before).toBeLessThan(1_000)
  })

  it('reads every text it writes', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        expect(parseDecimal(formatDecimal(value))).toEqual(value)
      }),
    )
  })

  it('reads what decimal.js reads, for every text in plain notation', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,25}(\.\d{1,25})?$/), (text) => {
        expect(oracleOf(parseDecimal(text)!).eq(text)).toBe(true)
      }),
    )
  })
})

describe('formatDecimal', () => {
  it.each<[bigint, number, string]>([
    [0n, 0, '0'],
    [0n, 2, '0.00'],
    [-1n, 3, '-0.001'],
    [-1000n, 3, '-1.000'],
    [5n, 1, '0.5'],
    [-42n, 0, '-42'],
  ])('writes %s with scale %s', (coefficient, scale, text) => {
    expect(formatDecimal({ coefficient, scale })).toBe(text)
    expect(formatScaled(coefficient, scale)).toBe(text)
  })

  it('writes what decimal.js writes with the same digits', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        const expected =
          value.coefficient === 0n ? new Exact(0).toFixed(value.scale) : oracleOf(value).toFixed(value.scale)
        expect(formatDecimal(value)).toBe(expected)
      }),
    )
  })
})

describe('arithmetic', () => {
  it('adds and compares as decimal.js does', () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        expect(oracleOf(addDecimals(left, right)).eq(oracleOf(left).add(oracleOf(right)))).toBe(true)
        expect(compareDecimals(left, right)).toBe(oracleOf(left).cmp(oracleOf(right)))
      }),
    )
  })

  it('multiplies exactly', () => {
    fc.assert(
      fc.property(factor, factor, (left, right) => {
        const product = multiplyDecimals(left, right)
        expect(product.scale).toBe(left.scale + right.scale)
        expect(oracleOf(product).eq(oracleOf(left).mul(oracleOf(right)))).toBe(true)
      }),
    )
  })

  it('divides to the digits asked for, as decimal.js rounds', () => {
    const divisor = decimal.filter((value) => value.coefficient !== 0n)
    const scales = fc.integer({ min: 0, max: MAXIMUM_SCALE })
    fc.assert(
      fc.property(decimal, divisor, scales, rounding, (left, right, scale, mode) => {
        const quotient = divideDecimals(left, right, scale, mode)
        expect(quotient.scale).toBe(scale)
        const expected = oracleOf(left).div(oracleOf(right)).toDecimalPlaces(scale, MODES[mode])
        expect(oracleOf(quotient).eq(expected)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, string, Rounding, string]>([
    ['1', '3', 'half-even', '0.33'],
    ['-1', '3', 'floor', '-0.34'],
    ['1', '-3', 'ceiling', '-0.33'],
    ['-1', '-8', 'half-even', '0.12'],
    ['1', '0.08', 'half-even', '12.50'],
  ])('%s / %s rounded %s is %s', (left, right, mode, expected) => {
    expect(formatDecimal(divideDecimals(parseDecimal(left)!, parseDecimal(right)!, 2, mode))).toBe(expected)
  })

  it('takes a number and its negation to zero', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        expect(addDecimals(value, negateDecimal(value)).coefficient).toBe(0n)
      }),
    )
  })

  it('calls 1.0 and 1.00 equal', () => {
    expect(compareDecimals(decimalOf(10n, 1), decimalOf(100n, 2))).toBe(0)
  })

  it('throws where the result does not exist or does not fit', () => {
    expect(() => divideDecimals(decimalOf(1n), decimalOf(0n, 3), 2, 'floor')).toThrow(/zero/)
    expect(() => multiplyDecimals(decimalOf(1n, 20), decimalOf(1n, 11))).toThrow(RangeError)
    for (const scale of [-1, MAXIMUM_SCALE + 1, 0.5, Number.NaN]) expect(() => decimalOf(1n, scale)).toThrow(RangeError)
    for (const exponent of [-1, 64, 0.5]) expect(() => powerOfTen(exponent)).toThrow(RangeError)
  })
})

describe('rescale', () => {
  it('rounds as decimal.js does, or finds that nothing is lost', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: MAXIMUM_SCALE }), rounding, (value, scale, mode) => {
        const rounded = oracleOf(value).toDecimalPlaces(scale, MODES[mode])
        expect(oracleOf(decimalOf(rescale(value, scale, mode), scale)).eq(rounded)).toBe(true)
        expect(fitsScale(value, scale)).toBe(rounded.eq(oracleOf(value)))
        if (fitsScale(value, scale)) expect(rescale(value, scale)).toBe(rescale(value, scale, mode))
        else expect(() => rescale(value, scale)).toThrow(RangeError)
      }),
    )
  })

  it('keeps a half cent where no rounding is named', () => {
    expect(() => rescale(parseDecimal('1.005')!, 2)).toThrow('1.005 does not fit in 2 digits')
    expect(rescale(parseDecimal('1.005')!, 2, 'half-even')).toBe(100n)
  })
})

it('formatPlainDecimal leaves out zeros at the end, and only those', () => {
  const texts = ['1.50', '100', '0.000', '10.0', '-2.30', '0.010', '-0.00']
  expect(texts.map((text) => formatPlainDecimal(parseDecimal(text)!))).toEqual([
    ...['1.5', '100', '0', '10', '-2.3', '0.01', '0'],
  ])
})
