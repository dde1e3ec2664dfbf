import { beforeAll, expect, it } from 'vitest'
import { load, purchase, subscriptions } from '../billing/provider.js'
import { CUSTOMER, describeApi, expectFault, INDIRECT_PROVIDER, OTHER, RESELLER } from '../support/api.js'
import { billThrough } from '../support/subscriptions.js'

/** As in the tests of invoices: on paper the direct partner is billed 712 EUR and 15 USD as of 2026-03-06. */
const SUBSCRIPTIONS = subscriptions(
  purchase(1, 1, '2026-01-10T10:00:00Z', 3, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 2, '2026-01-20T10:00:00Z', 2, 'ARCH,0001,P1Y,monthly,EUR'),
  purchase(1, 3, '2026-01-12T10:00:00Z', 4, 'SUIT,0001,P1Y,monthly,EUR'),
  purchase(1, 4, '2026-01-14T10:00:00Z', 2, 'TOOL,0001,P1Y,one-time,EUR'),
  purchase(1, 5, '2026-02-20T10:00:00Z', 1, 'SUIP,0001,P1Y,monthly,USD'),
  purchase(1, 7, '2026-02-15T10:00:00Z', 1, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(2, 6, '2026-01-10T10:00:00Z', 1, 'MAIL,0001,P1Y,monthly,USD'),
)

describeApi('what the home page shows', (api) => {
  beforeAll(async () => {
    await load(api.database(), { subscriptions: SUBSCRIPTIONS })
    await billThrough(api, '2026-03-06')
    api.setNow('2026-03-08T00:00:00Z')
  })

  it('is what was billed, by month and by product', async () => {
    const { status, body } = await api.call('/v1/portal/spend')
    expect(status).toBe(200)
    const [euro, dollar] = body.currencies
    expect([euro.currencyCode, euro.totalAmount, dollar.currencyCode, dollar.totalAmount]).toEqual([
      ...['EUR', 712, 'USD', 15],
    ])
    expect(euro.months).toHaveLength(12)
    const recent = euro.months.slice(-4).map(({ month, amount }: { month: string; amount: number }) => [month, amount])
    expect(recent).toEqual([
      ['2025-12', 0],
      ['2026-01', 12],
      ['2026-02', 660],
      ['2026-03', 40],
    ])
    const products = euro.products.map(({ title, amount }: { title: string; amount: number }) => [title, amount])
    expect(products).toEqual([
      ['Tools', 600],
      ['Suite', 80],
      ['Mail', 28],
      ['Archive', 4],
    ])
    expect([euro.otherProductCount, euro.otherAmount]).toEqual([0, 0])
    expect((await api.call('/v1/portal/spend?months=24')).body.currencies[0].months).toHaveLength(24)
    expectFault(await api.call('/v1/portal/spend?months=13'), 400, 3000)
  })

  it('is what the next invoices will have, as far as it is known', async () => {
    const { items } = (await api.call('/v1/portal/nextinvoices')).body
    const shown = items.map((one: Record<string, unknown>) => [
      ...[one['invoiceType'], one['invoiceDate'], one['currencyCode'], one['amount'], one['isWhole']],
    ])
    expect(shown).toEqual([
      ['recurring', '2026-03-15', 'EUR', 20, true],
      ['one_time', '2026-04-08', 'EUR', 40, true],
      ['one_time', '2026-04-08', 'USD', 15, true],
    ])
  })

  it('is what needs attention: deletions, ends and renewals of the next 30 days', async () => {
    api.setNow('2026-12-20T00:00:00Z')
    const { body } = await api.call('/v1/portal/attention')
    const names = (kind: string) => body[kind].items.map(({ date }: { date: string }) => date)
    expect(body.renewals.totalCount).toBe(2)
    expect(names('renewals')).toEqual(['2027-01-10', '2027-01-12'])
    expect(body.renewals.items[0]).toMatchObject({ customerId: CUSTOMER, quantity: 3, autoRenewEnabled: true })
    expect([body.deletions, body.trials, body.uncharged, body.budgets].map(({ totalCount }) => totalCount)).toEqual([
      ...[0, 0, 0, 0],
    ])
  })

  it('shows nobody what is another account’s, and resellers no prices', async () => {
    const theirs = (await api.call('/v1/portal/spend', { account: OTHER })).body
    expect(theirs.currencies.map(({ currencyCode }: { currencyCode: string }) => currencyCode)).toEqual(['USD'])
    expect(JSON.stringify((await api.call('/v1/portal/attention', { account: OTHER })).body)).not.toContain(CUSTOMER)
    for (const path of ['spend', 'nextinvoices'])
      expectFault(await api.call(`/v1/portal/${path}`, { account: RESELLER }), 403, 900150)
    expect((await api.call('/v1/portal/attention', { account: RESELLER })).status).toBe(200)
    expectFault(await api.call('/v1/portal/attention', { roles: ['user-management-admin'] }), 403, 900150)
    expect((await api.call('/v1/portal/spend', { account: INDIRECT_PROVIDER })).body.currencies).toEqual([])
  })
})
