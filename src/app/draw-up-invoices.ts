import type { Day } from '../core/calendar/day.js'
import type { WaitingAdjustment } from '../core/invoicing/adjustment.js'
import { assembleInvoices, type InvoiceDraft } from '../core/invoicing/assemble.js'
import type { Refusal } from '../core/refusal.js'
import type { StoredCatalog } from '../store/catalog.js'
import { loadPaymentDays } from '../store/credit-limits.js'
import type { InvoiceKey } from '../store/invoices.js'
import type { InvoiceTax } from '../store/tax-invoices.js'
import { adjustInvoices } from './adjust-invoices.js'
import { type TaxedSum, taxOpenCharges } from './tax-charges.js'
import { loadTaxStanding } from './tax-standing.js'
import type { Session } from './use-case.js'

/** Invoices to be, and what is to be stored of their taxes. */
export interface DrawnUpInvoices {
  readonly drafts: readonly InvoiceDraft[]
  readonly taxes: readonly InvoiceTax[]
  /** Partners whose invoices cannot be taxed, such as for want of a rate, and why: there is nothing of theirs in the rest. */
  readonly refused: ReadonlyMap<string, Refusal>
}

/** Draws up the invoices of partners: every charge dated up to a day that is on no invoice yet, with adjustments and taxes. */
export async function drawUpInvoices(
  session: Session,
  partnerIds: readonly string[],
  asOf: Day,
  catalog: Pick<StoredCatalog, 'titles'>,
  waiting: readonly WaitingAdjustment[],
): Promise<DrawnUpInvoices> {
  const standing = await loadTaxStanding(session, partnerIds)
  const taxed = await taxOpenCharges(session, standing, partnerIds, asOf)
  const charged = assembleInvoices(
    taxed.sums.map((sum) => {
      const { productId, skuId, skuTitle } = catalog.titles.get(sum.availabilityId)!
      return { ...sum, productId, skuId, description: skuTitle }
    }),
    await loadPaymentDays(session, partnerIds),
  )
  const adjusted = adjustInvoices(standing, charged, waiting)
  const refused = new Map([...adjusted.refused, ...taxed.refused])
  const isKept = ({ partnerId }: { readonly partnerId: string }) => !refused.has(partnerId)
  const drafts = adjusted.drafts.filter(isKept)
  const taxes = [...taxed.taxes, ...adjusted.taxes].filter(isKept)
  checkTotals(drafts, taxed.sums, taxes)
  return { drafts, taxes, refused }
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
