// What costs what is used, through the shop: seen, bought, suspended, reactivated and cancelled, and never charged a fee
// it does not have.
import { beforeAll, describe, expect, it } from 'vitest'
import { expectClean } from '../billing/provider.js'
import { CUSTOMER, describeApi, expectFault, PLATFORM_ID } from '../support/api.js'
import { stockMeteredShop } from '../support/meters.js'
import { confirmAgreement, itemOf, stockShop } from '../support/ordering.js'
import { billThrough, buy, chargedTo, patch, pathOf } from '../support/subscriptions.js'

const PATH = `/v1/customers/${CUSTOMER}`
const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] } as const

describeApi('metered subscriptions', (api) => {
  const items: Record<string, string> = {}
  const bought: Record<string, string> = {}
  beforeAll(async () => {
    await stockShop(api)
    await stockMeteredShop(api)
    await confirmAgreement(api, CUSTOMER)
    for (const product of ['PLAN', 'HOST', 'MSGS', 'SUIT']) items[product] = await itemOf(api, product)
  })
  const line = (product: string, id: number, more: object = {}) => ({
    ...{ id, catalogItemId: items[product], quantity: 1, billingCycle: 'monthly', termDuration: 'P1M', ...more },
  })

  describe('in the catalogue', () => {
    it('are products of their kinds, sold one at a time', async () => {
      const views = async (view: string) =>
        (await api.call(`/v1/products?country=NL&targetView=${view}`)).body.items.map((one: { id: string }) => one.id)
      expect(await views('Azure')).toEqual(['HOST', 'PLAN'])
      expect(await views('MarketplaceSaaS')).toContain('MSGS')
      const sku = await api.call(`${PATH}/products/PLAN/skus/0001?country=NL`)
      expect(sku.body).toMatchObject({ minimumQuantity: 1, maximumQuantity: 1 })
      const sold = await api.call(`${PATH}/products/PLAN/skus/0001/availabilities?country=NL`)
      expect(sold.body.items).toMatchObject([{ isRenewable: false }])
    })

    it('are in no price sheet of licenses', async () => {
      const sheet = async (view: string) => {
        const url = `/v1.0/sales/pricesheets(Market='NL',PricesheetView='${view}')/$value`
        return (await api.call(url, { headers: { 'accept-encoding': 'identity' } })).text
      }
      expect(await sheet('updatedlicensebased')).not.toContain('PLAN')
      expect(await sheet('marketplace')).toContain('MSGS,0001')
    })
  })

  describe('from the cart', () => {
    it('need the plan they are tied to', async () => {
      const refused = await api.call(`${PATH}/carts`, { body: { lineItems: [line('MSGS', 0)] } })
      expect(refused.body.lineItems[0].error.errorDescription).toContain('PLAN:0001')
    })

    it('cost nothing but the fee they have', async () => {
      const lineItems = [line('PLAN', 0), line('HOST', 1), line('MSGS', 2)]
      const cart = await api.call(`${PATH}/carts`, { body: { lineItems } })
      expect(cart.body.lineItems.map((one: { error?: object }) => one.error)).toEqual([undefined, undefined, undefined])
      const review = await api.call(`${PATH}/carts/${cart.body.id}/review`)
      expect([review.status, review.body.lineItems.map((one: { amount: number }) => one.amount)]).toEqual([
        200,
        [0, 0, 99],
      ])
      const done = await api.call(`${PATH}/carts/${cart.body.id}/checkout`, { method: 'POST' })
      expect([done.status, done.body.orderErrors ?? []]).toEqual([201, []])
      const { body } = await api.call(`${PATH}/subscriptions`)
      for (const product of ['PLAN', 'HOST', 'MSGS']) {
        bought[product] = body.items.find((one: { offerId: string }) => one.offerId === items[product]).id
      }
      const prices = await api.call(`${PATH}/orders?include_price=true`)
      expect(prices.status).toBe(200)
    })

    it('are refused more than once at a time', async () => {
      const two = await api.call(`${PATH}/carts`, { body: { lineItems: [line('PLAN', 0, { quantity: 2 })] } })
      expect(two.body.lineItems[0].error.errorCode).toBe('max_allowed_seats_per_subscription_exceeded')
    })
  })

  describe('of a customer', () => {
    it('run until somebody ends them', async () => {
      const plan = await api.call(pathOf(bought['PLAN']!))
      expect(plan.body).toMatchObject({ status: 'active', quantity: 1, autoRenewEnabled: false })
      expect(plan.body.commitmentEndDate).toMatch(/^9999/)
      expect(plan.body.actions).toEqual(['Cancel'])
      expect((await api.call(pathOf(bought['MSGS']!))).body).toMatchObject({ autoRenewEnabled: true })
      expect(await chargedTo(api, bought['PLAN']!)).toEqual([])
      expect(await chargedTo(api, bought['MSGS']!)).toHaveLength(1)
    })

    it('have no quantity, cycle or renewal to change', async () => {
      for (const product of ['PLAN', 'HOST']) {
        for (const change of [{ quantity: 2 }, { billingCycle: 'annual' }]) {
          const answer = await patch(api, bought[product]!, change)
          expectFault(answer, 400, 2006)
        }
        expect((await api.call(`${pathOf(bought[product]!)}/upgrades`)).body.items ?? []).toEqual([])
        const moves = await api.call(`${pathOf(bought[product]!)}/transitionEligibilities?eligibilityType=immediate`)
        expect([moves.status, moves.body.items ?? []]).toEqual([200, []])
      }
      const before = (await api.call(pathOf(bought['HOST']!))).body
      expect((await patch(api, bought['HOST']!, {})).body).toEqual(before)
      expect((await patch(api, bought['HOST']!, { autoRenewEnabled: true })).body).toEqual(before)
      expect((await patch(api, bought['PLAN']!, { friendlyName: 'Cloud' })).body.friendlyName).toBe('Cloud')
    })

    it('are no licenses to assign', async () => {
      const pools = await api.call(`${PATH}/subscribedskus`)
      const names = JSON.stringify(pools.body.items)
      expect(names).not.toContain('PLAN')
      expect(names).not.toContain('HOST')
    })

    it('are suspended and reactivated without a charge', async () => {
      for (const product of ['PLAN', 'HOST']) {
        expect((await patch(api, bought[product]!, { status: 'suspended' })).body.status).toBe('suspended')
        expectFault(await patch(api, bought[product]!, { quantity: 2 }), 400, 2006)
        expect((await patch(api, bought[product]!, { status: 'active' })).body.status).toBe('active')
      }
    })

    it('go on for months without a charge, and the fee is charged every month', async () => {
      await billThrough(api, '2026-06-08')
      api.setNow('2026-06-09T09:00:00Z')
      expect(await chargedTo(api, bought['PLAN']!)).toEqual([])
      expect(await chargedTo(api, bought['HOST']!)).toEqual([])
      expect((await chargedTo(api, bought['MSGS']!)).length).toBeGreaterThanOrEqual(3)
      await expectClean(api.database())
    })

    it('end when they are cancelled, which gives nothing back', async () => {
      for (const product of ['HOST', 'PLAN']) {
        const cancelled = await patch(api, bought[product]!, { status: 'deleted' })
        expect([cancelled.status, cancelled.body.status]).toEqual([200, 'deleted'])
        expect(await chargedTo(api, bought[product]!)).toEqual([])
        expectFault(await patch(api, bought[product]!, { status: 'active' }), 400, 2011)
      }
      await expectClean(api.database())
    })
  })

  it('end some months after nobody reactivated them, and still cost nothing', async () => {
    const id = await buy(api, { product: 'PLAN', quantity: 1, term: 'P1M' })
    expect((await patch(api, id, { status: 'suspended' })).body.status).toBe('suspended')
    await billThrough(api, '2026-12-08')
    api.setNow('2026-12-09T09:00:00Z')
    expect((await api.call(pathOf(id))).body.status).toBe('deleted')
    expect(await chargedTo(api, id)).toEqual([])
    await expectClean(api.database())
  })

  it('keep their price of nothing in a price list', async () => {
    const text = [
      'ProductTitle,ProductId,SkuId,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate',
      'Plan,PLAN,0001,P1M,Monthly,,EUR,0,,',
    ].join('\r\n')
    const answer = await api.call('/v1/platform/price-lists?format=new_commerce&month=2027-01&currency=EUR', {
      ...OPERATOR,
      method: 'POST',
      body: text,
      headers: { 'content-type': 'text/csv' },
    })
    expect([answer.status, answer.body.problems]).toEqual([201, []])
  })
})
