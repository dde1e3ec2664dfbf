import { lockLicensePools } from '../store/license-assignments.js'
import { transferLicenses } from '../store/license-transfers.js'
import type { SkuKey } from '../store/skus.js'
import type { SkuForSale, StoredCatalog } from './current-catalog.js'
import { licensePools, overAssignedIn } from './license-pools.js'
import type { CustomerRef } from './load-customer.js'
import type { UseCase } from './use-case.js'

/**
 * After licenses have moved to another SKU: users whose license of the old one has gone with them get one of the new. As
 * many move as no longer have a seat, those who got theirs last first.
 */
export async function transferSurplus(
  context: UseCase,
  customer: CustomerRef,
  from: SkuForSale,
  to: SkuKey,
  catalog: StoredCatalog,
): Promise<void> {
  await lockLicensePools(context.session, customer)
  const pools = await licensePools(context, customer, catalog)
  const pool = pools.find(({ sku }) => sku.sku === from.sku)
  if (pool !== undefined) await transferLicenses(context.session, customer, from, to, overAssignedIn(pool))
}
