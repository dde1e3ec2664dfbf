import type { AmendmentInFull, CreditWish } from '../../app/amend-document.js'
import type { BilledDocument, IssuedFigures } from '../../app/list-amendments.js'
import type { RebillMarket } from '../../app/rebill-markets.js'
import { fractionOfRate } from '../../core/invoicing/distribute-tax.js'
import type { Currency } from '../../core/money/currency.js'
import { formatDecimal } from '../../core/money/decimal.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { currencySymbol } from '../currency-symbol.js'
import { attributes, link, selfLink } from '../links.js'
import type { WireCredit } from '../schema/amendment.js'
import { wireInstant } from '../schema/wire.js'
import { wireAmount } from './present-charge.js'
import { INVOICE_TYPE_WORDS } from './present-invoice.js'
import { readMaybeAmount } from './present-payments.js'
import { wireDay } from './present-subscription.js'

/** Reads what is to be credited: a charge by its key, or a line; an amount or a percentage of it, or all of it. */
export function readCredits(credits: readonly WireCredit[], currency: Currency): Outcome<readonly CreditWish[]> {
  const wishes: CreditWish[] = []
  for (const [index, credit] of credits.entries()) {
    const { lineNumber, subscriptionId, chargeNumber, percentage } = credit
    const amount = readMaybeAmount(credit.amount, currency)
    if (!amount.ok) return amount
    const problem = problemOf(credit)
    if (problem !== undefined) return refuse('malformed', { what: `credits[${index}]`, problem })
    wishes.push(
      lineNumber === undefined
        ? { charge: { subscriptionId: subscriptionId!, chargeNumber: chargeNumber! }, amount: amount.value }
        : { lineNumber, amount: amount.value, percent: percentage && fractionOfRate(percentage) },
    )
  }
  return accept(wishes)
}

function problemOf({ lineNumber, subscriptionId, chargeNumber, amount, percentage }: WireCredit): string | undefined {
  if (amount !== undefined && percentage !== undefined) return 'say an amount or a percentage, not both'
  const isCharge = subscriptionId !== undefined && chargeNumber !== undefined
  if (
    (lineNumber !== undefined) === (subscriptionId !== undefined || chargeNumber !== undefined) ||
    (lineNumber === undefined && !isCharge)
  ) {
    return 'name a line by lineNumber, or a charge by subscriptionId and chargeNumber'
  }
  return percentage !== undefined && lineNumber === undefined ? 'a percentage is of a line' : undefined
}

type Summarised = Pick<
  BilledDocument,
  | 'number'
  | 'partnerId'
  | 'invoiceType'
  | 'issuedOn'
  | 'currency'
  | 'charged'
  | 'adjusted'
  | 'tax'
  | 'total'
  | 'chargeCount'
> &
  Pick<AmendmentInFull['amendment'], 'kind' | 'amends' | 'dueOn' | 'reason' | 'note'>

function presentSummary(one: Summarised) {
  const currency = one.currency as Currency
  const money = (amount: bigint) => wireAmount(amount, currency)
  return {
    ...(one.number === '' ? {} : { id: one.number }),
    documentType: one.kind.replace('-', '_'),
    amendsOf: one.amends,
    partnerId: one.partnerId,
    invoiceType: INVOICE_TYPE_WORDS[one.invoiceType],
    issueDate: wireDay(one.issuedOn),
    ...(one.dueOn === null ? {} : { dueDate: wireDay(one.dueOn) }),
    reason: one.reason.replaceAll('-', '_'),
    note: one.note,
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    charges: money(one.charged),
    adjustments: money(one.adjusted),
    tax: money(one.tax),
    totalCharges: money(one.total),
    chargeCount: Number(one.chargeCount),
    attributes: attributes('CreditNote'),
  }
}

function presentFigures({ lines, taxes }: IssuedFigures, currency: Currency) {
  const money = (amount: bigint) => wireAmount(amount, currency)
  return {
    lines: lines.map(({ lineNumber, kind, productId, skuId, description, taxClass, amount, tax }) => ({
      ...{ lineNumber, kind, productId, skuId, description, taxClass, amount: money(amount), tax: money(tax) },
    })),
    taxes: taxes.map(({ name, taxClass, rate, taxable, tax, why }) => ({
      ...{ name, taxClass, rate: Number(formatDecimal(rate)), taxable: money(taxable), tax: money(tax), why },
    })),
  }
}

function linksOf(number: string) {
  return { ...selfLink(`/platform/credit-notes/${number}`), invoice: link(`/invoices/${number}`) }
}

/** A stored amendment, without its lines. */
export function presentAmendment(document: BilledDocument) {
  const { kind, amends, reason, dueDate } = document
  if (kind === 'invoice') throw new Error(`${document.number} amends nothing`)
  const dueOn = kind === 'adjustment-note' ? dueDate : null
  const summary = presentSummary({ ...document, kind, amends: amends!, reason: reason!, dueOn })
  return { ...summary, links: linksOf(document.number) }
}

export function presentAmendmentInFull(document: BilledDocument, figures: IssuedFigures) {
  return { ...presentAmendment(document), ...presentFigures(figures, document.currency as Currency) }
}

/** What was issued, or would be, where it has no number yet. */
export function presentAmended(invoiceId: string, amendments: readonly AmendmentInFull[]) {
  return {
    invoiceId,
    amendments: amendments.map(({ amendment, ...figures }) => ({
      ...presentSummary(amendment),
      ...presentFigures(figures, amendment.currency as Currency),
      ...(amendment.number === '' ? {} : { links: linksOf(amendment.number) }),
    })),
    attributes: attributes('Amendments'),
  }
}

export function presentMarket({ country, isOffered, changedAt, changedBy }: RebillMarket) {
  return {
    ...{ country, rebill: isOffered, changedDate: wireInstant(changedAt), changedBy },
    attributes: attributes('RebillMarket'),
  }
}
