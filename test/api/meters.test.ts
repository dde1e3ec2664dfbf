// Meters, rates and exchange rates over HTTP: for the provider, and as the cards and sheets partners read.
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { type As, describeApi, expectFault, OTHER, PLATFORM_ID, RESELLER } from '../support/api.js'
import {
  EXCHANGE_RATES,
  HOURS,
  importFile,
  MESSAGES,
  METERS,
  SPACE,
  stockMeteredShop,
  TRAFFIC,
  USAGE_RATES,
} from '../support/meters.js'

const OPERATOR: As = { account: PLATFORM_ID, roles: ['platform-operator'] }
const AUDITOR: As = { account: PLATFORM_ID, roles: ['platform-auditor'] }
const NOBODY = '018f0007-0000-7000-8000-0000000000ff'

describeApi('meters and their rates', (api) => {
  beforeAll(() => stockMeteredShop(api))

  describe('for the provider', () => {
    it('are imported once, listed and read', async () => {
      const again = await importFile(api, 'meters', METERS)
      expect(again.body).toEqual({ added: 0, changed: 0, unchanged: 4, attributes: { objectType: 'MeterImport' } })
      expect((await importFile(api, 'usagerates', USAGE_RATES)).body).toMatchObject({ added: 0, unchanged: 8 })
      expect((await importFile(api, 'exchangerates', EXCHANGE_RATES)).body).toMatchObject({ added: 0, unchanged: 2 })
      const all = await api.call('/v1/platform/meters?size=2', AUDITOR)
      expect([all.body.totalCount, all.body.items.length, all.body.links.next.uri]).toEqual([
        ...[4, 2, '/platform/meters?size=2&offset=2'],
      ])
      const some = await api.call('/v1/platform/meters?productId=PLAN&category=Compute', AUDITOR)
      expect(some.body.items).toEqual([expect.objectContaining({ id: HOURS, unit: '1 Hour', pricingCurrency: 'USD' })])
      expect((await api.call(`/v1/platform/meters/${HOURS}`, AUDITOR)).body).toEqual(some.body.items[0])
      expectFault(await api.call(`/v1/platform/meters/${NOBODY}`, AUDITOR), 404, 1000)
      expectFault(await api.call(`/v1/platform/meters/${NOBODY}/rates`, AUDITOR), 404, 1000)
    })

    it('tell what they cost before, now and later', async () => {
      const history = await api.call(`/v1/platform/meters/${HOURS}/rates`, AUDITOR)
      expect(history.body.items).toMatchObject([
        { validFrom: '2026-01-01', validTo: '2026-03-20', earnsCredit: true, includedQuantity: 0 },
        { validFrom: '2026-03-20', tiers: [{ from: 0, unitPrice: 0.09 }] },
      ])
      expect(history.body.items[0].tiers).toEqual([
        { from: 0, unitPrice: 0.1 },
        { from: 100, unitPrice: 0.08 },
      ])
      const on = await api.call(`/v1/platform/meters/${HOURS}/rates?on=2026-03-20&currency=usd`, AUDITOR)
      expect(on.body.items).toMatchObject([{ validFrom: '2026-03-20' }])
      const before = await api.call(`/v1/platform/meters/${HOURS}/rates?on=2026-03-19`, AUDITOR)
      expect(before.body.items).toMatchObject([{ validFrom: '2026-01-01', validTo: '2026-03-20' }])
      const all = await api.call('/v1/platform/usagerates?on=2026-03-10&currency=EUR', AUDITOR)
      expect(all.body.items.map((rate: { meterId: string }) => rate.meterId)).toEqual([SPACE, MESSAGES])
      expect((await api.call(`/v1/platform/usagerates?meterId=${HOURS}`, AUDITOR)).body.totalCount).toBe(2)
    })

    it('tell exchange rates with all digits', async () => {
      const { body } = await api.call('/v1/platform/exchangerates', AUDITOR)
      expect(body.items).toMatchObject([
        { month: '2026-03', billingCurrency: 'EUR', rate: 0.921234567890123, exactRate: '0.921234567890123' },
        { month: '2026-03', billingCurrency: 'GBP', rate: 0.8, rateDate: '2026-02-27' },
      ])
      expect((await api.call('/v1/platform/exchangerates?month=2026-02', AUDITOR)).body.items).toEqual([])
    })

    it('are refused as a whole file, and recorded in the activity log', async () => {
      const wrong = `${METERS.trim()}\n${NOBODY},NONE,0001,Name,Category,,1 Hour,USD,false\n`
      const refused = await importFile(api, 'meters', wrong)
      expectFault(refused, 400, 3000)
      expect(refused.body.data).toMatchObject([{ line: 6, code: 'not-found' }])
      expectFault(await importFile(api, 'exchangerates', 'month,from,to,rate\n2026-03,USD,USD,1\n'), 400, 3000)
      expectFault(await importFile(api, 'usagerates', `meter_id,currency\n${HOURS},USD\n`), 400, 3000)
      const { rows } = await api
        .database()
        .query<{ value: { name: string } }>(
          `select new_value as value from audit_record where operation_type = 'create_meter' and partner_id = $1`,
          [PLATFORM_ID],
        )
      expect(rows.map(({ value }) => value.name).sort()).toEqual(['Hours', 'Messages', 'Space', 'Traffic'])
    })

    it("are the operator's to change, everybody's of the provider to read, and no partner's", async () => {
      expectFault(await importFile(api, 'meters', METERS, AUDITOR), 403, 900150)
      expectFault(await importFile(api, 'meters', METERS, {}), 403, 900150)
      expectFault(await api.call('/v1/platform/meters'), 403, 900150)
      expect((await api.call('/v1/platform/usagerates', OPERATOR)).status).toBe(200)
    })
  })

  describe('as rate cards', () => {
    const card = async (query = '', as: As = {}, headers: Record<string, string> = {}) =>
      (await api.call(`/v1/ratecards/azure${query}`, { ...as, headers })).body
    const ratesOf = (body: { meters: readonly { id: string; rates: object }[] }) =>
      Object.fromEntries(body.meters.map(({ id, rates }) => [id, rates]))

    it('say what the meters of a partner cost today in its currency', async () => {
      const body = await card()
      expect(body).toMatchObject({ currency: 'EUR', isTaxIncluded: false, attributes: { objectType: 'AzureRateCard' } })
      expect(ratesOf(body)).toEqual({
        [HOURS]: { 0: 0.0921234567890123, 100: 0.07369876543120985 },
        [MESSAGES]: { 0: 0.009 },
        [SPACE]: { 0: 0.045, 1000: 0.04 },
      })
      expect(body.meters.find(({ id }: { id: string }) => id === SPACE)).toEqual({
        ...{ id: SPACE, name: 'Space', category: 'Hosting', subcategory: '', region: '', unit: '1 GB' },
        ...{ rates: { 0: 0.045, 1000: 0.04 }, includedQuantity: 50, effectiveDate: '2026-01-01T00:00:00Z' },
        tags: ['Third party', 'No partner earned credit'],
      })
      expect(body.offerTerms).toEqual([
        {
          ...{ name: 'Partner earned credit for services managed', discount: 0.15 },
          ...{ excludedMeterIds: [SPACE, MESSAGES], effectiveDate: '2026-01-01T00:00:00Z' },
        },
      ])
    })

    it('are in the currency asked for, of the country asked for, or of the language', async () => {
      expect(ratesOf(await card('?currency=usd'))[HOURS]).toEqual({ 0: 0.1, 100: 0.08 })
      expect(ratesOf(await card('?currency=GBP&region=GB'))[HOURS]).toEqual({ 0: 0.08, 100: 0.064 })
      // No rate, no card: nobody can say what the hours cost in crowns.
      expect(ratesOf(await card('?currency=SEK'))).toEqual({})
      const english = await card('', {}, { 'X-Locale': 'en-GB' })
      expect([english.locale, english.currency]).toEqual(['en-GB', 'GBP'])
      expect((await card('', { account: OTHER })).currency).toBe('USD')
      expectFault(await api.call('/v1/ratecards/azure?region=XX'), 400, 3000)
      expectFault(await api.call('/v1/ratecards/azure?currency=XXQ'), 400, 3000)
    })

    it('follow the price of the day', async () => {
      api.setNow('2026-03-20T09:00:00Z')
      expect(ratesOf(await card('?currency=USD'))[HOURS]).toEqual({ 0: 0.09 })
      api.setNow('2026-03-10T09:00:00Z')
    })

    it('are another card for shared services', async () => {
      const { body } = await api.call('/v1/ratecards/azure-shared?currency=USD&region=NL')
      expect(ratesOf(body)).toEqual({ [TRAFFIC]: { 0: 0, 5: 0.087 } })
      expect(body.links.self.uri).toBe('/ratecards/azure-shared?currency=USD&region=NL')
    })

    it('are for people who may see prices', async () => {
      expectFault(
        await api.call('/v1/ratecards/azure', { kind: 'service-principal', roles: ['admin-agent'] }),
        403,
        900329,
      )
      // Prices are between the provider and who bills.
      expectFault(await api.call('/v1/ratecards/azure', { account: RESELLER, roles: ['admin-agent'] }), 403, 900150)
    })
  })

  describe('as sheets', () => {
    const sheet = (path: string, encoding = 'identity') =>
      api.server().inject({ url: `/v1.0/sales/${path}/$value`, headers: headersOf(encoding) })
    let token = ''
    const headersOf = (encoding: string) => ({ authorization: `Bearer ${token}`, 'accept-encoding': encoding })
    beforeAll(async () => {
      token = await api.token()
    })

    it('tell the exchange rates of a month as published', async () => {
      const plain = await sheet("fxrates(Month='202603')")
      expect(plain.payload).toBe('CurrencyCode,USDPerUnit,Month\r\nEUR,1.085499866001,2026-03\r\nGBP,1.25,2026-03\r\n')
      const zipped = await sheet("FxRates(Month='2026-03')", 'gzip, deflate')
      expect(zipped.headers['content-type']).toBe('application/octet-stream')
      const [entry] = Object.entries(unzipSync(zipped.rawPayload))
      expect([entry![0], Buffer.from(entry![1]).toString()]).toEqual(['fxrates-2026-03.csv', plain.payload])
      expect((await sheet("fxrates(Month='202601')")).json()).toMatchObject({ error: { code: 'itemNotFound' } })
      expect((await sheet("fxrates(Month='May')")).json()).toMatchObject({ error: { code: 'invalidRequest' } })
      expect((await sheet('fxrates')).json()).toMatchObject({ error: { code: 'invalidRequest' } })
    })

    it('tell meters with their tiers, and what changes next month', async () => {
      const view = "pricesheets(Market='NL',PricesheetView='azure_consumption')"
      const { payload } = await sheet(view)
      const lines = payload.trim().split('\r\n')
      expect(lines[0]).toBe(
        'ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,Market,Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,MeterIds,MeterType,Tags',
      )
      expect(lines.filter((line) => line.includes(HOURS))).toEqual([
        `Plan,PLAN,0001,Plan,Lindenhof,Hours,1 Hour,,NL,USD,0.1,0,100,2026-01-01T00:00:00Z,9999-12-10T00:00:00Z,${HOURS},1 Hour,Third party`,
        `Plan,PLAN,0001,Plan,Lindenhof,Hours,1 Hour,,NL,USD,0.08,100,,2026-01-01T00:00:00Z,9999-12-10T00:00:00Z,${HOURS},1 Hour,Third party`,
      ])
      const future = await api.server().inject({
        url: `/v1.0/sales/${view}/$value?timeline=future`,
        headers: headersOf('identity'),
      })
      expect(future.payload.trim().split('\r\n').slice(1)).toEqual([
        expect.stringContaining(`USD,0.09,,,2026-03-20T00:00:00Z,9999-12-10T00:00:00Z,${HOURS}`),
      ])
    })
  })
})
