import {
  type Day,
  FIRST_DAY,
  formatDay,
  type Instant,
  LAST_DAY,
  MILLISECONDS_PER_DAY,
  MILLISECONDS_PER_HOUR,
  parseDay,
} from './day.js'

const PATTERN = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/
const MILLISECONDS_PER_MINUTE = 60_000
const MAXIMUM_OFFSET = 18 * MILLISECONDS_PER_HOUR

/**
 * Reads an ISO 8601 instant with its offset (`2019-06-11T00:30:00+02:00`, `...Z`). `undefined` for anything else; an
 * instant without an offset is refused because its day would depend on the reader's clock. Fractions are cut to
 * milliseconds; offsets reach 18 hours. The UTC day lies within 1900 to 2200, so every instant read can be written again.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = PATTERN.exec(text)
  if (match === null) return undefined
  const day = parseDay(match[1]!)
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? '0')]
  const offset = parseOffset(match[6]!)
  if (day === undefined || offset === undefined || hour > 23 || minute > 59 || second > 59) return undefined
  const milliseconds = Number((match[5] ?? '').slice(0, 3).padEnd(3, '0'))
  const local = hour * MILLISECONDS_PER_HOUR + minute * MILLISECONDS_PER_MINUTE + second * 1_000 + milliseconds
  const instant = (day * MILLISECONDS_PER_DAY + local - offset) as Instant
  const utcDay = dayOfInstant(instant)
  return utcDay < FIRST_DAY || utcDay > LAST_DAY ? undefined : instant
}

/** `YYYY-MM-DDTHH:MM:SSZ`, with milliseconds only where there are some. */
export function formatInstant(instant: Instant): string {
  const day = dayOfInstant(instant)
  const rest = instant - day * MILLISECONDS_PER_DAY
  const pad = (value: number, width = 2) => String(Math.floor(value)).padStart(width, '0')
  const time = `${pad(rest / MILLISECONDS_PER_HOUR)}:${pad((rest / MILLISECONDS_PER_MINUTE) % 60)}:${pad((rest / 1_000) % 60)}`
  const milliseconds = rest % 1_000
  return `${formatDay(day)}T${time}${milliseconds === 0 ? '' : `.${pad(milliseconds, 3)}`}Z`
}

/** The UTC day an instant falls on: `2019-06-11T00:30:00+02:00` falls on 10 June (docs/billing-rules.md, time, "a day is a UTC day"). */
export function dayOfInstant(instant: Instant): Day {
  return Math.floor(instant / MILLISECONDS_PER_DAY) as Day
}

/** 00:00 UTC of a day. */
export function startOfDay(day: Day): Instant {
  return (day * MILLISECONDS_PER_DAY) as Instant
}

function parseOffset(text: string): number | undefined {
  if (text === 'Z') return 0
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(4, 6))]
  const size = hours * MILLISECONDS_PER_HOUR + minutes * MILLISECONDS_PER_MINUTE
  if (minutes > 59 || size > MAXIMUM_OFFSET) return undefined
  return text.startsWith('-') ? -size : size
}
