import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histories, PROPERTY_RUNS } from '../../../test/support/histories.js'
import { type History, play } from '../../../test/support/play-history.js'
import type { Day } from '../calendar/day.js'
import { startOfDay } from '../calendar/instant.js'
import type { CommerceProfile } from '../catalog/commerce-profile.js'
import { COMMERCE_PROFILES } from '../catalog/profiles.js'
import type { Subscription } from '../subscription/subscription.js'
import type { Charge } from './charge.js'
import { advance, perform } from './charge-subscription.js'

const ALL = Object.values(COMMERCE_PROFILES)
const rebilling = ALL.filter((profile) => profile.quantityChange === 'rebill')
const settling = ALL.filter((profile) => profile.quantityChange === 'settle')

function holds(check: (history: History) => void, profiles: readonly CommerceProfile[]): void {
  fc.assert(fc.property(histories(profiles), check), { numRuns: PROPERTY_RUNS })
}

function total(charges: readonly Charge[]): bigint {
  return charges.reduce((sum, { amount }) => sum + amount, 0n)
}

describe('a change and back', () => {
  it('on one day comes to nothing where changes are rebilled', () => {
    holds((history) => {
      for (const { charges } of thereAndBack(history)) {
        expect(charges.length % 2).toBe(0)
        for (const { derivation } of charges) expect(derivation.cycleDays).toBe(charges[0]!.derivation.cycleDays)
        // A credit that had to be limited gives back less than the policy charges for the same days.
        if (charges.every(({ derivation }) => derivation.limit === null)) expect(total(charges)).toBe(0n)
      }
    }, rebilling)
  })

  it('on one day writes nothing where changes are settled', () => {
    holds((history) => {
      for (const { charges, subscription } of thereAndBack(history)) {
        if (history.profile.id !== 'license' || subscription.settleOn === null) continue
        expect(charges).toEqual([])
        const settled = advance(subscription, subscription.settleOn, history.catalog)
        expect(settled.ok && settled.value.charges.map(({ type }) => type)).not.toContain('Cycle instance prorate')
      }
    }, settling)
  })
})

/** For every active subscription without unsettled changes: one license more and back again, some time on its last day. */
function thereAndBack(history: History): { subscription: Subscription; charges: readonly Charge[] }[] {
  const life = play(history)
  const at = startOfDay((life.until + 1) as Day)
  return [...life.members.values()].flatMap(({ subscription }) => {
    const advanced = advance(subscription, (life.until + 1) as Day, history.catalog)
    if (!advanced.ok || advanced.value.subscription.settleOn !== null) return []
    const { quantity } = advanced.value.subscription
    const there = perform(
      advanced.value.subscription,
      { type: 'changeQuantity', quantity: quantity + 1 },
      { at },
      history.catalog,
    )
    if (!there.ok) return []
    const back = perform(there.value.subscription, { type: 'changeQuantity', quantity }, { at }, history.catalog)
    if (!back.ok) throw new Error(`there, but not back: ${back.refusal.message}`)
    return [{ subscription: back.value.subscription, charges: [...there.value.charges, ...back.value.charges] }]
  })
}
