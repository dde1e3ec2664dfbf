import { beforeAll, expect, it } from 'vitest'
import { keepHouse } from '../../src/app/daily-jobs.js'
import { dayOfInstant } from '../../src/core/calendar/instant.js'
import { asOwner } from '../billing/provider.js'
import { type ApiTest, CUSTOMER, DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID } from '../support/api.js'
import { FINANCE, owe, pay } from '../support/money.js'
import { confirmAgreement, itemOf, stockShop } from '../support/ordering.js'
import { billThrough, buy, newId, patch } from '../support/subscriptions.js'

const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const BASE = `/v1/platform/partners/${DIRECT}`

/** Orders so many seats of Suite at 10.00 a month for a year, billed monthly. */
async function order(api: ApiTest, quantity: number) {
  const offerId = await itemOf(api, 'SUIT')
  const line = { lineItemNumber: 0, offerId, quantity, termDuration: 'P1Y' }
  const body = { referenceCustomerId: CUSTOMER, billingCycle: 'monthly', lineItems: [line] }
  return api.call(`/v1/customers/${CUSTOMER}/orders`, { body })
}

/** The chores of the day. */
function keep(api: ApiTest): Promise<void> {
  return keepHouse({ database: api.database(), newId }, DIRECT, dayOfInstant(api.now()), api.now())
}

async function reminders(api: ApiTest): Promise<string[]> {
  const { rows } = await api.database().query<{ text: string }>(
    `select concat_ws(' ', kind, level, document, amount, currency) as text from reminder
     where partner_id = $1 order by xmin::text::bigint, reminder_id`,
    [DIRECT],
  )
  return rows.map(({ text }) => text)
}

