import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { listMeteredSubscriptions } from '../../store/metered-subscriptions.js'
import type { Session } from '../use-case.js'
import type { UsagePlan } from './generate-usage.js'

/** Most subscriptions that usage is generated for at once. */
const MOST_SUBSCRIPTIONS = 100_000

/** For whom usage is wanted: certain subscriptions of a partner, or all of its metered ones. */
export interface UsageWish extends Omit<UsagePlan, 'subscriptions'> {
  readonly partnerId: string
  /** All where there are none. */
  readonly subscriptionIds: readonly string[]
}

/** Finds the meters of the subscriptions. Refused where one of them is not the partner's or has none. */
export async function planUsage(session: Session, wish: UsageWish): Promise<Outcome<UsagePlan>> {
  const { partnerId, subscriptionIds, ...plan } = wish
  const wanted = subscriptionIds.length === 0 ? null : subscriptionIds
  const subscriptions = await listMeteredSubscriptions(session, partnerId, wanted, MOST_SUBSCRIPTIONS)
  const missing = subscriptionIds.find((id) => !subscriptions.some(({ subscriptionId }) => subscriptionId === id))
  if (missing !== undefined) return refuse('nothing-metered', { what: `subscription ${missing}` })
  if (subscriptions.length === 0) return refuse('nothing-metered', { what: `partner ${partnerId}` })
  return accept({ ...plan, subscriptions })
}
