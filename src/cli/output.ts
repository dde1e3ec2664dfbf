import { createColors } from 'picocolors'

/** Colours for what a person reads, and none where nobody would see them: only on a terminal, and never with NO_COLOR. */
export function coloursFor(stream: { readonly isTTY?: boolean }): ReturnType<typeof createColors> {
  const { NO_COLOR, TERM } = process.env
  return createColors(stream.isTTY === true && (NO_COLOR ?? '') === '' && TERM !== 'dumb')
}

/** Prints a document as JSON on standard output; bigints as texts. */
export function printJson(document: unknown): void {
  console.log(JSON.stringify(document, (_, value) => (typeof value === 'bigint' ? String(value) : value), 2))
}

/** Control characters a terminal would obey; names come from files and may hold anything. */
const CONTROL = /\p{Cc}/gu

/** A text from a file in one line, without what a terminal would take for a command. */
export function printable(text: string): string {
  return text.replace(CONTROL, ' ')
}

/** A table as text: columns as wide as their widest cell, those in `right` aligned to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const lines = [header, ...rows].map((row) => row.map(printable))
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) => (right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd()
  const [head, ...body] = lines.map(format)
  return [head, widths.map((width) => '-'.repeat(width)).join('  '), ...body].join('\n')
}
