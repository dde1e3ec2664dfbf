import { formatTerm } from '../core/calendar/term.js'
import type { Availability } from '../core/catalog/availability.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { insertOrder } from '../store/orders.js'
import { insertTransition, listTransitions, type Transition } from '../store/transitions.js'
import { changeFamily, type OpenFamily, openFamily } from './change-family.js'
import { type LockedSubscription, lockSubscription, writeChange } from './change-subscription.js'
import type { SkuForSale } from './current-catalog.js'
import { cycleWordOf } from './cycle-word.js'
import { alternativesOf } from './family-offers.js'
import { itemIdOf } from './find-catalog-item.js'
import { transferSurplus } from './license-transfer.js'
import { bestOf, type MoveFault, moveTargetsOf, standingFaults } from './move-faults.js'
import { offeredSkus } from './offered-skus.js'
import { newOrderId } from './order-id.js'
import { upgradeRefusal, upgradeTargetsOf } from './plan-subscription-change.js'
import { hasCreditForChange, mayConvert } from './purchase-gate.js'
import type { SubscriptionView } from './subscription-view.js'
import { listAddOns, loadSubscription } from './subscriptions.js'
import type { UseCase } from './use-case.js'
import type { Founding } from './write-families.js'

export type { Transition }

export const TRANSITION_TYPES = ['transition_only', 'transition_with_license_transfer'] as const
export type TransitionType = (typeof TRANSITION_TYPES)[number]

/** An offer licenses of a subscription can move to. */
export interface TransitionTarget {
  readonly item: string
  readonly sku: SkuForSale
  readonly faults: readonly MoveFault[]
}

export interface TransitionTargets {
  readonly view: SubscriptionView
  readonly targets: readonly TransitionTarget[]
}

/**
 * The offers licenses can move to, each with what stands in the way.
 * @param scheduled asks for what the renewal may change: for that the subscription must renew
 */
export async function listTransitionTargets(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  scheduled: boolean,
): Promise<Outcome<TransitionTargets>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { customer, view, catalog } = loaded.value
  const addOns = await listAddOns(context, customerId, subscriptionId)
  if (!addOns.ok) return addOns
  const offered = await offeredSkus(context, customer, upgradeTargetsOf(view), catalog)
  const ending: MoveFault = { reason: 'other', description: 'The subscription is not renewed; switch auto-renew on.' }
  const more = scheduled && view.status === 'active' && !view.autoRenew ? [ending] : []
  const targets = moveTargetsOf(view, addOns.value.views, offered, catalog).map(({ availability, faults }) => ({
    item: itemIdOf(catalog, availability.id),
    sku: catalog.skus.get(`${availability.productId}:${availability.skuId}`)!,
    faults: [...faults, ...more],
  }))
  return accept({ view, targets })
}

/** What moved away from a subscription. */
export async function readTransitions(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  operationId?: string,
): Promise<Outcome<readonly Transition[]>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  return accept(await listTransitions(context.session, loaded.value.view, operationId))
}

export interface TransitionWish {
  readonly toItem: string
  /** Left out: all of them. A trial moves whole, whatever the number. */
  readonly quantity?: number | undefined
  readonly type: TransitionType
  readonly term?: string | undefined
  /** A word of the contract. */
  readonly billingCycle?: string | undefined
  /** An existing subscription of the target the licenses join. */
  readonly toSubscriptionId?: string | undefined
}

/** What a move does: to which families, and where the licenses end up. */
interface Move {
  readonly families: readonly OpenFamily[]
  readonly foundings: ReadonlyMap<string, Founding>
  readonly toSubscriptionId: string
}

/**
 * Moves licenses to another offer today: all of them within the subscription, some to a new subscription with the dates
 * of this one, or to an existing one.
 */
