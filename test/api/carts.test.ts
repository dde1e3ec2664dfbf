import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { asOwner, billTo, expectClean, invoicesOf } from '../billing/provider.js'
import {
  CUSTOMER,
  DIRECT,
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

const CARTS = `/v1/customers/${CUSTOMER}/carts`
const PROVIDER = { account: INDIRECT_PROVIDER }

describeApi('carts', (api) => {
  const items: Record<string, string> = {}
  beforeAll(async () => {
    await stockShop(api)
    for (const product of ['MAIL', 'ARCH', 'SUIT', 'CRMX', 'TOOL', 'PLUS', 'DESK', 'WAVE', 'PTRY']) {
      items[product] = await itemOf(api, product)
    }
  })

  const create = (lineItems: readonly object[], more: object = {}) => api.call(CARTS, { body: { lineItems, ...more } })
  const suit = (more: object = {}) => ({ catalogItemId: items['SUIT'], quantity: 3, ...more })
  const faultsOf = async (...lines: readonly object[]) => {
    const answer = await create(lines)
    expect([answer.status, answer.body.code]).toEqual([201, undefined])
    return answer.body.lineItems.map((line: { error?: { errorCode: string } }) => line.error?.errorCode)
  }

  it('opens a cart with its groups, currency and expiry, whatever the casing of the request', async () => {
    const answer = await api.call(CARTS, {
      body: {
        LineItems: [
          { Id: 4, CatalogItemId: items['SUIT'], Quantity: 10, BillingCycle: 'Monthly', TermDuration: 'P1Y' },
          {
            Id: 5,
            CatalogItemId: POST_OFFER.toLowerCase(),
            FriendlyName: 'Post',
            Quantity: 3,
            AddonItems: [{ Id: 7, CatalogItemId: POST_ARCHIVE_OFFER, Quantity: 2 }],
          },
          { Id: 6, CatalogItemId: items['SUIT'], Quantity: 1, BillingCycle: 'annual' },
          { Id: 8, CatalogItemId: items['TOOL'], Quantity: 1, BillingCycle: 'one_time' },
        ],
      },
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      status: 'Active',
      creationTimestamp: '2026-03-10T09:00:00Z',
      expirationTimestamp: '2026-03-17T09:00:00Z',
      lastModifiedUser: '018f0004-0000-7000-8000-000000000001',
      attributes: { objectType: 'Cart' },
    })
    const shown = answer.body.lineItems.map((line: Record<string, unknown>) =>
      [line['id'], line['currencyCode'], line['billingCycle'], line['termDuration'], line['orderGroup']].join(' '),
    )
    expect(shown).toEqual(['4 EUR monthly P1Y 0', '5 EUR monthly P1Y 1', '6 EUR annual P1Y 2', '8 EUR one_time  3'])
    expect(answer.body.lineItems[1]).toMatchObject({
      catalogItemId: POST_OFFER,
      friendlyName: 'Post',
      addonItems: [{ id: 7, catalogItemId: POST_ARCHIVE_OFFER, quantity: 2, billingCycle: 'monthly', orderGroup: '1' }],
    })
    const { uri } = answer.body.links.self
    expect(uri).toBe(`/customers/${CUSTOMER}/carts/${answer.body.id}`)
    expect((await api.call(`/v1${uri}`)).body).toEqual(answer.body)
  })

  it('says on each line what is wrong with it, in the words of the contract', async () => {
    const faults = await faultsOf(
      { catalogItemId: 'NONE:0001:AAAAAAAAAAAA', quantity: 1 },
      suit({ currencyCode: 'USD' }),
      suit({ billingCycle: 'one_time' }),
      suit({ termDuration: 'P3Y' }),
      suit({ quantity: 10_001 }),
      suit({ promotionId: 'SPRING' }),
      suit({ customTermEndDate: '2026-12-31T00:00:00Z' }),
      suit({ participants: [{ key: 'transaction_reseller', value: RESELLER_MPN }] }),
      suit({ renewsTo: { termDuration: 'P3Y' } }),
      { catalogItemId: items['DESK'], quantity: 1 },
      { catalogItemId: POST_ARCHIVE_OFFER, quantity: 2 },
      { catalogItemId: items['PTRY'], quantity: 5 },
      { catalogItemId: items['PLUS'], quantity: 1 },
      suit({ provisioningContext: { parentSubscriptionId: CUSTOMER } }),
      suit({ provisioningContext: { ParentSubscriptionID: 'nonsense' } }),
    )
    expect(faults).toEqual([
      'catalog_item_id_is_not_valid',
      'currency_is_not_supported',
      'billing_plan_not_supported',
      'billing_plan_not_supported',
      'max_allowed_seats_per_subscription_exceeded',
      'invalid_promotion_id',
      'invalid_custom_term_end_date_product',
      'participants_is_not_supported_for_partner',
      'billing_plan_not_supported',
      'attestation_not_accepted',
      'subscription_is_not_valid',
      'invalid_input',
      'unable_to_process_cart_line_item',
      'subscription_is_not_valid',
      'subscription_is_not_valid',
    ])
    expect(await faultsOf({ catalogItemId: items['DESK'], quantity: 1, attestationAccepted: true })).toEqual([
      undefined,
    ])
  })

  it('checks add-ons against their base, and limits over all lines', async () => {
    const trial = { catalogItemId: items['PTRY'], quantity: 25 }
    expect(await faultsOf(trial, trial)).toEqual([undefined, 'quota_not_available'])
    const answer = await create([
      suit({ addonItems: [{ catalogItemId: POST_ARCHIVE_OFFER, quantity: 2 }] }),
      { catalogItemId: POST_OFFER, quantity: 3, addonItems: [{ catalogItemId: POST_ARCHIVE_OFFER, quantity: 1 }] },
      suit({ addonItems: [{ catalogItemId: items['PLUS'], quantity: 1 }] }),
    ])
    const codes = answer.body.lineItems.map((line: { addonItems: { error?: { errorCode: string } }[] }) =>
      line.addonItems.map((addOn) => addOn.error?.errorCode),
    )
    expect(codes).toEqual([['subscription_is_not_valid'], ['minimum_add_on_seats_not_met'], [undefined]])
    expect(answer.body.lineItems.map((line: { id: number }) => line.id)).toEqual([0, 2, 4])
  })

  it('refuses what is no cart', async () => {
    expectFault(await create([]), 400, 800002)
    expectFault(await create([{ quantity: 1 }]), 400, 900142)
    expectFault(await create([{ catalogItemId: items['SUIT'], quantity: 0 }]), 400, 800002)
    expectFault(await create([{ catalogItemId: items['SUIT'], quantity: 1.5 }]), 400, 800002)
    expectFault(await create([suit({ id: 1 }), suit({ id: 1 })]), 400, 800002)
    expectFault(await create(Array.from({ length: 201 }, () => suit())), 400, 800002)
    const many = { addonItems: Array.from({ length: 49 }, () => ({ catalogItemId: items['PLUS'], quantity: 1 })) }
    expectFault(await create([suit(many), suit(many), suit(many), suit(many), suit()]), 400, 800002)
    expectFault(await create([suit({ friendlyName: 'x'.repeat(257) })]), 400, 800002)
    expectFault(await create([suit({ billingCycle: 'weekly' })]), 400, 900126)
    expectFault(await api.call(`${CARTS}/nothing`), 404, 800008)
    expect(await countOf(api, 'cart')).toBeGreaterThan(0)
  })

  it('is nobody else’s business', async () => {
    const { body } = await create([suit()])
    const uri = `${CARTS}/${body.id}`
    const orderless = { roles: ['helpdesk-agent'] as const }
    expectFault(await api.call(uri, { account: OTHER }), 404, 60003)
    expectFault(await api.call(`/v1/customers/${OTHER_CUSTOMER}/carts/${body.id}`), 404, 60003)
    expectFault(await api.call(CARTS, { ...orderless, body: { lineItems: [suit()] } }), 403, 900150)
    expectFault(await api.call(`${uri}/checkout`, { ...orderless, method: 'POST' }), 403, 900150)
    expectFault(await api.call(uri, { roles: ['user-management-admin'] }), 403, 900150)
    expect((await api.call(uri, orderless)).status).toBe(200)
    const reseller = { account: RESELLER, body: { lineItems: [suit()] } }
    expectFault(await api.call(`/v1/customers/${RESELLER_CUSTOMER}/carts`, reseller), 403, 900150)
    expectFault(await api.call(`${CARTS}/018f0002-0000-7000-8000-00000000ffff`), 404, 800008)
  })

  it('is not ordered without the agreement, by a partner that may not, or empty-handed', async () => {
    const { body } = await create([suit()])
    const checkout = () => api.call(`${CARTS}/${body.id}/checkout`, { method: 'POST' })
    const refusal = async () => (await api.call(`${CARTS}/${body.id}/review`)).body.refusal
    expectFault(await checkout(), 403, 13605)
    expect(await refusal()).toMatchObject({ code: 'agreement-missing', data: {} })
    await confirmAgreement(api, CUSTOMER)
    const set = (column: string, value: string) =>
      asOwner(api.database(), `update partner set ${column} = ${value} where partner_id = '${DIRECT}'`)
    await set('agreement_signed', 'false')
    expectFault(await checkout(), 403, 900124)
    await set('agreement_signed', 'true')
    await set('program_status', `'restricted'`)
    expectFault(await checkout(), 403, 800039)
    expect(await refusal()).toMatchObject({ code: 'program-restricted' })
    await set('program_status', `'active'`)
    expect(await refusal()).toBeUndefined()
    const nothing = await create([{ catalogItemId: 'NONE:0001:AAAAAAAAAAAA', quantity: 1 }])
    const failed = await api.call(`${CARTS}/${nothing.body.id}/checkout`, { method: 'POST' })
    expect([failed.status, failed.body.orders]).toEqual([201, []])
    expect(failed.body.orderErrors).toMatchObject([{ orderGroupId: '0', code: 800004 }])
    expect((await api.call(`${CARTS}/${nothing.body.id}`)).body.status).toBe('Active')
    expect(await countOf(api, 'customer_order')).toBe(0)
  })

  it('charges exactly what its review showed, once', async () => {
    const { body } = await create([
      suit({ id: 0, addonItems: [{ id: 1, catalogItemId: items['PLUS'], quantity: 2, billingCycle: 'annual' }] }),
      {
        id: 2,
        catalogItemId: POST_OFFER,
        quantity: 3,
        addonItems: [{ id: 3, catalogItemId: POST_ARCHIVE_OFFER, quantity: 2 }],
      },
      { id: 4, catalogItemId: items['CRMX'], quantity: 5, billingCycle: 'monthly', termDuration: 'P1M' },
      { id: 5, catalogItemId: items['TOOL'], quantity: 2 },
      { id: 6, catalogItemId: 'NONE:0001:AAAAAAAAAAAA', quantity: 1 },
    ])
    const uri = `${CARTS}/${body.id}`
    const before = await countOf(api, 'charge')
    const review = await api.call(`${uri}/review`)
    expect(review.status).toBe(200)
    expect(await countOf(api, 'charge')).toBe(before)
    const amounts = review.body.lineItems.map((line: { id: number; amount: number; nextChargeDate?: string }) =>
      [line.id, line.amount, line.nextChargeDate].join(' '),
    )
    // SUIT 3 x 10; PLUS for a year 12 x 3 x 2; POST 3 x 4, POSA 2 x 2; CRM is free for a month; TOOL 2 x 300.
    expect(amounts).toEqual([
      '0 30 2026-04-10',
      '1 72 2027-03-10',
      '2 12 2026-04-10',
      '3 4 2026-04-10',
      '4 0 2026-04-10',
      '5 600 ',
    ])
    expect(review.body.totals).toEqual([{ currencyCode: 'EUR', amount: 718 }])
    expect(review.body.orderErrors).toMatchObject([{ code: 800004 }])
    expect(review.body.lineItems[0].charges).toEqual([
      {
        chargeType: 'new',
        chargeStartDate: '2026-03-10',
        chargeEndDate: '2026-04-09',
        unitPrice: 10,
        quantity: 3,
        amount: 30,
        explanation: '10.00 per month x 3 licenses = 30.00',
        steps: [{ label: 'Amount', expression: '10.00 per month x 3 licenses', result: '30.00' }],
        cycleStartDate: '2026-03-10',
        cycleEndDate: '2026-04-09',
      },
    ])
    const done = await api.call(`${uri}/checkout`, { method: 'POST', headers: { 'content-type': 'application/json' } })
    expect(done.status).toBe(201)
    const { rows } = await api.database().query<{ total: bigint }>('select sum(amount) as total from charge')
    expect(Number(rows[0]!.total)).toBe(71_800)
    expect(done.body.orderErrors).toMatchObject([{ orderGroupId: body.lineItems[4].orderGroup, code: 800004 }])
    const orders = done.body.orders.map((order: { billingCycle: string; status: string; lineItems: object[] }) =>
      [order.billingCycle, order.status, order.lineItems.length].join(' '),
    )
    expect(orders).toEqual([
      'monthly completed 1',
      'annual completed 1',
      'monthly completed 2',
      'monthly completed 1',
      'one_time completed 1',
    ])
    const [first, second] = done.body.orders
    expect(second.lineItems[0].parentSubscriptionId).toBe(first.lineItems[0].subscriptionId)
    expect((await api.call(`/v1${first.links.self.uri}`)).body).toEqual(first)
    const tables = ['charge', 'customer_order', 'subscription', 'subscription_event', 'audit_record']
    const counts = await Promise.all(tables.map((table) => countOf(api, table)))
    expectFault(await api.call(`${uri}/checkout`, { method: 'POST' }), 400, 800065)
    expectFault(await api.call(uri, { method: 'PUT', body: { lineItems: [suit()] } }), 400, 800065)
    expect(await Promise.all(tables.map((table) => countOf(api, table)))).toEqual(counts)
    expect((await api.call(uri)).body.status).toBe('Ordered')
    await expectClean(api.database())
  })

  it('answers a repeated checkout with the first result, and only one of many at a time', async () => {
    const { body } = await create([suit()])
    const uri = `${CARTS}/${body.id}/checkout`
    const headers = { 'MS-RequestId': '3f9f2d6c-1111-4c2d-8a5e-9e8d7c6b5a44' }
    const first = await api.call(uri, { method: 'POST', headers })
    expect(first.status).toBe(201)
    expect((await api.call(uri, { method: 'POST', headers })).body).toEqual(first.body)
    const again = await create([suit()])
    const race = await Promise.all(
      [1, 2, 3].map(() => api.call(`${CARTS}/${again.body.id}/checkout`, { method: 'POST' })),
    )
    expect(race.map((answer) => answer.status).sort()).toEqual([201, 400, 400])
  })

  it('adds to an existing base, and waits for what its publisher has to activate', async () => {
    const base = await create([{ catalogItemId: POST_OFFER, quantity: 3 }])
    const bought = await api.call(`${CARTS}/${base.body.id}/checkout`, { method: 'POST' })
    const { subscriptionId } = bought.body.orders[0].lineItems[0]
    api.setNow('2026-03-20T12:00:00Z')
    const cart = await create([
      {
        id: 0,
        catalogItemId: POST_ARCHIVE_OFFER,
        quantity: 2,
        provisioningContext: { ParentSubscriptionId: subscriptionId.toUpperCase() },
      },
      { id: 1, catalogItemId: items['WAVE'], quantity: 2 },
    ])
    expect(cart.body.lineItems.map((line: { error?: object }) => line.error)).toEqual([undefined, undefined])
    const review = await api.call(`${CARTS}/${cart.body.id}/review`)
    // 2.00 / 31 = 0.065 a day, 21 days: 1.37 (0.065 x 21 = 1.365), for two 2.74.
    expect(review.body.lineItems).toMatchObject([
      { amount: 2.74, awaitsActivation: false, nextChargeDate: '2026-04-10' },
      { amount: 0, awaitsActivation: true, charges: [] },
    ])
    const done = await api.call(`${CARTS}/${cart.body.id}/checkout`, { method: 'POST' })
    const [addOn, wave] = done.body.orders
    expect(addOn.lineItems[0]).toMatchObject({ parentSubscriptionId: subscriptionId, offerId: POST_ARCHIVE_OFFER })
    expect(wave.status).toBe('pending')
    const path = `/v1/customers/${CUSTOMER}/orders/${wave.id}`
    const status = await api.call(`${path}/provisioningstatus`)
    expect(status.body.items).toMatchObject([
      { status: 'PrefulfillmentPending', quantityProvisioningInformation: [{ quantity: 2, status: 'pending' }] },
    ])
    const url = `https://setup.tideway.example.net/start?id=${wave.lineItems[0].subscriptionId}`
    for (const links of [`${path}/activationlinks`, `${path}/lineitems/0/activationlinks`]) {
      expect((await api.call(links)).body.items).toMatchObject([
        { lineItemNumber: 0, link: { uri: url, method: 'GET' } },
      ])
    }
    expectFault(await api.call(`${path}/lineitems/1/activationlinks`), 404, 1000)
    expect((await api.call(path)).body).toEqual(wave)
  })

  it('writes what its review showed, whatever is in it, and nothing the second time', async () => {
    const wishes = () => {
      const quantity = fc.integer({ min: 1, max: 12 })
      const offer = fc.constantFrom('MAIL', 'SUIT', 'CRMX', 'TOOL', 'WAVE', 'DESK')
      const billingCycle = fc.constantFrom('monthly', 'annual', undefined)
      return fc.array(fc.record({ offer, quantity, billingCycle }), { minLength: 1, maxLength: 6 })
    }
    const charged = async () => {
      const { rows } = await api
        .database()
        .query<{ sum: bigint; count: bigint }>('select coalesce(sum(amount), 0) as sum, count(*) as count from charge')
      return [Number(rows[0]!.sum), Number(rows[0]!.count)]
    }
    await fc.assert(
      fc.asyncProperty(wishes(), async (wanted) => {
        const { body } = await create(wanted.map(({ offer, ...line }) => ({ ...line, catalogItemId: items[offer] })))
        const [before] = await charged()
        const review = await api.call(`${CARTS}/${body.id}/review`)
        const done = await api.call(`${CARTS}/${body.id}/checkout`, { method: 'POST' })
        const [after, count] = await charged()
        const expected = review.body.totals.reduce((sum: number, total: { amount: number }) => sum + total.amount, 0)
        expect(after! - before!).toBe(Math.round(expected * 100))
        expect(done.body.orderErrors ?? []).toEqual(review.body.orderErrors)
        const ordered = done.body.orders.flatMap((order: { lineItems: object[] }) => order.lineItems)
        expect(ordered).toHaveLength(review.body.lineItems.length)
        if (ordered.length > 0) {
          expectFault(await api.call(`${CARTS}/${body.id}/checkout`, { method: 'POST' }), 400, 800065)
        }
        expect(await charged()).toEqual([after, count])
      }),
      { numRuns: 8 },
    )
  })

  it('goes on without a group that has become impossible since', async () => {
    const trial = { catalogItemId: items['PTRY'], quantity: 25 }
    const others = `/v1/customers/${PROVIDER_CUSTOMER}/carts`
    await confirmAgreement(api, PROVIDER_CUSTOMER, PROVIDER)
    const open = async () => {
      const offers = [await itemOf(api, 'PTRY', 'GBP'), await itemOf(api, 'MAIL', 'GBP')]
      const lineItems = offers.map((catalogItemId, id) => ({ ...trial, catalogItemId, id }))
      const suite = { catalogItemId: await itemOf(api, 'SUIT', 'GBP'), quantity: 1, id: 2 }
      return api.call(others, { ...PROVIDER, body: { lineItems: [...lineItems, suite] } })
    }
    const [first, second] = [await open(), await open()]
    const checkout = (id: string) => api.call(`${others}/${id}/checkout`, { ...PROVIDER, method: 'POST' })
    expect((await checkout(first.body.id)).body).toMatchObject({ orders: [{}, {}] })
    const before = await countOf(api, 'subscription')
    const done = await checkout(second.body.id)
    // The mail shares a group with the trial: one order, whole or not at all.
    expect(done.body.orderErrors).toMatchObject([{ orderGroupId: '0', code: 27006 }])
    expect(done.body.orders).toMatchObject([{ lineItems: [{ quantity: 1 }] }])
    expect(await countOf(api, 'subscription')).toBe(before + 1)
    // What was left says so as long as the cart can be read.
    const { body: kept } = await api.call(`${others}/${second.body.id}`, PROVIDER)
    expect(kept.status).toBe('Ordered')
    expect(kept.lineItems.map((line: { error?: object }) => line.error)).toMatchObject([
      { additionalInformation: { refusal: 'lifetime-limit-reached' } },
      undefined,
      undefined,
    ])
  })

  it('renews for the term the line asks for', async () => {
    const month = suit({ termDuration: 'P1M', renewsTo: { termDuration: 'P1Y' } })
    const { body } = await create([month])
    expect(body.lineItems[0]).toMatchObject({ termDuration: 'P1M', renewsTo: { termDuration: 'P1Y' } })
    const done = await api.call(`${CARTS}/${body.id}/checkout`, { method: 'POST' })
    const { subscriptionId } = done.body.orders[0].lineItems[0]
    const bought = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${subscriptionId}`)
    expect(bought.body.scheduledNextTermInstructions.product).toMatchObject({ termDuration: 'P1Y' })
  })

  it('sells through the resellers of an indirect provider, and through nobody else', async () => {
    const carts = `/v1/customers/${RESELLER_CUSTOMER}/carts`
    const item = await itemOf(api, 'SUIT', 'GBP')
    const line = (value: string) => ({
      catalogItemId: item,
      quantity: 1,
      participants: [{ key: 'transaction_reseller', value }],
    })
    const open = (value: string, more: object = {}) =>
      api.call(carts, { ...PROVIDER, body: { lineItems: [line(value)], ...more } })
    expectFault(await open('9999999'), 404, 800015)
    expectFault(await open('4500300'), 404, 2072)
    expectFault(await open('4500200'), 400, 800016)
    const link = (state: string) => asOwner(api.database(), `update reseller_link set state = '${state}'`)
    await link('ended')
    expectFault(await open(RESELLER_MPN), 400, 900154)
    await link('active')
    const silent = await open(RESELLER_MPN)
    await confirmAgreement(api, RESELLER_CUSTOMER, PROVIDER)
    const checkout = (id: string) => api.call(`${carts}/${id}/checkout`, { ...PROVIDER, method: 'POST' })
    expectFault(await checkout(silent.body.id), 400, 900206)
    const { body } = await open(RESELLER_MPN, { partnerOnRecordAttestationAccepted: true })
    const reseller = (change: string) =>
      asOwner(api.database(), `update partner set ${change} where partner_id = '${RESELLER}'`)
    await reseller('agreement_signed = false')
    expectFault(await checkout(body.id), 403, 900123)
    await reseller(`agreement_signed = true, program_status = 'suspended'`)
    expectFault(await checkout(body.id), 403, 800039)
    await reseller(`program_status = 'active'`)
    const done = await checkout(body.id)
    expect(done.body.orders[0]).toMatchObject({
      currencyCode: 'GBP',
      partnerOnRecordAttestationAccepted: true,
      lineItems: [{ partnerIdOnRecord: RESELLER_MPN }],
    })
    const seen = await api.call(`/v1/customers/${RESELLER_CUSTOMER}/orders`, { account: RESELLER })
    expect(seen.body.items.map((order: { id: string }) => order.id)).toEqual([done.body.orders[0].id])
    expectFault(await api.call(`/v1/customers/${PROVIDER_CUSTOMER}/orders`, { account: RESELLER }), 404, 60003)
  })

  it('replaces all lines and keeps their ids, until it expires', async () => {
    api.setNow('2026-03-21T09:00:00Z')
    const { body } = await create([suit({ id: 3 })])
    const uri = `${CARTS}/${body.id}`
    api.setNow('2026-03-22T10:00:00Z')
    const changed = await api.call(uri, {
      method: 'PUT',
      body: { ...body, lineItems: [{ ...body.lineItems[0], quantity: 4 }, suit({ id: 9, billingCycle: 'annual' })] },
    })
    expect(changed.status).toBe(201)
    expect(changed.body).toMatchObject({
      id: body.id,
      creationTimestamp: body.creationTimestamp,
      lastModifiedTimestamp: '2026-03-22T10:00:00Z',
      expirationTimestamp: body.expirationTimestamp,
      lineItems: [
        { id: 3, quantity: 4, billingCycle: 'monthly' },
        { id: 9, billingCycle: 'annual' },
      ],
    })
    api.setNow('2026-03-28T09:00:00Z')
    expectFault(await api.call(uri), 404, 800008)
    expectFault(await api.call(`${uri}/checkout`, { method: 'POST' }), 404, 800008)
    expectFault(await api.call(`${uri}/review`), 404, 800008)
    expectFault(await api.call(uri, { method: 'PUT', body: { lineItems: [suit()] } }), 404, 800008)
  })

  it('is billed and stands the proof of the ledger', async () => {
    await billTo(api.database(), '2026-03-31', '2026-04-30')
    expect((await invoicesOf(api.database())).length).toBeGreaterThan(0)
    await expectClean(api.database())
  })
})
