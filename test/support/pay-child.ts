// Payments in a process of its own, so that a test can kill it: each is recorded and pays an invoice in one transaction.
// Says `ready` when the database is open, and the number of each payment once it is committed.
import { randomUUID } from 'node:crypto'
import { recordPayment } from '../../src/app/record-payment.js'
import { systemContext } from '../../src/app/system-context.js'
import { dayOfInstant, parseInstant } from '../../src/core/calendar/instant.js'
import type { Currency } from '../../src/core/money/currency.js'
import { openDatabase } from '../../src/store/open-database.js'

const [location, partnerId, count] = process.argv.slice(2)
const database = await openDatabase({ ...JSON.parse(location!), role: 'prorata_program', maxSessions: 1 })
process.send?.('ready')
const now = parseInstant('2026-03-10T09:00:00Z')!
for (let number = 1; number <= Number(count); number += 1) {
  const outcome = await database.transaction((session) =>
    recordPayment(systemContext(session, partnerId!, { now, newId: randomUUID }), partnerId!, {
      ...{ method: 'other', currency: 'EUR' as Currency, amount: 7n, receivedOn: dayOfInstant(now) },
      ...{ payer: '', reference: String(number), allocations: 'oldest' },
    }),
  )
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  process.send?.(number)
}
await database.close()
process.disconnect?.()
