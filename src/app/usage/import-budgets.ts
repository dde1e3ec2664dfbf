import type { Currency } from '../../core/money/currency.js'
import { amountProblem, parseTypedAmount } from '../../core/money/format-amount.js'
import { type Outcome, refuse } from '../../core/refusal.js'
import { findAccount } from '../../store/accounts.js'
import { optional, rowParser, text, uuid } from '../import-fields.js'
import { readRows } from '../import-rows.js'
import type { UseCase } from '../use-case.js'
import { type BudgetWish, type CustomerBudget, changeBudgets, MOST_BUDGETS } from './budgets.js'

const FILE = rowParser({ customer_id: uuid, amount: optional(text(30), null) })

/** A line of a file of budgets that cannot be taken, and why. */
interface BudgetFileProblem {
  readonly line: number
  readonly reason: string
}

const PROBLEMS_TOLD = 100

/**
 * Sets the budgets of a CSV file (`customer_id,amount`; no amount takes a budget away) for customers of the acting
 * partner; all or nothing.
 */
export async function importBudgets(
  context: UseCase,
  source: AsyncIterable<Uint8Array>,
): Promise<Outcome<readonly CustomerBudget[]>> {
  const { currency } = (await findAccount(context.session, context.scope.accountId))!
  const wishes: BudgetWish[] = []
  const problems: BudgetFileProblem[] = []
  for await (const rows of readRows(source, FILE.columns)) {
    for (const { line, cells, fault } of rows) {
      const wish = cells === undefined ? fault!.reason : readWish(cells, currency)
      if (typeof wish === 'string') problems.push({ line, reason: wish })
      else {
        wishes.push(wish)
      }
      if (wishes.length + problems.length > MOST_BUDGETS) {
        return refuse('malformed', { what: 'the file', problem: `at most ${MOST_BUDGETS} lines` })
      }
    }
  }
  if (wishes.length + problems.length === 0) problems.push({ line: 1, reason: 'the file has a header and no lines' })
  if (problems.length > 0) return refusedFile(problems)
  return changeBudgets(context, wishes)
}

function readWish(cells: readonly string[], currency: Currency): BudgetWish | string {
  const row = FILE.parse(cells)
  if (!row.ok) return row.reason
  const { customer_id: customerId, amount: written } = row.value
  if (written === null) return { customerId, amount: null }
  const amount = parseTypedAmount(written, currency)
  if (amount === undefined || !/^\d{1,12}(?:\.|$)/.test(written)) return `amount: ${amountProblem(written, currency)}`
  return { customerId, amount }
}

function refusedFile(problems: readonly BudgetFileProblem[]) {
  const { line, reason } = problems[0]!
  const { refusal } = refuse('budget-file-refused', { problems: problems.length, first: `line ${line}, ${reason}` })
  return { ok: false as const, refusal: { ...refusal, details: problems.slice(0, PROBLEMS_TOLD) } }
}
