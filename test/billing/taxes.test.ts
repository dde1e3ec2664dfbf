// Taxes from the billing run to the file: what an invoice bears, what each of its lines bears, and what the journal says.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeEach, expect, it } from 'vitest'
import { exportRecon } from '../../src/app/export-recon.js'
import type { Database } from '../../src/store/database.js'
import { describeEachLedger } from '../support/databases.js'
import {
  asOwner,
  billTo,
  csv,
  empty,
  expectClean,
  id,
  load,
  openLedger,
  partners,
  prices,
  purchase,
  SKUS,
  subscriptions,
} from './provider.js'

const CUSTOMERS = csv(
  'partner_id,customer_id,name,domain_name,country',
  `${id('partner', 1)},${id('customer', 1)},Ash Ltd,ash.example,US`,
  `${id('partner', 2)},${id('customer', 2)},Bay BV,bay.example,NL`,
  `${id('partner', 3)},${id('customer', 3)},Tanne GmbH,tanne.example,DE`,
)

/** Alder in the US, Birch in the Netherlands with seven small subscriptions, Cedar in Germany. */
const SOLD = {
  partners: partners(
    `${id('partner', 1)},Alder,1000001,US,USD,15,2025-06-01,`,
    `${id('partner', 2)},Birch,1000002,NL,EUR,1,2025-06-01,`,
    `${id('partner', 3)},Cedar,1000003,DE,EUR,1,2025-06-01,`,
  ),
  customers: CUSTOMERS,
  skus: SKUS,
  prices: prices('MAIL,0001,P1Y,monthly,USD,P1M,2020-01-01,,4.00', 'MAIL,0001,P1Y,monthly,EUR,P1M,2020-01-01,,0.33'),
  subscriptions: subscriptions(
    purchase(1, 1, '2026-01-10', 5, 'MAIL,0001,P1Y,monthly,USD'),
    ...[1, 2, 3, 4, 5, 6, 7].map((n) => purchase(2, 10 + n, '2026-01-10', n, 'MAIL,0001,P1Y,monthly,EUR')),
    purchase(3, 30, '2026-01-10', 100, 'MAIL,0001,P1Y,monthly,EUR'),
  ),
}

const REGISTERED = `insert into tax_registration (registration_id, kind, country, region, number, since, recorded_at, recorded_by)
  values ('018f000c-0000-7000-8000-000000000001', 'home', 'NL', '', 'NL123456789B01', '2026-01-01', now(), 'test')`

/** Alder's invoices of January and February: five licenses at 4.00, and no tax. */
const ALDER = ['D000000001 1 2000 0 2000', 'D000000002 1 2000 0 2000']

