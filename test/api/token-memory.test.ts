// What an authority remembers of a token it has checked must change nothing: not for how long it holds, nor when it is
// withdrawn, nor which ones are refused. Every token here has been used before it is tried.
import { decodeProtectedHeader } from 'jose'
import { beforeAll, expect, it } from 'vitest'
import { asOwner } from '../billing/provider.js'
import { type As, describeApi, expectFault, PLATFORM_ID } from '../support/api.js'
import { askTokens, makeProgram } from '../support/sign-in.js'

describeApi('a token that was checked a moment ago', (api) => {
  const use = (token: string) => api.call('/v1/customers', { token })
  const refused = async (token: string) => expectFault(await use(token), 401, 400)
  const later = (seconds: number) => api.setNow(new Date(api.now() + seconds * 1_000).toISOString())
  const used = async (as: As = {}) => {
    const token = await api.token(as)
    for (const _ of [1, 2]) expect((await use(token)).status).toBe(200)
    return token
  }
  beforeAll(async () => {
    await use(await api.token())
  })

  it('is refused from the second it expires in', async () => {
    const token = await used()
    later(3_570)
    expect((await use(token)).status).toBe(200)
    later(29)
    expect((await use(token)).status).toBe(200)
    later(1)
    await refused(token)
  })

  it('is of no use to others that look like it', async () => {
    const token = await used()
    const [header, payload, signature] = token.split('.') as [string, string, string]
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const raised = Buffer.from(JSON.stringify({ ...claims, oid: PLATFORM_ID })).toString('base64url')
    await refused(`${header}.${raised}.${signature}`)
    await refused(`${header}.${payload}.${signature.slice(0, -8)}AAAAAAAA`)
    await refused(`${header}.${payload}.`)
    await refused(`${header}.${payload}`)
    expect((await use(token)).status).toBe(200)
  })

  it('is refused two seconds after its user or program lost its access', async () => {
    const { id, secret } = await makeProgram(api, { roles: ['sales-agent'] })
    later(2)
    const fields = { grant_type: 'client_credentials', client_id: id, client_secret: secret }
    const token: string = (await askTokens(api, '/common/oauth2/v2.0/token', fields)).body.access_token
    expect((await use(token)).status).toBe(200)
    later(1)
    expect((await use(token)).status).toBe(200)
    const disabled = await api.call(`/v1/account/service-principals/${id}`, {
      method: 'PATCH',
      body: { state: 'disabled' },
    })
    expect(disabled.status, disabled.text).toBe(200)
    later(2)
    await refused(token)
  })

  it('is refused a minute after its key was taken away', async () => {
    const operator = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
    const token = await used()
    const rotated = await api.call('/v1/platform/signing-keys/rotate', { ...operator, method: 'POST' })
    expect(rotated.status, rotated.text).toBe(200)
    expect((await use(token)).status).toBe(200)
    await asOwner(api.database(), `delete from signing_key where key_id = '${decodeProtectedHeader(token).kid}'`)
    later(61)
    await refused(token)
    await used()
  })
})
