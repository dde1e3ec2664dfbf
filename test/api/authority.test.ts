import { createHash } from 'node:crypto'
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeAt, codeStepOf } from '../../src/app/one-time-codes.js'
import { asOwner } from '../billing/provider.js'
import { type ApiTest, DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID } from '../support/api.js'
import { askTokens, Browser, makeProgram, makeUser, pathOf, type Shown } from '../support/sign-in.js'

const V1 = `/${DIRECT}/oauth2/token`
const V2 = `/${DIRECT}/oauth2/v2.0/token`
const BACK = 'https://app.example.net/back?from=prorata'
const RESOURCE = 'https://api.example.net'

describeApi('the token authority', (api) => {
  let program: { readonly id: string; readonly secret: string }
  const credentials = () => ({ client_id: program.id, client_secret: program.secret })
  beforeAll(async () => {
    await asOwner(
      api.database(),
      `update partner set domain_name = 'direct.example.net' where partner_id = '${DIRECT}'`,
    )
    program = await makeProgram(api, { roles: ['admin-agent'], redirectUris: [BACK] })
  })

  describe('for programs', () => {
    it('gives tokens in the older form, with numbers as texts', async () => {
      const { status, headers, body } = await askTokens(api, V1, {
        ...credentials(),
        grant_type: 'client_credentials',
        resource: 'https://graph.windows.net',
      })
      expect(status).toBe(200)
      expect(headers['cache-control']).toBe('no-store')
      expect(body).toEqual({
        token_type: 'Bearer',
        expires_in: '3600',
        ext_expires_in: '3600',
        expires_on: String(api.now() / 1_000 + 3_600),
        not_before: String(api.now() / 1_000),
        resource: 'https://graph.windows.net',
        access_token: expect.any(String),
      })
      const claims = decodeJwt(body.access_token)
      expect(claims).toMatchObject({
        iss: `https://login.example.net/${DIRECT}/v2.0`,
        aud: RESOURCE,
        tid: DIRECT,
        appid: program.id,
        oid: program.id,
        roles: ['admin-agent'],
        exp: api.now() / 1_000 + 3_600,
      })
      expect(claims).not.toHaveProperty('upn')
      expect(claims).not.toHaveProperty('scp')
      expect((await api.call('/v1/customers', { token: body.access_token })).status).toBe(200)
    })

    it('gives tokens in the newer form, by the header Basic, for every name of the tenant', async () => {
      const basic = Buffer.from(`${program.id}:${program.secret}`).toString('base64')
      for (const tenant of [DIRECT, DIRECT.toUpperCase(), 'direct.example.net', 'common', 'organizations']) {
        const fields = { grant_type: 'client_credentials', scope: `${RESOURCE}/.default` }
        const answer = await askTokens(api, `/${tenant}/oauth2/v2.0/token`, fields, { authorization: `Basic ${basic}` })
        expect([tenant, answer.status]).toEqual([tenant, 200])
        expect(answer.body).toEqual({
          token_type: 'Bearer',
          expires_in: 3_600,
          ext_expires_in: 3_600,
          access_token: expect.any(String),
        })
      }
    })

    it('refuses in the form of OAuth 2.0', async () => {
      const ask = async (fields: Record<string, string>, path = V2) => {
        const { status, body } = await askTokens(api, path, fields)
        return [status, body.error, body.error_codes?.[0]]
      }
      const grant = { grant_type: 'client_credentials' }
      expect(await ask({})).toEqual([400, 'invalid_request', 900144])
      expect(await ask({ ...credentials(), grant_type: 'magic' })).toEqual([400, 'unsupported_grant_type', 70003])
      expect(await ask({ ...credentials(), grant_type: 'password' })).toEqual([400, 'unsupported_grant_type', 70003])
      expect(await ask(grant)).toEqual([400, 'invalid_request', 900144])
      const other = '018f0009-0000-7000-8000-000000000009'
      const faults = await Promise.all([
        ask({ ...grant, client_id: program.id, client_secret: `${program.secret.slice(0, -1)}!` }),
        ask({ ...grant, client_id: other, client_secret: program.secret }),
        ask({ ...grant, client_id: 'no id', client_secret: '' }),
        ask({ ...grant, client_id: program.id }),
      ])
      for (const fault of faults) expect(fault).toEqual([401, 'invalid_client', 7000215])
      expect(await ask({ ...credentials(), ...grant }, `/${OTHER}/oauth2/v2.0/token`)).toEqual([
        400,
        'invalid_request',
        90002,
      ])
      expect(await ask({ ...credentials(), ...grant }, '/nobody.example.net/oauth2/v2.0/token')).toEqual([
        400,
        'invalid_request',
        90002,
      ])
      const foreign = { ...credentials(), ...grant, scope: 'https://elsewhere.example.net/.default' }
      expect(await ask(foreign)).toEqual([400, 'invalid_resource', 500011])
      const two = { ...credentials(), ...grant, scope: `${RESOURCE}/.default https://elsewhere.example.net/.default` }
      expect(await ask(two)).toEqual([400, 'invalid_scope', 70011])
      const { body } = await askTokens(api, V2, {})
      expect(body).toEqual({
        error: 'invalid_request',
        error_description: 'The request lacks grant_type.',
        error_codes: [900144],
        timestamp: '2026-03-10 09:00:00Z',
        trace_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        correlation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      })
    })

    it('answers an unknown client in the time of a known one', async () => {
      const time = async (client_id: string) => {
        const started = performance.now()
        for (let run = 0; run < 4; run += 1) {
          await askTokens(api, V2, { grant_type: 'client_credentials', client_id, client_secret: 'wrong' })
        }
        return performance.now() - started
      }
      await time(program.id)
      const [known, unknown] = [await time(program.id), await time('018f0009-0000-7000-8000-000000000009')]
      expect(unknown / known).toBeGreaterThan(0.3)
    })

    it('withdraws tokens with the secret, and refuses secrets that have expired', async () => {
      const path = `/v1/account/service-principals/${program.id}/secrets`
      const short = await api.call(path, { body: { description: 'short', days: 1 } })
      const fields = { grant_type: 'client_credentials', client_id: program.id, client_secret: short.body.value }
      const { body } = await askTokens(api, V2, fields)
      api.setNow('2026-03-10T09:00:05Z')
      expect((await api.call('/v1/customers', { token: body.access_token })).status).toBe(200)
      expect((await api.call(`${path}/${short.body.id}`, { method: 'DELETE' })).status).toBe(204)
      api.setNow('2026-03-10T09:00:10Z')
      expectFault(await api.call('/v1/customers', { token: body.access_token }), 401, 400)
      expect((await askTokens(api, V2, fields)).status).toBe(401)
      const again = await api.call(path, { body: { description: 'short', days: 1 } })
      api.setNow('2026-03-11T09:00:11Z')
      expect((await askTokens(api, V2, { ...fields, client_secret: again.body.value })).status).toBe(401)
    })
  })

  describe('discovery', () => {
    it('tells clients what they need, and serves the keys tokens are checked by', async () => {
      const read = async (path: string) => (await api.call(path, { token: null })).body
      const configuration = await read(`/${DIRECT}/v2.0/.well-known/openid-configuration`)
      expect(configuration).toMatchObject({
        issuer: `https://login.example.net/${DIRECT}/v2.0`,
        token_endpoint: `https://login.example.net/${DIRECT}/oauth2/v2.0/token`,
        jwks_uri: `https://login.example.net/${DIRECT}/discovery/v2.0/keys`,
      })
      expect(await read(`/direct.example.net/.well-known/openid-configuration`)).toEqual(configuration)
      const common = await read('/common/v2.0/.well-known/openid-configuration')
      expect(common.issuer).toBe('https://login.example.net/{tenantid}/v2.0')
      expectFault(
        await api.call('/nobody.example.net/v2.0/.well-known/openid-configuration', { token: null }),
        404,
        1000,
      )
      const keys = await read(pathOf(configuration.jwks_uri))
      expect(JSON.stringify(keys)).not.toContain('"d"')
      const token = await api.token()
      const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { currentDate: new Date(api.now()) })
      expect(payload['tid']).toBe(DIRECT)
    })

    it('takes nothing of the paths of the API', async () => {
      expectFault(await api.call('/v1/oauth2/nothing', { token: null }), 404, 1000)
      expect((await api.call('/v1/customers', { token: null })).status).toBe(401)
    })
  })

  describe('reading tokens', () => {
    const refused = async (token: string) => expectFault(await api.call('/v1/customers', { token }), 401, 400)

    it('refuses what is no access token of this authority', async () => {
      const good = await api.token()
      const [header, payload, signature] = good.split('.') as [string, string, string]
      await refused(`${header}.${payload}.`)
      await refused(`${header}.${payload}.${signature.slice(0, -4)}AAAA`)
      await refused(new UnsecuredJWT(decodeJwt(good)).encode())
      const claims = decodeJwt(good)
      const { kid } = decodeProtectedHeader(good)
      const own = await generateKeyPair('RS256', { extractable: true })
      const forged = (more: object) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', ...more })
      await refused(await forged({ kid }).sign(own.privateKey))
      await refused(await forged({ kid: 'another' }).sign(own.privateKey))
      await refused(await forged({ jwk: await exportJWK(own.publicKey) }).sign(own.privateKey))
      const keys = (await api.call(`/${DIRECT}/discovery/v2.0/keys`, { token: null })).body.keys
      const asPassword = new TextEncoder().encode(JSON.stringify(keys[0]))
      await refused(
        await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: kid! }).sign(asPassword),
      )
      await refused('no token')
    })

    it('refuses a token for another audience, and one that has expired', async () => {
      const key = await signingKey(api)
      const sign = async (change: object, type = 'at+jwt') =>
        new SignJWT({ ...decodeJwt(await api.token()), ...change })
          .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: type })
          .sign(key.privateKey)
      expect((await api.call('/v1/customers', { token: await sign({}) })).status).toBe(200)
      expectFault(await api.call('/v1/customers', { token: await sign({ aud: 'https://elsewhere' }) }), 401, 900420)
      await refused(await sign({ iss: 'https://elsewhere' }))
      await refused(await sign({ iss: `https://login.example.net/${OTHER}/v2.0` }))
      await refused(await sign({ exp: api.now() / 1_000 - 1 }))
      await refused(await sign({}, 'JWT'))
    })

    it('signs with a new key after a rotation, and still reads what the old one signed', async () => {
      const before = await api.token()
      const operator = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
      const rotated = await api.call('/v1/platform/signing-keys/rotate', { ...operator, method: 'POST' })
      expect(rotated.status, rotated.text).toBe(200)
      const after = await api.token()
      expect(decodeProtectedHeader(after).kid).toBe(rotated.body.keyId)
      expect(decodeProtectedHeader(before).kid).not.toBe(rotated.body.keyId)
      for (const token of [before, after]) expect((await api.call('/v1/customers', { token })).status).toBe(200)
      const keys = (await api.call(`/${DIRECT}/discovery/v2.0/keys`, { token: null })).body.keys
      expect(keys.map((key: { kid: string }) => key.kid)).toContain(decodeProtectedHeader(before).kid)
    })

    it('rotates by itself when a key has grown old, and forgets keys whose tokens have expired', async () => {
      const old = decodeProtectedHeader(await api.token()).kid
      api.setNow('2026-07-01T09:00:00Z')
      const fresh = decodeProtectedHeader(await api.token()).kid
      expect(fresh).not.toBe(old)
      api.setNow('2026-07-01T12:00:00Z')
      const keys = (await api.call(`/${DIRECT}/discovery/v2.0/keys`, { token: null })).body.keys
      expect(keys.map((key: { kid: string }) => key.kid)).toEqual([fresh])
    })

    it('exchanges a token for old clients, which does not live longer than the one sent', async () => {
      const sent = await api.token()
      api.setNow('2026-07-01T12:30:00Z')
      const exchange = (token: string | null) =>
        api.call('/GenerateToken', {
          method: 'POST',
          token,
          body: 'grant_type=jwt_token',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      const answer = await exchange(sent)
      expect(answer.body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: '1800' })
      expect(decodeJwt(answer.body.access_token).exp).toBe(decodeJwt(sent).exp)
      expectFault(await exchange(null), 401, 400)
    })
  })

  describe('for users', () => {
    const NAME = 'anna@direct.example.net'
    const code = { key: '' }
    const authorize = (more: Record<string, string> = {}, path = `/common/oauth2/v2.0/authorize`) => {
      const asked = {
        client_id: program.id,
        redirect_uri: BACK,
        response_type: 'code',
        state: 'a state',
        scope: 'openid',
      }
      return `${path}?${new URLSearchParams({ ...asked, ...more })}`
    }
    const signIn = async (browser: Browser, url = authorize(), password = 'Correct-Horse-7'): Promise<Shown> => {
      const page = await browser.get(url)
      expect(page.status, page.html).toBe(200)
      return browser.send(page, { name: NAME, password })
    }
    const nextCode = () => {
      api.setNow(new Date(api.now() + 30_000).toISOString())
      return codeAt(code.key, codeStepOf(api.now()))
    }
    const codeIn = (shown: Shown) => new URL(shown.location!).searchParams.get('code')!
    const redeem = (fields: Record<string, string>, path = V2) =>
      askTokens(api, path, { ...credentials(), grant_type: 'authorization_code', redirect_uri: BACK, ...fields })
    const newCode = async (more: Record<string, string> = {}) => {
      const browser = new Browser(api)
      return codeIn(await browser.send(await signIn(browser, authorize(more)), { code: nextCode() }))
    }

    beforeAll(async () => {
      await makeUser(api, NAME, ['sales-agent'])
    })

    it('has a user set up a second factor at the first sign-in', async () => {
      const browser = new Browser(api)
      const setUp = await signIn(browser)
      code.key = /<code>([A-Z2-7]{32})<\/code>/.exec(setUp.html)![1]!
      const wrong = await browser.send(setUp, { code: '000000' })
      expect([wrong.status, wrong.html.includes(code.key)]).toEqual([401, true])
      const recovery = await browser.send(wrong, { code: nextCode() })
      const [one] = [...recovery.html.matchAll(/<code>((?:[A-Z2-7]{4}-?){4})/g)].map(([, text]) => text!)
      const back = await browser.send(recovery, {})
      expect(back.status).toBe(303)
      expect(back.location).toMatch(
        /^https:\/\/app\.example\.net\/back\?from=prorata&code=[\w-]{43}&state=a\+state&iss=/,
      )
      const again = new Browser(api)
      const used = await again.send(await signIn(again), { code: one!.toLowerCase() })
      expect(used.status).toBe(303)
      const twice = new Browser(api)
      expect((await twice.send(await signIn(twice), { code: one! })).status).toBe(401)
    })

    it('gives tokens for a code, once; showing it again ends all that came of it', async () => {
      const first = await newCode({ nonce: 'n-1' })
      const granted = await redeem({ code: first, scope: `${RESOURCE}/user_impersonation offline_access openid` })
      expect(granted.status, JSON.stringify(granted.body)).toBe(200)
      expect(granted.body).toMatchObject({ scope: 'user_impersonation', refresh_token: expect.any(String) })
      const claims = decodeJwt(granted.body.access_token)
      expect(claims).toMatchObject({
        upn: NAME,
        scp: 'user_impersonation',
        amr: ['pwd', 'mfa'],
        roles: ['sales-agent'],
      })
      const idToken = decodeJwt(granted.body.id_token)
      expect(idToken).toMatchObject({ aud: program.id, nonce: 'n-1', preferred_username: NAME })
      expectFault(await api.call('/v1/customers', { token: granted.body.id_token }), 401, 400)
      const mfa = await api.call('/v1/customers', {
        token: granted.body.access_token,
        headers: { ValidateMfa: 'true' },
      })
      expect(mfa.headers['ismfacompliant']).toBe('true')
      const again = await redeem({ code: first })
      expect([again.status, again.body.error]).toEqual([400, 'invalid_grant'])
      const refresh = { ...credentials(), grant_type: 'refresh_token', refresh_token: granted.body.refresh_token }
      expect((await askTokens(api, V2, refresh)).body.error).toBe('invalid_grant')
    })

    it('refuses a code of another client, with another address, too late, or without its verifier', async () => {
      const other = await makeProgram(api, { roles: ['admin-agent'], redirectUris: [BACK] })
      const foreign = await newCode()
      const stolen = await redeem({ code: foreign, client_id: other.id, client_secret: other.secret })
      expect(stolen.body.error_codes).toEqual([70000])
      expect((await redeem({ code: foreign })).status).toBe(200)
      expect(
        (await redeem({ code: await newCode(), redirect_uri: 'https://app.example.net/' })).body.error_codes,
      ).toEqual([70000])
      const late = await newCode()
      api.setNow(new Date(api.now() + 301_000).toISOString())
      expect((await redeem({ code: late })).body.error_codes).toEqual([70008])
      const verifier = 'v'.repeat(50)
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      const challenged = { code_challenge: challenge, code_challenge_method: 'S256' }
      expect((await redeem({ code: await newCode(challenged) })).body.error_codes).toEqual([501481])
      expect(
        (await redeem({ code: await newCode(challenged), code_verifier: 'w'.repeat(50) })).body.error_codes,
      ).toEqual([501481])
      expect((await redeem({ code: await newCode(challenged), code_verifier: verifier })).status).toBe(200)
      expect((await redeem({ code: await newCode(), code_verifier: verifier })).body.error_codes).toEqual([501481])
    })

    it('serves public applications with a challenge only', async () => {
      const app = await makeProgram(api, { isPublic: true, redirectUris: ['http://localhost:4000/back'] })
      const asked = { client_id: app.id, redirect_uri: 'http://localhost:4000/back' }
      const browser = new Browser(api)
      const without = await browser.get(authorize(asked))
      expect(without.location).toContain('error=invalid_request')
      const verifier = 'v'.repeat(43)
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      const first = await newCode({ ...asked, code_challenge: challenge, code_challenge_method: 'S256' })
      const fields = { grant_type: 'authorization_code', code: first, ...asked, code_verifier: verifier }
      const granted = await askTokens(api, V2, fields)
      expect(granted.status, JSON.stringify(granted.body)).toBe(200)
      const byItself = await askTokens(api, V2, { grant_type: 'client_credentials', client_id: app.id })
      expect([byItself.status, byItself.body.error]).toEqual([400, 'unauthorized_client'])
    })

    it('exchanges refresh tokens for new ones; an old one shown again ends the family', async () => {
      const granted = await redeem({ code: await newCode() })
      const refresh = (refresh_token: string, path = V1) =>
        askTokens(api, path, {
          ...credentials(),
          grant_type: 'refresh_token',
          refresh_token,
          resource: RESOURCE,
          scope: 'openid',
        })
      const second = await refresh(granted.body.refresh_token)
      expect(second.body).toMatchObject({
        expires_in: '3600',
        scope: 'user_impersonation',
        id_token: expect.any(String),
      })
      const third = await refresh(second.body.refresh_token, '/common/oauth2/token')
      expect(third.status).toBe(200)
      expect((await refresh(granted.body.refresh_token)).body.error_codes).toEqual([70000])
      expect((await refresh(third.body.refresh_token)).body.error_codes).toEqual([70008])
      expect((await refresh('made-up')).body.error_codes).toEqual([70000])
    })

    it('revokes a sign-in by its refresh token, and tells nobody whether there was one', async () => {
      const granted = await redeem({ code: await newCode() })
      const revoke = (token: string, more: object = {}) =>
        askTokens(api, '/common/oauth2/v2.0/revoke', { ...credentials(), token, ...more })
      const refresh = () =>
        askTokens(api, V2, { ...credentials(), grant_type: 'refresh_token', refresh_token: granted.body.refresh_token })
      expect((await revoke(granted.body.refresh_token, { client_secret: 'wrong' })).status).toBe(401)
      expect((await revoke('made-up')).status).toBe(200)
      const renewed = await refresh()
      expect(renewed.status).toBe(200)
      expect((await revoke(renewed.body.refresh_token)).status).toBe(200)
      expect((await revoke(renewed.body.refresh_token)).status).toBe(200)
      const again = { ...credentials(), grant_type: 'refresh_token', refresh_token: renewed.body.refresh_token }
      expect((await askTokens(api, V2, again)).body.error_codes).toEqual([70008])
    })

    it('posts code and id token for old clients, bound to each other', async () => {
      const browser = new Browser(api)
      const asked = { response_type: 'code id_token', response_mode: 'form_post', nonce: 'n-2' }
      const url = authorize(asked, '/common/oauth2/authorize')
      const posted = await browser.send(await signIn(browser, url), { code: nextCode() })
      expect(posted.status).toBe(200)
      expect(posted.html).toContain(`action="${BACK}"`)
      expect(posted.headers['content-security-policy']).toContain("form-action 'self' https://app.example.net;")
      const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(posted.html)![1]!
      const claims = decodeJwt(field('id_token'))
      const half = createHash('sha256').update(field('code')).digest().subarray(0, 16).toString('base64url')
      expect(claims).toMatchObject({ nonce: 'n-2', aud: program.id, c_hash: half })
      expect(field('state')).toBe('a state')
    })

    it('goes back only to registered addresses, and tells applications what they did wrong', async () => {
      const browser = new Browser(api)
      for (const redirect_uri of ['https://evil.example.net/', `${BACK}&more`, 'https://app.example.net/back', '']) {
        const page = await browser.get(authorize({ redirect_uri }))
        expect([page.status, page.location]).toEqual([400, undefined])
      }
      expect((await browser.get(authorize({ client_id: 'nobody' }))).status).toBe(400)
      const told = async (more: Record<string, string>) =>
        new URL((await browser.get(authorize(more))).location!).searchParams.get('error')
      expect(await told({ response_type: 'token' })).toBe('unsupported_response_type')
      expect(await told({ response_type: 'code', response_mode: 'web_message' })).toBe('invalid_request')
      expect(await told({ code_challenge: 'c'.repeat(43), code_challenge_method: 'plain' })).toBe('invalid_request')
      expect(await told({ prompt: 'none' })).toBe('login_required')
    })

    it('shows pages without scripts that nobody can frame, and escapes what it shows', async () => {
      const page = await new Browser(api).get(authorize({ login_hint: '"><script>alert(1)</script>' }))
      expect(page.html).not.toContain('<script')
      const policy = String(page.headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(page.headers['cache-control']).toBe('no-store')
      expect(page.headers['referrer-policy']).toBe('no-referrer')
      expect(String(page.headers['set-cookie'])).toMatch(
        /^__Host-prorata-sign-in=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/,
      )
    })

    it('ties a sign-in to its browser, and to its order', async () => {
      const browser = new Browser(api)
      const page = await browser.get(authorize())
      const stranger = new Browser(api)
      expect((await stranger.send(page, { name: NAME, password: 'Correct-Horse-7' })).status).toBe(400)
      const other = new Browser(api)
      await other.get(authorize())
      expect((await other.send(page, { name: NAME, password: 'Correct-Horse-7' })).status).toBe(400)
      // The code alone, without the password before it.
      const early = await browser.send(page, { code: nextCode() })
      expect([early.status, early.html.includes('name="password"')]).toEqual([401, true])
      api.setNow(new Date(api.now() + 901_000).toISOString())
      expect((await browser.send(page, { name: NAME, password: 'Correct-Horse-7' })).status).toBe(400)
    })

    it('takes no code twice', async () => {
      const typed = nextCode()
      const [one, two] = [new Browser(api), new Browser(api)]
      expect((await one.send(await signIn(one), { code: typed })).status).toBe(303)
      expect((await two.send(await signIn(two), { code: typed })).status).toBe(401)
    })

    it('tells unknown names nothing, and slows guesses down alike', async () => {
      const texts = new Map<string, (string | undefined)[]>()
      for (const name of ['nobody@direct.example.net', NAME]) {
        const browser = new Browser(api)
        const page = await browser.get(authorize())
        const seen: (string | undefined)[] = []
        for (let attempt = 0; attempt < 8; attempt += 1) {
          const answer = await browser.send(page, { name, password: 'wrong' })
          seen.push(/role="alert">([^<]*)</.exec(answer.html)?.[1])
        }
        texts.set(name, seen)
      }
      const [unknown, known] = [...texts.values()]
      expect(known).toEqual(unknown)
      expect(known!.at(0)).toBe('User name or password are wrong.')
      expect(known!.at(-1)).toBe('There were too many attempts; wait 30 seconds.')
      // Locked: not even the right password helps before the wait is over.
      const browser = new Browser(api)
      const page = await browser.get(authorize())
      expect((await browser.send(page, { name: NAME, password: 'Correct-Horse-7' })).status).toBe(401)
      api.setNow(new Date(api.now() + 31_000).toISOString())
      const in2 = await browser.send(page, { name: NAME, password: 'Correct-Horse-7' })
      expect(in2.html).toContain('Second factor')
    })

    it('waits longer after each further mistake, and counts attempts made at the same time', async () => {
      const name = 'target@direct.example.net'
      const browser = new Browser(api)
      const page = await browser.get(authorize())
      const answers = await Promise.all(Array.from({ length: 12 }, () => browser.send(page, { name, password: 'x' })))
      const locked = answers.filter(({ html }) => html.includes('too many attempts'))
      expect(locked.length).toBe(6)
      const waits: string[] = []
      for (let round = 0; round < 7; round += 1) {
        api.setNow(new Date(api.now() + 901_000).toISOString())
        const fresh = await browser.get(authorize())
        await browser.send(fresh, { name, password: 'x' })
        const answer = await browser.send(fresh, { name, password: 'x' })
        waits.push(/wait (\d+) seconds/.exec(answer.html)![1]!)
      }
      expect(waits).toEqual(['60', '120', '240', '480', '900', '900', '900'])
    })

    it('lets a user of one account sign in to no program of another', async () => {
      const foreign = await makeProgram(api, { roles: [], redirectUris: [BACK] }, { account: OTHER })
      const browser = new Browser(api)
      const answer = await signIn(browser, authorize({ client_id: foreign.id }))
      expect([answer.status, answer.html.includes('User name or password are wrong.')]).toEqual([401, true])
      const elsewhere = await signIn(new Browser(api), authorize({}, `/${OTHER}/oauth2/v2.0/authorize`))
      expect(elsewhere.status).toBe(401)
    })

    it('gives no tokens for a password unless it is told to', async () => {
      const fields = { ...credentials(), grant_type: 'password', username: NAME, password: 'Correct-Horse-7' }
      expect((await askTokens(api, V2, fields)).body.error).toBe('unsupported_grant_type')
    })
  })
})

/** The key that signs at present, with its private part, from the database. */
async function signingKey(api: ApiTest) {
  const { rows } = await api
    .database()
    .query<{ readonly jwk: { readonly kid: string } }>(
      'select private_jwk as jwk from signing_key where retired_at is null order by created_at desc limit 1',
    )
  const { importJWK } = await import('jose')
  const { jwk } = rows[0]!
  return { kid: jwk.kid, privateKey: await importJWK(jwk as never, 'RS256') }
}
