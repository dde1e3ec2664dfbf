// The charging core as a library: no database, no clock. An offer in code, a purchase, two changes, half a year of
// billing in memory, and every charge with its calculation.
//
//   npx tsx examples/quickstart.ts
import { type Day, formatDay, parseDay } from '../src/core/calendar/day.js'
import { startOfDay } from '../src/core/calendar/instant.js'
import type { PartnerAvailability } from '../src/core/catalog/availability.js'
import { findProfile } from '../src/core/catalog/profiles.js'
import type { Charge } from '../src/core/charging/charge.js'
import { advance, perform, type Step } from '../src/core/charging/charge-subscription.js'
import { explainCharge } from '../src/core/charging/explain.js'
import { invoiceDateOf } from '../src/core/invoicing/invoice-date.js'
import { parseCurrency } from '../src/core/money/currency.js'
import { formatAmount } from '../src/core/money/format-amount.js'
import type { Outcome } from '../src/core/refusal.js'
import type { Command } from '../src/core/subscription/command.js'

const day = (text: string) => parseDay(text)!
const BILLING_DAY = 15

// What is sold: an annual term, charged monthly, at 12.50 a month. Prices are whole numbers of 10^-8.
const offer: PartnerAvailability = {
  id: 'office-yearly',
  productId: 'OFFC',
  skuId: '0001',
  title: 'Office Suite',
  profile: findProfile('license')!,
  currency: parseCurrency('EUR')!,
  term: { unit: 'month', count: 12 },
  billingCycle: 'monthly',
  pricePer: { unit: 'month', count: 1 },
  flat: false,
  trial: null,
  minimumQuantity: 1,
  maximumQuantity: 1_000,
  proration: null,
  prices: [{ validFrom: day('2026-01-01'), validTo: null, unitPrice: 1_250_000_000n }],
  discounts: [],
}
const catalog = new Map([[offer.id, offer]])

// What happens to it.
const commands: readonly (readonly [string, Command])[] = [
  ['2026-01-20', { type: 'purchase', availabilityId: offer.id, quantity: 10 }],
  ['2026-03-02', { type: 'changeQuantity', quantity: 14 }],
  ['2026-05-11', { type: 'suspend' }],
]

const charges: Charge[] = []
const kept = <T extends Step>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  charges.push(...outcome.value.charges)
  return outcome.value
}
let step: Step | undefined
for (const [on, command] of commands) {
  step = kept(perform(step?.subscription, command, { at: startOfDay(day(on)) }, catalog))
}
kept(advance(step!.subscription, day('2026-06-30'), catalog))

for (const charge of charges) {
  const { registeredOn, chargeStart, chargeEnd, type, amount } = charge
  const file = formatDay(invoiceDateOf(registeredOn, offer.profile.invoiceType, BILLING_DAY, 0 as Day))
  const dates = `${formatDay(chargeStart)} to ${formatDay((chargeEnd - 1) as Day)}`
  console.log(`${file}  ${dates}  ${formatAmount(amount, offer.currency).padStart(8)}  ${type}`)
  console.log(`            ${explainCharge(charge, offer)}`)
}
