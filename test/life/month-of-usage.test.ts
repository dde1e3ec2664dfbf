// A month of usage through the API: what is metered is bought, its events are reported late, twice, negative and corrected,
// rated, shown, billed with tiers, earned credit and an exchange rate, filed day by day, and proved. The sums were
// calculated by hand; how stands beside each.
import { beforeAll, expect, it } from 'vitest'
import { countingIds, csv, load } from '../billing/provider.js'
import { CUSTOMER, DIRECT, describeApi, PLATFORM_ID } from '../support/api.js'
import { FINANCE } from '../support/money.js'
import { confirmAgreement, itemOf } from '../support/ordering.js'

const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const AUDITOR = { account: PLATFORM_ID, roles: ['platform-auditor'] as const }
const PARTNER = `/v1/platform/partners/${DIRECT}`
const EVENTS = `${PARTNER}/usageevents`
const OF_CUSTOMER = `/v1/customers/${CUSTOMER}`

const meter = (number: number) => `018f0030-0000-4000-8000-00000000000${number}`
/** Plan, priced in USD: 0.10 an hour, earns credit. */
const HOURS = meter(1)
/** Plan, priced in EUR: 0.02 a GB, from 100 GB on 0.01. */
const SPACE = meter(2)
/** Legacy: 100 included, then 0.05 each, after 50 of these 0.04. */
const MAILS = meter(3)
/** Metered SaaS, 50.00 a month: 1,000 included, then 0.01 each. */
const CALLS = meter(4)

const SKUS = csv(
  'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,flat,minimum_quantity,maximum_quantity',
  'GRID,0001,Grid,Grid Plan,LIND,Lindenhof,1 Hour,usage-plan,false,1,1',
  'SEND,0001,Send,Send Mail,LIND,Lindenhof,1 Mail,usage,false,1,1',
  'GATE,0001,Gate,Gateway,HARB,Harbour,1 Month,metered-saas,true,1,1',
)
const PRICES = csv(
  'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price,erp_price',
  'GRID,0001,P1M,monthly,EUR,P1M,2025-01-01,,0.00,0.00',
  'SEND,0001,P1M,monthly,EUR,P1M,2025-01-01,,0.00,0.00',
  'GATE,0001,P1M,monthly,EUR,P1M,2025-01-01,,50.00,60.00',
)
const METERS = csv(
  'meter_id,product_id,sku_id,name,category,unit,pricing_currency',
  `${HOURS},GRID,0001,Machine hours,Compute,1 Hour,USD`,
  `${SPACE},GRID,0001,Space,Storage,1 GB,EUR`,
  `${MAILS},SEND,0001,Mails,Mail,1 Mail,EUR`,
  `${CALLS},GATE,0001,Calls,Gateway,1 Call,EUR`,
)
const RATES = csv(
  'meter_id,currency,valid_from,included,earns_credit,from,unit_price',
  `${HOURS},USD,2025-01-01,0,true,0,0.10`,
  `${SPACE},EUR,2025-01-01,0,false,0,0.02`,
  `${SPACE},EUR,2025-01-01,0,false,100,0.01`,
  `${MAILS},EUR,2025-01-01,100,false,0,0.05`,
  `${MAILS},EUR,2025-01-01,100,false,50,0.04`,
  `${CALLS},EUR,2025-01-01,1000,false,0,0.01`,
)
const EXCHANGE = csv('month,from,to,rate', '2026-01,USD,EUR,0.90', '2026-02,USD,EUR,0.95')

