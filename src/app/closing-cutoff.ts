import type { Instant } from '../core/calendar/day.js'

const MARGIN_MILLISECONDS = 60_000

/**
 * Up to when the tokens of somebody who is shut out were issued: a minute from now, since one may be given at this very
 * moment, and by a process whose clock is ahead. Who is let in again within that minute gets usable tokens after it.
 */
export function closingCutoff(now: Instant): Instant {
  return (now + MARGIN_MILLISECONDS) as Instant
}
