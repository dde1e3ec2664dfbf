import { beforeAll, expect, it } from 'vitest'
import { startOrJoin } from '../../src/app/bill.js'
import { finishBillingRun } from '../../src/app/billing-runs.js'
import { asOwner, dayOfText } from '../billing/provider.js'
import { CUSTOMER, DIRECT, describeApi, expectFault, PLATFORM_ID } from '../support/api.js'
import { FINANCE } from '../support/money.js'
import { confirmAgreement, itemOf, stockShop } from '../support/ordering.js'
import { newId } from '../support/subscriptions.js'

const RUNS = '/v1/platform/billing-runs'
const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const AUDITOR = { account: PLATFORM_ID, roles: ['platform-auditor'] as const }

describeApi('billing runs over the API', (api) => {
  const run = (body: object, as: object = OPERATOR) => api.call(RUNS, { ...as, body })
  beforeAll(async () => {
    api.setNow('2026-03-10T09:00:00Z')
    await stockShop(api)
    await confirmAgreement(api, CUSTOMER)
    const lineItems = [{ lineItemNumber: 0, offerId: await itemOf(api, 'SUIT'), quantity: 5, termDuration: 'P1Y' }]
    const body = { referenceCustomerId: CUSTOMER, billingCycle: 'monthly', lineItems }
    const ordered = await api.call(`/v1/customers/${CUSTOMER}/orders`, { body })
    expect(ordered.status, ordered.text).toBe(201)
    api.setNow('2026-04-07T09:00:00Z')
  })

  it('are started by the operator or by finance, for days that are over', async () => {
    for (const as of [AUDITOR, {}]) expectFault(await run({ asOf: '2026-04-06' }, as), 403, 900150)
    expectFault(await run({ asOf: '2026-04-07' }), 400, 3000)
    expectFault(await run({ asOf: '2026-04-31' }), 400, 3000)
    expectFault(await run({}), 400, 3000)
    expectFault(await run({ asOf: '2026-04-06', partnerId: '018f00ff-0000-7000-8000-0000000000ff' }), 404, 1000)
    expect((await api.call(RUNS, AUDITOR)).body.items).toEqual([])
  })

  it('charge and issue what is ready, once', async () => {
    const first = await run({ asOf: '2026-04-06' }, FINANCE)
    expect(first.status, first.text).toBe(201)
    expect(first.body).toMatchObject({ asOf: '2026-04-06', status: 'completed', invoices: 1 })
    const again = await run({ asOf: '2026-04-06' })
    expect(again.body.id).toBe(first.body.id)
    const shown = await api.call(`/v1${first.body.links.self.uri}`, AUDITOR)
    expect(shown.body).toEqual(first.body)
    expect((await api.call(RUNS, AUDITOR)).body.items).toEqual([first.body])
    const invoices = await api.call('/v1/invoices')
    expect(invoices.body.items).toHaveLength(1)
  })

  it('that were broken off are finished by the jobs', async () => {
    const database = api.database()
    const clock = () => api.now()
    expect(await finishBillingRun({ database, clock, newId })).toBe(false)
    api.setNow('2026-04-20T09:00:00Z')
    const left = await startOrJoin(database, { asOf: dayOfText('2026-04-19'), now: clock, newId })
    expect(left.ok && left.value.status).toBe('charging')
    expectFault(await run({ asOf: '2026-04-18' }), 409, 900278)
    expect(await finishBillingRun({ database, clock, newId })).toBe(true)
    const { body } = await api.call(RUNS, AUDITOR)
    expect(body.items[0]).toMatchObject({ asOf: '2026-04-19', status: 'completed' })
  })

  it('leave what cannot be charged in a list, with the reason', async () => {
    expect((await api.call('/v1/platform/quarantine', AUDITOR)).body.items).toEqual([])
    await asOwner(
      api.database(),
      `insert into quarantine (partner_id, subscription_id, code, message, data, charged_through, since)
         select partner_id, subscription_id, 'price-not-found', 'There is no price.', '{}', '2026-04-18', '2026-04-19T00:10:00Z' from subscription limit 1`,
    )
    const { body } = await api.call('/v1/platform/quarantine?size=10', AUDITOR)
    expect(body.items).toMatchObject([
      { partnerId: DIRECT, code: 'price-not-found', reason: 'There is no price.', since: '2026-04-19T00:10:00Z' },
    ])
    expectFault(await api.call('/v1/platform/quarantine', {}), 403, 900150)
  })
})

describeApi('the proof over the API', (api) => {
  it('checks the books and the ledger of a partner', async () => {
    const books = await api.call('/v1/platform/books', AUDITOR)
    expect(books.body).toMatchObject({ isRight: true, faults: [] })
    const proof = await api.call(`/v1/platform/partners/${DIRECT}/ledger/verification`, AUDITOR)
    expect(proof.body).toMatchObject({ isRight: true, differenceCount: 0, differences: [] })
    expectFault(
      await api.call('/v1/platform/partners/018f00ff-0000-7000-8000-0000000000ff/ledger/verification', AUDITOR),
      404,
      1000,
    )
    for (const path of ['/v1/platform/books', `/v1/platform/partners/${DIRECT}/ledger/verification`]) {
      expectFault(await api.call(path), 403, 900150)
    }
  })

  it('tells what is wrong', async () => {
    await asOwner(
      api.database(),
      `insert into journal_entry (partner_id, source_kind, source_id, entry_number, account, currency, amount, booked_on,
           note, recorded_at) values ('${DIRECT}', 'refund', 'x', 1, 'cash', 'EUR', 5, '2026-03-01', '', now())`,
    )
    const { body } = await api.call(`/v1/platform/books?partnerId=${DIRECT}`, AUDITOR)
    expect(body.isRight).toBe(false)
    expect(body.faults[0].rule).toBe('every transaction balances')
    expect(body.accounts).toEqual([{ account: 'cash', currencyCode: 'EUR', balance: 0.05 }])
  })
})
