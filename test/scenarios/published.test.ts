import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/core/scenario/simulate.js'
import { loadScenario, type PlayedFile, playedFiles, scenarioFiles } from '../support/scenario-files.js'

/** What a line of a published example says, all of it. */
const PUBLISHED_FIELDS = ['chargeStart', 'chargeEnd', 'chargeType', 'unitPrice', 'quantity', 'amount']

/** The files as played, each line cut down to the fields that the expected line at its place names. */
function comparable(played: readonly PlayedFile[], expected: readonly PlayedFile[]): PlayedFile[] {
  return played.map(({ file, lines }, at) => ({
    file,
    lines: lines.map((line, index) => {
      const names = Object.keys(expected[at]?.lines[index] ?? line)
      return Object.fromEntries(names.map((name) => [name, line[name] ?? 'no such field']))
    }),
  }))
}

describe.each([
  { folder: 'examples/scenarios', least: 10 },
  { folder: 'examples/scenarios/rules', least: 30 },
])('$folder', ({ folder, least }) => {
  const files = scenarioFiles(folder)

  it('holds the examples it should', () => {
    expect(files.length).toBeGreaterThanOrEqual(least)
  })

  it.each(files)('%s comes out exactly', (name) => {
    const { scenario } = loadScenario(`${folder}/${name}`)
    const expected = scenario.expect
    if (expected === null) throw new Error('the example does not say what it expects')
    const simulation = simulate(scenario)
    expect(comparable(playedFiles(simulation), expected)).toEqual(expected)
    for (const line of expected.flatMap(({ lines }) => lines)) {
      expect(Object.keys(line)).toEqual(expect.arrayContaining(PUBLISHED_FIELDS))
    }
  })

  it.each(files)('%s meets the refusals it expects and no others', (name) => {
    const { scenario } = loadScenario(`${folder}/${name}`)
    const met = new Map(simulate(scenario).refusals.map(({ event, refusal }) => [event, refusal.code as string]))
    expect(scenario.events.map((event) => met.get(event) ?? null)).toEqual(
      scenario.events.map(({ refused }) => refused),
    )
  })

  it.each(files)('%s names its title and its source', (name) => {
    const { scenario } = loadScenario(`${folder}/${name}`)
    expect(scenario.title).not.toBe('')
    if (folder.endsWith('rules')) expect(scenario.source).toMatch(/^prorata rule: ./)
    else expect(scenario.source).not.toBe('')
  })
})
