import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from '../../test/support/databases.js'
import { type Day, type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import { type BinaryRow, BinaryRowReader, BinaryRowWriter } from './binary-copy.js'
import { FIRST_STORED_DAY, LAST_STORED_DAY } from './codecs.js'
import type { Database } from './database.js'

const COLUMNS = `id uuid, small int2, whole int4, amount int8, day date, at timestamptz, note text, flag bool, data jsonb`
const FIELDS = 9
const FIRST_INSTANT = FIRST_STORED_DAY * MILLISECONDS_PER_DAY
const LAST_INSTANT = (LAST_STORED_DAY + 1) * MILLISECONDS_PER_DAY - 1

interface Row {
  id: string | null
  small: number | null
  whole: number | null
  amount: bigint | null
  day: Day | null
  at: Instant | null
  note: string | null
  flag: boolean | null
  data: unknown
}

// Any characters but NUL, which PostgreSQL keeps in no text; some longer than what is written byte by byte.
const text = fc.string({ unit: 'binary', maxLength: 80 }).map((value) => value.replaceAll('\0', ''))
const extreme = <T>(low: T, high: T, between: fc.Arbitrary<T>) =>
  fc.option(fc.oneof({ arbitrary: between, weight: 3 }, fc.constantFrom(low, high)))
const row: fc.Arbitrary<Row> = fc.record({
  id: fc.option(fc.uuid()),
  small: extreme(-32_768, 32_767, fc.integer({ min: -32_768, max: 32_767 })),
  whole: extreme(-(2 ** 31), 2 ** 31 - 1, fc.integer()),
  amount: extreme(-(2n ** 63n), 2n ** 63n - 1n, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  day: extreme(FIRST_STORED_DAY, LAST_STORED_DAY, fc.integer({ min: -40_000, max: 90_000 }) as fc.Arbitrary<Day>),
  at: extreme(
    FIRST_INSTANT as Instant,
    LAST_INSTANT as Instant,
    fc.integer({ min: FIRST_INSTANT, max: LAST_INSTANT }) as fc.Arbitrary<Instant>,
  ),
  note: fc.option(text),
  flag: fc.option(fc.boolean()),
  data: fc.option(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean()))).map(plain),
})

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

function write(rows: readonly Row[]): Uint8Array[] {
  const writer = new BinaryRowWriter()
  const put = <T>(value: T | null, field: (value: T) => void) => (value === null ? writer.null() : field(value))
  for (const { id, small, whole, amount, day, at, note, flag, data } of rows) {
    writer.row(FIELDS)
    put(id, (value) => writer.uuid(value))
    put(small, (value) => writer.int16(value))
    put(whole, (value) => writer.int32(value))
    put(amount, (value) => writer.int64(value))
    put(day, (value) => writer.day(value))
    put(at, (value) => writer.instant(value))
    put(note, (value) => writer.text(value))
    put(flag, (value) => writer.bool(value))
    put(data, (value) => writer.jsonb(value))
  }
  expect(writer.rowCount).toBe(rows.length)
  return writer.finish()
}

function decode(row: BinaryRow): Row {
  const get = <T>(field: number, accessor: (field: number) => T) => (row.isNull(field) ? null : accessor(field))
  return {
    id: get(0, (field) => row.uuid(field)),
    small: get(1, (field) => row.int16(field)),
    whole: get(2, (field) => row.int32(field)),
    amount: get(3, (field) => row.int64(field)),
    day: get(4, (field) => row.day(field)),
    at: get(5, (field) => row.instant(field)),
    note: get(6, (field) => row.text(field)),
    flag: get(7, (field) => row.bool(field)),
    data: get(8, (field) => row.jsonb(field)),
  }
}

function read(chunks: Iterable<Uint8Array>): Row[] {
  const rows: Row[] = []
  const reader = new BinaryRowReader(FIELDS, (row) => rows.push(decode(row)))
  for (const chunk of chunks) reader.push(chunk)
  expect(reader.finish()).toBe(rows.length)
  return rows
}

