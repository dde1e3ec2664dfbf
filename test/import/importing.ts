import { type ImportedFile, type ImportOptions, importFiles } from '../../src/app/import-files.js'
import type { ImportKind, ImportRefusal } from '../../src/app/import-refusals.js'
import { verifyLedger } from '../../src/app/verify-ledger.js'
import type { Instant } from '../../src/core/calendar/day.js'
import type { Database } from '../../src/store/database.js'
import { empty } from '../billing/provider.js'

export const PARTNER = '018f0001-0000-7000-8000-000000000001'
export const OTHER_PARTNER = '018f0001-0000-7000-8000-000000000002'
export const CUSTOMER = '018f0002-0000-7000-8000-000000000001'
export const SUBSCRIPTION = '018f0003-0000-7000-8000-000000000001'

/** Text of the files to import, by kind. */
export type Texts = Readonly<Partial<Record<ImportKind, string>>>

export interface Imported {
  readonly files: readonly ImportedFile[]
  readonly refusals: readonly ImportRefusal[]
  /** `kind: imported/unchanged/refused`, with `!` where nothing was kept. */
  readonly counts: readonly string[]
  /** `line code` of each refusal. */
  readonly codes: readonly string[]
}

let ids = 0
let clock = Date.UTC(2026, 10, 21)

/** Imports texts as if they were files; every import has its own instant. */
export async function importTexts(
  database: Database,
  texts: Texts,
  options: Partial<ImportOptions> = {},
): Promise<Imported> {
  const refusals: ImportRefusal[] = []
  clock += 1_000
  const now = clock as Instant
  const { files } = await importFiles(
    database,
    Object.entries(texts).map(([kind, text]) => ({
      kind: kind as ImportKind,
      name: kind,
      async *open() {
        yield Buffer.from(text)
      },
    })),
    {
      now: () => now,
      newId,
      actor: 'test',
      onRefusal: (refusal) => refusals.push(refusal),
      ...options,
    },
  )
  const counts = files.map(
    ({ kind, imported, unchanged, refused, committed }) =>
      `${kind}: ${imported}/${unchanged}/${refused}${committed ? '' : '!'}`,
  )
  return { files, refusals, counts, codes: refusals.map(({ line, code }) => `${line} ${code}`) }
}

/** A ledger with nothing but a catalogue, two partners and a customer each, whatever was in it before. */
export async function startAnew(database: Database): Promise<void> {
  await empty(database)
  await importTexts(database, BASICS)
}

export function newId(): string {
  ids += 1
  return `018f0009-0000-7000-8000-${ids.toString(16).padStart(12, '0')}`
}

/** Lines as a file: cells are written as they are. */
export function csv(...lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}

const PRODUCTS = [
  ['BASE', 'license', 'P1Y', 'monthly', '4.00'],
  ['BASE', 'license', 'P1Y', 'annual', '3.80'],
  ['PLUS', 'license', 'P1Y', 'monthly', '9.00'],
  ['ADDON', 'license', 'P1Y', 'monthly', '1.50'],
  ['NEW', 'new-commerce', 'P1Y', 'monthly', '12.00'],
  ['NEW', 'new-commerce', 'P1M', 'monthly', '13.00'],
  ['SAAS', 'saas', 'P1M', 'monthly', '20.00'],
  ['TOOL', 'one-time-recurring', 'P1D', 'one-time', '99.00'],
] as const

