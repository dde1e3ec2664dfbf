// Usage events through the API: what is sent, how it is packed, and who may.
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, it } from 'vitest'
import { type ApiCall, CUSTOMER, DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID } from '../support/api.js'
import { METERS, type MeteredSubscriptions, stockMeters, subscribeToMeters } from '../support/usage.js'

const EVENTS = `/v1/platform/partners/${DIRECT}/usageevents`
const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] } as const

describeApi('usage events of the API', (api) => {
  let bought: MeteredSubscriptions
  beforeAll(async () => {
    await stockMeters(api.database())
    bought = await subscribeToMeters(api.database(), { partnerId: DIRECT, customerId: CUSTOMER, currency: 'EUR' })
  })
  const event = (id: string, more: object = {}) => ({
    ...{ id, subscriptionId: bought.plan, meterId: METERS.COMPUTE, quantity: '1.5', time: '2026-03-09T08:00:00Z' },
    ...more,
  })
  const report = (events: readonly unknown[], options: ApiCall = OPERATOR) =>
    api.call(EVENTS, { ...options, body: { events } })
  const sendText = (payload: string | Buffer, headers: Record<string, string>, options: ApiCall = OPERATOR) =>
    api.call(EVENTS, { ...options, method: 'POST', body: payload, headers })
  const NDJSON = { 'content-type': 'application/x-ndjson' }

  it('answers event by event', async () => {
    const answer = await report([
      event('vm-1', { dimensions: { size: 'B2' }, additionalInfo: { zone: '1' }, tags: { env: 'prod' } }),
      event('vm-1'),
      event('vm-2', { quantity: 0.25 }),
      event('vm-3', { quantity: 1e21 }),
      event('vm-4', { meterId: METERS.CALLS }),
      'vm-5',
    ])
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ accepted: 2, duplicates: 1, refused: 3 })
    expect(answer.body.items.map((one: { id: string; status: string }) => [one.id, one.status])).toEqual([
      ...[
        ['vm-1', 'accepted'],
        ['vm-1', 'duplicate'],
        ['vm-2', 'accepted'],
      ],
      ...[
        ['vm-3', 'refused'],
        ['vm-4', 'refused'],
        [null, 'refused'],
      ],
    ])
    expect(answer.body.items.slice(3).map((one: { refusal: { code: string } }) => one.refusal.code)).toEqual([
      ...['usage-event-malformed', 'usage-meter-of-other-sku', 'usage-event-malformed'],
    ])
  })

  it('shows an event with its amendments', async () => {
    await report([event('shown', { dimensions: { size: 'B2' }, tags: { env: 'prod' } })])
    await report([{ id: 'shown-1', amends: 'shown', quantity: '4' }])
    await report([{ id: 'shown-2', cancels: 'shown' }])
    const { body } = await api.call(`${EVENTS}/shown`, OPERATOR)
    expect(body).toMatchObject({
      ...{ id: 'shown', quantity: '1.5', effectiveQuantity: '0', amends: null, time: '2026-03-09T08:00:00Z' },
      ...{ tags: { env: 'prod' }, additionalInfo: { size: 'B2' }, isRolledUp: false },
    })
    expect(
      body.amendments.map((one: Record<string, string>) => [one['id'], one['difference'], one['quantity']]),
    ).toEqual([
      ['shown-1', '2.5', '4'],
      ['shown-2', '-4', '0'],
    ])
    expect((await api.call(`${EVENTS}/shown-1`, OPERATOR)).body).toMatchObject({ amends: 'shown', quantity: '2.5' })
    expectFault(await api.call(`${EVENTS}/nothing`, OPERATOR), 404, 1000)
    expectFault(await api.call(`/v1/platform/partners/${OTHER}/usageevents/shown`, OPERATOR), 404, 1000)
  })

  it('takes NDJSON and gzip', async () => {
    const lines = [event('n1'), event('n2')].map((one) => JSON.stringify(one))
    const text = `${lines.join('\n')}\nno json\n\n`
    expect((await sendText(text, NDJSON)).body).toMatchObject({ accepted: 2, duplicates: 0, refused: 1 })
    const zipped = gzipSync(text)
    const headers = { ...NDJSON, 'content-encoding': 'gzip' }
    expect((await sendText(zipped, headers)).body).toMatchObject({ accepted: 0, duplicates: 2, refused: 1 })
    const json = gzipSync(JSON.stringify({ events: [event('n3')] }))
    const asJson = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    expect((await sendText(json, asJson)).body).toMatchObject({ accepted: 1 })
  })

  it('refuses what is too large, zipped wrongly, or nothing', async () => {
    const headers = { ...NDJSON, 'content-encoding': 'gzip' }
    expect((await sendText(gzipSync(' '.repeat(8_000_000)), headers)).status).toBe(413)
    expect((await sendText(Buffer.from('no gzip'), headers)).status).toBe(400)
    expect((await sendText('{}', { ...NDJSON, 'content-encoding': 'br' })).status).toBe(415)
    expect((await sendText('{}'.padEnd(17_000_000), NDJSON)).status).toBe(413)
    expectFault(await sendText('\n', NDJSON), 400, 3000)
    expectFault(await report([]), 400, 3000)
    expectFault(await report(Array.from({ length: 10_001 }, (_, index) => event(`m${index}`))), 400, 3000)
  })

  it('is for the operator and for programs with that role', async () => {
    const as = (roles: ApiCall['roles'], more: ApiCall = {}): ApiCall => ({
      account: PLATFORM_ID,
      roles: roles!,
      ...more,
    })
    expect((await report([event('w1')], as(['platform-finance']))).status).toBe(403)
    expect((await report([event('w1')], {})).status).toBe(403)
    expect((await report([event('w1')], as(['platform-operator'], { kind: 'service-principal' }))).status).toBe(200)
    expectFault(
      await api.call(`/v1/platform/partners/${PLATFORM_ID}/usageevents`, {
        ...OPERATOR,
        body: { events: [event('w')] },
      }),
      404,
      1000,
    )
  })
})
