import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatDay } from '../../src/core/calendar/day.js'
import { minorDigitsOf } from '../../src/core/money/currency.js'
import { formatScaled } from '../../src/core/money/decimal.js'
import { formatUnitPrice } from '../../src/core/money/unit-price.js'
import { parseScenario } from '../../src/core/scenario/parse-scenario.js'
import type { Scenario } from '../../src/core/scenario/scenario.js'
import { type SimulatedLine, type Simulation, simulate } from '../../src/core/scenario/simulate.js'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Names of the scenario files in a folder of the repository, without those in folders below it. */
export function scenarioFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
    .sort()
}

/** A scenario file as it is written, and as it is read; throws with every problem it has. */
export function loadScenario(path: string): { readonly written: unknown; readonly scenario: Scenario } {
  const written: unknown = JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
  const result = parseScenario(written)
  if (!result.ok) throw new Error(result.problems.map(({ path: at, message }) => `${at}: ${message}`).join('\n'))
  if (result.unknown.length > 0) throw new Error(`unknown properties: ${result.unknown.join(', ')}`)
  return { written, scenario: result.scenario }
}

export interface PlayedFile {
  readonly file: string
  readonly lines: readonly Readonly<Record<string, string | number>>[]
}

/** The files of a simulation as a scenario writes them: dates inclusive, decimals as texts. */
export function playedFiles(simulation: Simulation): PlayedFile[] {
  return simulation.files.map(({ date, lines }) => ({ file: formatDay(date), lines: lines.map(lineOf) }))
}

export function play(scenario: Scenario): PlayedFile[] {
  return playedFiles(simulate(scenario))
}

function lineOf({ subscription, availability, charge }: SimulatedLine): Readonly<Record<string, string | number>> {
  const digits = minorDigitsOf(availability.currency)
  return {
    subscription,
    offer: availability.title,
    chargeStart: formatDay(charge.chargeStart),
    chargeEnd: formatDay((charge.chargeEnd - 1) as typeof charge.chargeEnd),
    chargeType: charge.type,
    unitPrice: formatUnitPrice(charge.unitPrice, digits),
    quantity: charge.quantity,
    amount: formatScaled(charge.amount, digits),
  }
}
