// Nobody reaches what belongs to another account. A partner's year is played through; before each of its steps strangers
// try the very same request. They must be told that there is no such thing, and the step itself must then succeed: so
// what they asked for was really there, and their request was otherwise right.
import { expect, it } from 'vitest'
import type { Endpoint } from '../../src/api/endpoint.js'
import { ENDPOINTS } from '../../src/api/endpoints.js'
import { workOnExport } from '../../src/app/exports-work.js'
import { asOwner } from '../billing/provider.js'
import { journey } from '../contract/journey.js'
import {
  type ApiAnswer,
  type ApiCall,
  type ApiTest,
  CUSTOMER,
  DIRECT,
  describeApi,
  OTHER,
  OTHER_CUSTOMER,
  RESELLER,
} from '../support/api.js'
import { FINANCE, owe, pay } from '../support/money.js'
import { itemOf, POST_OFFER } from '../support/ordering.js'
import { makeProgram, makeUser } from '../support/sign-in.js'
import { billThrough, changeCatalog } from '../support/subscriptions.js'

/** A further customer of `DIRECT`, which has nothing. */
const SIBLING = '018f0002-0000-7000-8000-0000000000aa'
const NOWHERE = '018f00ff-0000-7000-8000-0000000000ff'
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Parameters of paths that name something an account owns, and those that name what is everybody's. */
const OWNED = new Set([
  ...['customerId', 'subscriptionId', 'cartId', 'orderId', 'lineItemNumber', 'userId', 'applicationId', 'secretId'],
  ...['serviceRequestId', 'auditRecordId', 'correlationId', 'entitlementId', 'invoiceId', 'paymentId'],
  ...['withholdingId', 'certificateId', 'creditRequestId', 'registrationId', 'exportId', 'receiptId', 'eventId'],
])
const SHARED = new Set([
  ...[
    'tenant',
    'flowId',
    'authority',
    'fileName',
    'templateId',
    'country',
    'language',
    'domain',
    'call',
    'agentLocale',
  ],
  ...['productId', 'skuId', 'availabilityId', 'offerId', 'publisherId', 'priceListId', 'partnerId', 'resellerId'],
  ...['roleId', 'billingProvider', 'invoiceLineItemType', 'billingPeriod', 'format', 'partNumber', 'meterId'],
])

/** As an invoice: what is not billed yet, of whoever asks. */
const EVERYBODYS_OWN = 'unbilled'

const parametersOf = ({ path }: Pick<Endpoint, 'path'>) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)

/** Operations of the provider are for its staff, whatever they name. */
const OF_PARTNERS = ENDPOINTS.filter(
  ({ path, capability }) => !path.startsWith('/v1/platform/') && capability !== 'public',
)
/** Operations on what an account owns. */
const OWNING = OF_PARTNERS.filter((endpoint) => parametersOf(endpoint).some((name) => OWNED.has(name)))

/** The operation a request is for, with its parameters: of several, the one that leaves least open. */
function operationOf(method: string, url: string) {
  const path = url.split('?')[0]!.replace(/\/$/, '')
  const fitting = OWNING.filter((endpoint) => endpoint.method === method && patternOf(endpoint).test(path))
  const [endpoint] = fitting.sort((a, b) => parametersOf(a).length - parametersOf(b).length)
  if (endpoint === undefined || isStatic(method, path)) return undefined
  const values = patternOf(endpoint).exec(path)!.slice(1)
  if (values.includes(EVERYBODYS_OWN)) return undefined
  return { endpoint, values: new Map(parametersOf(endpoint).map((name, at) => [name, values[at]!])) }
}

