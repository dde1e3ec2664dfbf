import { atListPrice } from '../core/charging/list-price.js'
import { BinaryRowReader } from '../store/binary-copy.js'
import { CHARGE_COLUMN_COUNT, readCharge } from '../store/charges.js'
import type { InvoiceKey } from '../store/invoices.js'
import { copyDiscountedCharges } from '../store/recon-lines.js'
import type { StoredCatalog } from './current-catalog.js'
import type { Session } from './use-case.js'

/** What was taken off list prices in the charges of an invoice, in minor units; it is kept nowhere. */
export async function discountsOn(session: Session, invoice: InvoiceKey, catalog: StoredCatalog): Promise<bigint> {
  if (catalog.discounts.size === 0) return 0n
  let sum = 0n
  const reader = new BinaryRowReader(CHARGE_COLUMN_COUNT, (row) => {
    const charge = readCharge(row)
    const availability = catalog.availabilities.get(charge.derivation.availabilityId)!
    sum += atListPrice(charge, availability).amount - charge.amount
  })
  for await (const bytes of copyDiscountedCharges(session, invoice)) reader.push(bytes)
  reader.finish()
  return sum
}
