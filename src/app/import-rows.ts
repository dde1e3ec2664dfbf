import { CsvReader, type RawRecord, type RecordReader } from './import-csv.js'
import { JsonArrayReader, JsonLinesReader } from './import-json.js'
import { type Fault, peekFirst, readCharacters, readText } from './import-text.js'

/** A row of a file: its cells in the order of the columns asked for, empty where the file has none; or a fault. */
export interface Row {
  readonly line: number
  readonly cells: readonly string[] | undefined
  readonly fault: Fault | undefined
}

/** The columns a file may have; those not `required` may be missing as a whole. */
export interface Columns {
  readonly names: readonly string[]
  readonly required: readonly string[]
}

/**
 * Reads the rows of a file as they come: CSV with a header row, JSON Lines, or a JSON array of objects, told apart by the
 * first character. A header that is not understood is a fault of line 1, and no rows follow.
 */
export async function* readRows(source: AsyncIterable<Uint8Array>, columns: Columns): AsyncGenerator<readonly Row[]> {
  const peeked = await peekFirst(source)
  const isArray = peeked.first === OPENING_BRACKET
  const reader = isArray ? jsonRows(new JsonArrayReader(), columns) : rowReaderFor(peeked.first, columns)
  for await (const piece of isArray ? readCharacters(peeked.source) : readText(peeked.source)) {
    yield 'text' in piece ? reader.push(piece.text) : reader.skip(piece.fault)
    if (reader.ended) return
  }
  yield reader.end()
}

const OPENING_BRACKET = 91
const OPENING_BRACE = 123

interface RowReader {
  /** Whether nothing after this can be read. */
  readonly ended: boolean
  push(text: string): Row[]
  skip(fault: Fault): Row[]
  end(): Row[]
}

function rowReaderFor(first: number | undefined, columns: Columns): RowReader {
  return first === OPENING_BRACE ? jsonRows(new JsonLinesReader(), columns) : csvRows(columns)
}

function csvRows(columns: Columns): RowReader {
  const reader = new CsvReader()
  let places: readonly number[] | undefined
  let identical = false
  let width = 0
  let ended = false
  const rowsOf = (records: readonly RawRecord<readonly string[]>[]): Row[] => {
    const rows: Row[] = []
    for (const { line, value, fault } of records) {
      if (ended) break
      if (places === undefined) {
        const header = value === undefined ? fault! : readHeader(value, columns)
        if (Array.isArray(header)) {
          places = header
          width = value!.length
          identical = places.length === width && places.every((place, index) => place === index)
        } else {
          ended = true
          rows.push({ line, cells: undefined, fault: header as Fault })
        }
      } else if (value === undefined) rows.push({ line, cells: undefined, fault })
      else if (value.length !== width) rows.push({ line, cells: undefined, fault: wrongWidth(value.length, width) })
      else {
        const cells = identical ? value : places.map((place) => (place < 0 ? '' : value[place]!))
        rows.push({ line, cells, fault: undefined })
      }
    }
    return rows
  }
  return {
    get ended() {
      return ended
    },
    push: (text) => rowsOf(reader.push(text)),
    skip: (fault) => rowsOf(reader.skip(fault)),
    end: () => {
      const rows = rowsOf(reader.end())
      if (places !== undefined || ended) return rows
      return [
        { line: 1, cells: undefined, fault: { code: 'unreadable', reason: 'the file is empty: it has no header' } },
      ]
    },
  }
}

function wrongWidth(found: number, expected: number): Fault {
  return { code: 'unreadable', reason: `the row has ${found} fields, the header has ${expected}` }
}

/** Where each column stands in the file, -1 for none. */
function readHeader(header: readonly string[], columns: Columns): readonly number[] | Fault {
  const names = header.map((name) => name.trim())
  const unknown = names.find((name) => !columns.names.includes(name))
  if (unknown !== undefined) return unknownColumn(unknown, columns)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return { code: 'unknown-column', reason: `the column ${twice} stands in the header twice` }
  const missing = columns.required.filter((name) => !names.includes(name))
  if (missing.length > 0) {
    return { code: 'missing-column', reason: `the header lacks ${missing.join(', ')}` }
  }
  return columns.names.map((name) => names.indexOf(name))
}

function unknownColumn(name: string, columns: Columns): Fault {
  const shown = name.length > 60 ? `${name.slice(0, 57)}...` : name
  return {
    code: 'unknown-column',
    reason: `there is no column ${JSON.stringify(shown)}; known are ${columns.names.join(', ')}`,
  }
}

function jsonRows(reader: RecordReader<Readonly<Record<string, unknown>>>, columns: Columns): RowReader {
  const known = new Set(columns.names)
  const rowsOf = (records: readonly RawRecord<Readonly<Record<string, unknown>>>[]): Row[] =>
    records.map(({ line, value, fault }) => {
      if (value === undefined) return { line, cells: undefined, fault }
      const cells = cellsOf(value, columns, known)
      return Array.isArray(cells)
        ? { line, cells, fault: undefined }
        : { line, cells: undefined, fault: cells as Fault }
    })
  return {
    ended: false,
    push: (text) => rowsOf(reader.push(text)),
    skip: (fault) => rowsOf(reader.skip(fault)),
    end: () => rowsOf(reader.end()),
  }
}

function cellsOf(
  object: Readonly<Record<string, unknown>>,
  columns: Columns,
  known: ReadonlySet<string>,
): readonly string[] | Fault {
  for (const name of Object.keys(object)) if (!known.has(name)) return unknownColumn(name, columns)
  const cells: string[] = []
  for (const name of columns.names) {
    const cell = Object.hasOwn(object, name) ? cellOf(object[name]) : ''
    if (cell === undefined) {
      return { code: 'unreadable', reason: `${name} must be a text, a whole number, true, false or null` }
    }
    cells.push(cell)
  }
  return cells
}

/** The text a CSV cell would hold. A number with a point is refused, because JSON has made a float of it. */
function cellOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value
    case 'boolean':
      return String(value)
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : undefined
    default:
      return value === null ? '' : undefined
  }
}
