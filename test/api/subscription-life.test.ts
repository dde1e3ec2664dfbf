// Whole lives of subscriptions through HTTP, with the amounts they must be charged, whenever billing runs.
import { expect, it } from 'vitest'
import { daysBetween, expectClean, monthEnds } from '../billing/provider.js'
import { type ApiTest, describeApi } from '../support/api.js'
import { billThrough, buy, changeCatalog, chargedTo, patch, pathOf } from '../support/subscriptions.js'

/** When billing runs: it must not matter. `until` is the day that has begun. */
const BILLING: Readonly<Record<string, (from: string, until: string) => string[]>> = {
  'billed at the end only': () => [],
  'billed at each end of a month': (from, until) =>
    monthEnds(from.slice(0, 7), 16).filter((day) => day >= from && day < until),
  'billed every day for a while': (from, until) => daysBetween(from, until).slice(0, -1).slice(0, 8),
}

type Life = ReturnType<typeof lifeIn>

const LIVES: Readonly<Record<string, (api: ApiTest, life: Life) => Promise<void>>> = {
  'license: settled at the anniversary, credited from a suspension and a cancellation on': async (api, life) => {
    const id = await buy(api, { product: 'MAIL', quantity: 5 })
    await life.goTo('2026-03-20T10:00:00Z')
    expect((await patch(api, id, { quantity: 8 })).body).toMatchObject({ quantity: 8, status: 'active' })
    await life.goTo('2026-05-01T08:00:00Z')
    const suspended = await patch(api, id, { status: 'suspended' })
    // 90 days and the 14 from the opening of the account to its first billing date.
    expect(suspended.body).toMatchObject({ status: 'suspended', deprovisioningDate: '2026-08-13T00:00:00Z' })
    expect(suspended.body.suspensionReasons).toEqual(['requested_by_partner'])
    await life.goTo('2026-05-05T08:00:00Z')
    expect((await patch(api, id, { status: 'active' })).body.status).toBe('active')
    await life.goTo('2026-05-06T08:00:00Z')
    const cancelled = await patch(api, id, { status: 'deleted' })
    expect(cancelled.body).toMatchObject({ status: 'deleted', autoRenewEnabled: false, refundOptions: [] })
    await life.end('2026-06-30')
    expect(await chargedTo(api, id)).toEqual([
      '2026-03-10 Cycle fee 2026-03-10..2026-04-09 5 20',
      '2026-04-10 Cycle instance prorate 2026-03-10..2026-04-09 5 -20',
      // 4.00 / 31 = 0.129 a day; 10 days 1.29 x 5, 21 days 2.709 -> 2.71 x 8
      '2026-04-10 Cycle instance prorate 2026-03-10..2026-03-19 5 6.45',
      '2026-04-10 Cycle instance prorate 2026-03-20..2026-04-09 8 21.68',
      '2026-04-10 Cycle instance prorate 2026-04-10..2026-05-09 8 32',
      // 4.00 / 30 = 0.133 a day; 9 days 1.197 -> 1.20, 5 days 0.665 -> 0.67, 4 days 0.532 -> 0.53, each x 8
      '2026-05-01 Cancel fee 2026-05-01..2026-05-09 8 -9.6',
      '2026-05-05 Prorate fees when purchase 2026-05-05..2026-05-09 8 5.36',
      '2026-05-06 Cancel fee 2026-05-06..2026-05-09 8 -4.24',
    ])
  },

  'new-commerce: committed, changed at the renewal, with the price of that day': async (api, life) => {
    await changeCatalog(api, "update sku set upgrade_targets = '{SUIP:0001}' where product_id = 'SUIT'")
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    await life.goTo('2026-03-12T10:00:00Z')
    expect((await patch(api, id, { quantity: 12 })).status).toBe(200)
    await life.goTo('2026-04-02T10:00:00Z')
    expect((await patch(api, id, { status: 'suspended' })).body.autoRenewEnabled).toBe(false)
    await life.goTo('2026-04-20T10:00:00Z')
    expect((await patch(api, id, { status: 'active' })).body.status).toBe('active')
    expect((await patch(api, id, { autoRenewEnabled: true })).body.autoRenewEnabled).toBe(true)
    const next = { product: { productId: 'SUIP', skuId: '0001' }, quantity: 8 }
    const scheduled = await patch(api, id, { scheduledNextTermInstructions: next })
    expect(scheduled.body.scheduledNextTermInstructions).toMatchObject({
      product: { productId: 'SUIP', skuId: '0001', billingCycle: 'monthly', termDuration: 'P1Y' },
      quantity: 8,
    })
    await life.goTo('2027-03-10T10:00:00Z')
    expect((await api.call(pathOf(id))).body).toMatchObject({
      offerName: 'Office Suite N Plus',
      quantity: 8,
      commitmentEndDate: '2028-03-09T00:00:00Z',
    })
    await life.end('2027-03-31')
    const charged = await chargedTo(api, id)
    expect(charged.slice(0, 4)).toEqual([
      '2026-03-10 new 2026-03-10..2026-04-09 10 100',
      // 29 of 31 days: 93.548 and 112.258, cut
      '2026-03-12 addQuantity 2026-03-12..2026-04-09 10 -93.54',
      '2026-03-12 addQuantity 2026-03-12..2026-04-09 12 112.25',
      '2026-04-10 cycleCharge 2026-04-10..2026-05-09 12 120',
    ])
    // Eleven cycles after the first, whether suspended or not, then 8 x 15.00.
    expect(charged.filter((line) => line.includes('cycleCharge'))).toHaveLength(11)
    expect(charged.at(-1)).toBe('2027-03-10 renew 2027-03-10..2027-04-09 8 120')
  },

  'saas: free for a month, paid after it, given back within a day': async (api, life) => {
    const id = await buy(api, { product: 'CRMX', quantity: 2, term: 'P1M' })
    await life.goTo('2026-03-11T09:00:00Z')
    const changed = await patch(api, id, { quantity: 3 })
    expect(changed.body).toMatchObject({ isTrial: true, quantity: 3, commitmentEndDate: '2026-04-09T00:00:00Z' })
    await life.goTo('2026-04-10T20:00:00Z')
    expect((await api.call(pathOf(id))).body).toMatchObject({ isTrial: false, status: 'active' })
    expect((await patch(api, id, { status: 'deleted' })).body.status).toBe('deleted')
    const other = await buy(api, { product: 'CRMX', quantity: 1, billingCycle: 'annual' })
    await life.goTo('2026-06-01T09:00:00Z')
    // 14 days after the trial the year is owed: it ends with its term.
    const late = await patch(api, other, { status: 'deleted' })
    expect(late.body).toMatchObject({ status: 'active', autoRenewEnabled: false })
    await life.end('2026-06-30')
    expect(await chargedTo(api, id)).toEqual([
      '2026-03-10 new 2026-03-10..2026-04-09 2 0',
      '2026-04-10 new 2026-04-10..2026-05-09 3 60',
      '2026-04-10 cancelImmediate 2026-04-10..2026-05-09 3 -60',
    ])
    // 12 x 18.00
    expect((await chargedTo(api, other)).at(-1)).toBe('2026-05-10 new 2026-05-10..2027-05-09 1 216')
  },

  'one-time purchases: given back on the same day, in part later': async (api, life) => {
    const id = await buy(api, { product: 'TOOL', quantity: 2, billingCycle: 'one-time' })
    const shown = await api.call(pathOf(id))
    expect(shown.body).toMatchObject({ commitmentEndDate: '9999-12-10T00:00:00Z', billingCycle: 'one_time' })
    expect((await patch(api, id, { status: 'deleted' })).body.status).toBe('deleted')
    await life.end('2026-04-30')
    expect((await chargedTo(api, id)).map((line) => line.split(' ').at(-1))).toEqual(['600', '-600'])
  },
}

