import { expect, it } from 'vitest'
import { asOwner } from '../billing/provider.js'
import { describeApi, expectFault, OTHER, PLATFORM_ID, RESELLER } from '../support/api.js'

const CLOCK = '/v1/sandbox/clock'
const SAND = '018f0001-0000-7000-8000-0000000000aa'
const STAFF = { account: PLATFORM_ID, roles: ['platform-operator'] } as const
const url = (partner: string, rest = '') => `/v1/platform/partners/${partner}/sandbox${rest}`

describeApi('the clock of a sandbox, by request', (api) => {
  it('is made by the operator, for an account that holds nothing', async () => {
    await asOwner(
      api.database(),
      `insert into partner (partner_id, name, mpn_id, country, currency, billing_day, opened_on, ledger_start,
         charged_through, invoiced_through)
       values ('${SAND}', 'Sand', '4500999', 'NL', 'EUR', 5, '2026-01-01', '2026-01-01', '2025-12-31', '2025-12-31')`,
    )
    const body = { clockAt: '2026-03-01T10:00:00Z' }
    expectFault(await api.call(url(SAND), { ...STAFF, roles: ['platform-auditor'], body }), 403, 900150)
    expectFault(await api.call(url(SAND), { body }), 403, 900150)
    expectFault(await api.call(url(OTHER), { ...STAFF, body }), 409, 900278)
    expectFault(await api.call(url('018f0001-0000-7000-8000-0000000000ab'), { ...STAFF, body }), 404, 1000)
    expectFault(await api.call(url(SAND), { ...STAFF, body: { clockAt: '2026-03-01' } }), 400, 3000)
    const made = await api.call(url(SAND), { ...STAFF, body })
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      partnerId: SAND,
      clockAt: '2026-03-01T10:00:00Z',
      state: 'idle',
      attributes: { objectType: 'SandboxClock' },
    })
    expect((await api.call(url(SAND), { ...STAFF, body })).body).toEqual(made.body)
    expect((await api.call(CLOCK, { account: SAND })).body).toEqual(made.body)
    expect((await api.call(url(SAND, '/clock'), STAFF)).body).toEqual(made.body)
  })

  it('is advanced by the account itself', async () => {
    const to = (advanceTo: string, more = {}) => api.call(CLOCK, { account: SAND, body: { advanceTo }, ...more })
    const done = await to('2026-05-01T00:00:00Z')
    expect(done.status).toBe(200)
    expect(done.body).toMatchObject({
      clockAt: '2026-05-01T00:00:00Z',
      state: 'idle',
      startedFrom: '2026-03-01T10:00:00Z',
    })
    expect(done.body.stepsDone).toBe(done.body.stepsTotal)
    expect((await to('2026-05-01T00:00:00Z')).body.clockAt).toBe('2026-05-01T00:00:00Z')
    expectFault(await to('2026-04-30T00:00:00Z'), 400, 3000)
    expectFault(await to('2066-04-30T00:00:00Z'), 400, 3000)
    expectFault(await to('tomorrow'), 400, 3000)
    expectFault(await to('2026-06-01T00:00:00Z', { roles: ['sales-agent'] }), 403, 900150)
  })

  it('is advanced by the operator', async () => {
    const body = { advanceTo: '2026-05-02T00:00:00Z' }
    expect((await api.call(url(SAND, '/clock'), { ...STAFF, body })).body.clockAt).toBe(body.advanceTo)
    expectFault(await api.call(url(SAND, '/clock'), { ...STAFF, roles: ['platform-finance'], body }), 403, 900150)
  })

  it('takes no second way before the first is done, and is gone on with by asking again', async () => {
    await asOwner(
      api.database(),
      `update sandbox_advance set target_at = '2026-07-01T00:00:00Z', finished_at = null where partner_id = '${SAND}'`,
    )
    const to = (advanceTo: string) => api.call(CLOCK, { account: SAND, body: { advanceTo } })
    expect((await api.call(CLOCK, { account: SAND })).body.state).toBe('advancing')
    expectFault(await to('2026-08-01T00:00:00Z'), 409, 900278)
    expect((await to('2026-07-01T00:00:00Z')).body).toMatchObject({ clockAt: '2026-07-01T00:00:00Z', state: 'idle' })
  })

  it('answers 202 while another worker makes the way', async () => {
    await asOwner(
      api.database(),
      `update sandbox_advance set target_at = '2026-09-01T00:00:00Z', finished_at = null,
         leased_until = '2100-01-01T00:00:00Z' where partner_id = '${SAND}'`,
    )
    const answer = await api.call(CLOCK, { account: SAND, body: { advanceTo: '2026-09-01T00:00:00Z' } })
    expect([answer.status, answer.body.state]).toEqual([202, 'advancing'])
    expect(answer.headers).toMatchObject({ location: '/sandbox/clock', 'retry-after': '5' })
  })

  it('lets its account create 75 customers besides those it came with', async () => {
    const companyProfile = { domain: 'nieuw.example.net' }
    const contact = { firstName: 'Ida', lastName: 'Bakker' }
    const defaultAddress = { ...contact, country: 'NL', city: 'Utrecht', addressLine1: 'Laan 1', postalCode: '3511 AB' }
    const names = { companyName: 'Nieuw BV', email: 'ida@nieuw.example.net', culture: 'nl-NL', language: 'nl' }
    const body = { companyProfile, billingProfile: { ...names, ...contact, defaultAddress } }
    const create = () => api.call('/v1/customers', { account: SAND, body })
    await asOwner(
      api.database(),
      `insert into customer (partner_id, customer_id, name, domain_name, country, created_at)
       select '${SAND}', gen_random_uuid(), 'Imported', n || '.sand.example.net', 'NL', null from generate_series(1, 75) n`,
    )
    expect((await create()).status).toBe(201)
    await asOwner(
      api.database(),
      `update customer set created_at = '2026-03-01', domain_name = 'o' || domain_name where partner_id = '${SAND}'`,
    )
    expectFault(await create(), 400, 800018)
  })

  it('is none of accounts that follow the system clock', async () => {
    expectFault(await api.call(CLOCK), 409, 900278)
    expectFault(await api.call(CLOCK, { body: { advanceTo: '2027-01-01T00:00:00Z' } }), 409, 900278)
    expectFault(await api.call(CLOCK, { account: RESELLER, body: { advanceTo: '2027-01-01T00:00:00Z' } }), 403, 900150)
    expectFault(await api.call(url(OTHER, '/clock'), STAFF), 409, 900278)
  })
})
