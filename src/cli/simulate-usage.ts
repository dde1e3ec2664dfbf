import { formatAmount, parseAmount } from '../core/money/format-amount.js'
import { compareUsage, type PresentedUsageLine, simulateUsage } from '../core/scenario/simulate-usage.js'
import type { UsageScenario } from '../core/scenario/usage-scenario.js'
import { coloursFor, printable, table } from './output.js'
import type { Played } from './played.js'

/** Plays a scenario of metered usage. */
export function playUsage(path: string, scenario: UsageScenario): Played {
  const simulated = simulateUsage(scenario)
  const { title } = scenario
  if (!simulated.ok) {
    const { code, message } = simulated.refusal
    const { yellow } = coloursFor(process.stdout)
    const say = () => console.log(`${printable(title)}\n\n${yellow('Refused')}: ${printable(message)} [${code}]\n`)
    const document = { bills: [], refusals: [{ code, message }] }
    return { path, title, document, differences: [`refused: ${message}`], isRefused: true, print: say }
  }
  const document = simulated.value
  return {
    ...{ path, title, document, differences: compareUsage(scenario, document), isRefused: false },
    print: (explain) => {
      const { bold } = coloursFor(process.stdout)
      const { rating, meter, billingCurrency } = scenario.terms
      console.log(`${bold(printable(title))} (${rating}, ${billingCurrency})\n`)
      for (const [index, { lines }] of document.bills.entries()) {
        console.log(bold(`Invoice ${index + 1}: ${printable(meter.name)}`))
        printLines(lines, scenario, explain)
      }
    },
  }
}

function printLines(lines: readonly PresentedUsageLine[], { terms }: UsageScenario, explain: boolean): void {
  const { dim } = coloursFor(process.stdout)
  if (lines.length === 0) {
    console.log('  No lines.\n')
    return
  }
  const header = [
    '#',
    'Start',
    'End',
    'Tier',
    'Credit',
    'Unit price',
    'Used',
    'Included',
    'Effective price',
    'Amount',
    '',
  ]
  const rows = lines.map((line, index) => [
    ...[String(index + 1), line.start, line.end, line.tier === 0 ? 'all' : String(line.tier)],
    ...[line.earnedCredit === 0 ? '' : `${line.earnedCredit} %`, line.unitPrice, line.consumed, line.included],
    ...[line.effectiveUnitPrice, line.amount, ''],
  ])
  const { billingCurrency: currency } = terms
  const sum = lines.reduce((total, { amount }) => total + parseAmount(amount, currency)!, 0n)
  const total = [...Array<string>(7).fill(''), '', 'Total', formatAmount(sum, currency), currency]
  const [head, rule, ...body] = table(header, [...rows, total], [0, 3, 4, 5, 6, 7, 8, 9]).split('\n')
  console.log([dim(head!), dim(rule!), ...body].join('\n'))
  if (explain) for (const [index, line] of lines.entries()) console.log(dim(`  ${index + 1}. ${line.explanation}`))
  console.log()
}
