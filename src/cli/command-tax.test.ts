import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { load, openLedger, PROVIDER, SKUS } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { taxCommand } from './command-tax.js'
import { ExitCode } from './exit-codes.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

const ALDER = '018f0001-0000-7000-8000-000000000001'
const BIRCH = '018f0001-0000-7000-8000-000000000002'
const NOBODY = '018f00ff-0000-7000-8000-0000000000ff'

describeEachLedger('prorata tax', (open) => {
  let folder: string
  let output = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'prorata-command-tax-'))
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
    await taxCommand().exitOverride().parseAsync(words, { from: 'user' })
    return output
  }
  const json = async (...words: string[]) => JSON.parse(await run(...words, '--json'))
  const explain = (...words: string[]) => run('explain', BIRCH, '--amount', '100.50', '--on', '2026-03-15', ...words)

  it('says that nothing is taxed before the provider is registered', async () => {
    expect(await run('registrations')).toContain('registered nowhere')
    expect(await explain()).toContain('registered nowhere')
  })

  it('notes registrations, and explains what they lead to', async () => {
    const words = ['--kind', 'home', '--country', 'nl', '--number', 'NL004495445B01', '--since', '2026-01-01']
    expect(await run('register', ...words)).toBe('Registered in NL with NL004495445B01 from 2026-01-01 on.\n')
    await expect(run('register', ...words)).rejects.toMatchObject({ exitCode: ExitCode.refused })
    expect(await explain()).toBe(
      'Seller (NL004495445B01) and buyer are in NL, so the tax of NL is due.\n' +
        '  S VAT 21 %: 21.11 EUR. VAT of NL for standard is 21 % since 2012-10-01.\n',
    )
    expect(await json('explain', BIRCH, '--amount', '100', '--class', 'exempt')).toMatchObject({
      treatment: 'domestic',
      components: [{ category: 'E', name: 'VAT', rate: '0', tax: '0.00', exemptionReason: 'Exempt supply' }],
    })
    expect((await json('explain', ALDER, '--amount', '100')).treatment).toBe('export')
    const [registration] = (await json('registrations')).registrations
    expect(await run('end-registration', registration.id, '--until', '2030-01-01')).toContain('until 2030-01-01')
  })

  it('adds rates from a file, or says what is wrong with it', async () => {
    const path = join(folder, 'rates.csv')
    const header = 'country,region,tax_class,component,valid_from,rate'
    writeFileSync(path, `${header}\nNL,,standard,VAT,2099-01-01,22\nNL,,standard,VAT,2012-10-01,21\n`)
    expect(await run('import-rates', path, '--dry-run')).toBe('1 rates would be added, 1 are known already.\n')
    expect(await run('import-rates', path)).toBe('1 rates were added, 1 are known already.\n')
    expect((await json('rates', '--country', 'nl')).rates.at(-1)).toMatchObject({ place: 'NL', rate: '22.0000' })
    writeFileSync(path, `${header}\nNL,,standard,VAT,2012-10-01,22\n`)
    expect(await run('import-rates', path, '--dry-run')).toContain(`${path}:2: the rate holds since 2012-10-01`)
    expect(process.exitCode).toBe(ExitCode.differences)
    await expect(run('import-rates', path)).rejects.toMatchObject({ exitCode: ExitCode.refused })
    await expect(run('import-rates', join(folder, 'none.csv'))).rejects.toThrow('cannot be read')
  })

  it('puts SKUs into classes', async () => {
    expect(await run('classify', 'MAIL:0001', 'reduced')).toBe('MAIL:0001 is taxed as reduced.\n')
    await expect(run('classify', 'MAIL:0001', 'luxury')).rejects.toMatchObject({ exitCode: ExitCode.refused })
  })

  it('keeps what decides about the taxes of a partner', async () => {
    expect(await run('show', BIRCH)).toBe('Now: NL, tax id (none)\n')
    await run('set', BIRCH, '--tax-id', 'NL004495445B01', '--valid-from', '2026-01-01')
    expect(await run('validate', BIRCH)).toContain('NL004495445B01 is unchecked')
    await run('validate', BIRCH, '--state', 'valid', '--evidence', 'VIES 1')
    const shown = await json('show', BIRCH)
    expect(shown.now).toEqual({ country: 'NL', region: '', taxId: 'NL004495445B01', taxIdState: 'valid' })
    expect(await run('show', BIRCH)).toContain('VIES 1')
    expect((await json('set', BIRCH, '--no-tax-id', '--valid-from', '2026-02-01')).now.taxId).toBeNull()
    await expect(run('validate', BIRCH, '--state', 'valid')).rejects.toThrow('--evidence')
    await expect(run('show', NOBODY)).rejects.toMatchObject({ exitCode: ExitCode.refused })
  })

  it('keeps what documents say of the provider', async () => {
    expect(await run('provider')).toContain('Nothing is known')
    await expect(run('provider', '--name', 'Linden')).rejects.toMatchObject({ exitCode: ExitCode.refused })
    const first = ['--name', 'Linden BV', '--line', 'Kade 1', '--city', 'Utrecht', '--country', 'nl']
    await run('provider', ...first, '--postal-code', '3511 AB', '--iban', 'NL91 ABNA 0417 1643 00')
    expect(await run('provider', '--bic', 'abnanl2a', '--language', 'nl')).toBe(
      'Linden BV\nKade 1\n3511 AB Utrecht\nNL\nAccount: Linden BV NL91ABNA0417164300\n',
    )
    expect((await json('provider')).provider).toMatchObject({ languages: ['nl'], payment: { bic: 'ABNANL2A' } })
  })

  it('lists what partners submitted', async () => {
    expect(await run('exemptions')).toBe('There are no exemptions.\n')
    expect(await run('withholdings', '--state', 'submitted')).toBe('There are no claims.\n')
    await expect(run('review-exemption', BIRCH, NOBODY, 'approved')).rejects.toThrow('no exemption')
    await expect(run('review-withholding', BIRCH, NOBODY, 'completed')).rejects.toThrow('no claim')
    await expect(run('review-withholding', BIRCH, NOBODY, 'paid')).rejects.toThrow('one of')
  })
})
