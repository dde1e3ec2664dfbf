import type { Day, Instant } from '../../core/calendar/day.js'
import { MILLISECONDS_PER_HOUR } from '../../core/calendar/day.js'
import { startOfDay } from '../../core/calendar/instant.js'
import type { MeteredSubscription } from '../../store/metered-subscriptions.js'
import { type Chance, chanceOf } from './chance.js'
import { resourcesOf } from './generated-resources.js'
import { curveFor, isSpikeDay, USAGE_CURVES, type UsageCurve, type UsageCurveName, weightOf } from './usage-curves.js'
import type { AmendedUsage, ReportedUsage, UsageEventWish, UsageResource } from './usage-event.js'

/** How much usage, of whom and when. The same plan gives the same events. */
export interface UsagePlan {
  readonly subscriptions: readonly MeteredSubscription[]
  readonly from: Day
  /** The first day without usage. */
  readonly until: Day
  /** Events of all subscriptions together on an ordinary working day. */
  readonly eventsPerDay: number
  /** A whole number from 0 to 4,294,967,295. */
  readonly seed: number
  readonly disorder?: Partial<Disorder>
  /** How many days late a late event is reported at most; 10 unless said otherwise. */
  readonly latestDays?: number
}

/** How many of a thousand events are not as they should be. */
export interface Disorder {
  /** Reported days later: after events of later days; those that would be due after the plan's last day, at the very end. */
  readonly late: number
  /** Reported once more, under the same id. */
  readonly duplicate: number
  /** Followed by an event that takes some of it back. */
  readonly negative: number
  /** Followed by an event that changes its quantity. */
  readonly amended: number
  /** Followed by an event that says it never was. */
  readonly cancelled: number
}

/** One meter of one resource: what events are about. */
interface Stream {
  readonly subscriptionId: string
  readonly meterId: string
  readonly resource: UsageResource
}

const NO_DISORDER: Disorder = { late: 0, duplicate: 0, negative: 0, amended: 0, cancelled: 0 }

/**
 * Usage that looks like usage: machines run in office hours, storage grows, batches run at night, weekends are quiet, and
 * once a month there is a spike. In order of time, but for what the plan wants late. Made one by one, so that millions
 * need no memory; an id occurs twice only where a duplicate is wanted.
 */
export function* generateUsage(plan: UsagePlan): Generator<UsageEventWish, void, undefined> {
  const disorder = { ...NO_DISORDER, ...plan.disorder }
  const events = eventsInOrder(plan)
  const isOrderly = Object.values(disorder).every((share) => share === 0)
  yield* isOrderly ? events : disordered(events, disorder, plan)
}

function* eventsInOrder(plan: UsagePlan): Generator<ReportedUsage, void, undefined> {
  const chance = chanceOf(plan.seed)
  const streams = streamsByCurve(plan)
  const factor = plan.eventsPerDay / eventsOfWorkingDay(streams)
  const nextId = idsOf(plan.seed)
  // What is less than an event in one hour is made up for in the next.
  let owed = 0
  for (let day = plan.from; day < plan.until; day = (day + 1) as Day) {
    const spikes = isSpikeDay(day, plan.seed)
    for (let hour = 0; hour < 24; hour += 1) {
      const weights = streams.map(({ curve, streams: own }) => own.length * weightOf(curve, day, hour, spikes))
      const weight = weights.reduce((sum, one) => sum + one, 0)
      owed += weight * factor
      const count = Math.floor(owed)
      owed -= count
      const start = startOfDay(day) + hour * MILLISECONDS_PER_HOUR
      const step = MILLISECONDS_PER_HOUR / count
      for (let number = 0; number < count; number += 1) {
        const { curve, streams: own } = streams[chosen(weights, chance.part() * weight)]!
        const occurredAt = Math.floor(start + step * (number + chance.part())) as Instant
        const quantity = quantityText(quantityOf(curve, day - plan.from, chance))
        yield { id: nextId(occurredAt), ...own[chance.below(own.length)]!, quantity, occurredAt }
      }
    }
  }
}

interface CurveStreams {
  readonly curve: UsageCurve
  readonly streams: readonly Stream[]
}

function streamsByCurve({ subscriptions, seed }: UsagePlan): readonly CurveStreams[] {
  const found = new Map<UsageCurveName, Stream[]>()
  for (const { subscriptionId, meters } of subscriptions) {
    const resources = resourcesOf(subscriptionId, seed)
    for (const meter of meters) {
      const name = curveFor(meter)
      const own = found.get(name) ?? []
      found.set(name, own)
      for (const resource of resources) own.push({ subscriptionId, meterId: meter.meterId, resource })
    }
  }
  return [...found].map(([name, streams]) => ({ curve: USAGE_CURVES[name], streams }))
}

