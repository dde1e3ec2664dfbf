import type { Instant } from '../core/calendar/day.js'
import { reasonText } from '../core/invoicing/amendment.js'
import type { DocumentDetail, DocumentLine, DocumentTax, InvoiceDocument } from '../core/invoicing/invoice-document.js'
import { categoryOfAll } from '../core/invoicing/tax-category.js'
import type { Currency } from '../core/money/currency.js'
import { addDecimals, compareDecimals, decimalOf, formatDecimal, rescale } from '../core/money/decimal.js'
import { PRICE_SCALE } from '../core/money/unit-price.js'
import { effectiveUnitPriceOf } from '../core/rating/effective-price.js'
import { discountOf, type ReconLine } from '../core/recon/recon-line.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { DocumentLineRow } from '../store/amendments.js'
import { type BilledDocument, findDocument } from '../store/billed-documents.js'
import { findInvoiceParties, type InvoiceParties, insertInvoiceParties } from '../store/invoice-parties.js'
import type { InvoiceTax } from '../store/tax-invoices.js'
import { listExchangeRatesOn, loadUsageShare } from '../store/usage-day-rows.js'
import { type IssuedFigures, loadIssuedFigures } from './amendable-document.js'
import { currentCatalog, type StoredCatalog } from './current-catalog.js'
import { discountsOn } from './discounts-on-invoice.js'
import { listDocumentLines } from './document-lines.js'
import { type AddressedInvoice, partiesOf, skuKey } from './invoice-parties.js'
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
  invoice: BilledDocument,
  now: Instant,
): Promise<Outcome<WritableInvoice>> {
  const { partnerId, number } = invoice
  const catalog = await currentCatalog(session)
  const figures = await loadIssuedFigures(session, invoice)
  const said = await keepParties(session, { ...invoice, lines: figures.lines }, catalog, now)
  if (said === undefined) return refuse('document-without-seller', { number })
  const discounts = DISCOUNT_SIGNS[invoice.kind] * (await discountsOn(session, invoice, catalog))
  const amended = invoice.amends === null ? undefined : await findDocument(session, partnerId, invoice.amends)
  const usage = (await loadUsageShare(session, invoice)).amount
  const exchangeRates = await listExchangeRatesOn(session, invoice)
  const document = documentOf(invoice, said, catalog, { ...figures, discounts, amended, usage, exchangeRates })
  const details = async function* () {
    const lines = await listDocumentLines(session, invoice)
    for (const line of lines.sort(byCustomer)) yield detailOf(line, said.publisherNames)
  }
  return accept({ document, languages: said.languages, details })
}

async function keepParties(
  session: Session,
  invoice: AddressedInvoice,
  catalog: StoredCatalog,
  now: Instant,
): Promise<InvoiceParties | undefined> {
  const { partnerId, number } = invoice
  const kept = await findInvoiceParties(session, partnerId, number)
  if (kept !== undefined) return kept
  await insertInvoiceParties(session, await partiesOf(session, [invoice], catalog), now)
  return findInvoiceParties(session, partnerId, number)
}

/** What is credited says nothing of the discounts inside; what is voided takes them back. */
const DISCOUNT_SIGNS = {
  invoice: 1n,
  'adjustment-note': 1n,
  'void-note': -1n,
  'credit-note': 0n,
} as const satisfies Record<BilledDocument['kind'], bigint>

interface Figures extends IssuedFigures {
  readonly discounts: bigint
  /** The document it amends. */
  readonly amended: BilledDocument | undefined
  /** What of the charges is for usage. */
  readonly usage: bigint
  readonly exchangeRates: InvoiceDocument['exchangeRates']
}

