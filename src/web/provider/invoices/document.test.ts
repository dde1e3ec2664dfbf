import { expect, test } from 'vitest'
import { type Invoice, openOf } from './document.js'

const note = (totalCharges: number) => ({ totalCharges }) as NonNullable<Invoice['amendments']>[number]

test('what is open is the total less what was paid, to the digit', () => {
  expect(openOf({ totalCharges: 11074.92, paidAmount: -5537.46 })).toBe('5537.46')
  expect(openOf({ totalCharges: 0.3, paidAmount: -0.1 })).toBe('0.2')
  expect(openOf({ totalCharges: 10, paidAmount: -10 })).toBe('0')
})

test('notes take back what was open; what replaces an invoice is open by itself', () => {
  expect(openOf({ totalCharges: 100, paidAmount: 0, amendments: [note(-12.1)] })).toBe('87.9')
  expect(openOf({ totalCharges: 100, paidAmount: 0, amendments: [note(-100), note(100)] })).toBe('0')
  expect(openOf({ totalCharges: 100, paidAmount: -100, amendments: [note(-12.1)] })).toBeUndefined()
  expect(openOf({ totalCharges: -100, paidAmount: 0, amendsOf: 'G1' })).toBeUndefined()
  expect(openOf({ totalCharges: 100, paidAmount: 0, amendsOf: 'G1' })).toBe('100')
})
