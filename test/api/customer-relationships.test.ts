// What becomes of customers over HTTP: qualifications, relationships, and how they end.
import { describe, expect, it } from 'vitest'
import { asOwner, load, purchase, subscriptions } from '../billing/provider.js'
import {
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  OTHER_CUSTOMER,
  RESELLER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import { customerOf, filterOf } from '../support/customers.js'

describeApi('customers over time', (api) => {
  const names = (answer: { body: { items: { companyProfile: { companyName: string } }[] } }) =>
    answer.body.items.map((item) => item.companyProfile.companyName)

  describe('qualifications', () => {
    const path = `/v1/customers/${CUSTOMER}/qualifications`
    const segments = async () => {
      const { rows } = await api
        .database()
        .query<{ segments: string[] }>('select segments from customer where customer_id = $1', [CUSTOMER])
      return rows[0]!.segments
    }

    it('open parts of the catalogue', async () => {
      expect((await api.call(path)).body).toEqual([])
      const school = await api.call(path, { body: { Qualification: 'Education', EducationSegment: 'K12' } })
      expect([school.status, school.body.qualification, await segments()]).toEqual([
        201,
        'education',
        ['commercial', 'education'],
      ])
      await api.call(path, { body: { qualification: 'state_owned_entity' } })
      expect((await api.call(path)).body.map((one: { qualification: string }) => one.qualification)).toEqual([
        'education',
        'state_owned_entity',
      ])
      expectFault(await api.call(path, { body: { qualification: 'nonprofit' } }), 400, 3000)
      expectFault(await api.call(path, { body: { qualification: 'royal' } }), 400, 900126)
    })

    it('of governments need a code of the partner', async () => {
      const legacy = `/v1/customers/${CUSTOMER}/qualification`
      const put = (word: string, code = '') =>
        api.call(`${legacy}${code}`, {
          method: 'PUT',
          body: JSON.stringify(word),
          headers: { 'content-type': 'application/json' },
        })
      expectFault(await put('GovernmentCommunityCloud'), 400, 3000)
      await asOwner(
        api.database(),
        `insert into government_validation_code values ('${DIRECT}', 'GOV-1', 'City of Utrecht', 1, 1)`,
      )
      const granted = await put('GovernmentCommunityCloud', '?code=GOV-1')
      expect([granted.status, granted.body, await segments()]).toEqual([
        200,
        'government_community_cloud',
        ['government'],
      ])
      const codes = await api.call('/v1/customers/all/validations')
      expect(codes.body).toEqual([
        {
          partnerId: DIRECT,
          organizationName: 'City of Utrecht',
          validationId: 'GOV-1',
          maxCreates: 1,
          remainingCreates: 0,
          eTag: '2',
        },
      ])
      expect((await put('none')).body).toBe('none')
      expectFault(await put('government_community_cloud', '?code=GOV-1'), 400, 3000)
      expect([(await api.call(legacy)).body, await segments()]).toEqual(['none', ['commercial']])
    })

    it('are for users of the partner with a role', async () => {
      const body = { qualification: 'education' }
      expectFault(await api.call(path, { body, kind: 'service-principal' }), 403, 900329)
      expectFault(await api.call(path, { body, roles: ['billing-admin'] }), 403, 900150)
      expectFault(await api.call(path, { body, account: OTHER }), 404, 60003)
    })
  })

  describe('relationships', () => {
    it('name the reseller of a customer', async () => {
      const path = (id: string) => `/v1/customers/${id}/relationships`
      const found = await api.call(path(RESELLER_CUSTOMER), { account: INDIRECT_PROVIDER })
      expect(found.body.items).toEqual([
        {
          id: RESELLER,
          name: 'Near Reseller',
          relationshipType: 'is_indirect_cloud_solution_provider_of',
          mpnId: RESELLER_MPN,
          location: 'GB',
          state: 'active',
          attributes: { objectType: 'PartnerRelationship' },
        },
      ])
      expect((await api.call(path(CUSTOMER))).body.items).toEqual([])
      expectFault(await api.call(path(OTHER_CUSTOMER)), 404, 60003)
      expectFault(await api.call(path(CUSTOMER), { kind: 'service-principal' }), 403, 900329)
    })

    it('are listed from both sides', async () => {
      const list = async (query: string, account: string) =>
        (await api.call(`/v1/relationships?${query}`, { account })).body.items.map(
          (item: { name: string }) => item.name,
        )
      expect(await list('relationship_type=IsIndirectCloudSolutionProviderOf', INDIRECT_PROVIDER)).toEqual([
        'Near Reseller',
      ])
      expect(await list('relationship_type=IsIndirectResellerOf', RESELLER)).toEqual(['Wide Distribution'])
      expect(await list(filterOf('Name', 'nothing', 'substring'), INDIRECT_PROVIDER)).toEqual([])
      expect(await list(filterOf('Name', 'RESELL', 'substring'), INDIRECT_PROVIDER)).toEqual(['Near Reseller'])
      expectFault(await api.call(`/v1/relationships?${filterOf('Name', 'x')}`), 400, 2000)
      expectFault(await api.call('/v1/relationships?relationship_type=IsFriendOf'), 400, 3000)
      expectFault(await api.call('/v1/relationships', { roles: ['billing-admin'] }), 403, 900150)
    })

    it('begin with an address for customers', async () => {
      const asked = await api.call('/v1/customers/relationshiprequests')
      expect(asked.body.url).toContain(`partnerId=${DIRECT}`)
    })
  })

  describe('ending', () => {
    const none = { relationshipToPartner: 'none', attributes: { objectType: 'Customer' } }

    it('takes a customer off the list, and refuses whatever comes after', async () => {
      const { id } = (await api.call('/v1/customers', { body: customerOf('leaving.example.net') })).body
      const path = `/v1/customers/${id}`
      expectFault(await api.call(path, { method: 'PATCH', body: {} }), 400, 3000)
      expectFault(await api.call(path, { method: 'PATCH', body: none, kind: 'service-principal' }), 403, 900329)
      expectFault(await api.call(path, { method: 'PATCH', body: none, roles: ['sales-agent'] }), 403, 900150)
      expectFault(await api.call(path, { method: 'PATCH', body: none, account: OTHER }), 404, 60003)
      const ended = await api.call(path, { method: 'PATCH', body: none })
      expect([ended.status, ended.body]).toEqual([200, none])
      expectFault(await api.call(path), 403, 20002)
      expectFault(await api.call(path, { account: OTHER }), 404, 60003)
      expect(names(await api.call(`/v1/customers?${filterOf('Domain', 'leaving')}`))).toEqual([])
      expect((await api.call('/v1/domains/leaving.example.net', { method: 'HEAD' })).status).toBe(200)
    })

    it('waits until everything the customer bought is suspended or cancelled', async () => {
      await load(api.database(), {
        subscriptions: subscriptions(purchase(1, 1, '2026-02-20T10:00:00Z', 5, 'MAIL,0001,P1Y,monthly,EUR')),
      })
      const path = `/v1/customers/${CUSTOMER}`
      const end = () => api.call(path, { method: 'PATCH', body: none })
      expectFault(await end(), 400, 900141)
      const subscription = (await api.call(`${path}/subscriptions`)).body.items[0]
      const suspended = await api.call(`${path}/subscriptions/${subscription.id}`, {
        method: 'PATCH',
        body: { ...subscription, status: 'suspended' },
      })
      expect(suspended.status).toBe(200)
      expect((await end()).status).toBe(200)
      expectFault(await api.call(`${path}/subscriptions`), 403, 20002)
    })

    it('deletes customers of a sandbox only', async () => {
      expectFault(await api.call(`/v1/customers/${OTHER_CUSTOMER}`, { method: 'DELETE', account: OTHER }), 403, 900127)
      await asOwner(api.database(), `update partner set is_sandbox = true where partner_id = '${OTHER}'`)
      api.setNow('2026-03-10T09:30:00Z')
      const place = { Country: 'US', City: 'Redmond', State: 'WA', PostalCode: '98052', PhoneNumber: null }
      const body = customerOf('short.example.net', {}, place)
      const { id } = (await api.call('/v1/customers', { account: OTHER, body })).body
      const gone = await api.call(`/v1/customers/${id}`, { method: 'DELETE', account: OTHER })
      expect([gone.status, gone.text]).toEqual([204, ''])
      expectFault(await api.call(`/v1/customers/${id}`, { account: OTHER }), 404, 60003)
      expectFault(await api.call(`/v1/customers/${CUSTOMER}`, { method: 'DELETE', account: OTHER }), 404, 60003)
      expect((await api.call('/v1/customers', { account: OTHER, body })).status).toBe(201)
    })

    it('limits the customers of a sandbox', async () => {
      await asOwner(
        api.database(),
        `insert into customer (partner_id, customer_id, name, domain_name, country, created_at)
         select '${OTHER}', ('c0ffee00-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'C' || n, 'c' || n || '.example.org', 'US',
           '2026-03-01T00:00:00Z'
         from generate_series(1, 75) as n`,
      )
      const place = { Country: 'US', City: 'Redmond', State: 'WA', PostalCode: '98052', PhoneNumber: null }
      const refused = await api.call('/v1/customers', { account: OTHER, body: customerOf('76.example.net', {}, place) })
      expectFault(refused, 400, 800018)
    })
  })
})
