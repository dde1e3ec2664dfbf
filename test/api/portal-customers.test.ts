import { expect, it } from 'vitest'
import {
  CUSTOMER,
  DIRECT,
  describeApi,
  INDIRECT_PROVIDER,
  OTHER,
  OTHER_CUSTOMER,
  PROVIDER_CUSTOMER,
  RESELLER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import { confirmAgreement } from '../support/ordering.js'

interface Row {
  readonly id: string
}

const LIST = '/v1/portal/customers'
const idsOf = ({ body }: { body: { items: Row[] } }) => body.items.map(({ id }) => id)

describeApi('the customers the portal lists', (api) => {
  it('are found by any part of a name or domain, in any case, and by their id', async () => {
    for (const search of ['KKERIJ', 'kerij.example', CUSTOMER.toUpperCase(), '']) {
      expect(idsOf(await api.call(`${LIST}?search=${search}`)), search).toEqual([CUSTOMER])
    }
    expect((await api.call(`${LIST}?search=_`)).body).toMatchObject({ totalCount: 0, items: [] })
  })

  it('show domain, country, reseller, and whether they may buy', async () => {
    const { body } = await api.call(`${LIST}?reseller=${RESELLER_MPN}`, { account: INDIRECT_PROVIDER })
    expect(body.items).toMatchObject([
      {
        id: RESELLER_CUSTOMER,
        name: 'Corner Shop',
        domain: 'corner.example.net',
        country: 'GB',
        reseller: { mpnId: RESELLER_MPN, name: 'Near Reseller' },
        subscriptionCount: 0,
        hasAgreed: false,
      },
    ])
    await confirmAgreement(api, CUSTOMER)
    expect((await api.call(LIST)).body.items).toMatchObject([{ id: CUSTOMER, hasAgreed: true }])
  })

  it('come a page at a time, with how many there are', async () => {
    const first = await api.call(`${LIST}?size=1`, { account: INDIRECT_PROVIDER })
    const second = await api.call(`${LIST}?size=1&offset=1`, { account: INDIRECT_PROVIDER })
    expect([idsOf(first), first.body.totalCount]).toEqual([[RESELLER_CUSTOMER], 2])
    expect([idsOf(second), second.body.totalCount]).toEqual([[PROVIDER_CUSTOMER], 2])
    expect(idsOf(await api.call(`${LIST}?country=gb`, { account: INDIRECT_PROVIDER }))).toHaveLength(2)
    expect(idsOf(await api.call(`${LIST}?country=NL`, { account: INDIRECT_PROVIDER }))).toEqual([])
    expect((await api.call(`${LIST}?size=201`)).status).toBe(400)
  })

  it('are those of the account only, and of a reseller those it brought', async () => {
    expect(idsOf(await api.call(LIST, { account: DIRECT }))).toEqual([CUSTOMER])
    expect(idsOf(await api.call(LIST, { account: OTHER }))).toEqual([OTHER_CUSTOMER])
    expect(idsOf(await api.call(`${LIST}?search=${CUSTOMER}`, { account: OTHER }))).toEqual([])
    expect(idsOf(await api.call(LIST, { account: RESELLER }))).toEqual([RESELLER_CUSTOMER])
  })
})
