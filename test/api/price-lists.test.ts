import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import type { Role } from '../../src/core/access/role.js'
import { id, load, purchase, subscriptions } from '../billing/provider.js'
import {
  type ApiTest,
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  OTHER,
  PLATFORM_ID,
  RESELLER,
} from '../support/api.js'

const HEADER =
  'ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,BillingPlan,Market,' +
  'Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment'

/** Rows of a new-commerce file: product, term, plan, price, suggested price, and the end. */
function file(...rows: readonly (readonly [string, string, string, string, string, string?])[]): string {
  const lines = rows.map(
    ([product, term, plan, price, erp, end = '9999-12-10T00:00:00Z']) =>
      `,${product},0001,,,,,${term},${plan},,EUR,${price},,,2026-01-01T00:00:00Z,${end},,${erp},Commercial`,
  )
  return `${[HEADER, ...lines].join('\r\n')}\r\n`
}

const APRIL = file(
  ['MAIL', 'P1Y', 'Monthly', '4.40', '6.50'],
  ['SUIT', 'P1Y', 'Annual', '9', '12'],
  ['SUIT', 'P3Y', 'Annual', '8', ''],
  ['CRMX', 'P1Y', 'Annual', '18', '20', '2026-03-31T23:59:59Z'],
)

const IMPORTER = { account: PLATFORM_ID, roles: ['platform-operator'] as Role[], person: '21' }
const FINANCE = { account: PLATFORM_ID, roles: ['platform-finance'] as Role[], person: '22' }
const URL = '/v1/platform/price-lists'

function send(api: ApiTest, csv: string, query = 'format=new-commerce&month=2026-04&currency=EUR', as = IMPORTER) {
  return api.call(`${URL}?${query}`, { ...as, method: 'POST', body: csv, headers: { 'content-type': 'text/csv' } })
}

