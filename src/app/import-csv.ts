import { type Fault, MAXIMUM_LINE } from './import-text.js'

/** One record of a file: its fields, or why it has none. `line` is the one it begins on, from 1. */
export interface RawRecord<T> {
  readonly line: number
  readonly value: T | undefined
  readonly fault: Fault | undefined
}

/** What cuts text into records; `push` takes whole lines. */
export interface RecordReader<T> {
  push(text: string): RawRecord<T>[]
  /** A line that could not be read as text. */
  skip(fault: Fault): RawRecord<T>[]
  /** What is left at the end of the file. */
  end(): RawRecord<T>[]
}

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const QUOTE = 34
const COMMA = 44
const UNCLOSED = 'a quoted field has no closing quote'

/**
 * Reads CSV as RFC 4180 writes it: fields separated by commas, quoted where they hold a comma, a quote (doubled) or a
 * line break; lines end with LF or CRLF; empty lines mean nothing. A record that breaks the rules spoils its own line
 * only. Most lines have no quote, and those are split by the engine: a million lines a second.
 */
export class CsvReader implements RecordReader<readonly string[]> {
  /** Number of the next line. */
  #line = 1
  /** Lines from the start of a quoted record whose end is still to come. */
  #pending = ''
  #records: RawRecord<readonly string[]>[] = []

  push(text: string): RawRecord<readonly string[]>[] {
    const all = this.#pending === '' ? text : this.#pending + text
    this.#pending = ''
    this.#scan(all, false)
    return this.#take()
  }

  skip(fault: Fault): RawRecord<readonly string[]>[] {
    this.#flush()
    this.#records.push({ line: this.#line, value: undefined, fault })
    this.#line += 1
    return this.#take()
  }

  end(): RawRecord<readonly string[]>[] {
    this.#flush()
    return this.#take()
  }

  #flush(): void {
    const all = this.#pending
    this.#pending = ''
    this.#scan(all, true)
  }

  #take(): RawRecord<readonly string[]>[] {
    const records = this.#records
    this.#records = []
    return records
  }

  /** @param last whether no more lines can come that would close a quoted field */
  #scan(text: string, last: boolean): void {
    let quote = -1
    for (let start = 0; start < text.length; ) {
      const lineFeed = text.indexOf('\n', start)
      if (quote < start) {
        quote = text.indexOf('"', start)
        if (quote < 0) quote = text.length
      }
      if (quote > lineFeed) {
        this.#plain(text, start, lineFeed)
        start = lineFeed + 1
        continue
      }
      const record = parseQuoted(text, start)
      if (record === undefined && !last && text.length - start <= MAXIMUM_LINE) {
        this.#pending = text.slice(start)
        return
      }
      start = this.#quoted(text, start, lineFeed, record ?? UNCLOSED)
    }
  }

  #plain(text: string, start: number, lineFeed: number): void {
    const end = text.charCodeAt(lineFeed - 1) === CARRIAGE_RETURN && lineFeed > start ? lineFeed - 1 : lineFeed
    const line = this.#line
    this.#line += 1
    if (end === start) return
    if (end - start > MAXIMUM_LINE)
      this.#fault(line, 'line-too-long', `the line is longer than ${MAXIMUM_LINE} characters`)
    else this.#records.push({ line, value: text.slice(start, end).split(','), fault: undefined })
  }

  /** Takes a quoted record, or refuses its first line; gives where the next record starts. */
  #quoted(text: string, start: number, lineFeed: number, record: QuotedRecord | string): number {
    const line = this.#line
    if (typeof record === 'string') {
      this.#fault(line, 'unreadable', record)
      this.#line += 1
      return lineFeed + 1
    }
    if (record.end - start > MAXIMUM_LINE) {
      this.#fault(line, 'line-too-long', `the record is longer than ${MAXIMUM_LINE} characters`)
    } else this.#records.push({ line, value: record.fields, fault: undefined })
    for (let at = start; at < record.end; at = text.indexOf('\n', at) + 1) this.#line += 1
    return record.end
  }

  #fault(line: number, code: Fault['code'], reason: string): void {
    this.#records.push({ line, value: undefined, fault: { code, reason } })
  }
}

interface QuotedRecord {
  readonly fields: string[]
  /** Where the next record starts. */
  readonly end: number
}

/** The record at `start`; a text that says what is wrong with it; `undefined` where it is not closed in `text`. */
function parseQuoted(text: string, start: number): QuotedRecord | string | undefined {
  const fields: string[] = []
  let at = start
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      let close = text.indexOf('"', at + 1)
      let doubled = false
      while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
        doubled = true
        close = text.indexOf('"', close + 2)
      }
      if (close < 0) return undefined
      const field = text.slice(at + 1, close)
      fields.push(doubled ? field.replaceAll('""', '"') : field)
      at = close + 1
    } else {
      const from = at
      while (!isDelimiter(text.charCodeAt(at))) {
        if (text.charCodeAt(at) === QUOTE) return 'a quote stands inside a field that is not quoted'
        at += 1
      }
      const end = isLineEnd(text, at) && text.charCodeAt(at - 1) === CARRIAGE_RETURN && at > from ? at - 1 : at
      fields.push(text.slice(from, end))
    }
    if (text.charCodeAt(at) === CARRIAGE_RETURN && isLineEnd(text, at + 1)) at += 1
    if (isLineEnd(text, at)) return { fields, end: at + 1 }
    if (text.charCodeAt(at) !== COMMA) return 'something follows the closing quote of a field'
    at += 1
  }
}

function isDelimiter(code: number): boolean {
  return code === COMMA || code === LINE_FEED
}

function isLineEnd(text: string, at: number): boolean {
  return text.charCodeAt(at) === LINE_FEED
}
