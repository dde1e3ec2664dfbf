import { recurringInvoiceDate } from '../../core/calendar/billing-calendar.js'
import { type Day, formatDay, parseDay } from '../../core/calendar/day.js'
import { addMonths } from '../../core/calendar/months.js'

/** How far a clock is set forward; `own` to a day that is chosen. */
export const CLOCK_WAYS = ['day', 'week', 'month', 'billing', 'own'] as const
export type ClockWay = (typeof CLOCK_WAYS)[number]

const DAYS_OF_WEEK = 7

/** The day a way leads to from another; one's own choice begins with the day after it. */
export function dayOfWay(way: ClockWay, from: string, billingDay: number): string {
  const today = parseDay(from)!
  const next = (today + 1) as Day
  const days: Readonly<Record<ClockWay, Day>> = {
    day: next,
    week: (today + DAYS_OF_WEEK) as Day,
    month: addMonths(today, 1, 'clamp'),
    billing: recurringInvoiceDate(next, billingDay),
    own: next,
  }
  return formatDay(days[way])
}
