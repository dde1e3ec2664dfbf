import { mayBuy } from '../core/access/program-status.js'
import { type CartLine, flatten, resellerOf } from '../core/ordering/cart.js'
import { accept, type Outcome, type Refusal, refuse } from '../core/refusal.js'
import { listSaleParties, type SaleParty } from '../store/sale-parties.js'
import type { Account } from './accounts.js'
import type { OpenFamily } from './change-family.js'
import { checkCredit } from './credit-limit.js'
import { hasConfirmedAgreement } from './customer-agreements.js'
import { mayBuyWhileOwing } from './dunning.js'
import type { CustomerRef } from './load-customer.js'
import type { PlannedItem } from './plan-purchase.js'
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
  context: Pick<UseCase, 'session'>,
  partnerId: string,
  items: readonly PlannedItem[],
): Promise<Outcome<undefined>> {
  const incoming = items.flatMap(({ change }) => [...change.charges, ...change.overdue])
  return checkCredit(context, partnerId, sumOf(incoming), 'purchase')
}

/**
 * Whether the partner has credit for a change of subscriptions. Adding licenses and paying for a trial count as buying;
 * everything else goes on whatever is owed.
 */
export async function hasCreditForChange(
  context: Pick<UseCase, 'session'>,
  partnerId: string,
  families: readonly OpenFamily[],
): Promise<Outcome<undefined>> {
  const changes = families.flatMap((open) => [...open.changes.values()])
  const isMore = changes.some(
    ({ before, after }) => before !== undefined && (after.quantity > before.quantity || (before.trial && !after.trial)),
  )
  if (!isMore) return accept(undefined)
  const incoming = changes.flatMap(({ charges, overdue }) => [...charges, ...overdue])
  return checkCredit(context, partnerId, sumOf(incoming), 'licenses')
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
