import type { Charge } from '../core/charging/charge.js'
import { explainCharge } from '../core/charging/explain.js'
import { loadCatalog } from '../store/catalog.js'
import { CHARGE_COLUMN_COUNT, readStoredCharge, type StoredCharge } from '../store/charges.js'
import type { Database } from '../store/database.js'
import { copyChargesOf, findSubscription } from '../store/ledger-reading.js'
import { RowQueue } from '../store/row-queue.js'
import { discountOn } from './current-catalog.js'
import { explainUsageCharges } from './usage/explain-usage-charges.js'

/** A stored charge in sentences. */
export interface ExplainedCharge extends StoredCharge {
  readonly offer: string
  readonly explanation: string
}

/**
 * The charges of a subscription, each with its calculation as a person would write it.
 * @returns `undefined` where there is no such subscription
 */
export async function explainCharges(
  database: Database,
  subscriptionId: string,
  only?: (charge: Charge) => boolean,
): Promise<ExplainedCharge[] | undefined> {
  const key = await findSubscription(database, subscriptionId)
  if (key === undefined) return undefined
  const catalog = await loadCatalog(database)
  const charges = await RowQueue.open(copyChargesOf(database, key), CHARGE_COLUMN_COUNT, (row) => readStoredCharge(row))
  const wanted: StoredCharge[] = []
  for (let stored = charges.take(); stored !== undefined; stored = charges.take()) {
    if (only === undefined || only(stored.charge)) wanted.push(stored)
  }
  const ofUsage = await explainUsageCharges(database, key, wanted, catalog)
  return wanted.map((stored) => {
    const { charge } = stored
    const availability = catalog.availabilities.get(charge.derivation.availabilityId)!
    const explanation = ofUsage.get(charge.number) ?? explainCharge(charge, availability, discountOn(charge, catalog))
    return { ...stored, offer: availability.title, explanation }
  })
}
