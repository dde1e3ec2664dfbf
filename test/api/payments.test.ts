import { beforeAll, expect, it } from 'vitest'
import { checkBooks } from '../../src/app/account-statement.js'
import { appendPostings } from '../../src/store/journal.js'
import { accountBalances, balancesOf, findInvoiceBalance } from '../../src/store/receivables.js'
import { dayOfText, NOW } from '../billing/provider.js'
import { DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID, RESELLER } from '../support/api.js'
import { credit, FINANCE, openOn, owe, pay } from '../support/money.js'

const AUDITOR = { account: PLATFORM_ID, roles: ['platform-auditor'] as const }
const OPERATOR = { account: PLATFORM_ID, roles: ['platform-operator'] as const }
const NOBODY = '018f00ff-0000-7000-8000-0000000000ff'
const BASE = `/v1/platform/partners/${DIRECT}`

describeApi('payments', (api) => {
  beforeAll(async () => {
    api.setNow('2026-03-10T09:00:00Z')
    await owe(
      api.database(),
      { number: 'D000000001', total: 12_100n },
      { number: 'D000000002', total: 5_000n, issuedOn: '2026-03-01' },
      { number: 'G000000003', total: 30_000n },
      { number: 'D000000004', total: 10_000n, partnerId: OTHER, currency: 'USD' },
      { number: 'G000000005', total: 700n, currency: 'USD' },
    )
  })
  const allocate = (paymentId: string, body: object, as: object = FINANCE) =>
    api.call(`${BASE}/payments/${paymentId}/allocations`, { ...as, body })
  const expectBooks = async () => expect((await checkBooks(api.database(), DIRECT)).faults).toEqual([])

  it('are unallocated at first, pay in part, and leave the rest', async () => {
    const recorded = await pay(api, 60.5, { payer: 'Direct Cloud', reference: 'first half' })
    expect(recorded.status, recorded.text).toBe(201)
    expect(recorded.body).toMatchObject({
      method: 'bank_transfer',
      amount: 60.5,
      unallocatedAmount: 60.5,
      refundedAmount: 0,
      currencyCode: 'EUR',
      currencySymbol: '€',
      receivedDate: '2026-03-10',
      allocations: [],
    })
    const allocated = await allocate(recorded.body.id, { allocations: [{ invoiceId: 'd000000001', amount: 50 }] })
    expect(allocated.body).toMatchObject({
      unallocatedAmount: 10.5,
      allocations: [{ invoiceId: 'D000000001', amount: 50 }],
    })
    expect(await findInvoiceBalance(api.database(), DIRECT, 'D000000001')).toEqual({
      total: 12_100n,
      paid: 5_000n,
      credited: 0n,
      open: 7_100n,
    })
    await expectBooks()
  })

  it('pay several invoices when they are recorded: all that is asked for, or nothing is recorded', async () => {
    const before = (await api.call(`${BASE}/payments`, AUDITOR)).body.totalCount
    const refused = await pay(api, 500, { allocations: [{ invoiceId: 'D000000002' }, { invoiceId: 'D000000002' }] })
    expectFault(refused, 400, 3000)
    expect((await api.call(`${BASE}/payments`, AUDITOR)).body.totalCount).toBe(before)
    const paid = await pay(api, '121.00', {
      allocations: [{ invoiceId: 'D000000002' }, { invoiceId: 'D000000001', amount: 71 }],
    })
    expect(paid.body).toMatchObject({
      unallocatedAmount: 0,
      allocations: [
        { invoiceId: 'D000000001', amount: 71 },
        { invoiceId: 'D000000002', amount: 50 },
      ],
    })
    expect([await openOn(api.database(), 'D000000001'), await openOn(api.database(), 'D000000002')]).toEqual([0n, 0n])
    await expectBooks()
  })

  it('are allocated by the partner itself: billing admin and global admin only', async () => {
    const { body } = await pay(api, 100)
    const url = `/v1/payments/${body.id}/allocations`
    const wish = { allocations: [{ invoiceId: 'G000000003' }] }
    for (const role of ['admin-agent', 'sales-agent', 'helpdesk-agent', 'user-management-admin'] as const) {
      expectFault(await api.call(url, { roles: [role], body: wish }), 403, 900150)
    }
    expectFault(await api.call(url, { account: OTHER, body: wish }), 404, 1000)
    expectFault(await api.call(url, { account: RESELLER, body: wish }), 403, 900150)
    const allocated = await api.call(url, { roles: ['billing-admin'], body: wish })
    expect(allocated.body).toMatchObject({ allocations: [{ invoiceId: 'G000000003', amount: 100 }] })
    expectFault(await api.call(`/v1/payments/${body.id}`, { account: OTHER }), 404, 1000)
    expect((await api.call(`/v1/payments/${body.id}`)).body.unallocatedAmount).toBe(0)
  })

  it('are refused where they cannot pay', async () => {
    const { body } = await pay(api, 100)
    const wish = (invoiceId: string, amount?: number | string) => ({ allocations: [{ invoiceId, amount }] })
    const refusalOf = async (given: object) => {
      const answer = await allocate(body.id, given)
      expectFault(answer, answer.status, answer.status === 404 ? 1000 : 3000)
      return answer.body.refusal.code
    }
    expect(await refusalOf(wish('D000000009'))).toBe('not-found')
    expect(await refusalOf(wish('D000000004'))).toBe('not-found') // another partner's
    expect(await refusalOf(wish('D000000002'))).toBe('invoice-settled')
    expect(await refusalOf(wish('G000000005'))).toBe('payment-currency-differs')
    expect(await refusalOf(wish('G000000003', 100.01))).toBe('allocation-exceeds-payment')
    expect(await refusalOf(wish('G000000003', 200.01))).toBe('allocation-exceeds-invoice')
    expect(await refusalOf(wish('G000000003', 0.001))).toBe('malformed')
    expect(await refusalOf({ ...wish('G000000003'), oldestFirst: true })).toBe('malformed')
    for (const body_ of [
      {},
      { allocations: [] },
      wish('G000000003', -1),
      wish('G000000003', '1e3'),
      { allocations: 1 },
    ]) {
      expectFault(await allocate(body.id, body_), 400, 3000)
    }
    expectFault(await allocate(NOBODY, wish('G000000003')), 404, 1000)
    const more: [object, string | undefined][] = [
      [{ receivedDate: '2026-03-11' }, 'malformed'],
      [{ amount: 0 }, 'malformed'],
      [{ currency: 'EURO' }, undefined],
    ]
    for (const [change, code] of more) {
      const answer = await pay(api, 1, change)
      expectFault(answer, 400, 3000)
      expect(answer.body.refusal?.code).toBe(code)
    }
    expectFault(await pay(api, 1, { method: 'credit' }), 400, 900126)
    expectFault(await pay(api, 1, {}, NOBODY), 404, 1000)
    await expectBooks()
  })

  it('are for finance to record; everybody of the provider may look', async () => {
    const body = { method: 'check', currency: 'EUR', amount: 1, receivedDate: '2026-03-10' }
    expectFault(await api.call(`${BASE}/payments`, { ...OPERATOR, body }), 403, 900150)
    expectFault(await api.call(`${BASE}/payments`, { ...AUDITOR, body }), 403, 900150)
    expectFault(await api.call(`${BASE}/payments`, { body }), 403, 900150)
    for (const as of [OPERATOR, AUDITOR, FINANCE]) expect((await api.call(`${BASE}/payments`, as)).status).toBe(200)
    expectFault(await api.call(`/v1/platform/partners/${NOBODY}/payments`, FINANCE), 404, 1000)
  })

  it('sent again with the same request id are recorded once', async () => {
    const body = { method: 'card', currency: 'EUR', amount: 3.33, receivedDate: '2026-03-10' }
    const options = { ...FINANCE, body, headers: { 'MS-RequestId': '3f9f2d6c-0000-4c2d-8a5e-9e8d7c6b5a41' } }
    const [first, second] = [await api.call(`${BASE}/payments`, options), await api.call(`${BASE}/payments`, options)]
    expect(second.body).toEqual(first.body)
    const { rows } = await api.database().query('select from payment where method = $1', ['card'])
    expect(rows).toHaveLength(1)
  })

  it('are reallocated: what is released can pay another invoice', async () => {
    await owe(api.database(), { number: 'D000000006', total: 4_000n }, { number: 'D000000007', total: 4_000n })
    const { body } = await pay(api, 40, { allocations: [{ invoiceId: 'D000000006' }] })
    const release = (wish: object) => api.call(`${BASE}/payments/${body.id}/releases`, { ...FINANCE, body: wish })
    expectFault(await release({ invoiceId: 'D000000007', reason: 'wrong' }), 400, 3000)
    expectFault(await release({ invoiceId: 'D000000006', amount: 40.01, reason: 'wrong' }), 400, 3000)
    expect((await release({ invoiceId: 'D000000006', amount: 15, reason: 'wrong' })).body.unallocatedAmount).toBe(15)
    const released = await release({ invoiceId: 'D000000006', reason: 'wrong' })
    expect(released.body).toMatchObject({ unallocatedAmount: 40, allocations: [] })
    await allocate(body.id, { allocations: [{ invoiceId: 'D000000007' }] })
    expect([await openOn(api.database(), 'D000000006'), await openOn(api.database(), 'D000000007')]).toEqual([
      4_000n,
      0n,
    ])
    await expectBooks()
  })

  it('go back to the partner as far as they are unallocated', async () => {
    const { body } = await pay(api, 20)
    const refund = (wish: object, id = body.id) =>
      api.call(`${BASE}/payments/${id}/refunds`, {
        ...FINANCE,
        body: { refundedDate: '2026-03-10', reason: 'paid twice', ...wish },
      })
    expectFault(await refund({ amount: 20.01 }), 400, 3000)
    expectFault(await refund({ refundedDate: '2026-03-09' }), 400, 3000)
    expect((await refund({ amount: 5 })).body).toMatchObject({ unallocatedAmount: 15, refundedAmount: 5 })
    expect((await refund({})).body).toMatchObject({ unallocatedAmount: 0, refundedAmount: 20 })
    expectFault(await refund({}), 400, 3000)
    const withheld = await pay(api, 10, { method: 'withholding_tax' })
    const refused = await refund({}, withheld.body.id)
    expect(refused.body.refusal.code).toBe('refund-of-withholding')
    await expectBooks()
  })

  it('include tax that was withheld, which is no money', async () => {
    await owe(api.database(), { number: 'D000000008', total: 10_000n })
    await pay(api, 90, { allocations: [{ invoiceId: 'D000000008' }] })
    await pay(api, 10, { method: 'withholding_tax', allocations: [{ invoiceId: 'D000000008' }] })
    expect(await openOn(api.database(), 'D000000008')).toBe(0n)
    const { accounts } = await checkBooks(api.database(), DIRECT)
    expect(accounts.find(({ account, currency }) => account === 'withholding' && currency === 'EUR')).toMatchObject({
      debit: 2_000n, // and that of the test before
    })
  })

  it('nobody waits for are written off with a reason, by a person; and taken back', async () => {
    await owe(api.database(), { number: 'D000000010', total: 1_000n })
    const write = (wish: object, as: object = FINANCE) =>
      api.call(`${BASE}/write-offs`, { ...as, body: { invoiceId: 'D000000010', reason: 'insolvent', ...wish } })
    expectFault(await write({}, OPERATOR), 403, 900150)
    expectFault(await write({}, { ...FINANCE, kind: 'service-principal' }), 403, 900329)
    expectFault(await write({ reason: '' }), 400, 3000)
    expectFault(await write({ amount: 10.01 }), 400, 3000)
    expectFault(await write({ takeBack: true }), 400, 3000)
    expectFault(await write({ invoiceId: 'D000000004' }), 404, 1000)
    const written = await write({})
    expect(written.body).toMatchObject({ totalAmount: 10, paidAmount: 0, creditedAmount: 10, openAmount: 0 })
    expect((await write({ takeBack: true, amount: 4 })).body.openAmount).toBe(4)
    const paid = await pay(api, 4, { allocations: [{ invoiceId: 'D000000010' }] })
    expect(paid.body.unallocatedAmount).toBe(0)
    await expectBooks()
  })

  it('are taken back only as far as no credit has given that back already', async () => {
    await owe(api.database(), { number: 'D000000021', total: 10_000n })
    const first = (await pay(api, 60, { allocations: [{ invoiceId: 'D000000021' }] })).body
    const second = (await pay(api, 40, { allocations: [{ invoiceId: 'D000000021' }] })).body
    await credit(api.database(), 'C000000021', 'D000000021', 7_000n)
    await api.call(`${BASE}/credits`, { ...FINANCE, body: { invoiceId: 'D000000021' } })
    const takeBack = (id: string, amount?: number) =>
      api.call(`${BASE}/payments/${id}/releases`, {
        ...FINANCE,
        body: { invoiceId: 'D000000021', amount, reason: 'wrong invoice' },
      })
    // 30.00 of the 100.00 are still paid of it.
    const refused = await takeBack(second.id, 31)
    expectFault(refused, 400, 3000)
    expect(refused.body.refusal).toMatchObject({ code: 'nothing-to-take-back', data: { available: '30.00' } })
    expect((await takeBack(second.id)).body).toMatchObject({ unallocatedAmount: 30 })
    expect(await openOn(api.database(), 'D000000021')).toBe(3_000n)
    expect((await takeBack(first.id)).body.refusal.code).toBe('nothing-to-take-back')
    await api.call(`${BASE}/payments/${second.id}/allocations`, { ...FINANCE, body: { oldestFirst: true } })
    await expectBooks()
  })

  it('are freed where what they paid was credited: the credit balance pays others or goes back', async () => {
    await owe(api.database(), { number: 'D000000011', total: 5_000n }, { number: 'D000000012', total: 3_000n })
    await pay(api, 50, { allocations: [{ invoiceId: 'D000000011' }] })
    const release = (invoiceId: string) => api.call(`${BASE}/credits`, { ...FINANCE, body: { invoiceId } })
    expectFault(await release('D000000011'), 400, 3000)
    expectFault(await release('D000000099'), 404, 1000)
    await credit(api.database(), 'C000000001', 'D000000011', 5_000n)
    const freed = await release('D000000011')
    expect(freed.body).toMatchObject({ method: 'credit', amount: 50, unallocatedAmount: 50, invoiceId: 'D000000011' })
    await allocate(freed.body.id, { allocations: [{ invoiceId: 'D000000012' }] })
    expect(await findInvoiceBalance(api.database(), DIRECT, 'D000000011')).toEqual({
      total: 5_000n,
      paid: 0n,
      credited: 5_000n,
      open: 0n,
    })
    expect(await openOn(api.database(), 'D000000012')).toBe(0n)
    await expectBooks()
  })

  it('leave a trace in the activity log of the partner', async () => {
    const log = await api.call('/v1/auditrecords?startDate=2026-03-10&size=200')
    const actions = log.body.items.flatMap((record: { customizedData: { key: string; value: string }[] }) =>
      record.customizedData.filter(({ key }) => key === 'action').map(({ value }) => value),
    )
    for (const action of ['record_payment', 'allocate_payment', 'release_allocation', 'refund_payment', 'write_off']) {
      expect(actions).toContain(action)
    }
  })

  it('are posted once, whoever posts them again', async () => {
    const { rows: before } = await api.database().query('select count(*) from journal_entry')
    await owe(api.database(), { number: 'D000000001', total: 12_100n })
    expect((await api.database().query('select count(*) from journal_entry')).rows).toEqual(before)
    const one = {
      partnerId: DIRECT,
      sourceKind: 'refund',
      sourceId: 'x',
      entryNumber: 1,
      account: 'cash',
      note: '',
    } as const
    const lonely = {
      ...one,
      currency: 'EUR',
      amount: 1n,
      bookedOn: dayOfText('2026-03-01'),
      document: null,
      paymentId: null,
      invoiceType: null,
      dueOn: null,
    }
    await expect(appendPostings(api.database(), [lonely], NOW)).rejects.toThrow('add up to zero')
  })

  it('and invoices make the balances of the account', async () => {
    const balances = await accountBalances(api.database(), OTHER)
    expect(balances).toEqual([
      {
        currency: 'USD',
        balance: 10_000n,
        unallocated: 0n,
        firstInvoiceOn: dayOfText('2026-02-15'),
        latestInvoiceOn: dayOfText('2026-02-15'),
        types: [expect.objectContaining({ invoiceType: 'recurring', balance: 10_000n })],
      },
    ])
    await pay(
      api,
      30,
      { currency: 'USD', receivedDate: '2026-03-05', allocations: [{ invoiceId: 'D000000004', amount: 20 }] },
      OTHER,
    )
    const answer = await api.call('/v1/account/balance', { account: OTHER, roles: ['billing-admin'] })
    expect(answer.body).toMatchObject({
      paymentDays: 60,
      pastDue: false,
      overdue: [],
      balances: [
        {
          currencyCode: 'USD',
          balanceAmount: 80,
          unallocatedAmount: 10,
          lastPaymentDate: '2026-03-05',
          lastPaymentAmount: 30,
          details: [
            { invoiceType: 'recurring', balanceAmount: 80, lastPaymentDate: '2026-03-05', lastPaymentAmount: 20 },
          ],
        },
      ],
    })
    const same = await api.call(`/v1/platform/partners/${OTHER}/balance`, AUDITOR)
    expect(same.body.balances).toEqual(answer.body.balances)
    expect(
      await balancesOf(api.database(), [
        { partnerId: OTHER, number: 'D000000004' },
        { partnerId: OTHER, number: 'D1' },
      ]),
    ).toEqual(new Map([['D000000004', { total: 10_000n, paid: 2_000n, credited: 0n, open: 8_000n }]]))
    expectFault(await api.call('/v1/account/balance', { account: RESELLER }), 403, 900150)
  })
})

