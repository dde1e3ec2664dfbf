// Usage on invoices over the API: lists of lines and where they are found, estimates, costs, files and documents.
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, it } from 'vitest'
import { type ApiCall, CUSTOMER, DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID } from '../support/api.js'
import { rateReported, reportUsage, used } from '../support/api-usage.js'
import { readPdf } from '../support/read-pdf.js'
import { billThrough } from '../support/subscriptions.js'
import { METERS, type MeteredSubscriptions, stockMeters, subscribeToMeters } from '../support/usage.js'

const FINANCE: ApiCall = { account: PLATFORM_ID, roles: ['platform-finance'] }
const PROVIDER = {
  name: 'Polder Cloud B.V.',
  address: { lines: ['Stationsplein 1'], city: 'Utrecht', postalCode: '3511 ED', country: 'NL' },
  registrationNumber: '12345678',
  email: 'billing@polder.example',
  languages: ['en', 'nl'],
  payment: { accountName: 'Polder Cloud B.V.', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A', instructions: '' },
}

type Item = Readonly<Record<string, never>>
const sumOf = (items: readonly Item[], field: string) =>
  items.reduce((sum, item) => sum + Math.round(Number(item[field]) * 100), 0)

describeApi('usage on invoices', (api) => {
  let own: MeteredSubscriptions
  /** Numbers of the invoices: recurring of March, one-time of March. */
  const numbers = { recurring: '', oneTime: '' }
  /** What was unbilled before the invoices were issued, in April: that of March, and that of April. */
  const unbilled: Record<'previous' | 'current', readonly Item[]> = { previous: [], current: [] }

  const items = async (uri: string): Promise<readonly Item[]> => {
    const answer = await api.call(uri)
    expect(answer.status, answer.text).toBe(200)
    return answer.body.items
  }
  const lines = (number: string, provider: string, type: string, more = '') =>
    items(`/v1/invoices/${number}/lineitems?provider=${provider}&invoicelineitemtype=${type}${more}`)

  beforeAll(async () => {
    api.setNow('2026-03-31T09:00:00Z')
    await stockMeters(api.database())
    own = await subscribeToMeters(
      api.database(),
      { partnerId: DIRECT, customerId: CUSTOMER, currency: 'EUR' },
      '2026-03-01',
    )
    await reportUsage(api, DIRECT, [
      used(own.plan, METERS.COMPUTE, '24', '03-02T10:10'),
      used(own.plan, METERS.COMPUTE, '1.333', '03-02T10:50', 'vm2'),
      used(own.plan, METERS.COMPUTE, '7.5', '03-20T00:00', 'vm3'),
      used(own.plan, METERS.STORAGE, '1200.25', '03-04T05:00', 'disk1'),
      used(own.plan, METERS.NETWORK, '33', '03-05T05:00'),
      used(own.usage, METERS.MESSAGES, '12345', '03-05T06:00'),
      used(own.usage, METERS.MESSAGES, '55', '03-06T06:00', 'queue2'),
    ])
    await rateReported(api, DIRECT)
    await billThrough(api, '2026-03-31')
    api.setNow('2026-04-02T09:00:00Z')
    await reportUsage(api, DIRECT, [used(own.plan, METERS.NETWORK, '10', '04-01T05:00')])
    await rateReported(api, DIRECT)
    for (const period of ['previous', 'current'] as const) {
      unbilled[period] = await lines('unbilled', 'marketplace', 'usagelineitems', `&period=${period}`)
    }
    await billThrough(api, '2026-04-15')
    api.setNow('2026-04-16T09:00:00Z')
    const issued: readonly { id: string; invoiceType: string; invoiceDetails: readonly object[] }[] = (
      await api.call('/v1/invoices')
    ).body.items
    const withUsage = issued.filter(({ invoiceDetails }) => invoiceDetails.length > 1)
    numbers.recurring = withUsage.find(({ invoiceType }) => invoiceType === 'Recurring')!.id
    numbers.oneTime = withUsage.find(({ invoiceType }) => invoiceType === 'OneTime')!.id
  })

  it('an invoice with usage says where its lines are, and has no list of licenses where it has none', async () => {
    const listsOf = (invoice: { invoiceDetails: readonly Record<string, string>[] }) =>
      invoice.invoiceDetails.map((one) => `${one['billingProvider']}/${one['invoiceLineItemType']}`)
    const { body } = await api.call('/v1/invoices')
    const lists = new Map(body.items.map((invoice: { id: string }) => [invoice.id, listsOf(invoice as never)]))
    expect(lists.get(numbers.recurring)).toEqual(['azure/billing_line_items', 'azure/usage_line_items'])
    expect(lists.get(numbers.oneTime)).toEqual(['one_time/billing_line_items', 'marketplace/usage_line_items'])
    const { invoiceDetails } = (await api.call(`/v1/invoices/${numbers.oneTime}`)).body
    const found = await items(`/v1${invoiceDetails[1].links.self.uri}`)
    expect(found.length).toBeGreaterThan(0)
  })

  it('lines for usage of the recurring invoice, tier by tier, and their days', async () => {
    const found = await lines(numbers.recurring, 'azure', 'billinglineitems')
    // 12,400 used, 100 of them included: 10,000 x 0.002 and 2,300 x 0.0015 in the second tier, counted from the first unit.
    expect(found.map((one) => [one['detailLineItemId'], one['includedQuantity'], one['pretaxCharges']])).toEqual([
      [1, 100, 20],
      [2, 0, 3.45],
    ])
    expect(found[0]).toMatchObject({
      resourceName: 'Messages',
      listPrice: 0.002,
      unit: '1 Message',
      billingProvider: 'azure',
      attributes: { objectType: 'UsageBasedLineItem' },
    })
    const days = await lines(numbers.recurring, 'azure', 'usagelineitems')
    expect(days.map((one) => [one['usageDate'], one['consumedQuantity']])).toEqual([
      ['2026-03-05T00:00:00Z', 12345],
      ['2026-03-06T00:00:00Z', 55],
    ])
    expect(days[0]).toMatchObject({ attributes: { objectType: 'DailyUsageLineItem' } })
  })

  it('lines of the one-time invoice, and days that come to them to the cent, page by page', async () => {
    const charged = (await lines(numbers.oneTime, 'onetime', 'billinglineitems')).filter(
      (one) => one['meterDescription'] !== '',
    )
    // 25.333 h x 0.096 and 7.5 h x 0.09; 1,000 x 0.0208 + 200.25 x 0.02 = 24.805 USD x 85 % = 21.08 x 0.935; 33 x 0.05.
    expect(charged.map((one) => one['subtotal']).sort()).toEqual([0.57, 1.65, 19.7, 2.06].sort())
    for (const provider of ['marketplace', 'onetime']) {
      const days = await lines(numbers.oneTime, provider, 'usagelineitems')
      expect(days).toHaveLength(5)
      expect(sumOf(days, 'billingPreTaxTotal')).toBe(sumOf(charged, 'subtotal'))
      const paged: Item[] = []
      const uri = `/v1/invoices/${numbers.oneTime}/lineitems?provider=${provider}&invoicelineitemtype=usagelineitems&size=2`
      let page = await api.call(uri)
      for (;;) {
        paged.push(...page.body.items)
        const next = page.body.links.next
        if (next === undefined) break
        const headers = { [next.headers[0].key]: next.headers[0].value }
        page = await api.call(`${uri}&seekOperation=Next`, { headers })
        expect(page.status, page.text).toBe(200)
      }
      expect(paged).toEqual(days)
    }
  })

  it('days with or without earned credit are told apart', async () => {
    const days = (more: string) => lines(numbers.oneTime, 'marketplace', 'usagelineitems', more)
    const earned = await days('&hasPartnerEarnedCredit=true')
    const others = await days('&hasPartnerEarnedCredit=false')
    expect(earned.map((one) => one['rateOfPartnerEarnedCredit'])).toEqual([0.15, 0.15, 0.15, 0.15])
    expect(others.map((one) => [one['meterName'], one['rateOfPartnerEarnedCredit']])).toEqual([
      ['Data Transfer Out', 0],
    ])
    expect(earned.length + others.length).toBe((await days('')).length)
  })

  it('what is not invoiced yet is found by the links of estimates', async () => {
    expect(unbilled.previous.map((one) => one['usageDate'])).toHaveLength(5)
    expect(unbilled.current.map((one) => [one['usageDate'], one['billingPreTaxTotal']])).toEqual([
      ['2026-04-01T00:00:00Z', 0.5],
    ])
    const issued = await lines(numbers.oneTime, 'marketplace', 'usagelineitems')
    expect(sumOf(unbilled.previous, 'billingPreTaxTotal')).toBe(sumOf(issued, 'billingPreTaxTotal'))
    const links = (await items('/v1/invoices/estimates/links?currencycode=eur')).filter(
      (one) => one['type'] === 'daily_rated_usage',
    ) as unknown as { period: string; link: { uri: string } }[]
    expect(links.map(({ period }) => period)).toEqual(['Current', 'Previous'])
    const [current, previous] = [await items(`/v1${links[0]!.link.uri}`), await items(`/v1${links[1]!.link.uri}`)]
    expect(current).toHaveLength(1)
    expect(previous).toEqual([])
  })

  it('costs of the customer say what was used, of what and at which price', async () => {
    const costs = await items(`/v1/customers/${CUSTOMER}/servicecosts/MostRecent/lineitems`)
    const network = costs.find((one) => String(one['skuName']).endsWith('Data Transfer Out'))
    expect(network).toMatchObject({ quantity: 33, unitPrice: 0.05, pretaxTotal: 1.65, termAndBillingCycle: '1 GB' })
  })

  it('a subscription to nothing but usage is billed by usage, one with a fee by license', async () => {
    const billed = async (id: string) =>
      (await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${id}`)).body.billingType
    expect(await Promise.all([own.plan, own.usage, own.saas, own.flat].map(billed))).toEqual([
      ...['usage', 'usage', 'license', 'license'],
    ])
  })

  it('each kind of file is sent, and one that the invoice has not is refused', async () => {
    const file = (number: string, kind: string, as: ApiCall = {}) =>
      api.call(`/v1/invoices/${number}/files/csv?kind=${kind}`, as)
    const rowsOf = async (number: string, kind: string) => {
      const answer = await file(number, kind)
      expect(answer.headers['content-disposition']).toContain(`${number}-${kind}-2026-`)
      return parse(answer.text, { columns: true }) as Record<string, string>[]
    }
    expect(await rowsOf(numbers.recurring, 'usage-based')).toHaveLength(2)
    expect(await rowsOf(numbers.oneTime, 'daily-rated')).toHaveLength(5)
    expect((await rowsOf(numbers.oneTime, 'one-time')).filter((row) => row['MeterDescription'] !== '')).toHaveLength(4)
    expectFault(await file(numbers.recurring, 'daily-rated'), 404, 1000)
    expectFault(await file(numbers.oneTime, 'monthly'), 400, 3000)
    expectFault(await file(numbers.oneTime, 'daily-rated', { account: OTHER }), 404, 1000)
  })

  it('the document tells usage apart, with its meters and exchange rates', async () => {
    const written = await api.call('/v1/platform/provider-profile', { ...FINANCE, method: 'PUT', body: PROVIDER })
    expect(written.status, written.text).toBe(200)
    const document = async (number: string, language: string) => {
      const headers = { authorization: `Bearer ${await api.token()}` }
      const url = `/v1/invoices/${number}/documents/statement?language=${language}`
      return readPdf((await api.server().inject({ url, headers })).rawPayload)
    }
    const oneTime = await document(numbers.oneTime, 'en')
    for (const text of ['Usage-based charges', 'EUR 23.98', 'Hot Data Stored', '1,200.25', '1 GB/Month', 'USD']) {
      expect(oneTime.text).toContain(text)
    }
    expect(oneTime.text).toContain('15% earned credit taken off')
    expect(oneTime.pages.at(-1)).toContain('1 USD = 0.935 EUR, rate of 26 Feb 2026')
    const dutch = await document(numbers.recurring, 'nl')
    for (const text of ['Kosten op basis van gebruik', 'EUR 23,45', '100 daarbovenop inbegrepen', '2.300', '0,0015']) {
      expect(dutch.text).toContain(text)
    }
  })

  it('a credit note takes money back, and has no days', async () => {
    const amended = async (number: string, action: string, body: object): Promise<string> => {
      const answer = await api.call(`/v1/platform/invoices/${number}/${action}`, { ...FINANCE, method: 'POST', body })
      expect(answer.status, answer.text).toBe(201)
      return answer.body.amendments[0].id
    }
    const tiers = await lines(numbers.recurring, 'azure', 'billinglineitems')
    expect(tiers.map((one) => one['pretaxCharges'])).toEqual([20, 3.45])
    const charge = { subscriptionId: own.usage, chargeNumber: 1_000_000_001, amount: '1.25' }
    const credit = await amended(numbers.recurring, 'creditnotes', { reason: 'goodwill', credits: [charge] })
    const [credited, ...more] = await lines(credit, 'azure', 'billinglineitems')
    expect(more).toEqual([])
    expect(credited).toMatchObject({
      consumedQuantity: 1,
      includedQuantity: 0,
      pretaxCharges: -1.25,
      postTaxTotal: -1.25,
    })
    expect(await lines(credit, 'azure', 'usagelineitems')).toEqual([])
    expect((await items(`/v1/invoices/${credit}/lineitems?provider=office`)).length).toBe(0)
    const note = (await api.call(`/v1/invoices/${credit}`)).body
    expect(note.invoiceDetails).toMatchObject([{ billingProvider: 'azure', invoiceLineItemType: 'billing_line_items' }])
  })
})
