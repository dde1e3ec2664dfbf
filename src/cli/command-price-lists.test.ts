import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { id, load, openLedger, PROVIDER, prices, SKUS } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { priceListsCommand } from './command-price-lists.js'
import { ExitCode } from './exit-codes.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

const HEADER =
  'ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,BillingPlan,Market,' +
  'Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment'
const rowOf = (product: string, price: string) =>
  `,${product},0001,,,,,P1Y,Monthly,,EUR,${price},,,2026-01-01T00:00:00Z,9999-12-10T00:00:00Z,,${price},Commercial`
const NOWHERE = '018f00ff-0000-7000-8000-0000000000ff'

describeEachLedger('prorata price-lists', (open) => {
  let folder: string
  let output = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'prorata-command-price-lists-'))
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    opened.database = await openLedger(open)
    await load(opened.database, { partners: PROVIDER.partners!, skus: SKUS })
  })
  afterAll(() => {
    vi.restoreAllMocks()
    process.exitCode = undefined
    rmSync(folder, { recursive: true, force: true })
  })

  const run = async (...words: string[]) => {
    output = ''
    process.exitCode = undefined
    await priceListsCommand().exitOverride().parseAsync(words, { from: 'user' })
    return output
  }
  const importing = (name: string, row: string, ...words: string[]) => {
    const path = join(folder, name)
    writeFileSync(path, [HEADER, row, ''].join('\r\n'))
    return run('import', path, '--month', '2099-04', '--currency', 'EUR', ...words)
  }

  it('writes nothing in a dry run, nor where a line is refused', async () => {
    expect(await importing('dry.csv', rowOf('MAIL', '4.40'), '--dry-run')).toContain('Nothing was written')
    expect(await importing('wrong.csv', rowOf('NONE', '4.40'))).toContain('Nothing was imported')
    expect(process.exitCode).toBe(ExitCode.differences)
    expect(await run('list')).not.toContain('2099-04')
  })

  it('imports a draft, shows and publishes it, and says in the activity log who did', async () => {
    const { priceList } = JSON.parse(await importing('april.csv', rowOf('MAIL', '4.40'), '--json'))
    expect(priceList).toMatchObject({ month: '2099-04', state: 'draft' })
    expect(await run('list', '--month', '2099-04')).toContain(priceList.id)
    expect(await run('diff', priceList.id)).toContain('4.4')
    const out = join(folder, 'exported.csv')
    await run('export', priceList.id, '--out', out)
    expect(readFileSync(out, 'utf8')).toContain('4.4')
    expect(await run('publish', priceList.id)).toBe('Published: its prices hold from 2099-04-01 on.\n')
    await expect(run('discard', priceList.id)).rejects.toMatchObject({ exitCode: ExitCode.refused })
    const { rows } = await opened.database!.query<{ name: string }>(
      `select distinct data ->> 'actor' as name from audit_record where resource_type = 'price_list'`,
    )
    expect(rows).toEqual([{ name: expect.stringMatching(/^command line \(.+\)$/) }])
  })

  it('is refused for a version that does not exist', async () => {
    for (const part of ['diff', 'effect', 'publish', 'discard']) {
      await expect(run(part, NOWHERE), part).rejects.toMatchObject({ exitCode: ExitCode.refused })
    }
  })

  it('writes what the sales of a partner cost in a month, to the last digit', async () => {
    await load(opened.database!, { prices: prices('CRM,0001,P1M,monthly,EUR,P1M,2020-01-01,,0.00000125') })
    const out = join(folder, 'prices.csv')
    const words = ['--market', 'NL', '--month', '2026-03', '--out', out]
    const printed = JSON.parse(await run('prices', '--partner', id('partner', 2), ...words, '--json'))
    expect(printed).toEqual({ path: out, month: '2026-03', lines: 1 })
    const [header, line] = readFileSync(out, 'utf8').split('\r\n')
    expect([header, line!.split(',')[11]]).toEqual([HEADER, '0.00000125'])
    await expect(run('prices', '--partner', NOWHERE, ...words)).rejects.toMatchObject({ exitCode: ExitCode.refused })
  })
})
