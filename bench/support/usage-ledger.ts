// Partners with metered subscriptions, for the benchmarks of usage: imported as the program imports them.
import { importFiles } from '../../src/app/import-files.js'
import type { ImportKind } from '../../src/app/import-refusals.js'
import { newId } from '../../src/app/new-id.js'
import { systemContext } from '../../src/app/system-context.js'
import { importExchangeRates } from '../../src/app/usage/import-exchange-rates.js'
import { importMeters } from '../../src/app/usage/import-meters.js'
import { importUsageRates } from '../../src/app/usage/import-usage-rates.js'
import { PLATFORM_ID, type UseCase } from '../../src/app/use-case.js'
import { dayOf, formatDay, type Instant } from '../../src/core/calendar/day.js'
import { addMonths } from '../../src/core/calendar/months.js'
import type { Outcome } from '../../src/core/refusal.js'
import type { Database } from '../../src/store/database.js'

export interface UsageLedgerSize {
  readonly partners: number
  /** Of each partner. */
  readonly subscriptions: number
}

/** Since when usage can be reported. */
export const USED_FROM = dayOf(2025, 1, 1)
/** Months that have exchange rates. */
const MONTHS = 36

/** A UUID whose last digits count up. */
function uuid(kind: number, number: number): string {
  return `018f00${kind}0-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

export function partnerOf(number: number): string {
  return uuid(1, number)
}

const METERS = [
  ['Machine hours', 'Compute', '1 Hour', 'USD', '0', '0.0416', true],
  ['Blob storage', 'Storage', '1 GB/Day', 'USD', '0', '0.00071', true],
  ['Nightly reports', 'Batch', '1 Report', 'EUR', '0', '0.013', false],
  ['Messages', 'Messaging', '100 Messages', 'EUR', '500', '0.002', false],
] as const

/** Makes the partners (EUR), one customer of each, its subscriptions to one metered plan, and what its meters cost. */
export async function makeUsageLedger(database: Database, { partners, subscriptions }: UsageLedgerSize): Promise<void> {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
  const from = formatDay(USED_FROM)
  const rows = numbers(partners).flatMap((partner) =>
    numbers(subscriptions).map((own) => {
      const number = partner * subscriptions + own
      const owner = `${uuid(1, partner)},${uuid(2, partner)},O-${number},${uuid(3, number)}`
      return `${owner},${from},purchase,1,PLAN,0001,P1M,monthly,EUR`
    }),
  )
  const subscriptionColumns =
    'partner_id,customer_id,order_id,subscription_id,at,event,quantity,product_id,sku_id,term,billing_cycle,currency'
  const files: readonly (readonly [ImportKind, string, readonly string[]])[] = [
    [
      'partners',
      'partner_id,name,mpn_id,country,currency,billing_day,opened_on',
      numbers(partners).map((one) => `${uuid(1, one)},Partner ${one},${4_390_000 + one},NL,EUR,1,2024-01-01`),
    ],
    [
      'customers',
      'partner_id,customer_id,name,domain_name,country',
      numbers(partners).map((one) => `${uuid(1, one)},${uuid(2, one)},Customer ${one},customer-${one}.example,NL`),
    ],
    [
      'skus',
      'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile',
      ['PLAN,0001,Cloud,Cloud Plan,LIND,Lindenhof,1 Hour,usage-plan'],
    ],
    [
      'prices',
      'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price',
      ['PLAN,0001,P1M,monthly,EUR,P1M,2024-01-01,,0.00'],
    ],
    ['subscriptions', subscriptionColumns, rows],
  ]
  const refusals: string[] = []
  await importFiles(
    database,
    files.map(([kind, header, lines]) => ({ kind, name: kind, open: () => bytesOf(header, lines) })),
    {
      now: () => Date.now() as Instant,
      newId,
      actor: 'bench',
      onRefusal: ({ line, reason }, { name }) => refusals.push(`${name}:${line}: ${reason}`),
    },
  )
  if (refusals.length > 0) throw new Error(refusals.slice(0, 5).join('\n'))
  await database.transaction(async (session) => {
    await priceMeters(systemContext(session, PLATFORM_ID, { now: Date.now() as Instant, newId }))
  })
  await database.execute('analyze')
}

async function priceMeters(provider: UseCase): Promise<void> {
  const meters = METERS.map(
    ([name, category, unit, currency], index) => `${uuid(4, index)},PLAN,0001,${name},${category},${unit},${currency}`,
  )
  const rates = METERS.map(([, , , currency, included, price, earns], index) =>
    [uuid(4, index), currency, '2024-01-01', included, earns, '0', price].join(','),
  )
  const months = Array.from({ length: MONTHS }, (_, index) => addMonths(USED_FROM, index, 'clamp'))
  const exchange = months.map((month, index) => `${formatDay(month)},USD,EUR,0.9${index % 10}`)
  const files = [
    [importMeters, 'meter_id,product_id,sku_id,name,category,unit,pricing_currency', meters],
    [importUsageRates, 'meter_id,currency,valid_from,included,earns_credit,from,unit_price', rates],
    [importExchangeRates, 'month,from,to,rate', exchange],
  ] as const
  for (const [importFile, header, lines] of files) acceptedOf(await importFile(provider, bytesOf(header, lines)))
}

async function* bytesOf(header: string, lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${header}\n${lines.join('\n')}\n`)
}

/** The value; benchmarks end where something is refused. */
export function acceptedOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new Error(outcome.refusal.message)
}

/** A new database on the server of `DATABASE_URL`, dropped when the work is done. */
export async function withNewDatabase(work: (database: Database, url: string) => Promise<void>): Promise<void> {
  const { migrate } = await import('../../src/store/migrate.js')
  const { openDatabase } = await import('../../src/store/open-database.js')
  const server = process.env['DATABASE_URL']
  if (server === undefined) throw new Error('set DATABASE_URL to a server on which databases may be created')
  const name = `prorata_bench_usage_${process.pid}`
  const admin = await openDatabase({ url: server, maxSessions: 1 })
  await admin.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const database = await openDatabase({ url: url.href })
  try {
    await migrate(database)
    await work(database, url.href)
  } finally {
    await database.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.close()
  }
}
