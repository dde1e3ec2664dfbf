import { LEAST_ID } from '../core/access/least-id.js'
import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Availability, Catalog } from '../core/catalog/availability.js'
import type { Charge } from '../core/charging/charge.js'
import { advance } from '../core/charging/charge-subscription.js'
import type { InvoiceType } from '../core/invoicing/assemble.js'
import { compareChargeKeys } from '../core/invoicing/distribute-tax.js'
import { billingPeriodOf, invoiceDateOf, openInvoiceDate } from '../core/invoicing/invoice-date.js'
import type { ReconLine } from '../core/recon/recon-line.js'
import { BinaryRowReader } from '../store/binary-copy.js'
import { listForeseenUsage } from '../store/foreseen-usage.js'
import type { InvoiceKey } from '../store/invoices.js'
import { loadPartners, type PartnerBilling } from '../store/partner-billing.js'
import {
  copyDueSubscriptions,
  copyInvoiceCharges,
  DUE_FIELDS,
  type DueSubscription,
  readDueSubscription,
} from '../store/recon-lines.js'
import { catalogFor, currentCatalog, type StoredCatalog } from './current-catalog.js'
import { type DailyPage, type DailyWish, readDailyPage } from './files/daily-rows.js'
import {
  type ChargeKind,
  type ChargePage,
  type ChargePosition,
  linesOf,
  positionOf,
  readTitledCharges,
  type TitledCharge,
} from './invoice-lines.js'
import { UNTAXED } from './line-taxes.js'
import { usageCharge } from './usage/charge-usage.js'
import type { Database, Session, UseCase } from './use-case.js'

/** Which part of what is not invoiced yet is wanted. */
export interface UnbilledWish {
  readonly invoiceType: InvoiceType
  /** `previous` is empty as soon as the invoice of the period before has been issued. */
  readonly period: 'current' | 'previous'
  readonly currency: string
  readonly page: ChargePage
  /** All charges unless said. */
  readonly kind?: ChargeKind
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
  { kind = 'all', page, ...wish }: UnbilledWish,
): Promise<ReconLine[]> {
  return database.transaction(async (session) => {
    // One snapshot, so that a billing run beside it moves nothing from what is foreseen to what is registered.
    await session.execute('set transaction isolation level repeatable read, read only')
    const open = await openInvoice(session, { scope, now }, wish)
    if (open === undefined) return []
    const { partner, key } = open
    const catalog = await currentCatalog(session)
    const wanted = { ...page, offset: 0, limit: page.offset + page.limit }
    const charged = await readTitledCharges(copyInvoiceCharges(session, key, wanted, kind))
    const used = kind === 'other' ? [] : await foreseenUsage(session, key, page.after, wanted.limit, catalog)
    const registered = [...charged, ...used]
      .sort((left, right) => compareChargeKeys(keyOf(left), keyOf(right)))
      .slice(0, wanted.limit)
    // Where a whole page is registered already, nothing after it is looked at.
    const last = registered.length < wanted.limit ? undefined : keyOf(registered.at(-1)!)
    const foreseen =
      kind === 'usage' ? [] : foreseenCharges(session, partner, key, { after: page.after, last }, catalog)
    const charges = (await firstOf(registered, foreseen, wanted.limit)).slice(page.offset)
    return openLinesOf(session, key, charges)
  })
}

/** Lines of an invoice that has no number yet. */
function openLinesOf(
  session: Session,
  { partnerId, invoiceDate: date, invoiceType: type }: InvoiceKey,
  charges: readonly TitledCharge[],
): Promise<ReconLine[]> {
  return linesOf(session, partnerId, { number: '', date, type }, charges, UNTAXED)
}

/** The partner and the invoice that is meant; `undefined` where it has been issued. */
async function openInvoice(
  session: Session,
  { scope, now }: Pick<UseCase, 'scope' | 'now'>,
  { invoiceType, period, currency }: Pick<UnbilledWish, 'invoiceType' | 'period' | 'currency'>,
): Promise<{ readonly partner: PartnerBilling; readonly key: InvoiceKey } | undefined> {
  const partnerId = scope.accountId
  const partner = (await loadPartners(session, [partnerId])).get(partnerId)
  if (partner === undefined) return undefined
  const { billingDay, invoicedThrough } = partner
  const invoiceDate = openInvoiceDate(period, dayOfInstant(now), invoiceType, billingDay, invoicedThrough)
  return invoiceDate && { partner, key: { partnerId, invoiceDate, invoiceType, currency } }
}

/** Usage as it is rated now. */
async function foreseenUsage(
  session: Session,
  key: InvoiceKey,
  after: ChargePosition | undefined,
  limit: number,
  catalog: StoredCatalog,
): Promise<TitledCharge[]> {
  const registeredOn = (billingPeriodOf(key.invoiceDate, key.invoiceType).end - 1) as Day
  const found = await listForeseenUsage(session, key, after, limit)
  return found.map(({ line, ...one }) => ({ ...one, charge: usageCharge(line, registeredOn, catalog) }))
}

