import { accept, type Outcome, refuse } from '../core/refusal.js'
import { isEnded } from '../core/subscription/subscription.js'
import { findAccount } from '../store/accounts.js'
import { listSaleParties } from '../store/sale-parties.js'
import type { SupportContact } from '../store/subscription-reading.js'
import { activateSubscription } from './activation.js'
import { lockSubscription, writeChange } from './change-subscription.js'
import { licenseSkusOf } from './license-sku.js'
import type { SubscriptionView } from './subscription-view.js'
import { loadSubscription } from './subscriptions.js'
import type { UseCase } from './use-case.js'

export type { SupportContact }

/** What a customer's directory holds of a subscription. */
export interface Provisioning {
  readonly view: SubscriptionView
  /** GUID by which licenses of users name the SKU. */
  readonly skuId: string
  readonly status: 'none' | 'success' | 'pending'
}

/** Whether what was bought can be used: at once, unless its publisher has to confirm it. */
export async function readProvisioning(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<Provisioning>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { view, catalog } = loaded.value
  const skuId = licenseSkusOf(catalog).get(view.sku.sku)?.id ?? view.availability.id
  if (view.status === 'pending') return accept({ view, skuId, status: 'pending' })
  return accept({ view, skuId, status: isEnded(view.status) ? 'none' : 'success' })
}

/** Where the customer sets up what it bought of an independent publisher; none for what needs no setting up. */
export async function activationLinksOf(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<readonly string[]>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { sku, status } = loaded.value.view
  const isOver = status !== 'pending' && isEnded(status)
  if (!sku.needsActivation || sku.setupUrl === null || isOver) return accept([])
  return accept([sku.setupUrl.replaceAll('{subscription}', encodeURIComponent(subscriptionId))])
}

/** Confirms an activation in place of the publisher; only a sandbox account may. */
export async function activateInSandbox(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<undefined>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { customer, view, pending } = loaded.value
  const account = await findAccount(context.session, customer.partnerId)
  if (account?.isSandbox !== true) return refuse('activation-by-publisher')
  if (pending === undefined) return refuse('not-pending', { subscription: subscriptionId, status: view.status })
  return activateSubscription(context, pending)
}

/** Registers a subscription for reservations, which only metered ones can be. */
export async function registerSubscription(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<undefined>> {
  const locked = await lockSubscription(context, customerId, subscriptionId)
  if (!locked.ok) return locked
  const { customer, view, stored, catalog } = locked.value
  if (view.sku.productType !== 'Azure') return refuse('not-registrable', { offer: view.sku.title })
  if (stored === undefined || stored.registeredAt !== null) return accept(undefined)
  const marks = new Map([[subscriptionId, { registeredAt: context.now }]])
  await writeChange(context, customer, [], catalog, { marks })
  return accept(undefined)
}

/** Whether a subscription is registered for reservations. */
export async function readRegistration(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<'registered' | 'notRegistered'>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  return accept((loaded.value.stored?.registeredAt ?? null) === null ? 'notRegistered' : 'registered')
}

/** Whom the customer asks for help with a subscription: the partner, unless another contact was set. */
export async function readSupportContact(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<SupportContact>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { customer, stored } = loaded.value
  const set = stored?.supportContact ?? null
  if (set !== null) return accept(set)
  const { partnerId, mpnId, name } = (await findAccount(context.session, customer.partnerId))!
  return accept({ supportTenantId: partnerId, supportMpnId: mpnId, name })
}

/** Sets the support contact: the partner itself or a reseller that works with it. */
export async function changeSupportContact(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
  contact: { readonly supportMpnId: string; readonly name: string },
): Promise<Outcome<SupportContact>> {
  const locked = await lockSubscription(context, customerId, subscriptionId)
  if (!locked.ok) return locked
  const { customer, stored, catalog } = locked.value
  if (stored === undefined) return refuse('activation-pending')
  const { supportMpnId, name } = contact
  const parties = await listSaleParties(context.session, customer.partnerId, [supportMpnId])
  const party = parties.find(
    ({ mpnId, partnerId, linked }) => mpnId === supportMpnId && (linked || partnerId === customer.partnerId),
  )
  if (party === undefined) return refuse('partner-on-record-unknown', { mpnId: supportMpnId })
  const supportContact = { supportTenantId: party.partnerId, supportMpnId, name }
  const marks = new Map([[subscriptionId, { supportContact }]])
  await writeChange(context, customer, [], catalog, { marks })
  return accept(supportContact)
}
