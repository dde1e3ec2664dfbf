import { expect, it } from 'vitest'
import { expectClean } from '../billing/provider.js'
import {
  type ApiTest,
  CUSTOMER,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  RESELLER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import { buy, changeCatalog, patch, pathOf } from '../support/subscriptions.js'

/** Changes only what is named, without reading before. */
function put(api: ApiTest, id: string, body: object, headers: Record<string, string> = {}) {
  return api.call(pathOf(id), { method: 'PATCH', body, headers })
}

async function noticesOf(api: ApiTest): Promise<number> {
  const { rows } = await api
    .database()
    .query<{ count: bigint }>("select count(*) as count from notice where event_name = 'subscription-updated'")
  return Number(rows[0]!.count)
}

describeApi('a change of a subscription', (api) => {
  it('leaves alone what is as it was, also with names in capitals, nulls and unknown words', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const before = (await api.call(pathOf(id))).body
    expect((await patch(api, id, {})).body).toEqual(before)
    const told = await noticesOf(api)
    const odd = { Quantity: 10, Status: 'Active', PartnerId: null, FriendlyName: null, hasPurchasableAddOns: true }
    expect((await put(api, id, odd)).body).toEqual(before)
    expect(await noticesOf(api)).toBe(told)
  })

  it('renames without a charge, and is recorded and told', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const told = await noticesOf(api)
    expect((await patch(api, id, { friendlyName: 'Front office' })).body).toMatchObject({
      friendlyName: 'Front office',
      quantity: 10,
    })
    expect(await noticesOf(api)).toBe(told + 1)
    const { rows } = await api.database().query<Record<string, unknown>>(
      `select resource_type, operation_type, user_principal_name, old_value ->> 'friendlyName' as old,
         new_value ->> 'friendlyName' as new
       from audit_record order by audit_record_id desc limit 1`,
    )
    expect(rows[0]).toEqual({
      resource_type: 'subscription',
      operation_type: 'update_subscription',
      user_principal_name: 'agent@01.example.net',
      old: 'My SUIT',
      new: 'Front office',
    })
  })

  it('is stale with an ETag that is not the last one', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const { body } = await api.call(pathOf(id))
    const etag: string = body.attributes.etag
    expect((await put(api, id, { quantity: 11 }, { 'If-Match': `"${etag}"` })).body.quantity).toBe(11)
    expectFault(await put(api, id, { quantity: 12 }, { 'If-Match': `"${etag}"` }), 400, 2055)
    expectFault(await put(api, id, { ...body, quantity: 12 }), 400, 2055)
    expect((await put(api, id, { quantity: 12 })).body.quantity).toBe(12)
    // What was scheduled has come about since: nobody undoes it by sending back what was read before.
    api.setNow('2026-04-11T09:00:00Z')
    const later = (await api.call(pathOf(id))).body
    api.setNow('2026-05-11T09:00:00Z')
    expectFault(await put(api, id, { ...later, friendlyName: 'Late' }), 400, 2055)
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('of two at once with the same ETag wins one', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const { body } = await api.call(pathOf(id))
    const answers = await Promise.all([11, 12, 13].map((quantity) => put(api, id, { ...body, quantity })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400])
    const won = answers.find((answer) => answer.status === 200)!
    expect((await api.call(pathOf(id))).body).toEqual(won.body)
    await expectClean(api.database())
  })

  it('is carried out once for each request id', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const headers = { 'MS-RequestId': '3f9f2d6c-1111-4c2d-8a5e-9e8d7c6b5a41' }
    const first = await put(api, id, { quantity: 11 }, headers)
    expect((await put(api, id, { quantity: 11 }, headers)).body).toEqual(first.body)
  })

  it('of several things is done together or not at all', async () => {
    const id = await buy(api, { product: 'CRMX', quantity: 2, billingCycle: 'annual' })
    const all = { quantity: 4, friendlyName: 'All', autoRenewEnabled: false }
    expect((await put(api, id, all)).body).toMatchObject({ quantity: 4, friendlyName: 'All', autoRenewEnabled: false })
    // The schedule needs a renewal: neither the name nor the quantity changes.
    const refused = { quantity: 5, friendlyName: 'None', scheduledNextTermInstructions: { quantity: 9 } }
    expectFault(await put(api, id, refused), 400, 800093)
    expect((await api.call(pathOf(id))).body).toMatchObject({ quantity: 4, friendlyName: 'All' })
    const back = { autoRenewEnabled: true, scheduledNextTermInstructions: { quantity: 9 } }
    expect((await put(api, id, back)).body.scheduledNextTermInstructions.quantity).toBe(9)
    expectFault(await put(api, id, { status: 'deleted', quantity: 1 }), 400, 800002)
    expectFault(await put(api, id, { status: 'suspended', scheduledNextTermInstructions: null }), 400, 800002)
  })

  it('of what is scheduled: absent leaves it, null takes it back, and a change of quantity drops it', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const next = { product: { billingCycle: 'annual', termDuration: 'P1Y' }, quantity: 8 }
    const scheduled = (await patch(api, id, { scheduledNextTermInstructions: next })).body
    expect(scheduled.scheduledNextTermInstructions).toMatchObject({ product: { billingCycle: 'annual' }, quantity: 8 })
    expect((await put(api, id, { friendlyName: 'Kept' })).body.scheduledNextTermInstructions).toBeDefined()
    expect((await patch(api, id, { friendlyName: 'Still' })).body.scheduledNextTermInstructions).toBeDefined()
    expect((await put(api, id, { scheduledNextTermInstructions: null })).body.scheduledNextTermInstructions).toBe(
      undefined,
    )
    await patch(api, id, { scheduledNextTermInstructions: next })
    expect((await patch(api, id, { quantity: 11 })).body.scheduledNextTermInstructions).toBe(undefined)
    await patch(api, id, { scheduledNextTermInstructions: next })
    expect((await patch(api, id, { autoRenewEnabled: false })).body.scheduledNextTermInstructions).toBe(undefined)
  })

  it('of the billing cycle takes effect with the next cycle, and outlives what else is changed', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const changed = (await patch(api, id, { billingCycle: 'annual' })).body
    expect(changed).toMatchObject({ billingCycle: 'monthly' })
    expect(changed.nextChargeInstructions.product.billingCycle).toBe('annual')
    const more = await patch(api, id, { quantity: 12, scheduledNextTermInstructions: { quantity: 5 } })
    expect(more.body.nextChargeInstructions).toMatchObject({ product: { billingCycle: 'annual' }, quantity: 12 })
    api.setNow('2026-04-10T09:00:00Z')
    expect((await api.call(pathOf(id))).body).toMatchObject({
      billingCycle: 'annual',
      scheduledNextTermInstructions: { quantity: 5, product: { billingCycle: 'annual' } },
    })
    api.setNow('2026-03-10T09:00:00Z')
  })
})

