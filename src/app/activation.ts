import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findAccount } from '../store/accounts.js'
import {
  changePendingActivation,
  findPendingActivation,
  insertPendingActivation,
  listExpiredActivations,
  type PendingActivation,
} from '../store/pending-activations.js'
import { recordChange } from './audit.js'
import { changeFamily, lockLedger, newFamily, openFamily } from './change-family.js'
import { currentCatalog } from './current-catalog.js'
import { loadCustomer } from './load-customer.js'
import type { UseCase } from './use-case.js'
import { writeFamilies } from './write-families.js'

/** Days a publisher has to confirm what was ordered. */
const ACTIVATION_DAYS = 30

export type { PendingActivation }

/** What is known of a subscription that waits for its publisher. */
export type PendingFounding = Omit<PendingActivation, 'customerName' | 'createdAt' | 'expiresOn' | 'status' | 'version'>

/**
 * Notes a subscription whose offer needs an activation: it is shown as pending, nothing is charged, and it becomes one
 * when its publisher confirms, or is given up after `ACTIVATION_DAYS`.
 */
export async function foundPendingSubscription(context: UseCase, founding: PendingFounding): Promise<void> {
  const { session, now } = context
  const expires = (dayOfInstant(now) + ACTIVATION_DAYS) as Day
  await insertPendingActivation(session, {
    ...founding,
    createdAt: now,
    expiresOn: expires,
    status: 'pending',
    version: 1,
  })
}

/**
 * The publisher has confirmed: the subscription begins and is charged from now on, at today's price. Refused where it is
 * active already, or was cancelled or given up, and where the relationship with the customer has ended.
 */
export async function activateSubscription(context: UseCase, pending: PendingActivation): Promise<Outcome<undefined>> {
  const { session, now } = context
  const { partnerId, subscriptionId, availabilityId, quantity, parentSubscriptionId: base } = pending
  const partner = await lockLedger(session, partnerId)
  const scope = { accountId: partnerId, partnerIds: [partnerId], resellerMpnId: null }
  const customer = await loadCustomer({ session, scope }, pending.customerId)
  if (!customer.ok) return customer
  if (pending.status !== 'pending' || !(await changePendingActivation(session, pending, { status: 'activated' }))) {
    return refuse('not-pending', { subscription: subscriptionId, status: pending.status })
  }
  const catalog = await currentCatalog(session)
  const open = base === null ? accept(newFamily(partner)) : await openFamily(session, partner, base, catalog)
  if (!open.ok) return open
  const purchase =
    base === null
      ? ({ key: subscriptionId, command: { type: 'purchase', availabilityId, quantity } } as const)
      : ({ key: base, newKey: subscriptionId, command: { type: 'purchaseAddOn', availabilityId, quantity } } as const)
  const founded = changeFamily(open.value, purchase, now, catalog)
  if (!founded.ok) return founded
  const { customerId, orderId, friendlyName, partnerOnRecord } = pending
  const founding = { customerId, orderId, friendlyName, partnerOnRecord, activation: 'active' } as const
  await writeFamilies(context, [founded.value], new Map([[subscriptionId, founding]]), catalog)
  await recordActivation(context, pending, 'active')
  return accept(undefined)
}

/** Like `activateSubscription`, for the provider's own staff, who know the id only. */
export async function confirmActivation(context: UseCase, subscriptionId: string): Promise<Outcome<undefined>> {
  const pending = await findPendingActivation(context.session, subscriptionId)
  if (pending === undefined) return refuse('subscription-not-found', { subscription: subscriptionId })
  // A sandbox account has a clock of its own, and its charges follow it.
  const account = await findAccount(context.session, pending.partnerId)
  return activateSubscription({ ...context, now: account?.clockAt ?? context.now }, pending)
}

/** Cancels one that is still pending: nothing was charged. */
export async function cancelPending(context: UseCase, pending: PendingActivation): Promise<void> {
  await changePendingActivation(context.session, pending, { status: 'cancelled' })
  await recordActivation(context, pending, 'deleted')
}

/** Gives up what no publisher has confirmed in time, of one partner. @returns how many */
export async function expirePendingActivations(context: UseCase, partnerId: string): Promise<number> {
  const { session, now } = context
  let count = 0
  for (const pending of await listExpiredActivations(session, partnerId, dayOfInstant(now))) {
    if (!(await changePendingActivation(session, pending, { status: 'expired' }))) continue
    await recordActivation(context, pending, 'deleted')
    count += 1
  }
  return count
}

function recordActivation(context: UseCase, pending: PendingActivation, status: string): Promise<void> {
  const { partnerId, customerId, customerName: name, subscriptionId, friendlyName, quantity, orderId } = pending
  const shown = { id: subscriptionId, friendlyName, quantity, orderId }
  const resourceUri = `/customers/${customerId}/subscriptions/${subscriptionId}`
  return recordChange(context, {
    partnerId,
    customer: { customerId, name },
    resourceType: 'subscription',
    operationType: 'update_subscription',
    before: { ...shown, status: 'pending' },
    after: { ...shown, status },
    notice: { eventName: 'subscription-updated', resourceUri, resourceName: 'subscription' },
  })
}
