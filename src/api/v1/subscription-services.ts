import { z } from 'zod'
import { confirmActivation } from '../../app/activation.js'
import {
  activateInSandbox,
  activationLinksOf,
  changeSupportContact,
  readProvisioning,
  readRegistration,
  readSupportContact,
  registerSubscription,
  type SupportContact,
} from '../../app/subscription-services.js'
import { type Day, formatDay } from '../../core/calendar/day.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { collection } from '../paging.js'
import { subscriptionParams } from '../schema/subscription.js'
import {
  activationLinks,
  activationResult,
  provisioningStatus,
  registrationStatus,
  supportContactBody,
  supportContactSchema,
} from '../schema/subscription-services.js'
import { guid } from '../schema/wire.js'

const group = 'Subscriptions'
const one = '/v1/customers/:customerId/subscriptions/:subscriptionId'

function presentSupportContact(contact: SupportContact, uri: string) {
  return { ...contact, links: selfLink(uri), attributes: attributes('SupportContact') }
}

const activated = (subscriptionId: string) => ({ subscriptionId, status: 'Success' })

export const SUBSCRIPTION_SERVICE_ENDPOINTS = [
  endpoint({
    id: 'subscription-provisioning-status',
    method: 'GET',
    path: `${one}/provisioningstatus`,
    group,
    summary: 'Whether what was bought can be used',
    capability: 'subscription.read',
    userOnly: true,
    params: subscriptionParams,
    response: provisioningStatus,
    handle: async (call) => {
      const found = await readProvisioning(call, call.params.customerId, call.params.subscriptionId)
      if (!found.ok) return found
      const { view, skuId, status } = found.value
      const endDate = `${formatDay((view.termEnd - 1) as Day)}T00:00:00Z`
      const attribute = attributes('SubscriptionProvisioningStatus')
      return accept({ skuId, status, quantity: view.quantity, endDate, attributes: attribute })
    },
  }),
  endpoint({
    id: 'subscription-activation-links',
    method: 'GET',
    path: `${one}/activationlinks`,
    group,
    summary: 'Where the customer sets up what it bought of an independent publisher',
    capability: 'subscription.read',
    params: subscriptionParams,
    response: activationLinks,
    handle: async (call) => {
      const found = await activationLinksOf(call, call.params.customerId, call.params.subscriptionId)
      if (!found.ok) return found
      // Addresses of the publisher, not links of this API: they are given as they are.
      const items = found.value.map((uri) => ({ uri, method: 'GET', headers: [] }))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'activate-subscription',
    method: 'POST',
    path: `${one}/activate`,
    group,
    summary: 'Confirm an activation in place of the publisher; in a sandbox only',
    capability: 'subscription.manage',
    params: subscriptionParams,
    response: activationResult,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const done = await activateInSandbox(call, customerId, subscriptionId)
      return done.ok ? accept(activated(subscriptionId)) : done
    },
  }),
  endpoint({
    id: 'platform-activate-subscription',
    method: 'POST',
    path: '/v1/platform/subscriptions/:subscriptionId/activate',
    group,
    summary: 'Confirm an activation for a publisher: billing starts now',
    capability: 'platform.subscription.activate',
    params: z.object({ subscriptionId: guid }),
    response: activationResult,
    handle: async (call) => {
      const { subscriptionId } = call.params
      const done = await confirmActivation(call, subscriptionId)
      return done.ok ? accept(activated(subscriptionId)) : done
    },
  }),
  endpoint({
    id: 'register-subscription',
    method: 'POST',
    path: `${one}/registrations`,
    group,
    summary: 'Register a subscription for reservations',
    capability: 'subscription.manage',
    params: subscriptionParams,
    response: null,
    status: 202,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const done = await registerSubscription(call, customerId, subscriptionId)
      if (!done.ok) return done
      call.reply.headers['Location'] = `/customers/${customerId}/subscriptions/${subscriptionId}/registrationstatus`
      return accept(undefined)
    },
  }),
  endpoint({
    id: 'registration-status',
    method: 'GET',
    path: `${one}/registrationstatus`,
    group,
    summary: 'Whether a subscription is registered for reservations',
    capability: 'subscription.read',
    params: subscriptionParams,
    response: registrationStatus,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const found = await readRegistration(call, customerId, subscriptionId)
      if (!found.ok) return found
      const attribute = attributes('SubscriptionRegistrationStatus')
      return accept({ subscriptionId, status: found.value, attributes: attribute })
    },
  }),
  endpoint({
    id: 'get-support-contact',
    method: 'GET',
    path: `${one}/supportcontact`,
    group,
    summary: 'Whom the customer asks for help',
    capability: 'subscription.read',
    userOnly: true,
    params: subscriptionParams,
    response: supportContactSchema,
    handle: async (call) => {
      const found = await readSupportContact(call, call.params.customerId, call.params.subscriptionId)
      return found.ok ? accept(presentSupportContact(found.value, call.request.uri)) : found
    },
  }),
  endpoint({
    id: 'update-support-contact',
    method: 'PUT',
    path: `${one}/supportcontact`,
    group,
    summary: 'Say whom the customer asks for help',
    capability: 'subscription.manage',
    userOnly: true,
    params: subscriptionParams,
    body: supportContactBody,
    response: supportContactSchema,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const changed = await changeSupportContact(call, customerId, subscriptionId, call.body)
      return changed.ok ? accept(presentSupportContact(changed.value, call.request.uri)) : changed
    },
  }),
]
