import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseScenario } from '../../src/core/scenario/parse-scenario.js'
import { compareUsage, simulateUsage } from '../../src/core/scenario/simulate-usage.js'
import { parseUsageScenario } from '../../src/core/scenario/usage-scenario.js'
import { loadScenario, play, ROOT, scenarioFiles } from '../support/scenario-files.js'

const DOCUMENT = 'docs/billing-rules.md'
const FOLDERS = ['examples/scenarios', 'examples/scenarios/rules']
const text = readFileSync(join(ROOT, DOCUMENT), 'utf8')

/** Example files that a text links to, as paths from the root. */
function linkedExamples(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\(([^)\s]+\.json)\)/g)].map((match) => match[1]!)
  return [...new Set(links.map((link) => relative(ROOT, join(ROOT, dirname(DOCUMENT), link))))].sort()
}

/** Tests that a text links to, as paths from the root: what proves rules about documents and money. */
function linkedTests(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\(([^)\s]+\.test\.ts)\)/g)].map((match) => match[1]!)
  return links.map((link) => relative(ROOT, join(ROOT, dirname(DOCUMENT), link)))
}

/** The rows of all tables: rule, source and proof. */
function rowsOf(markdown: string): string[][] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| Rule |'))
    .map((line) => line.slice(2, -2).split(' | '))
}

const existing = FOLDERS.flatMap((folder) => scenarioFiles(folder).map((name) => `${folder}/${name}`)).sort()

describe('the rules of billing', () => {
  it('name every example there is, and only those', () => {
    expect(existing.length).toBeGreaterThan(40)
    expect(linkedExamples(text)).toEqual(existing)
  })

  it('say of each rule where it comes from and what proves it', () => {
    const rows = rowsOf(text)
    expect(rows.length).toBeGreaterThan(50)
    for (const row of rows) {
      expect(row).toHaveLength(3)
      expect(row[0]).toMatch(/\.\)?$/)
      expect(row[1]).not.toBe('')
      expect(linkedExamples(row[2]!).length + linkedTests(row[2]!).length).toBeGreaterThan(0)
    }
  })

  it('name tests that are there', () => {
    expect(linkedTests(text).length).toBeGreaterThan(20)
    expect(linkedTests(text).filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    expect(linkedTests('[x](../test/none.test.ts)')).toEqual(['test/none.test.ts'])
  })

  it('are found out where they name an example that is not there, or none', () => {
    expect(linkedExamples('[x](../examples/scenarios/none.json)')).toEqual(['examples/scenarios/none.json'])
    expect(rowsOf('| A rule. | somewhere |  |')).toEqual([['A rule.', 'somewhere', '']])
  })

  it('give each example the label of its file', () => {
    for (const [, label, link] of text.matchAll(/\[([^\]]+)\]\(([^)\s]+\.json)\)/g)) {
      expect(link!.endsWith(`/${label}.json`)).toBe(true)
    }
  })
})

describe('the page about scenario files', () => {
  const page = readFileSync(join(ROOT, 'docs/scenarios.md'), 'utf8')
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => JSON.parse(match[1]!) as unknown)

  it('has one of metered usage that comes out as it says', () => {
    expect(examples).toHaveLength(2)
    const result = parseUsageScenario(examples[1])
    if (!result.ok) throw new Error(result.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
    expect(result.unknown).toEqual([])
    expect(result.scenario.bills.every(({ expect: lines }) => lines !== null)).toBe(true)
    const simulated = simulateUsage(result.scenario)
    if (!simulated.ok) throw new Error(simulated.refusal.message)
    expect(compareUsage(result.scenario, simulated.value)).toEqual([])
  })

  it('has an example that comes out as it says', () => {
    const result = parseScenario(examples[0])
    if (!result.ok) throw new Error(result.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
    expect(result.unknown).toEqual([])
    const files = play(result.scenario).map(({ file, lines }) => ({
      file,
      lines: lines.map(({ subscription: _, offer: __, ...line }) => line),
    }))
    expect(files).toEqual(result.scenario.expect)
  })

  it('names every property and every kind of event that the examples use', () => {
    const names = new Set<string>()
    const collect = (value: unknown): void => {
      if (Array.isArray(value)) for (const one of value) collect(one)
      else if (typeof value === 'object' && value !== null) {
        for (const [name, inner] of Object.entries(value)) {
          names.add(name)
          if (name === 'type') names.add(String(inner))
          collect(inner)
        }
      }
    }
    for (const path of existing) collect(loadScenario(path).written)
    expect([...names].filter((name) => !page.includes(`\`${name}\``) && !page.includes(`"${name}"`))).toEqual([])
  })
})
