import type { BinaryRow } from './binary-copy.js'

/**
 * Reads a UUID field of sorted rows as text and keeps the last one: neighbours mostly share theirs, and making the text
 * is the dearest part of reading a row.
 */
export function uuidMemo(field: number): (row: BinaryRow) => string {
  const last = new Uint8Array(16)
  let text = ''
  return (row) => {
    const { bytes } = row
    const start = row.offset(field)
    let same = text !== ''
    for (let index = 15; same && index >= 0; index -= 1) same = bytes[start + index] === last[index]
    if (same) return text
    text = row.uuid(field)
    last.set(bytes.subarray(start, start + 16))
    return text
  }
}
