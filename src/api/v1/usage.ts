import {
  listCustomerUsage,
  listSubscriptionUsage,
  listUsageByMeter,
  listUsageByResource,
  loadCustomerUsage,
  loadPartnerUsage,
  loadSubscriptionUsage,
} from '../../app/usage/usage-costs.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { collection, readSeekPosition, seekPage } from '../paging.js'
import { customerParams } from '../schema/catalog.js'
import { subscriptionParams } from '../schema/subscription.js'
import * as schema from '../schema/usage.js'
import {
  presentAzureResource,
  presentCustomerSummary,
  presentCustomerUsage,
  presentMeterUsage,
  presentPartnerUsage,
  presentResourceUsage,
  presentSubscriptionSummary,
  presentSubscriptionUsage,
} from './present-usage.js'

const CUSTOMER = '/v1/customers/:customerId'
const SUBSCRIPTION = `${CUSTOMER}/subscriptions/:subscriptionId`

/** What usage costs so far: prices, so not for resellers. */
const COSTS = { method: 'GET', group: 'Usage', capability: 'charge.read', userOnly: true } as const

export const USAGE_ENDPOINTS = [
  endpoint({
    ...COSTS,
    id: 'partner-usage-summary',
    path: '/v1/usagesummary',
    summary: 'What the usage of all customers costs in the current month, and how many have passed their budget.',
    response: schema.partnerUsageSummary,
    handle: async (call) => accept(presentPartnerUsage(await loadPartnerUsage(call))),
  }),
  endpoint({
    ...COSTS,
    id: 'customers-usage-records',
    path: '/v1/customers/usagerecords',
    summary: 'What the usage of each customer costs in the current month, with its budget, a page at a time.',
    query: schema.customersUsageQuery,
    response: schema.customerUsageRecords,
    handle: async (call) => {
      const position = readSeekPosition(call.request, 'guid')
      if (!position.ok) return position
      const { search: text, size: limit = schema.MOST_CUSTOMERS } = call.query
      const { customers, more } = await listCustomerUsage(call, { text, after: position.value.after?.[0], limit })
      const last = more ? customers.at(-1)!.customer.customerId : undefined
      return accept(
        seekPage(customers.map(presentCustomerUsage), call.request, last === undefined ? undefined : [last]),
      )
    },
  }),
  endpoint({
    ...COSTS,
    id: 'customer-usage-summary',
    path: `${CUSTOMER}/usagesummary`,
    summary: 'What the usage of a customer costs in the current month, with its budget.',
    params: customerParams,
    response: schema.customerUsageSummary,
    handle: async (call) => {
      const usage = await loadCustomerUsage(call, call.params.customerId)
      return usage.ok ? accept(presentCustomerSummary(usage.value)) : usage
    },
  }),
  endpoint({
    ...COSTS,
    id: 'customer-subscriptions-usage-records',
    path: `${CUSTOMER}/subscriptions/usagerecords`,
    summary: 'What the usage of each metered subscription of a customer costs on the invoice to come.',
    params: customerParams,
    response: schema.subscriptionUsageRecords,
    handle: async (call) => {
      const usage = await listSubscriptionUsage(call, call.params.customerId)
      return usage.ok ? accept(collection(usage.value.map(presentSubscriptionUsage), call.request.uri)) : usage
    },
  }),
  endpoint({
    ...COSTS,
    id: 'subscription-usage-summary',
    path: `${SUBSCRIPTION}/usagesummary`,
    summary: 'What the usage of a subscription costs on the invoice to come, with the days that one covers.',
    params: subscriptionParams,
    response: schema.subscriptionUsageSummary,
    handle: async (call) => {
      const usage = await loadSubscriptionUsage(call, call.params.customerId, call.params.subscriptionId)
      return usage.ok ? accept(presentSubscriptionSummary(usage.value)) : usage
    },
  }),
  endpoint({
    ...COSTS,
    id: 'subscription-usage-resources',
    path: `${SUBSCRIPTION}/usagerecords/resources`,
    summary: 'What a subscription used of each meter, and what that costs; in the older words.',
    userOnly: false,
    params: subscriptionParams,
    response: schema.azureResourceRecords,
    handle: async (call) => {
      const usage = await listUsageByMeter(call, call.params.customerId, call.params.subscriptionId)
      return usage.ok ? accept(collection(usage.value.map(presentAzureResource), call.request.uri)) : usage
    },
  }),
  endpoint({
    ...COSTS,
    id: 'subscription-meter-usage',
    path: `${SUBSCRIPTION}/meterusagerecords`,
    summary: 'What a subscription used of each meter, and what that costs.',
    params: subscriptionParams,
    response: schema.meterUsageRecords,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const usage = await listUsageByMeter(call, customerId, subscriptionId)
      if (!usage.ok) return usage
      return accept(
        collection(
          usage.value.map((one) => presentMeterUsage(one, subscriptionId)),
          call.request.uri,
        ),
      )
    },
  }),
  endpoint({
    ...COSTS,
    id: 'subscription-resource-usage',
    path: `${SUBSCRIPTION}/resourceusagerecords`,
    summary: 'What each resource of a subscription costs, a page at a time: its shares of the lines.',
    params: subscriptionParams,
    query: schema.resourceUsageQuery,
    response: schema.resourceUsageRecords,
    handle: async (call) => {
      const position = readSeekPosition(call.request, 'guid')
      if (!position.ok) return position
      const { customerId, subscriptionId } = call.params
      const page = { after: position.value.after?.[0], limit: call.query.size ?? schema.MOST_RESOURCES }
      const usage = await listUsageByResource(call, customerId, subscriptionId, page)
      if (!usage.ok) return usage
      const { records, more } = usage.value
      const last = more ? [records.at(-1)!.resource.resourceId] : undefined
      return accept(
        seekPage(
          records.map((one) => presentResourceUsage(one, subscriptionId)),
          call.request,
          last,
        ),
      )
    },
  }),
]
