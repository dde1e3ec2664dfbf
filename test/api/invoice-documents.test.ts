// From the charge to the paper: PDF and e-invoice of an invoice, as it was when it was issued.
import { beforeAll, expect, it } from 'vitest'
import { asOwner, load, purchase, subscriptions } from '../billing/provider.js'
import { type ApiCall, DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID } from '../support/api.js'
import { readEInvoice } from '../support/e-invoice-reading.js'
import { brokenRules } from '../support/e-invoice-rules.js'
import { readPdf } from '../support/read-pdf.js'
import { billThrough } from '../support/subscriptions.js'

const FINANCE: ApiCall = { account: PLATFORM_ID, roles: ['platform-finance'] }

const PROVIDER = {
  name: 'Polder Cloud B.V.',
  address: { lines: ['Stationsplein 1'], city: 'Utrecht', postalCode: '3511 ED', country: 'NL' },
  registrationNumber: '12345678',
  email: 'billing@polder.example',
  phone: '+31301234567',
  supportUrl: 'https://support.polder.example',
  languages: ['nl', 'en'],
  payment: { accountName: 'Polder Cloud B.V.', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A', instructions: '' },
  electronicAddress: { scheme: '0106', value: '12345678' },
}

const SOLD = subscriptions(
  purchase(1, 1, '2026-01-10T10:00:00Z', 3, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 2, '2026-01-12T10:00:00Z', 7, 'MAIL,0001,P1Y,monthly,EUR'),
)

describeApi('documents of invoices', (api) => {
  beforeAll(async () => {
    await load(api.database(), { subscriptions: SOLD })
    await billThrough(api, '2026-01-31')
    api.setNow('2026-02-01T00:00:00Z')
  })

  const document = async (number: string, query = '') => {
    const token = await api.token()
    const headers = { authorization: `Bearer ${token}` }
    const answer = await api.server().inject({ url: `/v1/invoices/${number}/documents/statement${query}`, headers })
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
    return {
      type: answer.headers['content-type'],
      name: answer.headers['content-disposition'],
      bytes: answer.rawPayload,
    }
  }

  it('are refused before the provider has said who it is', async () => {
    const answer = await api.call('/v1/invoices/D000000001/documents/statement')
    expectFault(answer, 404, 1000)
    expect(answer.body.refusal.code).toBe('document-without-seller')
  })

  it('are PDFs in the languages of the provider', async () => {
    const written = await api.call('/v1/platform/provider-profile', { ...FINANCE, method: 'PUT', body: PROVIDER })
    expect(written.status, written.text).toBe(200)
    const dutch = await document('D000000001')
    expect(dutch).toMatchObject({ type: 'application/pdf', name: 'inline; filename="D000000001-nl.pdf"' })
    const read = await readPdf(dutch.bytes)
    // 3 x 4.00 + 7 x 4.00, and no tax: the provider is registered nowhere.
    for (const text of ['Polder Cloud B.V.', 'Direct Cloud', 'D000000001', 'Mail Basic', 'Bakkerij', '40,00']) {
      expect(read.text).toContain(text)
    }
    const english = await readPdf((await document('D000000001', '?language=en')).bytes)
    expect(english.text).toContain('40.00')
    expect((await document('D000000001')).bytes.equals(dutch.bytes)).toBe(true)
  })

  it('are e-invoices that keep the rules, with the tax of their day', async () => {
    await asOwner(
      api.database(),
      `insert into tax_registration (registration_id, kind, country, region, number, since, recorded_at, recorded_by)
         values ('018f000c-0000-7000-8000-000000000001', 'home', 'NL', '', 'NL001234567B01', '2026-01-01', now(), 'test')`,
    )
    const profile = (await api.call('/v1/profiles/billing')).body
    const address = {
      country: 'NL',
      city: 'Utrecht',
      addressLine1: 'Laan 1',
      postalCode: '3511 AB',
      firstName: 'Ida',
      lastName: 'Bakker',
      phoneNumber: '0301234567',
    }
    const primaryContact = {
      firstName: 'Ida',
      lastName: 'Bakker',
      email: 'ida@direct.example',
      phoneNumber: '0301234567',
    }
    const changed = await api.call('/v1/profiles/billing', {
      method: 'PUT',
      body: { ...profile, address, primaryContact, purchaseOrderNumber: 'PO-77' },
    })
    expect(changed.status, changed.text).toBe(200)
    await billThrough(api, '2026-02-28')
    for (const format of ['ubl', 'cii']) {
      const { bytes, type } = await document('D000000002', `?format=${format}`)
      expect(type).toBe('application/xml')
      const invoice = readEInvoice(bytes.toString('utf8'))
      expect(brokenRules(invoice)).toEqual([])
      expect(bytes.toString('utf8')).toMatch(/48\.40/) // 40.00 and 21 %
    }
    const hybrid = await readPdf((await document('D000000002', '?format=factur-x')).bytes)
    expect(Object.keys(hybrid.attachments)).toEqual(['factur-x.xml'])
    expect(hybrid.text).toContain('48,40')
  })

  it('say what was so when they were issued, whatever has changed since', async () => {
    const before = await document('D000000002')
    const profile = (await api.call('/v1/profiles/billing')).body
    await api.call('/v1/profiles/billing', { method: 'PUT', body: { ...profile, companyName: 'Quite Another BV' } })
    await api.call('/v1/platform/provider-profile', {
      ...FINANCE,
      method: 'PUT',
      body: { ...PROVIDER, name: 'New Name B.V.' },
    })
    await asOwner(
      api.database(),
      "update sku set tax_class = 'reduced'; update publisher set name = 'Renamed'; delete from stored_file_part; delete from stored_file",
    )
    await asOwner(api.database(), "update catalog_version set version = '018f000c-0000-7000-8000-0000000000ff'")
    expect((await document('D000000002')).bytes.equals(before.bytes)).toBe(true)
  })

  it('are e-invoices where one of two taxes is exempted, with ids that were stored without a prefix', async () => {
    const by = `now(), 'test'`
    const [certificate, exemption] = ['018f000c-0000-7000-8000-000000000002', '018f000c-0000-7000-8000-000000000003']
    await asOwner(
      api.database(),
      `insert into tax_rate (country, region, tax_class, component, valid_from, position, rate, sample, recorded_at, recorded_by)
         select 'NL', '', taxed, 'Levy', '2026-03-01', 2, 5, true, ${by} from unnest('{standard,reduced}'::text[]) as taxed;
       insert into tax_profile (partner_id, version, valid_from, country, region, tax_id, recorded_at, recorded_by)
         values ('${DIRECT}', 9, '2026-03-01', 'NL', '', '004495445b01', ${by});
       insert into tax_certificate values ('${DIRECT}', '${certificate}', 'a.pdf', 'application/pdf', '%PDF-', '', ${by});
       insert into tax_exemption values ('${DIRECT}', '${exemption}', 'NL', '', '{}', '{VAT}', 'A-1', 'By treaty',
         '2026-03-01', '2027-01-01', '${certificate}', 'approved', ${by}, ${by}, '')`,
    )
    await billThrough(api, '2026-03-31')
    for (const format of ['ubl', 'cii']) {
      const invoice = readEInvoice((await document('D000000003', `?format=${format}`)).bytes.toString('utf8'))
      expect(brokenRules(invoice)).toEqual([])
      expect(invoice.lines.map(({ category, rate }) => [category, Number(rate)])).toEqual([['S', 5]])
      expect([invoice.seller.vatId, invoice.buyer.vatId]).toEqual(['NL001234567B01', 'NL004495445B01'])
    }
  })

  it('are those of the own account, for who reads bills', async () => {
    const url = '/v1/invoices/D000000001/documents/statement'
    expectFault(await api.call(url, { account: OTHER }), 404, 1000)
    expectFault(await api.call(url, { roles: [] }), 403, 900150)
    expectFault(await api.call(url, { kind: 'service-principal' }), 403, 900329)
    expectFault(await api.call(`${url}?format=doc`), 400, 3000)
  })
})
