import { beforeAll, expect, it } from 'vitest'
import { writeMails } from '../../src/app/mail/write-mails.js'
import { newId } from '../../src/app/new-id.js'
import { tellOfBudgets } from '../../src/app/usage/budgets.js'
import { insertUser } from '../../src/store/users.js'
import { asOwner } from '../billing/provider.js'
import {
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  OTHER_CUSTOMER,
  RESELLER,
  RESELLER_CUSTOMER,
} from '../support/api.js'
import { rateReported, reportUsage, used } from '../support/api-usage.js'
import { METERS, type MeteredSubscriptions, stockMeters, subscribeToMeters } from '../support/usage.js'

const AGENT = { roles: ['admin-agent'] } as const
const budgetOf = (customer: string) => `/v1/customers/${customer}/usagebudget`

describeApi('budgets for usage', (api) => {
  let own: MeteredSubscriptions
  const url = budgetOf(CUSTOMER)
  const set = (amount: unknown) => api.call(url, { ...AGENT, method: 'PATCH', body: { amount } })
  const setAll = (items: readonly object[]) => api.call('/v1/customers/usagebudgets', { ...AGENT, body: { items } })
  const rows = async (sql: string) => (await api.database().query(sql)).rows
  const told = () =>
    rows(`select month::text, threshold, mailed_at is null as fresh from usage_budget_notice order by 1, 2`)
  const events = () => rows(`select resource_uri from notice where event_name = 'usagerecords-thresholdExceeded'`)
  /** Network costs 0.05 EUR a GB and earns no credit. */
  const spend = async (gigabytes: number, time: string) => {
    await reportUsage(api, DIRECT, [used(own.plan, METERS.NETWORK, String(gigabytes), time)])
    await rateReported(api, DIRECT)
  }
  const tell = () =>
    api.database().transaction((session) => tellOfBudgets({ session, now: api.now(), newId }, DIRECT, undefined))

  beforeAll(async () => {
    await stockMeters(api.database())
    own = await subscribeToMeters(api.database(), { partnerId: DIRECT, customerId: CUSTOMER, currency: 'EUR' })
    await insertUser(api.database(), {
      ...{ userId: newId(), accountId: DIRECT, signInName: 'ana@direct.example', fullName: 'Ana' },
      ...{ roles: ['billing-admin'], state: 'active', passwordHash: null, passwordIsTemporary: false },
      createdAt: api.now(),
    } as never)
  })

  it('are set, read and taken away', async () => {
    expect((await api.call(url)).body).toEqual({
      ...{ amount: null, attributes: { objectType: 'SpendingBudget' } },
      links: { self: { uri: url.slice(3), method: 'GET', headers: [] } },
    })
    const changed = await set(500)
    expect([changed.status, changed.body.amount, changed.body.usageSpendingBudget]).toEqual([200, 500, 500])
    expect((await api.call(url)).body).toMatchObject({
      ...{ amount: 500, currencyCode: 'EUR', spentAmount: 0, estimatedAmount: 0, percentUsed: 0 },
    })
    expect((await set('450.50')).body.amount).toBe(450.5)
    expect((await set(null)).body.amount).toBeNull()
    const audit = await rows(
      `select resource_type, old_value, new_value from audit_record
       where operation_type = 'update_customer_spending_budget' order by audit_record_id`,
    )
    expect(audit).toEqual([
      { resource_type: 'customer', old_value: null, new_value: { amount: '500.00', currencyCode: 'EUR' } },
      {
        resource_type: 'customer',
        old_value: { amount: '500.00', currencyCode: 'EUR' },
        new_value: { amount: '450.50', currencyCode: 'EUR' },
      },
      { resource_type: 'customer', old_value: { amount: '450.50', currencyCode: 'EUR' }, new_value: null },
    ])
  })

  it('refuse what is no budget, and who may not', async () => {
    for (const amount of [-1, 0.001, '1,50', 1e13, undefined, true]) expectFault(await set(amount), 400, 3000)
    expectFault(await api.call(url, { method: 'PATCH', body: { amount: 1 } }), 403, 900150)
    expectFault(await api.call(url, { roles: ['helpdesk-agent'] }), 403, 900150)
    const theirs = { ...AGENT, method: 'PATCH', body: { amount: 1 } } as const
    expect((await api.call(budgetOf(OTHER_CUSTOMER), theirs)).status).toBe(404)
    const reseller = { account: RESELLER }
    expectFault(await api.call(budgetOf(RESELLER_CUSTOMER), reseller), 403, 900150)
    expectFault(await api.call(budgetOf(RESELLER_CUSTOMER), { ...reseller, ...theirs }), 403, 900150)
  })

  it('are set for many at once, all or nothing', async () => {
    const wish = (customerId: string, amount: number | null) => ({ customerId, amount })
    expect((await setAll([wish(CUSTOMER, 10), wish(OTHER_CUSTOMER, 10)])).status).toBe(404)
    expectFault(await setAll([wish(CUSTOMER, 10), wish(CUSTOMER, 20)]), 400, 3000)
    expectFault(await setAll([wish(CUSTOMER, 10.001)]), 400, 3000)
    expectFault(await setAll([]), 400, 3000)
    expectFault(await setAll(Array.from({ length: 1_001 }, () => wish(newId(), 1))), 400, 3000)
    expect((await api.call(url)).body.amount).toBeNull()
    const { status, body } = await setAll([wish(CUSTOMER, 10)])
    expect([status, body.items]).toMatchObject([200, [{ customerId: CUSTOMER, amount: 10 }]])
  })

  it('are compared with the usage of the calendar month, and told of once for each threshold', async () => {
    await spend(159, '03-02T10:00')
    expect((await api.call(url)).body).toMatchObject({ spentAmount: 7.95, estimatedAmount: 24.65, percentUsed: 79.5 })
    expect((await api.call('/v1/usagesummary')).body).toMatchObject({
      ...{ customersOverBudget: 0, customersTrendingOver: 1, emailsToNotify: ['ana@direct.example'] },
    })
    expect([await tell(), await told()]).toEqual([0, []])
    await spend(1, '03-03T10:00')
    expect(await Promise.all([tell(), tell(), tell()])).toEqual(expect.arrayContaining([1, 0, 0]))
    expect(await told()).toEqual([{ month: '2026-03-01', threshold: 80, fresh: true }])
    expect(await events()).toEqual([{ resource_uri: `/customers/${CUSTOMER}/usagesummary` }])
    await spend(41, '03-04T10:00')
    expect([await tell(), await tell(), (await events()).length]).toEqual([1, 0, 2])
    const records = (await api.call('/v1/customers/usagerecords')).body.items
    expect(records).toMatchObject([{ budget: { amount: 10 }, percentUsed: 100.5, totalCost: 10.05 }])
    expect((await api.call('/v1/usagesummary')).body).toMatchObject({
      customersOverBudget: 1,
      customersTrendingOver: 0,
    })
  })

  it('tell by mail whom it concerns', async () => {
    const context = { database: api.database(), clock: () => api.now(), newId, isConfigured: false }
    expect(await writeMails(context)).toBe(2)
    expect(await writeMails(context)).toBe(0)
    expect(await rows('select address, facts from mail order by cause')).toMatchObject([
      { address: 'ana@direct.example', facts: { customer: 'Bakkerij', level: 100, amount: '10.05', budget: '10.00' } },
      { address: 'ana@direct.example', facts: { level: 80, amount: '8.00', month: '2026-03-01' } },
    ])
  })

  it('that are raised or set low tell at once what is new, and a new month begins anew', async () => {
    await set(1_000)
    await set(12)
    expect((await told()).length).toBe(2)
    api.setNow('2026-04-02T09:00:00Z')
    expect((await api.call(url)).body).toMatchObject({ spentAmount: 0, percentUsed: 0 })
    await spend(400, '04-01T10:00')
    expect(await tell()).toBe(1)
    expect((await told()).slice(2)).toEqual(
      [
        { month: '2026-04-01', threshold: 100, fresh: true },
        { month: '2026-04-01', threshold: 80, fresh: false },
      ].sort((a, b) => a.threshold - b.threshold),
    )
    await asOwner(api.database(), 'delete from usage_budget_notice')
    await set(0)
    expect((await told()).map((one) => (one as { threshold: number }).threshold)).toEqual([80, 100])
  })

  it('take of billing periods the days of the month', async () => {
    // On the invoice of 15 April: 100 messages are included, 1,000 cost 0.002 each; half of them were sent in April.
    await set(1_000)
    await reportUsage(api, DIRECT, [
      used(own.usage, METERS.MESSAGES, '550', '03-20T10:00'),
      used(own.usage, METERS.MESSAGES, '550', '04-02T08:00'),
    ])
    await rateReported(api, DIRECT)
    expect((await api.call(url)).body.spentAmount).toBe(21)
    const summary = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${own.usage}/usagesummary`)
    expect(summary.body.totalCost).toBe(2)
  })

  it('tell in the night after a month what its last day passed, by the budget there was', async () => {
    await asOwner(api.database(), 'delete from usage_budget_notice')
    await set(1_000)
    api.setNow('2026-05-01T00:30:00Z')
    await spend(15_600, '04-30T20:00')
    expect([await tell(), await tell()]).toEqual([1, 0])
    expect(await told()).toEqual([{ month: '2026-04-01', threshold: 80, fresh: true }])
    await set(1)
    expect([await tell(), (await told()).length]).toEqual([0, 1])
    await asOwner(api.database(), 'delete from usage_budget_notice')
    api.setNow('2026-05-02T00:30:00Z')
    await set(1_000)
    expect([await tell(), await told()]).toEqual([0, []])
    api.setNow('2026-04-02T09:00:00Z')
  })
})
