import type { BudgetView, CustomerBudget } from '../../app/usage/budgets.js'
import type {
  CustomerSummary,
  CustomerUsage,
  MeterRecord,
  PartnerUsage,
  ResourceRecord,
  SubscriptionSummary,
  SubscriptionUsage,
  UsageTotal,
} from '../../app/usage/usage-costs.js'
import type { Utilization } from '../../app/usage/utilization.js'
import type { Day } from '../../core/calendar/day.js'
import type { Period } from '../../core/calendar/period.js'
import { type Currency, parseCurrency } from '../../core/money/currency.js'
import { formatDecimal } from '../../core/money/decimal.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { attributes, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'
import { STATUS_WORDS, subscriptionUri, wireDay } from './present-subscription.js'

const USD = parseCurrency('USD')!

const money = (amount: bigint, currency: Currency) => Number(formatAmount(amount, currency))

function resourceOf(id: string, name: string) {
  return { resourceId: id, id, resourceName: name, name }
}

function costOf({ amount, currency, culture, dollars, ratedAt }: UsageTotal, objectType: string) {
  return {
    totalCost: money(amount, currency),
    currencyLocale: culture,
    currencyCode: currency,
    usdTotalCost: dollars === null ? null : money(dollars, USD),
    lastModifiedDate: wireInstant(ratedAt),
    attributes: attributes(objectType),
  }
}

/** The first and the last day of a period. */
function periodOf({ start, end }: Period) {
  return { billingStartDate: wireDay(start), billingEndDate: wireDay((end - 1) as Day) }
}

function shortBudget(budget: BudgetView | undefined) {
  const amount = budget === undefined ? {} : { amount: money(budget.amount, budget.currency) }
  return { ...amount, attributes: attributes('SpendingBudget') }
}

function percentOf(budget: BudgetView | undefined): number {
  return budget === undefined ? 0 : Number(formatDecimal(budget.percentUsed))
}

export function presentCustomerUsage({ customer, total, budget, isUpgraded }: CustomerUsage) {
  return {
    ...{ budget: shortBudget(budget), customerSpendingBudget: shortBudget(budget) },
    ...{ percentUsed: percentOf(budget), isUpgraded },
    ...resourceOf(customer.customerId, customer.name),
    ...costOf(total, 'CustomerMonthlyUsageRecord'),
  }
}

export function presentCustomerSummary({ customer, total, budget, period }: CustomerSummary) {
  return {
    budget: shortBudget(budget),
    ...resourceOf(customer.customerId, customer.name),
    ...periodOf(period),
    ...costOf(total, 'CustomerUsageSummary'),
    links: selfLink(`/customers/${customer.customerId}/usagesummary`),
  }
}

export function presentSubscriptionUsage({ view, total }: SubscriptionUsage) {
  return {
    status: STATUS_WORDS[view.status],
    partnerOnRecord: view.partnerOnRecord ?? undefined,
    offerId: view.itemId,
    ...resourceOf(view.subscriptionId, view.friendlyName),
    ...costOf(total, 'SubscriptionMonthlyUsageRecord'),
  }
}

export function presentSubscriptionSummary({ view, total, period }: SubscriptionSummary) {
  return {
    ...resourceOf(view.subscriptionId, view.friendlyName),
    ...periodOf(period),
    ...costOf(total, 'SubscriptionUsageSummary'),
    links: selfLink(`${subscriptionUri(view)}/usagesummary`),
  }
}

export function presentPartnerUsage(usage: PartnerUsage) {
  const { account, period, total } = usage
  return {
    emailsToNotify: usage.addresses,
    customersOverBudget: usage.over,
    customersTrendingOver: usage.trendingOver,
    customersWithUsageBasedSubscription: usage.customers,
    ...resourceOf(account.partnerId, account.name),
    ...periodOf(period),
    ...costOf(total, 'PartnerUsageSummary'),
    links: selfLink('/usagesummary'),
  }
}

function measuredOf({ meter, consumed }: MeterRecord) {
  const { category, subcategory, unit } = meter
  return { category, subcategory, quantityUsed: Number(consumed), unit }
}

export function presentAzureResource(record: MeterRecord) {
  const { meterId, name } = record.meter
  return {
    ...{ ...measuredOf(record), ...resourceOf(meterId, name) },
    ...costOf(record.total, 'AzureResourceMonthlyUsageRecord'),
  }
}

export function presentMeterUsage(record: MeterRecord, subscriptionId: string) {
  const { meterId, name } = record.meter
  return {
    ...{ subscriptionId, meterId, meterName: name, ...measuredOf(record), ...resourceOf(meterId, name) },
    ...costOf(record.total, 'MeterUsageRecord'),
  }
}

export function presentResourceUsage({ resource, total }: ResourceRecord, subscriptionId: string) {
  const { resourceId, resourceUri, entitlementId, entitlementName, resourceGroup } = resource
  const name = resourceUri.split('/').findLast((part) => part !== '') ?? ''
  return {
    ...{ subscriptionId, resourceUri, resourceType: typeOf(resourceUri), entitlementId, entitlementName },
    resourceGroupName: resourceGroup,
    ...resourceOf(resourceId, name),
    ...costOf(total, 'ResourceUsageRecord'),
  }
}

/** `compute/vm` of `/subscriptions/.../providers/compute/vm/vm1/`: what stands behind `providers`, without the names. */
function typeOf(uri: string): string {
  const [, path] = /\/providers\/(.*)$/i.exec(uri) ?? []
  const [provider = '', ...rest] = (path ?? '').split('/').filter((part) => part !== '')
  return [provider, ...rest.filter((_, index) => index % 2 === 0 && index + 1 < rest.length)].join('/')
}

export function presentUtilization({ start, end, meter, quantity, resource }: Utilization) {
  const { meterId: id, name, category, subcategory, region, unit, meteredRegion, serviceName, serviceType } = meter
  return {
    usageStartTime: wireInstant(start),
    usageEndTime: wireInstant(end),
    resource: { id, name, category, subcategory, region },
    quantity: Number(quantity),
    unit,
    infoFields: { meteredRegion, meteredService: serviceName, meteredServiceType: serviceType },
    ...(resource === null
      ? {}
      : {
          instanceData: {
            ...{ resourceUri: resource.resourceUri, location: resource.location, partNumber: '', orderNumber: '' },
            ...{ tags: resource.tags, additionalInfo: resource.additionalInfo },
          },
        }),
    attributes: attributes('AzureUtilizationRecord'),
  }
}

export function presentBudget({ customerId, budget }: CustomerBudget) {
  return {
    ...(budget === undefined ? { amount: null } : standingOf(budget)),
    links: selfLink(`/customers/${customerId}/usagebudget`),
    attributes: attributes('SpendingBudget'),
  }
}

function standingOf(budget: BudgetView) {
  const { amount, currency, spent, estimate } = budget
  const shown = money(amount, currency)
  return {
    ...{ amount: shown, usageSpendingBudget: shown, currencyCode: currency },
    ...{ spentAmount: money(spent, currency), estimatedAmount: money(estimate, currency) },
    percentUsed: percentOf(budget),
  }
}
