// A billing run in a process of its own, so that a test can kill it. Says `ready` when the database is open.
import { randomUUID } from 'node:crypto'
import { bill } from '../../src/app/bill.js'
import { parseDay } from '../../src/core/calendar/day.js'
import { parseInstant } from '../../src/core/calendar/instant.js'
import { openDatabase } from '../../src/store/open-database.js'

const [location, asOf, runId] = process.argv.slice(2)
const database = await openDatabase({ ...JSON.parse(location!), role: 'prorata_program', maxSessions: 2 })
process.send?.('ready')
// The run has the id the test gave; what else is made has any.
let taken = false
const newId = () => {
  if (taken) return randomUUID()
  taken = true
  return runId!
}
const outcome = await bill(database, {
  asOf: parseDay(asOf!)!,
  chunkSubscriptions: 60,
  now: () => parseInstant('2026-03-01T00:00:00Z')!,
  newId,
})
if (!outcome.ok) throw new Error(outcome.refusal.message)
await database.close()
process.disconnect?.()
