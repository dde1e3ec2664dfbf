import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { CustomerKey, CustomerUser } from './customer-users.js'
import type { Session } from './database.js'
import type { SkuKey } from './skus.js'

/** A license a user holds. */
export interface LicenseAssignment extends SkuKey {
  /** Ids of the service plans that are switched off for the user. */
  readonly excludedPlans: readonly string[]
}

/** Holds back other assignments of a customer until the transaction ends, so that no pool is given out twice. */
export async function lockLicensePools(session: Session, key: CustomerKey): Promise<void> {
  await session.query('select from customer where partner_id = $1 and customer_id = $2 for no key update', [
    key.partnerId,
    key.customerId,
  ])
}

/** Licenses of a user, in order of their SKUs. */
export async function listLicensesOf(session: Session, user: CustomerUser): Promise<LicenseAssignment[]> {
  const { rows } = await session.query<LicenseAssignment>(
    `select product_id as "productId", sku_id as "skuId", excluded_plans as "excludedPlans" from license_assignment
     where partner_id = $1 and user_id = $2 order by product_id, sku_id`,
    [user.partnerId, user.userId],
  )
  return rows
}

/** How many users of a customer hold a license of each SKU. */
export async function countLicenses(
  session: Session,
  key: CustomerKey,
): Promise<(SkuKey & { readonly users: number })[]> {
  const { rows } = await session.query<SkuKey & { users: number }>(
    `select product_id as "productId", sku_id as "skuId", count(*)::int as users from license_assignment
     where partner_id = $1 and customer_id = $2 group by product_id, sku_id`,
    [key.partnerId, key.customerId],
  )
  return rows
}

/** Gives a user a license, or changes which of its plans are switched off. */
export async function putLicense(
  session: Session,
  user: CustomerUser,
  license: LicenseAssignment,
  now: Instant,
): Promise<void> {
  await session.query(
    `insert into license_assignment (partner_id, customer_id, user_id, product_id, sku_id, excluded_plans, assigned_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (partner_id, user_id, product_id, sku_id) do update set excluded_plans = excluded.excluded_plans`,
    [
      ...[user.partnerId, user.customerId, user.userId, license.productId, license.skuId, license.excludedPlans],
      instantParameter(now),
    ],
  )
}

export async function deleteLicense(session: Session, user: CustomerUser, sku: SkuKey): Promise<void> {
  await session.query(
    `delete from license_assignment where partner_id = $1 and user_id = $2 and product_id = $3 and sku_id = $4`,
    [user.partnerId, user.userId, sku.productId, sku.skuId],
  )
}

/** Takes every license from a user; gives their SKUs. */
export async function deleteLicensesOf(session: Session, user: CustomerUser): Promise<SkuKey[]> {
  const { rows } = await session.query<SkuKey>(
    `delete from license_assignment where partner_id = $1 and user_id = $2
     returning product_id as "productId", sku_id as "skuId"`,
    [user.partnerId, user.userId],
  )
  return rows
}
