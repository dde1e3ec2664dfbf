import { type Day, dayOf, formatDay } from '../calendar/day.js'
import { csvCell, csvRecord, LINE_END } from './csv.js'
import { headerOf, PUBLISHED_FORM, type ReconColumn, type ReconSchema, type RecordForm } from './schema.js'

/** What a cell holds. A date may have a time of day. */
export type CellKind = 'text' | 'number' | 'date'

const DATES = [
  'SubscriptionStartDate',
  'SubscriptionEndDate',
  'ChargeStartDate',
  'ChargeEndDate',
  'OrderDate',
  'PCToBCExchangeRateDate',
  'UsageDate',
]
const NUMBERS = [
  'UnitPrice',
  'EffectiveUnitPrice',
  'Quantity',
  'BillableQuantity',
  'Amount',
  'TotalOtherDiscount',
  'Subtotal',
  'Tax',
  'TaxTotal',
  'Total',
  'TotalForCustomer',
  'PCToBCExchangeRate',
  'DetailLineItemId',
  'ConsumedQuantity',
  'IncludedQuantity',
  'OverageQuantity',
  'ListPrice',
  'PretaxCharges',
  'TaxAmount',
  'PostTaxTotal',
  'PretaxEffectiveRate',
  'PostTaxEffectiveRate',
  'BillingPreTaxTotal',
  'PricingPreTaxTotal',
  'PartnerEarnedCreditPercentage',
  'CreditPercentage',
]
const KINDS: ReadonlyMap<string, CellKind> = new Map([
  ...DATES.map((name) => [name, 'date'] as const),
  ...NUMBERS.map((name) => [name, 'number'] as const),
])

/** What the cells of a column hold; the published files have the same name for the same thing. */
export function kindOf({ name }: Pick<ReconColumn, 'name'>): CellKind {
  return KINDS.get(name) ?? 'text'
}

/** How dates are written: as published (`2/15/2018`), or as ISO 8601 (`2018-02-15`). */
export const DATE_STYLES = ['published', 'iso'] as const
export type DateStyle = (typeof DATE_STYLES)[number]

/** Whose spreadsheets are to read the file: `nl` has decimal commas, and semicolons between cells. */
export const FILE_LOCALES = ['en', 'nl'] as const
export type FileLocale = (typeof FILE_LOCALES)[number]

export interface FileStyle {
  readonly dates: DateStyle
  readonly locale: FileLocale
}

const PUBLISHED_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2}))?$/

/** A date as the files write it, in parts. */
export interface CellDate {
  readonly day: Day
  /** Minutes after midnight; `undefined` where the file has no time. */
  readonly minute: number | undefined
}

/** Reads a published date; `undefined` for what is none. */
export function readCellDate(text: string): CellDate | undefined {
  const match = PUBLISHED_DATE.exec(text)
  if (match === null) return undefined
  const [, month, day, year, hour, minute] = match
  return {
    day: dayOf(Number(year), Number(month), Number(day)),
    minute: hour === undefined ? undefined : Number(hour) * 60 + Number(minute),
  }
}

/** Cells whose text is remembered; one more, and all are forgotten. */
const REMEMBERED = 8_192

/** `textOf`, which remembers: a file has few different days. */
export function rememberingCells(textOf: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    let cell = known.get(text)
    if (cell === undefined) {
      cell = textOf(text)
      if (known.size >= REMEMBERED) known.clear()
      known.set(text, cell)
    }
    return cell
  }
}

function isoText(text: string): string {
  const date = readCellDate(text)
  if (date === undefined) return text
  const { day, minute } = date
  return minute === undefined
    ? formatDay(day)
    : `${formatDay(day)}T${twoDigits(minute / 60)}:${twoDigits(minute % 60)}:00`
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0')
}

/** How the records of a CSV file are written; in the published style byte for byte as published. */
export function csvFormOf({ dates, locale }: FileStyle): RecordForm {
  if (dates === 'published' && locale === 'en') return PUBLISHED_FORM
  const dateText = dates === 'iso' ? rememberingCells(isoText) : (text: string) => text
  const numberText = locale === 'nl' ? (text: string) => text.replace('.', ',') : (text: string) => text
  const textCell = locale === 'nl' ? semicolonCell : csvCell
  return {
    cell: (text, column) => {
      const kind = kindOf(column)
      return kind === 'date' ? dateText(text) : kind === 'number' ? numberText(text) : textCell(text)
    },
    separator: separatorOf(locale),
    end: LINE_END,
  }
}

/** The names of the columns as the first record of a CSV file. */
export function csvHeaderOf(schema: ReconSchema, { locale }: FileStyle): string {
  if (locale === 'en') return headerOf(schema)
  return csvRecord(schema.columns.map((column) => column.name)).replaceAll(',', separatorOf(locale)) + LINE_END
}

function separatorOf(locale: FileLocale): string {
  return locale === 'nl' ? ';' : ','
}

/** A text where semicolons part the cells: quoted where it holds one, too. */
function semicolonCell(text: string): string {
  const cell = csvCell(text)
  return cell.includes(';') && !cell.startsWith('"') ? `"${cell}"` : cell
}
