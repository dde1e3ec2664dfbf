// Trials that become paid, upgrades and transitions, with what they charge.
import { beforeAll, expect, it } from 'vitest'
import { expectClean, load } from '../billing/provider.js'
import { type ApiTest, CUSTOMER, describeApi, expectFault, OTHER } from '../support/api.js'
import { billThrough, buy, changeCatalog, chargedTo, newId, patch, pathOf } from '../support/subscriptions.js'

const SKU_COLUMNS =
  'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,trial,minimum_quantity,maximum_quantity'
const PRICE_COLUMNS = 'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price'

/** A legacy trial of MAIL, an upgrade of it, and a trial of SUIT. */
async function extendCatalog(api: ApiTest): Promise<void> {
  const skus = [
    'MTRY,0001,Mail,Mail Trial,LIND,Lindenhof,License,license,P30D,25,25',
    'MAI2,0001,Mail,Mail Plus,LIND,Lindenhof,License,license,,1,300',
    'STRY,0001,Suite,Suite Trial,LIND,Lindenhof,License,new-commerce,P1M,1,25',
  ]
  const prices = [
    'MTRY,0001,P1Y,monthly',
    'MAI2,0001,P1Y,monthly',
    'MAI2,0001,P1Y,annual',
    'STRY,0001,P1M,monthly',
  ].map((row) => `${row},EUR,P1M,2025-01-01,,6.00`)
  await load(
    api.database(),
    { skus: [SKU_COLUMNS, ...skus, ''].join('\n'), prices: [PRICE_COLUMNS, ...prices, ''].join('\n') },
    newId,
  )
  await changeCatalog(
    api,
    `update sku set offer_id = '1a2b3c4d-0000-4000-8000-00000000a001', upgrade_targets = '{MAI2:0001}' where product_id = 'MAIL';
     update sku set offer_id = '1a2b3c4d-0000-4000-8000-00000000a002' where product_id = 'MAI2';
     update sku set offer_id = '1a2b3c4d-0000-4000-8000-0000000000f1', is_trial = true, conversion_targets = '{MAIL:0001}'
       where product_id = 'MTRY';
     update sku set is_trial = true, conversion_targets = '{SUIT:0001}', upgrade_targets = '{SUIP:0001}' where product_id = 'STRY';
     update sku set upgrade_targets = '{SUIP:0001}' where product_id = 'SUIT'`,
  )
}

const MAIL = '1A2B3C4D-0000-4000-8000-00000000A001'
const MAIL_PLUS = '1A2B3C4D-0000-4000-8000-00000000A002'

