import { accept, type Outcome } from '../core/refusal.js'
import { changeFamily } from './change-family.js'
import { lockSubscription, writeChange } from './change-subscription.js'
import type { SkuForSale } from './current-catalog.js'
import { transferSurplus } from './license-transfer.js'
import { type MoveFault, moveTargetsOf } from './move-faults.js'
import { offeredSkus } from './offered-skus.js'
import { upgradeTargetsOf } from './plan-subscription-change.js'
import { hasCreditForChange, mayConvert } from './purchase-gate.js'
import type { SubscriptionView } from './subscription-view.js'
import { type CustomerRef, listAddOns, loadSubscription } from './subscriptions.js'
import type { UseCase } from './use-case.js'

/** A legacy offer a subscription can be upgraded to. */
export interface UpgradeTarget {
  readonly sku: SkuForSale
  readonly faults: readonly MoveFault[]
}

export interface UpgradeList {
  readonly customer: CustomerRef
  readonly view: SubscriptionView
  readonly targets: readonly UpgradeTarget[]
}

/** The legacy offers a subscription can be upgraded to, each with what stands in the way. */
export async function listUpgrades(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<UpgradeList>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { customer, view, catalog } = loaded.value
  const addOns = await listAddOns(context, customerId, subscriptionId)
  if (!addOns.ok) return addOns
  const offered = await offeredSkus(context, customer, upgradeTargetsOf(view), catalog)
  const targets = moveTargetsOf(view, addOns.value.views, offered, catalog).flatMap(({ availability, faults }) => {
    const sku = catalog.skus.get(`${availability.productId}:${availability.skuId}`)!
    return sku.offerId === null ? [] : [{ sku, faults }]
  })
  return accept({ customer, view, targets })
}

export interface UpgradeWish {
  readonly offerId: string
  readonly quantity?: number | undefined
  /** Whether users that hold a license of the old offer get one of the new. */
  readonly withLicenses: boolean
}

/**
 * Upgrades a whole subscription to another legacy offer today; it stays the same subscription. What stands in the way is
 * part of the result.
 */
export async function upgradeSubscription(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  wish: UpgradeWish,
): Promise<Outcome<readonly MoveFault[]>> {
  const locked = await lockSubscription(context, customerId, subscriptionId)
  if (!locked.ok) return locked
  const { customer, view, open, catalog } = locked.value
  const allowed = await mayConvert(context, customer.partnerId)
  if (!allowed.ok) return allowed
  const addOns = await listAddOns(context, customerId, subscriptionId)
  if (!addOns.ok) return addOns
  const offered = await offeredSkus(context, customer, upgradeTargetsOf(view), catalog)
  const targets = moveTargetsOf(view, addOns.value.views, offered, catalog)
  if (targets.length === 0) {
    return accept([{ reason: 'no-paths', description: `${view.sku.title} cannot be upgraded.` }])
  }
  const target = targets.find(({ availability }) => {
    const { offerId } = catalog.skus.get(`${availability.productId}:${availability.skuId}`)!
    return offerId === wish.offerId.toLowerCase()
  })
  if (target === undefined) {
    const description = `${view.sku.title} cannot be upgraded to that offer; list its upgrades.`
    return accept([{ reason: 'target-not-found', description }])
  }
  if (target.faults.length > 0) return accept(target.faults)
  const command = {
    type: 'convert',
    availabilityId: target.availability.id,
    newQuantity: wish.quantity ?? view.quantity,
  } as const
  const changed = changeFamily(open, { key: subscriptionId, command }, context.now, catalog)
  if (!changed.ok) return accept([{ reason: 'other', description: changed.refusal.message }])
  const credit = await hasCreditForChange(context, customer.partnerId, [changed.value])
  if (!credit.ok) return accept([{ reason: 'other', description: credit.refusal.message }])
  await writeChange(context, customer, [changed.value], catalog, { operationType: 'upgrade_subscription' })
  if (wish.withLicenses) await transferSurplus(context, customer, view.sku, target.availability, catalog)
  return accept([])
}
