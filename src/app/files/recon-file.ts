import { formatDay } from '../../core/calendar/day.js'
import { csvFormOf, csvHeaderOf, type FileStyle } from '../../core/recon/cell-forms.js'
import { type ReconLine, type ReconSums, sumOf } from '../../core/recon/recon-line.js'
import { type ReconFileKind, type ReconSchema, rowWriterOf } from '../../core/recon/schema.js'
import { dailyRatedSchema } from '../../core/recon/schemas/daily-rated.js'
import { licenseBasedSchema } from '../../core/recon/schemas/license-based.js'
import { oneTimeSchema } from '../../core/recon/schemas/one-time.js'
import { usageBasedSchema } from '../../core/recon/schemas/usage-based.js'
import { columnWidthsOf, DATE_FORMATS, ROW_START, sheetFormOf, sheetHeaderOf } from '../../core/recon/sheet-form.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import type { BilledDocument } from '../../store/billed-documents.js'
import { BinaryRowReader } from '../../store/binary-copy.js'
import { readCharge } from '../../store/charges.js'
import type { EXPORT_FORMATS } from '../../store/exports.js'
import { loadMetersOn } from '../../store/meters.js'
import {
  type ChargeKind,
  type ChargePosition,
  RECON_FIELDS,
  RECON_SUBSCRIPTION_FIELD,
  readStoredUsage,
  readSubscriptionTitle,
} from '../../store/recon-lines.js'
import { loadUsageShare, type UsageShare } from '../../store/usage-day-rows.js'
import { currentCatalog } from '../current-catalog.js'
import { rowsOf } from '../document-lines.js'
import { positionOf } from '../invoice-lines.js'
import { loadChargesTax } from '../line-taxes.js'
import { loadReconOwner, reconLineReader, usageReader } from '../recon-reader.js'
import type { Session } from '../use-case.js'
import { type DailyEnd, type DailySource, readDailyPage } from './daily-rows.js'

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

/** The lines of one file of an issued document, page by page: nothing of the database is held between two pages, however slow the reader. */
export interface ReconSource {
  readonly document: BilledDocument
  readonly schema: ReconSchema
  /** What the whole file must come to. */
  readonly expected: ExpectedSums
  /** @param after the last line of the page before */
  readPage(after: ReconPosition | undefined): Promise<ReconPage>
}

/** Where a file goes on: after a charge, or after a row of a daily file. */
export type ReconPosition = ChargePosition | DailyEnd

export interface ReconPage {
  readonly lines: readonly ReconLine[]
  /** Where the next page goes on; `undefined` where that does not matter, because this is the last. */
  readonly last: ReconPosition | undefined
  /** Whether the document ends with it. */
  readonly isLast: boolean
}

export const RECON_SCHEMAS: Readonly<Record<ReconFileKind, ReconSchema>> = {
  'license-based': licenseBasedSchema,
  'usage-based': usageBasedSchema,
  'one-time': oneTimeSchema,
  'daily-rated': dailyRatedSchema,
}

/** Which charges of its document a file has. */
const CHARGES: Readonly<Record<ReconFileKind, ChargeKind>> = {
  'license-based': 'other',
  'usage-based': 'usage',
  'one-time': 'all',
  'daily-rated': 'usage',
}

/**
 * The files of a document: licenses and usage of a recurring invoice each have one, a one-time invoice has its usage once
 * more day by day. Credit notes and void notes are about lines, and have no days.
 */
export async function reconKindsOf(session: Session, document: BilledDocument): Promise<readonly ReconFileKind[]> {
  return kindsOf(document, await loadUsageShare(session, document))
}

function kindsOf(document: BilledDocument, { lineCount }: UsageShare): ReconFileKind[] {
  const { invoiceType, chargeCount } = document
  if (invoiceType === 'recurring') {
    if (lineCount === 0n) return ['license-based']
    return lineCount < chargeCount ? ['license-based', 'usage-based'] : ['usage-based']
  }
  return lineCount > 0n && hasDays(document) ? ['one-time', 'daily-rated'] : ['one-time']
}

/** Whether the usage of a document, if it has any, is in a daily file. */
export function hasDays({ invoiceType, kind }: Pick<BilledDocument, 'invoiceType' | 'kind'>): boolean {
  return invoiceType === 'one-time' && (kind === 'invoice' || kind === 'adjustment-note')
}

/** A file of a document, the first one it has where none is named; refused where it has no such file. */
export async function openReconSource(
  session: Session,
  document: BilledDocument,
  { kind, pageLines = PAGE_LINES }: { readonly kind?: ReconFileKind | undefined; readonly pageLines?: number } = {},
): Promise<Outcome<ReconSource>> {
  const share = await loadUsageShare(session, document)
  const kinds = kindsOf(document, share)
  const wanted = kind ?? kinds[0]!
  if (!kinds.includes(wanted)) return refuse('not-found', { what: `${wanted} file of`, id: document.number })
  const schema = RECON_SCHEMAS[wanted]
  const expected = expectedOf(wanted, document, share, await chargesTaxOf(session, document))
  if (wanted === 'daily-rated') {
    const source = dailySourceOf(session, document)
    const readPage = async (after: ReconPosition | undefined): Promise<ReconPage> => {
      const page = { after: after as DailyEnd | undefined, limit: pageLines }
      const { lines, end } = await readDailyPage(session, source, page)
      return { lines, last: end, isLast: end === undefined }
    }
    return accept({ document, schema, expected, readPage })
  }
  const lineOf = await lineReaderOf(session, document)
  const readPage = (after: ReconPosition | undefined) =>
    lineOf.page(after as ChargePosition | undefined, pageLines, CHARGES[wanted])
  return accept({ document, schema, expected, readPage })
}

