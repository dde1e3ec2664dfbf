import type { Day, Instant } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type BilledDocument, findDocument, listDocuments } from '../store/billed-documents.js'
import { lockExports } from '../store/export-lock.js'
import {
  countExports,
  EXPORT_FORMATS,
  EXPORT_STATES,
  type ExportJob,
  type ExportPart,
  findExport,
  insertExport,
  listExportParts,
  listExports,
} from '../store/exports.js'
import { type FileFacts, listFiles } from '../store/stored-files.js'
import { countDailyRows } from '../store/usage-day-rows.js'
import { recordChange } from './audit.js'
import { addSums, type FileSums, type FileWish, hasDays, NO_SUMS } from './files/recon-file.js'
import { readStoredFile, type StoredFile } from './files/stored-files.js'
import type { Session, UseCase } from './use-case.js'

export { EXPORT_FORMATS, EXPORT_STATES, type ExportJob }

/** Most exports of an account that are not finished, and that are kept. */
const MOST_UNFINISHED = 3
const MOST_KEPT = 50
/** Most invoices and lines of one export. */
export const MOST_EXPORTED_INVOICES = 500
const MOST_EXPORTED_LINES = 5_000_000
const KEPT_MILLISECONDS = 7 * 86_400_000

/** What is to be exported: the invoices named, or those dated within some days. */
export interface ExportWish extends FileWish {
  readonly invoices: readonly string[] | undefined
  readonly from: Day | undefined
  readonly to: Day | undefined
}

/** A part that can be downloaded. */
export interface ManifestPart extends ExportPart {
  readonly sizeBytes: number
  readonly sha256: string
}

/** An export; what it holds is known when it has succeeded. */
export interface ExportView {
  readonly job: ExportJob
  readonly parts: readonly ManifestPart[]
  /** Sums of all parts but the daily ones, currency by currency. */
  readonly totals: readonly (FileSums & { readonly currency: string })[]
}

/** Puts an export of the account's invoices into the queue; `workOnExport` makes it. */
export async function createExport(
  context: UseCase,
  wish: ExportWish,
  systemNow: Instant,
): Promise<Outcome<ExportView>> {
  const { session, scope, actor, newId } = context
  const partnerId = scope.accountId
  await lockExports(session, partnerId)
  const { all, unfinished } = await countExports(session, partnerId)
  if (unfinished >= MOST_UNFINISHED) {
    return refuse('export-limit-reached', { count: unfinished, what: 'unfinished', limit: MOST_UNFINISHED })
  }
  if (all >= MOST_KEPT) return refuse('export-limit-reached', { count: all, what: 'kept', limit: MOST_KEPT })
  const invoices = await invoicesOf(session, partnerId, wish)
  if (!invoices.ok) return invoices
  const rowsTotal = await countRows(session, partnerId, invoices.value)
  if (rowsTotal > MOST_EXPORTED_LINES) {
    return refuse('export-too-large', { lines: Number(rowsTotal), limit: MOST_EXPORTED_LINES })
  }
  const key = { partnerId, exportId: newId() }
  const { format, dates, locale } = wish
  const documents = invoices.value.map(({ number }) => number)
  await insertExport(session, {
    ...key,
    ...{ format, dates, locale, documents, rowsTotal },
    requestedBy: actor.name,
    createdAt: systemNow,
    expiresAt: (systemNow + KEPT_MILLISECONDS) as Instant,
  })
  await recordChange(context, {
    partnerId,
    customer: null,
    resourceType: 'invoice_export',
    operationType: 'create_invoice_export',
    before: null,
    after: { exportId: key.exportId, format, invoices: documents.length, lines: Number(rowsTotal) },
  })
  return loadExport(session, key)
}

/** How many rows the files of documents have together. */
async function countRows(session: Session, partnerId: string, documents: readonly BilledDocument[]): Promise<bigint> {
  const lines = documents.reduce((sum, { chargeCount }) => sum + chargeCount, 0n)
  // Enough to be refused without counting days.
  return lines > MOST_EXPORTED_LINES
    ? lines
    : lines + (await countDailyRows(session, partnerId, documents.filter(hasDays)))
}

/** The invoices of a wish, in the order in which they are exported; each once. */
async function invoicesOf(
  session: Session,
  partnerId: string,
  { invoices: numbers, from, to }: ExportWish,
): Promise<Outcome<readonly BilledDocument[]>> {
  if (numbers === undefined) {
    const found = await listDocuments(session, {
      partnerId,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      limit: MOST_EXPORTED_INVOICES + 1,
    })
    if (found.length > MOST_EXPORTED_INVOICES)
      return refuse('export-too-many-invoices', { limit: MOST_EXPORTED_INVOICES })
    return found.length === 0 ? refuse('export-empty') : accept(found.reverse())
  }
  const found: BilledDocument[] = []
  for (const number of new Set(numbers.map((text) => text.toUpperCase()))) {
    const invoice = await findDocument(session, partnerId, number)
    if (invoice === undefined) return refuse('not-found', { what: 'invoice', id: number })
    found.push(invoice)
  }
  return accept(found)
}

type Key = Pick<ExportJob, 'partnerId' | 'exportId'>

/** An export of a partner; another partner's does not exist. */
export async function loadExport(session: Session, key: Key): Promise<Outcome<ExportView>> {
  const job = await findExport(session, key)
  if (job === undefined) return refuse('not-found', { what: 'export', id: key.exportId })
  if (job.state !== 'succeeded') return accept({ job, parts: [], totals: [] })
  const files = new Map(
    (await listFiles(session, 'exports', key.partnerId, key.exportId)).map((file) => [file.name, file]),
  )
  const parts = (await listExportParts(session, key)).map((part) => manifestPart(part, files.get(part.name)!))
  return accept({ job, parts, totals: totalsOf(parts) })
}

function manifestPart(part: ExportPart, { sizeBytes, sha256 }: FileFacts): ManifestPart {
  return { ...part, sizeBytes, sha256 }
}

function totalsOf(parts: readonly ExportPart[]): ExportView['totals'] {
  const totals = new Map<string, FileSums>()
  // Days are the usage of other files once more.
  for (const part of parts.filter(({ kind }) => kind !== 'daily-rated'))
    totals.set(part.currency, addSums(totals.get(part.currency) ?? NO_SUMS, part))
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sums]) => ({ currency, ...sums }))
}

/** Exports of an account, newest first, without what they hold, and how many there are. */
export async function listAccountExports(
  { session, scope }: Pick<UseCase, 'session' | 'scope'>,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly jobs: readonly ExportJob[]; readonly totalCount: number }> {
  const { all } = await countExports(session, scope.accountId)
  return { jobs: await listExports(session, scope.accountId, page), totalCount: all }
}

/** The exports of every account, newest first, for the provider. */
export function listAllExports(session: Session, partnerId: string | undefined, limit: number): Promise<ExportJob[]> {
  return listExports(session, partnerId, { offset: 0, limit })
}

/** A part of a finished export, with its bytes. */
export async function loadExportPart(session: Session, key: Key, partNumber: number): Promise<Outcome<StoredFile>> {
  const view = await loadExport(session, key)
  if (!view.ok) return view
  const part = view.value.parts.find((one) => one.partNumber === partNumber)
  const file =
    part === undefined
      ? undefined
      : await readStoredFile(session, 'exports', { partnerId: key.partnerId, owner: key.exportId, name: part.name })
  return file === undefined
    ? refuse('not-found', { what: 'part of this export', id: String(partNumber) })
    : accept(file)
}
