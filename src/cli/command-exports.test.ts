import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { billTo, load, openLedger, PROVIDER } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { exportsCommand } from './command-exports.js'
import { invoicesCommand } from './command-invoices.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

describeEachLedger('prorata exports', (open) => {
  let output = ''
  let folder = ''
  let partner = ''
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    folder = await mkdtemp(join(tmpdir(), 'prorata-exports-'))
    opened.database = await openLedger(open)
    await load(opened.database, PROVIDER)
    await billTo(opened.database, '2026-02-15', '2026-03-05')
    const { invoices } = JSON.parse(await run('invoices', '--json')) as {
      invoices: { number: string; partnerId: string }[]
    }
    partner = invoices.find(({ number }) => number === 'D000000002')!.partnerId
  })
  beforeEach(() => {
    output = ''
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** Runs it as the program does. */
  async function run(...parameters: string[]): Promise<string> {
    output = ''
    const program = new Command('prorata').enablePositionalOptions().exitOverride()
    await program.addCommand(exportsCommand()).addCommand(invoicesCommand()).parseAsync(parameters, { from: 'user' })
    return output
  }

  it('makes one at once, shows, lists and downloads it', async () => {
    const made = JSON.parse(
      await run('exports', 'create', '--partner', partner, '--invoice', 'D000000002', '--format', 'xlsx', '--json'),
    )
    expect(made).toMatchObject({ state: 'succeeded', format: 'xlsx', lines: 5, linesDone: 5 })
    expect(made.totals).toMatchObject([{ currency: 'USD', lines: 5, total: '128.12' }])
    expect(await run('exports', 'show', made.id, '--partner', partner)).toMatch(
      /is succeeded: 5 of 5 lines[\s\S]*128\.12/,
    )
    expect(await run('exports', 'list')).toContain(made.id)
    const out = join(folder, 'files')
    const { files } = JSON.parse(
      await run('exports', 'download', made.id, '--partner', partner, '--out', out, '--json'),
    )
    expect(await readdir(out)).toEqual([made.parts[0].name])
    const bytes = await readFile(files[0].path)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(made.parts[0].sha256)
    // What is there and unharmed is left alone; what is not is written again.
    const { mtimeMs } = await stat(files[0].path)
    await run('exports', 'download', made.id, '--partner', partner, '--out', out)
    expect((await stat(files[0].path)).mtimeMs).toBe(mtimeMs)
    await writeFile(files[0].path, 'broken')
    await run('exports', 'download', made.id, '--partner', partner, '--out', out)
    expect((await readFile(files[0].path)).equals(bytes)).toBe(true)
  })

  it('leaves the work to the jobs where it is asked to', async () => {
    const made = JSON.parse(
      await run('exports', 'create', '--partner', partner, '--from', '2026-01-01', '--queue', '--json'),
    )
    expect(made.state).toBe('queued')
    await expect(run('exports', 'download', made.id, '--partner', partner)).rejects.toThrow('the export is queued')
  })

  it('refuses what cannot be exported', async () => {
    await expect(run('exports', 'create', '--partner', partner)).rejects.toThrow('name either invoices')
    await expect(run('exports', 'create', '--partner', partner, '--invoice', 'D9')).rejects.toThrow('[not-found]')
    await expect(run('exports', 'create', '--partner', partner, '--to', '2020-01-01')).rejects.toThrow('[export-empty]')
    const nobody = '018f0001-0000-7000-8000-0000000000ff'
    await expect(run('exports', 'show', nobody, '--partner', partner)).rejects.toThrow('[not-found]')
    await expect(run('exports', 'create', '--partner', nobody, '--from', '2026-01-01')).rejects.toThrow(
      '[export-empty]',
    )
  })

  it('writes the file of one invoice, too', async () => {
    const path = join(folder, 'one.csv')
    const parameters = ['D000000002', '--dates', 'iso', '--locale', 'nl', '--out', path]
    expect(JSON.parse(await run('invoices', 'file', ...parameters, '--json'))).toMatchObject({ path, lines: 5 })
    expect(await readFile(path, 'utf8')).toMatch(/^PartnerId;CustomerId;[\s\S]*;2026-\d\d-\d\dT00:00:00;/)
    await expect(run('invoices', 'file', 'D999', '--out', path)).rejects.toThrow('[not-found]')
    await expect(run('invoices', 'file', 'D000000002', '--format', 'pdf')).rejects.toThrow()
  })
})
