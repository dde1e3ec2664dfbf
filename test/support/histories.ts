import fc from 'fast-check'
import { type Day, dayOf, formatDay, type Instant, MILLISECONDS_PER_DAY, MILLISECONDS_PER_HOUR } from '../../src/core/calendar/day.js'
import { dayOfInstant, formatInstant } from '../../src/core/calendar/instant.js'
import { formatTerm, parseTerm, type Term } from '../../src/core/calendar/term.js'
import type { Availability, Catalog } from '../../src/core/catalog/availability.js'
import type { BillingCycle } from '../../src/core/catalog/billing-cycle.js'
import type { CommerceProfile } from '../../src/core/catalog/commerce-profile.js'
import type { PriceRow } from '../../src/core/catalog/price-list.js'
import { COMMERCE_PROFILES } from '../../src/core/catalog/profiles.js'
import type { Charge } from '../../src/core/charging/charge.js'
import {
  advanceFamily,
  type Family,
  type FamilyCommand,
  type FamilyStep,
  performInFamily,
} from '../../src/core/charging/family.js'
import { type Currency, minorDigitsOf, parseCurrency } from '../../src/core/money/currency.js'
import { powerOfTen } from '../../src/core/money/decimal.js'
import type { PolicyId } from '../../src/core/proration/policy.js'
import type { Refusal } from '../../src/core/refusal.js'
import type { Command } from '../../src/core/subscription/command.js'
import type { SubscriptionEvent } from '../../src/core/subscription/event.js'
import type { Subscription } from '../../src/core/subscription/subscription.js'

/** How many histories a law is tried on; a nightly run sets PRORATA_PROPERTY_RUNS=10000. */
export const PROPERTY_RUNS = Number(process.env['PRORATA_PROPERTY_RUNS'] ?? 500)

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

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length]!
}

// ---------------------------------------------------------------------------------------------------------------------

interface Rhythm {
  readonly term: string
  readonly billingCycle: BillingCycle
}

/** What a profile sells, in its own words where it says so. */
function rhythmsOf(profile: CommerceProfile): readonly Rhythm[] {
  if (profile.sales !== null) {
    return profile.sales.flatMap(({ term, billingCycles }) => billingCycles.map((billingCycle) => ({ term, billingCycle })))
  }
  return [
    { term: 'P1M', billingCycle: 'monthly' },
    { term: 'P1Y', billingCycle: 'monthly' },
    { term: 'P1Y', billingCycle: 'annual' },
    { term: 'P3Y', billingCycle: 'annual' },
    { term: 'P6M', billingCycle: 'upfront' },
    { term: 'P30D', billingCycle: 'upfront' },
    { term: 'P1M', billingCycle: 'one-time' },
  ]
}

const CURRENCIES = ['USD', 'USD', 'EUR', 'JPY', 'KWD'].map((code) => parseCurrency(code)!)
const POLICIES: readonly PolicyId[] = [
  'published',
  'daily-3',
  'unit',
  'line',
  'ratio-3',
  'unit-truncated',
  'line-truncated',
]
const MONTH = parseTerm('P1M')!
const YEAR = parseTerm('P1Y')!

/** List prices as price lists have them: whole minor units, now and then finer, free, or awkward to divide. */
function listPrice(currency: Currency): fc.Arbitrary<bigint> {
  const minor = powerOfTen(8 - minorDigitsOf(currency))
  return fc.oneof(
    { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 20_000n }).map((units) => units * minor) },
    { weight: 2, arbitrary: fc.constantFrom(1n, 199n, 400n, 999n, 1_000n).map((units) => units * minor) },
    { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 3_000_000_000n }) },
    { weight: 1, arbitrary: fc.constant(0n) },
  )
}

function availabilityArbitrary(
  profile: CommerceProfile,
  currency: Currency,
  start: Day,
  index: number,
  rhythm: Rhythm,
): fc.Arbitrary<Availability> {
  return fc
    .record({
      price: listPrice(currency),
      later: fc.option(fc.record({ after: fc.integer({ min: 1, max: 700 }), price: listPrice(currency) })),
      perYear: fc.integer({ min: 0, max: 9 }),
      flat: fc.integer({ min: 0, max: 7 }),
      trial: fc.integer({ min: 0, max: 7 }),
      policy: fc.option(fc.constantFrom(...POLICIES), { freq: 5 }),
      maximum: fc.constantFrom(1_000, 1_000, 30),
    })
    .map(({ price, later, perYear, flat, trial, policy, maximum }) => {
      const prices: PriceRow[] = [{ validFrom: dayOf(1900, 1, 1), validTo: null, unitPrice: price }]
      if (later !== null) prices.push({ validFrom: (start + later.after) as Day, validTo: null, unitPrice: later.price })
      const term: Term = parseTerm(rhythm.term)!
      return {
        id: `${profile.id}-${index}`,
        productId: 'PRODUCT',
        skuId: `SKU-${index}`,
        title: `Offer ${index}`,
        profile,
        currency,
        term,
        billingCycle: rhythm.billingCycle,
        pricePer: perYear === 9 && term.unit === 'month' ? YEAR : MONTH,
        flat: flat === 7,
        trial: trial === 7 && rhythm.billingCycle !== 'one-time' ? MONTH : null,
        minimumQuantity: 1,
        maximumQuantity: maximum,
        proration: policy,
        prices,
      }
    })
}

/** Hours apart, days apart, or months apart: windows, settlements and renewals are all met. */
const gap = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 30 }).map((hours) => hours * MILLISECONDS_PER_HOUR) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 35 }).map((days) => days * MILLISECONDS_PER_DAY) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 4_000 }).map((hours) => hours * MILLISECONDS_PER_HOUR) },
)

