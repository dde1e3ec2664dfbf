import { formatDay } from '../core/calendar/day.js'
import { type ExplanationStep, explainSteps } from '../core/charging/explain.js'
import { type PresentedLine, presentLine } from '../core/scenario/present.js'
import { type SimulatedLine, simulate } from '../core/scenario/simulate.js'
import { simulateUsage } from '../core/scenario/simulate-usage.js'
import type { UsageScenario } from '../core/scenario/usage-scenario.js'
import { coloursFor, printable, printJson, table } from './output.js'
import { formatProblems, readScenario } from './read-scenarios.js'
import { CommandError } from './session.js'

interface Options {
  readonly line?: number
  readonly json?: boolean
}

/** Prints the lines of a scenario, numbered over all its files, each with the sentence that explains it. */
export async function explainScenario(path: string, options: Options): Promise<void> {
  const { line, json } = options
  const read = await readScenario(path)
  if (!read.ok) throw new CommandError(formatProblems(read).map(printable).join('\nprorata: '))
  for (const name of read.unknown) console.error(`prorata: ${printable(`${path}: ${name} means nothing here`)}`)
  if (read.kind === 'usage') {
    explainUsageScenario(path, read.scenario, options)
    return
  }
  const { files } = simulate(read.scenario)
  const lines = files
    .flatMap(({ date, lines }) => lines.map((line) => ({ line, file: formatDay(date) })))
    .map((each, index) => ({ ...each, number: index + 1 }))
  const shown = lines.filter(({ number }) => line === undefined || number === line)
  if (line !== undefined && shown.length === 0) {
    throw noSuchLine(path, lines.length, line)
  }
  if (json === true) {
    printJson({ charges: shown.map(({ number, file, line }) => ({ number, file, ...presentLine(line) })) })
    return
  }
  if (shown.length === 0) console.log('No lines.')
  for (const each of shown) printExplained(each)
  if (line !== undefined) {
    for (const each of shown) console.log(`\n${stepsTable(explainSteps(each.line.charge, each.line.availability))}`)
  }
}

function printExplained({ number, file, line }: { number: number; file: string; line: SimulatedLine }): void {
  const { bold } = coloursFor(process.stdout)
  const presented = presentLine(line)
  console.log(`${bold(`${number}.`)} ${printable(lineText(presented, line.availability.currency))} (file ${file})`)
  console.log(`   ${presented.explanation}`)
}

function lineText(line: PresentedLine, currency: string): string {
  const { subscription, chargeType, chargeStart, chargeEnd, quantity, amount } = line
  const licenses = `${quantity} license${quantity === 1 ? '' : 's'}`
  return `${subscription}: ${chargeType}, ${chargeStart} to ${chargeEnd}, ${licenses}, ${amount} ${currency}`
}

function stepsTable(steps: readonly ExplanationStep[]): string {
  const rows = steps.map(({ label, expression, result }) => [label, expression, result])
  return table(['Step', 'Calculation', 'Result'], rows, [2])
}

/** Likewise the lines of metered usage, numbered over all invoices. */
function explainUsageScenario(path: string, scenario: UsageScenario, { line, json }: Options): void {
  const simulated = simulateUsage(scenario)
  if (!simulated.ok) throw new CommandError(printable(`${path}: ${simulated.refusal.message}`))
  const lines = simulated.value.bills
    .flatMap(({ lines }, bill) => lines.map((shown) => ({ invoice: bill + 1, ...shown })))
    .map((shown, index) => ({ number: index + 1, ...shown }))
  const chosen = lines.filter(({ number }) => line === undefined || number === line)
  if (line !== undefined && chosen.length === 0) {
    throw noSuchLine(path, lines.length, line)
  }
  if (json === true) {
    printJson({ charges: chosen })
    return
  }
  if (chosen.length === 0) console.log('No lines.')
  const { bold } = coloursFor(process.stdout)
  const { meter, billingCurrency } = scenario.terms
  for (const { number, invoice, start, end, consumed, amount, explanation } of chosen) {
    const text = `${meter.name}: ${start} to ${end}, ${consumed} used, ${amount} ${billingCurrency}`
    console.log(`${bold(`${number}.`)} ${printable(text)} (invoice ${invoice})`)
    console.log(`   ${printable(explanation)}`)
  }
  if (line !== undefined) for (const { steps } of chosen) console.log(`\n${stepsTable(steps)}`)
}

function noSuchLine(path: string, count: number, line: number): CommandError {
  return new CommandError(`${printable(path)} has ${count} line${count === 1 ? '' : 's'}, there is no line ${line}`)
}
