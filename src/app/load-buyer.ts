import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Buyer, OwnedSku, Seller } from '../core/ordering/eligibility.js'
import { isEnded, type Subscription } from '../core/subscription/subscription.js'
import { type Account, findAccount } from '../store/accounts.js'
import { listSubscriptions } from '../store/subscription-reading.js'
import { standingOn } from './change-family.js'
import type { StoredCatalog } from './current-catalog.js'
import type { CustomerRef } from './load-customer.js'
import type { Session, UseCase } from './use-case.js'

/** An account as far as its right to sell depends on it. */
export type SellingAccount = Pick<Account, 'partnerId' | 'country' | 'currency' | 'programStatus'>

/** Who buys: the customer with what it has today, and the partner it buys from. */
export async function loadBuyer(
  context: Pick<UseCase, 'session' | 'now'>,
  customer: CustomerRef,
  account: SellingAccount,
  catalog: StoredCatalog,
): Promise<Buyer> {
  const { session, now } = context
  const subscriptions = await listSubscriptions(session, customer, {}, catalog.availabilities)
  const today = dayOfInstant(now)
  return {
    ...sellerOf(await sellingAccount(session, customer, account)),
    country: customer.country,
    segments: customer.segments,
    owned: subscriptions.map((stored) => {
      const { subscriptionId, state } = stored
      const standing = standingOn(stored, today, catalog)
      return ownedSku(subscriptionId, standing.ok ? standing.value : state, catalog)
    }),
  }
}

/** The account a customer buys from: the one that acts, unless it is the reseller who looks. */
export async function sellingAccount(
  session: Session,
  customer: CustomerRef,
  account: SellingAccount,
): Promise<SellingAccount> {
  if (account.partnerId === customer.partnerId) return account
  return (await findAccount(session, customer.partnerId))!
}

/** A partner as far as its right to sell depends on it. */
export function sellerOf({ partnerId, country, programStatus }: SellingAccount): Seller {
  return { partnerId, partnerCountry: country, programStatus }
}

function ownedSku(subscriptionId: string, subscription: Subscription, catalog: StoredCatalog): OwnedSku {
  const { profile, productId, skuId } = catalog.availabilities.get(subscription.availabilityId)!
  const { status } = subscription
  const owned = { sku: `${productId}:${skuId}`, status, subscriptionId }
  if (!isEnded(status)) return owned
  // What has ended is deprovisioned as long after its end as a suspended one after its suspension.
  const endedOn = dayOfInstant(subscription.lastOccurrenceAt)
  return { ...owned, countsUntil: (endedOn + profile.suspension.reactivationDays) as Day }
}
