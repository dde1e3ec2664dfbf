import { formatDay } from '../../core/calendar/day.js'
import { csvFormOf, csvHeaderOf, type FileStyle } from '../../core/recon/cell-forms.js'
import { type ReconLine, type ReconSums, sumOf } from '../../core/recon/recon-line.js'
import { type ReconSchema, rowWriterOf } from '../../core/recon/schema.js'
import { licenseBasedSchema } from '../../core/recon/schemas/license-based.js'
import { oneTimeSchema } from '../../core/recon/schemas/one-time.js'
import { columnWidthsOf, DATE_FORMATS, ROW_START, sheetFormOf, sheetHeaderOf } from '../../core/recon/sheet-form.js'
import type { BilledDocument } from '../../store/billed-documents.js'
import { BinaryRowReader } from '../../store/binary-copy.js'
import { readCharge } from '../../store/charges.js'
import type { EXPORT_FORMATS } from '../../store/exports.js'
import {
  type ChargePosition,
  RECON_FIELDS,
  RECON_SUBSCRIPTION_FIELD,
  readSubscriptionTitle,
} from '../../store/recon-lines.js'
import { currentCatalog } from '../current-catalog.js'
import { rowsOf } from '../document-lines.js'
import { loadReconOwner, reconLineReader } from '../recon-reader.js'
import type { Session } from '../use-case.js'

/** How a reconciliation file is wanted. */
export interface FileWish extends FileStyle {
  readonly format: (typeof EXPORT_FORMATS)[number]
}

export const MEDIA_TYPES: Readonly<Record<FileWish['format'], string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Lines that are read at a time: few enough that the database looks each one's subscription up, and reads no table whole. */
export const PAGE_LINES = 5_000
/** Lines that are written at a time, so that others have their turn between. */
const BATCH_LINES = 1_000

/** The lines of an issued document, page by page: nothing of the database is held between two pages, however slow the reader. */
export interface ReconSource {
  readonly document: BilledDocument
  readonly schema: ReconSchema
  /** @param after the last line of the page before */
  readPage(after: ChargePosition | undefined): Promise<ReconPage>
}

export interface ReconPage {
  readonly lines: readonly ReconLine[]
  /** Where the next page goes on; `undefined` on an empty page. */
  readonly last: ChargePosition | undefined
  /** Whether the document ends with it. */
  readonly isLast: boolean
}

const SCHEMAS: Readonly<Record<BilledDocument['invoiceType'], ReconSchema>> = {
  recurring: licenseBasedSchema,
  'one-time': oneTimeSchema,
}

export async function openReconSource(
  session: Session,
  document: BilledDocument,
  pageLines = PAGE_LINES,
): Promise<ReconSource> {
  const catalog = await currentCatalog(session)
  const owner = await loadReconOwner(session, document.partnerId)
  const { invoice, taxOf, amended, copy } = await rowsOf(session, document)
  const lineOf = reconLineReader(invoice, owner, catalog, readSubscriptionTitle, taxOf)
  const readPage = async (after: ChargePosition | undefined): Promise<ReconPage> => {
    const lines: ReconLine[] = []
    const reader = new BinaryRowReader(RECON_FIELDS, (row) => {
      // One line more than wanted tells that there are more.
      if (lines.length === pageLines) return
      lines.push(amended(lineOf(readCharge(row), row.uuid(RECON_SUBSCRIPTION_FIELD), row)))
    })
    const page = { after, offset: 0, limit: pageLines + 1 }
    for await (const bytes of copy(page)) reader.push(bytes)
    const isLast = reader.finish() <= pageLines
    const end = lines.at(-1)
    const last =
      end === undefined
        ? undefined
        : { subscriptionId: end.subscription.subscriptionId, chargeNumber: end.charge.number }
    return { lines, last, isLast }
  }
  return { document, schema: SCHEMAS[document.invoiceType], readPage }
}

/** What a file adds up to, as far as it has been read. */
export type FileSums = Pick<ReconSums, 'amount' | 'discount' | 'tax'> & { readonly rowCount: bigint }

