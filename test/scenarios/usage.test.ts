import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareUsage, simulateUsage } from '../../src/core/scenario/simulate-usage.js'
import { parseUsageScenario, type UsageScenario } from '../../src/core/scenario/usage-scenario.js'

const FOLDER = 'examples/usage'
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))

function documentOf(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'))
}

function scenarioOf(document: unknown): UsageScenario {
  const parsed = parseUsageScenario(document)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  expect(parsed.unknown).toEqual([])
  return parsed.scenario
}

function problemsOf(document: unknown): string[] {
  const parsed = parseUsageScenario(document)
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path} ${message}`)
}

describe('examples of metered usage', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(7)
  })

  it.each(files)('%s comes out exactly, and says what it expects', (name) => {
    const scenario = scenarioOf(documentOf(name))
    const simulated = simulateUsage(scenario)
    if (!simulated.ok) throw new Error(simulated.refusal.message)
    expect(compareUsage(scenario, simulated.value)).toEqual([])
    for (const { expect: lines } of scenario.bills) expect(lines?.length).toBeGreaterThan(0)
    expect(scenario.source).not.toBe('')
  })

  it('are found out where they expect something else', () => {
    const scenario = scenarioOf(documentOf('overage.json'))
    const [bill] = scenario.bills
    const other = (line: object) => ({ ...scenario, bills: [{ ...bill!, expect: [{ ...bill!.expect![0], ...line }] }] })
    const simulated = simulateUsage(scenario)
    if (!simulated.ok) throw new Error(simulated.refusal.message)
    const { value } = simulated
    expect(compareUsage(other({ amount: '0.8900' }), value)).toEqual([])
    expect(compareUsage(other({ amount: '0.88' }), value)).toEqual([
      'invoice 1, line 1, amount: expected 0.88, found 0.89',
    ])
    expect(compareUsage({ ...scenario, bills: [{ ...bill!, expect: [] }] }, value)).toEqual([
      'invoice 1: expected 0 lines, found 1',
    ])
  })

  it('are refused for days before the first rate', () => {
    const document = documentOf('overage.json')
    const late = scenarioOf({ ...document, rates: [{ from: '2019-02-02', unitPrice: '1' }] })
    const simulated = simulateUsage(late)
    expect(simulated.ok ? '' : simulated.refusal.code).toBe('usage-rate-missing')
  })
})

describe('a usage scenario that cannot be read', () => {
  const document = documentOf('tiny-usage-with-credit.json')
  const [bill] = document['bills'] as object[]

  it.each([
    [{ rating: 'daily' }, 'rating must be plan or overage, not "daily"'],
    [{ from: '2020-10-01' }, 'to must not be before `from`'],
    [
      { exchangeRate: undefined },
      'exchangeRate is missing; it must be a decimal text above zero, such as "0.846202666"',
    ],
    [{ exchangeRate: '0' }, 'exchangeRate must be a decimal text above zero, such as "0.846202666", not "0"'],
    [
      { rates: [{ from: '2020-01-01', tiers: [{ from: '5', unitPrice: '1' }] }] },
      'rates[0].tiers must begin at "0" and rise',
    ],
    [
      { bills: [{ usage: [{ on: '2020-11-01', quantity: '1' }] }] },
      'bills must report days of the period, not 2020-11-01',
    ],
    [{ bills: [{ usage: [{ on: '2020-09-01', quantity: 1 }] }] }, 'bills[0].usage[0].quantity must be a decimal text'],
    [{ bills: [{ ...bill, expect: [{ price: '1' }] }] }, 'bills[0].expect[0].price is no field of a line'],
  ])('%o', (change, problem) => {
    expect(problemsOf({ ...document, ...change }).join('\n')).toContain(problem)
  })

  it('is told of what means nothing', () => {
    const parsed = parseUsageScenario({ ...document, discount: 1 })
    expect(parsed.ok && parsed.unknown).toEqual(['discount'])
  })
})
