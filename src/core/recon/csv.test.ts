import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, csvRecord, LINE_END } from './csv.js'

describe('csvCell', () => {
  it.each([
    ['', ''],
    ['Contoso', 'Contoso'],
    ['two words ', 'two words '],
    ["O'Neil", "O'Neil"],
    ['Zoë 東京 🚀', 'Zoë 東京 🚀'],
    ['Bakery, Inc', '"Bakery, Inc"'],
    ['say "hi"', '"say ""hi"""'],
    ['"', '""""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['a\rb', '"a\rb"'],
    ['a\tb', 'a\tb'],
  ])('writes %j as %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell)
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['=', "'="],
    ['=HYPERLINK("http://x.example","a, b")', '"\'=HYPERLINK(""http://x.example"",""a, b"")"'],
    ['@SUM(1)', "'@SUM(1)"],
    ['+49 30 1234', "'+49 30 1234"],
    ['-1+2', "'-1+2"],
    ['-', "'-"],
    ['--1', "'--1"],
    ['-1.', "'-1."],
    ['-.5', "'-.5"],
    ['-1e5', "'-1e5"],
    ['-1,5', '"\'-1,5"'],
    ['-1\n', '"\'-1\n"'],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['\r', '"\'\r"'],
  ])('makes %j harmless as %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell)
  })

  it.each(['-3.87', '-4', '+5', '0', '12.345', '-1', 'a=b', "'=1", ' =1'])('leaves %j alone', (text) => {
    expect(csvCell(text)).toBe(text)
  })

  it('never starts a formula', () => {
    const start = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '')
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary' }), (first, rest) => {
        const shown = csvCell(first + rest).replace(/^"/, '')
        expect(/^[=@\t\r]/.test(shown) || (/^[+-]/.test(shown) && !/^[+-]\d+(\.\d+)?$/.test(first + rest))).toBe(false)
      }),
    )
  })
})

describe('csvRecord', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('"', ',', '\r', '\n', '\t', '=', '-', '1', '.', "'", ' ', 'é', '\u2028', '\u0000'), {
        maxLength: 8,
      })
      .map((parts) => parts.join('')),
  )
  const records = fc
    .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 5 }))
    .chain(([width, height]) =>
      fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
    )

  it('survives a strict reader: any text comes back, with an apostrophe before what would be a formula', () => {
    fc.assert(
      fc.property(records, (table) => {
        const file = table.map((record) => csvRecord(record) + LINE_END).join('')
        const read: string[][] = parse(Buffer.from(file, 'utf8'), {
          relax_column_count: false,
          record_delimiter: LINE_END,
        })
        const expected = table.map((record) =>
          record.map((cell) => {
            const wellFormed = Buffer.from(cell, 'utf8').toString('utf8')
            const number = /^[+-]?\d+(\.\d+)?$/.test(cell)
            return /^[=+\-@\t\r]/.test(cell) && !number ? `'${wellFormed}` : wellFormed
          }),
        )
        expect(read).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })
})
