import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { COMMERCE_PROFILES } from '../../src/core/catalog/profiles.js'
import type { Database } from '../../src/store/database.js'
import { migrate } from '../../src/store/migrate.js'
import { describeEachDatabase } from '../support/databases.js'
import {
  BASICS,
  CUSTOMER,
  csv,
  differencesIn,
  dump,
  importTexts,
  OTHER_PARTNER,
  PARTNER,
  purchase,
  subscriptionsCsv,
  type Texts,
} from './importing.js'

const DEMO = join(import.meta.dirname, '../../examples/demo')
const demo: Texts = Object.fromEntries(
  (['partners', 'customers', 'publishers', 'skus', 'prices', 'subscriptions'] as const).map((kind) => [
    kind,
    readFileSync(join(DEMO, `${kind}.csv`), 'utf8'),
  ]),
)

describeEachDatabase('the demo files', (open) => {
  let database: Database
  beforeAll(async () => {
    const owner = await open()
    await migrate(owner)
    await owner.close()
    database = await open({ role: 'prorata_program' })
  })

  it('can be tried without writing anything', async () => {
    const { counts } = await importTexts(database, demo, { dryRun: true })
    expect(counts).toEqual([
      'partners: 3/0/0!',
      'customers: 330/0/0!',
      'publishers: 8/0/0!',
      'skus: 58/0/0!',
      'prices: 434/0/0!',
      'subscriptions: 1209/0/0!',
    ])
    expect((await database.query('select from partner')).rowCount).toBe(0)
  })

  it('are imported whole, and every charge is what the events say', async () => {
    const { counts, files } = await importTexts(database, demo)
    expect(counts).toEqual([
      'partners: 3/0/0',
      'customers: 330/0/0',
      'publishers: 8/0/0',
      'skus: 58/0/0',
      'prices: 434/0/0',
      'subscriptions: 1209/0/0',
    ])
    expect(files.at(-1)?.written?.events).toBe(1_209)
    expect(await differencesIn(database)).toEqual([])
  })

  it('change nothing when imported again', async () => {
    const before = await dump(database)
    const { counts } = await importTexts(database, demo)
    expect(counts).toEqual([
      'partners: 0/3/0',
      'customers: 0/330/0',
      'publishers: 0/8/0',
      'skus: 0/58/0',
      'prices: 0/434/0',
      'subscriptions: 0/1209/0',
    ])
    expect(await dump(database)).toBe(before)
  })
})

