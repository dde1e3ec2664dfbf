import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { formatDay } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { headerOf, type ReconSchema, rowWriterOf } from '../core/recon/schema.js'
import { licenseBasedSchema } from '../core/recon/schemas/license-based.js'
import { oneTimeSchema } from '../core/recon/schemas/one-time.js'
import { BinaryRowReader } from '../store/binary-copy.js'
import { loadCatalog, type StoredCatalog } from '../store/catalog.js'
import { readCharge } from '../store/charges.js'
import type { Database } from '../store/database.js'
import { type InvoiceFilter, listInvoices } from '../store/invoice-reading.js'
import type { Invoice } from '../store/invoices.js'
import {
  copyInvoiceCharges,
  RECON_FIELDS,
  RECON_SUBSCRIPTION_FIELD,
  readSubscriptionTitle,
} from '../store/recon-lines.js'
import { loadLineTax } from './line-taxes.js'
import { loadReconOwner, type ReconOwner, reconLineReader } from './recon-reader.js'

/** A reconciliation file that was written. */
export interface ExportedFile {
  readonly path: string
  readonly invoice: Invoice
  readonly lines: number
}

export interface ExportOptions {
  readonly directory: string
  readonly filter: InvoiceFilter
  /** Write the k-th of n parts, from 0: how several processes share the work. */
  readonly part?: { readonly index: number; readonly of: number }
  readonly onProgress?: (progress: { readonly total: number; readonly done: number }) => void
}

const SCHEMAS: Readonly<Record<Invoice['invoiceType'], ReconSchema>> = {
  recurring: licenseBasedSchema,
  'one-time': oneTimeSchema,
}

/**
 * Writes the reconciliation file of each invoice the filter names. Files are streamed, the same bytes on every run, and
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
  const files = new Map<Invoice, ExportedFile>()
  let done = 0
  const queue = invoices.values()
  const work = async () => {
    let owner: ReconOwner | undefined
    for (const invoice of queue) {
      if (owner?.partner.partnerId !== invoice.partnerId) {
        owner = await loadReconOwner(database, invoice.partnerId)
      }
      const path = join(options.directory, fileNameOf(invoice))
      const lines = await writeFile(database, path, invoice, owner, catalog)
      files.set(invoice, { path, invoice, lines })
      done += lines
      options.onProgress?.({ total, done })
    }
  }
  // The database reads ahead for one file while the text of another is written.
  await Promise.all(Array.from({ length: Math.min(READERS, database.maxSessions) }, work))
  return invoices.map((invoice) => files.get(invoice)!)
}

const READERS = 3

/** `D000000001-license-based-2018-01-15.csv`. */
function fileNameOf(invoice: Pick<Invoice, 'number' | 'invoiceType' | 'invoiceDate'>): string {
  return `${invoice.number}-${SCHEMAS[invoice.invoiceType].kind}-${formatDay(invoice.invoiceDate)}.csv`
}

/** How much text is gathered before it is written. */
const WRITE_SIZE = 1 << 18

async function writeFile(
  database: Database,
  path: string,
  invoice: Invoice,
  owner: ReconOwner,
  catalog: StoredCatalog,
): Promise<number> {
  const schema = SCHEMAS[invoice.invoiceType]
  const write = rowWriterOf(schema)
  const { number, invoiceDate: date, invoiceType: type } = invoice
  const taxOf = await loadLineTax(database, invoice, catalog)
  const lineOf = reconLineReader({ number, date, type }, owner, catalog, readSubscriptionTitle, taxOf)
  let text = headerOf(schema)
  let [charged, tax] = [0n, 0n]
  const reader = new BinaryRowReader(RECON_FIELDS, (row) => {
    const line = lineOf(readCharge(row), row.uuid(RECON_SUBSCRIPTION_FIELD), row)
    charged += line.charge.amount
    tax += line.tax
    text += write(line)
  })
  const temporary = `${path}.part`
  const file = await open(temporary, 'w')
  try {
    for await (const bytes of copyInvoiceCharges(database, invoice)) {
      reader.push(bytes)
      if (text.length < WRITE_SIZE) continue
      await file.write(text)
      text = ''
    }
    const lines = reader.finish()
    await file.write(text)
    if (charged !== invoice.charged || tax !== invoice.tax || BigInt(lines) !== invoice.chargeCount) {
      const sums = (of: Pick<Invoice, 'charged' | 'tax'>) =>
        `${formatAmount(of.charged, invoice.currency as Currency)} and tax of ${formatAmount(of.tax, invoice.currency as Currency)}`
      throw new Error(
        `the file of ${invoice.number} adds up to ${sums({ charged, tax })} in ${lines} lines, the invoice to ${sums(invoice)}`,
      )
    }
    await file.close()
    await rename(temporary, path)
    return lines
  } catch (error) {
    await file.close().catch(() => {})
    await rm(temporary, { force: true })
    throw error
  }
}
