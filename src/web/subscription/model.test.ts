import { expect, it } from 'vitest'
import { dateOf, dayAfter, daysUntil, lengthOf, openWindows, quantityOf, returnable, safeLink } from './model.js'

it('a term is renewed on the day after its last one', () => {
  expect(dayAfter('2026-02-28T00:00:00Z')).toBe('2026-03-01')
  expect(dayAfter('2028-02-28')).toBe('2028-02-29')
})

it('a date that means never is none', () => {
  expect(dateOf('9999-12-10T00:00:00Z')).toBeUndefined()
  expect(dateOf(undefined)).toBeUndefined()
  expect(dateOf('2026-02-28T00:00:00Z')).toBe('2026-02-28T00:00:00Z')
})

it('days are counted by the calendar', () => {
  expect(daysUntil('2026-03-10T00:00:00Z', '2026-03-09T23:59:00Z')).toBe(1)
  expect(daysUntil('2026-03-10T00:00:00Z', '2026-03-12T00:00:00Z')).toBe(-2)
})

it('a term says how long it is', () => {
  expect(lengthOf('P3Y')).toEqual({ count: 3, unit: 'years' })
  expect(lengthOf('P30D')).toEqual({ count: 30, unit: 'days' })
})

it('a quantity is typed in digits', () => {
  expect([' 12 ', '0', '', '1.5', '-3', '1e3', '12345678901'].map(quantityOf)).toEqual([
    12,
    0,
    ...Array.from({ length: 5 }, () => undefined),
  ])
})

it('windows that have closed give nothing back', () => {
  const refundOptions = [
    { type: 'Full', expiresAt: '2026-03-11T09:00:00Z' },
    { type: 'Partial', expiresAt: '2026-03-17T09:00:00Z' },
  ]
  const open = openWindows({ refundOptions } as never, '2026-03-12T00:00:00Z')
  expect(open.map(({ type }) => type)).toEqual(['Partial'])
})

it('only some licenses can be given back where their windows have closed', () => {
  const of = (totalQuantity: number) => returnable({ quantity: 10, refundableQuantity: { totalQuantity } } as never)
  expect([of(10), of(2), returnable({ quantity: 10 } as never)]).toEqual([undefined, 2, undefined])
})

it('only addresses of the web are links', () => {
  expect(safeLink('https://set-up.example/x')).toBe('https://set-up.example/x')
  expect(safeLink('javascript:alert(1)')).toBeUndefined()
})
