// Customers over HTTP: who can be created, found, changed and removed, and who may do it.
import { describe, expect, it } from 'vitest'
import { findCustomerOverviews, listAllCustomers } from '../../src/app/customer-overview.js'
import { asOwner } from '../billing/provider.js'
import {
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  OTHER_CUSTOMER,
  PROVIDER_CUSTOMER,
  RESELLER,
  RESELLER_MPN,
} from '../support/api.js'
import { address, customerOf, filterOf } from '../support/customers.js'

describeApi('customers', (api) => {
  const names = (answer: { body: { items: { companyProfile: { companyName: string } }[] } }) =>
    answer.body.items.map((item) => item.companyProfile.companyName)

  describe('creating', () => {
    it('creates a customer, tells the password once, and shows it afterwards without', async () => {
      const headers = { 'ms-requestid': '4d0c7b58-3d2f-4bd4-9d0e-0b5f3c1f0001' }
      const body = customerOf('Voorbeeld.Example.NET')
      const created = await api.call('/v1/customers', { body, headers })
      expect(created.status).toBe(201)
      expect(created.body).toMatchObject({
        id: expect.any(String),
        commerceId: expect.any(String),
        companyProfile: { tenantId: created.body.id, domain: 'voorbeeld.example.net' },
        billingProfile: {
          culture: 'nl-NL',
          language: 'nl',
          firstName: 'Ida',
          defaultAddress: { country: 'NL', postalCode: '3511 AB', state: '' },
          attributes: { etag: '1', objectType: 'CustomerBillingProfile' },
        },
        relationshipToPartner: 'reseller',
        userCredentials: { userName: expect.stringContaining('admin'), password: expect.any(String) },
      })
      const again = await api.call('/v1/customers', { body, headers })
      expect([again.status, again.body.id]).toEqual([201, created.body.id])
      expect(again.body).not.toHaveProperty('userCredentials')
      const shown = await api.call(`/v1/customers/${created.body.id}`)
      expect(shown.body).toEqual(again.body)
      expect(shown.body.customDomains).toEqual(['voorbeeld.example.net'])
      const { rows } = await api
        .database()
        .query<{ name: string }>(
          `select operation_type as name from audit_record where customer_id = $1 and resource_type = 'customer'`,
          [created.body.id],
        )
      expect(rows).toEqual([{ name: 'add_customer' }])
    })

    it('has one customer for a domain among all partners, also when two ask at once', async () => {
      const body = customerOf('twice.example.net')
      const answers = await Promise.all([
        api.call('/v1/customers', { body }),
        api.call('/v1/customers', { body, account: INDIRECT_PROVIDER }),
      ])
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
      expectFault(await api.call('/v1/customers', { body: customerOf('bakery.example.net') }), 409, 3000)
    })

    it('tells by status alone whether a domain is taken', async () => {
      const head = (domain: string) => api.call(`/v1/domains/${domain}`, { method: 'HEAD' })
      expect([await head('BAKERY.example.net'), await head('free.example.net')].map((a) => [a.status, a.text])).toEqual(
        [
          [200, ''],
          [404, ''],
        ],
      )
      expect((await head('no domain')).status).toBe(400)
    })

    const armenia = { Country: 'AM', City: 'Yerevan', State: null, PostalCode: '0010' }
    it.each([
      ['without a domain', customerOf(''), 400, 3000],
      ['with a domain that is none', customerOf('-bad-.example'), 400, 3000],
      ['with a bad postal code', customerOf('a.example.net', {}, { PostalCode: '12' }), 400, 3000],
      ['without a city', customerOf('a.example.net', {}, { City: '' }), 400, 3000],
      ['without a contact', customerOf('a.example.net', {}, { FirstName: null }), 400, 3000],
      ['with letters as phone number', customerOf('a.example.net', {}, { PhoneNumber: 'call me' }), 400, 3000],
      ['in a country there is not', customerOf('a.example.net', {}, { Country: 'XX' }), 400, 3000],
      ['in another region', customerOf('a.example.net', {}, armenia), 400, 800022],
      ['in Hungary without registration', customerOf('a.example.net', {}, hungary()), 400, 600049],
      [
        'in Hungary with a malformed registration',
        customerOf('a.example.net', {}, hungary(), { OrganizationRegistrationNumber: '12' }),
        400,
        600050,
      ],
      [
        'in Hungary without a phone number',
        customerOf(
          'a.example.net',
          {},
          { ...hungary(), PhoneNumber: null },
          { OrganizationRegistrationNumber: '01-09-123456' },
        ),
        400,
        600051,
      ],
      ['with a reseller that is none', customerOf('a.example.net', { AssociatedPartnerId: RESELLER }), 400, 900154],
    ])('refuses a customer %s', async (_, body, status, code) => {
      expectFault(await api.call('/v1/customers', { body }), status, code)
    })

    it('takes a registration number in Hungary, and none in the United States', async () => {
      const registered = { OrganizationRegistrationNumber: '01-09-123456' }
      const hungarian = await api.call('/v1/customers', {
        body: customerOf('hu.example.net', {}, hungary(), registered),
      })
      expect([hungarian.status, hungarian.body.companyProfile.organizationRegistrationNumber]).toEqual([
        201,
        '01-09-123456',
      ])
      const place = { Country: 'US', City: 'Redmond', State: 'washington', PostalCode: '98052', PhoneNumber: null }
      const refused = await api.call('/v1/customers', {
        account: OTHER,
        body: customerOf('us.example.net', {}, place, registered),
      })
      expectFault(refused, 400, 600002)
      const taken = await api.call('/v1/customers', { account: OTHER, body: customerOf('us.example.net', {}, place) })
      expect([taken.status, taken.body.billingProfile.defaultAddress.state]).toEqual([201, 'WA'])
    })

    it('is for roles and accounts that may', async () => {
      const body = customerOf('roles.example.net')
      expectFault(await api.call('/v1/customers', { body, roles: ['billing-admin'] }), 403, 900150)
      expectFault(await api.call('/v1/customers', { body, account: RESELLER }), 403, 900150)
      await asOwner(api.database(), `update partner set program_status = 'restricted' where partner_id = '${OTHER}'`)
      api.setNow('2026-03-10T09:10:00Z')
      expectFault(await api.call('/v1/customers', { body, account: OTHER }), 403, 800039)
      await asOwner(api.database(), `update partner set program_status = 'active' where partner_id = '${OTHER}'`)
      api.setNow('2026-03-10T09:20:00Z')
    })

    it('names the reseller that brought the customer, for users only', async () => {
      const account = INDIRECT_PROVIDER
      const body = customerOf('brought.example.net', { AssociatedPartnerId: RESELLER })
      expectFault(await api.call('/v1/customers', { account, body, kind: 'service-principal' }), 403, 900329)
      const created = await api.call('/v1/customers', { account, body })
      expect([created.status, created.body.associatedPartnerId]).toEqual([201, RESELLER_MPN])
      expect((await api.call(`/v1/customers/${created.body.id}`, { account: RESELLER })).status).toBe(200)
    })
  })

  describe('finding', () => {
    it('lists by name, a page at a time, in the scope of the caller', async () => {
      const account = INDIRECT_PROVIDER
      const first = await api.call('/v1/customers?size=1', { account })
      expect([first.status, first.body.totalCount, names(first)]).toEqual([200, 1, [expect.any(String)]])
      expect(first.body.items[0]).not.toHaveProperty('billingProfile')
      const { headers, uri } = first.body.links.next
      const second = await api.call(`/v1${uri}`, {
        account,
        headers: { 'ms-continuationtoken': headers[0].value },
      })
      expect(second.status).toBe(200)
      const all = await api.call('/v1/customers', { account })
      expect(names(all).slice(0, 2)).toEqual([...names(first), ...names(second)])
      expect(all.body).not.toHaveProperty('continuationToken')
      const offset = await api.call('/v1/customers?size=1&offset=1', { account })
      expect(names(offset)).toEqual(names(second))
      const stolen = await api.call('/v1/customers?size=2&seekOperation=Next', {
        account,
        headers: { 'ms-continuationtoken': headers[0].value },
      })
      expectFault(stolen, 400, 2000)
      expectFault(await api.call('/v1/customers?seekOperation=Last', { account }), 400, 2000)
    })

    it('goes on with the token alone, as SDKs ask for the next page', async () => {
      const filter = filterOf('CompanyName', 'Company of page')
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        const made = await api.call('/v1/customers', { body: customerOf(`page-${name}.example.net`) })
        expect(made.status).toBe(201)
      }
      const whole = names(await api.call(`/v1/customers?${filter}`))
      expect(whole.length).toBe(5)
      const first = await api.call(`/v1/customers?size=2&${filter}`)
      const seen = names(first)
      for (let token = first.body.continuationToken; token !== undefined; ) {
        const next = await api.call('/v1/customers?seekOperation=Next', { headers: { 'MS-ContinuationToken': token } })
        expect([next.status, next.body.items.length <= 2]).toEqual([200, true])
        seen.push(...names(next))
        token = next.body.continuationToken
      }
      expect(seen).toEqual(whole)
      const headers = { 'MS-ContinuationToken': first.body.continuationToken }
      const other = `/v1/customers?seekOperation=Next&${filterOf('CompanyName', 'C')}`
      expectFault(await api.call(other, { headers }), 400, 2000)
      expectFault(await api.call(`/v1/customers/${CUSTOMER}/users?seekOperation=Next`, { headers }), 400, 2000)
    })

    it('filters by the beginning of a name, a domain, a reseller or a provider', async () => {
      const account = INDIRECT_PROVIDER
      const find = (query: string, as = account) => api.call(`/v1/customers?size=0&${query}`, { account: as })
      expect(names(await find(filterOf('CompanyName', 'cor')))).toEqual(['Corner Shop'])
      expect(names(await find(filterOf('domain', 'HIGH.', 'Starts_With')))).toEqual(['High Street'])
      expect(names(await find(filterOf('CompanyName', '%')))).toEqual([])
      expect(names(await find(filterOf('IndirectReseller', RESELLER)))).toContain('Corner Shop')
      expect(names(await find(filterOf('IndirectReseller', '4500')))).not.toContain('High Street')
      expect(names(await find(filterOf('IndirectCloudSolutionProvider', INDIRECT_PROVIDER), RESELLER))).toContain(
        'Corner Shop',
      )
      expect(names(await find(filterOf('IndirectCloudSolutionProvider', DIRECT), RESELLER))).toEqual([])
      const both = {
        LeftFilter: { Field: 'CompanyName', Value: 'Corn', Operator: 'starts_with' },
        RightFilter: { Field: 'Domain', Value: 'corner', Operator: 'starts_with' },
        Operator: 'and',
      }
      expect(names(await find(`filter=${encodeURIComponent(JSON.stringify(both))}`))).toEqual(['Corner Shop'])
    })

    it.each([
      ['another operator', filterOf('CompanyName', 'x', 'substring')],
      ['another field', filterOf('Country', 'NL')],
      ['no JSON', 'filter=%7B'],
      ['no object', 'filter=7'],
      ['or', `filter=${encodeURIComponent('{"LeftFilter":{},"RightFilter":{},"Operator":"or"}')}`],
    ])('refuses a filter with %s', async (_, query) => {
      expectFault(await api.call(`/v1/customers?${query}`), 400, 2000)
    })

    it('shows nobody the customers of others', async () => {
      expectFault(await api.call(`/v1/customers/${OTHER_CUSTOMER}`), 404, 60003)
      expectFault(await api.call(`/v1/customers/${PROVIDER_CUSTOMER}`, { account: RESELLER }), 404, 60003)
      const resellers = await api.call('/v1/customers', { account: RESELLER })
      expect(names(resellers)).toContain('Corner Shop')
      expect(names(resellers)).not.toContain('High Street')
      expect(names(await api.call('/v1/customers'))).not.toContain('Bakery')
      expectFault(await api.call('/v1/customers/no-id'), 400, 900118)
      expectFault(await api.call(`/v1/customers/${CUSTOMER}/subscriptions/no-id`), 404, 20003)
      expectFault(await api.call(`/v1/customers/${CUSTOMER}/users/no-id`), 404, 60002)
    })

    it('takes an id in capitals and in braces', async () => {
      for (const id of [CUSTOMER.toUpperCase(), `%7B${CUSTOMER}%7D`, `{${CUSTOMER}}`]) {
        expect((await api.call(`/v1/customers/${id}`)).body.id).toBe(CUSTOMER)
      }
    })
  })

  it('are shown to who operates the program, of all partners or of one', async () => {
    const { customers, more } = await listAllCustomers(api.database(), { partnerId: undefined, name: 'bAk', limit: 1 })
    expect([customers.map((one) => [one.name, one.partnerName]), more]).toEqual([[['Bakery', 'Other Cloud']], true])
    const own = await listAllCustomers(api.database(), { partnerId: DIRECT, name: 'bak', limit: 5 })
    expect(own.customers.map((one) => one.name)).toEqual(['Bakkerij'])
    expect(await findCustomerOverviews(api.database(), CUSTOMER)).toMatchObject([{ name: 'Bakkerij', createdAt: null }])
  })

  describe('profiles', () => {
    const path = `/v1/customers/${CUSTOMER}/profiles/billing`
    const profile = {
      firstName: null,
      lastName: null,
      email: 'post@bakkerij.example.net',
      culture: 'nl-NL',
      language: 'nl',
      companyName: 'Bakkerij Jansen',
      defaultAddress: address,
    }

    it('show what is known of an imported customer', async () => {
      const shown = await api.call(path)
      expect(shown.body).toMatchObject({ companyName: 'Bakkerij', defaultAddress: { country: 'NL' } })
    })

    it('are replaced with the ETag of what was read', async () => {
      const { etag } = (await api.call(path)).body.attributes
      const body = { ...profile, attributes: { etag, objectType: 'CustomerBillingProfile' } }
      const changed = await api.call(path, { method: 'PUT', body })
      expect([changed.status, changed.body.companyName]).toEqual([200, 'Bakkerij Jansen'])
      expect(changed.body.attributes.etag).not.toBe(etag)
      expectFault(await api.call(path, { method: 'PUT', body }), 400, 2055)
      const stale = { method: 'PUT', body: profile, headers: { 'if-match': `"${etag}"` } } as const
      expectFault(await api.call(path, stale), 400, 2055)
      const unconditional = await api.call(path, { method: 'PUT', body: profile })
      expect(unconditional.status).toBe(200)
      const shown = await api.call(`/v1/customers/${CUSTOMER}`)
      expect(shown.body.companyProfile.companyName).toBe('Bakkerij Jansen')
      expect(shown.body.billingProfile).toEqual(unconditional.body)
    })

    it('keep the country, need the form of it, and are for those who may', async () => {
      const abroad = { ...profile, defaultAddress: { ...address, Country: 'BE', PostalCode: '1000' } }
      expectFault(await api.call(path, { method: 'PUT', body: abroad }), 400, 3000)
      const nowhere = { ...profile, defaultAddress: { ...address, PostalCode: 'x' } }
      expectFault(await api.call(path, { method: 'PUT', body: nowhere }), 400, 3000)
      expectFault(await api.call(path, { method: 'PUT', body: profile, account: OTHER }), 404, 60003)
      expectFault(await api.call(path, { method: 'PUT', body: profile, roles: ['billing-admin'] }), 403, 900150)
      expectFault(await api.call(path, { account: OTHER }), 404, 60003)
    })

    it('of the organisation can be changed in parts', async () => {
      const company = `/v1/customers/${CUSTOMER}/profiles/company`
      const body = { OrganizationRegistrationNumber: '12345678', Address: address, Email: 'info@bakkerij.example.net' }
      const changed = await api.call(company, { method: 'PUT', body })
      expect(changed.body).toMatchObject({
        domain: 'bakkerij.example.net',
        organizationRegistrationNumber: '12345678',
        address: { country: 'NL', city: 'Utrecht', region: '', phoneNumber: '030 123 4567' },
        email: 'info@bakkerij.example.net',
      })
      const email = await api.call(company, { method: 'PUT', body: { email: 'new@bakkerij.example.net' } })
      expect(email.body).toMatchObject({
        organizationRegistrationNumber: '12345678',
        email: 'new@bakkerij.example.net',
      })
      expect((await api.call(company)).body).toEqual(email.body)
      expectFault(await api.call(company, { account: OTHER }), 404, 60003)
    })
  })
})

function hungary() {
  return { Country: 'HU', City: 'Budapest', PostalCode: '1011', PhoneNumber: '06 1 234 5678' }
}
