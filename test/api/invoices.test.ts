import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportRecon } from '../../src/app/export-recon.js'
import { asOwner, id, load, purchase, subscriptions } from '../billing/provider.js'
import { misfits, type Shape } from '../contract/shape.js'
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
import { billThrough, buy, patch } from '../support/subscriptions.js'

const FINANCE: ApiCall = { account: PLATFORM_ID, roles: ['platform-finance'] }
const PROGRAM: ApiCall = { kind: 'service-principal' }

/**
 * What the direct partner, invoiced on the 15th, owes when it has been billed as of 2026-03-06, in EUR:
 *
 *     D 01-15  3 Mail from 01-10                         12.00
 *     D 02-15  3 Mail, 2 Archive from 01-20, 1 Mail from that day   12.00 + 4.00 + 4.00
 *     G 02-08  4 Suite from 01-12, 2 Tools               40.00 + 600.00
 *     G 03-08  4 Suite                                   40.00
 *     G 03-08  1 Suite Plus in USD from 02-20            15.00 USD
 */
const SUBSCRIPTIONS = subscriptions(
  purchase(1, 1, '2026-01-10T10:00:00Z', 3, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 2, '2026-01-20T10:00:00Z', 2, 'ARCH,0001,P1Y,monthly,EUR'),
  purchase(1, 3, '2026-01-12T10:00:00Z', 4, 'SUIT,0001,P1Y,monthly,EUR'),
  purchase(1, 4, '2026-01-14T10:00:00Z', 2, 'TOOL,0001,P1Y,one-time,EUR'),
  purchase(1, 5, '2026-02-20T10:00:00Z', 1, 'SUIP,0001,P1Y,monthly,USD'),
  purchase(1, 7, '2026-02-15T10:00:00Z', 1, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(2, 6, '2026-01-10T10:00:00Z', 1, 'MAIL,0001,P1Y,monthly,USD'),
)

const OFFICE = 'provider=office&invoicelineitemtype=billinglineitems'
const ONE_TIME = 'provider=onetime&invoicelineitemtype=billinglineitems'

describeApi('invoices', (api) => {
  beforeAll(async () => {
    await load(api.database(), { subscriptions: SUBSCRIPTIONS })
    await billThrough(api, '2026-03-06')
    api.setNow('2026-03-08T00:00:00Z')
  })

  const invoices = async (query = '') => (await api.call(`/v1/invoices${query}`)).body.items
  const numberOf = async (date: string, currency = 'EUR', type = 'Recurring'): Promise<string> =>
    (await invoices()).find(
      (one: Record<string, unknown>) =>
        one['invoiceDate'] === `${date}T00:00:00Z` && one['currencyCode'] === currency && one['invoiceType'] === type,
    ).id

  describe('the list', () => {
    it('has the newest first, in the contract’s words', async () => {
      const { status, body } = await api.call('/v1/invoices', PROGRAM)
      expect(status).toBe(200)
      expect(body.totalCount).toBe(5)
      const shown = body.items.map((one: Record<string, unknown>) =>
        [one['invoiceDate'], one['invoiceType'], one['totalCharges'], one['currencyCode']].join(' '),
      )
      expect(shown.sort()).toEqual([
        '2026-01-15T00:00:00Z Recurring 12 EUR',
        '2026-02-08T00:00:00Z OneTime 640 EUR',
        '2026-02-15T00:00:00Z Recurring 20 EUR',
        '2026-03-08T00:00:00Z OneTime 15 USD',
        '2026-03-08T00:00:00Z OneTime 40 EUR',
      ])
      expect(body.items[0].invoiceDate).toBe('2026-03-08T00:00:00Z')
      expect(body.items.at(-1).invoiceDate).toBe('2026-01-15T00:00:00Z')
    })

    it('is paged by offset', async () => {
      const first = await api.call('/v1/invoices?size=2&offset=0')
      expect(first.body.items).toHaveLength(2)
      expect(first.body.totalCount).toBe(5)
      const { uri } = first.body.links.next
      const second = await api.call(`/v1${uri}`)
      const third = await api.call(`/v1${second.body.links.next.uri}`)
      expect(third.body.links.next).toBeUndefined()
      const ids = [first, second, third].flatMap((page) => page.body.items.map((one: { id: string }) => one.id))
      expect(new Set(ids).size).toBe(5)
      expectFault(await api.call('/v1/invoices?size=2001'), 400, 3000)
    })

    it.each([
      [['greater_than_or_equals', '2026-02-08'], 4],
      [['greater_than', '2026-02-08T00:00:00Z'], 3],
      [['GreaterThanOrEquals', '2026-02-08T00:00:01Z'], 3],
      [['less_than_or_equals', '2026-02-08T12:00:00+01:00'], 2],
      [['less_than', '2026-02-08'], 1],
      [['equals', '2026-03-08'], 2],
    ] as const)('is filtered by %j', async ([operator, value], count) => {
      const filter = encodeURIComponent(JSON.stringify({ Field: 'InvoiceDate', Value: value, Operator: operator }))
      expect(await invoices(`?filter=${filter}`)).toHaveLength(count)
    })

    it('is filtered between two dates, and refuses what is none', async () => {
      const between = (from: string, to: string) => ({
        LeftFilter: { Field: 'InvoiceDate', Value: from, Operator: 'greater_than_or_equals' },
        RightFilter: { Field: 'invoicedate', Value: to, Operator: 'less_than_or_equals' },
        Operator: 'and',
      })
      const asked = (filter: object) => `?filter=${encodeURIComponent(JSON.stringify(filter))}`
      expect(await invoices(asked(between('2026-02-01', '2026-02-28')))).toHaveLength(2)
      expect(await invoices(asked(between('2026-02-28', '2026-02-01')))).toHaveLength(0)
      expectFault(await api.call(`/v1/invoices${asked(between('soon', '2026-02-01'))}`), 400, 2000)
      const other = { Field: 'Number', Value: 'D', Operator: 'equals' }
      expectFault(await api.call(`/v1/invoices${asked(other)}`), 400, 2000)
    })
  })

  describe('one invoice', () => {
    it('has its period, its links and what is paid', async () => {
      const number = await numberOf('2026-03-08', 'EUR', 'OneTime')
      const { status, body } = await api.call(`/v1/invoices/${number.toLowerCase()}`)
      expect(status).toBe(200)
      expect(body).toEqual({
        id: number,
        invoiceDate: '2026-03-08T00:00:00Z',
        billingPeriodStartDate: '2026-02-01T00:00:00Z',
        billingPeriodEndDate: '2026-02-28T00:00:00Z',
        totalCharges: 40,
        paidAmount: 0,
        currencyCode: 'EUR',
        currencySymbol: '€',
        pdfDownloadLink: expect.stringContaining(`/invoices/${number}/documents/statement?`),
        taxReceipts: [],
        invoiceDetails: [
          {
            invoiceLineItemType: 'billing_line_items',
            billingProvider: 'one_time',
            links: {
              self: {
                uri: `/invoices/${number}/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&size=2000`,
                method: 'GET',
                headers: [],
              },
            },
            attributes: { objectType: 'InvoiceDetail' },
          },
        ],
        documentType: 'invoice',
        invoiceType: 'OneTime',
        links: { self: { uri: `/invoices/${number}`, method: 'GET', headers: [] } },
        attributes: { objectType: 'Invoice' },
      })
    })

    it('is for users of the partner it is for', async () => {
      const number = await numberOf('2026-01-15')
      expectFault(await api.call(`/v1/invoices/${number}`, { account: OTHER }), 404, 1000)
      expectFault(await api.call('/v1/invoices/D999999999'), 404, 1000)
      expectFault(await api.call('/v1/invoices/unbilled'), 404, 1000)
      expectFault(await api.call(`/v1/invoices/${number}`, PROGRAM), 403, 900329)
      expectFault(await api.call('/v1/invoices/summaries', PROGRAM), 403, 900329)
      for (const path of [
        '',
        `/${number}`,
        '/summary',
        '/summaries',
        '/estimates/links',
        `/${number}/lineitems?${OFFICE}`,
      ]) {
        expectFault(await api.call(`/v1/invoices${path}`, { account: RESELLER }), 403, 900150)
      }
    })
  })

  describe('the account', () => {
    it('is summed up by currency and type, with the last payment', async () => {
      const number = await numberOf('2026-01-15')
      const payment = '018f0077-0000-7000-8000-000000000001'
      const entry = (kind: string, entryNumber: number, account: string, amount: number, more: string) =>
        `insert into journal_entry (partner_id, source_kind, source_id, entry_number, account, currency, amount, booked_on,
           document, payment_id, note, recorded_at)
         values ('${DIRECT}', '${kind}', '${payment}', ${entryNumber}, '${account}', 'EUR', ${amount}, '2026-03-02', ${more},
           '', '2026-03-02T10:00:00Z')`
      await asOwner(
        api.database(),
        [
          `insert into payment (partner_id, payment_id, method, currency, amount, received_on, payer, reference,
             recorded_at, recorded_by)
           values ('${DIRECT}', '${payment}', 'bank-transfer', 'EUR', 700, '2026-03-02', 'Direct', '', '2026-03-02', 'test')`,
          entry('payment', 1, 'cash', 700, 'null, null'),
          entry('payment', 2, 'unallocated', -700, `null, '${payment}'`),
          entry('allocation', 1, 'unallocated', 700, `null, '${payment}'`),
          entry('allocation', 2, 'receivable', -700, `'${number}', null`),
        ].join('; '),
      )
      const { status, body } = await api.call('/v1/invoices/summary', PROGRAM)
      expect(status).toBe(200)
      const common = { currencyCode: 'EUR', currencySymbol: '€', accountingDate: '2026-03-08T00:00:00Z' }
      expect(body).toMatchObject({
        ...common,
        balanceAmount: 705,
        firstInvoiceCreationDate: '2026-01-15T00:00:00Z',
        latestInvoiceDate: '2026-03-08T00:00:00Z',
        lastPaymentDate: '2026-03-02T00:00:00Z',
        lastPaymentAmount: 7,
        details: [
          {
            invoiceType: 'Recurring',
            summary: { ...common, balanceAmount: 25, latestInvoiceDate: '2026-02-15T00:00:00Z', lastPaymentAmount: 7 },
          },
          {
            invoiceType: 'OneTime',
            summary: { ...common, balanceAmount: 680, lastPaymentDate: '0001-01-01T00:00:00', lastPaymentAmount: 0 },
          },
        ],
      })
      const all = await api.call('/v1/invoices/summaries')
      expect(all.body.items.map((one: Record<string, unknown>) => [one['currencyCode'], one['balanceAmount']])).toEqual(
        [
          ['EUR', 705],
          ['USD', 15],
        ],
      )
      expect((await api.call(`/v1/invoices/${number}`)).body.paidAmount).toBe(-7)
    })

    it('owes nothing before the first invoice', async () => {
      const { body } = await api.call('/v1/invoices/summary', { account: '018f0001-0000-7000-8000-000000000003' })
      expect(body).toMatchObject({ balanceAmount: 0, currencyCode: 'GBP', details: [] })
      expect(body.firstInvoiceCreationDate).toBe('0001-01-01T00:00:00')
    })
  })

  describe('lines', () => {
    it('of a recurring invoice are license-based', async () => {
      const number = await numberOf('2026-02-15')
      const { status, body } = await api.call(`/v1/invoices/${number}/lineitems/Office/BillingLineItems`, PROGRAM)
      expect(status).toBe(200)
      expect(body.items).toHaveLength(3)
      expect(body.continuationToken).toBeUndefined()
      expect(body.items[0]).toMatchObject({
        partnerId: DIRECT,
        customerId: CUSTOMER,
        customerName: 'Bakkerij',
        mpnId: 4500100,
        tier2MpnId: 0,
        durableOfferId: 'MAIL:0001',
        offerName: 'Mail Basic',
        billingCycleType: 'Monthly',
        subscriptionStartDate: '2026-01-10T00:00:00Z',
        subscriptionEndDate: '2027-01-09T00:00:00Z',
        chargeStartDate: '2026-02-10T00:00:00Z',
        chargeEndDate: '2026-03-09T00:00:00Z',
        chargeType: 'Cycle fee',
        unitPrice: 4,
        quantity: 3,
        amount: 12,
        totalOtherDiscount: 0,
        subtotal: 12,
        tax: 0,
        totalForCustomer: 12,
        currency: 'EUR',
        invoiceLineItemType: 'billing_line_items',
        billingProvider: 'office',
        attributes: { objectType: 'LicenseBasedLineItem' },
      })
    })

    it('of a one-time invoice are marked as they were asked for', async () => {
      const number = await numberOf('2026-02-08', 'EUR', 'OneTime')
      const { body } = await api.call(`/v1/invoices/${number}/lineitems?${ONE_TIME}`)
      expect(body.items).toHaveLength(2)
      expect(body.items[0]).toMatchObject({
        customerCountry: 'NL',
        invoiceNumber: number,
        orderId: 'O-3',
        orderDate: '2026-01-12T00:00:00Z',
        productId: 'SUIT',
        skuId: '0001',
        chargeType: 'New',
        unitPrice: 10,
        effectiveUnitPrice: 10,
        quantity: 4,
        subtotal: 40,
        taxTotal: 0,
        totalForCustomer: 40,
        termAndBillingCycle: 'One-Year commitment for monthly billing',
        chargeStartDate: '2026-01-12T00:00:00Z',
        chargeEndDate: '2026-02-11T00:00:00Z',
        pcToBCExchangeRate: 1,
        billingProvider: 'one_time',
        attributes: { objectType: 'OneTimeInvoiceLineItem' },
      })
      // What is bought for ever has no end.
      expect(body.items[1]).toMatchObject({ productId: 'TOOL', billingFrequency: 'OneTime', subtotal: 600 })
      expect(body.items[1]).not.toHaveProperty('subscriptionEndDate')
      const all = await api.call(
        `/v1//invoices/${number}/LineItems/?Provider=All&InvoiceLineItemType=billing_line_items`,
      )
      expect(all.body.items.map((one: Record<string, unknown>) => one['billingProvider'])).toEqual(['all', 'all'])
      // An old client misspells the type; lines of billing are what it means.
      const misspelt = await api.call(
        `/v1/invoices/${number}/lineitems?provider=OneTime&nvoicelineitemtype=BillingLineItems`,
      )
      expect(misspelt.body.items).toEqual(body.items)
    })

    it('are the same in the same order as in the file, and add up to the invoice', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'prorata-lines-'))
      try {
        const files = await exportRecon(api.database(), {
          directory: folder,
          filter: { partnerId: DIRECT, limit: 100 },
        })
        expect(files).toHaveLength(5)
        for (const { path, invoice } of files) {
          const query = invoice.invoiceType === 'recurring' ? OFFICE : ONE_TIME
          const { body } = await api.call(`/v1/invoices/${invoice.number}/lineitems?${query}`)
          const ids = body.items.map((one: Record<string, unknown>) => one['subscriptionId'])
          const rows = readFileSync(path, 'utf8').trim().split('\r\n').slice(1)
          expect(rows).toHaveLength(ids.length)
          for (const [index, row] of rows.entries()) expect(row).toContain(ids[index])
          const sum = body.items.reduce((total: number, one: { subtotal: number }) => total + one.subtotal, 0)
          expect(BigInt(Math.round(sum * 100))).toBe(invoice.total)
        }
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })

    it('are empty lists where nothing is metered, or the invoice is of another type', async () => {
      const recurring = await numberOf('2026-02-15')
      const oneTime = await numberOf('2026-02-08', 'EUR', 'OneTime')
      for (const [number, segments] of [
        [recurring, 'Azure/BillingLineItems'],
        [recurring, 'azure/usagelineitems'],
        [recurring, 'OneTime/BillingLineItems'],
        [oneTime, 'Marketplace/UsageLineItems'],
        [oneTime, 'OneTime/UsageLineItems?hasPartnerEarnedCredit=true'],
        [oneTime, 'Office/BillingLineItems'],
        ['unbilled', 'onetime/usagelineitems?currencycode=usd&period=previous&size=2000'],
      ]) {
        const { status, body } = await api.call(`/v1/invoices/${number}/lineitems/${segments}`)
        expect([status, body.totalCount, body.items]).toEqual([200, 0, []])
      }
    })

    it('are refused for what is no list, and for another partner', async () => {
      const number = await numberOf('2026-02-15')
      const ask = (path: string, as?: ApiCall) => api.call(`/v1/invoices/${number}/lineitems${path}`, as)
      expectFault(await ask('/Office/UsageLineItems'), 400, 3000)
      expectFault(await ask('/Marketplace/BillingLineItems'), 400, 3000)
      expectFault(await ask('/None/None'), 400, 3000)
      expectFault(await ask('?provider=paper'), 400, 3000)
      expectFault(await ask('?invoicelineitemtype=billinglineitems'), 400, 3000)
      expectFault(await ask(`?${OFFICE}&size=2001`), 400, 3000)
      expectFault(await ask(`?${OFFICE}&currencycode=Euro`), 400, 3000)
      expectFault(await ask(`?${OFFICE}&period=next`), 400, 3000)
      expectFault(await ask(`?${OFFICE}`, { account: OTHER }), 404, 1000)
      expectFault(await ask('/Azure/UsageLineItems', { account: OTHER }), 404, 1000)
      expectFault(await ask(`?${OFFICE}`, { headers: { 'MS-ContinuationToken': 'abc' } }), 400, 2000)
    })
  })

  describe('pages of lines', () => {
    it('go on where the one before ended, with the token alone', async () => {
      const number = await numberOf('2026-02-15')
      const whole = (await api.call(`/v1/invoices/${number}/lineitems?${OFFICE}`)).body.items
      const first = await api.call(`/v1/invoices/${number}/lineitems/office/billinglineitems?size=2&offset=0`)
      expect(first.body.items).toEqual(whole.slice(0, 2))
      expect(first.body.totalCount).toBe(3)
      const { continuationToken, links } = first.body
      expect(links.next.headers).toEqual([{ key: 'MS-ContinuationToken', value: continuationToken }])
      const headers = { 'MS-ContinuationToken': continuationToken }
      for (const next of [links.next.uri, `/invoices/${number}/lineitems/office/billinglineitems?seekoperation=next`]) {
        const second = await api.call(`/v1${next}`, { headers })
        expect(second.body.items).toEqual([whole[2]])
        expect(second.body.continuationToken).toBeUndefined()
        expect(second.body.links.next).toBeUndefined()
      }
      const byOffset = await api.call(`/v1/invoices/${number}/lineitems/office/billinglineitems?size=1&offset=2`)
      expect(byOffset.body.items).toEqual([whole[2]])
      // A token is for its own list only.
      const other = await api.call(`/v1/invoices/${await numberOf('2026-01-15')}/lineitems?${OFFICE}`, { headers })
      expectFault(other, 400, 2000)
    })
  })

  describe('what is not invoiced yet', () => {
    it('has links, in one currency', async () => {
      const { status, body } = await api.call('/v1/invoices/estimates/links?currencycode=usd', PROGRAM)
      expect(status).toBe(200)
      expect(body.items.map((one: Record<string, unknown>) => [one['type'], one['period']])).toEqual([
        ['non_consumption', 'Current'],
        ['non_consumption', 'Previous'],
        ['daily_rated_usage', 'Current'],
        ['daily_rated_usage', 'Previous'],
      ])
      expect(body.items[0].link.uri).toBe(
        '/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&currencycode=USD&period=current&size=2000',
      )
      expectFault(await api.call('/v1/invoices/estimates/links?currencycode=XXX'), 400, 3000)
      const own = await api.call('/v1/invoices/estimates/links')
      expect(own.body.items[0].link.uri).toContain('currencycode=EUR')
    })

    /** Every line, a page at a time. */
    const allLines = async (path: string): Promise<Record<string, unknown>[]> => {
      const lines: Record<string, unknown>[] = []
      let page: ApiAnswer = await api.call(path)
      for (;;) {
        expect(page.status).toBe(200)
        lines.push(...page.body.items)
        const { next } = page.body.links
        if (next === undefined) return lines
        const [{ key, value }] = next.headers
        page = await api.call(`/v1${next.uri}`, { headers: { [key]: value } })
      }
    }
    const unbilled = (list: string, period: string, currency = 'EUR', size = 2) =>
      allLines(`/v1/invoices/unbilled/lineitems?${list}&currencycode=${currency}&period=${period}&size=${size}`)
    const billed = async (list: string, number: string) => allLines(`/v1/invoices/${number}/lineitems?${list}`)
    const withoutNumber = (lines: readonly Record<string, unknown>[]) =>
      lines.map((line) => ({ ...line, invoiceNumber: '' }))

    it('is, the day before the run, what the run then puts on the recurring invoice', async () => {
      await billThrough(api, '2026-03-09')
      api.setNow('2026-03-10T09:00:00Z')
      await buy(api, { product: 'MAIL', quantity: 7 })
      await billThrough(api, '2026-03-12')
      api.setNow('2026-03-13T09:00:00Z')
      await buy(api, { product: 'MAIL', quantity: 2 })
      await billThrough(api, '2026-03-13')
      api.setNow('2026-03-14T12:00:00Z')
      const estimate = await unbilled(OFFICE, 'current')
      // Archive of 02-20, the cycle of 03-10 and the purchases are registered; the cycle of 03-15 is foreseen.
      expect(
        estimate.map((line) => [line['offerName'], line['chargeStartDate'], line['amount']].join(' ')).sort(),
      ).toEqual([
        'Mail Archive 2026-02-20T00:00:00Z 4',
        'Mail Basic 2026-03-10T00:00:00Z 12',
        'Mail Basic 2026-03-10T00:00:00Z 28',
        'Mail Basic 2026-03-13T00:00:00Z 8',
        'Mail Basic 2026-03-15T00:00:00Z 4',
      ])
      expect(await unbilled(OFFICE, 'previous')).toEqual([])
      await billThrough(api, '2026-03-15')
      expect(await billed(OFFICE, await numberOf('2026-03-15'))).toEqual(estimate)
    })

    it('is, weeks before, what the runs until then charge and put on both invoices', async () => {
      api.setNow('2026-03-16T09:00:00Z')
      await buy(api, { product: 'SUIT', quantity: 5, term: 'P1M' })
      await buy(api, { product: 'CRMX', quantity: 3, term: 'P1M' })
      // Settled with the cycle of 04-10.
      expect((await patch(api, id('subscription', 1), { quantity: 5 })).status).toBe(200)
      const recurring = await unbilled(OFFICE, 'current')
      const oneTime = await unbilled(ONE_TIME, 'current')
      const dollars = await unbilled(ONE_TIME, 'current', 'USD')
      expect(recurring.filter((line) => line['chargeType'] === 'Cycle instance prorate')).toHaveLength(4)
      expect([recurring.length, oneTime.length, dollars.length]).toEqual([8, 3, 1])
      expect(oneTime.every((line) => line['invoiceNumber'] === '' && line['taxTotal'] === 0)).toBe(true)
      expect(await unbilled(ONE_TIME, 'current', 'EUR', 1)).toEqual(oneTime)
      expect(await unbilled(ONE_TIME, 'current', 'EUR', 2_000)).toEqual(oneTime)
      const skipped = await api.call(`/v1/invoices/unbilled/lineitems?${ONE_TIME}&currencyCode=EUR&offset=2`)
      expect(skipped.body.items).toEqual(oneTime.slice(2))

      await billThrough(api, '2026-04-01')
      api.setNow('2026-04-02T09:00:00Z')
      expect(await unbilled(ONE_TIME, 'previous')).toEqual(oneTime)
      expect(await unbilled(OFFICE, 'current')).toEqual(recurring)
      await billThrough(api, '2026-04-06')
      api.setNow('2026-04-07T09:00:00Z')
      expect(await unbilled(ONE_TIME, 'previous')).toEqual([])
      for (const [currency, estimate] of [
        ['EUR', oneTime],
        ['USD', dollars],
      ] as const) {
        const number = await numberOf('2026-04-08', currency, 'OneTime')
        expect(withoutNumber(await billed(ONE_TIME, number))).toEqual(estimate)
      }
      await billThrough(api, '2026-04-15')
      expect(await billed(OFFICE, await numberOf('2026-04-15'))).toEqual(recurring)
    })
  })

  describe('the costs of a customer', () => {
    const path = `/v1/customers/${CUSTOMER}/servicecosts/MostRecent`

    it('are those of the latest invoices', async () => {
      api.setNow('2026-04-16T09:00:00Z')
      const { status, body } = await api.call(path)
      expect(status).toBe(200)
      expect(body).toMatchObject({
        billingStartDate: '2026-03-01T00:00:00Z',
        billingEndDate: '2026-04-15T00:00:00Z',
        currencyCode: 'EUR',
        currencySymbol: '€',
        customerId: CUSTOMER,
        tax: 0,
      })
      const details = body.details.map((one: { invoiceType: string; summary: Record<string, unknown> }) =>
        [one.invoiceType, one.summary['currencyCode']].join(' '),
      )
      expect(details).toEqual(['Recurring EUR', 'OneTime EUR', 'OneTime USD'])
      const euros = body.details.filter(
        (one: { summary: Record<string, unknown> }) => one.summary['currencyCode'] === 'EUR',
      )
      const sum = euros.reduce(
        (total: number, one: { summary: { pretaxTotal: number } }) => total + one.summary.pretaxTotal,
        0,
      )
      expect(body.pretaxTotal).toBeCloseTo(sum, 10)
      const lines = await api.call(`/v1/customers/${CUSTOMER}/serviceCosts/mostrecent/lineItems`)
      expect(lines.body.items).toHaveLength(12)
      expect(lines.body.items[0]).toMatchObject({
        invoiceType: 'Recurring',
        chargeType: 'Cycle instance prorate',
        quantity: 3,
        unitPrice: -4,
        pretaxTotal: -12,
        afterTaxTotal: -12,
        customerName: 'Bakkerij',
        resellerMPNId: '',
      })
      expect(lines.body.items.at(-1)).toMatchObject({ invoiceType: 'OneTime', currencyCode: 'USD' })
    })

    it('are zero before the first invoice', async () => {
      const customer = '018f0002-0000-7000-8000-000000000004'
      const as = { account: '018f0001-0000-7000-8000-000000000003' }
      const { body } = await api.call(`/v1/customers/${customer}/servicecosts/MostRecent`, as)
      expect(body).toMatchObject({
        billingStartDate: '2026-03-06T00:00:00Z',
        billingEndDate: '2026-04-05T00:00:00Z',
        pretaxTotal: 0,
        currencyCode: 'GBP',
        details: [],
      })
    })

    it('are for users of the partner, not of a reseller, and of the most recent period only', async () => {
      for (const more of ['', '/lineitems']) {
        expectFault(await api.call(`${path}${more}`, { account: OTHER }), 404, 60003)
        expectFault(await api.call(`${path}${more}`, PROGRAM), 403, 900329)
        expectFault(await api.call(`${path}${more}`, { account: RESELLER }), 403, 900150)
      }
      expectFault(await api.call(`/v1/customers/${OTHER_CUSTOMER}/servicecosts/MostRecent`), 404, 60003)
      expectFault(await api.call(`/v1/customers/${CUSTOMER}/servicecosts/Current`), 400, 3000)
    })
  })

  describe('the samples of the contract', () => {
    const samples = JSON.parse(readFileSync(new URL('../contract/samples.json', import.meta.url), 'utf8')) as {
      readonly name: string
      readonly response: Shape
    }[]
    const license = 'lineitems?provider=Office&nvoicelineitemtype=BillingLineItems&size=2&offset=0'
    const unbilled = 'unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&currencycode=eur&size=2'

    it.each([
      ['list-invoices', '/invoices?size=2&offset=0'],
      ['get-invoice', '/invoices/{recurring}'],
      ['invoice-summary', '/invoices/summary'],
      ['invoice-summaries', '/invoices/summaries'],
      [
        'invoice-line-items-OneTimeInvoiceLineItem',
        '/invoices/{oneTime}/lineitems/OneTime/BillingLineItems?size=2&offset=0',
      ],
      [
        'invoice-line-items-OneTimeInvoiceLineItem-next',
        '/invoices/{oneTime}/lineitems/OneTime/BillingLineItems?offset=2',
      ],
      ['recon-line-items-LicenseBasedLineItem', `/invoices/{recurring}/${license}`],
      ['recon-line-items-OneTimeInvoiceLineItem-unbilled', `/invoices/${unbilled}`],
      ['estimate-links', '/invoices/estimates/links?currencycode=usd'],
      ['service-costs-summary', `/customers/${CUSTOMER}/servicecosts/MostRecent`],
      ['service-costs-lines', `/customers/${CUSTOMER}/servicecosts/MostRecent/lineitems`],
    ])('%s has that shape, with items in it', async (name, uri) => {
      const recurring = await numberOf('2026-04-15')
      const oneTime = await numberOf('2026-04-08', 'EUR', 'OneTime')
      const { status, body } = await api.call(
        `/v1${uri.replace('{recurring}', recurring).replace('{oneTime}', oneTime)}`,
      )
      expect(status).toBe(200)
      if ('items' in body) expect(body.items.length).toBeGreaterThan(0)
      expect(misfits(samples.find((sample) => sample.name === name)!.response, body)).toEqual([])
    })
  })

  describe('the report of late invoices', () => {
    it('names what was not issued, issued late and lacks charges', async () => {
      // The runs of this test record 2027 as the time of issue.
      api.setNow('2026-05-17T00:00:00Z')
      await asOwner(
        api.database(),
        `insert into quarantine (partner_id, subscription_id, code, message, data, charged_through, since)
         values ('${DIRECT}', '018f0003-0000-7000-8000-000000000001', 'price-not-found', 'No price.', '{}', '2026-04-15',
           '2026-04-16T00:10:00Z')`,
      )
      const { status, body } = await api.call('/v1/platform/invoices/late', FINANCE)
      expect(status).toBe(200)
      const own = body.items.filter((one: Record<string, unknown>) => one['partnerId'] === DIRECT)
      const missing = own.filter((one: Record<string, unknown>) => one['problem'] === 'not_issued')
      expect(
        missing.map((one: Record<string, unknown>) => [
          one['invoiceType'],
          one['invoiceDate'],
          one['dueAt'],
          one['dates'],
        ]),
      ).toEqual([
        ['OneTime', '2026-05-08', '2026-05-08T00:00:00Z', 1],
        ['Recurring', '2026-05-15', '2026-05-17T00:00:00Z', 1],
      ])
      expect(missing[0].reason).toBe(
        'No billing run has been made for the invoice of 2026-05-08; bill as of that day or later.',
      )
      const late = own.find((one: Record<string, unknown>) => one['problem'] === 'issued_late')
      expect(late).toMatchObject({ invoiceDate: '2026-04-15', dueAt: '2026-04-17T00:00:00Z', invoiceType: 'Recurring' })
      expect(own.at(-1)).toMatchObject({
        problem: 'incomplete',
        subscriptionId: '018f0003-0000-7000-8000-000000000001',
        since: '2026-04-16T00:10:00Z',
      })
      const page = await api.call('/v1/platform/invoices/late?size=1', FINANCE)
      expect([page.body.items.length, page.body.totalCount]).toEqual([1, body.totalCount])
      expect(page.body.links.next).toBeDefined()
    })

    it('is for the provider', async () => {
      expectFault(await api.call('/v1/platform/invoices/late'), 403, 900150)
      expectFault(await api.call('/v1/platform/invoices/late?size=x', FINANCE), 400, 3000)
    })
  })
})
