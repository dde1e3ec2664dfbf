// Billing runs on a PostgreSQL server: 10 thousand, 100 thousand and a million due subscriptions, a fifth of them with
// changes in the cycle; against the floor, which is raw binary COPY of the same charge and invoice rows into the same
// tables with the same indexes by two sessions. Then the same million is exported and verified, and billed once more
// with taxes.
// Usage: npm run build && DATABASE_URL=... npx tsx bench/billing-run.ts [SUBSCRIPTIONS ...]
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDay } from '../src/core/calendar/day.js'
import { CHARGE_COLUMNS } from '../src/store/charges.js'
import type { Database } from '../src/store/database.js'
import { migrate } from '../src/store/migrate.js'
import { openDatabase } from '../src/store/open-database.js'
import { DUE_BY, loadLedger } from '../test/support/load-ledger.js'
import { rate, runProgram } from './support/program.js'

const FILES = join(tmpdir(), `prorata-bench-${process.pid}`)
const url = process.env['DATABASE_URL']
if (url === undefined) throw new Error('set DATABASE_URL to a server on which databases may be created')
const asked = process.argv.slice(2).map(Number)
const sizes = asked.length > 0 ? asked : [10_000, 100_000, 1_000_000]

const points: { readonly size: number; readonly seconds: number }[] = []
for (const size of sizes) {
  const partners = Math.max(1, size / 500)
  await withLedger(size, partners, async (database, ledgerUrl) => {
    const measured = await runProgram(['bill', '--as-of', formatDay(DUE_BY), '--json'], { DATABASE_URL: ledgerUrl })
    const run = JSON.parse(measured.output) as { charges: number; invoices: number }
    points.push({ size, seconds: measured.seconds })
    const floor = await measureFloor(database)
    console.log(
      `bill ${size}: ${measured.seconds.toFixed(2)} s, ${rate(size, measured.seconds)}, ${run.charges} charges, ` +
        `${run.invoices} invoices, ${measured.megabytes.toFixed(0)} MB; ` +
        `floor ${floor.toFixed(2)} s, ratio ${(measured.seconds / floor).toFixed(2)}`,
    )
    if (size === sizes.at(-1)) await measureReaders(ledgerUrl)
  })
}
const [first, last] = [points[0]!, points.at(-1)!]
await withLedger(last.size, Math.max(1, last.size / 500), async (database, ledgerUrl) => {
  await database.query(
    `insert into tax_registration (registration_id, kind, country, region, number, since, recorded_at, recorded_by)
     values (gen_random_uuid(), 'home', 'NL', '', 'NL819876549B01', '2018-01-01', now(), 'bench')`,
  )
  const { seconds } = await runProgram(['bill', '--as-of', formatDay(DUE_BY), '--json'], { DATABASE_URL: ledgerUrl })
  const { rows } = await database.query<{ tax: bigint }>('select sum(tax)::bigint as tax from invoice')
  console.log(
    `bill ${last.size} with taxes: ${seconds.toFixed(2)} s, ${((seconds / last.seconds - 1) * 100).toFixed(0)} % longer ` +
      `(tax ${rows[0]!.tax} minor units)`,
  )
})
if (first !== last) {
  const exponent = Math.log(last.seconds / first.seconds) / Math.log(last.size / first.size)
  console.log(`growth from ${first.size} to ${last.size}: exponent ${exponent.toFixed(2)}`)
}
await withLedger(100_000, 1, async (_, ledgerUrl) => {
  const env = { DATABASE_URL: ledgerUrl }
  const billed = await runProgram(['bill', '--as-of', formatDay(DUE_BY), '--json'], env)
  const filed = await runProgram(['export-recon', '--from', '2026-02-01', '--out', FILES, '--json'], env)
  console.log(
    `one partner with 100000: invoiced in ${billed.seconds.toFixed(2)} s, filed in ${filed.seconds.toFixed(2)} s`,
  )
})
rmSync(FILES, { recursive: true, force: true })

