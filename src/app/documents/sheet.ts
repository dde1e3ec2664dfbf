import { labelText } from './labels.js'
import type { DocumentLanguage } from './language.js'
import { openTypesetter, type Pdf, plain, type Style, type Typesetter } from './typesetter.js'

/** A4 and its margins, in points from the upper left corner. */
export const PAGE = { width: 595.28, height: 841.89, left: 40, right: 555.28, top: 44, bottom: 786 } as const
const RULE = '0.80 0.82 0.85'
export const SHADE = '0.945 0.953 0.965'
export const ACCENT = '0.06 0.27 0.47'
export const MUTED = '0.40 0.43 0.48'

/** Between baselines, as a multiple of the size. */
const LEADING = 1.3
const FOOTER: Style = { size: 7, color: MUTED }
const FOOTER_Y = PAGE.height - 34
/** Room for the number of pages. */
const TOTAL_WIDTH = 20

/** The page that is being written. */
export interface Sheet {
  readonly pdf: Pdf
  readonly text: Typesetter
  readonly language: DocumentLanguage
  /** Where the next thing goes, from the top. */
  y: number
  /** Pages begun so far. */
  pages: number
  /** Writes what is repeated at the top of each new page. */
  onPage: () => void
  readonly footer: string
  /** Shows how many pages there are, which is known at the end: every page shows this form, and it is written last. */
  readonly total: ReturnType<Pdf['ref']>
}

/** Begins the first page. `footer` stands at the bottom of each. */
export function openSheet(pdf: Pdf, language: DocumentLanguage, footer: string): Sheet {
  const total = pdf.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, -8, TOTAL_WIDTH + 8, 4], Resources: {} })
  const text = openTypesetter(pdf)
  const sheet: Sheet = { pdf, text, language, y: PAGE.top, pages: 0, onPage: () => {}, footer, total }
  nextPage(sheet)
  return sheet
}

export function nextPage(sheet: Sheet): void {
  const { pdf, text, language, footer, total } = sheet
  pdf.addPage()
  sheet.pages++
  sheet.y = PAGE.top
  const label = labelText(language, 'page', { page: String(sheet.pages) })
  drawRule(sheet, FOOTER_Y - 13)
  text.write(footer, PAGE.left, FOOTER_Y, FOOTER)
  text.write(label, PAGE.right - TOTAL_WIDTH - text.widthOf(label, FOOTER), FOOTER_Y, FOOTER)
  pdf.page.xobjects['Total'] = total
  pdf.addContent(`q 1 0 0 1 ${plain(PAGE.right - TOTAL_WIDTH)} ${plain(FOOTER_Y)} cm /Total Do Q`)
  sheet.onPage()
}

/** Writes what was left open; the document may end after it. */
export function closeSheet({ text, pages, total }: Sheet): void {
  const { operators, fonts } = text.operatorsOf(String(pages), FOOTER)
  Object.assign((total as unknown as { data: object }).data, { Resources: { Font: fonts } })
  total.end(Buffer.from(`${operators}\n`, 'latin1'))
}

/** Begins a page where there is less room than `height`. */
export function reserve(sheet: Sheet, height: number): void {
  if (sheet.y + height > PAGE.bottom) nextPage(sheet)
}

export function lineHeight({ size }: Style): number {
  return size * LEADING
}

export interface Box {
  readonly x: number
  readonly width: number
  readonly align?: 'left' | 'right'
}

/** Writes lines one below the other from `top` on, and gives where the next would begin. */
export function writeLines({ text }: Sheet, lines: readonly string[], box: Box, top: number, style: Style): number {
  let y = top
  for (const line of lines) {
    const width = text.widthOf(line, style)
    // What cannot be broken, such as a number, is set smaller before it would run into its neighbour.
    const fitted =
      box.align === 'right' && width > box.width ? { ...style, size: (style.size * box.width) / width } : style
    const x = box.align === 'right' ? box.x + box.width - Math.min(width, box.width) : box.x
    text.write(line, x, y + style.size, fitted)
    y += lineHeight(style)
  }
  return y
}

/** Breaks a text to the width of the box and writes it. */
export function writeText(sheet: Sheet, text: string, box: Box, top: number, style: Style): number {
  return writeLines(sheet, sheet.text.linesOf(text, style, box.width), box, top, style)
}

export function drawRule({ pdf }: Sheet, y: number, x: number = PAGE.left, right: number = PAGE.right): void {
  pdf.addContent(`${RULE} rg ${plain(x)} ${plain(y)} ${plain(right - x)} 0.6 re f`)
}

export function drawBox({ pdf }: Sheet, x: number, y: number, width: number, height: number, color: string): void {
  pdf.addContent(`${color} rg ${plain(x)} ${plain(y)} ${plain(width)} ${plain(height)} re f`)
}
