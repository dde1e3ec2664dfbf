import { expect, it } from 'vitest'
import { csvRecord } from '../../src/core/recon/csv.js'
import {
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  PLATFORM_ID,
  RESELLER,
  RESELLER_CUSTOMER,
} from '../support/api.js'

const LOG = '/v1/auditrecords'
const PLATFORM = { account: PLATFORM_ID, roles: ['platform-auditor'] } as const

interface Item {
  readonly id: string
  readonly operationDate: string
  readonly operationType: string
}

const filter = (field: string, value: string, operator: string) =>
  `filter=${encodeURIComponent(JSON.stringify({ Field: field, Value: value, Operator: operator }))}`

describeApi('the activity log', (api) => {
  async function createUser(name: string, on: string, customer = CUSTOMER, account = DIRECT, domain = 'bakkerij') {
    api.setNow(`${on}T08:30:00Z`)
    const answer = await api.call(`/v1/customers/${customer}/users`, {
      account,
      headers: { 'MS-CorrelationId': 'c0ffee11-2233-4455-8677-8899aabbccdd' },
      body: {
        ...{
          usageLocation: 'NL',
          userPrincipalName: `${name}@${domain}.example.net`,
          firstName: '=1+1',
          lastName: 'B',
        },
        ...{ displayName: name, passwordProfile: { password: 'Ida-2026-bakes', forceChangePassword: true } },
      },
    })
    expect(answer.status).toBe(200)
    api.setNow('2026-03-10T09:00:00Z')
    return answer.body.id as string
  }

  const daysOf = (answer: { body: { items: Item[] } }) =>
    answer.body.items.map((item) => item.operationDate.slice(5, 10))

  it('shows the last 30 days, or a period of the last 90, newest first', async () => {
    for (const day of ['2025-11-01', '2025-12-10', '2026-02-07', '2026-02-08', '2026-03-09']) {
      await createUser(`u${day}`, day)
    }
    expect(daysOf(await api.call(LOG))).toEqual(['03-09', '02-08'])
    const from = async (query: string) => daysOf(await api.call(`${LOG}?${query}`))
    expect(await from('startDate=2025-12-10')).toEqual(['03-09', '02-08', '02-07', '12-10'])
    expect(await from('startDate=2025-12-10&endDate=2026-02-07')).toEqual(['02-07', '12-10'])
    expect(await from('endDate=2026-02-08')).toEqual(['02-08', '02-07'])
    expect(await from('startDate=2/8/2026%2012:00:00%20AM&endDate=2/8/2026')).toEqual(['02-08'])
    expect(await from('STARTDATE=2026-02-08T00:00:00-08:00&endDate=2026-02-08')).toEqual(['02-08'])
    expectFault(await api.call(`${LOG}?startDate=2025-12-09`), 400, 2000)
    expectFault(await api.call(`${LOG}?startDate=2026-03-02&endDate=2026-03-01`), 400, 2000)
    for (const day of ['yesterday', '2026-02-30', '2/30/2026', '13/1/2026', '2026-2-1']) {
      expectFault(await api.call(`${LOG}?startDate=${day}`), 400, 3000)
    }
  })

  it('tells who changed what, and each record by its id', async () => {
    const userId = await createUser('told', '2026-03-10')
    const { body } = await api.call(`${LOG}?size=1`)
    const [record] = body.items
    expect(record).toEqual({
      id: expect.any(String),
      partnerId: DIRECT,
      customerId: CUSTOMER,
      customerName: 'Bakkerij',
      userPrincipalName: 'agent@01.example.net',
      applicationId: expect.any(String),
      resourceType: 'customer_user',
      resourceNewValue: expect.any(String),
      operationType: 'create_customer_user',
      originalCorrelationId: 'c0ffee11-2233-4455-8677-8899aabbccdd',
      operationDate: '2026-03-10T08:30:00Z',
      operationStatus: 'succeeded',
      customizedData: expect.arrayContaining([{ key: 'userId', value: userId }]),
      attributes: { objectType: 'AuditRecord' },
    })
    expect(JSON.parse(record.resourceNewValue)).toMatchObject({ id: userId, displayName: 'told', state: 'active' })
    expect((await api.call(`/auditactivity/v1/auditrecords/${record.id}`)).body).toEqual(record)
    expectFault(await api.call(`/auditactivity/v1/auditrecords/${record.id}`, { account: OTHER }), 404, 1000)
    expectFault(await api.call(`/auditactivity/v1/auditrecords/${userId}`), 404, 1000)
    expectFault(await api.call('/auditactivity/v1/auditrecords/x'), 400, 3000)
  })

  it('is filtered by customer, name and kind', async () => {
    const count = async (query: string) => (await api.call(`${LOG}?${query}`)).body.totalCount
    const all = await count('')
    expect(all).toBeGreaterThan(0)
    expect(await count(filter('CustomerId', CUSTOMER.toUpperCase(), 'equals'))).toBe(all)
    expect(await count(filter('customer_id', OTHER, 'Equals'))).toBe(0)
    expect(await count(filter('CompanyName', 'AKKER', 'substring'))).toBe(all)
    expect(await count(filter('CompanyName', '%', 'substring'))).toBe(0)
    expect(await count(filter('ResourceType', 'Customer_User', 'equals'))).toBe(all)
    expect(await count(filter('ResourceType', 'CustomerUser', 'equals'))).toBe(all)
    expect(await count(filter('ResourceType', 'order', 'equals'))).toBe(0)
    const both = { Operator: 'and', LeftFilter: { Field: 'CompanyName', Value: 'bak', Operator: 'substring' } }
    const and = { ...both, RightFilter: { Field: 'ResourceType', Value: 'order', Operator: 'equals' } }
    expect(await count(`filter=${encodeURIComponent(JSON.stringify(and))}`)).toBe(0)
    expectFault(await api.call(`${LOG}?${filter('CompanyName', 'Bak', 'starts_with')}`), 400, 2000)
    expectFault(await api.call(`${LOG}?${filter('CustomerId', 'x', 'equals')}`), 400, 2000)
    expectFault(await api.call(`${LOG}?filter=%7B`), 400, 2000)
  })

  it('takes days with an offset, encoded or not', async () => {
    for (const day of ['2026-03-01T00:00:00%2B02:00', '2026-03-01T00:00:00+02:00', '2026-03-01T00:00:00-08:00']) {
      expect((await api.call(`${LOG}?startDate=${day}`)).status).toBe(200)
    }
  })

  it('comes in pages', async () => {
    const whole: Item[] = (await api.call(`${LOG}?startDate=2025-12-10`)).body.items
    const seen: Item[] = []
    let url = `${LOG}?startDate=2025-12-10&size=2`
    let headers: Record<string, string> = {}
    for (let pages = 0; pages < 10; pages += 1) {
      const { body } = await api.call(url, { headers })
      seen.push(...body.items)
      if (body.links.next === undefined) break
      url = `/v1${body.links.next.uri}`
      headers = { 'MS-ContinuationToken': body.continuationToken }
    }
    expect(seen).toEqual(whole)
    const forged = (...after: string[]) => {
      const [list] = JSON.parse(Buffer.from(headers['MS-ContinuationToken']!, 'base64url').toString())
      return { 'MS-ContinuationToken': Buffer.from(JSON.stringify([list, ...after])).toString('base64url') }
    }
    for (const after of [['x', CUSTOMER], ['1', "'; drop table x"], ['1'], [], ['99999999999999999999', CUSTOMER]]) {
      expectFault(await api.call(url, { headers: forged(...after) }), 400, 2000)
    }
    expectFault(await api.call(`${LOG}?size=2001`), 400, 3000)
  })

  it('is exported as CSV that no spreadsheet computes', async () => {
    const answer = await api.call(
      `${LOG}/export?startDate=2025-12-10&${filter('ResourceType', 'customer_user', 'equals')}`,
    )
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="activity-log.csv"')
    const [header, first, ...rest] = answer.text.split('\r\n')
    expect(header).toBe(
      'Date,Customer,CustomerId,Action,Resource,Status,User,Application,OldValue,NewValue,Data,PartnerId,RecordId,CorrelationId',
    )
    const { body } = await api.call(`${LOG}?size=1`)
    const [newest] = body.items
    expect(first!.startsWith(`2026-03-10T08:30:00Z,Bakkerij,${CUSTOMER},create_customer_user,customer_user,`)).toBe(
      true,
    )
    expect(first!.endsWith(csvRecord([DIRECT, newest.id, newest.originalCorrelationId]))).toBe(true)
    expect(rest.at(-1)).toBe('')
    expect(rest).toHaveLength(5)
    expectFault(await api.call(`${LOG}/export?startDate=2025-01-01`), 400, 2000)
  })

  it('of each account is its own, and that of a provider holds what its resellers did', async () => {
    await createUser('shop', '2026-03-10', RESELLER_CUSTOMER, RESELLER, 'corner')
    const of = async (account: string) => (await api.call(LOG, { account })).body.items as Item[]
    expect(await of(OTHER)).toEqual([])
    expect((await of(RESELLER)).map((item) => item.operationType)).toEqual(['create_customer_user'])
    expect((await of(INDIRECT_PROVIDER)).map((item) => item.operationType)).toEqual(['create_customer_user'])
    expect((await of(RESELLER))[0]!.id).not.toBe((await of(INDIRECT_PROVIDER))[0]!.id)
  })

  it('of everybody is for the staff of the provider', async () => {
    const everybody = await api.call('/v1/platform/auditrecords?size=2', PLATFORM)
    expect(everybody.status).toBe(200)
    const headers = { 'MS-ContinuationToken': everybody.body.continuationToken }
    const next = await api.call('/v1/platform/auditrecords?size=2', { ...PLATFORM, headers })
    expect(next.body.items[0].id).not.toBe(everybody.body.items[1].id)
    const partners = new Set(everybody.body.items.map((item: { partnerId: string }) => item.partnerId))
    expect(partners.size).toBe(2)
    const one = await api.call(`/v1/platform/auditrecords?partnerId=${RESELLER}`, PLATFORM)
    expect(one.body.totalCount).toBe(1)
    expectFault(await api.call('/v1/platform/auditrecords'), 403, 900150)
    expectFault(await api.call('/v1/platform/auditrecords', { ...PLATFORM, roles: [] }), 403, 900150)
  })

  it('is for people and programs with a role', async () => {
    expect((await api.call(LOG, { kind: 'service-principal', roles: ['sales-agent'] })).status).toBe(200)
    for (const url of [LOG, `${LOG}/export`, `/auditactivity/v1/auditrecords/${CUSTOMER}`]) {
      expectFault(await api.call(url, { roles: [] }), 403, 900150)
      expectFault(await api.call(url, { token: null }), 401, 400)
    }
  })

  it('only grows: the program may add records, and change or remove none', async () => {
    for (const statement of [
      "update audit_record set customer_name = ''",
      'delete from audit_record',
      'truncate audit_record',
    ]) {
      await expect(api.database().query(statement)).rejects.toMatchObject({ code: '42501' })
    }
  })
})
