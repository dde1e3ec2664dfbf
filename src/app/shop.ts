import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Buyer } from '../core/ordering/eligibility.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Account } from './accounts.js'
import { type OpenFamily, openFamily, type PartnerBilling } from './change-family.js'
import { currentCatalog, type StoredCatalog } from './current-catalog.js'
import { loadBuyer } from './load-buyer.js'
import type { CustomerRef } from './load-customer.js'
import type { UseCase } from './use-case.js'

/** Everything that decides what a customer can buy at this moment, loaded once. */
export interface Shop {
  readonly account: Account
  readonly customer: CustomerRef
  readonly partner: PartnerBilling
  readonly catalog: StoredCatalog
  readonly buyer: Buyer
  readonly day: Day
  /** Families of the subscriptions that add-ons are for, by the id asked for. */
  readonly families: ReadonlyMap<string, Outcome<OpenFamily>>
}

/**
 * Opens the shop for a customer.
 * @param partner whom it buys from: with the ledger locked where something is to be sold, as read for a look
 * @param bases ids of existing subscriptions that add-ons are for
 */
export async function openShop(
  context: UseCase,
  account: Account,
  customer: CustomerRef,
  partner: PartnerBilling,
  bases: readonly string[],
): Promise<Shop> {
  const { session } = context
  const catalog = await currentCatalog(session)
  const buyer = await loadBuyer(context, customer, account, catalog)
  const families = new Map<string, Outcome<OpenFamily>>()
  for (const base of new Set(bases)) {
    families.set(base, await openBase(context, customer, partner, base, catalog))
  }
  return { account, customer, partner, catalog, buyer, day: dayOfInstant(context.now), families }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function openBase(
  { session }: UseCase,
  { customerId }: CustomerRef,
  partner: PartnerBilling,
  subscriptionId: string,
  catalog: StoredCatalog,
): Promise<Outcome<OpenFamily>> {
  const unknown = refuse('subscription-not-found', { subscription: subscriptionId })
  if (!UUID.test(subscriptionId)) return unknown
  const open = await openFamily(session, partner, subscriptionId, catalog)
  if (!open.ok) return open
  return open.value.stored.get(subscriptionId)?.customerId === customerId ? accept(open.value) : unknown
}
