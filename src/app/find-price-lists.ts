import type { Day } from '../core/calendar/day.js'
import { firstOfNextMonth } from '../core/catalog/price-list-version.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { listPriceLists, type PriceListFilter } from '../store/price-lists.js'
import { loadPriceList, type StoredPriceList } from './price-list-resolve.js'
import type { Session } from './use-case.js'

export type { PriceListFilter }

interface Page {
  readonly offset: number
  readonly size: number
}

/** Versions as the provider's staff sees them. */
export function findPriceLists(session: Session, filter: PriceListFilter, today: Day, page: Page) {
  return listPriceLists(session, filter, today, page)
}

/** Versions as partners see them: what is published, up to the next month. */
export function findPublishedPriceLists(session: Session, filter: PriceListFilter, today: Day, page: Page) {
  const shown: PriceListFilter = { ...filter, statuses: ['published'], until: firstOfNextMonth(today) }
  return listPriceLists(session, shown, today, page)
}

/** A version a partner may see; others do not exist for it. */
export async function loadPublishedPriceList(
  session: Session,
  priceListId: string,
  today: Day,
): Promise<Outcome<StoredPriceList>> {
  const found = await loadPriceList(session, priceListId, today)
  if (!found.ok) return found
  const { status, month } = found.value
  const shown = status === 'published' && month <= firstOfNextMonth(today)
  return shown ? accept(found.value) : refuse('not-found', { what: 'price list', id: priceListId })
}
