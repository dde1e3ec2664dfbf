import { createHmac, createVerify, X509Certificate } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { JOB_KINDS, readJobs } from '../../src/app/jobs.js'
import { newId } from '../../src/app/new-id.js'
import { isSealed, seal } from '../../src/app/seal.js'
import { dispatchNotices } from '../../src/app/webhook-dispatch.js'
import { WEBHOOK_SECRET_PURPOSE } from '../../src/app/webhooks.js'
import type { Day, Instant } from '../../src/core/calendar/day.js'
import { dayOfInstant } from '../../src/core/calendar/instant.js'
import { type JobsOptions, type RunningJobs, startJobs } from '../../src/jobs/main.js'
import { openQueue } from '../../src/jobs/queue.js'
import { beginDay, finishDay } from '../../src/store/daily-runs.js'
import type { Database } from '../../src/store/database.js'
import { appendNotices } from '../../src/store/notices.js'
import { insertWebhook, type WebhookRegistration } from '../../src/store/webhooks.js'
import { id, load, openLedger, PROVIDER } from '../billing/provider.js'
import { describeEachLedger } from '../support/databases.js'
import { type Receiver, startReceiver } from '../support/webhook-receiver.js'

const OPEN = { allowHttp: true, allowPrivate: true, ports: [], timeoutMilliseconds: 2_000 }
const PUBLIC_URL = 'https://api.example.net'
const PARTNER = id('partner', 1)
const NOW = (): Instant => Date.now() as Instant

