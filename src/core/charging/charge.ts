import type { Day } from '../calendar/day.js'
import type { Availability } from '../catalog/availability.js'
import type { ChargeType } from '../catalog/charge-type.js'
import { minorDigitsOf } from '../money/currency.js'
import { amountsOf, type Derivation } from '../proration/derivation.js'
import type { Line } from '../subscription/subscription.js'

/** One line of money, as it is invoiced and printed. It never changes; corrections are further charges. */
export interface Charge extends Line {
  /** The day it came about; it goes on the first invoice dated on or after this day. */
  readonly registeredOn: Day
  readonly type: ChargeType
  /** The dates as printed, half-open; some profiles print the whole cycle and not the days charged. */
  readonly chargeStart: Day
  readonly chargeEnd: Day
  /** As printed, in 10^-8 major units: prorated and signed, or the list price, as the profile says. */
  readonly unitPrice: bigint
}

/** Charges that come about together, numbered on from those the subscription has already. */
export interface Batch {
  readonly day: Day
  readonly charges: Charge[]
  count: number
}

export function openBatch(day: Day, chargeCount: number): Batch {
  return { day, charges: [], count: chargeCount }
}

/** Writes one charge into a batch: the only place where amounts are made, and always from a derivation. */
export function post(
  batch: Batch,
  availability: Availability,
  type: ChargeType,
  start: Day,
  end: Day,
  quantity: number,
  derivation: Derivation,
): Charge {
  const { lineDates, linePrice } = availability.profile
  const { unitPrice, amount } = amountsOf(derivation, minorDigitsOf(availability.currency))
  batch.count += 1
  const charge: Charge = {
    number: batch.count,
    registeredOn: batch.day,
    type,
    start,
    end,
    chargeStart: lineDates === 'whole-cycle' ? ((end - derivation.cycleDays) as Day) : start,
    chargeEnd: end,
    quantity,
    unitPrice: linePrice === 'list' ? derivation.price : unitPrice,
    amount,
    derivation,
  }
  batch.charges.push(charge)
  return charge
}
