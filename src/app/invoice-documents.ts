import type { Instant } from '../core/calendar/day.js'
import type { DocumentDetail, DocumentLine, DocumentTax, InvoiceDocument } from '../core/invoicing/invoice-document.js'
import type { Currency } from '../core/money/currency.js'
import { addDecimals, compareDecimals, type Decimal, decimalOf, formatDecimal } from '../core/money/decimal.js'
import { PRICE_SCALE } from '../core/money/unit-price.js'
import type { ReconLine } from '../core/recon/recon-line.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findInvoiceParties, type InvoiceParties, insertInvoiceParties } from '../store/invoice-parties.js'
import { type IssuedLine, listIssuedLines } from '../store/invoice-reading.js'
import type { Invoice } from '../store/invoices.js'
import { copyInvoiceCharges } from '../store/recon-lines.js'
import { type InvoiceTax, listInvoiceTaxes } from '../store/tax-invoices.js'
import { currentCatalog, type StoredCatalog } from './current-catalog.js'
import { issuedLinesOf, readTitledCharges } from './invoice-lines.js'
import { partiesOf } from './invoice-parties.js'
import type { Session } from './use-case.js'

/** A document with everything that can be written of it. */
export interface WritableInvoice {
  readonly document: InvoiceDocument
  /** Languages of the provider's documents, the usual one first. */
  readonly languages: readonly string[]
  /** Ordered by customer, then by subscription. */
  details(): AsyncIterable<DocumentDetail>
}

/**
 * An issued invoice as a document. Who it is from and to was kept when it was issued; for one from before the provider
 * had a profile, it is kept now. Refused where the provider has none yet.
 */
export async function loadInvoiceDocument(
  session: Session,
  invoice: Invoice,
  now: Instant,
): Promise<Outcome<WritableInvoice>> {
  const { partnerId, number } = invoice
  const said = await keepParties(session, invoice, now)
  if (said === undefined) return refuse('document-without-seller', { number })
  const catalog = await currentCatalog(session)
  const lines = await listIssuedLines(session, invoice)
  const taxes = await listInvoiceTaxes(session, [invoice])
  const document = documentOf(invoice, said, catalog, lines, taxes)
  const details = async function* () {
    const charges = await readTitledCharges(copyInvoiceCharges(session, invoice))
    const own = await issuedLinesOf(session, { ...invoice, partnerId }, charges)
    for (const line of own.sort(byCustomer)) yield detailOf(line)
  }
  return accept({ document, languages: said.languages, details })
}

async function keepParties(session: Session, invoice: Invoice, now: Instant): Promise<InvoiceParties | undefined> {
  const { partnerId, number } = invoice
  const kept = await findInvoiceParties(session, partnerId, number)
  if (kept !== undefined) return kept
  await insertInvoiceParties(session, await partiesOf(session, [invoice]), now)
  return findInvoiceParties(session, partnerId, number)
}

function documentOf(
  invoice: Invoice,
  { languages: _, ...said }: InvoiceParties,
  catalog: StoredCatalog,
  issued: readonly IssuedLine[],
  taxes: readonly InvoiceTax[],
): InvoiceDocument {
  const { number, invoiceType, invoiceDate: issuedOn, dueDate: dueOn, charged, tax, total } = invoice
  const lines = issued.map((line) => documentLine(line, catalog, taxes))
  const isRecurring = invoiceType === 'recurring'
  return {
    documentType: 'invoice',
    number,
    invoiceType,
    amends: undefined,
    reason: '',
    issuedOn,
    dueOn,
    paymentDays: dueOn - issuedOn,
    period: { start: invoice.periodStart, end: invoice.periodEnd },
    currency: invoice.currency as Currency,
    ...said,
    serviceRecipient: undefined,
    lines,
    taxes: taxes.length === 0 ? [untaxed(charged)] : merged(taxes),
    totals: {
      licenseCharges: isRecurring ? charged : 0n,
      usageCharges: 0n,
      oneTimeCharges: isRecurring ? 0n : charged,
      discounts: 0n,
      adjustments: 0n,
      net: charged,
      tax,
      total,
      otherCredits: 0n,
    },
    exchangeRates: [],
    publishers: [...new Set(lines.map(({ publisherName }) => publisherName))]
      .sort()
      .map((name) => ({ name, address: '' })),
  }
}

const NO_RATE = decimalOf(0n)

function documentLine(line: IssuedLine, catalog: StoredCatalog, taxes: readonly InvoiceTax[]): DocumentLine {
  const { lineNumber, productId, skuId, description, amount, tax } = line
  const components = taxes.filter(({ source, taxClass }) => source === 'charges' && taxClass === line.taxClass)
  return {
    lineNumber,
    kind: 'charges',
    productId,
    skuId,
    description,
    publisherName: catalog.skus.get(`${productId}:${skuId}`)?.publisherName ?? '',
    chargeCount: Number(line.chargeCount),
    amount,
    tax,
    taxCategory: components[0]?.category ?? 'O',
    taxRate: components.reduce((sum, { rate }) => addDecimals(sum, rate), NO_RATE),
  }
}

/** Of an invoice from before the provider was registered for any tax. */
function untaxed(taxable: bigint): DocumentTax {
  const exemption = { exemptionReason: 'Not subject to tax', exemptionCode: 'VATEX-EU-O' }
  return { category: 'O', name: '', rate: NO_RATE, taxable, tax: 0n, ...exemption }
}

/** One entry for each tax and rate, whatever the classes it was charged on. */
function merged(taxes: readonly InvoiceTax[]): DocumentTax[] {
  const byRate = new Map<string, DocumentTax>()
  for (const { category, name, rate, taxable, tax, exemptionReason, exemptionCode } of taxes) {
    const key = JSON.stringify([category, name, formatDecimal(rate), exemptionReason, exemptionCode])
    const known = byRate.get(key) ?? { category, name, rate, taxable: 0n, tax: 0n, exemptionReason, exemptionCode }
    byRate.set(key, { ...known, taxable: known.taxable + taxable, tax: known.tax + tax })
  }
  return [...byRate.values()].sort((a, b) => compareDecimals(b.rate, a.rate))
}

function byCustomer(left: ReconLine, right: ReconLine): number {
  const keys = ({ customer, subscription, charge }: ReconLine) =>
    [customer.name, customer.customerId, subscription.subscriptionId, charge.number] as const
  const [a, b] = [keys(left), keys(right)]
  const at = a.findIndex((part, index) => part !== b[index])
  return at === -1 ? 0 : a[at]! < b[at]! ? -1 : 1
}

function detailOf({ customer, subscription, product, charge, discount, tax }: ReconLine): DocumentDetail {
  const unitPrice: Decimal = decimalOf(charge.unitPrice, PRICE_SCALE)
  return {
    customerId: customer.customerId,
    customerName: customer.name,
    subscriptionId: subscription.subscriptionId,
    subscriptionName: subscription.friendlyName ?? product.skuTitle,
    productName: product.skuTitle,
    publisherName: product.publisherName,
    chargeType: charge.type,
    period: { start: charge.chargeStart, end: charge.chargeEnd },
    quantity: charge.quantity,
    unitPrice,
    amount: charge.amount,
    discount,
    discountReason: '',
    tax,
  }
}
