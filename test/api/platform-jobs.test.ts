import { beforeEach, expect, it } from 'vitest'
import { startOrJoin } from '../../src/app/bill.js'
import { runDueDays } from '../../src/app/daily-jobs.js'
import { workOnExport } from '../../src/app/exports-work.js'
import { JobNotes } from '../../src/app/job-notes.js'
import { JOB_KINDS, type JobKind } from '../../src/app/jobs.js'
import { formatInstant } from '../../src/core/calendar/instant.js'
import { openQueue } from '../../src/jobs/queue.js'
import { insertExport, leaseExport } from '../../src/store/exports.js'
import { claimDueMails, insertMails, noteMailOutcome } from '../../src/store/mail.js'
import { appendNotices } from '../../src/store/notices.js'
import { beginWay } from '../../src/store/sandboxes.js'
import { claimUnqueued, insertDeliveries, markQueued, recordAttempt } from '../../src/store/webhook-deliveries.js'
import { insertWebhook } from '../../src/store/webhooks.js'
import { asOwner, dayOfText } from '../billing/provider.js'
import { DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID } from '../support/api.js'
import { newId } from '../support/subscriptions.js'

const JOBS = '/v1/platform/jobs'
const AUDITOR = { account: PLATFORM_ID, roles: ['platform-auditor'] as const }
const TABLES = ['job_loop', 'daily_run', 'mail', 'notice', 'webhook_registration', 'export_job', 'usage_batch']

