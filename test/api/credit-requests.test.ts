// Requests for credit: who may file which, how long, what becomes of them, and what the service request beside them says.
import { beforeAll, expect, it } from 'vitest'
import { expectClean, load, purchase, subscriptions } from '../billing/provider.js'
import {
  type ApiAnswer,
  type ApiCall,
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  OTHER,
  OTHER_CUSTOMER,
  PLATFORM_ID,
  RESELLER,
} from '../support/api.js'
import { credit } from '../support/money.js'
import { billThrough } from '../support/subscriptions.js'

const FINANCE: ApiCall = { account: PLATFORM_ID, roles: ['platform-finance'], person: '01' }
const COLLEAGUE: ApiCall = { ...FINANCE, person: '02' }
const AGENT: ApiCall = { roles: ['admin-agent'] }

const REQUESTS = '/v1/creditrequests'
const PLATFORM = `/v1/platform/partners/${DIRECT}`
const subscription = (number: number) => `018f0003-0000-7000-8000-00000000000${number}`

/** The clock stands at 2026-03-10: 59 days after the first, 9 days after the second and third purchase. */
const SOLD = subscriptions(
  purchase(1, 1, '2026-01-10T10:00:00Z', 10, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 2, '2026-03-01T10:00:00Z', 10, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 3, '2026-03-01T10:00:00Z', 4, 'SUIT,0001,P1Y,monthly,EUR'),
  purchase(1, 4, '2026-03-05T10:00:00Z', 4, 'SUIT,0001,P1Y,monthly,EUR'),
  purchase(2, 5, '2026-01-10T10:00:00Z', 1, 'MAIL,0001,P1Y,monthly,USD'),
)

const ACCIDENT = {
  requestType: 'accidental_purchase',
  customerId: CUSTOMER,
  subscriptionId: subscription(1),
  description: 'The customer wanted one license.\nNot ten.',
}
const DUPLICATE = {
  ...{ ...ACCIDENT, requestType: 'duplicate_order', duplicateSubscriptionId: subscription(2) },
  description: 'Ordered twice',
}
const OUTAGE = {
  ...{ ...ACCIDENT, requestType: 'SlaOutage', description: 'Mail was down', incidentId: 'ex123456' },
  ...{ startedAt: '2026-02-03T08:00:00Z', endedAt: '2026-02-03T14:00:00Z', affectedUsers: 10, locations: 'Utrecht' },
  ...{ attempts: 'Tried another network', customerEmail: 'it@bakkerij.example.net' },
}

