// Discounts over HTTP, and the price of a discounted term on every way it is charged, foreseen, shown and proved.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { explainCharges } from '../../src/app/explain-charge.js'
import { exportRecon } from '../../src/app/export-recon.js'
import { verifyLedger } from '../../src/app/verify-ledger.js'
import {
  type As,
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  OTHER,
  OTHER_CUSTOMER,
  PLATFORM_ID,
} from '../support/api.js'
import { FINANCE } from '../support/money.js'
import { confirmAgreement, itemOf } from '../support/ordering.js'
import { billThrough, buy, chargedTo, pathOf } from '../support/subscriptions.js'

const AUDITOR: As = { account: PLATFORM_ID, roles: ['platform-auditor'] }
const OPERATOR: As = { account: PLATFORM_ID, roles: ['platform-operator'] }
const NOBODY = '018f00ff-0000-7000-8000-0000000000ff'
const URL = '/v1/platform/discounts'

const SPRING = {
  productId: 'MAIL',
  kind: 'percentage',
  value: 15,
  promotionId: 'SPRING26',
  description: 'Spring offer',
  validFrom: '2026-03-01',
  validUntil: '2026-06-01',
  renewals: false,
}
const OWN_PRICE = {
  ...{ partnerId: DIRECT, productId: 'SUIT', skuId: '0001', termDuration: 'P1Y', billingCycle: 'monthly' },
  ...{ currency: 'EUR', kind: 'price', value: '8.55', promotionId: 'FRAME', description: 'Frame agreement' },
  ...{ validFrom: '2026-03-01', renewals: true },
}