describeApi('a month of usage', (api) => {
  // biome-ignore lint/suspicious/noExplicitAny: a plain client takes what comes
  type Json = any
  const must = async (url: string, options: object = {}): Promise<Json> => {
    const answer = await api.call(url, options)
    expect([answer.status < 300, answer.text], url).toEqual([true, answer.text])
    return answer.body
  }
  const send = (path: string, body: string) =>
    must(path, { ...OPERATOR, body, headers: { 'content-type': 'text/csv' } })
  const run = (asOf: string) => must('/v1/platform/billing-runs', { ...OPERATOR, body: { asOf } })
  const rate = () => must('/v1/platform/usageratings', { ...OPERATOR, body: { partnerId: DIRECT } })
  const newest = async () => (await must('/v1/invoices')).items[0]
  const lines = (id: string, provider: string, type: string) =>
    must(`/v1/invoices/${id}/lineitems/${provider}/${type}?size=2000&currencycode=EUR&period=current`)
  const sum = (items: readonly Json[], name: string) =>
    items.reduce((cents, item) => cents + Math.round(item[name] * 100), 0) / 100

  let subscriptions: { plan: string; mail: string; gate: string }
  const resource = (name: string) => ({
    ...{ entitlementId: 'prod', entitlementName: 'Production', resourceGroup: 'rg1', location: 'westeurope' },
    ...{ resourceUri: `/groups/rg1/machines/${name}`, tags: { env: 'prod' } },
  })
  const used = (id: string, meterId: string, quantity: string | number, time: string, name = 'vm1') => {
    const subscriptionId = { [MAILS]: subscriptions.mail, [CALLS]: subscriptions.gate }[meterId] ?? subscriptions.plan
    return { id, subscriptionId, meterId, quantity, time: `2026-${time}:00Z`, ...resource(name) }
  }
  const report = (events: readonly object[]) => must(EVENTS, { ...OPERATOR, body: { events } })

  beforeAll(async () => {
    api.setNow('2026-01-10T09:00:00Z')
    const ids = countingIds()
    await load(api.database(), { skus: SKUS, prices: PRICES }, () => ids().replace('018f0009', '018f0031'))
    await confirmAgreement(api, CUSTOMER)
  })

  it('begins with who sells and who buys', async () => {
    await must('/v1/platform/provider-profile', {
      ...FINANCE,
      method: 'PUT',
      body: {
        name: 'Lindenhof Cloud B.V.',
        address: { lines: ['Lindenlaan 12'], city: 'Utrecht', postalCode: '3571 AB', country: 'NL' },
        registrationNumber: '30123456',
        email: 'billing@provider.example',
        languages: ['en'],
        payment: { accountName: 'Lindenhof Cloud B.V.', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A' },
      },
    })
    await must('/v1/profiles/billing', {
      method: 'PUT',
      body: {
        companyName: 'Direct Cloud',
        address: { addressLine1: 'Kade 8', city: 'Groningen', postalCode: '9712 CP', country: 'NL' },
        primaryContact: { firstName: 'Ida', lastName: 'Bakker', email: 'billing@direct.example' },
      },
    })
  })

  it('is told what is metered, what it costs, and what a dollar is', async () => {
    expect(await send('/v1/platform/meters/import', METERS)).toMatchObject({ added: 4 })
    expect(await send('/v1/platform/usagerates/import', RATES)).toMatchObject({ added: 4 })
    expect(await send('/v1/platform/exchangerates/import', EXCHANGE)).toMatchObject({ added: 2 })
  })

  it('sells a plan, a legacy metered offer and a metered SaaS', async () => {
    const bought: string[] = []
    for (const product of ['GRID', 'SEND', 'GATE']) {
      const item = {
        id: 0,
        catalogItemId: await itemOf(api, product),
        quantity: 1,
        billingCycle: 'monthly',
        termDuration: 'P1M',
      }
      const cart = await must(`${OF_CUSTOMER}/carts`, { body: { lineItems: [item] } })
      const done = await must(`${OF_CUSTOMER}/carts/${cart.id}/checkout`, { method: 'POST' })
      bought.push(done.orders[0].lineItems[0].subscriptionId)
    }
    const [plan, mail, gate] = bought as [string, string, string]
    subscriptions = { plan, mail, gate }
    const shown = await must(`${OF_CUSTOMER}/subscriptions/${plan}`)
    expect(shown).toMatchObject({ status: 'active', quantity: 1 })
  })

  it('takes each event once, and says what became of it', async () => {
    api.setNow('2026-01-15T20:00:00Z')
    const first = [
      used('h-1', HOURS, 10, '01-12T08:00'),
      used('h-2', HOURS, '5.5', '01-13T08:00', 'vm2'),
      used('s-1', SPACE, '120', '01-15T10:00', 'disk1'),
      used('m-1', MAILS, 170, '01-14T10:00', 'post'),
    ]
    expect(await report(first)).toMatchObject({ accepted: 4, duplicates: 0, refused: 0 })
    const again = await report([...first.slice(0, 2), used('x-1', CALLS, 1, '01-20T08:00'), { id: 'x-2' }])
    expect([again.accepted, again.duplicates, again.refused]).toEqual([0, 2, 2])
    expect(again.items.map((item: Json) => item.refusal?.code ?? item.status)).toEqual([
      ...['duplicate', 'duplicate', 'usage-in-future', 'usage-event-malformed'],
    ])
    const other = await report([used('h-1', HOURS, 11, '01-12T08:00')])
    expect(other.items[0].refusal.code).toBe('usage-event-conflict')
  })

  it('charges what goes beyond the included mails on the recurring invoice, a line for each tier', async () => {
    api.setNow('2026-01-16T09:00:00Z')
    await rate()
    await run('2026-01-15')
    const invoice = await newest()
    // 170 less 100 included: 50 at 0.05 and 20 at 0.04.
    expect(invoice.totalCharges).toBe(3.3)
    const { items } = await lines(invoice.id, 'azure', 'billinglineitems')
    expect(
      items.map((item: Json) => [
        item.consumedQuantity,
        item.includedQuantity,
        item.overageQuantity,
        item.pretaxCharges,
      ]),
    ).toEqual([
      [150, 100, 50, 2.5],
      [20, 0, 20, 0.8],
    ])
  })

  it('takes corrections, negative usage, and mails that come after their invoice', async () => {
    api.setNow('2026-01-31T20:00:00Z')
    const more = await report([
      used('h-3', HOURS, 4, '01-20T08:00'),
      used('h-4', HOURS, '-0.5', '01-20T12:00'),
      used('h-5', HOURS, 100, '01-21T08:00'),
      { id: 'h-6', amends: 'h-2', quantity: '6.5' },
      { id: 'h-7', cancels: 'h-5' },
      used('s-2', SPACE, '30.5', '01-16T10:00', 'disk1'),
      used('c-1', CALLS, 1_250, '01-22T10:00', 'gateway'),
      used('m-2', MAILS, 10, '01-14T11:00', 'post'),
      used('m-3', MAILS, 90, '01-25T11:00', 'post'),
    ])
    expect(more).toMatchObject({ accepted: 9, refused: 0 })
    const event = await must(`${EVENTS}/h-2`, OPERATOR)
    expect([event.quantity, event.effectiveQuantity]).toEqual(['5.5', '6.5'])
  })

  it('tells of a budget that is nearly spent, and stops nothing', async () => {
    const budget = (amount: number) =>
      must(`${OF_CUSTOMER}/usagebudget`, { roles: ['admin-agent'], method: 'PATCH', body: { amount } })
    await rate()
    // 1.53 + 2.50 + 2.50 of the one-time invoice, and 3.30 + 0.40 of the mails.
    expect(await budget(12)).toMatchObject({ amount: 12, spentAmount: 10.23 })
    const told = async () => {
      const { rows } = await api
        .database()
        .query<{ threshold: number }>('select threshold from usage_budget_notice order by 1')
      return rows.map(({ threshold }) => threshold)
    }
    expect(await told()).toEqual([80])
    await budget(10)
    await budget(12)
    expect(await told()).toEqual([80, 100])
    expect((await report([used('c-2', CALLS, 1, '01-31T19:00', 'gateway')])).accepted).toBe(1)
    expect((await report([{ id: 'c-3', cancels: 'c-2' }])).accepted).toBe(1)
    await rate()
  })

  it('shows what was used and what it will cost before it is invoiced', async () => {
    const summary = await must(`${OF_CUSTOMER}/usagesummary`)
    expect(summary).toMatchObject({ currencyCode: 'EUR' })
    const hours = (await must(`${OF_CUSTOMER}/subscriptions/${subscriptions.plan}/meterusagerecords`)).items.find(
      (item: Json) => item.meterId.toLowerCase() === HOURS,
    )
    // 10 + 6.5 + 4 - 0.5, and 100 that never were; 20 x 0.10 less 15 % is 1.70 USD, at 0.90.
    expect([hours.quantityUsed, hours.totalCost]).toEqual([20, 1.53])
    const days = 'start_time=2026-01-12T00:00:00Z&end_time=2026-02-01T00:00:00Z'
    const { items } = await must(
      `${OF_CUSTOMER}/subscriptions/${subscriptions.plan}/utilizations/azure?${days}&granularity=daily`,
    )
    const ofHours = items.filter((item: Json) => item.resource.id.toLowerCase() === HOURS)
    expect(ofHours.map((item: Json) => [item.usageStartTime.slice(0, 10), item.quantity])).toEqual([
      ['2026-01-12', 10],
      ['2026-01-13', 6.5],
      ['2026-01-20', 3.5],
      ['2026-01-21', 0],
    ])
    const unbilled = await lines('unbilled', 'onetime', 'usagelineitems')
    expect(sum(unbilled.items, 'billingPreTaxTotal')).toBe(6.53)
  })

  let january: Json
  it('puts the plan and what goes beyond the SaaS on the one-time invoice', async () => {
    api.setNow('2026-02-07T09:00:00Z')
    await run('2026-02-06')
    january = await newest()
    // The fee 50.00; hours 1.53; space 100 x 0.02 + 50.5 x 0.01 = 2.505, cut to 2.50; calls 250 x 0.01 = 2.50.
    expect(january.totalCharges).toBe(56.53)
  })

  it('files the same sums day by day', async () => {
    const daily = (await lines(january.id, 'onetime', 'usagelineitems')).items
    // Without the fee.
    expect(sum(daily, 'billingPreTaxTotal')).toBe(6.53)
    const hours = daily.filter((item: Json) => item.meterId.toLowerCase() === HOURS)
    // 1.53 by 10 of 20, 16.5 of 20, and the rest: 0.76, then to 1.26, then to 1.53; nothing is left for what never was.
    expect(hours.map((item: Json) => [item.usageDate.slice(0, 10), item.quantity, item.billingPreTaxTotal])).toEqual([
      ['2026-01-12', 10, 0.76],
      ['2026-01-13', 6.5, 0.5],
      ['2026-01-20', 3.5, 0.27],
      ['2026-01-21', 0, 0],
    ])
    expect(hours[0]).toMatchObject({
      ...{ unitPrice: 0.1, effectiveUnitPrice: 0.085, rateOfPartnerEarnedCredit: 0.15, hasPartnerEarnedCredit: true },
      ...{ pricingCurrency: 'USD', billingCurrency: 'EUR', pcToBCExchangeRate: 0.9, entitlementId: 'prod' },
    })
    const file = await api.call(`/v1/invoices/${january.id}/files/csv?kind=daily-rated`)
    expect(file.text.trimEnd().split('\r\n')).toHaveLength(1 + daily.length)
    const document = await api.call(`/v1/invoices/${january.id}/documents/statement`)
    expect(document.text.slice(0, 5)).toBe('%PDF-')
    const costs = await must(`${OF_CUSTOMER}/servicecosts/mostrecent`)
    expect(costs).toMatchObject({ currencyCode: 'EUR' })
  })

  it('bills late usage with its own days, as if it had been in time', async () => {
    api.setNow('2026-02-14T09:00:00Z')
    await report([used('h-8', HOURS, '2.5', '01-25T08:00'), used('h-9', HOURS, 100, '02-10T08:00')])
    api.setNow('2026-02-16T09:00:00Z')
    await run('2026-02-15')
    const mails = await newest()
    // Ten mails more of the period until 15 January, all in the second tier; 90 of the next one cost nothing.
    expect(mails.totalCharges).toBe(0.4)
    const late = (await lines(mails.id, 'azure', 'billinglineitems')).items.filter(
      (item: Json) => item.pretaxCharges !== 0,
    )
    expect(
      late.map((item: Json) => [item.chargeEndDate.slice(0, 10), item.consumedQuantity, item.pretaxCharges]),
    ).toEqual([['2026-01-15', 10, 0.4]])
    api.setNow('2026-03-07T09:00:00Z')
    await run('2026-03-06')
    const february = await newest()
    // January has 22.5 hours now: 2.25 USD less 15 % is 1.91, at 0.90 1.71; 1.53 of it was invoiced, so 0.18. February: 100
    // hours are 10.00 USD less 15 %, at 0.95 8.07. And the fee of the month from 10 February, 50.00.
    expect(february.totalCharges).toBe(58.25)
    const daily = (await lines(february.id, 'onetime', 'usagelineitems')).items
    expect(daily.map((item: Json) => [item.usageDate.slice(0, 10), item.quantity, item.billingPreTaxTotal])).toEqual([
      ['2026-01-25', 2.5, 0.18],
      ['2026-02-10', 100, 8.07],
    ])
    expect((await must(`/v1/invoices/${january.id}`)).totalCharges).toBe(56.53)
  })

  it('can be proved', async () => {
    expect(await must('/v1/platform/books', AUDITOR)).toMatchObject({ isRight: true, faults: [] })
    const proof = await must(`${PARTNER}/ledger/verification`, AUDITOR)
    expect(proof).toMatchObject({ isRight: true, differenceCount: 0 })
  })
})
