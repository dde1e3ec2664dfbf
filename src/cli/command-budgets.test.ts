import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openLedger } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { type MeteredPartner, seedMeteredLedger } from '../../test/support/usage.js'
import { budgetsCommand } from './command-budgets.js'
import { ExitCode } from './exit-codes.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

describeEachLedger('prorata budgets', (open) => {
  const folder = mkdtempSync(join(tmpdir(), 'prorata-command-budgets-'))
  const path = join(folder, 'budgets.csv')
  let output = ''
  let alder: MeteredPartner
  let birch: MeteredPartner
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    opened.database = await openLedger(open)
    const seeded = await seedMeteredLedger(opened.database)
    alder = seeded.alder
    birch = seeded.birch
  })
  afterAll(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = async (...words: string[]) => {
    output = ''
    await budgetsCommand()
      .exitOverride()
      .parseAsync([...words, '--partner', alder.partnerId], { from: 'user' })
    return output
  }
  const json = async (...words: string[]) => JSON.parse(await run(...words, '--json'))

  it('sets, lists and takes away budgets', async () => {
    expect(await run('list')).toBe('There are no budgets.\n')
    const set = ['set', '--customer', alder.customerId]
    expect(await run(...set, '--amount', '500')).toMatch(
      /500\.00 EUR a month; .*0\.00 EUR \(0\.00 %\) is spent of this month\.\n$/,
    )
    expect((await json('list')).budgets).toEqual([
      {
        ...{ customer: alder.customerId, name: 'Ash BV', amount: '500.00', currency: 'EUR' },
        ...{ spent: '0.00', estimate: '0.00', percentUsed: '0.00' },
      },
    ])
    expect(await run('list')).toContain('Ash BV')
    expect(await run(...set, '--none')).toBe('There is no budget any more.\n')
  })

  it('refuses what is no budget', async () => {
    const set = ['set', '--customer', alder.customerId]
    await expect(run(...set)).rejects.toThrow('say --amount or --none')
    await expect(run(...set, '--amount', '1.005')).rejects.toMatchObject({ exitCode: ExitCode.refused })
    await expect(run('set', '--customer', birch.customerId, '--amount', '5')).rejects.toThrow('customer-not-found')
  })

  it('takes a file, all or nothing', async () => {
    writeFileSync(path, `customer_id,amount\n${alder.customerId},12.50\n`)
    expect(await run('import', path)).toBe('1 budgets were set, 0 were taken away.\n')
    writeFileSync(path, `customer_id,amount\n${alder.customerId},1.005\nx,1\n`)
    await expect(run('import', path)).rejects.toThrow('2 lines cannot be taken, the first: line 2, amount')
    writeFileSync(path, `customer_id,amount\n${alder.customerId},1\n${birch.customerId},1\n`)
    await expect(run('import', path)).rejects.toThrow('customer-not-found')
    writeFileSync(path, `customer_id,amount\n`)
    await expect(run('import', path)).rejects.toThrow('no lines')
    expect((await json('list')).budgets).toMatchObject([{ amount: '12.50' }])
    writeFileSync(path, `customer_id,amount\n${alder.customerId},\n`)
    expect(await json('import', path)).toEqual({ set: 0, removed: 1 })
    await expect(run('import', join(folder, 'none.csv'))).rejects.toThrow('cannot be read')
  })
})
