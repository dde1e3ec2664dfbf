import { expect, it } from 'vitest'
import {
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  OTHER_CUSTOMER,
  PROVIDER_CUSTOMER,
  RESELLER,
  RESELLER_CUSTOMER,
} from '../support/api.js'
import { auditTypesOf } from '../support/audit.js'

const REQUESTS = '/v1/servicerequests'
const FILE = `${REQUESTS}/en-US`
const CREDIT = {
  title: 'Credit',
  description: 'Line 3 was\ncharged twice',
  severity: 'Critical',
  supportTopicId: '101',
}

/** What the SDK sends to add a note: everything else is at its default. */
const NOTE = {
  ...{ Id: null, Title: null, Description: null, Severity: 'unknown', SupportTopicId: null, Status: 'none' },
  ...{ Organization: null, PrimaryContact: null, LastUpdatedBy: null, CreatedDate: '0001-01-01T00:00:00' },
  ...{ LastClosedDate: '0001-01-01T00:00:00', Notes: null, FileLinks: null, CountryCode: null },
  NewNote: { CreatedByName: null, CreatedDate: null, Text: 'Sample Note' },
  Attributes: { ObjectType: 'ServiceRequest' },
}

interface Item {
  readonly id: string
  readonly title: string
}

describeApi('service requests', (api) => {
  it('are filed, read, answered and closed', async () => {
    const topics = await api.call(`${REQUESTS}/supporttopics`)
    expect(topics.body.items[0]).toEqual({
      id: '101',
      name: 'Billing - credit requests and refunds',
      description: expect.any(String),
      attributes: { objectType: 'SupportTopic' },
    })
    const filed = await api.call(FILE, { body: CREDIT })
    expect(filed.status).toBe(201)
    const { id } = filed.body
    expect(id).toMatch(/^260310\d{9}$/)
    const agent = expect.objectContaining({ lastName: 'agent@01.example.net', firstName: '' })
    expect(filed.body).toEqual({
      ...CREDIT,
      id,
      severity: 'critical',
      supportTopicName: 'Billing - credit requests and refunds',
      status: 'open',
      organization: { id: DIRECT, name: 'Direct Cloud' },
      primaryContact: agent,
      lastUpdatedBy: agent,
      productName: '',
      productId: '',
      createdDate: '2026-03-10T09:00:00Z',
      lastModifiedDate: '2026-03-10T09:00:00Z',
      lastClosedDate: '0001-01-01T00:00:00',
      notes: [],
      countryCode: 'NL',
      fileLinks: [],
      attributes: { objectType: 'ServiceRequest' },
    })
    expect((await api.call(`${REQUESTS}/${id}`)).body).toEqual(filed.body)

    api.setNow('2026-03-11T10:00:00Z')
    const noted = await api.call(`${REQUESTS}/${id}`, { method: 'PATCH', body: NOTE })
    const note = { createdByName: 'agent@01.example.net', createdDate: '2026-03-11T10:00:00Z', text: 'Sample Note' }
    expect(noted.body).toEqual({ ...filed.body, lastModifiedDate: '2026-03-11T10:00:00Z', notes: [note] })
    const closed = await api.call(`${REQUESTS}/${id}`, { method: 'PATCH', body: { status: 'Closed', severity: 3 } })
    expect(closed.body).toMatchObject({
      status: 'closed',
      severity: 'minimal',
      lastClosedDate: '2026-03-11T10:00:00Z',
      notes: [note],
    })
    const reopened = await api.call(`${REQUESTS}/${id}`, { method: 'PATCH', body: { Status: 1 } })
    expect(reopened.body).toMatchObject({ status: 'open', lastClosedDate: '2026-03-11T10:00:00Z' })
    const unchanged = await api.call(`${REQUESTS}/${id}`, { method: 'PATCH', body: { ...NOTE, NewNote: null } })
    expect(unchanged.body).toEqual(reopened.body)
    expect(await auditTypesOf(api)).toEqual([
      'undefined/create_service_request',
      'undefined/update_service_request',
      'undefined/update_service_request',
      'undefined/update_service_request',
    ])
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('are filed once for one request id', async () => {
    const headers = { 'MS-RequestId': '7f9f2d6c-1111-4c2d-8a5e-9e8d7c6b5a42' }
    const first = await api.call(FILE, { body: CREDIT, headers })
    const second = await api.call(FILE, { body: CREDIT, headers })
    expect(second.body).toEqual(first.body)
  })

  it('hold what the caller says of contact, product and country', async () => {
    const contact = { contactId: 'c1', firstName: 'Per', lastName: 'Ner', email: 'per@example.net', phoneNumber: '030' }
    const { status, body } = await api.call(FILE, {
      body: {
        ...{ ...CREDIT, severity: 'unknown', CountryCode: 'be', productId: 'MAIL', productName: 'Mail' },
        ...{ PrimaryContact: contact, Organization: { Id: DIRECT, PhoneNumber: '0309999999' } },
        newNote: { text: 'At once, please' },
      },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...{ severity: 'moderate', countryCode: 'BE', productId: 'MAIL', productName: 'Mail', primaryContact: contact },
      organization: { id: DIRECT, name: 'Direct Cloud', phoneNumber: '0309999999' },
      notes: [{ text: 'At once, please' }],
    })
  })

  it('can be about a customer', async () => {
    const body = { ...CREDIT, title: 'For the bakery', organization: { id: CUSTOMER } }
    const filed = await api.call(FILE, { body })
    expect(filed.body.organization).toEqual({ id: CUSTOMER, name: 'Bakkerij' })
    const list = await api.call(`/v1/customers/${CUSTOMER}/servicerequests`)
    expect(list.body.items.map((item: Item) => item.title)).toEqual(['For the bakery'])
    const url = `/v1/customers/${CUSTOMER}/servicerequests/${filed.body.id}`
    expect((await api.call(url)).body).toEqual(filed.body)
    const closed = await api.call(url, { method: 'PATCH', body: { status: 'closed' } })
    expect(closed.body.status).toBe('closed')
    expect((await api.call(`${REQUESTS}/${filed.body.id}`)).body).toEqual(closed.body)
    const own = await api.call(FILE, { body: CREDIT })
    expectFault(await api.call(`/v1/customers/${CUSTOMER}/servicerequests/${own.body.id}`), 404, 1000)
    expectFault(await api.call(FILE, { body: { ...CREDIT, organization: { id: OTHER_CUSTOMER } } }), 400, 3000)
  })

  it('come in pages, newest first, by status', async () => {
    const as = { account: OTHER }
    for (const [index, title] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      api.setNow(`2026-03-10T09:00:0${index}Z`)
      const { body } = await api.call(FILE, { ...as, body: { ...CREDIT, title } })
      if (title === 'b')
        await api.call(`${REQUESTS}/${body.id}`, { ...as, method: 'PATCH', body: { status: 'closed' } })
    }
    const titles = (answer: { body: { items: Item[] } }) => answer.body.items.map((item) => item.title).join('')
    const all = await api.call(REQUESTS, as)
    expect([titles(all), all.body.totalCount]).toEqual(['edcba', 5])
    expect(all.body.items[0].notes).toBeUndefined()
    const page = await api.call(`${REQUESTS}?size=2&offset=2`, as)
    expect([titles(page), page.body.totalCount]).toEqual(['cb', 5])
    expect(titles(await api.call(`/v1${page.body.links.next.uri}`, as))).toBe('a')
    expect(titles(await api.call(`/v1${page.body.links.previous.uri}`, as))).toBe('ed')
    const filter = (value: string) =>
      encodeURIComponent(JSON.stringify({ Field: 'Status', Value: value, Operator: 'equals' }))
    expect(titles(await api.call(`${REQUESTS}?filter=${filter('Closed')}`, as))).toBe('b')
    expect(titles(await api.call(`${REQUESTS}?filter=${filter('attentionNeeded')}`, as))).toBe('')
    expect(titles(await api.call(`${REQUESTS}?status=Open`, as))).toBe('edca')
    expectFault(await api.call(`${REQUESTS}?filter=${filter('lost')}`, as), 400, 2000)
    expectFault(await api.call(`${REQUESTS}?status=open&filter=${filter('closed')}`, as), 400, 2000)
    expectFault(await api.call(`${REQUESTS}?filter=${filter('open').replace('Status', 'Title')}`, as), 400, 2000)
    for (const query of ['size=501', 'offset=-1', 'offset=9999999', 'status=lost']) {
      expectFault(await api.call(`${REQUESTS}?${query}`, as), 400, 3000)
    }
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('need title, description and a known topic', async () => {
    for (const name of ['title', 'description', 'supportTopicId']) {
      expectFault(await api.call(FILE, { body: { ...CREDIT, [name]: undefined } }), 400, 3000)
    }
    expectFault(await api.call(FILE, { body: { ...CREDIT, supportTopicId: '999' } }), 400, 3000)
    expectFault(await api.call(FILE, { body: { ...CREDIT, title: 'x'.repeat(257) } }), 400, 3000)
    expectFault(await api.call(FILE, { body: { ...CREDIT, description: 'a\0b' } }), 400, 3000)
    expectFault(await api.call(FILE, { body: { ...CREDIT, severity: 'high' } }), 400, 900126)
    expectFault(await api.call(`${REQUESTS}/en-US-is-no-such-thing-as-this`, { body: CREDIT }), 400, 3000)
  })

  it('of another account do not exist; a reseller sees what it filed', async () => {
    const { body } = await api.call(FILE, { body: { ...CREDIT, organization: { id: CUSTOMER } } })
    for (const url of [`${REQUESTS}/${body.id}`, `${REQUESTS}/1`]) {
      expectFault(await api.call(url, { account: OTHER }), 404, 1000)
      expectFault(await api.call(url, { account: OTHER, method: 'PATCH', body: { status: 'closed' } }), 404, 1000)
    }
    for (const url of [`/v1/customers/${CUSTOMER}/servicerequests`]) {
      expectFault(await api.call(url, { account: OTHER }), 404, 60003)
      expectFault(await api.call(`${url}/${body.id}`, { account: OTHER }), 404, 60003)
      expectFault(await api.call(`${url}/${body.id}`, { account: OTHER, method: 'PATCH', body: {} }), 404, 60003)
    }
    const own = { ...CREDIT, title: 'shop', organization: { id: RESELLER_CUSTOMER } }
    const filed = await api.call(FILE, { account: RESELLER, body: own })
    expect(filed.status).toBe(201)
    const secret = await api.call(FILE, { account: INDIRECT_PROVIDER, body: own })
    const titles = async (account: string, url: string) =>
      (await api.call(url, { account })).body.items.map((item: Item) => item.id)
    expect(await titles(RESELLER, REQUESTS)).toEqual([filed.body.id])
    expect(await titles(RESELLER, `/v1/customers/${RESELLER_CUSTOMER}/servicerequests`)).toEqual([filed.body.id])
    expect(await titles(INDIRECT_PROVIDER, REQUESTS)).toHaveLength(2)
    expectFault(await api.call(`${REQUESTS}/${secret.body.id}`, { account: RESELLER }), 404, 1000)
    const foreign = { ...CREDIT, organization: { id: PROVIDER_CUSTOMER } }
    expectFault(await api.call(FILE, { account: RESELLER, body: foreign }), 400, 3000)
  })

  it('are for people with a role', async () => {
    const { body } = await api.call(FILE, { body: CREDIT })
    for (const url of [REQUESTS, `${REQUESTS}/supporttopics`, `${REQUESTS}/${body.id}`]) {
      expect((await api.call(url, { roles: ['helpdesk-agent'] })).status).toBe(200)
      expectFault(await api.call(url, { roles: [] }), 403, 900150)
      expectFault(await api.call(url, { kind: 'service-principal' }), 403, 900329)
    }
    expectFault(await api.call(FILE, { roles: [], body: CREDIT }), 403, 900150)
    expectFault(await api.call(FILE, { kind: 'service-principal', body: CREDIT }), 403, 900329)
    expectFault(await api.call(`${REQUESTS}/${body.id}`, { method: 'PATCH', roles: [], body: {} }), 403, 900150)
  })

  it('keep their notes: the program may add some and change none', async () => {
    for (const statement of ["update service_request_note set text = ''", 'delete from service_request_note']) {
      await expect(api.database().query(statement)).rejects.toMatchObject({ code: '42501' })
    }
  })
})
