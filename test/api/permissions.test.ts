import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/api/endpoint.js'
import { ENDPOINTS } from '../../src/api/endpoints.js'
import { buildServer } from '../../src/api/server.js'
import { newId } from '../../src/app/new-id.js'
import { TokenAuthority } from '../../src/app/tokens.js'
import { CAPABILITIES, type Capability, may, WITHHELD_FROM_RESELLERS } from '../../src/core/access/permission.js'
import { isPlatformRole, PARTNER_ROLES, PLATFORM_ROLES, type Role } from '../../src/core/access/role.js'
import { accept } from '../../src/core/refusal.js'
import {
  type ApiCall,
  type ApiTest,
  type As,
  CUSTOMER,
  DIRECT,
  describeApi,
  OTHER,
  OTHER_CUSTOMER,
  PLATFORM_ID,
  PROVIDER_CUSTOMER,
  RESELLER,
  RESELLER_CUSTOMER,
} from '../support/api.js'

/** What needs no token, and why. Whoever adds to this list says so here. */
const PUBLIC: Readonly<Record<string, string>> = {
  health: 'asked by whoever runs the process',
  ready: 'asked by whoever runs the process',
  'token-v1': 'gives tokens; the client proves itself in the form',
  'token-v2': 'gives tokens; the client proves itself in the form',
  'token-revocation': 'the token itself is what is given up; the client proves itself in the form',
  'openid-configuration': 'tells clients where to ask',
  'openid-configuration-unversioned': 'tells clients where to ask',
  'signing-keys': 'public keys',
  authorize: 'the sign-in page',
  'authorize-v2': 'the sign-in page',
  'sign-in-step': 'the sign-in page, bound to a browser by a cookie',
  'sign-in-elsewhere': 'the sign-in page, bound to a browser by a cookie',
  'sign-in-return': 'the sign-in page, bound to a browser by a cookie',
  'sign-in-link': 'opened from a mail; the link is the secret',
  'sign-in-link-step': 'opened from a mail; the link is the secret',
  'open-agreement-document': 'opened from a link that is signed and lives five minutes',
  'read-agreement': 'agreements are for everybody to read',
  'get-webhook-certificate': 'a public key, by which receivers check deliveries',
  'portal-configuration': 'tells the pages of the portal how to sign in',
}
/** What every valid token may do. */
const SIGNED_IN: readonly string[] = ['generatetoken', 'portal-session']

/** Somebody who calls: with which token, and for whom. */
interface Caller extends As {
  readonly name: string
  readonly roles: readonly Role[]
  readonly kind: 'user' | 'service-principal'
  readonly account: string
  readonly actingFor?: string
}

/** A user and a program for each set of roles. */
function callersOf(account: string, name: string, sets: readonly (readonly Role[])[], actingFor?: string): Caller[] {
  return sets.flatMap((roles) =>
    (['user', 'service-principal'] as const).map((kind) => ({
      name: `${kind} of ${name} with ${roles.length === 1 ? roles[0] : roles.length === 0 ? 'no role' : 'all roles'}`,
      account,
      roles,
      kind,
      ...(actingFor === undefined ? {} : { actingFor }),
    })),
  )
}

const PARTNER_SETS = [...PARTNER_ROLES.map((role) => [role]), [], PARTNER_ROLES]
const PLATFORM_SETS = [...PLATFORM_ROLES.map((role) => [role]), [], PLATFORM_ROLES]

const CALLERS: readonly Caller[] = [
  ...callersOf(DIRECT, 'a partner', PARTNER_SETS),
  ...callersOf(RESELLER, 'a reseller', PARTNER_SETS),
  ...callersOf(PLATFORM_ID, 'the provider', PLATFORM_SETS),
  ...callersOf(PLATFORM_ID, 'the provider for a partner', PLATFORM_SETS, DIRECT),
  ...callersOf(PLATFORM_ID, 'the provider for a reseller', PLATFORM_SETS, RESELLER),
  // Roles of the other side, which a token may claim but which mean nothing there: not even all of them together.
  ...callersOf(DIRECT, 'a partner, claiming those of the provider,', [PLATFORM_ROLES]),
  ...callersOf(PLATFORM_ID, 'the provider, claiming those of a partner,', [PARTNER_ROLES], DIRECT),
]

/** The letters of the table, written out once more: what `may` makes of them is what is tested. */
const LETTERS: Readonly<Record<Role, string>> = {
  'global-admin': 'g',
  'user-management-admin': 'u',
  'billing-admin': 'b',
  'admin-agent': 'a',
  'sales-agent': 's',
  'helpdesk-agent': 'h',
  'platform-operator': 'O',
  'platform-finance': 'F',
  'platform-auditor': 'A',
}

