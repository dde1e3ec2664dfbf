import type { Instant } from '../../core/calendar/day.js'
import { dayOfInstant, startOfDay } from '../../core/calendar/instant.js'
import { monthOf, startOfMonth } from '../../core/calendar/months.js'
import type { Period } from '../../core/calendar/period.js'
import { billingPeriodOf } from '../../core/invoicing/invoice-date.js'
import type { Currency } from '../../core/money/currency.js'
import { dollarsOf } from '../../core/rating/dollars.js'
import type { Meter } from '../../core/rating/meter.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { type Account, findAccount } from '../../store/accounts.js'
import { exchangeKey, loadExchangeRates, loadMeters } from '../../store/meters.js'
import { loadPartners } from '../../store/partner-billing.js'
import {
  countSubscribers,
  findRolledUpAt,
  findUsageCustomers,
  listMeterUsage,
  listResourceCosts,
  listSubscribers,
  listUsageCustomers,
  type MeterUsage,
  type OpenInvoices,
  type ResourceCost,
  sumUsageCosts,
  type UsageCost,
  type UsageCustomer,
} from '../../store/usage-costs.js'
import { currentCatalog } from '../current-catalog.js'
import { type CustomerRef, loadCustomer } from '../load-customer.js'
import { Recipients } from '../mail/recipients.js'
import { loadProfile } from '../partner-profiles.js'
import type { SubscriptionView } from '../subscription-view.js'
import { listCustomerSubscriptions, loadSubscription } from '../subscriptions.js'
import type { UseCase } from '../use-case.js'
import { type BudgetCounts, type BudgetView, budgetsOf, countPassedBudgets } from './budgets.js'
import { closedThroughOf, openDateOf } from './roll-up-usage.js'

/** What usage costs so far, as of the last rating, without tax. */
export interface UsageTotal {
  readonly currency: Currency
  /** How the partner writes numbers and dates: `nl-NL`. */
  readonly culture: string
  /** Minor units. */
  readonly amount: bigint
  /** The same in cents of USD; `null` where there is no exchange rate of the month. */
  readonly dollars: bigint | null
  readonly ratedAt: Instant
}

/** A customer with what its usage costs. */
export interface CustomerUsage {
  readonly customer: UsageCustomer
  readonly total: UsageTotal
  readonly budget: BudgetView | undefined
  /** Whether it has a plan under which everything is metered. */
  readonly isUpgraded: boolean
}

/** What is usual for all figures of a partner on a day. */
interface Figures {
  readonly account: Account
  readonly open: OpenInvoices
  /** The calendar month that the current one-time invoice covers. */
  readonly month: Period
  readonly totalOf: (costs: readonly UsageCost[]) => UsageTotal
}

async function figuresOf({ session, now }: Pick<UseCase, 'session' | 'now'>, partnerId: string): Promise<Figures> {
  const account = (await findAccount(session, partnerId))!
  const partner = (await loadPartners(session, [partnerId])).get(partnerId)!
  const closedThrough = await closedThroughOf(session, partner)
  const today = dayOfInstant(now)
  const open = {
    recurring: openDateOf(today, 'recurring', partner, closedThrough),
    'one-time': openDateOf(today, 'one-time', partner, closedThrough),
  }
  const month = billingPeriodOf(open['one-time'], 'one-time')
  const { culture } = (await loadProfile({ session }, account, 'organization')).profile
  const rates = await loadExchangeRates(session, [startOfMonth(monthOf(month.start))])
  const rateOf = (from: Currency, to: Currency) => rates.get(exchangeKey(month.start, from, to))?.rate
  const rolledUpAt = (await findRolledUpAt(session, partnerId)) ?? startOfDay(month.start)
  const totalOf = (costs: readonly UsageCost[]): UsageTotal => {
    const currency = shownCurrency(costs, account.currency)
    const own = costs.filter((cost) => cost.currency === currency)
    const amount = own.reduce((sum, cost) => sum + cost.amount, 0n)
    const ratedAt = own.reduce((latest, cost) => (cost.ratedAt > latest ? cost.ratedAt : latest), 0 as Instant)
    const dollars = dollarsOf(amount, currency, rateOf)
    return { currency, culture, amount, dollars, ratedAt: own.length === 0 ? rolledUpAt : ratedAt }
  }
  return { account, open, month, totalOf }
}

