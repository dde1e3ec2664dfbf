import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { advance } from '../core/charging/charge-subscription.js'
import type { InvoiceType } from '../core/invoicing/assemble.js'
import { compareChargeKeys } from '../core/invoicing/distribute-tax.js'
import { billingPeriodOf, invoiceDateOf, openInvoiceDate } from '../core/invoicing/invoice-date.js'
import type { ReconLine } from '../core/recon/recon-line.js'
import type { InvoiceKey } from '../store/invoices.js'
import { loadPartners, type PartnerBilling } from '../store/partner-billing.js'
import { copyInvoiceCharges } from '../store/recon-lines.js'
import { listDueSubscriptions } from '../store/subscription-reading.js'
import { currentCatalog, type StoredCatalog } from './current-catalog.js'
import { type ChargePage, type ChargePosition, linesOf, readTitledCharges, type TitledCharge } from './invoice-lines.js'
import type { Database, Session, UseCase } from './use-case.js'

/** Which part of what is not invoiced yet is wanted. */
export interface UnbilledWish {
  readonly invoiceType: InvoiceType
  /** `previous` is empty as soon as the invoice of the period before has been issued. */
  readonly period: 'current' | 'previous'
  readonly currency: string
  readonly page: ChargePage
}

/** Subscriptions read at a time. */
const BATCH = 2_000

/**
 * What the next invoice will have on it, as far as it is known today: the charges that are registered for it, and what the
 * billing runs will charge until its period ends, by the same fold and without writing anything. No tax is in it. In order
 * of subscription and number, as on the invoice.
 */
export async function listUnbilledLines(
  database: Database,
  { scope, now }: Pick<UseCase, 'scope' | 'now'>,
  { invoiceType, period, currency, page }: UnbilledWish,
): Promise<ReconLine[]> {
  return database.transaction(async (session) => {
    // One snapshot, so that a billing run beside it moves nothing from what is foreseen to what is registered.
    await session.execute('set transaction isolation level repeatable read, read only')
    const partnerId = scope.accountId
    const partner = (await loadPartners(session, [partnerId])).get(partnerId)
    if (partner === undefined) return []
    const { billingDay, invoicedThrough } = partner
    const invoiceDate = openInvoiceDate(period, dayOfInstant(now), invoiceType, billingDay, invoicedThrough)
    if (invoiceDate === undefined) return []
    const key: InvoiceKey = { partnerId, invoiceDate, invoiceType, currency }
    const wanted = { ...page, offset: 0, limit: page.offset + page.limit }
    const registered = await readTitledCharges(copyInvoiceCharges(session, key, wanted))
    const catalog = await currentCatalog(session)
    const foreseen = foreseenCharges(session, partner, key, page.after, catalog)
    const charges = (await firstOf(registered, foreseen, wanted.limit)).slice(page.offset)
    return linesOf(session, partnerId, { number: '', date: invoiceDate, type: invoiceType }, charges)
  })
}

/** What billing runs will charge for an invoice, after a position, in order. */
async function* foreseenCharges(
  session: Session,
  partner: PartnerBilling,
  key: InvoiceKey,
  after: ChargePosition | undefined,
  catalog: StoredCatalog,
): AsyncGenerator<TitledCharge> {
  const until = (billingPeriodOf(key.invoiceDate, key.invoiceType).end - 1) as Day
  let from = after?.subscriptionId
  for (;;) {
    const page = { from, limit: BATCH + 1 }
    const due = await listDueSubscriptions(session, partner.partnerId, until, catalog.availabilities, page)
    for (const stored of due.slice(0, BATCH)) {
      const { subscriptionId, state, chargedThrough } = stored
      const advanced = advance(state, until, catalog.availabilities)
      // What cannot be charged goes into quarantine and on no invoice.
      if (!advanced.ok) continue
      for (const charge of advanced.value.charges) {
        const one = { charge, subscriptionId, title: stored }
        if (charge.registeredOn <= chargedThrough || !isFor(key, one, partner, catalog)) continue
        if (after === undefined || isAfter(one, after)) yield one
      }
    }
    if (due.length <= BATCH) return
    from = due[BATCH]!.subscriptionId
  }
}

function isFor(
  key: InvoiceKey,
  { charge }: TitledCharge,
  { billingDay, invoicedThrough }: PartnerBilling,
  catalog: StoredCatalog,
): boolean {
  const { currency, profile } = catalog.availabilities.get(charge.derivation.availabilityId)!
  return (
    currency === key.currency &&
    profile.invoiceType === key.invoiceType &&
    invoiceDateOf(charge.registeredOn, profile.invoiceType, billingDay, invoicedThrough) === key.invoiceDate
  )
}

/** The first charges of two lists in order, in order. */
async function firstOf(
  registered: readonly TitledCharge[],
  foreseen: AsyncIterable<TitledCharge>,
  limit: number,
): Promise<TitledCharge[]> {
  const first: TitledCharge[] = []
  let next = 0
  for await (const one of foreseen) {
    for (; next < registered.length && isAfter(one, keyOf(registered[next]!)); next += 1) first.push(registered[next]!)
    if (first.length >= limit) break
    first.push(one)
    if (first.length >= limit) break
  }
  return [...first, ...registered.slice(next)].slice(0, limit)
}

function keyOf({ subscriptionId, charge }: TitledCharge): ChargePosition {
  return { subscriptionId, chargeNumber: charge.number }
}

function isAfter(one: TitledCharge, position: ChargePosition): boolean {
  return compareChargeKeys(keyOf(one), position) > 0
}
