import type { Day } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import type { Availability, Catalog } from '../catalog/availability.js'
import type { ChargeType } from '../catalog/charge-type.js'
import { accept, type Outcome } from '../refusal.js'
import type { BillingCycleChanged, Converted } from '../subscription/event.js'
import type { Subscription } from '../subscription/subscription.js'
import { openAfterRebill } from './change-quantity.js'
import { type Batch, type Charge, post } from './charge.js'
import { datesFrom } from './purchase.js'
import { settle, withStretch } from './settle.js'
import { creditRemaining } from './standing.js'
import { derivationOf, loadAvailability, termPriceOn } from './terms.js'

/** Another offer from the event's day on, for the whole subscription or for the licenses that leave it. */
export function convert(
  subscription: Subscription,
  event: Converted,
  batch: Batch,
  catalog: Catalog,
  availability: Availability,
): Outcome<Subscription> {
  const { convertAway, convertTo, purchase } = availability.profile.chargeTypes
  if (event.movedQuantity !== null) {
    return accept(moveAway(subscription, event.movedQuantity, dayOfInstant(event.at), batch, availability))
  }
  const target = loadAvailability(catalog, event.availabilityId)
  if (!target.ok) return target
  // What follows a free trial is a purchase like any other.
  const type = subscription.trial ? purchase[target.value.billingCycle] : convertTo
  return replace(subscription, event, batch, availability, target.value, convertAway, type)
}

/** Another billing cycle: a new term from the event's day on, or with the next cycle. */
export function changeBillingCycle(
  subscription: Subscription,
  event: BillingCycleChanged,
  batch: Batch,
  catalog: Catalog,
  availability: Availability,
): Outcome<Subscription> {
  if (!event.restart) {
    return accept({
      ...subscription,
      scheduled: { at: 'next-cycle', quantity: null, availabilityId: event.availabilityId },
    })
  }
  const target = loadAvailability(catalog, event.availabilityId)
  if (!target.ok) return target
  const { billingCycleAway, billingCycleTo } = availability.profile.chargeTypes
  return replace(subscription, event, batch, availability, target.value, billingCycleAway, billingCycleTo)
}

/** Credits the rest of the old offer and charges the new one, for the same days or for a new term. */
function replace(
  subscription: Subscription,
  event: Converted | BillingCycleChanged,
  batch: Batch,
  availability: Availability,
  target: Availability,
  away: ChargeType,
  to: ChargeType,
): Outcome<Subscription> {
  const day = dayOfInstant(event.at)
  const priced = termPriceOn(target, day, false)
  if (!priced.ok) return priced
  const settled = settleNow(subscription, batch, availability)
  const credits: Charge[] = subscription.trial ? [] : creditRemaining(batch, availability, away, settled.open, day)

  const replaced: Subscription = {
    ...settled,
    ...priced.value,
    ...(event.restart ? datesFrom(target, day, false) : {}),
    windowFrom: event.restart ? event.at : settled.windowFrom,
    availabilityId: target.id,
    trial: false,
    autoRenew: subscription.autoRenew || subscription.trial,
    scheduled: null,
  }
  const { cycleStart, cycleEnd } = replaced
  const derivation = derivationOf(replaced, target, cycleEnd - day, cycleEnd - cycleStart)
  const charge = post(batch, target, to, day, cycleEnd, replaced.quantity, derivation)
  const open = event.restart ? [charge] : openAfterRebill(settled, availability, day, [...credits, charge], charge)
  return accept({ ...replaced, open })
}

function moveAway(
  subscription: Subscription,
  quantity: number,
  day: Day,
  batch: Batch,
  availability: Availability,
): Subscription {
  const settled = settleNow(subscription, batch, availability)
  const type = availability.profile.chargeTypes.convertAway
  const credits = creditRemaining(batch, availability, type, settled.open, day, quantity)
  const left = settled.quantity - quantity
  return {
    ...settled,
    quantity: left,
    open: [...settled.open, ...credits],
    // The stretch is there for a later settlement; the conversion itself is paid for.
    stretches: availability.profile.quantityChange === 'settle' ? withStretch(settled, day, left) : [],
    scheduled: null,
  }
}

/** Quantity changes that wait for their settlement are settled before an offer changes. */
function settleNow(subscription: Subscription, batch: Batch, availability: Availability): Subscription {
  if (subscription.settleOn === null) return subscription
  const { settlement } = availability.profile.chargeTypes
  const { open } = settle(batch, availability, settlement, subscription, subscription.cycleEnd)
  return { ...subscription, open, stretches: [], settleOn: null }
}
