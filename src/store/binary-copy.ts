import { type Day, dayOf, type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import { jsonParameter, storedDay, storedInstant } from './codecs.js'
import { numericGroups, setNumeric } from './numeric-groups.js'
import { setUuid } from './uuid-bytes.js'

// The format: PostgreSQL's documentation of COPY, "Binary Format". A row is the number of its fields (int16), then each
// field's length (int32, -1 for null) and its bytes; all numbers are big-endian. Dates and times count from 2000-01-01.
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const EPOCH_DAY = dayOf(2000, 1, 1)
const EPOCH_INSTANT = EPOCH_DAY * MILLISECONDS_PER_DAY
const TWO_TO_32 = 4_294_967_296
// Chunks grow: many copies are of a few rows, and what they would allocate in vain makes the collector work.
const FIRST_CHUNK_SIZE = 4_096
const LARGEST_CHUNK_SIZE = 262_144
const GROWTH = 4
// Up to this length, writing ASCII byte by byte is faster than a call into native code.
const SHORT_TEXT = 48
const FINISHED = -1

/**
 * Writes rows in the binary format of COPY: `row(n)`, then exactly n fields in the order of the columns, each with the
 * method of the column's type (PostgreSQL refuses other widths). What does not fit the type throws; after a throw the
 * writer is of no use. Drain `take()` every so often, feed it to `copyIn`, and end with `finish()`.
 */
export class BinaryRowWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_CHUNK_SIZE)
  #view = viewOf(this.#bytes)
  #position = HEADER.copy(this.#bytes)
  #filled: Uint8Array[] = []
  #fieldsLeft = 0
  #rowCount = 0

  /** Rows begun so far. */
  get rowCount(): number {
    return this.#rowCount
  }

  /** Begins a row of `fieldCount` fields (1 to 1,600). Throws where the row before lacks fields. */
  row(fieldCount: number): void {
    this.#expectWholeRow()
    if (!(fieldCount >= 1 && fieldCount <= 1_600)) throw new RangeError(`a row cannot have ${fieldCount} fields`)
    this.#reserve(2)
    this.#view.setInt16(this.#position, fieldCount)
    this.#position += 2
    this.#fieldsLeft = fieldCount
    this.#rowCount += 1
  }

  null(): void {
    this.#field(-1)
  }

  bool(value: boolean): void {
    const at = this.#field(1) // before touching the bytes: it may begin a new chunk
    this.#bytes[at] = value ? 1 : 0
  }

  int16(value: number): void {
    if ((value << 16) >> 16 !== value) throw new RangeError(`${value} is no int16`)
    const at = this.#field(2)
    this.#view.setInt16(at, value)
  }

  int32(value: number): void {
    if ((value | 0) !== value) throw new RangeError(`${value} is no int32`)
    const at = this.#field(4)
    this.#view.setInt32(at, value)
  }

  int64(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} is no int64`)
    const at = this.#field(8)
    this.#view.setBigInt64(at, value)
  }

  /** A `date`; throws outside the years 1 to 9999. */
  day(value: Day): void {
    const days = storedDay(value) - EPOCH_DAY
    const at = this.#field(4)
    this.#view.setInt32(at, days)
  }

  /** A `timestamptz`; throws outside the years 1 to 9999. */
  instant(value: Instant): void {
    // Microseconds exceed 2^53: split the milliseconds at 2^32 and multiply the halves, each exact.
    const milliseconds = storedInstant(value) - EPOCH_INSTANT
    const high = Math.floor(milliseconds / TWO_TO_32)
    const low = (milliseconds - high * TWO_TO_32) * 1_000
    const carry = Math.floor(low / TWO_TO_32)
    const at = this.#field(8)
    this.#view.setInt32(at, high * 1_000 + carry)
    this.#view.setUint32(at + 4, low - carry * TWO_TO_32)
  }

  /** A `numeric` from a decimal in plain notation (`-12.50`); anything else throws. */
  numeric(text: string): void {
    const value = numericGroups(text)
    const at = this.#field(8 + 2 * value.groups.length)
    setNumeric(this.#view, at, value)
  }

  /** A `uuid` from its text: 32 hexadecimal digits in groups of 8-4-4-4-12; anything else throws. */
  uuid(text: string): void {
    const at = this.#field(16)
    if (!setUuid(this.#bytes, at, text)) throw new RangeError(`${text} is no UUID`)
  }

  /** A `uuid` from 16 bytes of `source` at `offset`, such as `row.bytes` at `row.offset(field)` of a reader. */
  uuidBytes(source: Uint8Array, offset = 0): void {
    if (!(offset >= 0 && offset + 16 <= source.length)) throw new RangeError('a UUID takes 16 bytes')
    const at = this.#field(16)
    const bytes = this.#bytes
    for (let index = 0; index < 16; index += 1) bytes[at + index] = source[offset + index]!
  }

  /** A text type. Throws for a surrogate without its other half, which UTF-8 cannot write. */
  text(value: string): void {
    this.#text(value, false)
  }

  /** A `jsonb` of any value JSON can write; throws for others. */
  jsonb(value: unknown): void {
    this.#text(jsonParameter(value), true)
  }

  /** A `jsonb` from JSON text made before; PostgreSQL refuses what is none. */
  jsonbText(json: string): void {
    this.#text(json, true)
  }

  /** The chunks filled since the last call, oldest first. They are the caller's: the writer never touches them again. */
  take(): Uint8Array[] {
    const filled = this.#filled
    this.#filled = []
    return filled
  }

  /** Ends the copy and gives the last chunks. Throws where the last row lacks fields. */
  finish(): Uint8Array[] {
    this.#expectWholeRow()
    this.#reserve(2)
    this.#view.setInt16(this.#position, -1)
    this.#filled.push(this.#bytes.subarray(0, this.#position + 2))
    this.#fieldsLeft = FINISHED
    return this.take()
  }

  #text(value: string, json: boolean): void {
    const prefix = json ? 1 : 0 // jsonb begins with the version of its format, 1
    const length = value.length
    if (length <= SHORT_TEXT) {
      const at = this.#field(prefix + length)
      const bytes = this.#bytes
      if (json) bytes[at] = 1
      let index = 0
      for (; index < length; index += 1) {
        const code = value.charCodeAt(index)
        if (code > 127) break
        bytes[at + prefix + index] = code
      }
      if (index === length) return
      this.#position = at - 4 // not ASCII: take the field back and write it the long way
      this.#fieldsLeft += 1
    }
    if (/\p{Surrogate}/u.test(value)) throw new RangeError('text has a surrogate without its other half')
    const size = Buffer.byteLength(value)
    const at = this.#field(prefix + size)
    if (json) this.#bytes[at] = 1
    this.#bytes.write(value, at + prefix, size, 'utf8')
  }

  #expectWholeRow(): void {
    if (this.#fieldsLeft === FINISHED) throw new Error('this copy is finished')
    if (this.#fieldsLeft !== 0) throw new Error(`the last row lacks ${this.#fieldsLeft} fields`)
  }

  /** Begins a field (-1 for null) and reserves its bytes; gives where they go. */
  #field(length: number): number {
    if (this.#fieldsLeft <= 0) throw new Error('this row has all its fields')
    this.#fieldsLeft -= 1
    const size = length < 0 ? 0 : length
    this.#reserve(4 + size)
    this.#view.setInt32(this.#position, length)
    const at = this.#position + 4
    this.#position = at + size
    return at
  }

  #reserve(size: number): void {
    if (this.#position + size <= this.#bytes.length) return
    if (this.#position > 0) this.#filled.push(this.#bytes.subarray(0, this.#position))
    const grown = Math.min(LARGEST_CHUNK_SIZE, this.#bytes.length * GROWTH)
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(size, grown))
    this.#view = viewOf(this.#bytes)
    this.#position = 0
  }
}

