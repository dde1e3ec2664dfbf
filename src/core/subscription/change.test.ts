import { describe, expect, it } from 'vitest'
import { catalogOf, instantOf, offerOf } from '../../../test/support/offers.js'
import { parseDay } from '../calendar/day.js'
import { parseTerm } from '../calendar/term.js'
import { perform } from '../charging/charge-subscription.js'
import { decide, removableQuantity } from './change.js'
import { type Command, reactivationDaysOf } from './command.js'
import type { SubscriptionEvent } from './event.js'
import type { Subscription } from './subscription.js'

const month = { term: parseTerm('P1M')! } as const
const catalog = catalogOf(
  offerOf('license', 'license'),
  offerOf('license-annual', 'license', { billingCycle: 'annual' }),
  offerOf('recurring', 'one-time-recurring'),
  offerOf('recurring-annual', 'one-time-recurring', { billingCycle: 'annual' }),
  offerOf('saas-month', 'saas', month),
  offerOf('saas-year', 'saas'),
  offerOf('saas-plus', 'saas'),
  offerOf('new-commerce', 'new-commerce'),
  offerOf('new-commerce-month', 'new-commerce', month),
  offerOf('new-commerce-annual', 'new-commerce', { billingCycle: 'annual' }),
  offerOf('new-commerce-flat', 'new-commerce', { flat: true }),
  offerOf('new-commerce-trial', 'new-commerce', { trial: parseTerm('P1M')! }),
)

type Earlier = readonly (readonly [string, Command])[]

/** What is decided on a subscription of five licenses bought on 13 January 2018 at 10:00 UTC. */
function decided(offer: string, at: string, command: Command, earlier: Earlier = []): SubscriptionEvent | string {
  const subscription = bought(offer, earlier)
  const decision = decide(subscription, command, { at: instantOf(at) }, catalog)
  return decision.ok ? decision.value : decision.refusal.code
}

function bought(offer: string, earlier: Earlier = []): Subscription {
  const purchase: Command = { type: 'purchase', availabilityId: offer, quantity: 5 }
  let subscription: Subscription | undefined
  for (const [at, command] of [['2018-01-13T10:00:00Z', purchase] as const, ...earlier]) {
    const done = perform(subscription, command, { at: instantOf(at) }, catalog)
    if (!done.ok) throw new Error(done.refusal.message)
    subscription = done.value.subscription
  }
  return subscription!
}

describe('a cancellation', () => {
  const cancel: Command = { type: 'cancel' }
  it.each([
    ['license', '2018-02-11T23:59:59Z', { type: 'cancelled', refund: 'full' }],
    ['license', '2018-02-12', { type: 'cancelled', refund: 'prorated' }],
    ['recurring', '2018-01-13T23:59:59Z', { type: 'cancelled', refund: 'full' }],
    ['recurring', '2018-01-14', { type: 'cancelled', refund: 'prorated' }],
    ['saas-month', '2018-01-14T09:59:59Z', { type: 'cancelled', refund: 'full' }],
    ['saas-month', '2018-01-14T10:00:00Z', { type: 'autoRenewSet', autoRenew: false }],
    ['saas-year', '2018-01-26T23:59:59Z', { type: 'cancelled', refund: 'full' }],
    ['saas-year', '2018-01-27', { type: 'autoRenewSet', autoRenew: false }],
    ['new-commerce', '2018-01-14T10:00:00Z', { type: 'cancelled', refund: 'full' }],
    ['new-commerce', '2018-01-14T10:00:00.001Z', { type: 'cancelled', refund: 'prorated' }],
    ['new-commerce', '2018-01-20T10:00:00Z', { type: 'cancelled', refund: 'prorated' }],
    ['new-commerce', '2018-01-20T10:00:00.001Z', 'cancellation-window-closed'],
    ['new-commerce-trial', '2018-02-10', { type: 'cancelled', refund: 'full' }],
  ])('of %s at %s', (offer, at, expected) => {
    const answer = decided(offer, at, cancel)
    if (typeof expected === 'string') expect(answer).toBe(expected)
    else expect(answer).toEqual({ ...expected, at: instantOf(at) })
  })

  it('has its window again after a renewal where the profile says so, from 00:00 UTC', () => {
    const renewed: Earlier = [['2018-02-13T00:00:00Z', { type: 'setAutoRenew', autoRenew: true }]]
    expect(decided('new-commerce-month', '2018-02-14', cancel, renewed)).toMatchObject({ refund: 'full' })
    expect(decided('new-commerce-month', '2018-02-14T00:00:01Z', cancel, renewed)).toMatchObject({ refund: 'prorated' })
    expect(decided('saas-month', '2018-02-13T23:59:59Z', cancel, renewed)).toMatchObject({ refund: 'full' })
  })

  it('gives nothing back for what its suspension credited, and what it would have without where it credited nothing', () => {
    const suspended: Earlier = [['2018-01-13T11:00:00Z', { type: 'suspend' }]]
    const at = '2018-01-13T12:00:00Z'
    expect(decided('license', at, cancel, suspended)).toMatchObject({ type: 'cancelled', refund: 'none' })
    expect(decided('recurring', at, cancel, suspended)).toMatchObject({ type: 'cancelled', refund: 'none' })
    expect(decided('saas-month', at, cancel, suspended)).toMatchObject({ type: 'cancelled', refund: 'full' })
    expect(decided('new-commerce', at, cancel, suspended)).toMatchObject({ type: 'cancelled', refund: 'full' })
  })

  it('at the renewal switches auto-renew off', () => {
    const answer = decided('new-commerce', '2018-03-01', { type: 'cancel', atRenewal: true })
    expect(answer).toMatchObject({ type: 'autoRenewSet', autoRenew: false })
  })
})

