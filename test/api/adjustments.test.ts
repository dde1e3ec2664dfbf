// Adjustments from the proposal to the paper: who proposes and approves them, on which invoice they go, what it says then.
import { beforeAll, expect, it } from 'vitest'
import { asOwner, expectClean, load, purchase, subscriptions } from '../billing/provider.js'
import {
  type ApiCall,
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  OTHER,
  OTHER_CUSTOMER,
  PLATFORM_ID,
  RESELLER,
} from '../support/api.js'
import { readEInvoice } from '../support/e-invoice-reading.js'
import { brokenRules } from '../support/e-invoice-rules.js'
import { readPdf } from '../support/read-pdf.js'
import { billThrough } from '../support/subscriptions.js'

const FINANCE: ApiCall = { account: PLATFORM_ID, roles: ['platform-finance'], person: '01' }
const COLLEAGUE: ApiCall = { ...FINANCE, person: '02' }
const OPERATOR: ApiCall = { account: PLATFORM_ID, roles: ['platform-operator'], person: '03' }
const AUDITOR: ApiCall = { account: PLATFORM_ID, roles: ['platform-auditor'], person: '04' }

const BASE = `/v1/platform/partners/${DIRECT}/adjustments`
const LIMITS = '/v1/platform/adjustments/limits'
const NOBODY = '018f0001-0000-7000-8000-0000000000ff'
const SUBSCRIPTION = '018f0003-0000-7000-8000-000000000001'

/** Ten licenses for 40.00 a month on the 15th, in a ledger that is taxed with 21 %. */
const SOLD = subscriptions(purchase(1, 1, '2026-01-10T10:00:00Z', 10, 'MAIL,0001,P1Y,monthly,EUR'))

const GOODWILL = { currency: 'EUR', amount: '-10.00', reasonCode: 'goodwill', description: 'For your patience' }

