import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Currency } from '../core/money/currency.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { countInvoices, findInvoice, type IssuedLine, listInvoices, listIssuedLines } from '../store/invoice-reading.js'
import type { Invoice } from '../store/invoices.js'
import { type AccountBalance, accountBalances, balancesOf, type CurrencyBalance } from '../store/receivables.js'
import { loadReconPartner } from '../store/recon-lines.js'
import type { Account } from './accounts.js'
import type { UseCase } from './use-case.js'

export type { AccountBalance, CurrencyBalance, Invoice, IssuedLine }

/** An issued invoice as its partner sees it. */
export interface InvoiceView {
  readonly invoice: Invoice
  /** Minor units: what payments have paid of it. */
  readonly paid: bigint
  /** Minor units: what is still owed; below zero for a credit balance. */
  readonly open: bigint
}

type Reader = Pick<UseCase, 'session' | 'scope'>

/** Which invoices of the account are wanted. */
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
  const invoices = await listInvoices(session, { ...filter, offset, limit })
  const balances = await balancesOf(session, invoices)
  return {
    views: invoices.map((invoice) => viewOf(invoice, balances.get(invoice.number))),
    totalCount: await countInvoices(session, filter),
  }
}

/** An invoice of the account; another partner's does not exist. */
export async function loadInvoice({ session, scope }: Reader, number: string): Promise<Outcome<Invoice>> {
  const invoice = await findInvoice(session, scope.accountId, number.toUpperCase())
  return invoice === undefined ? refuse('not-found', { what: 'invoice', id: number }) : accept(invoice)
}

/** An invoice of the account with what is paid of it. */
export async function loadInvoiceView(context: Reader, number: string): Promise<Outcome<InvoiceView>> {
  const invoice = await loadInvoice(context, number)
  if (!invoice.ok) return invoice
  const balances = await balancesOf(context.session, [invoice.value])
  return accept(viewOf(invoice.value, balances.get(invoice.value.number)))
}

function viewOf(invoice: Invoice, balance: { readonly paid: bigint; readonly open: bigint } | undefined): InvoiceView {
  return { invoice, paid: balance?.paid ?? 0n, open: balance?.open ?? invoice.total }
}

/** An invoice of whatever partner with its lines, for the provider. */
export interface InvoiceInFull extends InvoiceView {
  readonly partnerName: string
  readonly lines: readonly IssuedLine[]
}

/** An invoice by its number, whoever it is for, with its lines and what is paid of it. */
export async function loadInvoiceInFull(
  { session }: Pick<UseCase, 'session'>,
  number: string,
): Promise<Outcome<InvoiceInFull>> {
  const [invoice] = await listInvoices(session, { number: number.toUpperCase(), limit: 1 })
  if (invoice === undefined) return refuse('not-found', { what: 'invoice', id: number })
  const balances = await balancesOf(session, [invoice])
  const { name: partnerName } = await loadReconPartner(session, invoice.partnerId)
  const lines = await listIssuedLines(session, invoice)
  return accept({ ...viewOf(invoice, balances.get(invoice.number)), partnerName, lines })
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
