import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { type ReconLine, totalOf } from '../core/recon/recon-line.js'
import { headerOf, type ReconFileKind, type ReconSchema, rowWriterOf } from '../core/recon/schema.js'
import type { BilledDocument } from '../store/billed-documents.js'
import { BinaryRowReader } from '../store/binary-copy.js'
import { loadCatalog, type StoredCatalog } from '../store/catalog.js'
import { readCharge } from '../store/charges.js'
import type { Database } from '../store/database.js'
import { type InvoiceFilter, listInvoices } from '../store/invoice-reading.js'
import type { Invoice } from '../store/invoices.js'
import { loadMetersOn } from '../store/meters.js'
import {
  copyInvoiceCharges,
  RECON_FIELDS,
  RECON_SUBSCRIPTION_FIELD,
  readStoredUsage,
  readSubscriptionTitle,
} from '../store/recon-lines.js'
import { checkedPages, openReconSource, RECON_SCHEMAS, reconFileName, reconKindsOf } from './files/recon-file.js'
import { loadChargesTax, loadLineTax } from './line-taxes.js'
import { loadReconOwner, type ReconOwner, reconLineReader, usageReader } from './recon-reader.js'

/** A reconciliation file that was written. */
export interface ExportedFile {
  readonly path: string
  readonly kind: ReconFileKind
  readonly invoice: Invoice
  readonly lines: number
  /** Minor units: what its lines come to with tax. Rows of days have none. */
  readonly total: bigint
}

export interface ExportOptions {
  readonly directory: string
  readonly filter: InvoiceFilter
  /** Write the k-th of n parts, from 0: how several processes share the work. */
  readonly part?: { readonly index: number; readonly of: number }
  readonly onProgress?: (progress: { readonly total: number; readonly done: number }) => void
}

/**
 * Writes the reconciliation files of each invoice the filter names. Files are streamed, the same bytes on every run, and
 * appear only when they are whole and their sum is the invoice's total to the cent.
 */
export async function exportRecon(database: Database, options: ExportOptions): Promise<ExportedFile[]> {
  const all = [...(await listInvoices(database, options.filter))].sort(
    // Partner by partner, so that customers are loaded once.
    (a, b) => (a.partnerId < b.partnerId ? -1 : a.partnerId > b.partnerId ? 1 : a.number < b.number ? -1 : 1),
  )
  const part = options.part ?? { index: 0, of: 1 }
  const invoices = all.filter((_, index) => Math.floor((index * part.of) / all.length) === part.index)
  await mkdir(options.directory, { recursive: true })
  const total = invoices.reduce((sum, invoice) => sum + Number(invoice.chargeCount), 0)
  const catalog = await loadCatalog(database)
  const files = new Map<Invoice, readonly ExportedFile[]>()
  let done = 0
  const queue = invoices.values()
  const work = async () => {
    let owner: ReconOwner | undefined
    for (const invoice of queue) {
      if (owner?.partner.partnerId !== invoice.partnerId) {
        owner = await loadReconOwner(database, invoice.partnerId)
      }
      files.set(invoice, await writeFiles(database, options.directory, invoice, owner, catalog))
      done += Number(invoice.chargeCount)
      options.onProgress?.({ total, done })
    }
  }
  // The database reads ahead for one file while the text of another is written.
  await Promise.all(Array.from({ length: Math.min(READERS, database.maxSessions) }, work))
  return invoices.flatMap((invoice) => files.get(invoice)!)
}

const READERS = 3

/** How much text is gathered before it is written. */
const WRITE_SIZE = 1 << 18

/** A file that is being written under another name, until it is whole. */
class OpenFile {
  readonly path: string
  lines = 0
  total = 0n
  readonly #file: FileHandle
  readonly #write: (line: ReconLine) => string
  #text: string

  constructor(path: string, file: FileHandle, schema: ReconSchema) {
    this.path = path
    this.#file = file
    this.#write = rowWriterOf(schema)
    this.#text = headerOf(schema)
  }

  add(line: ReconLine): void {
    this.#text += this.#write(line)
    this.lines += 1
    this.total += totalOf(line)
  }

