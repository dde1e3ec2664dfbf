import type { Instant } from '../core/calendar/day.js'
import { adjustDraft, placeAdjustments, type WaitingAdjustment } from '../core/invoicing/adjustment.js'
import type { InvoiceDraft } from '../core/invoicing/assemble.js'
import type { Refusal } from '../core/refusal.js'
import { insertInvoiceAdjustments } from '../store/adjustments.js'
import type { InvoiceTax } from '../store/tax-invoices.js'
import { completeCreditRequests } from './credit-request-states.js'
import { taxAdjustments } from './tax-charges.js'
import type { TaxStanding } from './tax-standing.js'
import type { Session } from './use-case.js'

/** Invoices to be with their adjustments, and what is to be stored of the taxes on these. */
export interface AdjustedInvoices {
  readonly drafts: readonly InvoiceDraft[]
  readonly taxes: readonly InvoiceTax[]
  /** Partners whose adjustments cannot be taxed, such as for want of a rate, and why: their drafts are not to be issued. */
  readonly refused: ReadonlyMap<string, Refusal>
}

/** Puts adjustments that wait on the first invoices that take them, with their taxes. Nothing is written. */
export function adjustInvoices(
  standing: TaxStanding | undefined,
  drafts: readonly InvoiceDraft[],
  waiting: readonly WaitingAdjustment[],
): AdjustedInvoices {
  const placed = placeAdjustments(drafts, waiting)
  const refused = new Map<string, Refusal>()
  const taxes: InvoiceTax[] = []
  const adjusted: InvoiceDraft[] = []
  for (const draft of drafts) {
    const own = placed.get(draft)
    if (own === undefined) {
      adjusted.push(draft)
      continue
    }
    const { partnerId, invoiceDate, invoiceType, currency } = draft
    const taxed = taxAdjustments(standing, { partnerId, invoiceDate, invoiceType, currency }, own)
    if (!taxed.ok) {
      refused.set(partnerId, taxed.refusal)
      continue
    }
    taxes.push(...taxed.value.rows)
    adjusted.push(adjustDraft(draft, own, taxed.value.taxes))
  }
  return { drafts: adjusted, taxes, refused }
}

/** Writes the adjustments of issued invoices, and completes the requests for credit they answer. */
export async function writeAdjustments(
  session: Session,
  issued: readonly { readonly draft: InvoiceDraft; readonly number: string }[],
  clock: { readonly now: Instant; readonly newId: () => string },
): Promise<void> {
  const adjusted = issued.filter(({ draft }) => draft.adjustments.length > 0)
  if (adjusted.length === 0) return
  await insertInvoiceAdjustments(
    session,
    adjusted.map(({ draft }) => draft),
  )
  const credits = adjusted.flatMap(({ draft, number }) =>
    draft.adjustments.map(({ adjustmentId }) => ({ partnerId: draft.partnerId, adjustmentId, number })),
  )
  await completeCreditRequests(session, credits, clock)
}
