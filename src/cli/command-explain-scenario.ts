import { formatDay } from '../core/calendar/day.js'
import { type ExplanationStep, explainSteps } from '../core/charging/explain.js'
import { type PresentedLine, presentLine } from '../core/scenario/present.js'
import { type SimulatedLine, simulate } from '../core/scenario/simulate.js'
import { coloursFor, printable, printJson, table } from './output.js'
import { formatProblems, readScenario } from './read-scenarios.js'
import { CommandError } from './session.js'

interface Options {
  readonly line?: number
  readonly json?: boolean
}

/** Prints the lines of a scenario, numbered over all its files, each with the sentence that explains it. */
export async function explainScenario(path: string, { line, json }: Options): Promise<void> {
  const read = await readScenario(path)
  if (!read.ok) throw new CommandError(formatProblems(read).map(printable).join('\nprorata: '))
  if (read.kind === 'usage') {
    throw new CommandError(
      `${printable(path)} is about metered usage: \`prorata simulate --explain\` explains its lines`,
    )
  }
  for (const name of read.unknown) console.error(`prorata: ${printable(`${path}: ${name} means nothing here`)}`)
  const { files } = simulate(read.scenario)
  const lines = files
    .flatMap(({ date, lines }) => lines.map((line) => ({ line, file: formatDay(date) })))
    .map((each, index) => ({ ...each, number: index + 1 }))
  const shown = lines.filter(({ number }) => line === undefined || number === line)
  if (line !== undefined && shown.length === 0) {
    throw new CommandError(`${printable(path)} has ${lines.length} lines, there is no line ${line}`)
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
