import { fileURLToPath } from 'node:url'
import type PDFDocument from 'pdfkit'
import { breakLines } from './break-lines.js'
import { BOLD, type Face, facesFor, REGULAR, REPLACEMENT } from './faces.js'
import { reversed, visualOrderOf } from './visual-order.js'

export type Pdf = InstanceType<typeof PDFDocument>

export interface Style {
  /** Points. */
  readonly size: number
  readonly bold?: boolean
  /** `r g b`, each 0 to 1. */
  readonly color?: string
}

/** Sets text on the current page. Coordinates are points from the upper left corner. */
export interface Typesetter {
  widthOf(text: string, style: Style): number
  linesOf(text: string, style: Style, width: number): string[]
  /** One line; `y` is its baseline. */
  write(text: string, x: number, y: number, style: Style): void
  /** The operators that write a line at the origin, and the fonts they need: for a form that pages share. */
  operatorsOf(
    text: string,
    style: Style,
  ): { readonly operators: string; readonly fonts: Readonly<Record<string, unknown>> }
}

/**
 * What is used of a font of pdfkit. Its own `text` shapes and caches every word it has seen, which takes a minute and a
 * gigabyte where a document has hundreds of thousands of them; letters of simple scripts need neither.
 */
interface EmbeddedFont {
  readonly id: string
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean }
  encode(text: string, features: readonly string[]): [codes: string[], positions: GlyphPosition[]]
  ref(): unknown
}

interface GlyphPosition {
  readonly xAdvance: number
  readonly xOffset: number
  readonly yOffset: number
}

interface OpenFace {
  readonly face: Face
  readonly font: EmbeddedFont
}

/** A character in the font that has it. */
interface Glyph {
  readonly face: OpenFace
  readonly code: string
  /** Thousandths of the size. */
  readonly advance: number
}

/** Neighbours in one font. Codes are set one after the other; where letters join, each has its place. */
interface Run {
  readonly font: EmbeddedFont
  /** Hexadecimal, one after the other. */
  readonly codes: readonly string[]
  readonly places: readonly GlyphPosition[] | undefined
  readonly advance: number
}

/** A line ready to be written: it is measured before, sometimes twice. */
interface Line {
  readonly runs: readonly Run[]
  readonly advance: number
}

