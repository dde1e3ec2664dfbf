import { type Day, formatDay, type Instant } from '../core/calendar/day.js'
import { dayOfInstant, formatInstant } from '../core/calendar/instant.js'
import type { InvoiceType } from '../core/invoicing/assemble.js'
import { invoiceWindow, lateInvoices } from '../core/invoicing/late-invoice.js'
import { listInvoicesIssuedLate, listStandings } from '../store/invoice-reading.js'
import { listQuarantine } from '../store/quarantine.js'
import { listNotedRefusals } from '../store/usage-refusals.js'
import { listHeldInvoices } from './held-invoices.js'
import type { Session } from './use-case.js'

/** Something about invoices that somebody has to look at. */
export type InvoiceProblem = {
  readonly partnerId: string
  /** In words, with what to do. */
  readonly reason: string
} & (
  | {
      /** The window has closed, and no run has been made. */
      readonly problem: 'not-issued'
      readonly partnerName: string
      readonly invoiceType: InvoiceType
      /** The earliest, and how many. */
      readonly invoiceDate: Day
      readonly dates: number
      readonly dueAt: Instant
    }
  | {
      /** Runs leave the partner out, because its invoices cannot be taxed. */
      readonly problem: 'held-back'
      readonly partnerName: string
    }
  | {
      /** It was issued after its window had closed. */
      readonly problem: 'issued-late'
      readonly partnerName: string
      readonly invoiceType: InvoiceType
      readonly invoiceDate: Day
      readonly number: string
      readonly dueAt: Instant
      readonly issuedAt: Instant
    }
  | {
      /** Invoices lack the charges of a subscription that could not be charged, or usage that could not be rated. */
      readonly problem: 'incomplete'
      readonly subscriptionId: string
      readonly since: Instant
    }
)

/** How long ago an invoice may be dated that is reported as issued late. */
const DAYS_BACK = 35
/** Most of a kind. */
const MOST = 10_000

/**
 * Invoices that are held back, that are late or were, and subscriptions that invoices lack: what is missing comes first.
 * @param now by the system's clock; sandboxes are judged by their own
 */
export async function listInvoiceProblems(session: Session, now: Instant): Promise<InvoiceProblem[]> {
  const today = dayOfInstant(now)
  const held = await listHeldInvoices(session, MOST)
  const isHeld = new Set(held.map(({ partnerId }) => partnerId))
  const standings = (await listStandings(session, today)).filter(({ partnerId }) => !isHeld.has(partnerId))
  const missing = standings.flatMap(({ partnerId, name, billingDay, invoicedThrough, clockAt }) =>
    lateInvoices(billingDay, invoicedThrough, clockAt ?? now).map((late): InvoiceProblem => {
      const { invoiceDate, dates } = late
      const more = dates === 1 ? '' : ` and ${dates - 1} after it`
      const reason = `No billing run has been made for the invoice of ${formatDay(invoiceDate)}${more}; bill as of that day or later.`
      return { problem: 'not-issued', partnerId, partnerName: name, ...late, reason }
    }),
  )
  missing.sort((left, right) => dueAtOf(left) - dueAtOf(right))
  const late = await listInvoicesIssuedLate(session, (today - DAYS_BACK) as Day, daysToClose(), MOST)
  const quarantined = await listQuarantine(session, null, MOST)
  const unrated = await listNotedRefusals(session, { partnerId: null, limit: MOST })
  return [
    ...held.map(({ partnerId, partnerName, reason }): InvoiceProblem => {
      return { problem: 'held-back', partnerId, partnerName, reason }
    }),
    ...missing.slice(0, MOST),
    ...late.map(({ partnerId, partnerName, invoiceType, invoiceDate, number, issuedAt }): InvoiceProblem => {
      const dueAt = invoiceWindow(invoiceDate, invoiceType).closes
      const reason = `The invoice was due at ${formatInstant(dueAt)} and issued at ${formatInstant(issuedAt)}.`
      return {
        problem: 'issued-late',
        ...{ partnerId, partnerName, invoiceType, invoiceDate, number, dueAt, issuedAt, reason },
      }
    }),
    ...quarantined.map(({ partnerId, subscriptionId, since, message }): InvoiceProblem => {
      const reason = `Its invoices lack the charges of this subscription since then: ${message} Every run tries it again.`
      return { problem: 'incomplete', partnerId, subscriptionId, since, reason }
    }),
    ...unrated.map(({ partnerId, subscriptionId, meterId, since, message }): InvoiceProblem => {
      const reason = `Its invoices lack usage of the meter ${meterId} since then: ${message} Every rating tries it again.`
      return { problem: 'incomplete', partnerId, subscriptionId, since, reason }
    }),
  ]
}

function dueAtOf(problem: InvoiceProblem): number {
  return problem.problem === 'not-issued' ? problem.dueAt : 0
}

/** After how many days from the start of its date an invoice of each type is late. */
function daysToClose(): Readonly<Record<InvoiceType, number>> {
  const date = 0 as Day
  const days = (type: InvoiceType) => dayOfInstant(invoiceWindow(date, type).closes) - date
  return { recurring: days('recurring'), 'one-time': days('one-time') }
}
