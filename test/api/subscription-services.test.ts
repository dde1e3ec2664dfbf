import { beforeAll, expect, it } from 'vitest'
import { expirePendingActivations, foundPendingSubscription } from '../../src/app/activation.js'
import { currentCatalog } from '../../src/app/current-catalog.js'
import { parseInstant } from '../../src/core/calendar/instant.js'
import { asOwner, expectClean } from '../billing/provider.js'
import {
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  PLATFORM_ID,
  RESELLER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import {
  billThrough,
  buy,
  changeCatalog,
  chargedTo,
  contextOf,
  newId,
  patch,
  pathOf,
} from '../support/subscriptions.js'

describeApi('what a publisher has to activate', (api) => {
  beforeAll(() =>
    changeCatalog(
      api,
      `insert into publisher (publisher_id, name, setup_url)
         values ('HARB', 'Harbour', 'https://setup.harbour.example/start?id={subscription}')
         on conflict (publisher_id) do update set setup_url = excluded.setup_url;
       update sku set needs_activation = true, trial_term = null where product_id = 'CRMX'`,
    ),
  )

  /** Orders three licenses for a month, which wait. */
  const order = async () => {
    const subscriptionId = newId()
    await api.database().transaction(async (session) => {
      const catalog = await currentCatalog(session)
      const sale = catalog.salesOf.get('CRMX:0001')!.find((one) => {
        const { term, currency } = catalog.availabilities.get(one.availabilityId)!
        return currency === 'EUR' && term.count === 1
      })!
      await foundPendingSubscription(contextOf(api, session), {
        partnerId: DIRECT,
        subscriptionId,
        customerId: CUSTOMER,
        orderId: 'O-PENDING',
        availabilityId: sale.availabilityId,
        quantity: 3,
        friendlyName: 'Harbour',
        parentSubscriptionId: null,
        partnerOnRecord: null,
      })
    })
    return subscriptionId
  }
  const platform = { account: PLATFORM_ID, roles: ['platform-operator'] } as const
  const confirm = (id: string, as: object = platform) =>
    api.call(`/v1/platform/subscriptions/${id}/activate`, { method: 'POST', ...as })

  it('is pending, with a link for the customer, and is not charged', async () => {
    const id = await order()
    expect((await api.call(pathOf(id))).body).toMatchObject({
      status: 'pending',
      attentionNeeded: true,
      quantity: 3,
      deprovisioningDate: '2026-04-09T00:00:00Z',
      links: { activationLinks: { uri: `${pathOf(id).slice(3)}/activationlinks` } },
    })
    expect((await api.call(`${pathOf(id)}/activationlinks`)).body.items).toEqual([
      { uri: `https://setup.harbour.example/start?id=${id}`, method: 'GET', headers: [] },
    ])
    expect((await api.call(`${pathOf(id)}/provisioningstatus`)).body).toMatchObject({ status: 'pending', quantity: 3 })
    const listed = await api.call(`/v1/customers/${CUSTOMER}/subscriptions?order_id=O-PENDING`)
    expect(listed.body.items.map((item: { status: string }) => item.status)).toEqual(['pending'])
    await expectClean(api.database()).catch(() => undefined)
    expectFault(await patch(api, id, { quantity: 4 }), 400, 800081)
    expectFault(await api.call(`${pathOf(id)}/preview`, { body: { quantity: 4 } }), 400, 800081)
    expect((await patch(api, id, { friendlyName: 'Quay' })).body.friendlyName).toBe('Quay')
    expect((await patch(api, id, { status: 'deleted' })).body.status).toBe('deleted')
    expectFault(await confirm(id), 400, 800041)
  })

  it('is charged from the confirmation of its publisher on', async () => {
    const id = await order()
    expectFault(await confirm(id, {}), 403, 900150)
    expectFault(await confirm(id, { ...platform, roles: ['platform-auditor'] }), 403, 900150)
    expectFault(await confirm(newId()), 404, 20003)
    api.setNow('2026-03-20T09:00:00Z')
    expect((await confirm(id)).body).toEqual({ subscriptionId: id, status: 'Success' })
    expect((await api.call(pathOf(id))).body).toMatchObject({
      status: 'active',
      effectiveStartDate: '2026-03-20T00:00:00Z',
      orderId: 'O-PENDING',
    })
    await billThrough(api, '2026-03-31')
    expect(await chargedTo(api, id)).toEqual(['2026-03-20 new 2026-03-20..2026-04-19 3 60'])
    await expectClean(api.database())
    expectFault(await confirm(id), 400, 800041)
  })

  it('is confirmed by the partner in a sandbox only', async () => {
    const id = await order()
    const activate = () => api.call(`${pathOf(id)}/activate`, { method: 'POST' })
    expectFault(await activate(), 400, 900127)
    await asOwner(api.database(), `update partner set is_sandbox = true where partner_id = '${DIRECT}'`)
    expect((await activate()).body).toEqual({ subscriptionId: id, status: 'Success' })
    expectFault(await activate(), 400, 800041)
    await asOwner(api.database(), `update partner set is_sandbox = false where partner_id = '${DIRECT}'`)
  })

  it('is given up when nobody confirms it within 30 days', async () => {
    const id = await order()
    const expire = (at: string) =>
      api
        .database()
        .transaction((session) =>
          expirePendingActivations({ ...contextOf(api, session), now: parseInstant(at)! }, DIRECT),
        )
    expect(await expire('2026-04-18T23:59:59Z')).toBe(0)
    expect(await expire('2026-04-19T00:00:00Z')).toBe(1)
    expect(await expire('2026-04-19T00:00:00Z')).toBe(0)
    expect((await api.call(pathOf(id))).body).toMatchObject({ status: 'deleted', actions: [] })
    expectFault(await confirm(id), 400, 800041)
  })
})

describeApi('services of a subscription', (api) => {
  it('are provisioned at once', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 4 })
    const { body } = await api.call(`${pathOf(id)}/provisioningstatus`)
    expect(body).toMatchObject({ status: 'success', quantity: 4, endDate: '2027-03-09T00:00:00Z' })
    expect(body.skuId).toMatch(/^[0-9a-f-]{36}$/)
    expectFault(await api.call(`${pathOf(id)}/provisioningstatus`, { kind: 'service-principal' }), 403, 900329)
    expectFault(await api.call(`${pathOf(id)}/provisioningstatus`, { account: OTHER }), 404, 60003)
    expect((await api.call(`${pathOf(id)}/activationlinks`)).body.items).toEqual([])
  })

  it('are registered for reservations where they are metered', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 4 })
    const register = () => api.call(`${pathOf(id)}/registrations`, { method: 'POST' })
    expectFault(await register(), 400, 800011)
    const status = async () => (await api.call(`${pathOf(id)}/registrationstatus`)).body.status
    expect(await status()).toBe('notRegistered')
    await changeCatalog(api, "update sku set product_type = 'Azure' where product_id = 'SUIT'")
    const answer = await register()
    expect([answer.status, answer.headers['location']]).toEqual([202, `${pathOf(id).slice(3)}/registrationstatus`])
    expect((await register()).status).toBe(202)
    expect(await status()).toBe('registered')
  })

  it('are supported by the partner, or by a reseller that works with it', async () => {
    const sold = { product: 'MAIL', quantity: 1, currency: 'GBP', partnerId: INDIRECT_PROVIDER }
    const id = await buy(api, { ...sold, customerId: RESELLER_CUSTOMER })
    const path = `${pathOf(id, RESELLER_CUSTOMER)}/supportcontact`
    const as = { account: INDIRECT_PROVIDER } as const
    expect((await api.call(path, as)).body).toMatchObject({
      supportTenantId: INDIRECT_PROVIDER,
      supportMpnId: '4500300',
      name: 'Wide Distribution',
      attributes: { objectType: 'SupportContact' },
    })
    const put = (body: object, options: object = as) => api.call(path, { method: 'PUT', body, ...options })
    const contact = { SupportTenantId: RESELLER, SupportMpnId: RESELLER_MPN, Name: 'Near Reseller' }
    expect((await put(contact)).body).toMatchObject({ supportTenantId: RESELLER, supportMpnId: RESELLER_MPN })
    expect((await api.call(path, as)).body.name).toBe('Near Reseller')
    expectFault(await put({ ...contact, SupportMpnId: '4500200' }), 404, 2072)
    expectFault(await put({ Name: 'x' }), 400, 3000)
    expectFault(await put(contact, { ...as, kind: 'service-principal' }), 403, 900329)
    expectFault(await put(contact, { ...as, roles: ['helpdesk-agent'] }), 403, 900150)
  })
})
