import { type BudgetWish, changeBudgets, loadBudget } from '../../app/usage/budgets.js'
import type { Currency } from '../../core/money/currency.js'
import { amountProblem, parseTypedAmount } from '../../core/money/format-amount.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { collection } from '../paging.js'
import { customerParams } from '../schema/catalog.js'
import { budgetBody, budgetSchema, budgetsBody, budgetsSchema } from '../schema/usage.js'
import { presentBudget } from './present-usage.js'

const GROUP = 'Usage'
const BUDGET = '/v1/customers/:customerId/usagebudget'

export const USAGE_BUDGET_ENDPOINTS = [
  endpoint({
    id: 'get-usage-budget',
    method: 'GET',
    path: BUDGET,
    group: GROUP,
    summary:
      'The budget for the usage of a customer in a calendar month, what is spent of it, and what the month will come to.',
    capability: 'charge.read',
    params: customerParams,
    response: budgetSchema,
    handle: async (call) => {
      const budget = await loadBudget(call, call.params.customerId)
      return budget.ok ? accept(presentBudget(budget.value)) : budget
    },
  }),
  endpoint({
    id: 'update-usage-budget',
    method: 'PATCH',
    path: BUDGET,
    group: GROUP,
    summary: 'Sets the budget of a customer, or takes it away with an amount of null. It stops no usage.',
    capability: 'budget.edit',
    params: customerParams,
    body: budgetBody,
    response: budgetSchema,
    handle: async (call) => {
      const wish = wishOf(call.params.customerId, call.body.amount, call.account!.currency)
      if (!wish.ok) return wish
      const changed = await changeBudgets(call, [wish.value])
      return changed.ok ? accept(presentBudget(changed.value[0]!)) : changed
    },
  }),
  endpoint({
    id: 'update-usage-budgets',
    method: 'POST',
    path: '/v1/customers/usagebudgets',
    group: GROUP,
    summary: 'Sets the budgets of up to 1,000 customers, or takes them away; all or nothing.',
    capability: 'budget.edit',
    body: budgetsBody,
    response: budgetsSchema,
    handle: async (call) => {
      const wishes: BudgetWish[] = []
      for (const { customerId, amount } of call.body.items) {
        const wish = wishOf(customerId, amount, call.account!.currency)
        if (!wish.ok) return wish
        wishes.push(wish.value)
      }
      const changed = await changeBudgets(call, wishes)
      if (!changed.ok) return changed
      const items = changed.value.map((one) => ({ customerId: one.customerId, ...presentBudget(one) }))
      return accept(collection(items, call.request.uri))
    },
  }),
]

function wishOf(customerId: string, text: string | null, currency: Currency): Outcome<BudgetWish> {
  if (text === null) return accept({ customerId, amount: null })
  const amount = parseTypedAmount(text, currency)
  if (amount === undefined) return refuse('malformed', { what: 'amount', problem: amountProblem(text, currency) })
  return accept({ customerId, amount })
}
