import type { Day } from '../calendar/day.js'
import type { Availability } from '../catalog/availability.js'
import type { ChargeType } from '../catalog/charge-type.js'
import type { Derivation } from '../proration/derivation.js'
import type { Line, Stretch, Subscription } from '../subscription/subscription.js'
import { type Batch, type Charge, post } from './charge.js'
import { reverseLines } from './standing.js'

/** The quantity changes of a cycle with one more; several on one day count as the last of them. */
export function withStretch(subscription: Subscription, day: Day, quantity: number): readonly Stretch[] {
  const start = firstOpenDay(subscription)
  const before =
    subscription.stretches.length > 0 ? subscription.stretches : [{ from: start, quantity: subscription.quantity }]
  const kept = before.filter((stretch) => stretch.from < day)
  const last = kept.at(-1)
  return last?.quantity === quantity ? kept : [...kept, { from: day, quantity }]
}

/**
 * Settles quantity changes: reverses every line of the cycle that no longer says what happened and writes one line per
 * stretch of constant quantity in its place. What is right already stays. Nothing to settle gives no charges.
 *
 * @param until stretches are written up to this day: the end of the cycle, or the day of a suspension or cancellation
 * @returns the charges written, and the lines that stand afterwards
 */
export function settle(
  batch: Batch,
  availability: Availability,
  type: ChargeType,
  subscription: Subscription,
  until: Day,
): { readonly charges: readonly Charge[]; readonly open: readonly Line[] } {
  const { open, stretches } = subscription
  if (stretches.length === 0) return { charges: [], open }
  const earlier = open.filter((line) => !isOfThisCycle(line, subscription))
  const current = open.filter((line) => isOfThisCycle(line, subscription))
  const segments = stretches
    .map((stretch, index) => ({ ...stretch, to: minimum(stretches[index + 1]?.from ?? subscription.cycleEnd, until) }))
    .filter((segment) => segment.from < segment.to)
  const kept = current.filter((line) => segments.some((segment) => saysSo(line, segment)))
  const wrong = current.filter((line) => !kept.includes(line))
  const model = current[0]?.derivation
  if (model === undefined) return { charges: [], open }

  const reversals = reverseLines(batch, availability, type, wrong)
  const written = segments
    .filter((segment) => !kept.some((line) => saysSo(line, segment)))
    .map((segment) => {
      const derivation: Derivation = {
        ...model,
        direction: 1,
        quantity: availability.flat ? 1 : segment.quantity,
        days: segment.to - segment.from,
        limit: null,
      }
      return post(batch, availability, type, segment.from, segment.to, segment.quantity, derivation)
    })
  const standing = [...kept, ...written].sort((a, b) => a.start - b.start)
  return { charges: [...reversals, ...written], open: [...earlier, ...standing] }
}

function saysSo(line: Line, segment: { from: Day; to: Day; quantity: number }): boolean {
  return (
    line.derivation.direction === 1 &&
    line.start === segment.from &&
    line.end === segment.to &&
    line.quantity === segment.quantity
  )
}

function firstOpenDay(subscription: Subscription): Day {
  const current = subscription.open.filter((line) => isOfThisCycle(line, subscription))
  return current.reduce((first, line) => minimum(first, line.start), current[0]?.start ?? subscription.cycleStart)
}

/** Lines of earlier cycles, and of what the subscription was before a conversion, are not rewritten. */
function isOfThisCycle(line: Line, subscription: Subscription): boolean {
  return line.start >= subscription.cycleStart && line.derivation.availabilityId === subscription.availabilityId
}

function minimum(left: Day, right: Day): Day {
  return left < right ? left : right
}
