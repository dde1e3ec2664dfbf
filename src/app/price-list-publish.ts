import type { Operation } from '../core/access/operation.js'
import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { availabilityCode } from '../core/catalog/availability-code.js'
import { formatListMonth } from '../core/catalog/price-list-dates.js'
import { editsBetween } from '../core/catalog/price-list-version.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { moveCatalogVersion } from '../store/catalog-version.js'
import { decidePriceList, findPriceListOf, hasLaterVersion, lockPriceLists } from '../store/price-lists.js'
import { editPrices, insertAvailabilities, type StoredAvailability, type StoredPrice } from '../store/prices.js'
import { recordChange } from './audit.js'
import { whyNotNow } from './price-list-guard.js'
import { summaryOf } from './price-list-import.js'
import { type ListEntry, loadPriceList, resolvePriceList, type StoredPriceList } from './price-list-resolve.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

/**
 * Publishes a draft: from the first of its month on, its prices are what charging finds. Days that have passed or been
 * charged are never touched, so the ledger stays what its events and prices say. Publishing twice is publishing once.
 *
 * @param fourEyes whether somebody other than the importer has to publish
 */
export async function publishPriceList(
  context: UseCase,
  priceListId: string,
  { fourEyes }: { readonly fourEyes: boolean },
): Promise<Outcome<StoredPriceList>> {
  const { session } = context
  const today = dayOfInstant(context.now)
  await lockPriceLists(session)
  const found = await loadPriceList(session, priceListId, today)
  if (!found.ok || found.value.status === 'published') return found
  const list = found.value
  if (list.status !== 'draft') return refuse('price-list-closed', { state: list.status, asked: 'published' })
  if (fourEyes && list.importedBy === context.actor.id) return refuse('price-list-own-import')
  if (await hasLaterVersion(session, list)) {
    return refuse('price-list-out-of-order', { month: formatListMonth(list.month) })
  }
  const resolved = await resolvePriceList(session, list)
  if (!resolved.ok) return resolved
  const touched = resolved.value.filter(({ rows, newRows }) => rows !== newRows)
  const refusal = await whyNotNow(session, list, touched, today)
  if (refusal !== undefined) return { ok: false, refusal }
  await writePrices(context, list, touched)
  return accept(await decide(context, list, today))
}

/** Discards a draft. */
export async function discardPriceList(context: UseCase, priceListId: string): Promise<Outcome<StoredPriceList>> {
  const { session } = context
  const today = dayOfInstant(context.now)
  await lockPriceLists(session)
  const found = await loadPriceList(session, priceListId, today)
  if (!found.ok || found.value.status === 'discarded') return found
  const list = found.value
  if (list.status !== 'draft') return refuse('price-list-closed', { state: list.status, asked: 'discarded' })
  await decidePriceList(session, priceListId, decisionOf(context, 'discarded'))
  await record(context, 'discard_price_list', list, { ...list, status: 'discarded' })
  return loadPriceList(session, priceListId, today)
}

async function writePrices(context: UseCase, list: StoredPriceList, touched: readonly ListEntry[]): Promise<void> {
  const { session } = context
  const missing: StoredAvailability[] = []
  const edits = { removed: [] as StoredPrice[], changed: [] as StoredPrice[], added: [] as StoredPrice[] }
  for (const entry of touched) {
    const availability = entry.availability ?? newAvailability(context, list, entry)
    if (entry.availability === undefined) missing.push(availability)
    const { availabilityId } = availability
    const own = editsBetween(entry.rows, entry.newRows)
    for (const kind of ['removed', 'changed', 'added'] as const) {
      for (const row of own[kind]) edits[kind].push({ ...row, availabilityId })
    }
  }
  if (missing.length > 0) await insertAvailabilities(session, missing)
  await editPrices(session, edits)
  await moveCatalogVersion(session, context.newId())
}

function newAvailability(
  context: UseCase,
  { market, currency, segment }: StoredPriceList,
  { sku: { productId, skuId }, term, billingCycle, pricePer }: ListEntry,
): StoredAvailability {
  const key = { productId, skuId, term, billingCycle, market, currency, segment }
  return { availabilityId: context.newId(), ...key, pricePer, code: availabilityCode(key) }
}

/** Marks the draft as published, and the version it corrects as superseded. */
async function decide(context: UseCase, list: StoredPriceList, today: Day): Promise<StoredPriceList> {
  const { session } = context
  const corrected = await findPriceListOf(session, list, 'published', today)
  if (corrected !== undefined) {
    await decidePriceList(session, corrected.priceListId, decisionOf(context, 'superseded'))
  }
  await decidePriceList(session, list.priceListId, decisionOf(context, 'published'))
  const published = (await findPriceListOf(session, list, 'published', today))!
  await record(context, 'publish_price_list', corrected ?? list, published)
  return published
}

function decisionOf({ now, actor }: UseCase, status: 'published' | 'superseded' | 'discarded') {
  return { status, at: now, by: actor.id, name: actor.name }
}

function record(context: UseCase, operationType: Operation, before: StoredPriceList, after: StoredPriceList) {
  return recordChange(context, {
    ...{ partnerId: PLATFORM_ID, customer: null, resourceType: 'price_list', operationType },
    ...{ before: summaryOf(before), after: summaryOf(after) },
  })
}
