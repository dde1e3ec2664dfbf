import type { Adjustment, AdjustmentLimit, DocumentAdjustment } from '../../app/adjustments.js'
import { formatDay } from '../../core/calendar/day.js'
import { type Currency, parseCurrency } from '../../core/money/currency.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { currencySymbol } from '../currency-symbol.js'
import { attributes } from '../links.js'
import { wireInstant } from '../schema/wire.js'

function money(amount: bigint, currency: string): number {
  return Number(formatAmount(amount, parseCurrency(currency)!))
}

/** An adjustment as the provider sees it. */
export function presentAdjustment(adjustment: Adjustment) {
  const { currency, invoiceType, customerId, subscriptionId, relatedDocument, decidedAt, decidedBy } = adjustment
  return {
    id: adjustment.adjustmentId,
    partnerId: adjustment.partnerId,
    state: adjustment.state,
    amount: money(adjustment.amount, currency),
    currencyCode: currency,
    currencySymbol: currencySymbol(currency as Currency),
    reasonCode: adjustment.reasonCode,
    description: adjustment.description,
    internalNote: adjustment.internalNote,
    taxClass: adjustment.taxClass,
    ...(invoiceType === null ? {} : { invoiceType: invoiceType.replace('-', '_') }),
    notBefore: formatDay(adjustment.notBefore),
    ...(customerId === null ? {} : { customerId }),
    ...(subscriptionId === null ? {} : { subscriptionId }),
    ...(relatedDocument === null ? {} : { relatedInvoiceId: relatedDocument }),
    proposedDate: wireInstant(adjustment.proposedAt),
    proposedBy: adjustment.proposedBy,
    ...(decidedAt === null ? {} : { decidedDate: wireInstant(decidedAt) }),
    ...(decidedBy === null ? {} : { decidedBy }),
    decisionNote: adjustment.decisionNote,
    ...(adjustment.invoiceNumber === null ? {} : { invoiceId: adjustment.invoiceNumber }),
    attributes: attributes('Adjustment'),
  }
}

export function presentLimit({ currency, amount, setAt, setBy }: AdjustmentLimit) {
  return {
    ...{ currencyCode: currency, amount: money(amount, currency), setDate: wireInstant(setAt), setBy },
    attributes: attributes('AdjustmentLimit'),
  }
}

/** A line of an invoice as its partner sees it. */
export function presentInvoiceAdjustment(line: DocumentAdjustment, currency: string) {
  const { adjustmentId: id, lineNumber, description, reasonCode, amount, tax } = line
  return {
    ...(id === undefined ? {} : { id, reasonCode }),
    ...{ lineNumber, description, amount: money(amount, currency) },
    ...{ taxAmount: money(tax, currency), currencyCode: currency, attributes: attributes('InvoiceAdjustment') },
  }
}

/** Likewise one that waits for an invoice. */
export function presentWaiting({ adjustmentId, description, reasonCode, amount, currency, notBefore }: Adjustment) {
  return {
    ...{ id: adjustmentId, description, reasonCode, amount: money(amount, currency), currencyCode: currency },
    ...{ notBefore: formatDay(notBefore), attributes: attributes('InvoiceAdjustment') },
  }
}