describe('removing licenses', () => {
  const added: Earlier = [
    ['2018-03-01T10:00:00Z', { type: 'changeQuantity', quantity: 8 }],
    ['2018-03-03T10:00:00Z', { type: 'changeQuantity', quantity: 10 }],
  ]

  it.each([
    ['2018-03-03T10:00:00Z', 5],
    ['2018-03-08T10:00:00Z', 5],
    ['2018-03-08T10:00:01Z', 2],
    ['2018-03-10T10:00:00Z', 2],
    ['2018-03-10T10:00:01Z', 0],
  ])('counts at %s those whose own window is open', (at, removable) => {
    const subscription = bought('new-commerce', added)
    expect(removableQuantity(subscription, instantOf(at), catalog.get('new-commerce')!)).toBe(removable)
  })

  it('takes those added last first', () => {
    const removed: Earlier = [...added, ['2018-03-04', { type: 'changeQuantity', quantity: 7 }]]
    const subscription = bought('new-commerce', removed)
    expect(subscription.additions).toEqual([{ at: instantOf('2018-03-01T10:00:00Z'), quantity: 2 }])
  })

  it('counts licenses that were moved away as gone', () => {
    const moved: Earlier = [
      ...added,
      ['2018-03-04', { type: 'convert', availabilityId: 'new-commerce-annual', quantity: 4 }],
    ]
    expect(bought('new-commerce', moved).additions).toEqual([{ at: instantOf('2018-03-01T10:00:00Z'), quantity: 1 }])
  })

  it('is open for all within the window of the purchase, and where nobody committed to a number', () => {
    const remove: Command = { type: 'changeQuantity', quantity: 1 }
    expect(decided('new-commerce', '2018-01-20T10:00:00Z', remove)).toMatchObject({ type: 'quantityChanged' })
    expect(decided('new-commerce', '2018-01-20T10:00:01Z', remove)).toBe('quantity-reduction-window-closed')
    expect(decided('new-commerce-flat', '2018-06-01', remove)).toMatchObject({ type: 'quantityChanged' })
    expect(decided('new-commerce-trial', '2018-02-01', remove)).toMatchObject({ type: 'quantityChanged' })
    expect(decided('license', '2018-06-01', remove)).toMatchObject({ type: 'quantityChanged' })
    expect(decided('saas-year', '2018-06-01', remove)).toMatchObject({ type: 'quantityChanged' })
  })
})

