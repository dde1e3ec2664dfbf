// One billing run on the embedded database, against the floor of copying the same charges into the same table.
// Usage: npm run build && npx tsx bench/billing-run-embedded.ts [SUBSCRIPTIONS]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDay } from '../src/core/calendar/day.js'
import { CHARGE_COLUMNS } from '../src/store/charges.js'
import { migrate } from '../src/store/migrate.js'
import { openDatabase } from '../src/store/open-database.js'
import { DUE_BY, loadLedger } from '../test/support/load-ledger.js'
import { rate, runProgram } from './support/program.js'

const subscriptions = Number(process.argv[2] ?? 100_000)
const data = mkdtempSync(join(tmpdir(), 'prorata-bench-'))
const directory = join(data, 'database')
try {
  const database = await openDatabase({ directory })
  await migrate(database)
  await loadLedger(database, { subscriptions, partners: Math.max(1, subscriptions / 500), changedEvery: 5 })
  await database.close()

  const run = await runProgram(['bill', '--as-of', formatDay(DUE_BY), '--data', data, '--json'], {})
  const { charges } = JSON.parse(run.output) as { charges: number }
  console.log(
    `bill ${subscriptions}, embedded: ${run.seconds.toFixed(2)} s, ${rate(subscriptions, run.seconds)}, ` +
      `${charges} charges, ${run.megabytes.toFixed(0)} MB`,
  )

  const again = await openDatabase({ directory })
  const select = `select ${CHARGE_COLUMNS} from charge where registered_on > '2026-01-31' order by 1, 2, 3, 4`
  const chunks: Uint8Array[] = []
  for await (const chunk of again.copyOut(`copy (${select}) to stdout (format binary)`)) chunks.push(chunk)
  await again.execute('create table floor_charge (like charge including all)')
  const began = performance.now()
  await again.copyIn(`copy floor_charge (${CHARGE_COLUMNS}) from stdin (format binary)`, chunks)
  const floor = (performance.now() - began) / 1_000
  console.log(`floor: COPY of the same charges ${floor.toFixed(2)} s; ratio ${(run.seconds / floor).toFixed(2)}`)
  await again.close()
} finally {
  rmSync(data, { recursive: true, force: true })
}
