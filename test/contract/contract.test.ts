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
import { hasItems, misfits, type Shape } from './shape.js'

interface Sample {
  readonly endpoint: string
  readonly name: string
  readonly query: string
  readonly request: object | null
  readonly status: number
  readonly response: Shape | null
}

const ALL = JSON.parse(readFileSync(new URL('./samples.json', import.meta.url), 'utf8')) as Sample[]
const BUILT = new Map(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint]))

/** Endpoints of the contract's core that have samples and are not served, and why; docs/api.md tells the same. */
const NOT_BUILT = JSON.parse(readFileSync(new URL('./not-built.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>
const SAMPLES = ALL.filter(({ endpoint }) => NOT_BUILT[endpoint] === undefined)

/** Samples that no server of ours will answer like, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'recon-line-items-OneTimeInvoiceLineItem-unbilled-next-2': 'asks for usage by day and shows lines of charges',
  'customer-usage-summary': 'misspells the amount of the budget; customer-usage-summary-2 does not',
  'subscription-meter-usage': 'shows records of subscriptions; subscription-meter-usage-2 shows those of meters',
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
  expect(ALL.length).toBe(191)
  const missing = ALL.map(({ endpoint }) => endpoint).filter((endpoint) => !BUILT.has(endpoint))
  expect([...new Set(missing)].sort()).toEqual(Object.keys(NOT_BUILT).sort())
  expect(Object.keys(LEFT_OUT).filter((name) => !SAMPLES.some((sample) => sample.name === name))).toEqual([])
})

const sent = SAMPLES.filter(({ request }) => request !== null && !('<shape>' in request) && !('<form>' in request))

it.each(sent)('takes the request of $name', ({ endpoint, request }) => {
  const schema = BUILT.get(endpoint)!.body!
  const read = schema.safeParse(readNames(schema, mended(request)))
  expect(read.error?.issues ?? []).toEqual([])
})

describeApi('the answers of a customer’s life', (api) => {
  const answers: Answers = new Map()
  beforeAll(async () => {
    record(api.server(), answers)
    await journey(api)
  }, 120_000)

  it.each(SAMPLES.filter(({ name }) => LEFT_OUT[name] === undefined))('have the shape of $name', (sample) => {
    const given = answers.get(sample.endpoint) ?? []
    const alike = given.filter(({ status, asked }) => status === sample.status && isKindOf(asked, kindOf(sample.query)))
    expect(alike.length, `no such call of ${sample.endpoint} answered ${sample.status}`).toBeGreaterThan(0)
    if (sample.response === null) return
    // A list without items has the shape of any.
    const telling = hasItems(sample.response) ? alike.filter(({ body }) => hasItems(body)) : alike
    expect(telling.length, `no such call of ${sample.endpoint} answered with items`).toBeGreaterThan(0)
    const problems = telling.map(({ body }) => misfits(sample.response!, body))
    const fewest = problems.reduce((best, next) => (next.length < best.length ? next : best))
    expect(fewest).toEqual([])
  })
})

type Answers = Map<string, { readonly status: number; readonly asked: Kind; readonly body: unknown }[]>

/** What decides which kind of lines is answered, in small letters; one sample lacks a letter of a name. */
type Kind = Readonly<Record<string, string>>

function kindOf(query: string): Kind {
  const named = [...new URLSearchParams(query)].map(([name, value]) => [
    name.toLowerCase().replace(/^i?nvoicelineitemtype$/, 'invoicelineitemtype'),
    value.toLowerCase(),
  ])
  return Object.fromEntries(named.filter(([name]) => name === 'provider' || name === 'invoicelineitemtype'))
}

/** Whether what was asked for is of the kind a sample asks for. */
function isKindOf(asked: Kind, wanted: Kind): boolean {
  return Object.entries(wanted).every(([name, value]) => asked[name] === value)
}

/** Notes what each endpoint answers. */
function record(server: FastifyInstance, answers: Answers): void {
  const byRoute = new Map(ENDPOINTS.map((endpoint: Endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint.id]))
  server.addHook('onSend', async (request, reply, payload) => {
    const id = byRoute.get(`${request.method} ${request.routeOptions.url}`)
    if (id === undefined) return
    const json = typeof payload === 'string' && payload.startsWith('{') ? JSON.parse(payload) : undefined
    const list = typeof payload === 'string' && payload.startsWith('[') ? JSON.parse(payload) : json
    answers.set(id, [
      ...(answers.get(id) ?? []),
      { status: reply.statusCode, asked: kindOf(request.url.split('?')[1] ?? ''), body: list },
    ])
  })
}
