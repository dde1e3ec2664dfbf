import type { Day } from '../calendar/day.js'
import type { Availability } from '../catalog/availability.js'
import type { ChargeType } from '../catalog/charge-type.js'
import type { Derivation } from '../proration/derivation.js'
import type { Draft, Line, Stretch, Subscription } from '../subscription/subscription.js'
import { type Batch, post } from './charge.js'
import { reverseLines } from './standing.js'

/** The quantity changes of a cycle with one more; several on one day count as the last of them. */
export function withStretch(subscription: Subscription, day: Day, quantity: number): readonly Stretch[] {
  const { stretches } = subscription
  if (stretches.length === 0) {
    const start = firstOpenDay(subscription)
    return start < day
      ? [
          { from: start, quantity: subscription.quantity },
          { from: day, quantity },
        ]
      : [{ from: day, quantity }]
  }
  const kept = stretches.at(-1)!.from === day ? stretches.slice(0, -1) : stretches
  return kept.at(-1)?.quantity === quantity ? kept : [...kept, { from: day, quantity }]
}

/**
 * Settles quantity changes: reverses every line of the cycle that no longer says what happened and writes one line per
 * stretch of constant quantity in its place. What is right already stays.
 *
 * @param until stretches are written up to this day: the end of the cycle, or the day of a suspension or cancellation
 * @returns whether there was anything to write
 */
export function settle(batch: Batch, availability: Availability, type: ChargeType, draft: Draft, until: Day): boolean {
  const segments = segmentsOf(draft, until)
  const kept: Line[] = []
  const wrong: Line[] = []
  let model: Derivation | undefined
  for (const line of draft.open) {
    if (!isOfThisCycle(line, draft)) kept.push(line)
    else {
      model ??= line.derivation
      const right = segments.findIndex((segment) => saysSo(line, segment))
      if (right < 0) wrong.push(line)
      else {
        segments.splice(right, 1)
        kept.push(line)
      }
    }
  }
  draft.stretches = NO_STRETCHES
  draft.settleOn = null
  if (model === undefined || (wrong.length === 0 && segments.length === 0)) return false

  reverseLines(batch, availability, type, wrong)
  for (const segment of segments) {
    const derivation: Derivation = {
      direction: 1,
      policy: model.policy,
      price: model.price,
      availabilityId: model.availabilityId,
      priceFrom: model.priceFrom,
      quantity: availability.flat ? 1 : segment.quantity,
      days: segment.to - segment.from,
      cycleDays: model.cycleDays,
      limit: null,
    }
    kept.push(post(batch, availability, type, segment.from, segment.to, segment.quantity, derivation))
  }
  draft.open = kept.sort((a, b) => a.start - b.start)
  return true
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
    if (from < to) segments.push({ from, to, quantity })
  }
  return segments
}

function saysSo(line: Line, segment: Segment): boolean {
  return (
    line.derivation.direction === 1 &&
    line.start === segment.from &&
    line.end === segment.to &&
    line.quantity === segment.quantity
  )
}

function firstOpenDay(subscription: Subscription): Day {
  let first: Day | undefined
  for (const line of subscription.open) {
    if (isOfThisCycle(line, subscription)) first = minimum(first ?? line.start, line.start)
  }
  return first ?? subscription.cycleStart
}

/** Lines of earlier cycles, and of what the subscription was before a conversion, are not rewritten. */
function isOfThisCycle(line: Line, subscription: Subscription): boolean {
  return line.start >= subscription.cycleStart && line.derivation.availabilityId === subscription.availabilityId
}

function minimum(left: Day, right: Day): Day {
  return left < right ? left : right
}