describeApi('the jobs over the API', (api) => {
  beforeEach(async () => {
    api.setNow('2026-03-10T09:00:00Z')
    const empty = [...TABLES, 'sandbox_advance', 'pgboss.job', 'billing_run_chunk', 'billing_run']
    await asOwner(api.database(), empty.map((table) => `delete from ${table}`).join('; '))
  })

  const later = (minutes: number) => api.setNow(formatInstant((api.now() + minutes * 60_000) as never))
  const notes = () => new JobNotes({ database: api.database(), clock: () => api.now() })
  const attend = () => notes().during('deliveries', async () => false)
  const standing = async () => (await api.call(JOBS, AUDITOR)).body
  const job = async (kind: JobKind) =>
    (await standing()).items.find((one: { readonly kind: JobKind }) => one.kind === kind)

  it('are for the staff of the provider', async () => {
    for (const path of [JOBS, `${JOBS}/days`]) expectFault(await api.call(path), 403, 900150)
    expectFault(await api.call(`${JOBS}/days?size=0`, AUDITOR), 400, 3000)
  })

  it('are overdue where nobody works on them', async () => {
    const { isAttended, lastLookDate, items } = await standing()
    expect([isAttended, lastLookDate]).toEqual([false, undefined])
    expect(items.map(({ kind, state }: Record<string, string>) => [kind, state])).toEqual(
      JOB_KINDS.map((kind) => [kind, kind === 'days' ? 'overdue' : 'idle']),
    )
    expect(items[0]).toMatchObject({ waiting: 1, working: 0, oldestDate: '2026-03-10T00:10:00Z' })
    expect([items[0].lastSuccessDate, items[0].nextDate]).toEqual([undefined, undefined])
  })

  it('show the days that are done, and the next one', async () => {
    const database = api.database()
    const context = { database, clock: () => api.now(), newId }
    await runDueDays(context)
    await attend()
    expect(await job('days')).toMatchObject({
      ...{ state: 'idle', waiting: 0, lastSuccessDate: '2026-03-10T09:00:00Z', nextDate: '2026-03-11T00:10:00Z' },
      links: { details: { uri: '/platform/jobs/days' } },
    })
    later(2 * 24 * 60)
    expect(await job('days')).toMatchObject({ state: 'overdue', waiting: 2, oldestDate: '2026-03-11T00:10:00Z' })
    expect(await runDueDays({ ...context, stopping: () => true })).toEqual([])
    await attend()
    expect(await job('days')).toMatchObject({ state: 'overdue', waiting: 1, working: 1 })
    const { body } = await api.call(`${JOBS}/days`, AUDITOR)
    const begun = { startedDate: '2026-03-12T09:00:00Z', charges: 0, invoices: 0 }
    expect(body.items).toMatchObject([
      { day: '2026-03-10', ...begun },
      { day: '2026-03-09', startedDate: '2026-03-10T09:00:00Z', finishedDate: '2026-03-10T09:00:00Z' },
    ])
    expect(body.items[0].finishedDate).toBeUndefined()
    expect((await api.call(`${JOBS}/days?size=1`, AUDITOR)).body.items).toHaveLength(1)
  })

  it('say why a loop fails, and that it goes well again', async () => {
    const own = notes()
    const fail = () => own.during('usage', () => Promise.reject(new Error('the meter is gone')))
    await own.during('usage', async () => true)
    later(2)
    await expect(fail()).rejects.toThrow('the meter is gone')
    expect(await job('usage')).toMatchObject({
      ...{ state: 'failing', lastSuccessDate: '2026-03-10T09:00:00Z', lastLookDate: '2026-03-10T09:00:00Z' },
      problem: { what: 'the meter is gone', date: '2026-03-10T09:02:00Z' },
    })
    later(1)
    await own.during('usage', async () => false)
    expect(await job('usage')).toMatchObject({ state: 'idle', problem: { what: 'the meter is gone' } })
    expect(await standing()).toMatchObject({ isAttended: true, lastLookDate: '2026-03-10T09:03:00Z' })
    later(6)
    expect(await standing()).toMatchObject({ isAttended: false, lastLookDate: '2026-03-10T09:03:00Z' })
    later(8 * 24 * 60)
    expect((await job('usage')).problem).toBeUndefined()
  })

  it('note how they go once a minute, and at once where that changes', async () => {
    const own = notes()
    const looked = async () => (await job('billing')).lastLookDate?.slice(14, 19)
    const pass = async (seconds: number) => {
      later(seconds / 60)
      await own.during('billing', async () => false)
      return looked()
    }
    expect([await pass(0), await pass(30), await pass(29), await pass(1)]).toEqual(['00:00', '00:00', '00:00', '01:00'])
    await expect(own.during('billing', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await pass(1)).toBe('01:01')
  })

  it('show exports that wait, are made and have failed', async () => {
    const key = { partnerId: DIRECT, exportId: newId() }
    const now = api.now()
    const fields = { ...key, format: 'csv', dates: 'iso', locale: 'en', documents: ['D9'], rowsTotal: 1n } as const
    await insertExport(api.database(), { ...fields, requestedBy: 'x', createdAt: now, expiresAt: (now + 9e8) as never })
    expect(await job('exports')).toMatchObject({ state: 'waiting', waiting: 1, oldestDate: '2026-03-10T09:00:00Z' })
    later(16)
    expect(await job('exports')).toMatchObject({ state: 'overdue', waiting: 1 })
    await leaseExport(api.database(), key, api.now(), (api.now() + 60_000) as never)
    expect(await job('exports')).toMatchObject({ state: 'working', waiting: 0, working: 1, failed: 0 })
    later(2)
    await workOnExport({ database: api.database(), clock: () => api.now() }, key)
    expect(await job('exports')).toMatchObject({
      ...{ state: 'failing', waiting: 0, working: 0, failed: 1 },
      problem: { what: 'An invoice of an export does not exist.', date: '2026-03-10T09:18:00Z', partnerId: DIRECT },
    })
  })

  it('show mails that wait, are on their way, are tried again and are given up', async () => {
    const database = api.database()
    const mailId = newId()
    const mail = { partnerId: PLATFORM_ID, mailId, kind: 'test', cause: 'test', address: 'a@b.example' } as const
    const now = api.now()
    const more = { recipientName: '', reason: 'test', language: 'en', facts: {}, state: 'waiting' } as const
    await insertMails(database, [{ ...mail, ...more, happenedAt: now, createdAt: now }])
    expect(await job('mails')).toMatchObject({ state: 'waiting', waiting: 1 })
    const claim = () =>
      claimDueMails(database, { now: api.now(), leasedUntil: (api.now() + 60_000) as never, limit: 1 })
    const [first] = await claim()
    expect(await job('mails')).toMatchObject({ state: 'working', waiting: 0, working: 1 })
    const dueAt = (now + 120_000) as never
    await noteMailOutcome(database, first!, { state: 'waiting', problem: 'busy', dueAt, finishedAt: null })
    expect(await job('mails')).toMatchObject({
      ...{ state: 'failing', waiting: 1, nextDate: '2026-03-10T09:02:00Z', failed: 0 },
      problem: { what: 'busy', date: '2026-03-10T09:00:00Z' },
    })
    later(3)
    const [second] = await claim()
    const finishedAt = api.now()
    await noteMailOutcome(database, second!, { state: 'sent', problem: '', dueAt: finishedAt, finishedAt })
    const sent = await job('mails')
    expect([sent.state, sent.lastSuccessDate, sent.problem]).toEqual(['idle', '2026-03-10T09:03:00Z', undefined])
  })

  it('show deliveries from the notice to the attempt', async () => {
    const database = api.database()
    // The queue goes by the clock of the database.
    api.setNow(new Date().toISOString())
    const now = api.now()
    await attend()
    const registration = { partnerId: DIRECT, registrationId: newId(), applicationId: newId(), signingSecret: '' }
    const hook = { webhookUrl: 'https://hook.example', webhookEvents: [], signatureInOwnHeader: false }
    await insertWebhook(database, { ...registration, ...hook, createdAt: now, updatedAt: now })
    const event = { resourceUri: '/x', resourceName: 'x', auditRecordId: null, occurredAt: now }
    const eventName = 'test-created'
    await appendNotices(database, [{ ...event, eventName, partnerId: DIRECT, noticeId: newId() }])
    expect(await job('deliveries')).toMatchObject({ state: 'waiting', waiting: 1, oldestDate: formatInstant(now) })
    await asOwner(database, 'delete from notice')
    const { partnerId, registrationId } = registration
    const key = { partnerId, deliveryId: newId() }
    const told = { eventId: newId(), eventName, url: hook.webhookUrl, event, createdAt: now }
    await insertDeliveries(database, [{ ...key, ...told, registrationId }])
    expect(await job('deliveries')).toMatchObject({ waiting: 1, working: 0 })
    const queue = await openQueue(database, { onError: () => undefined })
    await database.transaction(async (session) => {
      const unqueued = await claimUnqueued(session, DIRECT, 10)
      await queue.enqueue(session, unqueued)
      await markQueued(session, DIRECT, [key.deliveryId], now)
    })
    expect(await job('deliveries')).toMatchObject({ waiting: 1, working: 0 })
    later(11)
    expect(await job('deliveries')).toMatchObject({ state: 'overdue', waiting: 1 })
    await attend()
    const [taken] = await queue.take(1)
    expect(await job('deliveries')).toMatchObject({ state: 'working', waiting: 0, working: 1 })
    const attempt = { durationMilliseconds: 1, responseStatus: 500, failure: 'the answer was 500', responseExcerpt: '' }
    await recordAttempt(database, key, { ...attempt, attemptedAt: api.now() }, 1, api.now())
    await queue.finish(taken!)
    await queue.stop()
    expect(await job('deliveries')).toMatchObject({
      ...{ state: 'failing', waiting: 0, working: 0, failed: 1 },
      problem: { what: 'the answer was 500', partnerId: DIRECT },
    })
  })

  it('show a billing run and the way of a sandbox', async () => {
    const database = api.database()
    const started = await startOrJoin(database, { asOf: dayOfText('2026-03-09'), now: () => api.now(), newId })
    expect(started.ok).toBe(true)
    expect(await job('billing')).toMatchObject({ state: 'waiting', waiting: 1, working: 0 })
    await attend()
    expect(await job('billing')).toMatchObject({ state: 'working', waiting: 0, working: 1 })
    const now = api.now()
    await beginWay(database, OTHER, { startedFrom: now, targetAt: (now + 1e9) as never, startedAt: now })
    later(11)
    expect(await job('sandboxes')).toMatchObject({ state: 'overdue', waiting: 1, oldestDate: '2026-03-10T09:00:00Z' })
    await asOwner(database, `update sandbox_advance set leased_until = '2026-03-10T09:12:00Z'`)
    expect(await job('sandboxes')).toMatchObject({ state: 'working', waiting: 0, working: 1 })
  })
})
