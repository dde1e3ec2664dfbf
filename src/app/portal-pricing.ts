import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { type BillingCycle, parseBillingCycle } from '../core/catalog/billing-cycle.js'
import { findPrice } from '../core/catalog/price-list.js'
import {
  type ChangeFlag,
  changeFlagOf,
  firstOfMonth,
  firstOfNextMonth,
  type ListedPrice,
} from '../core/catalog/price-list-version.js'
import type { Segment } from '../core/catalog/segment.js'
import { isSoldBy } from '../core/ordering/eligibility.js'
import { listAvailabilitiesIn, type StoredAvailability } from '../store/prices.js'
import type { Account } from './accounts.js'
import { currentCatalog, type SkuForSale } from './current-catalog.js'
import { countByFlag, withPrices } from './price-list-resolve.js'
import type { Session, UseCase } from './use-case.js'

export interface PriceWish {
  /** ISO 3166-1 alpha-2. */
  readonly market: string
  /** First day of the month whose prices are wanted; not after the next month. */
  readonly month: Day | undefined
  readonly segment: Segment
  readonly change: ChangeFlag | undefined
  readonly search: string | undefined
}

/** What something costs in a month, and what it cost before. */
export interface PriceOfMonth {
  readonly sku: SkuForSale
  readonly availability: StoredAvailability
  readonly billingCycle: BillingCycle
  readonly flag: ChangeFlag
  readonly before: ListedPrice | undefined
  readonly after: ListedPrice | undefined
}

export interface PricesOfMonth {
  readonly month: Day
  /** How many there are of each kind of change that fit the search. */
  readonly changes: Readonly<Record<ChangeFlag, number>>
  readonly prices: readonly PriceOfMonth[]
}

/** What the partner's sales in a market cost in a month, each against the month before; nothing of months further ahead. */
export async function pricesOfMonth(
  { session, now, account }: Pick<UseCase, 'now'> & { readonly session: Session; readonly account: Account },
  wish: PriceWish,
): Promise<PricesOfMonth> {
  const today = dayOfInstant(now)
  const latest = firstOfNextMonth(today)
  const month = wish.month === undefined ? firstOfMonth(today) : wish.month > latest ? latest : wish.month
  const { skus } = await currentCatalog(session)
  const seller = { partnerId: account.partnerId, partnerCountry: account.country }
  // What had no price may get one while its month is under way.
  const day = month === firstOfMonth(today) ? today : month
  const sold: PriceOfMonth[] = []
  const priced = await withPrices(session, await listAvailabilitiesIn(session, wish.market, account.currency))
  for (const { availability, rows } of priced) {
    const sku = skus.get(`${availability.productId}:${availability.skuId}`)
    if (sku === undefined || availability.segment !== wish.segment || !isFound(sku, wish.search)) continue
    if (!isSoldBy({ ...sku, withdrawnOn: null }, seller, wish.market, day)) continue
    const before = findPrice(rows, (month - 1) as Day)
    const after = findPrice(rows, day)
    const flag = changeFlagOf(before, after)
    if (flag === undefined) continue
    const billingCycle = parseBillingCycle(availability.billingCycle)!
    sold.push({ sku, availability, billingCycle, flag, before, after })
  }
  const prices = sold.filter(({ flag }) => wish.change === undefined || flag === wish.change)
  return { month, changes: countByFlag(sold), prices: prices.sort(byTitle) }
}

/** Whether a SKU has a text in what it is called, in its id, or in the name of its publisher. */
export function isFound(sku: SkuForSale, search = ''): boolean {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return true
  const names = [sku.title, `${sku.productId}:${sku.skuId}`, sku.offerId ?? '', sku.publisherName]
  return names.some((name) => name.toLowerCase().includes(wanted))
}

function byTitle(left: PriceOfMonth, right: PriceOfMonth): number {
  const [a, b] = [keyOf(left), keyOf(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

function keyOf({ sku, availability: { term, billingCycle, availabilityId } }: PriceOfMonth): string {
  return [sku.title, sku.productId, sku.skuId, term, billingCycle, availabilityId].join('\n')
}