describeApi('a change that is refused', (api) => {
  const later = (instant: string) => api.setNow(instant)

  it.each<[string, () => Promise<{ id: string; change: object }>, number, number]>([
    ['a quantity while suspended', async () => ({ id: await suspended('MAIL'), change: { quantity: 9 } }), 400, 2001],
    [
      'a quantity with a suspension',
      async () => ({ id: await mail(), change: { status: 'suspended', quantity: 9 } }),
      400,
      2001,
    ],
    ['a quantity outside the offer', async () => ({ id: await mail(), change: { quantity: 301 } }), 400, 2002],
    ['a one-time purchase', async () => ({ id: await tool(), change: { quantity: 9 } }), 400, 2006],
    ['a cancelled one', async () => ({ id: await ended(), change: { quantity: 9 } }), 400, 2011],
    ['a cancelled one by name', async () => ({ id: await ended(), change: { friendlyName: 'New' } }), 400, 2011],
    ['a cancelled one back', async () => ({ id: await ended(), change: { status: 'active' } }), 400, 2011],
    [
      'the billing cycle of an order',
      async () => ({ id: await mail(), change: { billingCycle: 'annual' } }),
      400,
      2054,
    ],
    [
      'what a suspended one may not',
      async () => ({ id: await suspended('CRMX'), change: { autoRenewEnabled: false } }),
      400,
      800091,
    ],
    ['auto-renew that is fixed', async () => ({ id: await mail(), change: { autoRenewEnabled: false } }), 400, 800093],
    ['a quantity of a given trial', async () => ({ id: await trial(), change: { quantity: 9 } }), 400, 800095],
    ['a status nobody can set', async () => ({ id: await mail(), change: { status: 'expired' } }), 400, 800096],
    [
      'a cycle that is not sold',
      async () => ({ id: await suite(), change: { billingCycle: 'triennial' } }),
      400,
      800097,
    ],
    ['the partner on record', async () => ({ id: await mail(), change: { partnerId: RESELLER_MPN } }), 400, 800098],
    ['an offer it cannot become', async () => ({ id: await suite(), change: toSuip }), 400, 800024],
    ['a quantity that is none', async () => ({ id: await suite(), change: { quantity: 1.5 } }), 400, 800002],
    ['a word that is none', async () => ({ id: await suite(), change: { status: 'gone' } }), 400, 900126],
    ['no license at all', async () => ({ id: await suite(), change: { quantity: 0 } }), 400, 2002],
    ['fewer licenses than none', async () => ({ id: await suite(), change: { quantity: -1 } }), 400, 2002],
  ])('%s', async (_, prepare, status, code) => {
    const { id, change } = await prepare()
    const before = (await api.call(pathOf(id))).body
    expectFault(await put(api, id, change), status, code)
    expect((await api.call(pathOf(id))).body).toEqual(before)
  })

  it('fewer licenses after their window, and a cancellation after its', async () => {
    const id = await suite()
    later('2026-03-17T09:00:01Z')
    expectFault(await put(api, id, { quantity: 4 }), 400, 800090)
    const answer = await put(api, id, { status: 'deleted' })
    expectFault(answer, 400, 900117)
    expect(answer.body.description).toContain('2026-03-17T09:00:00Z')
    later('2026-03-10T09:00:00Z')
  })

  it('a reseller on record that does not work with the provider', async () => {
    const sold = { product: 'SUIT', quantity: 1, currency: 'GBP', partnerId: INDIRECT_PROVIDER }
    const id = await buy(api, { ...sold, customerId: RESELLER_CUSTOMER })
    const change = (partnerId: string, account = INDIRECT_PROVIDER) =>
      api.call(pathOf(id, RESELLER_CUSTOMER), { method: 'PATCH', account, body: { partnerId } })
    expectFault(await change('4500200'), 404, 2072)
    expectFault(await change(RESELLER_MPN, RESELLER), 400, 800098)
    expect((await change(RESELLER_MPN)).body.partnerId).toBe(RESELLER_MPN)
  })

  it('of what another partner has', async () => {
    const id = await suite()
    expectFault(await api.call(pathOf(id), { method: 'PATCH', account: OTHER, body: { quantity: 6 } }), 404, 60003)
  })

  const toSuip = { scheduledNextTermInstructions: { product: { productId: 'SUIP', skuId: '0001' } } }
  const mail = () => buy(api, { product: 'MAIL', quantity: 5 })
  const suite = () => buy(api, { product: 'SUIT', quantity: 5 })
  const tool = () => buy(api, { product: 'TOOL', quantity: 1, billingCycle: 'one-time' })
  const trial = async () => {
    await changeCatalog(api, "update sku set trial_term = 'P30D' where product_id = 'MAIL'")
    const id = await mail()
    await changeCatalog(api, "update sku set trial_term = null where product_id = 'MAIL'")
    return id
  }
  const suspended = async (product: string) => {
    const id = await buy(api, { product, quantity: 5, billingCycle: product === 'CRMX' ? 'annual' : 'monthly' })
    await put(api, id, { status: 'suspended' })
    return id
  }
  const ended = async () => {
    const id = await mail()
    await put(api, id, { status: 'deleted' })
    return id
  }
})

