import type { AccountBalance, AccountSummary, InvoiceView } from '../../app/invoice-views.js'
import type { InvoicedCosts, ServiceCosts } from '../../app/service-costs.js'
import type { Day } from '../../core/calendar/day.js'
import type { InvoiceType } from '../../core/invoicing/assemble.js'
import { takesBack } from '../../core/invoicing/invoice-document.js'
import type { Currency } from '../../core/money/currency.js'
import type { ReconSums } from '../../core/recon/recon-line.js'
import { currencySymbol } from '../currency-symbol.js'
import { attributes, link, selfLink } from '../links.js'
import { type BillingProvider, type LineItemType, MOST_LINES } from '../schema/invoice.js'
import { NO_DATE } from '../schema/wire.js'
import { wireAmount } from './present-charge.js'
import { wireDay } from './present-subscription.js'

export const INVOICE_TYPE_WORDS = { recurring: 'Recurring', 'one-time': 'OneTime' } as const satisfies Record<
  InvoiceType,
  string
>

interface ListedLines {
  readonly provider: BillingProvider
  readonly type: LineItemType
  /** Left out for those that every document of the type has: licenses, usage, or its days, which notes have none of. */
  readonly of?: 'licenses' | 'usage' | 'days'
}

/** The lists of lines that invoices of a type have. */
const LINE_LISTS: Readonly<Record<InvoiceType, readonly ListedLines[]>> = {
  recurring: [
    { provider: 'office', type: 'billing_line_items', of: 'licenses' },
    { provider: 'azure', type: 'billing_line_items', of: 'usage' },
    { provider: 'azure', type: 'usage_line_items', of: 'days' },
  ],
  'one-time': [
    { provider: 'one_time', type: 'billing_line_items' },
    { provider: 'marketplace', type: 'usage_line_items', of: 'days' },
  ],
}

function listsOf({ invoice: { invoiceType, kind }, usage }: InvoiceView): readonly ListedLines[] {
  const has = { licenses: usage !== 'all', usage: usage !== 'none', days: usage !== 'none' && !takesBack(kind) }
  return LINE_LISTS[invoiceType].filter(({ of }) => of === undefined || has[of])
}

/** What the contract calls documents; it knows no credit notes for a part. */
const DOCUMENT_TYPES = {
  invoice: 'invoice',
  'void-note': 'void_note',
  'credit-note': 'adjustment_note',
  'adjustment-note': 'adjustment_note',
} as const satisfies Record<InvoiceView['invoice']['kind'], string>

/** An invoice, or what amends one, in the contract's words. */
export function presentInvoice(view: InvoiceView) {
  const { amendments } = view
  return {
    ...presentDocument(view),
    ...(amendments.length === 0 ? {} : { amendments: amendments.map(presentDocument) }),
  }
}

/** A document without what amends it; periods print their last day. */
function presentDocument(view: InvoiceView) {
  const { invoice, paid, receipts } = view
  const { number, invoiceType } = invoice
  const currency = invoice.currency as Currency
  const uri = `/invoices/${number}`
  return {
    id: number,
    invoiceDate: wireDay(invoice.issuedOn),
    billingPeriodStartDate: wireDay(invoice.periodStart),
    billingPeriodEndDate: wireDay((invoice.periodEnd - 1) as Day),
    totalCharges: wireAmount(invoice.total, currency),
    ...(invoice.adjusted === 0n ? {} : { totalAdjustments: wireAmount(invoice.adjusted, currency) }),
    paidAmount: wireAmount(-paid, currency),
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    pdfDownloadLink: `${uri}/documents/statement`,
    // Only where the law of the partner's country asks for receipts of their own, beside the invoice, are there any.
    taxReceipts: receipts.map((id) => ({
      id,
      taxReceiptPdfDownloadLink: `${uri}/receipts/${id}/documents/statement`,
    })),
    invoiceDetails: listsOf(view).map(({ provider, type }) => ({
      invoiceLineItemType: type,
      billingProvider: provider,
      links: selfLink(linesUri(number, provider, type)),
      attributes: attributes('InvoiceDetail'),
    })),
    documentType: DOCUMENT_TYPES[invoice.kind],
    ...(invoice.amends === null ? {} : { amendsOf: invoice.amends }),
    invoiceType: INVOICE_TYPE_WORDS[invoiceType],
    links: selfLink(uri),
    attributes: attributes('Invoice'),
  }
}

/** Where a list of lines begins, in the spelling clients know. */
export function linesUri(invoiceId: string, provider: BillingProvider, type: LineItemType, more = ''): string {
  const words = { provider: provider.replace('_', ''), invoicelineitemtype: type.replaceAll('_', '') }
  return `/invoices/${invoiceId}/lineitems?${new URLSearchParams(words)}${more}&size=${MOST_LINES}`
}

/** What an account owes in one currency. */
export function presentSummary(summary: AccountSummary) {
  const { currency, on, types } = summary
  return {
    ...presentBalance(summary, currency, on),
    details: types.map((type) => ({
      invoiceType: INVOICE_TYPE_WORDS[type.invoiceType],
      summary: presentBalance(type, currency, on),
    })),
    links: selfLink('/invoices/summary'),
  }
}

function presentBalance(balance: AccountBalance, currency: Currency, on: Day) {
  const day = (value: Day | undefined) => (value === undefined ? NO_DATE : wireDay(value))
  return {
    balanceAmount: wireAmount(balance.balance, currency),
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    accountingDate: wireDay(on),
    firstInvoiceCreationDate: day(balance.firstInvoiceOn),
    lastPaymentDate: day(balance.lastPaymentOn),
    lastPaymentAmount: wireAmount(balance.lastPaymentAmount ?? 0n, currency),
    latestInvoiceDate: day(balance.latestInvoiceOn),
    attributes: attributes('InvoiceSummary'),
  }
}

const NO_SUMS = { subtotal: 0n, tax: 0n, total: 0n }

/** What a customer cost; the sums are those of one currency, the details those of each invoice. */
export function presentServiceCosts(costs: ServiceCosts) {
  const { customerId, currency, invoices } = costs
  const own = invoices.filter((one) => one.currency === currency)
  const sums = own.reduce(
    (all, one) => ({
      subtotal: all.subtotal + one.sums.subtotal,
      tax: all.tax + one.sums.tax,
      total: all.total + one.sums.total,
    }),
    NO_SUMS,
  )
  return {
    ...presentCosts(customerId, costs, sums),
    details: invoices.map((one: InvoicedCosts) => ({
      invoiceType: INVOICE_TYPE_WORDS[one.invoiceType],
      summary: presentCosts(customerId, one, one.sums),
    })),
  }
}

function presentCosts(
  customerId: string,
  { period, currency }: Pick<InvoicedCosts, 'period' | 'currency'>,
  { subtotal, tax, total }: Pick<ReconSums, 'subtotal' | 'tax' | 'total'>,
) {
  const uri = serviceCostsUri(customerId)
  return {
    billingStartDate: wireDay(period.start),
    billingEndDate: wireDay((period.end - 1) as Day),
    pretaxTotal: wireAmount(subtotal, currency),
    tax: wireAmount(tax, currency),
    afterTaxTotal: wireAmount(total, currency),
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    customerId,
    links: { serviceCostLineItems: link(`${uri}/lineitems`), ...selfLink(uri) },
    attributes: attributes('ServiceCostsSummary'),
  }
}

function serviceCostsUri(customerId: string): string {
  return `/customers/${customerId}/servicecosts/MostRecent`
}
