import { Command } from 'commander'
import type { BudgetView, CustomerBudget } from '../app/usage/budgets.js'
import type { Administration } from '../app/users.js'
import type { Currency } from '../core/money/currency.js'
import { formatDecimal } from '../core/money/decimal.js'
import { amountProblem, formatAmount, parseTypedAmount } from '../core/money/format-amount.js'
import { type Outcome, refuse } from '../core/refusal.js'
import { acceptedOf, asProvider, partCommand, providerContext } from './as-provider.js'
import { type AmountText, amountOption, partnerOption } from './money-options.js'
import { printable, printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { readableFile } from './read-file.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

const HELP = `
A budget is for the usage of a customer in a calendar month, in the partner's currency and without tax. It stops nothing:
when 80 and when 100 percent are spent, the partner is told by mail and webhook. A file is CSV with the columns customer_id
and amount; a line without an amount takes the budget away.

Examples:
  $ prorata budgets set --partner 018f0001-0000-7000-8000-000000000001 \
      --customer 018f0002-0000-7000-8000-000000000001 --amount 500
  $ prorata budgets import budgets.csv --partner 018f0001-0000-7000-8000-000000000001`

interface OfPartner extends SessionOptions {
  readonly json?: boolean
  readonly partner: string
}

/** `prorata budgets`: what customers' usage of a month should not pass. */
export function budgetsCommand(): Command {
  const command = new Command('budgets')
    .description('set, list and import budgets for the usage of customers')
    .addHelpText('after', HELP)
  for (const part of [setCommand(), listCommand(), importCommand()]) command.addCommand(part)
  return command
}

function setCommand(): Command {
  return partnerOption(partCommand('set', 'set the budget of a customer, or take it away'))
    .requiredOption('--customer <id>', 'whose usage', idOption)
    .option('--amount <amount>', "a month, in the partner's currency", amountOption)
    .option('--none', 'take the budget away')
    .action(
      async (
        options: OfPartner & { readonly customer: string; readonly amount?: AmountText; readonly none?: boolean },
      ) => {
        const { customer: customerId, amount: typed, none = false } = options
        if ((typed === undefined) !== none) throw new CommandError('say --amount or --none')
        const [changed] = await forPartner(options, async (context) => {
          const { changeBudgets } = await import('../app/usage/budgets.js')
          const { loadPartner } = await import('../app/partners.js')
          if (typed === undefined) return changeBudgets(context, [{ customerId, amount: null }])
          const { currency } = acceptedOf(await loadPartner(context, options.partner))
          const amount = parseTypedAmount(typed, currency)
          if (amount !== undefined) return changeBudgets(context, [{ customerId, amount }])
          return refuse('malformed', { what: '--amount', problem: amountProblem(typed, currency) })
        })
        const { budget } = changed!
        if (options.json === true) return printJson({ budget: shownBudget(changed!) })
        if (budget === undefined) return console.log('There is no budget any more.')
        console.log(`The budget is ${text(budget.amount, budget.currency)} a month; ${standing(budget)}.`)
      },
    )
}

function listCommand(): Command {
  return partnerOption(partCommand('list', 'list the budgets of a partner with what is spent of them this month'))
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 1_000)
    .option('--after <customer>', 'those of customers with later ids', idOption)
    .action(async (options: OfPartner & { readonly limit: number; readonly after?: string }) => {
      const { limit, after } = options
      const found = await withDatabase(options, async (session) => {
        const { listBudgets } = await import('../app/usage/budgets.js')
        const { operatorContext } = await import('../app/operator-context.js')
        const { loadPartner } = await import('../app/partners.js')
        acceptedOf(await loadPartner({ session }, options.partner))
        const context = await operatorContext(providerContext(session), options.partner)
        return listBudgets(context, options.partner, { after, limit: limit + 1 })
      })
      const budgets = found.slice(0, limit)
      const more = found.length > limit
      if (options.json === true) {
        const shown = budgets.map((budget) => {
          return { ...shownBudget({ customerId: budget.customerId, budget }), name: budget.name }
        })
        return printJson({ budgets: shown, more })
      }
      if (budgets.length === 0) return console.log('There are no budgets.')
      const cells = budgets.map((budget) => [
        ...[budget.customerId, printable(budget.name), text(budget.amount, budget.currency)],
        ...[text(budget.spent, budget.currency), `${formatDecimal(budget.percentUsed)} %`],
        text(budget.estimate, budget.currency),
      ])
      console.log(table(['Customer', 'Name', 'Budget', 'Spent', 'Used', 'Whole month'], cells, [2, 3, 4, 5]))
      if (more) console.log(`There are more: go on with --after ${budgets.at(-1)!.customerId}`)
    })
}

function importCommand(): Command {
  return partnerOption(partCommand('import', 'set the budgets of a CSV file; all or nothing'))
    .argument('<file>', 'CSV with the columns customer_id and amount, up to 1,000 lines')
    .action(async (path: string, options: OfPartner) => {
      const changed = await forPartner(options, async (context) => {
        const { importBudgets } = await import('../app/usage/import-budgets.js')
        return importBudgets(context, readableFile(path))
      })
      const removed = changed.filter(({ budget }) => budget === undefined).length
      const set = changed.length - removed
      if (options.json === true) printJson({ set, removed })
      else console.log(`${set} budgets were set, ${removed} were taken away.`)
    })
}

/** Carries out a use case for one partner, in one transaction. */
function forPartner<T>(options: OfPartner, work: (context: Administration) => Promise<Outcome<T>>): Promise<T> {
  return asProvider(options, async (context) => {
    const { operatorContext } = await import('../app/operator-context.js')
    const { loadPartner } = await import('../app/partners.js')
    acceptedOf(await loadPartner(context, options.partner))
    return work({ ...context, ...(await operatorContext(context, options.partner)) })
  })
}

const text = (amount: bigint, currency: Currency) => `${formatAmount(amount, currency)} ${currency}`

function standing(budget: BudgetView): string {
  return `${text(budget.spent, budget.currency)} (${formatDecimal(budget.percentUsed)} %) is spent of this month`
}

function shownBudget({ customerId, budget }: CustomerBudget) {
  if (budget === undefined) return { customer: customerId, amount: null }
  const { amount, currency, spent, estimate } = budget
  return {
    ...{ customer: customerId, amount: formatAmount(amount, currency), currency },
    ...{ spent: formatAmount(spent, currency), estimate: formatAmount(estimate, currency) },
    percentUsed: formatDecimal(budget.percentUsed),
  }
}
