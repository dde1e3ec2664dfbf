import type { InvoiceType } from '../core/invoicing/assemble.js'
import { minorDigitsOf } from '../core/money/currency.js'
import { decimalOf, negateDecimal, powerOfTen } from '../core/money/decimal.js'
import { PRICE_SCALE } from '../core/money/unit-price.js'
import type { RatedLine } from '../core/rating/rated-line.js'
import type { ReconInvoice, ReconLine } from '../core/recon/recon-line.js'
import {
  type CreditedCharge,
  listAmendmentLines,
  listAmendmentTaxes,
  listCreditedCharges,
} from '../store/amendments.js'
import { type BilledDocument, findDocument, listDocuments } from '../store/billed-documents.js'
import { type ChargeKind, type ChargePage, copyCreditedCharges, copyInvoiceCharges } from '../store/recon-lines.js'
import { currentCatalog } from './current-catalog.js'
import { linesOf, readTitledCharges } from './invoice-lines.js'
import { type LineTax, lineTaxOf, loadLineTax } from './line-taxes.js'
import type { Session } from './use-case.js'

/** Most credit notes of one document. */
export const MOST_CREDIT_NOTES = 1_000

/** How the rows of a document come of the charges it is about. */
interface DocumentRows {
  readonly invoice: ReconInvoice
  /** The tax of a charge on the document whose charges it is. */
  readonly taxOf: LineTax
  /** Makes the row of the document out of that of the charge. */
  readonly amended: (line: ReconLine) => ReconLine
  /** The charges as binary COPY. */
  copy(page?: ChargePage, kind?: ChargeKind): AsyncIterable<Uint8Array>
}

/** A part of the lines of a document: the same lines, in the same order, as its reconciliation file has. */
export async function listDocumentLines(
  session: Session,
  document: BilledDocument,
  page?: ChargePage,
  kind?: ChargeKind,
): Promise<ReconLine[]> {
  const { invoice, taxOf, amended, copy } = await rowsOf(session, document)
  const charges = await readTitledCharges(copy(page, kind))
  return (await linesOf(session, document.partnerId, invoice, charges, taxOf)).map(amended)
}

/** How the rows of the file of a document are read, whatever kind it is. */
export async function rowsOf(session: Session, document: BilledDocument): Promise<DocumentRows> {
  const { number, issuedOn: date, invoiceType: type, reason } = document
  const invoice: ReconInvoice = { number, date, type }
  const whole = {
    invoice,
    copy: (page?: ChargePage, kind?: ChargeKind) => copyInvoiceCharges(session, document, page, kind),
    amended: (line: ReconLine) => line,
  }
  switch (document.kind) {
    case 'invoice':
    case 'adjustment-note':
      return { ...whole, taxOf: await documentTax(session, document) }
    case 'void-note': {
      const voided = (await findDocument(session, document.partnerId, document.amends!))!
      const credited = byCharge(await creditsOn(session, voided))
      const amended = (line: ReconLine) => voidRow(line, credited.get(keyOf(line)))
      return { ...whole, taxOf: await documentTax(session, voided), amended }
    }
    case 'credit-note': {
      const credited = byCharge(await listCreditedCharges(session, document.partnerId, [number]))
      const copy = (page?: ChargePage, kind?: ChargeKind) => copyCreditedCharges(session, document, number, page, kind)
      const amended = (line: ReconLine) => creditRow(line, credited.get(keyOf(line))!)
      return { invoice: { ...invoice, creditReason: reason! }, copy, amended, taxOf: () => 0n }
    }
  }
}

/** What credit notes have taken back of a document, note by note. */
async function creditsOn(session: Session, document: BilledDocument): Promise<CreditedCharge[]> {
  const { partnerId, number } = document
  const amendments = await listDocuments(session, { partnerId, amends: number, limit: MOST_CREDIT_NOTES + 2 })
  const notes = amendments.filter(({ kind }) => kind === 'credit-note')
  return listCreditedCharges(
    session,
    partnerId,
    notes.map((note) => note.number),
  )
}

