import type { Instant } from '../core/calendar/day.js'
import { documentSeries, type InvoiceDraft, invoiceNumber } from '../core/invoicing/assemble.js'
import { type Posting, postingsOfInvoice } from '../core/invoicing/posting.js'
import { lockWaitingAdjustments } from '../store/adjustments.js'
import { type BillingRun, claimChunk, finishChunk, waitForTurn } from '../store/billing-runs.js'
import type { StoredCatalog } from '../store/catalog.js'
import type { Database, Session } from '../store/database.js'
import { insertInvoiceParties } from '../store/invoice-parties.js'
import { insertInvoices, takeInvoiceNumbers } from '../store/invoices.js'
import { appendPostings } from '../store/journal.js'
import { appendNotices, type Notice } from '../store/notices.js'
import { lockPartners, moveInvoicedThrough, type PartnerBilling } from '../store/partner-billing.js'
import { insertInvoiceTaxes } from '../store/tax-invoices.js'
import { writeAdjustments } from './adjust-invoices.js'
import { drawUpInvoices } from './draw-up-invoices.js'
import { type AddressedInvoice, partiesOf } from './invoice-parties.js'

/**
 * Issues the invoices of the next chunk of a billing run: every charge dated up to the run's day that is on no invoice
 * yet. `false` when there is no chunk left. Workers add up their chunks side by side and then issue them one after the
 * other, in order, so that numbers are gap-free and the same whoever issues them; the numbers are taken last. A partner
 * whose invoices cannot be taxed gets none, and counts as not invoiced: the next run makes up for it.
 */
export async function issueNextChunk(
  database: Database,
  run: BillingRun,
  catalog: StoredCatalog,
  now: Instant,
  newId: () => string,
): Promise<boolean> {
  const issue = async (session: Session): Promise<boolean> => {
    const chunk = await claimChunk(session, run.billingRunId, 'issue')
    if (chunk === undefined) return false
    if (chunk === 'again') return true
    const partners = await lockPartners(session, chunk.partnerIds)
    const waiting = await lockWaitingAdjustments(session, chunk.partnerIds)
    const { drafts, taxes, refused } = await drawUpInvoices(session, chunk.partnerIds, run.asOf, catalog, waiting)
    // Where a worker died before its turn, its chunk comes first: give this one back and begin again.
    if (!(await waitForTurn(session, run.billingRunId, chunk.chunkNumber))) throw new OutOfTurn()
    if (drafts.length > 0) {
      const issued = await numbered(session, drafts, partners)
      await insertInvoices(session, issued, run.billingRunId, now)
      await insertInvoiceTaxes(session, taxes)
      await writeAdjustments(session, issued, { now, newId })
      await insertInvoiceParties(session, await partiesOf(session, issued.map(addressedOf), catalog), now)
      await appendPostings(session, issued.flatMap(postingsOf), now)
      await appendNotices(session, issued.map(noticeOf(now, newId)))
    }
    const invoiced = chunk.partnerIds.filter((partnerId) => !refused.has(partnerId))
    await moveInvoicedThrough(session, invoiced, run.asOf)
    await finishChunk(session, run.billingRunId, 'issue', chunk.chunkNumber, {
      subscriptions: 0,
      charges: 0,
      quarantined: 0,
      invoices: drafts.length,
    })
    return true
  }
  for (;;) {
    try {
      return await database.transaction(issue)
    } catch (error) {
      if (!(error instanceof OutOfTurn)) throw error
    }
  }
}

class OutOfTurn extends Error {}

interface Issued {
  readonly draft: InvoiceDraft
  readonly number: string
}

function addressedOf({ draft, number }: Issued): AddressedInvoice {
  const { partnerId, invoiceDate, lines } = draft
  return { partnerId, number, invoiceDate, lines }
}

function postingsOf({ draft, number }: Issued): Posting[] {
  const { invoiceDate: issuedOn, dueDate: dueOn, charged, adjusted: adjustments, ...sums } = draft
  return postingsOfInvoice({ ...sums, number, issuedOn, dueOn, net: charged + adjustments, adjustments })
}

/** What subscribers of webhooks are told of an issued invoice. */
function noticeOf(now: Instant, newId: () => string) {
  return ({ draft, number }: Issued): Notice => ({
    partnerId: draft.partnerId,
    noticeId: newId(),
    eventName: 'invoice-ready',
    resourceUri: `/invoices/${number}`,
    resourceName: 'invoice',
    auditRecordId: null,
    occurredAt: now,
  })
}

/** Numbers drafts in their order; sandboxes have series of their own. */
async function numbered(
  session: Session,
  drafts: readonly InvoiceDraft[],
  partners: ReadonlyMap<string, PartnerBilling>,
): Promise<Issued[]> {
  const seriesOf = ({ invoiceType, partnerId }: InvoiceDraft) =>
    documentSeries(invoiceType, partners.get(partnerId)!.isSandbox)
  const next = new Map<string, bigint>()
  // In order, because each counter stays locked until the transaction ends.
  for (const series of [...new Set(drafts.map(seriesOf))].sort()) {
    const count = drafts.filter((draft) => seriesOf(draft) === series).length
    next.set(series, await takeInvoiceNumbers(session, series, count))
  }
  return drafts.map((draft) => {
    const series = seriesOf(draft)
    const sequence = next.get(series)!
    next.set(series, sequence + 1n)
    return { draft, number: invoiceNumber(series, sequence) }
  })
}
