import { expect, it } from 'vitest'
import { totalOf } from './total.js'

it('amounts add up to the last digit', () => {
  expect(totalOf([0.1, 0.2])).toBe('0.3')
  expect(totalOf([-93.54, 112.25])).toBe('18.71')
  expect(totalOf([])).toBe('0')
  expect(totalOf([1200, -1200])).toBe('0')
})