async function measureReaders(ledgerUrl: string): Promise<void> {
  const env = { DATABASE_URL: ledgerUrl }
  const exported = await runProgram(['export-recon', '--out', FILES, '--json'], env)
  const files = (JSON.parse(exported.output) as { files: { lines: number }[] }).files
  const lines = files.reduce((sum, file) => sum + file.lines, 0)
  console.log(
    `export-recon: ${lines} lines in ${files.length} files, ${exported.seconds.toFixed(2)} s, ` +
      `${rate(lines, exported.seconds)}, ${exported.megabytes.toFixed(0)} MB`,
  )
  const verified = await runProgram(['verify-ledger', '--json'], env)
  const result = JSON.parse(verified.output) as { subscriptions: number; differenceCount: number }
  console.log(
    `verify-ledger: ${result.subscriptions} subscriptions, ${result.differenceCount} differences, ` +
      `${verified.seconds.toFixed(2)} s, ${rate(result.subscriptions, verified.seconds)}, ${verified.megabytes.toFixed(0)} MB`,
  )
}

async function withLedger(
  subscriptions: number,
  partners: number,
  work: (database: Database, ledgerUrl: string) => Promise<void>,
): Promise<void> {
  const name = `prorata_bench_${process.pid}_${subscriptions}_${partners}`
  const admin = await openDatabase({ url: url!, maxSessions: 1 })
  await admin.query(`create database ${name}`)
  const ledgerUrl = new URL(url!)
  ledgerUrl.pathname = `/${name}`
  const database = await openDatabase({ url: ledgerUrl.href })
  try {
    await migrate(database)
    await loadLedger(database, { partners, subscriptions, changedEvery: 5 })
    await database.query('checkpoint')
    await work(database, ledgerUrl.href)
  } finally {
    await database.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.close()
  }
}

/** Takes the run's rows out, empties the tables and copies the rows back in, half of the partners in each session. */
async function measureFloor(database: Database): Promise<number> {
  const mine = { charge: `registered_on > '2026-01-31'`, invoice: 'true', invoice_line: 'true' }
  const { rows } = await database.query<{ middle: string }>(
    'select partner_id as middle from partner order by partner_id offset (select count(*) / 2 from partner) limit 1',
  )
  const dumps: { sql: string; chunks: Uint8Array[]; half: number }[] = []
  for (const [table, where] of Object.entries(mine)) {
    const columns = table === 'charge' ? CHARGE_COLUMNS : '*'
    for (const half of [0, 1]) {
      const side = `partner_id ${half === 0 ? '<' : '>='} '${rows[0]!.middle}'`
      const select = `select ${columns} from ${table} where ${where} and ${side} order by 1, 2, 3, 4`
      const chunks: Uint8Array[] = []
      for await (const chunk of database.copyOut(`copy (${select}) to stdout (format binary)`)) {
        chunks.push(Uint8Array.from(chunk))
      }
      dumps.push({
        sql: `copy ${table} ${columns === '*' ? '' : `(${columns})`} from stdin (format binary)`,
        chunks,
        half,
      })
    }
  }
  // The rows go to copies of the tables with the same indexes, so that the ledger stays as the run left it.
  for (const table of Object.keys(mine)) {
    await database.execute(`create table floor_${table} (like ${table} including all);
      insert into floor_${table} select * from ${table} where ${table === 'charge' ? `not (${mine.charge})` : 'false'}`)
  }
  await database.query('checkpoint')
  const began = performance.now()
  await Promise.all(
    [0, 1].map((half) =>
      database.transaction(async (session) => {
        for (const dump of dumps) {
          if (dump.half === half) await session.copyIn(dump.sql.replace('copy ', 'copy floor_'), dump.chunks)
        }
      }),
    ),
  )
  const seconds = (performance.now() - began) / 1_000
  for (const table of Object.keys(mine)) await database.query(`drop table floor_${table}`)
  return seconds
}
