import { dayOfInstant } from '../core/calendar/instant.js'
import { isOpenEnded } from '../core/catalog/availability.js'
import { countLicenses } from '../store/license-assignments.js'
import { listSubscriptions } from '../store/subscription-reading.js'
import { standingOn } from './change-family.js'
import type { StoredCatalog } from './current-catalog.js'
import { type LicenseSku, licenseSkusOf } from './license-sku.js'
import type { CustomerRef } from './load-customer.js'
import type { UseCase } from './use-case.js'

/** The licenses of one SKU a customer has: seats of its subscriptions, and how many users hold one. */
export interface LicensePool {
  readonly sku: LicenseSku
  /** Seats of active subscriptions: what can be assigned. */
  readonly active: number
  /** Seats of suspended subscriptions. */
  readonly suspended: number
  /** Users that hold a license. */
  readonly consumed: number
}

/** Licenses that can still be assigned. */
export function availableIn({ active, consumed }: LicensePool): number {
  return Math.max(0, active - consumed)
}

/** Users that hold a license without a seat: seats were removed, suspended or cancelled, and nobody is cut off. */
export function overAssignedIn({ active, consumed }: LicensePool): number {
  return Math.max(0, consumed - active)
}

/**
 * License pools of a customer as of today, in order of SKU: those with seats or with users. Stored states of
 * subscriptions are snapshots; one whose charging is in quarantine counts as it was stored.
 */
export async function licensePools(
  context: UseCase,
  customer: CustomerRef,
  catalog: StoredCatalog,
): Promise<LicensePool[]> {
  const { session, now } = context
  const skus = licenseSkusOf(catalog)
  const pools = new Map<string, { active: number; suspended: number; consumed: number }>()
  const poolOf = (sku: string) => {
    const pool = pools.get(sku) ?? { active: 0, suspended: 0, consumed: 0 }
    pools.set(sku, pool)
    return pool
  }
  const today = dayOfInstant(now)
  for (const stored of await listSubscriptions(session, customer, {}, catalog.availabilities)) {
    const standing = standingOn(stored, today, catalog)
    const { status, quantity, availabilityId } = standing.ok ? standing.value : stored.state
    const availability = catalog.availabilities.get(availabilityId)!
    if (isOpenEnded(availability)) continue
    const { productId, skuId } = availability
    if (status === 'active' || status === 'suspended') poolOf(`${productId}:${skuId}`)[status] += quantity
  }
  for (const { productId, skuId, users } of await countLicenses(session, customer)) {
    poolOf(`${productId}:${skuId}`).consumed = users
  }
  return [...skus.values()].flatMap((sku) => {
    const pool = pools.get(sku.sku)
    return pool === undefined ? [] : [{ sku, ...pool }]
  })
}
