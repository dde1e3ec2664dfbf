// What a cancellation gives back in each window of each profile, what is shown of it before, and what everything else
// that may be done to a subscription charges.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { runDueDays } from '../../src/app/daily-jobs.js'
import { expectClean } from '../billing/provider.js'
import {
  type ApiTest,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import {
  type Bought,
  billThrough,
  buy,
  changeCatalog,
  chargedTo,
  newId,
  patch,
  pathOf,
} from '../support/subscriptions.js'

/** Refund options as `Full until 2026-03-11T09:00:00Z`. */
function optionsOf({ refundOptions }: { refundOptions: { type: string; expiresAt: string }[] }): string[] {
  return refundOptions.map(({ type, expiresAt }) => `${type} until ${expiresAt}`)
}

interface Window {
  readonly what: string
  readonly bought: Bought
  readonly at: string
  readonly options: readonly string[]
  readonly status: 'deleted' | 'active' | 900117
  /** Amounts, the purchase first. */
  readonly charged: readonly number[]
}

const MAIL = { product: 'MAIL', quantity: 5 }
const YEAR_OF_MAIL = { ...MAIL, billingCycle: 'annual' }
const SUITE = { product: 'SUIT', quantity: 10 }
const CRM_YEAR = { product: 'CRMX', quantity: 1, billingCycle: 'annual' }
const CRM_MONTH = { product: 'CRMX', quantity: 1, term: 'P1M' }
const TOOL = { product: 'TOOL', quantity: 2, billingCycle: 'one-time' }

/** Everything is bought on 10 March 2026 at 09:00. */
const WINDOWS: readonly Window[] = [
  {
    ...{ what: 'a license, within 30 days', bought: YEAR_OF_MAIL, at: '2026-04-08T23:59:59Z' },
    options: ['Full until 2026-04-09T00:00:00Z', 'Partial until 2027-03-10T00:00:00Z'],
    ...{ status: 'deleted', charged: [240, -240] },
  },
  {
    // 48.00 / 365 = 0.132 a day; x 335 = 44.22; x 5
    ...{ what: 'a license, later', bought: YEAR_OF_MAIL, at: '2026-04-09T00:00:00Z' },
    options: ['Partial until 2027-03-10T00:00:00Z'],
    ...{ status: 'deleted', charged: [240, -221.1] },
  },
  {
    ...{ what: 'new commerce, within 24 hours', bought: SUITE, at: '2026-03-11T09:00:00Z' },
    options: ['Full until 2026-03-11T09:00:00Z', 'Partial until 2026-03-17T09:00:00Z'],
    ...{ status: 'deleted', charged: [100, -100] },
  },
  {
    // 30 of 31 days: 96.774, cut
    ...{ what: 'new commerce, within 168 hours', bought: SUITE, at: '2026-03-11T09:00:01Z' },
    options: ['Partial until 2026-03-17T09:00:00Z'],
    ...{ status: 'deleted', charged: [100, -96.77] },
  },
  {
    ...{ what: 'new commerce, later', bought: SUITE, at: '2026-03-17T09:00:01Z', options: [] },
    ...{ status: 900117, charged: [100] },
  },
  {
    ...{ what: 'a month of software as a service, within 24 hours', bought: CRM_MONTH, at: '2026-03-11T08:59:59Z' },
    options: ['Full until 2026-03-11T09:00:00Z'],
    ...{ status: 'deleted', charged: [20, -20] },
  },
  {
    ...{ what: 'a month of software as a service, later', bought: CRM_MONTH, at: '2026-03-11T09:00:00Z', options: [] },
    ...{ status: 'active', charged: [20] },
  },
  {
    ...{ what: 'a year of software as a service, within 14 days', bought: CRM_YEAR, at: '2026-03-23T23:59:59Z' },
    options: ['Full until 2026-03-24T00:00:00Z'],
    ...{ status: 'deleted', charged: [216, -216] },
  },
  {
    ...{ what: 'a year of software as a service, later', bought: CRM_YEAR, at: '2026-03-24T00:00:00Z', options: [] },
    ...{ status: 'active', charged: [216] },
  },
  {
    ...{ what: 'a one-time purchase, on its day', bought: TOOL, at: '2026-03-10T23:59:59Z' },
    options: ['Full until 2026-03-11T00:00:00Z', 'Partial until 9999-12-10T00:00:00Z'],
    ...{ status: 'deleted', charged: [600, -600] },
  },
  {
    ...{ what: 'a one-time purchase, later', bought: TOOL, at: '2026-03-11T00:00:00Z' },
    options: ['Partial until 9999-12-10T00:00:00Z'],
    ...{ status: 'deleted', charged: [600, -598.36] },
  },
]

describeApi('a cancellation', (api) => {
  // The trial would hide the windows.
  beforeAll(() => changeCatalog(api, "update sku set trial_term = null where product_id = 'CRMX'"))

  it.each(WINDOWS)('of $what gives back what was shown', async ({ bought, at, options, status, charged }) => {
    api.setNow('2026-03-10T09:00:00Z')
    const id = await buy(api, bought)
    api.setNow(at)
    expect(optionsOf((await api.call(pathOf(id))).body)).toEqual(options)
    const previewed = await api.call(`${pathOf(id)}/preview`, { body: { status: 'deleted' } })
    const answer = await patch(api, id, { status: 'deleted' })
    if (typeof status === 'number') {
      expectFault(previewed, 400, status)
      expectFault(answer, 400, status)
    } else {
      expect(answer.body).toMatchObject({ status, autoRenewEnabled: false })
      expect(previewed.body.subscription.status).toBe(status)
      const given = charged.slice(1).reduce((sum, amount) => sum + amount, 0)
      expect(previewed.body.totalAmount).toBe(given)
    }
    expect((await chargedTo(api, id)).map((line) => Number(line.split(' ').at(-1)))).toEqual(charged)
  })

  it('left the ledger as the events say', () => expectClean(api.database()))
})

/** The renewal of `bought` with `change` scheduled for it. */
async function renewed(api: ApiTest, bought: Bought, change: object): Promise<{ id: string; line: string }> {
  api.setNow('2026-03-10T09:00:00Z')
  const id = await buy(api, bought)
  expect((await patch(api, id, { scheduledNextTermInstructions: change })).status).toBe(200)
  return { id, line: (await nextOf(api, id)) ?? '' }
}

/** What is charged next. */
async function nextOf(api: ApiTest, id: string): Promise<string | undefined> {
  const { nextCharge } = (await api.call(`${pathOf(id)}/charges`)).body
  return nextCharge?.charges
    .map(
      (one: { chargeType: string; chargeStartDate: string; chargeEndDate: string; quantity: number; amount: number }) =>
        [one.chargeType, `${one.chargeStartDate}..${one.chargeEndDate}`, one.quantity, one.amount].join(' '),
    )
    .join(' + ')
}

describeApi('what is scheduled for the renewal', (api) => {
  beforeAll(() => changeCatalog(api, "update sku set upgrade_targets = '{SUIP:0001}' where product_id = 'SUIT'"))
  const month = { product: 'SUIT', quantity: 10, term: 'P1M' }
  const SUIP = { productId: 'SUIP', skuId: '0001' }

  it.each([
    ['the quantity', { quantity: 8 }, 'renew 2026-04-10..2026-05-09 8 96'],
    ['the term', { product: { termDuration: 'P1Y' } }, 'renew 2026-04-10..2026-05-09 10 100'],
    [
      'the billing cycle, with the term that has it',
      { product: { termDuration: 'P1Y', billingCycle: 'annual' } },
      'renew 2026-04-10..2027-04-09 10 1200',
    ],
    ['the offer', { product: { ...SUIP, termDuration: 'P1Y' } }, 'renew 2026-04-10..2026-05-09 10 150'],
    [
      'all of it',
      { product: { ...SUIP, termDuration: 'P1Y', billingCycle: 'annual' }, quantity: 3 },
      'renew 2026-04-10..2027-04-09 3 540',
    ],
  ])('is charged so: %s', async (_, change, expected) => {
    const { id, line } = await renewed(api, month, change)
    expect(line).toBe(expected)
    expect(await chargedTo(api, id)).toEqual(['2026-03-10 new 2026-03-10..2026-04-09 10 120'])
    // A client that does not know the field sends everything else back.
    const { scheduledNextTermInstructions: _unknown, ...known } = (await api.call(pathOf(id))).body
    await api.call(pathOf(id), { method: 'PATCH', body: { ...known, friendlyName: 'Kept' } })
    expect(await nextOf(api, id)).toBe(expected)
    await patch(api, id, { scheduledNextTermInstructions: null })
    expect(await nextOf(api, id)).toBe('renew 2026-04-10..2026-05-09 10 120')
  })

  it('comes about on its day, once, and its windows open again', async () => {
    const { id } = await renewed(api, month, { product: { termDuration: 'P1Y', billingCycle: 'annual' }, quantity: 8 })
    const ledgerDay = '2026-04-12'
    await billThrough(api, ledgerDay)
    await billThrough(api, ledgerDay)
    expect((await chargedTo(api, id)).slice(1)).toEqual(['2026-04-10 renew 2026-04-10..2027-04-09 8 960'])
    api.setNow('2026-04-13T09:00:00Z')
    const shown = (await api.call(pathOf(id))).body
    expect(shown).toMatchObject({ quantity: 8, termDuration: 'P1Y', billingCycle: 'annual' })
    expect(shown.scheduledNextTermInstructions).toBe(undefined)
    expect(optionsOf(shown)).toEqual(['Partial until 2026-04-17T00:00:00Z'])
    await patch(api, id, { status: 'deleted' })
    // 362 of 365 days: 952.109, cut
    expect((await chargedTo(api, id)).at(-1)).toBe('2026-04-13 cancelImmediate 2026-04-13..2027-04-09 8 -952.1')
    await expectClean(api.database())
  })
})

describeApi('a suspension', (api) => {
  beforeEach(() => api.setNow('2026-03-10T09:00:00Z'))

  it('of a base suspends its add-ons and credits both; so does the way back', async () => {
    const base = await buy(api, { product: 'MAIL', quantity: 5 })
    const addOn = await buy(api, { product: 'ARCH', quantity: 4, base })
    api.setNow('2026-04-20T09:00:00Z')
    const previewed = await api.call(`${pathOf(base)}/preview`, { body: { status: 'suspended' } })
    await patch(api, base, { status: 'suspended' })
    // 20 of 30 days: 0.133 x 20 = 2.66 x 5; 0.067 x 20 = 1.34 x 4
    expect((await chargedTo(api, base)).at(-1)).toBe('2026-04-20 Cancel fee 2026-04-20..2026-05-09 5 -13.3')
    expect((await chargedTo(api, addOn)).at(-1)).toBe('2026-04-20 Cancel fee 2026-04-20..2026-05-09 4 -5.36')
    expect(previewed.body.totalAmount).toBe(-18.66)
    for (const id of [base, addOn]) {
      // 90 days, and the 14 from the opening of the account to its first billing date.
      const shown = (await api.call(pathOf(id))).body
      expect(shown).toMatchObject({ status: 'suspended', deprovisioningDate: '2026-08-02T00:00:00Z' })
      expect(shown.nextChargeInstructions).toBe(undefined)
      expect(await nextOf(api, id)).toBe(undefined)
    }
    api.setNow('2026-04-25T09:00:00Z')
    await patch(api, base, { status: 'active' })
    // 15 of 30 days: 1.995 -> 2.00 x 5; 1.005 -> 1.01 x 4
    expect((await chargedTo(api, base)).at(-1)).toBe(
      '2026-04-25 Prorate fees when purchase 2026-04-25..2026-05-09 5 10',
    )
    expect((await chargedTo(api, addOn)).at(-1)).toBe(
      '2026-04-25 Prorate fees when purchase 2026-04-25..2026-05-09 4 4.04',
    )
    await expectClean(api.database())
  })

  it('ends with the deprovisioning by the daily job, which charges nothing and says so', async () => {
    const base = await buy(api, { product: 'MAIL', quantity: 5 })
    const addOn = await buy(api, { product: 'ARCH', quantity: 4, base })
    await patch(api, base, { status: 'suspended' })
    const before = [await chargedTo(api, base), await chargedTo(api, addOn)]
    expect(before.map((lines) => lines.map((line) => Number(line.split(' ').at(-1))))).toEqual([
      [20, -20],
      [8, -8],
    ])
    const jobs = (at: string) => {
      api.setNow(at)
      return runDueDays({ database: api.database(), clock: api.now, newId })
    }
    await jobs('2026-06-21T01:00:00Z')
    expect((await api.call(pathOf(base))).body).toMatchObject({
      ...{ status: 'suspended', deprovisioningDate: '2026-06-22T00:00:00Z' },
    })
    await jobs('2026-06-23T01:00:00Z')
    for (const id of [base, addOn]) {
      const shown = (await api.call(pathOf(id))).body
      expect(shown).toMatchObject({ status: 'deleted', actions: [], refundOptions: [] })
      expect(shown.deprovisioningDate).toBe(undefined)
    }
    expectFault(await patch(api, base, { status: 'active' }), 400, 2011)
    expect([await chargedTo(api, base), await chargedTo(api, addOn)]).toEqual(before)
    const { rows } = await api.database().query<{ count: bigint }>(
      `select count(*) as count from notice
       where event_name = 'subscription-updated' and occurred_at >= '2026-06-22T00:00:00Z' and resource_uri = any($1::text[])`,
      [[base, addOn].map((id) => pathOf(id).slice(3))],
    )
    expect(Number(rows[0]!.count)).toBe(2)
    await expectClean(api.database())
  })
})

describeApi('what charges nothing', (api) => {
  it('is a change that is stale, refused, or of names and resellers', async () => {
    const sold = { product: 'SUIT', quantity: 2, currency: 'GBP', partnerId: INDIRECT_PROVIDER }
    const id = await buy(api, { ...sold, customerId: RESELLER_CUSTOMER })
    const path = pathOf(id, RESELLER_CUSTOMER)
    const as = { account: INDIRECT_PROVIDER } as const
    const change = (body: object) => api.call(path, { ...as, method: 'PATCH', body })
    const charges = async () => (await api.call(`${path}/charges`, as)).body.items.map(namesOf)
    const purchased = [['purchased', 'new 20']]
    const first = (await api.call(path, as)).body
    expect((await change({ ...first, partnerId: RESELLER_MPN })).body.partnerId).toBe(RESELLER_MPN)
    expectFault(await change({ ...first, quantity: 5 }), 400, 2055)
    expectFault(await change({ quantity: 10_001 }), 400, 2002)
    expect((await change({ friendlyName: 'Counter' })).body.friendlyName).toBe('Counter')
    expect(await charges()).toEqual(purchased)
    const changed = await change({ quantity: 3 })
    expect(changed.body).toMatchObject({ quantity: 3, partnerId: RESELLER_MPN, friendlyName: 'Counter' })
    expect(await charges()).toEqual([...purchased, ['quantity_changed', 'addQuantity -20', 'addQuantity 30']])
    await expectClean(api.database())
  })
})

function namesOf({ name, charges }: { name: string; charges: { chargeType: string; amount: number }[] }): string[] {
  return [name, ...charges.map(({ chargeType, amount }) => `${chargeType} ${amount}`)]
}
