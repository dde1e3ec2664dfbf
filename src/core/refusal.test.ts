import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { catalogOf, instantOf, offerOf } from '../../test/support/offers.js'
import { parseDay } from './calendar/day.js'
import { parseTerm } from './calendar/term.js'
import { advance, perform, replay, step } from './charging/charge-subscription.js'
import { type Family, type FamilyCommand, performInFamily } from './charging/family.js'
import { parseCurrency } from './money/currency.js'
import { type Outcome, REFUSALS, type Refusal, type RefusalCode, refuse } from './refusal.js'
import { MAXIMUM_CHANGES } from './subscription/change.js'
import type { Command } from './subscription/command.js'
import type { Subscription } from './subscription/subscription.js'

const year = { term: parseTerm('P1Y')!, billingCycle: 'annual' } as const
const catalog = catalogOf(
  offerOf('license', 'license'),
  offerOf('license-plus', 'license'),
  offerOf('license-annual', 'license', year),
  offerOf('license-eur', 'license', { currency: parseCurrency('EUR')! }),
  offerOf('small', 'license', { maximumQuantity: 3 }),
  offerOf('saas', 'saas'),
  offerOf('new-commerce', 'new-commerce'),
  offerOf('once', 'one-time-recurring', { billingCycle: 'one-time' }),
  offerOf('short', 'one-time-recurring', { term: parseTerm('P1M')! }),
)

/** A subscription of `offer`, bought on 13 January 2018, after some commands that must be accepted. */
function bought(offer: string, quantity = 5, ...later: readonly (readonly [string, Command])[]): Subscription {
  const purchase: Command = { type: 'purchase', availabilityId: offer, quantity }
  let subscription: Subscription | undefined
  for (const [at, command] of [['2018-01-13', purchase] as const, ...later]) {
    const done = perform(subscription, command, { at: instantOf(at) }, catalog)
    if (!done.ok) throw new Error(done.refusal.message)
    subscription = done.value.subscription
  }
  return subscription!
}

function asking(subscription: Subscription | undefined, at: string, command: Command): Outcome<unknown> {
  return perform(subscription, command, { at: instantOf(at) }, catalog)
}

function familyOf(subscription: Subscription): Family {
  return new Map([['main', { key: 'main', parent: null, source: null, subscription }]])
}

function askingFamily(family: Family, request: FamilyCommand): Outcome<unknown> {
  return performInFamily(family, request, { at: instantOf('2018-01-20') }, catalog)
}

const change = (quantity: number): Command => ({ type: 'changeQuantity', quantity })
const convertTo = (availabilityId: string, quantity?: number): Command =>
  quantity === undefined ? { type: 'convert', availabilityId } : { type: 'convert', availabilityId, quantity }
const suspended = (offer: string) => bought(offer, 5, ['2018-01-14', { type: 'suspend' }])
const cancelled = () => bought('license', 5, ['2018-01-14', { type: 'cancel' }])

