import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { decodeJwt, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildServer } from '../../src/api/server.js'
import type { ExternalAuthority } from '../../src/app/external-authority.js'
import { newId } from '../../src/app/new-id.js'
import { TokenAuthority } from '../../src/app/tokens.js'
import { type ApiTest, DIRECT, describeApi, OTHER } from '../support/api.js'
import { Browser, makeProgram, makeUser } from '../support/sign-in.js'

const AUDIENCE = 'https://api.example.net'
const CLIENT = { client_id: 'prorata', client_secret: 'a secret only for this test' }
const CALLBACK = 'https://login.example.net/sign-in/external/callback'
const BACK = 'https://app.example.net/back'

/** A real authority on a port of this machine. Whoever signs in is who they say; `unverified@...` is not verified. */
async function startAuthority() {
  const key = await generateKeyPair('RS256', { extractable: true })
  const jwk: JWK = { ...(await exportJWK(key.privateKey)), kid: 'theirs', use: 'sig', alg: 'RS256' }
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [CALLBACK, `${issuer}/test`] }],
    jwks: { keys: [jwk] as never },
    cookies: { keys: ['a key only for this test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified') }),
    }),
    features: {
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: 'openid email', audience: AUDIENCE, accessTokenFormat: 'jwt' }),
      },
    },
    extraTokenClaims: async (_, token) => ({
      email: (token as { accountId?: string }).accountId ?? '',
      email_verified: true,
    }),
  })
  server.on('request', provider.callback())
  return { issuer, key: key.privateKey, close: () => new Promise((resolve) => server.close(resolve)) }
}

/** Signs in at the authority as `login`, and gives where it sends the browser in the end. */
async function signInThere(start: string, login: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = start
  let form: URLSearchParams | undefined
  for (let step = 0; step < 15; step += 1) {
    const answer: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    })
    form = undefined
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      cookies.set(name!, value!)
    }
    const location = answer.headers.get('location')
    if (location !== null) {
      url = new URL(location, url).href
      if (!url.startsWith(`${issuer}/`) || url.startsWith(`${issuer}/test`)) return url
      continue
    }
    const page = await answer.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    if (prompt === undefined) throw new Error(`${answer.status} ${page}`)
    url = new URL(/action="([^"]+)"/.exec(page)![1]!, url).href
    form = new URLSearchParams({ prompt, ...(prompt === 'login' ? { login, password: 'any' } : {}) })
  }
  throw new Error('the authority goes round in circles')
}

