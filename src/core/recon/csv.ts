/** What ends a record, as RFC 4180 has it. */
export const LINE_END = '\r\n'

const NEEDS_QUOTES = /[",\r\n]/
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/

/**
 * One cell: quoted where RFC 4180 asks for it, and harmless where a spreadsheet would take it for a formula.
 * @example csvCell('=1+1') // "'=1+1"
 * @example csvCell('say "hi"') // '"say ""hi"""'
 */
export function csvCell(text: string): string {
  const harmless = startsFormula(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** One record without its line end. */
export function csvRecord(texts: readonly string[]): string {
  return texts.map(csvCell).join(',')
}

/** A spreadsheet computes what starts with one of these; a plain number such as `-3.87` it may. */
function startsFormula(text: string): boolean {
  switch (text.charCodeAt(0)) {
    case 0x3d: // =
    case 0x40: // @
    case 0x09: // tab
    case 0x0d: // carriage return
      return true
    case 0x2b: // +
    case 0x2d: // -
      return !NUMBER.test(text)
    default:
      return false
  }
}