describeApi('price lists', (api) => {
  it('imports a file as a draft, shows what it changes, and publishes it once', async () => {
    const imported = await send(api, APRIL)
    expect([imported.status, imported.text]).toEqual([201, expect.any(String)])
    expect(imported.body).toMatchObject({ changes: { ADD: 1, CHG: 2, DEL: 1, UNC: 9 }, problemCount: 0, lineCount: 4 })
    const { id } = imported.body.priceList
    expect(imported.body.priceList).toMatchObject({ month: '2026-04', state: 'draft', currency: 'EUR', market: '' })

    const again = await send(api, APRIL)
    expect([again.status, again.body.unchanged, again.body.priceList.id]).toEqual([200, true, id])

    const diff = await api.call(`${URL}/${id}/diff`, FINANCE)
    expect(
      diff.body.items.map((row: Record<string, unknown>) => [row['change'], row['productId'], row['changePercent']]),
    ).toEqual([
      ['DEL', 'CRMX', undefined],
      ['CHG', 'MAIL', 10],
      ['CHG', 'SUIT', -10],
      ['ADD', 'SUIT', undefined],
    ])
    const [, mail] = diff.body.items
    expect(mail).toMatchObject({ before: { unitPrice: 4, erpPrice: 6 }, price: { unitPrice: 4.4, erpPrice: 6.5 } })
    const rows = await api.call(`${URL}/${id}/rows?size=5&offset=10`, FINANCE)
    expect([rows.body.totalCount, rows.body.items.length, rows.body.links.next]).toEqual([13, 3, undefined])
    expect((await api.call(`${URL}/${id}/rows?change=unc`, FINANCE)).body.totalCount).toBe(9)

    expectFault(await api.call(`${URL}/${id}/publish`, { ...FINANCE, method: 'POST', person: '21' }), 403, 900150)
    const published = await api.call(`${URL}/${id}/publish`, { ...FINANCE, method: 'POST' })
    expect([published.status, published.body.state]).toEqual([200, 'preview'])
    const twice = await api.call(`${URL}/${id}/publish`, { ...FINANCE, method: 'POST' })
    expect([twice.status, twice.body]).toEqual([200, published.body])
    const prices = await api.database().query<{ text: string }>(
      `select concat_ws(' ', a.term, a.billing_cycle, p.valid_from, coalesce(p.valid_to::text, '-'), p.unit_price::float)
         as text
       from price p join availability a using (availability_id)
       where a.product_id in ('MAIL', 'CRMX', 'SUIT') and a.currency = 'EUR' and p.valid_to is not null
         or p.valid_from = '2026-04-01' order by 1`,
    )
    expect(prices.rows.map((row) => row.text)).toEqual([
      'P1Y annual 2025-01-01 2026-04-01 10',
      'P1Y annual 2025-01-01 2026-04-01 18',
      'P1Y annual 2026-04-01 - 9',
      'P1Y monthly 2025-01-01 2026-04-01 4',
      'P1Y monthly 2026-04-01 - 4.4',
      'P3Y annual 2026-04-01 - 8',
    ])
    const after = await api.call(`${URL}/${id}/diff`, FINANCE)
    const pricesOf = (items: { price?: unknown }[]) => items.map((item) => item.price)
    expect(pricesOf(after.body.items)).toEqual(pricesOf(diff.body.items))
    const audit = await api
      .database()
      .query<{ text: string }>(
        `select operation_type as text from audit_record where resource_type = 'price_list' order by occurred_at, 1`,
      )
    expect(audit.rows.map((row) => row.text)).toEqual(['import_price_list', 'publish_price_list'])
  })

  it('writes a file that gives the same version again', async () => {
    const found = await api.call(`${URL}?month=2026-04&status=published`, FINANCE)
    const [{ id }] = found.body.items
    for (const format of ['new-commerce', 'license-based']) {
      const exported = await api.call(`${URL}/${id}/csv?format=${format}`, FINANCE)
      expect(exported.headers['content-type']).toContain('text/csv')
      const imported = await send(api, exported.text, `format=${format}&month=2026-04&currency=EUR`)
      expect([imported.body.problemCount, imported.body.changes]).toEqual([0, { ADD: 1, CHG: 2, DEL: 1, UNC: 9 }])
      const copy = await api.call(`${URL}/${imported.body.priceList.id}/csv?format=${format}`, FINANCE)
      expect(copy.text).toBe(exported.text)
    }
  })

  it('replaces and discards drafts, and corrects a month that has not begun', async () => {
    const first = await send(api, file(['MAIL', 'P1Y', 'Monthly', '5', '']))
    const second = await send(api, file(['CRMX', 'P1Y', 'Annual', '18', '20'], ['MAIL', 'P1Y', 'Monthly', '4', '6']))
    const { id } = second.body.priceList
    expect((await api.call(`${URL}/${first.body.priceList.id}`, FINANCE)).body.state).toBe('discarded')
    const closed = await api.call(`${URL}/${first.body.priceList.id}/publish`, { ...FINANCE, method: 'POST' })
    expectFault(closed, 409, 900278)
    expect(second.body.changes).toEqual({ ADD: 1, CHG: 1, DEL: 0, UNC: 11 })
    expect((await api.call(`${URL}/${id}/publish`, { ...FINANCE, method: 'POST' })).status).toBe(200)
    const lists = await api.call(`${URL}?month=2026-04`, FINANCE)
    const states = lists.body.items.map((list: { state: string }) => list.state)
    expect(states.sort()).toEqual(['discarded', 'discarded', 'preview', 'superseded'])
    const third = await send(api, file(['MAIL', 'P1Y', 'Monthly', '4.40', '6']))
    const discarded = await api.call(`${URL}/${third.body.priceList.id}/discard`, { ...IMPORTER, method: 'POST' })
    expect([discarded.status, discarded.body.state]).toEqual([200, 'discarded'])
    expectFault(await api.call(`${URL}/${id}/discard`, { ...IMPORTER, method: 'POST' }), 409, 900278)
    expectFault(await api.call(`${URL}/018f0000-0000-7000-8000-000000000000`, FINANCE), 404, 1000)
  })

  it('tells every line that is refused, and imports nothing of the file', async () => {
    const bad = file(
      ['MAIL', 'P1Y', 'Monthly', '4.40', '6'],
      ['MAIL', 'P1Y', 'Monthly', '4.50', '6'],
      ['NONE', 'P1Y', 'Monthly', '4', '6'],
      ['MAIL', 'P1M', 'Monthly', '4', '6'],
      ['MAIL', 'P1Y', 'Weekly', '4,5', '6'],
      ['TOOL', 'P3Y', 'OneTime', '4', '', '2026-03-31'],
    )
    const query = 'format=new-commerce&month=2026-05&currency=EUR'
    const refused = await send(api, bad, query)
    expectFault(refused, 400, 3000)
    expect(refused.body.data.map((problem: { line: number; code: string }) => [problem.line, problem.code])).toEqual([
      [3, 'repeated-line'],
      [4, 'unknown-sku'],
      [5, 'not-sold'],
      [6, 'unreadable'],
      [7, 'not-listed'],
    ])
    const dry = await send(api, bad, `${query}&dryRun=true`)
    expect([dry.status, dry.body.problemCount, dry.body.priceList]).toEqual([200, 5, undefined])
    expect((await api.call(`${URL}?month=2026-05`, FINANCE)).body.totalCount).toBe(0)
    const elsewhere = await send(api, APRIL, 'format=new-commerce&month=2026-05&currency=USD')
    expect(elsewhere.body.data[0]).toMatchObject({ line: 2, code: 'other-list' })
    expectFault(await send(api, 'Nothing\r\n1\r\n', query), 400, 3000)
    expectFault(await send(api, APRIL, 'format=new-commerce&month=2026-02&currency=EUR'), 400, 3000)
    expectFault(await send(api, APRIL, 'format=other&month=2026-04&currency=EUR'), 400, 3000)
  })

  it('adds in a month that has begun what had no price, and changes nothing in it', async () => {
    const query = 'format=new-commerce&month=2026-03&currency=EUR'
    const changed = await send(api, file(['MAIL', 'P1Y', 'Annual', '5', '']), query)
    const refused = await api.call(`${URL}/${changed.body.priceList.id}/publish`, { ...FINANCE, method: 'POST' })
    expectFault(refused, 409, 900278)
    expect(refused.body.refusal.code).toBe('price-list-out-of-order')
    const usd = 'format=new-commerce&month=2026-03&currency=USD'
    const dollars = (price: string) => file(['MAIL', 'P1Y', 'Annual', price, '']).replaceAll(',EUR,', ',USD,')
    const late = await send(api, dollars('5'), usd)
    const tooLate = await api.call(`${URL}/${late.body.priceList.id}/publish`, { ...FINANCE, method: 'POST' })
    expect([tooLate.status, tooLate.body.refusal.code]).toEqual([409, 'price-list-days-passed'])
    const added = await send(api, file(['TOOL', 'P3Y', 'OneTime', '900', '']).replaceAll(',EUR,', ',USD,'), usd)
    const published = await api.call(`${URL}/${added.body.priceList.id}/publish`, { ...FINANCE, method: 'POST' })
    expect([published.status, published.body.state]).toEqual([200, 'current'])
  })

  it('lets only those read and decide who may', async () => {
    for (const roles of [['global-admin'], ['sales-agent']] as Role[][]) {
      expectFault(await api.call(URL, { roles }), 403, 900150)
      expectFault(await send(api, APRIL, undefined, { account: DIRECT, roles, person: '31' }), 403, 900150)
    }
    expect((await api.call(URL, { account: PLATFORM_ID, roles: ['platform-auditor'] })).status).toBe(200)
    const id = '018f0000-0000-7000-8000-000000000000'
    expectFault(await api.call(`${URL}/${id}/publish`, { ...IMPORTER, method: 'POST' }), 403, 900150)
    const auditor = { account: PLATFORM_ID, roles: ['platform-auditor'] as Role[], person: '23' }
    expectFault(await send(api, APRIL, undefined, auditor), 403, 900150)
    expectFault(await api.call('/v1/pricelists', { account: RESELLER }), 403, 900150)
    expectFault(await api.call('/v1/pricelists', { roles: ['helpdesk-agent'] }), 403, 900150)
  })

  it('shows partners what is published, up to the next month', async () => {
    const may = await send(
      api,
      file(['MAIL', 'P1Y', 'Monthly', '7', '']),
      'format=new-commerce&month=2026-05&currency=EUR',
    )
    await api.call(`${URL}/${may.body.priceList.id}/publish`, { ...FINANCE, method: 'POST' })
    const shown = await api.call('/v1/pricelists?currency=EUR')
    expect(shown.body.items.map((list: { month: string; state: string }) => `${list.month} ${list.state}`)).toEqual([
      '2026-04 preview',
    ])
    const [{ id }] = shown.body.items
    expect((await api.call(`/v1/pricelists/${id}`)).body.id).toBe(id)
    expect((await api.call(`/v1/pricelists/${id}/rows?change=ADD`)).body.items).toMatchObject([{ termDuration: 'P3Y' }])
    expectFault(await api.call(`/v1/pricelists/${may.body.priceList.id}`), 404, 1000)
    expectFault(await api.call(`/v1/pricelists/${may.body.priceList.id}/rows`), 404, 1000)
  })

  async function sheet(call: string, headers: Record<string, string> = {}, as = {}) {
    const token = await api.token(as)
    return api.server().inject({
      url: `/v1.0/sales/${call}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
    })
  }

  it('gives price sheets as a ZIP with one CSV, or as CSV where nothing else is accepted', async () => {
    const url = "pricesheets(Market='NL',PricesheetView='updatedlicensebased')/$value"
    const zipped = await sheet(url, { 'accept-encoding': 'gzip, deflate', 'client-request-id': 'abc-1' })
    expect([zipped.statusCode, zipped.headers['content-type']]).toEqual([200, 'application/octet-stream'])
    expect(zipped.headers['client-request-id']).toBe('abc-1')
    expect(zipped.headers['request-id']).toEqual(expect.any(String))
    const files = Object.entries(unzipSync(new Uint8Array(zipped.rawPayload)))
    expect(files.map(([name]) => name)).toEqual(['updatedlicensebased-NL-current-2026-03.csv'])
    const plain = await sheet(`${url}?timeline=current`, { 'accept-encoding': 'identity' })
    expect(Buffer.from(files[0]![1]).toString()).toBe(plain.body)
    const lines = plain.body.trim().split('\r\n')
    expect(lines[0]).toBe(HEADER)
    expect(lines).toContain(
      'Mail,MAIL,0001,Mail Basic,Lindenhof,,License,P1Y,Annual,NL,EUR,4.00,,,2025-01-01T00:00:00Z,9999-12-10T00:00:00Z,,6.00,Commercial',
    )
    const csv = { 'accept-encoding': 'identity' }
    const future = await sheet(`${url}?timeline=future`, csv)
    expect(future.body.trim().split('\r\n').slice(1)).toEqual([
      'Suite,SUIT,0001,Office Suite N,Lindenhof,,License,P1Y,Annual,NL,EUR,9.00,,,2026-04-01T00:00:00Z,9999-12-10T00:00:00Z,,12.00,Commercial',
      'Suite,SUIT,0001,Office Suite N,Lindenhof,,License,P3Y,Annual,NL,EUR,8.00,,,2026-04-01T00:00:00Z,9999-12-10T00:00:00Z,,,Commercial',
    ])
    const history = await sheet(`${url}?timeline=history&month=202602`, csv)
    expect(history.headers['content-disposition']).toContain('updatedlicensebased-NL-history-2026-02.csv')
    const encoded = await sheet(
      encodeURI(url).replaceAll("'", '%27').replaceAll('(', '%28').replaceAll(')', '%29'),
      csv,
    )
    expect(encoded.body).toBe(plain.body)
    expect(
      (await sheet("pricesheets(Market='US',PricesheetView='marketplace')/$value", csv, { account: OTHER })).body,
    ).toContain(',USD,20.00,')
  })

  it('refuses price sheets in the form of the pricing paths', async () => {
    const refusals: readonly (readonly [string, number, string])[] = [
      ["pricesheets(Market='NL',PricesheetView='azure_consumption')/$value", 404, 'itemNotFound'],
      ["pricesheets(Market='NL',PricesheetView='software')/$value?timeline=history&month=202603", 404, 'itemNotFound'],
      ["pricesheets(Market='NL',PricesheetView='software')/$value?timeline=history&month=2026", 400, 'invalidRequest'],
      ["pricesheets(Market='NL',PricesheetView='software')/$value?timeline=soon", 400, 'invalidRequest'],
      ["pricesheets(Market='Holland',PricesheetView='software')/$value", 400, 'invalidRequest'],
      ["pricesheets(Market='ZZ',PricesheetView='software')/%24value", 404, 'itemNotFound'],
      ["pricesheets(Market='NL',PricesheetView='other')/$value", 400, 'invalidRequest'],
      ["fxrates(Month='202603')/$value", 404, 'itemNotFound'],
      ['pricesheets/$value', 404, 'itemNotFound'],
    ]
    for (const [url, status, code] of refusals) {
      const answer = await sheet(url)
      expect([url, answer.statusCode, answer.json()['error']['code']]).toEqual([url, status, code])
      expect(answer.headers['request-id']).toEqual(expect.any(String))
    }
    const url = "pricesheets(Market='NL',PricesheetView='software')/$value"
    expect((await sheet(url, {}, { kind: 'service-principal' })).statusCode).toBe(403)
    expect((await sheet(url, {}, { account: RESELLER })).statusCode).toBe(403)
  })
})

describeApi('what a price list does to those who renew', (api) => {
  const bought = (number: number, at: string, quantity: number, offer: string) =>
    purchase(1, number, at, quantity, offer).replace(id('partner', 1), DIRECT).replace(id('customer', 1), CUSTOMER)

  it('is shown before it is approved: in sums, subscription by subscription, and as CSV', async () => {
    await load(api.database(), {
      subscriptions: subscriptions(
        bought(1, '2026-01-10', 5, 'MAIL,0001,P1Y,monthly,EUR'),
        bought(2, '2026-02-20', 3, 'CRMX,0001,P1M,monthly,EUR'),
        bought(3, '2026-03-01', 2, 'SUIT,0001,P1Y,annual,EUR'),
        bought(4, '2026-03-02', 7, 'SUIT,0001,P1M,monthly,EUR'),
      ),
    })
    const key = { headers: { 'content-type': 'text/csv', 'MS-RequestId': '3f9f2d6c-0000-4c2d-8a5e-9e8d7c6b5a40' } }
    const csv = file(
      ['MAIL', 'P1Y', 'Monthly', '4.405', ''],
      ['CRMX', 'P1M', 'Monthly', '20', '22', '2026-03-31'],
      ['SUIT', 'P1M', 'Monthly', '11', '14'],
    )
    const url = `${URL}?format=new-commerce&month=2026-04&currency=EUR`
    const imported = await api.call(url, { ...IMPORTER, ...key, method: 'POST', body: csv })
    const repeated = await api.call(url, { ...IMPORTER, ...key, method: 'POST', body: csv })
    expect([repeated.status, repeated.body]).toEqual([201, imported.body])
    const root = `${URL}/${imported.body.priceList.id}/effect`
    const effect = await api.call(root, FINANCE)
    expect(effect.body).toMatchObject({
      ...{ subscriptions: 3, customers: 1, partners: 1, withoutPrice: 1, currency: 'EUR' },
      ...{ paidPerCycle: 104, listedPerCycle: 104, renewedPerCycle: 99.03, difference: -4.97 },
      months: [
        { month: '2026-04', subscriptions: 2, difference: -7 },
        { month: '2027-01', subscriptions: 1, difference: 2.03 },
      ],
    })
    const first = await api.call(`${root}/subscriptions?size=2`, FINANCE)
    expect(first.body.items).toMatchObject([
      { renewalDate: '2027-01-10', quantity: 5, paidPrice: 4, listedPrice: 4, newPrice: 4.405, difference: 2.03 },
      { renewalDate: '2026-04-20', quantity: 3, paidPrice: 20, listedPrice: 20, paidPerCycle: 60 },
    ])
    expect(first.body.items[1].newPrice).toBeUndefined()
    const next = `${root}/subscriptions?size=2&seekOperation=Next`
    const headers = { 'MS-ContinuationToken': first.body.continuationToken }
    const second = await api.call(next, { ...FINANCE, headers })
    expect([second.body.items.length, second.body.continuationToken]).toEqual([1, undefined])
    expect(second.body.items[0]).toMatchObject({ customerName: 'Bakkerij', newPerCycle: 77, difference: -7 })
    const bytes = await api.call(`${root}/csv`, FINANCE)
    const lines = bytes.text.trim().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[1]).toMatch(/,2027-01-10,2027-01,5,EUR,4.00,4.00,4.405,20.00,20.00,22.03,2.03$/)
    expectFault(await api.call(root), 403, 900150)
  })
})