/** Every way the core says no, and everything that leads there. */
const CASES: Partial<Record<RefusalCode, Readonly<Record<string, () => Outcome<unknown>>>>> = {
  'already-cancelled': {
    'a change after a cancellation': () => asking(cancelled(), '2018-01-20', change(2)),
    'a reactivation after a cancellation': () => asking(cancelled(), '2018-01-20', { type: 'reactivate' }),
    'a second cancellation': () => asking(cancelled(), '2018-01-20', { type: 'cancel' }),
  },
  'already-purchased': {
    'a second purchase': () =>
      asking(bought('license'), '2018-01-20', { type: 'purchase', availabilityId: 'license', quantity: 1 }),
    'a second purchase in the events': () =>
      step(
        bought('license'),
        {
          type: 'purchased',
          at: instantOf('2018-01-20'),
          availabilityId: 'license',
          quantity: 1,
          autoRenew: true,
          origin: 'order',
          alignment: null,
        },
        catalog,
      ),
  },
  'already-suspended': {
    'a second suspension': () => asking(suspended('license'), '2018-01-20', { type: 'suspend' }),
  },
  'auto-renew-fixed': {
    'switching it off': () => asking(bought('license'), '2018-01-20', { type: 'setAutoRenew', autoRenew: false }),
    'ending a license with its term': () =>
      asking(bought('license'), '2018-01-20', { type: 'cancel', atRenewal: true }),
    'buying without it': () =>
      asking(undefined, '2018-01-20', { type: 'purchase', availabilityId: 'license', quantity: 1, autoRenew: false }),
  },
  'base-inactive': {
    'an add-on to a suspended base': () =>
      askingFamily(familyOf(suspended('license')), {
        key: 'main',
        newKey: 'add-on',
        command: { type: 'purchaseAddOn', availabilityId: 'license-plus', quantity: 1 },
      }),
    'an add-on that comes back without its base': () =>
      askingFamily(
        new Map([
          ...familyOf(suspended('license')),
          ['add-on', { key: 'add-on', parent: 'main', source: null, subscription: suspended('license-plus') }],
        ]),
        { key: 'add-on', command: { type: 'reactivate' } },
      ),
    'licenses moved away from a suspended subscription': () =>
      askingFamily(familyOf(suspended('license')), {
        key: 'main',
        newKey: 'part',
        command: { type: 'moveLicenses', availabilityId: 'license-plus', quantity: 1 },
      }),
  },
  'billing-cycle-mismatch': {
    'an add-on with another billing cycle': () =>
      askingFamily(familyOf(bought('license')), {
        key: 'main',
        newKey: 'add-on',
        command: { type: 'purchaseAddOn', availabilityId: 'license-annual', quantity: 1 },
      }),
    'a change to the same billing cycle': () =>
      asking(bought('license'), '2018-01-20', { type: 'changeBillingCycle', availabilityId: 'license-plus' }),
  },
  'cancellation-window-closed': {
    'after 168 hours': () => asking(bought('new-commerce'), '2018-01-20T00:00:01Z', { type: 'cancel' }),
  },
  'conversion-too-large': {
    'more than there are': () => asking(bought('license'), '2018-01-20', convertTo('license-plus', 6)),
    'none at all': () => asking(bought('license'), '2018-01-20', convertTo('license-plus', 0)),
    'half a license': () => asking(bought('license'), '2018-01-20', convertTo('license-plus', 1.5)),
  },
  'currency-mismatch': {
    'an offer in another currency': () => asking(bought('license'), '2018-01-20', convertTo('license-eur')),
  },
  'no-quantity-change': {
    'the quantity it has': () => asking(bought('license'), '2018-01-20', change(5)),
  },
  'not-purchased': {
    'a change without a purchase': () => asking(undefined, '2018-01-20', change(5)),
    'an event without a purchase': () => step(undefined, { type: 'fellDue', day: parseDay('2018-02-13')! }, catalog),
    'a replay of nothing': () => replay([], parseDay('2018-02-13')!, catalog),
    'a family without members': () => askingFamily(new Map(), { key: 'main', command: { type: 'suspend' } }),
  },
  'not-suspended': {
    'a reactivation of what is active': () => asking(bought('license'), '2018-01-20', { type: 'reactivate' }),
  },
  'one-time-fixed': {
    'another quantity': () => asking(bought('once'), '2018-01-20', change(2)),
    'a suspension': () => asking(bought('once'), '2018-01-20', { type: 'suspend' }),
    'a conversion': () => asking(bought('once'), '2018-01-20', convertTo('short')),
    'a billing cycle': () =>
      asking(bought('once'), '2018-01-20', { type: 'changeBillingCycle', availabilityId: 'short' }),
    'no renewal': () => asking(bought('once'), '2018-01-20', { type: 'setAutoRenew', autoRenew: false }),
    'an end with its term': () => asking(bought('once'), '2018-01-20', { type: 'cancel', atRenewal: true }),
  },
  'out-of-order': {
    'a command before the last event': () => asking(suspended('license'), '2018-01-13', { type: 'reactivate' }),
    'an event before the last one': () =>
      step(suspended('license'), { type: 'autoRenewSet', at: instantOf('2018-01-13'), autoRenew: true }, catalog),
  },
  'price-not-found': {
    'a purchase before the price list': () =>
      asking(undefined, '2017-12-31', { type: 'purchase', availabilityId: 'license', quantity: 1 }),
    'a renewal after the price list': () => {
      const ending = [{ validFrom: parseDay('2018-01-01')!, validTo: parseDay('2019-01-01')!, unitPrice: 1n }]
      return advance(
        bought('license'),
        parseDay('2019-01-13')!,
        catalogOf(offerOf('license', 'license', { prices: ending })),
      )
    },
  },
  'profile-mismatch': {
    'an offer sold in another way': () => asking(bought('license'), '2018-01-20', convertTo('saas')),
  },
  'quantity-out-of-range': {
    none: () => asking(undefined, '2018-01-20', { type: 'purchase', availabilityId: 'license', quantity: 0 }),
    'too many': () => asking(bought('license'), '2018-01-20', change(101)),
    'half a license': () => asking(bought('license'), '2018-01-20', change(2.5)),
    'not a number': () => asking(bought('license'), '2018-01-20', change(Number.NaN)),
    'infinitely many': () => asking(bought('license'), '2018-01-20', change(Number.POSITIVE_INFINITY)),
    'too many at the renewal': () =>
      asking(bought('saas'), '2018-01-20', { type: 'changeQuantity', quantity: 101, atRenewal: true }),
    'more than another offer takes': () => asking(bought('license'), '2018-01-20', convertTo('small')),
  },
  'quantity-reduction-window-closed': {
    'after 168 hours': () => asking(bought('new-commerce'), '2018-01-20T00:00:01Z', change(4)),
  },
  'quantity-while-suspended': {
    'of a license': () => asking(suspended('license'), '2018-01-20', change(4)),
    'of a new-commerce license': () => asking(suspended('new-commerce'), '2018-01-20', change(6)),
  },
  'reactivation-too-late': {
    'on the 90th day': () => asking(suspended('license'), '2018-04-14', { type: 'reactivate' }),
  },
  'same-offer': {
    'a conversion to what it is': () => asking(bought('license'), '2018-01-20', convertTo('license')),
  },
  suspended: {
    'a conversion': () => asking(suspended('license'), '2018-01-20', convertTo('license-plus')),
    'a billing cycle': () =>
      asking(suspended('license'), '2018-01-20', { type: 'changeBillingCycle', availabilityId: 'license-annual' }),
  },
  'too-many-changes': {
    'a script that runs away': () => {
      let subscription = bought('license', 2)
      for (let changes = 0; changes <= MAXIMUM_CHANGES; changes += 1) {
        // All on other days, so that each is a stretch of its own.
        const stretch = { from: subscription.cycleStart, quantity: changes }
        subscription = { ...subscription, stretches: [...subscription.stretches, stretch] }
      }
      return asking(subscription, '2018-01-20', change(1))
    },
  },
  'unknown-offer': {
    'a purchase': () => asking(undefined, '2018-01-20', { type: 'purchase', availabilityId: 'nothing', quantity: 1 }),
    'a conversion': () => asking(bought('license'), '2018-01-20', convertTo('nothing')),
    'a subscription whose offer has gone': () =>
      perform(bought('license'), change(2), { at: instantOf('2018-01-20') }, new Map()),
    'a cycle whose offer has gone': () => advance(bought('license'), parseDay('2018-02-13')!, new Map()),
  },
}

