import type { Day } from '../calendar/day.js'

/** One row of a price list: what an availability costs from a day on. */
export interface PriceRow {
  readonly validFrom: Day
  /** First day on which the row no longer holds, or `null` for an open end. */
  readonly validTo: Day | null
  /** List price for the availability's `pricePer`, in 10^-8 major units, not negative. */
  readonly unitPrice: bigint
}

/**
 * The row in force on a day, or `undefined`. Rows are in order of `validFrom`; where two overlap the later one wins,
 * because a new price list replaces the old one.
 */
export function findPrice<Row extends PriceRow>(rows: readonly Row[], day: Day): Row | undefined {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index]!
    if (row.validFrom <= day && (row.validTo === null || day < row.validTo)) return row
  }
  return undefined
}