/** A row under a reader's hands, valid only during the callback. Fields count from 0. */
export type BinaryRow = Omit<BinaryRowReader, 'push' | 'finish'>

/**
 * Reads the binary format of COPY from chunks cut anywhere and calls `onRow` for each row of `fieldCount` fields. Throws
 * where the stream is no binary COPY, has rows of another width, or goes on after its end. An accessor throws where the
 * field is null or has another width than its type (ask `isNull` first).
 */
export class BinaryRowReader {
  readonly #onRow: (row: BinaryRow) => void
  readonly #offsets: Int32Array
  readonly #lengths: Int32Array
  #bytes: Buffer = Buffer.alloc(0)
  #view = viewOf(this.#bytes)
  // The start of a row (or of the header) whose end is in a chunk to come.
  #carry: Buffer = Buffer.alloc(4_096)
  #carried = 0
  #state: 'header' | 'rows' | 'ended' = 'header'
  #rowCount = 0

  constructor(fieldCount: number, onRow: (row: BinaryRow) => void) {
    this.#onRow = onRow
    this.#offsets = new Int32Array(fieldCount)
    this.#lengths = new Int32Array(fieldCount)
  }

  /** Takes the next bytes; the rows they complete are handed over before it returns. */
  push(chunk: Uint8Array): void {
    let position = this.#carried > 0 ? this.#completeCarried(chunk) : 0
    this.#lookAt(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length))
    while (position < chunk.length) {
      const end = this.#scan(position, chunk.length)
      if (end < 0) this.#carryOver(chunk, position, chunk.length)
      position = end < 0 ? chunk.length : end
    }
  }

  /** Says that all was pushed; gives the number of rows. Throws where the stream broke off before its end. */
  finish(): number {
    if (this.#state !== 'ended') throw new Error('the binary copy broke off before its end')
    return this.#rowCount
  }

  /** Fills up the row carried over from chunks before; gives how much of `chunk` that took. */
  #completeCarried(chunk: Uint8Array): number {
    let position = 0
    for (;;) {
      this.#lookAt(this.#carry)
      const end = this.#scan(0, this.#carried)
      if (end >= 0) {
        this.#carried = 0
        return position
      }
      // The row needs at least -end more bytes: never take more, so that the carry ends where the row does.
      const until = Math.min(position - end, chunk.length)
      if (until === position) return position
      this.#carryOver(chunk, position, until)
      position = until
    }
  }

