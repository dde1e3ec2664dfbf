/** Where the two digits of each byte stand. */
const UUID_POSITIONS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const
const DASH = 45
const NO_DIGIT = 255
/** The value of a hexadecimal digit by its character code. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16)
  return Number.isNaN(value) ? NO_DIGIT : value
})

/** Whether a text is 32 hexadecimal digits in groups of 8-4-4-4-12. */
export function isUuidText(text: string): boolean {
  if (text.length !== 36) return false
  for (let index = 0; index < 36; index += 1) {
    const code = text.charCodeAt(index)
    const isDash = index === 8 || index === 13 || index === 18 || index === 23
    if (isDash ? code !== DASH : digitOf(code) === NO_DIGIT) return false
  }
  return true
}

/** Writes the 16 bytes of such a text; `false`, with anything written, where it is another one. */
export function setUuid(bytes: Uint8Array, at: number, text: string): boolean {
  if (text.length !== 36) return false
  let all = 0
  for (let index = 0; index < 16; index += 1) {
    const from = UUID_POSITIONS[index]!
    const high = digitOf(text.charCodeAt(from))
    const low = digitOf(text.charCodeAt(from + 1))
    all |= high | low
    bytes[at + index] = (high << 4) | low
  }
  const hasDashes = text.charCodeAt(8) === DASH && text.charCodeAt(13) === DASH
  return all < 16 && hasDashes && text.charCodeAt(18) === DASH && text.charCodeAt(23) === DASH
}

function digitOf(code: number): number {
  return code < 128 ? DIGITS[code]! : NO_DIGIT
}