describeApi('discounts', (api) => {
  const folder = mkdtempSync(join(tmpdir(), 'prorata-discounts-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const give = (body: object, as: As = FINANCE, headers: Record<string, string> = {}) =>
    api.call(URL, { ...as, body, headers })
  const proved = async () => {
    const { differences, charges } = await verifyLedger(api.database())
    expect(differences).toEqual([])
    return charges
  }
  const mail: { direct?: string; other?: string; suite?: string } = {}

  describe('for the provider', () => {
    it('are given once, listed and read', async () => {
      const given = await give(SPRING)
      expect([given.status, given.body]).toEqual([
        201,
        expect.objectContaining({ ...SPRING, recordedBy: expect.any(String), attributes: { objectType: 'Discount' } }),
      ])
      expect((await give(SPRING)).body.id).toBe(given.body.id)
      const own = await give(OWN_PRICE, FINANCE, { 'MS-RequestId': NOBODY })
      expect(own.body).toMatchObject({ ...OWN_PRICE, value: 8.55, availabilityId: expect.any(String) })
      expect((await give(OWN_PRICE, FINANCE, { 'MS-RequestId': NOBODY })).body).toEqual(own.body)

      const all = await api.call(URL, AUDITOR)
      expect(all.body).toMatchObject({ totalCount: 2, items: [{ promotionId: 'SPRING26' }, { promotionId: 'FRAME' }] })
      const list = async (query: string) =>
        (await api.call(`${URL}?${query}`, AUDITOR)).body.items.map((one: { promotionId: string }) => one.promotionId)
      expect(await list(`partnerId=${DIRECT}`)).toEqual(['FRAME'])
      expect(await list('productId=MAIL')).toEqual(['SPRING26'])
      expect(await list('promotionId=FRAME')).toEqual(['FRAME'])
      expect(await list('on=2026-06-01')).toEqual(['FRAME'])
      expect(await list('size=1&offset=1')).toEqual(['FRAME'])
      expect((await api.call(`${URL}/${own.body.id}`, AUDITOR)).body).toEqual(own.body)
    })

    it('are recorded in the activity log of the provider', async () => {
      const { rows } = await api
        .database()
        .query<{ value: object }>(
          `select new_value as value from audit_record where operation_type = 'create_discount' and partner_id = $1`,
          [PLATFORM_ID],
        )
      expect(rows).toHaveLength(2)
      expect(rows[0]!.value).toMatchObject({ kind: 'percentage', value: '15', promotionId: 'SPRING26' })
    })

    it.each([
      ['neither a partner nor a product', { productId: undefined }, 400, 3000],
      ['a SKU without its product', { productId: undefined, partnerId: DIRECT, skuId: '0001' }, 400, 3000],
      ['a partner nobody knows', { partnerId: NOBODY }, 404, 1000],
      ['a product nobody knows', { productId: 'NONE' }, 404, 1000],
      ['a SKU nobody knows', { skuId: '9999' }, 404, 1000],
      ['no percent at all', { value: 0 }, 400, 3000],
      ['more than everything', { value: '100.01' }, 400, 3000],
      ['an amount in no currency', { kind: 'amount', value: 1 }, 400, 3000],
      ['a price of every term', { kind: 'price', value: 1, currency: 'EUR' }, 400, 3000],
      ['a term without its billing cycle', { skuId: '0001', termDuration: 'P1Y', currency: 'EUR' }, 400, 3000],
      [
        'a term nobody sells',
        { skuId: '0001', termDuration: 'P3Y', billingCycle: 'monthly', currency: 'EUR' },
        404,
        1000,
      ],
      ['an end before its begin', { validUntil: '2026-03-01' }, 400, 3000],
      ['a day that is none', { validFrom: '2026-02-30' }, 400, 3000],
      ['a kind there is not', { kind: 'gift' }, 400, 900126],
    ])('are refused for %s', async (_, change, status, code) => {
      const answer = await give({ ...SPRING, ...change })
      expect([answer.status, answer.body.code, answer.body.description]).toEqual([status, code, expect.any(String)])
    })

    it("are finance's to give, everybody's of the provider to read, and no partner's", async () => {
      expectFault(await give(SPRING, OPERATOR), 403, 900150)
      expectFault(await give(SPRING, AUDITOR), 403, 900150)
      expectFault(await give(SPRING, {}), 403, 900150)
      expectFault(await api.call(URL), 403, 900150)
      expect((await api.call(URL, OPERATOR)).status).toBe(200)
      expectFault(await api.call(`${URL}/${NOBODY}`, AUDITOR), 404, 1000)
    })
  })

  describe('of a term', () => {
    it('are in the preview of a cart and in the price of its order', async () => {
      await confirmAgreement(api, CUSTOMER)
      const items = [await itemOf(api, 'MAIL'), await itemOf(api, 'SUIT')]
      const body = {
        lineItems: [
          { id: 0, catalogItemId: items[0], quantity: 3, billingCycle: 'monthly', termDuration: 'P1Y' },
          { id: 1, catalogItemId: items[1], quantity: 2, billingCycle: 'monthly', termDuration: 'P1Y' },
        ],
      }
      const cart = await api.call(`/v1/customers/${CUSTOMER}/carts`, { body })
      expect(cart.status).toBe(201)
      const path = `/v1/customers/${CUSTOMER}/carts/${cart.body.id}`
      const review = await api.call(`${path}/review`)
      expect(review.body.lineItems.map((line: { amount: number }) => line.amount)).toEqual([10.2, 17.1])
      const done = await api.call(`${path}/checkout`, { method: 'POST' })
      expect(done.status).toBe(201)
      const pricing: object[] = []
      for (const { id } of done.body.orders) {
        const { body: order } = await api.call(`/v1/customers/${CUSTOMER}/orders/${id}?include_price=true`)
        for (const line of order.lineItems) {
          pricing.push(line.pricing)
          if (line.offerId.startsWith('MAIL')) mail.direct = line.subscriptionId
          else mail.suite = line.subscriptionId
        }
      }
      expect(pricing).toEqual([
        { listPrice: 4, discountedPrice: 3.4, proratedPrice: 3.4, price: 3.4, extendedPrice: 10.2 },
        { listPrice: 10, discountedPrice: 8.55, proratedPrice: 8.55, price: 8.55, extendedPrice: 17.1 },
      ])
      await proved()
    })

    it('are for whom they were given', async () => {
      const at = { partnerId: OTHER, customerId: OTHER_CUSTOMER, currency: 'USD' }
      mail.other = await buy(api, { product: 'MAIL', quantity: 3, ...at })
      const suite = await buy(api, { product: 'SUIT', quantity: 2, ...at })
      const amounts = async (id: string) =>
        (await explainCharges(api.database(), id))!.map(({ charge }) => charge.amount)
      expect(await amounts(mail.other)).toEqual([1020n])
      expect(await amounts(suite)).toEqual([2000n])
      await proved()
    })

    it('are explained as a person would write them', async () => {
      const { body } = await api.call(`${pathOf(mail.direct!)}/charges`)
      expect(body.items[0].charges[0].explanation).toBe(
        '4.00 per month - 15 % (SPRING26) = 3.40 per month; x 3 licenses = 10.20',
      )
      const [charge] = (await explainCharges(api.database(), mail.suite!))!
      expect(charge!.explanation).toBe(
        "10.00 per month at the partner's own price (FRAME) = 8.55 per month; x 2 licenses = 17.10",
      )
      const foreseen = body.nextCharge.charges[0].explanation
      expect(foreseen).toContain('- 15 % (SPRING26) = 3.40')
    })

    it('are foreseen, charged, invoiced, shown and filed alike', async () => {
      const lines = async (invoice: string, list: string) =>
        (await api.call(`/v1/invoices/${invoice}/lineitems?${list}&size=100`, { kind: 'service-principal' })).body.items
      const office = 'provider=office&invoicelineitemtype=billinglineitems'
      const foreseen = await lines('unbilled', `${office}&currencycode=EUR&period=current`)
      await billThrough(api, '2026-04-15')
      const { rows } = await api
        .database()
        .query<{ number: string; kind: number }>(
          `select number, invoice_type as kind from invoice where partner_id = $1 order by number`,
          [DIRECT],
        )
      const [recurring] = rows.filter(({ number }) => number.startsWith('D')).map(({ number }) => number)
      const [oneTime] = rows.filter(({ number }) => number.startsWith('G')).map(({ number }) => number)
      const issued = await lines(recurring!, office)
      expect(issued[0]).toMatchObject({
        unitPrice: 4,
        quantity: 3,
        amount: 12,
        totalOtherDiscount: 1.8,
        subtotal: 10.2,
        totalForCustomer: 10.2,
      })
      expect(foreseen[0]).toMatchObject({ amount: 12, totalOtherDiscount: 1.8, subtotal: 10.2 })
      const [once] = await lines(oneTime!, 'provider=onetime&invoicelineitemtype=billinglineitems')
      expect(once).toMatchObject({
        unitPrice: 10,
        effectiveUnitPrice: 8.55,
        priceAdjustmentDescription: 'Frame agreement',
        discountDetails: 'Frame agreement',
        promotionId: 'FRAME',
        subtotal: 17.1,
      })
      const files = await exportRecon(api.database(), { directory: folder, filter: { partnerId: DIRECT, limit: 10 } })
      const text = (number: string) =>
        readFileSync(files.find(({ invoice }) => invoice.number === number)!.path, 'utf8').split('\r\n')[1]
      expect(text(recurring!)).toContain(',4.00,3,12.00,1.80,10.20,0.00,10.20,EUR,')
      expect(text(oneTime!)).toContain(',10.00,2,17.10,0.00,17.10,EUR,Frame agreement,')
      expect(text(oneTime!)).toMatch(/,8\.55,.*,FRAME$/)
      expect(await proved()).toBeGreaterThan(4)
    })

    it('hold for seats that are added, after the discount has ended', async () => {
      api.setNow('2026-07-20T09:00:00Z')
      await billThrough(api, '2026-07-15')
      const read = await api.call(pathOf(mail.direct!))
      const changed = await api.call(pathOf(mail.direct!), { method: 'PATCH', body: { ...read.body, quantity: 4 } })
      expect(changed.status).toBe(200)
      await billThrough(api, '2026-08-15')
      const last = (await chargedTo(api, mail.direct!)).at(-1)
      expect(last).toMatch(/ 4 13\.6$/)
      await proved()
    })

    it('are looked for again at a renewal: partner prices stay, promotions of first terms do not', async () => {
      api.setNow('2027-03-12T09:00:00Z')
      await billThrough(api, '2027-03-12')
      expect((await chargedTo(api, mail.direct!)).at(-1)).toMatch(/ 4 16$/)
      expect((await chargedTo(api, mail.suite!)).at(-1)).toMatch(/ 2 17\.1$/)
      await proved()
    })
  })

  describe('that would change what was charged', () => {
    it('are refused', async () => {
      const late = { ...SPRING, promotionId: 'LATE', value: 50, validUntil: undefined, validFrom: '2026-03-05' }
      expectFault(await give(late), 409, 900278)
      expect((await give({ ...late, validFrom: '2027-03-13' })).status).toBe(201)
      await proved()
    })

    it('can be ended on a day to come, and keep what has begun with them', async () => {
      const { body } = await api.call(`${URL}?promotionId=LATE`, AUDITOR)
      const [{ id }] = body.items
      const end = (validUntil: string, as: As = FINANCE) =>
        api.call(`${URL}/${id}`, { ...as, method: 'PATCH', body: { validUntil } })
      expectFault(await end('2027-03-12'), 400, 3000)
      expectFault(await end('2027-05-01', OPERATOR), 403, 900150)
      expect((await end('2027-05-01')).body).toMatchObject({ id, validUntil: '2027-05-01' })
      expect((await end('2027-05-01')).status).toBe(200)
      api.setNow('2027-05-02T09:00:00Z')
      expectFault(await end('2027-06-01'), 409, 3000)
      const other = { ...FINANCE, method: 'PATCH' as const, body: { validUntil: '2027-06-01' } }
      expectFault(await api.call(`${URL}/${NOBODY}`, other), 404, 1000)
    })
  })

  it('come as a file, all or nothing', async () => {
    const header = 'partner_id,product_id,kind,value,promotion_id,description,valid_from,renewals'
    const send = (...lines: string[]) =>
      api.call(`${URL}/import`, {
        ...FINANCE,
        method: 'POST',
        body: `${[header, ...lines].join('\n')}\n`,
        headers: { 'content-type': 'text/csv' },
      })
    const lines = [
      `${OTHER},,percentage,2.5,LOYAL,Loyalty,2027-06-01,true`,
      ',SUIT,percentage,5,SUMMER,Summer,2027-06-01,false',
    ]
    const wrong = await send(
      ...lines,
      ',NONE,percentage,5,X,X,2027-06-01,false',
      ',MAIL,percentage,500,X,X,2027-06-01,false',
    )
    expectFault(wrong, 400, 3000)
    expect((await send(...lines)).body).toMatchObject({ imported: 2, unchanged: 0 })
    expect((await send(...lines)).body).toMatchObject({ imported: 0, unchanged: 2 })
  })
})
