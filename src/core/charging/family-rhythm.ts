import { type Availability, type Catalog, sameRhythm } from '../catalog/availability.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import type { Command } from '../subscription/command.js'
import type { Subscription } from '../subscription/subscription.js'
import { loadAvailability } from './terms.js'

/** Aligned add-ons keep the term and the billing cycle of their base: what changes the base's changes theirs. */

/** An add-on, and the availability of its own it is to take over when its base changes its rhythm. */
export interface AddOn {
  readonly key: string
  readonly subscription: Subscription
  /** Left out: the one availability of the same SKU and currency that has the rhythm, if there is just one. */
  readonly target?: string | undefined
}

/** The availability a command gives to the whole subscription from its day or its next cycle on, or `undefined`. */
export function newAvailabilityOf(command: Command, subscription: Subscription): string | undefined {
  if (command.type === 'changeBillingCycle') return command.availabilityId
  if (command.type !== 'convert') return undefined
  const isWhole = command.newQuantity !== undefined || (command.quantity ?? Infinity) >= subscription.quantity
  return isWhole ? command.availabilityId : undefined
}

/** The commands that keep add-ons in step with a base that goes from one availability to another. */
export function followBase(
  from: Availability,
  to: Availability,
  addOns: readonly AddOn[],
  catalog: Catalog,
): Outcome<readonly { readonly key: string; readonly command: Command }[]> {
  if (sameRhythm(from, to)) return accept([])
  const steps: { key: string; command: Command }[] = []
  for (const { key, subscription, target } of addOns) {
    const own = loadAvailability(catalog, subscription.availabilityId)
    if (!own.ok) return own
    if (sameRhythm(own.value, to)) continue
    const availabilityId = target ?? siblingOf(own.value, to, catalog)
    if (availabilityId === undefined) {
      return refuse('billing-cycle-mismatch', {
        billingCycle: to.billingCycle,
        expected: `the add-on ${own.value.title}, which is not sold that way`,
      })
    }
    const type = own.value.billingCycle === to.billingCycle ? 'convert' : 'changeBillingCycle'
    steps.push({ key, command: { type, availabilityId } })
  }
  return accept(steps)
}

/** Refuses what would take an aligned add-on out of step with its base. */
export function checkStepWithBase(command: Command, own: Subscription, base: Subscription, catalog: Catalog) {
  const wanted = command.type === 'scheduleRenewal' ? command.availabilityId : newAvailabilityOf(command, own)
  const [target, standing] = [catalog.get(wanted ?? ''), catalog.get(base.availabilityId)]
  if (target === undefined || standing === undefined || sameRhythm(target, standing)) return undefined
  return refuse('billing-cycle-mismatch', {
    billingCycle: target.billingCycle,
    expected: `its base ${standing.title}, whose dates it shares; change the base`,
  })
}

/** Refuses to schedule another rhythm for a base: its add-ons renew with it, and nobody said what becomes of them. */
export function checkStepOfAddOns(command: Command, base: Subscription, addOns: readonly AddOn[], catalog: Catalog) {
  if (command.type !== 'scheduleRenewal' || addOns.length === 0) return undefined
  const [target, standing] = [catalog.get(command.availabilityId ?? ''), catalog.get(base.availabilityId)]
  if (target === undefined || standing === undefined || sameRhythm(target, standing)) return undefined
  return refuse('billing-cycle-mismatch', {
    billingCycle: target.billingCycle,
    expected: 'its add-ons, which renew with it; change the billing cycle now, or cancel them',
  })
}

function siblingOf(own: Availability, rhythm: Availability, catalog: Catalog): string | undefined {
  const siblings = [...catalog.values()].filter(
    (other) =>
      other.productId === own.productId &&
      other.skuId === own.skuId &&
      other.currency === own.currency &&
      sameRhythm(other, rhythm),
  )
  return siblings.length === 1 ? siblings[0]!.id : undefined
}