/** What the table says: `passed`, or status and code of the refusal. */
function expected({ capability, userOnly }: Endpoint, caller: Caller): string {
  if (userOnly === true && caller.kind !== 'user') return '403 900329'
  if (capability === 'public' || capability === 'signed-in') return 'passed'
  const ofProvider = caller.account === PLATFORM_ID
  const partner = ofProvider ? caller.actingFor : caller.account
  const roles = caller.roles.filter((role) => isPlatformRole(role) === ofProvider)
  const inTable = roles.some((role) => CAPABILITIES[capability].roles.includes(LETTERS[role]))
  const withheld = partner === RESELLER && WITHHELD_FROM_RESELLERS.has(capability)
  const placed = capability.startsWith('platform.') || partner !== undefined
  return inTable && placed && !withheld ? 'passed' : '403 900150'
}

/**
 * What was answered, in the same words: `passed` only where this very operation was reached. An answer to HEAD has no
 * body, so that of a refusal only the status is compared.
 */
function givenBy({ id, method }: Endpoint, answer: LightMyRequestResponse, wanted: string): string {
  const { statusCode, body, headers } = answer
  if (statusCode === 200 && headers[REACHED] === id) return 'passed'
  if (method === 'HEAD') return wanted.startsWith(`${statusCode} `) ? wanted : `${statusCode}`
  const code = body === '' ? '' : JSON.parse(body).code
  return `${statusCode} ${code}`
}

const REACHED = 'x-reached'

/** Where a server does otherwise than the table says. */
async function differencesOf(api: ApiTest, server: FastifyInstance, caller: Caller): Promise<string[]> {
  const token = await api.token(caller)
  const differences: string[] = []
  for (const endpoint of ENDPOINTS) {
    if (endpoint.capability === 'public') continue
    const answer = await server.inject({
      method: endpoint.method,
      url: pathOf(endpoint),
      headers: {
        authorization: `Bearer ${token}`,
        ...(caller.actingFor === undefined ? {} : { 'prorata-partner': caller.actingFor }),
      },
    })
    const wanted = expected(endpoint, caller)
    const given = givenBy(endpoint, answer, wanted)
    if (given !== wanted) differences.push(`${endpoint.id}: ${given} instead of ${wanted}`)
  }
  return differences
}

const NOWHERE = '018f00ff-0000-7000-8000-0000000000ff'

/** A path with every parameter filled in. */
function pathOf({ path }: Endpoint, ids: Readonly<Record<string, string>> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? NOWHERE)
}

