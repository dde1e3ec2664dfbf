import { beforeEach, expect, it } from 'vitest'
import { startOrJoin } from '../../src/app/bill.js'
import type { Database } from '../../src/store/database.js'
import { listQuarantine } from '../../src/store/quarantine.js'
import { describeEachLedger } from '../support/databases.js'
import { dumpLedger } from '../support/dump-ledger.js'
import {
  billTo,
  CUSTOMERS,
  chargesIn,
  chargesOf,
  countingIds,
  dayOfText,
  daysBetween,
  documentsOf,
  empty,
  expectClean,
  id,
  invoicesOf,
  load,
  monthEnds,
  NOW,
  openLedger,
  PROVIDER,
  type Provider,
  partners,
  prices,
  purchase,
  SKUS,
  subscriptions,
  tryToBill,
} from './provider.js'

describeEachLedger('billing', (open) => {
  let ledger: Database | undefined
  let database: Database

  beforeEach(async () => {
    ledger ??= await openLedger(open)
    database = ledger
    await empty(database)
  })

  it('charges and invoices what was worked out by hand', async () => {
    await load(database, PROVIDER)
    const run = await billTo(database, '2026-04-30')
    // The six charges up to each subscription's last event were registered with the import; the run's are
    // 1: 3 lines of the settlement and 3 fees, 2: 3, 4: 3, 5: 2, 6: 2.
    expect(run).toMatchObject({ status: 'completed', charges: 16n, invoices: 14n, quarantined: 0n })
    expect(await chargesIn(database, 1)).toEqual([
      '2026-01-10 2026-01-10..2026-02-09 5 2000',
      '2026-02-10 2026-01-10..2026-02-09 5 -2000',
      '2026-02-10 2026-01-10..2026-01-24 5 970',
      '2026-02-10 2026-01-25..2026-02-09 7 1442',
      '2026-02-10 2026-02-10..2026-03-09 7 2800',
      '2026-03-10 2026-03-10..2026-04-09 7 2800',
      '2026-04-10 2026-04-10..2026-05-09 7 2800',
    ])
    expect(await chargesIn(database, 4)).toEqual([
      '2026-01-31 2026-01-31..2026-02-27 10 3600',
      '2026-02-28 2026-02-28..2026-03-30 10 3600',
      '2026-03-31 2026-03-31..2026-04-29 10 3600',
      '2026-04-30 2026-04-30..2026-05-30 10 3600',
    ])
    // One recurring invoice for each partner and date, one one-time invoice for each partner, month and currency; in
    // order of partner, date, type and currency.
    expect(await invoicesOf(database)).toEqual([
      'D000000001 1 2026-01-15 USD 2000 (1)', // 1: 20.00
      'D000000002 1 2026-02-15 USD 12812 (5)', // 1: 4.12 + 28.00; 3: 96.00
      'D000000003 1 2026-03-15 USD 2800 (1)',
      'D000000004 1 2026-04-15 USD 2800 (1)',
      'D000000005 2 2026-02-01 EUR 3600 (1)',
      'D000000006 2 2026-03-01 EUR 3600 (1)',
      'D000000007 2 2026-04-01 EUR 3600 (1)',
      'G000000001 1 2026-02-08 USD 3000 (1)',
      'G000000002 1 2026-03-08 USD 3000 (1)',
      'G000000003 1 2026-04-08 USD 3000 (1)',
      'G000000004 2 2026-03-08 EUR 5000 (1)', // 5: 50.00 and, never on the same invoice,
      'G000000005 2 2026-03-08 USD 1000 (1)', // 6: 10.00 USD
      'G000000006 2 2026-04-08 EUR 5000 (1)',
      'G000000007 2 2026-04-08 USD 1000 (1)',
    ])
    const mixed = await database.query(
      `select 1 from charge c join availability a using (availability_id) where a.currency <> c.currency`,
    )
    expect(mixed.rowCount).toBe(0)
    await expectClean(database)
  })

  it('gives the same charges and invoices billed at once, month by month and day by day', async () => {
    const seen: { charges: string[]; documents: string[] }[] = []
    const days = [...daysBetween('2026-01-28', '2026-03-16'), '2026-04-30']
    const partitions = [['2026-04-30'], monthEnds('2026-01', 4), days]
    for (const partition of partitions) {
      await empty(database)
      await load(database, PROVIDER)
      await billTo(database, ...partition)
      await expectClean(database)
      seen.push({ charges: await chargesOf(database), documents: await documentsOf(database) })
    }
    expect(seen[0]!.charges).toHaveLength(22)
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
  })

  it('changes nothing when a day, or an earlier one, is billed again', async () => {
    await load(database, PROVIDER)
    const run = await billTo(database, '2026-04-30')
    const once = await dumpLedger(database)
    expect(await billTo(database, '2026-04-30')).toEqual(run)
    expect(await dumpLedger(database)).toBe(once)
    const [charges, invoices] = [await chargesOf(database), await invoicesOf(database)]
    expect(await billTo(database, '2026-03-31')).toMatchObject({ charges: 0n, invoices: 0n })
    expect(await chargesOf(database)).toEqual(charges)
    expect(await invoicesOf(database)).toEqual(invoices)
  })

  it('is the full run when one partner is billed first', async () => {
    await load(database, PROVIDER)
    await billTo(database, '2026-04-30')
    const full = { charges: await chargesOf(database), documents: await documentsOf(database) }

    await empty(database)
    await load(database, PROVIDER)
    expect(await tryToBill(database, '2026-04-30', id('partner', 2))).toMatchObject({
      ok: true,
      value: { invoices: 7n },
    })
    const { rows } = await database.query('select distinct partner_id from invoice')
    expect(rows).toEqual([{ partner_id: id('partner', 2) }])
    expect(await billTo(database, '2026-04-30')).toMatchObject({ invoices: 7n })
    expect({ charges: await chargesOf(database), documents: await documentsOf(database) }).toEqual(full)
    await expectClean(database)
  })

  it('puts what is imported late on the next invoice', async () => {
    await load(database, PROVIDER)
    await billTo(database, '2026-04-20')
    const issued = await invoicesOf(database)
    // Bought before four issued invoices: 6 Mail at 4.00 are 24.00 on 01-12, 02-12, 03-12 and 04-12.
    const late = purchase(1, 7, '2026-01-12', 6, 'MAIL,0001,P1Y,monthly,USD')
    await load(database, { subscriptions: subscriptions(late) })
    await expectClean(database)
    await billTo(database, '2026-05-15')
    expect(await chargesIn(database, 7)).toHaveLength(5)
    const { rows } = await database.query(
      `select distinct invoice_date from charge where subscription_id = '${id('subscription', 7)}'`,
    )
    expect(rows).toEqual([{ invoice_date: dayOfText('2026-05-15') }])
    const invoices = await invoicesOf(database)
    expect(invoices.filter((invoice) => issued.includes(invoice))).toEqual(issued)
    // 1: 28.00 of 05-10; 7: 5 x 24.00.
    expect(invoices.filter((invoice) => invoice.includes(' 1 2026-05-15 '))).toEqual([
      'D000000008 1 2026-05-15 USD 14800 (6)',
    ])
    await expectClean(database)
  })

  it('quarantines what cannot be charged, and charges all of it once it can be', async () => {
    // The price of CRM ends on 02-28: 2 can be renewed on 02-20, not on 03-20; 6 not on 03-03.
    const ending = PROVIDER.prices!.replace('P1M,2020-01-01,,10.00', 'P1M,2020-01-01,2026-03-01,10.00')
    await load(database, { ...PROVIDER, prices: ending })
    await billTo(database, '2026-02-28', '2026-03-31')
    const quarantine = await listQuarantine(database, null, 10)
    expect(quarantine.map(({ subscriptionId, code }) => [subscriptionId, code])).toEqual([
      [id('subscription', 2), 'price-not-found'],
      [id('subscription', 6), 'price-not-found'],
    ])
    expect(quarantine[0]!.message).toMatch(/2026-03-20/)
    expect(await chargesIn(database, 2)).toHaveLength(2)
    expect(await chargesIn(database, 1)).toHaveLength(6) // the rest goes on
    await expectClean(database)

    expect(await billTo(database, '2026-04-08')).toMatchObject({ quarantined: 2n })
    expect(await listQuarantine(database, null, 10)).toEqual(quarantine) // the reason and its first time stay
    await load(database, { prices: prices('CRM,0001,P1M,monthly,USD,P1M,2026-03-01,,11.00') })
    // The same day again: there is something to try.
    expect(await billTo(database, '2026-04-08')).toMatchObject({ quarantined: 0n })
    expect(await listQuarantine(database, null, 10)).toEqual([])
    expect(await chargesIn(database, 2)).toEqual([
      '2026-01-20 2026-01-20..2026-02-19 3 3000',
      '2026-02-20 2026-02-20..2026-03-19 3 3000',
      '2026-03-20 2026-03-20..2026-04-19 3 3300', // 3 x 11.00
    ])
    await expectClean(database)
    await billTo(database, '2026-05-08')
    // Missed by the invoice of 04-08: 2 of 03-20 and 6 of 03-03 stand on that of 05-08 beside those of April.
    expect((await invoicesOf(database)).filter((invoice) => invoice.includes('2026-05-08'))).toEqual([
      'G000000006 1 2026-05-08 USD 6600 (2)', // 33.00 + 33.00
      'G000000007 2 2026-05-08 EUR 5000 (1)',
      'G000000008 2 2026-05-08 USD 2200 (2)', // 11.00 + 11.00
    ])
    await expectClean(database)
  })

  it('keeps subscriptions of two partners apart that have the same id', async () => {
    // 2 of Alder is in quarantine since 03-20; 2 of Birch is not, and must not be charged again from there.
    const both = [
      purchase(1, 2, '2026-01-20', 3, 'CRM,0001,P1M,monthly,USD'),
      purchase(2, 2, '2026-01-20', 10, 'MAIL,0001,P1Y,monthly,EUR'),
    ]
    const ending = prices(
      'MAIL,0001,P1Y,monthly,EUR,P1M,2020-01-01,,3.60',
      'CRM,0001,P1M,monthly,USD,P1M,2020-01-01,2026-03-01,10.00',
    )
    await load(database, { ...PROVIDER, prices: ending, subscriptions: subscriptions(...both) })
    await billTo(database, ...monthEnds('2026-02', 4))
    expect(await chargesIn(database, 2)).toEqual([
      '2026-01-20 2026-01-20..2026-02-19 3 3000',
      '2026-02-20 2026-02-20..2026-03-19 3 3000',
      '2026-01-20 2026-01-20..2026-02-19 10 3600',
      '2026-02-20 2026-02-20..2026-03-19 10 3600',
      '2026-03-20 2026-03-20..2026-04-19 10 3600',
      '2026-04-20 2026-04-20..2026-05-19 10 3600',
      '2026-05-20 2026-05-20..2026-06-19 10 3600',
    ])
    await expectClean(database)
    await load(database, { prices: prices('CRM,0001,P1M,monthly,USD,P1M,2026-03-01,,10.00') })
    await billTo(database, '2026-06-30')
    expect(await listQuarantine(database, null, 10)).toEqual([])
    expect(await chargesIn(database, 2)).toHaveLength(12) // six each
    await expectClean(database)
  })

  it('refuses another day or partner while a run is unfinished, and goes on with that run', async () => {
    await load(database, PROVIDER)
    const options = { asOf: dayOfText('2026-02-28'), now: () => NOW, newId: countingIds() }
    const started = await startOrJoin(database, options)
    expect(started).toMatchObject({ ok: true, value: { status: 'charging' } })
    const refusal = { code: 'billing-run-unfinished', data: { asOf: '2026-02-28', partner: 'all partners' } }
    expect(await tryToBill(database, '2026-03-31')).toMatchObject({ ok: false, refusal })
    expect(await tryToBill(database, '2026-02-28', id('partner', 1))).toMatchObject({ ok: false, refusal })
    expect(await chargesIn(database, 4)).toHaveLength(1)
    const finished = await billTo(database, '2026-02-28')
    expect(finished.billingRunId).toBe(started.ok && started.value.billingRunId)
    await billTo(database, '2026-03-31')
    await expectClean(database)
  })

  it('refreshes snapshots in thirty months and stays what the events say', async () => {
    await load(database, PROVIDER)
    const before = await snapshots(database)
    await billTo(database, ...monthEnds('2026-01', 30))
    const after = await snapshots(database)
    // 3 is charged once a year, so its snapshot is written at once; the others after 12 to 23 charges.
    for (const [key, count] of after) expect(count, key).toBeGreaterThan(before.get(key)!)
    await expectClean(database)
    // 2026-01 to 2028-06: Mail is renewed twice, Birch's 4 is charged on the last day of 30 months.
    expect(await chargesIn(database, 4)).toHaveLength(30)
    expect((await chargesIn(database, 3)).map((charge) => charge.slice(0, 10))).toEqual([
      '2026-02-01',
      '2027-02-01',
      '2028-02-01',
    ])
    const charges = await chargesOf(database)
    await empty(database)
    await load(database, PROVIDER)
    await billTo(database, '2028-06-30')
    expect(await chargesOf(database)).toEqual(charges)
  })

  it('charges nothing that was registered before the ledger begins', async () => {
    const provider: Provider = {
      partners: partners(`${id('partner', 1)},Alder,1000001,US,USD,15,2024-06-01,2026-02-10`),
      customers: CUSTOMERS.split('\n').slice(0, 2).join('\n'),
      skus: SKUS,
      prices: prices('MAIL,0001,P1Y,monthly,USD,P1M,2020-01-01,,4.00'),
      subscriptions: subscriptions(
        purchase(1, 1, '2025-03-10', 5, 'MAIL,0001,P1Y,monthly,USD'), // 12 charges elsewhere, up to 02-09
        purchase(1, 2, '2026-01-09', 5, 'MAIL,0001,P1Y,monthly,USD'), // 2 elsewhere: 01-09 and 02-09
      ),
    }
    await load(database, provider)
    expect(await chargesOf(database)).toEqual([])
    await billTo(database, '2026-02-09')
    expect(await chargesOf(database)).toEqual([])
    await billTo(database, '2026-03-31')
    expect(await chargesIn(database, 1)).toEqual([
      '2026-02-10 2026-02-10..2026-03-09 5 2000',
      '2026-03-10 2026-03-10..2026-04-09 5 2000', // renewed
    ])
    expect(await chargesIn(database, 2)).toEqual(['2026-03-09 2026-03-09..2026-04-08 5 2000'])
    const { rows } = await database.query('select min(charge_number) as first from charge')
    expect(rows).toEqual([{ first: 3 }]) // numbers count from the purchase, wherever it was charged
    expect(await invoicesOf(database)).toEqual([
      'D000000001 1 2026-02-15 USD 2000 (1)',
      'D000000002 1 2026-03-15 USD 4000 (2)',
    ])
    await expectClean(database)
  })
})

/** How many charges each snapshot has behind it. */
async function snapshots(database: Database): Promise<Map<string, number>> {
  const { rows } = await database.query<{ key: string; count: number }>(
    'select subscription_id::text as key, charge_count as count from charging_state',
  )
  return new Map(rows.map((row) => [row.key, row.count]))
}
