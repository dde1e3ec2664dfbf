import { expect, it } from 'vitest'
import { parseCurrency } from '../money/currency.js'
import { parseDecimal } from '../money/decimal.js'
import { dollarsOf } from './dollars.js'

const [EUR, JPY, USD] = ['EUR', 'JPY', 'USD'].map((code) => parseCurrency(code)!) as [never, never, never]

it('tells amounts in dollars where a rate is known in either direction', () => {
  const none = () => undefined
  const direct = (from: string) => (from === 'EUR' ? parseDecimal('1.1') : undefined)
  const other = (from: string) => (from === 'USD' ? parseDecimal('0.91') : undefined)
  expect(dollarsOf(1_234n, USD, none)).toBe(1_234n)
  expect(dollarsOf(1_234n, EUR, none)).toBeNull()
  expect(dollarsOf(1_235n, EUR, direct)).toBe(1_359n)
  expect(dollarsOf(1_234n, EUR, other)).toBe(1_356n)
  expect(dollarsOf(-1_234n, EUR, other)).toBe(-1_356n)
  expect(dollarsOf(150n, JPY, (from: string) => (from === 'USD' ? parseDecimal('150') : undefined))).toBe(100n)
})
