import { beforeAll, expect, it } from 'vitest'
import { createFirstCustomerUser } from '../../src/app/customer-users.js'
import { loadCustomer } from '../../src/app/load-customer.js'
import { CUSTOMER, describeApi, expectFault, OTHER, OTHER_CUSTOMER } from '../support/api.js'
import { lastAuditRecord } from '../support/audit.js'
import { buy, changeCatalog, contextOf, must } from '../support/subscriptions.js'

const USERS = `/v1/customers/${CUSTOMER}/users`
const POOLS = `/v1/customers/${CUSTOMER}/subscribedskus`
const NOTHING = '018f0005-0000-7000-8000-00000000dead'

interface Pool {
  readonly productSku: { readonly id: string; readonly name: string }
}

describeApi('licenses of users', (api) => {
  const made = { mail: '', suite: '', mailSku: '', suiteSku: '' }

  beforeAll(async () => {
    await changeCatalog(
      api,
      `insert into publisher (publisher_id, name, is_provider) values ('LIND', 'Lindenhof', true) on conflict do nothing`,
    )
    made.mail = await buy(api, { product: 'MAIL', quantity: 2 })
    made.suite = await buy(api, { product: 'SUIT', quantity: 5 })
    await buy(api, { product: 'MAIL', quantity: 1 })
    await buy(api, { product: 'CRMX', quantity: 3, term: 'P1Y', billingCycle: 'annual' })
    made.mailSku = (await pool('Mail Basic')).productSku.id
    made.suiteSku = (await pool('Office Suite N')).productSku.id
  })

  async function pool(name: string) {
    const { body } = await api.call(POOLS)
    return (body.items as Pool[]).find((item) => item.productSku.name === name)!
  }

  async function newUser(name: string): Promise<string> {
    const answer = await api.call(USERS, {
      body: {
        ...{ usageLocation: 'NL', userPrincipalName: `${name}@bakkerij.example.net`, firstName: 'A', lastName: 'B' },
        ...{ displayName: name, passwordProfile: { password: 'Ida-2026-bakes', forceChangePassword: true } },
      },
    })
    return answer.body.id
  }

  function update(userId: string, body: object, customer = CUSTOMER) {
    return api.call(`/v1/customers/${customer}/users/${userId}/licenseupdates`, { body })
  }

  const assigning = (skuId: string) => ({
    LicensesToAssign: [{ ExcludedPlans: null, SkuId: skuId }],
    LicensesToRemove: null,
    LicenseWarnings: null,
    Attributes: { ObjectType: 'LicenseUpdate' },
  })

  it('come from pools, which are the seats of the subscriptions', async () => {
    const { body } = await api.call(POOLS)
    expect(body.items.map((item: Pool) => item.productSku.name)).toEqual([
      'Harbour CRM',
      'Mail Basic',
      'Office Suite N',
    ])
    expect(body.items[1]).toEqual({
      availableUnits: 3,
      activeUnits: 3,
      consumedUnits: 0,
      suspendedUnits: 0,
      totalUnits: 3,
      warningUnits: 0,
      productSku: {
        id: made.mailSku,
        name: 'Mail Basic',
        skuPartNumber: 'MAIL_0001',
        targetType: 'User',
        licenseGroupId: 'group1',
      },
      servicePlans: [
        {
          displayName: 'Mail Basic',
          serviceName: 'MAIL_0001',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          capabilityStatus: 'Enabled',
          targetType: 'User',
        },
      ],
      capabilityStatus: 'Enabled',
      attributes: { objectType: 'SubscribedSku' },
    })
    const named = async (query: string) =>
      (await api.call(`${POOLS}?${query}`)).body.items.map((item: Pool) => item.productSku.name)
    expect(await named('licenseGroupIds=Group2')).toEqual(['Harbour CRM'])
    expect(await named('licenseGroupIds=Group1&licenseGroupIds=Group2')).toHaveLength(3)
    expectFault(await api.call(`${POOLS}?licenseGroupIds=group3`), 400, 3000)
    const nothing = await api.call(`/v1/customers/${OTHER_CUSTOMER}/subscribedskus`, { account: OTHER })
    expect(nothing.body).toMatchObject({ totalCount: 0, items: [] })
  })

  it('are assigned and taken away, and written down', async () => {
    const userId = await newUser('first')
    const assigned = await update(userId, assigning(made.mailSku.toUpperCase()))
    expect([assigned.status, assigned.body]).toEqual([
      201,
      {
        licensesToAssign: [{ skuId: made.mailSku, excludedPlans: [] }],
        licensesToRemove: [],
        licenseWarnings: [],
        attributes: { objectType: 'LicenseUpdate' },
      },
    ])
    expect(await pool('Mail Basic')).toMatchObject({ availableUnits: 2, consumedUnits: 1, activeUnits: 3 })
    const licenses = await api.call(`${USERS}/${userId}/licenses`)
    expect(licenses.body.items).toEqual([
      {
        servicePlans: [expect.objectContaining({ serviceName: 'MAIL_0001', capabilityStatus: 'Enabled' })],
        productSku: expect.objectContaining({ id: made.mailSku, licenseGroupId: 'group1' }),
        attributes: { objectType: 'License' },
      },
    ])
    expect((await api.call(`${USERS}/${userId}/licenses?licenseGroupIds=group2`)).body.items).toEqual([])
    const record = await lastAuditRecord(api)
    expect(record).toMatchObject({ resourceType: 'license', operationType: 'update_customer_user_licenses' })
    expect(JSON.parse(record.resourceNewValue)).toEqual({
      licenses: [{ productId: 'MAIL', skuId: '0001', excludedPlans: [] }],
    })

    const planId = licenses.body.items[0].servicePlans[0].id
    const without = { licensesToAssign: [{ skuId: made.mailSku, excludedPlans: [planId] }] }
    expect((await update(userId, without)).body.licenseWarnings).toEqual([
      { code: 'all_plans_excluded', message: expect.any(String), servicePlans: [planId] },
    ])
    const dimmed = await api.call(`${USERS}/${userId}/licenses`)
    expect(dimmed.body.items[0].servicePlans[0].capabilityStatus).toBe('Disabled')
    expect(await pool('Mail Basic')).toMatchObject({ consumedUnits: 1 })

    const swap = { licensesToRemove: [made.mailSku], licensesToAssign: [{ skuId: made.suiteSku }] }
    expect((await update(userId, swap)).status).toBe(201)
    expect(await pool('Mail Basic')).toMatchObject({ consumedUnits: 0 })
    expect(await pool('Office Suite N')).toMatchObject({ consumedUnits: 1, availableUnits: 4 })
    await api.call(`${USERS}/${userId}`, { method: 'DELETE' })
    expect(await pool('Office Suite N')).toMatchObject({ consumedUnits: 0, availableUnits: 5 })
  })

  it('are refused as a whole where one of them cannot be', async () => {
    const users = await Promise.all(['one', 'two', 'three', 'four'].map(newUser))
    for (const userId of users.slice(0, 3)) expect((await update(userId, assigning(made.mailSku))).status).toBe(201)
    const late = users[3]!
    expectFault(await update(late, assigning(made.mailSku)), 400, 60012)
    const both = { licensesToAssign: [{ skuId: made.suiteSku }, { skuId: made.mailSku }] }
    expectFault(await update(late, both), 400, 60012)
    expect((await api.call(`${USERS}/${late}/licenses`)).body.items).toEqual([])
    expectFault(await update(late, assigning(NOTHING)), 400, 60012)
    const plan = { licensesToAssign: [{ skuId: made.suiteSku, excludedPlans: [NOTHING] }] }
    expectFault(await update(late, plan), 400, 60012)
    expectFault(await update(late, { licensesToRemove: [made.suiteSku] }), 400, 60012)
    expectFault(await update(late, { licensesToRemove: [NOTHING] }), 400, 60012)
    expectFault(await update(late, {}), 400, 3000)
    const twice = { licensesToAssign: [{ skuId: made.suiteSku }], licensesToRemove: [made.suiteSku] }
    expectFault(await update(late, twice), 400, 3000)
    expectFault(await update(late, { licensesToAssign: [{ skuId: 'x' }] }), 400, 3000)
    const many = { licensesToRemove: Array.from({ length: 101 }, () => NOTHING) }
    expectFault(await update(late, many), 400, 3000)

    const reduced = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${made.mail}`)
    const suspended = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${made.mail}`, {
      method: 'PATCH',
      body: { ...reduced.body, status: 'suspended' },
    })
    expect(suspended.status).toBe(200)
    expect(await pool('Mail Basic')).toMatchObject({
      ...{ activeUnits: 1, suspendedUnits: 2, totalUnits: 3, consumedUnits: 3, availableUnits: 0, warningUnits: 2 },
      capabilityStatus: 'Enabled',
    })
    expect((await api.call(`${USERS}/${users[0]}/licenses`)).body.items).toHaveLength(1)
    for (const userId of users) await api.call(`${USERS}/${userId}`, { method: 'DELETE' })
  })

  it('are never given out twice at the same moment', async () => {
    const users = await Promise.all(['p', 'q', 'r', 's'].map((name) => newUser(`${name}-parallel`)))
    const answers = await Promise.all(users.map((userId) => update(userId, assigning(made.mailSku))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400])
    for (const userId of users) await api.call(`${USERS}/${userId}`, { method: 'DELETE' })
  })

  it('need a usage location, where the SKU is sold', async () => {
    await api.database().transaction(async (session) => {
      const context = contextOf(api, session)
      must(
        await createFirstCustomerUser(context, must(await loadCustomer(context, CUSTOMER)), {
          firstName: '',
          lastName: '',
        }),
      )
    })
    const { body } = await api.call(`${USERS}?sortField=UserPrincipalName&size=1`)
    const { id } = body.items[0]
    expectFault(await update(id, assigning(made.suiteSku)), 400, 60012)
    await api.call(`${USERS}/${id}`, { method: 'PATCH', body: { usageLocation: 'NL' } })
    await changeCatalog(api, `update sku set countries = '{DE}' where product_id = 'SUIT'`)
    expectFault(await update(id, assigning(made.suiteSku)), 400, 60012)
    await changeCatalog(api, `update sku set countries = null where product_id = 'SUIT'`)
    expect((await update(id, assigning(made.suiteSku))).status).toBe(201)
  })

  it('are as of today, whatever was stored', async () => {
    expect(await pool('Office Suite N')).toMatchObject({ activeUnits: 5 })
    await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${made.suite}`, {
      method: 'PATCH',
      body: { autoRenewEnabled: false },
    })
    api.setNow('2027-03-11T09:00:00Z')
    const ended = await pool('Office Suite N')
    expect(ended).toMatchObject({ activeUnits: 0, availableUnits: 0, consumedUnits: 1, warningUnits: 1 })
    expect(ended).toMatchObject({ capabilityStatus: 'Deleted' })
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('are of one customer, for agents with the role', async () => {
    const userId = await newUser('guarded')
    const licenses = `${USERS}/${userId}/licenses`
    for (const url of [POOLS, licenses]) {
      expectFault(await api.call(url, { account: OTHER }), 404, 60003)
      expectFault(await api.call(url, { roles: ['billing-admin'] }), 403, 900150)
      expectFault(await api.call(url, { kind: 'service-principal' }), 403, 900329)
    }
    expectFault(await api.call(`${USERS}/${NOTHING}/licenses`), 404, 60002)
    expectFault(await update(NOTHING, assigning(made.mailSku)), 404, 60002)
    const url = `${USERS}/${userId}/licenseupdates`
    const body = assigning(made.mailSku)
    expectFault(await api.call(url, { account: OTHER, body }), 404, 60003)
    expectFault(await api.call(url, { roles: ['sales-agent'], body }), 403, 900150)
    expectFault(await api.call(url, { kind: 'service-principal', body }), 403, 900329)
  })
})
