import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvReader, type RawRecord } from './import-csv.js'
import { MAXIMUM_LINE, readText } from './import-text.js'

type Record = RawRecord<readonly string[]>

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function read(bytes: Uint8Array | string, size = 1_000_000): Promise<Record[]> {
  const reader = new CsvReader()
  const records: Record[] = []
  for await (const piece of readText(chunked(Buffer.from(bytes), size))) {
    records.push(...('text' in piece ? reader.push(piece.text) : reader.skip(piece.fault)))
  }
  return [...records, ...reader.end()]
}

/** `line: fields`, or `line! code`. */
async function seen(bytes: Uint8Array | string, size?: number): Promise<string[]> {
  const records = await read(bytes, size)
  return records.map(({ line, value, fault }) =>
    value === undefined ? `${line}! ${fault!.code}` : `${line}: ${value.join('|')}`,
  )
}

describe('CSV', () => {
  it.each([
    ['a,b\nc,d\n', ['1: a|b', '2: c|d']],
    ['a,b\r\nc,d', ['1: a|b', '2: c|d']],
    ['\uFEFFa,b\n', ['1: a|b']],
    ['\n\r\na\n\n', ['3: a']],
    [',\n', ['1: |']],
    ['"a",b\n', ['1: a|b']],
    ['a,"b"\r\n', ['1: a|b']],
    ['"a, ""b""",c\nd,e\n', ['1: a, "b"|c', '2: d|e']],
    ['"",""\n', ['1: |']],
    ['""""\n', ['1: "']],
    ['"a\nb",c\nd,e\n', ['1: a\nb|c', '3: d|e']],
    ['"a\r\nb",c\r\n', ['1: a\r\nb|c']],
    ['é,"ü"\n', ['1: é|ü']],
    ['', []],
  ])('reads %j', async (text, expected) => {
    expect(await seen(text)).toEqual(expected)
    expect(await seen(text, 1)).toEqual(expected)
  })

  it.each([
    ['a,b"c\nd,e\n', ['1! unreadable', '2: d|e']],
    ['"a"b,c\nd,e\n', ['1! unreadable', '2: d|e']],
    ['"a,b\nc,d\ne,f', ['1! unreadable', '2: c|d', '3: e|f']],
    ['a,b\n"c\n', ['1: a|b', '2! unreadable']],
    ['"\n"x\n"y"\n', ['1! unreadable', '2! unreadable', '3: y']],
  ])('refuses only the bad line of %j', async (text, expected) => {
    expect(await seen(text)).toEqual(expected)
    expect(await seen(text, 1)).toEqual(expected)
  })

  it('refuses a line that is no UTF-8, and only that one', async () => {
    const bytes = Buffer.concat([Buffer.from('a,é\nb,'), Buffer.of(0xe9), Buffer.from('\nc,d\n')])
    expect(await seen(bytes)).toEqual(['1: a|é', '2! not-utf8', '3: c|d'])
    expect(await seen(bytes, 1)).toEqual(['1: a|é', '2! not-utf8', '3: c|d'])
    expect(await seen(Buffer.of(0xff))).toEqual(['1! not-utf8'])
  })

  it('refuses lines beyond 64 KiB without keeping them', async () => {
    const long = 'x'.repeat(MAXIMUM_LINE + 1)
    const endless = `${'y'.repeat(5 * MAXIMUM_LINE)}`
    const expected = ['1: a', '2! line-too-long', '3: b', '4! line-too-long', '5: c', '6! line-too-long']
    expect(await seen(`a\n${long}\nb\n${endless}\nc\n${endless}`, 10_000)).toEqual(expected)
    expect(await seen(`a\n${long}\nb\n${endless}\nc\n${endless}`)).toEqual(expected)
    expect(await seen(`${'x'.repeat(MAXIMUM_LINE)}\n`)).toEqual([`1: ${'x'.repeat(MAXIMUM_LINE)}`])
  })

  it('gives a quoted field up where it does not close within 64 KiB', async () => {
    const lines = `b,c\n`.repeat(MAXIMUM_LINE)
    const records = await seen(`"a\n${lines}`, 50_000)
    expect(records.slice(0, 2)).toEqual(['1! unreadable', '2: b|c'])
    expect(records).toHaveLength(1 + MAXIMUM_LINE)
  })

  it('reads back what was written, however the bytes are cut', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '😀'), maxLength: 6 })
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 8 })
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (written, size) => {
        const text = written.map((row) => `${row.map(quote).join(',')}\n`).join('')
        expect((await read(text, size)).map((record) => record.value)).toEqual(written)
      }),
    )
  })

  it('agrees with csv-parse on what is valid', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\r\n'), maxLength: 24 })
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        let expected: string[][]
        try {
          expected = parse(given, {
            relax_column_count: true,
            record_delimiter: ['\n', '\r\n'],
            skip_empty_lines: true,
          })
        } catch {
          return // how the rest goes on after an error is our own
        }
        expect((await read(given)).map((record) => record.value)).toEqual(expected)
      }),
      { numRuns: 2_000 },
    )
  })
})