describeApi('a credit limit', (api) => {
  const setLimit = (amount: number | string | null, as: object = FINANCE, partnerId = DIRECT) =>
    api.call(`/v1/platform/partners/${partnerId}/credit-limit`, { ...as, method: 'PUT', body: { amount } })
  let subscriptionId: string
  beforeAll(async () => {
    api.setNow('2026-03-10T09:00:00Z')
    await stockShop(api)
    await confirmAgreement(api, CUSTOMER)
    await owe(api.database(), { number: 'D000000001', total: 5_000n, issuedOn: '2026-03-01' })
  })

  it('is set by finance, in the currency of the partner', async () => {
    expectFault(await setLimit(100, OPERATOR), 403, 900150)
    expectFault(await setLimit(100, {}), 403, 900150)
    expectFault(await setLimit(100.001), 400, 3000)
    expectFault(await setLimit('-5'), 400, 3000)
    expectFault(await setLimit(100, FINANCE, '018f00ff-0000-7000-8000-0000000000ff'), 404, 1000)
    const set = await setLimit(100)
    expect(set.body.creditLimit, set.text).toEqual({
      currencyCode: 'EUR',
      limitAmount: 100,
      unpaidAmount: 50,
      unbilledAmount: 0,
      overpaidAmount: 0,
      availableAmount: 50,
    })
  })

  it('refuses a purchase that is more than what is left', async () => {
    const refused = await order(api, 6)
    expectFault(refused, 403, 800023)
    expect(refused.body.refusal).toEqual({
      code: 'credit-below-purchase',
      data: { available: '50.00 EUR', incoming: '60.00 EUR' },
    })
    const { rows } = await api.database().query('select from subscription')
    expect(rows).toEqual([])
  })

  it('lets be bought what is left, and counts it before it is billed', async () => {
    const bought = await order(api, 2)
    expect(bought.status, bought.text).toBe(201)
    subscriptionId = bought.body.lineItems[0].subscriptionId
    const { creditLimit } = (await api.call('/v1/account/balance')).body
    expect(creditLimit).toMatchObject({ unpaidAmount: 50, unbilledAmount: 20, availableAmount: 30 })
    expect(await reminders(api)).toEqual(['credit-limit 70 7000 EUR'])
  })

  it('refuses more licenses than it has room for, not fewer', async () => {
    const refused = await patch(api, subscriptionId, { quantity: 6 })
    expectFault(refused, 400, 800025)
    const preview = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${subscriptionId}/preview`, {
      body: { quantity: 6 },
    })
    if (preview.status !== 404) expectFault(preview, 400, 800025)
    expect((await patch(api, subscriptionId, { quantity: 3 })).status).toBe(200)
    expect((await patch(api, subscriptionId, { quantity: 2 })).status).toBe(200)
  })

  it('that is used up refuses every purchase, and nothing else', async () => {
    await setLimit(60)
    const refused = await order(api, 1)
    expectFault(refused, 403, 900121)
    expect(refused.body.refusal.code).toBe('credit-limit-reached')
    expectFault(await patch(api, subscriptionId, { quantity: 4 }), 403, 900121)
    expect((await patch(api, subscriptionId, { friendlyName: 'Renamed' })).status).toBe(200)
    expect((await patch(api, subscriptionId, { status: 'suspended' })).status).toBe(200)
    expect((await patch(api, subscriptionId, { status: 'active' })).status).toBe(200)
    await keep(api)
  })

  it('is told at each crossing once, and again after it was left', async () => {
    expect(await reminders(api)).toEqual(['credit-limit 70 7000 EUR', 'credit-limit 100 7000 EUR'])
    await keep(api)
    await pay(api, 50)
    await keep(api)
    expect((await api.call('/v1/account/balance')).body.creditLimit).toMatchObject({
      overpaidAmount: 50,
      availableAmount: 40,
    })
    expect(await reminders(api)).toHaveLength(2)
    expect((await order(api, 3)).status).toBe(201)
    expect(await reminders(api)).toEqual([
      'credit-limit 70 7000 EUR',
      'credit-limit 100 7000 EUR',
      'credit-limit 70 5000 EUR',
    ])
  })

  it('is refused to two purchases at once that would exceed it together', async () => {
    await setLimit(100)
    // 50.00 are left.
    const both = await Promise.all([order(api, 3), order(api, 3)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 403])
  })

  it('can be taken away', async () => {
    expect((await setLimit(null)).body.creditLimit).toBeUndefined()
    expect((await order(api, 100)).status).toBe(201)
  })

  it('keeps nothing from being charged that goes on by itself', async () => {
    await setLimit(1)
    const use = async () => {
      const { unpaidAmount, unbilledAmount } = (await api.call('/v1/account/balance')).body.creditLimit
      return [unpaidAmount, unbilledAmount]
    }
    // 2, 3, 3 and 100 seats at 10.00, and the invoice of 50.00 from the start.
    expect(await use()).toEqual([50, 1_080])
    // The invoice of March is issued ahead of its date, the 8th: nothing of it counts twice.
    await billThrough(api, '2026-04-07')
    expect(await use()).toEqual([1_130, 0])
    api.setNow('2026-04-11T09:00:00Z')
    await billThrough(api, '2026-04-10')
    expect(await use()).toEqual([1_130, 1_080])
  })
})

describeApi('a credit limit of licenses that are settled at the anniversary', (api) => {
  const credit = async () => (await api.call('/v1/account/balance')).body.creditLimit
  const quantity = (subscriptionId: string, seats: number) => patch(api, subscriptionId, { quantity: seats })
  let first: string
  let second: string
  beforeAll(async () => {
    api.setNow('2026-03-10T09:00:00Z')
    // 4.00 a month for a license.
    first = await buy(api, { product: 'MAIL', quantity: 5 })
    second = await buy(api, { product: 'MAIL', quantity: 5 })
    const limit = { ...FINANCE, method: 'PUT', body: { amount: 100 } } as const
    await api.call(`${BASE}/credit-limit`, limit)
  })

  it('counts what a change will cost when it is settled', async () => {
    expect(await credit()).toMatchObject({ unbilledAmount: 40, availableAmount: 60 })
    const refused = await quantity(first, 21)
    expectFault(refused, 400, 800025)
    expect(refused.body.refusal.data).toEqual({ available: '60.00 EUR', incoming: '64.00 EUR' })
    expect((await quantity(first, 15)).status).toBe(200)
    expect(await credit()).toMatchObject({ unbilledAmount: 80, availableAmount: 20 })
    // One after the other, and of another subscription: what waits has been spent.
    expectFault(await quantity(first, 21), 400, 800025)
    expectFault(await quantity(second, 11), 400, 800025)
    expect((await quantity(second, 10)).status).toBe(200)
    expectFault(await quantity(second, 11), 403, 900121)
    expect((await quantity(first, 5)).status).toBe(200)
    expect(await credit()).toMatchObject({ unbilledAmount: 60, availableAmount: 40 })
  })

  it('counts it once, whether it has been settled since or not', async () => {
    await billThrough(api, '2026-04-05')
    api.setNow('2026-04-06T09:00:00Z')
    expect(await credit()).toMatchObject({ unpaidAmount: 40, unbilledAmount: 20 })
    await billThrough(api, '2026-04-12')
    api.setNow('2026-04-12T09:00:00Z')
    // The settlement of April (40.00 in place of 20.00), and the cycles of 20.00 and 40.00 that began on the day of it.
    const { rows } = await api
      .database()
      .query<{ amount: bigint }>(
        `select sum(amount)::bigint as amount from charge where partner_id = $1 and invoice_date > '2026-04-08'`,
        [DIRECT],
      )
    expect((await credit()).unbilledAmount * 100).toBe(Number(rows[0]!.amount))
  })
})

describeApi('an account that is past due', (api) => {
  beforeAll(async () => {
    api.setNow('2026-03-10T09:00:00Z')
    await stockShop(api)
    await confirmAgreement(api, CUSTOMER)
    await owe(api.database(), { number: 'D000000001', total: 5_000n, issuedOn: '2026-01-15' }) // due on 2026-03-16
    await keep(api)
  })

  it('is reminded before and after, and cannot buy from the day after the due date', async () => {
    expect(await reminders(api)).toEqual(['due-soon 0 D000000001 5000 EUR'])
    api.setNow('2026-03-16T23:00:00Z')
    await keep(api)
    expect((await order(api, 1)).status).toBe(201)
    api.setNow('2026-03-17T00:10:00Z')
    for (let time = 0; time < 2; time += 1) await keep(api)
    expect(await reminders(api)).toEqual([
      'due-soon 0 D000000001 5000 EUR',
      'overdue 1 D000000001 5000 EUR',
      'past-due 0 5000 EUR',
    ])
    const refused = await order(api, 1)
    expectFault(refused, 403, 800039)
    expect(refused.body.refusal).toEqual({
      code: 'account-past-due',
      data: { amount: '50.00 EUR', since: '2026-03-16' },
    })
    const { body } = await api.call('/v1/account/balance')
    expect(body).toMatchObject({
      pastDue: true,
      pastDueSince: '2026-03-16',
      overdue: [{ currencyCode: 'EUR', amount: 50 }],
    })
  })

  it('manages what it has: it changes quantities, suspends, and its renewals go on', async () => {
    const { rows } = await api.database().query<{ id: string }>('select subscription_id as id from subscription')
    expect((await patch(api, rows[0]!.id, { quantity: 2 })).status).toBe(200)
    expect((await patch(api, rows[0]!.id, { friendlyName: 'Renamed' })).status).toBe(200)
  })

  it('is told so again as time goes by, and not for every day', async () => {
    for (const day of ['2026-03-29', '2026-03-30', '2026-04-20']) {
      api.setNow(`${day}T00:10:00Z`)
      await keep(api)
    }
    expect((await reminders(api)).slice(3)).toEqual(['overdue 2 D000000001 5000 EUR', 'overdue 3 D000000001 5000 EUR'])
  })

  it('is cured at once by a payment, allocated or not', async () => {
    await pay(api, 49)
    expectFault(await order(api, 1), 403, 800039)
    const { body } = await pay(api, 1)
    expect((await order(api, 1)).status).toBe(201)
    expect((await reminders(api)).at(-1)).toBe('cured 0 0 EUR')
    // Money that goes back makes it past due again.
    await api.call(`${BASE}/payments/${body.id}/refunds`, {
      ...FINANCE,
      body: { refundedDate: '2026-04-20', reason: 'mistake' },
    })
    expectFault(await order(api, 1), 403, 800039)
    expect((await reminders(api)).at(-1)).toBe('past-due 0 100 EUR')
    await pay(api, 1, { allocations: [{ invoiceId: 'D000000001' }] })
    expect((await reminders(api)).at(-1)).toBe('cured 0 0 EUR')
  })

  it('is asked only for what no money of its own covers, whatever that money is for', async () => {
    const before = (await reminders(api)).length
    // What it paid too much on one invoice pays others, oldest first: nothing of the first is to be reminded of.
    await owe(
      api.database(),
      { number: 'D000000011', total: 4_000n, issuedOn: '2026-01-20' }, // due on 2026-03-21
      { number: 'D000000012', total: 3_000n, issuedOn: '2026-02-01' }, // due on 2026-04-02
      { number: 'D000000013', total: 2_500n, issuedOn: '2026-04-19', days: 5 },
    )
    await owe(api.database(), { number: 'D000000014', total: -5_000n, issuedOn: '2026-04-19' })
    await pay(api, 10)
    await keep(api)
    expect((await reminders(api)).slice(before)).toEqual([
      'past-due 0 1000 EUR',
      'overdue 2 D000000012 1000 EUR',
      'due-soon 0 D000000013 2500 EUR',
    ])
    const { body } = await api.call('/v1/account/balance')
    expect(body).toMatchObject({ pastDueSince: '2026-04-02', overdue: [{ currencyCode: 'EUR', amount: 10 }] })
    // Whom the provider owes more than it owes is not past due.
    await owe(api.database(), { number: 'D000000015', total: -1_000n, issuedOn: '2026-04-20' })
    expect((await api.call('/v1/account/balance')).body.pastDue).toBe(false)
    expect((await order(api, 1)).status).toBe(201)
  })

  it('has as many days to pay as its terms say', async () => {
    const setTerms = (paymentDays: number, as: object = FINANCE) =>
      api.call(`${BASE}/payment-terms`, { ...as, method: 'PUT', body: { paymentDays } })
    expectFault(await setTerms(30, OPERATOR), 403, 900150)
    expectFault(await setTerms(366), 400, 3000)
    expect((await setTerms(30)).body.paymentDays).toBe(30)
    expect((await api.call('/v1/account/balance')).body.paymentDays).toBe(30)
    expect((await api.call('/v1/account/balance', { account: OTHER })).body.paymentDays).toBe(60)
  })

  it('writes reminders for whoever sends mail, and cannot change them otherwise', async () => {
    const statement = `update reminder set amount = 0 where partner_id = '${DIRECT}'`
    await expect(api.database().query(statement)).rejects.toMatchObject({ code: '42501' })
    await asOwner(api.database(), `delete from reminder where partner_id = '${DIRECT}'`)
  })
})
