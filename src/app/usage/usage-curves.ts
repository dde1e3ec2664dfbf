import type { Day } from '../../core/calendar/day.js'
import { civilOf, dayOf } from '../../core/calendar/day.js'

/** When something is used, and how much of it, as generated usage has it. */
export interface UsageCurve {
  /** How often it is reported in each hour of an ordinary working day, UTC; only proportions matter. */
  readonly hours: readonly number[]
  /** What of that is left on Saturdays and Sundays. */
  readonly weekend: number
  /** Factor in the busy hours of a spike. */
  readonly spike: number
  /** Quantity of an event, in thousandths: at least, how much more at most, and what it is a multiple of. */
  readonly least: number
  readonly span: number
  readonly step: number
  /** By how much quantities grow a day, as a part of those of the first day. */
  readonly growth: number
}

const OFFICE_HOURS = [2, 2, 2, 2, 2, 3, 8, 30, 70, 95, 100, 95, 80, 90, 100, 95, 85, 60, 30, 15, 8, 5, 3, 2]
const NIGHT_HOURS = [60, 100, 100, 100, 80, 20, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 10, 40]
const WEB_HOURS = [20, 12, 8, 6, 6, 10, 20, 35, 50, 60, 65, 70, 75, 70, 65, 65, 70, 80, 95, 100, 100, 85, 60, 35]
const ALL_HOURS = Array<number>(24).fill(50)

/**
 * Machines run while people work; storage grows day and night; what is paid by the month is there all the time; batches run
 * at night; what the public uses, and what is counted in whole numbers, has its evening.
 */
export const USAGE_CURVES = {
  office: { hours: OFFICE_HOURS, weekend: 0.1, spike: 4, least: 250, span: 3_750, growth: 0, step: 1 },
  storage: { hours: ALL_HOURS, weekend: 1, spike: 1, least: 40_000, span: 400, growth: 0.01, step: 1 },
  standing: { hours: ALL_HOURS, weekend: 1, spike: 1, least: 1, span: 2, growth: 0, step: 1 },
  batch: { hours: NIGHT_HOURS, weekend: 0.5, spike: 1, least: 1_000, span: 9_000, growth: 0, step: 1_000 },
  web: { hours: WEB_HOURS, weekend: 0.8, spike: 3, least: 100, span: 2_900, growth: 0.002, step: 1 },
  count: { hours: WEB_HOURS, weekend: 0.8, spike: 3, least: 20_000, span: 400_000, growth: 0.002, step: 1_000 },
} as const satisfies Readonly<Record<string, UsageCurve>>

export type UsageCurveName = keyof typeof USAGE_CURVES

/** The first curve whose words a meter has in its name, category or unit is its own; `web` where none has. */
const WORDS: readonly (readonly [UsageCurveName, RegExp])[] = [
  ['standing', /(^|\s)1\/(Month|Day)/i],
  ['storage', /storage|disk|backup|snapshot|\bstored/i],
  ['batch', /batch|report|render|job|pipeline/i],
  ['office', /comput|machine|\bVM|core|hour/i],
  ['count', /message|mail|call|request|transaction|operation|\d+K/i],
]

/** The curve that fits a meter, by what it is called. */
export function curveFor(meter: {
  readonly name: string
  readonly category: string
  readonly unit: string
}): UsageCurveName {
  const text = `${meter.category} ${meter.name} ${meter.unit}`
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? 'web'
}

/** Monday to Friday. */
export function isWorkingDay(day: Day): boolean {
  // Day 0 was a Thursday.
  const weekday = (((day + 3) % 7) + 7) % 7
  return weekday < 5
}

/** Hours of a spike, half-open. */
const SPIKE_FROM = 10
const SPIKE_UNTIL = 16

/** How often something is reported in an hour of a day, compared with other hours. */
export function weightOf(curve: UsageCurve, day: Day, hour: number, spikes: boolean): number {
  const usual = curve.hours[hour]! * (isWorkingDay(day) ? 1 : curve.weekend)
  return spikes && hour >= SPIKE_FROM && hour < SPIKE_UNTIL ? usual * curve.spike : usual
}

/** The one working day of each calendar month on which much more is used than usual. */
export function isSpikeDay(day: Day, seed: number): boolean {
  const { year, month } = civilOf(day)
  let spike = dayOf(year, month, 5 + (((Math.imul(year * 12 + month, 0x9e3779b1) ^ seed) >>> 0) % 20))
  while (!isWorkingDay(spike)) spike = (spike + 1) as Day
  return day === spike
}
