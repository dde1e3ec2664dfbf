import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Currency } from '../core/money/currency.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { DocumentLineRow } from '../store/amendments.js'
import { type BilledDocument, countDocuments, findDocument, listDocuments } from '../store/billed-documents.js'
import { type AccountBalance, accountBalances, balancesOf, type CurrencyBalance } from '../store/receivables.js'
import { loadReconPartner } from '../store/recon-lines.js'
import { findUsageParts, type UsagePart } from '../store/usage-day-rows.js'
import type { Account } from './accounts.js'
import { loadIssuedFigures } from './amendable-document.js'
import { listTaxReceipts } from './tax-receipts.js'
import type { Session, UseCase } from './use-case.js'

export type { AccountBalance, BilledDocument, CurrencyBalance, DocumentLineRow }

/** An issued invoice, or what amends one, as its partner sees it. */
export interface InvoiceView {
  readonly invoice: BilledDocument
  /** Minor units: what payments have paid of it. */
  readonly paid: bigint
  /** Minor units: what is still owed; below zero for a credit balance. */
  readonly open: bigint
  /** What amends it, in order; with what amends these in turn left out. */
  readonly amendments: readonly InvoiceView[]
  /** What of the invoice it is about is for usage. */
  readonly usage: UsagePart
  /** Ids of the receipts of tax offices for it. */
  readonly receipts: readonly string[]
}

type Reader = Pick<UseCase, 'session' | 'scope'>

/** Which invoices of the account are wanted; what amends them is one of them. */
export interface InvoiceWish {
  readonly from: Day | undefined
  readonly to: Day | undefined
  readonly offset: number
  readonly limit: number
}

/** A part of the account's invoices, newest first, and how many there are altogether. */
export async function listInvoiceViews(
  { session, scope }: Reader,
  { from, to, offset, limit }: InvoiceWish,
): Promise<{ readonly views: readonly InvoiceView[]; readonly totalCount: number }> {
  const filter = {
    partnerId: scope.accountId,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
  const documents = await listDocuments(session, { ...filter, offset, limit })
  return {
    views: await viewsOf(session, documents),
    totalCount: await countDocuments(session, filter),
  }
}

/** An invoice of the account; another partner's does not exist. */
export async function loadInvoice({ session, scope }: Reader, number: string): Promise<Outcome<BilledDocument>> {
  const invoice = await findDocument(session, scope.accountId, number.toUpperCase())
  return invoice === undefined ? refuse('not-found', { what: 'invoice', id: number }) : accept(invoice)
}

/** An invoice of the account with what is paid of it. */
export async function loadInvoiceView(context: Reader, number: string): Promise<Outcome<InvoiceView>> {
  const invoice = await loadInvoice(context, number)
  if (!invoice.ok) return invoice
  const [view] = await viewsOf(context.session, [invoice.value])
  return accept(view!)
}

/** Documents of one partner with what is paid of them and what amends them. */
async function viewsOf(session: Session, documents: readonly BilledDocument[]): Promise<InvoiceView[]> {
  // Each once: what amends one of them may be among them itself.
  const given = new Set(documents.map(({ number }) => number))
  const numbers = documents.flatMap(({ amendments }) => amendments).filter((number) => !given.has(number))
  const { partnerId } = documents[0] ?? { partnerId: undefined }
  const amending =
    partnerId === undefined || numbers.length === 0
      ? []
      : await listDocuments(session, { partnerId, numbers, limit: numbers.length })
  const shown = [...documents, ...amending]
  const balances = await balancesOf(session, shown)
  const receipts =
    partnerId === undefined
      ? new Map<string, readonly string[]>()
      : await listTaxReceipts(
          session,
          partnerId,
          shown.map(({ number }) => number),
        )
  const usageParts = await findUsageParts(session, shown)
  const viewOf = (invoice: BilledDocument, amendments: readonly InvoiceView[]): InvoiceView => {
    // Of what takes something back nothing is owed: it is what is owed less on the document it amends.
    const { paid, open } = balances.get(invoice.number) ?? { paid: 0n, open: 0n }
    const usage = usageParts.get(invoice.number) ?? 'none'
    return { invoice, paid, open, amendments, usage, receipts: receipts.get(invoice.number) ?? [] }
  }
  const byNumber = new Map(shown.map((document) => [document.number, viewOf(document, [])]))
  return documents.map((document) => {
    const own = document.amendments.map((number) => byNumber.get(number))
    return viewOf(
      document,
      own.filter((view) => view !== undefined),
    )
  })
}

/** An invoice of whatever partner with its lines, for the provider. */
export interface InvoiceInFull extends InvoiceView {
  readonly partnerName: string
  /** Those of adjustments come after those of charges. */
  readonly lines: readonly DocumentLineRow[]
}

/** An invoice by its number, whoever it is for, with its lines and what is paid of it. */
export async function loadInvoiceInFull(
  { session }: Pick<UseCase, 'session'>,
  number: string,
): Promise<Outcome<InvoiceInFull>> {
  const invoice = await findDocument(session, undefined, number.toUpperCase())
  if (invoice === undefined) return refuse('not-found', { what: 'invoice', id: number })
  const { name: partnerName } = await loadReconPartner(session, invoice.partnerId)
  const { lines } = await loadIssuedFigures(session, invoice)
  const [view] = await viewsOf(session, [invoice])
  return accept({ ...view!, partnerName, lines })
}

/** What an account owes in one currency, as of a day. */
export interface AccountSummary extends CurrencyBalance {
  readonly on: Day
}

const NO_INVOICES = {
  balance: 0n,
  unallocated: 0n,
  firstInvoiceOn: undefined,
  latestInvoiceOn: undefined,
  lastPaymentOn: undefined,
  lastPaymentAmount: undefined,
  types: [],
}

/** What the account owes by currency; its own currency comes first, also before the first invoice. */
export async function listAccountSummaries(
  { session, now }: UseCase,
  account: Account,
): Promise<readonly [AccountSummary, ...AccountSummary[]]> {
  const on = dayOfInstant(now)
  const found = await accountBalances(session, account.partnerId)
  const isOwn = ({ currency }: { readonly currency: Currency }) => currency === account.currency
  const own = found.find(isOwn) ?? { ...NO_INVOICES, currency: account.currency }
  const others = found.filter((balance) => !isOwn(balance))
  return [{ ...own, on }, ...others.map((balance) => ({ ...balance, on }))]
}
