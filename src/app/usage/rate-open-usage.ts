import type { Day, Instant } from '../../core/calendar/day.js'
import type { CommerceProfile } from '../../core/catalog/commerce-profile.js'
import { lockPartners, type PartnerBilling } from '../../store/partner-billing.js'
import { findRatedWith, loadRatesDigest, noteRated } from '../../store/usage-accounts.js'
import {
  listRefusedUnits,
  listUnits,
  listUnitsOf,
  listUsageInvoiceDates,
  type UsageUnit,
} from '../../store/usage-days.js'
import { noteUsageRefusals, removeUsageRefusals } from '../../store/usage-refusals.js'
import { currentCatalog } from '../current-catalog.js'
import type { Session } from '../use-case.js'
import { type RatingContext, rateUnits } from './rate-units.js'
import { closedThroughOf, rollUpUsage, type TouchedUsage } from './roll-up-usage.js'

/** What of a partner's usage is rated; without anything, all that is on invoices to come. */
export interface RatingWish {
  /** What changed, and what could not be rated before. */
  readonly touched?: Pick<TouchedUsage, 'units'>
  /** What is on an invoice that is about to be closed, and nothing else. */
  readonly closing?: { readonly invoiceDate: Day; readonly invoiceType: CommerceProfile['invoiceType'] }
}

/** What a rating did. */
export interface UsageRating {
  /** Meters of subscriptions on invoices. */
  readonly units: number
  readonly lines: number
  readonly refused: number
  /** Of an invoice that is about to be closed: what it cannot take. */
  readonly unrated: readonly UsageUnit[]
  /** Whose usage was rated. */
  readonly customerIds: ReadonlySet<string>
}

/** Units that are rated together: memory holds no more than their days. */
const PAGE = 500
/** Events that are added up in one transaction: those who append more wait no longer than this takes. */
const PORTION = 200_000

/**
 * Rates usage that is on invoices to come, and stores its lines in the place of those it had. What it costs is the same
 * whatever is in older invoices: of these it reads the days of late usage only. The caller's transaction holds the
 * partner until it ends.
 */
export async function rateUsageOf(
  session: Session,
  partnerId: string,
  wish: RatingWish,
  at: Instant,
): Promise<UsageRating> {
  const partner = (await lockPartners(session, [partnerId])).get(partnerId)
  if (partner === undefined) return { units: 0, lines: 0, refused: 0, unrated: [], customerIds: new Set() }
  const catalog = await currentCatalog(session)
  const context: RatingContext = {
    ...{ session, partner, catalog, at, meters: new Map(), rates: new Map(), exchange: new Map(), months: new Set() },
    closedThrough: await closedThroughOf(session, partner),
    only: wish.closing?.invoiceType,
  }
  const refused = new Set<string>()
  const unrated: UsageUnit[] = []
  const customerIds = new Set<string>()
  let [units, lines] = [0, 0]
  for await (const page of pagesOf(session, partner, wish)) {
    const done = await rateUnits(context, page)
    for (const one of done.refused) refused.add(keyOf(one))
    await noteUsageRefusals(session, partnerId, done.refused, at)
    if (wish.closing !== undefined) unrated.push(...done.refused)
    const settled = done.units.filter((unit) => !refused.has(keyOf(unit)))
    // What it has on later invoices may still be refused: a later page finds out, or the next rating.
    await removeUsageRefusals(
      session,
      partnerId,
      settled,
      wish.touched === undefined ? page[0]!.invoiceDate : undefined,
    )
    for (const { customerId } of done.rated) customerIds.add(customerId)
    units += done.units.length
    lines += done.rated.length
  }
  return { units, lines, refused: refused.size, unrated, customerIds }
}

async function* pagesOf(session: Session, partner: PartnerBilling, wish: RatingWish): AsyncGenerator<UsageUnit[]> {
  const { partnerId } = partner
  if (wish.closing !== undefined) {
    yield* pagesOfDate(session, partnerId, wish.closing.invoiceDate)
    return
  }
  if (wish.touched === undefined) {
    for (const date of await openDatesOf(session, partner)) yield* pagesOfDate(session, partnerId, date)
    return
  }
  const refused = await listRefusedUnits(session, partnerId, await openDatesOf(session, partner))
  const units = [...new Map([...wish.touched.units, ...refused].map((unit) => [unitKey(unit), unit])).values()]
  for (let from = 0; from < units.length; from += PAGE) yield units.slice(from, from + PAGE)
}

async function* pagesOfDate(session: Session, partnerId: string, date: Day): AsyncGenerator<UsageUnit[]> {
  let after: UsageUnit | undefined
  do {
    const page = await listUnits(session, partnerId, date, after, PAGE)
    if (page.length > 0) yield page
    after = page.length < PAGE ? undefined : page.at(-1)
  } while (after !== undefined)
}

/** Dates of invoices that take usage, recurring or one-time. A date both have may be closed for one: `rateUnits` leaves that out. */
async function openDatesOf(session: Session, partner: PartnerBilling): Promise<Day[]> {
  const closedThrough = await closedThroughOf(session, partner)
  const first = Math.min(closedThrough('recurring'), closedThrough('one-time')) as Day
  return listUsageInvoiceDates(session, partner.partnerId, first)
}

function keyOf({ subscriptionId, meterId }: Pick<UsageUnit, 'subscriptionId' | 'meterId'>): string {
  return `${subscriptionId}|${meterId}`
}

function unitKey(unit: UsageUnit): string {
  return `${unit.invoiceDate}|${keyOf(unit)}`
}

/** What was added up and rated in one go. */
export interface UsageRound extends UsageRating {
  readonly batches: number
  readonly events: bigint
}

export interface RoundWish {
  readonly everything?: boolean
  readonly portion?: number
  /** What stands for all rates, where a round of many partners has read it; a later round notices what changed since. */
  readonly rates?: string | undefined
}

/**
 * Adds up events that wait, up to a portion of them, and rates what they changed: both or nothing. Where rates or
 * exchange rates have changed since the last time, or `everything` is asked for, all that is open is rated.
 */
export async function rollUpAndRate(
  session: Session,
  partnerId: string,
  at: Instant,
  { everything = false, portion = PORTION, rates }: RoundWish = {},
): Promise<UsageRound> {
  const touched = await rollUpUsage(session, partnerId, portion)
  const digest = rates ?? (await loadRatesDigest(session))
  const whole = everything || (await findRatedWith(session, partnerId)) !== digest
  const rating = await rateUsageOf(session, partnerId, whole ? {} : { touched }, at)
  // Last, because whoever appends events of the partner waits from here on.
  if (touched.batches > 0 || whole) await noteRated(session, partnerId, digest, at)
  return { ...rating, batches: touched.batches, events: touched.events }
}

/** Rates what is open of one subscription again, as when the partner's access to it has changed. */
export async function rateSubscription(
  session: Session,
  partnerId: string,
  subscriptionId: string,
  at: Instant,
): Promise<UsageRating> {
  const partner = (await lockPartners(session, [partnerId])).get(partnerId)!
  const units = await listUnitsOf(session, partnerId, subscriptionId, await openDatesOf(session, partner))
  return rateUsageOf(session, partnerId, { touched: { units } }, at)
}