  #carryOver(chunk: Uint8Array, from: number, to: number): void {
    const size = this.#carried + to - from
    if (size > this.#carry.length) {
      const larger = Buffer.alloc(size * 2)
      this.#carry.copy(larger, 0, 0, this.#carried)
      this.#carry = larger
    }
    this.#carry.set(chunk.subarray(from, to), this.#carried)
    this.#carried = size
  }

  #lookAt(bytes: Buffer): void {
    this.#bytes = bytes
    this.#view = viewOf(bytes)
  }

  /** Reads a row at `start` and hands it over; gives its end, or minus the bytes that are missing at least. */
  #scan(start: number, end: number): number {
    if (this.#state !== 'rows') return this.#scanHeader(start, end)
    let position = start + 2
    if (position > end) return end - position
    const view = this.#view
    const count = view.getInt16(start)
    if (count === -1) {
      this.#state = 'ended'
      return position
    }
    if (count !== this.#offsets.length) throw new Error(`a row has ${count} fields instead of ${this.#offsets.length}`)
    for (let field = 0; field < count; field += 1) {
      if (position + 4 > end) return end - position - 4
      const length = view.getInt32(position)
      position += 4
      this.#offsets[field] = position
      this.#lengths[field] = length
      if (length > 0) position += length
      if (position > end) return end - position
    }
    this.#rowCount += 1
    this.#onRow(this)
    return position
  }

  #scanHeader(start: number, end: number): number {
    if (this.#state === 'ended') throw new Error('the binary copy goes on after its end')
    if (start + HEADER.length > end) return end - start - HEADER.length
    if (HEADER.compare(this.#bytes, start, start + 15, 0, 15) !== 0) throw new Error('this is no binary copy')
    const position = start + HEADER.length + this.#view.getInt32(start + 15)
    if (position > end) return end - position
    this.#state = 'rows'
    return position
  }

  /** The bytes the row lies in; with `offset`, to read or copy a field without making a view of it. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** Where a field that is not null starts in `bytes`. */
  offset(field: number): number {
    return this.#offsets[field]!
  }

  isNull(field: number): boolean {
    return this.#lengths[field]! < 0
  }

  bool(field: number): boolean {
    return this.#bytes[this.#at(field, 1)] !== 0
  }

  int16(field: number): number {
    return this.#view.getInt16(this.#at(field, 2))
  }

  int32(field: number): number {
    return this.#view.getInt32(this.#at(field, 4))
  }

  int64(field: number): bigint {
    return this.#view.getBigInt64(this.#at(field, 8))
  }

  /** A `date`; throws outside the years 1 to 9999 (the infinities too). */
  day(field: number): Day {
    return storedDay(this.#view.getInt32(this.#at(field, 4)) + EPOCH_DAY)
  }

  /** A `timestamptz`, microseconds cut toward the past; throws outside the years 1 to 9999 (the infinities too). */
  instant(field: number): Instant {
    const at = this.#at(field, 8)
    const high = this.#view.getInt32(at)
    const quotient = Math.floor(high / 1_000)
    const rest = (high - quotient * 1_000) * TWO_TO_32 + this.#view.getUint32(at + 4)
    return storedInstant(quotient * TWO_TO_32 + Math.floor(rest / 1_000) + EPOCH_INSTANT)
  }

  uuid(field: number): string {
    const at = this.#at(field, 16)
    const hex = this.#bytes.toString('hex', at, at + 16)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }

  text(field: number): string {
    return this.#slice(field, 0)
  }

  jsonb(field: number): unknown {
    return JSON.parse(this.jsonbText(field))
  }

  /** The JSON text of a `jsonb`. */
  jsonbText(field: number): string {
    return this.#slice(field, 1)
  }

  /** The 16 bytes of a `uuid`: a view, overwritten later; copy it to keep it. */
  uuidBytes(field: number): Uint8Array {
    const at = this.#at(field, 16)
    return this.#bytes.subarray(at, at + 16)
  }

  #slice(field: number, prefix: number): string {
    const length = this.#lengths[field]!
    const at = this.#at(field, length)
    if (prefix === 1 && this.#bytes[at] !== 1) throw new Error(`field ${field} is no jsonb`)
    return this.#bytes.toString('utf8', at + prefix, at + length)
  }

  /** Where a field of `width` bytes starts. */
  #at(field: number, width: number): number {
    const length = this.#lengths[field]
    if (length === width && width >= 0) return this.#offsets[field]!
    const found = length === undefined ? 'missing' : length < 0 ? 'null' : `${length} bytes long instead of ${width}`
    throw new Error(`field ${field} is ${found}`)
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
