// Every endpoint is sent what nobody should send; none of it may be answered as a fault of ours.
import { expect, it } from 'vitest'
import type { Endpoint } from '../../src/api/endpoint.js'
import { ENDPOINTS } from '../../src/api/endpoints.js'
import { type ApiAnswer, CUSTOMER, describeApi, PLATFORM_ID } from '../support/api.js'

const SOME_ID = '018f0005-0000-7000-8000-00000000dead'
const PLATFORM = { account: PLATFORM_ID, roles: ['platform-operator', 'platform-finance'] } as const

/** As much of a zod schema as is needed to make values for it. */
interface Schema {
  readonly def: {
    readonly type: string
    readonly shape?: Readonly<Record<string, Schema>>
    readonly element?: Schema
    readonly innerType?: Schema
    readonly options?: readonly Schema[]
    readonly in?: Schema
    readonly out?: Schema
    readonly valueType?: Schema
  }
  safeParse(value: unknown): { readonly success: boolean }
}

/** What PostgreSQL takes in no text. */
const UNSTORABLE: readonly unknown[] = ['a\0b', '\ud800']

/** The worst first: a schema gets the first it lets through. Integers are stored with 32 bits. */
const LEAVES: readonly unknown[] = [
  ...['x'.repeat(400), '%', Number.MAX_VALUE, 2 ** 53, 2 ** 31, -1, 1, true],
  ...[SOME_ID, '99999999999', '2147483648', '2026-03-01', '2026-03-01T00:00:00Z', 'NL', 'en-US', 'a@b.example.net'],
  ...['https://example.net/x', 'x:y', 'P1M', 'EUR', '1', 'b.example.net', 'Passw0rd!x', '260310000000001'],
]

function hostileValue(schema: Schema, leaves: readonly unknown[] = LEAVES): unknown {
  const { def } = schema
  const whole = def.type === 'pipe' ? (def.in?.def.type === 'transform' ? def.out : def.in) : def.innerType
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape ?? {}).map(([name, part]) => [name, hostileValue(part, leaves)]),
      )
    case 'array':
      return [hostileValue(def.element!, leaves)]
    case 'record':
      return { [String(leaves[0])]: hostileValue(def.valueType!, leaves) }
    case 'union':
      return hostileValue(def.options!.find((option) => option.def.type !== 'literal') ?? def.options![0]!, leaves)
    case 'enum':
    case 'literal':
      return [...leaves, ...Object.values((def as { entries?: object }).entries ?? {})].find(accepts(schema)) ?? null
    default: {
      if (whole !== undefined && hasParts(whole)) return hostileValue(whole, leaves)
      const value = leaves.find(accepts(schema))
      return value === undefined && whole !== undefined ? hostileValue(whole, leaves) : value
    }
  }
}

function hasParts({ def }: Schema): boolean {
  if (['object', 'array', 'record', 'union'].includes(def.type)) return true
  const inner = def.innerType ?? (def.in?.def.type === 'transform' ? def.out : def.in)
  return inner !== undefined && hasParts(inner)
}

const accepts = (schema: Schema) => (value: unknown) => schema.safeParse(value).success

const BODIES: readonly string[] = [
  ...['', 'null', '[]', '{}', '0', '"\\u0000"', '{', '\ufeff{}', '{"a":1,"a":2}', '{"quantity":1e400}', '[{}]'],
  ...['{"__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{"isAdmin":true}}}', '{"a":"\\ud800"}'],
]

