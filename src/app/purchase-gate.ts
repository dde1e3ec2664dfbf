import { mayBuy } from '../core/access/program-status.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { type CartLine, flatten, resellerOf } from '../core/ordering/cart.js'
import { accept, type Outcome, type Refusal, refuse } from '../core/refusal.js'
import { listSaleParties, type SaleParty } from '../store/sale-parties.js'
import type { Account } from './accounts.js'
import type { MemberChange, OpenFamily } from './change-family.js'
import { checkCredit } from './credit-limit.js'
import { hasConfirmedAgreement } from './customer-agreements.js'
import { mayBuyWhileOwing } from './dunning.js'
import type { CustomerRef } from './load-customer.js'
import type { PlannedItem } from './plan-purchase.js'
import { unsettledChange } from './unsettled.js'
import type { UseCase } from './use-case.js'

/** How many subscriptions one customer may have, ended ones included. */
const MOST_SUBSCRIPTIONS = 10_000

/**
 * Whether anything at all may be sold to a customer now, through the resellers the lines name: what concerns the parties
 * and not what is bought. The credit limit is asked once it is known what is bought (`hasCreditFor`).
 */
export async function mayPurchase(
  context: UseCase,
  account: Account,
  customer: CustomerRef,
  lines: readonly CartLine[],
): Promise<Outcome<undefined>> {
  if (customer.status !== 'active') return refuse('customer-removed', { customer: customer.customerId })
  if (!(await hasConfirmedAgreement(context, customer))) return refuse('agreement-missing')
  const mpnIds = resellersOf(lines)
  const parties = await listSaleParties(context.session, account.partnerId, mpnIds)
  const own = parties.find((party) => party.partnerId === account.partnerId)!
  const allowed = mayBuy(own)
  if (!allowed.ok) return allowed
  const owing = await mayBuyWhileOwing(context, account.partnerId)
  if (!owing.ok) return owing
  if (!own.agreementSigned) return refuse('partner-agreement-missing')
  const refusal = firstOf(mpnIds, (mpnId) => resellerReason(account, parties, mpnId) ?? standingReason(parties, mpnId))
  return refusal === undefined ? accept(undefined) : { ok: false, refusal }
}

/**
 * Whether a partner may make something else of what it has: turn a trial into a paid subscription, or move to another
 * offer. That is buying anew, for which a partner has to be in good standing, and which is not for resellers.
 */
export async function mayConvert(context: UseCase, partnerId: string): Promise<Outcome<undefined>> {
  if (context.scope.resellerMpnId !== null) return refuse('reseller-buys-nothing')
  const [own] = await listSaleParties(context.session, partnerId, [])
  const allowed = mayBuy(own!)
  return allowed.ok ? mayBuyWhileOwing(context, partnerId) : allowed
}

/**
 * Whether subscriptions may be changed like this. What makes them another offer, term or a paid one is buying anew. A
 * reseller does not add licenses either, now or for the renewal; whatever else it changes costs its provider nothing.
 */
export async function mayChange(
  context: UseCase,
  partnerId: string,
  families: readonly OpenFamily[],
): Promise<Outcome<undefined>> {
  const changes = changesOf(families)
  if (changes.some(isNew)) {
    const allowed = await mayConvert(context, partnerId)
    if (!allowed.ok) return allowed
  }
  if (context.scope.resellerMpnId !== null && changes.some((change) => addsLicenses(change) || buysAhead(change))) {
    return refuse('reseller-buys-nothing')
  }
  return hasCreditForChange(context, partnerId, families)
}

/** Whether the resellers the lines name can be on record; those of a partner that has none are faults of their lines. */
export async function mayBeOnRecord(
  context: Pick<UseCase, 'session'>,
  account: Account,
  lines: readonly CartLine[],
): Promise<Outcome<undefined>> {
  const mpnIds = resellersOf(lines)
  if (mpnIds.length === 0 || account.accountType !== 'indirect-provider') return accept(undefined)
  const parties = await listSaleParties(context.session, account.partnerId, mpnIds)
  const refusal = firstOf(mpnIds, (mpnId) => resellerReason(account, parties, mpnId))
  return refusal === undefined ? accept(undefined) : { ok: false, refusal }
}

/** Whether the customer has room for so many more subscriptions. */
export function hasRoomFor(owned: number, more: number): Outcome<undefined> {
  if (owned + more <= MOST_SUBSCRIPTIONS) return accept(undefined)
  return refuse('too-many-subscriptions', { owned, limit: MOST_SUBSCRIPTIONS })
}

