import { type DailyPosition, type HourlyPosition, listUtilization } from '../../app/usage/utilization.js'
import { formatDay, parseDay } from '../../core/calendar/day.js'
import { formatInstant, parseInstant } from '../../core/calendar/instant.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { endpoint, type RequestFacts } from '../endpoint.js'
import { foundPage, readSeekPosition } from '../paging.js'
import { subscriptionParams } from '../schema/subscription.js'
import { MOST_UTILIZATIONS, utilizationQuery, utilizationSchema } from '../schema/usage.js'
import { presentUtilization } from './present-usage.js'

/** Seconds after which usage that has come in is usually added up. */
const RETRY_AFTER = 60

export const UTILIZATION_ENDPOINTS = [
  endpoint({
    id: 'azure-utilization',
    method: 'GET',
    path: '/v1/customers/:customerId/subscriptions/:subscriptionId/utilizations/azure',
    group: 'Usage',
    summary: 'What a subscription used by day or by hour, without prices, a page at a time.',
    capability: 'subscription.read',
    params: subscriptionParams,
    query: utilizationQuery,
    response: utilizationSchema,
    otherStatuses: {
      204: 'usage of these days has come in and is not added up yet; Retry-After says when to ask again',
    },
    handle: async (call) => {
      const { start_time: start, end_time: end, granularity = 'daily', show_details: details } = call.query
      const { size: limit = MOST_UTILIZATIONS } = call.query
      const after = granularity === 'daily' ? dailyPosition(call.request) : hourlyPosition(call.request)
      if (!after.ok) return after
      const wish = { granularity, start, end, byResource: details !== 'false', limit: limit + 1 }
      const found = await listUtilization(call, call.params, wish, after.value)
      if (!found.ok) return found
      if (found.value === 'waiting') {
        call.reply.status = 204
        call.reply.headers['Retry-After'] = String(RETRY_AFTER)
        return accept(undefined)
      }
      return accept(foundPage(found.value, limit, call.request, ({ position }) => keyOf(position), presentUtilization))
    },
  }),
]

function keyOf(position: DailyPosition | HourlyPosition): readonly string[] {
  const { meterId, resourceId } = position
  if ('hour' in position) return [formatInstant(position.hour), meterId, resourceId]
  return [formatDay(position.invoiceDate), meterId, formatDay(position.usageDate), resourceId]
}

function dailyPosition(request: RequestFacts): Outcome<DailyPosition | undefined> {
  const position = readSeekPosition(request, 'text', 'guid', 'text', 'guid')
  if (!position.ok || position.value.after === undefined) return position.ok ? accept(undefined) : position
  const [invoiceDate = '', meterId = '', usageDate = '', resourceId = ''] = position.value.after
  const [invoice, usage] = [parseDay(invoiceDate), parseDay(usageDate)]
  if (invoice === undefined || usage === undefined) return refuse('continuation-token-invalid')
  return accept({ invoiceDate: invoice, meterId, usageDate: usage, resourceId })
}

function hourlyPosition(request: RequestFacts): Outcome<HourlyPosition | undefined> {
  const position = readSeekPosition(request, 'text', 'guid', 'guid')
  if (!position.ok || position.value.after === undefined) return position.ok ? accept(undefined) : position
  const [time = '', meterId = '', resourceId = ''] = position.value.after
  const hour = parseInstant(time)
  return hour === undefined ? refuse('continuation-token-invalid') : accept({ hour, meterId, resourceId })
}
