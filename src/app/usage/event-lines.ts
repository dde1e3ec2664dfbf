import { isAscii, isUtf8 } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import { accept, type Outcome, type Refusal, refuse } from '../../core/refusal.js'
import { CsvReader } from '../import-csv.js'
import { MAXIMUM_LINE } from '../import-text.js'
import { plainLineReader } from './plain-lines.js'
import { readUsageCells, USAGE_EVENT_NAMES, type UsageEventName, type UsageEventWish } from './usage-event.js'

/** Lines that are appended together, as far as they could be read. */
export interface EventChunk {
  readonly events: readonly UsageEventWish[]
  /** The line of each event, from 1. */
  readonly lines: readonly number[]
  readonly refused: readonly RefusedLine[]
  /** Bytes of the content up to the end of these lines. */
  readonly position: number
}

/** A line no event could be made of. */
export interface RefusedLine {
  readonly line: number
  readonly refusal: Refusal
}

/** Reads a line into an event. */
export type LineReader = (line: string) => Outcome<UsageEventWish>

const CHUNK_BYTES = 6 * 1_048_576
const LINE_FEED = 10
const QUOTE = '"'

/**
 * Cuts content into chunks of whole lines, one event each, and reads them; empty lines mean nothing. What stands before
 * byte `from`, the position of an earlier chunk, is skipped. Holds no more than a chunk and a block of `source`.
 * @param readerOf makes the reader; with the first line where that is a header
 */
export async function* readEventLines(
  source: AsyncIterable<Uint8Array>,
  form: 'csv' | 'ndjson',
  from = 0,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<Outcome<EventChunk>> {
  const cutter = new LineCutter(chunkBytes)
  let reader: LineReader | undefined = form === 'ndjson' ? plainLineReader() : undefined
  let line = 1
  for await (const { bytes, end, tooLong } of cutter.cut(source)) {
    let text = line === 1 ? withoutMark(bytes) : bytes
    let first = line
    line += tooLong ? 1 : countLines(bytes)
    if (reader === undefined) {
      const header = tooLong ? refuse('malformed', { what: 'the header', problem: 'it is too long' }) : csvReader(bytes)
      if (!header.ok) return yield header
      reader = header.value
      text = bytes.subarray(bytes.indexOf(LINE_FEED) + 1)
      first += 1
    }
    if (end <= from) continue
    if (tooLong) yield accept({ events: [], lines: [], refused: [unreadable(first, TOO_LONG)], position: end })
    else yield accept({ ...(await readLines(text, first, reader)), position: end })
  }
}

const TOO_LONG = `the line is longer than ${MAXIMUM_LINE} bytes`

function unreadable(line: number, problem: string): RefusedLine {
  return { line, refusal: refuse('usage-event-malformed', { event: '(none)', problem }).refusal }
}

interface Piece {
  /** Whole lines, each with its line feed; of a line that is too long, nothing. */
  readonly bytes: Buffer
  readonly end: number
  readonly tooLong: boolean
}

/** Cuts blocks at line feeds into pieces of about the same size. */
class LineCutter {
  readonly #size: number
  #blocks: Buffer[] = []
  #held = 0
  #position = 0
  #skipping = false

  constructor(size: number) {
    this.#size = size
  }

  async *cut(source: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
    for await (const block of source) {
      this.#add(block)
      if (this.#held >= this.#size) yield* this.#take(false)
    }
    this.#add(Buffer.of(LINE_FEED)) // the last line may lack it; an empty one means nothing
    yield* this.#take(true)
  }

  #add(block: Uint8Array): void {
    this.#blocks.push(Buffer.from(block.buffer, block.byteOffset, block.length))
    this.#held += block.length
  }

  *#take(last: boolean): Generator<Piece> {
    let all = this.#blocks.length === 1 ? this.#blocks[0]! : Buffer.concat(this.#blocks)
    if (this.#skipping) {
      const end = all.indexOf(LINE_FEED) + 1
      if (end > 0) {
        this.#skipping = false
        yield this.#piece(end - (last && end === all.length ? 1 : 0), Buffer.alloc(0), true)
        all = all.subarray(end)
      }
    }
    const end = this.#skipping ? 0 : all.lastIndexOf(LINE_FEED) + 1
    // The line feed added at the end of the content is none of its bytes.
    if (end > 0) yield this.#piece(end - (last ? 1 : 0), all.subarray(0, end), false)
    let rest = all.subarray(end)
    if (rest.length > Math.max(MAXIMUM_LINE, this.#size)) {
      this.#skipping = true
    }
    if (this.#skipping) {
      this.#position += rest.length
      rest = Buffer.alloc(0)
    }
    this.#blocks = rest.length === 0 ? [] : [rest]
    this.#held = rest.length
  }

  #piece(length: number, bytes: Buffer, tooLong: boolean): Piece {
    this.#position += length
    return { bytes, end: this.#position, tooLong }
  }
}

function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1
  return count
}

