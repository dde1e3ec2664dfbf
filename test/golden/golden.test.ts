// The reconciliation files and the list of invoices of a small provider, byte for byte: `npm run approve` rewrites them.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { exportRecon } from '../../src/app/export-recon.js'
import { invoicesCommand } from '../../src/cli/command-invoices.js'
import {
  asOwner,
  billTo,
  countingIds,
  csv,
  expectClean,
  id,
  load,
  openLedger,
  type Provider,
  partners,
  prices,
} from '../billing/provider.js'
import { describeEachLedger } from '../support/databases.js'

const FILES = join(import.meta.dirname, 'files')
const APPROVE = process.env['PRORATA_APPROVE'] === '1'

const OFFERS = {
  mail: 'MAIL,0001,P1Y,monthly',
  mailYearly: 'MAIL,0001,P1Y,annual',
  office: 'OFFICE,0001,P1Y,monthly',
  meetings: 'MEET,0001,P1Y,monthly',
  crm: 'CRM,0001,P1M,monthly',
  backup: 'BACKUP,0001,P1M,monthly',
  suite: 'SUITE,0001,P1Y,monthly',
  suiteUpfront: 'SUITE,0001,P1Y,upfront',
  database: 'DB,0001,P1M,monthly',
  bigDatabase: 'DB,0002,P1M,monthly',
  perpetual: 'FONT,0001,P1D,one-time',
} as const

const PRICES: Readonly<Record<keyof typeof OFFERS, readonly [usd: string, eur: string, jpy: string, per?: string]>> = {
  mail: ['4.00', '3.60', '451'],
  mailYearly: ['4.00', '3.60', '451'],
  office: ['12.50', '11.20', '1403'],
  meetings: ['2.99', '2.69', '330'],
  crm: ['10.00', '9.30', '1155'],
  backup: ['99.00', '92.00', '11000'],
  suite: ['7.77', '7.11', '880'],
  suiteUpfront: ['7.40', '6.80', '833'],
  database: ['182.20', '170.01', '20500'],
  bigDatabase: ['364.40', '340.02', '41000'],
  perpetual: ['149.99', '139.99', '16800', 'P1D'],
}

const NAMES = ['=HYPERLINK("http://evil.example";"Ash")', '@SUM(A1:A9)', '+1 Cloud', '-2+3 Ltd', 'Elm, "Oak" & Söhne']

interface Row {
  readonly partner: number
  readonly customer?: number
  readonly subscription: number
  readonly at: string
  readonly event: string
  readonly quantity?: number
  readonly offer?: keyof typeof OFFERS
  readonly parent?: number
  readonly moved?: number
  readonly atRenewal?: boolean
}

const SUBSCRIPTION_COLUMNS = `partner_id,subscription_id,customer_id,order_id,friendly_name,parent_subscription_id,at,event,
quantity,product_id,sku_id,term,billing_cycle,currency,at_renewal,new_subscription_id`.replace('\n', '')

function rowText({ partner, customer, subscription, at, event, quantity, offer, parent, moved, atRenewal }: Row) {
  const order = customer === undefined ? ['', '', ''] : [id('customer', customer), `O-${subscription}`, '']
  const optional = (number?: number) => (number === undefined ? '' : id('subscription', number))
  return [
    ...[id('partner', partner), id('subscription', subscription), ...order, optional(parent), at, event],
    ...[quantity ?? '', offer === undefined ? ',,,' : OFFERS[offer], '', atRenewal ?? '', optional(moved)],
  ].join(',')
}

const buy = (partner: number, customer: number, subscription: number, at: string, quantity: number, offer: Row['offer'] & string): Row => ({
  ...{ partner, customer, subscription, at, event: 'purchase', quantity, offer },
})

