import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attempt, histories, PROPERTY_RUNS } from '../../../test/support/histories.js'
import { type Attempt, type History, type Moment, play } from '../../../test/support/play-history.js'
import { serialise } from '../../../test/support/serialise.js'
import { cyclePriceOf } from '../catalog/availability.js'
import { findDiscount } from '../catalog/discount.js'
import { findPrice } from '../catalog/price-list.js'

/** Longer than any term, so that every renewal comes about. */
const LONG = 1_120

/** Lives that end with something that is scheduled, and the renewal it waits for. */
const schedulers: fc.Arbitrary<History> = fc
  .record({
    history: histories(),
    schedule: attempt.map((one) => ({ ...one, action: 'scheduleRenewal' as const })),
    earlier: fc.nat({ max: 3 }),
  })
  .map(({ history, schedule, earlier }) => ({
    ...history,
    attempts: [...history.attempts.slice(0, earlier), schedule],
    daysAfterwards: LONG,
  }))

/** What happened by itself on the first day after a term for which something was scheduled. */
function renewalsOf(history: History): (Moment & { readonly before: NonNullable<Moment['before']> })[] {
  const found: (Moment & { readonly before: NonNullable<Moment['before']> })[] = []
  const watch = (moment: Moment) => {
    const { before, after, events } = moment
    if (before === undefined || before.scheduled === null || events.length > 0) return
    if (before.termEnd === moment.day && after.status === 'active') found.push({ ...moment, before })
  }
  play(history, { runsOn: () => true, watch })
  return found
}

describe('what is scheduled', () => {
  it('is what the renewal brings, at the price of that day, and nothing is left of it', () => {
    let changed = 0
    fc.assert(
      fc.property(schedulers, (history) => {
        for (const { before, after, charges, day } of renewalsOf(history)) {
          const { quantity, availabilityId, nextCycleAvailabilityId } = before.scheduled!
          const next = history.catalog.get(availabilityId ?? nextCycleAvailabilityId ?? before.availabilityId)!
          if (availabilityId !== null) changed += 1
          expect(after.availabilityId).toBe(next.id)
          expect(after.quantity).toBe(quantity ?? before.quantity)
          expect(after.quantity).toBeGreaterThanOrEqual(next.minimumQuantity)
          expect(after.quantity).toBeLessThanOrEqual(next.maximumQuantity)
          expect(after.scheduled).toBeNull()
          const { unitPrice, validFrom } = findPrice(next.prices, day)!
          const start = before.trial ? 'first' : 'renewal'
          const paid = findDiscount(next.discounts, unitPrice, day, start)?.unitPrice ?? unitPrice
          const derivation = charges.at(-1)!.derivation
          expect(derivation).toMatchObject({ price: cyclePriceOf(next, paid), priceFrom: validFrom, direction: 1 })
          expect(derivation.quantity).toBe(next.flat ? 1 : after.quantity)
        }
      }),
      { numRuns: PROPERTY_RUNS },
    )
    // Or the law says nothing about other offers, terms and billing cycles.
    expect(changed).toBeGreaterThan(PROPERTY_RUNS / 10)
  })

  it('charges nothing until then', () => {
    fc.assert(
      fc.property(schedulers, (history) => {
        const moments: Moment[] = []
        play(history, { runsOn: () => true, watch: (moment) => moments.push(moment) })
        for (const { events, charges } of moments) {
          if (events.length > 0 && events.every(({ type }) => type === 'renewalScheduled')) expect(charges).toEqual([])
        }
      }),
      { numRuns: PROPERTY_RUNS },
    )
  })

  it('and taken back again leaves the renewal as if it had never been', () => {
    fc.assert(
      fc.property(schedulers, (history) => {
        const schedule = { ...history.attempts.at(-1)!, member: 0 }
        const takeBack = { ...schedule, quantity: 3, flag: false }
        const before = history.attempts.slice(0, -1)
        const chargesOf = (...attempts: readonly Attempt[]) => {
          const { members } = play({ ...history, attempts: [...before, ...attempts] })
          return [...members].map(([key, { charges }]) => `${key} ${serialise(charges)}`)
        }
        expect(chargesOf(schedule, { ...takeBack, after: 0 })).toEqual(chargesOf(takeBack))
      }),
      { numRuns: PROPERTY_RUNS },
    )
  })
})
