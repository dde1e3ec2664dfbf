import type { Day } from '../calendar/day.js'
import { monthOf, startOfMonth } from '../calendar/months.js'
import { formatScaled } from '../money/decimal.js'
import { divideRounded } from '../money/rounding.js'
import { findPrice, type PriceRow } from './price-list.js'

/** A row with the price suggested to customers. */
export interface ListedPrice extends PriceRow {
  readonly erpPrice: bigint | null
}

/** What a version says of one availability: a price from its month on, or that it is sold no longer. */
export type ListedChange = Omit<ListedPrice, 'validFrom'> | 'removed'

/** How an availability differs between two versions: new, other price, gone, or the same. */
export type ChangeFlag = 'ADD' | 'CHG' | 'DEL' | 'UNC'
export const CHANGE_FLAGS = ['ADD', 'CHG', 'DEL', 'UNC'] as const satisfies readonly ChangeFlag[]

/**
 * Rows in which a change holds from `day` on. What holds before `day` stays as it is; rows that start later stay, too,
 * and bound the new one. Nothing changes where the price is the same already, so doing it twice is doing it once.
 */
export function withChange(
  rows: readonly ListedPrice[],
  change: ListedChange | undefined,
  day: Day,
): readonly ListedPrice[] {
  if (change === undefined) return rows
  const earlier = rows.filter((row) => row.validFrom < day)
  const later = rows.filter((row) => row.validFrom > day)
  if (change === 'removed') return [...earlier.map((row) => closed(row, day)), ...later]
  const added: ListedPrice = {
    validFrom: day,
    validTo: sooner(change.validTo, later[0]?.validFrom ?? null),
    unitPrice: change.unitPrice,
    erpPrice: change.erpPrice,
  }
  const standing = findPrice(rows, day)
  if (standing !== undefined && standing.validTo === added.validTo && samePrice(standing, added)) return rows
  return [...earlier.map((row) => closed(row, day)), added, ...later]
}

/** What has to be written so that stored rows become others; rows are told apart by their first day. */
export interface RowEdits {
  readonly removed: readonly ListedPrice[]
  /** As they are to be. */
  readonly changed: readonly ListedPrice[]
  readonly added: readonly ListedPrice[]
}

export function editsBetween(from: readonly ListedPrice[], to: readonly ListedPrice[]): RowEdits {
  if (from === to) return { removed: [], changed: [], added: [] }
  const known = new Map(from.map((row) => [row.validFrom, row]))
  const kept = new Set(to.map((row) => row.validFrom))
  return {
    removed: from.filter((row) => !kept.has(row.validFrom)),
    changed: to.filter((row) => {
      const before = known.get(row.validFrom)
      return before !== undefined && !(before.validTo === row.validTo && samePrice(before, row))
    }),
    added: to.filter((row) => !known.has(row.validFrom)),
  }
}

/** How a version differs from the one before; `undefined` for what is in neither. */
export function changeFlagOf(before: ListedPrice | undefined, after: ListedPrice | undefined): ChangeFlag | undefined {
  if (before === undefined) return after === undefined ? undefined : 'ADD'
  if (after === undefined) return 'DEL'
  return samePrice(before, after) ? 'UNC' : 'CHG'
}

/**
 * By how much a price changes, in percent with two decimals; `undefined` where there was none, or a free one.
 * @example percentChange(400_000_000n, 440_000_000n) // '10.00'
 */
export function percentChange(before: bigint, after: bigint): string | undefined {
  if (before === 0n) return undefined
  return formatScaled(divideRounded((after - before) * 10_000n, before, 'half-away-from-zero'), 2)
}

/** What is stored of a version, and what it is on a day. */
export type PriceListStatus = 'draft' | 'published' | 'superseded' | 'discarded'
export type PriceListState = Exclude<PriceListStatus, 'published'> | 'preview' | 'current' | 'history'
export const PRICE_LIST_STATES = [
  ...(['draft', 'preview', 'current', 'history', 'superseded', 'discarded'] as const),
] satisfies readonly PriceListState[]

/**
 * What a version is on a day: a published one is a preview until its month begins, then current until a later one is.
 * @param currentMonth month of the last published version that has begun, if any
 */
export function priceListStateOf(
  list: { readonly status: PriceListStatus; readonly month: Day },
  currentMonth: Day | null,
  today: Day,
): PriceListState {
  if (list.status !== 'published') return list.status
  if (list.month > today) return 'preview'
  return list.month === currentMonth ? 'current' : 'history'
}

/** The first day of the month a day lies in. */
export function firstOfMonth(day: Day): Day {
  return startOfMonth(monthOf(day))
}

/** The first day of the month after the one a day lies in. */
export function firstOfNextMonth(day: Day): Day {
  return startOfMonth(monthOf(day) + 1)
}

function samePrice(left: ListedPrice, right: ListedPrice): boolean {
  return left.unitPrice === right.unitPrice && left.erpPrice === right.erpPrice
}

function closed(row: ListedPrice, day: Day): ListedPrice {
  return row.validTo === null || row.validTo > day ? { ...row, validTo: day } : row
}

function sooner(left: Day | null, right: Day | null): Day | null {
  if (left === null || right === null) return left ?? right
  return left < right ? left : right
}
