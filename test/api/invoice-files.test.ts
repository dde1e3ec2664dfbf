// Files of invoices: the reconciliation file while it is read, exports made part by part, stored documents and signed links.
import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { DocumentStorer } from '../../src/app/document-files.js'
import { forgetExports, workOnExport, workOnWaitingExports } from '../../src/app/exports-work.js'
import type { Instant } from '../../src/core/calendar/day.js'
import { leaseExport } from '../../src/store/exports.js'
import { asOwner, load, purchase, subscriptions } from '../billing/provider.js'
import { type ApiCall, DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID, RESELLER } from '../support/api.js'
import { billThrough } from '../support/subscriptions.js'

const SOLD = subscriptions(
  purchase(1, 1, '2026-01-10T10:00:00Z', 3, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 2, '2026-01-12T10:00:00Z', 7, 'MAIL,0001,P1Y,monthly,EUR'),
  purchase(1, 3, '2026-01-13T10:00:00Z', 2, 'SUIT,0001,P1M,monthly,EUR'),
)
const FINANCE: ApiCall = { account: PLATFORM_ID, roles: ['platform-finance'] }
const PROVIDER = {
  name: 'Polder Cloud B.V.',
  address: { lines: ['Stationsplein 1'], city: 'Utrecht', postalCode: '3511 ED', country: 'NL' },
  registrationNumber: '12345678',
  email: 'billing@polder.example',
  phone: '+31301234567',
  supportUrl: '',
  languages: ['nl', 'en'],
  payment: { accountName: 'Polder Cloud B.V.', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A', instructions: '' },
}
const NUMBER = 'D000000001'

describeApi('files of invoices', (api) => {
  beforeAll(async () => {
    await load(api.database(), { subscriptions: SOLD })
    await billThrough(api, '2026-02-28')
    api.setNow('2026-03-01T09:00:00Z')
  })

  const bytesOf = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await api.server().inject({ url, headers })
    return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload, text: answer.body }
  }
  const asUser = async (as: ApiCall = {}) => ({ authorization: `Bearer ${await api.token(as)}` })
  const now = () => api.now() as Instant
  const context = (partLines?: number) => ({
    database: api.database(),
    clock: now,
    ...(partLines === undefined ? {} : { partLines }),
  })

  describe('the reconciliation file', () => {
    const file = async (path: string, as: ApiCall = {}) => bytesOf(`/v1/invoices/${path}`, await asUser(as))

    it('is the published file, and adds up to its invoice', async () => {
      const answer = await file(`${NUMBER}/files/csv`)
      expect(answer).toMatchObject({
        status: 200,
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${NUMBER}-license-based-2026-01-15.csv"`,
        },
      })
      const rows = parse(answer.text, { columns: true }) as Record<string, string>[]
      const invoice = (await api.call(`/v1/invoices/${NUMBER}`)).body
      const total = rows.reduce((sum, row) => sum + Math.round(Number(row['TotalForCustomer']) * 100), 0)
      expect(total).toBe(Math.round(invoice.totalCharges * 100))
      expect(rows[0]!['ChargeStartDate']).toMatch(/^\d{1,2}\/\d{1,2}\/2026 0:00$/)
    })

    it('has ISO dates and decimal commas where they are asked for, and nothing else is different', async () => {
      const published = parse((await file(`${NUMBER}/files/csv`)).text) as string[][]
      const { text } = await file(`${NUMBER}/files/csv?dates=iso&locale=nl`, { kind: 'service-principal' })
      const dutch = parse(text, { delimiter: ';' }) as string[][]
      const at = (name: string) => published[0]!.indexOf(name)
      expect(dutch[0]).toEqual(published[0])
      expect(dutch[1]![at('ChargeStartDate')]).toMatch(/^2026-\d\d-\d\dT00:00:00$/)
      expect(dutch[1]![at('ChargeEndDate')]).toMatch(/^2026-\d\d-\d\dT23:59:00$/)
      expect(dutch[1]![at('Amount')]).toBe(published[1]![at('Amount')]!.replace('.', ','))
      expect(dutch[1]![at('CustomerName')]).toBe(published[1]![at('CustomerName')])
    })

    it('is a spreadsheet where that is asked for', async () => {
      const answer = await file(`${NUMBER}/files/xlsx?dates=iso`)
      expect(answer.headers['content-type']).toMatch(/spreadsheetml\.sheet$/)
      expect(answer.bytes.subarray(0, 2).toString()).toBe('PK')
      expect((await file(`${NUMBER}/files/xlsx?dates=iso`)).bytes.equals(answer.bytes)).toBe(true)
    })

    it('is refused to others, and in no other form', async () => {
      expectFault(await api.call(`/v1/invoices/${NUMBER}/files/csv`, { account: OTHER }), 404, 1000)
      expectFault(await api.call(`/v1/invoices/${NUMBER}/files/csv`, { account: RESELLER }), 403, 900150)
      expectFault(await api.call(`/v1/invoices/${NUMBER}/files/csv`, { roles: [] }), 403, 900150)
      expectFault(await api.call(`/v1/invoices/${NUMBER}/files/csv`, { token: null }), 401, 400)
      expectFault(await api.call(`/v1/invoices/${NUMBER}/files/pdf`), 400, 3000)
      expectFault(await api.call(`/v1/invoices/${NUMBER}/files/csv?dates=us`), 400, 3000)
      expectFault(await api.call(`/v1/invoices/${NUMBER}/files/csv?locale=de`), 400, 3000)
      expectFault(await api.call('/v1/invoices/..%2f..%2fetc%2fpasswd/files/csv'), 404, 1000)
    })
  })

  describe('exports', () => {
    const create = (body: object, as: ApiCall = {}) => api.call('/v1/invoices/exports', { ...as, body })
    const finished = async (body: object, partLines?: number) => {
      const created = await create(body)
      expect(created.status, created.text).toBe(202)
      await workOnExport(context(partLines), { partnerId: DIRECT, exportId: created.body.id })
      return (await api.call(`/v1/exports/${created.body.id}`)).body
    }

    it('are queued, made and downloaded, with hashes and sums', async () => {
      const created = await create({ fromDate: '2026-01-01', toDate: '2026-02-28' })
      expect(created.status, created.text).toBe(202)
      expect(created.body).toMatchObject({ status: 'queued', format: 'csv', rowsDone: 0 })
      expect(created.headers['location']).toBe(`/v1/exports/${created.body.id}`)
      expect(await workOnWaitingExports(context())).toBe(true)
      const { body } = await api.call(String(created.headers['location']))
      expect(body).toMatchObject({ status: 'succeeded', rowsDone: body.rowsTotal })
      expect(body.manifest.parts.map((part: { invoiceId: string }) => part.invoiceId)).toEqual(body.invoiceIds)
      let total = 0
      for (const { downloadLink, sha256, bytes, invoiceId, rows } of body.manifest.parts) {
        const part = await bytesOf(`/v1${downloadLink}`)
        expect(part.status, part.text).toBe(200)
        expect(createHash('sha256').update(part.bytes).digest('hex')).toBe(sha256)
        expect(part.bytes.length).toBe(bytes)
        const whole = await bytesOf(`/v1/invoices/${invoiceId}/files/csv`, await asUser())
        expect(part.text).toBe(whole.text)
        expect(parse(part.text)).toHaveLength(rows + 1)
        total += Math.round((await api.call(`/v1/invoices/${invoiceId}`)).body.totalCharges * 100)
      }
      expect(body.manifest.totals).toMatchObject([{ currencyCode: 'EUR', rows: body.rowsTotal }])
      expect(Math.round(body.manifest.totals[0].total * 100)).toBe(total)
      const [listed] = (await api.call('/v1/exports')).body.items
      expect(listed).toMatchObject({ id: body.id, status: 'succeeded' })
      expect(listed.manifest).toBeUndefined()
    })

    it('come in parts, and one that was broken off comes to the same bytes', async () => {
      const whole = await finished({ invoiceIds: [NUMBER], dates: 'iso' }, 1)
      expect(whole.manifest.parts.map((part: { name: string }) => part.name)).toEqual([
        `${NUMBER}-license-based-2026-01-15-part-0001.csv`,
        `${NUMBER}-license-based-2026-01-15-part-0002.csv`,
      ])
      const created = await create({ invoiceIds: [NUMBER.toLowerCase(), NUMBER], dates: 'iso' })
      const key = { partnerId: DIRECT, exportId: created.body.id }
      let stop = false
      const broken = { ...context(1), stopping: () => stop, onProgress: () => (stop = true) }
      await workOnExport(broken, key)
      expect((await api.call(`/v1/exports/${key.exportId}`)).body).toMatchObject({ status: 'running', rowsDone: 1 })
      await workOnExport(context(1), key)
      const again = (await api.call(`/v1/exports/${key.exportId}`)).body
      const hashes = (of: typeof whole) => of.manifest.parts.map((part: { sha256: string }) => part.sha256)
      expect(hashes(again)).toEqual(hashes(whole))
    })

    it('are left to the worker that has them, and given up after several attempts', async () => {
      const created = await create({ invoiceIds: [NUMBER] })
      const key = { partnerId: DIRECT, exportId: created.body.id as string }
      expect(await leaseExport(api.database(), key, now(), (now() + 1) as Instant)).toBe(true)
      await workOnExport(context(), key)
      expect((await api.call(`/v1/exports/${key.exportId}`)).body.status).toBe('running')
      await asOwner(api.database(), "update export_job set leased_until = null, attempts = 5 where state = 'running'")
      await workOnExport(context(), key)
      const { body } = await api.call(`/v1/exports/${key.exportId}`)
      expect(body).toMatchObject({ status: 'failed', failure: 'given-up' })
      expectFault(await api.call(`/v1/exports/${key.exportId}/parts/1`), 404, 1000)
    })

    it('fail where they do not come to their invoice', async () => {
      await asOwner(
        api.database(),
        `update invoice set charged = charged + 1, total = total + 1 where number = '${NUMBER}'`,
      )
      const body = await finished({ invoiceIds: [NUMBER] })
      expect(body).toMatchObject({ status: 'failed', failure: 'sums-disagree' })
      await asOwner(
        api.database(),
        `update invoice set charged = charged - 1, total = total - 1 where number = '${NUMBER}'`,
      )
    })

    it('are the same one for the same request id', async () => {
      const headers = { 'MS-RequestId': '018f00aa-0000-7000-8000-000000000001' }
      const [first, again] = [
        await create({ invoiceIds: [NUMBER], format: 'xlsx' }, { headers }),
        await create({ invoiceIds: [NUMBER], format: 'xlsx' }, { headers }),
      ]
      expect(again.body.id).toBe(first.body.id)
      await workOnWaitingExports(context())
    })

    it('are limited in number, also for requests at once', async () => {
      const asked = await Promise.all(Array.from({ length: 6 }, () => create({ invoiceIds: [NUMBER] })))
      expect(asked.map((answer) => answer.status).sort()).toEqual([202, 202, 202, 409, 409, 409])
      expectFault(await create({ invoiceIds: [NUMBER] }), 409, 900278)
      await workOnWaitingExports(context())
    })

    it('are refused where there is nothing to export, or too little is said', async () => {
      expectFault(await create({ invoiceIds: ['D000999999'] }), 404, 1000)
      expectFault(await create({ fromDate: '2020-01-01', toDate: '2020-02-01' }), 404, 1000)
      expectFault(await create({}), 400, 3000)
      expectFault(await create({ invoiceIds: [] }), 400, 3000)
      expectFault(await create({ invoiceIds: [NUMBER], fromDate: '2026-01-01' }), 400, 3000)
      expectFault(await create({ invoiceIds: Array.from({ length: 501 }, () => NUMBER) }), 400, 3000)
      expectFault(await create({ invoiceIds: [NUMBER], format: 'pdf' }), 400, 900126)
    })

    it('are those of the own account', async () => {
      const { id } = (await api.call('/v1/exports')).body.items[0]
      for (const url of [`/v1/exports/${id}`, `/v1/exports/${id}/parts/1`]) {
        expectFault(await api.call(url, { account: OTHER }), 404, 1000)
        expectFault(await api.call(url, { account: RESELLER }), 403, 900150)
        expectFault(await api.call(url, { roles: [] }), 403, 900150)
      }
      expectFault(await create({ invoiceIds: [NUMBER] }, { account: OTHER }), 404, 1000)
      expect((await api.call('/v1/exports', { account: OTHER })).body.items).toEqual([])
      expectFault(await api.call(`/v1/exports/${id}/parts/0`), 400, 3000)
      expectFault(await api.call(`/v1/exports/${id}/parts/7`), 404, 1000)
    })

    it('can be downloaded from where a download broke off', async () => {
      const { manifest } = await finished({ invoiceIds: [NUMBER] })
      const url = `/v1${manifest.parts[0].downloadLink}`
      const whole = await bytesOf(url)
      const rest = await bytesOf(url, { range: 'bytes=10-' })
      expect(rest).toMatchObject({
        status: 206,
        headers: { 'content-range': `bytes 10-${whole.bytes.length - 1}/${whole.bytes.length}` },
      })
      expect(rest.bytes.equals(whole.bytes.subarray(10))).toBe(true)
      expect((await bytesOf(url, { range: 'bytes=-5' })).bytes.equals(whole.bytes.subarray(-5))).toBe(true)
      expect((await bytesOf(url, { range: 'bytes=0-3', 'if-range': '"other"' })).status).toBe(200)
      expect((await bytesOf(url, { range: 'bytes=99999999-' })).status).toBe(416)
    })

    it('are open to links for half an hour, and to none that was changed', async () => {
      const { manifest } = await finished({ invoiceIds: [NUMBER] }, 1)
      const link = `/v1${manifest.parts[0].downloadLink}`
      expect((await bytesOf(link)).status).toBe(200)
      for (const changed of [
        link.replace('/parts/1', '/parts/2'),
        link.replace(DIRECT, OTHER),
        link.replace(/expires=\d/, 'expires=9'),
        link.replace(/account=[^&]*&/, ''),
        link.replace(/signature=.{4}/, 'signature=AAAA'),
      ]) {
        expect(changed).not.toBe(link)
        expectFault(await api.call(changed, { token: null }), 404, 1000)
      }
      expectFault(await api.call(link.replace(/signature=.*/, ''), { token: null }), 401, 400)
    })

    it('are gone once they have expired', async () => {
      const { id } = (await api.call('/v1/exports')).body.items[0]
      const weekLater = { ...context(), clock: () => (now() + 8 * 86_400_000) as Instant }
      await forgetExports(weekLater)
      expectFault(await api.call(`/v1/exports/${id}`), 404, 1000)
      const { rows } = await api.database().query<{ left: bigint }>('select count(*) as left from export_file_part')
      expect(rows[0]!.left).toBe(0n)
    })
  })

  describe('documents', () => {
    const statement = async (query = '') =>
      bytesOf(`/v1/invoices/${NUMBER}/documents/statement${query}`, await asUser())
    const stored = async () => {
      const { rows } = await api.database().query<{ name: string }>('select name from stored_file order by owner, name')
      return rows.map((row) => row.name)
    }

    it('are not written before the provider has said who it is', async () => {
      expect(await new DocumentStorer(context()).storeNext(() => false)).toBe(false)
      expect(await stored()).toEqual([])
      const written = await api.call('/v1/platform/provider-profile', { ...FINANCE, method: 'PUT', body: PROVIDER })
      expect(written.status, written.text).toBe(200)
    })

    it('are stored by the jobs in the background, each once', async () => {
      const storer = new DocumentStorer(context())
      while (await storer.storeNext(() => false));
      const names = await stored()
      expect(names).toContain(`${NUMBER}-nl.pdf`)
      expect(await new DocumentStorer(context()).storeNext(() => false)).toBe(false)
      expect(await stored()).toEqual(names)
    })

    it('are stored when they are asked for, and stay what they were', async () => {
      const before = await statement('?language=en')
      expect(before.status, before.text).toBe(200)
      expect(await stored()).toContain(`${NUMBER}-en.pdf`)
      // As if the program wrote them otherwise now.
      await asOwner(
        api.database(),
        `update invoice_parties set said = jsonb_set(said, '{seller,name}', '"Somebody else"')`,
      )
      expect((await statement('?language=en')).bytes.equals(before.bytes)).toBe(true)
      expect(before.headers['etag']).toBe(`"${createHash('sha256').update(before.bytes).digest('hex')}"`)
    })

    it('are not given where they are not what was stored', async () => {
      await asOwner(
        api.database(),
        `update stored_file_part set bytes = set_byte(bytes, 100, (get_byte(bytes, 100) + 1) % 256) where name = '${NUMBER}-en.pdf'`,
      )
      const answer = await api.call(`/v1/invoices/${NUMBER}/documents/statement?language=en`)
      expectFault(answer, 500, 900192)
    })

    it('cannot be changed or deleted by the program', async () => {
      for (const sql of [
        'delete from stored_file',
        'delete from stored_file_part',
        "update stored_file set name = 'x'",
      ]) {
        await expect(api.database().query(sql)).rejects.toMatchObject({ code: '42501' })
      }
    })

    it('open by the link of their invoice, with a token or without, for half an hour', async () => {
      const { body } = await api.call(`/v1/invoices/${NUMBER}`)
      expect(body.pdfDownloadLink).toMatch(new RegExp(`^/invoices/${NUMBER}/documents/statement\\?`))
      const link = `/v1${body.pdfDownloadLink}`
      const opened = await bytesOf(link)
      expect(opened).toMatchObject({ status: 200, headers: { 'content-type': 'application/pdf' } })
      expect((await bytesOf(link, await asUser())).bytes.equals(opened.bytes)).toBe(true)
      for (const changed of [
        `${link}&language=en`,
        `${link}&format=ubl`,
        link.replace(NUMBER, 'D000000002'),
        link.replace(DIRECT, OTHER),
        link.replace(/signature=.{4}/, 'signature=AAAA'),
      ]) {
        expect(changed).not.toBe(link)
        const answer = await api.call(changed, { token: null })
        expectFault(answer, 404, 1000)
        expect(answer.body.refusal.code).toBe('link-expired')
      }
      api.setNow('2026-03-01T09:30:00Z')
      expectFault(await api.call(link, { token: null }), 404, 1000)
      expect((await bytesOf(link, await asUser())).status).toBe(200)
      expectFault(await api.call(`/v1/invoices/${NUMBER}/documents/statement`, { token: null }), 401, 400)
    })
  })
})