/** The partner's currency, unless all costs are in another: currencies are never added together. */
function shownCurrency(costs: readonly UsageCost[], usual: Currency): Currency {
  return costs.some(({ currency }) => currency === usual) ? usual : (costs[0]?.currency ?? usual)
}

function byKey(costs: readonly UsageCost[]): ReadonlyMap<string, readonly UsageCost[]> {
  const found = new Map<string, UsageCost[]>()
  for (const cost of costs) {
    const own = found.get(cost.key)
    if (own === undefined) found.set(cost.key, [cost])
    else own.push(cost)
  }
  return found
}

/**
 * A page of the partner's customers that have usage, a budget or a metered subscription, and whether there are more; with
 * a text, of those it is found in.
 */
export async function listCustomerUsage(
  context: UseCase,
  {
    text = '',
    ...page
  }: { readonly text?: string | undefined; readonly after: string | undefined; readonly limit: number },
): Promise<{ readonly customers: readonly CustomerUsage[]; readonly more: boolean }> {
  const { session, scope } = context
  const metered = await meteredAvailabilities(context)
  const wanted = { ...page, limit: page.limit + 1 }
  const found =
    text === ''
      ? await listUsageCustomers(session, scope.accountId, metered, wanted)
      : await findUsageCustomers(session, scope.accountId, metered, text, wanted)
  const customers = found.slice(0, page.limit)
  const figures = await figuresOf(context, scope.accountId)
  return {
    customers: await usageOfCustomers(context, scope.accountId, customers, figures),
    more: found.length > page.limit,
  }
}

async function usageOfCustomers(
  context: UseCase,
  partnerId: string,
  customers: readonly UsageCustomer[],
  { open, totalOf }: Figures,
): Promise<CustomerUsage[]> {
  const { session } = context
  const customerIds = customers.map(({ customerId }) => customerId)
  const costs = await sumUsageCosts(session, { partnerId, customerIds }, open, 'customer')
  const byCustomer = byKey(costs)
  const budgets = await budgetsOf(context, partnerId, customerIds)
  const upgraded = await listSubscribers(session, partnerId, await meteredAvailabilities(context, 'plan'), customerIds)
  return customers.map(({ customerId, name }) => ({
    customer: { customerId, name },
    total: totalOf(byCustomer.get(customerId) ?? []),
    budget: budgets.get(customerId),
    isUpgraded: upgraded.has(customerId),
  }))
}

async function meteredAvailabilities(
  { session }: Pick<UseCase, 'session'>,
  rating?: 'plan' | 'overage',
): Promise<string[]> {
  const { availabilities } = await currentCatalog(session)
  const metered: string[] = []
  for (const [id, { profile }] of availabilities) {
    if (profile.usage !== null && (rating === undefined || profile.usage.rating === rating)) metered.push(id)
  }
  return metered
}

/** A customer's usage of the current month. */
export interface CustomerSummary extends CustomerUsage {
  readonly period: Period
}

export async function loadCustomerUsage(context: UseCase, customerId: string): Promise<Outcome<CustomerSummary>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const { partnerId } = customer.value
  const figures = await figuresOf(context, partnerId)
  const [usage] = await usageOfCustomers(context, partnerId, [customer.value], figures)
  return accept({ ...usage!, period: figures.month })
}

/** All usage of a partner in the current month. */
export interface PartnerUsage extends BudgetCounts {
  readonly account: Account
  readonly period: Period
  readonly total: UsageTotal
  /** Customers with a subscription that is metered. */
  readonly customers: number
  /** Who is told when a budget is spent. */
  readonly addresses: readonly string[]
}

export async function loadPartnerUsage(context: UseCase): Promise<PartnerUsage> {
  const { session, scope } = context
  const partnerId = scope.accountId
  const { account, open, month, totalOf } = await figuresOf(context, partnerId)
  const told = await new Recipients(session, account).of('usage-budget')
  return {
    ...{ account, period: month },
    ...(await countPassedBudgets(context, partnerId)),
    total: totalOf(await sumUsageCosts(session, { partnerId }, open, 'partner')),
    customers: await countSubscribers(session, partnerId, await meteredAvailabilities(context)),
    addresses: told.map(({ address }) => address),
  }
}