const isStatic = (method: string, path: string) => ENDPOINTS.some((one) => one.method === method && one.path === path)
const patternOf = ({ path }: Endpoint) => new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`, 'i')

/** What strangers were told, where that is not that there is no such thing. */
class Strangers {
  readonly tried = new Set<string>()
  readonly told: string[] = []
  readonly #api: ApiTest

  constructor(api: ApiTest) {
    this.#api = api
  }

  /** Before `account` does something, everybody else tries. */
  async tryFirst(url: string, options: ApiCall): Promise<void> {
    const method = options.method ?? (options.body === undefined ? 'GET' : 'POST')
    const operation = operationOf(method, url)
    if (operation === undefined || options.token !== undefined) return
    const { endpoint, values } = operation
    const { account = DIRECT } = options
    this.tried.add(endpoint.id)
    const stranger = account === OTHER ? DIRECT : OTHER
    await this.#ask(endpoint, url, { ...options, account: stranger })
    if (account === DIRECT) await this.#ask(endpoint, url, { ...options, account: RESELLER })
    const customer = values.get('customerId')
    const further = [...values.keys()].filter((name) => name !== 'customerId' && OWNED.has(name))
    if (customer === undefined || further.length === 0) return
    // The customer is the stranger's own; the rest is not.
    const own = url.replace(customer, stranger === OTHER ? OTHER_CUSTOMER : CUSTOMER)
    await this.#ask(endpoint, own, { ...options, account: stranger })
    if (account === DIRECT) await this.#ask(endpoint, url.replace(customer, SIBLING), options)
  }

  /** There is no such thing; or it is refused in the very words in which it is where there certainly is none. */
  async #ask(endpoint: Endpoint, url: string, options: ApiCall): Promise<void> {
    const answer = await this.#api.call(url, options)
    if (answer.status === 404) return
    const nothing = await this.#api.call(url.replaceAll(ID, NOWHERE), options)
    const same = answer.status === nothing.status && answer.body?.code === nothing.body?.code
    if (same && answer.status === 403) return
    this.told.push(`${endpoint.id} ${options.account ?? DIRECT} ${url}: ${answer.status} ${answer.text}`)
  }
}

describeApi('what belongs to one account', (api) => {
  const strangers = new Strangers(api)
  const watched: ApiTest = {
    ...api,
    call: async (url, options = {}) => {
      await strangers.tryFirst(url, options)
      // Accounts are remembered for two seconds, and a step may have changed one.
      api.setNow(new Date(api.now() + 3_000).toISOString())
      return api.call(url, options)
    },
  }
  it('is decided for each parameter of a path', () => {
    const names = new Set(OF_PARTNERS.flatMap(parametersOf))
    expect([...names].filter((name) => OWNED.has(name) === SHARED.has(name))).toEqual([])
  })

  it('does not exist for others, whatever they do with it', async () => {
    await asOwner(
      api.database(),
      `insert into customer (partner_id, customer_id, name, domain_name, country)
       values ('${DIRECT}', '${SIBLING}', 'Sibling', 'sibling.example.net', 'NL')`,
    )
    await journey(watched)
    await furtherSteps(watched)
    expect(strangers.told).toEqual([])
    expect(OWNING.filter(({ id }) => !strangers.tried.has(id)).map(({ id }) => id)).toEqual([])
  }, 120_000)
})

const JSON_TYPE = { 'content-type': 'application/json' }

/** What the year has not: each step must succeed. */
async function furtherSteps(api: ApiTest): Promise<void> {
  const step = async (url: string, options: ApiCall = {}) => {
    const answer = await api.call(url, options)
    if (answer.status >= 300) throw new Error(`${options.method ?? ''} ${url}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  await accountSteps(api, step)
  const customer = `/v1/customers/${CUSTOMER}`
  const company = await step(`${customer}/profiles/company`)
  const address = { country: 'NL', city: 'Utrecht', addressLine1: 'Laan 1', postalCode: '3511 AB' }
  await step(`${customer}/profiles/company`, { method: 'PUT', body: { ...company, address } })
  await step(`${customer}/qualifications`)
  await step(`${customer}/qualifications`, { body: { qualification: 'state_owned_entity' } })
  await step(`${customer}/qualification`)
  await step(`${customer}/qualification`, { method: 'PUT', body: '"none"', headers: JSON_TYPE })
  await step(`${customer}/validationStatus?type=account`)
  await step(`${customer}/catalog`)
  await orderSteps(api, step)
  await moneySteps(api, step)
  await taxSteps(api, step)
  await creditSteps(api, step)
}

