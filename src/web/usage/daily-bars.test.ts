import { expect, it } from 'vitest'
import { daysOfMonth, meterDaysOf, monthAfter, type Utilization } from './daily-bars.js'

const record = (id: string, day: string, quantity: number) =>
  ({
    usageStartTime: `${day}T00:00:00Z`,
    resource: { id, name: id.toUpperCase() },
    unit: 'GB',
    quantity,
  }) as Utilization

it('adds up what was used of a meter on a day, by digits', () => {
  const records = [record('b', '2026-03-01', 0.1), record('b', '2026-03-01', 0.2), record('a', '2026-03-02', 7)]
  expect(meterDaysOf(records)).toEqual([
    { meterId: 'a', name: 'A', unit: 'GB', days: new Map([['2026-03-02', '7']]) },
    { meterId: 'b', name: 'B', unit: 'GB', days: new Map([['2026-03-01', '0.3']]) },
  ])
})

it('knows months and their days', () => {
  expect(daysOfMonth('2024-02')).toHaveLength(29)
  expect(daysOfMonth('2026-03').at(-1)).toBe('2026-03-31')
  expect([monthAfter('2026-01', -1), monthAfter('2026-12', 1)]).toEqual(['2025-12', '2027-01'])
})