/** The taxes of charges on an invoice, or on the document that replaced it. */
async function documentTax(session: Session, document: BilledDocument): Promise<LineTax> {
  const catalog = await currentCatalog(session)
  if (document.kind === 'invoice') return loadLineTax(session, document, catalog)
  const { partnerId, number } = document
  const lines = await listAmendmentLines(session, partnerId, [number])
  const bySku = new Map(lines.map((line) => [`${line.productId}:${line.skuId}`, line.taxClass]))
  return lineTaxOf(await listAmendmentTaxes(session, document, [number]), bySku, catalog)
}

function keyOf({ subscription, charge }: ReconLine): string {
  return `${subscription.subscriptionId}:${charge.number}`
}

type Credited = Pick<CreditedCharge, 'amount' | 'tax'>

function byCharge(credits: readonly CreditedCharge[]): ReadonlyMap<string, Credited> {
  const found = new Map<string, Credited>()
  for (const { subscriptionId, chargeNumber, amount, tax } of credits) {
    const key = `${subscriptionId}:${chargeNumber}`
    const before = found.get(key) ?? { amount: 0n, tax: 0n }
    found.set(key, { amount: before.amount + amount, tax: before.tax + tax })
  }
  return found
}

/** The row with its sign turned; of a charge that was credited in part, what was left of it. */
function voidRow(line: ReconLine, credited: Credited | undefined): ReconLine {
  const { charge, listed, tax, usage } = line
  if (credited !== undefined) {
    const rest = { ...credited, amount: -(charge.amount + credited.amount), tax: -(tax + credited.tax) }
    return priced(line, charge.type, rest)
  }
  return {
    ...line,
    charge: { ...charge, unitPrice: -charge.unitPrice, amount: -charge.amount },
    listed: { unitPrice: -listed.unitPrice, amount: -listed.amount },
    tax: -tax,
    usage: usage && { ...usage, rated: turned(usage.rated) },
  }
}

/** The same usage taken back. */
function turned(rated: RatedLine): RatedLine {
  return {
    ...rated,
    consumed: negateDecimal(rated.consumed),
    included: negateDecimal(rated.included),
    quantity: negateDecimal(rated.quantity),
    cost: -rated.cost,
    amount: -rated.amount,
    parts: rated.parts.map((part) => ({ ...part, quantity: negateDecimal(part.quantity) })),
    earlier: null,
  }
}

/** An amount of a line for usage as one unit of its meter: no quantity was taken back, but money. */
function creditedUsage({ usage, availability }: ReconLine, amount: bigint): ReconLine['usage'] {
  if (usage === null) return null
  const [one, unitPrice] = [decimalOf(1n), decimalOf(amount, minorDigitsOf(availability.currency))]
  const rated: RatedLine = {
    ...usage.rated,
    ...{ earnedCredit: 0, consumed: one, included: decimalOf(0n), quantity: one, unitPrice, cost: amount, amount },
    pricingCurrency: availability.currency,
    exchange: { rate: one, date: null },
    parts: [{ tier: usage.rated.tier, quantity: one, unitPrice }],
    earlier: null,
  }
  return { ...usage, rated }
}

/** What is credited, once, without the discount that is in it. */
function creditRow(line: ReconLine, credited: Credited): ReconLine {
  return priced(line, CREDIT_TYPES[line.invoice.type], credited)
}

/** How the files of the two types of invoices call a credit. */
const CREDIT_TYPES = {
  recurring: 'Offset a line item',
  'one-time': 'customerCredit',
} as const satisfies Record<InvoiceType, ReconLine['charge']['type']>

function priced(line: ReconLine, type: ReconLine['charge']['type'], { amount, tax }: Credited): ReconLine {
  const unitPrice = amount * unitPriceOf(line)
  return {
    ...line,
    charge: { ...line.charge, type, quantity: 1, unitPrice, amount },
    listed: { unitPrice, amount },
    discount: null,
    tax,
    usage: creditedUsage(line, amount),
  }
}

function unitPriceOf({ availability }: ReconLine): bigint {
  return powerOfTen(PRICE_SCALE - minorDigitsOf(availability.currency))
}
