import { divideRounded } from '../money/rounding.js'
import { type DateStyle, kindOf, readCellDate, rememberingCells } from './cell-forms.js'
import type { ReconColumn, ReconSchema, RecordForm } from './schema.js'

// Rows of a spreadsheet (Office Open XML, ISO/IEC 29500). Every cell names its column; in place of the number of its row, which
// the writer of the sheet knows, it has a mark, so that the text of a cell is the same in every row.

/** Stands for the number of the row. No text of a cell can hold it. */
export const ROW_MARK = '\u0000'

/** Styles of cells, in the order in which the workbook declares them. */
const CELL_STYLES = { general: 0, header: 1, date: 2, dateAndTime: 3 } as const

/** How the rows of a sheet are written: numbers and dates typed, everything else as text that is never a formula. */
export function sheetFormOf({ columns }: ReconSchema): RecordForm {
  const names = new Map(columns.map((column, at) => [column.name, columnName(at + 1)]))
  return {
    cell: (text, column) => {
      if (text === '') return ''
      const kind = kindOf(column)
      const is =
        kind === 'number' && NUMBER.test(text) ? numberCell(text) : kind === 'date' ? dateCell(text) : textCell(text)
      return `<c r="${names.get(column.name)}${ROW_MARK}"${is}</c>`
    },
    separator: '',
    end: '</row>',
  }
}

/** What a row begins with; the form ends it. */
export const ROW_START = `<row r="${ROW_MARK}">`

const NUMBER = /^-?\d+(?:\.\d+)?$/

/** The first row: the names of the columns. */
export function sheetHeaderOf({ columns }: ReconSchema): string {
  const cells = columns.map(
    ({ name }, at) => `<c r="${columnName(at + 1)}${ROW_MARK}"${textCell(name, CELL_STYLES.header)}</c>`,
  )
  return `${ROW_START}${cells.join('')}</row>`
}

/** `A` for 1, `AB` for 28. */
export function columnName(number: number): string {
  const first = Math.floor((number - 1) / 26)
  const letter = String.fromCharCode(65 + ((number - 1) % 26))
  return first === 0 ? letter : columnName(first) + letter
}

function numberCell(text: string): string {
  return `><v>${text}</v>`
}

/** Days from the day spreadsheets count from to 1970-01-01. */
const SPREADSHEET_EPOCH = 25_569
const MINUTES_OF_A_DAY = 1_440n
/** Ten digits of a day are well below a minute. */
const FRACTION = 10n ** 10n

const dateCell = rememberingCells((text) => {
  const date = readCellDate(text)
  if (date === undefined) return textCell(text)
  const { day, minute } = date
  const serial = day + SPREADSHEET_EPOCH
  if (minute === undefined) return ` s="${CELL_STYLES.date}"><v>${serial}</v>`
  const digits = divideRounded(BigInt(minute) * FRACTION, MINUTES_OF_A_DAY, 'half-away-from-zero')
  const fraction = minute === 0 ? '' : `.${String(digits).padStart(10, '0').replace(/0+$/, '')}`
  return ` s="${CELL_STYLES.dateAndTime}"><v>${serial}${fraction}</v>`
})

/** What a cell can hold, in UTF-16 units. */
const LONGEST_TEXT = 32_767
const EDGE_SPACE = /^\s|\s$|[\r\n\t]/

/** The rest of a cell with a text: an inline string, which no spreadsheet computes. */
function textCell(text: string, style: number = CELL_STYLES.general): string {
  const shown = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text
  const space = EDGE_SPACE.test(shown) ? ' xml:space="preserve"' : ''
  const styled = style === CELL_STYLES.general ? '' : ` s="${style}"`
  return `${styled} t="inlineStr"><is><t${space}>${escaped(shown)}</t></is>`
}

const UNSAFE = /[&<>\r]|_x[0-9A-Fa-f]{4}_/g
/** What XML 1.0 has no way to hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be written
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '_x000D_' }

/** Text between tags; `_x0041_` would be read as an escape, so its underscore is escaped. */
function escaped(text: string): string {
  return text.replace(UNWRITABLE, '\ufffd').replace(UNSAFE, (found) => ENTITIES[found] ?? `_x005F_${found.slice(1)}`)
}

const WIDTHS = { text: 22, number: 12, date: 17 } as const
const ID_WIDTH = 38

/** Widths of the columns, in characters. */
export function columnWidthsOf({ columns }: ReconSchema): number[] {
  return columns.map((column) => (isId(column) ? ID_WIDTH : WIDTHS[kindOf(column)]))
}

function isId({ name }: ReconColumn): boolean {
  return /^(?:PartnerId|CustomerId|SubscriptionId|OfferId|AvailabilityId|SyndicationPartnerSubscriptionNumber)$/.test(
    name,
  )
}

/** Number formats of `CELL_STYLES.date` and `CELL_STYLES.dateAndTime`. */
export const DATE_FORMATS: Readonly<Record<DateStyle, readonly [date: string, dateAndTime: string]>> = {
  published: ['m/d/yyyy', 'm/d/yyyy h:mm'],
  iso: ['yyyy\\-mm\\-dd', 'yyyy\\-mm\\-dd\\ hh:mm'],
}
