import { describe, expect, it } from 'vitest'
import { DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID } from '../support/api.js'
import { askTokens, Browser, makeProgram, makeUser, pathOf } from '../support/sign-in.js'

const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const MANAGER = { roles: ['user-management-admin'] as const }
const NOBODY = '018f00ff-0000-7000-8000-0000000000ff'

describeApi('users of a partner', (api) => {
  const add = (signInName: string, roles: readonly string[] = ['sales-agent'], as = {}) =>
    api.call('/v1/account/users', { ...as, body: { fullName: 'Some Body', userPrincipalName: signInName, roles } })
  const auditOf = async (id: string) => {
    const { rows } = await api.database().query<{ readonly text: string }>(
      `select operation_type || ' ' || coalesce(old_value::text, '') || coalesce(new_value::text, '') as text
       from audit_record where coalesce(new_value, old_value)::text like '%' || $1 || '%' order by audit_record_id`,
      [id],
    )
    return rows.map(({ text }) => text)
  }

  it('are invited, set a password by their link once, and are found', async () => {
    const body = {
      FullName: 'Anna',
      UserPrincipalName: 'Anna@Direct.example.net',
      Roles: ['SalesAgent', 'sales_agent'],
    }
    const made = await api.call('/v1/account/users', { body })
    expect(made.status, made.text).toBe(201)
    const { user, entrance } = made.body
    expect(user).toMatchObject({
      fullName: 'Anna',
      userPrincipalName: 'anna@direct.example.net',
      roles: ['sales-agent'],
      state: 'invited',
      secondFactor: false,
      links: { self: { uri: `/account/users/${user.id}` } },
      attributes: { objectType: 'PartnerUser' },
    })
    expect(entrance.link.expiresAt).toBe('2026-03-17T09:00:00Z')
    expect((await auditOf(user.id)).join()).toContain('create_partner_user')
    const browser = new Browser(api)
    const link = pathOf(entrance.link.uri)
    const page = await browser.get(link)
    expect(page.html).toContain('anna@direct.example.net')
    for (const [first, second] of [
      ['short', 'short'],
      ['Correct-Horse-7', 'Other-Horse-7'],
      ['alllowercase', 'alllowercase'],
    ]) {
      expect((await browser.send(page, { new_password: first!, repeated: second! })).status).toBe(401)
    }
    const passwords = { new_password: 'Correct-Horse-7', repeated: 'Correct-Horse-7' }
    expect((await browser.send(page, passwords)).status).toBe(200)
    expect((await browser.send(page, passwords)).status).toBe(400)
    expect((await browser.get(link)).status).toBe(400)
    const read = await api.call(`/v1/account/users/${user.id}`)
    expect(read.body.state).toBe('active')
    const { rows } = await api
      .database()
      .query<{ readonly text: string }>(
        'select to_jsonb(u)::text as text from account_user u union all select to_jsonb(l)::text from one_time_link l',
      )
    expect(JSON.stringify(rows)).not.toContain('Correct-Horse')
    expect(JSON.stringify(rows)).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
    expect(await auditOf('Correct-Horse')).toEqual([])
  })

  it('are invited by links that expire, and are replaced by newer ones', async () => {
    const made = await add('late@direct.example.net')
    const first = pathOf(made.body.entrance.link.uri)
    const reset = await api.call(`/v1/account/users/${made.body.user.id}/reset`, { method: 'POST' })
    expect(reset.status, reset.text).toBe(200)
    const browser = new Browser(api)
    expect((await browser.get(first)).status).toBe(400)
    expect((await browser.get(pathOf(reset.body.entrance.link.uri))).status).toBe(200)
    api.setNow('2026-03-17T09:00:00Z')
    expect((await browser.get(pathOf(reset.body.entrance.link.uri))).status).toBe(400)
  })

  it('show what is secret once, and not when the request is repeated', async () => {
    const headers = { 'MS-RequestId': '3f9f2d6c-2222-4c2d-8a5e-9e8d7c6b5a40' }
    const body = { fullName: 'Once', userPrincipalName: 'once@direct.example.net', roles: ['sales-agent'] }
    const first = await api.call('/v1/account/users', { body, headers })
    const again = await api.call('/v1/account/users', { body, headers })
    expect(first.body.entrance.link.uri).toContain('token=')
    expect([again.status, again.body]).toEqual([201, { ...first.body, entrance: {} }])
    const { rows } = await api.database().query<{ readonly body: string }>('select body from api_request')
    expect(JSON.stringify(rows)).not.toContain('token=')
  })

  it('begin with a temporary password that has to be changed at the first sign-in', async () => {
    const { id: clientId } = await makeProgram(api, { redirectUris: ['https://app.example.net/'] })
    const body = {
      fullName: 'Tem',
      userPrincipalName: 'tem@direct.example.net',
      roles: ['sales-agent'],
      temporaryPassword: true,
    }
    const made = await api.call('/v1/account/users', { body })
    const { temporaryPassword } = made.body.entrance
    const browser = new Browser(api)
    const asked = { client_id: clientId, redirect_uri: 'https://app.example.net/', response_type: 'code' }
    const page = await browser.get(`/common/oauth2/v2.0/authorize?${new URLSearchParams(asked)}`)
    const choose = await browser.send(page, { name: 'tem@direct.example.net', password: temporaryPassword })
    expect(choose.html).toContain('Choose a password')
    const same = await browser.send(choose, { new_password: temporaryPassword, repeated: temporaryPassword })
    expect(same.html).toContain('choose another one than before')
    const set = await browser.send(choose, { new_password: 'Correct-Horse-7', repeated: 'Correct-Horse-7' })
    expect(set.html).toContain('Set up the second factor')
  })

  it('have names of their own, whatever the account, and at least one role of their side', async () => {
    expectFault(await add('ANNA@direct.example.net'), 409, 3000)
    expectFault(await add('anna@direct.example.net', ['sales-agent'], { account: OTHER }), 409, 3000)
    expectFault(await add('new@direct.example.net', []), 400, 3000)
    expectFault(await add('new@direct.example.net', ['king']), 400, 900126)
    expectFault(await add('new@direct.example.net', ['platform-operator']), 400, 3000)
    for (const name of ['no mail', 'a@b c', 'a@@', `${'a'.repeat(300)}@example.net`])
      expectFault(await add(name), 400, 3000)
  })

  it('are listed by name in pages', async () => {
    const names: string[] = []
    let headers: Record<string, string> = {}
    for (let page = 0; page < 10; page += 1) {
      const answer = await api.call('/v1/account/users?size=2', { headers })
      names.push(...answer.body.items.map((user: { userPrincipalName: string }) => user.userPrincipalName))
      if (answer.body.continuationToken === undefined) break
      headers = { 'MS-ContinuationToken': answer.body.continuationToken }
    }
    expect(names).toEqual([...names].sort())
    expect(names).toContain('once@direct.example.net')
    expect((await api.call('/v1/account/users', { account: OTHER })).body.items).toEqual([])
  })

  it('of another account do not exist', async () => {
    const { body } = await add('theirs@other.example.net', ['sales-agent'], { account: OTHER })
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/reset'],
    ] as const) {
      const call = (id: string) =>
        api.call(`/v1/account/users/${id}${path}`, { method, ...(method === 'PATCH' ? { body: {} } : {}) })
      expectFault(await call(body.user.id), 404, 1000)
      expectFault(await call(NOBODY), 404, 1000)
    }
  })

  it('lose what they were signed in with when they are disabled or get other roles', async () => {
    const { id } = await makeUser(api, 'gone@direct.example.net', ['sales-agent'])
    const authority = async () => {
      const subject = { accountId: DIRECT, kind: 'user', id, name: 'gone@direct.example.net' } as const
      const { TokenAuthority } = await import('../../src/app/tokens.js')
      const issuer = new TokenAuthority({
        issuer: 'https://login.example.net',
        audiences: ['https://api.example.net'],
        lifetimeSeconds: 3_600,
      })
      const rest = { applicationId: NOBODY, roles: ['sales-agent'], multiFactor: true } as const
      return issuer.issue(api.database(), { ...subject, ...rest }, api.now())
    }
    const later = (seconds: number) => api.setNow(new Date(api.now() + seconds * 1_000).toISOString())
    const token = await authority()
    expect((await api.call('/v1/customers', { token })).status).toBe(200)
    later(5)
    const change = (body: object) => api.call(`/v1/account/users/${id}`, { method: 'PATCH', body })
    expect((await change({ roles: ['helpdesk-agent'] })).body.roles).toEqual(['helpdesk-agent'])
    later(5)
    expectFault(await api.call('/v1/customers', { token }), 401, 400)
    const fresh = await authority()
    expect((await api.call('/v1/customers', { token: fresh })).status).toBe(200)
    later(5)
    expect((await change({ state: 'disabled' })).body.state).toBe('disabled')
    later(5)
    expectFault(await api.call('/v1/customers', { token: fresh }), 401, 400)
    expect((await change({ state: 'active' })).body.state).toBe('active')
    expect((await api.call(`/v1/account/users/${id}`, { method: 'DELETE' })).status).toBe(204)
    expectFault(await api.call(`/v1/account/users/${id}`), 404, 1000)
    const words = (await auditOf(id)).map((text) => text.split(' ')[0])
    expect(words).toEqual([
      'create_partner_user',
      'update_partner_user',
      'update_partner_user',
      'update_partner_user',
      'remove_partner_user',
    ])
  })

  it('who administer the account are managed by administrators only, and one of them stays', async () => {
    expectFault(await add('king@direct.example.net', ['global-admin'], MANAGER), 403, 900150)
    const first = (await add('first@direct.example.net', ['global-admin'])).body.user
    expectFault(
      await api.call(`/v1/account/users/${first.id}`, { ...MANAGER, method: 'PATCH', body: { fullName: 'X' } }),
      403,
      900150,
    )
    expectFault(await api.call(`/v1/account/users/${first.id}/reset`, { ...MANAGER, method: 'POST' }), 403, 900150)
    expectFault(await api.call(`/v1/account/users/${first.id}`, { ...MANAGER, method: 'DELETE' }), 403, 900150)
    const change = (body: object) => api.call(`/v1/account/users/${first.id}`, { method: 'PATCH', body })
    expectFault(await change({ roles: ['sales-agent'] }), 409, 3000)
    expectFault(await change({ state: 'disabled' }), 409, 3000)
    expectFault(await api.call(`/v1/account/users/${first.id}`, { method: 'DELETE' }), 409, 3000)
    await add('second@direct.example.net', ['global-admin'])
    expect((await change({ roles: ['sales-agent'] })).status).toBe(200)
    const anna = await add('agent@direct.example.net', ['sales-agent'], MANAGER)
    const raise = { ...MANAGER, method: 'PATCH', body: { roles: ['global-admin'] } } as const
    expectFault(await api.call(`/v1/account/users/${anna.body.user.id}`, raise), 403, 900150)
  })

  it('are not managed by programs', async () => {
    expectFault(await api.call('/v1/account/users', { kind: 'service-principal', body: {} }), 403, 900329)
  })
})

