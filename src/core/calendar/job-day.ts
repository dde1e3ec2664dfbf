import { type Day, type Instant, MILLISECONDS_PER_DAY } from './day.js'
import { dayOfInstant, startOfDay } from './instant.js'

/** The jobs of a day run on the next one, a little after midnight, when whatever was under way has ended. */
const MILLISECONDS_AFTER_MIDNIGHT = 10 * 60_000

/** When the jobs of a day are due: at 00:10 UTC of the next one. */
export function jobsDueAt(day: Day): Instant {
  return (startOfDay(day) + MILLISECONDS_PER_DAY + MILLISECONDS_AFTER_MIDNIGHT) as Instant
}

/** The last day whose jobs are due at an instant. */
export function lastJobDay(now: Instant): Day {
  return (dayOfInstant((now - MILLISECONDS_AFTER_MIDNIGHT) as Instant) - 1) as Day
}
