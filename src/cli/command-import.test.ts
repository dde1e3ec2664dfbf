import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { importCommand } from './command-import.js'
import { withDatabase } from './session.js'

const PARTNER = '018f0001-0000-7000-8000-000000000001'
const HEADER = 'partner_id,name,mpn_id,country,currency,billing_day,opened_on'

describe('prorata import', () => {
  let folder: string
  let output = ''
  const home = process.cwd()
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'prorata-command-import-'))
    process.chdir(folder)
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      output += text
      return true
    })
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
  })
  afterAll(() => {
    vi.restoreAllMocks()
    process.chdir(home)
    process.exitCode = undefined
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    output = ''
    process.exitCode = undefined
  })

  const run = async (...words: string[]) => {
    await importCommand()
      .exitOverride()
      .parseAsync(['node', 'prorata', ...words, '--data', 'data'])
    return output
  }

  it('tells what it did with each file of a folder', async () => {
    mkdirSync('files')
    writeFileSync(
      'files/customers.jsonl',
      `{"partner_id":"${PARTNER}","customer_id":"${PARTNER}","name":"A","domain_name":"a.example","country":"NL"}\n`,
    )
    writeFileSync('files/partners.csv', `\uFEFF${HEADER}\r\n${PARTNER},"Alder, Ltd.",1,NL,EUR,15,2025-01-01\r\n`)
    writeFileSync('files/notes.txt', 'not a file to import')
    expect(await run('files')).toMatch(
      /^files\/partners.csv: 1 imported, 0 unchanged, 0 refused\nfiles\/customers.jsonl: 1 imported.*\n\nImported\. \(\d+\.\d s\)\n$/,
    )
    expect(process.exitCode).toBeUndefined()
    const names = await withDatabase({ data: 'data' }, (database) => database.query('select name from partner'))
    expect(names.rows).toEqual([{ name: 'Alder, Ltd.' }])
  })

  it('reports what was refused, safe to open in a spreadsheet and to show on a terminal', async () => {
    const rows = ['=HYPERLINK("x"),n,1,NL,EUR,15,2025-01-01', '\u001b[2J,n,1,NL,EUR,15,2025-01-01']
    const more = Array.from({ length: 30 }, (_, index) => `${index},n,1,NL,EUR,15,2025-01-01`)
    writeFileSync('bad.csv', `${[HEADER, ...rows.map((row) => row.replaceAll('"', '')), ...more].join('\n')}\n`)
    const text = await run('bad.csv', '--kind', 'partners')
    expect(process.exitCode).toBe(1)
    expect(text).toContain('bad.csv:2: =HYPERLINK(x): partner_id: "=HYPERLINK(x)" is not a UUID')
    expect(text).toContain('... and 12 more')
    expect(text).toContain('All refusals: out/import-refused-partners.csv')
    expect(text).toContain('Nothing was imported. Mend the refused rows, or leave them out with --skip-invalid.')
    expect(text).not.toContain('\u001b')
    const report = parse(readFileSync('out/import-refused-partners.csv')) as string[][]
    expect(report).toHaveLength(33)
    expect(report[0]).toEqual(['line', 'kind', 'key', 'code', 'reason'])
    expect(report[1]?.slice(0, 4)).toEqual(['2', 'partners', "'=HYPERLINK(x)", 'malformed'])
    expect(report[2]?.[2]).toBe('\uFFFD[2J')
  })

  it('prints JSON, and leaves out what is refused where that is asked for', async () => {
    writeFileSync('partners.csv', `${HEADER}\n${PARTNER},Alder,1,NL,EUR,15,2025-01-01\nx,n,1,NL,EUR,15,2025-01-01\n`)
    const words = ['partners.csv', '--json', '--skip-invalid', '--report', 'deep/report.csv']
    const document = JSON.parse(await run(...words)) as Record<string, unknown>
    expect(document).toMatchObject({
      dryRun: false,
      files: [{ kind: 'partners', imported: 0, unchanged: 0, refused: 2, refusals: 2, committed: true }],
      reports: ['deep/report.csv'],
      refusals: [
        { file: 'partners.csv', line: 2, key: PARTNER, code: 'already-exists' },
        { file: 'partners.csv', line: 3, key: 'x', code: 'malformed' },
      ],
    })
    expect(process.exitCode).toBeUndefined()
  })

  it('tries without writing', async () => {
    writeFileSync('partners.csv', `${HEADER}\n018f0001-0000-7000-8000-000000000002,Birch,1,NL,EUR,15,2025-01-01\n`)
    expect(await run('partners.csv', '--dry-run')).toContain('Nothing was written: this was a dry run.')
    const { rowCount } = await withDatabase({ data: 'data' }, (database) => database.query('select from partner'))
    expect(rowCount).toBe(1)
  })

  it.each([
    [['nowhere.csv'], 'there is no file or folder nowhere.csv'],
    [['bad.csv'], 'the name bad.csv does not say what the file holds: add --kind'],
    [['out'], 'the folder out holds none of'],
    [['files', '--kind', 'partners'], '--kind is for files; files is a folder'],
    [['partners.csv', '--report', './partners.csv'], 'is a file to import: choose another name'],
    [['partners.csv', '--kind', 'invoices'], "argument 'invoices' is invalid"],
  ])('cannot do with %j', async (words, message) => {
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    await expect(run(...words)).rejects.toThrow(message)
  })
})