/** Which days of usage that is not invoiced yet are wanted. */
export interface UnbilledDaysWish extends Pick<UnbilledWish, 'invoiceType' | 'period' | 'currency'> {
  readonly page: DailyWish
}

/** Likewise the usage day by day, with what it costs as it is rated now. */
export async function listUnbilledDays(
  database: Database,
  context: Pick<UseCase, 'scope' | 'now'>,
  { page, ...wish }: UnbilledDaysWish,
): Promise<DailyPage> {
  return database.transaction(async (session) => {
    await session.execute('set transaction isolation level repeatable read, read only')
    const open = await openInvoice(session, context, wish)
    if (open === undefined) return { lines: [], end: undefined }
    const { key } = open
    const linesFrom = async function* (subscriptionId: string | undefined) {
      let position = subscriptionId === undefined ? undefined : { subscriptionId, chargeNumber: 0 }
      for (;;) {
        const lines = await usageLines(session, key, { after: position, offset: 0, limit: BATCH })
        if (lines.length > 0) yield lines
        if (lines.length < BATCH) return
        position = positionOf(lines.at(-1)!)
      }
    }
    return readDailyPage(session, { ...key, linesFrom }, page)
  })
}

/** Lines for usage of an invoice to come: what is charged for it already, and what is rated. */
async function usageLines(session: Session, key: InvoiceKey, page: ChargePage): Promise<ReconLine[]> {
  const charged = await readTitledCharges(copyInvoiceCharges(session, key, page, 'usage'))
  const rated = await foreseenUsage(session, key, page.after, page.limit, await currentCatalog(session))
  const lines = [...charged, ...rated].sort((left, right) => compareChargeKeys(keyOf(left), keyOf(right)))
  return openLinesOf(session, key, lines.slice(0, page.limit))
}

/** A part of the charges of an invoice, in order: after one, and not after another. */
interface Stretch {
  readonly after: ChargePosition | undefined
  readonly last: ChargePosition | undefined
}

/** What billing runs will charge for an invoice, in order. */
async function* foreseenCharges(
  session: Session,
  partner: PartnerBilling,
  key: InvoiceKey,
  { after, last }: Stretch,
  catalog: StoredCatalog,
): AsyncGenerator<TitledCharge> {
  const until = (billingPeriodOf(key.invoiceDate, key.invoiceType).end - 1) as Day
  const { availabilities } = catalogFor(catalog, partner.partnerId)
  // A subscription stays with its kind of invoice and its currency, whatever it is converted to.
  const own = [...availabilities.values()].filter((one) => isOn(key, one))
  const availabilityIds = own.map(({ id }) => id)
  for (let from = after?.subscriptionId ?? LEAST_ID; ; ) {
    const due: DueSubscription[] = []
    const reader = new BinaryRowReader(DUE_FIELDS, (row) => due.push(readDueSubscription(row, availabilities)))
    const page = { until, availabilityIds, from, limit: BATCH + 1 }
    for await (const bytes of copyDueSubscriptions(session, partner.partnerId, page)) reader.push(bytes)
    reader.finish()
    for (const one of due.slice(0, BATCH)) {
      if (last !== undefined && one.subscriptionId > last.subscriptionId) return
      for (const charge of newCharges(one, until, partner, key, availabilities)) {
        const { subscriptionId, title } = one
        if (after === undefined || isAfter({ subscriptionId, charge }, after))
          yield { charge, subscriptionId, title, usage: null }
      }
    }
    if (due.length <= BATCH) return
    from = due[BATCH]!.subscriptionId
  }
}

/** What a subscription will be charged up to a day on an invoice. */
function newCharges(
  { state, chargedThrough }: DueSubscription,
  until: Day,
  { billingDay, invoicedThrough }: PartnerBilling,
  key: InvoiceKey,
  availabilities: Catalog,
): readonly Charge[] {
  const advanced = advance(state, until, availabilities)
  // What cannot be charged goes into quarantine and on no invoice.
  if (!advanced.ok) return []
  return advanced.value.charges.filter(
    ({ registeredOn, derivation }) =>
      registeredOn > chargedThrough &&
      isOn(key, availabilities.get(derivation.availabilityId)!) &&
      invoiceDateOf(registeredOn, key.invoiceType, billingDay, invoicedThrough) === key.invoiceDate,
  )
}

function isOn({ invoiceType, currency }: InvoiceKey, availability: Availability): boolean {
  return availability.profile.invoiceType === invoiceType && availability.currency === currency
}

/** The first charges of two lists in order, in order. */
async function firstOf(
  registered: readonly TitledCharge[],
  foreseen: AsyncIterable<TitledCharge> | readonly TitledCharge[],
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

type Placed = Pick<TitledCharge, 'subscriptionId' | 'charge'>

function keyOf({ subscriptionId, charge }: Placed): ChargePosition {
  return { subscriptionId, chargeNumber: charge.number }
}

function isAfter(one: Placed, position: ChargePosition): boolean {
  return compareChargeKeys(keyOf(one), position) > 0
}
