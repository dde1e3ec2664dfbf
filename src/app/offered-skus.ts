import { dayOfInstant } from '../core/calendar/instant.js'
import { isOfferedTo } from '../core/ordering/eligibility.js'
import { findAccount } from '../store/accounts.js'
import type { StoredCatalog } from './current-catalog.js'
import { sellerOf } from './load-buyer.js'
import type { CustomerRef } from './load-customer.js'
import type { UseCase } from './use-case.js'

/** Those of some SKUs that may be sold to a customer today, whatever it has bought already. */
export async function offeredSkus(
  { session, now }: Pick<UseCase, 'session' | 'now'>,
  customer: CustomerRef,
  skus: readonly string[],
  catalog: StoredCatalog,
): Promise<ReadonlySet<string>> {
  if (skus.length === 0) return new Set()
  const account = (await findAccount(session, customer.partnerId))!
  const { country, segments } = customer
  const buyer = { ...sellerOf(account), country, segments }
  const day = dayOfInstant(now)
  return new Set(
    skus.filter((sku) => {
      const rules = catalog.skus.get(sku)
      return rules !== undefined && isOfferedTo(rules, buyer, day)
    }),
  )
}
