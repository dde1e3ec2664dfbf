// One billing run over a million due subscriptions, against its floor: raw binary COPY of the same charge and invoice
// rows into the same tables with the same indexes by two sessions. Usage: npx tsx bench/billing-run.ts [SUBSCRIPTIONS]
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { formatDay } from '../src/core/calendar/day.js'
import { CHARGE_COLUMNS } from '../src/store/charges.js'
import { migrate } from '../src/store/migrate.js'
import { openDatabase } from '../src/store/open-database.js'
import { DUE_BY, loadLedger } from '../test/support/load-ledger.js'

const url = process.env['DATABASE_URL']
const subscriptions = Number(process.argv[2] ?? 1_000_000)
const partners = Number(process.argv[3] ?? Math.max(1, subscriptions / 500))
const workers = Number(process.argv[4] ?? 2)
if (url === undefined) throw new Error('set DATABASE_URL to a server on which databases may be created')

const name = `prorata_bench_${process.pid}`
const admin = await openDatabase({ url })
await admin.execute(`create database ${name}`)
const benchUrl = new URL(url)
benchUrl.pathname = `/${name}`
const database = await openDatabase({ url: benchUrl.href })
try {
  await migrate(database)
  let start = performance.now()
  await loadLedger(database, { partners, subscriptions, changedEvery: 5 })
  await database.execute('checkpoint')
  console.log(`loaded ${subscriptions} subscriptions in ${seconds(start)} s`)

  start = performance.now()
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['dist/cli/main.js', 'bill', '--as-of', formatDay(DUE_BY), '--workers', String(workers), '--json'],
    { env: { ...process.env, DATABASE_URL: benchUrl.href }, maxBuffer: 1 << 26 },
  )
  const wall = (performance.now() - start) / 1_000
  console.log(stdout.trim())
  const floor = await measureFloor()
  console.log(`billing run: ${wall.toFixed(2)} s, ${Math.round(subscriptions / wall)} subscriptions/s`)
  console.log(`floor (COPY of the same rows, two sessions): ${floor.toFixed(2)} s; ratio ${(wall / floor).toFixed(2)}`)
} finally {
  await database.close()
  await admin.execute(`drop database ${name} with (force)`)
  await admin.close()
}

/** Copies the run's rows out, empties the tables and copies the rows back in, half of the partners in each session. */
async function measureFloor(): Promise<number> {
  const tables = { charge: CHARGE_COLUMNS, invoice: '*', invoice_line: '*' }
  const { rows } = await database.query<{ middle: string }>(
    'select partner_id as middle from partner order by partner_id offset (select count(*) / 2 from partner) limit 1',
  )
  const dumps: { sql: string; chunks: Uint8Array[]; half: number }[] = []
  for (const [table, columns] of Object.entries(tables)) {
    for (const half of [0, 1]) {
      const recent = table === 'charge' ? `registered_on > '2026-01-31' and` : ''
      const where = `where ${recent} partner_id ${half === 0 ? '<' : '>='} '${rows[0]!.middle}'`
      const chunks: Uint8Array[] = []
      const select = `select ${columns} from ${table} ${where} order by 1, 2, 3, 4`
      for await (const chunk of database.copyOut(`copy (${select}) to stdout (format binary)`)) {
        chunks.push(Buffer.from(chunk))
      }
      const list = columns === '*' ? '' : `(${columns})`
      dumps.push({ sql: `copy ${table} ${list} from stdin (format binary)`, chunks, half })
    }
  }
  await database.execute(
    `delete from invoice_line; delete from invoice; delete from charge where registered_on > '2026-01-31'`,
  )
  await database.execute('vacuum charge, invoice, invoice_line')
  await database.execute('checkpoint')
  const start = performance.now()
  await Promise.all(
    [0, 1].map((half) =>
      database.transaction(async (session) => {
        for (const dump of dumps) if (dump.half === half) await session.copyIn(dump.sql, dump.chunks)
      }),
    ),
  )
  return (performance.now() - start) / 1_000
}

function seconds(start: number): string {
  return ((performance.now() - start) / 1_000).toFixed(1)
}
