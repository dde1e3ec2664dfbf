import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Day, formatDay } from '../core/calendar/day.js'
import { type Availability, termEndAfter } from '../core/catalog/availability.js'
import type { Charge } from '../core/charging/charge.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import type { ReconLine, ReconProduct, ReconSubscription } from '../core/recon/recon-line.js'
import { headerOf, type ReconSchema, rowWriterOf } from '../core/recon/schema.js'
import { licenseBasedSchema } from '../core/recon/schemas/license-based.js'
import { oneTimeSchema } from '../core/recon/schemas/one-time.js'
import { type BinaryRow, BinaryRowReader } from '../store/binary-copy.js'
import { loadCatalog, type StoredCatalog } from '../store/catalog.js'
import { readCharge } from '../store/charges.js'
import type { Database } from '../store/database.js'
import { type Invoice, type InvoiceFilter, listInvoices } from '../store/invoices.js'
import {
  copyInvoiceCharges,
  loadReconCustomers,
  loadReconPartner,
  RECON_FIELDS,
  RECON_SUBSCRIPTION_FIELD,
  readSubscriptionTitle,
} from '../store/recon-lines.js'

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
  const products = productsOf(catalog)
  const files = new Map<Invoice, ExportedFile>()
  let done = 0
  const queue = invoices.values()
  const work = async () => {
    let owner: Owner | undefined
    for (const invoice of queue) {
      if (owner?.partner.partnerId !== invoice.partnerId) owner = await loadOwner(database, invoice.partnerId)
      const path = join(options.directory, fileNameOf(invoice))
      const lines = await writeFile(database, path, invoice, owner, catalog, products)
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

interface Owner {
  readonly partner: ReconLine['partner']
  readonly customers: ReadonlyMap<string, ReconLine['customer']>
}

async function loadOwner(database: Database, partnerId: string): Promise<Owner> {
  return {
    partner: await loadReconPartner(database, partnerId),
    customers: await loadReconCustomers(database, partnerId),
  }
}

type Products = ReadonlyMap<string, Readonly<Record<'paid' | 'trial', ReconProduct>>>

function productsOf(catalog: StoredCatalog): Products {
  return new Map(
    [...catalog.titles].map(([id, { productTitle, skuTitle, publisherName, publisherId, unitType, isAddOn }]) => {
      const product = { productTitle, skuTitle, publisherName, publisherId, unitType, isAddOn }
      return [id, { paid: { ...product, isTrial: false }, trial: { ...product, isTrial: true } }]
    }),
  )
}

/** How much text is gathered before it is written. */
const WRITE_SIZE = 1 << 18

async function writeFile(
  database: Database,
  path: string,
  invoice: Invoice,
  owner: Owner,
  catalog: StoredCatalog,
  products: Products,
): Promise<number> {
  const schema = SCHEMAS[invoice.invoiceType]
  const write = rowWriterOf(schema)
  const lineOf = lineReader(invoice, owner, catalog, products)
  let text = headerOf(schema)
  let total = 0n
  const reader = new BinaryRowReader(RECON_FIELDS, (row) => {
    const line = lineOf(row)
    total += line.charge.amount
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
    if (total !== invoice.total || BigInt(lines) !== invoice.chargeCount) {
      const currency = invoice.currency as Currency
      const [found, expected] = [formatAmount(total, currency), formatAmount(invoice.total, currency)]
      throw new Error(`the file of ${invoice.number} adds up to ${found} in ${lines} lines, the invoice to ${expected}`)
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

/** Reads rows into lines that share their objects, so that the writer can keep the text of what repeats. */
function lineReader(
  { number, invoiceDate, invoiceType }: Invoice,
  { partner, customers }: Owner,
  catalog: StoredCatalog,
  products: Products,
): (row: BinaryRow) => ReconLine {
  const invoice = { number, date: invoiceDate, type: invoiceType }
  let last: { readonly subscription: ReconSubscription; readonly customerId: string; readonly key: string } | undefined
  return (row) => {
    const charge = readCharge(row)
    const availability = catalog.availabilities.get(charge.derivation.availabilityId)!
    const subscriptionId = row.uuid(RECON_SUBSCRIPTION_FIELD)
    const isConversion = charge.type === 'convert'
    const key = `${subscriptionId} ${isConversion} ${availability.id}`
    if (last?.key !== key || (last.subscription.endDate !== null && charge.chargeStart >= last.subscription.endDate)) {
      const title = readSubscriptionTitle(row)
      const { customerId, orderId, orderedOn, anchor, friendlyName, parentSubscriptionId, sourceSubscriptionId } = title
      const subscription: ReconSubscription = {
        subscriptionId,
        orderId,
        orderDate: orderedOn,
        friendlyName,
        parentSubscriptionId,
        sourceSubscriptionId,
        ...termOf(availability, anchor, charge),
        referenceId: sourceSubscriptionId ?? (isConversion ? subscriptionId : null),
      }
      last = { subscription, customerId, key }
    }
    const kind = charge.derivation.priceFrom === null ? 'trial' : 'paid'
    const product = products.get(availability.id)![kind]
    const { subscription, customerId } = last
    const customer = customers.get(customerId)!
    return { partner, customer, subscription, availability, product, charge, invoice, tax: 0n, discount: 0n }
  }
}

/** The term a charge lies in, counted from the anchor it was founded with: the same whatever happens to the subscription later. */
function termOf(
  availability: Availability,
  anchor: Day,
  { chargeStart }: Charge,
): { readonly startDate: Day; readonly endDate: Day | null } {
  if (availability.billingCycle === 'one-time') return { startDate: anchor, endDate: null }
  let startDate = anchor
  let endDate = termEndAfter(availability, anchor, startDate)
  while (endDate <= chargeStart) {
    startDate = endDate
    endDate = termEndAfter(availability, anchor, startDate)
  }
  return { startDate, endDate }
}