/** A catalogue, two partners with a customer each, and no subscriptions. */
export const BASICS: Texts = {
  partners: csv(
    'partner_id,name,mpn_id,country,currency,billing_day,opened_on',
    `${PARTNER},Alder,4390934,US,USD,15,2025-01-01`,
    `${OTHER_PARTNER},Birch,4390935,NL,USD,1,2025-01-01`,
  ),
  customers: csv(
    'partner_id,customer_id,name,domain_name,country',
    `${PARTNER},${CUSTOMER},Acorn,acorn.example,US`,
    `${OTHER_PARTNER},${CUSTOMER},Leaf,leaf.example,NL`,
  ),
  skus: csv(
    'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile',
    ...[...new Map(PRODUCTS.map((product) => [product[0], product[1]]))].map(
      ([id, profile]) => `${id},0001,${id} product,${id} plan,PUB,Publisher,License,${profile}`,
    ),
  ),
  prices: csv(
    'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price',
    ...PRODUCTS.flatMap(([id, , term, cycle, price]) => [
      `${id},0001,${term},${cycle},USD,P1M,2024-01-01,2026-01-01,${price}`,
      `${id},0001,${term},${cycle},USD,P1M,2026-01-01,,${Number(price) + 1}`,
    ]),
  ),
}

const COLUMNS =
  'partner_id,subscription_id,customer_id,order_id,friendly_name,parent_subscription_id,source_subscription_id,at,event,' +
  'quantity,product_id,sku_id,term,billing_cycle,currency,at_renewal,auto_renew,new_subscription_id'

/** One row of a subscriptions file by column; the offer as `BASE P1Y monthly`. */
export type SubscriptionCells = Readonly<Record<string, string | number>> & { readonly offer?: string }

export function subscriptionsCsv(...rows: readonly SubscriptionCells[]): string {
  return csv(COLUMNS, ...rows.map(rowOf))
}

function rowOf({ offer, ...cells }: SubscriptionCells): string {
  const [product, term, cycle] = offer?.split(' ') ?? []
  const offered =
    offer === undefined ? {} : { product_id: product, sku_id: '0001', term, billing_cycle: cycle, currency: 'USD' }
  const all: Readonly<Record<string, unknown>> = {
    partner_id: PARTNER,
    subscription_id: SUBSCRIPTION,
    ...offered,
    ...cells,
  }
  return COLUMNS.split(',')
    .map((name) => all[name] ?? '')
    .join(',')
}

/** The purchase every family begins with. */
export function purchase(cells: SubscriptionCells = {}): SubscriptionCells {
  return {
    customer_id: CUSTOMER,
    order_id: 'O-1',
    friendly_name: 'Staff',
    at: '2026-01-10',
    event: 'purchase',
    quantity: 10,
    offer: 'BASE P1Y monthly',
    ...cells,
  }
}

/** What the replay of every subscription finds wrong with the ledger. */
export async function differencesIn(database: Database): Promise<string[]> {
  const { differences } = await verifyLedger(database)
  return differences
    .filter(({ what, stored, recomputed }) => what !== 'state detail' || !sameJson(stored, recomputed))
    .map(({ subscriptionId, what, stored, recomputed }) => `${subscriptionId} ${what}: ${stored} / ${recomputed}`)
}

/** jsonb keeps the fields of objects in an order of its own. */
function sameJson(left: string, right: string): boolean {
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  return JSON.stringify(JSON.parse(left), sorted) === JSON.stringify(JSON.parse(right), sorted)
}

/** Charges as people would list them. */
export async function chargesIn(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ line: string }>(
    `select concat_ws(' ', subscription_id, charge_number, registered_on, invoice_date, charge_type, charge_start,
       charge_end, quantity, amount) as line
     from charge order by subscription_id, charge_number`,
  )
  return rows.map((row) => row.line)
}

/** Everything an import writes, as text, without when and by whom. */
export async function dump(database: Database): Promise<string> {
  const parts: string[] = []
  for (const table of [
    'partner',
    'customer',
    'commerce_profile',
    'sku',
    'price',
    'subscription',
    'charge',
    'charging_state',
  ]) {
    const { rows } = await database.query<{ row: string }>(
      `select t::text as row from ${table} t order by t::text collate "C"`,
    )
    parts.push(`${table}: ${rows.length}`, ...rows.map((row) => row.row))
  }
  const { rows } = await database.query<{ row: string }>(
    `select concat_ws(' ', partner_id, subscription_id, event_number, type, occurred_at, data) as row
     from subscription_event order by partner_id, subscription_id, event_number`,
  )
  return [...parts, ...rows.map((row) => row.row)].join('\n')
}
