// A month closed from beginning to end through the API: what is sold is charged and taxed, invoiced, filed, sent as PDF and
// e-invoice, paid through the bank, corrected, and collected from who pays late; and the books prove it.
import { beforeAll, expect, it } from 'vitest'
import { keepHouse } from '../../src/app/daily-jobs.js'
import { dayOfInstant } from '../../src/core/calendar/instant.js'
import { CUSTOMER, DIRECT, describeApi, expectFault, PLATFORM_ID } from '../support/api.js'
import { readEInvoice } from '../support/e-invoice-reading.js'
import { brokenRules } from '../support/e-invoice-rules.js'
import { FINANCE } from '../support/money.js'
import { confirmAgreement, itemOf, stockShop } from '../support/ordering.js'
import { newId } from '../support/subscriptions.js'

const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const AUDITOR = { account: PLATFORM_ID, roles: ['platform-auditor'] as const }
const PARTNER = `/v1/platform/partners/${DIRECT}`
const IBAN = 'NL91ABNA0417164300'

describeApi('a month is closed', (api) => {
  // biome-ignore lint/suspicious/noExplicitAny: a plain client takes what comes
  type Json = any
  const must = async (url: string, options: object = {}): Promise<Json> => {
    const answer = await api.call(url, options)
    expect([answer.status < 300, answer.text], url).toEqual([true, answer.text])
    return answer.body
  }
  const file = (url: string, as: object = {}) => api.call(url, as)
  const run = (asOf: string) => must('/v1/platform/billing-runs', { ...OPERATOR, body: { asOf } })
  const newest = async () => (await must('/v1/invoices')).items[0]
  const balance = () => must('/v1/account/balance')
  const order = async (quantity: number) => {
    const line = { lineItemNumber: 0, offerId: await itemOf(api, 'MAIL'), quantity }
    const body = { referenceCustomerId: CUSTOMER, billingCycle: 'monthly', lineItems: [line] }
    return api.call(`/v1/customers/${CUSTOMER}/orders`, { body })
  }

  beforeAll(async () => {
    api.setNow('2026-01-10T09:00:00Z')
    await stockShop(api)
    await confirmAgreement(api, CUSTOMER)
  })

  it('begins with where the provider pays taxes, who it is, and who the partner is', async () => {
    await must('/v1/platform/taxes/registrations', {
      ...FINANCE,
      body: { kind: 'home', country: 'NL', number: 'NL819876549B01', since: '2026-01-01' },
    })
    await must('/v1/platform/provider-profile', {
      ...FINANCE,
      method: 'PUT',
      body: {
        name: 'Lindenhof Cloud B.V.',
        address: { lines: ['Lindenlaan 12'], city: 'Utrecht', postalCode: '3571 AB', country: 'NL' },
        registrationNumber: '30123456',
        email: 'billing@provider.example',
        languages: ['nl', 'en'],
        payment: { accountName: 'Lindenhof Cloud B.V.', iban: IBAN, bic: 'ABNANL2A' },
      },
    })
    await must('/v1/profiles/billing', {
      method: 'PUT',
      body: {
        companyName: 'Direct Cloud',
        address: { addressLine1: 'Kade 8', city: 'Groningen', postalCode: '9712 CP', country: 'NL' },
        primaryContact: { firstName: 'Ida', lastName: 'Bakker', email: 'billing@direct.example' },
        taxId: 'NL004495445B01',
      },
    })
    expect((await order(10)).status).toBe(201)
  })

  let first: Json
  it('is charged, taxed and invoiced by a run, which changes nothing the second time', async () => {
    api.setNow('2026-01-16T09:00:00Z')
    expect(await run('2026-01-15')).toMatchObject({ status: 'completed', invoices: 1 })
    expect((await run('2026-01-15')).invoices).toBe(1)
    first = await newest()
    // Ten times 4.00, and 21 percent.
    expect(first).toMatchObject({ documentType: 'invoice', totalCharges: 48.4, paidAmount: 0 })
  })

  it('comes with a file, a sheet, a PDF and e-invoices that keep the rules', async () => {
    const csv = await file(`/v1/invoices/${first.id}/files/csv`)
    expect(csv.text.split('\r\n')[1]).toContain(',48.4')
    expect((await file(`/v1/invoices/${first.id}/files/xlsx`)).status).toBe(200)
    const statement = `/v1/invoices/${first.id}/documents/statement`
    expect((await file(statement)).text.slice(0, 5)).toBe('%PDF-')
    for (const format of ['ubl', 'cii'] as const) {
      const xml = await file(`${statement}?format=${format}`)
      expect(brokenRules(readEInvoice(xml.text))).toEqual([])
    }
    expect((await file(`${statement}?format=factur-x`)).status).toBe(200)
    // Whoever has the link needs no token, for half an hour.
    const { pdfDownloadLink } = await must(`/v1/invoices/${first.id}`)
    const opened = await api.call(`/v1${pdfDownloadLink}`, { token: null })
    expect(opened.text.slice(0, 5)).toBe('%PDF-')
  })

  it('is paid by a bank statement that names it', async () => {
    const csv = `booked_on,amount,currency,payer,payer_account,remittance,entry_reference\n2026-01-16,48.40,EUR,Direct Cloud,NL02ABNA0123456789,Invoice ${first.id},B1\n`
    const answer = await api.call(`/v1/platform/bank-statements/csv?account=main&autoExact=true`, {
      ...FINANCE,
      body: csv,
      headers: { 'content-type': 'text/csv' },
    })
    expect(answer.status, answer.text).toBeLessThan(300)
    expect((await must(`/v1/invoices/${first.id}`)).paidAmount).toBe(-48.4)
    expect((await balance()).balances[0].balanceAmount).toBe(0)
  })

  it('knows an exemption, from the next invoice on', async () => {
    const asked = await must('/v1/taxes/exemptions', {
      body: {
        country: 'NL',
        certificateNumber: 'BD-42',
        reason: 'Supplies for a project of the European Union',
        validFrom: '2026-02-01',
        validTo: '2026-03-01',
        certificate: { fileName: 'exempt.pdf', content: Buffer.from('%PDF-1.4\n%%EOF').toString('base64') },
      },
    })
    await must(`${PARTNER}/taxes/exemptions/${asked.id}/decision`, { ...FINANCE, body: { state: 'approved' } })
    api.setNow('2026-02-16T09:00:00Z')
    await run('2026-02-15')
    expect(await newest()).toMatchObject({ totalCharges: 40 })
    expect((await must(`/v1/invoices/${first.id}`)).totalCharges).toBe(48.4)
  })

  it('puts a credit on the next invoice, and corrects one that was issued', async () => {
    await must(`/v1/platform/adjustments/limits/EUR`, { ...FINANCE, method: 'PUT', body: { amount: 50 } })
    await must(`${PARTNER}/adjustments`, {
      ...FINANCE,
      body: { amount: -5, currency: 'EUR', reasonCode: 'goodwill', description: 'For the outage of February' },
    })
    api.setNow('2026-03-16T09:00:00Z')
    await run('2026-03-15')
    const third = await newest()
    // 40.00 less 5.00, and 21 percent.
    expect(third).toMatchObject({ totalCharges: 42.35, totalAdjustments: -5 })
    await must(`/v1/platform/invoices/${third.id}/rebill`, {
      ...FINANCE,
      body: { reason: 'billing-error', note: 'wrong address' },
    })
    const [replacement, note] = (await must('/v1/invoices')).items
    expect([note.documentType, replacement.documentType].sort()).toEqual(['adjustment_note', 'void_note'])
    expect([note.totalCharges, replacement.totalCharges].sort((a, b) => a - b)).toEqual([-42.35, 42.35])
    expect([note.amendsOf, replacement.amendsOf]).toEqual([third.id, third.id])
    for (const { id } of [note, replacement]) {
      const xml = await file(`/v1/invoices/${id}/documents/statement?format=ubl`)
      expect(brokenRules(readEInvoice(xml.text))).toEqual([])
    }
  })

  it('keeps who is past due from buying, but not from what it has, until it pays', async () => {
    api.setNow('2026-04-20T09:00:00Z')
    await run('2026-04-19')
    await keepHouse({ database: api.database(), newId }, DIRECT, dayOfInstant(api.now()), api.now())
    expect((await balance()).pastDue).toBe(true)
    expectFault(await order(1), 403, 800039)
    const open = (await balance()).overdue[0].amount
    await must(`${PARTNER}/payments`, {
      ...FINANCE,
      body: { method: 'bank_transfer', currency: 'EUR', amount: open, receivedDate: '2026-04-20', oldestFirst: true },
    })
    expect((await balance()).pastDue).toBe(false)
    expect((await order(1)).status).toBe(201)
  })

  it('can be proved', async () => {
    expect(await must('/v1/platform/books', AUDITOR)).toMatchObject({ isRight: true, faults: [] })
    const proof = await must(`${PARTNER}/ledger/verification`, AUDITOR)
    expect(proof).toMatchObject({ isRight: true, differenceCount: 0 })
    const { items } = await must('/v1/account/statement')
    expect(items.at(-1).balance).toBe((await balance()).balances[0].balanceAmount)
  })
})
