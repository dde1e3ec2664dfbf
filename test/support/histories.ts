import fc from 'fast-check'
import {
  type Day,
  dayOf,
  formatDay,
  type Instant,
  MILLISECONDS_PER_DAY,
  MILLISECONDS_PER_HOUR,
} from '../../src/core/calendar/day.js'
import { dayOfInstant, formatInstant } from '../../src/core/calendar/instant.js'
import { formatTerm, parseTerm, type Term } from '../../src/core/calendar/term.js'
import type { PartnerAvailability } from '../../src/core/catalog/availability.js'
import type { BillingCycle } from '../../src/core/catalog/billing-cycle.js'
import type { CommerceProfile } from '../../src/core/catalog/commerce-profile.js'
import type { Discount, DiscountValue } from '../../src/core/catalog/discount.js'
import type { PriceRow } from '../../src/core/catalog/price-list.js'
import { COMMERCE_PROFILES } from '../../src/core/catalog/profiles.js'
import { type Currency, minorDigitsOf, parseCurrency } from '../../src/core/money/currency.js'
import { decimalOf, powerOfTen } from '../../src/core/money/decimal.js'
import type { PolicyId } from '../../src/core/proration/policy.js'
import { type Attempt, type History, type Moment, play } from './play-history.js'
import { serialise } from './serialise.js'

// What is needed along with the arbitrary.
export { play } from './play-history.js'

/** How many histories a law is tried on; a nightly run sets PRORATA_PROPERTY_RUNS=10000. */
export const PROPERTY_RUNS = Number(process.env['PRORATA_PROPERTY_RUNS'] ?? 500)

interface Rhythm {
  readonly term: string
  readonly billingCycle: BillingCycle
}

/** What a profile sells, in its own words where it says so. */
function rhythmsOf(profile: CommerceProfile): readonly Rhythm[] {
  if (profile.sales !== null) {
    return profile.sales.flatMap(({ term, billingCycles }) =>
      billingCycles.map((billingCycle) => ({ term, billingCycle })),
    )
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

const discountValue: fc.Arbitrary<DiscountValue> = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }).map((n) => ({ kind: 'percentage' as const, percent: decimalOf(BigInt(n), 3) })),
  fc.bigInt({ min: 1n, max: 2_000_000_000n }).map((amount) => ({ kind: 'amount' as const, amount })),
  fc.bigInt({ min: 0n, max: 2_000_000_000n }).map((price) => ({ kind: 'price' as const, price })),
)

/** Mostly none: promotions and partner prices before, during and after the first terms. */
function discounts(start: Day): fc.Arbitrary<Discount[]> {
  const one = fc.record({
    value: discountValue,
    after: fc.integer({ min: -400, max: 400 }),
    length: fc.option(fc.integer({ min: 1, max: 900 })),
    renewals: fc.boolean(),
  })
  const some = fc.array(one, { minLength: 1, maxLength: 3 }).map((list) =>
    list.map(({ value, after, length, renewals }, index): Discount => {
      const validFrom = (start + after) as Day
      const validUntil = length === null ? null : ((validFrom + length) as Day)
      return { id: `018f0009-0000-7000-8000-00000000000${index}`, value, validFrom, validUntil, renewals }
    }),
  )
  return fc.oneof({ weight: 2, arbitrary: fc.constant<Discount[]>([]) }, { weight: 1, arbitrary: some })
}

function availabilityArbitrary(
  profile: CommerceProfile,
  currency: Currency,
  start: Day,
  index: number,
  rhythm: Rhythm,
  sku: string,
): fc.Arbitrary<PartnerAvailability> {
  return fc
    .record({
      price: listPrice(currency),
      later: fc.option(fc.record({ after: fc.integer({ min: 1, max: 700 }), price: listPrice(currency) })),
      perYear: fc.integer({ min: 0, max: 9 }),
      flat: fc.integer({ min: 0, max: 7 }),
      trial: fc.integer({ min: 0, max: 7 }),
      policy: fc.option(fc.constantFrom(...POLICIES), { freq: 5 }),
      maximum: fc.constantFrom(1_000, 1_000, 30),
      reduced: discounts(start),
    })
    .map(({ price, later, perYear, flat, trial, policy, maximum, reduced }) => {
      const prices: PriceRow[] = [{ validFrom: dayOf(1900, 1, 1), validTo: null, unitPrice: price }]
      if (later !== null)
        prices.push({ validFrom: (start + later.after) as Day, validTo: null, unitPrice: later.price })
      const term: Term = parseTerm(rhythm.term)!
      return {
        id: `${profile.id}-${index}`,
        productId: 'PRODUCT',
        skuId: `SKU-${sku}`,
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
        discounts: reduced,
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

/** Something somebody tries. */
export const attempt: fc.Arbitrary<Attempt> = fc.record({
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
    'scheduleRenewal',
    'scheduleRenewal',
    'scheduleRenewal',
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
            availabilityArbitrary(profile, currency, start, index, rhythm, index < rhythms.length ? 'A' : 'B'),
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
  const offers = [...history.catalog.values()]
    .filter(({ id }) => used.has(id))
    .map((availability) => {
      const { id, currency, billingCycle, flat, proration, prices } = availability
      const less = availability.discounts.length === 0 ? '' : `, discounts ${serialise(availability.discounts)}`
      const trial = availability.trial === null ? '' : ', trial'
      const rows = prices.map(({ validFrom, unitPrice }) => `${unitPrice} from ${formatDay(validFrom)}`).join(', ')
      const per = `${formatTerm(availability.term)} ${billingCycle}, price per ${formatTerm(availability.pricePer)}`
      return `${id}: ${per}${flat ? ', flat' : ''}${trial}, ${proration ?? 'own policy'}, ${currency} ${rows}${less}`
    })
  return [...offers, ...lines].join('\n')
}
