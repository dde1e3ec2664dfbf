import { type BilledDocument, type DocumentPage, listDocuments } from '../store/billed-documents.js'
import type { Database } from '../store/database.js'

export type { BilledDocument }

/** Issued invoices and what amends them, newest first, and whether there are more than the filter's limit. */
export async function listIssuedInvoices(
  database: Database,
  filter: DocumentPage,
): Promise<{ readonly invoices: readonly BilledDocument[]; readonly more: boolean }> {
  const found = await listDocuments(database, { ...filter, limit: filter.limit + 1 })
  return { invoices: found.slice(0, filter.limit), more: found.length > filter.limit }
}
