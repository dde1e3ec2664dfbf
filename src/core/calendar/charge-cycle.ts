import type { Day } from './day.js'
import { addMonths, type MonthEndRule, monthsBetween } from './months.js'
import type { Period } from './period.js'

/** The n-th cycle boundary: `n * cycleMonths` months after the anchor. Boundary 0 is the anchor. */
export function cycleBoundary(anchor: Day, cycleMonths: number, n: number, rule: MonthEndRule): Day {
  return addMonths(anchor, cycleMonths * n, rule)
}

/** The n-th charge cycle, from boundary n to boundary n + 1: cycles meet end to start. */
export function chargeCycle(anchor: Day, cycleMonths: number, n: number, rule: MonthEndRule): Period {
  return { start: cycleBoundary(anchor, cycleMonths, n, rule), end: cycleBoundary(anchor, cycleMonths, n + 1, rule) }
}

/** Which cycle a day on or after the anchor falls in (0 for the first). Throws for a day before the anchor. */
export function cycleIndexAt(anchor: Day, cycleMonths: number, day: Day, rule: MonthEndRule): number {
  if (day < anchor) throw new RangeError(`day ${day} lies before the anchor ${anchor}`)
  // The calendar-month difference is at most one cycle too far, because a boundary lies in its own month.
  const candidate = Math.floor(monthsBetween(anchor, day) / cycleMonths)
  return cycleBoundary(anchor, cycleMonths, candidate, rule) <= day ? candidate : candidate - 1
}
