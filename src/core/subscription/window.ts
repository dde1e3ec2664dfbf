import { type Instant, MILLISECONDS_PER_DAY, MILLISECONDS_PER_HOUR } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import type { Availability } from '../catalog/availability.js'
import type { CancellationRule, TimeWindow } from '../catalog/commerce-profile.js'

/** Whether `at` still lies inside a window that opened at `from`. */
export function isOpen(window: TimeWindow, from: Instant, at: Instant): boolean {
  const passed = window.unit === 'day' ? dayOfInstant(at) - dayOfInstant(from) : at - from
  const length = window.unit === 'day' ? window.length : window.length * MILLISECONDS_PER_HOUR
  return window.inclusive ? passed <= length : passed < length
}

/** The last instant, or the first one outside where the window is exclusive, for messages. */
export function closingOf(window: TimeWindow, from: Instant): Instant {
  if (window.unit === 'hour') return (from + window.length * MILLISECONDS_PER_HOUR) as Instant
  return ((dayOfInstant(from) + window.length) * MILLISECONDS_PER_DAY) as Instant
}

/** The cancellation rule for an availability's term. */
export function cancellationRuleOf(availability: Availability): CancellationRule {
  const { term, profile } = availability
  const months = term.unit === 'month' ? term.count : 0
  const { rules } = profile.cancellation
  let chosen = rules[0]!
  for (const rule of rules) {
    if (rule.fromTermMonths <= months && rule.fromTermMonths > chosen.fromTermMonths) chosen = rule
  }
  return chosen
}
