import { expect, it } from 'vitest'
import {
  CUSTOMER,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  PROVIDER_CUSTOMER,
  RESELLER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import { billThrough, buy, changeCatalog, patch, pathOf } from '../support/subscriptions.js'

const OFFER = '1a2b3c4d-0000-4000-8000-00000000a001'

describeApi('subscriptions', (api) => {
  it('are shown as the contract has them', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const { status, body } = await api.call(pathOf(id))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id,
      offerName: 'Office Suite N',
      friendlyName: 'My SUIT',
      quantity: 10,
      status: 'active',
      creationDate: '2026-03-10T09:00:00Z',
      effectiveStartDate: '2026-03-10T00:00:00Z',
      // Periods print their last day.
      commitmentEndDate: '2027-03-09T00:00:00Z',
      billingCycleEndDate: '2026-04-09T00:00:00Z',
      cancellationAllowedUntilDate: '2026-03-17T09:00:00Z',
      refundOptions: [
        { type: 'Full', expiresAt: '2026-03-11T09:00:00Z' },
        { type: 'Partial', expiresAt: '2026-03-17T09:00:00Z' },
      ],
      refundableQuantity: {
        totalQuantity: 10,
        details: [{ quantity: 10, allowedUntilDateTime: '2026-03-17T09:00:00Z' }],
      },
      autoRenewEnabled: true,
      billingType: 'license',
      billingCycle: 'monthly',
      termDuration: 'P1Y',
      renewalTermDuration: 'P1Y',
      partnerId: '',
      contractType: 'subscription',
      publisherName: 'Lindenhof',
      actions: ['Cancel', 'Edit'],
      links: { self: { uri: pathOf(id).slice(3), method: 'GET', headers: [] } },
      attributes: { objectType: 'Subscription' },
    })
    const read = JSON.parse(Buffer.from(body.attributes.etag, 'base64').toString())
    expect(read).toEqual({ id, version: 1, since: '2026-03-10' })
  })

  it('are listed, of an order, of a reseller and of a base', async () => {
    const base = await buy(api, { product: 'MAIL', quantity: 5 })
    const addOn = await buy(api, { product: 'ARCH', quantity: 5, base })
    const all = await api.call(`/v1/customers/${CUSTOMER}/subscriptions`)
    expect(all.body.totalCount).toBe(all.body.items.length)
    expect(all.body.items.map((item: { id: string }) => item.id)).toEqual(expect.arrayContaining([base, addOn]))
    const { orderId } = (await api.call(pathOf(addOn))).body
    const ofOrder = await api.call(`/v1/customers/${CUSTOMER}/subscriptions?order_id=${orderId}`)
    expect(ofOrder.body.items).toHaveLength(1)
    expect(ofOrder.body.items[0]).toMatchObject({ id: addOn, parentSubscriptionId: base })
    expect(ofOrder.body.items[0].links.parentSubscription.uri).toBe(pathOf(base).slice(3))
    expect((await api.call(`${pathOf(base)}/addons`)).body.items).toEqual(ofOrder.body.items)
    expect((await api.call(`/v1/customers/${CUSTOMER}/subscriptions?mpn_id=4847383`)).body.items).toEqual([])
  })

  it('print a legacy offer by its GUID, and link to it', async () => {
    await changeCatalog(api, `update sku set offer_id = '${OFFER}' where product_id = 'MAIL'`)
    const id = await buy(api, { product: 'MAIL', quantity: 1 })
    const { offerId, links } = (await api.call(pathOf(id))).body
    expect(offerId).toBe(OFFER.toUpperCase())
    expect(links.offer.uri).toBe(`/offers/${OFFER.toUpperCase()}?country=NL`)
    for (const { uri } of Object.values(links as Record<string, { uri: string }>)) {
      expect([uri, (await api.call(`/v1${uri}`)).status]).toEqual([uri, 200])
    }
  })

  it('are those of today, also where billing has not come that far', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 3, term: 'P1M' })
    await patch(api, id, { autoRenewEnabled: false })
    api.setNow('2026-04-10T00:00:00Z')
    expect((await api.call(pathOf(id))).body).toMatchObject({ status: 'expired', autoRenewEnabled: false, actions: [] })
    const mail = await buy(api, { product: 'MAIL', quantity: 3 })
    await patch(api, mail, { status: 'suspended' })
    api.setNow('2026-07-23T09:00:00Z')
    expect((await api.call(pathOf(mail))).body.status).toBe('deleted')
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('belong to one partner, and to the reseller that brought the customer', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 1 })
    expectFault(await api.call(pathOf(id), { account: OTHER }), 404, 60003)
    expectFault(await api.call(pathOf(id, RESELLER_CUSTOMER), { account: INDIRECT_PROVIDER }), 404, 20003)
    expectFault(await api.call(pathOf('018f00f0-0000-7000-8000-00000000ffff')), 404, 20003)
    const sold = {
      product: 'SUIT',
      quantity: 2,
      currency: 'GBP',
      partnerId: INDIRECT_PROVIDER,
      partnerOnRecord: RESELLER_MPN,
    }
    const theirs = await buy(api, { ...sold, customerId: RESELLER_CUSTOMER })
    const own = await buy(api, { ...sold, customerId: PROVIDER_CUSTOMER })
    const asReseller = { account: RESELLER } as const
    expect((await api.call(pathOf(theirs, RESELLER_CUSTOMER), asReseller)).body.partnerId).toBe(RESELLER_MPN)
    expectFault(await api.call(pathOf(own, PROVIDER_CUSTOMER), asReseller), 404, 60003)
    const list = `/v1/customers/${RESELLER_CUSTOMER}/subscriptions?mpn_id=${RESELLER_MPN}`
    expect((await api.call(list, asReseller)).body.totalCount).toBe(1)
    // A reseller manages, buys nothing, and sees no prices.
    const change = (body: object) =>
      api.call(pathOf(theirs, RESELLER_CUSTOMER), { method: 'PATCH', body, ...asReseller })
    expectFault(await change({ quantity: 3 }), 403, 900150)
    expect((await change({ quantity: 1 })).body.quantity).toBe(1)
    expect((await change({ friendlyName: 'Till', autoRenewEnabled: false })).body.autoRenewEnabled).toBe(false)
    expectFault(await api.call(`${pathOf(theirs, RESELLER_CUSTOMER)}/charges`, asReseller), 403, 900150)
    const preview = { body: { quantity: 4 }, ...asReseller }
    expectFault(await api.call(`${pathOf(theirs, RESELLER_CUSTOMER)}/preview`, preview), 403, 900150)
  })

  it('are managed by agents only', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 1 })
    const change = { method: 'PATCH', body: { quantity: 2 } } as const
    expectFault(await api.call(pathOf(id), { ...change, roles: ['helpdesk-agent'] }), 403, 900150)
    expectFault(await api.call(pathOf(id), { ...change, roles: ['billing-admin'] }), 403, 900150)
    expectFault(await api.call(pathOf(id), { roles: ['user-management-admin'] }), 403, 900150)
    expect((await api.call(pathOf(id), { ...change, roles: ['sales-agent'] })).status).toBe(200)
    expect((await api.call(pathOf(id), { roles: ['helpdesk-agent'] })).status).toBe(200)
    // Whoever may see no prices sees no charges either.
    expectFault(await api.call(`${pathOf(id)}/charges`, { roles: ['helpdesk-agent'] }), 403, 900150)
    expectFault(
      await api.call(`${pathOf(id)}/preview`, { body: { quantity: 2 }, roles: ['helpdesk-agent'] }),
      403,
      900150,
    )
    expect((await api.call(`${pathOf(id)}/charges`, { roles: ['billing-admin'] })).status).toBe(200)
  })

  it('show what happened, what it charged and why, and what is charged next', async () => {
    const id = await buy(api, { product: 'MAIL', quantity: 5 })
    await patch(api, id, { quantity: 6 })
    await billThrough(api, '2026-03-31')
    const { body } = await api.call(`${pathOf(id)}/charges`)
    expect(body.items.map((entry: { name: string }) => entry.name)).toEqual(['purchased', 'quantity_changed'])
    expect(body.items[0]).toMatchObject({ details: { quantity: 5, offer: 'Mail Basic' }, performedBy: 'test' })
    expect(body.items[0].charges).toMatchObject([
      {
        chargeType: 'Cycle fee',
        amount: 20,
        currencyCode: 'EUR',
        invoiceDate: '2026-03-15',
        explanation: '4.00 per month x 5 licenses = 20.00',
      },
    ])
    // The change is settled with the next cycle: back 20.00, 24.00 for the whole of it at six, and the new one.
    expect(body.nextCharge.date).toBe('2026-04-10T00:00:00Z')
    expect(body.nextCharge.charges.map((charge: { amount: number }) => charge.amount)).toEqual([-20, 24, 24])
  })
})
