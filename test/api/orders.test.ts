import { beforeAll, expect, it } from 'vitest'
import { asOwner, billTo, expectClean, load, purchase, subscriptions } from '../billing/provider.js'
import {
  type ApiCall,
  CUSTOMER,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  OTHER_CUSTOMER,
  PROVIDER_CUSTOMER,
  RESELLER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import { confirmAgreement, countOf, itemOf, POST_ARCHIVE_OFFER, POST_OFFER, stockShop } from '../support/ordering.js'

const ORDERS = `/v1/customers/${CUSTOMER}/orders`
const OTHERS = `/v1/customers/${OTHER_CUSTOMER}/orders`
const PROVIDER = { account: INDIRECT_PROVIDER }
const SANDBOX = { account: OTHER }

describeApi('orders', (api) => {
  const items: Record<string, string> = {}
  beforeAll(async () => {
    await stockShop(api)
    await asOwner(api.database(), `update partner set is_sandbox = true where partner_id = '${OTHER}'`)
    await load(api.database(), {
      subscriptions: subscriptions(
        purchase(1, 1, '2026-02-01T10:00:00Z', 5, 'MAIL,0001,P1Y,monthly,EUR'),
        purchase(1, 2, '2026-02-03T10:00:00Z', 2, 'TOOL,0001,P1Y,one-time,EUR'),
      ),
    })
    for (const product of ['MAIL', 'ARCH', 'SUIT', 'CRMX', 'TOOL', 'WAVE']) items[product] = await itemOf(api, product)
    for (const product of ['SUIT', 'CRMX', 'WAVE', 'MAIL']) {
      items[`${product} USD`] = product === 'WAVE' ? '' : await itemOf(api, product, 'USD')
    }
  })

  const order = (lineItems: readonly object[], more: object = {}, as: ApiCall = {}) =>
    api.call(ORDERS, { ...as, body: { lineItems, ...more } })
  const post = (quantity = 5, more: object = {}) => ({ offerId: POST_OFFER, quantity, ...more })
  const patch = (id: string, body: object, as: ApiCall = {}) =>
    api.call(`${ORDERS}/${id}`, { ...as, method: 'PATCH', body })
  const amounts = async (subscriptionId: string) => {
    const { rows } = await api.database().query<{ text: string }>(
      `select concat_ws(' ', t.name, c.amount) as text from charge c join charge_type t on t.charge_type = c.charge_type
       where subscription_id = $1 order by charge_number`,
      [subscriptionId],
    )
    return rows.map((row) => row.text)
  }

  it('orders legacy offers and catalogue items without a cart', async () => {
    expectFault(await order([post()]), 403, 13605)
    await confirmAgreement(api, CUSTOMER)
    const answer = await api.call(ORDERS, {
      body: {
        Id: null,
        ReferenceCustomerId: CUSTOMER,
        BillingCycle: 'unknown',
        CreationDate: null,
        LineItems: [
          {
            LineItemNumber: 0,
            OfferId: POST_OFFER.toLowerCase(),
            SubscriptionId: null,
            ParentSubscriptionId: null,
            FriendlyName: 'New offer purchase.',
            Quantity: 5,
            PartnerIdOnRecord: null,
            Attributes: { ObjectType: 'OrderLineItem' },
          },
        ],
        Attributes: { ObjectType: 'Order' },
      },
    })
    expect(answer.status).toBe(201)
    const { id } = answer.body
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
      alternateId: id.toLowerCase(),
      referenceCustomerId: CUSTOMER,
      billingCycle: 'monthly',
      currencyCode: 'EUR',
      currencySymbol: '€',
      creationDate: '2026-03-10T09:00:00Z',
      status: 'completed',
      transactionType: 'UserPurchase',
      lineItems: [
        {
          lineItemNumber: 0,
          offerId: POST_OFFER,
          friendlyName: 'New offer purchase.',
          quantity: 5,
          termDuration: 'P1Y',
          transactionType: 'New',
          links: { sku: { uri: '/products/POST/skus/0001?country=NL', method: 'GET', headers: [] } },
        },
      ],
      links: {
        self: { uri: `/customers/${CUSTOMER}/orders/${id}`, method: 'GET' },
        patchOperation: { method: 'PATCH' },
      },
      attributes: { objectType: 'Order' },
    })
    expect((await api.call(`${ORDERS}/${id}`)).body).toEqual(answer.body)
    const many = await order([{ offerId: items['SUIT'], quantity: 2 }, post(1)], { billingCycle: 'Annual' })
    expect(many.body).toMatchObject({
      billingCycle: 'annual',
      lineItems: [{ lineItemNumber: 0 }, { lineItemNumber: 1 }],
    })
    const { rows } = await api
      .database()
      .query(
        `select operation_type, resource_type, new_value ->> 'orderId' as id from audit_record where data ->> 'orderId' = $1`,
        [id],
      )
    expect(rows).toEqual([{ operation_type: 'create_order', resource_type: 'order', id }])
  })

  it('refuses what cannot be ordered, and leaves nothing of it', async () => {
    const before = [await countOf(api, 'customer_order'), await countOf(api, 'subscription')]
    expectFault(await order([{ offerId: 'NONE:0001:AAAAAAAAAAAA', quantity: 1 }]), 400, 800004)
    expectFault(await order([{ quantity: 1 }]), 400, 800004)
    expectFault(await order([post(301)]), 400, 2002)
    expectFault(await order([post(0)]), 400, 800002)
    expectFault(await order([]), 400, 800002)
    expectFault(await order([post(1, { lineItemNumber: 1 }), post(1, { lineItemNumber: 1 })]), 400, 800071)
    expectFault(await order([post(1, { lineItemNumber: 1 })]), 400, 800071)
    expectFault(await order([post(1), { offerId: items['TOOL'], quantity: 1 }]), 400, 800002)
    expectFault(await order([post()], { billingCycle: 'one_time' }), 400, 800042)
    expectFault(await order([post()], { currencyCode: 'USD' }), 400, 800042)
    expectFault(await order([post(1, { partnerIdOnRecord: RESELLER_MPN })]), 404, 2072)
    expectFault(await order([post(1, { promotionId: 'SPRING' })]), 400, 27007)
    expectFault(await order([post(1, { parentSubscriptionId: CUSTOMER })]), 404, 20003)
    expectFault(await order([post()], {}, { roles: ['helpdesk-agent'] }), 403, 900150)
    expectFault(await order([post()], {}, { account: OTHER }), 404, 60003)
    expect([await countOf(api, 'customer_order'), await countOf(api, 'subscription')]).toEqual(before)
    const withdraw = (day: string) =>
      asOwner(
        api.database(),
        `update sku set withdrawn_on = ${day} where product_id = 'POST'; update catalog_version set version = gen_random_uuid()`,
      )
    await withdraw(`'2026-03-01'`)
    expectFault(await order([post()]), 403, 2091)
    await withdraw('null')
  })

  it('is the same order when the request comes again', async () => {
    const headers = { 'MS-RequestId': '3f9f2d6c-1111-4c2d-8a5e-9e8d7c6b5a45' }
    const first = await order([post()], {}, { headers })
    const [second, third] = await Promise.all([order([post()], {}, { headers }), order([post()], {}, { headers })])
    expect([second!.body, third!.body]).toEqual([first.body, first.body])
    expect(first.status).toBe(201)
  })

  it('names the reseller on record', async () => {
    const path = `/v1/customers/${RESELLER_CUSTOMER}/orders`
    await confirmAgreement(api, RESELLER_CUSTOMER, PROVIDER)
    const line = (partnerIdOnRecord: string) => ({ offerId: POST_OFFER, quantity: 5, partnerIdOnRecord })
    const call = (mpnId: string, more: object = {}) =>
      api.call(path, { ...PROVIDER, body: { lineItems: [line(mpnId)], ...more } })
    const done = await call(RESELLER_MPN)
    expect(done.body).toMatchObject({ currencyCode: 'GBP', lineItems: [{ partnerIdOnRecord: RESELLER_MPN }] })
    expectFault(await call(RESELLER_MPN, { partnerOnRecordAttestationAccepted: false }), 400, 900206)
    expectFault(await call('4500300'), 404, 2072)
    expectFault(await call('9999999'), 404, 800015)
    expectFault(await call('4500100'), 400, 800016)
    const mine = await api.call(path, { account: RESELLER })
    expect(mine.body.items).toHaveLength(1)
    expectFault(await api.call(`${path}?include_price=true`, { account: RESELLER }), 403, 800043)
    expectFault(
      await api.call(`${path}/${done.body.id}`, { account: RESELLER, method: 'PATCH', body: {} }),
      403,
      900150,
    )
  })

  it('shows prices where they are asked for and granted', async () => {
    api.setNow('2026-03-20T12:00:00Z')
    const base = await order([post(5)])
    const { subscriptionId } = base.body.lineItems[0]
    const addOn = await order([{ offerId: POST_ARCHIVE_OFFER, quantity: 2, parentSubscriptionId: subscriptionId }])
    const read = await api.call(`${ORDERS}/${addOn.body.id}?include_price=True`)
    expect(read.body).toMatchObject({
      totalPrice: 4,
      lineItems: [{ pricing: { listPrice: 2, discountedPrice: 2, proratedPrice: 2, price: 2, extendedPrice: 4 } }],
    })
    expect((await api.call(`${ORDERS}/${addOn.body.id}`)).body.totalPrice).toBeUndefined()
    expectFault(
      await api.call(`${ORDERS}/${addOn.body.id}?include_price=true`, { roles: ['helpdesk-agent'] }),
      403,
      800043,
    )
    expectFault(await api.call(`${ORDERS}?include_price=true`, { roles: ['helpdesk-agent'] }), 403, 800043)
    expectFault(await api.call(`${ORDERS}/none`), 404, 20000)
    expectFault(await api.call(`${ORDERS}/none/provisioningstatus`), 404, 800007)
    const status = await api.call(`${ORDERS}/${addOn.body.id}/provisioningstatus`)
    expect(status.body.items).toMatchObject([
      { lineItemNumber: 0, status: 'Fulfilled', quantityProvisioningInformation: [{ quantity: 2, status: 'success' }] },
    ])
    expect((await api.call(`${ORDERS}/${addOn.body.id}/activationlinks`)).body.items).toEqual([])
  })

  it('lists the history with what was imported, by kind of billing and in pages', async () => {
    const all = await api.call(ORDERS)
    const { totalCount, items: listed } = all.body
    expect(totalCount).toBe(listed.length)
    expect(listed.at(-1)).toMatchObject({ id: 'O-1', status: 'completed', creationDate: '2026-02-01T00:00:00Z' })
    const imported = await api.call(`${ORDERS}/O-1?include_price=true`)
    expect(imported.body).toMatchObject({
      billingCycle: 'monthly',
      lineItems: [{ lineItemNumber: 0, quantity: 5, pricing: { listPrice: 4, extendedPrice: 20 } }],
    })
    for (const word of ['onetime', 'one_time', 'OneTime']) {
      const page = await api.call(`${ORDERS}?billingType=${word}`)
      expect(page.body.items.map((one: { id: string }) => one.id)).toEqual(['O-2'])
    }
    const recurring = await api.call(`${ORDERS}?billingtype=recurring`)
    expect(recurring.body.totalCount).toBe(totalCount - 1)
    expect((await api.call(`${ORDERS}?billingType=recurringusage`)).body.items).toEqual([])
    const page = await api.call(`${ORDERS}?size=2&offset=1`)
    expect(page.body.items).toEqual(listed.slice(1, 3))
    expect(page.body.totalCount).toBe(totalCount)
    const next = await api.call(`/v1${page.body.links.next.uri}`)
    expect(next.body.items).toEqual(listed.slice(3, 5))
    expectFault(await api.call(ORDERS, { account: OTHER }), 404, 60003)
    expectFault(await api.call(ORDERS, { roles: ['user-management-admin'] }), 403, 900150)
  })

  it('buys add-ons with an order', async () => {
    const base = await order([post(5)])
    const { subscriptionId: parentSubscriptionId } = base.body.lineItems[0]
    const line = { LineItemNumber: 0, OfferId: POST_ARCHIVE_OFFER, SubscriptionId: null, Quantity: 2 }
    const body = { Id: null, LineItems: [{ ...line, ParentSubscriptionId: parentSubscriptionId }] }
    const done = await patch(base.body.id, body)
    expect(done.status).toBe(200)
    expect(done.body.lineItems).toMatchObject([
      { lineItemNumber: 0, offerId: POST_OFFER },
      { lineItemNumber: 1, offerId: POST_ARCHIVE_OFFER, parentSubscriptionId, quantity: 2 },
    ])
    expect(await amounts(done.body.lineItems[1].subscriptionId)).toEqual(['Prorate fees when purchase 400'])
    const wrong = { ...line, OfferId: items['ARCH'], ParentSubscriptionId: parentSubscriptionId }
    expect((await patch(base.body.id, { LineItems: [wrong] })).status).toBe(200)
    const suit = await order([{ offerId: items['SUIT'], quantity: 1 }])
    const other = { ...line, ParentSubscriptionId: suit.body.lineItems[0].subscriptionId }
    expectFault(await patch(suit.body.id, { LineItems: [other] }), 400, 800029)
    const stale = { ...body, attributes: { etag: base.body.attributes.etag } }
    expectFault(await patch(base.body.id, stale), 400, 2055)
    const imported = await patch('O-1', {
      lineItems: [
        { offerId: items['ARCH'], quantity: 1, parentSubscriptionId: '018f0003-0000-7000-8000-000000000001' },
      ],
    })
    expect(imported.body).toMatchObject({ id: 'O-1', lineItems: [{ quantity: 5 }, { quantity: 1 }] })
  })

  it('changes the billing cycle of an order with all it holds, after showing what that does', async () => {
    const base = await order([post(5)])
    const { id } = base.body
    const parentSubscriptionId = base.body.lineItems[0].subscriptionId
    const addOn = await order([{ offerId: POST_ARCHIVE_OFFER, quantity: 2, parentSubscriptionId }])
    const preview = await api.call(`${ORDERS}/${id}/billing-cycle-change?billingCycle=annual`)
    // 5 x 4 x 12 - 5 x 4; 2 x 2 x 12 - 2 x 2.
    expect(preview.body).toMatchObject({
      orderId: id,
      billingCycle: 'annual',
      affectedSubscriptions: [
        {
          subscriptionId: parentSubscriptionId,
          quantity: 5,
          from: 'monthly',
          to: 'annual',
          commitmentEndDate: '2027-03-19',
        },
        { subscriptionId: addOn.body.lineItems[0].subscriptionId, quantity: 2 },
      ],
      totals: [{ currencyCode: 'EUR', amount: 264 }],
    })
    const charges = await countOf(api, 'charge')
    const own = `${ORDERS}/${addOn.body.id}`
    expectFault(await api.call(own, { method: 'PATCH', body: { billingCycle: 'annual' } }), 400, 6001)
    expect(await countOf(api, 'charge')).toBe(charges)
    const done = await patch(id, { ...base.body, billingCycle: 'Annual' })
    expect([done.status, done.body.billingCycle]).toEqual([200, 'annual'])
    expect(await amounts(parentSubscriptionId)).toEqual([
      'Cycle fee 2000',
      'Prorate fees when convert away from current offering -2000',
      'Prorate fees when convert to a new offering 24000',
    ])
    expect(await amounts(addOn.body.lineItems[0].subscriptionId)).toHaveLength(3)
    expect((await api.call(`${ORDERS}/${id}`)).body.attributes.etag).not.toBe(base.body.attributes.etag)
    // The same again changes nothing; the add-on's order has nothing left to change but its name.
    expect((await patch(id, { billingCycle: 'annual' })).body).toEqual(done.body)
    const follow = await api.call(own, { method: 'PATCH', body: { billingCycle: 'annual' } })
    expect([follow.status, follow.body.billingCycle]).toEqual([200, 'annual'])
    const { rows } = await api
      .database()
      .query(
        `select count(*)::integer as count from audit_record where operation_type = 'update_order' and data ->> 'orderId' = $1`,
        [id],
      )
    expect(rows).toEqual([{ count: 1 }])
  })

  it('refuses a change of billing cycle where something of the order cannot follow', async () => {
    const suit = await order([{ offerId: items['SUIT'], quantity: 1 }])
    expectFault(await patch(suit.body.id, { billingCycle: 'annual' }), 400, 6001)
    expectFault(await patch('O-2', { billingCycle: 'annual' }), 400, 6001)
    // A trial, for a customer that does not own what it is a trial of.
    await confirmAgreement(api, PROVIDER_CUSTOMER, PROVIDER)
    const others = `/v1/customers/${PROVIDER_CUSTOMER}/orders`
    const lineItems = [{ offerId: await itemOf(api, 'PTRY', 'GBP'), quantity: 25 }]
    const trial = await api.call(others, { ...PROVIDER, body: { lineItems } })
    const change = { ...PROVIDER, method: 'PATCH' as const, body: { billingCycle: 'annual' } }
    expectFault(await api.call(`${others}/${trial.body.id}`, change), 400, 6001)
    const waiting = await order([{ offerId: items['WAVE'], quantity: 1 }])
    expectFault(await patch(waiting.body.id, { billingCycle: 'annual' }), 400, 800072)
    const two = await order([post(1), post(2)])
    const suspended = two.body.lineItems[1].subscriptionId
    const subscription = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${suspended}`)
    const suspend = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${suspended}`, {
      method: 'PATCH',
      body: { ...subscription.body, status: 'suspended' },
    })
    expect(suspend.status).toBe(200)
    expectFault(await patch(two.body.id, { billingCycle: 'annual' }), 400, 6000)
    expectFault(await api.call(`${ORDERS}/${two.body.id}/billing-cycle-change?billingCycle=annual`), 400, 6000)
    expectFault(await patch('none', { billingCycle: 'annual' }), 404, 20000)
    expectFault(await patch(two.body.id, { billingCycle: 'annual' }, { account: OTHER }), 404, 60003)
    expectFault(await patch(two.body.id, { billingCycle: 'annual' }, { roles: ['helpdesk-agent'] }), 403, 900150)
    const mixed = await order([post(1)])
    await asOwner(
      api.database(),
      `update customer_order set billing_cycle = 'one-time' where order_id = '${mixed.body.id}'`,
    )
    expectFault(await patch(mixed.body.id, { billingCycle: 'annual' }), 400, 800085)
    await asOwner(
      api.database(),
      `update customer_order set billing_cycle = 'monthly' where order_id = '${mixed.body.id}'`,
    )
  })

  it('cancels software by its order, and nothing else outside a sandbox', async () => {
    const tools = await order([
      { offerId: items['TOOL'], quantity: 1 },
      { offerId: items['TOOL'], quantity: 2 },
    ])
    const { id } = tools.body
    const one = await patch(id, { status: 'cancelled', lineItems: [{ lineItemNumber: 1, offerId: items['TOOL'] }] })
    expect(one.body).toMatchObject({
      status: 'completed',
      lineItems: [{ transactionType: 'New' }, { transactionType: 'Cancel' }],
    })
    expect(await amounts(tools.body.lineItems[1].subscriptionId)).toEqual(['new 60000', 'cancelImmediate -60000'])
    const all = await patch(id, { status: 'Cancelled' })
    expect(all.body.status).toBe('cancelled')
    expectFault(await patch(id, { status: 'cancelled' }), 400, 800061)
    expectFault(await patch(id, { status: 'cancelled', lineItems: [{ lineItemNumber: 2 }] }), 400, 800071)
    expect((await api.call(`${ORDERS}/${id}/provisioningstatus`)).body.items[0].status).toBe('Unfulfilled')
    const license = await order([post()])
    expectFault(await patch(license.body.id, { status: 'cancelled' }), 403, 800019)
    const crm = await order([{ offerId: items['CRMX'], quantity: 1 }])
    expectFault(await patch(crm.body.id, { status: 'cancelled' }), 403, 800077)
  })

  it('cancels anything in a sandbox', async () => {
    await confirmAgreement(api, OTHER_CUSTOMER, SANDBOX)
    const create = (item: string, more: object = {}) =>
      api.call(OTHERS, { ...SANDBOX, body: { lineItems: [{ offerId: item, quantity: 2 }], ...more } })
    const cancel = (id: string) =>
      api.call(`${OTHERS}/${id}`, { ...SANDBOX, method: 'PATCH', body: { id, status: 'cancelled' } })
    for (const item of ['SUIT', 'CRMX', 'MAIL']) {
      const { body } = await create(items[`${item} USD`]!)
      const done = await cancel(body.id)
      expect([item, done.status, done.body.status]).toEqual([item, 200, 'cancelled'])
    }
    const late = await create(items['SUIT USD']!)
    const annual = await create(items['CRMX USD']!, { billingCycle: 'annual' })
    api.setNow('2026-05-12T12:00:00Z')
    expectFault(await cancel(late.body.id), 400, 900117)
    expectFault(await cancel(annual.body.id), 400, 800063)
  })

  it('is billed and stands the proof of the ledger', async () => {
    await billTo(api.database(), '2026-05-11')
    await expectClean(api.database())
  })
})
