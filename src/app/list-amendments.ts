import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type BilledDocument, countDocuments, findDocument, listDocuments } from '../store/billed-documents.js'
import { type IssuedFigures, loadIssuedFigures } from './amendable-document.js'
import type { Session } from './use-case.js'

export type { BilledDocument, IssuedFigures }

/** Amendments, newest first, of a partner or of all, and how many there are. */
export async function listAmendments(
  session: Session,
  partnerId: string | undefined,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly documents: readonly BilledDocument[]; readonly totalCount: number }> {
  const filter = { ...(partnerId === undefined ? {} : { partnerId }), onlyAmendments: true }
  const documents = await listDocuments(session, { ...filter, offset, limit })
  return { documents, totalCount: await countDocuments(session, filter) }
}

/** An amendment by its number, whoever it is for. */
export async function loadAmendment(
  session: Session,
  number: string,
): Promise<Outcome<{ readonly document: BilledDocument; readonly figures: IssuedFigures }>> {
  const document = await findDocument(session, undefined, number.toUpperCase())
  if (document === undefined || document.kind === 'invoice') {
    return refuse('not-found', { what: 'credit note', id: number })
  }
  return accept({ document, figures: await loadIssuedFigures(session, document) })
}