export async function transition(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  wish: TransitionWish,
): Promise<Outcome<Transition>> {
  const locked = await lockSubscription(context, customerId, subscriptionId)
  if (!locked.ok) return locked
  const { customer, view, catalog } = locked.value
  const allowed = await mayConvert(context, customer.partnerId)
  if (!allowed.ok) return allowed
  if (locked.value.pending !== undefined) return refuse('activation-pending')
  const target = await targetOf(context, locked.value, wish)
  if (!target.ok) return target
  const quantity = wish.quantity ?? view.quantity
  const moved = await moveTo(context, locked.value, target.value, { ...wish, quantity })
  if (!moved.ok) return moved
  const { families, foundings, toSubscriptionId } = moved.value
  const credit = await hasCreditForChange(context, customer.partnerId, families)
  if (!credit.ok) return credit
  await writeChange(context, customer, families, catalog, { foundings })
  if (wish.type === 'transition_with_license_transfer') {
    await transferSurplus(context, customer, view.sku, target.value, catalog)
  }
  const done: Transition = {
    partnerId: customer.partnerId,
    operationId: context.newId(),
    customerId,
    fromSubscriptionId: subscriptionId,
    toSubscriptionId,
    fromItem: view.itemId,
    toItem: itemIdOf(catalog, target.value.id),
    quantity,
    term: formatTerm(target.value.term),
    billingCycle: cycleWordOf(target.value),
    transitionType: wish.type,
    happenedAt: context.now,
  }
  await insertTransition(context.session, done)
  return accept(done)
}

/** The availability that is meant, or why it cannot be. */
async function targetOf(
  context: UseCase,
  { customer, view, catalog }: LockedSubscription,
  wish: TransitionWish,
): Promise<Outcome<Availability>> {
  const addOns = await listAddOns(context, customer.customerId, view.subscriptionId)
  if (!addOns.ok) return addOns
  const sku = catalog.offers.get(wish.toItem.toLowerCase()) ?? wish.toItem.split(':').slice(0, 2).join(':')
  if (!catalog.skus.has(sku)) return refuse('unknown-offer', { offer: wish.toItem.slice(0, 200) })
  const refusal = upgradeRefusal(view, sku, catalog)
  if (refusal !== undefined) return { ok: false, refusal }
  if (!(await offeredSkus(context, customer, [sku], catalog)).has(sku)) {
    return refuse('target-not-offered', { offer: catalog.skus.get(sku)!.title })
  }
  const [fault] = standingFaults(view, addOns.value.views)
  if (fault !== undefined) return refuse('transition-blocked', { problem: fault.description })
  const { availability: own } = view
  const alternatives = alternativesOf(sku, own.id, catalog).filter(
    (one) =>
      (wish.term === undefined || formatTerm(one.term) === wish.term) &&
      (wish.billingCycle === undefined || cycleWordOf(one) === wish.billingCycle),
  )
  const best = bestOf(alternatives, own)
  if (best !== undefined) return accept(best)
  const [term, billingCycle] = [wish.term ?? formatTerm(own.term), wish.billingCycle ?? cycleWordOf(own)]
  return refuse('billing-cycle-unavailable', { offer: wish.toItem.slice(0, 200), term, billingCycle })
}

async function moveTo(
  context: UseCase,
  locked: LockedSubscription,
  target: Availability,
  wish: TransitionWish & { readonly quantity: number },
): Promise<Outcome<Move>> {
  const { view, open, catalog } = locked
  const { now } = context
  const key = view.subscriptionId
  if (wish.toSubscriptionId !== undefined && wish.toSubscriptionId !== key) {
    return joinExisting(context, locked, target, { ...wish, toSubscriptionId: wish.toSubscriptionId })
  }
  const availabilityId = target.id
  if (view.trial || wish.quantity >= view.quantity) {
    const command = { type: 'convert', availabilityId, newQuantity: wish.quantity } as const
    const changed = changeFamily(open, { key, command }, now, catalog)
    if (!changed.ok) return changed
    return accept({ families: [changed.value], foundings: new Map(), toSubscriptionId: key })
  }
  const newKey = context.newId()
  const command = { type: 'moveLicenses', availabilityId, quantity: wish.quantity } as const
  const changed = changeFamily(open, { key, command, newKey }, now, catalog)
  if (!changed.ok) return changed
  const founding = await orderFor(context, locked, target, newKey, wish.quantity)
  return accept({
    families: [changed.value],
    foundings: new Map([[newKey, founding]]),
    toSubscriptionId: newKey,
  })
}

