import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histories, PROPERTY_RUNS } from '../../../test/support/histories.js'
import { catalogOf, instantOf, offerOf } from '../../../test/support/offers.js'
import { play } from '../../../test/support/play-history.js'
import { type Day, formatDay, parseDay } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import { parseTerm } from '../calendar/term.js'
import { COMMERCE_PROFILES } from '../catalog/profiles.js'
import type { SubscriptionEvent } from '../subscription/event.js'
import { replay } from './charge-subscription.js'
import { lifecycleChanges } from './lifecycle.js'

const catalog = catalogOf(
  offerOf('suite', 'new-commerce'),
  offerOf('mail', 'license'),
  offerOf('crm', 'saas', { term: parseTerm('P1M')!, trial: parseTerm('P1M')! }),
)

function purchase(availabilityId: string, more: object = {}): SubscriptionEvent {
  const event = { type: 'purchased', availabilityId, quantity: 1, autoRenew: true, origin: 'order', alignment: null }
  return { ...event, at: instantOf('2026-01-10'), ...more } as SubscriptionEvent
}

function told(events: readonly SubscriptionEvent[], after: string, until: string): string[] {
  const window = { after: parseDay(after)!, until: parseDay(until)! }
  const outcome = lifecycleChanges(undefined, events, window, catalog)
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  return outcome.value.map(({ day, kind }) => `${formatDay(day)} ${kind}`)
}

describe('what a subscription does by itself', () => {
  it('is renewing at the end of its term, not at the end of a cycle', () => {
    expect(told([purchase('suite')], '2026-01-01', '2028-01-31')).toEqual(['2027-01-10 renewed', '2028-01-10 renewed'])
  })

  it('is ending with its term where it does not renew', () => {
    expect(told([purchase('suite', { autoRenew: false })], '2026-01-01', '2028-01-31')).toEqual(['2027-01-10 expired'])
  })

  it('is turning from a trial into a paid term, and renewing from then on', () => {
    expect(told([purchase('crm')], '2026-01-01', '2026-04-01')).toEqual([
      '2026-02-10 trial-became-paid',
      '2026-03-10 renewed',
    ])
  })

  it('is being deprovisioned some time after a suspension', () => {
    const suspended: SubscriptionEvent = {
      type: 'suspended',
      at: instantOf('2026-03-01'),
      refund: 'prorated',
      deprovisionOn: parseDay('2026-05-30')!,
    }
    expect(told([purchase('mail'), suspended], '2026-01-01', '2028-01-01')).toEqual(['2026-05-30 deprovisioned'])
  })

  it('is told for days after the first and up to the last of the window', () => {
    expect(told([purchase('suite')], '2027-01-09', '2027-01-10')).toEqual(['2027-01-10 renewed'])
    expect(told([purchase('suite')], '2027-01-10', '2027-02-10')).toEqual([])
  })
})

it('is the same from the purchase and from any snapshot, in one window and in many', () => {
  fc.assert(
    fc.property(histories(Object.values(COMMERCE_PROFILES)), fc.integer({ min: 1, max: 400 }), (history, size) => {
      const life = play(history)
      for (const { events } of life.members.values()) {
        const first = (dayOfInstant(events[0]!.at) - 1) as Day
        const whole = lifecycleChanges(undefined, events, { after: first, until: life.until }, history.catalog)
        if (!whole.ok) continue
        const parts: unknown[] = []
        for (let after: Day = first; after < life.until; after = Math.min(after + size, life.until) as Day) {
          const until = Math.min(after + size, life.until) as Day
          const known = events.filter(({ at }) => dayOfInstant(at) <= after)
          const rest = events.slice(known.length)
          const snapshot = known.length === 0 ? undefined : replay(known, after, history.catalog)
          const start = snapshot?.ok === true ? snapshot.value.subscription : undefined
          const part = lifecycleChanges(start, rest, { after, until }, history.catalog)
          if (part.ok) parts.push(...part.value.map(({ day, kind }) => `${day} ${kind}`))
        }
        expect(parts).toEqual(whole.value.map(({ day, kind }) => `${day} ${kind}`))
      }
    }),
    { numRuns: Math.min(PROPERTY_RUNS, 200) },
  )
})
