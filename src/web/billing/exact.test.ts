import { expect, it } from 'vitest'
import { minorOf, sumOf, typedAmount } from './exact.js'

it('adds amounts up by their digits', () => {
  expect(sumOf([0.1, 0.2], 'EUR')).toBe('0.30')
  expect(sumOf([9_000_000_000.07, 0.07], 'EUR')).toBe('9000000000.14')
  expect(() => sumOf([0.001], 'EUR')).toThrow('0.001 is no amount of EUR')
  expect(sumOf([], 'JPY')).toBe('0')
  expect(minorOf(-12.5, 'EUR')).toBe(-1250n)
})

it('reads what people type, in either way of writing cents', () => {
  expect(['12.50', ' 12,5 ', '1250', '0.01'].map((text) => typedAmount(text, 'EUR'))).toEqual([
    1250n,
    1250n,
    125000n,
    1n,
  ])
})

it('refuses what is no amount, is zero, or may mean two things', () => {
  for (const text of ['', '0', '0,00', '-1', '1.250', '1.250,00', '12a', '1e3']) {
    expect(typedAmount(text, 'EUR'), text).toBeUndefined()
  }
  expect(typedAmount('12.5', 'JPY')).toBeUndefined()
})
