import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { ExplainedLine } from './change-subscription.js'
import { convertTrial } from './conversions.js'
import { readTimeline } from './subscription-charges.js'
import type { SubscriptionView } from './subscription-view.js'
import { type CustomerRef, listAddOns, loadSubscription } from './subscriptions.js'
import { transition } from './transitions.js'
import { upgradeSubscription } from './upgrades.js'
import type { Database, UseCase } from './use-case.js'

export const PREVIEWED_MOVES = ['conversion', 'upgrade', 'transition'] as const

export interface MoveWish {
  readonly kind: (typeof PREVIEWED_MOVES)[number]
  /** As the list of targets names it. */
  readonly target: string
  readonly quantity?: number | undefined
  readonly billingCycle?: string | undefined
  readonly term?: string | undefined
  readonly toSubscriptionId?: string | undefined
}

/** What a move would bring about. */
export interface MovePreview {
  readonly customer: CustomerRef
  /** The subscription, and those that change or come about with it. */
  readonly after: readonly SubscriptionView[]
  readonly charges: readonly ExplainedLine[]
}

/** Thrown to undo a transaction whose result is known. */
class Undone extends Error {}

/**
 * What a conversion, an upgrade or a transition would charge and leave behind. It is carried out by the code that does so
 * otherwise, in a transaction that is always undone: what is shown is what comes about.
 */
export async function previewMove(
  database: Database,
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  wish: MoveWish,
): Promise<Outcome<MovePreview>> {
  let result: Outcome<MovePreview> | undefined
  try {
    await database.transaction(async (session) => {
      result = await moveAndRead({ ...context, session }, customerId, subscriptionId, wish)
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
  return result!
}

async function moveAndRead(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  wish: MoveWish,
): Promise<Outcome<MovePreview>> {
  const addOns = await listAddOns(context, customerId, subscriptionId)
  if (!addOns.ok) return addOns
  const own = [subscriptionId, ...addOns.value.views.map((view) => view.subscriptionId)]
  const before = new Map<string, number>()
  for (const id of wish.toSubscriptionId === undefined ? own : [...own, wish.toSubscriptionId]) {
    const lines = await linesOf(context, customerId, id)
    if (!lines.ok) return lines
    before.set(id, Math.max(0, ...lines.value.map(({ charge }) => charge.number)))
  }
  const moved = await carryOut(context, customerId, subscriptionId, wish)
  if (!moved.ok) return moved
  const after: SubscriptionView[] = []
  const charges: ExplainedLine[] = []
  for (const id of new Set([...before.keys(), moved.value])) {
    const loaded = await loadSubscription(context, customerId, id)
    const lines = await linesOf(context, customerId, id)
    if (!loaded.ok) return loaded
    if (!lines.ok) return lines
    const added = lines.value.filter(({ charge }) => charge.number > (before.get(id) ?? 0))
    if (added.length > 0 || id === subscriptionId || id === moved.value) after.push(loaded.value.view)
    charges.push(...added)
  }
  return accept({ customer: addOns.value.customer, after, charges })
}

/** Does it, and says where the licenses end up. What stands in the way refuses, as it does when it is really done. */
async function carryOut(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  { kind, target, quantity, billingCycle, term, toSubscriptionId }: MoveWish,
): Promise<Outcome<string>> {
  const blocked = (problem: string) => refuse('transition-blocked', { problem })
  if (kind === 'conversion') {
    const wish = { targetOfferId: target, quantity, billingCycle }
    const converted = await convertTrial(context, customerId, subscriptionId, wish)
    if (!converted.ok) return converted
    const { fault } = converted.value
    return fault === undefined ? accept(subscriptionId) : blocked(fault.description)
  }
  if (kind === 'upgrade') {
    const wish = { offerId: target, quantity, withLicenses: false }
    const upgraded = await upgradeSubscription(context, customerId, subscriptionId, wish)
    if (!upgraded.ok) return upgraded
    const [fault] = upgraded.value
    return fault === undefined ? accept(subscriptionId) : blocked(fault.description)
  }
  const wish = { toItem: target, quantity, type: 'transition_only', term, billingCycle, toSubscriptionId } as const
  const moved = await transition(context, customerId, subscriptionId, wish)
  return moved.ok ? accept(moved.value.toSubscriptionId) : moved
}

async function linesOf(context: UseCase, customerId: string, subscriptionId: string) {
  const timeline = await readTimeline(context, customerId, subscriptionId)
  if (!timeline.ok) return timeline
  return accept(
    timeline.value.entries.flatMap(({ charges }) =>
      charges.map((line): ExplainedLine => ({ ...line, subscriptionId })),
    ),
  )
}
