import { type Day, type Instant, MILLISECONDS_PER_DAY, MILLISECONDS_PER_HOUR } from '../../core/calendar/day.js'
import { dayOfInstant, startOfDay } from '../../core/calendar/instant.js'
import type { Meter } from '../../core/rating/meter.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { loadMeters } from '../../store/meters.js'
import {
  type DailyPosition,
  type HourlyPosition,
  isWaiting,
  listDailyUsage,
  listHourlyUsage,
  type UsedResource,
} from '../../store/usage-utilization.js'
import { loadSubscription } from '../subscriptions.js'
import type { UseCase } from '../use-case.js'

export type { DailyPosition, HourlyPosition, UsedResource }

/** What was used of a meter in an hour or on a day. */
export interface Utilization {
  readonly start: Instant
  readonly end: Instant
  readonly meter: Meter
  /** Exact text. */
  readonly quantity: string
  /** `null` where resources are not told apart. */
  readonly resource: UsedResource | null
  /** Where the list goes on after it. */
  readonly position: DailyPosition | HourlyPosition
}

export interface UtilizationWish {
  readonly granularity: 'daily' | 'hourly'
  /** Cut to the beginning of their day or hour, in UTC. */
  readonly start: Instant
  readonly end: Instant
  readonly byResource: boolean
  readonly limit: number
}

/** Longest ranges, in days. */
const LONGEST = { daily: 366, hourly: 31 } as const
const UNITS = { daily: MILLISECONDS_PER_DAY, hourly: MILLISECONDS_PER_HOUR } as const

/**
 * What a subscription used, without prices: every page after a position, in the order of the list.
 * @returns `'waiting'` where events of these days have come in and are not added up by day yet
 */
export async function listUtilization(
  context: UseCase,
  key: { readonly customerId: string; readonly subscriptionId: string },
  wish: UtilizationWish,
  after: DailyPosition | HourlyPosition | undefined,
): Promise<Outcome<readonly Utilization[] | 'waiting'>> {
  const loaded = await loadSubscription(context, key.customerId, key.subscriptionId)
  if (!loaded.ok) return loaded
  const { session, now } = context
  const range = rangeOf(wish, now)
  if (!range.ok) return range
  const { partnerId } = loaded.value.customer
  const { byResource, limit, granularity } = wish
  const of = { partnerId, subscriptionId: key.subscriptionId, byResource, limit }
  if (granularity === 'hourly') {
    const found = await listHourlyUsage(session, of, range.value, after as HourlyPosition | undefined)
    const metered = await withMeters(context, found)
    return accept(
      metered.map(({ hour: start, meter, quantity, resource, meterId, resourceId }) => {
        const end = (start + MILLISECONDS_PER_HOUR) as Instant
        return { start, end, meter, quantity, resource, position: { hour: start, meterId, resourceId } }
      }),
    )
  }
  if (await isWaiting(session, partnerId, range.value)) return accept('waiting')
  const days = { start: dayOfInstant(range.value.start), end: dayOfInstant(range.value.end) }
  const found = await listDailyUsage(session, of, days, after as DailyPosition | undefined)
  const metered = await withMeters(context, found)
  return accept(
    metered.map(({ invoiceDate, usageDate, meter, quantity, resource, meterId, resourceId }) => {
      const [start, end] = [startOfDay(usageDate), startOfDay((usageDate + 1) as Day)]
      return { start, end, meter, quantity, resource, position: { invoiceDate, meterId, usageDate, resourceId } }
    }),
  )
}

/** Whole days or hours in UTC: what a range begins and ends in is left out at its end, so ranges that touch share none. */
function rangeOf(
  { granularity, start, end }: UtilizationWish,
  now: Instant,
): Outcome<{ readonly start: Instant; readonly end: Instant }> {
  const unit = UNITS[granularity]
  const cut = (instant: Instant) => (Math.floor(instant / unit) * unit) as Instant
  const range = { start: cut(start), end: cut(end) }
  const word = granularity === 'daily' ? 'day' : 'hour'
  if (range.end <= range.start) {
    return refuse('usage-range-bad', { problem: `end_time must be at least a whole ${word} (UTC) after start_time` })
  }
  if (range.end - range.start > LONGEST[granularity] * MILLISECONDS_PER_DAY) {
    return refuse('usage-range-bad', { problem: `a ${granularity} range has at most ${LONGEST[granularity]} days` })
  }
  if (range.start > now) return refuse('usage-range-bad', { problem: 'start_time is still to come' })
  return accept(range)
}

async function withMeters<T extends { readonly meterId: string }>(
  { session }: Pick<UseCase, 'session'>,
  used: readonly T[],
): Promise<(T & { readonly meter: Meter })[]> {
  const meters = await loadMeters(session, [...new Set(used.map(({ meterId }) => meterId))])
  return used.map((one) => ({ ...one, meter: meters.get(one.meterId)! }))
}
