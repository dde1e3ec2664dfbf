import { formatDay } from '../calendar/day.js'
import { dayOfInstant, formatInstant } from '../calendar/instant.js'
import { compareDecimals, parseDecimal } from '../money/decimal.js'
import { type PresentedLine, presentRefusal, presentSimulation } from './present.js'
import type { ExpectedFile, Scenario, ScenarioEvent } from './scenario.js'
import type { Simulation } from './simulate.js'

/** Where a simulation is not what its scenario expects. Lines are numbered from 1 within their file. */
export type Difference =
  | {
      readonly kind: 'field'
      readonly file: string
      readonly line: number
      readonly field: string
      readonly expected: string
      readonly found: string
    }
  /** An expected line that is missing, or a line that was not expected; `text` is the line. */
  | { readonly kind: 'missing' | 'extra'; readonly file: string; readonly line: number; readonly text: string }
  /** An event that was refused or accepted against what the scenario says. */
  | { readonly kind: 'refusal'; readonly event: string; readonly expected: string; readonly found: string }

type ExpectedLine = ExpectedFile['lines'][number]

/**
 * Everything that differs from a scenario's expectations, in order of the files; nothing where all is as expected.
 * Files are compared by date, their lines in order, and of each line the fields that the scenario names. Every file up
 * to the scenario's last day must be expected, and every refusal.
 */
export function compareWithExpected(scenario: Scenario, simulation: Simulation): Difference[] {
  const files = scenario.expect === null ? [] : compareFiles(scenario.expect, simulation, scenario)
  return [...compareRefusals(scenario, simulation), ...files]
}

/** One difference in a sentence. */
export function formatDifference(difference: Difference): string {
  switch (difference.kind) {
    case 'field': {
      const { file, line, field, expected, found } = difference
      return `file ${file}, line ${line}, ${field}: expected ${expected}, found ${found}`
    }
    case 'missing':
      return `file ${difference.file}, line ${difference.line} is missing: ${difference.text}`
    case 'extra':
      return `file ${difference.file}, line ${difference.line} was not expected: ${difference.text}`
    case 'refusal':
      return `${difference.event}: expected ${difference.expected}, found ${difference.found}`
  }
}

function compareRefusals(scenario: Scenario, simulation: Simulation): Difference[] {
  const refusals = new Map(simulation.refusals.map((refusal) => [refusal.index, refusal]))
  const differences: Difference[] = []
  for (const [index, event] of scenario.events.entries()) {
    const refusal = refusals.get(index)?.refusal
    if (event.refused === (refusal?.code ?? null)) continue
    const isPlayed = dayOfInstant(event.at) <= scenario.until
    differences.push({
      kind: 'refusal',
      event: eventText(event),
      expected: event.refused === null ? 'to be accepted' : `the refusal ${event.refused}`,
      found: refusal === undefined ? notRefused(isPlayed, scenario) : `the refusal ${refusal.code}: ${refusal.message}`,
    })
  }
  const end = refusals.get(scenario.events.length)
  if (end !== undefined) {
    const { at, code, message } = presentRefusal(scenario, end)
    const found = `the refusal ${code}: ${message}`
    differences.push({ kind: 'refusal', event: `until ${at}`, expected: 'no refusal', found })
  }
  return differences
}

function notRefused(isPlayed: boolean, { until }: Scenario): string {
  return isPlayed ? 'that it was accepted' : `that it comes after the last day, ${formatDay(until)}`
}

function eventText({ at, action, subscription }: ScenarioEvent): string {
  return `${formatInstant(at)} ${action.type} of ${subscription}`
}

function compareFiles(expect: readonly ExpectedFile[], simulation: Simulation, scenario: Scenario): Difference[] {
  const expected = new Map<string, ExpectedLine[]>()
  for (const { file, lines } of expect) expected.set(file, [...(expected.get(file) ?? []), ...lines])
  const { files } = presentSimulation(scenario, simulation)
  const found = new Map(files.map(({ file, lines }) => [file, lines]))
  const dates = [...new Set([...expected.keys(), ...found.keys()])].sort()
  return dates.flatMap((date) => compareLines(date, expected.get(date) ?? [], found.get(date) ?? []))
}

/** Lines that agree at the start and at the end are left aside, so that one line too many does not spoil all others. */
function compareLines(file: string, expected: readonly ExpectedLine[], found: readonly PresentedLine[]): Difference[] {
  const shorter = Math.min(expected.length, found.length)
  let start = 0
  while (start < shorter && differencesOf(expected[start]!, found[start]!).length === 0) start += 1
  let end = 0
  while (end < shorter - start && differencesOf(expected.at(-1 - end)!, found.at(-1 - end)!).length === 0) end += 1

  const differences: Difference[] = []
  const [lastExpected, lastFound] = [expected.length - end, found.length - end]
  for (let index = start; index < Math.max(lastExpected, lastFound); index += 1) {
    const line = index + 1
    if (index >= lastFound) {
      differences.push({ kind: 'missing', file, line, text: lineText(expected[index]!) })
    } else if (index >= lastExpected) {
      differences.push({ kind: 'extra', file, line, text: lineText({ ...found[index]! }) })
    } else {
      for (const field of differencesOf(expected[index]!, found[index]!)) {
        differences.push({ kind: 'field', file, line, ...field })
      }
    }
  }
  return differences
}

interface FieldDifference {
  readonly field: string
  readonly expected: string
  readonly found: string
}

function differencesOf(expected: ExpectedLine, found: PresentedLine): FieldDifference[] {
  const differences: FieldDifference[] = []
  for (const [field, value] of Object.entries(expected)) {
    const own: unknown = Object.hasOwn(found, field) ? found[field as keyof PresentedLine] : undefined
    const shown = typeof own === 'string' || typeof own === 'number' ? String(own) : undefined
    if (shown === undefined || !isSame(field, String(value), shown)) {
      differences.push({ field, expected: String(value), found: shown ?? 'no such field' })
    }
  }
  return differences
}

/** Fields whose values are numbers, however many zeros they are written with. */
const NUMBERS: readonly string[] = ['unitPrice', 'quantity', 'amount']

function isSame(field: string, expected: string, found: string): boolean {
  if (expected === found) return true
  if (!NUMBERS.includes(field)) return false
  const [left, right] = [parseDecimal(expected), parseDecimal(found)]
  return left !== undefined && right !== undefined && compareDecimals(left, right) === 0
}

/** A line in a line: as a file shows it where it is whole, else by the names of its fields. */
function lineText(line: Readonly<Record<string, unknown>>): string {
  const { chargeStart, chargeEnd, chargeType, unitPrice, quantity, amount } = line
  const shown = [chargeStart, chargeEnd, chargeType, unitPrice, quantity, amount]
  if (shown.includes(undefined))
    return Object.entries(line)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')
  return `${chargeStart} to ${chargeEnd}, ${chargeType}, ${unitPrice} x ${quantity}, ${amount}`
}
