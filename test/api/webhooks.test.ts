import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { makeWebhookKey } from '../../src/app/webhook-certificate.js'
import { insertWebhookKey } from '../../src/store/webhooks.js'
import { describeApi, expectFault, INDIRECT_PROVIDER, OTHER, RESELLER } from '../support/api.js'

const ROOT = '/webhooks/v1/registration'
const BODY = { WebhookUrl: 'https://hooks.example.net/pc', WebhookEvents: ['subscription-updated', 'test-created'] }

describeApi('webhooks', (api) => {
  it('lists the events of the contract as a bare array', async () => {
    const { status, body } = await api.call(`${ROOT}/events`)
    expect(status).toBe(200)
    expect(body).toContain('subscription-updated')
    expect(body).toContain('invoice-ready')
    expect(body).toContain('test-created')
  })

  it('has none before one is registered', async () => {
    expectFault(await api.call(ROOT), 404, 1000)
    expectFault(await api.call(ROOT, { method: 'PUT', body: BODY }), 404, 1000)
    expectFault(await api.call(ROOT, { method: 'DELETE' }), 404, 1000)
    expectFault(await api.call(`${ROOT}/validationEvents`, { method: 'POST' }), 404, 1000)
    expectFault(await api.call(`${ROOT}/deliveries`), 404, 1000)
  })

  it.each([
    ['not https', { ...BODY, WebhookUrl: 'http://hooks.example.net/pc' }],
    ['no URL', { ...BODY, WebhookUrl: 'hooks' }],
    ['a private address', { ...BODY, WebhookUrl: 'https://10.1.2.3/pc' }],
    ['a local name', { ...BODY, WebhookUrl: 'https://localhost/pc' }],
    ['an unusual port', { ...BODY, WebhookUrl: 'https://hooks.example.net:22/pc' }],
    ['a password in it', { ...BODY, WebhookUrl: 'https://u:p@hooks.example.net/pc' }],
    ['no events', { ...BODY, WebhookEvents: [] }],
    ['nothing', {}],
  ])('refuses %s', async (_, body) => {
    expectFault(await api.call(ROOT, { body }), 400, 3000)
  })

  it('refuses an unknown event', async () => {
    expectFault(await api.call(ROOT, { body: { ...BODY, WebhookEvents: ['moon-landed'] } }), 400, 900126)
  })

  it('registers one for each partner and application, and shows its secret once', async () => {
    const headers = { 'ms-requestid': '018f0aaa-0000-7000-8000-000000000001' }
    const made = await api.call(ROOT, { body: BODY, headers })
    expect(made.status).toBe(200)
    expect(made.body).toEqual({
      SubscriberId: expect.any(String),
      ...BODY,
      SignatureTokenToMsSignatureHeader: false,
      SigningSecret: expect.stringMatching(/^whsec_[\w-]{43}$/),
    })
    const { SigningSecret: _, ...shown } = made.body
    // The same request again gets the same answer, but for what is shown once only.
    expect((await api.call(ROOT, { body: BODY, headers })).body).toEqual(shown)
    expect((await api.call(ROOT)).body).toEqual(shown)
    expectFault(await api.call(ROOT, { body: BODY }), 409, 800002)
    expectFault(await api.call(ROOT, { account: OTHER }), 404, 1000)
    const { rows } = await api
      .database()
      .query<{ text: string }>('select concat(old_value, new_value, data) as text from audit_record')
    expect(rows.map((row) => row.text).join()).not.toContain(made.body.SigningSecret)
  })

  it('reads names in any casing', async () => {
    const body = {
      webhookUrl: 'https://hooks.example.net/other?key=1',
      webhookevents: ['Test-Created', 'invoice-ready', 'INVOICE-READY'],
      signatureTokenToMsSignatureHeader: true,
    }
    const made = await api.call(ROOT, { account: OTHER, body })
    expect(made.body).toMatchObject({
      WebhookUrl: body.webhookUrl,
      WebhookEvents: ['test-created', 'invoice-ready'],
      SignatureTokenToMsSignatureHeader: true,
    })
  })

  it('changes it, and its secret only when asked to', async () => {
    const known = (await api.call(ROOT)).body
    const changed = { ...BODY, WebhookUrl: 'https://hooks.example.net/new', WebhookEvents: ['invoice-ready'] }
    const done = await api.call(ROOT, { method: 'PUT', body: changed })
    expect(done.status).toBe(200)
    expect(done.body).toEqual({ ...known, ...changed })
    expectFault(await api.call(ROOT, { method: 'PUT', body: { ...BODY, WebhookUrl: 'ftp://x.example' } }), 400, 3000)
    const rotated = await api.call(ROOT, { method: 'PUT', body: { ...BODY, RotateSecret: true } })
    expect(rotated.body.SigningSecret).toMatch(/^whsec_/)
    expect((await api.call(ROOT)).body).toEqual({ ...known, ...BODY })
  })

  it('gives two test events a minute, and says when the next may be', async () => {
    const first = await api.call(`${ROOT}/validationEvents`, { method: 'POST' })
    expect(first.status).toBe(200)
    expect(first.body).toEqual({ correlationId: expect.any(String) })
    api.setNow('2026-03-10T09:00:30Z')
    expect((await api.call(`${ROOT}/validationEvents`, { method: 'POST' })).status).toBe(200)
    const third = await api.call(`${ROOT}/validationEvents`, { method: 'POST' })
    expect(third.status).toBe(429)
    expect(third.headers['retry-after']).toBe('30')
    expect(third.body).toEqual({ statusCode: 429, message: expect.any(String) })
    api.setNow('2026-03-10T09:01:01Z')
    expect((await api.call(`${ROOT}/validationEvents`, { method: 'POST' })).status).toBe(200)

    const shown = await api.call(`${ROOT}/validationEvents/${first.body.correlationId}`)
    expect(shown.body).toMatchObject({ status: 'pending', callbackUrl: BODY.WebhookUrl, results: [] })
    const unknown = '018f0bbb-0000-7000-8000-000000000001'
    expectFault(await api.call(`${ROOT}/validationEvents/${unknown}`), 404, 1000)
    // Somebody else's test event is none of this webhook's.
    const other = { account: OTHER }
    expectFault(await api.call(`${ROOT}/validationEvents/${first.body.correlationId}`, other), 404, 1000)
    expectFault(await api.call(`${ROOT}/validationEvents/none`), 404, 1000)
  })

  it('refuses a test event the webhook has not subscribed to', async () => {
    const account = INDIRECT_PROVIDER
    await api.call(ROOT, { account, body: { ...BODY, WebhookEvents: ['invoice-ready'] } })
    expectFault(await api.call(`${ROOT}/validationEvents`, { account, method: 'POST' }), 400, 3000)
  })

  it('lists deliveries in pages, newest first', async () => {
    const page = await api.call(`${ROOT}/deliveries?size=2`)
    expect(page.body.totalCount).toBe(3)
    expect(page.body.items).toHaveLength(2)
    expect(page.body.items[0]).toMatchObject({ eventName: 'test-created', status: 'pending', attempts: [] })
    const next = await api.call(page.body.links.next.uri)
    expect(next.body.items).toHaveLength(1)
    expect((await api.call(`${ROOT}/deliveries?status=parked`)).body.items).toEqual([])
    expectFault(await api.call(`${ROOT}/deliveries?size=501`), 400, 3000)
    expectFault(await api.call(`${ROOT}/deliveries?status=lost`), 400, 3000)
  })

  it('is for global admins and admin agents, as users and as applications', async () => {
    const calls = [
      ['GET', ROOT],
      ['POST', ROOT],
      ['PUT', ROOT],
      ['DELETE', ROOT],
      ['POST', `${ROOT}/validationEvents`],
      ['GET', `${ROOT}/deliveries`],
    ] as const
    for (const [method, url] of calls) {
      expectFault(await api.call(url, { method, roles: ['billing-admin', 'sales-agent'] }), 403, 900150)
      expectFault(await api.call(url, { method, token: null }), 401, 400)
    }
    expect((await api.call(ROOT, { roles: ['admin-agent'], kind: 'service-principal' })).status).toBe(200)
    expectFault(await api.call(ROOT, { account: RESELLER }), 404, 1000)
  })

  it('serves the certificates of its keys to everybody', async () => {
    const key = await makeWebhookKey('prorata', api.now())
    await insertWebhookKey(api.database(), { ...key, createdAt: api.now() })
    const answer = await api.server().inject({ url: `/webhooks/v1/certificates/${key.keyId}.cer` })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('application/pkix-cert')
    const certificate = new X509Certificate(answer.rawPayload)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.subject).toContain('O=prorata')
    const unknown = `/webhooks/v1/certificates/${'0'.repeat(32)}.cer`
    expectFault(await api.call(unknown, { token: null }), 404, 1000)
  })

  it('removes it with its log', async () => {
    expect((await api.call(ROOT, { method: 'DELETE' })).status).toBe(204)
    expectFault(await api.call(ROOT), 404, 1000)
    expectFault(await api.call(ROOT, { method: 'DELETE' }), 404, 1000)
    expect((await api.call(ROOT, { body: BODY })).status).toBe(200)
    expect((await api.call(`${ROOT}/deliveries`)).body.items).toEqual([])
  })
})
