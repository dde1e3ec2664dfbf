import type { Day, Instant } from '../../src/core/calendar/day.js'
import { dayOfInstant } from '../../src/core/calendar/instant.js'
import type { Catalog } from '../../src/core/catalog/availability.js'
import type { CommerceProfile } from '../../src/core/catalog/commerce-profile.js'
import type { Charge } from '../../src/core/charging/charge.js'
import {
  advanceFamily,
  type Family,
  type FamilyCommand,
  type FamilyStep,
  performInFamily,
} from '../../src/core/charging/family.js'
import type { Refusal } from '../../src/core/refusal.js'
import type { Command } from '../../src/core/subscription/command.js'
import type { SubscriptionEvent } from '../../src/core/subscription/event.js'
import type { Subscription } from '../../src/core/subscription/subscription.js'

/** What somebody tries to do, some time after the try before. Numbers pick among what there is at that moment. */
export interface Attempt {
  /** Milliseconds since the attempt before. */
  readonly after: number
  readonly member: number
  readonly offer: number
  readonly quantity: number
  readonly flag: boolean
  readonly action:
    | 'changeQuantity'
    | 'changeQuantityAtRenewal'
    | 'suspend'
    | 'reactivate'
    | 'cancel'
    | 'cancelAtRenewal'
    | 'convert'
    | 'moveLicenses'
    | 'changeBillingCycle'
    | 'setAutoRenew'
    | 'scheduleRenewal'
    | 'purchaseAddOn'
}

/** A family's life: a catalogue, a purchase, attempts, and some time afterwards. */
export interface History {
  readonly profile: CommerceProfile
  readonly catalog: Catalog
  readonly purchasedAt: Instant
  readonly offer: number
  readonly quantity: number
  readonly attempts: readonly Attempt[]
  readonly daysAfterwards: number
}

/** What became of one member. */
export interface MemberLife {
  readonly events: readonly SubscriptionEvent[]
  readonly charges: readonly Charge[]
  readonly subscription: Subscription
}

export interface Life {
  readonly members: ReadonlyMap<string, MemberLife>
  readonly refusals: readonly Refusal[]
  /** Attempts that were refused, by their place in the history. */
  readonly refused: ReadonlySet<number>
  readonly until: Day
}

/** One step of one member, for laws that look at every moment. */
export interface Moment {
  readonly key: string
  readonly day: Day
  readonly before: Subscription | undefined
  readonly after: Subscription
  readonly events: readonly SubscriptionEvent[]
  readonly charges: readonly Charge[]
}

export interface PlayOptions {
  /** Days on which a billing run takes place before anything else; none where left out. */
  readonly runsOn?: (day: Day) => boolean
  /** What happens to a state between two steps, such as being written and read again. */
  readonly between?: (subscription: Subscription) => Subscription
  readonly watch?: (moment: Moment) => void
  /** Called at the end of each day on which `runsOn` holds. */
  readonly endOfDay?: (day: Day, family: Family) => void
  readonly skip?: (attempt: number) => boolean
}

