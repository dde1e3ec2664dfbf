import { Command } from 'commander'
import type { Currency } from '../core/money/currency.js'
import { formatAmount, parseAmount } from '../core/money/format-amount.js'
import { compareWithExpected, formatDifference } from '../core/scenario/compare-with-expected.js'
import { type PresentedFile, type PresentedSimulation, presentSimulation } from '../core/scenario/present.js'
import type { Scenario } from '../core/scenario/scenario.js'
import { simulate } from '../core/scenario/simulate.js'
import { ExitCode } from './exit-codes.js'
import { coloursFor, printable, printJson, table } from './output.js'
import type { Played } from './played.js'
import { formatProblems, readScenarios } from './read-scenarios.js'
import { CommandError } from './session.js'
import { playUsage } from './simulate-usage.js'

interface Options {
  readonly json?: boolean
  readonly check?: boolean
  readonly explain?: boolean
}

/** `prorata simulate`: scenario files in, charge lines out; no database. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('play scenario files and print the lines of each reconciliation file; needs no database')
    .argument('<paths...>', 'scenario files, or folders of them')
    .option('--json', 'print the lines as JSON: one document for one file, a list for several')
    .option('--check', 'compare with what each scenario expects and exit with 1 where that differs')
    .option('--explain', 'print the calculation of each line, too')
    .addHelpText(
      'after',
      `
Examples:
  $ prorata simulate examples/scenarios --check
  $ prorata simulate examples/scenarios/seed-monthly-change-qty.json --explain
  $ prorata simulate examples/scenarios/annual-new.json --json
  $ prorata simulate examples/usage --check`,
    )
    .action((paths: string[], options: Options) => runSimulate(paths, options))
}

async function runSimulate(paths: readonly string[], options: Options): Promise<void> {
  const played: Played[] = []
  const problems: string[] = []
  for await (const read of readScenarios(paths)) {
    if (!read.ok) problems.push(...formatProblems(read).map(printable))
    else {
      for (const name of read.unknown) console.error(printable(`prorata: ${read.path}: ${name} means nothing here`))
      played.push(read.kind === 'usage' ? playUsage(read.path, read.scenario) : play(read.path, read.scenario))
    }
  }
  if (problems.length > 0) throw new CommandError(problems.join('\nprorata: '))
  if (options.json === true) printDocuments(played, options)
  else if (options.check === true) printCheck(played)
  else for (const each of played) each.print(options.explain === true)
  process.exitCode = exitCodeOf(played, options)
}

function play(path: string, scenario: Scenario): Played {
  const simulation = simulate(scenario)
  const presented = presentSimulation(scenario, simulation)
  return {
    path,
    title: scenario.title,
    document: presented,
    differences: compareWithExpected(scenario, simulation).map(formatDifference),
    isRefused: presented.refusals?.some((refusal) => !refusal.expected) === true,
    print: (explain) => print(scenario, presented, explain),
  }
}

function exitCodeOf(played: readonly Played[], { check }: Options): number {
  if (check === true)
    return played.some(({ differences }) => differences.length > 0) ? ExitCode.differences : ExitCode.ok
  return played.some(({ isRefused }) => isRefused) ? ExitCode.refused : ExitCode.ok
}

function printDocuments(played: readonly Played[], { check }: Options): void {
  const documents = played.map(({ path, title, document, differences }) => ({
    ...(played.length === 1 ? {} : { path, title }),
    ...document,
    ...(check === true ? { differences } : {}),
  }))
  printJson(played.length === 1 ? documents[0] : documents)
}

function printCheck(played: readonly Played[]): void {
  const { green, red } = coloursFor(process.stdout)
  for (const { path, title, differences } of played) {
    console.log(`${differences.length === 0 ? green('ok  ') : red('DIFF')} ${printable(`${path}: ${title}`)}`)
    for (const difference of differences) console.log(`       ${printable(difference)}`)
  }
  const wrong = played.filter(({ differences }) => differences.length > 0).length
  console.log(`${played.length} scenarios, ${wrong === 0 ? 'all as expected' : `${wrong} not as expected`}`)
}

function print(scenario: Scenario, presented: PresentedSimulation, explain: boolean): void {
  const { bold, yellow } = coloursFor(process.stdout)
  console.log(`${bold(printable(scenario.title))} (${scenario.profile.id}, ${scenario.currency})\n`)
  for (const each of presented.files) printFile(each, scenario.currency, explain)
  if (presented.files.length === 0) console.log('No file up to this day has a line.\n')
  for (const { at, type, code, message, expected } of presented.refusals ?? []) {
    const note = expected ? `${code}, as expected` : code
    console.log(`${yellow('Refused')}: ${type} of ${at}: ${printable(message)} [${note}]\n`)
  }
  const [next] = presented.later ?? []
  if (next !== undefined) {
    const count = presented.later!.reduce((sum, { lines }) => sum + lines.length, 0)
    console.log(`Later: ${count === 1 ? '1 line' : `${count} lines`}, from the file ${next.file} on\n`)
  }
}

/** A file as a table with its total; lines are numbered, and say whose they are where there are several subscriptions. */
function printFile({ file, lines }: PresentedFile, currency: Currency, explain: boolean): void {
  const { bold, dim } = coloursFor(process.stdout)
  const several = new Set(lines.map((line) => line.subscription)).size > 1
  const whose = (subscription: string) => (several ? [subscription] : [])
  const header = ['#', 'Start', 'End', 'Charge type', 'Unit price', 'Qty', 'Amount', 'Offer', ...whose('Subscription')]
  const rows = lines.map((line, index) => [
    String(index + 1),
    line.chargeStart,
    line.chargeEnd,
    line.chargeType,
    line.unitPrice,
    String(line.quantity),
    line.amount,
    line.offer,
    ...whose(line.subscription),
  ])
  const sum = lines.reduce((total, { amount }) => total + parseAmount(amount, currency)!, 0n)
  const total = ['', '', '', 'Total', '', '', formatAmount(sum, currency), currency, ...whose('')]
  const [head, rule, ...body] = table(header, [...rows, total], [0, 4, 5, 6]).split('\n')
  console.log([bold(`File ${file}`), dim(head!), dim(rule!), ...body].join('\n'))
  if (explain) for (const [index, line] of lines.entries()) console.log(dim(`  ${index + 1}. ${line.explanation}`))
  console.log()
}