for (const [when, days] of Object.entries(BILLING)) {
  for (const [what, live] of Object.entries(LIVES)) {
    describeApi(`the life of a subscription, ${when}, of ${what}`, (api) => {
      it('is charged as it must be', () => live(api, lifeIn(api, days)), 60_000)
    })
  }
}

describeApi('a change while the ledger is charged ahead of the clock', (api) => {
  it('is refused behind what has been charged, and otherwise leaves nothing uncharged', async () => {
    const monthly = await buy(api, { product: 'MAIL', quantity: 5 })
    const annual = await buy(api, { product: 'MAIL', quantity: 5, billingCycle: 'annual' })
    await billThrough(api, '2026-05-20')
    api.setNow('2026-03-20T09:00:00Z')
    const refused = await patch(api, monthly, { quantity: 6 })
    expect([refused.status, refused.body.code]).toEqual([409, 900278])
    const { charges } = (await api.call(`${pathOf(annual)}/preview`, { body: { quantity: 6 } })).body
    expect((await patch(api, annual, { quantity: 6 })).status).toBe(200)
    const late = await buy(api, { product: 'SUIT', quantity: 1 })
    await expectClean(api.database())
    // Its cycles of April fell due on days that are charged already: nobody else would charge them.
    expect(await chargedTo(api, late)).toEqual([
      '2026-03-20 new 2026-03-20..2026-04-19 1 10',
      '2026-04-20 cycleCharge 2026-04-20..2026-05-19 1 10',
      '2026-05-20 cycleCharge 2026-05-20..2026-06-19 1 10',
    ])
    const settled = await chargedTo(api, annual)
    expect(settled).toHaveLength(4)
    // The settlement of April belongs to the change, and so to its preview.
    expect(charges.map((one: { amount: number }) => one.amount)).toEqual(
      settled.slice(1).map((line) => Number(line.split(' ').at(-1))),
    )
    await billThrough(api, '2026-07-31')
    await expectClean(api.database())
    expect(await chargedTo(api, annual)).toEqual(settled)
    expect(await chargedTo(api, late)).toHaveLength(5)
  })
})

/** The clock of a life, and the billing along the way. */
function lifeIn(api: ApiTest, days: (from: string, until: string) => string[]) {
  let today = '2026-03-10'
  return {
    async goTo(instant: string) {
      const day = instant.slice(0, 10)
      for (const billed of days(today, day)) await billThrough(api, billed)
      today = day
      api.setNow(instant)
    },
    async end(day: string) {
      await billThrough(api, day)
      await expectClean(api.database())
    },
  }
}
