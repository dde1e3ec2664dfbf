import type { Instant } from '../core/calendar/day.js'
import { type Outcome, refuse } from '../core/refusal.js'
import { findDocument } from '../store/billed-documents.js'
import { type DocumentWish, loadDocumentFile } from './document-files.js'
import type { StoredFile } from './files/stored-files.js'
import type { Database } from './use-case.js'

/** The document of an invoice by its number, whoever it is for. */
export async function writeInvoiceDocument(
  database: Database,
  number: string,
  wish: DocumentWish,
  now: Instant,
): Promise<Outcome<StoredFile>> {
  const invoice = await findDocument(database, undefined, number.toUpperCase())
  if (invoice === undefined) return refuse('not-found', { what: 'invoice', id: number })
  return loadDocumentFile(database, invoice, wish, now)
}
