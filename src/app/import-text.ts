import { isAscii, isUtf8 } from 'node:buffer'

/** Longest line, and longest record, in bytes and in characters. */
export const MAXIMUM_LINE = 65_536

/** Something no row could be made of. */
export interface Fault {
  readonly code: 'not-utf8' | 'line-too-long' | 'unreadable' | 'unknown-column' | 'missing-column'
  readonly reason: string
}

/** Whole lines as text, each with its line feed; or one line that cannot be read. */
export type TextPiece = { readonly text: string } | { readonly fault: Fault }

const LINE_FEED = 10

/**
 * Cuts a stream of bytes into pieces of whole lines and decodes them: UTF-8, with or without a byte order mark. A line
 * that is too long or no UTF-8 becomes a fault of its own; the others go on. Never holds more than a block and a line.
 */
export async function* readText(source: AsyncIterable<Uint8Array>): AsyncGenerator<TextPiece> {
  let carry = Buffer.alloc(0)
  let skipping = false
  let atStart = true
  for await (const bytes of source) {
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    if (skipping) {
      const end = rest.indexOf(LINE_FEED)
      if (end < 0) continue
      skipping = false
      yield { fault: tooLong }
      rest = rest.subarray(end + 1)
    }
    const last = rest.lastIndexOf(LINE_FEED)
    if (last >= 0) {
      const whole = carry.length === 0 ? rest.subarray(0, last + 1) : Buffer.concat([carry, rest.subarray(0, last + 1)])
      yield* decode(atStart ? withoutMark(whole) : whole)
      atStart = false
      carry = Buffer.from(rest.subarray(last + 1))
    } else carry = Buffer.concat([carry, rest])
    if (carry.length > MAXIMUM_LINE) {
      skipping = true
      carry = Buffer.alloc(0)
    }
  }
  if (skipping) yield { fault: tooLong }
  const final = atStart ? withoutMark(carry) : carry
  if (final.length > 0) yield* decode(Buffer.concat([final, Buffer.of(LINE_FEED)]))
}

/**
 * Decodes a stream of bytes whose lines mean nothing, such as one JSON document. Where they are no UTF-8, a fault is the
 * last piece.
 */
export async function* readCharacters(source: AsyncIterable<Uint8Array>): AsyncGenerator<TextPiece> {
  const decoder = new TextDecoder('utf-8', { fatal: true }) // it drops a byte order mark
  const decoded = (bytes?: Uint8Array): TextPiece => {
    try {
      return { text: bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }) }
    } catch {
      return { fault: { code: 'not-utf8', reason: 'the file is not UTF-8: save it in that encoding' } }
    }
  }
  for await (const bytes of source) {
    const piece = decoded(bytes)
    yield piece
    if ('fault' in piece) return
  }
  yield decoded()
}

/** The first byte of a stream that is neither blank nor part of a byte order mark, and the stream still whole. */
export async function peekFirst(
  source: AsyncIterable<Uint8Array>,
): Promise<{ readonly first: number | undefined; readonly source: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  let first: number | undefined
  for (let size = 0; first === undefined && size < MAXIMUM_LINE; ) {
    const { value, done } = await iterator.next()
    if (done === true) break
    seen.push(value)
    size += value.length
    first = value.find((byte: number) => !BLANKS.has(byte))
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      yield* seen
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { first, source: whole() }
}

const BLANKS: ReadonlySet<number> = new Set([...Buffer.from(' \t\r\n'), 0xef, 0xbb, 0xbf])

const tooLong: Fault = { code: 'line-too-long', reason: `the line is longer than ${MAXIMUM_LINE} bytes` }

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function* decode(lines: Buffer): Generator<TextPiece> {
  if (lines.length === 0) return
  if (isAscii(lines)) {
    yield { text: lines.toString('latin1') }
    return
  }
  if (isUtf8(lines)) {
    yield { text: lines.toString('utf8') }
    return
  }
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(LINE_FEED, start) + 1
    const line = lines.subarray(start, end)
    if (isUtf8(line)) yield { text: line.toString('utf8') }
    else yield { fault: { code: 'not-utf8', reason: 'the line is not UTF-8: save the file in that encoding' } }
    start = end
  }
}
