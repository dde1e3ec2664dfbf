// What the portal shows of bills: documents with what is owed, their lines in one shape, sums of them, and why.
import { beforeAll, expect, it } from 'vitest'
import { load, purchase, subscriptions } from '../billing/provider.js'
import { CUSTOMER, describeApi, OTHER, RESELLER } from '../support/api.js'
import { billThrough } from '../support/subscriptions.js'

const SOLD = subscriptions(
  purchase(1, 1, '2026-01-10T10:00:00Z', 3, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 2, '2026-01-12T10:00:00Z', 7, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 3, '2026-01-13T10:00:00Z', 2, 'SUIT,0001,P1M,monthly,EUR'),
)
const NUMBER = 'D000000001'
const INVOICE = `/v1/portal/invoices/${NUMBER}`

describeApi('bills in the portal', (api) => {
  beforeAll(async () => {
    await load(api.database(), { subscriptions: SOLD })
    await billThrough(api, '2026-02-28')
    api.setNow('2026-03-01T09:00:00Z')
  })

  const cents = (amount: number) => Math.round(amount * 100)
  const sum = (items: readonly Record<string, number>[], name: string) =>
    items.reduce((total, item) => total + cents(item[name]!), 0)

  it('are listed with due date and what is open, and narrowed by date', async () => {
    const { body } = await api.call('/v1/portal/invoices')
    const bill = body.items.find(({ id }: { id: string }) => id === NUMBER)
    expect(bill).toMatchObject({ documentType: 'invoice', invoiceType: 'recurring', overdue: false, paidAmount: 0 })
    expect(bill.openAmount).toBe(bill.totalAmount)
    expect(bill.dueDate > bill.issuedDate).toBe(true)
    expect((await api.call('/v1/portal/invoices?to=2025-12-31')).body.items).toEqual([])
    const open = (await api.call('/v1/portal/receivables')).body
    expect(open.items.map(({ invoiceId }: { invoiceId: string }) => invoiceId)).toContain(NUMBER)
  })

  it('are overdue by the clock of the account', async () => {
    api.setNow('2026-09-01T09:00:00Z')
    expect((await api.call(INVOICE)).body.overdue).toBe(true)
    api.setNow('2026-03-01T09:00:00Z')
  })

  it('have lines page by page that add up to what was charged, as do their sums', async () => {
    const bill = (await api.call(INVOICE)).body
    expect(bill).toMatchObject({ fileKinds: ['license-based'], payments: [] })
    const first = (await api.call(`${INVOICE}/lines?size=1`)).body
    expect([first.items.length, first.lineCount]).toEqual([1, bill.lineCount])
    const next = await api.call(`${INVOICE}/lines?size=1&seekOperation=Next`, {
      headers: { 'ms-continuationtoken': first.continuationToken },
    })
    expect(next.body.items[0].subscriptionId).not.toBe(first.items[0].subscriptionId)
    expect(next.body.lineCount).toBeUndefined()
    const all = (await api.call(`${INVOICE}/lines`)).body.items
    expect(sum(all, 'subtotal')).toBe(cents(bill.chargedAmount))
    expect(sum(all, 'total')).toBe(cents(bill.totalAmount))
    for (const by of ['customer', 'subscription', 'charge-type']) {
      const groups = (await api.call(`${INVOICE}/groups?by=${by}`)).body
      expect(sum(groups.items, 'amount'), by).toBe(cents(bill.chargedAmount))
      expect(groups.totalCount).toBe(groups.items.length)
    }
  })

  it('are narrowed by customer, subscription and type', async () => {
    const [line] = (await api.call(`${INVOICE}/lines`)).body.items
    const lines = async (query: string) => (await api.call(`${INVOICE}/lines?${query}`)).body
    const own = await lines(`subscriptionId=${line.subscriptionId}&chargeType=${encodeURIComponent(line.chargeType)}`)
    expect(own.items.every((one: typeof line) => one.subscriptionId === line.subscriptionId)).toBe(true)
    expect(own.lineCount).toBe(own.items.length)
    expect((await lines(`customerId=${CUSTOMER}`)).lineCount).toBeGreaterThan(1)
    expect(await lines('customerId=018f0002-0000-7000-8000-0000000000ff')).toMatchObject({ items: [], lineCount: 0 })
    expect((await api.call(`${INVOICE}/lines?chargeType=anything`)).status).toBe(400)
  })

  it('explain each line, of what was invoiced and of what was not', async () => {
    for (const [invoice, more] of [
      [INVOICE, ''],
      ['/v1/portal/invoices/unbilled', '&invoiceType=recurring&currency=EUR'],
    ]) {
      const [line] = (await api.call(`${invoice}/lines?size=5${more}`)).body.items
      const key = `subscriptionId=${line.subscriptionId}&chargeNumber=${line.chargeNumber}`
      const { status, body } = await api.call(`${invoice}/explanation?${key}${more}`)
      expect(status).toBe(200)
      expect(body.line).toEqual(line)
      expect(cents(Number(body.steps.at(-1).result))).toBe(cents(line.subtotal))
      expect(body.sentence).toContain(body.steps.at(-1).result)
      expect(body.cycle.cycleStart <= body.cycle.chargeStart && body.cycle.chargeEnd <= body.cycle.cycleEnd).toBe(true)
      expect((await api.call(`${invoice}/explanation?${key.replace(/\d+$/, '999')}${more}`)).status).toBe(404)
    }
  })

  it('are nobody else’s', async () => {
    for (const path of ['', '/groups?by=customer', '/lines']) {
      expect((await api.call(`${INVOICE}${path}`, { account: OTHER })).status).toBe(404)
    }
    expect((await api.call('/v1/portal/invoices', { account: RESELLER })).status).toBe(403)
    expect((await api.call('/v1/portal/receivables', { account: OTHER })).body.items).toEqual([])
  })
})