const HISTORY: readonly Row[] = [
  // Licenses: a change in mid-cycle, an add-on with it, both converted in whole and in part, a suspension with credits.
  buy(1, 1, 1, '2026-01-13', 10, 'mail'),
  { partner: 1, customer: 1, subscription: 2, parent: 1, at: '2026-02-01', event: 'purchaseAddon', quantity: 4, offer: 'meetings' },
  { partner: 1, subscription: 1, at: '2026-02-20T12:00:00Z', event: 'changeQuantity', quantity: 12 },
  buy(1, 2, 3, '2026-01-20', 5, 'mail'),
  { partner: 1, subscription: 3, at: '2026-03-01', event: 'convert', offer: 'office' },
  buy(1, 3, 4, '2026-01-31', 8, 'mail'),
  { partner: 1, subscription: 4, at: '2026-02-10', event: 'convert', offer: 'office', quantity: 3, moved: 5 },
  buy(1, 4, 6, '2026-02-02', 7, 'mail'),
  { partner: 1, subscription: 6, at: '2026-03-20', event: 'suspend' },
  { partner: 1, subscription: 6, at: '2026-04-04', event: 'reactivate' },
  // Software as a service: a free trial that becomes paid; a flat fee; a database converted; a purchase for ever.
  buy(1, 5, 7, '2026-01-15', 5, 'crm'),
  buy(1, 5, 8, '2026-02-28', 3, 'backup'),
  buy(1, 1, 9, '2026-02-10', 2, 'database'),
  { partner: 1, subscription: 9, at: '2026-02-15', event: 'changeQuantity', quantity: 3 },
  { partner: 1, subscription: 9, at: '2026-02-20', event: 'changeQuantity', quantity: 1 },
  { partner: 1, subscription: 9, at: '2026-03-14', event: 'convert', offer: 'bigDatabase' },
  buy(1, 2, 10, '2026-03-05', 2, 'perpetual'),
  // New commerce: more licenses, fewer of them in the window, and a year paid upfront; a yearly license with more.
  buy(2, 6, 11, '2026-01-31', 6, 'suite'),
  { partner: 2, subscription: 11, at: '2026-02-10', event: 'changeQuantity', quantity: 9 },
  { partner: 2, subscription: 11, at: '2026-02-12', event: 'changeQuantity', quantity: 8 },
  buy(2, 6, 12, '2026-02-14', 2, 'suiteUpfront'),
  buy(2, 6, 13, '2026-01-10', 3, 'mailYearly'),
  { partner: 2, subscription: 13, at: '2026-03-03', event: 'changeQuantity', quantity: 4 },
  // A currency without minor units.
  buy(3, 7, 14, '2026-01-11', 3, 'mail'),
  { partner: 3, subscription: 14, at: '2026-01-20', event: 'changeQuantity', quantity: 5 },
  buy(3, 7, 15, '2026-02-03', 2, 'database'),
  { partner: 3, subscription: 15, at: '2026-02-13', event: 'changeQuantity', quantity: 3 },
]

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

const PROVIDER: Provider = {
  partners: partners(
    `${id('partner', 1)},Alder Cloud,1000001,US,USD,15,2025-06-01,`,
    `${id('partner', 2)},Birch Digital,1000002,NL,EUR,1,2025-06-01,`,
    `${id('partner', 3)},Kiku KK,1000003,JP,JPY,28,2025-06-01,`,
  ),
  customers: csv(
    'partner_id,customer_id,name,domain_name,country,reseller_mpn_id',
    ...NAMES.map((name, index) => `${id('partner', 1)},${id('customer', index + 1)},${quoted(name)},c${index}.example,US,77${index}`),
    `${id('partner', 2)},${id('customer', 6)},Zürich Möbel,moebel.example,CH,`,
    `${id('partner', 3)},${id('customer', 7)},株式会社菊,kiku.example,JP,`,
  ),
  skus: csv(
    'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,flat,trial,is_add_on',
    'MAIL,0001,Mail,Mail Basic,LIND,"Lindenhof, Inc.",License,license,false,,false',
    'OFFICE,0001,Office,Office Suite,LIND,"Lindenhof, Inc.",License,license,false,,false',
    'MEET,0001,Meetings,Meetings,LIND,"Lindenhof, Inc.",License,license,false,,true',
    'CRM,0001,CRM,Field CRM,ORCH,Orchard Apps,User,saas,false,P1M,false',
    'BACKUP,0001,Backup,Backup Vault,ORCH,Orchard Apps,Site,saas,true,,false',
    'SUITE,0001,Suite,Suite N,LIND,"Lindenhof, Inc.",License,new-commerce,false,,false',
    'DB,0001,Database,Database Server,ORCH,Orchard Apps,Core,one-time-recurring,false,,false',
    'DB,0002,Database,Database Server XL,ORCH,Orchard Apps,Core,one-time-recurring,false,,false',
    'FONT,0001,Fonts,Font Library,ORCH,Orchard Apps,License,one-time-recurring,false,,false',
  ),
  prices: prices(
    ...Object.entries(PRICES).flatMap(([offer, [usd, eur, jpy, per]]) =>
      Object.entries({ USD: usd, EUR: eur, JPY: jpy }).map(
        ([currency, price]) => `${OFFERS[offer as keyof typeof OFFERS]},${currency},${per ?? 'P1M'},2020-01-01,,${price}`,
      ),
    ),
  ),
  subscriptions: csv(SUBSCRIPTION_COLUMNS, ...HISTORY.map(rowText)),
}