/** Cuts bytes at the given places, each a fraction of the whole. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const borders = [0, ...places.map((place) => Math.floor(place * bytes.length)).sort((a, b) => a - b), bytes.length]
  return borders.slice(1).map((border, index) => bytes.subarray(borders[index], border))
}

const EXAMPLE: Row = {
  id: '01933f6c-7d2a-7cc0-8b1e-0123456789ab',
  small: -1,
  whole: 2 ** 31 - 1,
  amount: -387n,
  day: 0 as Day,
  at: -1 as Instant,
  note: 'née 🙂',
  flag: true,
  data: { a: [1, null] },
}
const NULLS: Row = {
  ...{ id: null, small: null, whole: null, amount: null },
  ...{ day: null, at: null, note: null, flag: null, data: null },
}

describe('binary copy', () => {
  test('what is written is read, wherever the chunks are cut', () => {
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), cuts, (rows, places) => {
        expect(read(cut(Buffer.concat(write(rows)), places))).toEqual(rows)
      }),
    )
  })

  test('a border at every byte, and a chunk for every byte', () => {
    const rows = [EXAMPLE, NULLS, { ...EXAMPLE, note: 'x'.repeat(60) }]
    const bytes = Buffer.concat(write(rows))
    for (let border = 0; border <= bytes.length; border += 1) {
      expect(read([bytes.subarray(0, border), bytes.subarray(border)])).toEqual(rows)
    }
    expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(rows)
  })

  test('rows larger than a chunk and many chunks', () => {
    const large = { ...EXAMPLE, note: 'é'.repeat(400_000), data: { text: 'y'.repeat(300_000) } }
    const rows = [EXAMPLE, large, ...Array.from({ length: 5_000 }, (_, whole) => ({ ...EXAMPLE, whole })), large]
    const chunks = write(rows)
    expect(chunks.length).toBeGreaterThan(4)
    expect(read(chunks)).toEqual(rows)
    const bytes = Buffer.concat(chunks)
    expect(read(cut(bytes, [0.1, 0.1, 0.35, 0.36, 0.9]))).toEqual(rows)
  })

  test('chunks taken early and the rest make the same copy, and stay as they are', () => {
    const taken: Uint8Array[] = []
    const writer = new BinaryRowWriter()
    for (let n = 0; n < 60_000; n += 1) {
      writer.row(1)
      writer.int32(n)
      if (n % 1_000 === 0) taken.push(...writer.take())
    }
    expect(taken.length).toBeGreaterThan(1)
    const numbers: number[] = []
    const reader = new BinaryRowReader(1, (row) => numbers.push(row.int32(0)))
    for (const chunk of [...taken, ...writer.finish()]) reader.push(chunk)
    expect(reader.finish()).toBe(60_000)
    expect(numbers.every((number, index) => number === index)).toBe(true)
  })

  test('the bytes of a UUID go from a reader to a writer', () => {
    const writer = new BinaryRowWriter()
    const reader = new BinaryRowReader(FIELDS, (row) => {
      writer.row(2)
      writer.uuidBytes(row.bytes, row.offset(0))
      writer.uuidBytes(row.uuidBytes(0))
    })
    for (const chunk of write([EXAMPLE])) reader.push(chunk)
    const second = new BinaryRowReader(2, (row) => expect([row.uuid(0), row.uuid(1)]).toEqual([EXAMPLE.id, EXAMPLE.id]))
    for (const chunk of writer.finish()) second.push(chunk)
    expect(second.finish()).toBe(1)
  })

  const refused: readonly [string, (writer: BinaryRowWriter) => void][] = [
    ['int16 above', (writer) => writer.int16(32_768)],
    ['int16 below', (writer) => writer.int16(-32_769)],
    ['int16 fraction', (writer) => writer.int16(0.5)],
    ['int32 above', (writer) => writer.int32(2 ** 31)],
    ['int32 below', (writer) => writer.int32(-(2 ** 31) - 1)],
    ['int32 NaN', (writer) => writer.int32(Number.NaN)],
    ['int64 above', (writer) => writer.int64(2n ** 63n)],
    ['int64 below', (writer) => writer.int64(-(2n ** 63n) - 1n)],
    ['day outside', (writer) => writer.day((LAST_STORED_DAY + 1) as Day)],
    ['day fraction', (writer) => writer.day(0.5 as Day)],
    ['instant outside', (writer) => writer.instant((FIRST_INSTANT - 1) as Instant)],
    ['instant NaN', (writer) => writer.instant(Number.NaN as Instant)],
    ['uuid short', (writer) => writer.uuid('01933f6c')],
    ['uuid of no hexadecimal', (writer) => writer.uuid('01933f6c-7d2a-7cc0-8b1e-0123456789ag')],
    ['uuid of wide characters', (writer) => writer.uuid('\u013133f6c7-7d2a-7cc0-8b1e-0123456789ab')],
    ['uuid without dashes', (writer) => writer.uuid('01933f6c07d2a07cc008b1e00123456789ab')],
    ['uuid bytes short', (writer) => writer.uuidBytes(new Uint8Array(20), 5)],
    ['text with half a pair', (writer) => writer.text('\ud83d')],
    ['long text with half a pair', (writer) => writer.text(`${'x'.repeat(100)}\udc00`)],
    ['jsonb of a bigint', (writer) => writer.jsonb({ amount: 1n })],
    ['jsonb of undefined', (writer) => writer.jsonb(undefined)],
    ['a field too many', (writer) => [writer.null(), writer.null()]],
    ['a field too few', (writer) => writer.finish()],
    ['a row in a row', (writer) => writer.row(1)],
  ]
  test.each(refused)('the writer refuses: %s', (_, put) => {
    const writer = new BinaryRowWriter()
    writer.row(1)
    expect(() => put(writer)).toThrow()
  })

  test('the writer refuses rows without fields and anything after the end', () => {
    expect(() => new BinaryRowWriter().row(0)).toThrow(RangeError)
    const writer = new BinaryRowWriter()
    writer.finish()
    expect(() => writer.row(1)).toThrow('finished')
    expect(() => writer.finish()).toThrow('finished')
    expect(() => writer.null()).toThrow()
  })

  test('the reader refuses what is no copy, broke off, goes on, or has other rows', () => {
    const bytes = Buffer.concat(write([EXAMPLE]))
    const push = (fields: number, ...chunks: Uint8Array[]) => {
      const reader = new BinaryRowReader(fields, () => {})
      for (const chunk of chunks) reader.push(chunk)
      return reader.finish()
    }
    expect(push(FIELDS, bytes)).toBe(1)
    expect(() => push(FIELDS, Buffer.from('id,small,whole,amount\n'))).toThrow('no binary copy')
    expect(() => push(FIELDS, bytes.subarray(0, -1))).toThrow('broke off')
    expect(() => push(FIELDS)).toThrow('broke off')
    expect(() => push(FIELDS, bytes, Uint8Array.of(0))).toThrow('after its end')
    expect(() => push(FIELDS - 1, bytes)).toThrow('9 fields instead of 8')
  })

  test('an accessor refuses null, another width and a field there is not', () => {
    const check = (example: Row, look: (row: BinaryRow) => void) => () => {
      const reader = new BinaryRowReader(FIELDS, look)
      for (const chunk of write([example])) reader.push(chunk)
    }
    for (const accessor of ['int16', 'int32', 'int64', 'day', 'instant', 'uuid', 'text', 'jsonb', 'bool'] as const) {
      expect(check(NULLS, (row) => row[accessor](1))).toThrow('field 1 is null')
      expect(check(EXAMPLE, (row) => row[accessor](9))).toThrow('field 9 is missing')
    }
    expect(check(EXAMPLE, (row) => row.int32(3))).toThrow('8 bytes long instead of 4')
    expect(check(EXAMPLE, (row) => row.jsonb(6))).toThrow('no jsonb')
  })
})

describeEachDatabase('binary copy', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await database.execute(`create table item (position serial, ${COLUMNS})`)
  })

  const columns = 'id, small, whole, amount, day, at, note, flag, data'

  test('rows go in, are what queries see, and come out', async () => {
    const rows = [EXAMPLE, NULLS, ...fc.sample(row, { numRuns: 2_000, seed: 7 })]
    expect(await database.copyIn(`copy item (${columns}) from stdin (format binary)`, write(rows))).toBe(rows.length)
    const seen = await database.query<Row>(`select ${columns} from item order by position`)
    expect(seen.rows).toEqual(rows)
    const chunks: Uint8Array[] = []
    const copy = `copy (select ${columns} from item order by position) to stdout (format binary)`
    for await (const chunk of database.copyOut(copy)) chunks.push(chunk)
    expect(read(chunks)).toEqual(rows)
  })

  test('a copy of no rows', async () => {
    const chunks: Uint8Array[] = []
    for await (const chunk of database.copyOut('copy (select 1 where false) to stdout (format binary)')) {
      chunks.push(chunk)
    }
    const reader = new BinaryRowReader(1, () => {})
    for (const chunk of chunks) reader.push(chunk)
    expect(reader.finish()).toBe(0)
    expect(await database.copyIn('copy item (whole) from stdin (format binary)', new BinaryRowWriter().finish())).toBe(
      0,
    )
  })

  test('microseconds are cut toward the past, and what has no day or instant is refused', async () => {
    async function first<T>(sql: string, look: (row: BinaryRow) => T): Promise<T[]> {
      const found: T[] = []
      const reader = new BinaryRowReader(1, (row) => found.push(look(row)))
      for await (const chunk of database.copyOut(`copy (select ${sql}) to stdout (format binary)`)) reader.push(chunk)
      return found
    }
    expect(await first(`timestamptz '1969-12-31 23:59:59.999999+00'`, (row) => row.instant(0))).toEqual([-1])
    expect(await first(`timestamptz '1970-01-01 00:00:00.001999+00'`, (row) => row.instant(0))).toEqual([1])
    for (const value of ['infinity', '-infinity', '10000-01-01', '0001-12-31 BC']) {
      await expect(first(`date '${value}'`, (row) => row.day(0))).rejects.toThrow('years 1 to 9999')
      await expect(first(`timestamptz '${value}'`, (row) => row.instant(0))).rejects.toThrow('years 1 to 9999')
    }
  })

  test.each<[string, (writer: BinaryRowWriter) => void]>([
    ['08P01', (writer) => writer.int16(1)],
    ['22P03', (writer) => writer.int64(1n)],
  ])('another width than the column has is refused by the database (%s)', async (code, put) => {
    const writer = new BinaryRowWriter()
    writer.row(1)
    put(writer)
    const copy = database.copyIn('copy item (whole) from stdin (format binary)', writer.finish())
    await expect(copy).rejects.toMatchObject({ code })
  })
})
