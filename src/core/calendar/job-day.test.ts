import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Day, formatDay, type Instant, parseDay } from './day.js'
import { formatInstant, parseInstant } from './instant.js'
import { jobsDueAt, lastJobDay } from './job-day.js'

it('puts the jobs of a day ten minutes into the next', () => {
  expect(formatInstant(jobsDueAt(parseDay('2026-02-28')!))).toBe('2026-03-01T00:10:00Z')
})

it.each([
  ['2026-03-01T00:09:59.999Z', '2026-02-27'],
  ['2026-03-01T00:10:00Z', '2026-02-28'],
  ['2026-03-01T23:59:59Z', '2026-02-28'],
])('at %s the last day due is %s', (now, day) => {
  expect(formatDay(lastJobDay(parseInstant(now)!))).toBe(day)
})

it('is due at an instant exactly when its own instant has come', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (time) => {
      const day = lastJobDay(time as Instant)
      expect(jobsDueAt(day)).toBeLessThanOrEqual(time)
      expect(jobsDueAt((day + 1) as Day)).toBeGreaterThan(time)
    }),
  )
})