describeApi('a trial', (api) => {
  beforeAll(() => extendCatalog(api))

  it('of a legacy offer is converted to what it is a trial of, with as many licenses as wished', async () => {
    const id = await buy(api, { product: 'MTRY', quantity: 25 })
    const { items } = (await api.call(`${pathOf(id)}/conversions`)).body
    expect(items.map((one: { billingCycle: string }) => one.billingCycle)).toEqual(['monthly', 'annual'])
    expect(items[0]).toMatchObject({ targetOfferId: MAIL, quantity: 25, attributes: { objectType: 'Conversion' } })
    api.setNow('2026-03-20T09:00:00Z')
    const body = { ...items[0], Quantity: 10, quantity: 10 }
    const answer = await api.call(`${pathOf(id)}/conversions`, { body })
    expect(answer.body).toEqual({
      subscriptionId: id,
      offerId: '1A2B3C4D-0000-4000-8000-0000000000F1',
      targetOfferId: MAIL,
      attributes: { objectType: 'ConversionResult' },
    })
    // The day of the conversion is the first of the term.
    expect((await api.call(pathOf(id))).body).toMatchObject({
      offerId: MAIL,
      quantity: 10,
      isTrial: false,
      autoRenewEnabled: true,
      effectiveStartDate: '2026-03-20T00:00:00Z',
      commitmentEndDate: '2027-03-19T00:00:00Z',
    })
    expect(await chargedTo(api, id)).toEqual(['2026-03-20 Cycle fee 2026-03-20..2026-04-19 10 40'])
    expect((await api.call(`${pathOf(id)}/conversions`)).body.items).toEqual([])
    const again = await api.call(`${pathOf(id)}/conversions`, { body })
    expect([again.status, again.body.error.code]).toEqual([200, 1])
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('of a legacy offer lapses when nobody converts it, and says why it could not be', async () => {
    const id = await buy(api, { product: 'MTRY', quantity: 25 })
    const wrong = await api.call(`${pathOf(id)}/conversions`, { body: { targetOfferId: MAIL, quantity: 301 } })
    expect(wrong.body.error).toEqual({ code: 0, description: 'The quantity 301 is outside 1 to 300.' })
    api.setNow('2026-04-09T09:00:00Z')
    expect((await api.call(pathOf(id))).body.status).toBe('expired')
    await billThrough(api, '2026-03-09')
    expect(await chargedTo(api, id)).toEqual([])
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('needs a person for its conversion', async () => {
    const id = await buy(api, { product: 'MTRY', quantity: 25 })
    const app = { kind: 'service-principal' } as const
    expectFault(await api.call(`${pathOf(id)}/conversions`, app), 403, 900329)
    expectFault(await api.call(`${pathOf(id)}/conversions`, { ...app, body: { targetOfferId: MAIL } }), 403, 900329)
    expectFault(
      await api.call(`${pathOf(id)}/conversions`, { body: { targetOfferId: MAIL }, account: OTHER }),
      404,
      60003,
    )
    expectFault(
      await api.call(`${pathOf(id)}/conversions`, { body: { targetOfferId: MAIL }, roles: ['helpdesk-agent'] }),
      403,
      900150,
    )
  })

  it('of new commerce becomes what it is a trial of at its end, unless auto-renew is off', async () => {
    const id = await buy(api, { product: 'STRY', quantity: 25, term: 'P1M' })
    const shown = (await api.call(pathOf(id))).body
    expect(shown).toMatchObject({ isTrial: true, commitmentEndDate: '2026-04-09T00:00:00Z' })
    expect(shown.scheduledNextTermInstructions).toMatchObject({
      product: { productId: 'SUIT', billingCycle: 'monthly', termDuration: 'P1Y' },
      quantity: 25,
    })
    // What it becomes stays said, whatever is changed meanwhile.
    const fewer = await patch(api, id, { quantity: 20 })
    expect(fewer.body.scheduledNextTermInstructions).toMatchObject({ product: { productId: 'SUIT' }, quantity: 20 })
    const off = await buy(api, { product: 'STRY', quantity: 25, term: 'P1M' })
    await patch(api, off, { autoRenewEnabled: false })
    api.setNow('2026-04-10T09:00:00Z')
    expect((await api.call(pathOf(id))).body).toMatchObject({
      offerName: 'Office Suite N',
      isTrial: false,
      quantity: 20,
      commitmentEndDate: '2027-04-09T00:00:00Z',
    })
    expect((await api.call(pathOf(off))).body.status).toBe('expired')
    await billThrough(api, '2026-04-30')
    expect((await chargedTo(api, id)).at(-1)).toBe('2026-04-10 new 2026-04-10..2026-05-09 20 200')
    await expectClean(api.database())
  })
})

describeApi('an upgrade', (api) => {
  beforeAll(() => extendCatalog(api))

  it('takes a subscription to another legacy offer, and credits the rest of the old one', async () => {
    const id = await buy(api, { product: 'MAIL', quantity: 5 })
    const { items } = (await api.call(`${pathOf(id)}/upgrades`)).body
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({
      targetOffer: { id: MAIL_PLUS, name: 'Mail Plus' },
      upgradeType: 'upgrade_only',
      isEligible: true,
      quantity: 5,
      upgradeErrors: [],
    })
    api.setNow('2026-03-20T09:00:00Z')
    const answer = await api.call(`${pathOf(id)}/upgrades`, { body: { ...items[0], UpgradeType: 1, upgradeType: 1 } })
    expect(answer.body).toEqual({
      sourceSubscriptionId: id,
      targetSubscriptionId: id,
      upgradeType: 1,
      upgradeErrors: [],
      licenseErrors: [],
      attributes: { objectType: 'UpgradeResult' },
    })
    expect((await api.call(pathOf(id))).body).toMatchObject({ offerName: 'Mail Plus', quantity: 5 })
    // 21 of 31 days: 0.129 x 21 = 2.709 -> 2.71 back, 6.00 / 31 = 0.194 x 21 = 4.074 -> 4.07 for each
    expect((await chargedTo(api, id)).map((line) => line.split(' ').at(-1))).toEqual(['20', '-13.55', '20.35'])
    await expectClean(api.database())
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('says in its answer what stands in the way', async () => {
    const id = await buy(api, { product: 'MAIL', quantity: 5 })
    const upgrade = async (offer: string) => {
      const answer = await api.call(`${pathOf(id)}/upgrades`, { body: { targetOffer: { id: offer }, quantity: 5 } })
      return [answer.status, ...answer.body.upgradeErrors.map((error: { code: number }) => error.code)]
    }
    expect(await upgrade('00000000-0000-4000-8000-000000000001')).toEqual([200, 8])
    await buy(api, { product: 'ARCH', quantity: 5, base: id })
    expect(await upgrade(MAIL_PLUS)).toEqual([200, 6])
    await patch(api, id, { status: 'suspended' })
    expect(await upgrade(MAIL_PLUS)).toEqual([200, 2, 6])
    expect((await api.call(`${pathOf(id)}/upgrades`)).body.items[0]).toMatchObject({ isEligible: false })
    const none = await buy(api, { product: 'MAI2', quantity: 5 })
    const answer = await api.call(`${pathOf(none)}/upgrades`, { body: { targetOffer: { id: MAIL } } })
    expect(answer.body.upgradeErrors[0].code).toBe(7)
    expect((await api.call(`${pathOf(none)}/upgrades`)).body.items).toEqual([])
  })
})

describeApi('a transition', (api) => {
  beforeAll(() => extendCatalog(api))
  const itemOf = async (id: string, type = 'immediate') => {
    const { body } = await api.call(`${pathOf(id)}/transitionEligibilities?eligibilityType=${type}`)
    return body.items
  }

  it('of all licenses stays in the subscription', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const [target] = await itemOf(id)
    expect(target).toMatchObject({
      title: 'Office Suite N Plus',
      quantity: 10,
      eligibilities: [{ isEligible: true }, {}],
    })
    const body = { toCatalogItemId: target.catalogItemId, quantity: 10, transitionType: 'transition_only', events: [] }
    const moved = await api.call(`${pathOf(id)}/transitions`, { body })
    expect(moved.body).toMatchObject({
      fromSubscriptionId: id,
      toSubscriptionId: id,
      quantity: 10,
      billingCycle: 'monthly',
      termDuration: 'P1Y',
      events: [{ name: 'Conversion', status: 'Completed', timestamp: '2026-03-10T09:00:00Z' }],
    })
    const { body: list } = await api.call(`${pathOf(id)}/transitions?operationId=${moved.body.operationId}`)
    expect(list.items).toEqual([moved.body])
    expect(list.transition).toEqual(list.items)
    expect((await api.call(pathOf(id))).body.offerName).toBe('Office Suite N Plus')
    expect((await chargedTo(api, id)).map((line) => line.split(' ').at(-1))).toEqual(['100', '-100', '150'])
  })

  it('of some founds a subscription with the same end, and an order', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    api.setNow('2026-03-20T09:00:00Z')
    const [target] = await itemOf(id)
    const body = { toCatalogItemId: target.catalogItemId, quantity: 4, transitionType: 'transition_only' }
    const { toSubscriptionId } = (await api.call(`${pathOf(id)}/transitions`, { body })).body
    const [rest, moved] = [(await api.call(pathOf(id))).body, (await api.call(pathOf(toSubscriptionId))).body]
    expect(rest).toMatchObject({ quantity: 6, commitmentEndDate: '2027-03-09T00:00:00Z' })
    expect(moved).toMatchObject({
      quantity: 4,
      commitmentEndDate: '2027-03-09T00:00:00Z',
      offerName: 'Office Suite N Plus',
    })
    const order = (await api.call(`/v1/customers/${CUSTOMER}/orders/${moved.orderId}`)).body
    expect(order.lineItems).toMatchObject([
      { subscriptionId: toSubscriptionId, quantity: 4, transactionType: 'Convert' },
    ])
    // 21 of 31 days: 4 x 10 x 21/31 = 27.096 -> 27.09 back, 4 x 15 x 21/31 = 40.645 -> 40.64
    expect((await chargedTo(api, id)).at(-1)).toBe('2026-03-20 convert 2026-03-20..2026-04-09 4 -27.09')
    expect(await chargedTo(api, toSubscriptionId)).toEqual(['2026-03-20 convert 2026-03-20..2026-04-09 4 40.64'])
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('of some, or of a trial, joins a subscription that exists', async () => {
    const plus = await buy(api, { product: 'SUIP', quantity: 3 })
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const trial = await buy(api, { product: 'STRY', quantity: 20, term: 'P1M' })
    const [{ catalogItemId: toCatalogItemId }] = await itemOf(id)
    const move = (from: string, quantity: number, toSubscriptionId = plus) =>
      api.call(`${pathOf(from)}/transitions`, {
        body: { toCatalogItemId, quantity, transitionType: 'transition_only', toSubscriptionId },
      })
    expect((await move(id, 4)).body.toSubscriptionId).toBe(plus)
    expect((await api.call(pathOf(id))).body.quantity).toBe(6)
    expect((await api.call(pathOf(plus))).body.quantity).toBe(7)
    expectFault(await move(id, 6), 400, 800012)
    expectFault(await move(id, 1, trial), 400, 800012)
    expect((await move(trial, 20)).status).toBe(200)
    expect((await api.call(pathOf(trial))).body.status).toBe('deleted')
    expect((await api.call(pathOf(plus))).body.quantity).toBe(27)
    await expectClean(api.database())
  })

  it('takes the licenses of users along where asked', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const [target] = await itemOf(id)
    const body = { toCatalogItemId: target.catalogItemId, transitionType: 'transition_with_license_transfer' }
    const moved = await api.call(`${pathOf(id)}/transitions`, { body })
    expect(moved.body.events.map((event: { name: string }) => event.name)).toEqual([
      'Conversion',
      'LicenseReassignment',
    ])
  })

  it('is refused for what it cannot become, and what is not active', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const [{ catalogItemId }] = await itemOf(id)
    const plus = await buy(api, { product: 'SUIP', quantity: 3 })
    const move = (from: string, toCatalogItemId: string, more: object = {}, options = {}) =>
      api.call(`${pathOf(from)}/transitions`, {
        body: { toCatalogItemId, transitionType: 'transition_only', ...more },
        ...options,
      })
    expectFault(await move(id, 'NONE:0001:X'), 400, 800004)
    expectFault(await move(plus, catalogItemId.replace('SUIP', 'SUIT')), 400, 800024)
    expectFault(await move(id, catalogItemId, { billingCycle: 'triennial' }), 400, 800097)
    expectFault(await move(id, catalogItemId, { quantity: 0 }), 400, 800002)
    expectFault(await move(id, catalogItemId, {}, { account: OTHER }), 404, 60003)
    expectFault(await move(id, catalogItemId, {}, { roles: ['billing-admin'] }), 403, 900150)
    await patch(api, id, { status: 'suspended' })
    expectFault(await move(id, catalogItemId), 400, 800012)
    expect((await itemOf(id))[0].eligibilities[0]).toMatchObject({ isEligible: false, errors: [{ code: 2 }] })
    await changeCatalog(api, "update sku set withdrawn_on = '2026-01-01' where product_id = 'SUIP'")
    await patch(api, id, { status: 'active' })
    expectFault(await move(id, catalogItemId), 400, 800024)
    expect(await itemOf(id)).toEqual([])
  })
})
