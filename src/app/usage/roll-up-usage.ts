import type { Day } from '../../core/calendar/day.js'
import type { CommerceProfile } from '../../core/catalog/commerce-profile.js'
import { invoiceDateOf, issuedThrough, nextDateAfter } from '../../core/invoicing/invoice-date.js'
import type { Meter } from '../../core/rating/meter.js'
import { loadMeters } from '../../store/meters.js'
import { lockPartners, type PartnerBilling } from '../../store/partner-billing.js'
import {
  addBatches,
  listMeterDays,
  listWaitingBatches,
  loadUsageClose,
  type UsageUnit,
} from '../../store/usage-days.js'
import { currentCatalog, type StoredCatalog } from '../current-catalog.js'
import type { Session } from '../use-case.js'

type InvoiceType = CommerceProfile['invoiceType']

/** What adding up events changed. */
export interface TouchedUsage {
  readonly units: readonly UsageUnit[]
  /** How many batches were added; 0 where none waited. */
  readonly batches: number
  readonly events: bigint
}

/**
 * Adds the events that wait to the usage of their days. Usage goes on the invoice of its day, or where that was closed,
 * on the first one that is open. The caller's transaction holds the partner until it ends, so each event is added once.
 *
 * @param most stop after the batch with which so many events are reached; without it all are added
 */
export async function rollUpUsage(
  session: Session,
  partnerId: string,
  most = Number.MAX_SAFE_INTEGER,
): Promise<TouchedUsage> {
  const partner = (await lockPartners(session, [partnerId])).get(partnerId)
  const batches = partner === undefined ? [] : await listWaitingBatches(session, partnerId, most)
  if (partner === undefined || batches.length === 0) return { units: [], batches: 0, events: 0n }
  const days = await listMeterDays(session, partnerId, batches)
  const meters = await loadMeters(session, [...new Set(days.map(({ meterId }) => meterId))])
  const catalog = await currentCatalog(session)
  const openAfter = await closedThroughOf(session, partner)
  const places = days.map(({ meterId, day }) => {
    const { invoiceType } = profileOfMeter(meters.get(meterId)!, catalog)
    return { meterId, day, invoiceDate: openDateOf(day, invoiceType, partner, openAfter) }
  })
  const { touched, events } = await addBatches(session, partnerId, batches, places)
  const expected = days.reduce((sum, day) => sum + day.events, 0n)
  if (events !== expected) throw new Error(`${events} of ${expected} events of partner ${partnerId} were added up`)
  return { units: touched, batches: batches.length, events }
}

/** The profile by which a meter is charged: that of the SKU it belongs to. */
export function profileOfMeter({ productId, skuId }: Meter, { skus }: StoredCatalog): CommerceProfile {
  return skus.get(`${productId}:${skuId}`)!.profile
}

/** The day up to which invoices of each type take no more usage. */
export async function closedThroughOf(
  session: Session,
  { partnerId, invoicedThrough }: PartnerBilling,
): Promise<(invoiceType: InvoiceType) => Day> {
  const closed = await loadUsageClose(session, partnerId)
  return (invoiceType) => {
    const issued = issuedThrough(invoicedThrough, invoiceType)
    return Math.max(issued, closed.get(invoiceType) ?? issued) as Day
  }
}

/** The invoice that usage of a day goes on if it is added up now. */
export function openDateOf(
  day: Day,
  invoiceType: InvoiceType,
  { billingDay, invoicedThrough }: PartnerBilling,
  closedThrough: (invoiceType: InvoiceType) => Day,
): Day {
  const closed = closedThrough(invoiceType)
  const date = invoiceDateOf(day, invoiceType, billingDay, invoicedThrough)
  return date > closed ? date : nextDateAfter(closed, invoiceType, billingDay)
}
