import { expect, it } from 'vitest'
import type { Role } from '../../src/core/access/role.js'
import { describeApi, OTHER, PLATFORM_ID, RESELLER } from '../support/api.js'

const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as Role[], person: '21' }
const FINANCE = { account: PLATFORM_ID, roles: ['platform-finance'] as Role[], person: '22' }
const LISTS = '/v1/platform/price-lists'
const PRICES = '/v1/portal/prices'

const FILE = [
  'ProductId,SkuId,TermDuration,BillingPlan,Currency,UnitPrice,ERP Price',
  'MAIL,0001,P1Y,Monthly,EUR,4.40,6.50',
  'SUIT,0001,P3Y,Annual,EUR,8,',
].join('\n')

interface Row {
  readonly productId: string
  readonly termDuration: string
}

describeApi('the prices the portal shows', (api) => {
  it('are those of a month in a market, each against the month before', async () => {
    const query = '?format=new-commerce&month=2026-04&currency=EUR'
    const headers = { 'content-type': 'text/csv' }
    const draft = await api.call(`${LISTS}${query}`, { ...OPERATOR, method: 'POST', body: FILE, headers })
    const list = `${LISTS}/${draft.body.priceList.id}`
    expect((await api.call(`${PRICES}?market=NL&month=2026-04`)).body.changes).toMatchObject({ ADD: 0, CHG: 0 })
    expect((await api.call(`${list}/publish`, { ...FINANCE, method: 'POST' })).status).toBe(200)

    const now = await api.call(`${PRICES}?market=nl`)
    expect(now.body).toMatchObject({ month: '2026-03', totalCount: 12, changes: { ADD: 0, CHG: 0, DEL: 0, UNC: 12 } })
    const next = await api.call(`${PRICES}?market=NL&month=2026-04&change=chg`)
    expect(next.body.changes).toEqual({ ADD: 1, CHG: 1, DEL: 0, UNC: 11 })
    expect(next.body.items).toMatchObject([
      {
        ...{ productId: 'MAIL', change: 'CHG', changePercent: 10, currency: 'EUR', market: '', publisher: 'Lindenhof' },
        ...{ before: { unitPrice: 4, erpPrice: 6 }, price: { unitPrice: 4.4, erpPrice: 6.5 } },
      },
    ])
    expect((await api.call(`${PRICES}?market=NL&month=2027-01`)).body.month).toBe('2026-04')
  })

  it('are found by product, id and publisher, a page at a time', async () => {
    const ids = ({ items }: { items: Row[] }) =>
      items.map(({ productId, termDuration }) => `${productId} ${termDuration}`)
    const harbour = await api.call(`${PRICES}?market=NL&search=HARBOUR`)
    expect(ids(harbour.body)).toEqual(['CRMX P1M', 'CRMX P1Y'])
    const second = await api.call(`${PRICES}?market=NL&search=suit:0001&size=1&offset=1`)
    expect([second.body.totalCount, second.body.items.length]).toEqual([3, 1])
    expect((await api.call(`${PRICES}?market=NL&segment=education`)).body.totalCount).toBe(0)
    const [{ id }] = (await api.call(LISTS, OPERATOR)).body.items
    expect((await api.call(`${LISTS}/${id}/rows?search=harbour`, OPERATOR)).body.totalCount).toBe(2)
  })

  it('are kept as a file with the published columns and all digits', async () => {
    const file = async (path: string) => api.call(path)
    const next = await file(`${PRICES}/csv?market=NL&month=2026-04&search=mail`)
    expect(next.headers['content-disposition']).toContain('prices-NL-2026-04-commercial.csv')
    expect(next.text).toMatch(/^ProductTitle,ProductId,.*\r\n/)
    expect(next.text).toMatch(/,MAIL,0001,.*,P1Y,Monthly,NL,EUR,4\.40,.*,6\.50,Commercial\r\n/)
    const changed = await file(`${PRICES}/csv?market=NL&month=2026-04&change=CHG&format=license-based`)
    expect(changed.text.split('\r\n').map((line) => line.split(',')[0])).toEqual(['A/C/D/U', 'CHG', ''])
    const { items } = (await api.call('/v1/pricelists')).body
    const published = await file(`/v1/pricelists/${items[0].id}/csv`)
    expect(published.headers['content-disposition']).toContain('price-list-2026-04-EUR.csv')
    expect(published.text).toContain(',MAIL,0001,')
    const added = await file(`/v1/pricelists/${items[0].id}/csv?change=ADD&search=suit`)
    expect(
      added.text
        .trim()
        .split('\r\n')
        .map((line) => line.split(',')[1]),
    ).toEqual(['ProductId', 'SUIT'])
    const [draft] = (await api.call(LISTS, OPERATOR)).body.items
    expect((await api.call(`/v1/pricelists/${draft.id}/csv`, { account: RESELLER })).status).toBe(403)
    expect((await api.call('/v1/pricelists/018f00ff-0000-7000-8000-0000000000ff/csv')).status).toBe(404)
    expect((await api.call(`${PRICES}/csv?market=NL&format=none`)).status).toBe(400)
  })

  it('are in the currency of the account, and kept from indirect resellers', async () => {
    const { body } = await api.call(`${PRICES}?market=US`, { account: OTHER })
    expect(new Set(body.items.map(({ currency }: { currency: string }) => currency))).toEqual(new Set(['USD']))
    expect((await api.call(`${PRICES}?market=GB`, { account: RESELLER })).status).toBe(403)
    expect((await api.call(PRICES)).status).toBe(400)
  })
})
