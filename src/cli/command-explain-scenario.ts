import { type ExplanationStep, explainSteps } from '../core/charging/explain.js'
import { type PresentedLine, presentLine } from '../core/scenario/present.js'
import { type SimulatedLine, simulate } from '../core/scenario/simulate.js'
import { ExitCode } from './exit-codes.js'
import { coloursFor, printable, table } from './output.js'
import { formatProblems, readScenario } from './read-scenarios.js'
import { CommandError } from './session.js'

interface Options {
  readonly line?: number
}

/** Prints the lines of a scenario, numbered over all its files, each with the sentence that explains it. */
export async function explainScenario(path: string, { line }: Options): Promise<void> {
  const read = await readScenario(path)
  if (!read.ok) throw new CommandError(formatProblems(read).map(printable).join('\nprorata: '))
  for (const name of read.unknown) console.error(`prorata: ${printable(`${path}: ${name} means nothing here`)}`)
  const { files } = simulate(read.scenario)
  const lines = files.flatMap((file) => file.lines)
  if (line === undefined) {
    for (const [index, one] of lines.entries()) printExplained(index + 1, one)
    if (lines.length === 0) console.log('No lines.')
    return
  }
  const chosen = lines[line - 1]
  if (chosen === undefined) {
    throw new CommandError(`${printable(path)} has ${lines.length} lines, there is no line ${line}`, ExitCode.unusable)
  }
  printExplained(line, chosen)
  console.log(`\n${stepsTable(explainSteps(chosen.charge, chosen.availability))}`)
}

function printExplained(number: number, line: SimulatedLine): void {
  const { bold } = coloursFor(process.stdout)
  const presented = presentLine(line)
  console.log(`${bold(`${number}.`)} ${printable(lineText(presented, line.availability.currency))}`)
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
