import { readAccountDeliveryLog } from '../../app/webhooks.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { offsetPage } from '../paging.js'
import { accountWebhookParams, deliveryLog, deliveryLogQuery } from '../schema/webhook.js'
import { presentDelivery } from './webhooks.js'

export const PORTAL_WEBHOOK_ENDPOINTS = [
  endpoint({
    id: 'portal-webhook-deliveries',
    method: 'GET',
    path: '/v1/portal/webhooks/:registrationId/deliveries',
    group: 'Portal',
    summary: 'What was delivered to a webhook of the account, whichever application registered it, newest first.',
    capability: 'webhook.read',
    params: accountWebhookParams,
    query: deliveryLogQuery,
    response: deliveryLog,
    handle: async (call) => {
      const { size, offset, status } = call.query
      const page = { size, offset, status: status ?? null }
      const found = await readAccountDeliveryLog(call, call.params.registrationId, page)
      if (!found.ok) return found
      const { deliveries, totalCount } = found.value
      return accept(offsetPage(deliveries.map(presentDelivery), { uri: call.request.uri, offset, size, totalCount }))
    },
  }),
]
