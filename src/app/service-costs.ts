import { recurringBillingPeriod, recurringInvoiceDate } from '../core/calendar/billing-calendar.js'
import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Period } from '../core/calendar/period.js'
import type { InvoiceType } from '../core/invoicing/assemble.js'
import type { Currency } from '../core/money/currency.js'
import { type ReconLine, type ReconSums, sumOf } from '../core/recon/recon-line.js'
import { accept, type Outcome } from '../core/refusal.js'
import { listLatestInvoices } from '../store/invoice-reading.js'
import type { Invoice } from '../store/invoices.js'
import { loadPartners } from '../store/partner-billing.js'
import { copyCustomerCharges } from '../store/recon-lines.js'
import { issuedLinesOf, readTitledCharges } from './invoice-lines.js'
import { loadCustomer } from './load-customer.js'
import type { UseCase } from './use-case.js'

/** What a customer costs on one invoice. */
export interface InvoicedCosts {
  readonly invoiceType: InvoiceType
  readonly currency: Currency
  readonly period: Period
  readonly lines: readonly ReconLine[]
  readonly sums: ReconSums
}

/** What a customer cost in the period that was invoiced last. */
export interface ServiceCosts {
  readonly customerId: string
  /** From the first to the last day that these invoices cover. */
  readonly period: Period
  /** That of the sums: the partner's, unless all of the costs are in another. */
  readonly currency: Currency
  /** The invoices that have costs of the customer. */
  readonly invoices: readonly InvoicedCosts[]
}

/** The costs of a customer on the partner's latest invoices: the recurring one, and the one-time one of each currency. */
export async function loadServiceCosts(context: UseCase, customerId: string): Promise<Outcome<ServiceCosts>> {
  const { session, now } = context
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const { partnerId } = customer.value
  const partner = (await loadPartners(session, [partnerId])).get(partnerId)!
  const latest = await listLatestInvoices(session, partnerId)
  const invoices = latest.length === 0 ? [] : await costsOn(context, latest, customerId)
  const currency = invoices.some((one) => one.currency === partner.currency) ? partner.currency : undefined
  return accept({
    customerId,
    period: latest.length === 0 ? lastPeriod(dayOfInstant(now), partner.billingDay) : spanOf(latest.map(periodOf)),
    currency: currency ?? invoices[0]?.currency ?? partner.currency,
    invoices,
  })
}

async function costsOn(
  { session }: UseCase,
  latest: readonly Invoice[],
  customerId: string,
): Promise<readonly InvoicedCosts[]> {
  const { partnerId } = latest[0]!
  const dates = [...new Set(latest.map((invoice) => invoice.invoiceDate))]
  const charges = await readTitledCharges(copyCustomerCharges(session, partnerId, customerId, dates))
  const costs: InvoicedCosts[] = []
  for (const invoice of latest) {
    const { invoiceDate: date, invoiceType, currency } = invoice
    const own = charges.filter(
      (one) => one.invoiceDate === date && one.invoiceType === invoiceType && one.currency === currency,
    )
    if (own.length === 0) continue
    const lines = await issuedLinesOf(session, invoice, own)
    costs.push({
      ...{ invoiceType, currency: currency as Currency, period: periodOf(invoice) },
      ...{ lines, sums: sumOf(lines) },
    })
  }
  return costs
}

function periodOf({ periodStart, periodEnd }: Invoice): Period {
  return { start: periodStart, end: periodEnd }
}

function spanOf(periods: readonly Period[]): Period {
  return {
    start: Math.min(...periods.map(({ start }) => start)) as Day,
    end: Math.max(...periods.map(({ end }) => end)) as Day,
  }
}

/** Before the first invoice: the billing period that ended last. */
function lastPeriod(today: Day, billingDay: number): Period {
  const current = recurringBillingPeriod(recurringInvoiceDate(today, billingDay))
  return recurringBillingPeriod((current.start - 1) as Day)
}
