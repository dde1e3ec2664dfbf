import {
  ONE_TIME_INVOICE_DAY,
  ONE_TIME_LEAD_DAYS,
  oneTimeBillingPeriod,
  oneTimeInvoiceDate,
  recurringBillingPeriod,
  recurringInvoiceDate,
} from '../calendar/billing-calendar.js'
import type { Day } from '../calendar/day.js'
import type { Period } from '../calendar/period.js'
import type { InvoiceType } from './assemble.js'

/** Up to which date a run as of a day issues the invoices of each type. */
export function issuedThrough(asOf: Day, invoiceType: InvoiceType): Day {
  return invoiceType === 'recurring' ? asOf : ((asOf + ONE_TIME_LEAD_DAYS) as Day)
}

/**
 * The date of the invoice a charge goes on: the first one dated on or after the day it was registered that has not been
 * issued yet. Issued invoices never change, so a late charge waits for the next one.
 *
 * @param billingDay day of month of the partner's recurring invoice, 1 to 28
 * @param invoicedThrough the partner's last run was as of this day
 */
export function invoiceDateOf(
  registeredOn: Day,
  invoiceType: InvoiceType,
  billingDay: number,
  invoicedThrough: Day,
): Day {
  const issued = issuedThrough(invoicedThrough, invoiceType)
  const date = dateOf(registeredOn, invoiceType, billingDay)
  return date > issued ? date : nextDateAfter(issued, invoiceType, billingDay)
}

/** The first invoice date of a type after a day. */
export function nextDateAfter(day: Day, invoiceType: InvoiceType, billingDay: number): Day {
  return recurringInvoiceDate((day + 1) as Day, invoiceType === 'recurring' ? billingDay : ONE_TIME_INVOICE_DAY)
}

function dateOf(registeredOn: Day, invoiceType: InvoiceType, billingDay: number): Day {
  return invoiceType === 'recurring' ? recurringInvoiceDate(registeredOn, billingDay) : oneTimeInvoiceDate(registeredOn)
}

/**
 * The date of an invoice that is still to come: of the period that holds `today`, or of the one before where its invoice
 * is not issued yet.
 * @returns `undefined` where the invoice of the period before has been issued
 */
export function openInvoiceDate(
  period: 'current' | 'previous',
  today: Day,
  invoiceType: InvoiceType,
  billingDay: number,
  invoicedThrough: Day,
): Day | undefined {
  if (period === 'current') return invoiceDateOf(today, invoiceType, billingDay, invoicedThrough)
  const { start } = billingPeriodOf(dateOf(today, invoiceType, billingDay), invoiceType)
  const date = dateOf((start - 1) as Day, invoiceType, billingDay)
  return date > issuedThrough(invoicedThrough, invoiceType) ? date : undefined
}

/** What an invoice covers. */
export function billingPeriodOf(invoiceDate: Day, invoiceType: InvoiceType): Period {
  return invoiceType === 'recurring' ? recurringBillingPeriod(invoiceDate) : oneTimeBillingPeriod(invoiceDate)
}
