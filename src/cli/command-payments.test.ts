import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { asOwner, CUSTOMERS, load, openLedger, PROVIDER } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { owe } from '../../test/support/money.js'
import { paymentsCommand } from './command-payments.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

const BIRCH = '018f0001-0000-7000-8000-000000000002'

describeEachLedger('prorata payments', (open) => {
  let folder: string
  let output = ''
  let complaints = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'prorata-command-payments-'))
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    vi.spyOn(console, 'error').mockImplementation((text) => {
      complaints += `${text}\n`
    })
    const database = await openLedger(open)
    opened.database = database
    await load(database, { partners: PROVIDER.partners!, customers: CUSTOMERS })
    await owe(
      database,
      { number: 'D000000001', total: 12_100n, partnerId: BIRCH, issuedOn: '2026-01-01' },
      { number: 'D000000002', total: 5_000n, partnerId: BIRCH, issuedOn: '2026-02-01' },
    )
  })
  afterAll(() => {
    vi.restoreAllMocks()
    process.exitCode = undefined
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    output = ''
    complaints = ''
  })

  const run = async (...words: string[]) => {
    output = ''
    await paymentsCommand().exitOverride().parseAsync(words, { from: 'user' })
    return output
  }
  const json = async (...words: string[]) => JSON.parse(await run(...words, '--json'))
  const ofBirch = ['--partner', BIRCH] as const

  it('records a payment that pays what it is told to, and lists it', async () => {
    const given = ['--amount', '130', '--currency', 'EUR', '--received', '2026-02-10', '--invoice', 'd000000001']
    const text = await run('record', ...ofBirch, ...given, '--invoice', 'D000000002=5.5')
    expect(text).toMatch(
      /of 130\.00 EUR\n {2}pays 121\.00 of D000000001\n {2}pays 5\.50 of D000000002\n {2}3\.50 left\n$/,
    )
    const { payments, more } = await json('list', ...ofBirch, '--unallocated')
    expect([payments.length, more, payments[0].unallocated]).toEqual([1, false, '3.50'])
    expect(await run('list', ...ofBirch)).toContain('D000000001 D000000002')
  })

  it('takes back, refunds, writes off, and shows what is left', async () => {
    const [{ paymentId }] = (await json('list', ...ofBirch)).payments
    const released = ['release', paymentId, ...ofBirch, '--invoice', 'D000000002', '--reason', 'other invoice']
    expect((await json(...released)).payment.unallocated).toBe('9.00')
    expect(
      (await json('refund', paymentId, ...ofBirch, '--amount', '2', '--reason', 'paid twice')).payment.refunded,
    ).toBe('2.00')
    expect((await json('allocate', paymentId, ...ofBirch, '--oldest')).payment.allocations).toEqual([
      { number: 'D000000001', amount: '121.00' },
      { number: 'D000000002', amount: '7.00' },
    ])
    const writeOff = ['write-off', ...ofBirch, '--invoice', 'D000000002', '--reason', 'gone']
    expect(await run(...writeOff, '--amount', '40')).toBe(
      'D000000002: 50.00 EUR, paid 7.00, credited 40.00, open 3.00\n',
    )
    expect((await json(...writeOff, '--take-back')).invoice).toMatchObject({ open: '43.00', dueOn: '2026-04-02' })
    await expect(run('credit', ...ofBirch, '--invoice', 'D000000002')).rejects.toThrow(/no credit balance/)
  })

  it('imports a statement, shows why an entry may pay what, and confirms it', async () => {
    const file = join(folder, 'bank.csv')
    writeFileSync(
      file,
      'booked_on,amount,currency,payer,remittance\n2026-02-12,43.00,EUR,BIRCH,d2\n2026-02-12,1,EUR,,x\n',
    )
    await expect(run('import', file)).rejects.toThrow(/--account/)
    expect((await json('import', file, '--account', 'main', '--auto-exact')).statements[0]).toMatchObject({
      known: 0,
      confirmedIds: [],
    })
    expect(await run('entries')).toMatch(
      /high {4}018f0001-.* D000000002=43\.00\n.*without its zeros; .*name of the partner/,
    )
    const { entries } = await json('entries')
    const [named, strange] = entries as { bankEntryId: string }[]
    expect(await run('confirm', named!.bankEntryId, ...ofBirch, '--oldest')).toMatch(/0\.00 EUR of it is left/)
    expect(await run('ignore', strange!.bankEntryId, '--reason', 'rent')).toContain('set aside')
    const again = '2026-02-12,1,EUR,,x\n2026-02-12,1,EUR,,x\n'
    writeFileSync(file, `booked_on,amount,currency,payer,remittance\n${again}`)
    expect(await run('import', file, '--account', 'main')).toMatch(/May be known.*\n.*\n?.* 2 +1 +0 +0 +0 +0/)
    const more = (await json('entries')).entries as { bankEntryId: string; duplicateOf: string | null }[]
    expect(more.map(({ duplicateOf }) => duplicateOf)).toEqual([strange!.bankEntryId, null])
    expect(await run('entries')).toContain(`may be the same money as ${strange!.bankEntryId}`)
    const ids = more.map(({ bankEntryId }) => bankEntryId)
    expect(await run('ignore', ...ids, '--reason', 'known')).toBe('2 entries are set aside.\n')
    await expect(run('credit-limit', ...ofBirch, '--amount', '1.250')).rejects.toThrow(/at most 2 digits/)
    expect(await run('entries')).toBe('There are no such entries.\n')
    writeFileSync(file, 'booked_on,amount,currency\n2026-02-12,x,EUR\n')
    await expect(run('import', file, '--account', 'main')).rejects.toThrow(/line 2: amount: x is no amount/)
    expect(complaints).toContain(`${file}:2: amount: x`)
  })

  it('shows the account and its statement, and sets limit and terms', async () => {
    const account = await run('account', ...ofBirch)
    expect(account).toMatch(/EUR {2}0\.00 +0\.00\nTo be paid within 60 days\.\nThere is no credit limit\./)
    expect(await run('credit-limit', ...ofBirch, '--amount', '100')).toMatch(
      /Credit limit 100\.00 EUR: .* 100\.00 left/,
    )
    await expect(run('credit-limit', ...ofBirch)).rejects.toThrow(/--amount or --none/)
    await expect(run('credit-limit', ...ofBirch, '--amount', '1.001')).rejects.toThrow(/no amount of EUR/)
    expect((await json('credit-limit', ...ofBirch, '--none')).creditLimit).toBeNull()
    expect((await json('terms', ...ofBirch, '--days', '30')).paymentDays).toBe(30)
    const { lines, opening } = await json('statement', ...ofBirch, '--from', '2026-02-01')
    expect(opening).toEqual([{ currency: 'EUR', balance: '121.00' }])
    // The refund and the write-off with its end stand at today.
    expect(lines.slice(0, 3).map(({ balance }: { balance: string }) => balance)).toEqual(['171.00', '41.00', '-2.00'])
    expect(lines.at(-1).balance).toBe('0.00')
    await expect(run('account', '--partner', '018f0001-0000-7000-8000-0000000000ff')).rejects.toThrow(/no partner/)
  })

  it('opens the books of who has invoices from before the journal', async () => {
    await expect(run('open-books')).rejects.toThrow(/--settled-through or --none/)
    await asOwner(
      opened.database!,
      `update partner set old_documents_until = '2100-01-01' where partner_id = '${BIRCH}'`,
    )
    expect(await run('check', ...ofBirch)).toContain('One partner has invoices from before the journal')
    expect(await json('open-books', '--settled-through', '2026-02-01')).toEqual({ partners: 1, documents: 0 })
    expect(await run('open-books', '--none')).toBe('Books opened: 0; invoices noted as settled: 0.\n')
    expect((await json('check', ...ofBirch)).unopened).toBe(0)
  })

  it('checks the books and exports them as CSV that balances', async () => {
    const { faults, accounts } = await json('check', ...ofBirch)
    expect(faults).toEqual([])
    expect(accounts.find((one: { account: string }) => one.account === 'cash').balance).toBe('171.00')
    const file = join(folder, 'out/journal.csv')
    await run('export-journal', '--out', file)
    const rows = parse(readFileSync(file), { columns: true }) as Record<string, string>[]
    const sum = (column: string) => rows.reduce((total, row) => total + Math.round(Number(row[column]) * 100), 0)
    expect(sum('Debit')).toBe(sum('Credit'))
    expect(process.exitCode ?? 0).toBe(0)
    await owe(opened.database!, { number: 'D000000009', total: 1n, partnerId: BIRCH })
    expect(await run('check')).toContain('Wrong: no number is missing in a series: D: 6 between 2 and 9')
    expect(process.exitCode).toBe(1)
  })
})
