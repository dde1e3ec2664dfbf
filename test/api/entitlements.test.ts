import { expect, it } from 'vitest'
import {
  CUSTOMER,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  RESELLER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import { confirmAgreement, itemOf } from '../support/ordering.js'
import { buy, changeCatalog, newId, patch, pathOf } from '../support/subscriptions.js'

describeApi('entitlements', (api) => {
  const root = `/v1/customers/${CUSTOMER}/entitlements`

  it('are what each subscription leads to: product, quantity, order, subscription and end', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const { orderId, links } = (await api.call(pathOf(id))).body
    expect(links.entitlement.uri).toBe(`/customers/${CUSTOMER}/entitlements/${id}`)
    // The link of a subscription can be followed by whoever reads it, also a program.
    const { status, body } = await api.call(`/v1${links.entitlement.uri}`, { kind: 'service-principal' })
    expect(status).toBe(200)
    expect(body).toEqual({
      includedEntitlements: [],
      referenceOrder: {
        id: orderId,
        alternateId: orderId.toLowerCase(),
        links: { self: { uri: `/customers/${CUSTOMER}/orders/${orderId}`, method: 'GET', headers: [] } },
        attributes: { objectType: 'ReferenceOrder' },
      },
      productId: 'SUIT',
      skuId: '0001',
      quantity: 10,
      quantityDetails: [{ quantity: 10, status: 'active' }],
      entitledArtifacts: [
        {
          artifactType: 'subscription',
          dynamicAttributes: { subscriptionId: id },
          links: { self: { uri: `/customers/${CUSTOMER}/subscriptions/${id}`, method: 'GET', headers: [] } },
          attributes: { objectType: 'Artifact' },
        },
      ],
      entitlementType: 'OnlineServicesNCE',
      fulfillmentState: 'Fulfilled',
      expiryDate: '2027-03-09T00:00:00Z',
      links: { self: links.entitlement },
      attributes: { objectType: 'Entitlement' },
    })
  })

  it('follow their subscription, and are listed until it ends', async () => {
    const id = await buy(api, { product: 'MAIL', quantity: 5 })
    const one = async () => (await api.call(`${root}/${id}`)).body
    const isListed = async () =>
      (await api.call(root)).body.items.some((item: { links: { self: { uri: string } } }) =>
        item.links.self.uri.endsWith(id),
      )
    await patch(api, id, { quantity: 7 })
    await patch(api, id, { status: 'suspended' })
    expect(await one()).toMatchObject({ quantity: 7, quantityDetails: [{ quantity: 7, status: 'suspended' }] })
    expect(await isListed()).toBe(true)
    await patch(api, id, { status: 'deleted' })
    expect(await one()).toMatchObject({ fulfillmentState: 'Unfulfilled', quantityDetails: [{ status: 'deleted' }] })
    expect(await isListed()).toBe(false)
  })

  it('name the line of the order they were bought with', async () => {
    await changeCatalog(api, "update sku set product_type = 'SoftwarePerpetual' where product_id = 'TOOL'")
    await confirmAgreement(api, CUSTOMER)
    const offerId = await itemOf(api, 'TOOL')
    const order = await api.call(`/v1/customers/${CUSTOMER}/orders`, {
      body: {
        billingCycle: 'one_time',
        lineItems: [
          { lineItemNumber: 0, offerId, quantity: 2 },
          { lineItemNumber: 1, offerId, quantity: 3 },
        ],
      },
    })
    expect(order.status).toBe(201)
    const software = await api.call(`${root}?entitlementType=software&showExpiry=true`)
    expect(software.body.totalCount).toBe(2)
    const lines = software.body.items.map((entitlement: { referenceOrder: object; quantity: number }) => [
      entitlement.referenceOrder,
      entitlement.quantity,
    ])
    expect(lines).toEqual([
      [expect.objectContaining({ id: order.body.id, lineItemId: '0' }), 2],
      [expect.objectContaining({ id: order.body.id, lineItemId: '1' }), 3],
    ])
    // What was bought for good has no end, and lists show ends only where they are asked for.
    expect(software.body.items[0].expiryDate).toBe(undefined)
    await buy(api, { product: 'SUIT', quantity: 1 })
    const ends = async (query: string) =>
      (await api.call(`${root}?entitlementType=OnlineServicesNCE${query}`)).body.items.at(-1).expiryDate
    expect(await ends('')).toBe(undefined)
    expect(await ends('&showExpiry=True')).toBe('2027-03-09T00:00:00Z')
    expectFault(await api.call(`${root}?showExpiry=perhaps`), 400, 3000)
  })

  it('belong to one partner, and to the reseller that brought the customer', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 1 })
    expectFault(await api.call(`${root}/${id}`, { account: OTHER }), 404, 60003)
    expectFault(await api.call(root, { account: OTHER }), 404, 60003)
    expectFault(await api.call(`${root}/${newId()}`), 404, 20003)
    expectFault(await api.call(root, { kind: 'service-principal' }), 403, 900329)
    expectFault(await api.call(root, { roles: ['user-management-admin'] }), 403, 900150)
    expectFault(await api.call(`${root}/${id}`, { roles: ['user-management-admin'] }), 403, 900150)
    const sold = { product: 'SUIT', quantity: 2, currency: 'GBP', partnerId: INDIRECT_PROVIDER }
    const theirs = await buy(api, { ...sold, customerId: RESELLER_CUSTOMER, partnerOnRecord: RESELLER_MPN })
    const path = `/v1/customers/${RESELLER_CUSTOMER}/entitlements/${theirs}`
    expect((await api.call(path, { account: RESELLER })).body.quantity).toBe(2)
  })
})
