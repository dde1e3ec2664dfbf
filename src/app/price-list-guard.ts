import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Catalog } from '../core/catalog/availability.js'
import type { PriceRow } from '../core/catalog/price-list.js'
import { formatListMonth } from '../core/catalog/price-list-dates.js'
import { editsBetween } from '../core/catalog/price-list-version.js'
import { replay, type Step } from '../core/charging/charge-subscription.js'
import { type Refusal, refuse } from '../core/refusal.js'
import type { SubscriptionEvent } from '../core/subscription/event.js'
import { findUnfinishedRun } from '../store/billing-runs.js'
import { type ChargedAhead, listChargedAhead, listHistories, listPartnersAhead } from '../store/charged-ahead.js'
import { lockPartners } from '../store/partner-billing.js'
import { catalogFor, currentCatalog, onceForEach, withPrices } from './current-catalog.js'
import type { ListEntry, StoredPriceList } from './price-list-resolve.js'
import type { Session } from './use-case.js'

/**
 * Why the prices of a version cannot be written now, or `undefined`; keeps it so until the transaction ends. A price of
 * a day that has passed stays what it was. Where the ledger is ahead of the calendar, it must stay what its events and
 * prices say: whatever was charged from the month on is replayed with the new prices and has to come out the same.
 * Sandboxes are not asked: an account with a clock of its own must not keep the provider from changing prices.
 */
export async function whyNotNow(
  session: Session,
  { month }: StoredPriceList,
  touched: readonly ListEntry[],
  today: Day,
): Promise<Refusal | undefined> {
  const late = month > today ? undefined : touched.find((entry) => !isOnlyAdded(entry))
  if (late !== undefined) {
    const data = { month: formatListMonth(month), today: formatDay(today), offer: late.sku.title }
    return refuse('price-list-days-passed', data).refusal
  }
  const running = await holdCharging(session, month)
  if (running !== undefined) return running
  const prices = new Map(
    touched.flatMap(({ availability, newRows }) =>
      availability === undefined ? [] : [[availability.availabilityId, newRows] as const],
    ),
  )
  const catalog = await currentCatalog(session)
  const other = await findOtherwiseCharged(session, [...prices.keys()], month, {
    before: (partnerId) => catalogFor(catalog, partnerId).availabilities,
    after: changed((partnerId) => catalogFor(catalog, partnerId).availabilities, prices),
  })
  if (other === undefined) return undefined
  return refuse('price-list-charged', { day: formatDay(month), ...other }).refusal
}

/** Keeps everybody from charging from a day on until the transaction ends; a refusal where somebody is at it. */
export async function holdCharging(session: Session, from: Day): Promise<Refusal | undefined> {
  // No run starts from here on, and whoever charges partners that are ahead waits.
  await session.execute('lock table billing_run in share row exclusive mode')
  const run = await findUnfinishedRun(session)
  if (run !== undefined && run.asOf >= from) {
    const partner = run.onlyPartner ?? 'all partners'
    return refuse('billing-run-unfinished', { asOf: formatDay(run.asOf), partner }).refusal
  }
  await lockPartners(session, await listPartnersAhead(session, from))
  return undefined
}

/** Whether a price comes about where there was none: what had no price could not be bought, nor charged. */
function isOnlyAdded({ rows, newRows }: ListEntry): boolean {
  const { removed, changed } = editsBetween(rows, newRows)
  return removed.length === 0 && changed.length === 0
}

const BATCH = 500

/** The catalogues of partners before and after a change of prices or discounts. */
export interface Repricing {
  readonly before: (partnerId: string) => Catalog
  readonly after: (partnerId: string) => Catalog
}

function changed(before: Repricing['before'], prices: ReadonlyMap<string, readonly PriceRow[]>): Repricing['after'] {
  const after = onceForEach((seen) => withPrices(seen, prices))
  return (partnerId) => after(before(partnerId))
}

/**
 * A subscription that was charged otherwise, on or after a day, than it would be after a repricing. Whoever asks must
 * keep everybody from charging meanwhile.
 */
export async function findOtherwiseCharged(
  session: Session,
  availabilityIds: readonly string[],
  from: Day,
  { before, after }: Repricing,
): Promise<{ readonly partner: string; readonly subscription: string } | undefined> {
  const charged = availabilityIds.length === 0 ? [] : await listChargedAhead(session, availabilityIds, from)
  const ahead = charged.filter(({ partnerId }) => before(partnerId) !== after(partnerId))
  for (let start = 0; start < ahead.length; start += BATCH) {
    const batch = ahead.slice(start, start + BATCH)
    const histories = await listHistories(session, batch)
    const wrong = batch.find(
      (one, index) => !isChargedAlike(one, histories[index]!, before(one.partnerId), after(one.partnerId)),
    )
    if (wrong !== undefined) return { partner: wrong.partnerId, subscription: wrong.subscriptionId }
  }
  return undefined
}

function isChargedAlike(
  { chargedThrough }: ChargedAhead,
  events: readonly SubscriptionEvent[],
  before: Catalog,
  after: Catalog,
): boolean {
  const last = events.at(-1)
  if (last === undefined) return true
  const lastDay = dayOfInstant(last.at)
  const until = lastDay > chargedThrough ? lastDay : chargedThrough
  const [left, right] = [replay(events, until, before), replay(events, until, after)]
  return left.ok && right.ok ? isSame(left.value, right.value) : left.ok === right.ok
}

/** Two steps over the same events differ in prices and discounts, if at all. */
function isSame(left: Step, right: Step): boolean {
  const { price, priceFrom, discountId } = right.subscription
  return (
    left.subscription.price === price &&
    left.subscription.priceFrom === priceFrom &&
    left.subscription.discountId === discountId &&
    left.charges.length === right.charges.length &&
    left.charges.every(({ derivation }, index) => {
      const other = right.charges[index]!.derivation
      const { price: charged, priceFrom: since, discountId: discount } = derivation
      return charged === other.price && since === other.priceFrom && discount === other.discountId
    })
  )
}
