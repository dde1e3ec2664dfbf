import { expect, it } from 'vitest'
import { newOrderId } from './order-id.js'

it('makes ids of 22 digits and letters, different for different ids and in their order', () => {
  const of = (id: string) => newOrderId(() => id)
  const ids = ['00000000-0000-0000-0000-000000000000', '018f0009-0000-7000-8000-000000000001'].map(of)
  expect(ids[0]).toBe('0'.repeat(22))
  expect(ids[1]).toMatch(/^[0-9A-Za-z]{22}$/)
  expect(of('018f0009-0000-7000-8000-000000000002') > ids[1]!).toBe(true)
  expect(of('ffffffff-ffff-ffff-ffff-ffffffffffff')).toHaveLength(22)
})
