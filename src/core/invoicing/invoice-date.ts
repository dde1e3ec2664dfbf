import { ONE_TIME_INVOICE_DAY, oneTimeInvoiceDate, recurringInvoiceDate } from '../calendar/billing-calendar.js'
import type { Day } from '../calendar/day.js'
import type { CommerceProfile } from '../catalog/commerce-profile.js'

/**
 * The date of the invoice a charge goes on: the first one dated on or after the day it was registered that has not been
 * issued yet. Issued invoices never change, so a late charge waits for the next one.
 *
 * @param billingDay day of month of the partner's recurring invoice, 1 to 28
 * @param invoicedThrough every invoice dated up to this day has been issued
 */
export function invoiceDateOf(
  registeredOn: Day,
  invoiceType: CommerceProfile['invoiceType'],
  billingDay: number,
  invoicedThrough: Day,
): Day {
  if (invoiceType === 'recurring') {
    const date = recurringInvoiceDate(registeredOn, billingDay)
    return date > invoicedThrough ? date : nextDateAfter(invoicedThrough, billingDay)
  }
  const date = oneTimeInvoiceDate(registeredOn)
  if (date > invoicedThrough) return date
  return nextDateAfter(invoicedThrough, ONE_TIME_INVOICE_DAY)
}

function nextDateAfter(invoicedThrough: Day, dayOfMonth: number): Day {
  return recurringInvoiceDate((invoicedThrough + 1) as Day, dayOfMonth)
}
