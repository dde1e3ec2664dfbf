import type { Instant } from '../core/calendar/day.js'
import { type Outcome, refuse } from '../core/refusal.js'
import { listInvoices } from '../store/invoice-reading.js'
import { loadInvoiceDocument } from './invoice-documents.js'
import { type DocumentFile, type DocumentFormat, type DocumentLanguage, writeDocumentFile } from './invoice-files.js'
import type { Session } from './use-case.js'

/** Writes an invoice by its number, whoever it is for. */
export async function writeInvoiceDocument(
  session: Session,
  number: string,
  { format, language }: { readonly format: DocumentFormat; readonly language: DocumentLanguage | undefined },
  now: Instant,
): Promise<Outcome<DocumentFile>> {
  const [invoice] = await listInvoices(session, { number: number.toUpperCase(), limit: 1 })
  if (invoice === undefined) return refuse('not-found', { what: 'invoice', id: number })
  const document = await loadInvoiceDocument(session, invoice, now)
  return document.ok ? writeDocumentFile(document.value, format, language) : document
}
