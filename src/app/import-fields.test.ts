import { describe, expect, it } from 'vitest'
import * as fields from './import-fields.js'

function read<T>(field: fields.Field<T>, ...cells: string[]): (T | undefined)[] {
  return cells.map((cell) => field.parse(cell))
}

describe('cells', () => {
  it('hold ids in small letters', () => {
    const id = '018f2f60-5c1e-7000-8000-00000000000a'
    expect(read(fields.uuid, id, id.toUpperCase(), `${id} `, id.replaceAll('-', ''), `{${id}}`)).toEqual([
      id,
      id,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('hold one line of text', () => {
    const text = fields.text(5)
    expect(
      read(text, 'abc', 'a b', 'é😀', 'abcdef', ' a', 'a ', '\u00a0a', 'a\nb', 'a\0', 'a\ud800', '\u2028'),
    ).toEqual(['abc', 'a b', 'é😀', ...Array.from({ length: 8 })])
  })

  it('hold whole numbers in a range', () => {
    expect(read(fields.whole(1, 28), '1', '28', '0', '29', '-1', '1.0', '1e1', '１', '0x1')).toEqual([
      1,
      28,
      ...Array.from({ length: 7 }),
    ])
  })

  it('hold prices with at most eight decimals', () => {
    expect(read(fields.price, '4.50', '0', '0.00000001', '10000000', '4.500000000')).toEqual([
      450_000_000n,
      0n,
      1n,
      1_000_000_000_000_000n,
      450_000_000n,
    ])
    expect(read(fields.price, '0.000000001', '-1', '1e3', '1,5', '10000000.01', '.5', '')).toEqual(
      Array.from({ length: 7 }),
    )
  })

  it('hold days, instants, terms and words', () => {
    expect(read(fields.dayOrInstant, '2026-03-01', '2026-03-01T00:30:00+01:00')).toEqual([
      1_772_323_200_000, 1_772_321_400_000,
    ])
    expect(read(fields.dayOrInstant, '2026-02-30', '2026-03-01T00:30:00', '01.03.2026')).toEqual(
      Array.from({ length: 3 }),
    )
    expect(read(fields.term, 'P12M', 'P1M', 'P0M', '1 year')).toEqual(['P1Y', 'P1M', undefined, undefined])
    expect(read(fields.truth, 'true', 'false', 'TRUE', '1')).toEqual([true, false, undefined, undefined])
    expect(read(fields.currency, 'USD', 'usd', 'XXX')).toEqual(['USD', undefined, undefined])
    expect(read(fields.country, 'NL', 'nl', 'NLD')).toEqual(['NL', undefined, undefined])
    expect(read(fields.dayAfterFirst, '1900-01-02', '1900-01-01')).toEqual([-25_566, undefined])
  })
})

describe('a row', () => {
  const row = fields.rowParser({
    id: fields.text(3),
    count: fields.optional(fields.whole(1, 9), 1),
    note: fields.nullable(fields.text(3)),
  })

  it('may lack only optional columns, and has defaults for empty cells', () => {
    expect(row.columns).toEqual({ names: ['id', 'count', 'note'], required: ['id', 'note'] })
    expect(row.parse(['a', '', ''])).toEqual({ ok: true, value: { id: 'a', count: 1, note: null } })
  })

  it('tells everything that is wrong with it', () => {
    expect(row.parse(['', '10', 'abcd'])).toEqual({
      ok: false,
      reason:
        'id: is missing; it must be one line of at most 3 characters without blanks at its ends; ' +
        'count: "10" is not a whole number from 1 to 9; ' +
        'note: "abcd" is not one line of at most 3 characters without blanks at its ends',
    })
  })
})