const quantity = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 60 }))

const attempt: fc.Arbitrary<Attempt> = fc.record({
  after: gap,
  member: fc.nat({ max: 5 }),
  offer: fc.nat({ max: 60 }),
  quantity,
  flag: fc.boolean(),
  action: fc.constantFrom(
    'changeQuantity',
    'changeQuantity',
    'changeQuantity',
    'changeQuantity',
    'changeQuantityAtRenewal',
    'suspend',
    'suspend',
    'reactivate',
    'reactivate',
    'cancel',
    'cancelAtRenewal',
    'convert',
    'convert',
    'moveLicenses',
    'changeBillingCycle',
    'setAutoRenew',
    'purchaseAddOn',
  ),
})

/** Instants from 2015 to 2035, with month ends, leap days and midnights more often than chance would have it. */
const instant: fc.Arbitrary<Instant> = fc
  .record({
    day: fc.oneof(
      fc.integer({ min: dayOf(2015, 1, 1), max: dayOf(2035, 12, 31) }),
      fc
        .tuple(fc.integer({ min: 2015, max: 2035 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 3 }))
        .map(([year, month, before]) => dayOf(year + (month === 12 ? 1 : 0), (month % 12) + 1, 1) - 1 - before),
      fc.constantFrom(dayOf(2016, 2, 29), dayOf(2020, 2, 28), dayOf(2023, 1, 30), dayOf(2024, 1, 31)),
    ),
    time: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: MILLISECONDS_PER_DAY - 1 })),
  })
  .map(({ day, time }) => (day * MILLISECONDS_PER_DAY + time) as Instant)

/** Realistic random lives of one profile, or of any of the four. */
export function histories(
  profiles: readonly CommerceProfile[] = Object.values(COMMERCE_PROFILES),
): fc.Arbitrary<History> {
  return fc
    .record({ profile: fc.constantFrom(...profiles), currency: fc.constantFrom(...CURRENCIES), purchasedAt: instant })
    .chain(({ profile, currency, purchasedAt }) => {
      const rhythms = rhythmsOf(profile)
      const start = dayOfInstant(purchasedAt)
      // Two offers for each rhythm, so that there is something to convert to that keeps the dates.
      const offers = fc
        .tuple(
          ...[...rhythms, ...rhythms].map((rhythm, index) =>
            availabilityArbitrary(profile, currency, start, index, rhythm),
          ),
        )
        .map((list) => new Map(list.map((availability) => [availability.id, availability])))
      return fc.record({
        profile: fc.constant(profile),
        catalog: offers,
        purchasedAt: fc.constant(purchasedAt),
        offer: fc.nat({ max: 60 }),
        quantity,
        attempts: fc.array(attempt, { maxLength: 10 }),
        daysAfterwards: fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 800 })),
      })
    })
    .map((history) => ({ ...history, [fc.toStringMethod]: () => `\n${story(history)}\n` }))
}

/** A history as it went, for the reader of a failed law: what was tried, what it led to, what was charged. */
function story(history: History): string {
  const lines: string[] = []
  const used = new Set<string>()
  const tell = (day: Day, key: string, text: string) => lines.push(`${formatDay(day)} ${key.padEnd(16)} ${text}`)
  const tellMoment = ({ day, key, after, events, charges }: Moment) => {
    used.add(after.availabilityId)
    for (const { type, at, ...rest } of events) tell(day, key, `${type} ${formatInstant(at)} ${serialise(rest)}`)
    for (const { number, type, start, end, quantity, amount, derivation } of charges) {
      const { days, cycleDays, price, availabilityId, limit } = derivation
      const share = `${days}/${cycleDays} days at ${price}${limit === null ? '' : `, at most ${limit}`}`
      const dates = `${formatDay(start)} to before ${formatDay(end)}`
      tell(day, key, `  #${number} ${type}: ${dates}, ${quantity} of ${availabilityId}: ${amount} (${share})`)
    }
    if (events.length === 0 && after.status !== 'active') tell(day, key, `is ${after.status}`)
  }
  try {
    const life = play(history, { runsOn: () => true, watch: tellMoment })
    for (const { code, message } of life.refusals) lines.push(`refused: ${code}: ${message}`)
    lines.push(`until ${formatDay(life.until)}`)
  } catch (error) {
    lines.push(String(error))
  }
  const offers = [...history.catalog.values()].filter(({ id }) => used.has(id)).map((availability) => {
    const { id, currency, billingCycle, flat, proration, prices } = availability
    const trial = availability.trial === null ? '' : ', trial'
    const rows = prices.map(({ validFrom, unitPrice }) => `${unitPrice} from ${formatDay(validFrom)}`).join(', ')
    const per = `${formatTerm(availability.term)} ${billingCycle}, price per ${formatTerm(availability.pricePer)}`
    return `${id}: ${per}${flat ? ', flat' : ''}${trial}, ${proration ?? 'own policy'}, ${currency} ${rows}`
  })
  return [...offers, ...lines].join('\n')
}

/** Text of any core value: bigints as marked texts, so that it can be read again. */
export function serialise(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === 'bigint') return { $bigint: String(one) }
    return one instanceof Map ? [...one] : one
  })
}

/** The inverse of `serialise`, except that maps come back as lists of pairs. */
export function deserialise<T>(text: string): T {
  return JSON.parse(text, (_, one: unknown) =>
    typeof one === 'object' && one !== null && '$bigint' in one ? BigInt(String(one.$bigint)) : one,
  ) as T
}

/** The same value, which from now on throws where somebody tries to change it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}

