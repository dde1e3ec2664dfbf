// The file of one invoice as CSV and as a sheet: one partner with so many subscriptions, half of them on one invoice.
// Usage: npm run build && DATABASE_URL=... npx tsx bench/files.ts [SUBSCRIPTIONS]
import { rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDay } from '../src/core/calendar/day.js'
import { migrate } from '../src/store/migrate.js'
import { openDatabase } from '../src/store/open-database.js'
import { DUE_BY, loadLedger } from '../test/support/load-ledger.js'
import { rate, runProgram } from './support/program.js'

const url = process.env['DATABASE_URL']
if (url === undefined) throw new Error('set DATABASE_URL to a server on which databases may be created')
const subscriptions = Number(process.argv[2] ?? 2_000_000)
const name = `prorata_bench_files_${process.pid}`
const admin = await openDatabase({ url, maxSessions: 1 })
await admin.query(`create database ${name}`)
const ledgerUrl = new URL(url)
ledgerUrl.pathname = `/${name}`
const env = { DATABASE_URL: ledgerUrl.href }
const database = await openDatabase({ url: ledgerUrl.href })
try {
  await migrate(database)
  await loadLedger(database, { partners: 1, subscriptions, changedEvery: 1_000_000 })
  await runProgram(['bill', '--as-of', formatDay(DUE_BY), '--json'], env)
  const { rows } = await database.query<{ number: string; lines: bigint }>(
    'select number, charge_count as lines from invoice order by charge_count desc limit 1',
  )
  const { number, lines } = rows[0]!
  for (const format of ['csv', 'xlsx']) {
    const file = join(tmpdir(), `prorata-bench-${process.pid}.${format}`)
    const { seconds, megabytes } = await runProgram(
      ['invoices', 'file', number, '--format', format, '--out', file],
      env,
    )
    console.log(
      `${format}: ${lines} lines in ${seconds.toFixed(1)} s, ${rate(Number(lines), seconds)}, ` +
        `${(statSync(file).size / 1e6).toFixed(0)} MB, memory ${megabytes.toFixed(0)} MB`,
    )
    rmSync(file)
  }
} finally {
  await database.close()
  await admin.query(`drop database ${name} with (force)`)
  await admin.close()
}