describeApi('service principals', (api) => {
  it('have several secrets, each shown once, and none of them kept', async () => {
    const made = await api.call('/v1/account/service-principals', { body: { name: 'Agent', roles: ['admin-agent'] } })
    expect(made.body).toMatchObject({ name: 'Agent', roles: ['admin-agent'], state: 'active', secrets: [] })
    const path = `/v1/account/service-principals/${made.body.applicationId}`
    const values = new Set<string>()
    for (let count = 0; count < 5; count += 1) {
      const secret = await api.call(`${path}/secrets`, { body: { description: `number ${count}`, days: 30 } })
      expect(secret.body).toMatchObject({ expirationDate: '2026-04-09T09:00:00Z', hint: secret.body.value.slice(0, 6) })
      values.add(secret.body.value)
    }
    expect(values.size).toBe(5)
    expectFault(await api.call(`${path}/secrets`, { method: 'POST' }), 400, 3000)
    const read = await api.call(path)
    expect(read.body.secrets).toHaveLength(5)
    for (const value of values) expect(read.text).not.toContain(value)
    const { rows } = await api
      .database()
      .query<{ readonly text: string }>(
        `select (select string_agg(s::text, '') from application_secret s) || (select string_agg(a::text, '') from audit_record a) as text`,
      )
    for (const value of values) expect(rows[0]!.text).not.toContain(value)
    expect(rows[0]!.text).toContain('add_application_credential')
    const secret = read.body.secrets[0].id
    expect((await api.call(`${path}/secrets/${secret}`, { method: 'DELETE' })).status).toBe(204)
    expectFault(await api.call(`${path}/secrets/${secret}`, { method: 'DELETE' }), 404, 1000)
  })

  it('are changed, disabled and removed', async () => {
    const { id, secret } = await makeProgram(api, { roles: ['admin-agent'] })
    const path = `/v1/account/service-principals/${id}`
    const ask = () =>
      askTokens(api, '/common/oauth2/token', { grant_type: 'client_credentials', client_id: id, client_secret: secret })
    expect((await ask()).status).toBe(200)
    const change = (body: object) => api.call(path, { method: 'PATCH', body })
    expect((await change({ name: 'New', redirectUris: ['com.example.app:/back'] })).body).toMatchObject({ name: 'New' })
    expect((await change({ state: 'disabled' })).body.state).toBe('disabled')
    expect((await ask()).status).toBe(401)
    expect((await change({ state: 'active' })).body.state).toBe('active')
    expect((await ask()).status).toBe(200)
    expect((await api.call(path, { method: 'DELETE' })).status).toBe(204)
    expect((await ask()).status).toBe(401)
    expectFault(await api.call(path), 404, 1000)
    expectFault(await api.call(path, { account: OTHER }), 404, 1000)
  })

  it('get only roles whoever registers them has, and lead back only to safe addresses', async () => {
    const register = (body: object, as = {}) =>
      api.call('/v1/account/service-principals', { ...as, body: { name: 'X', ...body } })
    expectFault(await register({ roles: ['billing-admin'] }, MANAGER), 403, 900150)
    expect((await register({ roles: ['user-management-admin'] }, MANAGER)).status).toBe(201)
    expectFault(await register({ roles: ['platform-operator'] }), 400, 3000)
    expectFault(await register({ isPublic: true, roles: ['sales-agent'] }), 400, 3000)
    for (const uri of [
      'http://app.example.net/',
      'https://app.example.net/#x',
      'javascript:alert(1)',
      'data:text/html,x',
      'https://user:word@app.example.net/',
      'app:/back',
      '//app.example.net',
    ]) {
      expectFault(await register({ redirectUris: [uri] }), 400, 3000)
    }
    const { id } = await makeProgram(api, { roles: ['global-admin'] })
    expectFault(
      await api.call(`/v1/account/service-principals/${id}/secrets`, { ...MANAGER, method: 'POST' }),
      403,
      900150,
    )
  })

  it('are listed in pages', async () => {
    const first = await api.call('/v1/account/service-principals?size=1')
    expect(first.body.items).toHaveLength(1)
    const headers = { 'MS-ContinuationToken': first.body.continuationToken }
    const second = await api.call('/v1/account/service-principals?size=1', { headers })
    expect(second.body.items[0].applicationId > first.body.items[0].applicationId).toBe(true)
    expectFault(await api.call('/v1/account/service-principals?size=2', { headers }), 400, 2000)
    expectFault(await api.call('/v1/account/service-principals?size=9999'), 400, 3000)
  })
})

