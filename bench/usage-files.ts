// The daily rated file of one invoice: so many rows of one partner, how fast they are billed and written, and the memory that
// takes.
// Usage: npm run build && DATABASE_URL=... npx tsx bench/usage-files.ts [ROWS]
import { readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Day, formatDay } from '../src/core/calendar/day.js'
import { addMonths } from '../src/core/calendar/months.js'
import type { Database } from '../src/store/database.js'
import { rate, runProgram } from './support/program.js'
import { makeUsageLedger, partnerOf, USED_FROM, withNewDatabase } from './support/usage-ledger.js'

const rows = Number(process.argv[2] ?? 1_000_000)
const SUBSCRIPTIONS = 200
const MONTH = addMonths(USED_FROM, 3, 'clamp')
const AS_OF = (addMonths(MONTH, 1, 'clamp') + 5) as Day

await withNewDatabase(async (database, url) => {
  await makeUsageLedger(database, { partners: 1, subscriptions: SUBSCRIPTIONS })
  await addDays(database, rows)
  const env = { DATABASE_URL: url }
  const billed = await runProgram(['bill', '--as-of', formatDay(AS_OF), '--json'], env)
  const folder = join(tmpdir(), `prorata-bench-${process.pid}`)
  const { seconds, megabytes } = await runProgram(['export-recon', '--out', folder, '--json'], env)
  const daily = readdirSync(folder).find((name) => name.includes('daily-rated'))!
  console.log(
    `${rows} daily rows: billed in ${billed.seconds.toFixed(1)} s (${billed.megabytes.toFixed(0)} MB), written in ` +
      `${seconds.toFixed(1)} s, ${rate(rows, seconds)}, ${(statSync(join(folder, daily)).size / 1e6).toFixed(0)} MB, ` +
      `memory ${megabytes.toFixed(0)} MB`,
  )
  rmSync(folder, { recursive: true })
})

/** Usage by day as adding up events leaves it: every resource of every subscription on every day of a month. */
async function addDays(database: Database, wanted: number): Promise<void> {
  const days = addMonths(MONTH, 1, 'clamp') - MONTH
  const { rows: meters } = await database.query<{ count: number }>('select count(*)::int as count from meter')
  const resources = Math.ceil(wanted / days / meters[0]!.count / SUBSCRIPTIONS)
  const partner = partnerOf(0)
  const first = formatDay(MONTH)
  await database.query(`insert into usage_account (partner_id) values ('${partner}')`)
  await database.query(
    `insert into usage_resource (partner_id, resource_id, entitlement_id, entitlement_name, resource_group, resource_uri,
       location, tags, additional_info)
     select '${partner}', md5(s.subscription_id::text || r)::uuid, s.subscription_id::text, 'Production', 'rg-' || r % 7,
       '/groups/rg-' || r % 7 || '/resources/' || r, 'westeurope', '{"env": "production"}', '{}'
     from subscription s cross join generate_series(1, ${resources}) r`,
  )
  await database.query(
    `insert into usage_day (partner_id, invoice_date, subscription_id, meter_id, usage_date, resource_id, quantity,
       event_count, earns_credit)
     select '${partner}', date '${first}' + interval '1 month 7 days', s.subscription_id, m.meter_id, date '${first}' + d,
       md5(s.subscription_id::text || r)::uuid, 1 + (r * 7 + d) % 24 + 0.125, 24, m.category in ('Compute', 'Storage')
     from subscription s cross join meter m cross join generate_series(0, ${days - 1}) d
       cross join generate_series(1, ${resources}) r
     limit ${wanted}`,
  )
  await database.execute('vacuum analyze')
}