describeApi('add-ons of a license', (api) => {
  it('are suspended with their base, come back with it and not without it', async () => {
    const base = await buy(api, { product: 'MAIL', quantity: 5 })
    const addOn = await buy(api, { product: 'ARCH', quantity: 5, base })
    const told = await noticesOf(api)
    expect((await patch(api, base, { status: 'suspended' })).body.status).toBe('suspended')
    expect((await api.call(pathOf(addOn))).body).toMatchObject({
      status: 'suspended',
      suspensionReasons: ['requested_by_partner'],
    })
    expect(await noticesOf(api)).toBe(told + 2)
    expectFault(await patch(api, addOn, { status: 'active' }), 409, 27009)
    await patch(api, base, { status: 'active' })
    expect((await api.call(pathOf(addOn))).body).toMatchObject({ status: 'active', suspensionReasons: [] })
    const gone = await api.call(`${pathOf(base)}/preview`, { body: { status: 'deleted' } })
    expect(gone.body.alsoChanged.map((one: { id: string }) => one.id)).toEqual([addOn])
    expect((await api.call(pathOf(base))).body.status).toBe('active')
  })

  it('keep the billing cycle of their base', async () => {
    const base = await buy(api, { product: 'MAIL', quantity: 5 })
    const addOn = await buy(api, { product: 'ARCH', quantity: 5, base })
    const next = { scheduledNextTermInstructions: { product: { billingCycle: 'annual', termDuration: 'P1Y' } } }
    expectFault(await put(api, addOn, next), 400, 6001)
    expectFault(await put(api, base, next), 400, 6001)
  })
})

