import { createHash } from 'node:crypto'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findDocument } from '../store/billed-documents.js'
import { listFilesOf } from '../store/stored-files.js'
import { recordChange } from './audit.js'
import { readStoredFile, type StoredFile, storeFile } from './files/stored-files.js'
import { lockAccount } from './lock-account.js'
import type { Session, UseCase } from './use-case.js'

/** Largest receipt in bytes. */
const LARGEST_RECEIPT = 2 * 1_048_576
const MOST_RECEIPTS = 100
const PDF = '%PDF-'

/** Under which name the receipts of an invoice are kept: apart from its documents, whose numbers hold no slash. */
const ownerOf = (number: string) => `receipts/${number}`
const nameOf = (receiptId: string) => `${receiptId}.pdf`
const idOf = (name: string) => name.slice(0, -'.pdf'.length)

/**
 * Keeps a receipt of a tax office for an invoice, whoever it is for: a PDF, as the laws of some countries ask for beside the
 * invoice. It never changes; the same one again is the same receipt.
 * @returns its id within the invoice, such as `T00001`
 */
export async function keepTaxReceipt(given: UseCase, invoiceId: string, content: Uint8Array): Promise<Outcome<string>> {
  const document = await findDocument(given.session, undefined, invoiceId.toUpperCase())
  if (document === undefined) return refuse('not-found', { what: 'invoice', id: invoiceId })
  if (Buffer.from(content.subarray(0, PDF.length)).toString('latin1') !== PDF) {
    return refuse('receipt-refused', { problem: 'it is no PDF' })
  }
  if (content.length > LARGEST_RECEIPT) return refuse('receipt-refused', { problem: 'it is larger than 2 MB' })
  const { partnerId, number } = document
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  const { context } = locked.value
  const kept = await listFilesOf(context.session, 'documents', partnerId, [ownerOf(number)])
  const sha256 = createHash('sha256').update(content).digest('hex')
  const known = kept.find((file) => file.sha256 === sha256)
  if (known !== undefined) return accept(idOf(known.name))
  if (kept.length >= MOST_RECEIPTS) return refuse('receipt-refused', { problem: `there are ${MOST_RECEIPTS} already` })
  const receiptId = `T${String(kept.length + 1).padStart(5, '0')}`
  const key = { partnerId, owner: ownerOf(number), name: nameOf(receiptId) }
  await storeFile(context.session, 'documents', key, { mediaType: 'application/pdf', bytes: content }, context.now)
  await recordChange(context, {
    ...{ partnerId, customer: null, resourceType: 'invoice', operationType: 'keep_tax_receipt' },
    before: null,
    after: { invoiceId: number, receiptId, sha256 },
  })
  return accept(receiptId)
}

/** Ids of the receipts of invoices of a partner, by number. */
export async function listTaxReceipts(
  session: Session,
  partnerId: string,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const byOwner = new Map<string, string[]>()
  for (const { owner, name } of await listFilesOf(session, 'documents', partnerId, numbers.map(ownerOf))) {
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), idOf(name)])
  }
  return new Map(numbers.map((number) => [number, byOwner.get(ownerOf(number)) ?? []]))
}

/** A receipt of an invoice of the account; another partner's does not exist. */
export async function loadTaxReceipt(
  { session, scope }: Pick<UseCase, 'session' | 'scope'>,
  invoiceId: string,
  receiptId: string,
): Promise<Outcome<StoredFile>> {
  const key = {
    partnerId: scope.accountId,
    owner: ownerOf(invoiceId.toUpperCase()),
    name: nameOf(receiptId.toUpperCase()),
  }
  const file = await readStoredFile(session, 'documents', key)
  return file === undefined ? refuse('not-found', { what: 'receipt', id: receiptId }) : accept(file)
}