/** A metered subscription with what its usage costs. */
export interface SubscriptionUsage {
  readonly view: SubscriptionView
  readonly total: UsageTotal
}

/** The metered subscriptions of a customer, in the order in which they were bought. */
export async function listSubscriptionUsage(
  context: UseCase,
  customerId: string,
): Promise<Outcome<readonly SubscriptionUsage[]>> {
  const listed = await listCustomerSubscriptions(context, customerId, {})
  if (!listed.ok) return listed
  const { customer, views } = listed.value
  const { account, open, totalOf } = await figuresOf(context, customer.partnerId)
  const scope = { partnerId: customer.partnerId, customerIds: [customerId] }
  const costs = byKey(await sumUsageCosts(context.session, scope, open, 'subscription'))
  const metered = views.filter(
    ({ subscriptionId, availability }) => availability.profile.usage !== null || costs.has(subscriptionId),
  )
  return accept(
    metered.map((view) => ({
      // What was sold directly is on record of the partner itself.
      view: { ...view, partnerOnRecord: view.partnerOnRecord ?? account.mpnId },
      total: totalOf(costs.get(view.subscriptionId) ?? []),
    })),
  )
}

/** The usage of one subscription on the invoice to come. */
export interface SubscriptionSummary extends SubscriptionUsage {
  readonly period: Period
}

export async function loadSubscriptionUsage(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<SubscriptionSummary>> {
  const found = await findUsage(context, customerId, subscriptionId)
  if (!found.ok) return found
  const { view, scope, figures } = found.value
  const { invoiceType } = view.availability.profile
  const costs = await sumUsageCosts(context.session, scope, figures.open, 'subscription')
  const period = billingPeriodOf(figures.open[invoiceType], invoiceType)
  return accept({ view, period, total: figures.totalOf(costs) })
}

async function findUsage(context: UseCase, customerId: string, subscriptionId: string) {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { view, customer } = loaded.value
  const figures = await figuresOf(context, customer.partnerId)
  return accept({ view, figures, scope: scopeOf(customer, subscriptionId) })
}

function scopeOf({ partnerId, customerId }: CustomerRef, subscriptionId: string) {
  return { partnerId, customerIds: [customerId], subscriptionId }
}

/** What a subscription used of one meter. */
export interface MeterRecord {
  readonly meter: Meter
  /** Exact text. */
  readonly consumed: string
  readonly total: UsageTotal
}

/** The usage of a subscription by meter, in order of their names. */
export async function listUsageByMeter(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<readonly MeterRecord[]>> {
  const found = await findUsage(context, customerId, subscriptionId)
  if (!found.ok) return found
  const { figures, scope } = found.value
  const used: readonly MeterUsage[] = await listMeterUsage(context.session, scope, figures.open)
  const meters = await loadMeters(context.session, [...new Set(used.map(({ key }) => key))])
  const records = used.map(({ consumed, ...cost }) => {
    return { meter: meters.get(cost.key)!, consumed, total: figures.totalOf([cost]) }
  })
  return accept(records.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)))
}

const nameOf = ({ meter }: MeterRecord) => `${meter.category}\0${meter.name}\0${meter.meterId}`

/** What one resource of a subscription costs. */
export interface ResourceRecord {
  readonly resource: Omit<ResourceCost, keyof UsageCost> & { readonly resourceId: string }
  readonly total: UsageTotal
}

/** A page of the resources of a subscription in order of their ids, and whether there are more. */
export async function listUsageByResource(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<Outcome<{ readonly records: readonly ResourceRecord[]; readonly more: boolean }>> {
  const found = await findUsage(context, customerId, subscriptionId)
  if (!found.ok) return found
  const { figures, scope } = found.value
  const wanted = { ...page, limit: page.limit + 1 }
  const costs = await listResourceCosts(context.session, scope, figures.open, wanted)
  const records = costs.slice(0, page.limit).map(({ key, currency, amount, ratedAt, ...resource }) => ({
    resource: { resourceId: key, ...resource },
    total: figures.totalOf([{ key, currency, amount, ratedAt }]),
  }))
  return accept({ records, more: costs.length > page.limit })
}