describeEachLedger('taxes of the billing run', (open) => {
  let ledger: Database | undefined
  let database: Database
  beforeEach(async () => {
    ledger ??= await openLedger(open)
    database = ledger
    await asOwner(
      database,
      'delete from invoice_tax; delete from tax_registration; delete from tax_profile; delete from tax_id_validation',
    )
    await empty(database)
    await load(database, SOLD)
  })

  const invoices = async () => {
    const { rows } = await database.query<{ text: string }>(
      `select concat_ws(' ', number, right(partner_id::text, 1), charged, tax, total) as text from invoice order by number`,
    )
    return rows.map(({ text }) => text)
  }

  it('are none before the provider is registered', async () => {
    await billTo(database, '2026-02-15')
    expect(await invoices()).toEqual([...ALDER, 'D000000003 2 924 0 924', 'D000000004 3 3300 0 3300'])
    const { rows } = await database.query('select from invoice_tax')
    expect(rows).toEqual([])
  })

  it('go from the invoice to its lines, to the file and to the journal', async () => {
    await asOwner(database, REGISTERED)
    await billTo(database, '2026-02-15')
    // Birch: 33 + 66 + ... + 231 = 924; 21 % = 194.04 -> 194. Cedar without a checked id: Dutch tax, 21 % of 3300 = 693.
    // Alder, outside the Union: none.
    expect(await invoices()).toEqual([...ALDER, 'D000000003 2 924 194 1118', 'D000000004 3 3300 693 3993'])
    const { rows } = await database.query<{ text: string }>(
      `select concat_ws(' ', right(partner_id::text, 1), category, name, rate::float, taxable, tax) as text
       from invoice_tax order by 1`,
    )
    expect(rows.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^1 [GO] /),
      expect.stringMatching(/^1 [GO] /),
      '2 S VAT 21 924 194',
      '3 S VAT 21 3300 693',
    ])
    const books = await database.query<{ text: string }>(
      `select concat_ws(' ', account, sum(amount)) as text from journal_entry where partner_id = $1 group by account order by 1`,
      [id('partner', 2)],
    )
    expect(books.rows.map(({ text }) => text)).toEqual(['receivable 1118', 'revenue -924', 'tax-payable -194'])
    await expectClean(database)

    const folder = mkdtempSync(join(tmpdir(), 'prorata-taxes-'))
    const [file] = await exportRecon(database, { directory: folder, filter: { number: 'D000000003', limit: 1 } })
    const lines = parse(readFileSync(file!.path, 'utf8'), { columns: true, bom: true }) as Record<string, string>[]
    rmSync(folder, { recursive: true })
    // Exact taxes 6.93, 13.86, 20.79, 27.72, 34.65, 41.58, 48.51: cut to 189 in all; the five units left go to .93 down to .65.
    expect(lines.map((line) => [line['Subtotal'], line['Tax'], line['TotalForCustomer']])).toEqual([
      ['0.33', '0.07', '0.40'],
      ['0.66', '0.14', '0.80'],
      ['0.99', '0.21', '1.20'],
      ['1.32', '0.28', '1.60'],
      ['1.65', '0.35', '2.00'],
      ['1.98', '0.41', '2.39'],
      ['2.31', '0.48', '2.79'],
    ])
  })

  it('follow what was known on the date of the invoice, and never change an issued one', async () => {
    await asOwner(database, REGISTERED)
    await billTo(database, '2026-02-15')
    const validated = `
      insert into tax_profile (partner_id, version, valid_from, country, region, tax_id, recorded_at, recorded_by)
        values ('${id('partner', 3)}', 1, '2026-02-20', 'DE', '', 'DE123456788', now(), 'test');
      insert into tax_id_validation (partner_id, validation_id, tax_id, state, checked_on, evidence, validator, recorded_at, recorded_by)
        values ('${id('partner', 3)}', '018f000c-0000-7000-8000-000000000002', 'DE123456788', 'valid', '2026-02-20', 'seen', 'test', now(), 'test');
      update sku set tax_class = 'reduced'`
    await asOwner(database, validated)
    await billTo(database, '2026-03-01')
    // Birch at the reduced rate: 9 % of 924 = 83.16; Cedar accounts for the tax itself.
    expect((await invoices()).slice(2)).toEqual([
      'D000000003 2 924 194 1118',
      'D000000004 3 3300 693 3993',
      'D000000005 2 924 83 1007',
      'D000000006 3 3300 0 3300',
    ])
    await expectClean(database)
  })

  it('leave out whose rate is missing, and the same day once more makes up for it when it is there', async () => {
    await asOwner(database, `${REGISTERED}; delete from tax_rate where country = 'NL' and tax_class = 'standard'`)
    await billTo(database, '2026-02-15')
    expect(await invoices()).toEqual(ALDER)
    await expectClean(database)
    await asOwner(
      database,
      `insert into tax_rate (country, region, tax_class, component, valid_from, position, rate, sample, recorded_at, recorded_by)
       values ('NL', '', 'standard', 'VAT', '2012-10-01', 1, 21, false, now(), 'test')`,
    )
    await billTo(database, '2026-02-15')
    expect(await invoices()).toEqual([...ALDER, 'D000000003 2 924 194 1118', 'D000000004 3 3300 693 3993'])
    await expectClean(database)
  })
})
