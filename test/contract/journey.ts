// A partner's year with one customer, calling every endpoint the contract has samples of. What is answered is judged by
// contract.test.ts; here only what the next call needs is looked at.
import { asOwner } from '../billing/provider.js'
import {
  type ApiAnswer,
  type ApiCall,
  type ApiTest,
  CUSTOMER,
  DIRECT,
  INDIRECT_PROVIDER,
  OTHER,
  PLATFORM_ID,
  PROVIDER_CUSTOMER,
  RESELLER_CUSTOMER,
  RESELLER_MPN,
} from '../support/api.js'
import { rateReported, reportUsage, used } from '../support/api-usage.js'
import { HOURS, SPACE, stockMeteredShop } from '../support/meters.js'
import { confirmAgreement, itemOf, POST_ARCHIVE_OFFER, POST_OFFER, stockShop } from '../support/ordering.js'
import { askTokens, makeProgram } from '../support/sign-in.js'
import { billThrough, changeCatalog } from '../support/subscriptions.js'

const PROVIDER: ApiCall = { account: INDIRECT_PROVIDER }

/** Calls, and stops at anything but success. */
function caller(api: ApiTest, as: ApiCall = {}) {
  const call = async (method: ApiCall['method'], url: string, body?: unknown, headers: ApiCall['headers'] = {}) => {
    const answer = await api.call(url, { ...as, method, headers, ...(body === undefined ? {} : { body }) })
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`)
    return answer
  }
  return {
    get: (url: string, headers?: ApiCall['headers']) => call('GET', url, undefined, headers),
    post: (url: string, body?: unknown) => call('POST', url, body),
    put: (url: string, body: unknown) => call('PUT', url, body),
    patch: (url: string, body: unknown) => call('PATCH', url, body),
    delete: (url: string) => call('DELETE', url),
  }
}

type Caller = ReturnType<typeof caller>

export async function journey(api: ApiTest): Promise<void> {
  await stockShop(api)
  const partner = caller(api)
  const provider = caller(api, PROVIDER)
  await tokens(api)
  await catalogue(api, partner)
  await customers(api, partner, provider)
  await account(api, partner, provider)
  await agreements(partner)
  await agreements(provider, PROVIDER_CUSTOMER)
  await ordering(api, partner, provider)
  await people(api, partner)
  await serviceRequests(partner)
  await webhooks(api, partner)
  await partner.get('/v1/auditrecords?startDate=2026-03-01')
  await partner.get("/v1.0/sales/pricesheets(Market='NL',PricesheetView='updatedlicensebased')/$value")
  await rateCards(api, partner)
  await usage(api, partner)
  await invoices(api, partner)
}

/** What is metered, as partners see its prices. */
async function rateCards(api: ApiTest, { get }: Caller): Promise<void> {
  await stockMeteredShop(api)
  await get('/v1/ratecards/azure?currency=EUR&region=NL')
  await get('/v1/ratecards/azure-shared?currency=EUR&region=NL')
  await get("/v1.0/sales/fxrates(Month='202603')/$value")
}

/** What a customer uses of a plan, what it costs so far, and the budget for it. */
async function usage(api: ApiTest, { get, post }: Caller): Promise<void> {
  const path = `/v1/customers/${CUSTOMER}`
  const order = async (product: string): Promise<string> => {
    const lineItems = [{ lineItemNumber: 0, offerId: await itemOf(api, product), quantity: 1 }]
    const { body } = await post(`${path}/orders`, { billingCycle: 'monthly', lineItems })
    return body.lineItems[0].subscriptionId
  }
  const [subscriptionId, host] = [await order('PLAN'), await order('HOST')]
  const month = new Date(api.now()).toISOString().slice(0, 7)
  const now = (event: ReturnType<typeof used>) => ({ ...event, occurredAt: api.now() })
  await reportUsage(api, DIRECT, [
    now(used(subscriptionId, HOURS, '12.5', '03-01T00:00')),
    now(used(subscriptionId, HOURS, '3', '03-01T00:00', 'vm2')),
    now(used(host, SPACE, '1400', '03-01T00:00', 'site1')),
    now(used(host, SPACE, '7', '03-01T00:00', 'site2')),
  ])
  await rateReported(api, DIRECT)
  const days = 'provider=onetime&invoicelineitemtype=usagelineitems&currencycode=eur&period=current'
  await pages({ get }, `/v1/invoices/unbilled/lineitems?${days}`)
  const agent = { roles: ['admin-agent'] } as const
  const budget = { Amount: 100, Attributes: { ObjectType: 'SpendingBudget' } }
  await api.call(`${path}/usagebudget`, { ...agent, method: 'PATCH', body: budget })
  await api.call('/v1/customers/usagebudgets', { ...agent, body: { items: [{ customerId: CUSTOMER, amount: 100 }] } })
  await get(`${path}/usagebudget`)
  const one = `${path}/subscriptions/${subscriptionId}`
  await get(`${one}/utilizations/azure?start_time=${month}-01T00:00:00-08:00&end_time=${month}-28T00:00:00-08:00`)
  await get('/v1/customers/usagerecords')
  await get(`${path}/usagesummary`)
  await get(`${path}/subscriptions/usagerecords`)
  await get(`${one}/usagesummary`)
  await get(`${one}/usagerecords/resources`)
  await get(`${one}/meterusagerecords`)
  await get(`${one}/resourceusagerecords`)
  await get('/v1/usagesummary')
}

/** A list of lines from its beginning, and the page after the first line. */
async function pages({ get }: Pick<Caller, 'get'>, uri: string): Promise<void> {
  await get(uri)
  const { body } = await get(`${uri}&size=1`)
  const token = body.links?.next?.headers?.[0]?.value
  if (token !== undefined) await get(`${uri}&size=1&seekOperation=Next`, { 'MS-ContinuationToken': token })
}

async function tokens(api: ApiTest): Promise<void> {
  const { id, secret } = await makeProgram(api, { roles: ['admin-agent'] })
  const grant = { client_id: id, client_secret: secret, grant_type: 'client_credentials' }
  await askTokens(api, `/${DIRECT}/oauth2/token`, { ...grant, resource: 'https://graph.windows.net' })
  await askTokens(api, `/${DIRECT}/oauth2/v2.0/token`, { ...grant, scope: 'https://api.example.net/.default' })
  await askTokens(api, `/${DIRECT}/oauth2/v2.0/revoke`, { client_id: id, client_secret: secret, token: 'unknown' })
  await askTokens(api, '/generatetoken', { grant_type: 'jwt_token' }, { authorization: `Bearer ${await api.token()}` })
  await api.call(`/${DIRECT}/v2.0/.well-known/openid-configuration`)
}

async function catalogue(api: ApiTest, { get }: Caller): Promise<void> {
  await get('/v1/offercategories?country=NL')
  await get('/v1/offers?country=NL')
  await get(`/v1/offers/${POST_OFFER}?country=NL`)
  await get(`/v1/offers/${POST_OFFER}/addons?country=NL`)
  await get(`/v1/customers/${CUSTOMER}/offers`)
  await get(`/v1/customers/${CUSTOMER}/offercategories`)
  for (const root of ['/v1/', `/v1/customers/${CUSTOMER}/`]) {
    await get(`${root}products?country=NL&targetView=OnlineServices`)
    await get(`${root}products/SUIT?country=NL`)
    await get(`${root}products/SUIT/skus?country=NL`)
    await get(`${root}products/SUIT/skus/0001?country=NL`)
    const availabilities = await get(`${root}products/SUIT/skus/0001/availabilities?country=NL`)
    await get(`${root}products/SUIT/skus/0001/availabilities/${availabilities.body.items[0].id}?country=NL`)
  }
  void api
}

const ADDRESS = {
  country: 'NL',
  city: 'Utrecht',
  addressLine1: 'Laan 1',
  postalCode: '3511 AB',
  firstName: 'Ida',
  lastName: 'Bakker',
  phoneNumber: '0301234567',
}

const US_ADDRESS = {
  ...ADDRESS,
  country: 'US',
  city: 'Redmond',
  state: 'WA',
  postalCode: '98052',
  phoneNumber: '4255550100',
}

const GB_ADDRESS = { ...ADDRESS, country: 'GB', city: 'Leeds', state: 'Yorkshire', postalCode: 'LS1 1AA' }

function newCustomer(domain: string, defaultAddress: object = ADDRESS) {
  return {
    companyProfile: { domain },
    billingProfile: {
      culture: 'nl-NL',
      language: 'nl',
      email: 'ida@example.net',
      companyName: 'Bakkerij Noord',
      firstName: 'Ida',
      lastName: 'Bakker',
      defaultAddress,
    },
  }
}

async function customers(api: ApiTest, partner: Caller, provider: Caller): Promise<void> {
  const { get, post, put, patch } = partner
  await api.call('/v1/domains/bakkerij.example.net', { method: 'HEAD' })
  await api.call('/v1/domains/free.example.net', { method: 'HEAD' })
  await post('/v1/validations/address', US_ADDRESS)
  await post('/v1/validations/address', { ...US_ADDRESS, addressLine1: 'Microsoft Way' })
  await get('/v1/countryvalidationrules/NL')
  const created = await post('/v1/customers', newCustomer('noord.example.net'))
  const path = `/v1/customers/${created.body.id}`
  await get(path)
  await get('/v1/customers?size=1')
  const filter = encodeURIComponent('{"Field":"CompanyName","Value":"Bak","Operator":"starts_with"}')
  await get(`/v1/customers?size=0&filter=${filter}`)
  const billing = await get(`${path}/profiles/billing`)
  await put(`${path}/profiles/billing`, { ...billing.body, lastName: 'Bakker-Jansen' })
  await get(`${path}/profiles/company`)
  await get(`${path}/relationships`)
  await provider.get(`/v1/customers/${RESELLER_CUSTOMER}/relationships`)
  await provider.get('/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf')
  await get('/v1/customers/relationshiprequests')
  await patch(path, { relationshipToPartner: 'none' })
  const resold = { ...newCustomer('winkel.example.net', GB_ADDRESS), associatedPartnerId: RESELLER_MPN }
  await provider.post('/v1/customers', resold)
  // Only a sandbox deletes customers.
  await asOwner(api.database(), `update partner set is_sandbox = true where partner_id = '${OTHER}'`)
  const sandbox = caller(api, { account: OTHER })
  const doomed = await sandbox.post('/v1/customers', newCustomer('kort.example.net', US_ADDRESS))
  await sandbox.delete(`/v1/customers/${doomed.body.id}`)
}

async function account(api: ApiTest, { get, put }: Caller, provider: Caller): Promise<void> {
  for (const name of ['billing', 'legalbusiness', 'organization', 'support']) {
    const profile = await get(`/v1/profiles/${name}`)
    const contact = { firstName: 'Per', lastName: 'Ner', email: 'per@example.net', phoneNumber: '0301234567' }
    const addresses = {
      primaryContact: contact,
      taxId: 'NL000000000B01',
      purchaseOrderNumber: 'PO-77',
      address: ADDRESS,
      defaultAddress: ADDRESS,
      companyApproverAddress: ADDRESS,
    }
    await put(`/v1/profiles/${name}`, { ...profile.body, ...addresses })
    await get(`/v1/profiles/${name}`)
  }
  await get('/v1/profiles/mpn')
  await get('/v1/profiles/mpn?mpnId=4500200')
  await api.call('/v1/profiles/mpn?mpnId=9999999')
  await provider.get(`/v1/compliance/csp/agreementstatus?mpnId=${RESELLER_MPN}`)
  await api.call('/v1/compliance/csp/agreementstatus?mpnId=9999999', PROVIDER)
  await api.call('/v1/compliance/csp/agreementstatus', PROVIDER)
}

async function agreements({ get, post }: Caller, customer: string = CUSTOMER): Promise<void> {
  const templates = await get('/v1/agreements?agreementType=MicrosoftCustomerAgreement')
  const { templateId } = templates.body.items[0]
  await get(`/v1/agreementtemplates/${templateId}/document?language=en-US&country=NL`)
  await post(`/v1/customers/${customer}/agreements`, {
    primaryContact: { firstName: 'Ida', lastName: 'Bakker', email: 'ida@example.net', phoneNumber: '0301234567' },
    templateId,
    dateAgreed: '2026-03-01T00:00:00Z',
    type: 'MicrosoftCustomerAgreement',
  })
  await get(`/v1/customers/${customer}/agreements?agreementType=MicrosoftCustomerAgreement`)
  await get(`/v1/customers/${customer}/directSignedMicrosoftCustomerAgreementStatus`)
}

/** The id of the first subscription whose offer begins so. */
function subscriptionOf({ body }: ApiAnswer, item: string): string {
  const found = body.items.find((one: { offerId: string }) => one.offerId === item)
  if (found === undefined) throw new Error(`no subscription of ${item} in ${JSON.stringify(body)}`)
  return found.id
}

async function ordering(api: ApiTest, partner: Caller, provider: Caller): Promise<void> {
  const { get, post, put, patch } = partner
  const path = `/v1/customers/${CUSTOMER}`
  const suite = await itemOf(api, 'SUIT')
  const lineItems = [
    { id: 0, catalogItemId: suite, friendlyName: 'Suite', quantity: 10, billingCycle: 'monthly', termDuration: 'P1Y' },
    {
      id: 1,
      catalogItemId: POST_OFFER,
      friendlyName: 'Post',
      quantity: 5,
      billingCycle: 'monthly',
      addonItems: [{ id: 2, catalogItemId: POST_ARCHIVE_OFFER, quantity: 3, billingCycle: 'monthly' }],
    },
    { id: 3, catalogItemId: await itemOf(api, 'TOOL'), friendlyName: 'Tools', quantity: 1, billingCycle: 'one_time' },
    { id: 4, catalogItemId: 'NONE:0001:AAAAAAAAAAAA', quantity: 1 },
  ]
  const faulty = await post(`${path}/carts`, { lineItems })
  await get(`${path}/carts/${faulty.body.id}`)
  await post(`${path}/carts`, { lineItems: lineItems.slice(1, 2) })
  await put(`${path}/carts/${faulty.body.id}`, { ...faulty.body, lineItems: lineItems.slice(0, 3) })
  await post(`${path}/carts/${faulty.body.id}/checkout`)
  const sold = await get(`${path}/subscriptions`)
  const mail = subscriptionOf(sold, POST_OFFER)
  const order = sold.body.items.find((one: { id: string }) => one.id === mail).orderId
  const addOn = await post(`${path}/carts`, {
    lineItems: [
      { id: 0, catalogItemId: POST_ARCHIVE_OFFER, quantity: 2, provisioningContext: { ParentSubscriptionId: mail } },
    ],
  })
  await get(`${path}/carts/${addOn.body.id}`)
  const bought = await post(`${path}/orders`, {
    referenceCustomerId: CUSTOMER,
    billingCycle: 'monthly',
    lineItems: [{ lineItemNumber: 0, offerId: POST_OFFER, friendlyName: 'Second', quantity: 2 }],
  })
  await get(`${path}/orders`)
  await get(`${path}/orders?include_price=true`)
  await get(`${path}/orders?billingType=onetime`)
  await get(`${path}/orders/${order}`)
  await get(`${path}/orders/${order}?include_price=true`)
  await get(`${path}/orders/${order}/provisioningstatus`)
  await patch(`${path}/orders/${bought.body.id}`, { ...bought.body, billingCycle: 'annual' })
  await resold(provider)
  await subscriptions(api, partner, mail, subscriptionOf(sold, suite), order)
}

/** What an indirect provider sells through its reseller. */
async function resold({ post, get }: Caller): Promise<void> {
  const path = `/v1/customers/${PROVIDER_CUSTOMER}`
  await post(`${path}/orders`, {
    billingCycle: 'monthly',
    partnerOnRecordAttestationAccepted: true,
    lineItems: [{ lineItemNumber: 0, offerId: POST_OFFER, quantity: 2, partnerIdOnRecord: RESELLER_MPN }],
  })
  await get(`${path}/subscriptions?mpn_id=${RESELLER_MPN}`)
}

async function subscriptions(
  api: ApiTest,
  { get, patch, post }: Caller,
  mail: string,
  suite: string,
  order: string,
): Promise<void> {
  const path = `/v1/customers/${CUSTOMER}`
  await get(`${path}/subscriptions?order_id=${order}`)
  const change = async (id: string, body: object) => {
    const { body: before } = await get(`${path}/subscriptions/${id}`)
    return patch(`${path}/subscriptions/${id}`, { ...before, ...body })
  }
  const addOns = await get(`${path}/subscriptions/${mail}/addons`)
  await get(`${path}/subscriptions/${addOns.body.items[0].id}`)
  await change(mail, { quantity: 7 })
  await change(mail, { friendlyName: 'Post of the bakery' })
  await get(`${path}/subscriptions/${mail}/provisioningstatus`)
  await get(`${path}/subscriptions/${mail}/upgrades`)
  await change(suite, { autoRenewEnabled: false })
  await get(`${path}/subscriptions/${suite}`)
  await change(mail, { status: 'suspended' })
  await change(mail, { status: 'active' })
  await moves(api, { get, post } as Caller, suite)
}

/** What a subscription can become: a trial paid, an offer a better one, some licenses those of another product. */
async function moves(api: ApiTest, { get, post }: Caller, suite: string): Promise<void> {
  const path = `/v1/customers/${CUSTOMER}`
  const bought = async (customer: string, offerId: string, quantity: number) => {
    const lineItems = [{ lineItemNumber: 0, offerId, quantity }]
    const { body } = await post(`${customer}/orders`, { billingCycle: 'monthly', lineItems })
    return `${customer}/subscriptions/${body.lineItems[0].subscriptionId}`
  }
  // Post becomes Post Plus and SUIT becomes SUIP, for this year.
  await changeCatalog(
    api,
    `update sku set upgrade_targets = '{POSP:0001}' where product_id = 'POST';
     update sku set upgrade_targets = '{SUIP:0001}' where product_id = 'SUIT'`,
  )
  const fresh = await post('/v1/customers', newCustomer('proef.example.net'))
  await confirmAgreement(api, fresh.body.id)
  const trial = await bought(`/v1/customers/${fresh.body.id}`, await itemOf(api, 'PTRY'), 25)
  const conversions = await get(`${trial}/conversions`)
  await post(`${trial}/conversions`, conversions.body.items[0])
  const post2 = await bought(path, POST_OFFER, 3)
  const upgrades = await get(`${post2}/upgrades`)
  await post(`${post2}/upgrades`, upgrades.body.items[0])
  const from = `${path}/subscriptions/${suite}`
  const { body } = await get(`${from}/transitionEligibilities?eligibilityType=immediate`)
  const [{ catalogItemId: toCatalogItemId }] = body.items
  await post(`${from}/transitions`, { toCatalogItemId, quantity: 4, transitionType: 'transition_only', events: [] })
  await get(`${from}/transitions`)
}

async function people(api: ApiTest, { get, post, patch, delete: remove }: Caller): Promise<void> {
  const path = `/v1/customers/${CUSTOMER}`
  const user = (name: string) => ({
    usageLocation: 'NL',
    userPrincipalName: `${name}@bakkerij.example.net`,
    firstName: name,
    lastName: 'Bakker',
    displayName: `${name} Bakker`,
    immutableId: `${name}-1`,
    passwordProfile: { forceChangePassword: true, password: 'Wachtwoord-2026!' },
  })
  const created = await post(`${path}/users/`, user('ida'))
  const { id } = created.body
  await post(`${path}/users`, user('per'))
  await get(`${path}/users?size=1`)
  await get(`${path}/users/${id}`)
  await patch(`${path}/users/${id}`, { displayName: 'Ida B.', attributes: { objectType: 'CustomerUser' } })
  await patch(`${path}/users/${id}/resetpassword`, {
    passwordProfile: { password: 'Nieuw-Wachtwoord-2026!', forceChangePassword: true },
  })
  await patch(`${path}/users/${id}`, {
    passwordProfile: { password: 'Weer-Wachtwoord-2026!', forceChangePassword: true },
  })
  const roles = await get(`${path}/directoryroles`)
  const role = roles.body.items[0].id
  const member = { id, displayName: 'Ida B.', userPrincipalName: user('ida').userPrincipalName }
  await post(`${path}/directoryroles/${role}/usermembers`, member)
  await get(`${path}/directoryroles/${role}/usermembers`)
  await get(`${path}/users/${id}/directoryroles`)
  await remove(`${path}/directoryroles/${role}/usermembers/${id}`)
  const pools = await get(`${path}/subscribedskus`)
  const { productSku } = pools.body.items[0]
  const licensesToAssign = [{ skuId: productSku.id, excludedPlans: [] }]
  await post(`${path}/users/${id}/licenseupdates`, { licensesToAssign, licensesToRemove: null, licenseWarnings: null })
  await get(`${path}/users/${id}/licenses`)
  await api.call(`${path}/users/${id}/licenseupdates`, { body: { licensesToAssign: [{ skuId: CUSTOMER }] } })
  await remove(`${path}/users/${id}`)
  await get(
    `${path}/users?filter=${encodeURIComponent('{"Field":"UserState","Value":"Inactive","Operator":"equals"}')}`,
  )
  await patch(`${path}/users/${id}`, { state: 'active', attributes: { objectType: 'CustomerUser' } })
}

async function serviceRequests({ get, post, patch }: Caller): Promise<void> {
  const topics = await get('/v1/servicerequests/supporttopics')
  const body = {
    title: 'Twice',
    description: 'Line 3 came twice',
    severity: 'moderate',
    supportTopicId: topics.body.items[0].id,
  }
  const filed = await post('/v1/servicerequests/en-US', body)
  await get('/v1/servicerequests?offset=0&size=10')
  await get(`/v1/servicerequests/${filed.body.id}`)
  await patch(`/v1/servicerequests/${filed.body.id}`, { newNote: { text: 'Any news?' } })
  const ours = await post('/v1/servicerequests/en-US', { ...body, organization: { id: CUSTOMER } })
  const path = `/v1/customers/${CUSTOMER}/servicerequests`
  await get(path)
  await get(`${path}/${ours.body.id}`)
  await patch(`${path}/${ours.body.id}`, { status: 'closed' })
}

async function webhooks(_: ApiTest, { get, post, put }: Caller): Promise<void> {
  await get('/webhooks/v1/registration/events')
  const body = { WebhookUrl: 'https://hooks.example.net/pc', WebhookEvents: ['subscription-updated', 'test-created'] }
  await post('/webhooks/v1/registration', body)
  await get('/webhooks/v1/registration')
  await put('/webhooks/v1/registration', body)
  const asked = await post('/webhooks/v1/registration/validationEvents')
  await get(`/webhooks/v1/registration/validationEvents/${asked.body.correlationId}`)
}

/** A month later: what was invoiced, what is not yet, and what the customer cost. */
async function invoices(api: ApiTest, { get }: Caller): Promise<void> {
  await billThrough(api, '2026-04-15')
  api.setNow('2026-04-16T09:00:00Z')
  const { body } = await get('/v1/invoices?size=1&offset=0')
  await get(`/v1/invoices/${body.items[0].id}`)
  await api.call('/v1/platform/provider-profile', {
    account: PLATFORM_ID,
    roles: ['platform-finance'],
    method: 'PUT',
    body: {
      name: 'Lindenhof Cloud BV',
      address: { lines: ['Keizersgracht 1'], city: 'Amsterdam', postalCode: '1015 CJ', country: 'NL' },
      registrationNumber: '12345678',
      email: 'billing@lindenhof.example.net',
      supportUrl: 'https://lindenhof.example.net/support',
      languages: ['nl', 'en'],
      payment: { accountName: 'Lindenhof Cloud BV', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A' },
    },
  })
  await get(`/v1/invoices/${body.items[0].id}/documents/statement`)
  await api.call(`/v1/platform/invoices/${body.items[0].id}/receipts`, {
    account: PLATFORM_ID,
    roles: ['platform-finance'],
    body: { content: Buffer.from('%PDF-1.7').toString('base64') },
  })
  await get(`/v1/invoices/${body.items[0].id}/receipts/T00001/documents/statement`)
  const all = await get('/v1/invoices')
  for (const { invoiceDetails, id } of all.body.items) {
    for (const { links } of invoiceDetails) await pages({ get }, `/v1${links.self.uri.replace('&size=2000', '')}`)
    const days = 'provider=onetime&invoicelineitemtype=usagelineitems'
    await pages({ get }, `/v1/invoices/${id}/lineitems?${days}`)
    const page = await get(`/v1/invoices/${id}/lineitems/OneTime/BillingLineItems?size=2&offset=0`)
    const { continuationToken } = page.body
    if (continuationToken === undefined) continue
    const headers = { 'MS-ContinuationToken': continuationToken }
    await get(`/v1/invoices/${id}/lineitems/OneTime/BillingLineItems?seekOperation=Next`, headers)
  }
  await get('/v1/invoices/summary')
  await get('/v1/invoices/summaries')
  const estimates = await get('/v1/invoices/estimates/links?currencycode=eur')
  for (const { link } of estimates.body.items) await get(`/v1${link.uri}`)
  const costs = await get(`/v1/customers/${CUSTOMER}/servicecosts/MostRecent`)
  await get(`/v1${costs.body.links.serviceCostLineItems.uri}`)
}