function documentOf(
  invoice: BilledDocument,
  { languages: _, publisherNames = {}, ...said }: InvoiceParties,
  catalog: StoredCatalog,
  { lines: rows, taxes, discounts, amended, usage, exchangeRates }: Figures,
): InvoiceDocument {
  const { number, invoiceType, kind, issuedOn, dueDate: dueOn, charged, adjusted, tax, total } = invoice
  // Of documents from before they were kept, today's names have to do.
  const publisherOf = (line: DocumentLineRow) =>
    publisherNames[skuKey(line)] ?? catalog.skus.get(skuKey(line))?.publisherName ?? ''
  const lines = rows.map((row, index) => {
    const line = { ...row, lineNumber: index + 1 }
    return line.kind === 'charges' ? documentLine(line, publisherOf(line), taxes) : adjustmentLine(line, taxes)
  })
  const charges = lines.filter((line) => line.kind === 'charges')
  const isRecurring = invoiceType === 'recurring'
  return {
    documentType: kind,
    number,
    invoiceType,
    amends: amended && { number: amended.number, issuedOn: amended.issuedOn },
    reason: invoice.reason === null ? '' : reasonText(invoice.reason, invoice.note),
    issuedOn,
    dueOn,
    paymentDays: dueOn - issuedOn,
    period: { start: invoice.periodStart, end: invoice.periodEnd },
    currency: invoice.currency as Currency,
    ...said,
    serviceRecipient: undefined,
    lines,
    taxes: taxes.length === 0 ? [untaxed(charged + adjusted)] : merged(taxes),
    totals: {
      licenseCharges: isRecurring ? charged - usage : 0n,
      usageCharges: usage,
      oneTimeCharges: isRecurring ? 0n : charged - usage,
      discounts,
      adjustments: adjusted,
      net: charged + adjusted,
      tax,
      total,
      otherCredits: 0n,
    },
    exchangeRates,
    publishers: [...new Set(charges.map(({ publisherName }) => publisherName))]
      .sort()
      .map((name) => ({ name, address: '' })),
  }
}

const NO_RATE = decimalOf(0n)

function documentLine(line: DocumentLineRow, publisherName: string, taxes: readonly InvoiceTax[]): DocumentLine {
  const { lineNumber, productId, skuId, description, amount, tax } = line
  return {
    lineNumber,
    kind: 'charges',
    productId,
    skuId,
    description,
    publisherName,
    chargeCount: Number(line.chargeCount),
    amount,
    tax,
    ...taxOfLine('charges', line, taxes),
  }
}

function adjustmentLine(line: DocumentLineRow, taxes: readonly InvoiceTax[]): DocumentLine {
  const { lineNumber, description, amount, tax } = line
  return {
    ...{ lineNumber, kind: 'adjustment', productId: '', skuId: '', description, publisherName: '', chargeCount: 1 },
    ...{ amount, tax, ...taxOfLine('adjustments', line, taxes) },
  }
}

function taxOfLine(from: InvoiceTax['source'], line: Pick<DocumentLineRow, 'taxClass'>, taxes: readonly InvoiceTax[]) {
  const components = taxes.filter(({ source, taxClass }) => source === from && taxClass === line.taxClass)
  return {
    taxCategory: categoryOfAll(components.map(({ category }) => category)),
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

function detailOf(line: ReconLine, publisherNames: InvoiceParties['publisherNames']): DocumentDetail {
  const { customer, subscription, availability, product, charge, discount, tax } = line
  return {
    customerId: customer.customerId,
    customerName: customer.name,
    subscriptionId: subscription.subscriptionId,
    subscriptionName: subscription.friendlyName ?? product.skuTitle,
    productName: product.skuTitle,
    publisherName: publisherNames?.[skuKey(availability)] ?? product.publisherName,
    chargeType: charge.type,
    period: { start: charge.chargeStart, end: charge.chargeEnd },
    ...priceOf(line),
    amount: charge.amount,
    discount: discountOf(line),
    discountReason: discount?.description ?? '',
    tax,
  }
}

/** How much of what, at which price: licenses at that of the list, usage at what a unit of its meter came to, cut to the digits prices have. */
function priceOf({ charge, listed, usage }: ReconLine): Pick<DocumentDetail, 'quantity' | 'unitPrice' | 'usage'> {
  if (usage === null) {
    const unitPrice = decimalOf(listed.unitPrice, PRICE_SCALE)
    return { quantity: decimalOf(BigInt(charge.quantity)), unitPrice, usage: undefined }
  }
  const { meter, rated } = usage
  const { included, pricingCurrency, earnedCredit } = rated
  return {
    quantity: rated.quantity,
    unitPrice: decimalOf(rescale(effectiveUnitPriceOf(rated), PRICE_SCALE, 'toward-zero'), PRICE_SCALE),
    usage: { meter: meter.name, unit: meter.unit, included, pricingCurrency, earnedCredit },
  }
}
