import { quantityKindOf, readChoices, rhythmKindOf, type SubscriptionChoices } from '../../app/portal-subscription.js'
import { type MovePreview, previewMove } from '../../app/portal-subscription-moves.js'
import { isOpenEnded } from '../../core/catalog/availability.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { movePreviewBody, movePreviewSchema, subscriptionChoices } from '../schema/portal-subscription.js'
import { subscriptionParams } from '../schema/subscription.js'
import { presentExplained } from './present-charges.js'
import { presentSubscription } from './present-subscription.js'

const GROUP = 'Portal'
const one = '/v1/portal/customers/:customerId/subscriptions/:subscriptionId'

function presentChoices({ customer, view, rhythms, renewals }: SubscriptionChoices, uri: string) {
  const { sku, availability } = view
  const { profile } = availability
  const openEnded = isOpenEnded(availability)
  const { credits, stopsBilling, switchesAutoRenewOff, reactivationDays } = profile.suspension
  return {
    subscriptionId: view.subscriptionId,
    customerName: customer.name,
    offer: { title: sku.skuTitle, description: sku.description, publisherName: sku.publisherName },
    minimumQuantity: availability.minimumQuantity,
    maximumQuantity: availability.maximumQuantity,
    quantity: quantityKindOf(view),
    openEnded,
    autoRenew: openEnded ? ('always' as const) : profile.autoRenew,
    rhythm: rhythmKindOf(view, rhythms),
    rhythms,
    suspension: { credits, stopsBilling, switchesAutoRenewOff, reactivationDays },
    renewals,
    links: selfLink(uri),
    attributes: attributes('PortalSubscriptionChoices'),
  }
}

function presentMove({ customer, after, charges }: MovePreview) {
  const { currency } = after[0]!.availability
  const total = charges.reduce((sum, { charge }) => sum + charge.amount, 0n)
  return {
    subscriptions: after.map((view) => presentSubscription(view, customer.country)),
    charges: presentExplained(charges),
    totalAmount: Number(formatAmount(total, currency)),
    currencyCode: currency,
    attributes: attributes('PortalMovePreview'),
  }
}

export const PORTAL_SUBSCRIPTION_ENDPOINTS = [
  endpoint({
    id: 'portal-subscription-choices',
    method: 'GET',
    path: `${one}/choices`,
    group: GROUP,
    summary:
      'What can be chosen when a subscription is changed: quantities, billing frequencies, what the renewal can make of it',
    capability: 'subscription.read',
    params: subscriptionParams,
    response: subscriptionChoices,
    handle: async (call) => {
      const found = await readChoices(call, call.params.customerId, call.params.subscriptionId)
      return found.ok ? accept(presentChoices(found.value, call.request.uri)) : found
    },
  }),
  endpoint({
    id: 'portal-preview-move',
    method: 'POST',
    path: `${one}/move-preview`,
    group: GROUP,
    summary: 'What a conversion, an upgrade or a transition would charge and leave behind; nothing is kept',
    capability: 'charge.read',
    params: subscriptionParams,
    body: movePreviewBody,
    response: movePreviewSchema,
    invalidCode: 800002,
    transaction: false,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const { kind, target, quantity, billingCycle, termDuration: term, toSubscriptionId } = call.body
      const wish = { kind, target, quantity: quantity ?? undefined, billingCycle, term, toSubscriptionId }
      const previewed = await previewMove(call.database, call, customerId, subscriptionId, wish)
      return previewed.ok ? accept(presentMove(previewed.value)) : previewed
    },
  }),
]
