import type { Day } from './day.js'
import { addMonths } from './months.js'

/** A length of time in whole months or whole days; `P1Y` is twelve months. */
export interface Term {
  readonly unit: 'month' | 'day'
  readonly count: number
}

/** Ten years: the longest term accepted. */
export const MAXIMUM_TERM_MONTHS = 120
export const MAXIMUM_TERM_DAYS = 3_660

/** Reads an ISO 8601 duration in whole years, months or days (`P1M`, `P1Y`, `P3Y`, `P30D`, `P1Y6M`). `undefined` otherwise. */
export function parseTerm(text: string): Term | undefined {
  const days = /^P(\d{1,4})D$/.exec(text)
  if (days !== null) return boundedTerm('day', Number(days[1]), MAXIMUM_TERM_DAYS)
  const months = /^P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?$/.exec(text)
  if (months === null) return undefined
  return boundedTerm('month', 12 * Number(months[1] ?? 0) + Number(months[2] ?? 0), MAXIMUM_TERM_MONTHS)
}

/** The shortest ISO 8601 form: `P1Y` for twelve months, `P18M` for eighteen, `P30D` for thirty days. */
export function formatTerm(term: Term): string {
  if (term.unit === 'day') return `P${term.count}D`
  return term.count % 12 === 0 ? `P${term.count / 12}Y` : `P${term.count}M`
}

/** The first day after a term that starts on `start`; month ends are clamped (31 Jan + P1M is 28 or 29 Feb). */
export function endOfTerm(start: Day, term: Term): Day {
  return term.unit === 'day' ? ((start + term.count) as Day) : addMonths(start, term.count, 'clamp')
}

function boundedTerm(unit: Term['unit'], count: number, maximum: number): Term | undefined {
  return count >= 1 && count <= maximum ? { unit, count } : undefined
}
