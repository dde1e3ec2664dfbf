import type { Currency } from '../../core/money/currency.js'
import { explainUsage } from '../../core/rating/explain-usage.js'
import type { StoredCatalog } from '../../store/catalog.js'
import { LAST_PLAIN_NUMBER, type StoredCharge } from '../../store/charges.js'
import { loadMeters } from '../../store/meters.js'
import { listClosedLines } from '../../store/usage-checks.js'
import type { Session } from '../use-case.js'
import { profileOfMeter } from './roll-up-usage.js'

/** How the charges for usage of a subscription were calculated, by number; nothing is read where it has none. */
export async function explainUsageCharges(
  session: Session,
  { partnerId, subscriptionId }: { readonly partnerId: string; readonly subscriptionId: string },
  charges: readonly StoredCharge[],
  catalog: StoredCatalog,
): Promise<ReadonlyMap<number, string>> {
  if (!charges.some(({ charge }) => charge.number > LAST_PLAIN_NUMBER)) return new Map()
  const lines = await listClosedLines(session, partnerId, [subscriptionId])
  const meters = await loadMeters(session, [...new Set(lines.map(({ meterId }) => meterId))])
  return new Map(
    lines.map(({ chargeNumber, meterId, billingCurrency, line }) => {
      const meter = meters.get(meterId)!
      const { rating } = profileOfMeter(meter, catalog).usage!
      const words = { unit: meter.unit, rating, billingCurrency: billingCurrency as Currency }
      return [chargeNumber, `${meter.name}: ${explainUsage(line, words)}`]
    }),
  )
}
