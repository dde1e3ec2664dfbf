import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const PROGRAM = join(ROOT, 'src', 'cli', 'main.ts')
const CHANGE = 'examples/scenarios/seed-monthly-change-qty.json'

const PURCHASE = { on: '2018-01-13', type: 'purchase', quantity: 1 }
const LINE = { chargeStart: '2018-01-13', chargeEnd: '2018-02-12', chargeType: 'Cycle fee', amount: '4.00' }
const SCENARIO = {
  title: 'One license',
  profile: 'license',
  currency: 'USD',
  billingDay: 15,
  offer: { name: 'Mail', term: 'P1Y', billingCycle: 'monthly', unitPrice: '4.00' },
  events: [PURCHASE],
  until: '2018-01-15',
}

let folder: string

/** The program as a person calls it, in a process of its own. */
function prorata(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', PROGRAM, ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    // Both variables at once would make Node itself say something.
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: '1', CI: 'true' },
  })
  return { code: status, out: stdout, err: stderr }
}

function write(name: string, document: unknown): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof document === 'string' || Buffer.isBuffer(document) ? document : JSON.stringify(document))
  return path
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'prorata-simulate-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('prorata', () => {
  it('lists its commands, examples and exit codes', () => {
    const { code, out } = prorata('--help')
    expect(code).toBe(0)
    for (const text of [
      'simulate [options]',
      'explain [options]',
      'Examples:\n  $ prorata simulate',
      'Exit codes:\n  0  done',
    ])
      expect(out).toContain(text)
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    expect(prorata('--version').out).toBe(`${version}\n`)
  })

  it.each([
    [['no-such-command'], "unknown command 'no-such-command'"],
    [['simulate'], "missing required argument 'paths'"],
    [['simulate', '--jsno', CHANGE], "unknown option '--jsno'"],
    [['explain', CHANGE, '--line', '0'], 'It must be a whole number from 1'],
    [['explain', CHANGE, '--line', '9'], 'has 5 lines, there is no line 9'],
  ])('says what is wrong with %j, and exits with 2', (words, text) => {
    const { code, out, err } = prorata(...words)
    expect(err).toContain(text)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })
})