/** Lines that are remembered; a document of any length needs no more memory than that. */
const MOST_LINES_KEPT = 2_000
const BLACK = '0.13 0.15 0.18'
/** Characters that are not seen, but steer how others are: some fonts have no glyph for them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu

export function openTypesetter(pdf: Pdf): Typesetter {
  const faces = new Map<string, OpenFace>()
  const glyphs = { regular: new Map<number, Glyph>(), bold: new Map<number, Glyph>() }
  const lines = { regular: new Map<string, Line>(), bold: new Map<string, Line>() }

  const open = (face: Face): OpenFace => {
    const known = faces.get(face.name)
    if (known !== undefined) return known
    pdf.registerFont(face.name, fileURLToPath(new URL(`fonts/${face.file}`, import.meta.url)))
    pdf.font(face.name)
    const opened = { face, font: (pdf as unknown as { _font: EmbeddedFont })._font }
    faces.set(face.name, opened)
    return opened
  }

  const glyphOf = (codePoint: number, bold: boolean): Glyph => {
    const known = glyphs[bold ? 'bold' : 'regular']
    const seen = known.get(codePoint)
    if (seen !== undefined) return seen
    const candidates = [bold ? BOLD : REGULAR, ...facesFor(codePoint)]
    const face = candidates.map(open).find(({ font }) => font.font.hasGlyphForCodePoint(codePoint))
    const glyph = face === undefined ? glyphOf(REPLACEMENT.codePointAt(0)!, bold) : encodeGlyph(face, codePoint)
    known.set(codePoint, glyph)
    return glyph
  }

  const setLine = (text: string, bold: boolean): Line => {
    const known = lines[bold ? 'bold' : 'regular']
    const seen = known.get(text)
    if (seen !== undefined) return seen
    const runs = visualOrderOf(printable(text)).flatMap(({ text: part, rightToLeft }) =>
      split(part, (codePoint) => glyphOf(codePoint, bold), rightToLeft),
    )
    const line = { runs, advance: runs.reduce((sum, run) => sum + run.advance, 0) }
    if (known.size >= MOST_LINES_KEPT) known.clear()
    known.set(text, line)
    return line
  }

  const widthOf = (text: string, { size, bold = false }: Style): number => (setLine(text, bold).advance * size) / 1000

  const operatorsOf: Typesetter['operatorsOf'] = (text, style) => {
    const { runs } = setLine(text, style.bold ?? false)
    return {
      operators: operators(runs, 0, 0, style),
      fonts: Object.fromEntries(runs.map(({ font }) => [font.id, font.ref()])),
    }
  }

  return {
    widthOf,
    linesOf: (text, style, width) => breakLines(printable(text), width, (piece) => widthOf(piece, style)),
    write: (text, x, y, style) => {
      const { runs } = setLine(text, style.bold ?? false)
      for (const { font } of runs) pdf.page.fonts[font.id] ??= font.ref()
      pdf.addContent(operators(runs, x, y, style))
    },
    operatorsOf,
  }
}

function printable(text: string): string {
  if (/^[\x20-\x7E]*$/.test(text)) return text
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Cs}/gu, REPLACEMENT)
    .replace(INVISIBLE, (character) => (character === '\u200C' || character === '\u200D' ? character : ''))
}

function encodeGlyph(face: OpenFace, codePoint: number): Glyph {
  const [codes, positions] = face.font.encode(String.fromCodePoint(codePoint), [])
  return { face, code: codes.join(''), advance: positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0) }
}

/** Cuts a stretch where the font changes, in the order it is seen. Blanks stay in the font of the word before. */
function split(text: string, glyphOf: (codePoint: number) => Glyph, rightToLeft: boolean): Run[] {
  const parts: { face: OpenFace; text: string; glyphs: Glyph[] }[] = []
  for (const character of text) {
    const glyph = glyphOf(character.codePointAt(0)!)
    const last = parts.at(-1)
    const stays = last?.face === glyph.face || (last?.face.face.shaped && joins(character, last.face))
    if (last !== undefined && stays) {
      last.text += character
      last.glyphs.push(glyph)
    } else parts.push({ face: glyph.face, text: character, glyphs: [glyph] })
  }
  const runs = parts.map(({ face, text: part, glyphs }): Run => {
    if (face.face.shaped) return shapedRun(face.font, part)
    if (rightToLeft) {
      const mirrored = [...reversed(part)].map((character) => glyphOf(character.codePointAt(0)!))
      return plainRun(face.font, mirrored)
    }
    return plainRun(face.font, glyphs)
  })
  return rightToLeft ? runs.reverse() : runs
}

function joins(character: string, { font }: OpenFace): boolean {
  return /[ \u200C\u200D]/.test(character) && font.font.hasGlyphForCodePoint(character.codePointAt(0)!)
}

function plainRun(font: EmbeddedFont, glyphs: readonly Glyph[]): Run {
  const advance = glyphs.reduce((sum, glyph) => sum + glyph.advance, 0)
  return { font, codes: glyphs.map(({ code }) => code), places: undefined, advance }
}

/** The font decides on forms and, by the script, on the direction. */
function shapedRun(font: EmbeddedFont, text: string): Run {
  const [codes, places] = font.encode(text, [])
  return { font, codes, places, advance: places.reduce((sum, { xAdvance }) => sum + xAdvance, 0) }
}

function operators(runs: readonly Run[], x: number, y: number, { size, color = BLACK }: Style): string {
  const out = [`BT ${color} rg`]
  let at = x
  for (const { font, codes, places, advance } of runs) {
    out.push(`/${font.id} ${plain(size)} Tf`)
    if (places === undefined) out.push(`1 0 0 -1 ${plain(at)} ${plain(y)} Tm <${codes.join('')}> Tj`)
    else out.push(...placed(codes, places, at, y, size))
    at += (advance * size) / 1000
  }
  out.push('ET')
  return out.join('\n')
}

function placed(
  codes: readonly string[],
  places: readonly GlyphPosition[],
  x: number,
  y: number,
  size: number,
): string[] {
  let at = x
  return codes.map((code, index) => {
    const { xAdvance, xOffset, yOffset } = places[index]!
    const left = at + (xOffset * size) / 1000
    at += (xAdvance * size) / 1000
    return `1 0 0 -1 ${plain(left)} ${plain(y - (yOffset * size) / 1000)} Tm <${code}> Tj`
  })
}

/** A coordinate with at most three digits after the point, never in exponents. */
export function plain(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
