import { type Day, dayOf, daysInMonth, formatDay, parseDay } from '../calendar/day.js'
import { dayOfInstant, parseInstant, startOfDay } from '../calendar/instant.js'
import { firstOfMonth } from './price-list-version.js'

/** How files of price lists write an end that is open; any day of the year 9999 is read as one. */
export const OPEN_END = '9999-12-10'

/** The first day of a month written `2026-04` or `202604`. */
export function parseListMonth(text: string): Day | undefined {
  const match = /^(\d{4})-?(\d{2})$/.exec(text)
  return match === null ? undefined : parseDay(`${match[1]}-${match[2]}-01`)
}

/** `2026-04`. */
export function formatListMonth(month: Day): string {
  return formatDay(firstOfMonth(month)).slice(0, 7)
}

/**
 * The first day of validity: `2026-04-01`, `4/1/2026` (month first) or an instant such as `2026-04-01T00:00:00Z`.
 * `undefined` for anything else.
 */
export function parseValidFrom(text: string): Day | undefined {
  const instant = parseInstant(text)
  return instant === undefined ? parseBareDay(text) : dayOfInstant(instant)
}

/**
 * The first day no longer valid, or `null` for an open end. A bare day is the last one on which the price holds; an
 * instant is when it ceases: `2026-03-31`, `3/31/2026`, `2026-03-31T23:59:59Z` and `2026-04-01T00:00:00Z` say the same.
 */
export function parseValidTo(text: string): Day | null | undefined {
  if (text === '' || /^9999-\d\d-\d\d(?:T[\d:.]+Z?)?$|^\d{1,2}\/\d{1,2}\/9999$/.test(text)) return null
  const instant = parseInstant(text)
  if (instant !== undefined) {
    const day = dayOfInstant(instant)
    return startOfDay(day) === instant ? day : ((day + 1) as Day)
  }
  const last = parseBareDay(text)
  return last === undefined ? undefined : ((last + 1) as Day)
}

function parseBareDay(text: string): Day | undefined {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  if (american === null) return parseDay(text)
  const [month, day, year] = [Number(american[1]), Number(american[2]), Number(american[3])]
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return undefined
  return dayOf(year, month, day)
}
