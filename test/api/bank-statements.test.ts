import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { checkBooks } from '../../src/app/account-statement.js'
import { DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID } from '../support/api.js'
import { FINANCE, openOn, owe } from '../support/money.js'

const AUDITOR = { account: PLATFORM_ID, roles: ['platform-auditor'] as const }
const NOBODY = '018f00ff-0000-7000-8000-0000000000ff'
const sample = (name: string) => readFileSync(new URL(`../bank/${name}`, import.meta.url), 'utf8')

interface Entry {
  readonly id: string
  readonly amount: number
  readonly payer: string
  readonly reason: string
  readonly possibleDuplicateOf?: string
  readonly suggestions: readonly {
    readonly partnerId: string
    readonly confidence: string
    readonly reasons: readonly string[]
    readonly allocations: readonly { readonly invoiceId: string; readonly amount: number }[]
  }[]
}

describeApi('bank statements', (api) => {
  beforeAll(async () => {
    api.setNow('2026-03-10T09:00:00Z')
    await owe(
      api.database(),
      { number: 'D000000101', total: 12_100n },
      { number: 'D000000102', total: 50_000n },
      { number: 'G000000103', total: 40_000n },
      { number: 'D000000104', total: 100_000n, partnerId: OTHER, currency: 'USD' },
    )
  })
  const importFile = (text: string, kind: 'camt' | `csv?${string}`, as: object = FINANCE) =>
    api.call(`/v1/platform/bank-statements/${kind}`, {
      ...as,
      method: 'POST',
      body: text,
      headers: { 'content-type': kind === 'camt' ? 'application/xml' : 'text/csv' },
    })
  const entries = async (query = '?state=open'): Promise<Entry[]> =>
    (await api.call(`/v1/platform/bank-entries${query}`, AUDITOR)).body.items
  const confirm = (id: string, body: object) =>
    api.call(`/v1/platform/bank-entries/${id}/confirm`, { ...FINANCE, body })

  it('are imported once, whatever file their entries come in', async () => {
    const first = await importFile(sample('camt053-001-02.xml'), 'camt')
    expect(first.body.statements, first.text).toMatchObject([
      { account: 'NL47EXMP0417164300', importedCount: 3, knownCount: 0, passedOverCount: 2, confirmedCount: 0 },
    ])
    const again = await importFile(sample('camt053-001-02.xml'), 'camt')
    expect(again.body.statements).toMatchObject([{ id: first.body.statements[0].id, importedCount: 0, knownCount: 3 }])
    expect(await entries()).toHaveLength(3)
  })

  it('are marked where they look like an entry of another file, which may be the same money or not', async () => {
    const later = await importFile(sample('camt053-001-08.xml'), 'camt')
    expect(later.body.statements).toMatchObject([
      { importedCount: 2, possibleDuplicateCount: 1, knownCount: 0, passedOverCount: 1 },
    ])
    const all = await entries()
    expect(all).toHaveLength(5)
    const marked = all.filter(({ possibleDuplicateOf }) => possibleDuplicateOf !== undefined)
    expect(marked).toMatchObject([{ amount: 121, possibleDuplicateOf: all[0]!.id }])
    const ignored = await api.call(`/v1/platform/bank-entries/${marked[0]!.id}/ignore`, {
      ...FINANCE,
      body: { reason: 'in the statement of the 9th' },
    })
    expect(ignored.body).toMatchObject({ state: 'ignored', possibleDuplicateOf: all[0]!.id })
  })

  it('suggest what each entry may pay, how sure that is, and why', async () => {
    const [named, partial, stranger, short] = await entries()
    expect(named!.suggestions).toEqual([
      {
        partnerId: DIRECT,
        partnerName: 'Direct Cloud',
        confidence: 'exact',
        reasons: ['the number is named', 'the amount is what is open', 'the payer has the name of the partner'],
        allocations: [{ invoiceId: 'D000000101', amount: 121 }],
      },
    ])
    expect(partial!.suggestions).toMatchObject([
      { confidence: 'medium', allocations: [{ invoiceId: 'D000000102', amount: 279 }] },
    ])
    expect([stranger!.payer, stranger!.suggestions]).toEqual(['Nordlicht Cloud GmbH', []])
    expect(short!.suggestions).toMatchObject([
      {
        confidence: 'high',
        reasons: ['the number is named without its zeros', 'the amount is what is open', expect.any(String)],
        allocations: [{ invoiceId: 'G000000103', amount: 400 }],
      },
    ])
  })

  it('become payments when somebody confirms them, once', async () => {
    const [named, partial] = await entries()
    const { partnerId, allocations } = named!.suggestions[0]!
    expectFault(await confirm(named!.id, { partnerId: NOBODY, allocations: [] }), 404, 1000)
    expectFault(await confirm(named!.id, { partnerId: OTHER, allocations }), 404, 1000)
    const confirmed = await confirm(named!.id, { partnerId, allocations })
    expect(confirmed.body).toMatchObject({
      entry: { state: 'confirmed', partnerId: DIRECT, decidedBy: expect.any(String), suggestions: [] },
      payment: { amount: 121, unallocatedAmount: 0, receivedDate: '2026-03-06', payer: 'Direct Cloud' },
    })
    expect(await openOn(api.database(), 'D000000101')).toBe(0n)
    const twice = await confirm(named!.id, { partnerId, allocations })
    expectFault(twice, 409, 3000)
    expect(twice.body.refusal.code).toBe('bank-entry-decided')
    // Two people at once: one of them is told that it is done.
    const both = await Promise.all([1, 2].map(() => confirm(partial!.id, { partnerId, oldestFirst: true })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await checkBooks(api.database(), DIRECT)).faults).toEqual([])
  })

  it('remember from which account a partner pays', async () => {
    await importFile(
      'booked_on,amount,currency,payer,payer_account,remittance\n2026-03-10,7.77,EUR,Treasury,NL02ABNA0123456789,hello\n',
      'csv?account=second',
    )
    const [entry] = (await entries()).filter(({ amount }) => amount === 7.77)
    expect(entry!.suggestions).toEqual([
      {
        partnerId: DIRECT,
        partnerName: 'Direct Cloud',
        confidence: 'low',
        reasons: ['payments came from this bank account before'],
        allocations: [],
      },
    ])
  })

  it('have entries that are no payment: they are set aside with a reason', async () => {
    const [stranger] = (await entries()).filter(({ payer }) => payer === 'Nordlicht Cloud GmbH')
    const ignore = (body: object, id = stranger!.id) =>
      api.call(`/v1/platform/bank-entries/${id}/ignore`, { ...FINANCE, body })
    expectFault(await ignore({}), 400, 3000)
    expectFault(await ignore({ reason: 'x' }, NOBODY), 404, 1000)
    expect((await ignore({ reason: 'rent' })).body).toMatchObject({ state: 'ignored', reason: 'rent' })
    expectFault(await confirm(stranger!.id, { partnerId: DIRECT }), 409, 3000)
    expect(await entries('?state=ignored')).toHaveLength(2)
  })

  it('pay by themselves only what is exact, and only when asked to', async () => {
    await owe(api.database(), { number: 'D000000105', total: 10_500n }, { number: 'D000000106', total: 10_600n })
    const row = (amount: string, text: string) => `2026-03-10,${amount},EUR,X,,${text}\n`
    const file = `booked_on,amount,currency,payer,payer_account,remittance\n${[
      row('105.00', 'D000000105'),
      row('105.00', 'D000000105 again'), // the invoice is paid by then
      row('106.00', 'd106'),
      row('1.00', 'D000000106'),
    ].join('')}`
    const imported = await importFile(file, 'csv?account=third&autoExact=true')
    expect(imported.body.statements, imported.text).toMatchObject([{ importedCount: 4, confirmedCount: 1 }])
    expect(await openOn(api.database(), 'D000000105')).toBe(0n)
    expect(await openOn(api.database(), 'D000000106')).toBe(10_600n)
    expect((await importFile(file, 'csv?account=third&autoExact=true')).body.statements).toMatchObject([
      { importedCount: 0, knownCount: 4, confirmedCount: 0 },
    ])
    expect((await checkBooks(api.database(), DIRECT)).faults).toEqual([])
  })

  it('of equal payments in two files are both there, and only the first pays by itself', async () => {
    await owe(api.database(), { number: 'D000000107', total: 50n }, { number: 'D000000108', total: 50n })
    const file = (more: string) => `booked_on,amount,currency,remittance\n2026-03-10,0.50,EUR,D000000107\n${more}`
    const first = await importFile(file(''), 'csv?account=fourth&autoExact=true')
    expect(first.body.statements).toMatchObject([{ importedCount: 1, possibleDuplicateCount: 0, confirmedCount: 1 }])
    const second = await importFile(file('2026-03-10,0.50,EUR,D000000108\n'), 'csv?account=fourth&autoExact=true')
    expect(second.body.statements).toMatchObject([
      { importedCount: 2, possibleDuplicateCount: 1, knownCount: 0, confirmedCount: 1 },
    ])
    expect((await entries()).filter(({ amount }) => amount === 0.5)).toHaveLength(1)
    // Twice in one file is twice.
    const twice = `booked_on,amount,currency,remittance\n${'2026-03-10,0.51,EUR,x\n'.repeat(2)}`
    expect((await importFile(twice, 'csv?account=fourth')).body.statements).toMatchObject([
      { importedCount: 2, possibleDuplicateCount: 0 },
    ])
  })

  it('of two pages with one reference of the bank are all there', async () => {
    const page = (text: string) => {
      const ref = '<AcctSvcrRef>NONREF</AcctSvcrRef>'
      return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>${text}</MsgId>
        </GrpHdr><Stmt><Id>S1</Id><Acct><Id><IBAN>NL00PAGES</IBAN></Id></Acct><Ntry><Amt Ccy="EUR">7.00</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-10</Dt></BookgDt>${ref}</Ntry></Stmt>
        </BkToCstmrStmt></Document>`
    }
    const pages = [await importFile(page('1'), 'camt'), await importFile(page('2'), 'camt')]
    expect(
      pages.map(({ body }) => [body.statements[0].importedCount, body.statements[0].possibleDuplicateCount]),
    ).toEqual([
      [1, 0],
      [1, 1],
    ])
    expect((await entries()).filter(({ amount }) => amount === 7)).toHaveLength(2)
  })

  it('may have long texts', async () => {
    const long = [...'x'.repeat(2_000)]
      .map((_, index) => String.fromCodePoint(0x4e00 + ((index * 7_919) % 20_000)))
      .join('')
    const file = `booked_on,amount,currency,remittance\n2026-03-10,0.01,EUR,${long}\n`
    const imported = await importFile(file, 'csv?account=long')
    expect(imported.body.statements, imported.text).toMatchObject([{ importedCount: 1 }])
  })

  it('that cannot be confirmed by themselves stay open with the reason, and keep no other from being confirmed', async () => {
    await owe(
      api.database(),
      { number: 'D000000110', total: 1_000n },
      { number: 'D000000111', total: 1_100n },
      { number: 'D000000112', total: 1_200n },
    )
    const row = (on: string, amount: string, text: string) => `${on},${amount},EUR,${text}\n`
    const file = `booked_on,amount,currency,remittance\n${[
      row('2026-03-10', '10.00', 'D000000110'),
      row('2026-03-12', '11.00', 'D000000111'),
      row('2026-03-11', '12.00', 'D000000112'), // the day has begun where the bank is
    ].join('')}`
    const imported = await importFile(file, 'csv?account=fifth&autoExact=true')
    expect(imported.body.statements, imported.text).toMatchObject([
      { importedCount: 3, confirmedCount: 2, refusedCount: 1 },
    ])
    const [left] = (await entries()).filter(({ amount }) => amount === 11)
    expect(left!.reason).toContain('2026-03-12 is yet to come')
    api.setNow('2026-03-11T09:00:00Z')
    // The same file once more: what was left is tried again.
    expect((await importFile(file, 'csv?account=fifth&autoExact=true')).body.statements).toMatchObject([
      { importedCount: 0, knownCount: 3, confirmedCount: 1, refusedCount: 0 },
    ])
    expect(await openOn(api.database(), 'D000000111')).toBe(0n)
    api.setNow('2026-03-10T09:00:00Z')
    expect((await checkBooks(api.database(), DIRECT)).faults).toEqual([])
  })

  it('with a fault are refused as a whole, with the line', async () => {
    const before = (await entries('')).length
    const csv = await importFile('booked_on,amount,currency\n2026-03-10,1.00,EUR\n2026-03-10,x,EUR\n', 'csv?account=a')
    expectFault(csv, 400, 3000)
    expect(csv.body.description).toContain('line 3: amount: x is no amount of EUR')
    expect(csv.body.data).toEqual([{ line: 3, reason: expect.any(String) }])
    const camt = await importFile('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 'camt')
    expectFault(camt, 400, 3000)
    expectFault(await importFile('', 'camt'), 400, 3000)
    expectFault(await importFile('booked_on,amount,currency\n', 'csv?'), 400, 3000)
    expect(await entries('')).toHaveLength(before)
  })

  it('are for finance; the provider looks, partners do not', async () => {
    expectFault(await importFile(sample('camt053-001-02.xml'), 'camt', AUDITOR), 403, 900150)
    expectFault(await importFile(sample('camt053-001-02.xml'), 'camt', {}), 403, 900150)
    expectFault(await api.call('/v1/platform/bank-entries'), 403, 900150)
    const page = await api.call('/v1/platform/bank-entries?size=2', AUDITOR)
    expect(page.body.items).toHaveLength(2)
    const { uri, headers } = page.body.links.next
    const next = await api.call(`/v1${uri}`, { ...AUDITOR, headers: { [headers[0].key]: headers[0].value } })
    expect(next.body.items[0].id).not.toBe(page.body.items[1].id)
    expect((await api.call(`/v1/platform/bank-entries/${page.body.items[0].id}`, AUDITOR)).body.id).toBe(
      page.body.items[0].id,
    )
    expectFault(await api.call(`/v1/platform/bank-entries/${NOBODY}`, AUDITOR), 404, 1000)
  })
})
