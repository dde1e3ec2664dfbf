import type { Instant } from '../core/calendar/day.js'
import { assembleInvoices, type InvoiceDraft, invoiceNumber, invoiceSeries } from '../core/invoicing/assemble.js'
import { type BillingRun, claimChunk, finishChunk, waitForTurn } from '../store/billing-runs.js'
import type { StoredCatalog } from '../store/catalog.js'
import type { Database, Session } from '../store/database.js'
import {
  type AvailabilitySum,
  type InvoiceKey,
  insertInvoices,
  sumOpenCharges,
  takeInvoiceNumbers,
} from '../store/invoices.js'
import { appendNotices, type Notice } from '../store/notices.js'
import { lockPartners, moveInvoicedThrough } from '../store/partner-billing.js'

/**
 * Issues the invoices of the next chunk of a billing run: every charge dated up to the run's day that is on no invoice
 * yet. `false` when there is no chunk left. Workers add up their chunks side by side and then issue them one after the
 * other, in order, so that numbers are gap-free and the same whoever issues them; the numbers are taken last.
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
    await lockPartners(session, chunk.partnerIds)
    const sums = await sumOpenCharges(session, chunk.partnerIds, run.asOf)
    const drafts = assembleInvoices(
      sums.map((sum) => {
        const { productId, skuId, skuTitle } = catalog.titles.get(sum.availabilityId)!
        return { ...sum, productId, skuId, description: skuTitle }
      }),
    )
    checkTotals(drafts, sums)
    // Where a worker died before its turn, its chunk comes first: give this one back and begin again.
    if (!(await waitForTurn(session, run.billingRunId, chunk.chunkNumber))) throw new OutOfTurn()
    if (drafts.length > 0) {
      const issued = await numbered(session, drafts)
      await insertInvoices(session, issued, run.billingRunId, now)
      await appendNotices(session, issued.map(noticeOf(now, newId)))
    }
    await moveInvoicedThrough(session, chunk.partnerIds, run.asOf)
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

/** What subscribers of webhooks are told of an issued invoice. */
function noticeOf(now: Instant, newId: () => string) {
  return ({ draft, number }: { readonly draft: InvoiceDraft; readonly number: string }): Notice => ({
    partnerId: draft.partnerId,
    noticeId: newId(),
    eventName: 'invoice-ready',
    resourceUri: `/invoices/${number}`,
    resourceName: 'invoice',
    auditRecordId: null,
    occurredAt: now,
  })
}

async function numbered(session: Session, drafts: readonly InvoiceDraft[]) {
  const next = new Map<string, bigint>()
  for (const series of ['D', 'G'] as const) {
    const count = drafts.filter((draft) => invoiceSeries(draft.invoiceType) === series).length
    if (count > 0) next.set(series, await takeInvoiceNumbers(session, series, count))
  }
  return drafts.map((draft) => {
    const series = invoiceSeries(draft.invoiceType)
    const sequence = next.get(series)!
    next.set(series, sequence + 1n)
    return { draft, number: invoiceNumber(series, sequence) }
  })
}

/** Invoice total = sum of its lines = sum of its charges, or nothing is committed. */
function checkTotals(drafts: readonly InvoiceDraft[], sums: readonly AvailabilitySum[]): void {
  const keyOf = (of: InvoiceKey) => `${of.partnerId}|${of.invoiceDate}|${of.invoiceType}|${of.currency}`
  const charged = new Map<string, bigint>()
  for (const sum of sums) charged.set(keyOf(sum), (charged.get(keyOf(sum)) ?? 0n) + sum.amount)
  for (const draft of drafts) {
    const charges = charged.get(keyOf(draft))
    const lines = draft.lines.reduce((total, line) => total + line.amount, 0n)
    if (charges !== draft.total || lines !== draft.total) {
      throw new Error(`invoice ${keyOf(draft)}: total ${draft.total}, lines ${lines}, charges ${charges}`)
    }
  }
}
