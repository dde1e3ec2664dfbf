import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  deleteLicense,
  type LicenseAssignment,
  listLicensesOf,
  lockLicensePools,
  putLicense,
} from '../store/license-assignments.js'
import { recordChange } from './audit.js'
import { currentCatalog } from './current-catalog.js'
import { type CustomerUser, loadActiveUser } from './customer-users.js'
import { availableIn, type LicensePool, licensePools } from './license-pools.js'
import { findLicenseSku, type LicenseSku, licenseSkusOf } from './license-sku.js'
import { type CustomerRef, loadCustomer } from './load-customer.js'
import type { UseCase } from './use-case.js'

export { availableIn, type LicensePool, overAssignedIn } from './license-pools.js'
export type { LicenseSku }

/** A license of a user. */
export interface UserLicense {
  readonly sku: LicenseSku
  readonly excludedPlans: readonly string[]
}

/** License pools of a customer, today. */
export async function listSubscribedSkus(context: UseCase, customerId: string): Promise<Outcome<LicensePool[]>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  return accept(await licensePools(context, customer.value, await currentCatalog(context.session)))
}

/** Licenses a user holds. */
export async function listUserLicenses(
  context: UseCase,
  customerId: string,
  userId: string,
): Promise<Outcome<UserLicense[]>> {
  const found = await loadActiveUser(context, customerId, userId)
  if (!found.ok) return found
  const skus = licenseSkusOf(await currentCatalog(context.session))
  const held = await listLicensesOf(context.session, found.value.user)
  return accept(
    held.flatMap(({ productId, skuId, excludedPlans }) => {
      const sku = skus.get(`${productId}:${skuId}`)
      return sku === undefined ? [] : [{ sku, excludedPlans }]
    }),
  )
}

/** What is to be given to a user and taken from it; SKUs and plans by their ids. */
export interface LicenseChange {
  readonly assign: readonly { readonly skuId: string; readonly excludedPlans: readonly string[] }[]
  readonly remove: readonly string[]
}

/** Something a change of licenses brings about that its author may not have meant. */
export interface LicenseWarning {
  readonly code: string
  readonly message: string
  readonly plans: readonly string[]
}

/**
 * Takes licenses from a user and gives it others, all or nothing; what is removed is there to be assigned. A license the
 * user holds already gets the new excluded plans.
 */
export async function changeLicenses(
  context: UseCase,
  customerId: string,
  userId: string,
  change: LicenseChange,
): Promise<Outcome<readonly LicenseWarning[]>> {
  const found = await loadActiveUser(context, customerId, userId, 'lock')
  if (!found.ok) return found
  const { customer, user } = found.value
  await lockLicensePools(context.session, customer)
  const before = await listLicensesOf(context.session, user)
  const removed = await removeLicenses(context, user, before, change.remove)
  if (!removed.ok) return removed
  const assigned = await assignLicenses(context, customer, user, change.assign)
  if (!assigned.ok) return assigned
  await recordChange(context, {
    partnerId: customer.partnerId,
    customer,
    resourceType: 'license',
    operationType: 'update_customer_user_licenses',
    before: { licenses: before },
    after: { licenses: await listLicensesOf(context.session, user) },
    data: { userId, userPrincipalName: user.userPrincipalName },
  })
  return accept(assigned.value.filter((license) => isEmpty(license)).map(warningOf))
}

async function removeLicenses(
  context: UseCase,
  user: CustomerUser,
  held: readonly LicenseAssignment[],
  ids: readonly string[],
): Promise<Outcome<undefined>> {
  const catalog = await currentCatalog(context.session)
  for (const id of new Set(ids)) {
    const sku = findLicenseSku(catalog, id)
    if (sku === undefined || !held.some((one) => one.productId === sku.productId && one.skuId === sku.skuId)) {
      return refuse('license-not-held', { user: user.userId, sku: sku?.name ?? id })
    }
    await deleteLicense(context.session, user, sku)
  }
  return accept(undefined)
}

async function assignLicenses(
  context: UseCase,
  customer: CustomerRef,
  user: CustomerUser,
  wanted: LicenseChange['assign'],
): Promise<Outcome<UserLicense[]>> {
  if (wanted.length === 0) return accept([])
  const pools = await licensePools(context, customer, await currentCatalog(context.session))
  const held = await listLicensesOf(context.session, user)
  const assigned: UserLicense[] = []
  for (const { skuId, excludedPlans } of wanted) {
    const pool = pools.find((one) => one.sku.id === skuId)
    if (pool === undefined) return refuse('license-sku-unknown', { sku: skuId })
    const { sku } = pool
    const has = held.some((one) => one.productId === sku.productId && one.skuId === sku.skuId)
    const allowed = mayHold(user, pool, has, excludedPlans)
    if (!allowed.ok) return allowed
    await putLicense(context.session, user, { ...sku, excludedPlans }, context.now)
    assigned.push({ sku, excludedPlans })
  }
  return accept(assigned)
}

function mayHold(
  user: CustomerUser,
  pool: LicensePool,
  has: boolean,
  excludedPlans: readonly string[],
): Outcome<undefined> {
  const { sku } = pool
  const { userId, usageLocation } = user
  if (usageLocation === null) return refuse('usage-location-missing', { user: userId })
  if (sku.countries !== null && !sku.countries.includes(usageLocation)) {
    return refuse('usage-location-excluded', { sku: sku.name, country: usageLocation, user: userId })
  }
  const unknown = excludedPlans.find((id) => sku.plans.every((plan) => plan.id !== id))
  if (unknown !== undefined) return refuse('license-plan-unknown', { sku: sku.name, plan: unknown })
  if (!has && availableIn(pool) === 0) return refuse('license-pool-exhausted', { total: pool.active, sku: sku.name })
  return accept(undefined)
}

function isEmpty({ sku, excludedPlans }: UserLicense): boolean {
  return sku.plans.every((plan) => excludedPlans.includes(plan.id))
}

function warningOf({ sku, excludedPlans }: UserLicense): LicenseWarning {
  const message = `Every service plan of ${sku.name} is switched off for the user, who holds a license all the same.`
  return { code: 'all_plans_excluded', message, plans: excludedPlans }
}
