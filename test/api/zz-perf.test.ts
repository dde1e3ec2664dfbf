import { beforeAll, it } from 'vitest'
import { asOwner } from '../billing/provider.js'
import { CUSTOMER, DIRECT, describeApi } from '../support/api.js'
import { confirmAgreement, itemOf, POST_ARCHIVE_OFFER, POST_OFFER, stockShop } from '../support/ordering.js'

describeApi('perf', (api) => {
  const ids: string[] = []
  beforeAll(async () => {
    await stockShop(api)
    await confirmAgreement(api, CUSTOMER)
    await asOwner(api.database(), `insert into customer (partner_id, customer_id, name, domain_name, country) select '${DIRECT}', ('018f0002-0000-7000-8000-1000' || lpad(to_hex(n), 8, '0'))::uuid, 'C' || n, 'c' || n || '.example.net', 'NL' from generate_series(1, 60) n;
      insert into customer_agreement select c.partner_id, c.customer_id, gen_random_uuid(), a.template_id, a.type, a.first_name, a.last_name, a.email, a.phone_number, a.agreed_at, a.confirmed_at, a.confirmed_by from customer c, customer_agreement a where c.name ~ '^C[0-9]'`)
    for (let n = 1; n <= 60; n += 1) ids.push(`018f0002-0000-7000-8000-1000${n.toString(16).padStart(8, '0')}`)
  })
  it('checks out', async () => {
    const [suit, crm, tool, plus] = await Promise.all(['SUIT', 'CRMX', 'TOOL', 'PLUS'].map((p) => itemOf(api, p)))
    const lineItems = [
      { catalogItemId: suit, quantity: 3, addonItems: [{ catalogItemId: plus, quantity: 2 }] },
      { catalogItemId: POST_OFFER, quantity: 3, addonItems: [{ catalogItemId: POST_ARCHIVE_OFFER, quantity: 2 }] },
      { catalogItemId: crm, quantity: 5 },
      { catalogItemId: tool, quantity: 2 },
      { catalogItemId: suit, quantity: 2, billingCycle: 'annual' },
    ]
    const times: number[] = []
    const creates: number[] = []
    const token = await api.token()
    for (let round = 0; round < 360; round += 1) {
      const root = `/v1/customers/${ids[round % ids.length]}/carts`
      const t0 = performance.now()
      const cart = await api.call(root, { token, body: { lineItems } })
      creates.push(performance.now() - t0)
      const start = performance.now()
      const done = await api.call(`${root}/${cart.body.id}/checkout`, { token, method: 'POST' })
      if (done.status !== 201 || done.body.orderErrors) throw new Error(done.text)
      if (round >= 60) times.push(performance.now() - start)
    }
    times.sort((a, b) => a - b)
    creates.sort((a, b) => a - b)
    console.log('checkout ms p50', times[150], 'p90', times[270], 'p99', times[296], 'max', times.at(-1), 'create p50', creates[180])
  }, 120_000)
})
