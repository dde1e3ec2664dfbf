import type { ReconFileKind } from '../core/recon/schema.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findDocument } from '../store/billed-documents.js'
import { type FileWish, openReconSource, reconFileName, streamReconFile } from './files/recon-file.js'
import type { Session } from './use-case.js'

/** A reconciliation file of an invoice (of the kind named, or else its first), or of what amends one, by its number, whoever it is for, while it is read. */
export async function openReconFile(
  session: Session,
  number: string,
  wish: FileWish & { readonly kind?: ReconFileKind | undefined },
): Promise<Outcome<{ readonly name: string; readonly lines: number; readonly bytes: AsyncIterable<Uint8Array> }>> {
  const document = await findDocument(session, undefined, number.toUpperCase())
  if (document === undefined) return refuse('not-found', { what: 'invoice', id: number })
  const source = await openReconSource(session, document, { kind: wish.kind })
  if (!source.ok) return source
  return accept({
    name: reconFileName(source.value, wish.format),
    lines: Number(source.value.expected.rowCount ?? 0n),
    bytes: streamReconFile(source.value, wish),
  })
}
