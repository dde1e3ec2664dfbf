import { type Instant, MILLISECONDS_PER_DAY } from '../../core/calendar/day.js'
import { dayOfInstant } from '../../core/calendar/instant.js'
import { dayOfMonth } from '../../core/calendar/months.js'
import type { Currency } from '../../core/money/currency.js'
import type { Decimal } from '../../core/money/decimal.js'
import { formatAmount } from '../../core/money/format-amount.js'
import {
  BUDGET_THRESHOLDS,
  budgetMonthOf,
  estimateOf,
  percentUsed,
  reachedThresholds,
  recurringDateIn,
} from '../../core/rating/budget.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { findAccount } from '../../store/accounts.js'
import { appendNotices } from '../../store/notices.js'
import { loadPartners } from '../../store/partner-billing.js'
import {
  type BudgetCounts,
  type BudgetMonth,
  type BudgetNotice,
  countBudgets,
  listNamedBudgets,
  listReachedBudgets,
  listSpentBudgets,
  lockBudgets,
  type NamedBudget,
  noteBudgetNotices,
  removeBudgets,
  type SpentBudget,
  type StoredBudget,
  setBudgets,
} from '../../store/usage-budgets.js'
import { type Change, recordChanges } from '../audit.js'
import { type CustomerRef, loadCustomer, loadCustomers } from '../load-customer.js'
import type { Session, UseCase } from '../use-case.js'

export type { BudgetCounts }

/** Most customers whose budgets are set at once. */
export const MOST_BUDGETS = 1_000

/** A budget, and how it stands. */
export interface BudgetView extends SpentBudget {
  /** Minor units: the whole month, if it goes on as it did. */
  readonly estimate: bigint
  readonly percentUsed: Decimal
}

/** A customer with its budget; `undefined` for none. */
export interface CustomerBudget {
  readonly customerId: string
  readonly budget: BudgetView | undefined
}

/** What a customer's budget is to be, in minor units of the partner's currency; `null` takes it away. */
export interface BudgetWish {
  readonly customerId: string
  readonly amount: bigint | null
}

type Reader = Pick<UseCase, 'session' | 'now'>

/** The budget of a customer with what is spent of it in the calendar month, and what the month will come to. */
export async function loadBudget(context: UseCase, customerId: string): Promise<Outcome<CustomerBudget>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const budgets = await budgetsOf(context, customer.value.partnerId, [customerId])
  return accept({ customerId, budget: budgets.get(customerId) })
}

