import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const SCRIPT = join(ROOT, 'scripts', 'check-core.mjs')

const lines = (count: number, line = '// one more') => `${line}\n`.repeat(count)

/** For each rule the file that breaks it, and the line and reason that must be printed. */
const KNOWN_BAD: Readonly<Record<string, { readonly file: string; readonly text: string; readonly says: string }>> = {
  'a clock': core('clock', 'export const now = () => new Date()', ':1 Date:'),
  'the type of a clock': core('clock-type', 'export interface Charge {\n  readonly at: Date\n}', ':2 Date:'),
  'a stopwatch': core('stopwatch', 'export const started = performance.now()', ':1 performance:'),
  'a promise': core('promise', '\nexport const later = Promise.resolve(1)', ':2 Promise:'),
  'an async function': core('async', 'export async function wait() {}', ':1 async:'),
  'an async arrow function': core('async-arrow', 'export const wait = async () => 1', ':1 async:'),
  'an await': core('await', 'export const value = await 1', ':1 await:'),
  'a for await': core(
    'for-await',
    'export async function all(list) {\n  for await (const one of list) one()\n}',
    ':2 await:',
  ),
  'a timer': core('timer', 'setTimeout(() => 1, 1)', ':1 setTimeout:'),
  'a request': core('request', 'export const answer = fetch', ':1 fetch:'),
  'the environment': core('environment', 'export const home = process.env', ':1 process:'),
  'the global object': core('global-object', "export const clock = globalThis['Da' + 'te']", ':1 globalThis:'),
  'a message': core('message', "console.log('hello')", ':1 console:'),
  chance: core('chance', 'export const dice = Math.random()', ':1 Math.random:'),
  'chance by its name in quotes': core('chance-quoted', "export const dice = Math['random']()", ':1 Math.random:'),
  'chance taken apart': core('chance-apart', 'export const { random } = Math', ':1 Math:'),
  toFixed: core('to-fixed', 'export const text = (1.005).toFixed(2)', ':1 toFixed:'),
  parseFloat: core('parse-float', "export const price = parseFloat('1.1')", ':1 parseFloat:'),
  'Number.parseFloat': core('number-parse-float', "export const price = Number.parseFloat('1.1')", ':1 parseFloat:'),
  'the order of a locale': core('locale', "export const order = 'a'.localeCompare('b')", ':1 localeCompare:'),
  'a default export': core('default-value', 'export default 1', ':1 default export:'),
  'a default function': core('default-function', 'export default function charge() {}', ':1 default export:'),
  'a renamed default': core('default-renamed', 'const one = 1\nexport { one as default }', ':2 default export:'),
  'a file of the core over 300 lines': core('long', lines(300).concat('// and one'), ':301 the file has 301 lines'),
  'a file elsewhere over 400 lines': { file: 'src/app/long.ts', text: lines(401), says: ':401 the file has 401 lines' },
  'a test over 400 lines': { file: 'src/core/long.test.ts', text: lines(401), says: ':401 the file has 401 lines' },
  'a function over 70 lines': {
    file: 'src/app/long-function.ts',
    text: `\nexport function invoice() {\n${lines(69)}}\n`,
    says: ':2 the function invoice has 71 lines',
  },
  'an arrow function over 70 lines': {
    file: 'src/api/long-arrow.ts',
    text: `export const route = () => {\n${lines(69)}}\n`,
    says: ':1 the function route has 71 lines',
  },
  'a barrel': { file: 'src/app/barrel.ts', text: "\nexport * from './one.js'\n", says: ':2 barrel:' },
  'a barrel with a name': {
    file: 'src/app/barrel-name.ts',
    text: "export * as all from './one.js'\n",
    says: ':1 barrel:',
  },
  'a barrel that lists': { file: 'src/app/index.ts', text: "export { one } from './one.js'\n", says: ':1 barrel:' },
}

/** What looks like a breach and is none. */
const KNOWN_GOOD: Readonly<Record<string, string>> = {
  'src/core/words.ts': [
    '// new Date(), Math.random() and process.env in a comment',
    "export const text = 'await Promise.all(fetch, console)'",
    'export interface Job { readonly process: string; console(): void }',
    'export const job = { process: 1, Date: 2 }',
    'export const sum = job.process + job.Date + Math.floor(1.5) + Math.max(1, 2)',
    'const { process: renamed } = job',
    'export { renamed }',
  ].join('\n'),
  'src/core/words.test.ts': 'export const now = async () => new Date().toFixed(Math.random())\n',
  'src/core/full.ts': lines(300),
  'src/core/long-test.test.ts': `describe('', () => {\n${lines(398)}})\n`,
  'src/app/clock.ts': 'export const now = async () => new Date()\n',
  'src/app/full.ts': lines(400),
  'src/app/function.ts': `export function invoice() {\n${lines(68)}}\n`,
  'src/app/hands-on.ts': "export { one } from './one.js'\nexport const two = 2\n",
}

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function core(name: string, text: string, says: string) {
  return { file: `src/core/${name}.ts`, text: `${text}\n`, says }
}

function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'prorata-purity-'))
  folders.push(folder)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

function check(folder: string): { readonly code: number | null; readonly refused: string[]; readonly said: string } {
  const run = spawnSync(process.execPath, [SCRIPT, folder], { encoding: 'utf8' })
  return { code: run.status, refused: run.stderr.split('\n').filter((line) => line !== ''), said: run.stdout.trim() }
}

describe('check-core', () => {
  let refused: readonly string[] = []

  beforeAll(() => {
    const cases = Object.values(KNOWN_BAD)
    const result = check(plant(Object.fromEntries(cases.map(({ file, text }) => [file, text]))))
    expect(result.code).toBe(1)
    refused = result.refused
  })

  it.each(Object.entries(KNOWN_BAD))('refuses %s', (_, { file, says }) => {
    expect(refused.filter((line) => line.startsWith(`${file}${says}`))).toHaveLength(1)
  })

  it('lets through what only looks like a breach', () => {
    const files = Object.keys(KNOWN_GOOD).length
    expect(check(plant(KNOWN_GOOD))).toEqual({
      code: 0,
      refused: [],
      said: `check-core: ${files} files checked, 0 problems`,
    })
  })

  it('fails where it had nothing to check', () => {
    const result = check(plant({ 'README.md': 'no sources here\n' }))
    expect(result.code).toBe(1)
    expect(result.refused.join()).toContain('no source files')
  })

  it('passes the house itself', () => {
    const result = check(ROOT)
    expect(result.refused).toEqual([])
    expect(result.code).toBe(0)
  })
})
