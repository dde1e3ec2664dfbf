import type { Day } from '../calendar/day.js'
import type { InvoiceType } from './assemble.js'

/**
 * The accounts of the journal. `receivable` is what partners owe by document, `unallocated` what they have paid that no
 * invoice has been paid with yet, by payment; `credits` are adjustments granted, `withholding` is tax the partner kept
 * back and paid to its own state.
 */
export const ACCOUNTS = [
  'receivable',
  'revenue',
  'tax-payable',
  'credits',
  'cash',
  'unallocated',
  'withholding',
  'write-offs',
] as const
export type AccountName = (typeof ACCOUNTS)[number]

/** What a transaction of the journal is about. */
export type SourceKind = 'invoice' | 'credit-note' | 'payment' | 'allocation' | 'refund' | 'write-off'

/** One entry of the journal. All entries of a source are one transaction and add up to zero. */
export interface Posting {
  readonly partnerId: string
  readonly sourceKind: SourceKind
  /** Number of a document, or id of what happened. */
  readonly sourceId: string
  /** From 1, within the source. */
  readonly entryNumber: number
  readonly account: AccountName
  readonly currency: string
  /** Minor units: positive debits the account, negative credits it. */
  readonly amount: bigint
  readonly bookedOn: Day
  /** Number of the document whose receivable changes; only on `receivable`. */
  readonly document: string | null
  /** Payment whose rest changes; only on `unallocated`. */
  readonly paymentId: string | null
  /** Only on the entry that founds a receivable. */
  readonly invoiceType: InvoiceType | null
  readonly dueOn: Day | null
  readonly note: string
}

/** The sums of a document, in minor units. On a document that takes something back they are negative. */
export interface DocumentSums {
  /** Charges and adjustments, before tax. */
  readonly net: bigint
  /** The part of `net` that is adjustments. */
  readonly adjustments: bigint
  readonly tax: bigint
  /** What is to be paid: `net` and `tax`. */
  readonly total: bigint
}

interface IssuedDocument extends DocumentSums {
  readonly partnerId: string
  readonly number: string
  readonly currency: string
  readonly issuedOn: Day
}

export interface PostedInvoice extends IssuedDocument {
  readonly invoiceType: InvoiceType
  readonly dueOn: Day
}

export interface PostedCreditNote extends IssuedDocument {
  /** Number of the document of which it takes something back; that is what is owed less afterwards. */
  readonly against: string
}

/**
 * An invoice, or one that replaces another: the partner owes its total. Throws where the sums do not fit. The receivable
 * is there even where the total is zero, so that every document is in the journal.
 */
export function postingsOfInvoice(invoice: PostedInvoice): Posting[] {
  const { number, invoiceType, dueOn } = invoice
  return documentPostings('invoice', invoice, { document: number, invoiceType, dueOn })
}

/** A credit note or void note, whose sums are negative: what is owed on the document it is against becomes less. */
export function postingsOfCreditNote(note: PostedCreditNote): Posting[] {
  return documentPostings('credit-note', note, { document: note.against })
}

function documentPostings(
  sourceKind: SourceKind,
  { partnerId, number, currency, issuedOn, net, adjustments, tax, total }: IssuedDocument,
  receivable: Pick<Partial<Posting>, 'document' | 'invoiceType' | 'dueOn'>,
): Posting[] {
  if (net + tax !== total) throw new RangeError(`document ${number}: net ${net} and tax ${tax} are not ${total}`)
  const source = { partnerId, sourceKind, sourceId: number, currency, bookedOn: issuedOn, note: '' }
  return transaction(source, [
    { account: 'receivable', amount: total, ...receivable },
    { account: 'revenue', amount: adjustments - net },
    { account: 'credits', amount: -adjustments },
    { account: 'tax-payable', amount: -tax },
  ])
}

