import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bill } from '../../src/app/bill.js'
import { type Day, dayOf, formatDay, type Instant } from '../../src/core/calendar/day.js'
import type { Database } from '../../src/store/database.js'
import { migrate } from '../../src/store/migrate.js'
import { describeEachDatabase } from '../support/databases.js'
import {
  CUSTOMER,
  csv,
  differencesIn,
  importTexts,
  newId,
  PARTNER,
  purchase,
  type SubscriptionCells,
  startAnew,
  subscriptionsCsv,
} from './importing.js'

const LATE_PARTNER = '018f0001-0000-7000-8000-000000000003'
const FIRST = dayOf(2024, 1, 5)
const LAST = dayOf(2026, 6, 30)
const OFFERS = ['BASE P1Y monthly', 'BASE P1Y annual', 'PLUS P1Y monthly', 'ADDON P1Y monthly', 'NEW P1Y monthly']
const MORE_OFFERS = [...OFFERS, 'NEW P1M monthly', 'SAAS P1M monthly']
const FAMILIES = 120

/** One thing somebody might have done; most are refused for one family and valid for another. */
const attempt = fc.record({
  after: fc.integer({ min: 0, max: 150 }),
  member: fc.nat({ max: 3 }),
  quantity: fc.integer({ min: 1, max: 30 }),
  offer: fc.constantFrom(...MORE_OFFERS),
  event: fc.constantFrom(
    'changeQuantity',
    'changeQuantity',
    'suspend',
    'reactivate',
    'convert',
    'move',
    'purchaseAddon',
    'cancel',
  ),
  atRenewal: fc.boolean(),
})

const family = fc.record({
  bought: fc.integer({ min: FIRST, max: LAST - 200 }) as fc.Arbitrary<Day>,
  offer: fc.constantFrom(...MORE_OFFERS),
  quantity: fc.integer({ min: 1, max: 30 }),
  attempts: fc.array(attempt, { maxLength: 5 }),
  late: fc.boolean(),
})

type Drawn = typeof family extends fc.Arbitrary<infer T> ? T : never

/** Rows of a family, with ids of its own. */
function rowsOf(drawn: Drawn, index: number): SubscriptionCells[] {
  const owner = { partner_id: drawn.late ? LATE_PARTNER : PARTNER }
  const id = (member: number) => `018f0003-0000-7000-8000-${(index * 16 + member).toString(16).padStart(12, '0')}`
  const { quantity, offer } = drawn
  const founding = purchase({ ...owner, subscription_id: id(0), at: formatDay(drawn.bought), quantity, offer })
  const rows = [founding]
  let day: Day = drawn.bought
  let members = 1
  for (const { after, member, event, ...rest } of drawn.attempts) {
    day = (day + after) as Day
    const cells = { ...owner, at: formatDay(day), subscription_id: id(member % members) }
    const joins = event === 'move' || event === 'purchaseAddon' ? members++ : 0
    if (event === 'changeQuantity') rows.push({ ...cells, event, quantity: rest.quantity })
    else if (event === 'cancel') rows.push({ ...cells, event, at_renewal: String(rest.atRenewal) })
    else if (event === 'convert') rows.push({ ...cells, event, offer: rest.offer })
    else if (event === 'move') {
      const moved = { quantity: Math.ceil(rest.quantity / 10), offer: rest.offer, new_subscription_id: id(joins) }
      rows.push({ ...cells, event: 'convert', ...moved })
    } else if (event === 'purchaseAddon') {
      const founded = { subscription_id: id(joins), parent_subscription_id: id(0), quantity: rest.quantity }
      rows.push({ ...cells, ...founded, event, offer: rest.offer })
    } else rows.push({ ...cells, event })
  }
  return rows
}

describeEachDatabase('imports of any history', (open) => {
  it('give the ledger that was billed all along, however far partners are billed before', async () => {
    const database = await open()
    await migrate(database)
    const drawn = fc.sample(fc.tuple(fc.array(family, { minLength: FAMILIES, maxLength: FAMILIES }), fc.nat()), {
      numRuns: 3,
      seed: 20_261_121,
    })
    let members = 0
    for (const [families, random] of drawn) {
      const rows = families.flatMap(rowsOf)
      const between = (FIRST + (random % (LAST - FIRST))) as Day
      const first = await ledgerOf(database, rows, between)
      const second = await ledgerOf(database, rows, undefined)
      expect(first).toEqual(second)
      members += (await database.query('select from subscription')).rowCount - (await countFamilies(database))
    }
    expect(members).toBeGreaterThan(20) // add-ons and parts, or the test says nothing about them
  }, 240_000)
})

/** All charges after an import and a billing run; the import comes after a billing run through `before`. */
async function ledgerOf(database: Database, rows: readonly SubscriptionCells[], before: Day | undefined) {
  await startAnew(database)
  await importTexts(database, {
    partners: csv(
      'partner_id,name,mpn_id,country,currency,billing_day,opened_on,ledger_start',
      `${LATE_PARTNER},Late,1,US,USD,28,2023-01-01,2025-03-01`,
    ),
    customers: csv('partner_id,customer_id,name,domain_name,country', `${LATE_PARTNER},${CUSTOMER},L,l.example,US`),
  })
  if (before !== undefined) await billThrough(database, before)
  const imported = await importTexts(database, { subscriptions: subscriptionsCsv(...rows) }, { skipInvalid: true })
  expect(imported.files[0]?.written?.subscriptions).toBeGreaterThan(20)
  expect(await differencesIn(database)).toEqual([])
  await billThrough(database, LAST)
  expect(await differencesIn(database)).toEqual([])
  const { rows: charges } = await database.query(
    `select c.subscription_id, c.charge_number, c.registered_on, c.charge_type, c.charge_start, c.charge_end, c.quantity,
       c.amount, s.sku_id, s.product_id, a.term
     from charge c join availability a using (availability_id) join sku s using (product_id, sku_id)
     where c.registered_on <= $1 order by 1, 2`,
    [formatDay(LAST)],
  )
  return charges
}

async function billThrough(database: Database, asOf: Day): Promise<void> {
  const billed = await bill(database, { asOf, now: () => Date.UTC(2026, 10, 21) as Instant, newId })
  if (!billed.ok) throw new Error(billed.refusal.message)
}

async function countFamilies(database: Database): Promise<number> {
  const { rowCount } = await database.query(
    'select from subscription where parent_subscription_id is null and source_subscription_id is null',
  )
  return rowCount
}
