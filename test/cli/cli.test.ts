// The program as people call it, in processes of its own. Calls that need no database run beside each other.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/open-database.js'

const ROOT = join(import.meta.dirname, '../..')
const CALL = ['--import', 'tsx', join(ROOT, 'src/cli/main.ts')]
const SECRET = 'hunter2-secret'

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function prorata(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { DATABASE_URL: _, PRORATA_DATA: __, FORCE_COLOR: ___, ...env } = process.env
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...CALL, ...parameters],
      { cwd: ROOT, env: { ...env, NO_COLOR: '1', ...environment } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

describe('prorata', { concurrent: true }, () => {
  it('lists its commands, exit codes and examples', async () => {
    const { code, stdout } = await prorata(['--help'])
    expect(code).toBe(0)
    for (const command of ['import', 'bill', 'invoices', 'export-recon', 'verify-ledger', 'quarantine', 'migrate']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
    }
    expect(stdout).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 /)
    expect(stdout).toContain('$ prorata import examples/demo')
  })

  it.each([
    [['no-such-command'], /unknown command 'no-such-command'/],
    [['bill', '--as-of', '2026-02-30'], /must be a day as YYYY-MM-DD/],
    [['bill'], /say the day to bill with --as-of YYYY-MM-DD/],
    [['invoices', '--partner', '17'], /must be an id such as/],
    [['price-lists', 'diff', '17'], /must be an id such as/],
    [['price-lists', 'import', 'april.csv', '--month', '2026-13', '--currency', 'EUR'], /must be a month such as/],
    [['verify-ledger', '--part', '2/2'], /must be k\/n with k from 0/],
    [['import', 'no/such/file.csv'], /there is no file or folder no\/such\/file.csv/],
    [['bill', '--as-of', '2026-01-01', '--data', 'x', '--database', 'y'], /name two databases: give one of them/],
  ] as const)('ends with 2 and one reason for a call it cannot use: %s', async (parameters, reason) => {
    const { code, stdout, stderr } = await prorata(parameters)
    expect(stderr).toMatch(reason)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect([code, stdout]).toEqual([2, ''])
  })

  const server = process.env['TEST_DATABASE_URL']
  const nowhere = `postgres://admin:${SECRET}@127.0.0.1:1/ledger`
  const secrets: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>])[] = [
    ['a server that is not there', [], { DATABASE_URL: nowhere }],
    ['a host that is none', ['--database', `postgres://admin:${SECRET}@no-such-host.invalid/ledger`], {}],
    ['a slash in the password', [], { DATABASE_URL: `postgres://admin:a/${SECRET}@127.0.0.1:1/ledger` }],
    ['a URL that is none', [], { DATABASE_URL: `postgres//admin:${SECRET}@[` }],
    ['a password in the options', [], { DATABASE_URL: `postgres://127.0.0.1:1/ledger?user=a&password=${SECRET}` }],
  ]
  const onServer =
    server === undefined
      ? []
      : ([['an unknown user', [], { DATABASE_URL: withUser(server, 'nobody', SECRET) }]] as const)

  it.each([...secrets, ...onServer])('keeps the password to itself: %s', async (_, parameters, environment) => {
    const { code, stdout, stderr } = await prorata(['invoices', ...parameters], environment)
    expect(code).toBe(2)
    expect(stderr).toMatch(/DATABASE_URL|database URL/)
    expect(stderr + stdout).not.toContain(SECRET)
    expect(stderr).not.toMatch(/^ {4}at /m)
  })
})

function withUser(server: string, user: string, password: string): string {
  const url = new URL(server)
  url.username = user
  url.password = password
  return url.href
}

describe('prorata on an embedded database', () => {
  let folder: string
  const data = () => ['--data', join(folder, 'data')]
  const json = async (...parameters: string[]) => {
    const { code, stdout, stderr } = await prorata([...parameters, '--json', ...data()])
    expect([stderr, code]).toEqual(['', 0])
    return JSON.parse(stdout)
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'prorata-cli-'))
    const imported = await prorata(['import', 'examples/demo', ...data()])
    expect([imported.stderr, imported.code]).toEqual(['', 0])
    expect(imported.stdout).toMatch(/Imported\. \(\d+\.\d s\)\n$/)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('bills, lists, exports and verifies the demo', async () => {
    const bill = await prorata(['bill', '--as-of', '2018-03-15', ...data()])
    expect([bill.stderr, bill.code]).toEqual(['', 0])
    expect(bill.stdout).toMatch(/^Billed as of 2018-03-15: \d+ subscriptions, \d+ charges, [1-9]\d* invoices\.\n$/)

    const { invoices, more } = await json('invoices', '--to', '2018-02-15')
    expect(more).toBe(false)
    expect(invoices.length).toBeGreaterThan(0)
    expect(invoices[0]).toMatchObject({ number: expect.stringMatching(/^[DG]\d{9}$/), total: expect.any(String) })

    const out = join(folder, 'recon')
    const { files } = await json('export-recon', '--to', '2018-02-15', '--out', out)
    expect(files.map((file: { invoice: string }) => file.invoice).sort()).toEqual(
      invoices.map((invoice: { number: string }) => invoice.number).sort(),
    )
    expect(readdirSync(out)).toHaveLength(files.length) // no half-written ones

    expect(await json('verify-ledger')).toMatchObject({ differenceCount: 0, differences: [] })
    expect(await json('quarantine')).toEqual({ quarantine: [] })
  }, 180_000)

  it('refuses with 3 and the reason: another day while a run is unfinished', async () => {
    const database = await openDatabase({ directory: join(folder, 'data', 'database') })
    await database.query(`insert into billing_run (billing_run_id, as_of, status, started_at)
      values ('018f0000-0000-7000-8000-000000000001', '2018-04-30', 'charging', now())`)
    await database.close()
    const { code, stdout, stderr } = await prorata(['bill', '--as-of', '2018-05-31', ...data()])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/^prorata: .*2018-04-30.*\n$/)
  })

  it('refuses with 3 and the reason: a customer that does not exist', async () => {
    const nobody = '018f00ff-0000-7000-8000-0000000000ff'
    const { code, stderr } = await prorata(['customers', 'show', nobody, ...data()])
    expect([code, stderr]).toEqual([3, expect.stringContaining('[not-found]')])
  })

  it('ends with 1 where rows are refused, and keeps nothing', async () => {
    const file = join(folder, 'partners.csv')
    writeFileSync(file, 'partner_id,name,mpn_id,country,currency,billing_day,opened_on\nx,Ash,1,NL,EUR,1,2020-01-01\n')
    const report = join(folder, 'refused.csv')
    const { code, stdout } = await prorata(['import', file, '--report', report, ...data()])
    expect(code).toBe(1)
    expect(stdout).toMatch(/Nothing was imported/)
    expect(existsSync(report)).toBe(true)
  })

  it('lets in no second process, and says which one is there', async () => {
    const database = await openDatabase({ directory: join(folder, 'data', 'database') })
    try {
      const { code, stdout, stderr } = await prorata(['invoices', ...data()])
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^prorata: .*(in use|open).*\n$/)
      expect(stderr).toContain(String(process.pid))
    } finally {
      await database.close()
    }
  })
})
