import type { Instant } from '../core/calendar/day.js'
import { assembleInvoices, type InvoiceDraft, invoiceNumber, invoiceSeries } from '../core/invoicing/assemble.js'
import { type Posting, postingsOfInvoice } from '../core/invoicing/posting.js'
import { accept, type Outcome, type Refusal } from '../core/refusal.js'
import { type BillingRun, claimChunk, finishChunk, waitForTurn } from '../store/billing-runs.js'
import type { StoredCatalog } from '../store/catalog.js'
import { loadPaymentDays } from '../store/credit-limits.js'
import type { Database, Session } from '../store/database.js'
import { insertInvoiceParties } from '../store/invoice-parties.js'
import { type InvoiceKey, insertInvoices, takeInvoiceNumbers } from '../store/invoices.js'
import { appendPostings } from '../store/journal.js'
import { appendNotices, type Notice } from '../store/notices.js'
import { lockPartners, moveInvoicedThrough } from '../store/partner-billing.js'
import { type InvoiceTax, insertInvoiceTaxes } from '../store/tax-invoices.js'
import { type AddressedInvoice, partiesOf } from './invoice-parties.js'
import { type TaxedSum, taxOpenCharges } from './tax-charges.js'
import { loadTaxStanding } from './tax-standing.js'

/**
 * Issues the invoices of the next chunk of a billing run: every charge dated up to the run's day that is on no invoice
 * yet. `false` when there is no chunk left. Workers add up their chunks side by side and then issue them one after the
 * other, in order, so that numbers are gap-free and the same whoever issues them; the numbers are taken last. Refused
 * where the rate of a tax is missing: the run goes on when it is there.
 */
export async function issueNextChunk(
  database: Database,
  run: BillingRun,
  catalog: StoredCatalog,
  now: Instant,
  newId: () => string,
): Promise<Outcome<boolean>> {
  const issue = async (session: Session): Promise<boolean> => {
    const chunk = await claimChunk(session, run.billingRunId, 'issue')
    if (chunk === undefined) return false
    if (chunk === 'again') return true
    await lockPartners(session, chunk.partnerIds)
    const standing = await loadTaxStanding(session, chunk.partnerIds)
    const taxed = await taxOpenCharges(session, standing, chunk.partnerIds, run.asOf)
    if (!taxed.ok) throw new Refused(taxed.refusal)
    const { sums, taxes } = taxed.value
    const drafts = assembleInvoices(
      sums.map((sum) => {
        const { productId, skuId, skuTitle } = catalog.titles.get(sum.availabilityId)!
        return { ...sum, productId, skuId, description: skuTitle }
      }),
      await loadPaymentDays(session, chunk.partnerIds),
    )
    checkTotals(drafts, sums, taxes)
    // Where a worker died before its turn, its chunk comes first: give this one back and begin again.
    if (!(await waitForTurn(session, run.billingRunId, chunk.chunkNumber))) throw new OutOfTurn()
    if (drafts.length > 0) {
      const issued = await numbered(session, drafts)
      await insertInvoices(session, issued, run.billingRunId, now)
      await insertInvoiceTaxes(session, taxes)
      await insertInvoiceParties(session, await partiesOf(session, issued.map(addressedOf)), now)
      await appendPostings(session, issued.flatMap(postingsOf), now)
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
      return accept(await database.transaction(issue))
    } catch (error) {
      if (error instanceof Refused) return { ok: false, refusal: error.refusal }
      if (!(error instanceof OutOfTurn)) throw error
    }
  }
}

class OutOfTurn extends Error {}

/** Undoes the transaction of a chunk that is refused. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

interface Issued {
  readonly draft: InvoiceDraft
  readonly number: string
}

function addressedOf({ draft, number }: Issued): AddressedInvoice {
  const { partnerId, invoiceDate } = draft
  return { partnerId, number, invoiceDate }
}

function postingsOf({ draft, number }: Issued): Posting[] {
  const { invoiceDate: issuedOn, dueDate: dueOn, charged: net, ...sums } = draft
  return postingsOfInvoice({ ...sums, number, issuedOn, dueOn, net, adjustments: 0n })
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

async function numbered(session: Session, drafts: readonly InvoiceDraft[]): Promise<Issued[]> {
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

/** An invoice comes to its lines, its charges and its taxes, or nothing is committed. */
function checkTotals(drafts: readonly InvoiceDraft[], sums: readonly TaxedSum[], taxes: readonly InvoiceTax[]): void {
  const keyOf = (of: InvoiceKey) => `${of.partnerId}|${of.invoiceDate}|${of.invoiceType}|${of.currency}`
  const charged = new Map<string, bigint>()
  for (const sum of sums) charged.set(keyOf(sum), (charged.get(keyOf(sum)) ?? 0n) + sum.amount)
  const taxed = new Map<string, bigint>()
  for (const tax of taxes) taxed.set(keyOf(tax), (taxed.get(keyOf(tax)) ?? 0n) + tax.tax)
  for (const draft of drafts) {
    const [charges, tax] = [charged.get(keyOf(draft)), taxed.get(keyOf(draft)) ?? 0n]
    if (charges !== draft.charged || tax !== draft.tax) {
      throw new Error(
        `invoice ${keyOf(draft)}: lines ${draft.charged} with tax ${draft.tax}, charges ${charges} with tax ${tax}`,
      )
    }
  }
}
