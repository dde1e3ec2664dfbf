import { type ChildProcess, fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newId } from '../../src/app/new-id.js'
import type { Instant } from '../../src/core/calendar/day.js'
import { appendNotices } from '../../src/store/notices.js'
import { insertWebhook } from '../../src/store/webhooks.js'
import { expectClean, id, load, openLedger, PROVIDER } from '../billing/provider.js'
import { describeEachLedger, type TestDatabase } from '../support/databases.js'
import { ended, ready } from '../support/killing.js'
import { startReceiver } from '../support/webhook-receiver.js'

/** A nightly run may ask for more. */
const KILLS = Number(process.env['PRORATA_CRASHES'] ?? 50) / 10
const NOTICES = 400
const PARTNER = id('partner', 1)

describeEachLedger('jobs that are killed', (open, test) => {
  it('deliver every notice, make each delivery once, and leave a clean ledger', async () => {
    const receiver = await startReceiver()
    const database = await openLedger(open)
    await load(database, PROVIDER)
    const now = Date.now() as Instant
    await insertWebhook(database, {
      partnerId: PARTNER,
      registrationId: newId(),
      applicationId: newId(),
      webhookUrl: receiver.url,
      webhookEvents: ['subscription-updated'],
      signatureInOwnHeader: false,
      signingSecret: 'open.whsec_test',
      createdAt: now,
      updatedAt: now,
    })
    const wanted = new Set<string>()
    const notices = Array.from({ length: NOTICES }, () => {
      const noticeId = newId()
      wanted.add(noticeId)
      const about = { eventName: 'subscription-updated', resourceUri: '/x', resourceName: 'subscription' }
      return { ...about, partnerId: PARTNER, noticeId, auditRecordId: null, occurredAt: now }
    })
    await appendNotices(database, notices)
    await database.close()

    const missing = () => {
      const seen = new Set(receiver.received.map(({ headers }) => headers['prorata-event-id']))
      return [...wanted].filter((noticeId) => !seen.has(noticeId)).length
    }
    let kills = 0
    for (; kills < KILLS; kills += 1) {
      const child = await started(test)
      await new Promise((resolve) => setTimeout(resolve, randomInt(20, 900)))
      child.kill('SIGKILL')
      await ended(child)
    }
    const last = await started(test)
    await expect.poll(missing, { timeout: 60_000 }).toBe(0)
    // Deliveries whose worker was killed between the answer and its log come once more.
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    last.kill('SIGTERM')
    expect(await ended(last)).toBe(0)

    const after = await open({ role: 'prorata_program', maxSessions: 2 })
    const { rows } = await after.query(
      `select count(*)::int as deliveries, count(*) filter (where status = 'delivered')::int as delivered
       from webhook_delivery where event_id = any($1::uuid[])`,
      [[...wanted]],
    )
    expect(rows).toEqual([{ deliveries: NOTICES, delivered: NOTICES }])
    const days = await after.query('select count(*)::int as days from daily_run where finished_at is not null')
    expect(days.rows).toEqual([{ days: 1 }])
    await expectClean(after)
    await receiver.close()
  }, 240_000)
})

async function started(test: TestDatabase): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, '../support/jobs-child.ts'), [JSON.stringify(test.location())], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await ready(child)
  return child
}