describeApi('another authority', (api) => {
  let theirs: Awaited<ReturnType<typeof startAuthority>>
  beforeAll(async () => {
    theirs = await startAuthority()
    await makeUser(api, 'eva@direct.example.net', ['sales-agent'])
    await makeUser(api, 'tom@other.example.net', ['sales-agent'], { account: OTHER })
  })
  afterAll(async () => {
    await theirs.close()
  })

  const trusting = (change: Partial<ExternalAuthority> = {}): Promise<FastifyInstance> =>
    serverTrusting(api, {
      name: 'Contoso',
      issuer: theirs.issuer,
      jwksUri: `${theirs.issuer}/jwks`,
      audience: AUDIENCE,
      accounts: [DIRECT],
      match: 'email',
      clientId: CLIENT.client_id,
      clientSecret: CLIENT.client_secret,
      ...change,
    })
  const claimsFor = (change: object = {}) => ({
    iss: theirs.issuer,
    aud: AUDIENCE,
    sub: 'eva-1',
    email: 'eva@direct.example.net',
    email_verified: true,
    amr: ['mfa'],
    iat: api.now() / 1_000,
    exp: api.now() / 1_000 + 600,
    ...change,
  })
  const signed = (change: object = {}, header: object = {}) =>
    new SignJWT(claimsFor(change)).setProtectedHeader({ alg: 'RS256', kid: 'theirs', ...header }).sign(theirs.key)
  const ask = async (server: FastifyInstance, token: string) => {
    const answer = await server.inject({ url: '/v1/customers', headers: { authorization: `Bearer ${token}` } })
    return [answer.statusCode, answer.json().code]
  }

  describe('is trusted', () => {
    it('with access tokens it really issued', async () => {
      const server = await trusting({ trustsMultiFactor: true })
      const verifier = randomBytes(32).toString('base64url')
      const asked = {
        client_id: CLIENT.client_id,
        redirect_uri: `${theirs.issuer}/test`,
        response_type: 'code',
        scope: 'openid email',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }
      const start = `${theirs.issuer}/auth?${new URLSearchParams(asked)}`
      const back = await signInThere(start, 'eva@direct.example.net', theirs.issuer)
      const tokens = await fetch(`${theirs.issuer}/token`, {
        method: 'POST',
        // The client proves itself once, by the header: an authority refuses a secret that comes both ways.
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: new URL(back).searchParams.get('code')!,
          redirect_uri: asked.redirect_uri,
          code_verifier: verifier,
        }),
        headers: {
          authorization: `Basic ${Buffer.from(`${CLIENT.client_id}:${encodeURIComponent(CLIENT.client_secret)}`).toString('base64')}`,
        },
      }).then((answer) => answer.json() as Promise<{ readonly access_token: string }>)
      expect(tokens).toEqual(expect.objectContaining({ access_token: expect.any(String), token_type: 'Bearer' }))
      expect(decodeJwt(tokens.access_token).iss).toBe(theirs.issuer)
      const now = api.now()
      api.setNow(new Date().toISOString())
      expect(await ask(server, tokens.access_token)).toEqual([200, undefined])
      api.setNow(new Date(now).toISOString())
    })

    it('for users it knows: by its identity once it is linked, whatever the mail address says then', async () => {
      const server = await trusting()
      await api.database().query('delete from external_identity')
      expect(await ask(server, await signed())).toEqual([200, undefined])
      expect(await ask(server, await signed({ email: 'nobody@direct.example.net' }))).toEqual([200, undefined])
      expect(await ask(server, await signed({ sub: 'eva-2' }))).toEqual([401, 400])
    })

    it('for nobody else', async () => {
      const server = await trusting()
      await api.database().query('delete from external_identity')
      for (const change of [
        { sub: 'x', email: 'nobody@direct.example.net' },
        { sub: 'x', email_verified: false },
        { sub: 'x', email_verified: 'true' },
        { sub: 'x', email: 'tom@other.example.net' },
        { sub: '' },
        { exp: api.now() / 1_000 - 1 },
        { iat: undefined },
        { iat: api.now() / 1_000 + 61 },
        { iat: api.now() / 1_000 - 86_401 },
        { iss: `${theirs.issuer}/` },
      ]) {
        expect([change, await ask(server, await signed(change))]).toEqual([change, [401, 400]])
      }
      expect(await ask(server, await signed({ aud: 'https://elsewhere' }))).toEqual([401, 900420])
      expect(await ask(await trusting({ match: 'subject' }), await signed())).toEqual([401, 400])
      expect(await ask(await trusting({ accounts: [OTHER] }), await signed())).toEqual([401, 400])
      const password = new TextEncoder().encode('a key everybody knows')
      const symmetric = await new SignJWT(claimsFor()).setProtectedHeader({ alg: 'HS256' }).sign(password)
      expect(await ask(server, symmetric)).toEqual([401, 400])
      const own = await generateKeyPair('RS256')
      const foreign = await new SignJWT(claimsFor())
        .setProtectedHeader({ alg: 'RS256', kid: 'theirs' })
        .sign(own.privateKey)
      expect(await ask(server, foreign)).toEqual([401, 400])
      // It cannot say that a token is from here.
      const posing = await signed({
        iss: `https://login.example.net/${DIRECT}/v2.0`,
        oid: 'x',
        tid: DIRECT,
        appid: 'x',
        roles: ['global-admin'],
      })
      expect(await ask(server, posing)).toEqual([401, 400])
    })

    it('with accounts and roles it names, mapped to ours', async () => {
      const server = await trusting({
        accounts: ['*'],
        accountClaim: { claim: 'tenant', accounts: { t1: DIRECT, t2: OTHER } },
        roleClaim: { claim: 'groups', roles: { users: 'user-management-admin', ops: 'platform-operator' } },
      })
      const status = async (change: object) => (await ask(server, await signed({ sub: 'mapped', ...change })))[0]
      await api.database().query('delete from external_identity')
      expect(await status({ tenant: 't1', groups: ['users'] })).toBe(200)
      expect(await status({ tenant: 't1', groups: ['other'] })).toBe(403)
      expect(await status({ tenant: 't1', groups: ['ops'] })).toBe(403)
      expect(await status({ tenant: 't2', groups: ['users'] })).toBe(401)
      expect(await status({ groups: ['users'] })).toBe(401)
    })

    it('with tokens that say a second factor was proved, where one is required', async () => {
      const server = await trusting()
      await api.database().query('delete from external_identity')
      expect(await ask(server, await signed({ amr: ['pwd'] }))).toEqual([401, 900421])
      expect(await ask(await trusting({ trustsMultiFactor: true }), await signed({ amr: ['pwd'] }))).toEqual([
        200,
        undefined,
      ])
    })

    it('no longer with a token that was withdrawn, however long ago that was', async () => {
      const server = await trusting()
      await api.database().query('delete from external_identity')
      const begun = api.now()
      const later = (hours: number) => api.setNow(new Date(begun + hours * 3_600_000).toISOString())
      const token = await signed({ exp: begun / 1_000 + 30 * 3_600 })
      expect(await ask(server, token)).toEqual([200, undefined])
      const users = await api.call('/v1/account/users?size=500')
      const { id } = users.body.items.find((one: { fullName: string; userPrincipalName: string }) =>
        one.userPrincipalName.startsWith('eva@'),
      )
      later(1)
      expect(
        (await api.call(`/v1/account/users/${id}/reset`, { method: 'POST', body: { temporaryPassword: true } })).status,
      ).toBe(200)
      for (const hours of [2, 12, 23, 25]) {
        later(hours)
        expect([hours, await ask(server, token)]).toEqual([hours, [401, 400]])
      }
      api.setNow(new Date(begun).toISOString())
      await api.database().query('delete from token_cutoff')
      later(26)
    })

    it('no longer, once the user is disabled', async () => {
      const server = await trusting()
      await api.database().query('delete from external_identity')
      const set = (state: string) =>
        api
          .database()
          .query('update account_user set state = $1 where sign_in_name = $2', [state, 'eva@direct.example.net'])
      expect(await ask(server, await signed())).toEqual([200, undefined])
      await set('disabled')
      expect(await ask(server, await signed())).toEqual([401, 400])
      await set('active')
    })
  })

  describe('signs people in', () => {
    const signIn = async (server: FastifyInstance, login: string) => {
      const program = await makeProgram(api, { redirectUris: [BACK] })
      const browser = new Browser({ ...api, server: () => server })
      const asked = { client_id: program.id, redirect_uri: BACK, response_type: 'code', state: 's' }
      const page = await browser.get(`/common/oauth2/v2.0/authorize?${new URLSearchParams(asked)}`)
      const choice = /href="([^"]+)">Sign in with Contoso</.exec(page.html)![1]!
      const there = await browser.get(choice)
      expect(there.status).toBe(303)
      const back = new URL(await signInThere(there.location!, login, theirs.issuer))
      expect(back.origin + back.pathname).toBe(CALLBACK)
      return { browser, back, shown: () => browser.get(back.pathname + back.search) }
    }

    it('who go on to the second factor, or straight back where it is trusted with that', async () => {
      await api.database().query('delete from external_identity')
      const once = await signIn(await trusting(), 'eva@direct.example.net')
      expect((await once.shown()).html).toContain('Set up the second factor')
      const trusted = await signIn(await trusting({ trustsMultiFactor: true }), 'eva@direct.example.net')
      const shown = await trusted.shown()
      expect([shown.status, shown.location?.startsWith(`${BACK}?code=`)]).toEqual([303, true])
      expect((await trusted.shown()).status).toBe(400)
    })

    it('in the browser they began in, once, with the state they began with', async () => {
      await api.database().query('delete from external_identity')
      const server = await trusting({ trustsMultiFactor: true })
      const { browser, back } = await signIn(server, 'eva@direct.example.net')
      const stranger = new Browser({ ...api, server: () => server })
      expect((await stranger.get(back.pathname + back.search)).status).toBe(400)
      const state = back.searchParams.get('state')!
      const changed = new URLSearchParams(back.searchParams)
      changed.set('state', `${state}x`)
      expect((await browser.get(`${back.pathname}?${changed}`)).status).toBe(400)
      expect((await browser.get(back.pathname + back.search)).status).toBe(303)
    })

    it('but not people nobody here knows', async () => {
      for (const login of ['nobody@direct.example.net', 'tom@other.example.net', 'unverified@direct.example.net']) {
        const { shown } = await signIn(await trusting({ trustsMultiFactor: true }), login)
        expect([login, (await shown()).status]).toEqual([login, 400])
      }
    })
  })
})

async function serverTrusting(api: ApiTest, authority: ExternalAuthority): Promise<FastifyInstance> {
  return buildServer({
    database: api.database(),
    authority: new TokenAuthority({
      issuer: 'https://login.example.net',
      audiences: [AUDIENCE],
      lifetimeSeconds: 3_600,
      authorities: [authority],
      sealingKey: Buffer.alloc(32, 3),
    }),
    clock: api.now,
    newId,
    limits: { perAccount: 0, perAddress: 0 },
  })
}
