import type { Day } from '../calendar/day.js'
import type { Availability } from '../catalog/availability.js'
import type { ChargeType } from '../catalog/charge-type.js'
import { minorDigitsOf } from '../money/currency.js'
import { amountsOf, type Derivation } from '../proration/derivation.js'
import type { Draft, Line, Stretch, Subscription } from '../subscription/subscription.js'
import { type Batch, post } from './charge.js'
import { reverseLines } from './standing.js'

/** The quantity changes of a cycle with one more; several on one day count as the last of them. */
export function withStretch(subscription: Subscription, day: Day, quantity: number): readonly Stretch[] {
  const stretches = subscription.stretches.length === 0 ? chargedStretches(subscription) : subscription.stretches
  const kept = stretches.at(-1)?.from === day ? stretches.slice(0, -1) : stretches
  return kept.at(-1)?.quantity === quantity ? kept : [...kept, { from: day, quantity }]
}

/**
 * Settles quantity changes: reverses every line of the cycle that no longer says what happened and writes one line per
 * stretch of constant quantity in its place. What is right already stays; where the quantity is back, nothing is written.
 *
 * @param until stretches are written up to this day: the end of the cycle, or the day of a suspension or cancellation
 * @returns whether there was anything to write
 */
export function settle(batch: Batch, availability: Availability, type: ChargeType, draft: Draft, until: Day): boolean {
  const { kept, wrong, missing } = planOf(draft, availability, until)
  draft.stretches = NO_STRETCHES
  draft.settleOn = null
  if (wrong.length === 0 && missing.length === 0) return false

  reverseLines(batch, availability, type, wrong)
  const written = missing.map(({ segment, derivation }) =>
    post(batch, availability, type, segment.from, segment.to, segment.quantity, derivation),
  )
  draft.open = inOrder(kept, written)
  return true
}

/** The open lines as a settlement would leave them: what a reactivation charges again after an unsettled suspension. */
export function linesWhenSettled(subscription: Subscription, availability: Availability): readonly Line[] {
  const { kept, missing } = planOf(subscription, availability, subscription.cycleEnd)
  const minorDigits = minorDigitsOf(availability.currency)
  const written = missing.map(({ segment, derivation }): Line => {
    const { amount } = amountsOf(derivation, minorDigits)
    return { number: 0, start: segment.from, end: segment.to, quantity: segment.quantity, amount, derivation }
  })
  return inOrder(kept, written)
}

/**
 * What a settlement at the end of the cycle would add to what is charged, in minor units: below zero where licenses were
 * taken away. Zero where no quantity change waits for one.
 */
export function amountToSettle(subscription: Subscription, availability: Availability): bigint {
  if (subscription.settleOn === null) return 0n
  const { wrong, missing } = planOf(subscription, availability, subscription.cycleEnd)
  const minorDigits = minorDigitsOf(availability.currency)
  const written = missing.reduce((sum, { derivation }) => sum + amountsOf(derivation, minorDigits).amount, 0n)
  return wrong.reduce((sum, { amount }) => sum - amount, written)
}

/** Lines in order of their first day; what a settlement writes is in order already. */
function inOrder(kept: readonly Line[], written: readonly Line[]): readonly Line[] {
  return kept.length === 0 ? written : [...kept, ...written].sort((a, b) => a.start - b.start)
}

/** What a settlement keeps, reverses and writes. */
interface Plan {
  readonly kept: readonly Line[]
  readonly wrong: readonly Line[]
  readonly missing: readonly { readonly segment: Segment; readonly derivation: Derivation }[]
}

function planOf(subscription: Subscription, availability: Availability, until: Day): Plan {
  const { open, stretches, cycleEnd } = subscription
  const model = open.find((line) => isOfThisCycle(line, subscription))?.derivation
  const isBack = until === cycleEnd && sameStretches(stretches, chargedStretches(subscription))
  if (model === undefined || isBack) return { kept: open, wrong: [], missing: [] }
  const segments = segmentsOf(subscription, until)
  const kept: Line[] = []
  const wrong: Line[] = []
  for (const line of open) {
    if (isOfThisCycle(line, subscription) && !takeSegment(segments, line)) wrong.push(line)
    else kept.push(line)
  }
  const missing = segments.map((segment) => ({
    segment,
    derivation: {
      direction: 1 as const,
      policy: model.policy,
      price: model.price,
      availabilityId: model.availabilityId,
      priceFrom: model.priceFrom,
      discountId: model.discountId,
      quantity: availability.flat ? 1 : segment.quantity,
      days: segment.to - segment.from,
      cycleDays: model.cycleDays,
      limit: null,
    },
  }))
  return { kept, wrong, missing }
}

interface Segment {
  readonly from: Day
  readonly to: Day
  readonly quantity: number
}

const NO_STRETCHES: readonly Stretch[] = []

function segmentsOf(subscription: Subscription, until: Day): Segment[] {
  const { stretches, cycleEnd } = subscription
  const segments: Segment[] = []
  for (let index = 0; index < stretches.length; index += 1) {
    const { from, quantity } = stretches[index]!
    const to = minimum(stretches[index + 1]?.from ?? cycleEnd, until)
    if (from < to && quantity > 0) segments.push({ from, to, quantity })
  }
  return segments
}

/** Takes the segment a line already says out of those to be written; `false` where there is none. */
function takeSegment(segments: Segment[], line: Line): boolean {
  for (let index = 0; index < segments.length; index += 1) {
    if (!saysSo(line, segments[index]!)) continue
    segments.splice(index, 1)
    return true
  }
  return false
}

function saysSo(line: Line, segment: Segment): boolean {
  return (
    line.derivation.direction === 1 &&
    line.start === segment.from &&
    line.end === segment.to &&
    line.quantity === segment.quantity
  )
}

/** How the quantity runs according to the lines of this cycle: more than one stretch where it was settled before. */
function chargedStretches(subscription: Subscription): readonly Stretch[] {
  const lines = subscription.open.filter((line) => isOfThisCycle(line, subscription))
  const [only] = lines
  if (lines.length === 1 && only !== undefined) return [{ from: only.start, quantity: only.quantity }]
  const days = [...new Set(lines.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  const stretches: Stretch[] = []
  for (const from of days) {
    if (from >= subscription.cycleEnd) break
    const standing = lines.filter((line) => line.start <= from && from < line.end)
    const quantity = standing.reduce((sum, line) => sum + line.derivation.direction * line.quantity, 0)
    if (stretches.at(-1)?.quantity !== quantity) stretches.push({ from, quantity })
  }
  return stretches
}

function sameStretches(left: readonly Stretch[], right: readonly Stretch[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ from, quantity }, index) => from === right[index]!.from && quantity === right[index]!.quantity)
  )
}

/** Lines of earlier cycles, and of what the subscription was before a conversion, are not rewritten. */
function isOfThisCycle(line: Line, subscription: Subscription): boolean {
  return line.start >= subscription.cycleStart && line.derivation.availabilityId === subscription.availabilityId
}

function minimum(left: Day, right: Day): Day {
  return left < right ? left : right
}