/** The order of a subscription that is founded by licenses that moved. */
async function orderFor(
  { session, now, newId }: UseCase,
  { customer, view, catalog }: LockedSubscription,
  { id: availabilityId, billingCycle, currency }: Availability,
  subscriptionId: string,
  quantity: number,
): Promise<Founding> {
  const { partnerId, customerId } = customer
  const { partnerOnRecord, parentSubscriptionId } = view
  const friendlyName = catalog.skus.get(catalog.sales.get(availabilityId)!.sku)!.title
  const orderId = newOrderId(newId)
  const line = {
    number: 0,
    availabilityId,
    subscriptionId,
    parentSubscriptionId,
    quantity,
    friendlyName,
    transactionType: 'Convert' as const,
    partnerOnRecord,
    attested: null,
    provisioning: {},
    price: null,
    cancelledAt: null,
  }
  await insertOrder(session, {
    partnerId,
    customerId,
    orderId,
    billingCycle,
    currency,
    transactionType: 'UserPurchase',
    createdAt: now,
    cartId: null,
    attested: null,
    lines: [line],
  })
  return { customerId, orderId, friendlyName, partnerOnRecord, activation: 'not-needed' }
}

/** Some licenses, or a whole trial, join a subscription that exists. */
async function joinExisting(
  context: UseCase,
  { customer, view, open, catalog }: LockedSubscription,
  target: Availability,
  wish: { readonly quantity: number; readonly toSubscriptionId: string },
): Promise<Outcome<Move>> {
  const { session, now } = context
  const { quantity, toSubscriptionId } = wish
  const joined = await loadSubscription(context, customer.customerId, toSubscriptionId)
  if (!joined.ok) return joined
  const other = joined.value.view
  const problem = joinProblem(view, other, target, quantity)
  if (problem !== undefined) return refuse('transition-blocked', { problem })
  const leave = view.trial
    ? ({ type: 'cancel' } as const)
    : ({ type: 'convert', availabilityId: other.availability.id, quantity } as const)
  const left = changeFamily(open, { key: view.subscriptionId, command: leave }, now, catalog)
  if (!left.ok) return left
  const shared = left.value.family.has(toSubscriptionId)
  const opened = shared ? left : await openFamily(session, open.partner, toSubscriptionId, catalog)
  if (!opened.ok) return opened
  const command = { type: 'changeQuantity', quantity: other.quantity + quantity } as const
  const grown = changeFamily(opened.value, { key: toSubscriptionId, command }, now, catalog)
  if (!grown.ok) return grown
  const families = shared ? [grown.value] : [left.value, grown.value]
  return accept({ families, foundings: new Map(), toSubscriptionId })
}

/** Why licenses cannot join another subscription, or `undefined`. */
function joinProblem(view: SubscriptionView, other: SubscriptionView, target: Availability, quantity: number) {
  if (other.status !== 'active') return `The subscription ${other.subscriptionId} is ${other.status}.`
  if (other.sku.sku !== `${target.productId}:${target.skuId}`) {
    return `The subscription ${other.subscriptionId} is ${other.sku.title}, which is not what was asked for.`
  }
  if (other.termEnd < view.termEnd) return 'The subscription to join ends before this one; leave it out.'
  if (!view.trial && quantity >= view.quantity) {
    return 'All licenses would leave the subscription; leave toSubscriptionId out, and the subscription itself changes.'
  }
  return undefined
}
