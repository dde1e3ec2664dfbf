import type { Day } from '../core/calendar/day.js'
import type { AmendmentKind, AmendmentReason } from '../core/invoicing/amendment.js'
import { type ChargeCredit, type CreditWish, planCredit } from '../core/invoicing/amendment-credit.js'
import type { TaxClass } from '../core/invoicing/tax-class.js'
import type { Currency } from '../core/money/currency.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { AmendmentInFull, DocumentLineRow } from '../store/amendments.js'
import type { InvoiceTax } from '../store/tax-invoices.js'
import { type DocumentState, loadCreditableCharges } from './amendable-document.js'
import { currentCatalog } from './current-catalog.js'
import { MOST_CREDIT_NOTES } from './document-lines.js'
import { type TaxedSum, taxAdjustments, taxChargesAgain } from './tax-charges.js'
import { asKnownNow, loadTaxStanding } from './tax-standing.js'
import type { Session } from './use-case.js'

/** What is the same for all amendments that are issued together. */
export interface AmendmentFrame {
  readonly issuedOn: Day
  readonly reason: AmendmentReason
  readonly note: string
}

/** Longest document of which parts are credited, in charges: all of them are looked at. */
const MOST_CREDITABLE = 50_000

/** A credit note, before it has its number. Refused where it takes back more than there is. */
export async function draftCreditNote(
  session: Session,
  state: DocumentState,
  frame: AmendmentFrame,
  wishes: readonly CreditWish[],
): Promise<Outcome<AmendmentInFull>> {
  const { number, chargeCount, currency, amendments } = state.document
  if (chargeCount > MOST_CREDITABLE) {
    return refuse('document-too-long-to-credit', { number, charges: Number(chargeCount), limit: MOST_CREDITABLE })
  }
  if (amendments.length >= MOST_CREDIT_NOTES)
    return refuse('too-many-credit-notes', { number, limit: MOST_CREDIT_NOTES })
  const planned = planCredit(await loadCreditableCharges(session, state), wishes, currency as Currency)
  if (!planned.ok) return planned
  const credits = planned.value
  const lines = state.lines.flatMap((line): DocumentLineRow[] => {
    const own = credits.filter(({ charge }) => charge.lineNumber === line.lineNumber)
    if (own.length === 0) return []
    const [amount, tax] = [-sum(own.map((one) => one.amount)), -sum(own.flatMap((one) => one.taxes))]
    return [{ ...line, chargeCount: BigInt(own.length), amount, tax }]
  })
  const draft = draftOf(state, 'credit-note', frame, {
    lines,
    taxes: creditTaxes(state.taxes, credits),
    charges: credits.map(({ charge, amount, taxes }) => ({
      ...charge.key,
      lineNumber: charge.lineNumber,
      amount: -amount,
      tax: -sum(taxes),
      taxes: taxes.map((tax) => -tax),
    })),
  })
  return draft.amendment.total < 0n ? accept(draft) : refuse('nothing-to-credit', { number })
}

/** The taxes of a document, as far as credits take them back. */
function creditTaxes(taxes: readonly InvoiceTax[], credits: readonly ChargeCredit[]): InvoiceTax[] {
  const places = new Map<TaxClass, number>()
  return taxes.flatMap((row): InvoiceTax[] => {
    if (row.source !== 'charges') return []
    const component = places.get(row.taxClass) ?? 0
    places.set(row.taxClass, component + 1)
    const own = credits.filter(({ charge }) => charge.taxClass === row.taxClass)
    if (own.length === 0) return []
    const taxable = -sum(own.map((credit) => credit.amount))
    return [{ ...row, taxable, tax: -sum(own.map((credit) => credit.taxes[component]!)), cut: undefined }]
  })
}

/** A note that takes back all that is left of a document. */
export function draftVoidNote(state: DocumentState, frame: AmendmentFrame): Outcome<AmendmentInFull> {
  const { credits, isCredited, document } = state
  const lines = state.lines
    .map((line): DocumentLineRow => {
      const own = credits.lines.filter(({ lineNumber }) => lineNumber === line.lineNumber)
      const left = (field: 'amount' | 'tax') => line[field] + sum(own.map((credit) => credit[field]))
      return { ...line, amount: -left('amount'), tax: -left('tax') }
    })
    .filter(({ amount, tax }) => !isCredited || amount !== 0n || tax !== 0n)
  if (lines.length === 0) return refuse('nothing-to-credit', { number: document.number })
  const taxes = state.taxes.map((row): InvoiceTax => {
    const own = credits.taxes.filter((credit) => taxKey(credit) === taxKey(row))
    const left = (field: 'taxable' | 'tax') => row[field] + sum(own.map((credit) => credit[field]))
    return { ...row, taxable: -left('taxable'), tax: -left('tax'), cut: undefined }
  })
  return accept(draftOf(state, 'void-note', frame, { lines, taxes, charges: [] }))
}

