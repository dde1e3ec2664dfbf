import {
  type Amendable,
  type AmendmentAction,
  type AmendmentReason,
  judgeAmendment,
} from '../core/invoicing/amendment.js'
import type { CreditableCharge } from '../core/invoicing/amendment-credit.js'
import { chargeTaxParts } from '../core/invoicing/charge-tax.js'
import type { Outcome } from '../core/refusal.js'
import {
  type CreditedCharge,
  type DocumentLineRow,
  listAmendmentLines,
  listAmendmentTaxes,
  listCreditedCharges,
  listInvoiceLineRows,
  listRebillMarkets,
} from '../store/amendments.js'
import { type BilledDocument, listDocuments } from '../store/billed-documents.js'
import { sumWrittenOff } from '../store/payments.js'
import { copyInvoiceCharges } from '../store/recon-lines.js'
import { type InvoiceTax, listInvoiceTaxes } from '../store/tax-invoices.js'
import { currentCatalog } from './current-catalog.js'
import { MOST_CREDIT_NOTES } from './document-lines.js'
import { readTitledCharges } from './invoice-lines.js'
import type { Session } from './use-case.js'

/** What an issued document says, line by line and tax by tax. */
export interface IssuedFigures {
  readonly lines: readonly DocumentLineRow[]
  readonly taxes: readonly InvoiceTax[]
}

/** An issued document, and what credit notes have taken back of it. */
export interface DocumentState extends IssuedFigures {
  readonly document: BilledDocument
  readonly credits: IssuedFigures & { readonly charges: readonly CreditedCharge[] }
  readonly isCredited: boolean
  readonly voidedBy: string | undefined
}

/** The lines and taxes of a document, of whichever kind it is. */
export async function loadIssuedFigures(session: Session, document: BilledDocument): Promise<IssuedFigures> {
  const { partnerId, number } = document
  if (document.kind === 'invoice') {
    const lines = await listInvoiceLineRows(session, document)
    return { lines, taxes: await listInvoiceTaxes(session, [document]) }
  }
  const lines = await listAmendmentLines(session, partnerId, [number])
  return { lines, taxes: await listAmendmentTaxes(session, document, [number]) }
}

export async function loadDocumentState(session: Session, document: BilledDocument): Promise<DocumentState> {
  const { partnerId, number } = document
  const amendments = await listDocuments(session, { partnerId, amends: number, limit: MOST_CREDIT_NOTES + 2 })
  const notes = amendments.filter(({ kind }) => kind === 'credit-note').map((note) => note.number)
  return {
    document,
    ...(await loadIssuedFigures(session, document)),
    credits: {
      lines: await listAmendmentLines(session, partnerId, notes),
      taxes: await listAmendmentTaxes(session, document, notes),
      charges: await listCreditedCharges(session, partnerId, notes),
    },
    isCredited: notes.length > 0,
    voidedBy: amendments.find(({ kind }) => kind === 'void-note')?.number,
  }
}

/** Whether a document can be amended like this at all. */
export async function judgeDocument(
  session: Session,
  { document, isCredited, voidedBy }: DocumentState,
  country: string,
  action: AmendmentAction,
  reason: AmendmentReason,
): Promise<Outcome<undefined>> {
  const { partnerId, number, kind } = document
  const market = (await listRebillMarkets(session)).find((one) => one.country === country)
  const amendable: Amendable = {
    ...{ number, kind, voidedBy, isCredited, country },
    writtenOff: await sumWrittenOff(session, partnerId, number),
    isRebillOffered: market?.isOffered ?? true,
  }
  return judgeAmendment(amendable, action, reason)
}

/** The charges of a document with their taxes, and what of them is left; all in memory. */
export async function loadCreditableCharges(
  session: Session,
  { document, lines, taxes, credits }: DocumentState,
): Promise<CreditableCharge[]> {
  const catalog = await currentCatalog(session)
  const bySku = new Map(lines.map((line) => [`${line.productId}:${line.skuId}`, line]))
  const partsOf = chargeTaxParts(taxes)
  const taken = new Map<string, { amount: bigint; taxes: readonly bigint[] }>()
  for (const { subscriptionId, chargeNumber, amount, taxes: own } of credits.charges) {
    const key = `${subscriptionId}:${chargeNumber}`
    const before = taken.get(key)
    taken.set(key, {
      amount: (before?.amount ?? 0n) + amount,
      taxes: own.map((tax, index) => tax + (before?.taxes[index] ?? 0n)),
    })
  }
  const charges = await readTitledCharges(copyInvoiceCharges(session, document))
  return charges.map(({ charge, subscriptionId }) => {
    const { number: chargeNumber, amount } = charge
    const { productId, skuId } = catalog.titles.get(charge.derivation.availabilityId)!
    const { lineNumber, taxClass } = bySku.get(`${productId}:${skuId}`)!
    const key = { subscriptionId, chargeNumber }
    const own = partsOf(taxClass, amount, key)
    const before = taken.get(`${subscriptionId}:${chargeNumber}`)
    const rest = amount + (before?.amount ?? 0n)
    const restTaxes = own.map((tax, index) => tax + (before?.taxes[index] ?? 0n))
    return { key, lineNumber, taxClass, amount, taxes: own, rest, restTaxes }
  })
}
