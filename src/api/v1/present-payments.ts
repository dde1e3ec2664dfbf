import type { AccountOverview, CurrencyBalance, Statement } from '../../app/account-statement.js'
import type { AllocationWishes } from '../../app/allocate-payment.js'
import type { BankEntryView } from '../../app/bank-entries.js'
import type { Credit } from '../../app/credit-limit.js'
import type { ImportedStatement } from '../../app/import-bank-statement.js'
import type { PaymentView } from '../../app/payments.js'
import type { Receivable } from '../../app/write-off.js'
import { formatDay } from '../../core/calendar/day.js'
import { type Currency, parseCurrency } from '../../core/money/currency.js'
import { amountProblem, formatAmount, parseTypedAmount } from '../../core/money/format-amount.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { currencySymbol } from '../currency-symbol.js'
import { attributes, link, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'

/** What is shown of money and taken from requests, as the wire has it. */

/** Reads an amount of a request in minor units; refused where it is zero or finer than the currency. */
export function readAmount(text: string, currency: Currency): Outcome<bigint> {
  const amount = parseTypedAmount(text, currency)
  if (amount !== undefined && amount > 0n) return accept(amount)
  const problem = amount === undefined ? amountProblem(text, currency) : 'it must be above zero'
  return refuse('malformed', { what: 'amount', problem })
}

/** The same for a field that may be missing. */
export function readMaybeAmount(text: string | undefined, currency: Currency): Outcome<bigint | undefined> {
  return text === undefined ? accept(undefined) : readAmount(text, currency)
}

interface WireWishes {
  readonly allocations: readonly { readonly invoiceId: string; readonly amount: string | undefined }[]
  readonly oldestFirst: boolean
}

export function readWishes({ allocations, oldestFirst }: WireWishes, currency: Currency): Outcome<AllocationWishes> {
  if (oldestFirst && allocations.length === 0) return accept('oldest')
  if (oldestFirst) return refuse('malformed', { what: 'oldestFirst', problem: 'name invoices, or set it; not both' })
  const wishes: { readonly number: string; readonly amount: bigint | undefined }[] = []
  for (const { invoiceId: number, amount: text } of allocations) {
    const amount = readMaybeAmount(text, currency)
    if (!amount.ok) return amount
    wishes.push({ number, amount: amount.value })
  }
  return accept(wishes)
}

function money(amount: bigint, currency: string): number {
  return Number(formatAmount(amount, parseCurrency(currency) as Currency))
}

const wireWord = (word: string) => word.replaceAll('-', '_')

/** @param root path of the payments: `/payments`, or that of a partner */
export function presentPayment(payment: PaymentView, root: string) {
  const { paymentId, currency, document } = payment
  return {
    id: paymentId,
    method: wireWord(payment.method),
    amount: money(payment.amount, currency),
    unallocatedAmount: money(payment.unallocated, currency),
    refundedAmount: money(payment.refunded, currency),
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    receivedDate: formatDay(payment.receivedOn),
    payer: payment.payer,
    reference: payment.reference,
    ...(document === null ? {} : { invoiceId: document }),
    allocations: payment.allocations.map(({ number, amount }) => ({
      invoiceId: number,
      amount: money(amount, currency),
    })),
    recordedDate: wireInstant(payment.recordedAt),
    links: selfLink(`${root}/${paymentId}`),
    attributes: attributes('Payment'),
  }
}

export function presentReceivable({ number, invoiceType, currency, dueOn, ...sums }: Receivable) {
  return {
    invoiceId: number,
    invoiceType: wireWord(invoiceType),
    totalAmount: money(sums.total, currency),
    paidAmount: money(sums.paid, currency),
    creditedAmount: money(sums.credited, currency),
    openAmount: money(sums.open, currency),
    currencyCode: currency,
    dueDate: formatDay(dueOn),
    attributes: attributes('Receivable'),
  }
}

function presentBalance(
  balance: Omit<CurrencyBalance, 'currency' | 'unallocated' | 'types'>,
  currency: string,
): Record<string, number | string> & { balanceAmount: number } {
  const { firstInvoiceOn, latestInvoiceOn, lastPaymentOn, lastPaymentAmount } = balance
  return {
    balanceAmount: money(balance.balance, currency),
    ...(firstInvoiceOn === undefined ? {} : { firstInvoiceDate: formatDay(firstInvoiceOn) }),
    ...(latestInvoiceOn === undefined ? {} : { latestInvoiceDate: formatDay(latestInvoiceOn) }),
    ...(lastPaymentOn === undefined ? {} : { lastPaymentDate: formatDay(lastPaymentOn) }),
    ...(lastPaymentAmount === undefined ? {} : { lastPaymentAmount: money(lastPaymentAmount, currency) }),
  }
}

export function presentCredit(credit: Credit | undefined) {
  if (credit === undefined) return {}
  const { currency } = credit
  return {
    creditLimit: {
      currencyCode: currency,
      limitAmount: money(credit.limit, currency),
      unpaidAmount: money(credit.unpaid, currency),
      unbilledAmount: money(credit.unbilled, currency),
      overpaidAmount: money(credit.overpaid, currency),
      availableAmount: money(credit.available, currency),
    },
  }
}

/** @param root path under which the statement and the payments are */
export function presentAccount(
  { balances, standing, credit, paymentDays }: AccountOverview,
  uri: string,
  root: string,
) {
  const { pastDue, since, overdue } = standing
  return {
    paymentDays,
    balances: balances.map((balance) => ({
      currencyCode: balance.currency,
      currencySymbol: currencySymbol(balance.currency),
      ...presentBalance(balance, balance.currency),
      unallocatedAmount: money(balance.unallocated, balance.currency),
      details: balance.types.map((one) => ({
        invoiceType: wireWord(one.invoiceType),
        ...presentBalance(one, balance.currency),
      })),
    })),
    pastDue,
    ...(since === undefined ? {} : { pastDueSince: formatDay(since) }),
    overdue: [...overdue].map(([currency, amount]) => ({ currencyCode: currency, amount: money(amount, currency) })),
    ...presentCredit(credit),
    links: {
      ...selfLink(uri),
      statement: link(root === '' ? '/account/statement' : `${root}/statement`),
      payments: link(`${root}/payments`),
    },
    attributes: attributes('AccountBalance'),
  }
}

export function presentStatement(
  { opening, lines, more }: Statement,
  page: { readonly uri: string; readonly size: number; readonly offset: number },
) {
  const next = new URL(page.uri, 'http://localhost')
  for (const name of [...next.searchParams.keys()]) {
    if (/^(size|offset)$/i.test(name)) next.searchParams.delete(name)
  }
  next.searchParams.set('size', String(page.size))
  next.searchParams.set('offset', String(page.offset + page.size))
  return {
    openingBalances: opening.map(({ currency, balance }) => ({
      currencyCode: currency,
      balance: money(balance, currency),
    })),
    items: lines.map((line) => ({
      date: formatDay(line.bookedOn),
      transactionType: wireWord(line.sourceKind),
      transactionId: line.sourceId,
      ...(line.document === null ? {} : { invoiceId: line.document }),
      ...(line.dueOn === null ? {} : { dueDate: formatDay(line.dueOn) }),
      ...(line.method === null ? {} : { paymentMethod: wireWord(line.method) }),
      reference: line.reference,
      note: line.note,
      amount: money(line.amount, line.currency),
      balance: money(line.balance, line.currency),
      currencyCode: line.currency,
    })),
    links: { ...selfLink(page.uri), ...(more ? { next: link(`${next.pathname}${next.search}`) } : {}) },
    attributes: attributes('AccountStatement'),
  }
}

export function presentImported(statements: readonly ImportedStatement[]) {
  return {
    statements: statements.map((statement) => ({
      id: statement.statementId,
      account: statement.account,
      reference: statement.reference,
      importedCount: statement.entryIds.length,
      possibleDuplicateCount: statement.duplicateIds.length,
      knownCount: statement.known,
      passedOverCount: statement.passedOver,
      confirmedCount: statement.confirmedIds.length,
      refusedCount: statement.refusedIds.length,
    })),
    attributes: attributes('BankStatementImport'),
  }
}

export function presentBankEntry(entry: BankEntryView) {
  const { currency, ownerId, paymentId, decidedAt, decidedBy, duplicateOf } = entry
  return {
    id: entry.bankEntryId,
    statementId: entry.statementId,
    account: entry.account,
    bookedDate: formatDay(entry.bookedOn),
    amount: money(entry.amount, currency),
    currencyCode: currency,
    payer: entry.payer,
    payerAccount: entry.payerAccount,
    remittance: entry.remittance,
    structuredReference: entry.structuredReference,
    ...(duplicateOf === null ? {} : { possibleDuplicateOf: duplicateOf }),
    state: entry.state,
    ...(ownerId === null ? {} : { partnerId: ownerId }),
    ...(paymentId === null ? {} : { paymentId }),
    ...(decidedAt === null ? {} : { decidedDate: wireInstant(decidedAt) }),
    ...(decidedBy === null ? {} : { decidedBy }),
    reason: entry.reason,
    suggestions: entry.suggestions.map(({ allocations, ...suggestion }) => ({
      ...suggestion,
      allocations: allocations.map(({ number, amount }) => ({ invoiceId: number, amount: money(amount, currency) })),
    })),
    links: selfLink(`/platform/bank-entries/${entry.bankEntryId}`),
    attributes: attributes('BankEntry'),
  }
}
