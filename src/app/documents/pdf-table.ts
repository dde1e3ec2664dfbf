import { type Box, drawBox, drawRule, lineHeight, PAGE, reserve, SHADE, type Sheet, writeLines } from './sheet.js'
import type { Style } from './typesetter.js'

export interface Column {
  readonly title: string
  readonly width: number
  readonly align?: 'left' | 'right'
}

/** Paragraphs of a cell, each broken to the width of its column. */
export type Cell = readonly { readonly text: string; readonly style: Style }[]

const HEAD: Style = { size: 7, bold: true, color: '0.40 0.43 0.48' }
const GAP = 6
const PADDING = 3

/** The head of a table; whoever writes rows repeats it on each page. */
export function writeTableHead(sheet: Sheet, columns: readonly Column[]): void {
  const lines = columns.map(({ title, width }) => sheet.text.linesOf(title, HEAD, width - GAP))
  const height = Math.max(...lines.map(({ length }) => length)) * lineHeight(HEAD) + 2 * PADDING
  boxesOf(columns).forEach((box, index) => {
    writeLines(sheet, lines[index]!, box, sheet.y + PADDING, HEAD)
  })
  drawRule(sheet, sheet.y + height)
  sheet.y += height + 2
}

/** One row; it begins a page where it does not fit, and its cells are as high as the highest. */
export function writeRow(sheet: Sheet, columns: readonly Column[], cells: readonly Cell[]): void {
  const boxes = boxesOf(columns)
  const broken = cells.map((cell, index) =>
    cell.map(({ text, style }) => ({ style, lines: sheet.text.linesOf(text, style, boxes[index]!.width) })),
  )
  const heights = broken.map((cell) =>
    cell.reduce((sum, { style, lines }) => sum + lines.length * lineHeight(style), 0),
  )
  const height = Math.max(...heights) + PADDING
  reserve(sheet, height)
  broken.forEach((cell, index) => {
    let y = sheet.y
    for (const { style, lines } of cell) y = writeLines(sheet, lines, boxes[index]!, y, style)
  })
  sheet.y += height
}

/** A shaded line over the whole width that stays with at least `following` points of what comes after it. */
export function writeBand(sheet: Sheet, text: string, style: Style, following: number): void {
  const lines = sheet.text.linesOf(text, style, PAGE.right - PAGE.left - 12)
  const height = lines.length * lineHeight(style) + 6
  reserve(sheet, height + following)
  drawBox(sheet, PAGE.left, sheet.y, PAGE.right - PAGE.left, height, SHADE)
  writeLines(sheet, lines, { x: PAGE.left + 6, width: PAGE.right - PAGE.left - 12 }, sheet.y + 3, style)
  sheet.y += height + 3
}

function boxesOf(columns: readonly Column[]): Box[] {
  let x: number = PAGE.left
  return columns.map(({ width, align = 'left' }) => {
    const box = { x: align === 'right' ? x + GAP : x, width: width - GAP, align }
    x += width
    return box
  })
}
