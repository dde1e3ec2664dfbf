import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { monthOf, startOfMonth } from '../core/calendar/months.js'
import type { InvoiceType } from '../core/invoicing/assemble.js'
import { openInvoiceDate } from '../core/invoicing/invoice-date.js'
import type { Currency } from '../core/money/currency.js'
import { compareDecimals, type Decimal } from '../core/money/decimal.js'
import { BUDGET_THRESHOLDS, budgetMonthOf, percentUsed, recurringDateIn } from '../core/rating/budget.js'
import { findCustomersInScope } from '../store/customer-reading.js'
import { loadPartners } from '../store/partner-billing.js'
import {
  type ConcernedSubscription,
  listConcernedSubscriptions,
  listSpendDocuments,
  listSpendProducts,
  listUncharged,
  type SpendDocument,
  type SpendProduct,
  sumForInvoice,
  type UnchargedSubscription,
} from '../store/portal-home.js'
import { listReachedBudgets } from '../store/usage-budgets.js'
import { listUnbilledLines } from './unbilled.js'
import type { Database, UseCase } from './use-case.js'

/** What a partner was billed in a month, in one currency. */
export interface MonthSpend {
  /** Its first day. */
  readonly month: Day
  readonly amount: bigint
  readonly documents: readonly SpendDocument[]
}

/** What a partner was billed in some months, in one currency, before tax. */
export interface CurrencySpend {
  readonly currency: Currency
  readonly amount: bigint
  /** All months, also those without a document, in order. */
  readonly months: readonly MonthSpend[]
  /** The largest first. */
  readonly products: readonly SpendProduct[]
}

/** What the account was billed in the last months up to that of today, by currency. */
export async function readSpend({ session, scope, now }: UseCase, months: number): Promise<readonly CurrencySpend[]> {
  const current = monthOf(dayOfInstant(now))
  const starts = Array.from({ length: months }, (_, index) => startOfMonth(current - months + 1 + index))
  const period = { start: starts[0]!, end: startOfMonth(current + 1) }
  const documents = await listSpendDocuments(session, scope.accountId, period)
  const products = await listSpendProducts(session, scope.accountId, period)
  const currencies = [...new Set(documents.map(({ currency }) => currency))].sort()
  return currencies.map((currency) => {
    const own = documents.filter((document) => document.currency === currency)
    return {
      currency,
      amount: sumOf(own),
      months: starts.map((month) => {
        const issued = own.filter(({ issuedOn }) => startOfMonth(monthOf(issuedOn)) === month)
        return { month, amount: sumOf(issued), documents: issued }
      }),
      products: products.filter((product) => product.currency === currency),
    }
  })
}

function sumOf(rows: readonly { readonly amount: bigint }[]): bigint {
  return rows.reduce((sum, { amount }) => sum + amount, 0n)
}

/** An invoice that is still to come. */
export interface NextInvoice {
  readonly invoiceType: InvoiceType
  readonly invoiceDate: Day
  readonly currency: Currency
  /** Before tax and adjustments, in minor units. */
  readonly amount: bigint
  /** Whether what falls due until its date is in the amount, besides what is registered. */
  readonly isWhole: boolean
}

/** Of invoices with more lines only what is registered is added up: what falls due as well would have to be charged on trial. */
const MOST_ESTIMATED_LINES = 2_000
/** Currencies that were billed so lately are looked at, too. */
const DAYS_BACK = 62
const TYPES: readonly InvoiceType[] = ['recurring', 'one-time']

/** The next invoices of the account; the recurring one in its own currency also where nothing is on it yet. */
export async function listNextInvoices(
  database: Database,
  context: UseCase,
  own: Currency,
): Promise<readonly NextInvoice[]> {
  const { session, scope, now } = context
  const { billingDay, invoicedThrough } = (await loadPartners(session, [scope.accountId])).get(scope.accountId)!
  const today = dayOfInstant(now)
  const lately = { start: (today - DAYS_BACK) as Day, end: (today + 1) as Day }
  const billed = await listSpendDocuments(session, scope.accountId, lately)
  const next: NextInvoice[] = []
  for (const invoiceType of TYPES) {
    const invoiceDate = openInvoiceDate('current', today, invoiceType, billingDay, invoicedThrough)!
    const registered = await sumForInvoice(session, scope.accountId, invoiceDate, invoiceType)
    const currencies = new Set([own, ...[...registered, ...billed].map(({ currency }) => currency)])
    for (const currency of currencies) {
      const page = { after: undefined, offset: 0, limit: MOST_ESTIMATED_LINES + 1 }
      const lines = await listUnbilledLines(database, context, { invoiceType, period: 'current', currency, page })
      const isWhole = lines.length <= MOST_ESTIMATED_LINES
      const waiting = registered.find((one) => one.currency === currency)?.amount ?? 0n
      const amount = isWhole ? sumOf(lines.map(({ charge }) => charge)) : waiting
      if (lines.length > 0 || (currency === own && invoiceType === 'recurring'))
        next.push({ invoiceType, invoiceDate, currency, amount, isWhole })
    }
  }
  return next
}

/** A customer that has spent much of its budget for usage. */
export interface ReachedBudget {
  readonly customerId: string
  readonly customerName: string
  readonly amount: bigint
  readonly spent: bigint
  readonly currency: Currency
  readonly percentUsed: Decimal
}

/** What somebody should look at. */
export interface Attention {
  readonly subscriptions: readonly ConcernedSubscription[]
  readonly uncharged: readonly UnchargedSubscription[]
  readonly budgets: { readonly total: number; readonly first: readonly ReachedBudget[] }
}

/** So many days ahead are looked at. */
const DAYS_AHEAD = 30
/** Of each kind the first ones. */
const MOST_CONCERNS = 20

/**
 * What needs attention among the subscriptions and budgets of a scope.
 * @param withMoney whether who asks may see what things cost
 */
export async function readAttention(context: UseCase, withMoney: boolean): Promise<Attention> {
  const { session, scope, now } = context
  const today = dayOfInstant(now)
  const days = { after: today, until: (today + DAYS_AHEAD) as Day }
  return {
    subscriptions: await listConcernedSubscriptions(session, scope, days, MOST_CONCERNS),
    uncharged: await listUncharged(session, scope, MOST_CONCERNS),
    budgets: withMoney ? await reachedBudgets(context) : { total: 0, first: [] },
  }
}

async function reachedBudgets(context: UseCase): Promise<Attention['budgets']> {
  const { session, scope, now } = context
  const month = budgetMonthOf(dayOfInstant(now))
  const { billingDay } = (await loadPartners(session, [scope.accountId])).get(scope.accountId)!
  const billed = { month, recurringDate: recurringDateIn(month, billingDay) }
  const reached = await listReachedBudgets(session, scope.accountId, undefined, billed, BUDGET_THRESHOLDS[0])
  const worst = reached
    .map((budget) => ({ ...budget, percentUsed: percentUsed(budget.spent, budget.amount) }))
    .sort((left, right) => compareDecimals(right.percentUsed, left.percentUsed))
    .slice(0, MOST_CONCERNS)
  const ids = worst.map(({ customerId }) => customerId)
  const customers = await findCustomersInScope(session, scope, ids)
  const first = worst.map((budget) => ({ ...budget, customerName: customers.get(budget.customerId)?.name ?? '' }))
  return { total: reached.length, first }
}