  async flush(atLeast = 0): Promise<void> {
    if (this.#text.length < atLeast) return
    await this.#file.write(this.#text)
    this.#text = ''
  }

  async keep(): Promise<void> {
    await this.flush()
    await this.#file.close()
    await rename(temporaryOf(this.path), this.path)
  }

  async drop(): Promise<void> {
    await this.#file.close().catch(() => {})
    await rm(temporaryOf(this.path), { force: true })
  }
}

function temporaryOf(path: string): string {
  return `${path}.part`
}

/** The files of an invoice: license-based and usage-based of one reading, and then the days. */
async function writeFiles(
  database: Database,
  directory: string,
  invoice: Invoice,
  owner: ReconOwner,
  catalog: StoredCatalog,
): Promise<ExportedFile[]> {
  const document = documentOf(invoice)
  const kinds = await reconKindsOf(database, document)
  const files = new Map<ReconFileKind, OpenFile>()
  try {
    for (const kind of kinds) {
      const path = join(directory, reconFileName({ document, schema: RECON_SCHEMAS[kind] }, 'csv'))
      files.set(kind, new OpenFile(path, await open(temporaryOf(path), 'w'), RECON_SCHEMAS[kind]))
    }
    await writeLines(database, invoice, owner, catalog, files)
    const daily = files.get('daily-rated')
    if (daily !== undefined) await writeDays(database, document, daily)
    for (const file of files.values()) await file.keep()
    return [...files].map(([kind, { path, lines, total }]) => ({ path, kind, invoice, lines, total }))
  } catch (error) {
    for (const file of files.values()) await file.drop()
    throw error
  }
}

async function writeLines(
  database: Database,
  invoice: Invoice,
  owner: ReconOwner,
  catalog: StoredCatalog,
  files: ReadonlyMap<ReconFileKind, OpenFile>,
): Promise<void> {
  const { number, invoiceDate: date, invoiceType: type } = invoice
  const taxOf = await loadLineTax(database, invoice, catalog)
  const chargesTax = await loadChargesTax(database, invoice)
  const meters = files.size > 1 || files.has('usage-based') ? await loadMetersOn(database, invoice) : new Map()
  const facts = { title: readSubscriptionTitle, usage: usageReader(readStoredUsage, meters) }
  const lineOf = reconLineReader({ number, date, type }, owner, catalog, facts, taxOf)
  const [plain, usage] = [files.get('license-based') ?? files.get('one-time'), files.get('usage-based')]
  let [charged, tax] = [0n, 0n]
  const reader = new BinaryRowReader(RECON_FIELDS, (row) => {
    const line = lineOf(readCharge(row), row.uuid(RECON_SUBSCRIPTION_FIELD), row)
    charged += line.charge.amount
    tax += line.tax
    const file = line.usage === null ? plain : (usage ?? plain)
    file!.add(line)
  })
  for await (const bytes of copyInvoiceCharges(database, invoice)) {
    reader.push(bytes)
    await plain?.flush(WRITE_SIZE)
    await usage?.flush(WRITE_SIZE)
  }
  const lines = reader.finish()
  if (charged === invoice.charged && tax === chargesTax && BigInt(lines) === invoice.chargeCount) return
  const sums = (of: Pick<Invoice, 'charged' | 'tax'>) =>
    `${formatAmount(of.charged, invoice.currency as Currency)} and tax of ${formatAmount(of.tax, invoice.currency as Currency)}`
  throw new Error(
    `the file of ${number} adds up to ${sums({ charged, tax })} in ${lines} lines, the invoice to ${sums({ charged: invoice.charged, tax: chargesTax })}`,
  )
}

async function writeDays(database: Database, document: BilledDocument, file: OpenFile): Promise<void> {
  const source = await openReconSource(database, document, { kind: 'daily-rated' })
  if (!source.ok) throw new Error(source.refusal.message)
  for await (const lines of checkedPages(source.value)) {
    for (const line of lines) file.add(line)
    await file.flush(WRITE_SIZE)
  }
}

/** An invoice as a document that nothing amends. */
function documentOf(invoice: Invoice): BilledDocument {
  return {
    ...invoice,
    kind: 'invoice',
    issuedOn: invoice.invoiceDate,
    amends: null,
    reason: null,
    note: '',
    amendments: [],
  }
}
