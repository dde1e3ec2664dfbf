import type { RawRecord, RecordReader } from './import-csv.js'
import { type Fault, MAXIMUM_LINE } from './import-text.js'

type Json = Readonly<Record<string, unknown>>

/** Reads JSON Lines: one object on each line; empty lines mean nothing. */
export class JsonLinesReader implements RecordReader<Json> {
  #line = 1

  push(text: string): RawRecord<Json>[] {
    const records: RawRecord<Json>[] = []
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf('\n', start)
      const line = text.slice(start, end).trim()
      if (line.length > MAXIMUM_LINE) records.push(faulty(this.#line, 'line-too-long', TOO_LONG))
      else if (line !== '') records.push(parseObject(line, this.#line))
      this.#line += 1
      start = end + 1
    }
    return records
  }

  skip(fault: Fault): RawRecord<Json>[] {
    this.#line += 1
    return [{ line: this.#line - 1, value: undefined, fault }]
  }

  end(): RawRecord<Json>[] {
    return []
  }
}

const TOO_LONG = `the object is longer than ${MAXIMUM_LINE} characters`

/** Reads one JSON array of objects, without ever holding more than one of them. Anything else ends the reading. */
export class JsonArrayReader implements RecordReader<Json> {
  #line = 1
  #place: 'before' | 'between' | 'after' | 'lost' = 'before'
  /** What may come next between objects. */
  #expects: 'object' | 'object-or-end' | 'comma-or-end' = 'object-or-end'
  #object = ''
  #objectLine = 0
  #depth = 0
  #inText = false
  #escaped = false

  push(text: string): RawRecord<Json>[] {
    const records: RawRecord<Json>[] = []
    let from = 0
    for (let at = 0; at < text.length && this.#place !== 'lost'; at += 1) {
      const character = text[at]!
      if (this.#depth === 0) {
        if (character === '{' && this.#place === 'between' && this.#expects !== 'comma-or-end') {
          from = at
          this.#object = ''
          this.#objectLine = this.#line
          this.#depth = 1
        } else this.#outside(character, records)
      } else if (this.#inside(character)) {
        const object = this.#object + text.slice(from, at + 1)
        if (object.length > MAXIMUM_LINE) records.push(faulty(this.#objectLine, 'line-too-long', TOO_LONG))
        else records.push(parseObject(object, this.#objectLine))
        this.#expects = 'comma-or-end'
      }
      if (character === '\n') this.#line += 1
    }
    if (this.#depth > 0) {
      // Of an object that is too long already, one character more than allowed is enough to know.
      this.#object = (this.#object + text.slice(from)).slice(0, MAXIMUM_LINE + 1)
    }
    return records
  }

  skip(fault: Fault): RawRecord<Json>[] {
    if (this.#place === 'lost') return []
    this.#place = 'lost'
    return [{ line: this.#line, value: undefined, fault }]
  }

  end(): RawRecord<Json>[] {
    if (this.#place === 'after' || this.#place === 'lost') return []
    return [faulty(this.#line, 'unreadable', 'the JSON array does not end')]
  }

  /** Moves on inside an object; `true` at its last brace. */
  #inside(character: string): boolean {
    if (this.#inText) {
      if (this.#escaped) this.#escaped = false
      else if (character === '\\') this.#escaped = true
      else if (character === '"') this.#inText = false
    } else if (character === '"') this.#inText = true
    else if (character === '{') this.#depth += 1
    else if (character === '}') {
      this.#depth -= 1
      return this.#depth === 0
    }
    return false
  }

  #outside(character: string, records: RawRecord<Json>[]): void {
    if (character === ' ' || character === '\n' || character === '\r' || character === '\t') return
    if (character === '[' && this.#place === 'before') this.#place = 'between'
    else if (character === ',' && this.#place === 'between' && this.#expects === 'comma-or-end')
      this.#expects = 'object'
    else if (character === ']' && this.#place === 'between' && this.#expects !== 'object') this.#place = 'after'
    else {
      const reason = `${JSON.stringify(character)} is out of place in an array of objects; nothing after it was read`
      records.push(faulty(this.#line, 'unreadable', reason))
      this.#place = 'lost'
    }
  }
}

function parseObject(text: string, line: number): RawRecord<Json> {
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { line, value: value as Json, fault: undefined }
    }
    return faulty(line, 'unreadable', 'the line is no JSON object')
  } catch {
    return faulty(line, 'unreadable', 'this is no valid JSON')
  }
}

function faulty(line: number, code: Fault['code'], reason: string): RawRecord<Json> {
  return { line, value: undefined, fault: { code, reason } }
}
