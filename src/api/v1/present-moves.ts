import type { ConversionResult, ConversionTarget } from '../../app/conversions.js'
import { cycleWordOf } from '../../app/cycle-word.js'
import type { MoveFault, MoveReason } from '../../app/move-faults.js'
import type { SubscriptionView } from '../../app/subscription-view.js'
import { TRANSITION_TYPES, type Transition, type TransitionTarget } from '../../app/transitions.js'
import { attributes } from '../links.js'
import { wireInstant } from '../schema/wire.js'

/** Position of each reason in the contract's UpgradeErrorCode and TransitionErrorCode, which begin alike. */
const MOVE_CODES: Readonly<Record<MoveReason, number>> = {
  other: 0,
  'not-active': 2,
  'add-ons-present': 6,
  'no-paths': 7,
  'target-not-found': 8,
  'not-provisioned': 9,
  'cycle-unsupported': 10,
  'conversions-not-found': 11,
}

/** Position in ConversionErrorCode. */
const conversionCode = (reason: MoveReason) => (reason === 'conversions-not-found' ? 1 : 0)

export function presentConversion({ itemId, orderId, quantity }: SubscriptionView, target: ConversionTarget) {
  return {
    offerId: itemId,
    targetOfferId: target.item,
    orderId,
    quantity,
    billingCycle: cycleWordOf(target.availability),
    attributes: attributes('Conversion'),
  }
}

export function presentConversionResult({ view, targetOfferId, fault }: ConversionResult) {
  return {
    subscriptionId: view.subscriptionId,
    offerId: view.itemId,
    targetOfferId,
    error: fault === undefined ? undefined : { code: conversionCode(fault.reason), description: fault.description },
    attributes: attributes('ConversionResult'),
  }
}

export function presentUpgradeError({ reason, description }: MoveFault) {
  return { code: MOVE_CODES[reason], description, additionalDetails: '', attributes: attributes('UpgradeError') }
}

export function presentEligibility({ quantity }: SubscriptionView, { item, sku, faults }: TransitionTarget) {
  const errors = faults.map(({ reason, description }) => ({ code: MOVE_CODES[reason], description }))
  return {
    catalogItemId: item,
    title: sku.title,
    description: sku.description === '' ? sku.title : sku.description,
    quantity,
    eligibilities: TRANSITION_TYPES.map((transitionType) => ({
      isEligible: errors.length === 0,
      transitionType,
      errors,
    })),
    attributes: attributes('TransitionEligibility'),
  }
}

export function presentTransition(transition: Transition) {
  const timestamp = wireInstant(transition.happenedAt)
  const names = transition.transitionType === 'transition_only' ? ['Conversion'] : ['Conversion', 'LicenseReassignment']
  // Everything happens in the request: it is completed when it can be read.
  const events = names.map((name) => ({
    name,
    status: 'Completed',
    timestamp,
    attributes: attributes('TransitionEvent'),
  }))
  return {
    operationId: transition.operationId,
    fromCatalogItemId: transition.fromItem,
    fromSubscriptionId: transition.fromSubscriptionId,
    toCatalogItemId: transition.toItem,
    toSubscriptionId: transition.toSubscriptionId,
    quantity: transition.quantity,
    termDuration: transition.term,
    billingCycle: transition.billingCycle,
    transitionType: transition.transitionType,
    promotionId: '',
    events,
    attributes: attributes('Transition'),
  }
}
