// Every sample of the contract whose endpoint is built: its request is taken, and an answer of ours has its shape.
// `samples.json` holds one line per published sample: what was sent, and the shape of what came back.
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { beforeAll, expect, it } from 'vitest'
import type { Endpoint } from '../../src/api/endpoint.js'
import { ENDPOINTS } from '../../src/api/endpoints.js'
import { readNames } from '../../src/api/read-names.js'
import { describeApi } from '../support/api.js'
import { journey } from './journey.js'
import { misfits, type Shape } from './shape.js'

interface Sample {
  readonly endpoint: string
  readonly name: string
  readonly request: object | null
  readonly status: number
  readonly response: Shape | null
}

const ALL = JSON.parse(readFileSync(new URL('./samples.json', import.meta.url), 'utf8')) as Sample[]
const BUILT = new Map(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint]))
const SAMPLES = ALL.filter(({ endpoint }) => BUILT.has(endpoint))

const NO_METERS = 'has a next page; lines of metered usage are an empty list until there is metering'
/** Samples that no server of ours will answer like, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'recon-line-items-UsageBasedLineItem': NO_METERS,
  'recon-line-items-DailyUsageLineItem': NO_METERS,
  'recon-line-items-DailyRatedUsageLineItem': NO_METERS,
  'recon-line-items-DailyRatedUsageLineItem-unbilled': NO_METERS,
  'token-v2': 'gives one shape for both forms of the token endpoint; in the newer form the numbers are numbers',
  'customer-service-requests': 'numbers its states and severities in this one list; everywhere else they are words',
}

/** Placeholders and slips of the samples' requests; the contract's text is otherwise. */
function mended(value: unknown): unknown {
  if (typeof value === 'string') return /country\/region code/.test(value) ? 'US' : value
  if (Array.isArray(value)) return value.map(mended)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mended(item)]))
}

it('has samples, and endpoints of the contract', () => {
  expect(SAMPLES.length).toBeGreaterThan(120)
  expect(Object.keys(LEFT_OUT).filter((name) => !SAMPLES.some((sample) => sample.name === name))).toEqual([])
})

const sent = SAMPLES.filter(({ request }) => request !== null && !('<shape>' in request) && !('<form>' in request))

it.each(sent)('takes the request of $name', ({ endpoint, request }) => {
  const schema = BUILT.get(endpoint)!.body!
  const read = schema.safeParse(readNames(schema, mended(request)))
  expect(read.error?.issues ?? []).toEqual([])
})

describeApi('the answers of a customer’s life', (api) => {
  const answers = new Map<string, { readonly status: number; readonly body: unknown }[]>()
  beforeAll(async () => {
    record(api.server(), answers)
    await journey(api)
  }, 120_000)

  it.each(SAMPLES.filter(({ name }) => LEFT_OUT[name] === undefined))('have the shape of $name', (sample) => {
    const given = answers.get(sample.endpoint) ?? []
    const successes = given.filter(({ status }) => status === sample.status)
    expect(successes.length, `no call of ${sample.endpoint} answered ${sample.status}`).toBeGreaterThan(0)
    if (sample.response === null) return
    const problems = successes.map(({ body }) => misfits(sample.response!, body))
    const fewest = problems.reduce((best, next) => (next.length < best.length ? next : best))
    expect(fewest).toEqual([])
  })
})

/** Notes what each endpoint answers. */
function record(server: FastifyInstance, answers: Map<string, { status: number; body: unknown }[]>): void {
  const byRoute = new Map(ENDPOINTS.map((endpoint: Endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint.id]))
  server.addHook('onSend', async (request, reply, payload) => {
    const id = byRoute.get(`${request.method} ${request.routeOptions.url}`)
    if (id === undefined) return
    const json = typeof payload === 'string' && payload.startsWith('{') ? JSON.parse(payload) : undefined
    const list = typeof payload === 'string' && payload.startsWith('[') ? JSON.parse(payload) : json
    answers.set(id, [...(answers.get(id) ?? []), { status: reply.statusCode, body: list }])
  })
}