describeApi('users of the provider', (api) => {
  describe('are managed by its operators', () => {
    it('for whomever they act', async () => {
      const body = { fullName: 'Olaf', userPrincipalName: 'olaf@provider.example.net', roles: ['platform-auditor'] }
      const made = await api.call('/v1/platform/users', { ...OPERATOR, body, headers: { 'Prorata-Partner': DIRECT } })
      expect(made.status, made.text).toBe(201)
      const { rows } = await api
        .database()
        .query<{ readonly account_id: string }>('select account_id from account_user where user_id = $1', [
          made.body.user.id,
        ])
      expect(rows[0]?.account_id).toBe(PLATFORM_ID)
      expectFault(
        await api.call('/v1/platform/users', { ...OPERATOR, body: { ...body, roles: ['global-admin'] } }),
        400,
        3000,
      )
      expectFault(await api.call('/v1/platform/users', { body }), 403, 900150)
      expect((await api.call('/v1/platform/users', OPERATOR)).body.items).toHaveLength(1)
      expect((await api.call('/v1/account/users')).body.items).toEqual([])
    })

    it('and so are its programs, which sign in for it', async () => {
      const { id, secret } = await makeProgram(api, { roles: ['platform-auditor'] }, OPERATOR, '/v1/platform')
      const fields = { grant_type: 'client_credentials', client_id: id, client_secret: secret }
      const { body } = await askTokens(api, '/common/oauth2/token', fields)
      expect((await api.call('/v1/platform/partners', { token: body.access_token })).status).toBe(200)
      const headers = { 'Prorata-Partner': DIRECT }
      expect((await api.call('/v1/customers', { token: body.access_token, headers })).body.totalCount).toBe(1)
      expectFault(await api.call('/v1/customers', { token: body.access_token }), 403, 900150)
    })
  })
})