function taxKey({ source, taxClass, componentNumber }: InvoiceTax): string {
  return `${source} ${taxClass} ${componentNumber}`
}

/**
 * What replaces a voided document: the same charges and adjustments, taxed at the rates of the date of the invoice on what is
 * known of the partner now. Refused where a rate is missing.
 * @param paymentDays from the day it is issued to the day it must be paid by
 */
export async function draftReplacement(
  session: Session,
  state: DocumentState,
  frame: AmendmentFrame,
  paymentDays: number,
): Promise<Outcome<AmendmentInFull>> {
  const { document } = state
  const { partnerId, invoiceDate, invoiceType, currency } = document
  const key = { partnerId, invoiceDate, invoiceType, currency }
  const history = await loadTaxStanding(session, [partnerId])
  const standing = history && { ...history, buyers: asKnownNow(history.buyers) }
  const charged = await taxChargesAgain(session, standing, key)
  if (!charged.ok) return charged
  const adjustments = state.lines.filter(({ kind }) => kind === 'adjustment')
  const adjusted = taxAdjustments(standing, key, adjustments)
  if (!adjusted.ok) return adjusted
  const bySku = await sumsBySku(session, charged.value.sums)
  const taxes = new Map(adjustments.map((line, index) => [line, adjusted.value.taxes[index]!]))
  const lines = state.lines.map((line): DocumentLineRow => {
    if (line.kind === 'adjustment') return { ...line, tax: taxes.get(line)! }
    const { amount, tax, taxClass } = bySku.get(`${line.productId}:${line.skuId}`)!
    return { ...line, amount, tax, taxClass }
  })
  const dueOn = (frame.issuedOn + paymentDays) as Day
  const figures = { lines, taxes: [...charged.value.taxes, ...adjusted.value.rows], charges: [] }
  return accept(draftOf(state, 'adjustment-note', frame, figures, dueOn))
}

async function sumsBySku(session: Session, sums: readonly TaxedSum[]): Promise<ReadonlyMap<string, TaxedSum>> {
  const { titles } = await currentCatalog(session)
  const bySku = new Map<string, TaxedSum>()
  for (const one of sums) {
    const { productId, skuId } = titles.get(one.availabilityId)!
    const before = bySku.get(`${productId}:${skuId}`)
    const [amount, tax] = [one.amount + (before?.amount ?? 0n), one.tax + (before?.tax ?? 0n)]
    bySku.set(`${productId}:${skuId}`, { ...one, amount, tax })
  }
  return bySku
}

/** An amendment with the sums of its lines; the number comes last. */
function draftOf(
  { document }: DocumentState,
  kind: AmendmentKind,
  frame: AmendmentFrame,
  figures: Pick<AmendmentInFull, 'lines' | 'taxes' | 'charges'>,
  dueOn: Day | null = null,
): AmendmentInFull {
  const { partnerId, invoiceDate, invoiceType, currency, number: amends } = document
  const { lines, taxes, charges } = figures
  const of = (wanted: DocumentLineRow['kind']) => sum(lines.filter((line) => line.kind === wanted).map(amountOf))
  const [charged, adjusted] = [of('charges'), of('adjustment')]
  const tax = sum(lines.map((line) => line.tax))
  if (tax !== sum(taxes.map((row) => row.tax))) throw new Error(`the taxes of what amends ${amends} do not add up`)
  const chargeCount = kind === 'credit-note' ? BigInt(charges.length) : document.chargeCount
  const sums = { charged, adjusted, tax, total: charged + adjusted + tax, chargeCount }
  const amendment = {
    partnerId,
    invoiceDate,
    invoiceType,
    currency,
    number: '',
    kind,
    amends,
    dueOn,
    ...frame,
    ...sums,
  }
  return { amendment, ...figures }
}

function amountOf({ amount }: DocumentLineRow): bigint {
  return amount
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
