import type { Day } from '../core/calendar/day.js'
import { type BillingCycle, parseBillingCycle } from '../core/catalog/billing-cycle.js'
import { findPrice } from '../core/catalog/price-list.js'
import {
  type ChangeFlag,
  changeFlagOf,
  type ListedChange,
  type ListedPrice,
  withChange,
} from '../core/catalog/price-list-version.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  findPriceList,
  listLines,
  type PriceListKey,
  type PriceListLine,
  type StoredPriceList,
} from '../store/price-lists.js'
import { listAvailabilities, listPrices, type SalesPlace, type StoredAvailability } from '../store/prices.js'
import { currentCatalog, type SkuForSale } from './current-catalog.js'
import type { Session } from './use-case.js'

export type { PriceListKey, SalesPlace, StoredPriceList }

/** One availability in a version: what it costs in its month, and what it cost on the day before. */
export interface ListEntry {
  readonly sku: SkuForSale
  readonly term: string
  readonly billingCycle: BillingCycle
  readonly pricePer: string
  /** `undefined` for one that comes about with the version. */
  readonly availability: StoredAvailability | undefined
  readonly flag: ChangeFlag
  readonly before: ListedPrice | undefined
  readonly after: ListedPrice | undefined
  /** All its rows as they are stored, and with the version. */
  readonly rows: readonly ListedPrice[]
  readonly newRows: readonly ListedPrice[]
}

/** An availability of a place with its rows in order. */
export interface PricedAvailability {
  readonly availability: StoredAvailability
  readonly rows: readonly ListedPrice[]
}

/** What has prices in a place, by `lineKeyOf`. */
export async function loadPlace(session: Session, place: SalesPlace): Promise<Map<string, PricedAvailability>> {
  const priced = await withPrices(session, await listAvailabilities(session, place))
  return new Map(priced.map((entry) => [lineKeyOf(entry.availability), entry]))
}

/** Availabilities with their prices. */
export async function withPrices(
  session: Session,
  availabilities: readonly StoredAvailability[],
): Promise<PricedAvailability[]> {
  const rowsOf = new Map<string, ListedPrice[]>()
  const ids = availabilities.map((availability) => availability.availabilityId)
  for (const { availabilityId, ...row } of await listPrices(session, ids)) {
    const rows = rowsOf.get(availabilityId)
    if (rows === undefined) rowsOf.set(availabilityId, [row])
    else rows.push(row)
  }
  return availabilities.map((availability) => ({ availability, rows: rowsOf.get(availability.availabilityId) ?? [] }))
}

/** What names a line within a version. */
export function lineKeyOf(line: Pick<PriceListLine, 'productId' | 'skuId' | 'term' | 'billingCycle'>): string {
  return `${line.productId}\n${line.skuId}\n${line.term}\n${line.billingCycle}`
}

/** A version, or that there is none of this id. */
export async function loadPriceList(
  session: Session,
  priceListId: string,
  today: Day,
): Promise<Outcome<StoredPriceList>> {
  const list = await findPriceList(session, priceListId, today)
  return list === undefined ? refuse('not-found', { what: 'price list', id: priceListId }) : accept(list)
}

/**
 * A version in full, in order of product, SKU, term and billing cycle. What a draft does not speak of stays as it is;
 * what is published stands in the prices already. Refused for versions that never held and never will.
 */
export async function resolvePriceList(session: Session, list: StoredPriceList): Promise<Outcome<ListEntry[]>> {
  if (list.status !== 'draft' && list.status !== 'published') {
    return refuse('price-list-closed', { state: list.status, asked: 'looked into' })
  }
  const lines = list.status === 'draft' ? await listLines(session, list.priceListId) : []
  return accept(await entriesOf(session, list, lines))
}

/** What lines make of the prices of a place from the first day of a month on. */
export async function entriesOf(
  session: Session,
  key: PriceListKey,
  lines: readonly PriceListLine[],
): Promise<ListEntry[]> {
  const place = await loadPlace(session, key)
  const { skus } = await currentCatalog(session)
  const entries: ListEntry[] = []
  const add = (line: Omit<PriceListLine, 'change'>, change: ListedChange | undefined) => {
    const known = place.get(lineKeyOf(line))
    const rows = known?.rows ?? []
    const newRows = withChange(rows, change, key.month)
    const before = findPrice(rows, (key.month - 1) as Day)
    const after = findPrice(newRows, key.month)
    const flag = changeFlagOf(before, after)
    const sku = skus.get(`${line.productId}:${line.skuId}`)
    if (flag === undefined || sku === undefined) return
    const { term, pricePer } = line
    const billingCycle = parseBillingCycle(line.billingCycle)!
    entries.push({
      ...{ sku, term, billingCycle, pricePer, availability: known?.availability },
      ...{ flag, before, after, rows, newRows },
    })
  }
  const spoken = new Set(lines.map(lineKeyOf))
  for (const line of lines) add(line, line.change)
  for (const [lineKey, { availability }] of place) if (!spoken.has(lineKey)) add(availability, undefined)
  return entries.sort((left, right) => compare(orderOf(left), orderOf(right)))
}

/** How many entries have each flag. */
export function countByFlag(entries: readonly Pick<ListEntry, 'flag'>[]): Record<ChangeFlag, number> {
  const counts = { ADD: 0, CHG: 0, DEL: 0, UNC: 0 }
  for (const { flag } of entries) counts[flag] += 1
  return counts
}

function orderOf({ sku, term, billingCycle }: ListEntry): string {
  return `${sku.productId}\n${sku.skuId}\n${term}\n${billingCycle}`
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
