import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findDocument } from '../store/billed-documents.js'
import { type FileWish, openReconSource, reconFileName, streamReconFile } from './files/recon-file.js'
import type { Session } from './use-case.js'

/** The reconciliation file of an invoice, or of what amends one, by its number, whoever it is for, while it is read. */
export async function openReconFile(
  session: Session,
  number: string,
  wish: FileWish,
): Promise<Outcome<{ readonly name: string; readonly lines: number; readonly bytes: AsyncIterable<Uint8Array> }>> {
  const document = await findDocument(session, undefined, number.toUpperCase())
  if (document === undefined) return refuse('not-found', { what: 'invoice', id: number })
  const source = await openReconSource(session, document)
  return accept({
    name: reconFileName(document, wish.format),
    lines: Number(document.chargeCount),
    bytes: streamReconFile(source, wish),
  })
}
