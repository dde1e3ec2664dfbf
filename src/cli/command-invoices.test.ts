import { Command } from 'commander'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { billTo, load, openLedger, PROVIDER } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { parseInstant } from '../core/calendar/instant.js'
import { invoicesCommand } from './command-invoices.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

describeEachLedger('prorata invoices', (open) => {
  let output = ''
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    opened.database = await openLedger(open)
    await load(opened.database, PROVIDER)
    await billTo(opened.database, '2026-02-15', '2026-03-05')
  })
  beforeEach(() => {
    output = ''
  })

  /** Runs it as the program does. */
  const run = async (...parameters: string[]): Promise<string> => {
    const program = new Command('prorata').enablePositionalOptions().addCommand(invoicesCommand())
    await program.parseAsync(['invoices', ...parameters], { from: 'user' })
    return output
  }

  it('lists invoices where no part is named', async () => {
    const { invoices } = JSON.parse(await run('--to', '2026-02-15', '--json')) as { invoices: { number: string }[] }
    expect(invoices.map((invoice) => invoice.number).sort()).toEqual([
      'D000000001',
      'D000000002',
      'D000000003',
      'G000000001',
    ])
  })

  it('shows one with its lines, its total and what is open, in whatever case its number is typed', async () => {
    const text = await run('show', 'd000000002')
    expect(text).toMatch(/^D000000002: recurring invoice of 2026-02-15 for Alder \(018f0001-/)
    expect(text).toContain('It covers 2026-01-16 to 2026-02-15')
    expect(text).toMatch(/1 {2}MAIL:0001 {2}Mail +5 +128\.12/)
    expect(text).toMatch(/Sum of the lines, 5 charges before tax {2}128\.12/)
    expect(text).toMatch(/Total in USD +128\.12/)
    expect(text).toMatch(/Still open +128\.12/)
    output = ''
    expect(JSON.parse(await run('show', 'D000000002', '--json'))).toMatchObject({
      number: 'D000000002',
      partnerName: 'Alder',
      invoiceLines: [{ line: 1, sku: 'MAIL:0001', charges: 5, amount: '128.12' }],
      totals: { charges: '128.12', total: '128.12', paid: '0.00', open: '128.12' },
    })
  })

  it('refuses a number there is none of', async () => {
    await expect(run('show', 'D000000099')).rejects.toThrow('There is no invoice D000000099. [not-found]')
  })

  it('reports what is late, at the instant it is', async () => {
    const clock = vi.spyOn(Date, 'now')
    const problemsAt = async (now: string) => {
      clock.mockReturnValue(parseInstant(now)!)
      output = ''
      const { problems } = JSON.parse(await run('late', '--json', '--limit', '100'))
      return (problems as Record<string, unknown>[])
        .filter((one) => one['problem'] === 'not-issued')
        .map((one) => [one['partnerName'], one['type'], one['date'], one['dueAt']].join(' '))
    }
    try {
      expect(await problemsAt('2026-03-07T23:59:59Z')).toEqual([])
      const oneTime = ['Alder', 'Birch'].map((name) => `${name} one-time 2026-03-08 2026-03-08T00:00:00Z`)
      expect(await problemsAt('2026-03-08T00:00:00Z')).toEqual(oneTime)
      expect(await problemsAt('2026-03-17T00:00:00Z')).toEqual([
        ...oneTime,
        'Alder recurring 2026-03-15 2026-03-17T00:00:00Z',
      ])
      output = ''
      expect(await run('late', '--limit', '1')).toContain('No billing run has been made for the invoice of 2026-03-08')
      expect(output).toContain('more; show them with --limit.')
    } finally {
      clock.mockRestore()
    }
  })
})
