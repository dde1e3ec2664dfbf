import { loadServiceCosts } from '../../app/service-costs.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { collection } from '../paging.js'
import { serviceCostLinesSchema, serviceCostsParams, serviceCostsSchema } from '../schema/invoice.js'
import { presentServiceCosts } from './present-invoice.js'
import { presentServiceCostLine } from './present-invoice-line.js'

const GROUP = 'Invoices and costs'
const COSTS = '/v1/customers/:customerId/servicecosts/:billingPeriod'

export const SERVICE_COST_ENDPOINTS = [
  endpoint({
    id: 'service-costs-summary',
    method: 'GET',
    path: COSTS,
    group: GROUP,
    summary: 'What a customer cost on the latest invoices of its partner. The period is MostRecent.',
    capability: 'billing.read',
    userOnly: true,
    params: serviceCostsParams,
    response: serviceCostsSchema,
    handle: async (call) => {
      const costs = await loadServiceCosts(call, call.params.customerId)
      return costs.ok ? accept(presentServiceCosts(costs.value)) : costs
    },
  }),
  endpoint({
    id: 'service-costs-lines',
    method: 'GET',
    path: `${COSTS}/lineitems`,
    group: GROUP,
    summary: 'The lines of that, invoice by invoice.',
    capability: 'billing.read',
    userOnly: true,
    params: serviceCostsParams,
    response: serviceCostLinesSchema,
    handle: async (call) => {
      const costs = await loadServiceCosts(call, call.params.customerId)
      if (!costs.ok) return costs
      const lines = costs.value.invoices.flatMap((invoice) => invoice.lines)
      return accept(collection(lines.map(presentServiceCostLine), call.request.uri))
    },
  }),
]
