import { formatTerm } from '../core/calendar/term.js'
import { type Availability, isOpenEnded } from '../core/catalog/availability.js'
import { accept, type Outcome } from '../core/refusal.js'
import type { StoredCatalog } from './current-catalog.js'
import { type CycleWord, cycleWordOf } from './cycle-word.js'
import { alternativesOf } from './family-offers.js'
import { offeredSkus } from './offered-skus.js'
import { upgradeTargetsOf } from './plan-subscription-change.js'
import type { SubscriptionView } from './subscription-view.js'
import { type CustomerRef, loadSubscription } from './subscriptions.js'
import type { UseCase } from './use-case.js'

/** A term with the contract's word for how it is billed. */
export interface Rhythm {
  readonly termDuration: string
  readonly billingCycle: CycleWord
}

/** What the renewal can make of a subscription. */
export interface Renewal {
  /** What the ids of its catalogue items begin with: its legacy offer, or its product and SKU. */
  readonly itemId: string
  readonly productId: string
  readonly skuId: string
  readonly title: string
  readonly rhythms: readonly Rhythm[]
}

/** What can be chosen when a subscription is changed; the rules themselves are those of its profile. */
export interface SubscriptionChoices {
  readonly customer: CustomerRef
  readonly view: SubscriptionView
  /** Terms and billing frequencies it is sold with. */
  readonly rhythms: readonly Rhythm[]
  /** What it is now first. */
  readonly renewals: readonly Renewal[]
}

export async function readChoices(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<SubscriptionChoices>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { customer, view, catalog } = loaded.value
  const targets = upgradeTargetsOf(view)
  const offered = await offeredSkus(context, customer, targets, catalog)
  const renewals = [view.sku.sku, ...targets.filter((sku) => offered.has(sku))].map((key): Renewal => {
    const { productId, skuId, title, offerId } = catalog.skus.get(key)!
    return { itemId: offerId?.toUpperCase() ?? key, productId, skuId, title, rhythms: rhythmsOf(key, view, catalog) }
  })
  const sold = renewals.filter(({ rhythms }) => rhythms.length > 0)
  return accept({ customer, view, rhythms: rhythmsOf(view.sku.sku, view, catalog), renewals: sold })
}

/** How an offer is sold where the subscription is, under the same profile; the usual rhythm first. */
function rhythmsOf(sku: string, { availability }: SubscriptionView, catalog: StoredCatalog): readonly Rhythm[] {
  const seen = new Map<string, Rhythm>()
  for (const one of alternativesOf(sku, availability.id, catalog)) {
    if (one.profile.id !== availability.profile.id || isOpenEnded(one)) continue
    const rhythm = { termDuration: formatTerm(one.term), billingCycle: cycleWordOf(one) }
    const key = `${rhythm.termDuration} ${rhythm.billingCycle}`
    if (!seen.has(key)) seen.set(key, rhythm)
  }
  return [...seen.values()]
}

/** How its quantity is changed: at once, with the next anniversary, or not at all. */
export function quantityKindOf({ availability, trial }: SubscriptionView): 'fixed' | 'settled' | 'charged' {
  const { profile } = availability
  const isGiven = trial && !profile.trial.becomesPaid
  if (isGiven || !profile.hasFee || availability.minimumQuantity === availability.maximumQuantity) return 'fixed'
  return profile.quantityChange === 'settle' ? 'settled' : 'charged'
}

/** Where its billing frequency is changed. */
export function rhythmKindOf(
  { availability, trial }: Pick<SubscriptionView, 'trial'> & { readonly availability: Availability },
  rhythms: readonly Rhythm[],
): 'fixed' | 'by-order' | 'by-subscription' {
  if (isOpenEnded(availability) || trial || rhythms.length < 2) return 'fixed'
  return availability.profile.billingCycleChange === 'restart-term' ? 'by-order' : 'by-subscription'
}