const PROVIDER = {
  name: 'Polder Cloud B.V.',
  address: { lines: ['Stationsplein 1'], city: 'Utrecht', postalCode: '3511 ED', country: 'NL' },
  registrationNumber: '12345678',
  email: 'billing@polder.example',
  phone: '+31301234567',
  supportUrl: 'https://support.polder.example',
  languages: ['en', 'nl'],
  payment: { accountName: 'Polder Cloud B.V.', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A', instructions: '' },
  electronicAddress: { scheme: '0106', value: '12345678' },
}

describeApi('adjustments', (api) => {
  beforeAll(async () => {
    await load(api.database(), { subscriptions: SOLD })
    await asOwner(
      api.database(),
      `insert into tax_registration (registration_id, kind, country, region, number, since, recorded_at, recorded_by)
         values ('018f000c-0000-7000-8000-000000000001', 'home', 'NL', '', 'NL001234567B01', '2026-01-01', now(), 'test')`,
    )
    await api.call('/v1/platform/provider-profile', { ...FINANCE, method: 'PUT', body: PROVIDER })
    const profile = (await api.call('/v1/profiles/billing')).body
    const name = { firstName: 'Ida', lastName: 'Bakker', phoneNumber: '0301234567' }
    const address = { country: 'NL', city: 'Utrecht', addressLine1: 'Laan 1', postalCode: '3511 AB', ...name }
    const primaryContact = { ...name, email: 'ida@direct.example' }
    await api.call('/v1/profiles/billing', { method: 'PUT', body: { ...profile, address, primaryContact } })
    await billThrough(api, '2026-01-31')
    api.setNow('2026-02-01T09:00:00Z')
  })

  const propose = (change: object = {}, as: ApiCall = FINANCE) =>
    api.call(BASE, { ...as, body: { ...GOODWILL, ...change } })
  const decide = (id: string, body: object, as: ApiCall = COLLEAGUE) =>
    api.call(`${BASE}/${id}/decision`, { ...as, body })
  const withdraw = (id: string, as: ApiCall = FINANCE) => api.call(`${BASE}/${id}/withdrawal`, { ...as, body: {} })
  const linesOf = async (number: string) => (await api.call(`/v1/invoices/${number}/adjustments`)).body.items

  it('are approved at once up to the limit of their currency, and without one never', async () => {
    const small = await propose({ internalNote: 'Ticket 4711', customerId: CUSTOMER, subscriptionId: SUBSCRIPTION })
    expect([small.status, small.body.state]).toEqual([201, 'proposed'])
    expect((await withdraw(small.body.id)).body.state).toBe('withdrawn')

    const set = await api.call(`${LIMITS}/eur`, { ...FINANCE, method: 'PUT', body: { amount: 10 } })
    expect(set.body).toMatchObject({ currencyCode: 'EUR', amount: 10 })
    expect((await api.call(LIMITS, AUDITOR)).body.items).toEqual([set.body])
    const within = await propose({}, OPERATOR)
    expect(within.body).toMatchObject({ state: 'approved', amount: -10, currencyCode: 'EUR', notBefore: '2026-02-01' })
    const above = await propose({ amount: -10.01 })
    expect(above.body.state).toBe('proposed')

    expectFault(await decide(above.body.id, { state: 'approved' }, FINANCE), 403, 900150)
    const approved = await decide(above.body.id, { state: 'approved', note: 'As agreed' })
    expect(approved.body).toMatchObject({ state: 'approved', decisionNote: 'As agreed' })
    expectFault(await decide(above.body.id, { state: 'rejected' }), 409, 900278)
    const rejected = (await propose({ amount: -500 })).body.id
    expect((await decide(rejected, { state: 'rejected', note: 'Too much' })).body.state).toBe('rejected')
    expectFault(await withdraw(rejected), 409, 900278)

    const { body } = await api.call(`${BASE}?state=approved`, AUDITOR)
    expect([body.totalCount, body.items.map(({ id }: { id: string }) => id)]).toEqual([
      2,
      [above.body.id, within.body.id].sort().reverse(),
    ])
    expect((await api.call('/v1/platform/adjustments?size=1&offset=1', AUDITOR)).body).toMatchObject({
      totalCount: 4,
      items: [expect.anything()],
    })
    expect((await api.call('/v1/platform/adjustments/reasons', AUDITOR)).body.items[1]).toMatchObject({
      reasonCode: 'goodwill',
      gives: 'credit',
    })
  })

  it('are proposed once for one request id', async () => {
    const headers = { 'MS-RequestId': '4f9f2d6c-1111-4c2d-8a5e-9e8d7c6b5a43' }
    const body = { ...GOODWILL, reasonCode: 'fee', amount: '2.50', description: 'Copies of invoices' }
    const first = await api.call(BASE, { ...FINANCE, body, headers })
    expect((await api.call(BASE, { ...FINANCE, body, headers })).body).toEqual(first.body)
  })

  it('are refused where they do not fit, and nothing is written then', async () => {
    const before = (await api.call(BASE, AUDITOR)).body.totalCount
    for (const odd of [
      { amount: 10 },
      { amount: 0 },
      { reasonCode: 'fee' },
      { amount: '-10.001' },
      { currency: 'EURO' },
    ]) {
      expectFault(await propose(odd), 400, 3000)
    }
    expectFault(await propose({ description: '' }), 400, 3000)
    expectFault(await propose({ reasonCode: 'love' }), 400, 900126)
    expectFault(await propose({ customerId: OTHER_CUSTOMER }), 404, 60003)
    expectFault(await propose({ subscriptionId: NOBODY }), 404, 20003)
    expectFault(await propose({ relatedInvoiceId: 'D000009999' }), 404, 1000)
    expectFault(
      await api.call(`/v1/platform/partners/${NOBODY}/adjustments`, { ...FINANCE, body: GOODWILL }),
      404,
      1000,
    )
    expectFault(await decide(NOBODY, { state: 'approved' }), 404, 1000)
    expectFault(await api.call(`${LIMITS}/EUR`, { ...FINANCE, method: 'PUT', body: { amount: '0.001' } }), 400, 3000)
    expect((await api.call(BASE, AUDITOR)).body.totalCount).toBe(before)
  })

  it('are for those who may', async () => {
    const { id } = (await propose({ amount: -11 })).body
    expectFault(await propose({}, AUDITOR), 403, 900150)
    expectFault(await propose({}, {}), 403, 900150)
    expectFault(await decide(id, { state: 'approved' }, OPERATOR), 403, 900150)
    expectFault(await decide(id, { state: 'approved' }, { ...COLLEAGUE, kind: 'service-principal' }), 403, 900329)
    expectFault(await api.call(`${LIMITS}/EUR`, { ...OPERATOR, method: 'PUT', body: { amount: 1 } }), 403, 900150)
    expectFault(await api.call(BASE), 403, 900150)
    expectFault(await api.call('/v1/invoices/unbilled/adjustments', { account: RESELLER }), 403, 900150)
    await withdraw(id)
  })

  it('go on the next invoice with their taxes, outside its file', async () => {
    const waiting = await linesOf('unbilled')
    expect(waiting.map(({ amount }: { amount: number }) => amount).sort()).toEqual([-10, -10.01, 2.5])
    await billThrough(api, '2026-02-16')
    expect(await linesOf('unbilled')).toEqual([])
    const lines = await linesOf('D000000002')
    // Each by itself: 21 % of 10.00, 10.01 and 2.50 is 2.10, 2.1021 and 0.525.
    expect(lines.map(({ amount, taxAmount }: Record<string, number>) => [amount, taxAmount]).sort()).toEqual([
      [-10, -2.1],
      [-10.01, -2.1],
      [2.5, 0.53],
    ])
    expect(lines.map(({ lineNumber }: Record<string, number>) => lineNumber)).toEqual([2, 3, 4])
    const invoice = (await api.call('/v1/invoices/D000000002')).body
    // 40.00 less 17.51, and 8.40 less 3.67 of taxes.
    expect([invoice.totalCharges, invoice.totalAdjustments]).toEqual([27.22, -17.51])
    const file = await api.call('/v1/invoices/D000000002/lineitems/office/billinglineitems')
    expect(file.body.items.map(({ amount }: { amount: number }) => amount)).toEqual([40])
    const { rows } = await api.database().query<{ text: string }>(
      `select account || ' ' || sum(amount) as text from journal_entry where source_id = 'D000000002' group by account
       order by 1`,
    )
    expect(rows.map(({ text }) => text)).toEqual([
      'credits 1751',
      'receivable 2722',
      'revenue -4000',
      'tax-payable -473',
    ])
    await expectClean(api.database())

    const [{ id }] = lines
    expect((await api.call(`${BASE}?state=invoiced`, AUDITOR)).body.items[0].invoiceId).toBe('D000000002')
    const late = await withdraw(id)
    expectFault(late, 409, 900278)
    expect(late.body.description).toContain('D000000002')
    expectFault(await api.call('/v1/invoices/D000000002/adjustments', { account: OTHER }), 404, 1000)
    expect((await api.call('/v1/invoices/unbilled/adjustments', { account: OTHER })).body.items).toEqual([])
  })

  it('are on the paper, also where more is credited than charged', async () => {
    await api.call(`${LIMITS}/EUR`, { ...FINANCE, method: 'PUT', body: { amount: 100 } })
    const zero = { amount: '-60.00', reasonCode: 'sla-credit', description: 'Outage of 3 February' }
    expect((await propose({ ...zero, notBefore: '2026-03-15', invoiceType: 'recurring' })).body.state).toBe('approved')
    await billThrough(api, '2026-03-16')
    for (const [number, total] of [
      ['D000000002', '27.22'],
      ['D000000003', '-24.20'],
    ] as const) {
      for (const format of ['ubl', 'cii']) {
        const file = await download(number, format)
        expect(brokenRules(readEInvoice(file.toString('utf8')))).toEqual([])
        expect(file.toString('utf8')).toContain(total)
      }
      const { text } = await readPdf(await download(number, 'pdf'))
      expect(text).toContain(total.replace('-', ''))
    }
    expect((await readPdf(await download('D000000003', 'pdf'))).text).toContain('Outage of 3 February')
    expect((await api.call('/v1/invoices/D000000003')).body.totalCharges).toBe(-24.2)
    await expectClean(api.database())
  })

  async function download(number: string, format: string): Promise<Buffer> {
    const headers = { authorization: `Bearer ${await api.token()}` }
    const url = `/v1/invoices/${number}/documents/statement?format=${format}`
    const answer = await api.server().inject({ url, headers })
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
    return answer.rawPayload
  }
})
