import type {
  BillInFull,
  BillView,
  ChargeGroup,
  ExplainedBillLine,
  PayingPayment,
  Receivable,
} from '../../app/portal-billing.js'
import { type Day, formatDay } from '../../core/calendar/day.js'
import type { Currency } from '../../core/money/currency.js'
import { formatPlainDecimal } from '../../core/money/decimal.js'
import { amountText, unitPriceText } from '../../core/recon/cell-text.js'
import { discountOf, type ReconLine, subtotalOf, totalOf } from '../../core/recon/recon-line.js'
import { billableQuantityText, listPriceText } from '../../core/recon/usage-text.js'
import { attributes } from '../links.js'
import { wireAmount } from './present-charge.js'

const wireWord = <Word extends string>(word: Word) => word.replaceAll('-', '_')
const lastDay = (end: Day) => formatDay((end - 1) as Day)

const DOCUMENT_TYPES = {
  invoice: 'invoice',
  'credit-note': 'credit_note',
  'void-note': 'void_note',
  'adjustment-note': 'replacement',
} as const satisfies Record<BillView['invoice']['kind'], string>

function presentAmendment({ invoice }: Pick<BillView, 'invoice'>) {
  return {
    id: invoice.number,
    documentType: DOCUMENT_TYPES[invoice.kind],
    issuedDate: formatDay(invoice.issuedOn),
    totalAmount: wireAmount(invoice.total, invoice.currency as Currency),
  }
}

/** A document as lists show it. */
export function presentBill({ invoice, paid, credited, open, amendments }: BillView, today: Day) {
  const money = (amount: bigint) => wireAmount(amount, invoice.currency as Currency)
  return {
    ...presentAmendment({ invoice }),
    invoiceType: wireWord(invoice.invoiceType),
    currencyCode: invoice.currency,
    dueDate: formatDay(invoice.dueDate),
    periodStartDate: formatDay(invoice.periodStart),
    periodEndDate: lastDay(invoice.periodEnd),
    paidAmount: money(paid),
    creditedAmount: money(credited),
    openAmount: money(open),
    overdue: open > 0n && invoice.dueDate < today,
    ...(invoice.amends === null ? {} : { amendsOf: invoice.amends }),
    amendments: amendments.map(presentAmendment),
  }
}

/** A document as its page shows it. */
export function presentBillInFull(bill: BillInFull, today: Day) {
  const { invoice, lines, taxes, payments, receipts, fileKinds } = bill
  const money = (amount: bigint) => wireAmount(amount, invoice.currency as Currency)
  return {
    ...presentBill(bill, today),
    chargedAmount: money(invoice.charged),
    adjustedAmount: money(invoice.adjusted),
    taxAmount: money(invoice.tax),
    lineCount: Number(invoice.chargeCount),
    ...(invoice.reason === null ? {} : { reason: wireWord(invoice.reason) }),
    note: invoice.note,
    products: lines.map(({ lineNumber, kind, description, chargeCount, amount, tax }) => ({
      ...{ lineNumber, kind, description, chargeCount: Number(chargeCount) },
      ...{ amount: money(amount), tax: money(tax) },
    })),
    taxes: taxes.map(({ name, rate, taxable, tax, exemptionReason, why }) => ({
      name,
      rate: Number(formatPlainDecimal(rate)),
      taxableAmount: money(taxable),
      amount: money(tax),
      reason: tax === 0n ? exemptionReason || why : '',
    })),
    payments: payments.map((payment) => presentPayment(payment, money)),
    taxReceipts: receipts,
    fileKinds,
    attributes: attributes('PortalInvoice'),
  }
}

function presentPayment(
  { paymentId, method, receivedOn, reference, amount }: PayingPayment,
  money: (amount: bigint) => number,
) {
  return { paymentId, method: wireWord(method), receivedDate: formatDay(receivedOn), reference, amount: money(amount) }
}

/** A document on which something is open. */
export function presentOpenBill(receivable: Receivable, today: Day) {
  const { number, invoiceType, currency, issuedOn, dueOn, total, paid, open } = receivable
  return {
    invoiceId: number,
    invoiceType: wireWord(invoiceType),
    currencyCode: currency,
    issuedDate: formatDay(issuedOn),
    dueDate: formatDay(dueOn),
    overdue: open > 0n && dueOn < today,
    totalAmount: wireAmount(total, currency),
    paidAmount: wireAmount(paid, currency),
    openAmount: wireAmount(open, currency),
  }
}

/** What lines come to that belong together. */
export function presentGroup(group: ChargeGroup & { readonly offer: string }, currency: Currency) {
  const { key, name, customerName, lineCount, amount, offer } = group
  return {
    ...{ key, name: name || offer, customerName },
    ...{ lineCount: Number(lineCount), amount: wireAmount(amount, currency), currencyCode: currency },
  }
}

/** A line of whatever kind of document, in one shape. */
export function presentBillLine(line: ReconLine) {
  const { customer, subscription, availability, charge, usage } = line
  const money = (amount: bigint) => Number(amountText(amount, line))
  return {
    subscriptionId: subscription.subscriptionId,
    chargeNumber: charge.number,
    customerId: customer.customerId,
    customerName: customer.name,
    subscriptionName: subscription.friendlyName ?? availability.title,
    offer: availability.title,
    orderId: subscription.orderId,
    chargeType: charge.type,
    startDate: formatDay(charge.chargeStart),
    endDate: lastDay(charge.chargeEnd),
    quantity: Number(billableQuantityText(line)),
    ...(usage === null ? {} : { meter: usage.meter.name, unit: usage.meter.unit }),
    unitPrice: Number(usage === null ? unitPriceText(line) : listPriceText(usage)),
    discount: money(discountOf(line)),
    subtotal: money(subtotalOf(line)),
    tax: money(line.tax),
    total: money(totalOf(line)),
    currencyCode: availability.currency,
  }
}

export function presentExplanation({ line, billed, sentence, steps, cycle }: ExplainedBillLine) {
  const { start, end } = billed.charge
  return {
    line: presentBillLine(line),
    sentence,
    steps,
    ...(cycle === undefined
      ? {}
      : {
          cycle: {
            cycleStart: formatDay(cycle.start),
            cycleEnd: formatDay(cycle.end),
            chargeStart: formatDay(start),
            chargeEnd: formatDay(end),
          },
        }),
    ...(billed === line ? {} : { billedAmount: Number(amountText(billed.charge.amount, billed)) }),
    attributes: attributes('PortalExplanation'),
  }
}
