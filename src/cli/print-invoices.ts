import type { InvoiceInFull } from '../app/invoice-views.js'
import type { InvoiceProblem } from '../app/late-invoices.js'
import type { BilledDocument } from '../app/list-invoices.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { printable, table } from './output.js'

/** What there is to say of an invoice, as programs read it: amounts as texts, periods with their last day. */
export function invoiceFacts(invoice: BilledDocument) {
  return {
    number: invoice.number,
    date: formatDay(invoice.issuedOn),
    type: invoice.invoiceType,
    ...(invoice.amends === null ? {} : { document: invoice.kind, amends: invoice.amends }),
    ...(invoice.amendments.length === 0 ? {} : { amendments: invoice.amendments }),
    partnerId: invoice.partnerId,
    periodStart: formatDay(invoice.periodStart),
    periodEnd: formatDay((invoice.periodEnd - 1) as Day),
    dueDate: formatDay(invoice.dueDate),
    currency: invoice.currency,
    total: formatAmount(invoice.total, invoice.currency as Currency),
    lines: Number(invoice.chargeCount),
  }
}

/** An invoice with its lines, how they come to its total, and what is left to pay. */
export function invoiceInFullFacts(view: InvoiceInFull) {
  const { invoice, lines, partnerName } = view
  const amount = (minor: bigint) => formatAmount(minor, invoice.currency as Currency)
  const charges = lines.reduce((sum, line) => sum + line.amount, 0n)
  return {
    ...invoiceFacts(invoice),
    partnerName,
    issuedAt: formatInstant(invoice.issuedAt),
    invoiceLines: lines.map((line) => ({
      line: line.lineNumber,
      sku: `${line.productId}:${line.skuId}`,
      description: line.description,
      charges: Number(line.chargeCount),
      amount: amount(line.amount),
    })),
    totals: {
      charges: amount(charges),
      taxAndAdjustments: amount(invoice.total - charges),
      total: amount(invoice.total),
      paid: amount(view.paid),
      open: amount(view.open),
    },
  }
}

/** Likewise, for people. */
export function invoiceInFullText(view: InvoiceInFull): string {
  const { totals, invoiceLines, ...facts } = invoiceInFullFacts(view)
  const charges = facts.lines === 1 ? '1 charge' : `${facts.lines} charges`
  const rows = invoiceLines.map((line) => [
    ...[String(line.line), line.sku, line.description, String(line.charges), line.amount],
  ])
  const sums: readonly (readonly [string, string])[] = [
    [`Sum of the lines, ${charges} before tax`, totals.charges],
    ['Tax and adjustments', totals.taxAndAdjustments],
    [`Total in ${facts.currency}`, totals.total],
    ['Paid', totals.paid],
    ['Still open', totals.open],
  ]
  return [
    `${facts.number}: ${facts.type} invoice of ${facts.date} for ${printable(facts.partnerName)} (${facts.partnerId})`,
    `It covers ${facts.periodStart} to ${facts.periodEnd}, was issued at ${facts.issuedAt} and is due on ${facts.dueDate}.`,
    '',
    table(['Line', 'SKU', 'Description', 'Charges', 'Amount'], rows, [0, 3, 4]),
    '',
    table(['', facts.currency], sums, [1]),
    '',
    `Each charge of it: prorata export-recon --invoice ${facts.number}; why a charge is what it is: prorata explain <subscription>.`,
  ].join('\n')
}

/** A problem with invoices, as programs read it. */
export function problemFacts(one: InvoiceProblem) {
  const { problem, partnerId, reason } = one
  if (one.problem === 'incomplete') {
    return { problem, partnerId, subscriptionId: one.subscriptionId, since: formatInstant(one.since), reason }
  }
  if (one.problem === 'held-back') return { problem, partnerId, partnerName: one.partnerName, reason }
  const { partnerName, invoiceType: type, invoiceDate, dueAt } = one
  const invoice = { problem, partnerId, partnerName, type, date: formatDay(invoiceDate), dueAt: formatInstant(dueAt) }
  if (one.problem === 'not-issued') return { ...invoice, dates: one.dates, reason }
  return { ...invoice, number: one.number, issuedAt: formatInstant(one.issuedAt), reason }
}

/** Likewise, a table for people. */
export function problemsText(problems: readonly InvoiceProblem[]): string {
  const rows = problems.map((one) => [one.problem, one.partnerId, subjectOf(one), one.reason])
  return table(['Problem', 'Partner', 'What', 'Reason'], rows)
}

/** What the problem is with. */
function subjectOf(one: InvoiceProblem): string {
  switch (one.problem) {
    case 'held-back':
      return printable(one.partnerName)
    case 'not-issued':
      return one.invoiceType
    case 'issued-late':
      return one.number
    case 'incomplete':
      return one.subscriptionId
  }
}
