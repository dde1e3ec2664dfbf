import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Coverage } from '../../../test/support/coverage.js'
import { histories, PROPERTY_RUNS } from '../../../test/support/histories.js'
import { type History, type Life, type Moment, play } from '../../../test/support/play-history.js'
import { deepFreeze, deserialise, serialise } from '../../../test/support/serialise.js'
import type { Day } from '../calendar/day.js'
import { startOfDay } from '../calendar/instant.js'
import { addMonths } from '../calendar/months.js'
import type { CommerceProfile } from '../catalog/commerce-profile.js'
import { COMMERCE_PROFILES } from '../catalog/profiles.js'
import { minorDigitsOf } from '../money/currency.js'
import { amountsOf } from '../proration/derivation.js'
import type { Command } from '../subscription/command.js'
import { dueOn, FOREVER, isEnded, type Subscription } from '../subscription/subscription.js'
import type { Charge } from './charge.js'
import { advance, perform, replay } from './charge-subscription.js'

const everyDay = () => true
const ALL = Object.values(COMMERCE_PROFILES)

function holds(check: (history: History) => void, profiles: readonly CommerceProfile[] = ALL): void {
  fc.assert(fc.property(histories(profiles), check), { numRuns: PROPERTY_RUNS })
}

function factsOf(life: Life): string {
  return serialise([life.members, life.until])
}

function total(charges: readonly Charge[]): bigint {
  return charges.reduce((sum, { amount }) => sum + amount, 0n)
}

function momentsOf(history: History): Moment[] {
  const moments: Moment[] = []
  play(history, { runsOn: everyDay, watch: (moment) => moments.push(moment) })
  return moments
}

describe('the same charges come about', () => {
  const inOneGo = (history: History) => factsOf(play(history))

  it('whether billing runs every day or never', () => {
    holds((history) => {
      expect(factsOf(play(history, { runsOn: everyDay }))).toBe(inOneGo(history))
    })
  })

  it('whichever days it runs on', () => {
    fc.assert(
      fc.property(histories(), fc.integer({ min: 2, max: 90 }), fc.nat(), (history, every, seed) => {
        const monthly = factsOf(play(history, { runsOn: (day) => day % 30 === 0 }))
        const anyDay = factsOf(play(history, { runsOn: (day) => ((day * 2_654_435_761 + seed) >>> 7) % every === 0 }))
        const expected = inOneGo(history)
        expect(monthly).toBe(expected)
        expect(anyDay).toBe(expected)
      }),
      { numRuns: PROPERTY_RUNS },
    )
  })

  it('when the events alone are replayed', () => {
    holds((history) => {
      const life = play(history, { runsOn: (day) => day % 7 === 0 })
      for (const { events, charges, subscription } of life.members.values()) {
        const replayed = replay(events, life.until, history.catalog)
        expect(replayed.ok && serialise(replayed.value)).toBe(serialise({ subscription, charges }))
      }
    })
  })

  it('when every state is written and read between two steps', () => {
    holds((history) => {
      const between = (subscription: Subscription) => deserialise<Subscription>(serialise(subscription))
      expect(factsOf(play(history, { runsOn: everyDay, between }))).toBe(inOneGo(history))
    })
  })

  it('without the attempts that were refused, and no step changes what it was given', () => {
    holds((history) => {
      const life = play(history, { between: deepFreeze })
      expect(factsOf(play(history, { skip: (attempt) => life.refused.has(attempt) }))).toBe(factsOf(life))
    })
  })
})