describeEachLedger('golden files', (open, test) => {
  let folder: string
  const files = new Map<string, string>()

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'prorata-golden-'))
    const database = await openLedger(open)
    await load(database, PROVIDER, countingIds())
    // No file can bring a tab into a name, but a program may.
    await asOwner(database, `update customer set name = E'\\tTabs Ltd' where customer_id = '${id('customer', 4)}'`)
    await billTo(database, '2026-02-28', '2026-05-08')
    await expectClean(database)
    const exported = await exportRecon(database, { directory: join(folder, 'out'), filter: { limit: 1_000 } })
    for (const { path } of exported) files.set(basename(path), readFileSync(path, 'utf8'))
    await database.close()
    files.set('invoices.json', await listInvoices())
    if (!APPROVE) return
    mkdirSync(FILES, { recursive: true })
    for (const [name, text] of files) writeFileSync(join(FILES, name), text)
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** What `prorata invoices --json` prints. */
  async function listInvoices(): Promise<string> {
    const { url, directory } = test.location()
    if (directory !== undefined) cpSync(directory, join(folder, 'database'), { recursive: true })
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    try {
      const where = url === undefined ? ['--data', folder] : ['--database', url]
      await invoicesCommand().parseAsync(['--json', ...where], { from: 'user' })
      return log.mock.calls.map((call) => `${call.join(' ')}\n`).join('')
    } finally {
      log.mockRestore()
    }
  }

  it('are the approved ones, byte for byte', () => {
    const approved = existsSync(FILES) ? readdirSync(FILES) : []
    expect([...files.keys()].sort()).toEqual(approved.sort())
    for (const [name, text] of files) expect(text, name).toBe(readFileSync(join(FILES, name), 'utf8'))
  })
})

interface ListedInvoice {
  readonly number: string
  readonly currency: string
  readonly total: string
  readonly lines: number
}

describe('approved files', () => {
  const approved = () => readdirSync(FILES).filter((name) => name.endsWith('.csv'))
  const listed = (): readonly ListedInvoice[] => JSON.parse(readFileSync(join(FILES, 'invoices.json'), 'utf8')).invoices
  const recordsOf = (name: string): Record<string, string>[] =>
    parse(readFileSync(join(FILES, name)), { columns: true, bom: false, record_delimiter: '\r\n' })
  const minor = (text: string) => BigInt(text.replace('.', ''))

  it('add up to their invoices, and every invoice has one', () => {
    const invoices = listed()
    expect(approved().map((name) => name.slice(0, 10)).sort()).toEqual(invoices.map((invoice) => invoice.number).sort())
    for (const name of approved()) {
      const { total, lines, currency } = invoices.find(({ number }) => name.startsWith(`${number}-`))!
      const column = name.includes('license-based') ? 'TotalForCustomer' : 'Total'
      const records = recordsOf(name)
      expect(records, name).toHaveLength(lines)
      expect(records.reduce((sum, record) => sum + minor(record[column]!), 0n), name).toBe(minor(total))
      expect(new Set(records.map((record) => record['Currency'])), name).toEqual(new Set([currency]))
    }
  })

  it('show every charge type this provider has', () => {
    const types = new Set(approved().flatMap(recordsOf).map((record) => record['ChargeType']))
    expect([...types].sort()).toEqual([
      ...['Cancel fee', 'Cycle fee', 'Cycle instance prorate', 'Prorate fees when convert away from current offering'],
      ...['Prorate fees when convert to a new offering', 'Prorate fees when purchase'],
      ...['addQuantity', 'convert', 'cycleCharge', 'new', 'removeQuantity', 'renew'],
    ])
  })

  it('hold no cell that a spreadsheet takes for a formula', () => {
    const records = approved().flatMap(recordsOf)
    const names = new Set(records.map((record) => record['CustomerName']))
    expect([...names].sort()).toEqual(
      [`'${NAMES[0]}`, `'${NAMES[1]}`, `'${NAMES[2]}`, "'\tTabs Ltd", NAMES[4], 'Zürich Möbel', '株式会社菊'].sort(),
    )
    for (const record of records) {
      for (const [column, cell] of Object.entries(record)) {
        expect(cell, column).not.toMatch(/^(?:[=@\t\r]|[+-](?!\d+(?:\.\d+)?$))/)
      }
    }
  })
})
