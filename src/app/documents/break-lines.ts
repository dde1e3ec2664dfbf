/** Most lines a text is given; more of it ends in an ellipsis. */
const MOST_LINES = 20

/** Between these a line may end although there is no blank. */
const EAST_ASIAN = /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60\u{20000}-\u{2FFFF}]/u

/**
 * Breaks a text into lines that are no wider than `width`: at blanks, after hyphens, slashes and the like, between
 * Chinese and Japanese characters, and inside a word only where it is wider than a line.
 *
 * @param widthOf the width of a piece of text
 */
export function breakLines(text: string, width: number, widthOf: (text: string) => number): string[] {
  if (widthOf(text) <= width) return text === '' ? [] : [text]
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(text)) {
    if (line !== '' && widthOf((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += line === '' ? piece.trimStart() : piece
    while (widthOf(line.trimEnd()) > width) {
      const head = headOf(line, width, widthOf)
      lines.push(head)
      line = line.slice(head.length)
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES - 1), `${[...lines[MOST_LINES - 1]!].slice(0, -1).join('')}…`]
}

/** The pieces of a text that are kept together, each with what follows it up to the next. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of text) {
    const last = [...piece].at(-1) ?? ''
    const mayBreak = EAST_ASIAN.test(character) || EAST_ASIAN.test(last) || /[ \-/_@&:;,|\u200B]/.test(last)
    if (piece !== '' && mayBreak && character !== ' ') {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return piece === '' ? pieces : [...pieces, piece]
}

/** As many characters as fit, at least one. */
function headOf(word: string, width: number, widthOf: (text: string) => number): string {
  let head = ''
  for (const character of word) {
    if (head !== '' && widthOf(head + character) > width) return head
    head += character
  }
  return head
}