/** Whether the partner has credit for what was planned; what waits for its activation counts as if it began today. */
export function hasCreditFor(
  context: Pick<UseCase, 'session' | 'now'>,
  partnerId: string,
  items: readonly PlannedItem[],
): Promise<Outcome<undefined>> {
  const incoming = items.flatMap(({ change }) => [...change.charges, ...change.overdue])
  return checkCredit(context, partnerId, sumOf(incoming), 'purchase')
}

/**
 * Whether the partner has credit for a change of subscriptions. Adding licenses and paying for a trial count as buying, and
 * so does another offer that costs more; everything else goes on whatever is owed. What is charged at a later settlement
 * counts as if it were charged now.
 */
export async function hasCreditForChange(
  context: Pick<UseCase, 'session' | 'now'>,
  partnerId: string,
  families: readonly OpenFamily[],
): Promise<Outcome<undefined>> {
  const changes = changesOf(families)
  const isMore = changes.some((change) => addsLicenses(change) || becomesPaid(change))
  if (!isMore && !changes.some(isNew)) return accept(undefined)
  const now = sumOf(changes.flatMap(({ charges, overdue }) => [...charges, ...overdue]))
  const incoming = now + (await unsettledChange(context, families, dayOfInstant(context.now)))
  return isMore || incoming > 0n ? checkCredit(context, partnerId, incoming, 'licenses') : accept(undefined)
}

function changesOf(families: readonly OpenFamily[]): MemberChange[] {
  return families.flatMap((open) => [...open.changes.values()])
}

// What fell due by itself (a trial that became paid, a renewal with more licenses) is no part of the change.

function addsLicenses({ before, after, events }: MemberChange): boolean {
  const isAsked = events.some(({ type }) => type === 'quantityChanged' || type === 'converted')
  return isAsked && before !== undefined && after.quantity > before.quantity
}

/** Whether there is something that was not there before: a subscription, or another offer or term of one. */
function isNew({ before, events }: MemberChange): boolean {
  return before === undefined || events.some(({ type }) => type === 'converted')
}

function becomesPaid(change: MemberChange): boolean {
  return isNew(change) && change.before?.trial === true && !change.after.trial
}

/** Whether the renewal will buy more, or something else. */
function buysAhead({ events, after }: MemberChange): boolean {
  return events.some(
    (event) =>
      (event.type === 'quantityScheduled' && event.quantity > after.quantity) ||
      (event.type === 'renewalScheduled' &&
        (event.availabilityId !== null || (event.quantity ?? after.quantity) > after.quantity)),
  )
}

function sumOf(charges: readonly { readonly amount: bigint }[]): bigint {
  return charges.reduce((sum, { amount }) => sum + amount, 0n)
}

function resellersOf(lines: readonly CartLine[]): string[] {
  return [...new Set(flatten(lines).flatMap((line) => resellerOf(line) ?? []))]
}

function resellerReason(account: Account, parties: readonly SaleParty[], mpnId: string): Refusal | undefined {
  if (account.accountType !== 'indirect-provider') return refuse('reseller-not-supported', { mpnId }).refusal
  const named = parties.filter((party) => party.mpnId === mpnId)
  if (named.length === 0) return refuse('network-id-unknown', { mpnId }).refusal
  if (named.some((party) => party.partnerId === account.partnerId)) return refuse('network-id-own', { mpnId }).refusal
  const resellers = named.filter((party) => party.accountType === 'indirect-reseller')
  if (resellers.length === 0) return refuse('network-id-no-reseller', { mpnId }).refusal
  return resellers.some((party) => party.linked) ? undefined : refuse('network-id-not-linked', { mpnId }).refusal
}

function standingReason(parties: readonly SaleParty[], mpnId: string): Refusal | undefined {
  const reseller = parties.find((party) => party.mpnId === mpnId && party.linked)
  if (reseller === undefined) return undefined
  if (reseller.programStatus !== 'active') {
    return refuse('reseller-restricted', { mpnId, status: reseller.programStatus }).refusal
  }
  return reseller.agreementSigned ? undefined : refuse('reseller-agreement-missing', { mpnId }).refusal
}

function firstOf<T>(things: readonly T[], reasonOf: (thing: T) => Refusal | undefined): Refusal | undefined {
  for (const thing of things) {
    const refusal = reasonOf(thing)
    if (refusal !== undefined) return refusal
  }
  return undefined
}
