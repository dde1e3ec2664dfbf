// Agreements over HTTP: which there are, who of a customer accepted them, and their texts.
import { describe, expect, it } from 'vitest'
import { hasConfirmedAgreement } from '../../src/app/customer-agreements.js'
import { asOwner } from '../billing/provider.js'
import { CUSTOMER, DIRECT, describeApi, expectFault, OTHER, RESELLER, RESELLER_CUSTOMER } from '../support/api.js'

describeApi('agreements', (api) => {
  const path = `/v1/customers/${CUSTOMER}/agreements`
  const templateOf = async (type = 'MicrosoftCustomerAgreement') =>
    (await api.call(`/v1/agreements?agreementType=${type}`)).body.items[0].templateId as string
  const confirmationOf = async (others: object = {}) => ({
    PrimaryContact: {
      FirstName: 'Ida',
      LastName: 'Bakker',
      Email: 'ida@bakkerij.example.net',
      PhoneNumber: '0301234567',
    },
    TemplateId: await templateOf(),
    DateAgreed: '2026-03-01T00:00:00.000Z',
    Type: 'microsoftCustomerAgreement',
    ...others,
  })
  const mayBuy = () => hasConfirmedAgreement({ session: api.database() }, { partnerId: DIRECT, customerId: CUSTOMER })

  it('are those of the cloud agreement, of a type, or all', async () => {
    const types = async (query: string) =>
      (await api.call(`/v1/agreements${query}`)).body.items.map((item: { agreementType: string }) => item.agreementType)
    expect(await types('')).toEqual(['MicrosoftCloudAgreement'])
    expect(await types('?agreementType=MicrosoftCustomerAgreement')).toEqual(['MicrosoftCustomerAgreement'])
    expect(await types('?agreementType=*')).toEqual(['MicrosoftCloudAgreement', 'MicrosoftCustomerAgreement'])
    expectFault(await api.call('/v1/agreements?agreementType=Handshake'), 400, 3000)
    expectFault(await api.call('/v1/agreements', { kind: 'service-principal' }), 403, 900329)
    expectFault(await api.call('/v1/agreements', { roles: ['billing-admin'] }), 403, 900150)
  })

  describe('confirmations', () => {
    it('open the shop, are stored once, and listed', async () => {
      expect(await mayBuy()).toBe(false)
      const body = await confirmationOf()
      const headers = { 'ms-requestid': '4d0c7b58-3d2f-4bd4-9d0e-0b5f3c1f0002' }
      const confirmed = await api.call(path, { body, headers })
      expect(confirmed.status).toBe(201)
      expect(confirmed.body).toMatchObject({
        userId: expect.any(String),
        primaryContact: {
          firstName: 'Ida',
          lastName: 'Bakker',
          email: 'ida@bakkerij.example.net',
          phoneNumber: '0301234567',
        },
        dateAgreed: '2026-03-01T00:00:00Z',
        type: 'MicrosoftCustomerAgreement',
      })
      expect((await api.call(path, { body, headers })).body).toEqual(confirmed.body)
      expectFault(await api.call(path, { body }), 400, 600061)
      expect(await mayBuy()).toBe(true)
      const listed = await api.call(`${path}?agreementType=MicrosoftCustomerAgreement`)
      expect(listed.body.items).toEqual([confirmed.body])
      expect((await api.call(path)).body.items).toEqual([])
      const { rows } = await api
        .database()
        .query('select operation_type from audit_record where customer_id = $1', [CUSTOMER])
      expect(rows).toEqual([{ operation_type: 'create_agreement' }])
    })

    it.each([
      ['of a template there is not', { TemplateId: '117a77b0-9360-443b-8795-c6dedc750cf9' }],
      ['of the other type', { Type: 'MicrosoftCloudAgreement' }],
      ['on a day to come', { DateAgreed: '2026-03-12' }],
      ['on no day', { DateAgreed: 'yesterday' }],
      ['by nobody', { PrimaryContact: null }],
      ['by somebody without an address', { PrimaryContact: { FirstName: 'A', LastName: 'B', Email: 'none' } }],
    ])('are refused %s', async (_, others) => {
      expectFault(await api.call(path, { body: await confirmationOf(others) }), 400, 3000)
    })

    it('take dates without an offset, and a contact without a phone', async () => {
      const contact = { FirstName: 'Jo', LastName: 'Bakker', Email: 'jo@bakkerij.example.net', PhoneNumber: null }
      const body = await confirmationOf({ DateAgreed: '2026-03-02T00:00:00', PrimaryContact: contact })
      const confirmed = await api.call(path, { body })
      expect([confirmed.status, confirmed.body.dateAgreed, confirmed.body.primaryContact.phoneNumber]).toEqual([
        201,
        '2026-03-02T00:00:00Z',
        '',
      ])
      expectFault(await api.call(path, { body }), 400, 600061)
    })

    it('are for users who may, and for customers of their own', async () => {
      const body = await confirmationOf()
      expectFault(await api.call(path, { body, kind: 'service-principal' }), 403, 900329)
      expectFault(await api.call(path, { body, roles: ['helpdesk-agent'] }), 403, 900150)
      expectFault(await api.call(path, { body, account: OTHER }), 404, 60003)
      expectFault(await api.call(path, { account: OTHER }), 404, 60003)
      const own = `/v1/customers/${RESELLER_CUSTOMER}/agreements`
      expectFault(await api.call(own, { body, account: RESELLER }), 403, 900150)
      expect((await api.call(own, { account: RESELLER })).status).toBe(200)
    })
  })

  it('signed by the customer itself open the shop as well', async () => {
    const status = `/v1/customers/${CUSTOMER}/directSignedMicrosoftCustomerAgreementStatus`
    expect((await api.call(status)).body).toEqual({ isSigned: false })
    await asOwner(
      api.database(),
      `update customer set direct_signed_at = '2026-03-01T00:00:00Z' where customer_id = '${CUSTOMER}'`,
    )
    expect((await api.call(status)).body).toEqual({ isSigned: true })
    expectFault(await api.call(status, { account: OTHER }), 404, 60003)
  })

  describe('texts', () => {
    const document = async (query: string) => api.call(`/v1/agreementtemplates/${await templateOf()}/document?${query}`)
    const open = (uri: string) => api.call(uri.replace(/^https?:\/\/[^/]+/, ''), { token: null })

    it('are opened by a link, for five minutes', async () => {
      const { body } = await document('language=nl-BE&country=NL')
      expect([body.language, body.country]).toEqual(['nl-NL', 'NL'])
      const shown = await open(body.displayUri)
      expect([shown.status, shown.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(shown.text).toContain('<h1>Klantovereenkomst</h1>')
      const file = await open(body.downloadUri)
      expect(file.headers['content-disposition']).toContain('attachment')
      expect(file.text).toMatch(/^Klantovereenkomst\n/)
      expectFault(await open(body.displayUri.replace('nl-NL', 'de-DE')), 404, 1000)
      expectFault(await open(body.displayUri.replace(/expires=\d/, 'expires=9')), 404, 1000)
      api.setNow('2026-03-10T09:05:01Z')
      expectFault(await open(body.displayUri), 404, 1000)
    })

    it('are found in the language of the request, and not where there are none', async () => {
      expect((await document('')).body.language).toBe('en-US')
      expectFault(await document('language=ja-JP&country=JP'), 404, 1000)
      expectFault(await document('language=en-US&country=XX'), 404, 1000)
      const upper = (await templateOf()).toUpperCase()
      expectFault(await api.call(`/v1/agreementtemplates/${upper}/document`), 404, 1000)
    })

    it('are read by everybody at the link of their template', async () => {
      const { agreementLink } = (await api.call('/v1/agreements')).body.items[0]
      expect((await open(agreementLink)).text).toContain('<h1>Customer agreement</h1>')
      expect((await open(`${agreementLink}?language=fr-CA`)).text).toContain('lang="fr-FR"')
      expectFault(await open('/agreements/none'), 404, 1000)
    })
  })
})
