// Usage reported, rated and billed in a process of its own, so that a test can kill it. It begins at the beginning each time:
// what was done already must change nothing. It may be asked to `report` only, or to `bill` all at once. Says `ready` when the database is open.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { bill } from '../../src/app/bill.js'
import { systemContext } from '../../src/app/system-context.js'
import { ingestUsage } from '../../src/app/usage/ingest-usage.js'
import { rollUpAndRate } from '../../src/app/usage/rate-open-usage.js'
import { readUsageLine, type UsageEventWish } from '../../src/app/usage/usage-event.js'
import { parseDay } from '../../src/core/calendar/day.js'
import { parseInstant } from '../../src/core/calendar/instant.js'
import { openDatabase } from '../../src/store/open-database.js'

/** A step of what happened: events are reported and rated, then a run bills. */
export interface UsageStep {
  readonly reported: readonly { readonly partnerId: string; readonly lines: readonly string[] }[]
  readonly billedAsOf: string
  readonly runId: string
}

const NOW = parseInstant('2026-03-10T00:00:00Z')!
const BATCH = 300

const [location, file, only] = process.argv.slice(2)
const database = await openDatabase({ ...JSON.parse(location!), role: 'prorata_program', maxSessions: 2 })
process.send?.('ready')
const steps: readonly UsageStep[] = JSON.parse(readFileSync(file!, 'utf8'))
for (const { reported, billedAsOf, runId } of only === 'bill' ? steps.slice(-1) : steps) {
  if (only !== 'bill') {
    for (const { partnerId, lines } of reported) await report(partnerId, lines.map(eventOf))
    for (const { partnerId } of reported) {
      await database.transaction((session) => rollUpAndRate(session, partnerId, NOW))
    }
  }
  if (only === 'report') continue
  // The run has the id the test gave; what else is made has any.
  let taken = false
  const newId = () => {
    if (taken) return randomUUID()
    taken = true
    return runId
  }
  const outcome = await bill(database, { asOf: parseDay(billedAsOf)!, chunkSubscriptions: 1, now: () => NOW, newId })
  // Killed in the run of a later step: this one's is complete, and the later one is gone on with when it is its turn.
  if (!outcome.ok && outcome.refusal.code === 'billing-run-unfinished' && billedAsOf !== steps.at(-1)!.billedAsOf)
    continue
  if (!outcome.ok) throw new Error(outcome.refusal.message)
}
await database.close()
process.disconnect?.()

function eventOf(line: string): UsageEventWish {
  const read = readUsageLine(line)
  if (!read.ok) throw new Error(read.refusal.message)
  return read.value
}

/** A batch is a transaction; each time the events are cut into other batches. */
async function report(partnerId: string, events: readonly UsageEventWish[]): Promise<void> {
  let rest = events
  while (rest.length > 0) {
    const size = 1 + Math.floor(Math.random() * BATCH)
    const batch = rest.slice(0, size)
    rest = rest.slice(size)
    await database.transaction(async (session) => {
      const context = systemContext(session, partnerId, { now: NOW, newId: randomUUID })
      const done = await ingestUsage(context, partnerId, batch, { source: 'http' })
      if (!done.ok) throw new Error(done.refusal.message)
      const refused = done.value.answers.find(({ status }) => status === 'refused')
      if (refused !== undefined) throw new Error(refused.refusal!.message)
    })
  }
}