/** Of these the reading takes long; a few endpoints are enough, since reading is the same for all. */
const LARGE_BODIES: readonly string[] = [
  `{"attributes":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":${index}`).join(',')}}`,
]

describeApi('hostile input', (api) => {
  const faults: string[] = []
  async function send(endpoint: Endpoint, url: string, payload: string | undefined, told: unknown): Promise<ApiAnswer> {
    const caller = endpoint.path.includes('/platform/') ? PLATFORM : {}
    const json = payload === undefined ? {} : { 'content-type': endpoint.bodyType ?? 'application/json' }
    const answer = await api.call(url, {
      ...caller,
      method: endpoint.method as 'GET',
      headers: json,
      ...(payload === undefined ? {} : { body: payload }),
    })
    if (answer.status >= 500) {
      faults.push(`${endpoint.id} ${answer.status} ${endpoint.method} ${url} ${JSON.stringify(told).slice(0, 300)}`)
    }
    return answer
  }

  const pathOf = (endpoint: Endpoint, id: string) =>
    endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => (name === 'customerId' ? CUSTOMER : id))

  const tested = ENDPOINTS.filter((endpoint) => endpoint.id !== 'ready' && endpoint.id !== 'health')

  it('in paths', async () => {
    for (const endpoint of tested.filter(({ path }) => path.includes(':'))) {
      for (const id of ['%00', '%ff', 'a%00b', '..%2f..', '%ED%A0%80', "';--", '9'.repeat(300), SOME_ID]) {
        await send(endpoint, pathOf(endpoint, id), endpoint.body === undefined ? undefined : '{}', id)
      }
    }
    expect(faults.splice(0)).toEqual([])
  }, 300_000)

  it('in queries', async () => {
    for (const endpoint of tested.filter(({ query }) => query !== undefined)) {
      const names = Object.keys((endpoint.query as unknown as Schema).def.shape ?? {})
      const value = hostileValue(endpoint.query as unknown as Schema) as Record<string, unknown>
      const given = Object.entries(value).map(([name, part]): [string, string] => [name, String(part)])
      const url = pathOf(endpoint, SOME_ID)
      await send(endpoint, `${url}?${new URLSearchParams(given)}`, undefined, value)
      for (const text of ['%00', '-1', '1e999', '9'.repeat(40), '%ff', '{}', '[]', '%7B%22__proto__%22:1%7D', '']) {
        for (const name of names) await send(endpoint, `${url}?${name}=${text}&${name}=${text}`, undefined, text)
        for (const name of names) await send(endpoint, `${url}?${name}=${text}`, undefined, text)
      }
      await send(endpoint, `${url}?__proto__=1&constructor=2&toString=3`, undefined, '__proto__')
    }
    expect(faults.splice(0)).toEqual([])
  }, 300_000)

  it('in headers', async () => {
    for (const endpoint of tested.filter(({ method }) => method === 'GET')) {
      const url = pathOf(endpoint, SOME_ID)
      for (const token of ['x', 'W10', Buffer.from('["a","b"]').toString('base64url'), 'e30', 'x'.repeat(5_000)]) {
        const caller = endpoint.path.includes('/platform/') ? PLATFORM : {}
        const headers = { 'MS-ContinuationToken': token, 'If-Match': '"', 'X-Locale': 'x'.repeat(900) }
        const answer = await api.call(url, { ...caller, headers: { ...headers, 'MS-RequestId': 'a'.repeat(500) } })
        if (answer.status >= 500) faults.push(`${endpoint.id} ${answer.status} token ${token.slice(0, 40)}`)
        expect(answer.headers['ms-requestid']).toMatch(/^[0-9a-f-]{36}$/)
      }
    }
    expect(faults.splice(0)).toEqual([])
  }, 300_000)

  it('in bodies', async () => {
    const withBody = tested.filter(({ body }) => body !== undefined)
    for (const endpoint of withBody.slice(0, 3)) {
      for (const body of LARGE_BODIES) await send(endpoint, pathOf(endpoint, SOME_ID), body, 'large')
    }
    for (const endpoint of withBody) {
      const url = pathOf(endpoint, SOME_ID)
      for (const body of BODIES) await send(endpoint, url, body, body)
      const schema = endpoint.body as unknown as Schema
      const unstorable = hostileValue(schema, [...UNSTORABLE, ...LEAVES])
      await send(endpoint, url, JSON.stringify(unstorable), unstorable)
      const value = hostileValue(schema)
      await send(endpoint, url, JSON.stringify(value), value)
      if (value === null || typeof value !== 'object') continue
      for (const [name, part] of Object.entries(value)) {
        for (const wrong of [null, {}, 'a\0b', 1e21, -0.5, { toString: 1 }, [part, part]]) {
          await send(endpoint, url, JSON.stringify({ ...value, [name]: wrong }), { [name]: wrong })
        }
      }
    }
    expect(faults.splice(0)).toEqual([])
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  }, 600_000)
})