describeEachDatabase('a file', (open) => {
  let database: Database
  beforeAll(async () => {
    const owner = await open()
    await migrate(owner)
    await owner.close()
    database = await open({ role: 'prorata_program' })
    await importTexts(database, BASICS)
  })

  const PARTNERS = 'partner_id,name,mpn_id,country,currency,billing_day,opened_on,ledger_start'
  const NEW_PARTNER = '018f0001-0000-7000-8000-0000000000aa'

  it('of partners is all or nothing', async () => {
    const before = await dump(database)
    const partners = csv(
      PARTNERS,
      `${NEW_PARTNER},New,1,NL,EUR,15,2026-01-01,`,
      `${PARTNER},Alder,4390934,US,USD,16,2025-01-01,`,
      `x,,1,NLD,EURO,29,2026-02-30,1900-01-01`,
    )
    const { counts, refusals } = await importTexts(database, { partners })
    expect(counts).toEqual(['partners: 1/0/2!'])
    expect(refusals).toEqual([
      {
        kind: 'partners',
        line: 3,
        key: PARTNER,
        code: 'already-exists',
        reason: 'the partner exists already and differs in billing_day',
      },
      expect.objectContaining({ line: 4, key: 'x', code: 'malformed' }),
    ])
    expect(refusals[1]?.reason).toContain('partner_id: "x" is not a UUID')
    expect(await dump(database)).toBe(before)
  })

  it('keeps what is valid where that is asked for', async () => {
    const partners = csv(
      PARTNERS,
      `${NEW_PARTNER},New,1,NL,EUR,15,2026-01-01,2026-03-01`,
      `${NEW_PARTNER},New,1,NL,EUR,15,2026-01-01,2026-03-01`,
      `${NEW_PARTNER},Newer,1,NL,EUR,15,2026-01-01,2026-03-01`,
    )
    const { counts, codes } = await importTexts(database, { partners }, { skipInvalid: true })
    expect(counts).toEqual(['partners: 1/1/1'])
    expect(codes).toEqual(['4 already-exists'])
    const { rows } = await database.query(
      'select ledger_start, charged_through, invoiced_through from partner where partner_id = $1',
      [NEW_PARTNER],
    )
    expect(rows).toEqual([{ ledger_start: 20513, charged_through: 20512, invoiced_through: 20512 }])
  })

  it('of customers needs their partners', async () => {
    const customers = csv(
      'partner_id,customer_id,name,domain_name,country,reseller_mpn_id',
      `${NEW_PARTNER},${CUSTOMER},"New, Ltd.",new.example,NL,77`,
      `018f0001-0000-7000-8000-0000000000ff,${CUSTOMER},A,a.example,NL,`,
      `${PARTNER},${CUSTOMER},Acorn & Sons,acorn.example,US,`,
    )
    const { counts, codes } = await importTexts(database, { customers }, { skipInvalid: true })
    expect(counts).toEqual(['customers: 1/0/2'])
    expect(codes).toEqual(['3 unknown-partner', '4 already-exists'])
  })

  it('of SKUs needs a commerce profile', async () => {
    const skus = csv(
      'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,flat,trial,minimum_quantity,maximum_quantity,is_add_on',
      'FLAT,0001,Flat,Flat,PUB,Publisher,License,saas,true,P30D,1,1,false',
      'BAD,0001,Bad,Bad,PUB,Publisher,License,nothing,,,,,',
      'BAD,0002,Bad,Bad,PUB,Publisher,License,saas,,,5,4,',
      'BASE,0001,BASE product,BASE plan,PUB,Publisher,Seat,license,,,,,',
    )
    const { counts, codes } = await importTexts(database, { skus }, { skipInvalid: true })
    expect(counts).toEqual(['skus: 1/0/3'])
    expect(codes).toEqual(['3 unknown-profile', '4 malformed', '5 already-exists'])
  })

  it('of prices gives an availability one id for ever', async () => {
    const header = 'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price,erp_price'
    const prices = csv(
      header,
      'FLAT,0001,P1M,monthly,USD,P1M,2026-01-01,2026-07-01,5.12345678,6', // new
      'FLAT,0001,P1M,monthly,USD,P1M,2025-01-01,2026-01-01,4,', // before it
      'FLAT,0001,P1M,monthly,USD,P1M,2026-07-01,,5.5,', // after it
      'FLAT,0001,P1M,monthly,USD,P1M,2026-01-01,2026-07-01,5.123456780,6.00', // the same
      'FLAT,0001,P1M,monthly,USD,P1M,2026-01-01,2026-07-01,5.13,6', // another price for the same days
      'FLAT,0001,P1M,monthly,USD,P1M,2026-08-01,2026-09-01,5,', // inside an open end
      'FLAT,0001,P1M,monthly,USD,P1M,2024-06-01,2025-01-02,5,', // reaches into the next
      'FLAT,0001,P1M,monthly,USD,P1Y,2024-01-01,2024-06-01,5,', // for another length
      'FLAT,0001,P1Y,upfront,USD,P1M,2026-01-01,,5,', // not sold so
      'NONE,0001,P1Y,annual,USD,P1M,2026-01-01,,5,',
      'FLAT,0001,P1M,monthly,USD,P1M,2027-01-01,2027-01-01,5,',
      'FLAT,0001,P12M,annual,USD,P1M,2026-01-01,,0.123456789,',
      'FLAT,0001,P12M,annual,USD,P1M,2026-01-01,,0.12345678,',
    )
    const { counts, codes } = await importTexts(database, { prices }, { skipInvalid: true })
    expect(counts).toEqual(['prices: 4/1/8'])
    expect(codes).toEqual([
      '6 price-overlap',
      '7 price-overlap',
      '8 price-overlap',
      '9 already-exists',
      '10 not-sold',
      '11 unknown-sku',
      '12 malformed',
      '13 malformed',
    ])
    const listed = async () =>
      (
        await database.query(
          `select availability_id, term, billing_cycle, valid_from::text, valid_to::text, unit_price, erp_price
           from availability join price using (availability_id) where product_id = 'FLAT' order by 3, 4`,
        )
      ).rows
    const before = await listed()
    expect(before).toMatchObject([
      { term: 'P1Y', billing_cycle: 'annual', valid_from: '2026-01-01', unit_price: '0.12345678' },
      { valid_from: '2025-01-01', valid_to: '2026-01-01', unit_price: '4.00000000', erp_price: null },
      { valid_from: '2026-01-01', valid_to: '2026-07-01', unit_price: '5.12345678', erp_price: '6.00000000' },
      { valid_from: '2026-07-01', valid_to: null, unit_price: '5.50000000' },
    ])
    const again = csv(
      header,
      'FLAT,0001,P1Y,annual,USD,P1M,2025-01-01,2026-01-01,7,',
      'FLAT,0001,P1M,monthly,USD,P1M,2026-07-01,,5.5,',
      'FLAT,0001,P1M,monthly,USD,P1M,2026-12-01,,5.5,',
    )
    expect((await importTexts(database, { prices: again }, { skipInvalid: true })).codes).toEqual(['4 price-overlap'])
    const after = await listed()
    expect(after).toHaveLength(5)
    expect(new Set(after.map((row) => row['availability_id'])).size).toBe(2)
  })

  it('of profiles adds ways of selling, and never redefines one', async () => {
    const mine = { ...COMMERCE_PROFILES['saas']!, id: 'my-saas', sales: null }
    const other = { ...mine, id: 'my-other', sales: [{ term: 'P12M', billingCycles: ['monthly'] }] }
    const profiles = JSON.stringify([
      mine,
      COMMERCE_PROFILES['license'],
      other,
      { ...mine, proration: 'unit', extra: 1 },
      mine,
      { ...mine, addOns: 'aligned' },
      7,
    ])
    const { counts, refusals } = await importTexts(database, { profiles }, { skipInvalid: true })
    expect(counts).toEqual(['profiles: 1/1/5'])
    expect(refusals.map(({ line, key, code }) => `${line} ${key} ${code}`)).toEqual([
      '2 license built-in-profile',
      '3 my-other malformed',
      '4 my-saas malformed',
      '6 my-saas already-exists',
      '7  malformed',
    ])
    const skus = csv(
      'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile',
      'MINE,0001,Mine,Mine,PUB,Publisher,License,my-saas',
    )
    const prices = csv(
      'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,unit_price',
      'MINE,0001,P7D,upfront,USD,P7D,2026-01-01,3',
    )
    const subscriptions = subscriptionsCsv(purchase({ offer: 'MINE P7D upfront' }))
    const imported = await importTexts(database, { profiles: JSON.stringify(mine), skus, prices, subscriptions })
    expect(imported.counts).toEqual(['profiles: 0/1/0', 'skus: 1/0/0', 'prices: 1/0/0', 'subscriptions: 1/0/0'])
    expect(await differencesIn(database)).toEqual([])
    expect((await importTexts(database, { profiles: '{"id":' })).codes).toEqual(['1 unreadable'])
  })

  it('may be JSON Lines or a JSON array', async () => {
    const lines = `{"partner_id":"${PARTNER}","customer_id":"018f0002-0000-7000-8000-0000000000b1","name":"B1","domain_name":"b.example","country":"US"}\n`
    const array = `[${lines.replaceAll('b1', 'b2').trim()}]`
    expect((await importTexts(database, { customers: lines })).counts).toEqual(['customers: 1/0/0'])
    expect((await importTexts(database, { customers: array })).counts).toEqual(['customers: 1/0/0'])
  })

  it('with a header that is not understood is refused as a whole', async () => {
    const refused = await importTexts(database, { customers: 'partner,customer\n1,2\n' }, { skipInvalid: true })
    expect(refused.codes).toEqual(['1 unknown-column'])
    const empty = await importTexts(database, { subscriptions: '' })
    expect(empty.codes).toEqual(['1 unreadable'])
  })

  it('among others keeps them out when it is refused, and rests on those before it', async () => {
    const before = await dump(database)
    const customer = '018f0002-0000-7000-8000-0000000000c1'
    const texts: Texts = {
      subscriptions: subscriptionsCsv(
        purchase({
          partner_id: OTHER_PARTNER,
          subscription_id: '018f0003-0000-7000-8000-0000000000c1',
          customer_id: customer,
        }),
        purchase({ subscription_id: '018f0003-0000-7000-8000-0000000000c2', quantity: 0 }),
      ),
      customers: csv('partner_id,customer_id,name,domain_name,country', `${OTHER_PARTNER},${customer},C,c.example,NL`),
    }
    const { counts, codes } = await importTexts(database, texts)
    expect(counts).toEqual(['customers: 1/0/0!', 'subscriptions: 1/0/1!'])
    expect(codes).toEqual(['3 malformed'])
    expect(await dump(database)).toBe(before)
    const kept = await importTexts(database, texts, { skipInvalid: true })
    expect(kept.counts).toEqual(['customers: 1/0/0', 'subscriptions: 1/0/1'])
    expect(await differencesIn(database)).toEqual([])
  })
})