describeApi('credit requests', (api) => {
  beforeAll(async () => {
    await load(api.database(), { subscriptions: SOLD })
    await billThrough(api, '2026-03-09')
    api.setNow('2026-03-10T09:00:00Z')
  })

  const file = (body: object, as: ApiCall = AGENT) => api.call(REQUESTS, { ...as, body })
  const decide = (id: string, body: object, as: ApiCall = FINANCE) =>
    api.call(`${PLATFORM}/creditrequests/${id}/decision`, { ...as, body })
  const expectRefusal = (answer: ApiAnswer, code: string) =>
    expect([answer.body.refusal?.code, answer.text.slice(0, 200)]).toEqual([code, expect.any(String)])

  it('are filed with a service request, reviewed, answered, credited and completed', async () => {
    const filed = await file(ACCIDENT)
    expect([filed.status, filed.text]).toEqual([201, expect.any(String)])
    const { id, serviceRequestId } = filed.body
    expect(filed.body).toMatchObject({
      ...{ state: 'submitted', requestType: 'accidental_purchase', claimUntil: '2026-04-10' },
      ...{ description: ACCIDENT.description, submittedBy: 'agent@01.example.net' },
    })
    const service = async () => (await api.call(`/v1/servicerequests/${serviceRequestId}`)).body
    expect(await service()).toMatchObject({ status: 'open', supportTopicId: '101', description: ACCIDENT.description })

    const headers = { 'MS-RequestId': '5f9f2d6c-1111-4c2d-8a5e-9e8d7c6b5a44' }
    const twice = await api.call(REQUESTS, { ...AGENT, body: ACCIDENT, headers })
    expectRefusal(twice, 'credit-request-under-way')
    expectFault(twice, 409, 900278)

    expect((await decide(id, { state: 'in_review' })).body.state).toBe('in_review')
    const asked = await decide(id, { state: 'more_information', note: 'Who ordered it?' })
    expect(asked.body).toMatchObject({ state: 'more_information', note: 'Who ordered it?' })
    expect(await service()).toMatchObject({ status: 'attention_needed' })
    const answered = await api.call(`${REQUESTS}/${id}/answers`, { ...AGENT, body: { note: 'A trainee' } })
    expect(answered.body).toMatchObject({ state: 'submitted', note: 'A trainee' })
    expect((await service()).status).toBe('open')
    expectFault(await api.call(`${REQUESTS}/${id}/answers`, { ...AGENT, body: { note: 'Again' } }), 409, 900278)

    // Two cycles of 40.00 were charged.
    expectRefusal(await decide(id, { state: 'approved', amount: '80.01' }), 'credit-exceeds-charges')
    expectFault(await decide(id, { state: 'approved' }), 400, 3000)
    expectFault(await decide(id, { state: 'approved', amount: 1, creditNoteId: 'C000000001' }), 400, 3000)
    expectFault(await decide(id, { state: 'approved', creditNoteId: 'C000000001' }), 404, 1000)
    const approved = await decide(id, { state: 'approved', amount: 80, note: 'Once' })
    expect(approved.body).toMatchObject({ state: 'approved', adjustmentId: expect.any(String) })
    expectFault(await decide(id, { state: 'declined' }), 409, 900278)

    // Above the limit somebody else has to agree; where nobody does, the request is open again.
    const adjustment = `${PLATFORM}/adjustments/${approved.body.adjustmentId}`
    await api.call(`${adjustment}/decision`, { ...COLLEAGUE, body: { state: 'rejected', note: 'Half of it' } })
    const reopened = (await api.call(`${REQUESTS}/${id}`)).body
    expect([reopened.state, reopened.adjustmentId, reopened.note]).toEqual(['in_review', undefined, 'Half of it'])
    const { adjustmentId } = (await decide(id, { state: 'approved', amount: 40 })).body
    await api.call(`${PLATFORM}/adjustments/${adjustmentId}/decision`, { ...COLLEAGUE, body: { state: 'approved' } })

    await billThrough(api, '2026-03-15')
    api.setNow('2026-03-16T09:00:00Z')
    const completed = (await api.call(`${REQUESTS}/${id}`)).body
    expect(completed).toMatchObject({ state: 'completed', creditedOn: expect.stringMatching(/^[DG]/) })
    const { status, notes } = await service()
    expect(status).toBe('closed')
    expect(notes.at(-1).text).toBe(`The credit was granted. It is on the invoice ${completed.creditedOn}.`)
    const lines = (await api.call(`/v1/invoices/${completed.creditedOn}/adjustments`)).body.items
    expect(lines).toMatchObject([{ amount: -40, description: 'Accidental purchase: Mail Basic' }])
    const { rows } = await api
      .database()
      .query<{ type: string }>(
        "select operation_type as type from audit_record where resource_type = 'credit_request' order by occurred_at, 1",
      )
    expect(new Set(rows.map(({ type }) => type.replace('_credit_request', '')))).toEqual(
      new Set(['file', 'answer', 'review', 'reopen', 'complete']),
    )
    await expectClean(api.database())
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('are declined, and may be filed again then', async () => {
    const { body } = await file(OUTAGE)
    expect(body).toMatchObject({ incidentId: 'EX123456', affectedUsers: 10, startedAt: '2026-02-03T08:00:00Z' })
    const declined = await decide(body.id, { state: 'declined', note: 'It was planned work' })
    expect(declined.body).toMatchObject({ state: 'declined', note: 'It was planned work' })
    expect((await api.call(`/v1/servicerequests/${body.serviceRequestId}`)).body.status).toBe('closed')
    const again = await file(OUTAGE)
    expect(again.status).toBe(201)
    const open = await api.call(`${REQUESTS}?state=submitted`)
    expect(open.body.items.map(({ id }: { id: string }) => id)).toEqual([again.body.id])
    const all = await api.call(`/v1/platform/creditrequests?partnerId=${DIRECT}&size=1`, FINANCE)
    expect(all.body).toMatchObject({ totalCount: 3, items: [{ id: again.body.id }] })
    expect((await api.call(`${PLATFORM}/creditrequests/${again.body.id}`, FINANCE)).body.id).toBe(again.body.id)
  })

  it('are completed at once by a credit note that was issued', async () => {
    const { id } = (await file(DUPLICATE)).body
    await credit(api.database(), 'C000000099', 'D000000001', 1_000n)
    const done = await decide(id, { state: 'approved', creditNoteId: 'c000000099' })
    expect(done.body).toMatchObject({ state: 'completed', creditedOn: 'C000000099' })
  })

  it.each([
    ['too late', { ...ACCIDENT, subscriptionId: subscription(3) }, 'credit-request-too-late', 900117],
    ['without need', { ...ACCIDENT, subscriptionId: subscription(2) }, 'credit-request-automatic', 3000],
    ['of itself', { ...DUPLICATE, duplicateSubscriptionId: subscription(1) }, 'credit-request-not-possible', 3000],
    ['without its twin', { ...DUPLICATE, duplicateSubscriptionId: null }, 'credit-request-evidence-missing', 3000],
    ['with an odd id', { ...OUTAGE, incidentId: 'XX1' }, 'credit-request-incident-malformed', 3000],
    ['of an advisory', { ...OUTAGE, incidentId: 'MO7', advisory: true }, 'credit-request-advisory', 3000],
    ['without proof', { ...OUTAGE, incidentId: 'MO7', attempts: '' }, 'credit-request-evidence-missing', 3000],
    [
      'after the deadline',
      { ...OUTAGE, incidentId: 'MO7', startedAt: '2026-01-11T00:00:00Z', endedAt: '2026-01-12T00:00:00Z' },
      'credit-request-too-late',
      900117,
    ],
  ])('are refused %s, with nothing filed', async (_, body, code, contractCode) => {
    const before = (await api.call('/v1/servicerequests')).body.totalCount
    const answer = await file(body)
    expectRefusal(answer, code)
    expectFault(answer, 400, contractCode)
    expect((await api.call('/v1/servicerequests')).body.totalCount).toBe(before)
  })

  it('are for the partner of the subscription, and no reseller', async () => {
    const theirs = { ...ACCIDENT, customerId: OTHER_CUSTOMER, subscriptionId: subscription(5) }
    expectFault(await file(theirs), 404, 60003)
    expectFault(await file({ ...ACCIDENT, subscriptionId: subscription(5) }), 404, 20003)
    expectFault(await file(ACCIDENT, { account: RESELLER }), 403, 900150)
    for (const role of ['billing-admin', 'sales-agent', 'helpdesk-agent', 'user-management-admin'] as const) {
      expectFault(await file(ACCIDENT, { roles: [role] }), 403, 900150)
    }
    expectFault(await file(ACCIDENT, { kind: 'service-principal' }), 403, 900329)
    expectFault(await file({ ...ACCIDENT, description: '' }), 400, 3000)

    const [{ id }] = (await api.call(REQUESTS)).body.items
    expectFault(await api.call(`${REQUESTS}/${id}`, { account: OTHER }), 404, 1000)
    expectFault(await api.call(`${REQUESTS}/${id}/answers`, { account: OTHER, body: { note: 'x' } }), 404, 1000)
    expect((await api.call(REQUESTS, { account: OTHER })).body.items).toEqual([])
    expectFault(await api.call(REQUESTS, { account: RESELLER }), 403, 900150)
    const elsewhere = `/v1/platform/partners/${OTHER}/creditrequests/${id}`
    expectFault(await api.call(elsewhere, FINANCE), 404, 1000)
    expectFault(await api.call(`${elsewhere}/decision`, { ...FINANCE, body: { state: 'declined' } }), 404, 1000)
    const auditor: ApiCall = { account: PLATFORM_ID, roles: ['platform-auditor'] }
    expectFault(await decide(id, { state: 'declined' }, auditor), 403, 900150)
    expectFault(await decide(id, { state: 'declined' }, { ...FINANCE, kind: 'service-principal' }), 403, 900329)
  })
})