/** Everything the program says, without the lists of its codes. */
function programText(): string {
  const source = fileURLToPath(new URL('..', import.meta.url))
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$|^core[/\\]refusal\.ts$|^api[/\\]errors\.ts$/.test(name))
    .map((name) => readFileSync(join(source, name), 'utf8'))
    .join('\n')
}

describe.each(Object.entries(CASES))('%s', (code, cases) => {
  it.each(Object.entries(cases))('answers %s', (_, ask) => {
    const answer = ask()
    expect(answer.ok).toBe(false)
    const { refusal } = answer as { readonly refusal: Refusal }
    expect(refusal.code).toBe(code)
    expect(refusal.message).not.toMatch(/[{}]|undefined|NaN-/)
  })
})

describe('refusals', () => {
  it('are all answered somewhere', () => {
    const program = programText()
    expect(Object.keys(REFUSALS).filter((code) => !program.includes(`'${code}'`))).toEqual([])
  })

  it('fill in the data they have and leave the place of what is missing visible', () => {
    const { refusal } = refuse('quantity-out-of-range', { quantity: 0, minimum: 1 })
    expect(refusal.message).toBe('The quantity 0 is outside 1 to {maximum}.')
    expect(refusal.data).toEqual({ quantity: 0, minimum: 1 })
  })

  it('never read data that only an object itself has', () => {
    expect(refuse('unknown-offer', { offer: '{constructor}' }).refusal.message).toBe(
      'The offer {constructor} is not in the catalogue.',
    )
  })

  it('end with a full stop and start with a capital letter, or name what is wrong', () => {
    for (const [code, text] of Object.entries(REFUSALS)) {
      if (code !== 'malformed') expect(text).toMatch(/^([A-Z]|\{).*[.}]$/)
    }
  })
})
