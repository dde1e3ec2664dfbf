import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Charge } from '../core/charging/charge.js'
import { step } from '../core/charging/charge-subscription.js'
import { explainCharge } from '../core/charging/explain.js'
import { accept, type Outcome } from '../core/refusal.js'
import type { SubscriptionEvent } from '../core/subscription/event.js'
import { dueOn, FOREVER } from '../core/subscription/subscription.js'
import { CHARGE_COLUMN_COUNT, readStoredCharge, type StoredCharge } from '../store/charges.js'
import { copyChargesOf } from '../store/ledger-reading.js'
import { RowQueue } from '../store/row-queue.js'
import { loadHistories, subscriptionKeyOf } from '../store/subscriptions.js'
import { type StoredSubscription, standingOn } from './change-family.js'
import { catalogFor, discountOn, type StoredCatalog } from './current-catalog.js'
import { type CustomerRef, type LoadedSubscription, loadSubscription } from './subscriptions.js'
import { explainUsageCharges } from './usage/explain-usage-charges.js'
import type { UseCase } from './use-case.js'

/** Something that happened to a subscription, or the day on which it fell due, with what that charged. */
export interface TimelineEntry {
  /** `null` for charges that came about by themselves: a new cycle, a renewal, a settlement. */
  readonly event: SubscriptionEvent | null
  readonly actor: string | null
  /** What the event bought or changed to. */
  readonly offer: string | null
  readonly day: Day
  readonly charges: readonly TimelineCharge[]
}

export interface TimelineCharge extends Omit<StoredCharge, 'invoiceDate'> {
  /** `null` for what has not been charged yet. */
  readonly invoiceDate: Day | null
  readonly explanation: string
}

export interface SubscriptionTimeline {
  readonly customer: CustomerRef
  readonly entries: readonly TimelineEntry[]
  /** What falls due next, as prices are now; `null` where nothing will. */
  readonly next: TimelineEntry | null
}

/** Everything that happened to a subscription and what each of it charged, as it stands in the ledger. */
export async function readTimeline(
  context: UseCase,
  customerId: string,
  subscriptionId: string,
): Promise<Outcome<SubscriptionTimeline>> {
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { customer, stored } = loaded.value
  if (stored === undefined) return accept({ customer, entries: [], next: null })
  const { session } = context
  const history = (await loadHistories(session, [stored])).get(subscriptionKeyOf(stored))!
  const queue = await RowQueue.open(copyChargesOf(session, stored), CHARGE_COLUMN_COUNT, (row) => readStoredCharge(row))
  const charges: StoredCharge[] = []
  for (let charge = queue.take(); charge !== undefined; charge = queue.take()) charges.push(charge)
  const counts = countsOf(loaded.value, history.events)
  if (!counts.ok) return counts
  const ofUsage = await explainUsageCharges(session, stored, charges, loaded.value.catalog)
  const entries = entriesOf(loaded.value, history.events, counts.value, charges, ofUsage)
  return accept({ customer, entries, next: nextOf(stored, loaded.value.catalog) })
}

/** How many charges there were before and after each event, from a replay of them. */
function countsOf(
  { catalog, customer: { partnerId } }: LoadedSubscription,
  events: readonly { readonly event: SubscriptionEvent }[],
): Outcome<readonly (readonly [number, number])[]> {
  const counts: [number, number][] = []
  let state: Parameters<typeof step>[0]
  for (const { event } of events) {
    if (state !== undefined) {
      const day = dayOfInstant(event.at)
      const advanced = standingOn({ state, partnerId }, day, catalog)
      if (!advanced.ok) return advanced
      state = advanced.value
    }
    const before = state?.chargeCount ?? 0
    const done = step(state, event, catalogFor(catalog, partnerId).availabilities)
    if (!done.ok) return done
    state = done.value.subscription
    counts.push([before, state.chargeCount])
  }
  return accept(counts)
}

function entriesOf(
  loaded: LoadedSubscription,
  events: readonly { readonly event: SubscriptionEvent; readonly actor: string }[],
  counts: readonly (readonly [number, number])[],
  charges: readonly StoredCharge[],
  ofUsage: ReadonlyMap<number, string>,
): TimelineEntry[] {
  const entries: TimelineEntry[] = []
  let place = 0
  const takeTo = (number: number): StoredCharge[] => {
    const from = place
    while (place < charges.length && charges[place]!.charge.number <= number) place += 1
    return charges.slice(from, place)
  }
  const fellDue = (taken: readonly StoredCharge[]): void => {
    for (const stored of taken) {
      const day = stored.charge.registeredOn
      const last = entries.at(-1)
      const line = lineOf(loaded, stored, ofUsage)
      if (last !== undefined && last.event === null && last.day === day) {
        entries[entries.length - 1] = { ...last, charges: [...last.charges, line] }
      } else entries.push({ event: null, actor: null, offer: null, day, charges: [line] })
    }
  }
  for (const [index, { event, actor }] of events.entries()) {
    const [before, after] = counts[index]!
    fellDue(takeTo(before))
    const day = dayOfInstant(event.at)
    const offer = offerOf(loaded, event)
    entries.push({ event, actor, offer, day, charges: takeTo(after).map((stored) => lineOf(loaded, stored, ofUsage)) })
  }
  fellDue(charges.slice(place))
  // Charges for usage have the highest numbers, whenever they came about.
  return ofUsage.size === 0 ? entries : entries.sort((left, right) => left.day - right.day)
}

function offerOf({ catalog }: LoadedSubscription, event: SubscriptionEvent): string | null {
  const id = 'availabilityId' in event ? event.availabilityId : null
  return id === null ? null : (catalog.availabilities.get(id)?.title ?? id)
}

function lineOf(
  { catalog }: LoadedSubscription,
  stored: StoredCharge,
  ofUsage: ReadonlyMap<number, string>,
): TimelineCharge {
  const { charge } = stored
  const availability = catalog.availabilities.get(charge.derivation.availabilityId)!
  const explanation = ofUsage.get(charge.number) ?? explainCharge(charge, availability, discountOn(charge, catalog))
  return { ...stored, explanation }
}

/** What falls due next and is not in the ledger yet: the next cycle, settlement or renewal. */
export function nextOf(
  stored: Pick<StoredSubscription, 'partnerId' | 'state' | 'chargedThrough'>,
  catalog: StoredCatalog,
): TimelineEntry | null {
  const { availabilities } = catalogFor(catalog, stored.partnerId)
  const standing = standingOn(stored, stored.chargedThrough, catalog)
  let state = standing.ok ? standing.value : stored.state
  // A day on which nothing is charged, such as a settlement that changes nothing, is not what is asked for.
  for (let due = dueOn(state); due !== null && due < FOREVER; due = dueOn(state)) {
    const done = step(state, { type: 'fellDue', day: due }, availabilities)
    if (!done.ok) return null
    state = done.value.subscription
    const { charges } = done.value
    if (charges.length > 0) {
      const lines = charges.map((charge: Charge): TimelineCharge => {
        const availability = catalog.availabilities.get(charge.derivation.availabilityId)!
        const { currency, profile } = availability
        const explanation = explainCharge(charge, availability, discountOn(charge, catalog))
        return { charge, currency, invoiceType: profile.invoiceType, invoiceDate: null, explanation }
      })
      return { event: null, actor: null, offer: null, day: due, charges: lines }
    }
  }
  return null
}
