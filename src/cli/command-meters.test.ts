import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { load, openLedger } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { EXCHANGE_RATES, HOURS, METERED_SKUS, METERS, USAGE_RATES } from '../../test/support/meters.js'
import { exchangeRatesCommand, metersCommand } from './command-meters.js'
import { ExitCode } from './exit-codes.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

describeEachLedger('prorata meters and exchange-rates', (open) => {
  const folder = mkdtempSync(join(tmpdir(), 'prorata-command-meters-'))
  let output = ''
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    opened.database = await openLedger(open)
    await load(opened.database, { skus: METERED_SKUS })
  })
  afterAll(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true, force: true })
  })

  const fileOf = (name: string, text: string) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const run = async (command: 'meters' | 'exchange-rates', ...words: string[]) => {
    output = ''
    const made = command === 'meters' ? metersCommand() : exchangeRatesCommand()
    await made.exitOverride().parseAsync(words, { from: 'user' })
    return output
  }
  const json = async (...words: Parameters<typeof run>) => JSON.parse(await run(...words, '--json'))

  it('takes meters and rates once, all or nothing', async () => {
    expect(await run('meters', 'list')).toBe('There are no such meters.\n')
    const meters = fileOf('meters.csv', METERS)
    expect(await run('meters', 'import', meters)).toBe('4 meters were added, 0 changed, 0 are known already.\n')
    expect(await json('meters', 'import', meters)).toEqual({ added: 0, changed: 0, unchanged: 4 })
    const rates = fileOf('usage-rates.csv', USAGE_RATES)
    expect(await json('meters', 'rates', rates)).toEqual({ added: 8, changed: 0, unchanged: 0 })
    const broken = fileOf('broken.csv', USAGE_RATES.replace('0.087', 'a lot'))
    await expect(run('meters', 'rates', broken)).rejects.toMatchObject({ exitCode: ExitCode.refused })
    await expect(run('meters', 'rates', broken)).rejects.toThrow('line 6, unit_price: "a lot" is not a number')
    await expect(run('meters', 'import', join(folder, 'none.csv'))).rejects.toThrow('cannot be read')
  })

  it('lists meters with what they cost on a day, and the history of one', async () => {
    const { meters } = await json('meters', 'list', '--product', 'PLAN', '--on', '2026-03-20')
    expect(
      meters.map((one: { rates: readonly { prices: string }[] }) => one.rates.map(({ prices }) => prices)),
    ).toEqual([['0, 0.087 from 5'], ['0.09']])
    expect(await run('meters', 'list', '--on', '2026-03-19')).toContain('USD 0.1, 0.08 from 100')
    expect(await run('meters', 'history', HOURS)).toMatch(/2026-01-01 .*0\.1, 0\.08 from 100.*\n.*2026-03-20 .*0\.09/)
    expect(await run('meters', 'history', HOURS, '--currency', 'EUR')).toBe('There are no such rates.\n')
    const nobody = HOURS.replace(/1$/, 'f')
    await expect(run('meters', 'history', nobody)).rejects.toMatchObject({ exitCode: ExitCode.refused })
  })

  it('takes exchange rates in both forms, and lists them', async () => {
    const own = fileOf('exchange-rates.csv', EXCHANGE_RATES)
    expect(await run('exchange-rates', 'import', own)).toBe(
      '2 exchange rates were added, 0 changed, 0 are known already.\n',
    )
    const published = fileOf('published.csv', 'CurrencyCode,USDPerUnit,Month\nEUR,1.25,202604\n')
    const date = ['--rate-date', '2026-03-27']
    expect(await json('exchange-rates', 'import', published, ...date)).toMatchObject({ added: 1 })
    expect(await json('exchange-rates', 'list', '--month', '2026-04')).toEqual({
      exchangeRates: [{ month: '2026-04', from: 'USD', to: 'EUR', rate: '0.8', rateDate: '2026-03-27' }],
    })
    expect(await run('exchange-rates', 'list', '--month', '2026-03')).toContain('0.921234567890123')
    expect(await run('exchange-rates', 'list', '--month', '2026-05')).toBe('There are no such exchange rates.\n')
    await expect(run('exchange-rates', 'list', '--month', 'May')).rejects.toThrow('no month')
  })
})
