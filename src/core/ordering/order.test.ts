import { describe, expect, it } from 'vitest'
import type { Instant } from '../calendar/day.js'
import { type LineState, orderStatusOf, type StoredOrderLine } from './order.js'

const line = (state: LineState, cancelledAt: Instant | null = null) => ({ state, cancelledAt }) as StoredOrderLine
const CANCELLED = 1 as Instant

describe('the status of an order', () => {
  it.each([
    ['completed', [line('founded'), line('founded')]],
    ['completed', [line('founded'), line('founded', CANCELLED)]],
    ['completed', [line('founded'), line('given-up')]],
    ['pending', [line('founded'), line('waiting')]],
    ['completed', [line('founded'), line('waiting', CANCELLED)]],
    ['cancelled', [line('founded', CANCELLED), line('given-up')]],
    ['cancelled', [line('given-up')]],
  ])('is %s', (status, lines) => {
    expect(orderStatusOf({ lines })).toBe(status)
  })
})
