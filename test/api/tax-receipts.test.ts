import { beforeAll, expect, it } from 'vitest'
import { CUSTOMER, describeApi, expectFault, OTHER, PLATFORM_ID } from '../support/api.js'
import { FINANCE } from '../support/money.js'
import { confirmAgreement, itemOf, stockShop } from '../support/ordering.js'
import { billThrough } from '../support/subscriptions.js'

const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const PDF = Buffer.from('%PDF-1.7 receipt').toString('base64')

describeApi('receipts of tax offices', (api) => {
  let number: string
  const keep = (content: string, as: object = FINANCE, id = number) =>
    api.call(`/v1/platform/invoices/${id}/receipts`, { ...as, body: { content } })
  beforeAll(async () => {
    api.setNow('2026-03-10T09:00:00Z')
    await stockShop(api)
    await confirmAgreement(api, CUSTOMER)
    const lineItems = [{ lineItemNumber: 0, offerId: await itemOf(api, 'MAIL'), quantity: 2 }]
    await api.call(`/v1/customers/${CUSTOMER}/orders`, {
      body: { referenceCustomerId: CUSTOMER, billingCycle: 'monthly', lineItems },
    })
    await billThrough(api, '2026-03-15')
    number = (await api.call('/v1/invoices')).body.items[0].id
  })

  it('are kept by finance, as PDF, once', async () => {
    expect((await api.call(`/v1/invoices/${number}`)).body.taxReceipts).toEqual([])
    const kept = await keep(PDF)
    expect([kept.status, kept.body.id], kept.text).toEqual([201, 'T00001'])
    expect((await keep(PDF)).body.id).toBe('T00001')
    expect((await keep(Buffer.from('%PDF-1.7 another').toString('base64'))).body.id).toBe('T00002')
    expectFault(await keep(Buffer.from('GIF89a').toString('base64')), 400, 3000)
    expectFault(await keep('no base64!'), 400, 3000)
    expectFault(await keep(PDF, FINANCE, 'D999999999'), 404, 1000)
    expectFault(await keep(PDF, {}), 403, 900150)
    expectFault(await keep(PDF, OPERATOR), 403, 900150)
  })

  it('are listed with their invoice and downloaded by people of its partner only', async () => {
    const { taxReceipts } = (await api.call('/v1/invoices')).body.items[0]
    expect(taxReceipts.map(({ id }: { id: string }) => id)).toEqual(['T00001', 'T00002'])
    const url = `/v1${taxReceipts[0].taxReceiptPdfDownloadLink}`
    const file = await api.call(url)
    expect([file.status, file.headers['content-type'], file.text]).toEqual([200, 'application/pdf', '%PDF-1.7 receipt'])
    expectFault(await api.call(url, { account: OTHER }), 404, 1000)
    expectFault(await api.call(url.replace('T00001', 'T00009')), 404, 1000)
    expectFault(await api.call(url.replace('T00001', '..')), 404, 1000)
    expectFault(await api.call(url, { kind: 'service-principal' }), 403, 900329)
  })
})
