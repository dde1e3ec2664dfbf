import { Command } from 'commander'
import { type Day, formatDay } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { explainScenario } from './command-explain-scenario.js'
import { printJson } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { addDatabaseOptions, CommandError, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly subscription?: string
  readonly charge?: number
  readonly line?: number
  readonly json?: boolean
}

/** A charge and how it came about, from the ledger or from a scenario. */
interface Explained {
  readonly number: number
  readonly file: string
  readonly chargeStart: string
  readonly chargeEnd: string
  readonly chargeType: string
  readonly quantity: number
  readonly amount: string
  readonly explanation: string
}

/** `prorata explain`: the calculation of charges in sentences. */
export function explainCommand(): Command {
  const command = new Command('explain')
    .description('explain charges: how each amount was calculated, with the numbers')
    .argument('[file]', 'a scenario file; or name a stored subscription with --subscription')
    .option('--subscription <id>', 'explain the charges of this subscription in the ledger', idOption)
    .option('--charge <n>', 'only the n-th charge of the subscription', wholeOption(1, 1_000_000_000))
    .option('--line <n>', 'only the n-th line of the scenario', wholeOption(1, 1_000_000))
    .option('--json', 'print them as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ prorata explain examples/scenarios/seed-monthly-change-qty.json --line 3
  $ prorata explain --subscription 0160f000-5e00-7000-8000-000000000003 --data out/demo/data`,
    )
  return addDatabaseOptions(command).action((file: string | undefined, options: Options) => runExplain(file, options))
}

async function runExplain(file: string | undefined, options: Options): Promise<void> {
  if ((file === undefined) === (options.subscription === undefined)) {
    throw new CommandError('name a scenario file, or a stored subscription with --subscription')
  }
  if (file !== undefined) {
    await explainScenario(file, options)
    return
  }
  const all = await explainStored(options)
  const shown = all.filter(({ number }) => options.charge === undefined || number === options.charge)
  if (options.charge !== undefined && shown.length === 0) {
    throw new CommandError(`there are ${all.length} charges, none is number ${options.charge}`)
  }
  if (options.json === true) printJson({ charges: shown })
  else if (shown.length === 0) console.log('Nothing has been charged yet.')
  else for (const charge of shown) print(charge)
}

async function explainStored(options: Options): Promise<Explained[]> {
  const { explainCharges } = await import('../app/explain-charge.js')
  const charges = await withDatabase(options, (database) => explainCharges(database, options.subscription!))
  if (charges === undefined) throw new CommandError(`there is no subscription ${options.subscription}`)
  return charges.map(({ charge, invoiceDate, currency, explanation }) => ({
    number: charge.number,
    file: formatDay(invoiceDate),
    chargeStart: formatDay(charge.chargeStart),
    chargeEnd: formatDay((charge.chargeEnd - 1) as Day),
    chargeType: charge.type,
    quantity: charge.quantity,
    amount: formatAmount(charge.amount, currency as Currency),
    explanation,
  }))
}

function print({ number, file, chargeStart, chargeEnd, chargeType, amount, explanation }: Explained): void {
  console.log(`${number}. ${chargeType}, ${chargeStart} to ${chargeEnd}: ${amount} (file ${file})`)
  console.log(`   ${explanation}`)
}
