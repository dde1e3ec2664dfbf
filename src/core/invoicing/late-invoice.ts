import { type InvoiceWindow, oneTimeInvoiceWindow, recurringInvoiceWindow } from '../calendar/billing-calendar.js'
import type { Day, Instant } from '../calendar/day.js'
import type { InvoiceType } from './assemble.js'
import { issuedThrough, nextDateAfter } from './invoice-date.js'

/** Invoices of one type that a partner should have and for which no run has been made. */
export interface LateInvoices {
  readonly invoiceType: InvoiceType
  /** The earliest of them. */
  readonly invoiceDate: Day
  /** When it should have been there. */
  readonly dueAt: Instant
  /** How many dates have passed altogether. */
  readonly dates: number
}

const TYPES: readonly InvoiceType[] = ['recurring', 'one-time']

/** When an invoice is made. */
export function invoiceWindow(invoiceDate: Day, invoiceType: InvoiceType): InvoiceWindow {
  return invoiceType === 'recurring' ? recurringInvoiceWindow(invoiceDate) : oneTimeInvoiceWindow(invoiceDate)
}

/**
 * The invoices whose window has closed without a run for them. At the very instant it closes, an invoice is late.
 * @param invoicedThrough the partner's last run was as of this day
 */
export function lateInvoices(billingDay: number, invoicedThrough: Day, now: Instant): LateInvoices[] {
  return TYPES.flatMap((invoiceType): LateInvoices[] => {
    const first = nextDateAfter(issuedThrough(invoicedThrough, invoiceType), invoiceType, billingDay)
    let dates = 0
    for (let date = first; invoiceWindow(date, invoiceType).closes <= now; dates += 1) {
      date = nextDateAfter(date, invoiceType, billingDay)
    }
    const dueAt = invoiceWindow(first, invoiceType).closes
    return dates === 0 ? [] : [{ invoiceType, invoiceDate: first, dueAt, dates }]
  })
}