describe('a suspension', () => {
  const suspend: Command = { type: 'suspend' }

  it.each([
    ['license', '2018-01-20', 'full'],
    ['license', '2018-02-12', 'prorated'],
    ['recurring', '2018-01-13T12:00:00Z', 'full'],
    ['recurring', '2018-01-20', 'prorated'],
    ['saas-year', '2018-01-20', 'none'],
    ['new-commerce', '2018-01-13T12:00:00Z', 'none'],
  ])('of %s at %s gives back: %s', (offer, at, refund) => {
    const deprovisionOn = parseDay(at.slice(0, 10))! + 90
    expect(decided(offer, at, suspend)).toEqual({ type: 'suspended', at: instantOf(at), refund, deprovisionOn })
  })

  it('can be undone for longer where the account says so', () => {
    const at = instantOf('2018-03-01')
    const decision = decide(bought('license'), suspend, { at, reactivationDays: 104 }, catalog)
    expect(decision).toMatchObject({ ok: true, value: { deprovisionOn: parseDay('2018-03-01')! + 104 } })
  })

  it('can be undone for 90 days and the days from the opening of the account to its first bill, at most 120', () => {
    const rule = { reactivationDays: 90, maximumReactivationDays: 120 }
    const opened = parseDay('2018-01-10')!
    expect(reactivationDaysOf(rule, opened, parseDay('2018-01-24')!)).toBe(104)
    expect(reactivationDaysOf(rule, opened, parseDay('2018-02-09')!)).toBe(120)
    expect(reactivationDaysOf(rule, opened, parseDay('2018-02-10')!)).toBe(120)
  })
})

describe('a reactivation', () => {
  const reactivate: Command = { type: 'reactivate' }
  const early: Earlier = [['2018-01-20', { type: 'suspend' }]]
  const late: Earlier = [['2018-02-20', { type: 'suspend' }]]

  it.each([
    ['license', early, '2018-02-11', 'full'],
    ['license', early, '2018-02-12', 'prorated'],
    ['license', late, '2018-02-21', 'prorated'],
    ['saas-year', early, '2018-01-21', 'prorated'],
    ['new-commerce', early, '2018-01-21', 'none'],
  ] as const)('of %s', (offer, earlier, at, charge) => {
    expect(decided(offer, at, reactivate, earlier)).toEqual({ type: 'reactivated', at: instantOf(at), charge })
  })
})

describe('a change of offer or billing cycle', () => {
  it('keeps the dates where term and billing cycle stay, and starts a term otherwise', () => {
    const to = (availabilityId: string): Command => ({ type: 'convert', availabilityId })
    expect(decided('saas-year', '2018-02-01', to('saas-plus'))).toMatchObject({ restart: false, movedQuantity: null })
    expect(decided('saas-year', '2018-02-01', to('saas-month'))).toMatchObject({ restart: true })
  })

  it('moves some licenses, or the whole subscription', () => {
    const some = (quantity: number): Command => ({ type: 'convert', availabilityId: 'saas-plus', quantity })
    expect(decided('saas-year', '2018-02-01', some(4))).toMatchObject({ movedQuantity: 4 })
    expect(decided('saas-year', '2018-02-01', some(5))).toMatchObject({ movedQuantity: null })
  })

  it.each([
    ['license', 'license-annual', true],
    ['recurring', 'recurring-annual', false],
    ['new-commerce', 'new-commerce-annual', false],
    ['new-commerce-month', 'new-commerce-annual', true],
    ['new-commerce-trial', 'new-commerce-annual', true],
  ])('from %s to %s starts a term: %s', (from, availabilityId, restart) => {
    expect(decided(from, '2018-02-01', { type: 'changeBillingCycle', availabilityId })).toMatchObject({ restart })
  })
})

describe('a purchase', () => {
  it('says what it is part of', () => {
    const command: Command = { type: 'purchase', availabilityId: 'saas-year', quantity: 2, autoRenew: false }
    const at = instantOf('2018-01-13')
    expect(decide(undefined, command, { at }, catalog)).toEqual({
      ok: true,
      value: {
        type: 'purchased',
        at,
        availabilityId: 'saas-year',
        quantity: 2,
        autoRenew: false,
        origin: 'order',
        alignment: null,
      },
    })
  })
})
