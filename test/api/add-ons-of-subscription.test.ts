import { beforeAll, expect, it } from 'vitest'
import { CUSTOMER, describeApi, expectFault, OTHER } from '../support/api.js'
import { stockShop } from '../support/ordering.js'
import { buy, changeCatalog, patch } from '../support/subscriptions.js'

interface Offer {
  readonly productId: string
  readonly terms: readonly { readonly billingCycle: string; readonly termDuration: string }[]
  readonly isAvailable: boolean
  readonly unavailable?: { readonly reason: string }
}

describeApi('the add-ons of a subscription in the catalogue of its customer', (api) => {
  beforeAll(() => stockShop(api))
  const addOnsOf = (subscription: string, query = '') =>
    api.call(`/v1/customers/${CUSTOMER}/catalog?size=500&addOnsOf=${subscription}${query}`)
  const offersOf = async (subscription: string, query = ''): Promise<readonly Offer[]> =>
    (await addOnsOf(subscription, query)).body.items
  const find = async (subscription: string, product: string) =>
    (await offersOf(subscription)).find(({ productId }) => productId === product)

  it('are those that fit it, with the plans that go with its own', async () => {
    const post = await buy(api, { product: 'POST', quantity: 3, billingCycle: 'annual' })
    expect((await offersOf(post)).map(({ productId }) => productId)).not.toContain('PLUS')
    expect(await find(post, 'POSA')).toMatchObject({
      isAvailable: true,
      terms: [{ billingCycle: 'annual', termDuration: 'P1Y' }],
    })
    const suite = await buy(api, { product: 'SUIT', quantity: 3 })
    expect((await find(suite, 'PLUS'))!.terms[0]).toMatchObject({ billingCycle: 'monthly', termDuration: 'P1Y' })
    expect(await find(suite, 'POSA')).toBeUndefined()
    expect(await offersOf(suite, '&search=nothing+like+it')).toEqual([])
  })

  it('say why they cannot be added: their own reason, or that of the subscription', async () => {
    const monthly = await buy(api, { product: 'POST', quantity: 3 })
    await changeCatalog(api, `update sku set transactable = false where product_id = 'POSA'`)
    expect((await find(monthly, 'POSA'))!.unavailable!.reason).toBe('offer-not-transactable')
    await changeCatalog(api, `update sku set transactable = true where product_id = 'POSA'`)
    await changeCatalog(
      api,
      `delete from price where availability_id in (
         select availability_id from availability where product_id = 'POSA' and billing_cycle = 'monthly')`,
    )
    const misfit = (await find(monthly, 'POSA'))!
    expect([misfit.unavailable!.reason, misfit.terms.map(({ billingCycle }) => billingCycle)]).toEqual([
      'billing-cycle-mismatch',
      ['annual'],
    ])
    expect(await offersOf(monthly, '&available=true')).not.toContainEqual(
      expect.objectContaining({ productId: 'POSA' }),
    )
    const suspended = await buy(api, { product: 'POST', quantity: 3, billingCycle: 'annual' })
    await patch(api, suspended, { status: 'suspended' })
    expect((await find(suspended, 'POSA'))!.unavailable!.reason).toBe('base-inactive')
  })

  it('are none of an add-on, of a subscription there is not, and of that of another', async () => {
    const base = await buy(api, { product: 'SUIT', quantity: 3 })
    const addOn = await buy(api, { product: 'PLUS', quantity: 3, base })
    expect(await offersOf(addOn)).toEqual([])
    expectFault(await addOnsOf('018f00ff-0000-7000-8000-0000000000ff'), 404, 20003)
    expectFault(await addOnsOf('nonsense'), 400, 3000)
    const catalog = `/v1/customers/${CUSTOMER}/catalog?addOnsOf=${base}`
    expect((await api.call(catalog, { account: OTHER })).status).toBe(404)
  })
})
