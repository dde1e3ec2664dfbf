import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { REFUSALS } from '../../core/refusal.js'
import { ASKED_NL, REASON_PATTERNS_NL, REASONS_NL } from './reasons-nl.js'
import { dutchRefusal } from './refusals-dutch.js'

/** What a template asks for, each once. */
const namesOf = (template: string) => [...new Set(template.match(/\{\w+\}/g))].sort()

it('has every refusal in Dutch, with all that it tells in English', () => {
  for (const [word, english] of Object.entries(REFUSALS)) {
    const names = namesOf(english)
    const dutch = dutchRefusal(word, Object.fromEntries(names.map((name) => [name.slice(1, -1), name])))
    expect(namesOf(dutch ?? ''), word).toEqual(names)
    // Some only put values in a row.
    if (/[a-z]/.test(english.replaceAll(/\{\w+\}/g, ''))) expect(dutch, word).not.toBe(english)
  }
})

it('writes days as people do, and knows no other words', () => {
  expect(dutchRefusal('no-quantity-change', { quantity: 5 })).toContain('5')
  expect(dutchRefusal('reactivation-too-late', { until: '2026-03-01' })).toContain('1 mrt 2026')
  expect(dutchRefusal('constructor', {})).toBeUndefined()
})

it.each([
  ['credit-request-not-possible', { problem: 'the outage is not over' }, /: de storing is nog niet voorbij\.$/],
  ['not-found', { what: 'credit note', id: 'CN-1' }, /^Niet gevonden: creditnota CN-1\.$/],
  ['credit-request-closed', { state: 'submitted', asked: 'added to' }, /status ingediend; ‘aanvullen’ is/],
  [
    'credit-request-evidence-missing',
    { missing: 'startedAt, customerEmail (an address of x.example)' },
    /ontbreekt het begin van de storing, een e-mailadres van de klant bij x\.example;/,
  ],
  [
    'malformed',
    { what: 'until', problem: 'it must not be before 2026-03-01' },
    /^einddatum: .* vóór 1 mrt 2026 liggen$/,
  ],
  [
    'address-invalid',
    { problems: 'state must be one of NY, WA; city is missing' },
    /van NY, WA; de plaats ontbreekt\./,
  ],
  [
    'qualifications-not-combinable',
    { qualifications: 'education and nonprofit' },
    /tegelijk onderwijs en non-profit zijn/,
  ],
  ['offer-term-unknown', { sold: 'P1Y monthly, P1Y annual' }, /alleen met P1Y maandelijks, P1Y jaarlijks\.$/],
  [
    'tax-rates-refused',
    { first: 'line 3, rate: is missing; it must be true or false; region: "X" is not one of a, b' },
    /eerste: regel 3, rate: ontbreekt; verwacht wordt true of false; region: "X" past niet; verwacht wordt een van a, b\.$/,
  ],
])('says in Dutch what is put into %s', (word, data, expected) => {
  expect(dutchRefusal(word, data)).toMatch(expected)
})

it('leaves names and what it does not know as they are', () => {
  const left = ['Apps and active users', 'constructor', 'SKU:1, SKU:2', 'a reason nobody wrote']
  for (const problem of left) expect(dutchRefusal('compliance-query-malformed', { problem })).toBe(`${problem}.`)
})

it('knows no prose that nothing says any more', () => {
  const sources = ['core', 'app', 'api', 'store'].map(sourcesOf).join('\n')
  const fixed = REASON_PATTERNS_NL.flatMap(([pattern]) => fixedParts(pattern))
  const known = [...Object.keys(REASONS_NL), ...Object.keys(ASKED_NL), ...fixed]
  expect(known.filter((text) => !sources.includes(text))).toEqual([])
})

/** The sources of a part of the program, without its tests. */
function sourcesOf(part: string): string {
  const folder = new URL(`../../${part}/`, import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const own = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  return own.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n')
}

/** What a pattern has between its groups. */
function fixedParts(pattern: RegExp): string[] {
  const parts = pattern.source.slice(1, -1).split(/(?<!\\)\((?:\\.|[^()\\])*\)/)
  return parts.map((part) => part.replaceAll(/\\(.)/g, '$1'))
}
