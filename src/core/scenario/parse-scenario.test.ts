import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf } from '../../../test/support/offers.js'
import { MAXIMUM_EVENTS, MAXIMUM_QUANTITY, parseScenario } from './parse-scenario.js'
import { simulate } from './simulate.js'

type Json = Record<string, unknown>

const OFFER = { term: 'P1Y', billingCycle: 'monthly', unitPrice: '4.00', pricePer: 'P1M' }
const PURCHASE = { on: '2018-01-13', type: 'purchase', quantity: 1 }

function document(changes: Json = {}): Json {
  return {
    title: 'A scenario',
    profile: 'license',
    currency: 'USD',
    offer: OFFER,
    events: [PURCHASE],
    until: '2018-02-15',
    ...changes,
  }
}

function problemsOf(input: unknown): string[] {
  const result = parseScenario(input)
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`)
}

function scenarioOf(input: unknown) {
  const result = parseScenario(input)
  if (!result.ok) throw new Error(problemsOf(input).join('\n'))
  return result
}

function withEvent(event: Json): Json {
  return document({ events: [PURCHASE, event] })
}

describe('a scenario', () => {
  it('needs little', () => {
    const { scenario, unknown } = scenarioOf(document())
    expect(unknown).toEqual([])
    expect(scenario).toMatchObject({ title: 'A scenario', source: '', billingDay: 1, proration: null, expect: null })
    expect(scenario.offer).toMatchObject({
      name: 'Offer',
      trial: null,
      flat: false,
      pricePer: { unit: 'month', count: 1 },
    })
    expect(scenario.events).toMatchObject([{ at: instantOf('2018-01-13'), subscription: 'main', refused: null }])
  })

  it('puts its events in order of time and leaves those at one instant as they are written', () => {
    const at = (text: string, quantity: number) => ({ at: text, type: 'changeQuantity', quantity })
    const events = [
      at('2018-02-01T00:30:00+01:00', 2), // 23:30 of the day before, UTC
      at('2018-02-01T00:00:00Z', 3),
      at('2018-01-31T18:30:00-05:00', 4), // the same instant as the first
      PURCHASE,
      { on: '2018-02-01', type: 'changeQuantity', quantity: 5 }, // the same instant as the second
    ]
    const { scenario } = scenarioOf(document({ events }))
    expect(scenario.events.map(({ action }) => 'quantity' in action && action.quantity)).toEqual([1, 2, 4, 3, 5])
    expect(scenario.events[1]!.at).toBe(instantOf('2018-01-31T23:30:00Z'))
  })

  it('reads every kind of event', () => {
    const to = { unitPrice: '9.00' }
    const kinds: [Json, Json][] = [
      [
        { type: 'purchase', quantity: 2, autoRenew: false },
        { type: 'purchase', quantity: 2, autoRenew: false },
      ],
      [
        { type: 'changeQuantity', quantity: 2 },
        { type: 'changeQuantity', quantity: 2, atRenewal: false },
      ],
      [
        { type: 'changeQuantity', quantity: 2, atRenewal: true },
        { type: 'changeQuantity', quantity: 2, atRenewal: true },
      ],
      [{ type: 'suspend' }, { type: 'suspend' }],
      [{ type: 'reactivate' }, { type: 'reactivate' }],
      [{ type: 'cancel' }, { type: 'cancel', atRenewal: false }],
      [
        { type: 'cancel', atRenewal: true },
        { type: 'cancel', atRenewal: true },
      ],
      [{ type: 'convert', toOffer: to }, { type: 'convert' }],
      [
        { type: 'convert', toOffer: to, quantity: 3 },
        { type: 'convert', quantity: 3 },
      ],
      [{ type: 'changeBillingCycle', billingCycle: 'annual', ...to }, { type: 'changeBillingCycle' }],
      [
        { type: 'setAutoRenew', autoRenew: false },
        { type: 'setAutoRenew', autoRenew: false },
      ],
      [
        { type: 'purchaseAddon', offer: to, quantity: 1 },
        { type: 'purchaseAddon', quantity: 1 },
      ],
    ]
    for (const [written, read] of kinds) {
      const { scenario, unknown } = scenarioOf(withEvent({ on: '2018-02-01', ...written }))
      expect(unknown).toEqual([])
      expect(scenario.events[1]!.action).toMatchObject(read)
    }
  })

  it.each([
    [true, { unit: 'month', count: 1 }],
    ['P30D', { unit: 'day', count: 30 }],
    [14, { unit: 'day', count: 14 }],
    [false, null],
  ])('reads the trial %j', (trial, expected) => {
    expect(scenarioOf(document({ offer: { ...OFFER, trial } })).scenario.offer.trial).toEqual(expected)
  })

  it('takes prices in any order, and sorts them', () => {
    const prices = [
      { from: '2019-01-01', unitPrice: '5.00' },
      { from: '2018-01-01', unitPrice: '4.00' },
    ]
    const { unitPrice: _, ...offer } = OFFER
    const { scenario } = scenarioOf(document({ offer: { ...offer, prices } }))
    expect(scenario.offer.prices.map(({ unitPrice }) => unitPrice)).toEqual([400_000_000n, 500_000_000n])
  })

  it('names every property that means nothing, wherever it stands', () => {
    const { unknown } = scenarioOf(
      document({
        titel: 'x',
        offer: {
          ...OFFER,
          unitPrice: undefined,
          colour: 1,
          prices: [{ from: '2018-01-01', unitPrice: '1', to: '2019-01-01' }],
        },
        events: [
          { ...PURCHASE, who: 'me' },
          { on: '2018-02-01', type: 'suspend', quantity: 1 },
          { on: '2018-02-02', type: 'convert', toOffer: { price: '1' } },
        ],
        expect: [{ file: '2018-01-15', lines: [], rows: [] }],
      }),
    )
    expect([...unknown].sort()).toEqual([
      'events[0].who',
      'events[1].quantity',
      'events[2].toOffer.price',
      'expect[0].rows',
      'offer.colour',
      'offer.prices[0].to',
      'titel',
    ])
  })
})

describe('what is wrong', () => {
  it.each<[string, unknown, string]>([
    ['no object', [], ': must be an object'],
    ['nothing', null, ': must be an object'],
    ['no title', document({ title: ' ' }), 'title: must be a title of at most 200 characters, not " "'],
    ['a long title', document({ title: 'x'.repeat(201) }), 'title: must be a title of at most 200 characters'],
    ['an unknown profile', document({ profile: 'toString' }), 'profile: must be license, one-time-recurring'],
    ['an unknown currency', document({ currency: 'usd' }), 'currency: must be an ISO 4217 code such as USD, not "usd"'],
    ['a billing day', document({ billingDay: 29 }), 'billingDay: must be a day of the month from 1 to 28, not 29'],
    ['a proration', document({ proration: '__proto__' }), 'proration: must be the id of a proration policy'],
    ['no end', document({ until: undefined }), 'until: is missing; it must be a day as YYYY-MM-DD'],
    ['a day that is none', document({ until: '2018-02-30' }), 'until: must be a day as YYYY-MM-DD, not "2018-02-30"'],
    ['no events', document({ events: [] }), 'events: must hold at least a purchase'],
    [
      'events that are no list',
      document({ events: {} }),
      `events: must be a list of at most ${MAXIMUM_EVENTS} entries`,
    ],
    ['no offer', document({ offer: undefined }), 'offer: must be an object'],
    ['no price', document({ offer: { ...OFFER, unitPrice: undefined } }), 'offer.unitPrice: is missing'],
    [
      'a price as a number',
      document({ offer: { ...OFFER, unitPrice: 4 } }),
      'offer.unitPrice: must be a price as text',
    ],
    [
      'a negative price',
      document({ offer: { ...OFFER, unitPrice: '-4' } }),
      'offer.unitPrice: must be a price as text',
    ],
    [
      'a price too fine',
      document({ offer: { ...OFFER, unitPrice: '0.000000001' } }),
      'offer.unitPrice: must be a price',
    ],
    ['no term', document({ offer: { ...OFFER, term: undefined } }), 'offer.term: is missing'],
    ['a term', document({ offer: { ...OFFER, term: 'P11Y' } }), 'offer.term: must be a length such as P1M, P1Y or P3Y'],
    [
      'a billing cycle',
      document({ offer: { ...OFFER, billingCycle: 'weekly' } }),
      'offer.billingCycle: must be monthly',
    ],
    ['flat as a text', document({ offer: { ...OFFER, flat: 'yes' } }), 'offer.flat: must be true or false, not "yes"'],
    ['a trial', document({ offer: { ...OFFER, trial: 1e21 } }), 'offer.trial: must be a length such as P1M or P30D'],
    ['half a day of trial', document({ offer: { ...OFFER, trial: 0.5 } }), 'offer.trial: must be a length'],
    [
      'no type',
      withEvent({ on: '2018-02-01' }),
      'events[1].type: is missing; it must be one of purchase, changeQuantity',
    ],
    ['a type', withEvent({ on: '2018-02-01', type: 'explode' }), 'events[1].type: must be one of purchase'],
    ['no day', withEvent({ type: 'suspend' }), 'events[1].on: give the day (`on`) or the instant (`at`), one of them'],
    [
      'both',
      withEvent({ on: '2018-02-01', at: '2018-02-01T00:00:00Z', type: 'suspend' }),
      'events[1].on: give the day',
    ],
    [
      'an instant without offset',
      withEvent({ at: '2018-02-01T00:00:00', type: 'suspend' }),
      'events[1].at: must be an',
    ],
    ['no quantity', withEvent({ on: '2018-02-01', type: 'changeQuantity' }), 'events[1].quantity: is missing'],
    [
      'half a license',
      withEvent({ on: '2018-02-01', type: 'changeQuantity', quantity: 1.5 }),
      'events[1].quantity: must',
    ],
    [
      'none',
      withEvent({ on: '2018-02-01', type: 'changeQuantity', quantity: 0 }),
      'events[1].quantity: must be a whole',
    ],
    [
      'too many',
      withEvent({ on: '2018-02-01', type: 'changeQuantity', quantity: MAXIMUM_QUANTITY + 1 }),
      `events[1].quantity: must be a whole number from 1 to ${MAXIMUM_QUANTITY}, not ${MAXIMUM_QUANTITY + 1}`,
    ],
    ['no target', withEvent({ on: '2018-02-01', type: 'convert' }), 'events[1].toOffer: must be an object'],
    [
      'no cycle',
      withEvent({ on: '2018-02-01', type: 'changeBillingCycle' }),
      'events[1].billingCycle: must be monthly',
    ],
    [
      'a cycle for ever',
      withEvent({ on: '2018-02-01', type: 'changeBillingCycle', billingCycle: 'one-time' }),
      'events[1].billingCycle: must be monthly, annual or upfront',
    ],
    [
      'a free add-on by mistake',
      withEvent({ on: '2018-02-01', type: 'purchaseAddon', quantity: 1, offer: {} }),
      'events[1].offer.unitPrice: is missing',
    ],
    [
      'an expected line',
      document({ expect: [{ file: '2018-01-15', lines: [{ amount: { value: 1 } }] }] }),
      'expect[0].lines[0].amount: must be a text or a number, not an object',
    ],
    [
      'an expected file',
      document({ expect: [{ file: 'x', lines: [] }] }),
      'expect[0].file: must be a day as YYYY-MM-DD',
    ],
  ])('says where and what: %s', (_, input, message) => {
    const problems = problemsOf(input)
    expect(problems.some((problem) => problem.startsWith(message))).toBe(true)
    if (!problems.some((problem) => problem.startsWith(message))) expect(problems).toEqual([message])
  })

  it('is told all at once, up to twenty', () => {
    expect(problemsOf(document({ title: 1, currency: 1, until: 1 }))).toHaveLength(3)
    expect(problemsOf(document({ events: Array.from({ length: 50 }, () => ({})) }))).toHaveLength(20)
  })

  it('is cut short where it is long', () => {
    const [problem] = problemsOf(document({ currency: 'x'.repeat(10_000) }))
    expect(problem!.length).toBeLessThan(200)
  })
})

describe('what is given as null', () => {
  it('counts as not given', () => {
    expect(problemsOf(document({ offer: { ...OFFER, unitPrice: null } }))).toEqual([
      'offer.unitPrice: is missing; it must be a decimal text such as "4.00"',
    ])
    expect(problemsOf(document({ title: null }))).toHaveLength(1)
    expect(scenarioOf(document({ expect: null, comment: null, proration: null })).scenario.expect).toBeNull()
    expect(problemsOf(withEvent({ on: null, at: '2018-02-01T00:00:00Z', type: 'suspend' }))).toEqual([])
  })
})

describe('hostile input', () => {
  it('neither changes prototypes nor reads from them', () => {
    const text = JSON.stringify(document()).replace('{', '{"__proto__":{"title":"x","polluted":true},"constructor":1,')
    const { unknown, scenario } = scenarioOf(JSON.parse(text))
    expect([...unknown].sort()).toEqual(['__proto__', 'constructor'])
    expect(scenario.title).toBe('A scenario')
    expect(({} as Json)['polluted']).toBeUndefined()
    const inherited: unknown = Object.create(document())
    expect(problemsOf(inherited).length).toBeGreaterThan(0)
    const lines = JSON.parse('[{"__proto__":"x","amount":"1"}]') as unknown
    expect(scenarioOf(document({ expect: [{ file: '2018-01-15', lines }] })).scenario.expect).toHaveLength(1)
  })

  it('is refused without work where it is too much', () => {
    expect(problemsOf(document({ events: new Array(MAXIMUM_EVENTS + 1).fill(PURCHASE) }))[0]).toMatch(
      /^events: must be a list/,
    )
    expect(problemsOf(document({ offer: { ...OFFER, unitPrice: '9'.repeat(100_000) } }))).toHaveLength(1)
    expect(problemsOf(document({ until: `${'9'.repeat(100_000)}-01-01` }))).toHaveLength(1)
    let deep: unknown = 1
    for (let depth = 0; depth < 5_000; depth += 1) deep = { offer: deep }
    expect(problemsOf(document({ offer: deep }))[0]).toMatch(/^offer/)
    expect(problemsOf(document({ title: deep }))[0]).toMatch(/^title/)
  })

  it('never throws, whatever it is', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(undefined, Number.NaN, 10n, Symbol.iterator, () => 1),
    )
    const key = fc.constantFrom(
      'title',
      'profile',
      'currency',
      'billingDay',
      'proration',
      'offer',
      'events',
      'until',
      'expect',
    )
    fc.assert(
      fc.property(fc.option(fc.tuple(key, value)), fc.jsonValue(), (change, whole) => {
        for (const input of [whole, change === null ? whole : document({ [change[0]]: change[1] })]) {
          const result = parseScenario(input)
          if (result.ok) simulate(result.scenario)
          else expect(result.problems.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('never throws for events of any shape', () => {
    const event = fc.record(
      {
        on: fc.oneof(fc.constantFrom('2018-01-13', '2018-02-28', '2200-12-31', '1900-01-01', 'x'), fc.jsonValue()),
        at: fc.oneof(fc.constantFrom('2018-01-13T10:00:00Z', '2018-01-13T10:00:00'), fc.jsonValue()),
        type: fc.oneof(
          fc.constantFrom('purchase', 'changeQuantity', 'suspend', 'reactivate', 'cancel', 'convert', 'purchaseAddon'),
          fc.jsonValue(),
        ),
        quantity: fc.oneof(fc.integer(), fc.jsonValue()),
        toOffer: fc.oneof(fc.constant({ unitPrice: '1' }), fc.jsonValue()),
        offer: fc.oneof(fc.constant({ unitPrice: '1' }), fc.jsonValue()),
        subscription: fc.oneof(fc.constantFrom('main', '__proto__', 'constructor'), fc.jsonValue()),
      },
      { requiredKeys: ['type'] },
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), (events) => {
        const result = parseScenario(document({ events: [PURCHASE, ...events] }))
        if (result.ok) simulate(result.scenario)
      }),
      { numRuns: 1_000 },
    )
  })
})
