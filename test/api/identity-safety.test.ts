// What somebody could do with a password, a token or a place in the network that is no longer, or not quite, theirs.
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildServer } from '../../src/api/server.js'
import { newId } from '../../src/app/new-id.js'
import { codeAt, codeStepOf } from '../../src/app/one-time-codes.js'
import { SigningKeyRing } from '../../src/app/signing-key-ring.js'
import { TokenAuthority, type TokenSettings } from '../../src/app/tokens.js'
import { type ApiTest, CUSTOMER, DIRECT, describeApi, expectFault, OTHER } from '../support/api.js'
import { askTokens, Browser, makeProgram, makeUser, pathOf, type Shown } from '../support/sign-in.js'

const BACK = 'https://app.example.net/back'
const V2 = '/common/oauth2/v2.0/token'
const PASSWORD = 'Correct-Horse-7'
const SETTINGS: TokenSettings = {
  issuer: 'https://login.example.net',
  audiences: ['https://api.example.net'],
  lifetimeSeconds: 3_600,
}

describeApi('identity', (api) => {
  let program: { readonly id: string; readonly secret: string }
  let count = 0
  const credentials = () => ({ client_id: program.id, client_secret: program.secret })
  const later = (seconds: number) => api.setNow(new Date(api.now() + seconds * 1_000).toISOString())
  const authorize = (more: Record<string, string> = {}) =>
    `/common/oauth2/v2.0/authorize?${new URLSearchParams({ client_id: program.id, redirect_uri: BACK, response_type: 'code', ...more })}`
  const user = async () => {
    count += 1
    const name = `user${count}@direct.example.net`
    return { name, ...(await makeUser(api, name, ['sales-agent'])) }
  }
  const signIn = async (browser: Browser, name: string, password = PASSWORD) =>
    browser.send(await browser.get(authorize()), { name, password })
  const keyIn = (shown: Shown) => /<code>([A-Z2-7]{32})<\/code>/.exec(shown.html)![1]!
  const codeOf = (key: string) => codeAt(key, codeStepOf(api.now()))
  const reset = (id: string, body: object = {}) => api.call(`/v1/account/users/${id}/reset`, { method: 'POST', body })
  /** Signs in with a second factor that is set up on the way; the code for the program. */
  const codeFor = async (name: string) => {
    const browser = new Browser(api)
    const setUp = await signIn(browser, name)
    const back = await browser.send(await browser.send(setUp, { code: codeOf(keyIn(setUp)) }), {})
    return new URL(back.location!).searchParams.get('code')!
  }
  const redeem = (code: string) =>
    askTokens(api, V2, { ...credentials(), grant_type: 'authorization_code', redirect_uri: BACK, code })

  beforeAll(async () => {
    program = await makeProgram(api, { roles: ['admin-agent'], redirectUris: [BACK] })
  })

  describe('after a reset', () => {
    it.each([false, true])(
      'by a link the old password is good for nothing (second factor: %s)',
      async (secondFactor) => {
        const { name, id } = await user()
        const link = await reset(id, { secondFactor })
        expect((await signIn(new Browser(api), name)).status).toBe(401)
        const browser = new Browser(api)
        const page = await browser.get(pathOf(link.body.entrance.link.uri))
        const fresh = { new_password: 'Another-Horse-8', repeated: 'Another-Horse-8' }
        expect((await browser.send(page, fresh)).status).toBe(200)
        expect((await signIn(new Browser(api), name, 'Another-Horse-8')).status).toBe(200)
      },
    )

    it('sign-ins under way end, and so they do when a password is set by a link', async () => {
      const { name, id } = await user()
      const browser = new Browser(api)
      const setUp = await signIn(browser, name)
      const link = await reset(id)
      expect((await browser.send(setUp, { code: codeOf(keyIn(setUp)) })).status).toBe(400)
      const chosen = new Browser(api)
      await chosen.send(await chosen.get(pathOf(link.body.entrance.link.uri)), {
        new_password: PASSWORD,
        repeated: PASSWORD,
      })
      const again = new Browser(api)
      const page = await signIn(again, name)
      const { rows } = await api
        .database()
        .query('select from account_user where user_id = $1 and code_key is not null', [id])
      expect(rows).toEqual([])
      const second = await reset(id, { temporaryPassword: true })
      expect((await again.send(page, { code: codeOf(keyIn(page)) })).status).toBe(400)
      const last = new Browser(api)
      const choose = await signIn(last, name, second.body.entrance.temporaryPassword)
      expect(choose.html).toContain('Choose a password')
      // The sign-in the password is chosen in goes on.
      const goesOn = await last.send(choose, { new_password: 'Another-Horse-8', repeated: 'Another-Horse-8' })
      expect(goesOn.html).toContain('Set up the second factor')
    })

    it('a temporary password is taken for three days', async () => {
      const { name, id } = await user()
      const given = (await reset(id, { temporaryPassword: true })).body.entrance
      expect(Date.parse(given.expiresAt) - api.now()).toBe(72 * 3_600_000)
      later(72 * 3_600 - 1)
      expect((await signIn(new Browser(api), name, given.temporaryPassword)).html).toContain('Choose a password')
      later(1)
      expect((await signIn(new Browser(api), name, given.temporaryPassword)).status).toBe(401)
    })
  })

  it('shows each sign-in a key of its own, until one of them is confirmed', async () => {
    const { name } = await user()
    const [one, two] = [new Browser(api), new Browser(api)]
    const [first, second] = [await signIn(one, name), await signIn(two, name)]
    expect(keyIn(first)).not.toBe(keyIn(second))
    expect((await two.send(second, { code: codeOf(keyIn(first)) })).status).toBe(401)
    expect((await one.send(first, { code: codeOf(keyIn(first)) })).html).toContain('Recovery codes')
    const late = await two.send(second, { code: codeOf(keyIn(second)) })
    expect([late.status, late.html.includes(keyIn(second))]).toEqual([400, false])
    later(30)
    const third = new Browser(api)
    const asked = await signIn(third, name)
    expect(asked.html).toContain('Type the code')
    expect((await third.send(asked, { code: codeOf(keyIn(second)) })).status).toBe(401)
    expect((await third.send(asked, { code: codeOf(keyIn(first)) })).status).toBe(303)
  })

  it('gives no younger token for an old one, so that a withdrawal ends both', async () => {
    const { name, id } = await user()
    const { body } = await redeem(await codeFor(name))
    later(60)
    const exchange = (token: string) =>
      askTokens(api, '/generatetoken', { grant_type: 'jwt_token' }, { authorization: `Bearer ${token}` })
    await reset(id, { temporaryPassword: true })
    // Within the two seconds in which a process does not know of the withdrawal.
    const exchanged: string = (await exchange(body.access_token)).body.access_token
    const [sent, got] = [decodeJwt(body.access_token), decodeJwt(exchanged)]
    expect([got.iat, got.exp]).toEqual([sent.iat, sent.exp])
    later(3)
    expectFault(await api.call('/v1/customers', { token: exchanged }), 401, 400)
  })

  it('uses up a refresh token only for tokens it gives, and knows no grants but its own', async () => {
    const { name } = await user()
    const { refresh_token } = (await redeem(await codeFor(name))).body
    const refresh = (path: string) =>
      askTokens(api, path, { ...credentials(), grant_type: 'refresh_token', refresh_token })
    expect((await refresh(`/${OTHER}/oauth2/v2.0/token`)).status).toBe(400)
    const answers = await Promise.all([refresh(V2), refresh(V2)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    for (const grant_type of ['constructor', 'toString', '__proto__']) {
      expect((await askTokens(api, V2, { ...credentials(), grant_type })).body.error_codes).toEqual([70003])
    }
  })

  it('remembers little for whoever asks to sign in, and not for ever', async () => {
    const browser = new Browser(api)
    const long = await browser.get(authorize({ state: 's'.repeat(1_025) }))
    expect([long.status, long.location]).toEqual([303, expect.stringContaining('error=invalid_request')])
    expect(long.location).not.toContain('ssss')
    expect((await browser.get(authorize({ nonce: 'é'.repeat(513) }))).location).toContain('error=invalid_request')
    expect((await browser.get(authorize({ state: 's'.repeat(1_024) }))).status).toBe(200)
    later(8_000)
    await browser.get(authorize())
    const flows = async () => (await api.database().query('select from sign_in_flow')).rows.length
    expect(await flows()).toBe(1)
    await api.database().query(
      `insert into sign_in_flow (flow_id, browser_hash, step, request, started_at, expires_at, address)
       select gen_random_uuid(), '', 'password', request, started_at, expires_at, address
       from sign_in_flow, generate_series(1, 299)`,
    )
    expect((await browser.get(authorize())).status).toBe(429)
    later(901)
    expect((await browser.get(authorize())).status).toBe(200)
  })

  it('asks users for a second factor where one is required, of tokens and of password grants', async () => {
    const subject = { accountId: DIRECT, kind: 'user', id: newId(), name: 'x', applicationId: program.id } as const
    const authority = new TokenAuthority(SETTINGS)
    const issue = (multiFactor: boolean) =>
      authority.issue(api.database(), { ...subject, roles: ['sales-agent'], multiFactor }, api.now())
    expectFault(await api.call('/v1/customers', { token: await issue(false) }), 401, 900421)
    expect((await api.call('/v1/customers', { token: await issue(true) })).status).toBe(200)
    const { name } = await user()
    const grant = { ...credentials(), grant_type: 'password', username: name, password: PASSWORD }
    for (const [multiFactorRequired, status] of [
      [undefined, 400],
      [false, 200],
    ] as const) {
      const server = await serve(api, { passwordGrant: true, multiFactorRequired })
      const answer = await askTokens({ ...api, server: () => server }, V2, grant)
      expect([multiFactorRequired, answer.status]).toEqual([multiFactorRequired, status])
      await server.close()
    }
  })

  it('makes one key where several processes need the next at once', async () => {
    later(91 * 86_400)
    const rings = Array.from({ length: 3 }, () => new SigningKeyRing(SETTINGS))
    const signers = await Promise.all(rings.map((ring) => ring.signer(api.database(), api.now())))
    expect(new Set(signers.map(({ keyId }) => keyId)).size).toBe(1)
    const { rows } = await api.database().query('select from signing_key where retired_at is null')
    expect(rows).toHaveLength(1)
  })

  it('counts an account, whatever its requests name, and an IPv6 network as one address', async () => {
    const server = await serve(api, {}, { perAccount: 3, perAddress: 2 })
    const token = await api.token()
    const paths = [
      `/v1/customers/${CUSTOMER}`,
      `/v1/customers/${newId()}`,
      '/v1/customers?x=/customers/1',
      '/v1/customers',
    ]
    const statuses: number[] = []
    for (const url of paths) {
      statuses.push((await server.inject({ url, headers: { authorization: `Bearer ${token}` } })).statusCode)
    }
    expect(statuses).toEqual([200, expect.any(Number), 200, 429])
    const from = async (remoteAddress: string) =>
      (await server.inject({ url: '/v1/customers', remoteAddress })).statusCode
    expect([await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8::3')]).toEqual([401, 401, 401])
    expect([await from('2001:db8::4'), await from('2001:db8:1::4')]).toEqual([429, 401])
    await server.close()
  })

  it('believes proxies it knows, and shows metrics to this machine alone', async () => {
    const server = await serve(api, {}, { perAccount: 0, perAddress: 2 }, ['192.0.2.0/24'])
    const ask = async (remoteAddress: string, client: string, url = '/v1/customers') =>
      (await server.inject({ url, remoteAddress, headers: { 'x-forwarded-for': client } })).statusCode
    const statuses = async (proxy: string) => {
      const seen: number[] = []
      for (const last of [1, 2, 3, 4]) seen.push(await ask(proxy, `198.51.100.${last}`))
      return seen
    }
    expect(await statuses('192.0.2.9')).toEqual([401, 401, 401, 401])
    expect(await statuses('203.0.113.9')).toEqual([401, 401, 401, 429])
    expect(await ask('192.0.2.9', '127.0.0.1', '/metrics')).toBe(404)
    expect(await ask('127.0.0.1', '127.0.0.1', '/metrics')).toBe(404)
    expect((await server.inject({ url: '/metrics' })).statusCode).toBe(200)
    await server.close()
  })

  it('ends the webhooks of a program with it, and lets an account see and remove all it has', async () => {
    const root = '/webhooks/v1/registration'
    const body = { WebhookUrl: 'https://hooks.example.net/pc', WebhookEvents: ['invoice-ready'] }
    const tokenOf = async ({ id, secret }: { readonly id: string; readonly secret: string }) =>
      (await askTokens(api, V2, { grant_type: 'client_credentials', client_id: id, client_secret: secret })).body
        .access_token as string
    const [gone, stays] = [
      await makeProgram(api, { roles: ['admin-agent'] }),
      await makeProgram(api, { roles: ['admin-agent'] }),
    ]
    later(5)
    for (const one of [gone, stays])
      expect((await api.call(root, { token: await tokenOf(one), body })).status).toBe(200)
    const list = async () => (await api.call(`${root}s`)).body.items
    expect(await list()).toHaveLength(2)
    const change = { method: 'PATCH', body: { state: 'disabled' } } as const
    await api.call(`/v1/account/service-principals/${stays.id}`, change)
    await api.call(`/v1/account/service-principals/${gone.id}`, { method: 'DELETE' })
    const [left, ...others] = await list()
    expect([left.applicationId, left.isSilent, others]).toEqual([stays.id, true, []])
    expect(JSON.stringify(left)).not.toMatch(/whsec_|open\./)
    const remove = (as: object = {}) => api.call(`${root}s/${left.id}`, { ...as, method: 'DELETE' })
    expectFault(await remove({ account: OTHER }), 404, 1000)
    expectFault(await remove({ roles: ['sales-agent'] }), 403, 900150)
    expect((await remove()).status).toBe(204)
    expectFault(await remove(), 404, 1000)
    expect(await list()).toEqual([])
  })
})

function serve(
  api: ApiTest,
  settings: Partial<TokenSettings>,
  limits = { perAccount: 0, perAddress: 0 },
  trustProxy: readonly string[] | false = false,
) {
  return buildServer({
    ...{ database: api.database(), clock: api.now, newId, limits, trustProxy },
    authority: new TokenAuthority({ ...SETTINGS, ...settings }),
  })
}
