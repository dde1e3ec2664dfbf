const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Where the two digits of each byte stand. */
const UUID_POSITIONS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const

/** Whether a text is 32 hexadecimal digits in groups of 8-4-4-4-12. */
export function isUuidText(text: string): boolean {
  return UUID.test(text)
}

/** Writes the 16 bytes of such a text. */
export function setUuid(bytes: Uint8Array, at: number, text: string): void {
  for (let index = 0; index < 16; index += 1) {
    const from = UUID_POSITIONS[index]!
    bytes[at + index] = (hexValue(text.charCodeAt(from)) << 4) | hexValue(text.charCodeAt(from + 1))
  }
}

function hexValue(code: number): number {
  return (code & 15) + (code >> 6) * 9
}
