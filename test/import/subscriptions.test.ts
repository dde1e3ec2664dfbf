import { beforeEach, expect, it } from 'vitest'
import { bill } from '../../src/app/bill.js'
import { type Instant, parseDay } from '../../src/core/calendar/day.js'
import type { Database } from '../../src/store/database.js'
import { migrate } from '../../src/store/migrate.js'
import { describeEachDatabase, type OpenTestDatabase } from '../support/databases.js'
import {
  CUSTOMER,
  chargesIn,
  csv,
  differencesIn,
  dump,
  type Imported,
  importTexts,
  newId,
  PARTNER,
  purchase,
  SUBSCRIPTION,
  type SubscriptionCells,
  startAnew,
  subscriptionsCsv,
} from './importing.js'

const SECOND = '018f0003-0000-7000-8000-000000000002'
const THIRD = '018f0003-0000-7000-8000-000000000003'

/** One database for all tests of a file half; each test empties it as its owner would. */
async function prepare(open: OpenTestDatabase, before: Database | undefined): Promise<Database> {
  const database = before ?? (await open())
  if (before === undefined) await migrate(database)
  await startAnew(database)
  return database
}

describeEachDatabase('an imported subscription', (open) => {
  let database: Database
  let opened: Database | undefined
  beforeEach(async () => {
    opened = await prepare(open, opened)
    database = opened
  })

  const importRows = (rows: readonly SubscriptionCells[], options = {}): Promise<Imported> =>
    importTexts(database, { subscriptions: subscriptionsCsv(...rows) }, options)

  const billThrough = async (day: string) => {
    const billed = await bill(database, { asOf: parseDay(day)!, now: () => Date.now() as Instant, newId })
    if (!billed.ok) throw new Error(billed.refusal.message)
    return billed.value
  }

  const at = (date: string, event: string, cells: SubscriptionCells = {}): SubscriptionCells => ({
    at: date,
    event,
    ...cells,
  })

  it('has the charges of its history up to its last event, where its partner was never billed', async () => {
    const { counts } = await importRows([purchase(), at('2026-03-20', 'changeQuantity', { quantity: 12 })])
    expect(counts).toEqual(['subscriptions: 2/0/0'])
    expect(await chargesIn(database)).toEqual([
      `${SUBSCRIPTION} 1 2026-01-10 2026-01-15 1 2026-01-10 2026-02-10 10 5000`,
      `${SUBSCRIPTION} 2 2026-02-10 2026-02-15 1 2026-02-10 2026-03-10 10 5000`,
      `${SUBSCRIPTION} 3 2026-03-10 2026-03-15 1 2026-03-10 2026-04-10 10 5000`,
    ])
    expect(await differencesIn(database)).toEqual([])
    await billThrough('2026-05-01')
    expect(await differencesIn(database)).toEqual([])
  })

  it('catches up with a partner that was billed further, on invoices still to come', async () => {
    await billThrough('2026-03-01')
    await importRows([purchase()])
    expect(await chargesIn(database)).toEqual([
      `${SUBSCRIPTION} 1 2026-01-10 2026-03-15 1 2026-01-10 2026-02-10 10 5000`,
      `${SUBSCRIPTION} 2 2026-02-10 2026-03-15 1 2026-02-10 2026-03-10 10 5000`,
    ])
    expect(await differencesIn(database)).toEqual([])
    await billThrough('2026-03-15')
    expect((await database.query('select total from invoice')).rows).toEqual([{ total: 15_000n }])
    expect(await differencesIn(database)).toEqual([])
  })

  it('has no charges from before its ledger begins', async () => {
    await importTexts(database, {
      partners: csv(
        'partner_id,name,mpn_id,country,currency,billing_day,opened_on,ledger_start',
        '018f0001-0000-7000-8000-000000000003,Cedar,1,US,USD,15,2025-01-01,2026-03-01',
      ),
      customers: csv(
        'partner_id,customer_id,name,domain_name,country',
        `018f0001-0000-7000-8000-000000000003,${CUSTOMER},C,c.example,US`,
      ),
    })
    const cedar = { partner_id: '018f0001-0000-7000-8000-000000000003' }
    await importRows([
      purchase(cedar),
      purchase({ ...cedar, subscription_id: SECOND }),
      at('2026-03-05', 'changeQuantity', { ...cedar, subscription_id: SECOND, quantity: 11 }),
      purchase({ ...cedar, subscription_id: THIRD, at: '2026-03-01', offer: 'NEW P1M monthly' }),
    ])
    expect(await chargesIn(database)).toEqual([`${THIRD} 1 2026-03-01 2026-04-08 20 2026-03-01 2026-04-01 10 14000`])
    await billThrough('2026-03-15')
    const places = (await chargesIn(database)).map((charge) => charge.split(' ').slice(0, 4).join(' '))
    expect(places).toEqual([
      `${SUBSCRIPTION} 3 2026-03-10 2026-03-15`,
      ...[3, 4, 5, 6].map((number) => `${SECOND} ${number} 2026-03-10 2026-03-15`),
      `${THIRD} 1 2026-03-01 2026-04-08`,
    ])
    expect(await differencesIn(database)).toEqual([])
  })

  it('may be a family: add-ons follow their base, and parts that were split off have ledgers of their own', async () => {
    const { counts, files } = await importRows([
      purchase(),
      at('2026-01-20', 'purchaseAddon', {
        subscription_id: SECOND,
        parent_subscription_id: SUBSCRIPTION,
        quantity: 4,
        offer: 'ADDON P1Y monthly',
      }),
      at('2026-02-14', 'convert', {
        quantity: 3,
        product_id: 'PLUS',
        friendly_name: 'Managers',
        new_subscription_id: THIRD,
      }),
      at('2026-03-01', 'suspend'),
      at('2026-03-04', 'reactivate', { customer_id: CUSTOMER }),
      at('2026-06-30', 'changeQuantity', { subscription_id: THIRD, source_subscription_id: SUBSCRIPTION, quantity: 5 }),
    ])
    expect(counts).toEqual(['subscriptions: 6/0/0'])
    expect(files[0]?.written).toMatchObject({ subscriptions: 3, events: 9 })
    const { rows } = await database.query(
      `select subscription_id, order_id, ordered_on::text, friendly_name, parent_subscription_id, source_subscription_id
       from subscription order by subscription_id`,
    )
    expect(rows.map((row) => Object.values(row))).toEqual([
      [SUBSCRIPTION, 'O-1', '2026-01-10', 'Staff', null, null],
      [SECOND, 'O-1', '2026-01-20', 'ADDON plan', SUBSCRIPTION, null],
      [THIRD, 'O-1', '2026-02-14', 'Managers', null, SUBSCRIPTION],
    ])
    // The base and its add-on end in March, with their own last event, although a relative's came in June.
    const last = await database.query<{ day: string }>(
      'select max(registered_on)::text as day from charge group by subscription_id order by subscription_id',
    )
    expect(last.rows.map((row) => row.day)).toEqual(['2026-03-04', '2026-03-04', '2026-06-10'])
    expect(await differencesIn(database)).toEqual([])
    await billThrough('2026-07-31')
    expect(await differencesIn(database)).toEqual([])
  })

  it('may have any event', async () => {
    const { codes } = await importRows([
      purchase({ offer: 'NEW P1M monthly', auto_renew: 'false' }),
      at('2026-01-12T09:00:00+02:00', 'setAutoRenew', { auto_renew: 'true' }),
      at('2026-01-12T12:00:00Z', 'changeQuantity', { quantity: 20 }),
      at('2026-01-13', 'convert', { term: 'P1Y' }),
      at('2026-01-14', 'changeQuantity', { quantity: 21, at_renewal: 'true' }),
      at('2026-01-15', 'cancel', { at_renewal: 'true' }),
      purchase({ subscription_id: SECOND, offer: 'BASE P12M monthly', currency: '' }),
      at('2026-02-20', 'changeBillingCycle', { subscription_id: SECOND, billing_cycle: 'annual' }),
      at('2026-03-20', 'cancel', { subscription_id: SECOND }),
      purchase({ subscription_id: THIRD, offer: 'TOOL  one-time' }),
    ])
    expect(codes).toEqual([])
    expect(await differencesIn(database)).toEqual([])
    await billThrough('2027-03-01')
    expect(await differencesIn(database)).toEqual([])
  })

  it('is reactivatable for as long as its partner has been told', async () => {
    // 90 days, and those from the opening of the account to its first billing date: 14.
    await importRows([purchase(), at('2026-03-01', 'suspend')])
    const { rows } = await database.query(`select deprovision_on::text from charging_state`)
    expect(rows).toEqual([{ deprovision_on: '2026-06-13' }])
  })

  it('is refused with its whole family, and the line that is the reason', async () => {
    const refused = await importRows(
      [
        purchase(),
        at('2026-01-09', 'suspend'), // before the purchase
        at('2026-01-20', 'suspend'),
        purchase({ subscription_id: SECOND }),
        at('2026-01-20', 'reactivate', { subscription_id: SECOND }), // never suspended
        purchase({ subscription_id: THIRD, at: '2023-12-31' }), // before the price list
      ],
      { skipInvalid: true },
    )
    expect(refused.counts).toEqual(['subscriptions: 0/0/6'])
    expect(refused.codes).toEqual(['3 out-of-order', '6 not-suspended', '7 price-not-found'])
    expect(refused.refusals[1]?.reason).toBe(
      'The subscription is active, not suspended; there is nothing to reactivate.',
    )
    expect((await database.query('select from subscription')).rowCount).toBe(0)
  })

  it.each<[string, SubscriptionCells, string]>([
    ['an unknown partner', { partner_id: '018f0001-0000-7000-8000-0000000000ff' }, 'unknown-partner'],
    ['an unknown customer', { customer_id: '018f0002-0000-7000-8000-0000000000ff' }, 'unknown-customer'],
    ['an unknown offer', { offer: 'BASE P3Y monthly' }, 'unknown-offer'],
    ['another currency', { currency: 'EUR' }, 'unknown-offer'],
    ['no customer', { customer_id: '' }, 'malformed'],
    ['no quantity', { quantity: '' }, 'malformed'],
    ['a quantity below the minimum', { quantity: 0 }, 'malformed'],
    ['a base', { parent_subscription_id: SECOND }, 'malformed'],
    ['a source', { source_subscription_id: SECOND }, 'malformed'],
    ['a column without a meaning', { at_renewal: 'true' }, 'malformed'],
    ['an end of renewal its profile does not know', { auto_renew: 'false' }, 'auto-renew-fixed'],
    ['an instant without an offset', { at: '2026-01-10T00:00:00' }, 'malformed'],
    ['an unknown event', { event: 'buy' }, 'malformed'],
  ])('is refused with %s', async (_, cells, code) => {
    const { codes, counts } = await importRows([purchase(cells)])
    expect(codes).toEqual([`2 ${code}`])
    expect(counts).toEqual(['subscriptions: 0/0/1!'])
  })

  it.each<[string, SubscriptionCells, string]>([
    ['another customer', at('2026-02-01', 'suspend', { customer_id: SECOND }), 'malformed'],
    ['another base', at('2026-02-01', 'suspend', { parent_subscription_id: SECOND }), 'malformed'],
    ['another source', at('2026-02-01', 'suspend', { source_subscription_id: SECOND }), 'malformed'],
    ['a quantity that means nothing', at('2026-02-01', 'suspend', { quantity: 3 }), 'malformed'],
    ['no quantity', at('2026-02-01', 'changeQuantity'), 'malformed'],
    ['a part that has no id', at('2026-02-01', 'convert', { quantity: 3, product_id: 'PLUS' }), 'malformed'],
    [
      'an id for no part',
      at('2026-02-01', 'convert', { quantity: 10, product_id: 'PLUS', new_subscription_id: SECOND }),
      'malformed',
    ],
    [
      'a part that is itself',
      at('2026-02-01', 'convert', { quantity: 3, product_id: 'PLUS', new_subscription_id: SUBSCRIPTION }),
      'already-purchased',
    ],
    [
      'more licenses than there are',
      at('2026-02-01', 'convert', { quantity: 30, product_id: 'PLUS' }),
      'conversion-too-large',
    ],
    ['the same offer', at('2026-02-01', 'convert', { product_id: 'BASE' }), 'same-offer'],
    ['a base that is no member', at('2026-02-01', 'purchaseAddon', { parent_subscription_id: SECOND }), 'malformed'],
    [
      'an add-on that is its own base',
      at('2026-02-01', 'purchaseAddon', {
        parent_subscription_id: SUBSCRIPTION,
        quantity: 1,
        offer: 'ADDON P1Y monthly',
      }),
      'already-purchased',
    ],
  ])('is refused for an event with %s', async (_, cells, code) => {
    const { codes } = await importRows([purchase(), cells])
    expect(codes).toEqual([`3 ${code}`])
    expect((await database.query('select from subscription')).rowCount).toBe(0)
  })

  it('is refused with a row nobody can read', async () => {
    const text = subscriptionsCsv(purchase(), at('2026-02-01', 'suspend'), purchase({ subscription_id: SECOND }))
    const lines = text.split('\n')
    lines.splice(2, 0, 'what is this')
    const { codes, counts } = await importTexts(database, { subscriptions: lines.join('\n') }, { skipInvalid: true })
    expect(codes).toEqual(['3 unreadable'])
    expect(counts).toEqual(['subscriptions: 1/0/3'])
    const { rows } = await database.query<{ id: string }>('select subscription_id as id from subscription')
    expect(rows.map((row) => row.id)).toEqual([SECOND])
  })

  it('is known again, also after more has happened to it', async () => {
    const rows = [purchase(), at('2026-02-01', 'changeQuantity', { quantity: 12 })]
    await importRows(rows)
    await billThrough('2026-04-01')
    const before = await dump(database)
    expect((await importRows(rows)).counts).toEqual(['subscriptions: 0/2/0'])
    await database.query(
      `insert into subscription_event values ($1, $2, 3, 8, '2026-04-02', now(), 'somebody', '{"autoRenew": true}')`,
      [PARTNER, SUBSCRIPTION],
    )
    expect((await importRows(rows)).counts).toEqual(['subscriptions: 0/2/0'])
    const changed = await importRows([...rows.slice(0, 1), at('2026-02-01', 'changeQuantity', { quantity: 13 })])
    expect(changed.refusals[0]?.reason).toBe('the subscription exists already: event 2 differs')
    const renamed = await importRows([purchase({ friendly_name: 'Crew' }), ...rows.slice(1)])
    expect(renamed.refusals[0]?.reason).toBe('the subscription exists already: it differs in friendly_name')
    const shorter = await importRows(rows.slice(0, 1))
    expect(shorter.refusals[0]?.reason).toBe('the subscription exists already: 1 of its events are missing in the file')
    const larger = await importRows([
      ...rows,
      at('2026-02-05', 'convert', { quantity: 2, product_id: 'PLUS', new_subscription_id: SECOND }),
    ])
    expect(larger.codes).toEqual(['2 already-exists'])
    const lines = (await dump(database)).split('\n')
    expect(lines.filter((line) => !line.includes(' 3 8 ')).join('\n')).toBe(before)
  })

  it('may stand in a file twice, if it is the same', async () => {
    const { counts, codes } = await importRows(
      [purchase(), purchase(), purchase({ quantity: 11 }), purchase({ subscription_id: SECOND })],
      { skipInvalid: true },
    )
    expect(counts).toEqual(['subscriptions: 2/1/1'])
    expect(codes).toEqual(['4 already-exists'])
    expect(await differencesIn(database)).toEqual([])
  })

  it('is never written without rows that stand elsewhere in the file, whatever is asked for', async () => {
    const before = await dump(database)
    const scattered = [
      purchase(),
      ...Array.from({ length: 6_000 }, (_, index) =>
        purchase({ subscription_id: `018f0003-0000-7000-8000-${(index + 100).toString(16).padStart(12, '0')}` }),
      ),
      at('2026-02-01', 'suspend'),
    ]
    for (const rows of [scattered, [purchase(), purchase({ subscription_id: SECOND }), at('2026-02-01', 'suspend')]]) {
      const { codes, counts } = await importRows(rows, { skipInvalid: true })
      expect(codes).toEqual([`${rows.length + 1} not-contiguous`])
      expect(counts[0]).toMatch(/!$/)
      expect(await dump(database)).toBe(before)
    }
    const alone = await importRows([at('2026-02-01', 'suspend')], { skipInvalid: true })
    expect(alone.codes).toEqual(['2 unknown-member'])
  })

  it('waits for a billing run that was broken off', async () => {
    await database.query(
      `insert into billing_run (billing_run_id, as_of, status, started_at)
       values ('018f0000-0000-7000-8000-00000000beef', '2026-03-01', 'charging', now())`,
    )
    const { codes, counts } = await importRows([purchase()], { skipInvalid: true })
    expect(codes).toEqual(['1 billing-run-unfinished'])
    expect(counts).toEqual(['subscriptions: 0/0/1!'])
  })

  it('is written once where two imports run at the same time', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) =>
      purchase({ subscription_id: `018f0003-0000-7000-8000-${(index + 100).toString(16).padStart(12, '0')}` }),
    )
    const both = await Promise.all([importRows(rows), importRows(rows)])
    expect(both.map(({ counts }) => counts[0]).sort()).toEqual(['subscriptions: 0/3000/0', 'subscriptions: 3000/0/0'])
    expect(await differencesIn(database)).toEqual([])
  })

  it('has the same ledger where a billing run starts at the same time', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) =>
      purchase({ subscription_id: `018f0003-0000-7000-8000-${(index + 100).toString(16).padStart(12, '0')}` }),
    )
    const [imported] = await Promise.all([importRows(rows, { skipInvalid: true }), billThrough('2026-03-01')])
    if (imported.codes.length > 0) expect(imported.codes).toEqual(['1 billing-run-unfinished'])
    await importRows(rows)
    await billThrough('2026-03-02')
    expect(await chargesIn(database)).toHaveLength(6_000)
    expect(await differencesIn(database)).toEqual([])
  })

  it('has limits', async () => {
    const changes = Array.from({ length: 10_000 }, (_, index) =>
      at('2026-01-10', 'changeQuantity', { quantity: 1 + (index % 2) * 10 }),
    )
    const { codes } = await importRows([purchase(), ...changes], { skipInvalid: true })
    expect(codes).toEqual(['10002 family-too-large'])
    const addOns = Array.from({ length: 1_000 }, (_, index) =>
      at('2026-01-10', 'purchaseAddon', {
        subscription_id: `018f0003-0000-7000-8000-${(index + 100).toString(16).padStart(12, '0')}`,
        parent_subscription_id: SUBSCRIPTION,
        quantity: 1,
        offer: 'ADDON P1Y monthly',
      }),
    )
    expect((await importRows([purchase(), ...addOns], { skipInvalid: true })).codes).toEqual(['1002 family-too-large'])
    expect((await importRows([purchase(), ...addOns.slice(1)], { skipInvalid: true })).counts).toEqual([
      'subscriptions: 1000/0/0',
    ])
    expect(await differencesIn(database)).toEqual([])
  })
})
