import { loadCatalog, type Sale, type SkuForSale, type StoredCatalog } from '../store/catalog.js'
import { loadCatalogVersion } from '../store/catalog-version.js'
import type { Session } from '../store/database.js'

export type { Sale, SkuForSale, StoredCatalog }

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
