import type { Catalog } from '../core/catalog/availability.js'
import type { PriceRow } from '../core/catalog/price-list.js'
import type { Charge } from '../core/charging/charge.js'
import { catalogFor, loadCatalog, type Sale, type SkuForSale, type StoredCatalog } from '../store/catalog.js'
import { loadCatalogVersion } from '../store/catalog-version.js'
import type { Session } from '../store/database.js'

export type { Sale, SkuForSale, StoredCatalog }
export { catalogFor }

/** The discount in a charge, or `undefined` where it is at the list price. */
export function discountOn({ derivation }: Pick<Charge, 'derivation'>, { discounts }: StoredCatalog) {
  return derivation.discountId === null ? undefined : discounts.get(derivation.discountId)
}

/** A catalogue in which some availabilities have other prices. */
export function withPrices(catalog: Catalog, prices: ReadonlyMap<string, readonly PriceRow[]>): Catalog {
  const changed = new Map(catalog)
  for (const [id, rows] of prices) {
    const availability = catalog.get(id)
    if (availability !== undefined) changed.set(id, { ...availability, prices: rows })
  }
  return changed
}

/** `make`, which remembers what it made of each catalogue: partners without discounts of their own share one. */
export function onceForEach(make: (catalog: Catalog) => Catalog): (catalog: Catalog) => Catalog {
  const made = new WeakMap<Catalog, Catalog>()
  return (catalog) => {
    const known = made.get(catalog) ?? make(catalog)
    made.set(catalog, known)
    return known
  }
}

/** By version, which is unique in the world: programs and tests may have several databases open. */
const kept = new Map<string, StoredCatalog>()
const MOST_KEPT = 4

/**
 * The whole catalogue, from memory as long as nobody has changed it. Asks the database for its version every time, so
 * what the caller's own transaction has changed is seen as well.
 */
export async function currentCatalog(session: Session): Promise<StoredCatalog> {
  const version = await loadCatalogVersion(session)
  const known = kept.get(version)
  if (known !== undefined) return known
  const catalog = await loadCatalog(session)
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!)
  kept.set(version, catalog)
  return catalog
}
