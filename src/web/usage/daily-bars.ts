import type { z } from 'zod'
import type { utilizationSchema } from '../../api/schema/usage.js'
import { addDecimals, formatDecimal, parseDecimal } from '../../core/money/decimal.js'

export type Utilization = z.output<typeof utilizationSchema>['items'][number]

/** A meter that was used, and what of it on each day that has any. */
export interface MeterDays {
  readonly meterId: string
  readonly name: string
  readonly unit: string
  /** The exact text of the quantity by day, `YYYY-MM-DD`. */
  readonly days: ReadonlyMap<string, string>
}

/** What was used, meter by meter in order of their names. */
export function meterDaysOf(records: readonly Utilization[]): readonly MeterDays[] {
  const meters = new Map<string, { name: string; unit: string; days: Map<string, string> }>()
  for (const { resource, unit, usageStartTime, quantity } of records) {
    const meter = meters.get(resource.id) ?? { name: resource.name, unit, days: new Map<string, string>() }
    meters.set(resource.id, meter)
    const day = usageStartTime.slice(0, 10)
    meter.days.set(day, sum(meter.days.get(day), quantity))
  }
  return [...meters]
    .map(([meterId, meter]) => ({ meterId, ...meter }))
    .sort((left, right) => left.name.localeCompare(right.name))
}

/** Added up by their digits; a number so small that JSON writes it with an exponent is taken as it is. */
function sum(known: string | undefined, quantity: number): string {
  const more = parseDecimal(String(quantity))
  const before = parseDecimal(known ?? '0')
  if (more === undefined || before === undefined) return String(Number(known ?? 0) + quantity)
  return formatDecimal(addDecimals(before, more))
}

/** Every day of a month, `YYYY-MM`. */
export function daysOfMonth(month: string): readonly string[] {
  const [year, number] = month.split('-').map(Number)
  const count = new Date(Date.UTC(year!, number!, 0)).getUTCDate()
  return Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
}

/** The month so many months later, `YYYY-MM`. */
export function monthAfter(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year!, number! - 1 + months, 1)).toISOString().slice(0, 7)
}