describe('prorata simulate', () => {
  it('prints a table for each file, and the calculations when asked; no colours where nobody sees them', () => {
    const { code, out, err } = prorata('simulate', CHANGE, '--explain')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.split('\n').slice(0, 8)).toEqual([
      'Monthly: raise licence quantity 1 -> 2 mid-cycle (license, USD)',
      '',
      'File 2018-01-15',
      '#  Start       End         Charge type  Unit price  Qty  Amount  Offer',
      '-  ----------  ----------  -----------  ----------  ---  ------  -----',
      '1  2018-01-13  2018-02-12  Cycle fee          4.00    1    4.00  Offer',
      '                           Total                           4.00  USD',
      '  1. 4.00 per month x 1 license = 4.00',
    ])
    expect(out).toContain('Total                                      9.55  USD')
    expect(out).toContain(
      '  2. 4.00 per month / 31 days = 0.129 a day; x 19 days (13 Jan - 31 Jan) = 2.45; x 1 license = 2.45\n',
    )
  })

  it('prints one JSON document for one file', () => {
    const { code, out } = prorata('simulate', CHANGE, '--json')
    expect(code).toBe(0)
    const document = JSON.parse(out) as { files: { file: string; lines: Record<string, unknown>[] }[] }
    expect(Object.keys(document)).toEqual(['files'])
    expect(document.files.map(({ file, lines }) => [file, lines.length])).toEqual([
      ['2018-01-15', 1],
      ['2018-02-15', 4],
    ])
    expect(Object.entries(document.files[1]!.lines[2]!).slice(0, 6)).toEqual([
      ['chargeStart', '2018-02-01'],
      ['chargeEnd', '2018-02-12'],
      ['chargeType', 'Cycle instance prorate'],
      ['unitPrice', '1.55'],
      ['quantity', 2],
      ['amount', '3.10'],
    ])
  })

  it('prints a list for several, and differences with --check', () => {
    const wrong = write('json/b.json', { ...SCENARIO, expect: [{ file: '2018-01-15', lines: [{ amount: '5' }] }] })
    const right = write('json/a.json', { ...SCENARIO, expect: [{ file: '2018-01-15', lines: [{ amount: 4 }] }] })
    const { code, out } = prorata('simulate', right, wrong, '--json', '--check')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject([
      { path: right, title: 'One license', files: [{ file: '2018-01-15' }], differences: [] },
      { path: wrong, differences: ['file 2018-01-15, line 1, amount: expected 5, found 4.00'] },
    ])
  })

  it('finds the published examples as they expect it', () => {
    const { code, out, err } = prorata('simulate', 'examples/scenarios', '--check')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`ok   ${CHANGE}: Monthly: raise licence quantity`)
    expect(out).toMatch(/\n\d+ scenarios, all as expected\n$/)
    expect(out).not.toContain('scenario.schema.json')
  })

  it('reads folders in order of names, below them too, and tells what differs', () => {
    const missing = { ...SCENARIO, expect: [{ file: '2018-01-15', lines: [LINE, LINE] }] }
    write('tree/b/one.json', { ...missing, title: 'Two lines\u001b[31m expected' })
    write('tree/a.json', { ...SCENARIO, expect: [{ file: '2018-01-15', lines: [LINE] }] })
    write('tree/c.schema.json', '{')
    write('tree/d.txt', '{')
    const { code, out } = prorata('simulate', join(folder, 'tree'), '--check')
    expect(code).toBe(1)
    expect(out.split('\n')).toEqual([
      `ok   ${join(folder, 'tree', 'a.json')}: One license`,
      `DIFF ${join(folder, 'tree', 'b', 'one.json')}: Two lines [31m expected`,
      '       file 2018-01-15, line 2 is missing: chargeStart 2018-01-13, chargeEnd 2018-02-12, chargeType Cycle fee, amount 4.00',
      '2 scenarios, 1 not as expected',
      '',
    ])
  })

  it('tells refusals, and exits with 3 where nobody expected them', () => {
    const again = { ...PURCHASE, on: '2018-01-14' }
    const refused = write('refused.json', { ...SCENARIO, events: [PURCHASE, again] })
    const first = prorata('simulate', refused)
    expect(first.out).toContain('Refused: purchase of 2018-01-14T00:00:00Z: The subscription exists already;')
    expect(first.code).toBe(3)
    const expected = write('expected.json', {
      ...SCENARIO,
      events: [PURCHASE, { ...again, refused: 'already-purchased' }],
    })
    const second = prorata('simulate', expected)
    expect(second.out).toContain('[already-purchased, as expected]')
    expect(second.code).toBe(0)
  })

  it('warns of properties that mean nothing', () => {
    const { code, err } = prorata('simulate', write('unknown.json', { ...SCENARIO, offre: 1 }))
    expect(code).toBe(0)
    expect(err).toBe(`prorata: ${join(folder, 'unknown.json')}: offre means nothing here\n`)
  })

  it('names everything that is wrong with its input, and exits with 2', () => {
    const files: [string, string][] = [
      [write('bad/array.json', []), 'must be an object'],
      [
        write('bad/deep.json', `{"title":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
        'title must be a title of at most 200 characters, not a list',
      ],
      [write('bad/empty.json', ''), 'is no JSON: Unexpected end of JSON input'],
      [write('bad/large.json', ' '.repeat(5 * 2 ** 20 + 1)), 'is larger than 5 MB'],
      [write('bad/latin.json', Buffer.from([0x22, 0xe9, 0x22])), 'is no UTF-8 text'],
      [write('bad/title.json', { ...SCENARIO, title: 1 }), 'title must be a title'],
      [join(folder, 'nowhere.json'), 'does not exist'],
    ]
    mkdirSync(join(folder, 'nothing'))
    const { code, out, err } = prorata(
      'simulate',
      ...files.map(([path]) => path),
      join(folder, 'nothing'),
      CHANGE,
      '--check',
    )
    for (const [path, text] of files) expect(err).toContain(`prorata: ${path}: ${text}`)
    expect(err).toContain(`prorata: ${join(folder, 'nothing')}: holds no scenario file`)
    expect(err).not.toContain('    at ')
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })
})

describe('prorata explain', () => {
  it('explains every line of a scenario', () => {
    const { code, out } = prorata('explain', CHANGE)
    expect(code).toBe(0)
    const lines = out.split('\n')
    expect(lines).toHaveLength(11)
    expect(lines.slice(6, 8)).toEqual([
      '4. main: Cycle instance prorate, 2018-02-01 to 2018-02-12, 2 licenses, 3.10 USD (file 2018-02-15)',
      '   4.00 per month / 31 days = 0.129 a day; x 12 days (1 Feb - 12 Feb) = 1.55; x 2 licenses = 3.10',
    ])
  })

  it('explains one line step by step, and as JSON', () => {
    expect(prorata('explain', CHANGE, '--line', '4').out.split('\n').slice(3)).toEqual([
      'Step              Calculation                       Result',
      '----------------  --------------------------------  ------',
      'Daily price       4.00 per month / 31 days           0.129',
      'Price of 12 days  0.129 x 12 days (1 Feb - 12 Feb)    1.55',
      'Amount            1.55 x 2 licenses                   3.10',
      '',
    ])
    const { charges } = JSON.parse(prorata('explain', CHANGE, '--line', '4', '--json').out) as { charges: unknown[] }
    expect(charges).toMatchObject([{ number: 4, file: '2018-02-15', amount: '3.10', derivation: { days: 12 } }])
  })

  it('explains metered usage, too', () => {
    const { code, out } = prorata('explain', 'examples/usage/graduated-tiers.json', '--line', '1')
    expect(code).toBe(0)
    expect(out).toContain('1. Operations: 2020-09-01 to 2020-09-30, 100010 used, 80025.00 USD (invoice 1)\n   100 x 1 ')
    expect(out).toMatch(/\nStep +Calculation +Result\n/)
    const { err } = prorata('explain', 'examples/usage/graduated-tiers.json', '--line', '2')
    expect(err).toContain('has 1 line, there is no line 2')
    const { charges } = JSON.parse(prorata('explain', 'examples/usage/graduated-tiers.json', '--json').out) as {
      charges: unknown[]
    }
    expect(charges).toMatchObject([{ number: 1, invoice: 1, amount: '80025.00' }])
  })
})
