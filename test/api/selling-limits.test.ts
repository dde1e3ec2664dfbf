// Who may not buy, however it is asked for: resellers, accounts that are past due, beyond their credit, or restricted; and
// what neither sells to a customer that has gone nor forgets what waits for its activation.
import { beforeAll, expect, it } from 'vitest'
import { lockLedger } from '../../src/app/change-family.js'
import { asOwner } from '../billing/provider.js'
import {
  type ApiCall,
  type ApiTest,
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  PLATFORM_ID,
  RESELLER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import { FINANCE, owe } from '../support/money.js'
import { confirmAgreement, countOf, itemOf, stockShop } from '../support/ordering.js'
import { buy, changeCatalog, pathOf } from '../support/subscriptions.js'

const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const PLUS_OFFER = '1a2b3c4d-0000-4000-8000-00000000a00b'

/** Post can be upgraded to Post Plus, Suite to Suite Plus. */
async function stockUpgrades(api: ApiTest): Promise<void> {
  await stockShop(api)
  await changeCatalog(
    api,
    `update sku set upgrade_targets = '{POSP:0001}' where product_id = 'POST';
     update sku set upgrade_targets = '{SUIP:0001}' where product_id = 'SUIT'`,
  )
}

/** Converts a trial, upgrades a subscription and moves one to another offer. */
function purchasesOf(api: ApiTest, ids: { trial: string; post: string; suite: string }, as: ApiCall, customer: string) {
  const ask = async (id: string, what: string, body: object) =>
    api.call(`${pathOf(id, customer)}/${what}`, { body, ...as })
  return {
    convert: async () => ask(ids.trial, 'conversions', { targetOfferId: POST_ID, quantity: 5 }),
    upgrade: async () => ask(ids.post, 'upgrades', { targetOffer: { id: PLUS_OFFER }, quantity: 5 }),
    move: async () =>
      ask(ids.suite, 'transitions', { toCatalogItemId: 'SUIP:0001', transitionType: 'transition_only' }),
    moveSome: async () =>
      ask(ids.suite, 'transitions', { toCatalogItemId: 'SUIP:0001', quantity: 2, transitionType: 'transition_only' }),
  }
}
const POST_ID = '1A2B3C4D-0000-4000-8000-00000000A001'

describeApi('a reseller', (api) => {
  beforeAll(() => stockUpgrades(api))

  it('manages what its provider sold and buys nothing', async () => {
    const sold = {
      quantity: 5,
      currency: 'GBP',
      partnerId: INDIRECT_PROVIDER,
      customerId: RESELLER_CUSTOMER,
      partnerOnRecord: RESELLER_MPN,
    }
    const [trial, post, suite] = [
      await buy(api, { ...sold, product: 'PTRY', quantity: 25 }),
      await buy(api, { ...sold, product: 'POST' }),
      await buy(api, { ...sold, product: 'SUIT' }),
    ]
    const as = { account: RESELLER } as const
    const before = await countOf(api, 'charge')
    for (const buying of Object.values(purchasesOf(api, { trial, post, suite }, as, RESELLER_CUSTOMER))) {
      const refused = await buying()
      expectFault(refused, 403, 900150)
      expect(refused.body.refusal).toEqual({ code: 'reseller-buys-nothing', data: {} })
    }
    const change = (id: string, body: object) =>
      api.call(pathOf(id, RESELLER_CUSTOMER), { method: 'PATCH', body, ...as })
    const next = (quantity: number) => ({ scheduledNextTermInstructions: { quantity } })
    for (const body of [{ quantity: 6 }, next(6)]) expectFault(await change(suite, body), 403, 900150)
    expect(await countOf(api, 'charge')).toBe(before)
    expect((await change(suite, next(4))).status).toBe(200)
    expect((await change(suite, { quantity: 4 })).body.quantity).toBe(4)
    expect((await change(post, { status: 'suspended' })).body.status).toBe('suspended')
    expect((await change(post, { status: 'active' })).body.status).toBe('active')
  })
})

describeApi('an account that may buy nothing new', (api) => {
  const ids = { trial: '', post: '', suite: '' }
  beforeAll(async () => {
    api.setNow('2026-03-20T09:00:00Z')
    await stockUpgrades(api)
    ids.trial = await buy(api, { product: 'PTRY', quantity: 25 })
    ids.post = await buy(api, { product: 'POST', quantity: 5 })
    ids.suite = await buy(api, { product: 'SUIT', quantity: 5 })
  })
  const setLimit = (amount: number | null) =>
    api.call(`/v1/platform/partners/${DIRECT}/credit-limit`, { ...FINANCE, method: 'PUT', body: { amount } })
  const patch = (id: string, body: object) => api.call(pathOf(id), { method: 'PATCH', body })

  it('restricted, converts and upgrades nothing, and changes quantities', async () => {
    await asOwner(api.database(), `update partner set program_status = 'restricted' where partner_id = '${DIRECT}'`)
    for (const buying of Object.values(purchasesOf(api, ids, {}, CUSTOMER))) expectFault(await buying(), 403, 800039)
    expect((await patch(ids.suite, { quantity: 6 })).body.quantity).toBe(6)
    await asOwner(api.database(), `update partner set program_status = 'active' where partner_id = '${DIRECT}'`)
  })

  it('without credit, moves to no offer that costs more', async () => {
    // Post 20.00 and Suite 60.00 are unbilled.
    await setLimit(85)
    const { move, moveSome, upgrade } = purchasesOf(api, ids, {}, CUSTOMER)
    for (const buying of [move, moveSome]) expectFault(await buying(), 400, 800025)
    const refused = await upgrade()
    expect([refused.status, refused.body.upgradeErrors.length]).toEqual([200, 1])
    await setLimit(null)
    expect((await moveSome()).status).toBe(200)
  })

  it('past due, likewise', async () => {
    await owe(api.database(), { number: 'D000000001', total: 5_000n, issuedOn: '2026-01-15' }) // due on 2026-03-16
    for (const buying of Object.values(purchasesOf(api, ids, {}, CUSTOMER))) {
      const refused = await buying()
      expectFault(refused, 403, 800039)
      expect(refused.body.refusal.code).toBe('account-past-due')
    }
    expect((await patch(ids.suite, { quantity: 5 })).body.quantity).toBe(5)
  })
})

describeApi('what waits for its activation', (api) => {
  beforeAll(async () => {
    await stockShop(api)
    await confirmAgreement(api, CUSTOMER)
  })
  const order = async (productId: string, quantity: number) => {
    const line = { lineItemNumber: 0, offerId: await itemOf(api, productId), quantity, termDuration: 'P1Y' }
    const body = { referenceCustomerId: CUSTOMER, billingCycle: 'monthly', lineItems: [line] }
    return api.call(`/v1/customers/${CUSTOMER}/orders`, { body })
  }
  const credit = async () => (await api.call('/v1/account/balance')).body.creditLimit
  const activate = (id: string) =>
    api.call(`/v1/platform/subscriptions/${id}/activate`, { method: 'POST', ...OPERATOR })
  const end = () =>
    api.call(`/v1/customers/${CUSTOMER}`, {
      method: 'PATCH',
      body: { relationshipToPartner: 'none', attributes: { objectType: 'Customer' } },
    })
  const firstOf = (answer: Awaited<ReturnType<typeof order>>) => answer.body.lineItems[0].subscriptionId

  it('uses credit until it is charged, or given up', async () => {
    const body = { amount: 100 }
    await api.call(`/v1/platform/partners/${DIRECT}/credit-limit`, { ...FINANCE, method: 'PUT', body })
    const bought = await order('WAVE', 10) // 80.00 a month
    expect(bought.status, bought.text).toBe(201)
    expect(await credit()).toMatchObject({ unbilledAmount: 80, availableAmount: 20 })
    expectFault(await order('WAVE', 10), 403, 800023)
    expect((await activate(firstOf(bought))).status).toBe(200)
    expect(await credit()).toMatchObject({ unbilledAmount: 80, availableAmount: 20 })
    const second = await order('WAVE', 2)
    expect(await credit()).toMatchObject({ unbilledAmount: 96 })
    await api.call(pathOf(firstOf(second)), { method: 'PATCH', body: { status: 'deleted' } })
    expect(await credit()).toMatchObject({ unbilledAmount: 80 })
    await api.call(pathOf(firstOf(bought)), { method: 'PATCH', body: { status: 'deleted' } })
  })

  it('keeps its customer, and does not begin for one that has gone', async () => {
    const id = firstOf(await order('WAVE', 1))
    expectFault(await end(), 400, 900141)
    await asOwner(api.database(), `update customer set status = 'removed' where customer_id = '${CUSTOMER}'`)
    expectFault(await activate(id), 403, 20002)
    await asOwner(api.database(), `update customer set status = 'active' where customer_id = '${CUSTOMER}'`)
    await api.call(pathOf(id), { method: 'PATCH', body: { status: 'deleted' } })
  })

  it('is ordered before its customer goes, or not at all', async () => {
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const ordered = begun.then(() => order('WAVE', 1))
    await api.database().transaction(async (session) => {
      await lockLedger(session, DIRECT)
      begin()
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      await session.query("update customer set status = 'removed' where customer_id = $1", [CUSTOMER])
    })
    expectFault(await ordered, 403, 20002)
    await asOwner(api.database(), `update customer set status = 'active' where customer_id = '${CUSTOMER}'`)
    expect((await end()).status).toBe(200)
    expectFault(await order('WAVE', 1), 403, 20002)
  })
})

describeApi('what is done for the provider', (api) => {
  it('is not done in the name, or at the time, of a partner that a header names', async () => {
    await asOwner(
      api.database(),
      `update partner set is_sandbox = true, clock_at = '2019-08-01T00:00:00Z' where partner_id = '${DIRECT}'`,
    )
    const body = { fullName: 'Olaf', userPrincipalName: 'olaf@provider.example.net', roles: ['platform-auditor'] }
    const made = await api.call('/v1/platform/users', { ...OPERATOR, body, headers: { 'Prorata-Partner': DIRECT } })
    expect(made.status, made.text).toBe(201)
    const { rows } = await api
      .database()
      .query<{ partner: string; year: number }>(
        'select partner_id as partner, extract(year from occurred_at)::integer as year from audit_record',
      )
    expect(rows).toEqual([{ partner: PLATFORM_ID, year: 2026 }])
  })
})