/** Reads lines of a document as its file has them. */
async function lineReaderOf(session: Session, document: BilledDocument) {
  const catalog = await currentCatalog(session)
  const owner = await loadReconOwner(session, document.partnerId)
  const { invoice, taxOf, amended, copy } = await rowsOf(session, document)
  const meters = await loadMetersOn(session, document)
  const facts = { title: readSubscriptionTitle, usage: usageReader(readStoredUsage, meters) }
  const lineOf = reconLineReader(invoice, owner, catalog, facts, taxOf)
  const page = async (after: ChargePosition | undefined, limit: number, kind: ChargeKind): Promise<ReconPage> => {
    const lines: ReconLine[] = []
    const reader = new BinaryRowReader(RECON_FIELDS, (row) => {
      // One line more than wanted tells that there are more.
      if (lines.length === limit) return
      lines.push(amended(lineOf(readCharge(row), row.uuid(RECON_SUBSCRIPTION_FIELD), row)))
    })
    for await (const bytes of copy({ after, offset: 0, limit: limit + 1 }, kind)) reader.push(bytes)
    const isLast = reader.finish() <= limit
    const end = lines.at(-1)
    return { lines, last: end === undefined ? undefined : positionOf(end), isLast }
  }
  return { page }
}

/** The usage of a document day by day. */
export function dailySourceOf(session: Session, document: BilledDocument): DailySource {
  const { partnerId, invoiceDate } = document
  let reader: ReturnType<typeof lineReaderOf> | undefined
  const linesFrom = async function* (subscriptionId: string | undefined) {
    reader ??= lineReaderOf(session, document)
    const { page } = await reader
    let after = subscriptionId === undefined ? undefined : { subscriptionId, chargeNumber: 0 }
    for (;;) {
      const { lines, last, isLast } = await page(after, PAGE_LINES, 'usage')
      yield lines
      if (isLast) return
      after = last as ChargePosition
    }
  }
  return { partnerId, invoiceDate, linesFrom }
}

/** What a file must come to; `null` where that is not known beforehand. */
export interface ExpectedSums {
  readonly subtotal: bigint
  readonly rowCount: bigint | null
  readonly tax: bigint | null
}

/** The tax of the charges alone: adjustments are taxed with their document and stand in no file. */
async function chargesTaxOf(session: Session, document: BilledDocument): Promise<bigint | null> {
  if (document.kind === 'invoice') return loadChargesTax(session, document)
  return document.adjusted === 0n ? document.tax : null
}

/** @param tax of all charges of the document */
function expectedOf(
  kind: ReconFileKind,
  { charged, chargeCount }: BilledDocument,
  { lineCount, amount }: UsageShare,
  tax: bigint | null,
): ExpectedSums {
  const whole = { subtotal: charged, rowCount: chargeCount, tax }
  switch (kind) {
    case 'one-time':
      return whole
    case 'license-based':
      return lineCount === 0n ? whole : { subtotal: charged - amount, rowCount: chargeCount - lineCount, tax: null }
    case 'usage-based':
      return lineCount === chargeCount ? whole : { subtotal: amount, rowCount: lineCount, tax: null }
    case 'daily-rated':
      return { subtotal: amount, rowCount: null, tax: 0n }
  }
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

/** Whether a whole file comes to what its document says: the sum of its lines, how many there are, and their tax. */
export function sumsAgree(expected: ExpectedSums, { amount, discount, tax, rowCount }: FileSums): boolean {
  return (
    amount - discount === expected.subtotal &&
    (expected.rowCount === null || rowCount === expected.rowCount) &&
    (expected.tax === null || tax === expected.tax)
  )
}

/** `D000000001-license-based-2018-01-15.csv`; a part of a file has its number behind that. */
export function reconFileName(
  { document, schema }: Pick<ReconSource, 'document' | 'schema'>,
  format: FileWish['format'],
  part?: number,
): string {
  const suffix = part === undefined ? '' : `-part-${String(part).padStart(4, '0')}`
  return `${document.number}-${schema.kind}-${formatDay(document.issuedOn)}${suffix}.${format}`
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

/** The lines of a file page by page; throws at the end where they do not come to their document. */
export async function* checkedPages(source: ReconSource): AsyncGenerator<readonly ReconLine[]> {
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
  if (!sumsAgree(source.expected, sums)) throw new Error(`the file of ${number} does not come to its document`)
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
