import { expect, it } from 'vitest'
import { typedAmount } from './typed-amount.js'

it.each([
  ['500', 'EUR', '500'],
  [' 500,5 ', 'EUR', '500.5'],
  ['0', 'EUR', '0'],
  ['12', 'JPY', '12'],
])('%j is an amount in %s', (text, currency, amount) => {
  expect(typedAmount(text, currency)).toBe(amount)
})

it.each([
  ['', 'EUR'],
  ['-1', 'EUR'],
  ['1.000,50', 'EUR'],
  ['0,001', 'EUR'],
  ['1.5', 'JPY'],
  ['many', 'EUR'],
])('%j is none in %s', (text, currency) => {
  expect(typedAmount(text, currency)).toBeUndefined()
})
