import type { Availability } from '../core/catalog/availability.js'
import { isEnded } from '../core/subscription/subscription.js'
import type { StoredCatalog } from './current-catalog.js'
import { cycleWordOf } from './cycle-word.js'
import { alternativesOf } from './family-offers.js'
import { upgradeTargetsOf } from './plan-subscription-change.js'
import type { SubscriptionView } from './subscription-view.js'

/** Why licenses cannot move to another offer; the contract numbers these words. */
export type MoveReason =
  | 'other'
  | 'not-active'
  | 'add-ons-present'
  | 'no-paths'
  | 'target-not-found'
  | 'not-provisioned'
  | 'cycle-unsupported'
  | 'conversions-not-found'

export interface MoveFault {
  readonly reason: MoveReason
  readonly description: string
}

/** An offer a subscription can become, with the availability that suits it best. */
export interface MoveTarget {
  readonly availability: Availability
  readonly faults: readonly MoveFault[]
}

/**
 * What a subscription can become, each with what stands in the way now.
 * @param offered those of its targets that may be sold to the customer
 */
export function moveTargetsOf(
  view: SubscriptionView,
  addOns: readonly SubscriptionView[],
  offered: ReadonlySet<string>,
  catalog: StoredCatalog,
): readonly MoveTarget[] {
  const standing = standingFaults(view, addOns)
  return upgradeTargetsOf(view).flatMap((sku): MoveTarget[] => {
    if (!offered.has(sku)) return []
    const alternatives = alternativesOf(sku, view.availability.id, catalog)
    const same = alternatives.filter(({ profile }) => profile.id === view.availability.profile.id)
    const best = bestOf(same, view.availability)
    if (best === undefined) return []
    const fits = cycleWordOf(best) === cycleWordOf(view.availability)
    const title = catalog.skus.get(sku)!.title
    const cycle: MoveFault = {
      reason: 'cycle-unsupported',
      description: `${title} is not sold with the billing cycle of this subscription; name another one.`,
    }
    return [{ availability: best, faults: fits ? standing : [...standing, cycle] }]
  })
}

/** What stands in the way of every move. */
export function standingFaults(view: SubscriptionView, addOns: readonly SubscriptionView[]): readonly MoveFault[] {
  const faults: MoveFault[] = []
  if (view.status === 'pending') {
    faults.push({ reason: 'not-provisioned', description: 'The subscription waits for its activation.' })
  } else if (view.status !== 'active') {
    faults.push({
      reason: 'not-active',
      description: `The subscription is ${view.status}; only an active one can move.`,
    })
  }
  const standing = addOns.filter(({ status }) => status === 'pending' || !isEnded(status))
  if (standing.length > 0 && view.availability.profile.addOns === 'aligned') {
    const names = standing.map(({ sku }) => sku.title).join(', ')
    faults.push({ reason: 'add-ons-present', description: `Cancel its add-ons first: ${names}.` })
  }
  return faults
}

/** The one with the term and billing cycle there is; or with the billing cycle; or the usual one. */
export function bestOf(alternatives: readonly Availability[], own: Availability): Availability | undefined {
  const sameCycle = alternatives.filter((one) => cycleWordOf(one) === cycleWordOf(own))
  const sameTerm = sameCycle.find((one) => one.term.count === own.term.count && one.term.unit === own.term.unit)
  return sameTerm ?? sameCycle[0] ?? alternatives[0]
}
