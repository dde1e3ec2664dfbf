// Taxes over HTTP: rates and registrations of the provider, profiles, exemptions and claims of partners.
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildServer } from '../../src/api/server.js'
import { newId } from '../../src/app/new-id.js'
import { TokenAuthority } from '../../src/app/tokens.js'
import { asOwner } from '../billing/provider.js'
import {
  type As,
  DIRECT,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  PLATFORM_ID,
  RESELLER,
} from '../support/api.js'
import { FINANCE, openOn, owe, pay } from '../support/money.js'

const AUDITOR: As = { account: PLATFORM_ID, roles: ['platform-auditor'] }
const OPERATOR: As = { account: PLATFORM_ID, roles: ['platform-operator'] }
const NOBODY = '018f00ff-0000-7000-8000-0000000000ff'
const HEADER = 'country,region,tax_class,component,valid_from,valid_to,position,rate,sample'

const FILES = {
  pdf: Buffer.from('%PDF-1.7\n1 0 obj'),
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
  jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]),
  gif: Buffer.from('GIF89a..'),
}
const file = (fileName: string, content: Uint8Array = FILES.pdf) => ({
  fileName,
  content: Buffer.from(content).toString('base64'),
})

describeApi('taxes', (api) => {
  const send = (method: 'PUT' | 'POST', url: string, body: object, as: object = {}) =>
    api.call(url, { method, body, ...as } as never)
  const auditOf = async (operationType: string, partnerId: string) => {
    const { rows } = await api.database().query<{ value: Record<string, unknown> }>(
      `select new_value as value from audit_record where operation_type = $1 and partner_id = $2
         order by occurred_at, audit_record_id`,
      [operationType, partnerId],
    )
    return rows.map((row) => row.value)
  }

  describe('rates', () => {
    const url = '/v1/platform/taxes/rates'
    const importRates = (lines: readonly string[], query = '', as: As = FINANCE) =>
      api.call(`${url}${query}`, {
        ...as,
        method: 'POST',
        body: [HEADER, ...lines, ''].join('\n'),
        headers: { 'content-type': 'text/csv' },
      })

    it('are those of the shipped file to begin with', async () => {
      const { body, status } = await api.call(url, AUDITOR)
      expect(status).toBe(200)
      const shown = body.items.map(
        (rate: Record<string, unknown>) =>
          `${rate['country']},${rate['region']},${rate['taxClass']},${rate['component']},${rate['validFrom']},${rate['validTo'] ?? ''},${rate['position']},${rate['rate']},${rate['sample']}`,
      )
      const lines = readFileSync(new URL('../../examples/tax-rates.csv', import.meta.url), 'utf8')
        .trim()
        .split('\n')
      expect(lines[0]).toBe(HEADER)
      expect(shown.sort()).toEqual(lines.slice(1).sort())
      const dutch = await api.call(`${url}?country=nl`, AUDITOR)
      expect(dutch.body.items.map((rate: { rate: number }) => rate.rate).sort()).toEqual([21, 9])
    })

    it('of every member state, the United Kingdom, Norway and Switzerland are known on any day of these years', async () => {
      const { body } = await api.call(url, AUDITOR)
      const on = (country: string, day: string) =>
        body.items
          .filter((rate: Record<string, string>) => rate['country'] === country && rate['taxClass'] === 'standard')
          .filter((rate: Record<string, string>) => rate['validFrom']! <= day)
          .at(-1)?.rate
      const now = Object.fromEntries(
        'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE GB NO CH'
          .split(' ')
          .map((country) => [country, on(country, '2026-01-01')]),
      )
      expect(now).toEqual({
        ...{ AT: 20, BE: 21, BG: 20, HR: 25, CY: 19, CZ: 21, DK: 25, EE: 24, FI: 25.5, FR: 20, DE: 19, GR: 24 },
        ...{ HU: 27, IE: 23, IT: 22, LV: 21, LT: 21, LU: 17, MT: 18, NL: 21, PL: 23, PT: 23, RO: 21, SK: 23 },
        ...{ SI: 22, ES: 21, SE: 25, GB: 20, NO: 25, CH: 8.1 },
      })
      const then = (country: string, days: readonly string[]) => days.map((day) => on(country, day))
      expect(then('EE', ['2023-12-31', '2024-01-01', '2025-07-01'])).toEqual([20, 22, 24])
      expect(then('LU', ['2022-12-31', '2023-01-01', '2024-01-01'])).toEqual([17, 16, 17])
      expect(then('FI', ['2024-08-31', '2024-09-01'])).toEqual([24, 25.5])
      expect(then('SK', ['2024-12-31', '2025-01-01'])).toEqual([20, 23])
      expect(then('RO', ['2025-07-31', '2025-08-01'])).toEqual([19, 21])
      expect(then('CH', ['2023-12-31', '2024-01-01'])).toEqual([7.7, 8.1])
      expect(then('DE', ['2020-06-30', '2020-07-01', '2021-01-01'])).toEqual([19, 16, 19])
    })

    it('are added from a file, and those that do not hold yet are corrected', async () => {
      const first = await importRates([
        'NL,,standard,VAT,2030-01-01,,1,22,false',
        'NL,,standard,VAT,2012-10-01,,1,21.00,false',
      ])
      expect([first.status, first.body.imported, first.body.unchanged], first.text).toEqual([200, 1, 1])
      expect((await importRates(['NL,,standard,VAT,2030-01-01,,1,23.5,false'])).body.imported).toBe(1)
      const { body } = await api.call(`${url}?country=NL`, AUDITOR)
      expect(body.items.at(-1)).toMatchObject({ rate: 23.5, validFrom: '2030-01-01', sample: false })
      expect((await auditOf('import_tax_rates', PLATFORM_ID)).at(-1)).toEqual({
        rates: ['NL standard VAT 23.5 % from 2030-01-01'],
        count: 1,
      })
    })

    it('are never changed where an invoice may be dated ahead of them', async () => {
      // One-time invoices are dated two days after the run that issues them; today is the 10th.
      for (const [day, rate] of [
        ['2026-03-12', '8'],
        ['2026-03-13', '8'],
      ] as const) {
        expect((await importRates([`DK,,voice,VAT,${day},,1,${rate},false`])).status).toBe(200)
      }
      expectFault(await importRates(['DK,,voice,VAT,2026-03-12,,1,9,false']), 400, 3000)
      expect((await importRates(['DK,,voice,VAT,2026-03-13,,1,9,false'])).status).toBe(200)
    })

    it('are refused line by line, and then nothing is imported', async () => {
      const lines = [
        'NL,,reduced,VAT,2031-01-01,,1,10,false',
        'NL,,standard,VAT,2012-10-01,,1,22,false',
        'NL,,exempt,VAT,2031-01-01,,1,22,false',
        'NL,,luxury,VAT,2031-01-01,,1,100.5,false',
        'NL,,reduced,VAT,2031-01-01,,1,11,false',
        'NL,,voice,VAT,2031-01-01,2031-01-01,1,11,false',
      ]
      const refused = await importRates(lines)
      expectFault(refused, 400, 3000)
      expect(refused.body.data.map(({ line }: { line: number }) => line)).toEqual([3, 4, 5, 6, 7])
      const dry = await importRates(lines, '?dryRun=true')
      expect([dry.status, dry.body.imported, dry.body.problems.length]).toEqual([200, 1, 5])
      expect((await api.call(`${url}?country=NL`, AUDITOR)).text).not.toContain('2031')
      expectFault(await importRates([]), 400, 3000)
    })

    it('are kept by finance only', async () => {
      expectFault(await importRates(['NL,,voice,VAT,2031-01-01,,1,21,false'], '', OPERATOR), 403, 900150)
      expectFault(await importRates(['NL,,voice,VAT,2031-01-01,,1,21,false'], '', { account: DIRECT }), 403, 900150)
      expectFault(await api.call(url), 403, 900150)
    })
  })

  describe('classes of SKUs', () => {
    const classify = (sku: string, taxClass: string, as: As = FINANCE) =>
      send('PUT', `/v1/platform/products/${sku}/skus/0001/tax-class`, { taxClass }, as)

    it('are set by finance, and recorded', async () => {
      expect((await classify('CRMX', 'reduced')).body).toMatchObject({
        productId: 'CRMX',
        skuId: '0001',
        taxClass: 'reduced',
      })
      expect(await auditOf('classify_sku', PLATFORM_ID)).toEqual([
        { productId: 'CRMX', skuId: '0001', taxClass: 'reduced' },
      ])
      expectFault(await classify('CRMX', 'luxury'), 400, 3000)
      expectFault(await classify('NONE', 'reduced'), 404, 1000)
      expectFault(await classify('CRMX', 'zero', OPERATOR), 403, 900150)
    })
  })

  describe('registrations of the provider', () => {
    const url = '/v1/platform/taxes/registrations'
    const home = { kind: 'home', country: 'nl', number: 'NL004495445B01', since: '2026-01-01' }
    const add = (body: object, as: As = FINANCE) => send('POST', url, body, as)

    it('are noted once for a place and time', async () => {
      const added = await add(home)
      expect([added.status, added.body.kind, added.body.country, added.body.since]).toEqual([
        201,
        'home',
        'NL',
        '2026-01-01',
      ])
      expectFault(await add({ ...home, country: 'BE' }), 409, 3000)
      expectFault(await add({ ...home, kind: 'local' }), 409, 3000)
      expect((await add({ ...home, kind: 'one_stop_shop' })).status).toBe(201)
      expect((await add({ ...home, kind: 'local', country: 'US', region: 'wa' })).body.region).toBe('WA')
      expect((await add({ ...home, kind: 'local', country: 'US', region: 'OR' })).status).toBe(201)
      const { body } = await api.call(url, AUDITOR)
      expect(body.items.map((one: { kind: string }) => one.kind)).toEqual(['home', 'local', 'local', 'one_stop_shop'])
    })

    it('end on a day, and others begin on it', async () => {
      const { body } = await api.call(url, AUDITOR)
      const id = body.items[0].id
      const end = (until: string, as: As = FINANCE) => send('PUT', `${url}/${id}`, { until }, as)
      expectFault(await end('2025-12-31'), 400, 3000)
      expectFault(await end('2027-01-01', OPERATOR), 403, 900150)
      expect((await end('2027-01-01')).body.until).toBe('2027-01-01')
      expect((await add({ ...home, country: 'BE', number: 'BE0428759497', since: '2027-01-01' })).status).toBe(201)
      expectFault(await end('2027-06-01'), 409, 3000)
      expectFault(await send('PUT', `${url}/${NOBODY}`, { until: '2027-01-01' }, FINANCE), 404, 1000)
      const recorded = await auditOf('update_tax_registration', PLATFORM_ID)
      expect(recorded).toEqual([
        { kind: 'home', place: 'NL', number: 'NL004495445B01', since: '2026-01-01', until: '2027-01-01' },
      ])
    })

    it('are refused for places that do not exist', async () => {
      expectFault(await add({ ...home, country: 'XX' }), 400, 3000)
      expectFault(await add({ ...home, kind: 'local', country: 'NL', region: 'ZH' }), 400, 3000)
      expectFault(await add({ ...home, kind: 'local', country: 'DE', until: '2026-01-01' }), 400, 3000)
      expectFault(await add({ ...home, kind: 'one_stop_shop', country: 'GB' }), 400, 3000)
      expectFault(await add(home, { account: DIRECT }), 403, 900150)
    })
  })

  describe('the provider profile', () => {
    const url = '/v1/platform/provider-profile'
    const profile = {
      name: 'Lindenhof Cloud BV',
      address: { lines: ['Keizersgracht 1'], city: 'Amsterdam', postalCode: '1015 CJ', country: 'NL' },
      registrationNumber: '12345678',
      email: 'billing@lindenhof.example.net',
      supportUrl: 'https://lindenhof.example.net/support',
      languages: ['nl', 'en'],
      payment: { accountName: 'Lindenhof Cloud BV', iban: 'NL91 ABNA 0417 1643 00', bic: 'ABNANL2A' },
    }

    it('is empty until it is written, and then has an ETag', async () => {
      expect((await api.call(url, AUDITOR)).body).toMatchObject({ name: '', attributes: { etag: '0' } })
      const written = await send('PUT', url, profile, FINANCE)
      expect(written.body, written.text).toMatchObject({
        ...{ name: profile.name, languages: ['nl', 'en'], attributes: { etag: '1' } },
        payment: { iban: 'NL91ABNA0417164300', bic: 'ABNANL2A', instructions: '' },
      })
      expectFault(await send('PUT', url, profile, { ...FINANCE, headers: { 'if-match': '"0"' } }), 400, 2055)
      expect((await send('PUT', url, profile, { ...FINANCE, headers: { 'if-match': '"1"' } })).status).toBe(200)
    })

    it('is refused where it cannot be printed on a document', async () => {
      const wrong = { ...profile, payment: { ...profile.payment, iban: 'not one' } }
      expectFault(await send('PUT', url, wrong, FINANCE), 400, 3000)
      expectFault(
        await send('PUT', url, { ...profile, address: { ...profile.address, country: 'XX' } }, FINANCE),
        400,
        3000,
      )
      expectFault(await send('PUT', url, profile, OPERATOR), 403, 900150)
      expectFault(await api.call(url), 403, 900150)
    })
  })

  describe('the profile of a partner', () => {
    const url = '/v1/taxes/profile'
    const billing = (taxId: string, account = DIRECT) => ({
      CompanyName: 'Direct Cloud BV',
      Address: { Country: 'NL', City: 'Utrecht', AddressLine1: 'Partnerweg 1', PostalCode: '3511 AB' },
      PrimaryContact: { FirstName: 'Per', LastName: 'Ner' },
      TaxId: taxId,
      account,
    })
    const platform = `/v1/platform/partners/${DIRECT}/taxes`

    it('begins with the country of the account', async () => {
      const { body } = await api.call(url)
      expect(body).toMatchObject({ country: 'NL', region: '', taxIdState: 'unchecked', validFrom: '2025-01-01' })
      expect(body).not.toHaveProperty('taxId')
    })

    it('holds from the beginning where nothing was invoiced yet', async () => {
      expect((await send('PUT', '/v1/profiles/billing', billing('NL004495445B01'))).status).toBe(200)
      expect((await api.call(url)).body).toMatchObject({
        ...{ taxId: 'NL004495445B01', taxIdState: 'unchecked', validFrom: '2025-01-01' },
      })
      expect(await auditOf('update_tax_profile', DIRECT)).toEqual([
        { country: 'NL', region: '', taxId: '(hidden)', validFrom: '2025-01-01' },
      ])
    })

    it('does not change with what does not matter for taxes', async () => {
      await send('PUT', '/v1/profiles/billing', { ...billing('NL004495445B01'), PurchaseOrderNumber: '77' })
      expect((await api.call(platform, AUDITOR)).body.versions).toHaveLength(1)
    })

    it('changes with the next cycle once there is an invoice', async () => {
      await asOwner(
        api.database(),
        `insert into billing_run (billing_run_id, as_of, status, started_at)
           values ('${NOBODY}', '2026-02-15', 'completed', '2026-02-16T00:00:00Z');
         insert into invoice (partner_id, invoice_date, invoice_type, currency, number, period_start, period_end, due_date,
           total, charged, adjusted, tax, charge_count, issued_at, billing_run_id)
         values ('${DIRECT}', '2026-02-15', 1, 'EUR', 'D000000900', '2026-01-16', '2026-02-16', '2026-04-16',
           100, 100, 0, 0, 1, '2026-02-16T00:00:00Z', '${NOBODY}')`,
      )
      await send('PUT', '/v1/profiles/billing', billing('NL123456789B01'))
      const { body } = await api.call(url)
      expect([body.taxId, body.next]).toEqual([
        'NL004495445B01',
        { country: 'NL', region: '', taxId: 'NL123456789B01', taxIdState: 'invalid', validFrom: '2026-03-15' },
      ])
    })

    it('is set by the provider for days that were not invoiced', async () => {
      expectFault(
        await send('PUT', platform, { taxId: 'NL004495445B01', validFrom: '2026-02-15' }, FINANCE),
        409,
        900278,
      )
      const set = await send('PUT', platform, { taxId: 'NL004495445B01', validFrom: '2026-02-16' }, FINANCE)
      expect(set.body, set.text).toMatchObject({ taxId: 'NL004495445B01', validFrom: '2026-02-16' })
      expect(set.body.versions.map((one: { version: number }) => one.version)).toEqual([3, 2, 1])
      const bare = await send('PUT', platform, { taxId: '0044 95445 b01', validFrom: '2026-02-17' }, FINANCE)
      expect(bare.body.versions[0].taxId, bare.text).toBe('NL004495445B01')
      expectFault(await send('PUT', platform, { taxId: 'DE136695976', validFrom: '2026-04-01' }, FINANCE), 400, 3000)
      expectFault(await send('PUT', platform, { region: 'ZH', validFrom: '2026-04-01' }, FINANCE), 400, 3000)
      expectFault(await send('PUT', platform, { validFrom: '2026-04-01' }, OPERATOR), 403, 900150)
      const unknown = `/v1/platform/partners/${NOBODY}/taxes`
      expectFault(await send('PUT', unknown, { validFrom: '2026-04-01' }, FINANCE), 404, 1000)
      const american = `/v1/platform/partners/${OTHER}/taxes`
      expect((await send('PUT', american, { region: 'wa', validFrom: '2026-01-01' }, FINANCE)).body.region).toBe('WA')
      expect((await send('PUT', american, { taxId: '', validFrom: '2026-01-01' }, FINANCE)).body.region).toBe('WA')
    })

    it('has a tax id that only who looked it up can say is valid', async () => {
      const checks = `${platform}/validations`
      const offline = await send('POST', checks, {}, FINANCE)
      expect([offline.status, offline.body.state, offline.body.validator]).toEqual([
        201,
        'unchecked',
        'form and check digits',
      ])
      const found = { state: 'valid', evidence: 'VIES consultation WAPIAAAAX1', checkedOn: '2026-03-09' }
      expect((await send('POST', checks, found, FINANCE)).body).toMatchObject({
        ...found,
        validator: 'agent@00.example.net',
      })
      // Looked up the day before: check digits, looked at later, do not take that away.
      expect((await api.call(url)).body.taxIdState).toBe('valid')
      await send('POST', checks, {}, FINANCE)
      expect((await api.call(url)).body.taxIdState).toBe('valid')
      await send(
        'POST',
        checks,
        { ...found, state: 'unchecked', evidence: 'Withdrawn', checkedOn: '2026-03-10' },
        FINANCE,
      )
      expect((await api.call(url)).body.taxIdState).toBe('unchecked')
      await send('POST', checks, { ...found, checkedOn: '2026-03-10' }, FINANCE)
      expect((await api.call(url)).body.taxIdState).toBe('valid')
      expectFault(await send('POST', checks, { ...found, checkedOn: '2026-03-11' }, FINANCE), 400, 3000)
      expectFault(await send('POST', checks, { state: 'valid' }, FINANCE), 400, 3000)
      expectFault(await send('POST', checks, {}, OPERATOR), 403, 900150)
      expectFault(
        await send('POST', `/v1/platform/partners/${INDIRECT_PROVIDER}/taxes/validations`, {}, FINANCE),
        404,
        1000,
      )
      expect((await auditOf('validate_tax_id', DIRECT)).at(-1)).toMatchObject({
        state: 'valid',
        checkedOn: '2026-03-10',
      })
    })

    it('is seen by those who may see tax ids, which is recorded', async () => {
      expectFault(await api.call(url, { roles: ['helpdesk-agent'] }), 403, 900150)
      expectFault(await api.call(url, { kind: 'service-principal' }), 403, 900329)
      const { rows } = await api
        .database()
        .query(`select from audit_record where data ->> 'action' = 'view_tax_id' and data ->> 'profile' = 'tax'`)
      expect(rows.length).toBeGreaterThan(0)
      const seen = async () => {
        const found = await api.database().query<{ count: number }>(
          `select count(*)::int as count from audit_record
           where partner_id = $1 and data ->> 'action' = 'view_tax_id' and user_principal_name = 'agent@00.example.net'`,
          [DIRECT],
        )
        return found.rows[0]!.count
      }
      const before = await seen()
      expect((await api.call(platform, AUDITOR)).body.taxId).toBe('NL004495445B01')
      expect(await seen()).toBe(before + 1)
      expect((await api.call(url, { account: OTHER })).body).toMatchObject({ country: 'US', region: 'WA' })
    })
  })

  it('are checked by whom the program that starts the server supplies', async () => {
    const asked: string[] = []
    const server = await buildServer({
      database: api.database(),
      authority: new TokenAuthority({
        issuer: 'https://login.example.net',
        audiences: ['https://api.example.net'],
        lifetimeSeconds: 3_600,
      }),
      clock: api.now,
      newId,
      taxIdValidator: {
        name: 'the register',
        check: async (country, taxId) => {
          asked.push(`${country} ${taxId}`)
          return { state: 'valid', evidence: 'Found.' }
        },
      },
      limits: { perAccount: 0, perAddress: 0 },
    })
    const answer = await server.inject({
      method: 'POST',
      url: `/v1/platform/partners/${DIRECT}/taxes/validations`,
      headers: { authorization: `Bearer ${await api.token(FINANCE)}` },
      payload: {},
    })
    await server.close()
    expect(answer.json()).toMatchObject({ state: 'valid', evidence: 'Found.', validator: 'the register' })
    expect(asked).toEqual(['NL NL004495445B01'])
  })

  describe('exemptions', () => {
    const url = '/v1/taxes/exemptions'
    const asked = {
      ...{ country: 'CA', region: 'BC', components: ['PST/QST'], certificateNumber: 'PST-1234-5678' },
      ...{ reason: 'Exempt from PST', validFrom: '2026-01-01', validTo: '2027-01-01' },
    }
    const ask = (body: object = {}, as: object = {}) =>
      send('POST', url, { ...asked, certificate: file('pst.pdf'), ...body }, as)
    const decide = (id: string, body: object, as: object = FINANCE, partnerId = DIRECT) =>
      send('POST', `/v1/platform/partners/${partnerId}/taxes/exemptions/${id}/decision`, body, as)

    it('are submitted, reviewed, and can be withdrawn', async () => {
      const submitted = await ask()
      expect([submitted.status, submitted.body.state], submitted.text).toEqual([201, 'submitted'])
      const { id } = submitted.body
      const waiting = await api.call('/v1/platform/taxes/exemptions?state=submitted', AUDITOR)
      expect(waiting.body.items.map((one: { id: string }) => one.id)).toEqual([id])
      const approved = await decide(id, { state: 'approved', note: 'Seen in the register.' })
      expect(approved.body).toMatchObject({ state: 'approved', note: 'Seen in the register.', partnerId: DIRECT })
      expectFault(await decide(id, { state: 'approved' }), 409, 900278)
      expect((await decide(id, { state: 'rejected', note: 'Forged.' })).body.state).toBe('rejected')
      expectFault(await decide(id, { state: 'approved' }), 409, 900278)
      expect((await api.call(url, { roles: ['billing-admin'] })).body.items).toMatchObject([{ id, state: 'rejected' }])
      expect(await auditOf('review_tax_exemption', DIRECT)).toMatchObject([
        { state: 'approved' },
        { state: 'rejected' },
      ])
    })

    it('wait for a decision, of one partner only so many', async () => {
      const statuses = new Set<number>()
      for (let count = 0; count < 60 && !statuses.has(409); count += 1) {
        statuses.add((await ask({}, { account: OTHER })).status)
      }
      expect([...statuses]).toEqual([201, 409])
      const { rows } = await api.database().query('select from tax_exemption where partner_id = $1', [OTHER])
      expect(rows).toHaveLength(50)
      await asOwner(api.database(), `delete from tax_exemption where partner_id = '${OTHER}'`)
    })

    it('come with a file that is what its name says', async () => {
      for (const [name, content] of Object.entries(FILES)) {
        const submitted = await ask({ certificate: file(`certificate.${name}`, content) })
        expect([name, submitted.status]).toEqual([name, 201])
        const path = submitted.body.links.certificate.uri
        const sent = await api.call(`/v1${path}`)
        expect([sent.status, sent.headers['content-disposition'], sent.headers['x-content-type-options']]).toEqual([
          ...[200, `attachment; filename="certificate.${name}"`, 'nosniff'],
        ])
        expectFault(await api.call(`/v1${path}`, { account: OTHER }), 404, 1000)
        const id = path.split('/').at(-1)
        const ofPartner = `/v1/platform/partners/${DIRECT}/taxes/certificates/${id}`
        expect((await api.call(ofPartner, AUDITOR)).status).toBe(200)
        // It names tax ids: not for everybody, and who saw it is recorded.
        expectFault(await api.call(ofPartner, { account: PLATFORM_ID, roles: ['platform-operator'] }), 403, 900150)
        expectFault(await api.call(`/v1${path}`, { roles: ['helpdesk-agent'] }), 403, 900150)
        const { rows } = await api
          .database()
          .query(
            `select from audit_record where data ->> 'action' = 'view_tax_certificate' and data ->> 'certificateId' = $1`,
            [id!],
          )
        expect(rows).toHaveLength(2)
      }
      const wrong = [
        file('certificate.png', FILES.pdf),
        file('certificate.pdf', Buffer.from('MZ')),
        file('certificate'),
        file('my certificate.pdf'),
        file('certificate(1).pdf'),
        file('../certificate.pdf'),
        file('certificate.pdf', Buffer.alloc(0)),
        file('certificate.pdf', Buffer.concat([FILES.pdf, Buffer.alloc(1_048_576)])),
        { fileName: 'certificate.pdf', content: 'no base64!' },
      ]
      for (const certificate of wrong) expectFault(await ask({ certificate }), 400, 3000)
    })

    it('are refused where their scope makes no sense', async () => {
      for (const odd of [{ country: 'XX' }, { region: 'ZZ' }, { taxClasses: ['luxury'] }, { validTo: '2026-01-01' }]) {
        expectFault(await ask(odd), 400, 3000)
      }
    })

    it('are submitted by global admins, and reviewed by finance', async () => {
      expectFault(await ask({}, { roles: ['billing-admin'] }), 403, 900150)
      expectFault(await ask({}, { kind: 'service-principal' }), 403, 900329)
      expectFault(await api.call(url, { account: RESELLER }), 403, 900150)
      const { body } = await ask()
      expectFault(await decide(body.id, { state: 'approved' }, OPERATOR), 403, 900150)
      expectFault(await decide(body.id, { state: 'approved' }, FINANCE, OTHER), 404, 1000)
      expect((await api.call(url, { account: OTHER })).body.items).toEqual([])
    })

    it('are made once for a request that is sent twice', async () => {
      const headers = { 'ms-requestid': '018f00aa-0000-7000-8000-000000000001' }
      const first = await ask({ certificateNumber: 'twice' }, { headers })
      const second = await ask({ certificateNumber: 'twice' }, { headers })
      expect(second.body).toEqual(first.body)
    })

    it('wait for the provider, the oldest first, page by page', async () => {
      api.setNow('2026-03-10T09:00:01Z')
      const first = await ask()
      api.setNow('2026-03-10T09:00:02Z')
      const second = await ask()
      const queue = '/v1/platform/taxes/exemptions?state=submitted&size=1'
      const waiting: string[] = []
      let page = await api.call(queue, AUDITOR)
      let headers = {}
      for (;;) {
        waiting.push(...page.body.items.map((item: { id: string }) => item.id))
        if (page.body.continuationToken === undefined) break
        headers = { 'MS-ContinuationToken': page.body.continuationToken }
        page = await api.call(`${queue}&seekOperation=Next`, { ...AUDITOR, headers })
      }
      expect(waiting.slice(-2)).toEqual([first.body.id, second.body.id])
      expect(new Set(waiting).size).toBe(waiting.length)
      expect((await api.call('/v1/platform/taxes/exemptions?state=submitted', AUDITOR)).body.totalCount).toBe(
        waiting.length,
      )
      expect((await api.call(url)).body.items[0].id).toBe(second.body.id)
      for (const { body } of [first, second]) await decide(body.id, { state: 'rejected' })
      const other = { ...AUDITOR, headers }
      expectFault(await api.call('/v1/platform/taxes/withholdings?seekOperation=Next', other), 400, 2000)
    })
  })

  describe('claims for tax withheld', () => {
    const url = '/v1/taxes/withholdings'
    const claim = (invoiceId: string, total: number | string, more: object = {}, as: object = {}) =>
      send('POST', url, { invoiceId, total, certificate: file('certificate.pdf'), ...more }, as)
    const decide = (id: string, state: string, as: object = FINANCE, partnerId = DIRECT) =>
      send('POST', `/v1/platform/partners/${partnerId}/taxes/withholdings/${id}/decision`, { state, note: state }, as)
    const correct = (id: string, body: object, as: object = {}) => send('PUT', `${url}/${id}`, body, as)

    beforeAll(async () => {
      await owe(
        api.database(),
        { number: 'D000000101', total: 10_000n },
        { number: 'D000000102', total: 10_000n },
        { number: 'D000000103', total: 10_000n },
        { number: 'D000000104', total: 10_000n, partnerId: OTHER, currency: 'USD' },
      )
      await pay(api, 90, { allocations: [{ invoiceId: 'D000000101' }] })
      await pay(api, 100, { allocations: [{ invoiceId: 'D000000102' }] })
    })

    it('are for partly paid invoices, and at most what is open', async () => {
      expectFault(await claim('D000000102', 10), 400, 3000)
      expectFault(await claim('D000000103', 10), 400, 3000)
      expectFault(await claim('D000000101', '10.01'), 400, 3000)
      expectFault(await claim('D000000101', '10.001'), 400, 3000)
      expectFault(await claim('D000000101', 0), 400, 3000)
      expectFault(await claim('D000000104', 10), 404, 1000)
      expectFault(await claim('D999999999', 10), 404, 1000)
      expectFault(await claim('D000000101', 10, { certificate: file('a b.pdf') }), 400, 3000)
    })

    it('are submitted, sent back, corrected, approved and completed, which pays the invoice', async () => {
      const submitted = await claim('d000000101', '9.50')
      expect([submitted.status, submitted.body.state], submitted.text).toEqual([201, 'submitted'])
      expect(submitted.body).toMatchObject({ invoiceId: 'D000000101', currencyCode: 'EUR', total: 9.5 })
      const { id } = submitted.body
      expectFault(await claim('D000000101', 1), 409, 900278)
      expectFault(await correct(id, { total: 10 }), 409, 900278)
      expectFault(await decide(id, 'completed'), 409, 900278)
      expect((await decide(id, 'sent_back')).body).toMatchObject({ state: 'sent_back', note: 'sent_back' })
      expectFault(await correct(id, { total: 11 }), 400, 3000)
      const corrected = await correct(id, { total: 10, certificate: file('corrected.png', FILES.png) })
      expect(corrected.body).toMatchObject({ state: 'submitted', total: 10 })
      const sent = await api.call(`/v1${corrected.body.links.certificate.uri}`)
      expect(sent.headers['content-type']).toBe('image/png')
      expect((await decide(id, 'approved')).body.state).toBe('approved')
      expect(await openOn(api.database(), 'D000000101')).toBe(1_000n)
      expect((await decide(id, 'completed')).body.state).toBe('completed')
      expect(await openOn(api.database(), 'D000000101')).toBe(0n)
      expectFault(await decide(id, 'sent_back'), 409, 900278)
      const listed = await api.call('/v1/platform/taxes/withholdings?state=completed', AUDITOR)
      expect(listed.body.items).toMatchObject([{ id, partnerId: DIRECT, decidedBy: 'agent@00.example.net' }])
      expect(await auditOf('review_withholding', DIRECT)).toMatchObject([
        ...[{ state: 'sent-back' }, { state: 'approved' }, { state: 'completed', total: '10.00 EUR' }],
      ])
    })

    it('are completed on the clock of the account', async () => {
      await owe(api.database(), { number: 'D000000109', total: 10_000n })
      await pay(api, 90, { allocations: [{ invoiceId: 'D000000109' }] })
      const { body } = await claim('D000000109', 10)
      await decide(body.id, 'approved')
      const clock = (sql: string) => asOwner(api.database(), `update partner set ${sql} where partner_id = '${DIRECT}'`)
      await clock(`is_sandbox = true, clock_at = '2026-03-01T09:00:00Z'`)
      const completed = await decide(body.id, 'completed')
      await clock('clock_at = null, is_sandbox = false')
      expect(completed.body, completed.text).toMatchObject({ state: 'completed' })
      const { rows } = await api.database().query<{ text: string }>(
        `select concat_ws(' ', to_char(p.received_on, 'YYYY-MM-DD'), to_char(w.decided_at at time zone 'UTC', 'YYYY-MM-DD'))
           as text from withholding w join payment p on p.partner_id = w.partner_id and p.reference = w.withholding_id::text
         where w.withholding_id = $1`,
        [body.id],
      )
      expect(rows).toEqual([{ text: '2026-03-01 2026-03-01' }])
    })

    it('are not completed where the invoice was paid meanwhile', async () => {
      await pay(api, 50, { allocations: [{ invoiceId: 'D000000103' }] })
      const { body } = await claim('D000000103', 20)
      await decide(body.id, 'approved')
      await pay(api, 45, { allocations: [{ invoiceId: 'D000000103' }] })
      expect((await decide(body.id, 'completed')).status).toBe(400)
      expect((await api.call(`${url}?state=approved`)).body.items).toMatchObject([{ id: body.id }])
    })

    it('belong to one partner, and are made by people who may', async () => {
      const { body } = await api.call(url)
      const id = body.items[0].id
      expectFault(await decide(id, 'sent_back', FINANCE, OTHER), 404, 1000)
      expectFault(await correct(id, { total: 1 }, { account: OTHER }), 404, 1000)
      expectFault(await decide(id, 'sent_back', AUDITOR), 403, 900150)
      expectFault(await claim('D000000101', 1, {}, { roles: ['sales-agent'] }), 403, 900150)
      expectFault(await claim('D000000101', 1, {}, { kind: 'service-principal' }), 403, 900329)
      expectFault(await claim('D000000101', 1, {}, { account: RESELLER }), 403, 900150)
      expect((await api.call(url, { account: OTHER })).body.items).toEqual([])
    })
  })
})
