// Profiles of the partner itself over HTTP.
import { describe, expect, it } from 'vitest'
import { asOwner } from '../billing/provider.js'
import {
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  PLATFORM_ID,
  RESELLER,
  RESELLER_MPN,
} from '../support/api.js'

const address = {
  Country: 'NL',
  City: 'Utrecht',
  AddressLine1: 'Partnerweg 1',
  AddressLine2: '',
  PostalCode: '3511 AB',
}
const contact = { FirstName: 'Per', LastName: 'Ner', Email: 'per@partner.example.net', PhoneNumber: '' }

describeApi('partner profiles', (api) => {
  const put = (path: string, body: object, others: object = {}) =>
    api.call(path, { method: 'PUT', body, ...others } as never)

  describe('billing', () => {
    const path = '/v1/profiles/billing'
    const profile = {
      CompanyName: 'Direct Cloud BV',
      Address: address,
      PrimaryContact: contact,
      PurchaseOrderNumber: '9888',
      TaxId: 'nl123456789b01',
      BillingCurrency: 'EUR',
    }

    it('follows from the account until it is changed', async () => {
      const { body } = await api.call(path)
      expect(body).toMatchObject({
        companyName: 'Direct Cloud',
        address: { country: 'NL', city: '' },
        billingCurrency: 'EUR',
        billingDay: 15,
        profileType: 'billing_profile',
        attributes: { etag: '0', objectType: 'PartnerBillingProfile' },
      })
    })

    it('can be sent back as it was read, by a partner that never gave an address', async () => {
      const as = { account: OTHER }
      for (const kind of ['billing', 'legalbusiness', 'organization', 'support']) {
        const read = await api.call(`/v1/profiles/${kind}`, as)
        expect([kind, (await put(`/v1/profiles/${kind}`, read.body, as)).status]).toEqual([kind, 200])
      }
      const { body } = await api.call(path, as)
      expect(body).toMatchObject({ taxId: '', address: { country: 'US', city: '' }, attributes: { etag: '1' } })
      expect((await put(path, { ...body, purchaseOrderNumber: 'PO-7' }, as)).body.purchaseOrderNumber).toBe('PO-7')
      expectFault(await put(path, { ...body, attributes: {}, address: { country: 'US', city: 'X' } }, as), 400, 3000)
    })

    it('is replaced with the ETag of what was read', async () => {
      const changed = await put(path, { ...profile, Attributes: { Etag: '0' } })
      expect([changed.status, changed.body.companyName, changed.body.taxId]).toEqual([
        200,
        'Direct Cloud BV',
        'NL123456789B01',
      ])
      expectFault(await put(path, { ...profile, Attributes: { Etag: '0' } }), 400, 2055)
      expectFault(await put(path, profile, { headers: { 'if-match': '"7"' } }), 400, 2055)
      expect((await put(path, profile)).body.attributes.etag).toBe('2')
    })

    it('shows the tax id to those who may see it, and says so in the activity log', async () => {
      const seen = async () => {
        const { rows } = await api
          .database()
          .query(`select from audit_record where partner_id = $1 and data ->> 'action' = 'view_tax_id'`, [DIRECT])
        return rows.length
      }
      const before = await seen()
      expect((await api.call(path, { roles: ['helpdesk-agent'] })).body).not.toHaveProperty('taxId')
      expect(await seen()).toBe(before)
      expect((await api.call(path, { roles: ['sales-agent'] })).body.taxId).toBe('NL123456789B01')
      expect(await seen()).toBe(before + 1)
      const { rows } = await api
        .database()
        .query<{ text: string }>('select old_value::text || new_value::text as text from audit_record')
      expect(rows.map((row) => row.text).join()).not.toContain('NL123456789B01')
    })

    it.each([
      ['another currency', { BillingCurrency: 'USD' }],
      ['another billing day', { BillingDay: 3 }],
      ['another country', { Address: { ...address, Country: 'BE', PostalCode: '1000' } }],
      ['a malformed address', { Address: { ...address, PostalCode: '1' } }],
      ['a malformed tax id', { TaxId: '12' }],
      ['no company', { CompanyName: '' }],
    ])('is refused with %s', async (_, others) => {
      expectFault(await put(path, { ...profile, ...others }), 400, 3000)
    })

    it('is for users of the account who may', async () => {
      expectFault(await api.call(path, { kind: 'service-principal' }), 403, 900329)
      expectFault(await put(path, profile, { roles: ['sales-agent'] }), 403, 900150)
      expect((await api.call(path, { account: OTHER })).body.companyName).toBe('Other Cloud')
    })
  })

  it('legal: a change is vetted anew, and what was vetted can still be seen', async () => {
    const path = '/v1/profiles/legalbusiness'
    const before = await api.call(path, { kind: 'service-principal' })
    expect(before.body).toMatchObject({ companyName: 'Direct Cloud', vettingStatus: 'authorized' })
    const body = {
      CompanyName: 'Direct Cloud Holding',
      Address: address,
      PrimaryContact: contact,
      CompanyApproverAddress: address,
      CompanyApproverEmail: 'boss@partner.example.net',
      VettingStatus: 'authorized',
    }
    const changed = await put(path, body)
    expect(changed.body).toMatchObject({ companyName: 'Direct Cloud Holding', vettingStatus: 'pending' })
    expect((await api.call(`${path}?vettingVersion=Current`)).body).toEqual(changed.body)
    expect((await api.call(`${path}?vettingVersion=LastFinalized`)).body).toEqual(before.body)
    expectFault(await put(path, { ...body, Address: { ...address, City: null } }), 400, 3000)
    expectFault(await put(path, body, { roles: ['admin-agent'] }), 403, 900150)
    expectFault(await put(path, body, { kind: 'service-principal' }), 403, 900329)
  })

  it('organization: keeps tenant and domain', async () => {
    const path = '/v1/profiles/organization'
    const { body } = await api.call(path)
    expect(body).toMatchObject({ id: DIRECT, tenantId: DIRECT, language: 'nl', culture: 'nl-NL' })
    const wanted = {
      ...body,
      tenantId: OTHER,
      companyName: 'Direct',
      defaultAddress: address,
      email: 'info@partner.example.net',
    }
    const changed = await put(path, wanted)
    expect(changed.body).toMatchObject({ tenantId: DIRECT, companyName: 'Direct', email: 'info@partner.example.net' })
    expectFault(await put(path, wanted), 400, 2055)
    expectFault(await put(path, changed.body, { roles: ['helpdesk-agent'] }), 403, 900150)
  })

  it('support: is reached by both of its paths', async () => {
    const body = { Email: 'help@partner.example.net', Telephone: '0301111111', Website: 'partner.example.net' }
    const changed = await put('/v1/profiles/supportprofile', body)
    expect(changed.body).toMatchObject({ email: 'help@partner.example.net', profileType: 'support_profile' })
    expect((await api.call('/v1/profiles/support')).body).toEqual(changed.body)
    expectFault(await put('/v1/profiles/support', body, { roles: ['helpdesk-agent'] }), 403, 900150)
    expectFault(await put('/v1/profiles/support', { Email: 'none' }), 400, 3000)
  })

  it('network: is the own one or that of a network id', async () => {
    expect((await api.call('/v1/profiles/mpn')).body).toMatchObject({ mpnId: '4500100', partnerName: 'Direct Cloud' })
    expect((await api.call('/v1/profiles/mpn?mpnId=4500200')).body).toMatchObject({ partnerName: 'Other Cloud' })
    expectFault(await api.call('/v1/profiles/mpn?mpnId=9999999'), 404, 3000)
  })

  describe('agreement status of a reseller', () => {
    const ask = (query: string, account = INDIRECT_PROVIDER) =>
      api.call(`/v1/compliance/csp/agreementstatus?${query}`, { account })

    it('is told by network id or tenant', async () => {
      expect((await ask(`mpnId=${RESELLER_MPN}`)).body).toEqual({ isAgreementSigned: true })
      expect((await ask(`tenantid=${RESELLER.toUpperCase()}`)).body).toEqual({ isAgreementSigned: true })
    })

    it.each([
      ['no id', '', 2001],
      ['both ids', `mpnId=${RESELLER_MPN}&tenantId=${RESELLER}`, 2000],
      ['a network id that is no number', 'mpnId=abc', 2000],
      ['a tenant id that is no GUID', 'tenantId=abc', 2000],
      ['an unknown network id', 'mpnId=9999999', 2200],
      ['a network id of no reseller', 'mpnId=4500200', 2204],
      ['an unknown tenant', 'tenantId=018f0001-0000-7000-8000-0000000000ff', 2205],
    ])('is refused with %s', async (_, query, code) => {
      expectFault(await ask(query), 400, code)
    })

    it('is refused for another region, and where nothing was signed', async () => {
      expectFault(await ask(`mpnId=${RESELLER_MPN}`, OTHER), 400, 2201)
      await asOwner(api.database(), `update partner set agreement_signed = false where partner_id = '${RESELLER}'`)
      expectFault(await ask(`mpnId=${RESELLER_MPN}`), 400, 2203)
      expectFault(await ask(`tenantId=${RESELLER}`), 400, 2206)
      expectFault(await api.call('/v1/compliance/csp/agreementstatus', { kind: 'service-principal' }), 403, 900329)
    })
  })

  describe('the desk of the provider', () => {
    const desk = { account: PLATFORM_ID, roles: ['platform-operator'] } as const
    const path = (rest: string) => `/v1/platform/partners/${DIRECT}/${rest}`

    it('ends the vetting of a legal profile', async () => {
      expectFault(await put(path('vetting'), { vettingStatus: 'none' }, desk), 400, 900126)
      const vetted = await put(path('vetting'), { vettingStatus: 'rejected' }, desk)
      expect(vetted.body).toMatchObject({ companyName: 'Direct Cloud Holding', vettingStatus: 'rejected' })
      const shown = await api.call('/v1/profiles/legalbusiness?vettingVersion=LastFinalized')
      expect(shown.body).toEqual(vetted.body)
    })

    it('notes signatures of partners and customers', async () => {
      const unsigned = await put(path('agreement'), { isAgreementSigned: false }, desk)
      expect(unsigned.body).toEqual({ isAgreementSigned: false })
      const shown = async () => (await api.call(path(''), desk)).body.isAgreementSigned
      expect(await shown()).toBe(false)
      await put(path('agreement'), { isAgreementSigned: true }, desk)
      expect(await shown()).toBe(true)
      const signed = await put(path(`customers/${CUSTOMER}/signature`), { isSigned: true }, desk)
      expect(signed.body).toEqual({ isSigned: true })
      const status = `/v1/customers/${CUSTOMER}/directSignedMicrosoftCustomerAgreementStatus`
      expect((await api.call(status)).body).toEqual({ isSigned: true })
      expectFault(await put(path(`customers/${OTHER}/signature`), { isSigned: true }, desk), 404, 60003)
      const nobody = '/v1/platform/partners/018f0001-0000-7000-8000-0000000000ff/agreement'
      expectFault(await put(nobody, { isAgreementSigned: true }, desk), 404, 1000)
    })

    it('gives codes for governments', async () => {
      const body = { validationId: 'GOV-2', organizationName: 'Province of Utrecht', maxCreates: 3 }
      const given = await api.call(path('validations'), { ...desk, body })
      expect([given.status, given.body.remainingCreates]).toEqual([201, 3])
      expectFault(await api.call(path('validations'), { ...desk, body }), 400, 3000)
      expect((await api.call('/v1/customers/all/validations')).body).toEqual([given.body])
    })

    it('publishes agreements, which hold from then on', async () => {
      const documents = [{ language: 'en-US', title: 'Cloud agreement', body: 'Be <kind>.\n\nPay.' }]
      const url = '/v1/platform/agreements'
      const published = await api.call(url, { ...desk, body: { agreementType: 'MicrosoftCloudAgreement', documents } })
      expect([published.status, published.body.versionRank]).toEqual([201, 2])
      expect((await api.call('/v1/agreements')).body.items[0]).toEqual(published.body)
      const page = await api.call(`/agreements/${published.body.templateId}`, { token: null })
      expect(page.text).toContain('<p>Be &lt;kind&gt;.</p>\n<p>Pay.</p>')
      const twice = { agreementType: 'MicrosoftCloudAgreement', documents: [...documents, ...documents] }
      expectFault(await api.call(url, { ...desk, body: twice }), 400, 3000)
    })

    it('is for operators', async () => {
      for (const roles of [['platform-auditor'], ['platform-finance']] as const) {
        expectFault(await put(path('agreement'), { isAgreementSigned: true }, { ...desk, roles }), 403, 900150)
      }
      expectFault(await put(path('agreement'), { isAgreementSigned: true }), 403, 900150)
    })
  })
})
