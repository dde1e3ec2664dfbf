import { countPendingActivations } from '../store/pending-activations.js'
import { changeFamily, newFamily, readLedger } from './change-family.js'
import { currentCatalog } from './current-catalog.js'
import type { UseCase } from './use-case.js'

/**
 * What a partner has bought in a currency that waits for its activation, in minor units, before tax: each at what would be
 * charged first if it began today, on its own. What cannot begin today is not counted.
 */
export async function sumAwaitingActivation(
  { session, now }: Pick<UseCase, 'session' | 'now'>,
  partnerId: string,
  currency: string,
): Promise<bigint> {
  const waiting = await countPendingActivations(session, partnerId)
  if (waiting.length === 0) return 0n
  const partner = await readLedger(session, partnerId)
  const catalog = await currentCatalog(session)
  let sum = 0n
  for (const { availabilityId, quantity, count } of waiting) {
    if (catalog.availabilities.get(availabilityId)?.currency !== currency) continue
    const command = { type: 'purchase', availabilityId, quantity } as const
    const founded = changeFamily(newFamily(partner), { key: 'awaited', command }, now, catalog)
    if (!founded.ok) continue
    for (const { charges, overdue } of founded.value.changes.values()) {
      for (const { amount } of [...charges, ...overdue]) sum += amount * BigInt(count)
    }
  }
  return sum
}