/** Lines that are read in one go, before others have their turn: who waits for an answer of the database is soon heard. */
const LINES_IN_A_ROW = 500

async function readLines(bytes: Buffer, first: number, reader: LineReader): Promise<Omit<EventChunk, 'position'>> {
  const events: UsageEventWish[] = []
  const lines: number[] = []
  const refused: RefusedLine[] = []
  const text = isAscii(bytes) ? bytes.toString('latin1') : isUtf8(bytes) ? bytes.toString('utf8') : undefined
  const all = text === undefined ? linesOfBytes(bytes) : text.split('\n')
  for (let index = 0; index < all.length; index += 1) {
    if (index % LINES_IN_A_ROW === LINES_IN_A_ROW - 1) await setImmediate()
    const line = all[index]
    if (line === undefined) {
      refused.push(unreadable(first + index, 'the line is not UTF-8: save the file in that encoding'))
      continue
    }
    if (line === '' || line === '\r') continue
    if (line.length > MAXIMUM_LINE) {
      refused.push(unreadable(first + index, TOO_LONG))
      continue
    }
    const event = reader(line)
    if (event.ok) {
      events.push(event.value)
      lines.push(first + index)
    } else refused.push({ line: first + index, refusal: event.refusal })
  }
  return { events, lines, refused }
}

/** The start of a file without its byte order mark. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

/** Lines one by one, where some of them are no UTF-8: `undefined` for those. */
function linesOfBytes(bytes: Buffer): (string | undefined)[] {
  const lines: (string | undefined)[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start)
    const line = bytes.subarray(start, end)
    lines.push(isUtf8(line) ? line.toString('utf8') : undefined)
    start = end + 1
  }
  return lines
}

/** Reads lines of CSV by the header. A record is one line: without line breaks in its fields, a file can be cut anywhere. */
function csvReader(bytes: Buffer): Outcome<LineReader> {
  const first = bytes
    .subarray(0, bytes.indexOf(LINE_FEED))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  const columns = cellsOf(first)
  const wrong = columns?.find((name) => !(USAGE_EVENT_NAMES as readonly string[]).includes(name))
  const known = USAGE_EVENT_NAMES.join(', ')
  const header = (problem: string) => refuse('malformed', { what: 'the header of the file', problem })
  if (columns === undefined) return header('it is no CSV')
  if (wrong !== undefined) return header(`there is no column ${wrong.slice(0, 100)}; the columns are ${known}`)
  if (!columns.includes('id')) return header('the column id is missing')
  if (new Set(columns).size < columns.length) return header('a column is there twice')
  const names = columns as readonly UsageEventName[]
  return accept((line: string) => {
    const cells = cellsOf(line)
    if (cells !== undefined) return readUsageCells(names, cells)
    return refuse('usage-event-malformed', { event: '(none)', problem: 'the quotes of the line do not match' })
  })
}

/** The fields of a line; `undefined` where its quotes do not match. */
function cellsOf(line: string): readonly string[] | undefined {
  const bare = line.endsWith('\r') ? line.slice(0, -1) : line
  if (!bare.includes(QUOTE)) return bare.split(',')
  const reader = new CsvReader()
  const records = [...reader.push(`${bare}\n`), ...reader.end()]
  return records.length === 1 ? records[0]!.value : undefined
}
