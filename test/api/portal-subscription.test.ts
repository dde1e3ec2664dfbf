// What the portal asks besides the contract's operations: what can be chosen, and what a move would charge.
import { beforeAll, expect, it } from 'vitest'
import { type ApiAnswer, type ApiTest, CUSTOMER, describeApi, expectFault, OTHER, RESELLER } from '../support/api.js'
import { buy, changeCatalog, chargedTo, pathOf } from '../support/subscriptions.js'

const inPortal = (id: string) => pathOf(id).replace('/v1/', '/v1/portal/')
const MAIL = '1a2b3c4d-0000-4000-8000-00000000a001'

async function extendCatalog(api: ApiTest): Promise<void> {
  await changeCatalog(
    api,
    `update sku set offer_id = '${MAIL}' where product_id = 'MAIL';
     update sku set upgrade_targets = '{SUIP:0001}' where product_id = 'SUIT'`,
  )
}

const amountsOf = ({ body }: ApiAnswer): string[] =>
  body.charges.map((charge: Record<string, string | number>) =>
    ['registeredOn', 'chargeType', 'chargeStartDate', 'quantity', 'amount'].map((name) => charge[name]).join(' '),
  )

describeApi('what can be chosen for a subscription', (api) => {
  beforeAll(() => extendCatalog(api))

  it('says how quantity and billing frequency are changed, and what the renewal can make of it', async () => {
    const legacy = await buy(api, { product: 'MAIL', quantity: 5 })
    expect((await api.call(`${inPortal(legacy)}/choices`)).body).toMatchObject({
      subscriptionId: legacy,
      quantity: 'settled',
      rhythm: 'by-order',
      openEnded: false,
      autoRenew: 'always',
      suspension: { credits: true, stopsBilling: true, switchesAutoRenewOff: false, reactivationDays: 90 },
    })
    const modern = await buy(api, { product: 'SUIT', quantity: 10 })
    const { body } = await api.call(`${inPortal(modern)}/choices`)
    expect(body).toMatchObject({ quantity: 'charged', autoRenew: 'switchable', minimumQuantity: 1 })
    expect(body.renewals.map((one: { productId: string }) => one.productId)).toEqual(['SUIT', 'SUIP'])
    expect(body.rhythms).toContainEqual({ termDuration: 'P1Y', billingCycle: 'monthly' })
  })

  it('is for who may see the subscription', async () => {
    const id = await buy(api, { product: 'MAIL', quantity: 5 })
    expectFault(await api.call(`${inPortal(id)}/choices`, { account: OTHER }), 404, 60003)
    expectFault(await api.call(`${inPortal(id)}/choices`, { roles: ['user-management-admin'] }), 403, 900150)
  })
})

describeApi('the preview of a move', (api) => {
  beforeAll(() => extendCatalog(api))

  it('is what the move then charges, and leaves nothing behind', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const before = await api.call(pathOf(id))
    const charged = await chargedTo(api, id)
    const { items } = (await api.call(`${pathOf(id)}/transitionEligibilities?eligibilityType=immediate`)).body
    const target = items[0].catalogItemId
    const preview = await api.call(`${inPortal(id)}/move-preview`, {
      body: { kind: 'transition', target, quantity: 4 },
    })
    expect(preview.status).toBe(200)
    expect(preview.body.subscriptions.map((one: { quantity: number }) => one.quantity)).toEqual([6, 4])
    expect(preview.body.charges.length).toBeGreaterThan(0)
    expect((await api.call(pathOf(id))).body).toEqual(before.body)
    expect(await chargedTo(api, id)).toEqual(charged)
    expect((await api.call(`${pathOf(id)}/transitions`)).body.items).toEqual([])
    const wish = { toCatalogItemId: target, quantity: 4, transitionType: 'transition_only' }
    const moved = await api.call(`${pathOf(id)}/transitions`, { body: wish })
    const texts = [...(await chargedTo(api, id)), ...(await chargedTo(api, moved.body.toSubscriptionId))]
    expect(texts.map(withoutEnd).filter((text) => !charged.map(withoutEnd).includes(text))).toEqual(amountsOf(preview))
  })

  it('refuses what the move refuses', async () => {
    const id = await buy(api, { product: 'MAIL', quantity: 5 })
    const upgrade = { kind: 'upgrade', target: MAIL }
    const refused = await api.call(`${inPortal(id)}/move-preview`, { body: upgrade })
    expect([refused.status, refused.body.refusal.code]).toEqual([expect.any(Number), 'transition-blocked'])
    const conversion = { kind: 'conversion', target: MAIL }
    expect((await api.call(`${inPortal(id)}/move-preview`, { body: conversion })).body.refusal.code).toBe(
      'transition-blocked',
    )
    expectFault(await api.call(`${inPortal(id)}/move-preview`, { body: upgrade, account: OTHER }), 404, 60003)
    expectFault(await api.call(`${inPortal(id)}/move-preview`, { body: upgrade, account: RESELLER }), 403, 900150)
    expectFault(await api.call(`${inPortal(id)}/move-preview`, { body: { kind: 'gift', target: MAIL } }), 400, 900126)
  })

  it('shows of each charge the cycle whose days it charges', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    api.setNow('2026-03-12T09:00:00Z')
    const { body } = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${id}/preview`, { body: { quantity: 12 } })
    expect(body.charges).toMatchObject([
      { chargeStartDate: '2026-03-12', cycleStartDate: '2026-03-10', cycleEndDate: '2026-04-09', quantity: 10 },
      { chargeStartDate: '2026-03-12', cycleStartDate: '2026-03-10', cycleEndDate: '2026-04-09', quantity: 12 },
    ])
    api.setNow('2026-03-10T09:00:00Z')
  })
})

/** As `chargedTo` writes it, without the last day. */
const withoutEnd = (text: string) => text.replace(/\.\.\S+/, '')
