// A ledger of the first version, with everything it could hold, brought to this one.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from '../../test/support/databases.js'
import type { Database } from './database.js'
import { migrate } from './migrate.js'

const ALL = join(import.meta.dirname, 'migrations')
const LAST_OF_FIRST = '0001-ledger.sql'
const PARTNER = '018f0001-0000-7000-8000-000000000001'

describeEachDatabase('upgrading', (open) => {
  const first = mkdtempSync(join(tmpdir(), 'prorata-upgrade-'))
  afterAll(() => rmSync(first, { recursive: true }))
  let database: Database | undefined
  beforeEach(async () => {
    database ??= await open()
    await database.execute('drop schema public cascade; create schema public; drop schema if exists pgboss cascade')
    mkdirSync(first, { recursive: true })
    for (const name of readdirSync(ALL)) if (name <= LAST_OF_FIRST) cpSync(join(ALL, name), join(first, name))
    await migrate(database, { migrationsDirectory: first })
  })

  /** A partner billed as of a day, with an issued recurring invoice and a one-time charge of the 8th that waits. */
  async function fill({ billingDay, invoicedThrough }: { billingDay: number; invoicedThrough: string }) {
    await database!.execute(`
      insert into sku values ('MAIL', '0001', 'Mail', 'Mail Basic', 'LIND', 'Lindenhof', 'License', 'license', false, null, 1,
        300, false);
      insert into availability values ('018f0009-0000-7000-8000-000000000001', 'MAIL', '0001', 'P1Y', 'monthly', 'EUR', 'P1M');
      insert into price values ('018f0009-0000-7000-8000-000000000001', '2020-01-01', null, 4, null);
      insert into partner values ('${PARTNER}', 'Partner', '4500100', 'NL', 'EUR', ${billingDay}, '2025-01-01', '2025-01-01',
        '${invoicedThrough}', '${invoicedThrough}');
      insert into customer values ('${PARTNER}', '018f0002-0000-7000-8000-000000000001', 'Bakkerij', 'bakkerij.example.net', 'NL',
        null);
      insert into charge (partner_id, invoice_date, subscription_id, charge_number, invoice_type, currency, registered_on,
        charge_type, charge_start, charge_end, quantity, unit_price, amount, direction, policy, price, availability_id,
        price_from, billed_quantity, days, cycle_days)
      select '${PARTNER}', day, '018f0003-0000-7000-8000-000000000001', number, type, 'EUR', day, 1, day, day + 30, 1,
        400000000, 400, 1, 1, 400000000, '018f0009-0000-7000-8000-000000000001', '2020-01-01', 1, 30, 30
      from (values (1, 1, date '2025-11-0${billingDay}'), (2, 2, date '2025-11-08')) v (number, type, day);
      insert into invoice values ('${PARTNER}', '2025-11-0${billingDay}', 1, 'EUR', 'D000000001', '2025-10-01', '2025-11-01',
        '2025-12-31', 400, 1, '2025-11-02T00:10:00Z', '018f0004-0000-7000-8000-000000000001');
      insert into invoice_line values ('${PARTNER}', '2025-11-0${billingDay}', 1, 'EUR', 1, 'MAIL', '0001', 'Mail Basic', 1, 400)`)
  }
  const partner = async () =>
    (await database!.query<Record<string, unknown>>('select invoiced_through::text, old_documents_until from partner'))
      .rows[0]!

  test('what was issued is in the books, untaxed, and nobody is asked for it yet', async () => {
    await fill({ billingDay: 1, invoicedThrough: '2025-11-02' })
    await migrate(database!)
    const { rows } = await database!.query(`select account, amount, document from journal_entry order by entry_number`)
    expect(rows).toEqual([
      { account: 'receivable', amount: 400n, document: 'D000000001' },
      { account: 'revenue', amount: -400n, document: null },
    ])
    const { rows: invoices } = await database!.query('select charged, tax, total from invoice')
    expect(invoices).toEqual([{ charged: 400n, tax: 0n, total: 400n }])
    expect((await partner())['old_documents_until']).not.toBeNull()
    expect((await partner())['invoiced_through']).toBe('2025-11-02')
  })

  test('one-time charges that were still to be invoiced are invoiced by the next run', async () => {
    await fill({ billingDay: 1, invoicedThrough: '2025-11-07' })
    await migrate(database!)
    expect((await partner())['invoiced_through']).toBe('2025-11-05')
  })

  test('is refused, with what to do first, where an invoice of those two days is in the way', async () => {
    await fill({ billingDay: 6, invoicedThrough: '2025-11-07' })
    await expect(migrate(database!)).rejects.toMatchObject({ message: expect.stringContaining('one-time charges') })
    expect((await database!.query(`select to_regclass('journal_entry') as t`)).rows).toEqual([{ t: 'journal_entry' }])
    expect((await database!.query('select invoiced_through::text as day from partner')).rows).toEqual([
      { day: '2025-11-07' },
    ])
  })
})
