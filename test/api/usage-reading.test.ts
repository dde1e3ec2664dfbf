import { beforeAll, describe, expect, it } from 'vitest'
import { parseDecimal } from '../../src/core/money/decimal.js'
import { dailyShares } from '../../src/core/rating/share-by-day.js'
import { asOwner } from '../billing/provider.js'
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
} from '../support/api.js'
import { rateReported, reportUsage, used } from '../support/api-usage.js'
import { customerOf } from '../support/customers.js'
import { METERS, type MeteredSubscriptions, stockMeters, subscribeToMeters } from '../support/usage.js'

const sumOf = (items: readonly { readonly totalCost: number }[]) =>
  Math.round(items.reduce((sum, item) => sum + item.totalCost * 100, 0)) / 100

describeApi('usage over the API', (api) => {
  let own: MeteredSubscriptions
  let others: MeteredSubscriptions
  let sold: MeteredSubscriptions
  const customer = `/v1/customers/${CUSTOMER}`
  const plan = () => `${customer}/subscriptions/${own.plan}`
  const days = 'start_time=2026-03-01T00:00:00Z&end_time=2026-03-10T00:00:00Z'

  beforeAll(async () => {
    await stockMeters(api.database())
    own = await subscribeToMeters(api.database(), { partnerId: DIRECT, customerId: CUSTOMER, currency: 'EUR' })
    const other = { partnerId: OTHER, customerId: OTHER_CUSTOMER, currency: 'USD' }
    others = await subscribeToMeters(api.database(), other)
    const resold = { partnerId: INDIRECT_PROVIDER, customerId: RESELLER_CUSTOMER, currency: 'GBP' }
    sold = await subscribeToMeters(api.database(), resold)
    await reportUsage(api, DIRECT, [
      used(own.plan, METERS.COMPUTE, '24', '03-02T10:10'),
      used(own.plan, METERS.COMPUTE, '1.333', '03-02T10:50', 'vm2'),
      used(own.plan, METERS.COMPUTE, '7.5', '03-03T00:00', 'vm3'),
      used(own.plan, METERS.COMPUTE, '-1', '03-03T04:00', 'vm2'),
      used(own.plan, METERS.STORAGE, '1200.25', '03-04T05:00', 'disk1'),
      used(own.plan, METERS.NETWORK, '33', '03-05T05:00'),
      used(own.usage, METERS.MESSAGES, '12345', '03-05T06:00'),
    ])
    await reportUsage(api, OTHER, [used(others.plan, METERS.COMPUTE, '100', '03-02T10:00')])
    await reportUsage(api, INDIRECT_PROVIDER, [used(sold.plan, METERS.COMPUTE, '10', '03-02T10:00')])
    for (const partnerId of [DIRECT, OTHER, INDIRECT_PROVIDER]) await rateReported(api, partnerId)
  })

  it('adds up: meters and resources to the subscription, subscriptions to the customer and the partner', async () => {
    const meters = await api.call(`${plan()}/meterusagerecords`)
    // Compute 31.833 h x 0.096 x 0.85, storage 1,000 x 0.0208 + 200.25 x 0.02 USD x 0.85 in EUR, network 33 x 0.05.
    expect(meters.body.items.map((one: { name: string; totalCost: number }) => [one.name, one.totalCost])).toEqual([
      ...[
        ['Data Transfer Out', 1.65],
        ['Hot Data Stored', 19.7],
        ['B2 Instance', 2.59],
      ],
    ])
    expect(meters.body.items[2]).toMatchObject({
      ...{ subscriptionId: own.plan, meterId: METERS.COMPUTE, resourceId: METERS.COMPUTE, quantityUsed: 31.833 },
      ...{ category: 'Virtual Machines', subcategory: 'General', unit: '1 Hour', currencyCode: 'EUR' },
      ...{ currencyLocale: 'nl-NL', usdTotalCost: 2.77, lastModifiedDate: '2026-03-10T09:00:00Z' },
    })
    const older = await api.call(`${plan()}/usagerecords/resources`)
    expect(sumOf(older.body.items)).toBe(23.94)
    const resources = await api.call(`${plan()}/resourceusagerecords`)
    expect(sumOf(resources.body.items)).toBe(23.94)
    expect(resources.body.items.find((one: { name: string }) => one.name === 'disk1')).toMatchObject({
      ...{ resourceType: 'compute/vm', resourceGroupName: 'rg1', entitlementName: 'Production', totalCost: 19.7 },
    })
    const summary = (await api.call(`${plan()}/usagesummary`)).body
    expect(summary).toMatchObject({
      ...{ resourceId: own.plan, totalCost: 23.94, attributes: { objectType: 'SubscriptionUsageSummary' } },
      ...{ billingStartDate: '2026-03-01T00:00:00Z', billingEndDate: '2026-03-31T00:00:00Z' },
    })
    const metered = (await api.call(`${customer}/subscriptions/usagerecords`)).body
    // 9,900 messages x 0.002 and 2,245 x 0.0015... counted after the 100 included: 10,000 at the first price.
    expect(metered.items.map((one: { id: string; totalCost: number }) => [one.id, one.totalCost])).toEqual([
      ...[
        [own.plan, 23.94],
        [own.usage, 23.37],
        [own.saas, 0],
      ],
    ])
    expect((await api.call(`${customer}/usagesummary`)).body).toMatchObject({ totalCost: 47.31, currencyCode: 'EUR' })
    expect((await api.call('/v1/usagesummary')).body).toMatchObject({
      ...{ resourceId: DIRECT, totalCost: 47.31, customersWithUsageBasedSubscription: 1, customersOverBudget: 0 },
    })
  })

  it('tells the billing period of usage on the recurring invoice', async () => {
    expect((await api.call(`${customer}/subscriptions/${own.usage}/usagesummary`)).body).toMatchObject({
      ...{ billingStartDate: '2026-02-16T00:00:00Z', billingEndDate: '2026-03-15T00:00:00Z', totalCost: 23.37 },
    })
  })

  it('shares lines out as the daily file does', async () => {
    const items = (await api.call(`${plan()}/resourceusagerecords`)).body.items as {
      readonly name: string
      readonly totalCost: number
    }[]
    const { rows } = await api.database().query<{ uri: string; quantity: string }>(
      `select r.resource_uri as uri, d.quantity::text from usage_day d
       join usage_resource r on r.partner_id = d.partner_id and r.resource_id = d.resource_id
       where d.partner_id = $1 and d.meter_id = $2 order by d.usage_date, d.resource_id`,
      [DIRECT, METERS.COMPUTE],
    )
    const share = dailyShares(259n, parseDecimal('31.833')!)
    const expected = new Map<string, number>([['vm1', 165]])
    for (const [index, { uri, quantity }] of rows.entries()) {
      const name = uri.split('/').at(-1)!
      const cents = Number(share(parseDecimal(quantity)!, index === rows.length - 1))
      expected.set(name, (expected.get(name) ?? 0) + cents)
    }
    for (const name of ['vm1', 'vm2', 'vm3']) {
      expect(Math.round(items.find((one) => one.name === name)!.totalCost * 100)).toBe(expected.get(name))
    }
  })

  it('pages resources and customers', async () => {
    const first = await api.call(`${plan()}/resourceusagerecords?size=3`)
    expect(first.body.items).toHaveLength(3)
    const headers = { 'MS-ContinuationToken': first.body.continuationToken }
    const next = await api.call(`${plan()}/resourceusagerecords?size=3&seekOperation=Next`, { headers })
    expect([next.body.items.length, next.body.continuationToken]).toEqual([1, undefined])
    expect(sumOf([...first.body.items, ...next.body.items])).toBe(23.94)
    expectFault(await api.call(`${plan()}/resourceusagerecords?size=2001`), 400, 3000)
    const records = (await api.call('/v1/customers/usagerecords?size=1')).body
    expect(records).toMatchObject({
      items: [{ id: CUSTOMER, name: 'Bakkerij', totalCost: 47.31, percentUsed: 0, isUpgraded: true }],
    })
    expect(records.continuationToken).toBeUndefined()
  })

  it('lists a customer with a metered subscription that nothing was used of yet', async () => {
    const body = customerOf('quiet.example.net')
    const customerId: string = (await api.call('/v1/customers', { method: 'POST', body })).body.id
    expect((await api.call('/v1/customers/usagerecords')).body.items).toHaveLength(1)
    await subscribeToMeters(api.database(), { partnerId: DIRECT, customerId, currency: 'EUR' })
    const { items } = (await api.call('/v1/customers/usagerecords')).body
    expect(items).toHaveLength(2)
    expect(items).toContainEqual(expect.objectContaining({ id: customerId, totalCost: 0, isUpgraded: true }))
  })

  it('is found by part of the name or the domain of its customer, or by its id', async () => {
    const namesOf = async (search: string, options = {}) => {
      const url = `/v1/customers/usagerecords?search=${encodeURIComponent(search)}`
      return (await api.call(url, options)).body.items.map(({ name }: { name: string }) => name)
    }
    expect(await namesOf(' BAKKER ')).toEqual(['Bakkerij'])
    expect(await namesOf(CUSTOMER.toUpperCase())).toEqual(['Bakkerij'])
    expect(await namesOf('quiet.exam')).toHaveLength(1)
    expect(await namesOf('')).toHaveLength(2)
    expect(await namesOf('%')).toEqual([])
    expect(await namesOf('bakker', { account: OTHER })).toEqual([])
    const paged = (await api.call('/v1/customers/usagerecords?search=e&size=1')).body
    const headers = { 'MS-ContinuationToken': paged.continuationToken }
    const next = await api.call('/v1/customers/usagerecords?search=e&size=1&seekOperation=Next', { headers })
    expect([next.body.items.length, next.body.continuationToken]).toEqual([1, undefined])
    expect(next.body.items[0].id).not.toBe(paged.items[0].id)
    expectFault(await api.call(`/v1/customers/usagerecords?search=${'x'.repeat(201)}`), 400, 3000)
  })

  it('is told in the currency of the partner', async () => {
    const summary = await api.call('/v1/usagesummary', { account: OTHER })
    expect(summary.body).toMatchObject({ totalCost: 8.16, usdTotalCost: 8.16, currencyCode: 'USD' })
  })

  it('of another partner does not exist, and resellers see quantities without prices', async () => {
    const theirs = `/v1/customers/${OTHER_CUSTOMER}`
    for (const path of [`${theirs}/usagesummary`, `${theirs}/subscriptions/${others.plan}/meterusagerecords`]) {
      expect((await api.call(path)).status).toBe(404)
    }
    expect((await api.call(`${customer}/subscriptions/${others.plan}/usagesummary`)).status).toBe(404)
    const reseller = { account: RESELLER }
    const resold = `/v1/customers/${RESELLER_CUSTOMER}`
    expectFault(await api.call(`${resold}/usagesummary`, reseller), 403, 900150)
    expectFault(await api.call('/v1/usagesummary', reseller), 403, 900150)
    const seen = await api.call(`${resold}/subscriptions/${sold.plan}/utilizations/azure?${days}`, reseller)
    expect(seen.body.items).toMatchObject([{ quantity: 10 }])
    expectFault(await api.call('/v1/usagesummary', { kind: 'service-principal' }), 403, 900329)
  })

  describe('by day and hour', () => {
    const url = (query: string) => `${plan()}/utilizations/azure?${query}`
    const shown = (items: readonly { usageStartTime: string; quantity: number; resource: { name: string } }[]) =>
      items.map(({ usageStartTime, quantity, resource }) => [usageStartTime.slice(5, 16), resource.name, quantity])

    it('tells what each resource used', async () => {
      const { status, body } = await api.call(url(days))
      expect([status, body.items.length]).toEqual([200, 6])
      expect(body.items[0]).toMatchObject({
        ...{ usageStartTime: '2026-03-02T00:00:00Z', usageEndTime: '2026-03-03T00:00:00Z', unit: '1 Hour' },
        resource: { id: METERS.COMPUTE, name: 'B2 Instance', category: 'Virtual Machines', region: 'EU West' },
        instanceData: { location: 'westeurope', partNumber: '', tags: { env: 'prod' }, additionalInfo: { size: 'B2' } },
      })
    })

    it('adds resources up where no details are wanted', async () => {
      const { body } = await api.call(url(`${days}&show_details=false`))
      expect(shown(body.items)).toEqual([
        ...[
          ['03-02T00:00', 'B2 Instance', 25.333],
          ['03-03T00:00', 'B2 Instance', 6.5],
        ],
        ...[
          ['03-04T00:00', 'Hot Data Stored', 1200.25],
          ['03-05T00:00', 'Data Transfer Out', 33],
        ],
      ])
      expect(body.items[0].instanceData).toBeUndefined()
    })

    it('tells hours of the events', async () => {
      const { body } = await api.call(url(`${days}&granularity=hourly&show_details=false`))
      expect(shown(body.items)).toEqual([
        ...[
          ['03-02T10:00', 'B2 Instance', 25.333],
          ['03-03T00:00', 'B2 Instance', 7.5],
        ],
        ...[
          ['03-03T04:00', 'B2 Instance', -1],
          ['03-04T05:00', 'Hot Data Stored', 1200.25],
        ],
        ['03-05T05:00', 'Data Transfer Out', 33],
      ])
      const narrow = 'start_time=2026-03-02T10:00:00%2B01:00&end_time=2026-03-02T12:30:00%2B01:00'
      expect(shown((await api.call(url(`${narrow}&granularity=hourly`))).body.items)).toHaveLength(2)
    })

    it.each(['daily', 'hourly'])('pages %s records', async (granularity) => {
      for (const details of ['true', 'false']) {
        const query = `${days}&granularity=${granularity}&show_details=${details}`
        const whole = (await api.call(url(query))).body.items
        const found: unknown[] = []
        let page = await api.call(url(`${query}&size=2`))
        for (; page.body.links.next !== undefined; ) {
          found.push(...page.body.items)
          const { uri, headers } = page.body.links.next
          expect(uri).toContain('seek')
          page = await api.call(`/v1${uri}`, { headers: { [headers[0].key]: headers[0].value } })
        }
        expect([...found, ...page.body.items]).toEqual(whole)
      }
    })

    it('refuses ranges and positions that cannot be', async () => {
      for (const query of [
        'start_time=2026-03-05T00:00:00Z&end_time=2026-03-05T00:00:00Z',
        'start_time=2026-03-05T08:00:00Z&end_time=2026-03-05T17:00:00Z',
        'start_time=2024-03-05T00:00:00Z&end_time=2026-03-05T00:00:00Z',
        'start_time=2026-01-01T00:00:00Z&end_time=2026-03-05T00:00:00Z&granularity=hourly',
        'start_time=2026-04-01T00:00:00Z&end_time=2026-04-05T00:00:00Z',
        'start_time=2026-03-05&end_time=2026-03-06T00:00:00Z',
        'end_time=2026-03-06T00:00:00Z',
        `${days}&size=1001`,
      ]) {
        expectFault(await api.call(url(query)), 400, 3000)
      }
      const list = `${plan()}/utilizations/azure?`.replace('/v1', '')
      const token = (after: readonly string[]) =>
        Buffer.from(
          JSON.stringify([
            list + new URLSearchParams(`end_time=2026-03-10T00:00:00Z&start_time=2026-03-01T00:00:00Z`),
            ...after,
          ]),
        ).toString('base64url')
      for (const after of [
        ['x', METERS.COMPUTE, 'y', METERS.COMPUTE],
        ['2026-03-01', METERS.COMPUTE, '2026-02-30', CUSTOMER],
      ]) {
        const headers = { 'MS-ContinuationToken': token(after) }
        expect((await api.call(url(`${days}&seek_operation=Next`), { headers })).status).toBe(400)
      }
    })

    it('asks for patience while events of the range wait, and tells late ones of their own day', async () => {
      await reportUsage(api, DIRECT, [used(own.plan, METERS.NETWORK, '2', '03-06T12:00')])
      const waiting = await api.call(url(days))
      expect([waiting.status, waiting.text, waiting.headers['retry-after']]).toEqual([204, '', '60'])
      const before = 'start_time=2026-03-01T00:00:00Z&end_time=2026-03-06T00:00:00Z'
      expect((await api.call(url(before))).status).toBe(200)
      expect((await api.call(url(`${days}&granularity=hourly`))).body.items).toHaveLength(7)
      await rateReported(api, DIRECT)
      expect((await api.call(url(days))).body.items).toHaveLength(7)
    })
  })

  it('is nothing where nothing was used', async () => {
    const subscription = `${customer}/subscriptions/${own.flat}`
    expect((await api.call(`${subscription}/usagesummary`)).body).toMatchObject({ totalCost: 0 })
    expect((await api.call(`${subscription}/meterusagerecords`)).body).toMatchObject({ totalCount: 0, items: [] })
    await asOwner(api.database(), `delete from exchange_rate where month = '2026-03-01'`)
    expect((await api.call(`${subscription}/usagesummary`)).body.usdTotalCost).toBeNull()
  })
})
