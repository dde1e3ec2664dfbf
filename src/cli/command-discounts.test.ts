import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { load, openLedger, PROVIDER, SKUS } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { discountsCommand } from './command-discounts.js'
import { ExitCode } from './exit-codes.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

const ALDER = '018f0001-0000-7000-8000-000000000001'
const REST = ['--promotion', 'FRAME', '--description', 'Frame agreement', '--from', '2090-01-01']

describeEachLedger('prorata discounts', (open) => {
  const folder = mkdtempSync(join(tmpdir(), 'prorata-command-discounts-'))
  let output = ''
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    opened.database = await openLedger(open)
    await load(opened.database, { partners: PROVIDER.partners!, skus: SKUS })
  })
  afterAll(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = async (...words: string[]) => {
    output = ''
    await discountsCommand().exitOverride().parseAsync(words, { from: 'user' })
    return output
  }
  const json = async (...words: string[]) => JSON.parse(await run(...words, '--json'))

  it('gives, lists and ends discounts', async () => {
    expect(await run('list')).toBe('There are no such discounts.\n')
    const { discount } = await json('add', '--partner', ALDER, '--percentage', '7.5', '--renewals', ...REST)
    expect(discount).toMatchObject({ discount: '7.5 % off', on: 'everything', partner: ALDER, renewals: true })
    expect(await run('list', '--partner', ALDER)).toContain('7.5 % off')
    expect(await run('end', discount.id, '--until', '2091-01-01')).toBe('7.5 % off (FRAME) holds until 2091-01-01.\n')
    await expect(run('end', discount.id, '--until', '2000-01-01')).rejects.toMatchObject({ exitCode: ExitCode.refused })
  })

  it('refuses what is no discount', async () => {
    await expect(run('add', '--partner', ALDER, ...REST)).rejects.toThrow('--percentage, --amount or --price')
    await expect(run('add', '--partner', ALDER, '--percentage', '0', ...REST)).rejects.toThrow('is not a percentage')
    await expect(run('add', '--percentage', '5', ...REST)).rejects.toMatchObject({ exitCode: ExitCode.refused })
  })

  it('takes a file once, all or nothing', async () => {
    const path = join(folder, 'discounts.csv')
    const header = 'partner_id,kind,value,promotion_id,description,valid_from,renewals'
    const line = (percent: number) => `${ALDER},percentage,${percent},FILE,From a file,2090-01-01,false`
    writeFileSync(path, `${header}\n${line(5)}\n${line(500)}\n`)
    await expect(run('import', path)).rejects.toThrow('line 3')
    writeFileSync(path, `${header}\n${line(5)}\n${line(6)}\n`)
    expect(await run('import', path)).toBe('2 discounts were given, 0 are known already.\n')
    expect(await json('import', path)).toEqual({ imported: 0, unchanged: 2 })
    await expect(run('import', join(folder, 'none.csv'))).rejects.toThrow('cannot be read')
  })
})
