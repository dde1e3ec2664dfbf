// An import of usage events in a process of its own, so that a test can kill it.
import { createReadStream } from 'node:fs'
import { importUsageFile } from '../../src/app/usage/import-usage-file.js'
import { PLATFORM_ID } from '../../src/app/use-case.js'
import { parseInstant } from '../../src/core/calendar/instant.js'
import { openDatabase } from '../../src/store/open-database.js'

const [location, partnerId, path] = process.argv.slice(2)
const database = await openDatabase({ ...JSON.parse(location!), role: 'prorata_program', maxSessions: 3 })
process.send?.('ready')
const context = {
  now: parseInstant('2026-03-20T00:00:00Z')!,
  newId: () => PLATFORM_ID,
  actor: { kind: 'system', id: PLATFORM_ID, name: 'child', applicationId: null, roles: [] },
} as const
const file = { source: 'sha256:killed', form: 'ndjson' as const, open: () => createReadStream(path!) }
const outcome = await importUsageFile(context, database, partnerId!, file, { onProgress() {}, onRefusal() {} })
if (!outcome.ok) throw new Error(outcome.refusal.message)
await database.close()
process.disconnect?.()