/** How a partner pays. `credit` is no money: it is the credit balance of one of its documents. */
export const PAYMENT_METHODS = ['bank-transfer', 'check', 'card', 'other', 'withholding-tax', 'credit'] as const
export type PaymentMethod = (typeof PAYMENT_METHODS)[number]

export interface PostedPayment {
  readonly partnerId: string
  readonly paymentId: string
  readonly currency: string
  readonly amount: bigint
  readonly receivedOn: Day
  readonly method: PaymentMethod
  /** For a credit: the document whose balance it is. */
  readonly document: string | null
}

/** A payment: unallocated, until something says which invoice is paid with it. */
export function postingsOfPayment(payment: PostedPayment): Posting[] {
  const { partnerId, paymentId, currency, amount, receivedOn, method, document } = payment
  const source = { partnerId, sourceKind: 'payment', sourceId: paymentId, currency, bookedOn: receivedOn } as const
  return transaction({ ...source, note: '' }, [
    method === 'credit'
      ? { account: 'receivable', amount, document }
      : { account: method === 'withholding-tax' ? 'withholding' : 'cash', amount },
    { account: 'unallocated', amount: -amount, paymentId },
  ])
}

/** Something that happened to a payment or an invoice after it was posted. */
interface Movement {
  readonly partnerId: string
  /** Its own id. */
  readonly id: string
  readonly currency: string
  /** Minor units; negative takes an earlier one back. */
  readonly amount: bigint
  readonly on: Day
  readonly note: string
}

/** A part of a payment pays a part of an invoice; a negative amount gives it back to the payment. */
export function postingsOfAllocation(
  allocation: Movement & { readonly paymentId: string; readonly document: string },
): Posting[] {
  const { amount, paymentId, document } = allocation
  return transaction(sourceOf('allocation', allocation), [
    { account: 'unallocated', amount, paymentId },
    { account: 'receivable', amount: -amount, document },
  ])
}

/** Money that goes back to the partner. */
export function postingsOfRefund(refund: Movement & { readonly paymentId: string }): Posting[] {
  const { amount, paymentId } = refund
  return transaction(sourceOf('refund', refund), [
    { account: 'unallocated', amount, paymentId },
    { account: 'cash', amount: -amount },
  ])
}

/** What nobody will pay any more; a negative amount takes a write-off back. */
export function postingsOfWriteOff(writeOff: Movement & { readonly document: string }): Posting[] {
  const { amount, document } = writeOff
  return transaction(sourceOf('write-off', writeOff), [
    { account: 'write-offs', amount },
    { account: 'receivable', amount: -amount, document },
  ])
}

/** Sources whose entries do not add up to zero in each currency; the journal takes none of them. */
export function unbalancedSources(postings: readonly Posting[]): string[] {
  const sums = new Map<string, bigint>()
  for (const { partnerId, sourceKind, sourceId, currency, amount } of postings) {
    const key = `${partnerId} ${sourceKind} ${sourceId} ${currency}`
    sums.set(key, (sums.get(key) ?? 0n) + amount)
  }
  return [...sums].flatMap(([key, sum]) => (sum === 0n ? [] : [key]))
}

type Source = Pick<Posting, 'partnerId' | 'sourceKind' | 'sourceId' | 'currency' | 'bookedOn' | 'note'>
type Entry = Pick<Posting, 'account' | 'amount'> & Partial<Posting>

function sourceOf(sourceKind: SourceKind, { partnerId, id, currency, on, note }: Movement): Source {
  return { partnerId, sourceKind, sourceId: id, currency, bookedOn: on, note }
}

/** Entries without an amount say nothing, but for the one that founds a receivable. */
function transaction(source: Source, entries: readonly Entry[]): Posting[] {
  return entries
    .filter(({ amount, dueOn }) => amount !== 0n || dueOn !== undefined)
    .map((entry, index) => ({
      ...source,
      document: null,
      paymentId: null,
      invoiceType: null,
      dueOn: null,
      ...entry,
      entryNumber: index + 1,
    }))
}
