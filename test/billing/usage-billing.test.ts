// Usage from events to charges, invoices and files: closing, late usage, cancellation, missing rates, and what verify-ledger finds.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeEach, expect, it } from 'vitest'
import { exportRecon } from '../../src/app/export-recon.js'
import { rateUsageOf, rollUpAndRate } from '../../src/app/usage/rate-open-usage.js'
import { verifyLedger } from '../../src/app/verify-ledger.js'
import type { Database } from '../../src/store/database.js'
import { describeEachLedger } from '../support/databases.js'
import { report } from '../support/report-usage.js'
import { METERS, type MeteredPartner, seedMeteredLedger } from '../support/usage.js'
import { asOwner, billTo, csv, empty, expectClean, id, load, NOW, openLedger } from './provider.js'

async function usageCharges(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>(
    `select c.invoice_date || ' ' || c.charge_number || ' ' || t.name || ' ' || c.amount || ' ' || c.charge_start || ' ' || c.charge_end
       as text
     from charge c join charge_type t on t.charge_type = c.charge_type
     where charge_number > 1000000000 order by c.invoice_date, c.subscription_id, c.charge_number`,
  )
  return rows.map(({ text }) => text)
}

describeEachLedger('billing of usage', (open) => {
  let ledger: Database | undefined
  let database: Database
  let alder: MeteredPartner
  beforeEach(async () => {
    ledger ??= await openLedger(open)
    database = ledger
    await empty(database)
    alder = (await seedMeteredLedger(database)).alder
  })

  async function february(): Promise<void> {
    await report(
      database,
      alder.partnerId,
      [alder.plan, METERS.COMPUTE, '24', '2026-02-03T10:00:00Z', 'vm1'],
      [alder.plan, METERS.COMPUTE, '24.5', '2026-02-03T11:00:00Z', 'vm2'],
      [alder.plan, METERS.COMPUTE, '-0.5', '2026-02-04T11:00:00Z', 'vm2'],
      [alder.plan, METERS.STORAGE, '1200', '2026-02-05T11:00:00Z', 'disk'],
      [alder.plan, METERS.NETWORK, '10', '2026-02-05T12:00:00Z', 'vm1'],
      [alder.usage, METERS.MESSAGES, '15000', '2026-02-10T12:00:00Z'],
      [alder.saas, METERS.CALLS, '1234', '2026-02-11T12:00:00Z'],
    )
  }

  it('charges a month once, by the terms of each meter', async () => {
    await february()
    await billTo(database, '2026-02-15', '2026-03-06', '2026-03-06', '2026-03-15')
    expect(await usageCharges(database)).toEqual([
      // (10,000 x 0.002 + 4,900 x 0.0015), tier by tier.
      '2026-02-15 1000000001 Assess usage fee for current cycle 2000 2026-01-16 2026-02-16',
      '2026-02-15 1000000002 Assess usage fee for current cycle 735 2026-01-16 2026-02-16',
      // 48 x 0.096 x 85 %.
      '2026-03-08 1000000001 new 391 2026-02-01 2026-03-01',
      // (1,000 x 0.0208 + 200 x 0.02) x 85 % = 21.08 USD x 0.92.
      '2026-03-08 1000000002 new 1939 2026-02-01 2026-03-01',
      '2026-03-08 1000000003 new 50 2026-02-01 2026-03-01',
      '2026-03-08 1000000001 Assess usage fee for current cycle 234 2026-02-01 2026-03-01',
    ])
    await expectClean(database)
  })

  it('puts late usage on the next invoice, and all invoices together are what the month costs', async () => {
    await february()
    await billTo(database, '2026-02-15', '2026-03-06')
    const before = await usageCharges(database)
    await report(database, alder.partnerId, [alder.plan, METERS.COMPUTE, '1', '2026-02-20T10:00:00Z', 'vm1'])
    await billTo(database, '2026-03-15', '2026-04-06')
    const after = await usageCharges(database)
    expect(after.slice(0, before.length)).toEqual(before)
    // 49 x 0.096 x 85 % = 3.99, of which 3.91 were invoiced.
    expect(after.slice(before.length)).toEqual(['2026-04-08 1000000004 new 8 2026-02-01 2026-03-01'])
    await expectClean(database)
  })

  it('writes files that come to the invoice, and days that come to its lines', async () => {
    await february()
    await report(database, alder.partnerId, [alder.plan, METERS.COMPUTE, '3', '2026-02-28T23:59:59Z', 'vm3'])
    await billTo(database, '2026-02-15', '2026-03-06')
    const folder = mkdtempSync(join(tmpdir(), 'prorata-usage-'))
    try {
      const files = await exportRecon(database, {
        directory: folder,
        filter: { partnerId: alder.partnerId, limit: 100 },
      })
      const names = files.map(({ path }) => basename(path))
      expect(names.filter((name) => name.includes('2026-02-15') || name.includes('2026-03-08'))).toEqual([
        expect.stringMatching(/usage-based-2026-02-15/),
        expect.stringMatching(/one-time-2026-03-08/),
        expect.stringMatching(/daily-rated-2026-03-08/),
      ])
      const read = (kind: string, date: string) => {
        const { path } = files.find((file) => file.path.includes(`${kind}-${date}`))!
        return parse(readFileSync(path), { columns: true }) as Record<string, string>[]
      }
      const usage = read('usage-based', '2026-02-15')
      expect(
        usage.map((row) => [
          row['DetailLineItemId'],
          row['ConsumedQuantity'],
          row['IncludedQuantity'],
          row['OverageQuantity'],
          row['ListPrice'],
          row['PretaxCharges'],
        ]),
      ).toEqual([
        ['1', '10100', '100', '10000', '0.002', '20.00'],
        ['2', '4900', '0', '4900', '0.0015', '7.35'],
      ])
      const lines = read('one-time', '2026-03-08').filter((row) => row['MeterDescription'] !== '')
      const days = read('daily-rated', '2026-03-08')
      for (const line of lines) {
        const own = days.filter((day) => day['MeterName'] === line['MeterDescription'])
        const cents = own.reduce((sum, day) => sum + BigInt(day['BillingPreTaxTotal']!.replace('.', '')), 0n)
        expect(cents).toBe(BigInt(line['Subtotal']!.replace('.', '')))
      }
      expect(days).toHaveLength(7)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('moves what has no rate to the next invoice, and charges it when there is one', async () => {
    await february()
    await asOwner(database, `delete from usage_rate where meter_id = '${METERS.NETWORK}'`)
    await billTo(database, '2026-02-15', '2026-03-06')
    expect((await usageCharges(database)).filter((text) => text.startsWith('2026-03-08'))).toHaveLength(3)
    await asOwner(
      database,
      `insert into usage_rate values ('${METERS.NETWORK}', 'EUR', '2025-01-01', 0, '[{"from": "0", "unitPrice": "0.05"}]', false)`,
    )
    await billTo(database, '2026-03-15', '2026-04-06')
    expect((await usageCharges(database)).at(-1)).toBe('2026-04-08 1000000003 new 50 2026-02-01 2026-03-01')
    await expectClean(database)
  })

  it('leaves out what no charge can have, such as bytes reported as hours, and bills everything else', async () => {
    await february()
    const slip = (quantity: string) =>
      report(database, alder.partnerId, [alder.plan, METERS.COMPUTE, quantity, '2026-02-03T12:00:00Z', 'vm1'])
    await slip('999999999999999')
    await database.transaction((session) => rollUpAndRate(session, alder.partnerId, NOW))
    const noted = async () => (await database.query<{ code: string }>('select code from usage_refusal')).rows
    expect(await noted()).toEqual([{ code: 'usage-amount-too-large' }])
    await billTo(database, '2026-02-15', '2026-03-06')
    expect((await usageCharges(database)).map((text) => text.slice(0, 33))).toEqual([
      ...['2026-02-15 1000000001 Assess usag', '2026-02-15 1000000002 Assess usag'],
      ...[
        '2026-03-08 1000000001 new 1939 20',
        '2026-03-08 1000000002 new 50 2026',
        '2026-03-08 1000000001 Assess usag',
      ],
    ])
    await slip('-999999999999999')
    await billTo(database, '2026-03-15', '2026-04-06')
    expect((await usageCharges(database)).at(-1)).toBe('2026-04-08 1000000003 new 391 2026-02-01 2026-03-01')
    expect(await noted()).toEqual([])
    await expectClean(database)
  })

  it('charges what a subscription used before it was cancelled', async () => {
    const header =
      'partner_id,customer_id,order_id,subscription_id,at,event,quantity,product_id,sku_id,term,billing_cycle,currency'
    const left = id('subscription', 77)
    await load(database, {
      subscriptions: csv(
        header,
        `${alder.partnerId},${alder.customerId},O-77,${left},2026-01-12,purchase,1,USGE,0001,P1M,monthly,EUR`,
        `${alder.partnerId},,,${left},2026-02-05,cancel,,,,,,`,
      ),
    })
    await report(database, alder.partnerId, [left, METERS.MESSAGES, '200', '2026-02-01T12:00:00Z'])
    await billTo(database, '2026-02-15')
    expect(await usageCharges(database)).toEqual([
      '2026-02-15 1000000001 Assess usage fee when cancel 20 2026-01-16 2026-02-16',
    ])
    await expectClean(database)
  })

  it('leaves what was closed alone while the other invoice of that date is open', async () => {
    await asOwner(database, `update partner set billing_day = 8 where name = 'Alder'`)
    await report(
      database,
      alder.partnerId,
      [alder.plan, METERS.COMPUTE, '1', '2026-02-03T10:00:00Z', 'vm1'],
      // Comes to nothing, until some of it earns no credit.
      [alder.plan, METERS.STORAGE, '500', '2026-02-05T10:00:00Z', 'disk'],
      [alder.plan, METERS.STORAGE, '-500', '2026-02-06T10:00:00Z', 'disk'],
      [alder.usage, METERS.MESSAGES, '900', '2026-03-04T10:00:00Z'],
    )
    await billTo(database, '2026-02-08', '2026-03-06')
    const closed = await usageCharges(database)
    await asOwner(
      database,
      `insert into earned_credit_gap values ('${alder.partnerId}', '018f0041-0000-4000-8000-000000000001', '${alder.plan}',
         null, '2026-02-01', '2026-02-06', 'Access removed', now(), 'test')`,
    )
    await database.transaction((session) => rateUsageOf(session, alder.partnerId, {}, NOW))
    const { rows } = await database.query<{ meter: string }>('select meter_id as meter from rated_usage')
    expect(rows).toEqual([{ meter: METERS.MESSAGES }])
    await billTo(database, '2026-03-08', '2026-04-08')
    const after = await usageCharges(database)
    expect(after).toHaveLength(closed.length + 1)
    expect(after).toEqual(expect.arrayContaining(closed))
    await expectClean(database)
  })

  it('is charged by the SKU of its meter, whatever its subscription was converted to', async () => {
    await february()
    await asOwner(
      database,
      `update charging_state set availability_id = (select availability_id from availability
         where product_id = 'FLAT' and currency = 'EUR') where subscription_id = '${alder.plan}'`,
    )
    await billTo(database, '2026-02-05', '2026-03-06')
    const charged = (await usageCharges(database)).filter((text) => text.includes(' new '))
    expect(charged.map((text) => text.slice(0, 33))).toEqual([
      '2026-03-08 1000000001 new 391 202',
      '2026-03-08 1000000002 new 1939 20',
      '2026-03-08 1000000003 new 50 2026',
    ])
  })

  it('keeps what is refused on a later invoice noted when an earlier one is closed', async () => {
    await report(
      database,
      alder.partnerId,
      [alder.plan, METERS.STORAGE, '10', '2026-05-03T10:00:00Z', 'disk'],
      [alder.plan, METERS.STORAGE, '10', '2026-06-03T10:00:00Z', 'disk'],
    )
    await database.transaction((session) => rollUpAndRate(session, alder.partnerId, NOW))
    const noted = async () => (await database.query<{ code: string }>('select code from usage_refusal')).rows
    expect(await noted()).toEqual([{ code: 'exchange-rate-missing' }])
    await billTo(database, '2026-06-06')
    expect(await noted()).toEqual([{ code: 'exchange-rate-missing' }])
    await asOwner(
      database,
      `insert into exchange_rate values ('2026-06-01', 'USD', 'EUR', 0.9, '2026-05-28', now(), 'test')`,
    )
    await billTo(database, '2026-07-06')
    expect(await noted()).toEqual([])
    expect((await usageCharges(database)).map((text) => text.slice(0, 10))).toEqual(['2026-06-08', '2026-07-08'])
    await expectClean(database)
  })

  it.each([
    [
      'usage of a day',
      `update usage_day set quantity = quantity + 1 where meter_id = '${METERS.NETWORK}'`,
      /usage of meter/,
    ],
    [
      'a rated line',
      `update usage_charge set rating = jsonb_set(rating, '{quantity}', '"11"') where meter_id = '${METERS.NETWORK}'`,
      /usage of meter/,
    ],
    ['an amount', `update usage_charge set amount = amount + 1 where meter_id = '${METERS.NETWORK}'`, /usage charge/],
    ['a charge', 'delete from usage_charge where charge_number = 1000000003', /usage charge|usage of meter/],
    [
      'an exchange rate',
      `update exchange_rate set rate = 0.93 where month = '2026-02-01' and billing_currency = 'EUR'`,
      /exchange rate of usage charge/,
    ],
    [
      'an event',
      `update usage_event set quantity = quantity + 1 where meter_id = '${METERS.NETWORK}'`,
      /usage of meter/,
    ],
  ])('finds what was changed by hand: %s', async (_, sql, what) => {
    await february()
    await billTo(database, '2026-02-15', '2026-03-06')
    await expectClean(database)
    await asOwner(database, sql)
    const { differences } = await verifyLedger(database)
    expect(differences.map((one) => one.what).join('\n')).toMatch(what)
  })
})
