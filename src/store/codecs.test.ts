import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from '../../test/support/databases.js'
import { type Day, type Instant, MILLISECONDS_PER_DAY, parseDay } from '../core/calendar/day.js'
import { parseInstant } from '../core/calendar/instant.js'
import {
  dayParameter,
  encodeParameters,
  FIRST_STORED_DAY,
  instantParameter,
  jsonParameter,
  LAST_STORED_DAY,
  type Parameter,
} from './codecs.js'
import type { Database } from './database.js'

const FIRST_INSTANT = FIRST_STORED_DAY * MILLISECONDS_PER_DAY
const LAST_INSTANT = (LAST_STORED_DAY + 1) * MILLISECONDS_PER_DAY - 1
// Any characters but NUL, which PostgreSQL keeps in no text.
const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''))

describeEachDatabase('codecs', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })

  async function ask(sql: string, ...parameters: Parameter[]): Promise<unknown> {
    const { rows } = await database.query<{ value: unknown }>(`select ${sql} as value`, parameters)
    return rows[0]!.value
  }

  test('every type goes in and comes out as it was', async () => {
    const values = fc.record({
      int8: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      int4: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      int2: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
      bool: fc.boolean(),
      text,
      float8: fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0),
      numeric: fc.tuple(fc.bigInt(), fc.nat({ max: 999_999 })).map(([a, b]) => `${a}.${String(b).padStart(6, '0')}`),
      date: fc.integer({ min: FIRST_STORED_DAY, max: LAST_STORED_DAY }),
      timestamptz: fc.integer({ min: FIRST_INSTANT, max: LAST_INSTANT }),
      uuid: fc.uuid(),
      jsonb: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))),
      bytea: fc.uint8Array(),
    })
    const columns = ['int8', 'int4', 'int2', 'bool', 'text', 'float8', 'numeric', 'uuid', 'bytea']
    const sql = [...columns, 'date', 'timestamptz', 'jsonb'].map((type, index) => `$${index + 1}::${type} as ${type}`)
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const { rows } = await database.query(`select ${sql.join(', ')}`, [
          ...columns.map((column) => value[column as 'text']),
          dayParameter(value.date as Day),
          instantParameter(value.timestamptz as Instant),
          jsonParameter(value.jsonb),
        ])
        expect(rows[0]).toEqual({ ...value, jsonb: JSON.parse(JSON.stringify(value.jsonb)) })
      }),
      { numRuns: 60 },
    )
  })

  test('the extremes', async () => {
    expect(await ask('$1::int8', 9_223_372_036_854_775_807n)).toBe(9_223_372_036_854_775_807n)
    expect(await ask('$1::int8', -9_223_372_036_854_775_808n)).toBe(-9_223_372_036_854_775_808n)
    for (const day of ['1900-01-01', '1970-01-01', '2000-02-29', '2200-12-31'] as const) {
      expect(await ask('$1::date', dayParameter(parseDay(day)!))).toBe(parseDay(day))
    }
    for (const day of [FIRST_STORED_DAY, LAST_STORED_DAY]) expect(await ask('$1::date', dayParameter(day))).toBe(day)
    for (const instant of [FIRST_INSTANT, -1, 0, 1, LAST_INSTANT] as Instant[]) {
      expect(await ask('$1::timestamptz', instantParameter(instant))).toBe(instant)
    }
    expect(await ask('$1::numeric', '-0.10')).toBe('-0.10')
    expect(await ask('$1::text', '')).toBe('')
    expect(await ask('null::int8')).toBeNull()
    expect(await ask('$1::int8', null)).toBeNull()
    expect(await ask('count(*)')).toBe(1n)
  })

  test('instants are UTC and cut to milliseconds toward the past', async () => {
    expect(await ask(`'1969-12-31 23:59:59.999999+00'::timestamptz`)).toBe(-1)
    expect(await ask(`'2024-03-10 01:30:00.0019+02'::timestamptz`)).toBe(parseInstant('2024-03-09T23:30:00.001Z'))
    expect(await ask(`'2024-03-10 00:00:00'::timestamptz`)).toBe(parseInstant('2024-03-10T00:00:00Z'))
  })

  test.each(["'infinity'::date", "'10000-01-01'::date", "'0001-01-01 BC'::date"])('%s is refused', async (sql) => {
    await expect(ask(sql)).rejects.toThrow('years 1 to 9999')
    await expect(ask(`${sql}::timestamptz`)).rejects.toThrow('years 1 to 9999')
    expect(await ask('1')).toBe(1)
  })

  test('arrays of any element, with nulls and awkward texts', async () => {
    const words = ['', 'NULL', 'a,b', '{}', '"', '\\', 'line\nend', ' ', null, 'é🙂']
    expect(await ask('$1::text[]', words)).toEqual(words)
    expect(await ask('$1::int8[]', [1n, null, -5n])).toEqual([1n, null, -5n])
    expect(await ask('$1::bool[]', [true, false])).toEqual([true, false])
    expect(await ask('$1::numeric[]', ['1.50', '2'])).toEqual(['1.50', '2'])
    expect(await ask('$1::date[]', [dayParameter(0 as Day)])).toEqual([0])
    expect(await ask('$1::jsonb[]', [jsonParameter({ a: ['"', 1] })])).toEqual([{ a: ['"', 1] }])
    expect(await ask('$1::int4[]', [])).toEqual([])
    expect(await ask('$1::int4[]', [[1, 2], [3, 4]])).toEqual([[1, 2], [3, 4]]) // biome-ignore format: rows of a matrix
    expect(await ask(`'[2:3]={7,8}'::int4[]`)).toEqual([7, 8])
    const { rows } = await database.query('select * from unnest($1::int8[], $2::text[]) as v(amount, note)', [
      [10n, 20n],
      ['x', null],
    ])
    expect(rows).toEqual([
      { amount: 10n, note: 'x' },
      { amount: 20n, note: null },
    ])
  })

  test('arrays of arbitrary texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
        expect(await ask('$1::text[]', values)).toEqual(values)
      }),
      { numRuns: 60 },
    )
  })
})

describe('parameters', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, new Date(0), { a: 1 }])('%s is refused', (value) => {
    expect(() => encodeParameters([value as Parameter])).toThrow(/parameter/)
  })

  test('days and instants outside the years 1 to 9999, and fractions, are refused', () => {
    for (const day of [FIRST_STORED_DAY - 1, LAST_STORED_DAY + 1, 0.5, Number.NaN] as Day[]) {
      expect(() => dayParameter(day)).toThrow(RangeError)
    }
    for (const instant of [FIRST_INSTANT - 1, LAST_INSTANT + 1, 0.5] as Instant[]) {
      expect(() => instantParameter(instant)).toThrow(RangeError)
    }
  })

  test('what JSON cannot write is refused', () => {
    expect(() => jsonParameter(undefined)).toThrow(TypeError)
    expect(() => jsonParameter({ amount: 1n })).toThrow(TypeError)
  })
})