export const NO_SUMS: FileSums = { amount: 0n, discount: 0n, tax: 0n, rowCount: 0n }

export function addSums(left: FileSums, right: FileSums): FileSums {
  return {
    amount: left.amount + right.amount,
    discount: left.discount + right.discount,
    tax: left.tax + right.tax,
    rowCount: left.rowCount + right.rowCount,
  }
}

export function sumsOf(lines: readonly ReconLine[]): FileSums {
  const { lineCount, amount, discount, tax } = sumOf(lines)
  return { amount, discount, tax, rowCount: BigInt(lineCount) }
}

/**
 * Whether a whole file comes to its document: the sum of its lines, how many there are, and their tax. Adjustments are taxed
 * with their document and stand in no file.
 */
export function sumsAgree(document: BilledDocument, { amount, discount, tax, rowCount }: FileSums): boolean {
  const { charged, adjusted, chargeCount } = document
  return amount - discount === charged && rowCount === chargeCount && (adjusted !== 0n || tax === document.tax)
}

/** `D000000001-license-based-2018-01-15.csv`; a part of a file has its number behind that. */
export function reconFileName(document: BilledDocument, format: FileWish['format'], part?: number): string {
  const { number, invoiceType, issuedOn } = document
  const suffix = part === undefined ? '' : `-part-${String(part).padStart(4, '0')}`
  return `${number}-${SCHEMAS[invoiceType].kind}-${formatDay(issuedOn)}${suffix}.${format}`
}

/**
 * The reconciliation file of a document while it is read. Fails at its end, so that it never looks whole, where it does not
 * come to its document.
 */
export function streamReconFile(source: ReconSource, wish: FileWish): AsyncGenerator<Uint8Array> {
  return fileOf(source.schema, checkedPages(source), wish)
}

/** A file of some lines, with its header. */
export async function writeReconFile(
  schema: ReconSchema,
  lines: readonly ReconLine[],
  wish: FileWish,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const once = async function* () {
    yield lines
  }
  for await (const chunk of fileOf(schema, once(), wish)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* checkedPages(source: ReconSource): AsyncGenerator<readonly ReconLine[]> {
  let sums = NO_SUMS
  let next = source.readPage(undefined)
  for (;;) {
    const { lines, last, isLast } = await next
    sums = addSums(sums, sumsOf(lines))
    // The database reads ahead while this page is written.
    if (!isLast) next = source.readPage(last)
    next.catch(() => {}) // told when it is awaited, if anybody still reads
    yield lines
    if (isLast) break
  }
  const { number } = source.document
  if (!sumsAgree(source.document, sums)) throw new Error(`the file of ${number} does not come to its document`)
}

async function* fileOf(
  schema: ReconSchema,
  pages: AsyncIterable<readonly ReconLine[]>,
  wish: FileWish,
): AsyncGenerator<Uint8Array> {
  if (wish.format === 'csv') {
    const write = rowWriterOf(schema, csvFormOf(wish))
    yield Buffer.from(csvHeaderOf(schema, wish))
    for await (const batch of batchesOf(pages)) yield Buffer.from(batch.map(write).join(''))
    return
  }
  const write = rowWriterOf(schema, sheetFormOf(schema))
  const rows = async function* () {
    for await (const batch of batchesOf(pages)) yield batch.map((line) => ROW_START + write(line))
  }
  const { writeXlsx } = await import('./write-xlsx.js')
  yield* writeXlsx(
    {
      sheetName: schema.kind,
      header: sheetHeaderOf(schema),
      widths: columnWidthsOf(schema),
      dateFormats: DATE_FORMATS[wish.dates],
    },
    rows(),
  )
}

async function* batchesOf(pages: AsyncIterable<readonly ReconLine[]>): AsyncGenerator<readonly ReconLine[]> {
  for await (const lines of pages) {
    for (let start = 0; start < lines.length; start += BATCH_LINES) {
      yield lines.slice(start, start + BATCH_LINES)
      await new Promise(setImmediate)
    }
  }
}