type Step = (url: string, options?: ApiCall) => Promise<ApiAnswer['body']>

async function accountSteps(api: ApiTest, step: Step): Promise<void> {
  const webhook = { WebhookUrl: 'https://hooks.example.net/pc', WebhookEvents: ['test-created'] }
  const { SubscriberId } = await step('/webhooks/v1/registration', { body: webhook, person: '77' })
  await step(`/v1/portal/webhooks/${SubscriberId}/deliveries`)
  await step(`/webhooks/v1/registrations/${SubscriberId}`, { method: 'DELETE' })
  const user = await makeUser(api, 'uma@direct.example.net', ['sales-agent'])
  const account = `/v1/account/users/${user.id}`
  await step(account)
  await step(account, { method: 'PATCH', body: { fullName: 'Uma' } })
  await step(`${account}/reset`, { method: 'POST' })
  await step(account, { method: 'DELETE' })
  const { id } = await makeProgram(api, { roles: ['sales-agent'] })
  const program = `/v1/account/service-principals/${id}`
  const { secrets } = await step(program)
  await step(program, { method: 'PATCH', body: { name: 'Sync' } })
  await step(`${program}/secrets/${secrets[0].id}`, { method: 'DELETE' })
  await step(program, { method: 'DELETE' })
  const { items } = await step('/v1/auditrecords?startDate=2026-03-01')
  await step(`/auditactivity/v1/auditrecords/${items[0].id}`)
}

async function orderSteps(api: ApiTest, step: Step): Promise<void> {
  const customer = `/v1/customers/${CUSTOMER}`
  const lineItems = [
    { id: 0, catalogItemId: POST_OFFER, quantity: 3, billingCycle: 'monthly' },
    { id: 1, catalogItemId: await itemOf(api, 'WAVE'), quantity: 1, billingCycle: 'monthly', termDuration: 'P1Y' },
  ]
  const cart = `${customer}/carts/${(await step(`${customer}/carts`, { body: { lineItems } })).id}`
  await step(`${cart}/review`)
  const { orders } = await step(`${cart}/checkout`, { method: 'POST' })
  const [post, wave] = orders
  await step(`${customer}/orders/${post.id}/billing-cycle-change?billingCycle=annual`)
  await step(`${customer}/orders/${wave.id}/activationlinks`)
  await step(`${customer}/orders/${wave.id}/lineitems/0/activationlinks`)
  const bought = `${customer}/subscriptions/${post.lineItems[0].subscriptionId}`
  await step(`${bought}/preview`, { body: { quantity: 4 } })
  await step(`${bought}/charges`)
  const inPortal = bought.replace('/v1/', '/v1/portal/')
  await step(`${inPortal}/choices`)
  const [{ targetOffer }] = (await step(`${bought}/upgrades`)).items
  await step(`${inPortal}/move-preview`, { body: { kind: 'upgrade', target: targetOffer.id } })
  await step(`${bought}/registrationstatus`)
  await changeCatalog(api, "update sku set product_type = 'Azure' where product_id = 'POST'")
  await step(`${bought}/registrations`, { method: 'POST' })
  const contact = await step(`${bought}/supportcontact`)
  await step(`${bought}/supportcontact`, { method: 'PUT', body: contact })
  const [entitlement] = (await step(`${customer}/entitlements`)).items
  await step(`/v1${entitlement.links.self.uri}`)
  const waiting = `${customer}/subscriptions/${wave.lineItems[0].subscriptionId}`
  await step(`${waiting}/activationlinks`)
  // Only in a sandbox partners activate by themselves; that it is none must not be why strangers are refused.
  await asOwner(api.database(), 'update partner set is_sandbox = true')
  await step(`${waiting}/activate`, { method: 'POST' })
}

