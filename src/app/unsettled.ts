import type { Day } from '../core/calendar/day.js'
import { amountToSettle } from '../core/charging/settle.js'
import type { Subscription } from '../core/subscription/subscription.js'
import { listSettling } from '../store/subscription-reading.js'
import { type OpenFamily, standingOn } from './change-family.js'
import { catalogFor, currentCatalog, type StoredCatalog } from './current-catalog.js'
import type { UseCase } from './use-case.js'

type Reader = Pick<UseCase, 'session'>

/**
 * What the quantity changes of a partner that are charged only at their settlement will add to its charges of a currency,
 * in minor units, before tax.
 */
export async function sumUnsettled({ session }: Reader, partnerId: string, currency: string): Promise<bigint> {
  const catalog = async () => catalogFor(await currentCatalog(session), partnerId).availabilities
  const settling = await listSettling(session, partnerId, catalog)
  if (settling.length === 0) return 0n
  const known = await currentCatalog(session)
  let sum = 0n
  for (const stored of settling) {
    const { availabilities } = catalogFor(known, partnerId)
    if (availabilities.get(stored.state.availabilityId)?.currency !== currency) continue
    // A stored state is a snapshot: what has been settled since is among the charges.
    const standing = standingOn(stored, stored.chargedThrough, known)
    sum += unsettled(standing.ok ? standing.value : stored.state, partnerId, known)
  }
  return sum
}

/** What a change of subscriptions adds to what waits for a settlement, in minor units; below zero for fewer licenses. */
export async function unsettledChange(
  { session }: Reader,
  families: readonly OpenFamily[],
  today: Day,
): Promise<bigint> {
  const changes = families.flatMap(({ partner: { partnerId }, changes: own }) =>
    [...own.values()].map(({ before, after }) => ({ partnerId, before, after })),
  )
  if (changes.every(({ before, after }) => (before?.settleOn ?? after.settleOn) === null)) return 0n
  const catalog = await currentCatalog(session)
  return changes.reduce((sum, { partnerId, before, after }) => {
    // What falls due today is charged, changed or not: it waits no longer, and is no part of the change.
    const waited = before !== undefined && (before.settleOn ?? today) > today ? before : undefined
    return (
      sum + unsettled(after, partnerId, catalog) - (waited === undefined ? 0n : unsettled(waited, partnerId, catalog))
    )
  }, 0n)
}

function unsettled(state: Subscription, partnerId: string, catalog: StoredCatalog): bigint {
  const availability = catalogFor(catalog, partnerId).availabilities.get(state.availabilityId)
  return availability === undefined ? 0n : amountToSettle(state, availability)
}
