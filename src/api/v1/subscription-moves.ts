import { type CatalogView, shownSku, viewOfCustomer } from '../../app/browse-catalog.js'
import { convertTrial, listConversions } from '../../app/conversions.js'
import { listTransitionTargets, readTransitions, transition } from '../../app/transitions.js'
import { listUpgrades, type UpgradeList, upgradeSubscription } from '../../app/upgrades.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import { collection } from '../paging.js'
import { subscriptionParams } from '../schema/subscription.js'
import {
  conversionResult,
  conversions,
  convertBody,
  eligibilityQuery,
  transitionBody,
  transitionEligibilities,
  transitionSchema,
  transitions,
  transitionsQuery,
  UPGRADE_TYPES,
  upgradeBody,
  upgradeResult,
  upgrades,
} from '../schema/subscription-moves.js'
import {
  presentConversion,
  presentConversionResult,
  presentEligibility,
  presentTransition,
  presentUpgradeError,
} from './present-moves.js'
import { presentOffer } from './present-offer.js'

const group = 'Subscriptions'
const one = '/v1/customers/:customerId/subscriptions/:subscriptionId'

/** Each offer twice: with and without the licenses of users. */
function presentUpgrades({ view: { quantity }, targets }: UpgradeList, view: CatalogView, locale: string) {
  return targets.flatMap(({ sku, faults }) => {
    const shown = shownSku(view, sku)
    if (shown === undefined) return []
    const targetOffer = presentOffer(shown, view, locale)
    const upgradeErrors = faults.map(presentUpgradeError)
    const isEligible = faults.length === 0
    return UPGRADE_TYPES.slice(1).map((upgradeType) => ({
      targetOffer,
      upgradeType,
      isEligible,
      quantity,
      upgradeErrors,
      attributes: attributes('Upgrade'),
    }))
  })
}

export const SUBSCRIPTION_MOVE_ENDPOINTS = [
  endpoint({
    id: 'list-conversions',
    method: 'GET',
    path: `${one}/conversions`,
    group,
    summary: 'What a trial can be converted to',
    capability: 'subscription.read',
    userOnly: true,
    params: subscriptionParams,
    response: conversions,
    handle: async (call) => {
      const found = await listConversions(call, call.params.customerId, call.params.subscriptionId)
      if (!found.ok) return found
      const { view, targets } = found.value
      const items = targets.map((target) => presentConversion(view, target))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'convert-trial',
    method: 'POST',
    path: `${one}/conversions`,
    group,
    summary: 'Turn a trial into a paid subscription; what stands in the way is in the answer',
    capability: 'subscription.manage',
    userOnly: true,
    params: subscriptionParams,
    body: convertBody,
    response: conversionResult,
    invalidCode: 800002,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const { targetOfferId, quantity, billingCycle } = call.body
      const wish = { targetOfferId, quantity: quantity ?? undefined, billingCycle }
      const converted = await convertTrial(call, customerId, subscriptionId, wish)
      return converted.ok ? accept(presentConversionResult(converted.value)) : converted
    },
  }),
  endpoint({
    id: 'list-upgrades',
    method: 'GET',
    path: `${one}/upgrades`,
    group,
    summary: 'The legacy offers a subscription can be upgraded to',
    capability: 'subscription.read',
    params: subscriptionParams,
    response: upgrades,
    handle: async (call) => {
      const found = await listUpgrades(call, call.params.customerId, call.params.subscriptionId)
      if (!found.ok) return found
      const view = await viewOfCustomer(call, call.account!, found.value.customer)
      return accept(collection(presentUpgrades(found.value, view, call.request.locale), call.request.uri))
    },
  }),
  endpoint({
    id: 'upgrade-subscription',
    method: 'POST',
    path: `${one}/upgrades`,
    group,
    summary: 'Upgrade a subscription to another legacy offer; what stands in the way is in the answer',
    capability: 'subscription.manage',
    params: subscriptionParams,
    body: upgradeBody,
    response: upgradeResult,
    invalidCode: 800002,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const { targetOffer, upgradeType = 'upgrade_only', quantity } = call.body
      const withLicenses = upgradeType === 'upgrade_with_license_transfer'
      const wish = { offerId: targetOffer.id, quantity: quantity ?? undefined, withLicenses }
      const upgraded = await upgradeSubscription(call, customerId, subscriptionId, wish)
      if (!upgraded.ok) return upgraded
      return accept({
        sourceSubscriptionId: subscriptionId,
        targetSubscriptionId: subscriptionId,
        upgradeType: UPGRADE_TYPES.indexOf(upgradeType),
        upgradeErrors: upgraded.value.map(presentUpgradeError),
        licenseErrors: [],
        attributes: attributes('UpgradeResult'),
      })
    },
  }),
  endpoint({
    id: 'transition-eligibilities',
    method: 'GET',
    path: `${one}/transitionEligibilities`,
    group,
    summary: 'The offers licenses of a subscription can move to, now or at its renewal',
    capability: 'subscription.read',
    params: subscriptionParams,
    query: eligibilityQuery,
    response: transitionEligibilities,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const scheduled = call.query.eligibilityType === 'scheduled'
      const found = await listTransitionTargets(call, customerId, subscriptionId, scheduled)
      if (!found.ok) return found
      const { view, targets } = found.value
      const items = targets.map((target) => presentEligibility(view, target))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'list-transitions',
    method: 'GET',
    path: `${one}/transitions`,
    group,
    summary: 'The licenses that moved away from a subscription',
    capability: 'subscription.read',
    params: subscriptionParams,
    query: transitionsQuery,
    response: transitions,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const found = await readTransitions(call, customerId, subscriptionId, call.query.operationId)
      if (!found.ok) return found
      const listed = collection(found.value.map(presentTransition), call.request.uri)
      return accept({ ...listed, transition: listed.items })
    },
  }),
  endpoint({
    id: 'create-transition',
    method: 'POST',
    path: `${one}/transitions`,
    group,
    summary: 'Move licenses to another offer today',
    capability: 'subscription.manage',
    params: subscriptionParams,
    body: transitionBody,
    response: transitionSchema,
    invalidCode: 800002,
    handle: async (call) => {
      const { customerId, subscriptionId } = call.params
      const { body } = call
      const moved = await transition(call, customerId, subscriptionId, {
        toItem: body.toCatalogItemId,
        quantity: body.quantity ?? undefined,
        type: body.transitionType,
        term: body.termDuration,
        billingCycle: body.billingCycle,
        toSubscriptionId: body.toSubscriptionId,
      })
      return moved.ok ? accept(presentTransition(moved.value)) : moved
    },
  }),
]