async function moneySteps(api: ApiTest, step: Step): Promise<void> {
  await billThrough(api, '2026-03-31')
  const [{ id }] = (await step('/v1/invoices')).items
  const { invoiceDetails } = await step(`/v1/invoices/${id}`)
  const [{ billingProvider, links }] = invoiceDetails
  await step(`/v1${links.self.uri}`)
  await step(`/v1/invoices/${id}/lineitems/${billingProvider}/BillingLineItems`)
  await step(`/v1/invoices/${id}/adjustments`)
  const bill = `/v1/portal/invoices/${id}`
  await step(bill)
  await step(`${bill}/groups?by=customer`)
  const [line] = (await step(`${bill}/lines`)).items
  await step(`${bill}/explanation?subscriptionId=${line.subscriptionId}&chargeNumber=${line.chargeNumber}`)
  await step(`/v1/invoices/${id}/files/csv`)
  const receipt = { content: Buffer.from('%PDF-1.7').toString('base64') }
  await api.call(`/v1/platform/invoices/${id}/receipts`, { ...FINANCE, body: receipt })
  await step(`/v1/invoices/${id}/receipts/T00001/documents/statement`)
  const exported = await step('/v1/invoices/exports', { body: { invoiceIds: [id] } })
  await workOnExport({ database: api.database(), clock: api.now }, { partnerId: DIRECT, exportId: exported.id })
  await step(`/v1/exports/${exported.id}`)
  await step(`/v1/exports/${exported.id}/parts/1`)
  await owe(api.database(), { number: 'G900000001', total: 100n })
  const payment = await pay(api, 1)
  await step(`/v1/payments/${payment.body.id}`)
  await step(`/v1/payments/${payment.body.id}/allocations`, { body: { allocations: [{ invoiceId: 'G900000001' }] } })
}

async function taxSteps(api: ApiTest, step: Step): Promise<void> {
  await owe(api.database(), { number: 'G900000002', total: 100n })
  await pay(api, 0.5, { allocations: [{ invoiceId: 'G900000002' }] })
  const certificate = { fileName: 'withheld.pdf', content: Buffer.from('%PDF-1.7').toString('base64') }
  const claim = await step('/v1/taxes/withholdings', { body: { invoiceId: 'G900000002', total: 0.4, certificate } })
  const decision = `/v1/platform/partners/${DIRECT}/taxes/withholdings/${claim.id}/decision`
  await step(decision, { ...FINANCE, body: { state: 'sent_back' } })
  await step(`/v1/taxes/withholdings/${claim.id}`, { method: 'PUT', body: { total: 0.5 } })
  await step(`/v1${claim.links.certificate.uri}`)
}

async function creditSteps(api: ApiTest, step: Step): Promise<void> {
  const { items } = await step(`/v1/customers/${CUSTOMER}/subscriptions`)
  const paid = items.find(({ isTrial }: { isTrial: boolean }) => !isTrial)
  const endedAt = new Date(api.now() - 60_000).toISOString()
  const body = {
    ...{ requestType: 'sla_outage', customerId: CUSTOMER, subscriptionId: paid.id, incidentId: 'EX1', endedAt },
    ...{ description: 'Down', startedAt: new Date(api.now() - 120_000).toISOString(), affectedUsers: 1 },
    ...{ locations: 'Utrecht', attempts: 'Waited', customerEmail: 'it@bakkerij.example.net' },
  }
  const { id } = await step('/v1/creditrequests', { body })
  await step(`/v1/creditrequests/${id}`)
  const decision = `/v1/platform/partners/${DIRECT}/creditrequests/${id}/decision`
  await step(decision, { ...FINANCE, body: { state: 'more_information' } })
  await step(`/v1/creditrequests/${id}/answers`, { body: { note: 'Here it is' } })
}
