import { civilOf, type Day, dayOf, type Instant } from './day.js'
import { startOfDay } from './instant.js'
import type { Period } from './period.js'

/**
 * The date of the recurring invoice that takes a charge: the first billing day on or after the day it was registered.
 * @param billingDay day of month, 1 to 28, fixed when the partner is onboarded
 */
export function recurringInvoiceDate(registeredOn: Day, billingDay: number): Day {
  const { year, month, day } = civilOf(registeredOn)
  if (day <= billingDay) return dayOf(year, month, billingDay)
  return month === 12 ? dayOf(year + 1, 1, billingDay) : dayOf(year, month + 1, billingDay)
}

/** Day of the month by which the one-time invoice of the month before is available; it dates the invoice and the file. */
export const ONE_TIME_INVOICE_DAY = 8

/**
 * One-time invoices are issued by the run as of so many days before their date. The jobs of a day run when it has ended:
 * those of the 6th on the 7th, so that the invoice is there when the 8th begins.
 */
export const ONE_TIME_LEAD_DAYS = 2

/** The date of the one-time invoice that takes a charge: the 8th of the month after the one it was registered in. */
export function oneTimeInvoiceDate(registeredOn: Day): Day {
  const { year, month } = civilOf(registeredOn)
  return month === 12 ? dayOf(year + 1, 1, ONE_TIME_INVOICE_DAY) : dayOf(year, month + 1, ONE_TIME_INVOICE_DAY)
}

/** What a recurring invoice covers: from the day after the previous billing day up to and including its own date. */
export function recurringBillingPeriod(invoiceDate: Day): Period {
  const { year, month, day } = civilOf(invoiceDate)
  const previous = month === 1 ? dayOf(year - 1, 12, day) : dayOf(year, month - 1, day)
  return { start: (previous + 1) as Day, end: (invoiceDate + 1) as Day }
}

/** What a one-time invoice covers: the calendar month before its date. */
export function oneTimeBillingPeriod(invoiceDate: Day): Period {
  const { year, month } = civilOf(invoiceDate)
  const start = month === 1 ? dayOf(year - 1, 12, 1) : dayOf(year, month - 1, 1)
  return { start, end: dayOf(year, month, 1) }
}

/** When an invoice is made, in UTC: generation starts at `opens` and is complete by `closes`. */
export interface InvoiceWindow {
  readonly opens: Instant
  readonly closes: Instant
}

/** For billing date D: from D+1 00:00 to D+2 00:00 UTC (12 September: the 13th 00:00 to the 14th 00:00). */
export function recurringInvoiceWindow(invoiceDate: Day): InvoiceWindow {
  return { opens: startOfDay((invoiceDate + 1) as Day), closes: startOfDay((invoiceDate + 2) as Day) }
}

/** From the first of the month, 00:00 UTC, to the 8th, 00:00 UTC. */
export function oneTimeInvoiceWindow(invoiceDate: Day): InvoiceWindow {
  return { opens: startOfDay(oneTimeBillingPeriod(invoiceDate).end), closes: startOfDay(invoiceDate) }
}
