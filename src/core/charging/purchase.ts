import type { Day } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import { endOfTerm } from '../calendar/term.js'
import { type Availability, type Catalog, cycleEndAfter, isOpenEnded, termEndAfter } from '../catalog/availability.js'
import type { ChargeType } from '../catalog/charge-type.js'
import { accept, type Outcome } from '../refusal.js'
import type { Alignment, Purchased } from '../subscription/event.js'
import { type Draft, FOREVER } from '../subscription/subscription.js'
import { type Batch, post } from './charge.js'
import { derivationOf, loadAvailability, termPriceOn } from './terms.js'

/** A new subscription and its first charge. */
export function purchase(event: Purchased, batch: Batch, catalog: Catalog): Outcome<Draft> {
  const found = loadAvailability(catalog, event.availabilityId)
  if (!found.ok) return found
  const availability = found.value
  const day = dayOfInstant(event.at)
  const trial = availability.trial !== null && event.origin === 'order'
  const priced = termPriceOn(availability, day, trial ? 'trial' : 'first')
  if (!priced.ok) return priced

  const dates = event.alignment ?? datesFrom(availability, day, trial)
  const draft: Draft = {
    availabilityId: availability.id,
    status: 'active',
    quantity: event.quantity,
    price: priced.value.price,
    priceFrom: priced.value.priceFrom,
    discountId: priced.value.discountId,
    trial,
    autoRenew: event.autoRenew && (!trial || availability.profile.trial.becomesPaid),
    windowFrom: event.windowFrom ?? event.at,
    anchor: dates.anchor,
    termStart: dates.termStart,
    termEnd: dates.termEnd,
    cycleStart: dates.cycleStart,
    cycleEnd: dates.cycleEnd,
    settleOn: null,
    deprovisionOn: null,
    chargeCount: 0,
    eventCount: 0,
    lastOccurrenceAt: event.at,
    open: [],
    stretches: [],
    additions: [],
    credited: [],
    scheduled: null,
  }
  if (isOpenEnded(availability)) {
    draft.termEnd = FOREVER
    draft.cycleEnd = FOREVER
  }
  if (!availability.profile.hasFee || (trial && !availability.profile.trial.showsLine)) return accept(draft)

  const { cycleStart, cycleEnd } = dates
  const derivation = derivationOf(draft, availability, cycleEnd - day, cycleEnd - cycleStart)
  const type = firstChargeType(event, availability)
  draft.open = [post(batch, availability, type, day, cycleEnd, event.quantity, derivation)]
  return accept(draft)
}

/** The dates of a term that starts on `day`. */
export function datesFrom(availability: Availability, day: Day, trial: boolean): Alignment {
  const trialEnd = trial && availability.trial !== null ? endOfTerm(day, availability.trial) : undefined
  const termEnd = trialEnd ?? termEndAfter(availability, day, day)
  const cycleEnd = trialEnd ?? cycleEndAfter(availability, day, day, termEnd)
  return { anchor: day, termStart: day, termEnd, cycleStart: day, cycleEnd }
}

/** Gives a draft the dates of a new term. */
export function setDates(draft: Draft, dates: Alignment): void {
  draft.anchor = dates.anchor
  draft.termStart = dates.termStart
  draft.termEnd = dates.termEnd
  draft.cycleStart = dates.cycleStart
  draft.cycleEnd = dates.cycleEnd
}

function firstChargeType(event: Purchased, availability: Availability): ChargeType {
  const { chargeTypes } = availability.profile
  if (event.origin === 'conversion') return chargeTypes.convertTo
  return event.alignment === null ? chargeTypes.purchase[availability.billingCycle] : chargeTypes.purchaseAligned
}
