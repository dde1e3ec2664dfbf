import type { Availability, Catalog, PartnerAvailability } from '../catalog/availability.js'
import type { ChargeType } from '../catalog/charge-type.js'
import type { Refusal } from '../refusal.js'
import type { BillingCycleChanged, Converted } from '../subscription/event.js'
import { type Draft, rescheduled, withoutRenewalChange } from '../subscription/subscription.js'
import { openAfterRebill, withAddition } from './change-quantity.js'
import { type Batch, type Charge, post } from './charge.js'
import { datesFrom, setDates } from './purchase.js'
import { settle } from './settle.js'
import { creditRemaining } from './standing.js'
import { derivationOf, loadAvailability, termPriceOn } from './terms.js'

/** Another offer from the event's day on, for the whole subscription or for the licenses that leave it. */
export function convert(
  draft: Draft,
  event: Converted,
  batch: Batch,
  catalog: Catalog,
  availability: Availability,
): Refusal | undefined {
  const { convertAway, convertTo, purchase } = availability.profile.chargeTypes
  if (event.movedQuantity !== null) {
    moveAway(draft, event, event.movedQuantity, batch, availability)
    return undefined
  }
  const target = loadAvailability(catalog, event.availabilityId)
  if (!target.ok) return target.refusal
  // What follows a free trial is a purchase like any other.
  const type = draft.trial ? purchase[target.value.billingCycle] : convertTo
  return replace(draft, event, batch, availability, target.value, convertAway, type)
}

/** Another billing cycle: a new term from the event's day on, or with the next cycle. */
export function changeBillingCycle(
  draft: Draft,
  event: BillingCycleChanged,
  batch: Batch,
  catalog: Catalog,
  availability: Availability,
): Refusal | undefined {
  if (!event.restart) {
    draft.scheduled = rescheduled(draft.scheduled, { nextCycleAvailabilityId: event.availabilityId })
    return undefined
  }
  const target = loadAvailability(catalog, event.availabilityId)
  if (!target.ok) return target.refusal
  const { billingCycleAway, billingCycleTo } = availability.profile.chargeTypes
  return replace(draft, event, batch, availability, target.value, billingCycleAway, billingCycleTo)
}

/** Credits the rest of the old offer and charges the new one, for the same days or for a new term. */
function replace(
  draft: Draft,
  event: Converted | BillingCycleChanged,
  batch: Batch,
  availability: Availability,
  target: PartnerAvailability,
  away: ChargeType,
  to: ChargeType,
): Refusal | undefined {
  const { day } = batch
  const priced = termPriceOn(target, day, 'first')
  if (!priced.ok) return priced.refusal
  settleNow(draft, batch, availability)
  const credits: Charge[] = draft.trial ? [] : creditRemaining(batch, availability, away, draft.open, day)

  if (event.type === 'converted' && event.quantity !== undefined) {
    draft.additions = withAddition(draft, event.at, event.quantity, target)
    draft.quantity = event.quantity
  }
  draft.availabilityId = target.id
  draft.price = priced.value.price
  draft.priceFrom = priced.value.priceFrom
  draft.discountId = priced.value.discountId
  draft.autoRenew = draft.autoRenew || draft.trial
  draft.trial = false
  draft.scheduled = null
  if (event.restart) {
    setDates(draft, datesFrom(target, day, false))
    draft.windowFrom = event.at
  }
  const { cycleStart, cycleEnd } = draft
  const derivation = derivationOf(draft, target, cycleEnd - day, cycleEnd - cycleStart)
  const charge = post(batch, target, to, day, cycleEnd, draft.quantity, derivation)
  draft.open = event.restart ? [charge] : openAfterRebill(draft, availability, day, credits, charge)
  return undefined
}

function moveAway(draft: Draft, event: Converted, moved: number, batch: Batch, availability: Availability): void {
  const { day } = batch
  settleNow(draft, batch, availability)
  const type = availability.profile.chargeTypes.convertAway
  // A flat fee is for the subscription: it is owed as long as anybody is left.
  const credits = availability.flat ? [] : creditRemaining(batch, availability, type, draft.open, day, moved)
  const left = draft.quantity - moved
  draft.additions = withAddition(draft, event.at, left, availability)
  draft.quantity = left
  draft.open = [...draft.open, ...credits]
  draft.scheduled = withoutRenewalChange(draft.scheduled)
}

/** Quantity changes that wait for their settlement are settled before an offer changes. */
function settleNow(draft: Draft, batch: Batch, availability: Availability): void {
  if (draft.settleOn === null) return
  settle(batch, availability, availability.profile.chargeTypes.settlement, draft, draft.cycleEnd)
}
