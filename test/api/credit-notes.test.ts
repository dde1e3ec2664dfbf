// Credit notes, voiding and billing again: over HTTP, down to the files, the books and the paper.
import { beforeAll, describe, expect, it } from 'vitest'
import { checkBooks } from '../../src/app/account-statement.js'
import { listDocumentLines } from '../../src/app/document-lines.js'
import { verifyLedger } from '../../src/app/verify-ledger.js'
import { sumOf } from '../../src/core/recon/recon-line.js'
import { findDocument } from '../../src/store/billed-documents.js'
import { asOwner, id, load, purchase, subscriptions } from '../billing/provider.js'
import { type ApiCall, DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID, RESELLER } from '../support/api.js'
import { readEInvoice } from '../support/e-invoice-reading.js'
import { brokenRules } from '../support/e-invoice-rules.js'
import { FINANCE, openOn, pay } from '../support/money.js'
import { readPdf } from '../support/read-pdf.js'
import { billThrough } from '../support/subscriptions.js'

const OPERATOR: ApiCall = { account: PLATFORM_ID, roles: ['platform-operator'] }
const AUDITOR: ApiCall = { account: PLATFORM_ID, roles: ['platform-auditor'] }

const PROVIDER = {
  name: 'Polder Cloud B.V.',
  address: { lines: ['Stationsplein 1'], city: 'Utrecht', postalCode: '3511 ED', country: 'NL' },
  registrationNumber: '12345678',
  email: 'billing@polder.example',
  phone: '+31301234567',
  supportUrl: 'https://support.polder.example',
  languages: ['en', 'nl'],
  payment: { accountName: 'Polder Cloud B.V.', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A', instructions: '' },
  electronicAddress: { scheme: '0106', value: '12345678' },
}

/**
 * With 21 % on top, the direct partner owes for
 *
 *     D000000001 01-15  3 + 7 Mail                        40.00 + 8.40
 *     D000000002 02-15  3 + 7 Mail, 5 Archive             50.00 + 10.50
 *     G000000001 02-08  4 Suite, 2 Tools                 640.00 + 134.40
 *     D000000003 03-15, G000000002 03-08 likewise
 */
const SOLD = subscriptions(
  purchase(1, 1, '2026-01-10T10:00:00Z', 3, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 2, '2026-01-12T10:00:00Z', 7, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 3, '2026-01-20T10:00:00Z', 5, 'ARCH,0001,P1Y,monthly,EUR'),
  purchase(1, 4, '2026-01-12T10:00:00Z', 4, 'SUIT,0001,P1Y,monthly,EUR'),
  purchase(1, 5, '2026-01-14T10:00:00Z', 2, 'TOOL,0001,P1Y,one-time,EUR'),
)

describeApi('credit notes', (api) => {
  beforeAll(async () => {
    await load(api.database(), { subscriptions: SOLD })
    await asOwner(
      api.database(),
      `insert into tax_registration (registration_id, kind, country, region, number, since, recorded_at, recorded_by)
         values ('018f000c-0000-7000-8000-000000000001', 'home', 'NL', '', 'NL001234567B01', '2026-01-01', now(), 'test')`,
    )
    await api.call('/v1/platform/provider-profile', { ...FINANCE, method: 'PUT', body: PROVIDER })
    await saveProfile('PO-1')
    await billThrough(api, '2026-03-20')
    api.setNow('2026-03-25T09:00:00Z')
  })

  const saveProfile = async (purchaseOrderNumber: string) => {
    const profile = (await api.call('/v1/profiles/billing')).body
    const person = { firstName: 'Ida', lastName: 'Bakker', phoneNumber: '0301234567' }
    const address = { country: 'NL', city: 'Utrecht', addressLine1: 'Laan 1', postalCode: '3511 AB', ...person }
    const primaryContact = { ...person, email: 'ida@direct.example' }
    const body = { ...profile, address, primaryContact, purchaseOrderNumber }
    const saved = await api.call('/v1/profiles/billing', { method: 'PUT', body })
    expect(saved.status, saved.text).toBe(200)
  }
  const amend = (number: string, action: string, body: object, as: ApiCall = FINANCE) =>
    api.call(`/v1/platform/invoices/${number}/${action}`, { ...as, method: 'POST', body })
  const amended = async (number: string, action: string, body: object) => {
    const answer = await amend(number, action, body)
    expect(answer.status, answer.text).toBe(201)
    return answer.body.amendments
  }
  const expectRefusal = async (number: string, action: string, body: object, status: number, code: string) => {
    const answer = await amend(number, action, body)
    expect([answer.status, answer.body.refusal?.code], answer.text).toEqual([status, code])
  }
  const invoice = async (number: string) => (await api.call(`/v1/invoices/${number}`)).body
  /** The file of a document comes to it, to the cent. */
  const expectFile = async (number: string) => {
    const document = (await findDocument(api.database(), DIRECT, number))!
    const sums = sumOf(await listDocumentLines(api.database(), document))
    expect(sums).toMatchObject({
      subtotal: document.charged,
      tax: document.tax,
      lineCount: Number(document.chargeCount),
    })
  }
  const expectWhole = async () => {
    expect((await checkBooks(api.database(), undefined)).faults).toEqual([])
    expect((await verifyLedger(api.database())).differences).toEqual([])
  }
  const linesOf = async (number: string, provider = 'office') => {
    const answer = await api.call(`/v1/invoices/${number}/lineitems/${provider}/billinglineitems`)
    expect(answer.status, answer.text).toBe(200)
    return answer.body.items
  }

  describe('for a part', () => {
    it('are shown before they are issued, and nothing is written', async () => {
      const preview = await amend('d000000001', 'amendments/preview', {
        action: 'credit',
        reason: 'service_credit',
        credits: [{ lineNumber: 1, percentage: 25 }],
      })
      expect(preview.status, preview.text).toBe(200)
      expect(preview.body).toMatchObject({ invoiceId: 'D000000001', amendments: [{ totalCharges: -12.1, tax: -2.1 }] })
      expect(preview.body.amendments[0].id).toBeUndefined()
      expect((await api.call('/v1/platform/credit-notes', AUDITOR)).body.totalCount).toBe(0)
    })

    it('take back an amount of a charge, with its share of the tax', async () => {
      const [note] = await amended('D000000001', 'creditnotes', {
        reason: 'billing_error',
        note: 'agreed with Ida',
        credits: [{ subscriptionId: id('subscription', 2), chargeNumber: 1, amount: '10.00' }],
      })
      expect(note).toMatchObject({
        ...{ id: 'C000000001', documentType: 'credit_note', amendsOf: 'D000000001', charges: -10, tax: -2.1 },
        ...{ totalCharges: -12.1, chargeCount: 1, issueDate: '2026-03-25T00:00:00Z', reason: 'billing_error' },
      })
      expect(await openOn(api.database(), 'D000000001')).toBe(4840n - 1210n)
      expect(await linesOf('C000000001')).toMatchObject([
        {
          ...{
            chargeType: 'Offset a line item',
            subscriptionId: id('subscription', 2),
            quantity: 1,
            unitPrice: -10,
            amount: -10,
          },
          ...{ subtotal: -10, tax: -2.1, totalForCustomer: -12.1, totalOtherDiscount: 0 },
        },
      ])
      await expectFile('C000000001')
      await expectWhole()
    })

    it('never take back more than there is: of a charge, of a line, of the document', async () => {
      const of = (credit: object) => ({ reason: 'goodwill', credits: [credit] })
      const charge = { subscriptionId: id('subscription', 2), chargeNumber: 1 }
      const tooMuch = ['creditnotes', 400, 'credit-exceeds-charge'] as const
      for (const credit of [
        { ...charge, amount: 18.01 },
        { lineNumber: 1, amount: 30.01 },
        { lineNumber: 1, percentage: 80 },
      ]) {
        await expectRefusal('D000000001', tooMuch[0], of(credit), tooMuch[1], tooMuch[2])
      }
      await expectRefusal('D000000001', 'creditnotes', of({ lineNumber: 2 }), 400, 'credit-line-without-charges')
      await expectRefusal('D000000001', 'creditnotes', of({ ...charge, chargeNumber: 9 }), 404, 'not-found')
      for (const credit of [
        {},
        { ...charge, lineNumber: 1 },
        { ...charge, percentage: 10 },
        { lineNumber: 1, amount: 1, percentage: 1 },
      ]) {
        expectFault(await amend('D000000001', 'creditnotes', of(credit)), 400, 3000)
      }
      const twice = { reason: 'goodwill', credits: [charge, { lineNumber: 1 }] }
      expectFault(await amend('D000000001', 'creditnotes', twice), 400, 3000)
    })

    it('take back what is left, to the last cent of tax', async () => {
      const [note] = await amended('D000000001', 'creditnotes', { reason: 'goodwill' })
      expect(note).toMatchObject({ id: 'C000000002', charges: -30, tax: -6.3, totalCharges: -36.3 })
      await expectRefusal('D000000001', 'creditnotes', { reason: 'goodwill' }, 409, 'nothing-to-credit')
      await expectRefusal('D000000001', 'void', { reason: 'billing_error' }, 409, 'nothing-to-credit')
      expect(await openOn(api.database(), 'D000000001')).toBe(0n)
      await expectFile('C000000002')
      await expectWhole()
    })

    it('are in the one-time file as customer credit with the reason', async () => {
      const [note] = await amended('G000000001', 'creditnotes', {
        reason: 'service_credit',
        credits: [{ lineNumber: 1, percentage: '12.5' }],
      })
      const [line] = await linesOf(note.id, 'onetime')
      expect(line).toMatchObject({ chargeType: 'CustomerCredit', creditReasonCode: 'service-credit', quantity: 1 })
      expect(line.subtotal).toBe(note.charges)
      await expectFile(note.id)
    })

    it('share an amount out over the charges of a line', async () => {
      const [note] = await amended('D000000002', 'creditnotes', {
        reason: 'goodwill',
        credits: [{ lineNumber: 2, amount: '10.01' }],
      })
      expect(note).toMatchObject({ charges: -10.01, tax: -2.1, chargeCount: 2 })
      expect((await linesOf(note.id)).map((line: { amount: number }) => line.amount)).toEqual([-3, -7.01])
      await expectWhole()
    })
  })

  describe('that void', () => {
    it('take back what is left of a document, once', async () => {
      const [note] = await amended('D000000002', 'void', { reason: 'cancellation' })
      expect(note).toMatchObject({ documentType: 'void_note', amendsOf: 'D000000002', totalCharges: -60.5 + 12.11 })
      expect(await openOn(api.database(), 'D000000002')).toBe(0n)
      await expectFile(note.id)
      for (const action of ['void', 'creditnotes']) {
        await expectRefusal('D000000002', action, { reason: 'billing_error' }, 409, 'document-void')
      }
      await expectRefusal(note.id, 'void', { reason: 'billing_error' }, 400, 'amendment-of-credit')
      await expectWhole()
    })
  })

  describe('with which an invoice is billed again', () => {
    it('leave what was paid to the replacement, which says what is known now', async () => {
      const paid = await pay(api, '181.50', { allocations: [{ invoiceId: 'D000000003' }] })
      expect(paid.status, paid.text).toBe(201)
      const total = (await invoice('D000000003')).totalCharges
      await saveProfile('PO-2')
      const [voided, replacement] = await amended('D000000003', 'rebill', { reason: 'purchase_order_correction' })
      expect(voided).toMatchObject({ documentType: 'void_note', totalCharges: -total })
      expect(replacement).toMatchObject({
        ...{ id: 'D000000004', documentType: 'adjustment_note', amendsOf: 'D000000003', totalCharges: total },
        ...{ issueDate: '2026-03-25T00:00:00Z', dueDate: '2026-05-24T00:00:00Z' },
      })
      expect(await openOn(api.database(), 'D000000003')).toBe(0n)
      expect(await openOn(api.database(), 'D000000004')).toBe(0n)
      expect((await invoice('D000000004')).paidAmount).toBe(-total)
      // In a list that has what it amends too, it is counted once.
      const { items } = (await api.call('/v1/invoices?size=200')).body
      expect(items.find(({ id }: { id: string }) => id === 'D000000004').paidAmount).toBe(-total)
      await expectFile(voided.id)
      await expectFile('D000000004')
      await expectWhole()
    })

    it('are chained: the original names both, and the replacement can be amended', async () => {
      const original = await invoice('D000000003')
      expect(original.amendments.map((one: { documentType: string }) => one.documentType)).toEqual([
        'void_note',
        'adjustment_note',
      ])
      expect(original.amendments[1]).toMatchObject({ id: 'D000000004', amendsOf: 'D000000003' })
      expect((await invoice('D000000004')).amendsOf).toBe('D000000003')
      await expectRefusal('D000000003', 'rebill', { reason: 'billing_error' }, 409, 'document-void')
      const [, again] = await amended('D000000004', 'rebill', { reason: 'address_correction' })
      expect(again).toMatchObject({ id: 'D000000005', amendsOf: 'D000000004' })
      const [note] = await amended('D000000005', 'creditnotes', { reason: 'goodwill', credits: [{ lineNumber: 1 }] })
      await expectFile(note.id)
      await expectRefusal('D000000005', 'rebill', { reason: 'billing_error' }, 409, 'rebill-of-credited')
      await expectWhole()
    })

    it('give back tax that was not owed: it is unallocated, and can be refunded', async () => {
      const before = await invoice('G000000002')
      await pay(api, before.totalCharges, { allocations: [{ invoiceId: 'G000000002' }] })
      const exemption = await api.call('/v1/taxes/exemptions', {
        method: 'POST',
        body: {
          ...{ country: 'NL', certificateNumber: 'X-1', reason: 'Exempt by certificate', validFrom: '2026-01-01' },
          certificate: { fileName: 'x.pdf', content: Buffer.from('%PDF-1.7\n1 0 obj').toString('base64') },
        },
      })
      expect(exemption.status, exemption.text).toBe(201)
      const url = `/v1/platform/partners/${DIRECT}/taxes/exemptions/${exemption.body.id}/decision`
      const decided = await api.call(url, { ...FINANCE, method: 'POST', body: { state: 'approved', note: 'seen' } })
      expect(decided.status, decided.text).toBe(200)
      const [, replacement] = await amended('G000000002', 'rebill', { reason: 'tax_refund' })
      expect(replacement).toMatchObject({ tax: 0, charges: 40, totalCharges: 40 })
      expect(replacement.lines[0].tax).toBe(0)
      const payments = (await api.call(`/v1/platform/partners/${DIRECT}/payments?unallocated=true`, FINANCE)).body.items
      expect(
        payments.find(
          (one: { method: string; unallocatedAmount: number }) =>
            one.method === 'credit' && one.unallocatedAmount === 8.4,
        ),
      ).toBeDefined()
      await expectFile(replacement.id)
      await expectWhole()
    })

    it('are not issued where a market has only credit notes, for other reasons, or after a write-off', async () => {
      await expectRefusal('G000000001', 'rebill', { reason: 'goodwill' }, 400, 'amendment-reason-unfit')
      const url = '/v1/platform/rebill-markets'
      const closed = await api.call(`${url}/nl`, { ...FINANCE, method: 'PUT', body: { rebill: false } })
      expect(closed.body).toMatchObject({ country: 'NL', rebill: false })
      await expectRefusal('G000000003', 'rebill', { reason: 'tax_refund' }, 409, 'rebill-not-offered')
      await api.call(`${url}/NL`, { ...FINANCE, method: 'PUT', body: { rebill: true } })
      expect((await api.call(url, AUDITOR)).body.items).toMatchObject([{ country: 'NL', rebill: true }])
      const wrote = { invoiceId: 'G000000001', amount: 1, reason: 'small', takeBack: false }
      const writeOff = await api.call(`/v1/platform/partners/${DIRECT}/write-offs`, { ...FINANCE, body: wrote })
      expect(writeOff.status, writeOff.text).toBe(200)
      await expectRefusal('G000000001', 'void', { reason: 'billing_error' }, 409, 'document-written-off')
    })
  })

  describe('for everybody else', () => {
    it('are listed with invoices, newest first, and by the provider by themselves', async () => {
      const list = (await api.call('/v1/invoices?size=2000')).body
      const types = new Set(list.items.map((one: { documentType: string }) => one.documentType))
      expect(types).toEqual(new Set(['invoice', 'void_note', 'adjustment_note']))
      expect(list.totalCount).toBe(list.items.length)
      const dates = list.items.map((one: { invoiceDate: string }) => one.invoiceDate)
      expect(dates).toEqual([...dates].sort().reverse())
      const own = (await api.call(`/v1/platform/credit-notes?partnerId=${DIRECT}`, AUDITOR)).body
      expect(own.items.length).toBe(own.totalCount)
      const got = await api.call('/v1/platform/credit-notes/c000000001', AUDITOR)
      expect(got.body).toMatchObject({
        id: 'C000000001',
        note: 'agreed with Ida',
        lines: [{ lineNumber: 1, amount: -10 }],
      })
      expectFault(await api.call('/v1/platform/credit-notes/D000000001', AUDITOR), 404, 1000)
      expect((await api.call('/v1/platform/amendment-reasons', AUDITOR)).body.items[0].reason).toBe(
        'address_correction',
      )
    })

    it('are papers and e-invoices that keep the rules', async () => {
      const download = async (number: string, query = '') => {
        const headers = { authorization: `Bearer ${await api.token()}` }
        const url = `/v1/invoices/${number}/documents/statement${query}`
        const answer = await api.server().inject({ url, headers })
        expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
        return answer.rawPayload
      }
      const notes = (await api.call('/v1/platform/credit-notes', AUDITOR)).body.items
      for (const { id: number, documentType, amendsOf } of notes) {
        for (const format of ['ubl', 'cii']) {
          const xml = (await download(number, `?format=${format}`)).toString('utf8')
          expect(brokenRules(readEInvoice(xml)), `${number} ${format}`).toEqual([])
          expect(xml).toContain(amendsOf)
          expect(xml).toContain(documentType === 'adjustment_note' ? '>380<' : '>381<')
        }
      }
      const { text } = await readPdf(await download('C000000001', '?language=en'))
      expect(text).toContain('This credit note takes back a part of invoice D000000001 of 15 Jan 2026.')
      expect(text).toContain('Billed by mistake: agreed with Ida')
      expect(text).toContain('PO-1')
      expect((await readPdf(await download('D000000004', '?language=en'))).text).toContain('PO-2')
    })

    it('are issued by finance, and seen by their partner only', async () => {
      const body = { reason: 'goodwill' }
      for (const as of [OPERATOR, AUDITOR, {}])
        expectFault(await amend('D000000005', 'creditnotes', body, as), 403, 900150)
      expectFault(await amend('D000000099', 'creditnotes', body), 404, 1000)
      expectFault(await api.call('/v1/invoices/C000000001', { account: OTHER }), 404, 1000)
      expectFault(await api.call('/v1/invoices/C000000001', { account: RESELLER }), 403, 900150)
      expectFault(await amend('D000000005', 'creditnotes', { reason: 'because' }), 400, 900126)
    })

    it('are issued once for the same request, and told', async () => {
      const headers = { 'MS-RequestId': '018f0dd0-0000-7000-8000-000000000001' }
      const body = { reason: 'goodwill', credits: [{ lineNumber: 2, amount: 0.1 }] }
      const first = await amend('D000000005', 'creditnotes', body, { ...FINANCE, headers })
      const second = await amend('D000000005', 'creditnotes', body, { ...FINANCE, headers })
      expect(second.body).toEqual(first.body)
      const number = first.body.amendments[0].id
      const { rows } = await api
        .database()
        .query<{ count: bigint }>(
          "select count(*) as count from notice where event_name = 'invoice-ready' and resource_uri = $1",
          [`/invoices/${number}`],
        )
      expect(rows[0]!.count).toBe(1n)
      const log = await api
        .database()
        .query<{ value: object }>(
          "select new_value as value from audit_record where operation_type = 'create_credit' and partner_id = $1",
          [DIRECT],
        )
      expect(log.rows.map((row) => row.value)).toContainEqual(expect.objectContaining({ number }))
    })

    it('two at once never credit the same', async () => {
      const body = { reason: 'goodwill', credits: [{ lineNumber: 2 }] }
      const answers = await Promise.all([1, 2, 3].map(() => amend('D000000005', 'creditnotes', body)))
      expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
      await expectWhole()
    })
  })
})
