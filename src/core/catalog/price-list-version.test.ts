import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Day } from '../calendar/day.js'
import { parseDay } from '../calendar/day.js'
import { findPrice } from './price-list.js'
import {
  changeFlagOf,
  editsBetween,
  type ListedChange,
  type ListedPrice,
  percentChange,
  priceListStateOf,
  withChange,
} from './price-list-version.js'

const day = (text: string): Day => parseDay(text)!
const APRIL = 100 as Day

/** Rows of one availability, one after the other, some with a gap before the next. */
const rows: fc.Arbitrary<ListedPrice[]> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 60, max: 140 }), fc.integer({ min: 1, max: 30 }), fc.boolean()), {
    maxLength: 5,
    selector: ([start]) => start,
  })
  .map((starts) =>
    starts
      .sort(([a], [b]) => a - b)
      .map(([start, length, open], index, all): ListedPrice => {
        const next = all[index + 1]?.[0] ?? null
        const own = open ? null : start + length
        const end = own === null ? next : next === null ? own : Math.min(own, next)
        return { validFrom: start as Day, validTo: end as Day | null, unitPrice: BigInt(start), erpPrice: null }
      }),
  )

const change: fc.Arbitrary<ListedChange> = fc.oneof(
  fc.constant('removed' as const),
  fc.record({
    unitPrice: fc.bigInt({ min: 0n, max: 200n }),
    erpPrice: fc.option(fc.bigInt({ min: 0n, max: 200n })),
    validTo: fc.option(fc.integer({ min: 101, max: 160 }).map((end) => end as Day)),
  }),
)

describe('a change from a day on', () => {
  it('leaves every earlier day as it was', () => {
    fc.assert(
      fc.property(rows, change, fc.integer({ min: 50, max: 99 }), (before, given, at) => {
        const [was, is] = [before, withChange(before, given, APRIL)].map((list) => findPrice(list, at as Day))
        expect([is?.validFrom, is?.unitPrice]).toEqual([was?.validFrom, was?.unitPrice])
      }),
    )
  })

  it('holds from its day until its end, or until the next row', () => {
    fc.assert(
      fc.property(rows, change, fc.integer({ min: 100, max: 170 }), (before, given, at) => {
        const after = withChange(before, given, APRIL)
        const later = before.find((row) => row.validFrom > APRIL)?.validFrom ?? 1_000
        if (at >= later) return
        const found = findPrice(after, at as Day)
        const holds = given !== 'removed' && (given.validTo === null || at < given.validTo)
        expect(found?.unitPrice).toBe(holds ? given.unitPrice : undefined)
      }),
    )
  })

  it('leaves later rows alone, never overlaps, and done twice is done once', () => {
    fc.assert(
      fc.property(rows, change, (before, given) => {
        const after = withChange(before, given, APRIL)
        expect(after.filter((row) => row.validFrom > APRIL)).toEqual(before.filter((row) => row.validFrom > APRIL))
        for (const [index, row] of after.entries()) {
          const next = after[index + 1]
          if (row.validTo !== null) expect(row.validTo).toBeGreaterThan(row.validFrom)
          if (next !== undefined) expect(row.validTo).toBeLessThanOrEqual(next.validFrom)
        }
        expect(withChange(after, given, APRIL)).toEqual(after)
      }),
    )
  })

  it('is written as edits that touch no first day and no price of a row that has begun', () => {
    fc.assert(
      fc.property(rows, change, (before, given) => {
        const after = withChange(before, given, APRIL)
        const { removed, changed, added } = editsBetween(before, after)
        expect([...removed, ...added].every((row) => row.validFrom >= APRIL)).toBe(true)
        for (const row of changed.filter(({ validFrom }) => validFrom < APRIL)) {
          const was = before.find(({ validFrom }) => validFrom === row.validFrom)!
          expect(row).toEqual({ ...was, validTo: APRIL })
        }
        const kept = before.filter((row) => !removed.includes(row)).map((row) => row.validFrom)
        expect([...kept, ...added.map((row) => row.validFrom)].sort()).toEqual(after.map((row) => row.validFrom).sort())
      }),
    )
  })
})

describe('what is said of a version', () => {
  const row = (unitPrice: bigint, erpPrice: bigint | null = null): ListedPrice => ({
    ...{ validFrom: day('2026-01-01'), validTo: null, unitPrice, erpPrice },
  })

  it('flags what is new, changed, gone and the same', () => {
    expect(changeFlagOf(undefined, undefined)).toBeUndefined()
    expect(changeFlagOf(undefined, row(1n))).toBe('ADD')
    expect(changeFlagOf(row(1n), undefined)).toBe('DEL')
    expect(changeFlagOf(row(1n, 2n), row(1n, 3n))).toBe('CHG')
    expect(changeFlagOf(row(1n, 2n), { ...row(1n, 2n), validTo: day('2026-05-01') })).toBe('UNC')
  })

  it('gives the change in percent with two decimals', () => {
    expect(percentChange(300n, 400n)).toBe('33.33')
    expect(percentChange(400n, 300n)).toBe('-25.00')
    expect(percentChange(0n, 300n)).toBeUndefined()
  })

  it('is a preview until its month begins, and current until a later one is', () => {
    const april = { status: 'published', month: day('2026-04-01') } as const
    expect(priceListStateOf(april, null, day('2026-03-31'))).toBe('preview')
    expect(priceListStateOf(april, april.month, day('2026-04-01'))).toBe('current')
    expect(priceListStateOf(april, day('2026-06-01'), day('2026-06-01'))).toBe('history')
    expect(priceListStateOf({ ...april, status: 'draft' }, null, day('2026-06-01'))).toBe('draft')
  })
})
