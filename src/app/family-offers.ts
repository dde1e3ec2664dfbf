import { type Availability, sameRhythm } from '../core/catalog/availability.js'
import type { Family, FamilyCommand } from '../core/charging/family.js'
import { newAvailabilityOf } from '../core/charging/family-rhythm.js'
import type { Command } from '../core/subscription/command.js'
import { isEnded, type Subscription } from '../core/subscription/subscription.js'
import type { StoredCatalog } from './current-catalog.js'
import { byUsualTerm } from './find-catalog-item.js'

/** The availabilities of a SKU in the currency, the market and the segment of another availability, the usual one first. */
export function alternativesOf(sku: string, to: string, catalog: StoredCatalog): readonly Availability[] {
  const place = catalog.sales.get(to)!
  return (catalog.salesOf.get(sku) ?? [])
    .filter(
      ({ market, segment, currency }) =>
        market === place.market && segment === place.segment && currency === place.currency,
    )
    .map(({ availabilityId }) => catalog.availabilities.get(availabilityId)!)
    .sort(byUsualTerm)
}

/** A command with what the add-ons of a base take over where it changes the base's term or billing cycle. */
export function withAddOnTargets(
  { family }: { readonly family: Family },
  request: FamilyCommand,
  catalog: StoredCatalog,
): FamilyCommand {
  const base = family.get(request.key)
  const { command } = request
  if (base === undefined || (command.type !== 'convert' && command.type !== 'changeBillingCycle')) return request
  const rhythm = catalog.availabilities.get(newAvailabilityOf(command, base.subscription) ?? '')
  if (rhythm === undefined) return request
  const addOnTargets = new Map<string, string>()
  for (const { key, parent, subscription } of family.values()) {
    if (parent !== request.key || isEnded(subscription.status)) continue
    const { sku } = catalog.sales.get(subscription.availabilityId)!
    const target = alternativesOf(sku, subscription.availabilityId, catalog).find((one) => sameRhythm(one, rhythm))
    if (target !== undefined) addOnTargets.set(key, target.id)
  }
  return { key: request.key, command, addOnTargets }
}

/**
 * What makes a trial that is an offer of its own become the offer it is a trial of, at its end; where it can become
 * nothing, that it ends. `undefined` for everything else, and where that has been said already.
 */
export function trialCommandOf(subscription: Subscription, catalog: StoredCatalog): Command | undefined {
  const { status, autoRenew, availabilityId, scheduled } = subscription
  if (status !== 'active' || !autoRenew || (scheduled?.availabilityId ?? null) !== null) return undefined
  const sku = catalog.skus.get(catalog.sales.get(availabilityId)!.sku)!
  const own = catalog.availabilities.get(availabilityId)!
  if (!sku.isTrial || !own.profile.trial.becomesPaid) return undefined
  for (const target of sku.conversionTargets.flatMap((to) => alternativesOf(to, availabilityId, catalog))) {
    const fits =
      target.profile.id === own.profile.id &&
      target.minimumQuantity <= subscription.quantity &&
      subscription.quantity <= target.maximumQuantity
    if (!fits) continue
    const kept = scheduled?.quantity ?? null
    return { type: 'scheduleRenewal', availabilityId: target.id, ...(kept === null ? {} : { quantity: kept }) }
  }
  return own.profile.autoRenew === 'switchable' ? { type: 'setAutoRenew', autoRenew: false } : undefined
}
