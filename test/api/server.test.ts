import { connect } from 'node:net'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../src/api/endpoint.js'
import { ENDPOINTS } from '../../src/api/endpoints.js'
import { buildServer } from '../../src/api/server.js'
import { newId } from '../../src/app/new-id.js'
import { TokenAuthority } from '../../src/app/tokens.js'
import type { Instant } from '../../src/core/calendar/day.js'
import { accept, refuse } from '../../src/core/refusal.js'
import { type Database, DatabaseError } from '../../src/store/database.js'
import { describeApi, expectFault } from '../support/api.js'

const REQUEST_ID = '3f9f2d6c-1111-4c2d-8a5e-9e8d7c6b5a40'

describeApi('the server', (api) => {
  it('says that it lives and that it reaches the database', async () => {
    expect((await api.call('/healthz', { token: null })).body).toEqual({ status: 'ok' })
    expect((await api.call('/readyz', { token: null })).body).toEqual({ status: 'ok' })
  })

  it('answers unknown paths in the contract’s form, with the ids of the request', async () => {
    const answer = await api.call('/v1/nothing', { headers: { 'MS-RequestId': REQUEST_ID } })
    expectFault(answer, 404, 1000)
    expect(answer.headers['ms-requestid']).toBe(REQUEST_ID)
    expect(answer.headers['ms-correlationid']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('serves a valid OpenAPI 3.1 document that names every endpoint, and a page for it', async () => {
    const { body } = await api.call('/openapi.json', { token: null })
    const result = await new Validator().validate(body)
    expect(result.errors ?? []).toEqual([])
    expect(body.openapi).toBe('3.1.0')
    const operations = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>)
    const ids = operations.flatMap((path) => Object.values(path).map((operation) => operation.operationId))
    expect(new Set(ids)).toEqual(new Set(ENDPOINTS.map(({ id }) => id)))
    expect(ids.length).toBe(new Set(ids).size)
    const clock = body.paths['/v1/sandbox/clock'].post.responses
    expect(Object.keys(clock)).toEqual(['200', '202', '429', 'default'])
    expect(clock['202'].content).toEqual(clock['200'].content)
    expect((await api.call('/docs/', { token: null })).text).toContain('swagger-ui')
  })

  it('answers addresses that cannot be read in the contract’s form, too', async () => {
    const headers = { 'MS-RequestId': REQUEST_ID }
    const wrong = await api.call('/v1/customers/%zz', { headers })
    expectFault(wrong, 400, 3000)
    expect(wrong.headers['ms-requestid']).toBe(REQUEST_ID)
    expectFault(await api.call(`/v1/customers/${'a'.repeat(3_000)}`, { headers }), 404, 1000)
  })

  it('says whether a second factor was given, where that is asked', async () => {
    for (const word of ['true', 'True']) {
      const { headers } = await api.call('/v1/customers', { headers: { ValidateMfa: word } })
      expect(headers['ismfacompliant']).toBe('true')
    }
    expect((await api.call('/v1/customers')).headers).not.toHaveProperty('ismfacompliant')
  })

  it('shows metrics to this machine', async () => {
    await api.call('/healthz', { token: null })
    const { text } = await api.call('/metrics', { token: null })
    expect(text).toMatch(/prorata_http_request_duration_seconds_count\{endpoint="health",status="200"\} [1-9]/)
  })
})

/** A server with endpoints of our own: what every endpoint gets from it. */
describe('every endpoint', () => {
  let runs = 0
  const authority = new TokenAuthority({ issuer: 'http://a', audiences: ['http://a'], lifetimeSeconds: 60 })
  const echo = endpoint({
    id: 'echo',
    method: 'POST',
    path: '/v1/echo/:id',
    group: 'Test',
    summary: 'Says what came.',
    capability: 'public',
    transaction: false,
    params: z.object({ id: z.string() }),
    query: z.object({ pageSize: z.string().optional() }),
    body: z.object({ name: z.string().max(20), inner: z.object({ someValue: z.number() }).optional() }).optional(),
    response: z.object({
      id: z.string(),
      name: z.string().optional(),
      pageSize: z.string().optional(),
      value: z.number().optional(),
    }),
    otherStatuses: { 202: 'It takes its time.' },
    handle: async ({ params, query, body, reply }) => {
      runs += 1
      if (body?.name?.startsWith('with ')) reply.status = Number(body.name.slice(5))
      if (body?.name === 'refuse') return refuse('not-found', { what: 'echo', id: params.id })
      if (body?.name === 'break') throw new Error('a secret detail')
      if (body?.name?.startsWith('give up')) throw new DatabaseError(body.name.slice(8), 'a secret detail')
      return accept({ id: params.id, name: body?.name, pageSize: query.pageSize, value: body?.inner?.someValue })
    },
  })
  const make = (limits = { perAccount: 0, perAddress: 0 }) =>
    buildServer({
      database: {} as Database,
      authority,
      clock: () => 1_773_133_200_000 as Instant,
      newId,
      endpoints: [echo],
      checkAnswers: true,
      limits,
    })
  let server: Awaited<ReturnType<typeof make>>
  beforeAll(async () => {
    server = await make()
  })
  afterAll(() => server.close())

  const post = (url: string, payload?: string | object, headers: Record<string, string> = {}) =>
    server.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      ...(payload === undefined ? {} : { payload }),
    })

  it.each(['/v1/echo/7', '/v1//echo/7', '/v1.0/echo/7', '/V1/Echo/7/', '//v1/echo/7', '//v1.0//echo/7'])(
    'is found at %s',
    async (url) => {
      expect((await post(url, { name: 'a' })).json()).toEqual({ id: '7', name: 'a' })
    },
  )

  it('reads names in any casing, twice, and ignores what it does not know', async () => {
    const body = '{"NAME":"other","name":"exact","Unknown":{"x":1},"Inner":{"SomeValue":3}}'
    expect((await post('/v1/echo/7?PageSize=5', body)).json()).toEqual({
      id: '7',
      name: 'exact',
      pageSize: '5',
      value: 3,
    })
  })

  it('takes an empty body where JSON was announced, and a byte order mark', async () => {
    expect((await post('/v1/echo/7', '')).json()).toEqual({ id: '7' })
    expect((await post('/v1/echo/7', '\uFEFF{"name":"a"}')).json()).toEqual({ id: '7', name: 'a' })
  })

  it.each([
    ['no JSON', '{"name":', 400],
    ['a poisoned prototype', '{"__proto__":{"admin":true},"name":"a"}', 400],
    ['a field of another type', '{"name":7}', 400],
    ['a text that is too long', `{"name":"${'x'.repeat(21)}"}`, 400],
    ['a body that is too large', `{"name":"${'x'.repeat(1_100_000)}"}`, 413],
  ])('refuses %s and does not run', async (_, body, status) => {
    runs = 0
    const answer = await post('/v1/echo/7', body)
    expect([answer.statusCode, answer.json().code, runs]).toEqual([status, expect.any(Number), 0])
    expect(answer.json().description.length).toBeGreaterThan(3)
  })

  it('refuses another type of content, unless it is empty', async () => {
    for (const type of ['image/png', 'text/plain', 'application/octet-stream']) {
      const answer = await post('/v1/echo/7', '<a/>', { 'content-type': type })
      expect([answer.statusCode, answer.json().data]).toEqual([415, []])
      expect((await post('/v1/echo/7', '', { 'content-type': type })).json()).toEqual({ id: '7' })
    }
  })

  it.each(['text/json', 'application/vnd.api+json; charset=utf-8', 'APPLICATION/JSON'])('reads %s', async (type) => {
    expect((await post('/v1/echo/7', '{"name":"a"}', { 'content-type': type })).json()).toEqual({ id: '7', name: 'a' })
  })

  it('answers, where answers are checked, with no status that it does not announce', async () => {
    expect((await post('/v1/echo/7', { name: 'with 202' })).statusCode).toBe(202)
    expect((await post('/v1/echo/7', { name: 'with 204' })).statusCode).toBe(500)
  })

  it('answers refusals with status, code and word, and faults without their details', async () => {
    const refused = await post('/v1/echo/7', { name: 'refuse' })
    expect(refused.statusCode).toBe(404)
    expect(refused.json()).toMatchObject({ code: 1000, refusal: { code: 'not-found', data: { id: '7' } } })
    const broken = await post('/v1/echo/7', { name: 'break' })
    expect([broken.statusCode, broken.json().code]).toEqual([500, 900192])
    expect(broken.body).not.toContain('secret')
  })

  it.each(['57014', '55P03', '25P03', '40P01'])(
    'answers 503, and when to ask again, where the database gave up: %s',
    async (code) => {
      const given = await post('/v1/echo/7', { name: `give up ${code}` })
      expect([given.statusCode, given.headers['retry-after'], given.json().code]).toEqual([503, '5', 900192])
      expect(given.body).not.toContain('secret')
    },
  )

  it.each([
    [true, 'patient', true],
    [false, 'hasty', true],
    [undefined, 'hasty', false],
  ] as const)(
    'works without limits of time only where it takes long: %s, %s',
    async (takesLong, wanted, transaction) => {
      const databaseOf = (name: string): Database => {
        const query = async () => ({ rows: [{ name }], rowCount: 1 })
        const database = {
          query,
          transaction: (work: (session: unknown) => unknown) => work(database),
        } as unknown as Database
        return database
      }
      const which = endpoint({
        ...{ id: 'which', method: 'POST', path: '/v1/which', group: 'Test', summary: 'Says which database it has.' },
        ...{ capability: 'public', transaction, response: z.object({ name: z.string() }) },
        ...(takesLong === undefined ? {} : { takesLong }),
        handle: async ({ session }) => accept((await session.query<{ name: string }>('select')).rows[0]),
      })
      const own = await buildServer({
        ...{ database: databaseOf('hasty'), patientDatabase: databaseOf('patient'), authority, newId },
        ...{ clock: () => 1_773_133_200_000 as Instant, endpoints: [which] },
      })
      expect((await own.inject({ method: 'POST', url: '/v1/which' })).json()).toEqual({ name: wanted })
      await own.close()
    },
  )

  it('echoes only ids that are ids', async () => {
    const good = await post('/v1/echo/7', {}, { 'ms-requestid': REQUEST_ID, 'x-locale': 'nl-NL' })
    expect([good.headers['ms-requestid'], good.headers['x-locale']]).toEqual([REQUEST_ID, 'nl-NL'])
    const braced = await post('/v1/echo/7', {}, { 'ms-requestid': `{${REQUEST_ID}}` })
    expect(braced.headers['ms-requestid']).toBe(`{${REQUEST_ID}}`)
    const bad = await post('/v1/echo/7', {}, { 'ms-requestid': 'a b<script>', 'x-locale': '../../etc' })
    expect(bad.headers['ms-requestid']).toMatch(/^[0-9a-f-]{36}$/)
    expect(bad.headers['x-locale']).toBe('en-US')
  })

  it('answers 429 with the seconds to wait once there are too many requests', async () => {
    const limited = await make({ perAccount: 0, perAddress: 3 })
    const statuses: number[] = []
    for (let count = 0; count < 5; count += 1) {
      const answer = await limited.inject({ method: 'POST', url: '/v1/echo/7', payload: { name: 'a' } })
      statuses.push(answer.statusCode)
      if (answer.statusCode !== 429) continue
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(answer.json()).toEqual({ statusCode: 429, message: expect.any(String) })
    }
    await limited.close()
    expect(statuses).toEqual([200, 200, 200, 429, 429])
  })

  it('answers what is under way before it stops', async () => {
    const stopping = await make()
    const address = await stopping.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    const text = new Promise<string>((resolve) => {
      let received = ''
      socket.on('data', (data) => {
        received += data
      })
      socket.on('close', () => resolve(received))
    })
    // The head has come, the body has not: the request is under way.
    const head = 'POST /v1/echo/7 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n'
    socket.write(head)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const closed = stopping.close()
    socket.write('{"name":"a"}')
    await closed
    expect(await text).toContain('{"id":"7","name":"a"}')
  })
})