describeApi('permissions', (api) => {
  it('every endpoint needs a capability of the table, or is on the list of those that need none', () => {
    const known = Object.keys(CAPABILITIES)
    const open = (kind: string) => ENDPOINTS.filter(({ capability }) => capability === kind).map(({ id }) => id)
    for (const { id, capability } of ENDPOINTS) {
      if (capability === 'public' || capability === 'signed-in') continue
      expect(known, id).toContain(capability)
    }
    expect(open('public').filter((id) => PUBLIC[id] === undefined)).toEqual([])
    expect(open('signed-in').filter((id) => !SIGNED_IN.includes(id))).toEqual([])
  })

  it('names every endpoint and every way once', () => {
    const ids = ENDPOINTS.map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    const ways = ENDPOINTS.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':').toLowerCase()}`)
    expect(ways.filter((way, at) => ways.indexOf(way) !== at)).toEqual([])
  })

  it('lets nobody change anything of a partner by a role of the provider', () => {
    const changing = ENDPOINTS.filter(({ method, capability }) => method !== 'GET' && capability in CAPABILITIES)
    for (const { id, capability, path } of changing) {
      if (capability.startsWith('platform.')) continue
      if (READS_BY_POST.includes(id)) continue
      for (const role of PLATFORM_ROLES) {
        expect([id, path, role, may([role], capability as Capability, false)]).toEqual([id, path, role, false])
      }
    }
  })

  describe('on the whole API', () => {
    let guarded: FastifyInstance
    beforeAll(async () => {
      guarded = await serverThatDoesNothing(api)
    })

    it.each(CALLERS.map((caller) => [caller.name, caller] as const))(
      '%s may do what the table says',
      async (_, caller) => {
        expect(await differencesOf(api, guarded, caller)).toEqual([])
      },
    )

    it('would be found wrong where it let in more or fewer than the table says, or another operation answered', async () => {
      const changes: Readonly<Record<string, Partial<Endpoint>>> = {
        'get-customer': { capability: 'order.create' },
        'delete-customer': { capability: 'customer.read' },
        'list-agreements': { userOnly: false },
        'list-orders': { userOnly: true },
        'get-order': { capability: 'signed-in' },
        'get-cart': { path: '/v1/customers/:customerId/elsewhere/:cartId' },
      }
      const wrong = await serverThatDoesNothing(api, changes)
      const agent = CALLERS.find(({ name }) => name === 'service-principal of a partner with helpdesk-agent')!
      expect(await differencesOf(api, wrong, agent)).toEqual([
        'get-customer: 403 900150 instead of passed',
        'delete-customer: passed instead of 403 900150',
        'list-agreements: 403 900150 instead of 403 900329',
        'get-cart: 404 1000 instead of passed',
        'list-orders: 403 900329 instead of passed',
      ])
      const nobody = CALLERS.find(({ name }) => name === 'user of a partner with no role')!
      expect(await differencesOf(api, wrong, nobody)).toEqual([
        'get-cart: 404 1000 instead of 403 900150',
        'get-order: passed instead of 403 900150',
      ])
    })

    it('lets nobody in without a token', async () => {
      for (const endpoint of ENDPOINTS) {
        if (endpoint.capability === 'public') continue
        const answer = await guarded.inject({ method: endpoint.method, url: pathOf(endpoint) })
        expect([endpoint.id, givenBy(endpoint, answer, '401 400')]).toEqual([endpoint.id, '401 400'])
        expect(answer.headers['www-authenticate']).toContain('realm=')
      }
    })

    it('knows no partner that does not exist, for whomever of the provider', async () => {
      const token = await api.token({ account: PLATFORM_ID, roles: ['platform-operator'] })
      const headers = { authorization: `Bearer ${token}`, 'prorata-partner': NOWHERE }
      const answer = await guarded.inject({ method: 'GET', url: '/v1/customers', headers })
      expect([answer.statusCode, answer.json().code]).toEqual([404, 1000])
    })
  })

  describe('on customers', () => {
    const ofCustomers = ENDPOINTS.filter(({ path }) => /:customerId\b/.test(path))

    /** What an endpoint answers about a customer: only status and code, since texts repeat the id. */
    async function answerAbout(endpoint: Endpoint, customerId: string, as: ApiCall) {
      const url = pathOf(endpoint, { customerId })
      const body = endpoint.method === 'GET' || endpoint.method === 'DELETE' ? {} : { body: bodyFor(endpoint) }
      const answer = await api.call(url, { ...as, method: endpoint.method, ...body })
      return { status: answer.status, code: answer.body?.code, source: answer.body?.source }
    }

    const FOREIGN = [
      ['a partner asks for those of another', { account: DIRECT }, OTHER_CUSTOMER],
      ['a reseller asks for those of its provider', { account: RESELLER }, PROVIDER_CUSTOMER],
      ['a reseller asks for those of another', { account: RESELLER }, CUSTOMER],
    ] as const

    it.each(FOREIGN)('%s: there are none', async (_, as, foreign) => {
      for (const endpoint of ofCustomers) {
        const nowhere = await answerAbout(endpoint, NOWHERE, as)
        const theirs = await answerAbout(endpoint, foreign, as)
        expect([endpoint.id, theirs]).toEqual([endpoint.id, nowhere])
        // 400 for a body or query that does not fit, 403 for what a reseller may not do at all.
        expect([endpoint.id, [400, 403, 404].includes(theirs.status)], JSON.stringify(theirs)).toEqual([
          endpoint.id,
          true,
        ])
      }
    })

    it.each(FOREIGN)('%s: no role of its changes that', async (_, as, foreign) => {
      const told: string[] = []
      for (const role of PARTNER_ROLES) {
        const token = await api.token({ ...as, roles: [role] })
        for (const endpoint of ofCustomers) {
          const { status } = await answerAbout(endpoint, foreign, { ...as, token })
          if (![400, 403, 404].includes(status)) told.push(`${endpoint.id} as ${role}: ${status}`)
        }
      }
      expect(told).toEqual([])
    })

    it('shows its own to each of them', async () => {
      for (const [account, customerId] of [
        [DIRECT, CUSTOMER],
        [OTHER, OTHER_CUSTOMER],
        [RESELLER, RESELLER_CUSTOMER],
      ] as const) {
        expect((await api.call(`/v1/customers/${customerId}`, { account })).status).toBe(200)
      }
    })
  })
})

/** Asks for a calculation or a check with a body, and changes nothing. */
const READS_BY_POST: readonly string[] = ENDPOINTS.filter(
  ({ method, capability }) => method === 'POST' && capability.endsWith('.read'),
).map(({ id }) => id)

function bodyFor({ bodyType }: Endpoint): unknown {
  return bodyType === undefined || bodyType === 'application/json' ? {} : ''
}

/**
 * The whole API, but what is allowed does nothing and takes anything, so that all of it can be asked for.
 * @param changes to some endpoints, by id
 */
async function serverThatDoesNothing(
  api: ApiTest,
  changes: Readonly<Record<string, Partial<Endpoint>>> = {},
): Promise<FastifyInstance> {
  const endpoints = ENDPOINTS.map((endpoint): Endpoint => {
    const { id, method, path, group, summary, capability, userOnly = false } = { ...endpoint, ...changes[endpoint.id] }
    return {
      ...{ id, method, path, group, summary, capability, userOnly, transaction: false, response: null },
      handle: async ({ reply }) => {
        reply.headers[REACHED] = id
        return accept(undefined)
      },
    }
  })
  return buildServer({
    database: api.database(),
    authority: new TokenAuthority({
      issuer: 'https://login.example.net',
      audiences: ['https://api.example.net'],
      lifetimeSeconds: 3_600,
    }),
    clock: api.now,
    newId,
    endpoints,
    limits: { perAccount: 0, perAddress: 0 },
  })
}
