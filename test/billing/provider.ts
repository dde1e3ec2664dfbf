// Small hand-written providers for the tests of billing: CSV texts in, a ledger out.
import { expect } from 'vitest'
import { bill } from '../../src/app/bill.js'
import { type ImportFile, importFiles } from '../../src/app/import-files.js'
import { IMPORT_KINDS, type ImportKind } from '../../src/app/import-refusals.js'
import { verifyLedger } from '../../src/app/verify-ledger.js'
import { type Day, formatDay, type Instant, parseDay } from '../../src/core/calendar/day.js'
import { parseInstant } from '../../src/core/calendar/instant.js'
import type { Outcome } from '../../src/core/refusal.js'
import type { BillingRun } from '../../src/store/billing-runs.js'
import type { Database } from '../../src/store/database.js'
import type { OpenTestDatabase } from '../support/databases.js'

/** The files of a provider, as CSV. */
export type Provider = Readonly<Partial<Record<ImportKind, string>>>

export const NOW: Instant = parseInstant('2027-01-01T00:00:00Z')!

/** `id('partner', 1)`: ids in order of their numbers. */
export function id(kind: 'partner' | 'customer' | 'subscription', number: number): string {
  const prefix = { partner: '018f0001', customer: '018f0002', subscription: '018f0003' }[kind]
  return `${prefix}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

/** Ids in order, the same on every run. */
export function countingIds(): () => string {
  let count = 0
  return () => {
    count += 1
    return `018f0009-0000-7000-8000-${count.toString(16).padStart(12, '0')}`
  }
}

const newId = countingIds()

/** The database of `describeEachLedger` under the program's role. */
export function openLedger(open: OpenTestDatabase): Promise<Database> {
  return open({ role: 'prorata_program', maxSessions: 4 })
}

/** Statements the program itself may not run. */
export async function asOwner(database: Database, sql: string): Promise<void> {
  await database.transaction(async (session) => {
    await session.execute('set local role none')
    await session.execute(sql)
  })
}

const TABLES = [
  ...['usage_charge', 'rated_usage', 'usage_refusal', 'usage_day', 'usage_event', 'usage_resource', 'usage_batch'],
  ...['earned_credit_gap', 'usage_close', 'usage_account', 'usage_budget', 'usage_budget_notice'],
  ...['usage_rate', 'exchange_rate', 'meter'],
  ...['amendment_charge', 'amendment_tax', 'amendment_line', 'amendment'],
  ...['journal_entry', 'payment', 'reminder', 'credit_limit', 'tax_profile', 'tax_id_validation'],
  ...['withholding', 'tax_exemption', 'tax_certificate'],
  ...[
    'invoice_tax',
    'credit_request',
    'invoice_adjustment',
    'adjustment',
    'invoice_line',
    'invoice',
    'charge',
    'charging_state',
    'subscription_event',
    'subscription',
    'customer',
  ],
  ...['quarantine', 'billing_run_chunk', 'billing_run', 'partner', 'price', 'availability', 'sku'],
]

/** Empties the ledger. */
export async function empty(database: Database): Promise<void> {
  // Of so few rows this is quicker than truncate, which makes new files.
  const deletions = TABLES.map((table) => `delete from ${table}`)
  await asOwner(database, `${deletions.join('; ')}; update invoice_counter set next_number = 1`)
}

/** Imports and expects that nothing is refused. */
export async function load(database: Database, provider: Provider, ids: () => string = newId): Promise<void> {
  const refused: unknown[] = []
  const files = IMPORT_KINDS.flatMap((kind): ImportFile[] => {
    const text = provider[kind]
    return text === undefined ? [] : [fileOf(kind, text)]
  })
  await importFiles(database, files, {
    now: () => NOW,
    newId: ids,
    actor: 'test',
    onRefusal: (refusal) => refused.push(refusal),
  })
  expect(refused).toEqual([])
}

function fileOf(kind: ImportKind, text: string): ImportFile {
  async function* open() {
    yield Buffer.from(text)
  }
  return { kind, name: `${kind}.csv`, open }
}

export function dayOfText(text: string): Day {
  return parseDay(text)!
}

/** Bills up to each of these days in turn and expects that none is refused. */
export async function billTo(database: Database, ...days: readonly string[]): Promise<BillingRun> {
  let last: BillingRun | undefined
  for (const day of days) {
    const outcome = await tryToBill(database, day)
    if (!outcome.ok) throw new Error(outcome.refusal.message)
    last = outcome.value
  }
  return last!
}

export function tryToBill(database: Database, day: string, onlyPartner?: string): Promise<Outcome<BillingRun>> {
  const only = onlyPartner === undefined ? {} : { onlyPartner }
  // Other ids than those of whatever else counts: a database may have been filled by several.
  const runId = () => newId().replace('018f0009', '018f000b')
  return bill(database, { asOf: dayOfText(day), ...only, now: () => NOW, newId: runId })
}

/** Every day from one to another, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = []
  for (let day = dayOfText(first); day <= dayOfText(last); day = (day + 1) as Day) days.push(formatDay(day))
  return days
}

/** The last day of each of so many months, from one on: `monthEnds('2026-01', 2)` is 2026-01-31 and 2026-02-28. */
export function monthEnds(month: string, count: number): string[] {
  const first = dayOfText(`${month}-01`)
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(first * 86_400_000)
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + index + 1, 0)).toISOString().slice(0, 10)
  })
}

/** Invoices in order of number: `D000000001 2026-01-15 recurring USD 20.00 (1)`, amounts in minor units. */
export async function invoicesOf(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>(
    `select concat_ws(' ', i.number, right(i.partner_id::text, 1), i.invoice_date, i.currency, i.total,
       '(' || i.charge_count || ')') as text
     from invoice i order by i.number`,
  )
  return rows.map((row) => row.text)
}

/** Every charge with all its columns but the random ids of availabilities, in order. */
export async function chargesOf(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>(
    `select (to_jsonb(c) - 'availability_id')::text as text from charge c
     order by c.partner_id, c.subscription_id, c.charge_number, c.invoice_date`,
  )
  return rows.map((row) => row.text)
}

/** The charges of one subscription: `2026-01-10 2026-01-10..2026-02-09 5 2000`, the last an amount in minor units. */
export async function chargesIn(database: Database, subscription: number): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>(
    `select concat_ws(' ', registered_on, charge_start || '..' || (charge_end - 1), quantity, amount) as text
     from charge where subscription_id = $1 order by partner_id, charge_number`,
    [id('subscription', subscription)],
  )
  return rows.map((row) => row.text)
}

/** Invoices and their lines without numbers, ids of runs and times: what is the same whoever issued them, and when. */
export async function documentsOf(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>(
    `select (to_jsonb(i) - 'number' - 'billing_run_id' - 'issued_at')::text as text from invoice i
     union all select to_jsonb(l)::text from invoice_line l order by 1`,
  )
  return rows.map((row) => row.text)
}

/** Expects that the ledger is what its events say. */
export async function expectClean(database: Database): Promise<void> {
  const { differences, subscriptions } = await verifyLedger(database)
  expect(differences).toEqual([])
  expect(subscriptions).toBeGreaterThan(0)
}

const PARTNER_COLUMNS = 'partner_id,name,mpn_id,country,currency,billing_day,opened_on,ledger_start'
const PRICE_COLUMNS = 'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price'
const SUBSCRIPTION_COLUMNS =
  'partner_id,customer_id,order_id,subscription_id,at,event,quantity,product_id,sku_id,term,billing_cycle,currency'

export function csv(header: string, ...rows: readonly string[]): string {
  return [header, ...rows].map((row) => `${row}\n`).join('')
}

/** Rows of prices: `MAIL,0001,P1Y,monthly,USD,P1M,2020-01-01,,4.00`. */
export function prices(...rows: readonly string[]): string {
  return csv(PRICE_COLUMNS, ...rows)
}

export function partners(...rows: readonly string[]): string {
  return csv(PARTNER_COLUMNS, ...rows)
}

/** A purchase by the only customer of a partner; `offer` is `MAIL,0001,P1Y,monthly,USD`. */
export function purchase(partner: number, subscription: number, at: string, quantity: number, offer: string): string {
  const owner = `${id('partner', partner)},${id('customer', partner)},O-${subscription}`
  return `${owner},${id('subscription', subscription)},${at},purchase,${quantity},${offer}`
}

function change(partner: number, subscription: number, at: string, quantity: number): string {
  return `${id('partner', partner)},,,${id('subscription', subscription)},${at},changeQuantity,${quantity},,,,,`
}

export function subscriptions(...rows: readonly string[]): string {
  return csv(SUBSCRIPTION_COLUMNS, ...rows)
}

export const SKUS = csv(
  'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile',
  'MAIL,0001,Mail,Mail,LIND,Lindenhof,License,license',
  'CRM,0001,CRM,CRM,ORCH,Orchard,License,saas',
  'SUITE,0001,Suite,Suite,LIND,Lindenhof,License,new-commerce',
)

export const CUSTOMERS = csv(
  'partner_id,customer_id,name,domain_name,country',
  `${id('partner', 1)},${id('customer', 1)},Ash Ltd,ash.example,US`,
  `${id('partner', 2)},${id('customer', 2)},Bay BV,bay.example,NL`,
)

/**
 * Two partners: Alder, USD, invoiced on the 15th; Birch, EUR, invoiced on the 1st, with one subscription in USD.
 * Charges up to 2026-04-30, worked out by hand:
 *
 *     1 Alder  5 Mail at 4.00 from 01-10, 7 from 01-25   01-10 20.00 for the cycle to 02-09, a month at 5
 *       a day: 4.00 / 31 = 0.129; 15 days 1.935 -> 1.94 (half away from zero), 16 days 2.064 -> 2.06
 *                                                        02-10 -20.00 + 5 x 1.94 = 9.70 + 7 x 2.06 = 14.42 -> 4.12
 *                                                        02-10, 03-10, 04-10 28.00 each
 *     2 Alder  3 CRM at 10.00 a month from 01-20         01-20, 02-20, 03-20, 04-20 30.00 each
 *     3 Alder  2 Mail for a year at 12 x 4.00            02-01 96.00
 *     4 Birch  10 Mail at 3.60 from 01-31                01-31, 02-28, 03-31, 04-30 36.00 each
 *     5 Birch  4 Suite at 12.50 from 02-15               02-15, 03-15, 04-15 50.00 each
 *     6 Birch  1 CRM at 10.00 USD from 02-03             02-03, 03-03, 04-03 10.00 each
 */
export const PROVIDER: Provider = {
  partners: partners(
    `${id('partner', 1)},Alder,1000001,US,USD,15,2025-06-01,`,
    `${id('partner', 2)},Birch,1000002,NL,EUR,1,2025-06-01,`,
  ),
  customers: CUSTOMERS,
  skus: SKUS,
  prices: prices(
    'MAIL,0001,P1Y,monthly,USD,P1M,2020-01-01,,4.00',
    'MAIL,0001,P1Y,annual,USD,P1M,2020-01-01,,4.00',
    'MAIL,0001,P1Y,monthly,EUR,P1M,2020-01-01,,3.60',
    'CRM,0001,P1M,monthly,USD,P1M,2020-01-01,,10.00',
    'SUITE,0001,P1Y,monthly,EUR,P1M,2020-01-01,,12.50',
  ),
  subscriptions: subscriptions(
    purchase(1, 1, '2026-01-10', 5, 'MAIL,0001,P1Y,monthly,USD'),
    change(1, 1, '2026-01-25T09:00:00Z', 7),
    purchase(1, 2, '2026-01-20', 3, 'CRM,0001,P1M,monthly,USD'),
    purchase(1, 3, '2026-02-01', 2, 'MAIL,0001,P1Y,annual,USD'),
    purchase(2, 4, '2026-01-31', 10, 'MAIL,0001,P1Y,monthly,EUR'),
    purchase(2, 5, '2026-02-15', 4, 'SUITE,0001,P1Y,monthly,EUR'),
    purchase(2, 6, '2026-02-03', 1, 'CRM,0001,P1M,monthly,USD'),
  ),
}
