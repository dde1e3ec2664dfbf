/** Fonts documents are set in, and which characters each is there for. Only the fonts a document uses are loaded. */
export interface Face {
  readonly name: string
  readonly file: string
  /** Code points it is there for, both ends included. */
  readonly ranges: readonly (readonly [from: number, to: number])[]
  /** Whether letters join, stack or change places, so that words must be set as a whole. */
  readonly shaped: boolean
}

export const REGULAR: Face = { name: 'regular', file: 'NotoSans-Regular.ttf', ranges: [[0, 0x10ffff]], shaped: false }
export const BOLD: Face = { name: 'bold', file: 'NotoSans-Bold.ttf', ranges: [[0, 0x10ffff]], shaped: false }

/** Where the two fonts above lack a character. */
const FALLBACK_FACES: readonly Face[] = [
  { name: 'armenian', file: 'NotoSansArmenian-Regular.ttf', ranges: [[0x530, 0x58f]], shaped: false },
  {
    name: 'hebrew',
    file: 'NotoSansHebrew-Regular.ttf',
    ranges: [
      [0x590, 0x5ff],
      [0xfb1d, 0xfb4f],
    ],
    shaped: true,
  },
  {
    name: 'arabic',
    file: 'NotoSansArabic-Regular.ttf',
    ranges: [
      [0x600, 0x6ff],
      [0x750, 0x77f],
      [0x8a0, 0x8ff],
      [0xfb50, 0xfdff],
      [0xfe70, 0xfeff],
    ],
    shaped: true,
  },
  { name: 'devanagari', file: 'NotoSansDevanagari-Regular.ttf', ranges: [[0x900, 0x97f]], shaped: true },
  { name: 'thai', file: 'NotoSansThai-Regular.ttf', ranges: [[0xe00, 0xe7f]], shaped: true },
  {
    name: 'georgian',
    file: 'NotoSansGeorgian-Regular.ttf',
    ranges: [
      [0x10a0, 0x10ff],
      [0x1c90, 0x1cbf],
      [0x2d00, 0x2d2f],
    ],
    shaped: false,
  },
  {
    name: 'east-asian',
    file: 'DroidSansFallback.ttf',
    ranges: [
      [0x1100, 0x11ff],
      [0x2e80, 0x9fff],
      [0xac00, 0xd7a3],
      [0xf900, 0xfaff],
      [0xfe30, 0xfe4f],
      [0xff00, 0xffef],
      [0x20000, 0x2ffff],
    ],
    shaped: false,
  },
]

/** Printed where no font has the character: something is to be seen. */
export const REPLACEMENT = '\uFFFD'

/** Fallback fonts that may have a character. */
export function facesFor(codePoint: number): Face[] {
  return FALLBACK_FACES.filter(({ ranges }) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to))
}