describe('every charge', () => {
  it('recomputes to its amount and its unit price', () => {
    holds((history) => {
      for (const charge of allCharges(play(history))) {
        const availability = history.catalog.get(charge.derivation.availabilityId)!
        const { unitPrice, amount } = amountsOf(charge.derivation, minorDigitsOf(availability.currency))
        expect(charge.amount).toBe(amount)
        const shown = availability.profile.linePrice === 'list' ? charge.derivation.price : unitPrice
        expect(charge.unitPrice).toBe(shown)
      }
    })
  })

  it('is for the days and licenses that it shows, and for no more days than its cycle has', () => {
    holds((history) => {
      for (const { derivation, start, end, quantity, chargeStart, chargeEnd } of allCharges(play(history))) {
        const { flat, profile } = history.catalog.get(derivation.availabilityId)!
        expect(derivation.days).toBe(end - start)
        expect(derivation.days).toBeGreaterThan(0)
        expect(derivation.cycleDays).toBeGreaterThanOrEqual(derivation.days)
        expect(derivation.quantity).toBe(flat ? 1 : quantity)
        expect(quantity).toBeGreaterThan(0)
        expect(chargeEnd).toBe(end)
        expect(chargeEnd - chargeStart).toBe(profile.lineDates === 'whole-cycle' ? derivation.cycleDays : end - start)
      }
    })
  })

  it('is a charge or a credit, and limited only where the policy would credit more than was charged', () => {
    holds((history) => {
      for (const { amount, derivation } of allCharges(play(history))) {
        const { direction, limit, availabilityId } = derivation
        expect(amount * BigInt(direction)).toBeGreaterThanOrEqual(0n)
        if (limit === null) continue
        const minorDigits = minorDigitsOf(history.catalog.get(availabilityId)!.currency)
        const unlimited = amountsOf({ ...derivation, direction: 1, limit: null }, minorDigits).amount
        expect(limit).toBeGreaterThanOrEqual(0n)
        expect(unlimited).toBeGreaterThan(limit)
      }
    })
  })

  it('is numbered from 1 without a gap, in the order of registration', () => {
    holds((history) => {
      for (const { charges, events, subscription } of play(history).members.values()) {
        expect(subscription.eventCount).toBe(events.length)
        expect(charges.map(({ number }) => number)).toEqual(charges.map((_, index) => index + 1))
        expect(subscription.chargeCount).toBe(charges.length)
        for (const [index, charge] of charges.entries()) {
          expect(charge.registeredOn).toBeGreaterThanOrEqual(charges[index - 1]?.registeredOn ?? charge.registeredOn)
        }
      }
    })
  })

  it('has the price of the term it belongs to, from the price list row of the first day of that price', () => {
    holds((history) => {
      for (const { derivation } of allCharges(play(history))) {
        const { prices } = history.catalog.get(derivation.availabilityId)!
        if (derivation.priceFrom === null) expect(derivation.price).toBe(0n)
        else expect(prices.map(({ validFrom }) => validFrom)).toContain(derivation.priceFrom)
      }
    })
  })
})

describe('what is paid for', () => {
  it('is, on every day, exactly what the customer has on that day', () => {
    holds((history) => {
      const accounts = new Map<string, Coverage>()
      const life = play(history, {
        runsOn: everyDay,
        watch: (moment) => {
          const account = accounts.get(moment.key)
          if (account === undefined) accounts.set(moment.key, new Coverage(history.catalog, moment))
          else account.note(moment)
        },
      })
      for (const [key, { charges, subscription }] of life.members) {
        if (subscription.settleOn !== null) continue
        expect(accounts.get(key)!.differences(charges)).toEqual([])
      }
    })
  })

  it('is never less than nothing, for a subscription and for each price of a cycle', () => {
    holds((history) => {
      const charged = new Map<string, Charge[]>()
      const moments = momentsOf(history)
      for (const { key, charges } of moments) {
        const all = [...(charged.get(key) ?? []), ...charges]
        charged.set(key, all)
        expect(total(all)).toBeGreaterThanOrEqual(0n)
        for (const group of groupsOf(all).values()) expect(total(group)).toBeGreaterThanOrEqual(0n)
      }
    })
  })

  it('is given back to the last cent inside the window', () => {
    holds((history) => {
      const ofThisTerm = new Map<string, Charge[]>()
      for (const { key, before, after, events, charges } of momentsOf(history)) {
        const sofar = ofThisTerm.get(key) ?? []
        // The first charge of a new term is the last that the step writes; what comes before belongs to the old one.
        const restarted = before !== undefined && before.windowFrom !== after.windowFrom
        const billed = after.status !== 'suspended' || !stopsBilling(history)
        const own = restarted ? (billed ? charges.slice(-1) : []) : [...sofar, ...charges]
        ofThisTerm.set(key, own)
        const event = events.at(-1)
        if ((event?.type === 'cancelled' || event?.type === 'suspended') && event.refund === 'full') {
          expect(total(own)).toBe(0n)
        }
      }
    })
  })
})

