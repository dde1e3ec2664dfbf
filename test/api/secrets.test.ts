// Every flow that handles a secret is gone through, with answers kept for repetition; then all text of the database and of
// the log is searched for each of the secrets, as they are and as bytes and base64 would show them.
import { createHash } from 'node:crypto'
import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildServer } from '../../src/api/server.js'
import { newId } from '../../src/app/new-id.js'
import { codeAt, codeStepOf } from '../../src/app/one-time-codes.js'
import { TokenAuthority } from '../../src/app/tokens.js'
import { type ApiCall, type ApiTest, CUSTOMER, DIRECT, describeApi } from '../support/api.js'
import { askTokens, Browser, pathOf, type Shown } from '../support/sign-in.js'

const NAME = 'zoe@direct.example.net'
const BACK = 'https://app.example.net/back'
const V2 = '/common/oauth2/v2.0/token'
/** No secret, but kept where secrets are: the search has to find it. */
const NO_SECRET = 'mail address of a user'

describeApi('secrets', (shared) => {
  const secrets = new Map<string, string>()
  let log = ''
  let server: FastifyInstance
  const api: ApiTest = { ...shared, server: () => server, call: (url, options = {}) => call(url, options) }
  const authority = new TokenAuthority({
    issuer: 'https://login.example.net',
    audiences: ['https://api.example.net'],
    lifetimeSeconds: 3_600,
    sealingKey: Buffer.alloc(32, 7),
    passwordGrant: true,
  })

  /** Notes a secret, and gives it on. */
  const noted = (name: string, secret: string): string => {
    expect(secret.length, name).toBeGreaterThan(7)
    secrets.set(name, secret)
    return secret
  }

  /** Every change has a request id, so that its answer is kept; the second answer is looked at as well. */
  async function call(url: string, options: ApiCall) {
    const id = '018f0004-0000-7000-8000-000000000001'
    const subject = { accountId: DIRECT, kind: 'user', id, name: 'admin@direct.example.net' } as const
    const roles = ['global-admin'] as const
    const token = await authority.issue(
      shared.database(),
      { ...subject, applicationId: id, roles, multiFactor: true },
      shared.now(),
    )
    noted('access token of an administrator', token)
    const send = () =>
      server.inject({
        method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
        url,
        headers: { authorization: `Bearer ${token}`, 'ms-requestid': requestId },
        ...(options.body === undefined ? {} : { payload: options.body as object }),
      })
    const requestId = newId()
    const answer = await send()
    const again = options.method === 'DELETE' ? answer : await send()
    repeated.push(again.body)
    expect(again.statusCode).toBe(answer.statusCode)
    const json = answer.body === '' ? undefined : answer.json()
    return { status: answer.statusCode, headers: answer.headers, body: json, text: answer.body }
  }
  const repeated: string[] = []

  beforeAll(async () => {
    const stream = new Writable({
      write: (line, _, done) => {
        log += line
        done()
      },
    })
    server = await buildServer({
      database: shared.database(),
      authority,
      clock: shared.now,
      newId,
      limits: { perAccount: 0, perAddress: 0 },
      // As much as can be logged, and nothing redacted afterwards.
      logger: pino({ level: 'trace' }, stream),
    })
  })
  afterAll(() => server.close())

  it('are used in every flow', async () => {
    const program = await registered()
    await peopleGetIn()
    const code = await signedIn(program.id)
    const redeemed = await askTokens(api, V2, {
      ...{ client_id: program.id, client_secret: program.secret, grant_type: 'authorization_code' },
      ...{ code, redirect_uri: BACK, scope: 'openid' },
    })
    expect(redeemed.status, JSON.stringify(redeemed.body)).toBe(200)
    noted('id token', redeemed.body.id_token)
    const refreshed = await askTokens(api, V2, {
      ...{ client_id: program.id, client_secret: program.secret, grant_type: 'refresh_token' },
      refresh_token: noted('refresh token', redeemed.body.refresh_token),
    })
    noted('second refresh token', refreshed.body.refresh_token)
    const basic = Buffer.from(`${program.id}:${program.secret}`).toString('base64')
    const byItself = await askTokens(api, V2, { grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` })
    const token = noted('access token of a program', byItself.body.access_token)
    const exchanged = await askTokens(
      api,
      '/generatetoken',
      { grant_type: 'jwt_token' },
      { authorization: `Bearer ${token}` },
    )
    noted('exchanged token', exchanged.body.access_token)
    await refusals(program)
    await customersAndWebhooks()
  })

  /** A program with a secret. */
  async function registered() {
    const made = await call('/v1/account/service-principals', {
      body: { name: 'Agent', roles: ['sales-agent'], redirectUris: [BACK] },
    })
    const id: string = made.body.applicationId
    const given = await call(`/v1/account/service-principals/${id}/secrets`, { method: 'POST' })
    return { id, secret: noted('client secret', given.body.value) }
  }

  /** By invitation, by a link to reset, and with a temporary password. */
  async function peopleGetIn() {
    const made = await call('/v1/account/users', {
      body: { fullName: 'Zoe', userPrincipalName: NAME, roles: ['sales-agent'] },
    })
    await setPassword(made.body.entrance.link.uri, 'invitation', 'First-Pa55word-of-zoe')
    const reset = await call(`/v1/account/users/${made.body.user.id}/reset`, { method: 'POST' })
    await setPassword(reset.body.entrance.link.uri, 'reset', 'Second-Pa55word-of-zoe')
    const other = { fullName: 'Yan', userPrincipalName: 'yan@direct.example.net', roles: ['sales-agent'] }
    const temporary = await call('/v1/account/users', { body: { ...other, temporaryPassword: true } })
    noted('temporary password', temporary.body.entrance.temporaryPassword)
  }

  async function setPassword(uri: string, name: string, password: string) {
    noted(`token of the ${name} link`, new URL(uri).searchParams.get('token')!)
    const browser = new Browser(api)
    const page = await browser.get(pathOf(uri))
    const short = await browser.send(page, {
      new_password: noted(`password refused at ${name}`, `short-${name}`),
      repeated: '',
    })
    expect(short.status).toBe(401)
    const done = await browser.send(page, { new_password: noted(`password at ${name}`, password), repeated: password })
    expect(done.status, done.html).toBe(200)
  }

  /** In a browser, with a second factor that is set up on the way; the code for the application. */
  async function signedIn(program: string): Promise<string> {
    const browser = new Browser(api)
    const asked = {
      client_id: program,
      redirect_uri: BACK,
      response_type: 'code',
      state: noted('state', 'state-of-a-client'),
    }
    const page = await browser.get(
      `/common/oauth2/v2.0/authorize?${new URLSearchParams({ ...asked, scope: 'openid' })}`,
    )
    await browser.send(page, { name: NAME, password: noted('wrong password', 'Wrong-Pa55word-of-zoe') })
    const setUp = await browser.send(page, { name: NAME, password: 'Second-Pa55word-of-zoe' })
    noted('cookie', [...browser.cookies.values()][0]!)
    const key = noted('key of one-time codes', /<code>([A-Z2-7]{32})<\/code>/.exec(setUp.html)![1]!)
    const shown: Shown = await browser.send(setUp, { code: codeAt(key, codeStepOf(shared.now())) })
    const [recovery] = [...shown.html.matchAll(/<code>((?:[A-Z2-7]{4}-?){4})/g)].map(([, text]) => text!)
    noted('recovery code', recovery!)
    const back = await browser.send(shown, {})
    return noted('authorization code', new URL(back.location!).searchParams.get('code')!)
  }

  /** What is refused must not be written down either. */
  async function refusals({ id, secret }: { readonly id: string; readonly secret: string }) {
    const client = { client_id: id, client_secret: noted('wrong client secret', `wrong-${secret.slice(0, 20)}`) }
    expect((await askTokens(api, V2, { ...client, grant_type: 'client_credentials' })).status).toBe(401)
    const right = { client_id: id, client_secret: secret }
    const password = noted('password sent by a program', 'Third-Pa55word-of-zoe')
    const byPassword = await askTokens(api, V2, { ...right, grant_type: 'password', username: NAME, password })
    expect(byPassword.status).toBe(400)
    for (const [field, grant] of [
      ['refresh_token', 'refresh_token'],
      ['code', 'authorization_code'],
    ] as const) {
      const made = noted(`made-up ${field}`, `made-up-${field}-${createHash('sha256').update(field).digest('hex')}`)
      expect((await askTokens(api, V2, { ...right, grant_type: grant, [field]: made })).status).toBe(400)
    }
    const bearer = noted('token nobody issued', 'not.a.token-of-ours')
    expect(
      (await server.inject({ url: '/v1/customers', headers: { authorization: `Bearer ${bearer}` } })).statusCode,
    ).toBe(401)
    const query = noted('token in a query', 'token-in-a-query')
    await server.inject({ url: `/sign-in/password?token=${query}` })
    await server.inject({ url: `/no/such/path?access_token=${query}` })
  }

  /** Passwords of customers' users, and the key of a webhook. */
  async function customersAndWebhooks() {
    const profile = (name: string, password: string) => ({
      passwordProfile: { password: noted(name, password), forceChangePassword: true },
    })
    const users = `/v1/customers/${CUSTOMER}/users`
    const body = {
      userPrincipalName: 'ida@bakkerij.example.net',
      firstName: 'Ida',
      lastName: 'B',
      displayName: 'Ida B',
    }
    const made = await call(users, {
      body: { ...body, usageLocation: 'NL', ...profile('password of a customer', 'Wachtwoord-2026!') },
    })
    expect(made.status, made.text).toBe(200)
    const changed = { method: 'PATCH', body: profile('new password of a customer', 'Nieuw-Wachtwoord-26!') } as const
    expect((await call(`${users}/${made.body.id}`, changed)).status).toBe(200)
    const reset = { method: 'PATCH', body: profile('reset password of a customer', 'Weer-Wachtwoord-26!') } as const
    expect((await call(`${users}/${made.body.id}/resetpassword`, reset)).status).toBe(200)
    const webhook = { WebhookUrl: 'https://hooks.example.net/pc', WebhookEvents: ['test-created'] }
    const registration = await call('/webhooks/v1/registration', { body: webhook })
    noted('signing secret of a webhook', registration.body.SigningSecret)
    const rotated = await call('/webhooks/v1/registration', { method: 'PUT', body: { ...webhook, RotateSecret: true } })
    noted('signing secret of a webhook', rotated.body.SigningSecret)
  }

  it('are nowhere in the database', async () => {
    const found: string[] = []
    secrets.set(NO_SECRET, NAME)
    await shared.database().transaction(async (session) => {
      await session.execute('set local role none')
      const { rows: tables } = await session.query<{ readonly schema: string; readonly name: string }>(
        `select table_schema as schema, table_name as name from information_schema.tables
         where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
      )
      expect(tables.length).toBeGreaterThan(60)
      for (const { schema, name } of tables) {
        const { rows } = await session.query<{ readonly text: string }>(
          `select t::text as text from "${schema}"."${name}" t`,
        )
        const text = rows.map((row) => row.text).join('\n')
        for (const secret of secretsIn(text)) found.push(`${name}: ${secret}`)
      }
      const { rows } = await session.query<{ readonly text: string }>('select t::text as text from signing_key t')
      expect(rows.length).toBeGreaterThan(0)
      for (const { text } of rows) expect(text).not.toContain('""d""')
    })
    secrets.delete(NO_SECRET)
    expect(found.filter((one) => !one.endsWith(NO_SECRET))).toEqual([])
    expect(found).toContain(`account_user: ${NO_SECRET}`)
  })

  it('are nowhere in the log', () => {
    expect(log).toContain('"endpoint":"token-v2"')
    expect(log).toContain('"endpoint":"sign-in-link-step"')
    expect(secretsIn(log)).toEqual([])
  })

  it('are shown once: a request that is repeated is answered without them', () => {
    const once = secretsIn(repeated.join('\n')).filter((name) => !name.startsWith('access token'))
    expect(once).toEqual([])
  })

  function secretsIn(text: string): string[] {
    const forms = (secret: string) => {
      const bytes = Buffer.from(secret)
      // Base64 without its ends, which depend on what stands beside it.
      return [secret, encodeURIComponent(secret), bytes.toString('hex'), bytes.toString('base64').slice(0, -4)]
    }
    return [...secrets].filter(([, secret]) => forms(secret).some((form) => text.includes(form))).map(([name]) => name)
  }
})