/** The budgets of customers with how they stand, by customer; those without one are left out. */
export async function budgetsOf(
  { session, now }: Reader,
  partnerId: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, BudgetView>> {
  if (customerIds.length === 0) return new Map()
  const month = await monthFor(session, partnerId, now)
  const budgets = await listSpentBudgets(session, partnerId, customerIds, month)
  return new Map(budgets.map((budget) => [budget.customerId, viewOf(budget, month, now)]))
}

/** How many customers of a partner have passed their budget this month, and how many will at this rate. */
export async function countPassedBudgets({ session, now }: Reader, partnerId: string): Promise<BudgetCounts> {
  return countBudgets(session, partnerId, await monthFor(session, partnerId, now), dayOfMonth(dayOfInstant(now)))
}

/** The budgets of a partner's customers in order of their ids, for who operates the program. */
export async function listBudgets(
  { session, now }: Reader,
  partnerId: string,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly (NamedBudget & BudgetView)[]> {
  const named = await listNamedBudgets(session, partnerId, page)
  const views = await budgetsOf(
    { session, now },
    partnerId,
    named.map(({ customerId }) => customerId),
  )
  return named.flatMap((one) => {
    const view = views.get(one.customerId)
    return view === undefined ? [] : [{ ...one, ...view }]
  })
}

/**
 * Sets the budgets of customers, or takes them away; all or nothing. It stops no consumption: it says from when on people
 * are told, which happens at once where a threshold is already reached.
 */
export async function changeBudgets(
  context: UseCase,
  wishes: readonly BudgetWish[],
): Promise<Outcome<readonly CustomerBudget[]>> {
  const { session, now, actor, scope } = context
  const ids = wishes.map(({ customerId }) => customerId)
  const twice = ids.find((customerId, index) => ids.indexOf(customerId) !== index)
  if (twice !== undefined) return refuse('budget-twice', { customer: twice })
  const customers = await loadCustomers(context, ids)
  if (!customers.ok) return customers
  // A reseller sets no budgets: all these customers are the account's own.
  const partnerId = scope.accountId
  const { currency } = (await findAccount(session, partnerId))!
  const before = await lockBudgets(session, partnerId, ids)
  const wanted = wishes.filter(({ customerId, amount }) => (before.get(customerId)?.amount ?? null) !== amount)
  const set: StoredBudget[] = []
  for (const { customerId, amount } of wanted) if (amount !== null) set.push({ customerId, amount, currency })
  await setBudgets(session, partnerId, set, { at: now, by: actor.name })
  await removeBudgets(
    session,
    partnerId,
    wanted.filter(({ amount }) => amount === null).map(({ customerId }) => customerId),
  )
  await recordChanges(
    context,
    wanted.map((wish) => changeOf(customers.value.get(wish.customerId)!, before.get(wish.customerId), wish, currency)),
  )
  await tellOfBudgets(context, partnerId, ids)
  const budgets = await budgetsOf(context, partnerId, ids)
  return accept(ids.map((customerId) => ({ customerId, budget: budgets.get(customerId) })))
}

/**
 * Tells of budgets of which 80 or 100 percent are spent: subscribers of webhooks at once, people by mail. Each threshold
 * is told once for a customer and calendar month, whoever else tells at the same time, and also where the budget is raised
 * afterwards. Of thresholds that are passed together the highest is told. The month is that of today and that of yesterday:
 * what the last day used is rated in the night after it. In the caller's transaction.
 *
 * @param customerIds whose usage was rated; `undefined` for all of the partner
 * @returns how many customers were told of
 */
export async function tellOfBudgets(
  { session, now, newId }: Pick<UseCase, 'session' | 'now' | 'newId'>,
  partnerId: string,
  customerIds: readonly string[] | undefined,
): Promise<number> {
  if (customerIds?.length === 0) return 0
  const yesterday = (now - MILLISECONDS_PER_DAY) as Instant
  const months = [await monthFor(session, partnerId, yesterday), await monthFor(session, partnerId, now)]
  const told: BudgetNotice[] = []
  for (const month of months[0]!.month.start === months[1]!.month.start ? months.slice(1) : months) {
    const reached = await listReachedBudgets(session, partnerId, customerIds, month, BUDGET_THRESHOLDS[0])
    const noted = await noteBudgetNotices(session, partnerId, month.month.start, reached.flatMap(noticesOf), now)
    told.push(...noted.filter(({ isTold }) => isTold))
  }
  await appendNotices(
    session,
    told.map(({ customerId }) => ({
      ...{ partnerId, noticeId: newId(), eventName: 'usagerecords-thresholdExceeded', auditRecordId: null },
      ...{ resourceUri: `/customers/${customerId}/usagesummary`, resourceName: 'usagerecords', occurredAt: now },
    })),
  )
  return new Set(told.map(({ customerId }) => customerId)).size
}

function noticesOf(budget: SpentBudget): BudgetNotice[] {
  const thresholds = reachedThresholds(budget.spent, budget.amount)
  return thresholds.map((threshold) => ({ ...budget, threshold, isTold: threshold === thresholds.at(-1) }))
}

async function monthFor(session: Session, partnerId: string, now: Instant): Promise<BudgetMonth> {
  const partner = (await loadPartners(session, [partnerId])).get(partnerId)!
  const month = budgetMonthOf(dayOfInstant(now))
  return { month, recurringDate: recurringDateIn(month, partner.billingDay) }
}

function viewOf(budget: SpentBudget, { month }: BudgetMonth, now: Instant): BudgetView {
  const { spent, amount } = budget
  const estimate = estimateOf(spent, month, dayOfInstant(now))
  return { ...budget, estimate, percentUsed: percentUsed(spent, amount) }
}

function changeOf(
  customer: CustomerRef,
  before: StoredBudget | undefined,
  { amount }: BudgetWish,
  currency: Currency,
): Change {
  const shown = (budget: Pick<StoredBudget, 'amount' | 'currency'>) => ({
    ...{ amount: formatAmount(budget.amount, budget.currency), currencyCode: budget.currency },
  })
  return {
    ...{ partnerId: customer.partnerId, customer, resourceType: 'customer' },
    operationType: 'update_customer_spending_budget',
    before: before === undefined ? null : shown(before),
    after: amount === null ? null : shown({ amount, currency }),
  }
}