describeApi('a preview', (api) => {
  it('is what the change then does, and writes nothing', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    api.setNow('2026-03-25T09:00:00Z')
    const before = (await api.call(pathOf(id))).body
    const wish = { ...before, quantity: 14 }
    const preview = await api.call(`${pathOf(id)}/preview`, { body: wish })
    expect(preview.status).toBe(200)
    // 16 of 31 days: back 51.612 -> 51.61, then 72.258 -> 72.25
    expect(preview.body).toMatchObject({ totalAmount: 20.64, currencyCode: 'EUR', subscription: { quantity: 14 } })
    expect(preview.body.nextCharge).toMatchObject({
      date: '2026-04-10T00:00:00Z',
      charges: [{ chargeType: 'cycleCharge', amount: 140 }],
    })
    expect((await api.call(pathOf(id))).body).toEqual(before)
    await put(api, id, wish)
    const { items } = (await api.call(`${pathOf(id)}/charges`)).body
    const strip = ({ invoiceDate: _, ...charge }: Record<string, unknown>) => charge
    expect(items.at(-1).charges.map(strip)).toEqual(preview.body.charges)
    expectFault(await api.call(`${pathOf(id)}/preview`, { body: { quantity: 0 } }), 400, 2002)
    expectFault(await api.call(`${pathOf(id)}/preview`, { body: { quantity: 1 } }), 400, 800090)
    expect((await api.call(`/v1/customers/${CUSTOMER}/subscriptions`)).body.totalCount).toBe(1)
  })

  it('of what is settled later says what the settlement will be', async () => {
    const id = await buy(api, { product: 'MAIL', quantity: 5 })
    const preview = (await api.call(`${pathOf(id)}/preview`, { body: { quantity: 6 } })).body
    expect([preview.charges, preview.totalAmount]).toEqual([[], 0])
    // Back 20.00, 24.00 for the whole cycle at six, and the next one.
    expect(preview.nextCharge.charges.map((one: { amount: number }) => one.amount)).toEqual([-20, 24, 24])
  })
})
