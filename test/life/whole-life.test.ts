// A whole life over a socket, with a client that knows nothing but the contract: customer, agreement, catalogue, cart,
// checkout, changes, suspension, add-on, trial, cancellation, renewal; billed by the billing run and verified.
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { billTo, expectClean, invoicesOf } from '../billing/provider.js'
import { type ApiTest, describeApi } from '../support/api.js'
import { POST_ARCHIVE_OFFER, POST_OFFER, stockShop } from '../support/ordering.js'

// biome-ignore lint/suspicious/noExplicitAny: a plain client takes what comes
type Json = any

class Client {
  readonly #root: string
  readonly #token: () => Promise<string>

  constructor(root: string, token: () => Promise<string>) {
    this.#root = root
    this.#token = token
  }

  get = (path: string) => this.#send('GET', path)
  post = (path: string, body?: Json) => this.#send('POST', path, body)
  patch = (path: string, body: Json) => this.#send('PATCH', path, body)

  async #send(method: string, path: string, body?: Json): Promise<Json> {
    const answer = await fetch(`${this.#root}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.#token()}`,
        accept: 'application/json',
        'ms-requestid': randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

describeApi('a whole life', (api) => {
  let client: Client
  let customer: string
  beforeAll(async () => {
    await stockShop(api)
    const address = await api.server().listen({ host: '127.0.0.1', port: 0 })
    client = new Client(`${address}/v1`, () => api.token())
  })

  const path = () => `/customers/${customer}`
  const subscriptions = async () => (await client.get(`${path()}/subscriptions`)).items as Json[]
  const named = async (name: string) => (await subscriptions()).find((one) => one.friendlyName === name)
  const change = async (name: string, fields: Json) => {
    const { id } = await named(name)
    const before = await client.get(`${path()}/subscriptions/${id}`)
    return client.patch(`${path()}/subscriptions/${id}`, { ...before, ...fields })
  }
  const charges = async (name: string) => {
    const { id } = await named(name)
    return chargesOf(api, id)
  }

  it('creates a customer that has accepted the agreement', async () => {
    const created = await client.post('/customers', {
      companyProfile: { domain: 'leven.example.net' },
      billingProfile: {
        culture: 'nl-NL',
        language: 'nl',
        email: 'ida@leven.example.net',
        companyName: 'Leven BV',
        firstName: 'Ida',
        lastName: 'Bakker',
        defaultAddress: {
          country: 'NL',
          city: 'Utrecht',
          addressLine1: 'Laan 1',
          postalCode: '3511 AB',
          firstName: 'Ida',
          lastName: 'Bakker',
        },
      },
    })
    customer = created.id
    expect(created.userCredentials.password.length).toBeGreaterThan(8)
    const templates = await client.get('/agreements?agreementType=MicrosoftCustomerAgreement')
    await client.post(`${path()}/agreements`, {
      primaryContact: { firstName: 'Ida', lastName: 'Bakker', email: 'ida@leven.example.net' },
      templateId: templates.items[0].templateId,
      dateAgreed: '2026-03-10T00:00:00Z',
      type: 'MicrosoftCustomerAgreement',
    })
  })

  it('buys a license with an add-on, a committed suite and a trial, for what the review said', async () => {
    const item = async (product: string, market: string) => {
      const found = await client.get(`${path()}/products/${product}/skus/0001/availabilities?country=${market}`)
      return found.items[0].catalogItemId
    }
    const cart = await client.post(`${path()}/carts`, {
      lineItems: [
        {
          id: 0,
          catalogItemId: POST_OFFER,
          friendlyName: 'post',
          quantity: 10,
          billingCycle: 'monthly',
          addonItems: [
            { id: 1, catalogItemId: POST_ARCHIVE_OFFER, friendlyName: 'archive', quantity: 4, billingCycle: 'monthly' },
          ],
        },
        {
          id: 2,
          catalogItemId: await item('SUIT', 'NL'),
          friendlyName: 'suite',
          quantity: 5,
          billingCycle: 'monthly',
          termDuration: 'P1Y',
        },
        {
          id: 3,
          catalogItemId: await item('CRMX', 'NL'),
          friendlyName: 'crm',
          quantity: 2,
          billingCycle: 'monthly',
          termDuration: 'P1M',
        },
      ],
    })
    expect(cart.lineItems.map((line: Json) => line.error)).toEqual([undefined, undefined, undefined])
    const review = await client.get(`${path()}/carts/${cart.id}/review`)
    // 10 x 4.00 + 4 x 2.00 + 5 x 10.00, and a month of trial for nothing
    expect(review.totals).toEqual([expect.objectContaining({ currencyCode: 'EUR', amount: 98 })])
    const { orders, orderErrors } = await client.post(`${path()}/carts/${cart.id}/checkout`)
    expect(orderErrors ?? []).toEqual([])
    expect(orders.length).toBeGreaterThan(1)
    const bought = await subscriptions()
    expect(bought.map((one) => `${one.friendlyName} ${one.quantity} ${one.status}`).sort()).toEqual([
      'archive 4 active',
      'crm 2 active',
      'post 10 active',
      'suite 5 active',
    ])
    expect(await charges('post')).toEqual(['2026-03-10 2026-04-10 Cycle fee 10 x 4.00 = 40.00'])
  })

  it('changes the license in its cycle, and settles it at the anniversary', async () => {
    api.setNow('2026-03-20T12:00:00Z')
    await change('post', { quantity: 12 })
    await billTo(api.database(), '2026-04-10')
    // Reversed and rewritten: 10 days for 10 (4.00 / 31 = 0.129; x 10 = 1.29), 21 days for 12 (x 21 = 2.71); then 12 x 4.00.
    expect(await charges('post')).toEqual([
      '2026-03-10 2026-04-10 Cycle fee 10 x 4.00 = 40.00',
      '2026-03-10 2026-04-10 Cycle instance prorate 10 x -4.00 = -40.00',
      '2026-03-10 2026-03-20 Cycle instance prorate 10 x 1.29 = 12.90',
      '2026-03-20 2026-04-10 Cycle instance prorate 12 x 2.71 = 32.52',
      '2026-04-10 2026-05-10 Cycle instance prorate 12 x 4.00 = 48.00',
    ])
  })

  it('adds seats to the suite for the rest of its cycle, and takes them away in their window', async () => {
    api.setNow('2026-04-12T08:00:00Z')
    await change('suite', { quantity: 8 })
    api.setNow('2026-04-12T20:00:00Z')
    const { refundableQuantity } = await named('suite')
    expect(refundableQuantity.totalQuantity).toBe(3)
    await change('suite', { quantity: 6 })
    await expect(change('suite', { quantity: 4 })).rejects.toThrow(/400 .*800090/)
    expect((await named('suite')).quantity).toBe(6)
  })

  it('suspends and reactivates the license with its add-on', async () => {
    api.setNow('2026-04-20T10:00:00Z')
    await change('post', { status: 'suspended' })
    expect((await named('archive')).status).toBe('suspended')
    await expect(change('archive', { status: 'active' })).rejects.toThrow(/409 .*27009/)
    api.setNow('2026-04-25T10:00:00Z')
    await change('post', { status: 'active' })
    expect([(await named('post')).status, (await named('archive')).status]).toEqual(['active', 'active'])
  })

  it('lets the trial become paid, and ends what does not renew', async () => {
    const trial = await named('crm')
    expect(trial.isTrial).toBe(false) // since 10 April: a month is over
    await billTo(api.database(), '2026-04-30')
    expect((await charges('crm')).some((charge) => charge.includes('2 x 20.00 = 40.00'))).toBe(true)
    await change('crm', { autoRenewEnabled: false })
    api.setNow('2026-06-01T08:00:00Z')
    await billTo(api.database(), '2026-05-31')
    expect((await named('crm')).status).toBe('expired')
  })

  it('keeps the price for the term, and renews after a year', async () => {
    api.setNow('2027-03-15T08:00:00Z')
    await billTo(api.database(), '2026-08-31', '2026-12-31', '2027-03-15')
    const suite = await named('suite')
    expect([suite.status, suite.commitmentEndDate.slice(0, 10)]).toEqual(['active', '2028-03-09'])
    expect((await charges('suite')).at(-1)).toMatch(/^2027-03-10 2027-04-10 renew 6 x 10\.00 = 60\.00$/)
  })

  it('cancels inside the window of the renewal, and has everything on invoices that the events prove', async () => {
    const cancelled = await change('suite', { status: 'deleted' })
    expect(cancelled.status).toBe('deleted')
    await change('post', { status: 'deleted' })
    await billTo(api.database(), '2027-05-08')
    expect((await invoicesOf(api.database())).length).toBeGreaterThan(12)
    await expectClean(api.database())
    const log = await client.get('/auditrecords?startDate=2027-02-01&endDate=2027-03-16')
    expect(log.items.map((one: Json) => one.operationType)).toContain('update_subscription')
  })
})

/** Charges of a subscription in order: days charged (half-open), type, quantity x unit price = amount. */
async function chargesOf(api: ApiTest, subscriptionId: string): Promise<string[]> {
  const { rows } = await api.database().query<{ text: string }>(
    `select concat_ws(' ', c.charge_end - c.days, c.charge_end, t.name, c.quantity, 'x',
       to_char(c.unit_price / 1e8, 'FM999990.00'), '=', to_char(c.amount / 1e2, 'FM999990.00')) as text
     from charge c join charge_type t using (charge_type) where c.subscription_id = $1 order by c.charge_number`,
    [subscriptionId],
  )
  return rows.map((row) => row.text)
}
