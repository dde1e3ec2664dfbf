import type { Database } from '../store/database.js'
import { type InvoiceFilter, listInvoices } from '../store/invoice-reading.js'
import type { Invoice } from '../store/invoices.js'

export type { Invoice, InvoiceFilter }

/** Issued invoices, newest first, and whether there are more than the filter's limit. */
export async function listIssuedInvoices(
  database: Database,
  filter: InvoiceFilter,
): Promise<{ readonly invoices: readonly Invoice[]; readonly more: boolean }> {
  const found = await listInvoices(database, { ...filter, limit: filter.limit + 1 })
  return { invoices: found.slice(0, filter.limit), more: found.length > filter.limit }
}
