import type { Availability } from '../core/catalog/availability.js'
import { accept, type Outcome } from '../core/refusal.js'
import { changeFamily } from './change-family.js'
import { lockSubscription, writeChange } from './change-subscription.js'
import type { StoredCatalog } from './current-catalog.js'
import { cycleWordOf } from './cycle-word.js'
import { alternativesOf } from './family-offers.js'
import { itemIdOf } from './find-catalog-item.js'
import type { MoveFault } from './move-faults.js'
import { hasCreditForChange, mayConvert } from './purchase-gate.js'
import type { SubscriptionView } from './subscription-view.js'
import { loadSubscription } from './subscriptions.js'
import type { UseCase } from './use-case.js'

/** An offer a trial can be converted to. */
export interface ConversionTarget {
  readonly item: string
  readonly availability: Availability
}

/** What a trial can be converted to, one for each billing cycle; nothing for what is no trial or not active. */
export async function listConversions(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<{ readonly view: SubscriptionView; readonly targets: readonly ConversionTarget[] }>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { view, catalog } = loaded.value
  return accept({ view, targets: conversionTargetsOf(view, catalog) })
}

/** What is converted to; the client repeats what the list said. */
export interface ConversionWish {
  readonly targetOfferId: string
  readonly quantity?: number | undefined
  /** A word of the contract; left out, the usual one. */
  readonly billingCycle?: string | undefined
}

export interface ConversionResult {
  readonly view: SubscriptionView
  readonly targetOfferId: string
  /** Why it was not converted. */
  readonly fault: MoveFault | undefined
}

/**
 * Turns a trial into a paid subscription today, with the number of licenses wished: the day of the conversion is the
 * first of its term. What stands in the way is part of the result.
 */
export async function convertTrial(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  wish: ConversionWish,
): Promise<Outcome<ConversionResult>> {
  const locked = await lockSubscription(context, customerId, subscriptionId)
  if (!locked.ok) return locked
  const { customer, view, open, catalog } = locked.value
  const allowed = await mayConvert(context, customer.partnerId)
  if (!allowed.ok) return allowed
  const { targetOfferId } = wish
  const target = conversionTargetsOf(view, catalog).find(
    ({ item, availability }) =>
      item.toLowerCase() === targetOfferId.toLowerCase() &&
      (wish.billingCycle === undefined || cycleWordOf(availability) === wish.billingCycle),
  )
  if (target === undefined) {
    const description = 'This subscription is no trial that can be converted to that offer with that billing cycle.'
    return accept({ view, targetOfferId, fault: { reason: 'conversions-not-found', description } })
  }
  const { id: availabilityId } = target.availability
  const newQuantity = wish.quantity ?? view.quantity
  const command = { type: 'convert', availabilityId, newQuantity } as const
  const changed = changeFamily(open, { key: subscriptionId, command }, context.now, catalog)
  if (!changed.ok) {
    return accept({ view, targetOfferId, fault: { reason: 'other', description: changed.refusal.message } })
  }
  const credit = await hasCreditForChange(context, customer.partnerId, [changed.value])
  if (!credit.ok) {
    return accept({ view, targetOfferId, fault: { reason: 'other', description: credit.refusal.message } })
  }
  await writeChange(context, customer, [changed.value], catalog, { operationType: 'convert_trial_subscription' })
  return accept({ view, targetOfferId: target.item, fault: undefined })
}

function conversionTargetsOf(view: SubscriptionView, catalog: StoredCatalog): readonly ConversionTarget[] {
  const { sku, trial, status, availability } = view
  if (status !== 'active' || !(trial || sku.isTrial)) return []
  return sku.conversionTargets.flatMap((target) => {
    const seen = new Set<string>()
    const own: ConversionTarget[] = []
    for (const one of alternativesOf(target, availability.id, catalog)) {
      const word = cycleWordOf(one)
      if (one.profile.id !== availability.profile.id || seen.has(word)) continue
      seen.add(word)
      own.push({ item: itemIdOf(catalog, one.id), availability: one })
    }
    return own
  })
}
