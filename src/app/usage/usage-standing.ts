import { type Instant, MILLISECONDS_PER_DAY } from '../../core/calendar/day.js'
import { formatInstant } from '../../core/calendar/instant.js'
import { type Refusal, refuse } from '../../core/refusal.js'
import type { Session } from '../../store/database.js'
import { loadMeters } from '../../store/meters.js'
import { loadUsedSubscriptions } from '../../store/usage-events.js'
import { currentCatalog } from '../current-catalog.js'
import { isAmendment, type ReportedUsage, type UsageEventWish } from './usage-event.js'
import { bytesOfUuid } from './usage-keys.js'

/** How old usage may be that is reported or amended. */
const OLDEST_DAYS = 400
/** How far the clock of a reporter may be ahead. */
const AHEAD_MILLISECONDS = 300_000

/** What the ledger knows of what events are about. */
export interface UsageStanding {
  readonly subscriptions: ReadonlyMap<string, StandingSubscription>
  readonly meters: ReadonlyMap<string, StandingMeter>
  readonly now: Instant
}

interface StandingSubscription {
  readonly bytes: Uint8Array
  /** `product:sku` */
  readonly sku: string
  readonly metered: boolean
  readonly purchasedAt: Instant
  readonly endsAt: Instant | null
}

interface StandingMeter {
  readonly bytes: Uint8Array
  readonly sku: string
}

/** Asks the database once for every subscription and meter of these events. */
export async function usageStanding(
  session: Session,
  partnerId: string,
  events: readonly UsageEventWish[],
  now: Instant,
): Promise<UsageStanding> {
  const subscriptionIds = new Set<string>()
  const meterIds = new Set<string>()
  for (const event of events) {
    if (isAmendment(event)) continue
    subscriptionIds.add(event.subscriptionId)
    meterIds.add(event.meterId)
  }
  const { availabilities } = await currentCatalog(session)
  const used = await loadUsedSubscriptions(session, partnerId, [...subscriptionIds])
  const subscriptions = new Map<string, StandingSubscription>()
  for (const { subscriptionId, availabilityId, purchasedAt, endsAt } of used) {
    const availability = availabilities.get(availabilityId)
    if (availability === undefined) throw new Error(`the catalogue lacks the availability ${availabilityId}`)
    const { productId, skuId, profile } = availability
    subscriptions.set(subscriptionId, {
      bytes: bytesOfUuid(subscriptionId),
      sku: `${productId}:${skuId}`,
      metered: profile.usage !== null,
      ...{ purchasedAt, endsAt },
    })
  }
  const meters = new Map<string, StandingMeter>()
  for (const [meterId, { productId, skuId }] of await loadMeters(session, [...meterIds])) {
    meters.set(meterId, { bytes: bytesOfUuid(meterId), sku: `${productId}:${skuId}` })
  }
  return { subscriptions, meters, now }
}

/** Why usage cannot be reported; `undefined` where it can. */
export function refusalOfUsage(report: ReportedUsage, standing: UsageStanding): Refusal | undefined {
  const { subscriptionId, meterId, occurredAt } = report
  const subscription = standing.subscriptions.get(subscriptionId)
  if (subscription === undefined) {
    return refuse('usage-subscription-unknown', { subscription: subscriptionId }).refusal
  }
  if (!subscription.metered) return refuse('usage-subscription-not-metered', { subscription: subscriptionId }).refusal
  const meter = standing.meters.get(meterId)
  if (meter === undefined) return refuse('usage-meter-unknown', { meter: meterId }).refusal
  if (meter.sku !== subscription.sku) {
    const data = { meter: meterId, sku: meter.sku, subscription: subscriptionId, subscribed: subscription.sku }
    return refuse('usage-meter-of-other-sku', data).refusal
  }
  const age = refusalOfAge(occurredAt, standing.now)
  if (age !== undefined) return age
  const { purchasedAt, endsAt } = subscription
  if (occurredAt >= purchasedAt && (endsAt === null || occurredAt < endsAt)) return undefined
  const time = { subscription: subscriptionId, time: formatInstant(occurredAt) }
  return occurredAt < purchasedAt
    ? refuse('usage-before-purchase', { ...time, purchasedAt: formatInstant(purchasedAt) }).refusal
    : refuse('usage-after-end', { ...time, endedAt: formatInstant(endsAt!) }).refusal
}

/** Why usage at this time is refused, whatever it is. */
export function refusalOfAge(occurredAt: Instant, now: Instant): Refusal | undefined {
  if (occurredAt > now + AHEAD_MILLISECONDS) {
    return refuse('usage-in-future', { time: formatInstant(occurredAt), now: formatInstant(now) }).refusal
  }
  if (occurredAt < now - OLDEST_DAYS * MILLISECONDS_PER_DAY) {
    return refuse('usage-too-old', { time: formatInstant(occurredAt), days: OLDEST_DAYS }).refusal
  }
  return undefined
}