/** Plays a history through the code that bills for real. */
export function play(history: History, options: PlayOptions = {}): Life {
  const { catalog } = history
  const members = new Map<string, { events: SubscriptionEvent[]; charges: Charge[] }>()
  const refusals: Refusal[] = []
  const refused = new Set<number>()
  let family: Family = new Map()

  const take = (step: FamilyStep, day: Day) => {
    const before = family
    for (const { key, events, charges } of step.changes) {
      const member = members.get(key) ?? { events: [], charges: [] }
      members.set(key, member)
      member.events.push(...events)
      member.charges.push(...charges)
    }
    for (const [key, { subscription }] of step.family) {
      const earlier = before.get(key)?.subscription
      if (earlier === subscription) continue
      const own = step.changes.filter((change) => change.key === key)
      options.watch?.({
        key,
        day,
        before: earlier,
        after: subscription,
        events: own.flatMap((change) => change.events),
        charges: own.flatMap((change) => change.charges),
      })
    }
    const { between } = options
    family =
      between === undefined
        ? step.family
        : new Map(
            [...step.family].map(([key, one]) => [
              key,
              before.get(key)?.subscription === one.subscription
                ? one
                : { ...one, subscription: between(one.subscription) },
            ]),
          )
  }
  const run = (day: Day) => {
    const step = advanceFamily(family, day, catalog)
    if (!step.ok) throw new Error(`the run of day ${day} was refused: ${step.refusal.message}`)
    take(step.value, day)
  }

  let at = history.purchasedAt
  let today = dayOfInstant(at)
  const goTo = (day: Day) => {
    for (; today < day; today = (today + 1) as Day) {
      if (options.runsOn?.(today) !== true) continue
      options.endOfDay?.(today, family)
      if (options.runsOn((today + 1) as Day)) run((today + 1) as Day)
    }
  }
  const attempt = (request: FamilyCommand | undefined, index: number) => {
    if (request === undefined || options.skip?.(index) === true) return
    const step = performInFamily(family, request, { at }, catalog)
    if (step.ok) take(step.value, dayOfInstant(at))
    else {
      refusals.push(step.refusal)
      refused.add(index)
    }
  }

  attempt({ key: 'main', command: { type: 'purchase', ...boughtBy(history) } }, -1)
  for (const [index, one] of history.attempts.entries()) {
    at = (at + one.after) as Instant
    goTo(dayOfInstant(at))
    // What there is to choose from must not depend on whether billing ran before.
    const current = advanceFamily(family, dayOfInstant(at), catalog)
    if (!current.ok) throw new Error(current.refusal.message)
    attempt(requestOf(one, current.value.family, catalog), index)
  }
  const until = (dayOfInstant(at) + history.daysAfterwards) as Day
  goTo(until)
  options.endOfDay?.(until, family)
  run(until)
  const lives = [...members].map(([key, life]): [string, MemberLife] => [
    key,
    { ...life, subscription: family.get(key)!.subscription },
  ])
  return { members: new Map(lives), refusals, refused, until }
}

function boughtBy(history: History): { readonly availabilityId: string; readonly quantity: number } {
  return { availabilityId: pick([...history.catalog.keys()], history.offer), quantity: history.quantity }
}

/** The command an attempt comes down to; `undefined` where nothing was bought. */
function requestOf(attempt: Attempt, family: Family, catalog: Catalog): FamilyCommand | undefined {
  const members = [...family.values()]
  if (members.length === 0) return undefined
  const { key, subscription } = pick(members, attempt.member)
  const newKey = `${attempt.action}-${family.size}`
  const availabilityId = pick([...catalog.keys()], attempt.offer)
  const { quantity, flag } = attempt
  const own = (command: Command): FamilyCommand => ({ key, command })
  switch (attempt.action) {
    case 'changeQuantity':
      return own({ type: 'changeQuantity', quantity })
    case 'changeQuantityAtRenewal':
      return own({ type: 'changeQuantity', quantity, atRenewal: true })
    case 'cancelAtRenewal':
      return own({ type: 'cancel', atRenewal: true })
    case 'convert':
      return own({ type: 'convert', availabilityId })
    case 'changeBillingCycle':
      return own({ type: 'changeBillingCycle', availabilityId })
    case 'setAutoRenew':
      return own({ type: 'setAutoRenew', autoRenew: flag })
    case 'scheduleRenewal':
      return own({ type: 'scheduleRenewal', ...scheduledBy(attempt, availabilityId) })
    case 'moveLicenses': {
      const moved = 1 + (quantity % subscription.quantity)
      if (moved >= subscription.quantity) return own({ type: 'convert', availabilityId, quantity: moved })
      return { key, newKey, command: { type: 'moveLicenses', availabilityId, quantity: moved } }
    }
    case 'purchaseAddOn':
      return { key, newKey, command: { type: 'purchaseAddOn', availabilityId, quantity } }
    default:
      return own({ type: attempt.action })
  }
}

/** What an attempt schedules for the renewal: a quantity, an offer, both, or nothing any more. */
function scheduledBy({ quantity, flag }: Attempt, availabilityId: string) {
  return { ...(flag ? { quantity } : {}), ...(quantity % 3 === 0 ? {} : { availabilityId }) }
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length]!
}