/** The weights of all hours of an ordinary working day together. */
function eventsOfWorkingDay(streams: readonly CurveStreams[]): number {
  let sum = 0
  for (const { curve, streams: own } of streams) sum += own.length * curve.hours.reduce((all, one) => all + one, 0)
  return sum
}

/** Where a number from 0 to the sum of the weights falls. */
function chosen(weights: readonly number[], at: number): number {
  let rest = at
  for (const [index, weight] of weights.entries()) {
    if (rest < weight) return index
    rest -= weight
  }
  return weights.findLastIndex((weight) => weight > 0)
}

/** In thousandths. */
function quantityOf({ least, span, growth, step }: UsageCurve, days: number, chance: Chance): number {
  return Math.floor(((least + chance.below(span)) * (1 + growth * days)) / step) * step
}

function quantityText(thousandths: number): string {
  const whole = Math.trunc(Math.abs(thousandths) / 1_000)
  const part = Math.abs(thousandths) % 1_000
  const sign = thousandths < 0 ? '-' : ''
  return part === 0 ? `${sign}${whole}` : `${sign}${whole}.${String(part).padStart(3, '0').replace(/0+$/, '')}`
}

function thousandthsOf(quantity: string): number {
  return Math.round(Number(quantity) * 1_000)
}

/** UUIDs in order of time (version 7): a moment, the seed and a counter, so that no two of a plan are the same. */
function idsOf(seed: number): (at: Instant) => string {
  const seeded = seed.toString(16).padStart(8, '0')
  let count = 0
  return (at) => {
    count += 1
    const time = at.toString(16).padStart(12, '0')
    const counter = count.toString(16).padStart(10, '0')
    const [high, low] = [seeded.slice(0, 3), seeded.slice(3, 6)]
    return `${time.slice(0, 8)}-${time.slice(8)}-7${high}-8${low}-${seeded.slice(6)}${counter}`
  }
}

/** Events of so many of the last ones are corrected. */
const REMEMBERED = 500
const LATEST_DAYS = 10

/** The same events, with what goes wrong in life. */
function* disordered(
  events: Iterable<ReportedUsage>,
  disorder: Disorder,
  { until, seed, latestDays = LATEST_DAYS }: UsagePlan,
): Generator<UsageEventWish, void, undefined> {
  // Chances of its own: the events themselves are those of the same plan without disorder.
  const ownSeed = (seed ^ DISORDER_SEED) >>> 0
  const chance = chanceOf(ownSeed)
  const wants = (share: number) => chance.below(1_000) < share
  const nextId = idsOf(ownSeed)
  /** What was reported and may still be corrected; each at most once. */
  const recent: ReportedUsage[] = []
  /** What is reported later, by day. */
  const held = new Map<Day, ReportedUsage[]>()
  let today: Day | undefined
  for (const event of events) {
    const day = dayOfEvent(event)
    if (day !== today) {
      today = day
      for (const [due, late] of held) {
        if (due > day) continue
        yield* late
        held.delete(due)
      }
    }
    if (wants(disorder.late)) {
      const due = Math.min(day + 1 + chance.below(latestDays), until) as Day
      const late = held.get(due) ?? []
      held.set(due, late)
      late.push(event)
      continue
    }
    yield event
    if (wants(disorder.duplicate)) yield event
    if (recent.length < REMEMBERED) recent.push(event)
    else recent[chance.below(REMEMBERED)] = event
    for (const [share, correct] of CORRECTIONS) {
      if (recent.length === 0 || !wants(disorder[share])) continue
      const [corrected] = recent.splice(chance.below(recent.length), 1)
      yield correct(corrected!, nextId(event.occurredAt), event.occurredAt)
    }
  }
  for (const due of [...held.keys()].sort((left, right) => left - right)) yield* held.get(due)!
}

/** Keeps the ids and chances of disorder apart from those of the events. */
const DISORDER_SEED = 0x5a5a5a5a

type Correction = (event: ReportedUsage, id: string, now: Instant) => UsageEventWish

const CORRECTIONS: readonly (readonly [keyof Disorder, Correction])[] = [
  ['negative', (event, id, now) => ({ ...event, id, quantity: part(event, -250), occurredAt: now })],
  ['amended', (event, id): AmendedUsage => ({ id, amends: event.id, quantity: part(event, 500) })],
  ['cancelled', (event, id): AmendedUsage => ({ id, amends: event.id, quantity: '0' })],
]

/** So many thousandths of the quantity of an event. */
function part({ quantity }: ReportedUsage, thousandths: number): string {
  return quantityText(Math.trunc((thousandthsOf(quantity) * thousandths) / 1_000))
}

function dayOfEvent({ occurredAt }: ReportedUsage): Day {
  return Math.floor(occurredAt / (24 * MILLISECONDS_PER_HOUR)) as Day
}
