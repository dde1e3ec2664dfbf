// The fold on one core, no database: plain cycles, and subscriptions with three quantity changes and a suspension.
// Usage: npx tsx bench/kernel.ts
import { parseDay } from '../src/core/calendar/day.js'
import { startOfDay } from '../src/core/calendar/instant.js'
import type { PartnerAvailability } from '../src/core/catalog/availability.js'
import { findProfile } from '../src/core/catalog/profiles.js'
import { type Occurrence, perform, step } from '../src/core/charging/charge-subscription.js'
import { parseCurrency } from '../src/core/money/currency.js'
import type { Subscription } from '../src/core/subscription/subscription.js'

const day = (text: string) => parseDay(text)!
const at = (text: string) => startOfDay(day(text))
const COUNT = 400_000
const ROUNDS = 7

const CHANGES: readonly Occurrence[] = [
  { type: 'quantityChanged', at: at('2018-01-20'), quantity: 5 },
  { type: 'quantityChanged', at: at('2018-01-25'), quantity: 2 },
  { type: 'quantityChanged', at: at('2018-02-01'), quantity: 9 },
  { type: 'suspended', at: at('2018-02-12'), refund: 'prorated', deprovisionOn: day('2018-05-13') },
]

/** The floor: the same number of objects of the size of a charge with its derivation, with one bigint product each. */
const kept: unknown[] = []
function floor(count: number): void {
  for (let number = 0; number < count; number += 1) {
    const derivation = {
      direction: 1,
      policy: 'unit',
      price: 400_000_000n,
      id: 'a',
      from: 1,
      quantity: 3,
      days: 28,
      of: 28,
      limit: null,
    }
    const charge = {
      number,
      on: 1,
      type: 'x',
      start: 1,
      end: 2,
      from: 1,
      to: 2,
      quantity: 3,
      unit: 1n,
      amount: derivation.price * 3n,
      derivation,
    }
    kept[number & 1_023] = charge
  }
}

function measure(title: string, unit: string, run: (count: number) => void): void {
  run(COUNT / 4)
  const rates = Array.from({ length: ROUNDS }, () => {
    const began = performance.now()
    run(COUNT)
    return COUNT / (performance.now() - began) / 1_000
  }).sort((a, b) => a - b)
  console.log(`${title.padEnd(62)} ${rates[ROUNDS >> 1]!.toFixed(2).padStart(6)} million ${unit}/s`)
}

measure('floor: allocate a charge and a derivation, one bigint product', 'charges', floor)
for (const id of ['license', 'new-commerce']) {
  const availability: PartnerAvailability = {
    id: 'a',
    productId: 'P',
    skuId: 'S',
    title: 'Plan',
    profile: findProfile(id)!,
    currency: parseCurrency('USD')!,
    term: { unit: 'month', count: 12 },
    billingCycle: 'monthly',
    pricePer: { unit: 'month', count: 1 },
    flat: false,
    trial: null,
    minimumQuantity: 1,
    maximumQuantity: 1_000_000,
    proration: null,
    prices: [{ validFrom: day('2000-01-01'), validTo: null, unitPrice: 400_000_000n }],
    discounts: [],
  }
  const catalog = new Map([['a', availability]])
  const bought = perform(
    undefined,
    { type: 'purchase', availabilityId: 'a', quantity: 3 },
    { at: at('2018-01-13') },
    catalog,
  )
  if (!bought.ok) throw new Error(bought.refusal.message)
  const { subscription } = bought.value
  const next = (state: Subscription, occurrence: Occurrence): Subscription => {
    const outcome = step(state, occurrence, catalog)
    if (!outcome.ok) throw new Error(outcome.refusal.message)
    return outcome.value.subscription
  }
  const cycle: Occurrence = { type: 'fellDue', day: day('2018-02-13') }
  measure(`${id}: plain cycle`, 'charges', (count) => {
    for (let number = 0; number < count; number += 1) next(subscription, cycle)
  })
  measure(`${id}: three quantity changes and a suspension`, 'subscriptions', (count) => {
    for (let number = 0; number < count; number += 1) CHANGES.reduce(next, subscription)
  })
}
