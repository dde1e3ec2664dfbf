import { expect, it } from 'vitest'
import { DIRECT, describeApi, expectFault, INDIRECT_PROVIDER, OTHER, PLATFORM_ID, RESELLER } from '../support/api.js'
import { Browser, pathOf } from '../support/sign-in.js'

const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const AUDITOR = { account: PLATFORM_ID, roles: ['platform-auditor'] as const }
const NOBODY = '018f00ff-0000-7000-8000-0000000000ff'

const NEW = {
  name: 'Nordlicht Cloud',
  mpnId: '4500900',
  accountType: 'direct_bill',
  country: 'de',
  billingDay: 8,
  domainName: 'Nordlicht.example.net',
  administrator: { fullName: 'Nora', userPrincipalName: 'nora@nordlicht.example.net' },
}

describeApi('partners', (api) => {
  const onboard = (change: object = {}) =>
    api.call('/v1/platform/partners', { ...OPERATOR, body: { ...NEW, ...change } })

  it('are onboarded with a ledger that begins today, and a first administrator', async () => {
    const made = await onboard()
    expect(made.status, made.text).toBe(201)
    const { partner, administrator } = made.body
    expect(partner).toMatchObject({
      name: 'Nordlicht Cloud',
      mpnId: '4500900',
      accountType: 'direct_bill',
      programStatus: 'active',
      country: 'DE',
      currency: 'EUR',
      billingDay: 8,
      nationalCloud: 'global',
      region: 'europe',
      domainName: 'nordlicht.example.net',
      isSandbox: false,
      openedOn: '2026-03-10',
    })
    expect(administrator.user).toMatchObject({ roles: ['global-admin'], state: 'invited' })
    expect((await new Browser(api).get(pathOf(administrator.entrance.link.uri))).status).toBe(200)
    const asPartner = { account: partner.id }
    expect((await api.call('/v1/customers', asPartner)).body.totalCount).toBe(0)
    expect((await api.call('/v1/account/users', asPartner)).body.items).toHaveLength(1)
    const { rows } = await api
      .database()
      .query<{ readonly charged: string }>(
        'select charged_through::text as charged from partner where partner_id = $1',
        [partner.id],
      )
    expect(rows).toHaveLength(1)
    const configuration = await api.call('/nordlicht.example.net/v2.0/.well-known/openid-configuration', {
      token: null,
    })
    expect(configuration.body.issuer).toContain(partner.id)
  })

  it('have a network id and a domain name of their own', async () => {
    const rest = { administrator: undefined, domainName: 'else.example.net', mpnId: '4500901' }
    expectFault(await onboard({ ...rest, mpnId: '4500900' }), 409, 3000)
    expectFault(await onboard({ ...rest, domainName: 'nordlicht.EXAMPLE.net' }), 409, 3000)
    expectFault(await onboard({ ...rest, administrator: NEW.administrator }), 409, 3000)
    for (const wrong of [
      { country: 'XX' },
      { currency: 'XXX' },
      { billingDay: 29 },
      { domainName: 'nodot' },
      { mpnId: 'a b' },
      { name: '' },
    ]) {
      expectFault(await onboard({ ...rest, ...wrong }), 400, 3000)
    }
    for (const word of [{ accountType: 'friend' }, { nationalCloud: 'moon' }]) {
      expectFault(await onboard({ ...rest, ...word }), 400, 900126)
    }
    const listed = await api.call('/v1/platform/partners?search=else.example', OPERATOR)
    expect(listed.body.items).toEqual([])
    const both = await Promise.all([onboard(rest), onboard(rest)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('are billed in the currency of their country unless agreed otherwise', async () => {
    const rest = { administrator: undefined }
    const us = await onboard({ ...rest, country: 'US', mpnId: '1', domainName: 'us.example.net' })
    const ch = await onboard({ ...rest, country: 'CH', currency: 'eur', mpnId: '2', domainName: 'ch.example.net' })
    expect([us.body.partner.currency, us.body.partner.region, ch.body.partner.currency]).toEqual([
      'USD',
      'north-america',
      'EUR',
    ])
  })

  it('are found and listed in pages', async () => {
    const ids = async (query: string) =>
      (await api.call(`/v1/platform/partners${query}`, AUDITOR)).body.items.map((one: { id: string }) => one.id)
    expect(await ids('?accountType=indirect_reseller')).toEqual([RESELLER])
    expect(await ids('?search=direct%20cl')).toEqual([DIRECT])
    expect(await ids('?search=4500200')).toEqual([OTHER])
    expect(await ids('?search=%25')).toEqual([])
    expect(await ids('?programStatus=suspended')).toEqual([])
    const first = await api.call('/v1/platform/partners?size=3', AUDITOR)
    const headers = { 'MS-ContinuationToken': first.body.continuationToken }
    const second = await api.call('/v1/platform/partners?size=3', { ...AUDITOR, headers })
    expect(first.body.items).toHaveLength(3)
    expect(second.body.items.map((one: { id: string }) => one.id)).not.toContain(first.body.items[0].id)
    expectFault(await api.call(`/v1/platform/partners/${NOBODY}`, AUDITOR), 404, 1000)
    expect((await api.call(`/v1/platform/partners/${DIRECT}`, AUDITOR)).body.name).toBe('Direct Cloud')
  })

  it('are changed, which is recorded; restricted ones may not buy', async () => {
    const change = (body: object, id = OTHER) =>
      api.call(`/v1/platform/partners/${id}`, { ...OPERATOR, method: 'PATCH', body })
    const changed = await change({ programStatus: 'Restricted', name: 'Other Cloud Ltd' })
    expect(changed.body).toMatchObject({ programStatus: 'restricted', name: 'Other Cloud Ltd', mpnId: '4500200' })
    expectFault(await change({ mpnId: '4500100' }), 409, 3000)
    expectFault(await change({}, NOBODY), 404, 1000)
    expectFault(
      await api.call(`/v1/platform/partners/${OTHER}`, { ...AUDITOR, method: 'PATCH', body: {} }),
      403,
      900150,
    )
    const { rows } = await api
      .database()
      .query<{ readonly old: { programStatus: string }; readonly now: { programStatus: string } }>(
        `select old_value as old, new_value as now from audit_record where operation_type = 'update_partner'`,
      )
    expect(rows.map(({ old, now }) => [old.programStatus, now.programStatus])).toEqual([['active', 'restricted']])
  })

  it('keep the network id by which their customers are known, once they were linked as resellers', async () => {
    const change = (body: object, id = RESELLER) =>
      api.call(`/v1/platform/partners/${id}`, { ...OPERATOR, method: 'PATCH', body })
    const refused = await change({ mpnId: '4500499' })
    expectFault(refused, 409, 3000)
    expect(refused.body.refusal.code).toBe('mpn-id-in-use')
    expect((await change({ name: 'Near Reseller Ltd', mpnId: '4500400' })).status).toBe(200)
    expect((await change({ mpnId: '4500299' }, OTHER)).body.mpnId).toBe('4500299')
    expect((await change({ mpnId: '4500200' }, OTHER)).status).toBe(200)
  })

  it('that are providers work with resellers', async () => {
    const path = `/v1/platform/partners/${INDIRECT_PROVIDER}/resellers`
    const link = (method: 'PUT' | 'DELETE', id = RESELLER, base = path) =>
      api.call(`${base}/${id}`, { ...OPERATOR, method })
    const list = async () => (await api.call(path, AUDITOR)).body.items.map((one: { id: string }) => one.id)
    expect(await list()).toEqual([RESELLER])
    const customers = async () => (await api.call('/v1/customers', { account: RESELLER })).body.totalCount
    expect(await customers()).toBe(1)
    expect((await link('DELETE')).status).toBe(204)
    expectFault(await link('DELETE'), 404, 1000)
    expect(await list()).toEqual([])
    api.setNow('2026-03-10T09:00:05Z')
    expect(await customers()).toBe(0)
    expect((await link('PUT')).status).toBe(200)
    expect((await link('PUT')).status).toBe(200)
    expect(await list()).toEqual([RESELLER])
    expectFault(await link('PUT', DIRECT), 400, 800016)
    expectFault(await link('PUT', RESELLER, `/v1/platform/partners/${DIRECT}/resellers`), 400, 800016)
    expectFault(await link('PUT', NOBODY), 404, 1000)
  })
})