describeEachLedger('deliveries of webhooks', (open) => {
  let database: Database
  let receiver: Receiver
  let jobs: RunningJobs | undefined
  const errors: unknown[] = []

  beforeAll(async () => {
    database = await openLedger(open)
    await load(database, PROVIDER)
    // The daily jobs would tell of renewals.
    const yesterday = (dayOfInstant(NOW()) - 1) as Day
    await beginDay(database, yesterday, NOW())
    await finishDay(database, yesterday, NOW())
  })
  afterAll(() => expect(errors).toEqual([]))
  beforeEach(async () => {
    receiver = await startReceiver()
  })
  afterEach(async () => {
    await jobs?.stop()
    jobs = undefined
    await receiver.close()
    await database.query('delete from webhook_registration')
    await database.query('delete from notice')
    await database.query('delete from pgboss.job')
  })

  const start = async (more: Partial<JobsOptions> = {}) => {
    jobs = await startJobs(database, {
      publicUrl: PUBLIC_URL,
      webhooks: OPEN,
      pollMilliseconds: 20,
      dayMilliseconds: 3_600_000,
      retryDelaySeconds: 0,
      onError: (error) => errors.push(error),
      ...more,
    })
  }

  const subscribe = async (more: Partial<WebhookRegistration> = {}): Promise<WebhookRegistration> => {
    const webhook: WebhookRegistration = {
      partnerId: PARTNER,
      registrationId: newId(),
      applicationId: newId(),
      webhookUrl: `${receiver.url}/hook?key=1`,
      webhookEvents: ['subscription-updated', 'test-created'],
      signatureInOwnHeader: false,
      signingSecret: seal('whsec_test', WEBHOOK_SECRET_PURPOSE, undefined),
      createdAt: NOW(),
      updatedAt: NOW(),
      ...more,
    }
    expect(await insertWebhook(database, webhook)).toBe(true)
    return webhook
  }

  const notify = (count: number, more: { eventName?: string; auditRecordId?: string } = {}) =>
    appendNotices(
      database,
      Array.from({ length: count }, () => ({
        partnerId: PARTNER,
        noticeId: newId(),
        eventName: more.eventName ?? 'subscription-updated',
        resourceUri: '/customers/c/subscriptions/s',
        resourceName: 'subscription',
        auditRecordId: more.auditRecordId ?? null,
        occurredAt: Date.UTC(2026, 6, 29, 8, 30) as Instant,
      })),
    )

  const statuses = async () =>
    (
      await database.query<{ status: string; attempts: number }>(
        'select status, attempts from webhook_delivery order by delivery_id',
      )
    ).rows

  it('have a loop, as every kind of work has, and each notes how it goes', async () => {
    await start()
    expect(jobs!.health().loops.map(({ name }) => name)).toEqual(expect.arrayContaining([...JOB_KINDS]))
    expect(jobs!.health().loops).toHaveLength(JOB_KINDS.length)
    const states = async () =>
      (await readJobs(database, NOW())).jobs.map(({ state, lookedAt }) => [state, lookedAt !== null])
    await expect.poll(states, { timeout: 10_000 }).toEqual(JOB_KINDS.map(() => ['idle', true]))
  })

  it('carry the five fields, signed both ways', async () => {
    const sealingKey = Buffer.alloc(32, 5)
    await subscribe({ signingSecret: seal('whsec_test', WEBHOOK_SECRET_PURPOSE, sealingKey) })
    const auditRecordId = newId()
    await notify(1, { auditRecordId })
    await start({ sealingKey })
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1)
    const [{ path, headers, body }] = receiver.received as [(typeof receiver.received)[number]]
    expect(path).toBe('/hook?key=1')
    expect(Object.entries(JSON.parse(body))).toEqual([
      ['EventName', 'subscription-updated'],
      ['ResourceUri', `${PUBLIC_URL}/v1/customers/c/subscriptions/s`],
      ['ResourceName', 'subscription'],
      ['AuditUri', `${PUBLIC_URL}/auditactivity/v1/auditrecords/${auditRecordId}`],
      ['ResourceChangeUtcDate', '2026-07-29T08:30:00.0000000+00:00'],
    ])
    expect(headers['prorata-event-id']).toMatch(/^[0-9a-f-]{36}$/)

    const [, time, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['prorata-signature'])) ?? []
    expect(mac).toBe(createHmac('sha256', 'whsec_test').update(`${time}.${body}`).digest('hex'))
    expect(Math.abs(Number(time) - Date.now() / 1_000)).toBeLessThan(60)

    expect(headers['x-ms-signature-algorithm']).toBe('rsa-sha256')
    const keyId = /^https:\/\/api\.example\.net\/webhooks\/v1\/certificates\/([0-9a-f]{32})\.cer$/.exec(
      String(headers['x-ms-certificate-url']),
    )?.[1]
    const { rows } = await database.query<{ certificate: Uint8Array; privateKey: string }>(
      'select certificate, private_key as "privateKey" from webhook_key where key_id = $1',
      [keyId ?? ''],
    )
    expect(isSealed(rows[0]!.privateKey)).toBe(true)
    const { publicKey } = new X509Certificate(rows[0]!.certificate)
    const signature = /^Signature (.+)$/.exec(String(headers.authorization))?.[1] ?? ''
    expect(createVerify('RSA-SHA256').update(body).verify(publicKey, signature, 'base64')).toBe(true)
    expect(createVerify('RSA-SHA256').update(`${body} `).verify(publicKey, signature, 'base64')).toBe(false)
    await expect.poll(statuses).toEqual([{ status: 'delivered', attempts: 1 }])
  })

  it('sign in a header of their own where that is asked for', async () => {
    await subscribe({ signatureInOwnHeader: true })
    await notify(1)
    await start()
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1)
    expect(receiver.received[0]!.headers.authorization).toBeUndefined()
    expect(receiver.received[0]!.headers['x-ms-signature']).toMatch(/^Signature /)
  })

  it('are for those who subscribe to them, and for their partner only', async () => {
    await subscribe()
    await subscribe({ webhookEvents: ['invoice-ready'] })
    await subscribe({ partnerId: id('partner', 2) })
    await notify(3)
    await notify(1, { eventName: 'referral-created' })
    await start()
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(3)
    await expect.poll(async () => (await statuses()).every(({ status }) => status === 'delivered')).toBe(true)
    expect(await statuses()).toHaveLength(3)
    expect(new Set(receiver.received.map(({ headers }) => headers['prorata-event-id'])).size).toBe(3)
  })

  it('are not made, and no longer sent, where the application is disabled', async () => {
    const { applicationId } = await subscribe()
    await notify(1)
    await dispatchNotices({ database, clock: NOW, newId, enqueue: async () => {} })
    await database.query('update webhook_delivery set queued_at = null')
    await database.query(
      `insert into service_principal (application_id, account_id, name, roles, state, created_at)
       values ($1, $2, 'Agent', '{}', 'disabled', now())`,
      [applicationId, PARTNER],
    )
    await notify(1)
    await start()
    await expect.poll(statuses, { timeout: 10_000 }).toEqual([{ status: 'parked', attempts: 1 }])
    await expect
      .poll(async () => (await database.query('select from notice where dispatched_at is null')).rows)
      .toEqual([])
    expect([receiver.received, await statuses()]).toEqual([[], [{ status: 'parked', attempts: 1 }]])
  })

  it('are tried again until they are taken, and every attempt is in the log', async () => {
    await subscribe()
    receiver.answers.push(500, 302, 404)
    await notify(1)
    await start()
    await expect.poll(statuses, { timeout: 20_000 }).toEqual([{ status: 'delivered', attempts: 4 }])
    const { rows } = await database.query(
      'select attempt_number as n, response_status as status, failure, response_excerpt as text from webhook_attempt order by 1',
    )
    expect(rows).toEqual([
      { n: 1, status: 500, failure: 'the answer was 500', text: 'noted' },
      { n: 2, status: 302, failure: 'the answer was 302', text: 'noted' },
      { n: 3, status: 404, failure: 'the answer was 404', text: 'noted' },
      { n: 4, status: 200, failure: null, text: 'noted' },
    ])
    const ids = new Set(receiver.received.map(({ headers }) => headers['prorata-event-id']))
    expect([receiver.received.length, ids.size]).toEqual([4, 1])
  })

  it('are parked after ten attempts', async () => {
    await subscribe({ webhookUrl: 'http://127.0.0.1:1/closed' })
    await notify(1)
    await start()
    await expect.poll(statuses, { timeout: 30_000 }).toEqual([{ status: 'parked', attempts: 10 }])
    const { rows } = await database.query<{ failure: string }>('select distinct failure from webhook_attempt')
    expect(rows).toEqual([{ failure: expect.stringContaining('ECONNREFUSED') }])
  }, 60_000)

  it('wait longer after each attempt', async () => {
    await subscribe()
    receiver.answers.push(500, 500, 500)
    await notify(1)
    await start({ retryDelaySeconds: 1 })
    await expect.poll(statuses, { timeout: 30_000 }).toEqual([{ status: 'delivered', attempts: 4 }])
    const { rows } = await database.query<{ at: Instant }>(
      'select attempted_at as at from webhook_attempt order by attempt_number',
    )
    const waits = rows.slice(1).map(({ at }, index) => at - rows[index]!.at)
    // 1, 2 and 4 seconds, each up to doubled at random.
    for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(900 * 2 ** index)
    expect(waits[2]).toBeGreaterThan(waits[0]!)
  }, 60_000)

  it('go nowhere private unless that is allowed', async () => {
    await subscribe()
    await notify(1)
    await start({ webhooks: { ...OPEN, allowPrivate: false }, mostAttempts: 1 })
    await expect.poll(statuses, { timeout: 10_000 }).toEqual([{ status: 'parked', attempts: 1 }])
    expect(receiver.received).toEqual([])
  })

  it('end with their webhook', async () => {
    await subscribe({ webhookUrl: 'http://127.0.0.1:1/closed' })
    await notify(1)
    await start()
    await expect.poll(async () => (await statuses()).length, { timeout: 10_000 }).toBe(1)
    await database.query('delete from webhook_registration')
    await expect
      .poll(
        async () =>
          (await database.query(`select 1 from pgboss.job where name = 'webhook-delivery' and state < 'completed'`))
            .rowCount,
        { timeout: 10_000 },
      )
      .toBe(0)
  })

  it('are made once, however many dispatch', async () => {
    await subscribe()
    await subscribe()
    await notify(1_300)
    const queue = await openQueue(database, { onError: (error) => errors.push(error) })
    const dispatch = async () => {
      while ((await dispatchNotices({ database, clock: NOW, newId, enqueue: queue.enqueue })) > 0);
    }
    await Promise.all([dispatch(), dispatch(), dispatch()])
    const { rows } = await database.query(
      `select count(*)::int as deliveries, count(distinct (registration_id, event_id))::int as different,
         count(queued_at)::int as queued from webhook_delivery`,
    )
    expect(rows).toEqual([{ deliveries: 2_600, different: 2_600, queued: 2_600 }])
    const jobsOf = await database.query(
      `select count(*)::int as jobs, count(distinct data->>'deliveryId')::int as different from pgboss.job
       where name = 'webhook-delivery' and state = 'created'`,
    )
    expect(jobsOf.rows).toEqual([{ jobs: 2_600, different: 2_600 }])
    await queue.stop()
  }, 60_000)

  it('stop when they are asked to, and finish what is under way', async () => {
    await subscribe()
    await notify(20)
    await start()
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(jobs!.health()).toMatchObject({ healthy: true })
    await jobs!.stop()
    const before = receiver.received.length
    const { rows } = await database.query<{ finished: number }>(
      `select count(*)::int as finished from webhook_delivery where status = 'delivered'`,
    )
    expect(rows[0]!.finished).toBe(before)
    await start()
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(20)
  })
})