describeApi('the running statement', (api) => {
  beforeAll(async () => {
    api.setNow('2026-03-10T09:00:00Z')
    await owe(
      api.database(),
      { number: 'D000000001', total: 10_000n, issuedOn: '2026-01-15' },
      { number: 'D000000002', total: 8_000n, issuedOn: '2026-02-15' },
      { number: 'G000000003', total: 500n, issuedOn: '2026-02-08', currency: 'USD' },
    )
    await pay(api, 120, { receivedDate: '2026-02-20', reference: '=cmd()', allocations: [{ invoiceId: 'D000000001' }] })
    await credit(api.database(), 'C000000001', 'D000000002', 3_000n)
    await api.call(`${BASE}/write-offs`, {
      ...FINANCE,
      body: { invoiceId: 'D000000002', amount: 1, reason: '=1+1, "x"' },
    })
  })

  it('has documents, payments and write-offs in order, with the balance after each', async () => {
    const { body } = await api.call('/v1/account/statement')
    const shown = body.items.map((line: Record<string, unknown>) =>
      [line['currencyCode'], line['date'], line['transactionType'], line['amount'], line['balance']].join(' '),
    )
    // 100.00 + 80.00 - 120.00 - 30.00 - 1.00
    expect(shown).toEqual([
      'EUR 2026-01-15 invoice 100 100',
      'EUR 2026-02-15 invoice 80 180',
      'EUR 2026-02-20 payment -120 60',
      'EUR 2026-03-01 credit_note -30 30',
      'EUR 2026-03-10 write_off -1 29',
      'USD 2026-02-08 invoice 5 5',
    ])
    expect(body.openingBalances).toEqual([
      { currencyCode: 'EUR', balance: 0 },
      { currencyCode: 'USD', balance: 0 },
    ])
  })

  it('begins with what was owed before, and has pages', async () => {
    const first = await api.call('/v1/account/statement?currency=eur&from=2026-02-01&size=2')
    expect(first.body.openingBalances).toEqual([{ currencyCode: 'EUR', balance: 100 }])
    expect(first.body.items.map((line: { balance: number }) => line.balance)).toEqual([180, 60])
    const second = await api.call(`/v1${first.body.links.next.uri}`)
    expect(second.body.items.map((line: { balance: number }) => line.balance)).toEqual([30, 29])
    expect(second.body.links.next).toBeUndefined()
    expectFault(await api.call('/v1/account/statement?from=yesterday'), 400, 3000)
    expect((await api.call(`${BASE}/statement?currency=USD`, AUDITOR)).body.items).toHaveLength(1)
  })

  it('is shown to the partner only', async () => {
    expect((await api.call('/v1/account/statement', { account: OTHER })).body.items).toEqual([])
    expectFault(await api.call('/v1/account/statement', { account: RESELLER }), 403, 900150)
  })

  it('goes to the accounting system as CSV that balances and holds no formula', async () => {
    const { text, headers } = await api.call(`${BASE}/journal/csv?from=2026-01-01&to=2026-12-31`, AUDITOR)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    const [head, ...lines] = text.trimEnd().split('\r\n')
    expect(head).toBe(
      'PartnerId,PartnerName,Date,TransactionType,TransactionId,Entry,Account,Currency,Debit,Credit,Document,DueDate,PaymentId,Note',
    )
    expect(lines[0]).toBe(
      `${DIRECT},Direct Cloud,2026-01-15,invoice,D000000001,1,receivable,EUR,100.00,,D000000001,2026-03-16,,`,
    )
    expect(text).toContain(`"'=1+1, ""x"""`)
    const sums = { debit: 0, credit: 0 }
    for (const line of lines) {
      const cells = line.split(',')
      sums.debit += Math.round(Number(cells[8]) * 100)
      sums.credit += Math.round(Number(cells[9]) * 100)
    }
    expect(sums.debit).toBeGreaterThan(0)
    expect(sums.debit).toBe(sums.credit)
  })
})
