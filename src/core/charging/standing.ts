import type { Day } from '../calendar/day.js'
import type { Availability } from '../catalog/availability.js'
import type { ChargeType } from '../catalog/charge-type.js'
import { minorDigitsOf } from '../money/currency.js'
import { amountsOf, type Derivation, reversed } from '../proration/derivation.js'
import type { Line } from '../subscription/subscription.js'
import { type Batch, type Charge, post } from './charge.js'

/** What is charged for the days from some day on, netted over charges and credits of one price. */
export interface Standing {
  /** Licenses as printed, and as they multiply the price. */
  readonly quantity: number
  readonly billedQuantity: number
  readonly end: Day
  /** What is left of the amounts charged; a credit never exceeds it. */
  readonly amount: bigint
  readonly derivation: Derivation
}

/** The licenses that are paid for from `day` on, one entry for each price. */
export function standingFrom(open: readonly Line[], day: Day): Standing[] {
  const groups: Standing[] = []
  for (const line of open) {
    if (line.end <= day) continue
    const { direction, quantity } = line.derivation
    const index = groups.findIndex((group) => group.end === line.end && samePrice(group.derivation, line.derivation))
    const group = groups[index]
    const merged: Standing = {
      quantity: (group?.quantity ?? 0) + direction * line.quantity,
      billedQuantity: (group?.billedQuantity ?? 0) + direction * quantity,
      end: line.end,
      amount: (group?.amount ?? 0n) + line.amount,
      derivation: group?.derivation ?? line.derivation,
    }
    if (group === undefined) groups.push(merged)
    else groups[index] = merged
  }
  return groups.filter((group) => group.billedQuantity > 0)
}

/**
 * Credits what stands for the days from `day` on, at the price it was charged.
 * @param onlyQuantity credits so many licenses and leaves the rest
 */
export function creditRemaining(
  batch: Batch,
  availability: Availability,
  type: ChargeType,
  open: readonly Line[],
  day: Day,
  onlyQuantity?: number,
): Charge[] {
  return standingFrom(open, day).map((standing) => {
    const credited = onlyQuantity ?? standing.quantity
    const billed = availability.flat ? standing.billedQuantity : credited
    const derivation = creditOf(standing, day, billed, minorDigitsOf(availability.currency))
    return post(batch, availability, type, day, standing.end, credited, derivation)
  })
}

/** Reverses lines to the last cent; a line and the credit that already reverses it whole are left in peace. */
export function reverseLines(
  batch: Batch,
  availability: Availability,
  type: ChargeType,
  lines: readonly Line[],
): Charge[] {
  return withoutOpposites(lines).map((line) =>
    post(batch, availability, type, line.start, line.end, line.quantity, reversed(line.derivation)),
  )
}

/** Lines without those pairs in which one is exactly the other with its sign turned. */
export function withoutOpposites(lines: readonly Line[]): Line[] {
  const left: Line[] = []
  for (const line of lines) {
    const index = left.findIndex(
      (other) =>
        other.start === line.start &&
        other.end === line.end &&
        other.quantity === line.quantity &&
        other.derivation.direction !== line.derivation.direction &&
        other.amount === -line.amount &&
        samePrice(other.derivation, line.derivation),
    )
    if (index < 0) left.push(line)
    else left.splice(index, 1)
  }
  return left
}

/**
 * A credit is bounded by what was charged: the rounding of a policy may otherwise give more for most of a cycle than
 * the whole cycle cost (1.99 at two digits a day is 0.07 x 29 = 2.03).
 */
function creditOf(standing: Standing, day: Day, quantity: number, minorDigits: number): Derivation {
  const days = standing.end - day
  const credit: Derivation = { ...standing.derivation, direction: -1, quantity, days, limit: null }
  const amount = -amountsOf(credit, minorDigits).amount
  return amount > standing.amount ? { ...credit, limit: standing.amount } : credit
}

function samePrice(left: Derivation, right: Derivation): boolean {
  return (
    left.price === right.price &&
    left.availabilityId === right.availabilityId &&
    left.cycleDays === right.cycleDays &&
    left.policy === right.policy
  )
}
