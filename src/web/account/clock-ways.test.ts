import { expect, it } from 'vitest'
import { CLOCK_WAYS, dayOfWay } from './clock-ways.js'

it('sets a clock forward by a day, a week, a month, or to the next billing day', () => {
  const from = (day: string) => CLOCK_WAYS.map((way) => dayOfWay(way, day, 15))
  expect(from('2026-01-31')).toEqual(['2026-02-01', '2026-02-07', '2026-02-28', '2026-02-15', '2026-02-01'])
  expect(from('2026-03-15')).toEqual(['2026-03-16', '2026-03-22', '2026-04-15', '2026-04-15', '2026-03-16'])
})
