import { isDeepStrictEqual } from 'node:util'
import { formatDay } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { moveCatalogVersion } from '../store/catalog-version.js'
import { listPublishers, type Publisher, savePublishers } from '../store/publishers.js'
import { findSkus, listSkus, type Sku, type SkuKey, type SkuRules, skuKeyOf, updateSku } from '../store/skus.js'
import { recordChange } from './audit.js'
import { contradictionOf } from './import-skus.js'
import { PLATFORM_ID, type Session, type UseCase } from './use-case.js'

export type { Publisher, Sku, SkuRules }

/** Which SKUs are wanted; all that are given must hold. */
export interface SkuSearch {
  readonly publisherId?: string | undefined
  readonly productId?: string | undefined
  /** Part of a title or of the id, in any case. */
  readonly text?: string | undefined
}

/** The stored SKUs that fit, in order of product and SKU. */
export async function searchSkus({ session }: UseCase, search: SkuSearch): Promise<Sku[]> {
  const text = search.text?.toLowerCase()
  return (await listSkus(session)).filter(
    (sku) =>
      (search.publisherId === undefined || sku.publisherId === search.publisherId) &&
      (search.productId === undefined || sku.productId === search.productId) &&
      (text === undefined ||
        [sku.productId, sku.skuId, sku.productTitle, sku.skuTitle].some((part) => part.toLowerCase().includes(text))),
  )
}

export async function loadSku(session: Session, key: SkuKey): Promise<Outcome<Sku>> {
  const sku = (await findSkus(session, [key])).get(skuKeyOf(key))
  return sku === undefined ? refuse('not-found', { what: 'SKU', id: `${key.productId}:${key.skuId}` }) : accept(sku)
}

/** Rules to set; what is left out stays as it is. */
export type SkuRuleChanges = { readonly [K in keyof SkuRules]?: SkuRules[K] | undefined }

/**
 * Changes how and to whom a SKU is sold, from now on: what was sold goes on as it was. What charging and documents rest
 * on (titles, profile, flat, trial, add-on) never changes.
 *
 * @param isCurrent whether the SKU is still what the caller has read
 */
export async function changeSkuRules(
  context: UseCase,
  key: SkuKey,
  changes: SkuRuleChanges,
  isCurrent: (sku: Sku) => boolean,
): Promise<Outcome<Sku>> {
  const { session } = context
  // First, because it makes everybody wait who changes the catalogue at the same time.
  await moveCatalogVersion(session, context.newId())
  const found = await loadSku(session, key)
  if (!found.ok) return found
  const before = found.value
  if (!isCurrent(before)) return refuse('stale-etag', { what: 'SKU' })
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  const after: Sku = { ...before, ...(Object.fromEntries(given) as Partial<SkuRules>) }
  const problem = contradictionOf(after) ?? (await unknownIn(session, namesIn(after), namesIn(before)))
  if (problem !== undefined) return refuse('sku-rules-contradict', { problem })
  await updateSku(session, after)
  const id = `${before.productId}:${before.skuId}`
  await recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'sku',
    operationType: 'update_sku',
    before: changed(before, after),
    after: changed(after, before),
    data: { sku: id },
  })
  return accept(after)
}

/** What of one differs from the other, with days as people write them. */
function changed(sku: Sku, other: Sku): object {
  const names = Object.keys(sku) as (keyof Sku)[]
  const different = names.filter((name) => !isDeepStrictEqual(sku[name], other[name]))
  return Object.fromEntries(
    different.map((name) => [
      name,
      name === 'withdrawnOn' && sku.withdrawnOn !== null ? formatDay(sku.withdrawnOn) : sku[name],
    ]),
  )
}

function namesIn(sku: Sku): readonly string[] {
  return [...sku.addOnBases, ...sku.prerequisites, ...sku.conversionTargets, ...sku.upgradeTargets]
}

/** What is wrong with the names that are new; a file may have named SKUs that are still to come. */
async function unknownIn(
  session: Session,
  names: readonly string[],
  before: readonly string[],
): Promise<string | undefined> {
  const added = names.filter((name) => !before.includes(name))
  const keys = added.map((name): SkuKey => {
    const [productId = '', skuId = ''] = name.split(':')
    return { productId, skuId }
  })
  const known = await findSkus(session, keys)
  const missing = added.find((_, index) => !known.has(skuKeyOf(keys[index]!)))
  return missing === undefined ? undefined : `there is no SKU ${missing}`
}

/** Every publisher, in order of id. */
export async function allPublishers({ session }: UseCase): Promise<Publisher[]> {
  return listPublishers(session)
}

export async function loadPublisher({ session }: UseCase, publisherId: string): Promise<Outcome<Publisher>> {
  const [publisher] = await listPublishers(session, [publisherId])
  return publisher === undefined ? refuse('not-found', { what: 'publisher', id: publisherId }) : accept(publisher)
}

/** Lists a publisher, or replaces what is known of it. What was sold goes on as it was. */
export async function savePublisher(context: UseCase, publisher: Publisher): Promise<Publisher> {
  const { session } = context
  await moveCatalogVersion(session, context.newId())
  const [before = null] = await listPublishers(session, [publisher.publisherId])
  await savePublishers(session, [publisher])
  await recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'publisher',
    operationType: before === null ? 'create_publisher' : 'update_publisher',
    before,
    after: publisher,
  })
  return publisher
}
