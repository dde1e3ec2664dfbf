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
  const groups: Mutable<Standing>[] = []
  for (const line of open) {
    if (line.end <= day) continue
    const { derivation } = line
    const group = groups.find((other) => other.end === line.end && samePrice(other.derivation, derivation))
    if (group === undefined) {
      groups.push({
        quantity: derivation.direction * line.quantity,
        billedQuantity: derivation.direction * derivation.quantity,
        end: line.end,
        amount: line.amount,
        derivation,
      })
    } else {
      group.quantity += derivation.direction * line.quantity
      group.billedQuantity += derivation.direction * derivation.quantity
      group.amount += line.amount
    }
  }
  return groups.every((group) => group.billedQuantity > 0) ? groups : groups.filter((group) => group.billedQuantity > 0)
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

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
  const left = lines.length > 1 ? withoutOpposites(lines) : lines
  return left.map((line) =>
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
  const { policy, price, availabilityId, priceFrom, discountId, cycleDays } = standing.derivation
  const direction = -1
  const credit: Derivation = {
    direction,
    policy,
    price,
    availabilityId,
    priceFrom,
    discountId,
    quantity,
    days,
    cycleDays,
    limit: null,
  }
  const amount = -amountsOf(credit, minorDigits).amount
  return amount > standing.amount ? { ...credit, limit: standing.amount } : credit
}

function samePrice(left: Derivation, right: Derivation): boolean {
  return (
    left.price === right.price &&
    left.availabilityId === right.availabilityId &&
    left.discountId === right.discountId &&
    left.cycleDays === right.cycleDays &&
    left.policy === right.policy
  )
}
