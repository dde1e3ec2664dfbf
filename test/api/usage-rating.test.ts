import { beforeAll, expect, it } from 'vitest'
import { CUSTOMER, DIRECT, describeApi, expectFault, PLATFORM_ID } from '../support/api.js'
import { METERS, type MeteredSubscriptions, stockMeters, subscribeToMeters } from '../support/usage.js'

const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const AUDITOR = { account: PLATFORM_ID, roles: ['platform-auditor'] as const }
const RATINGS = '/v1/platform/usageratings'
const REFUSALS = '/v1/platform/usagerefusals'
const GAPS = `/v1/platform/partners/${DIRECT}/earnedcreditgaps`
const NOBODY = '018f00ff-0000-7000-8000-0000000000ff'

describeApi('rating over the API', (api) => {
  let subscriptions: MeteredSubscriptions
  beforeAll(async () => {
    api.setNow('2026-03-20T09:00:00Z')
    await stockMeters(api.database())
    const { rows } = await api
      .database()
      .query<{ currency: string }>('select currency from partner where partner_id = $1', [DIRECT])
    const owner = { partnerId: DIRECT, customerId: CUSTOMER, currency: rows[0]!.currency }
    subscriptions = await subscribeToMeters(api.database(), owner)
    const events = ['2026-03-01', '2026-03-02'].map((day) => ({
      ...{ id: `vm-${day}`, subscriptionId: subscriptions.plan, meterId: METERS.COMPUTE, quantity: 24 },
      time: `${day}T10:00:00Z`,
    }))
    const reported = await api.call(`/v1/platform/partners/${DIRECT}/usageevents`, { ...OPERATOR, body: { events } })
    expect(reported.body, reported.text).toMatchObject({ accepted: 2 })
  })

  it('adds up and rates what waits, for whoever may start billing', async () => {
    for (const as of [AUDITOR, {}]) expectFault(await api.call(RATINGS, { ...as, body: {} }), 403, 900150)
    expectFault(await api.call(RATINGS, { ...OPERATOR, body: { partnerId: NOBODY } }), 404, 1000)
    const rated = await api.call(RATINGS, { ...OPERATOR, body: { partnerId: DIRECT } })
    expect(rated.body).toMatchObject({ partners: 1, events: 2, meters: 1, lines: 1, refused: 0 })
    const again = await api.call(RATINGS, { ...OPERATOR, body: { everything: true } })
    expect(again.body).toMatchObject({ events: 0, lines: 1 })
    expect((await api.call(REFUSALS, AUDITOR)).body.items).toEqual([])
    expectFault(await api.call(`${REFUSALS}?partnerId=${NOBODY}`, AUDITOR), 404, 1000)
  })

  it('takes days without access and says when access came back', async () => {
    const lines = async () => {
      const { rows } = await api
        .database()
        .query<{ credit: string }>(`select rating->>'earnedCredit' as credit from rated_usage order by line_number`)
      return rows.map(({ credit }) => credit)
    }
    const body = { subscriptionId: subscriptions.plan, startsOn: '2026-03-02', reason: 'Role removed' }
    const post = (changes: object) => api.call(GAPS, { ...OPERATOR, body: { ...body, ...changes } })
    expectFault(await post({ subscriptionId: NOBODY }), 404, 20003)
    expectFault(await post({ endsOn: '2026-03-02' }), 400, 3000)
    const noted = await post({})
    expect(noted.status, noted.text).toBe(201)
    expect(await lines()).toEqual(['15', '0'])
    const list = await api.call(GAPS, AUDITOR)
    expect(list.body.items).toEqual([noted.body])
    const one = `${GAPS}/${noted.body.id}`
    const end = (endsOn: string, uri = one) => api.call(uri, { ...OPERATOR, method: 'PATCH', body: { endsOn } })
    expectFault(await end('2026-03-01'), 400, 3000)
    expectFault(await end('2026-03-09', `${GAPS}/${NOBODY}`), 404, 1000)
    expect((await end('2026-03-09')).body).toMatchObject({ endsOn: '2026-03-09' })
    expect(await lines()).toEqual(['15', '0'])
  })
})