describe('a subscription', () => {
  it('has charge cycles that meet end to start and are as long as they should be', () => {
    holds((history) => {
      for (const { key, day, before, after, events } of momentsOf(history)) {
        if (after.cycleEnd === FOREVER) continue
        const { billingCycle, term, profile } = history.catalog.get(after.availabilityId)!
        expect(after.cycleStart).toBeLessThan(after.cycleEnd)
        expect(after.cycleEnd).toBeLessThanOrEqual(after.termEnd)
        expect(after.termStart).toBeLessThan(after.termEnd)
        if (before !== undefined && events.length === 0 && !isEnded(after.status) && before.cycleEnd === day) {
          // A longer billing cycle that takes over within the term is charged for the part of it that is left.
          const switched = (before.scheduled?.nextCycleAvailabilityId ?? null) !== null && before.termEnd !== day
          if (!switched) expect(after.cycleStart).toBe(before.cycleEnd)
          expect(after.cycleStart).toBeLessThanOrEqual(before.cycleEnd)
        }
        // Bought on 28 Feb: the term ends on 28 Feb 2024, the cycles on the last day, so the first of the next term has 32.
        const longest = profile.monthEnd.cycles === profile.monthEnd.terms ? 31 : 32
        if (billingCycle === 'monthly') expect(after.cycleEnd - after.cycleStart).toBeLessThanOrEqual(longest)
        // An add-on takes over the term of its base, and so do the licenses that are moved away from it.
        const takenOver = key !== 'main' && profile.addOns === 'aligned'
        if (!after.trial && term.unit === 'month' && !takenOver) {
          const length = addMonths(after.termStart, term.count, 'clamp') - after.termStart
          expect(Math.abs(after.termEnd - after.termStart - length)).toBeLessThanOrEqual(3)
        }
      }
    })
  })

  it('that has ended never charges again and refuses everything', () => {
    const commands: Command[] = [
      { type: 'changeQuantity', quantity: 7 },
      { type: 'suspend' },
      { type: 'reactivate' },
      { type: 'cancel' },
      { type: 'convert', availabilityId: 'license-1' },
      { type: 'changeBillingCycle', availabilityId: 'license-1' },
      { type: 'setAutoRenew', autoRenew: true },
    ]
    holds((history) => {
      const life = play(history)
      for (const { subscription } of life.members.values()) {
        if (!isEnded(subscription.status)) continue
        expect(dueOn(subscription)).toBeNull()
        const later = advance(subscription, (life.until + 4_000) as Day, history.catalog)
        expect(later.ok && later.value.charges).toEqual([])
        const at = startOfDay((life.until + 1) as Day)
        for (const command of commands) {
          const answer = perform(subscription, command, { at }, history.catalog)
          expect(answer.ok ? 'accepted' : answer.refusal.code).toMatch(/^(already-cancelled|reactivation-too-late)$/)
        }
      }
    })
  })
})

function allCharges(life: Life): Charge[] {
  return [...life.members.values()].flatMap(({ charges }) => charges)
}

function stopsBilling(history: History): boolean {
  return history.profile.suspension.stopsBilling
}

/** Charges of one price up to the same day: what a credit must stay within. */
function groupsOf(charges: readonly Charge[]): Map<string, Charge[]> {
  const groups = new Map<string, Charge[]>()
  for (const charge of charges) {
    const { availabilityId, price, cycleDays } = charge.derivation
    const key = `${availabilityId} ${price} ${cycleDays} ${charge.end}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [charge])
    else group.push(charge)
  }
  return groups
}
