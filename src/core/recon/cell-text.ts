import { civilOf, type Day } from '../calendar/day.js'
import type { Term } from '../calendar/term.js'
import type { Availability } from '../catalog/availability.js'
import type { BillingCycle } from '../catalog/billing-cycle.js'
import { minorDigitsOf } from '../money/currency.js'
import { formatScaled, powerOfTen } from '../money/decimal.js'
import { formatUnitPrice } from '../money/unit-price.js'
import { type ReconLine, subtotalOf } from './recon-line.js'

/** Values whose text a file repeats; one more, and those known are forgotten. */
const REMEMBERED = 8_192

/** `textOf`, which remembers: a file has few different days and amounts, and many lines. */
function remembering<V>(textOf: (value: V) => string): (value: V) => string {
  const known = new Map<V, string>()
  return (value) => {
    let text = known.get(value)
    if (text === undefined) {
      text = textOf(value)
      if (known.size >= REMEMBERED) known.clear()
      known.set(value, text)
    }
    return text
  }
}

/** `M/D/YYYY`: the en-US form of a day, without leading zeros. */
export const usDate = remembering((date: Day) => {
  const { year, month, day } = civilOf(date)
  return `${month}/${day}/${year}`
})

/** The last day of a half-open period. */
export function usLastDate(end: Day): string {
  return usDate((end - 1) as Day)
}

/** The first minute of a day, as the files with times write where something starts. */
export const usStart = remembering((day: Day) => [usDate(day), '0:00'].join(' '))

/** The last minute of a half-open period. */
export const usEnd = remembering((end: Day) => [usLastDate(end), '23:59'].join(' '))

/** Amounts in major units by the digits of their currency, 0 to 4. */
const AMOUNTS = [0, 1, 2, 3, 4].map((digits) => remembering((amount: bigint) => formatScaled(amount, digits)))

/** An amount of a line in major units, with the digits of its currency. */
export function amountText(amount: bigint, { availability }: ReconLine): string {
  return AMOUNTS[minorDigitsOf(availability.currency)]!(amount)
}

const UNIT_PRICES = [0, 1, 2, 3, 4].map((digits) => remembering((price: bigint) => formatUnitPrice(price, digits)))

/** The unit price as the charge shows it, before its discount. */
export function unitPriceText({ listed, availability }: ReconLine): string {
  return UNIT_PRICES[minorDigitsOf(availability.currency)]!(listed.unitPrice)
}

/** Digits after the point of an effective unit price; what is left is cut. */
const EFFECTIVE_DIGITS = 15

/** What one license really cost on a line: its subtotal divided by the quantity, cut after 15 digits. */
export function effectiveUnitPriceText(line: ReconLine): string {
  const digits = minorDigitsOf(line.availability.currency)
  let price = (subtotalOf(line) * powerOfTen(EFFECTIVE_DIGITS - digits)) / BigInt(line.charge.quantity)
  let scale = EFFECTIVE_DIGITS
  for (; scale > digits && price % 10n === 0n; scale -= 1) price /= 10n
  return formatScaled(price, scale)
}

const BILLING_FREQUENCY: Readonly<Record<BillingCycle, string>> = {
  monthly: 'Monthly',
  annual: 'Annual',
  upfront: 'Upfront',
  'one-time': 'OneTime',
}

/** `Monthly`, `Annual`, `Upfront` or `OneTime`. */
export function billingFrequency({ billingCycle }: Availability): string {
  return BILLING_FREQUENCY[billingCycle]
}

const BILLING: Readonly<Record<Exclude<BillingCycle, 'one-time'>, string>> = {
  monthly: 'monthly',
  annual: 'yearly',
  upfront: 'upfront',
}

/** `One-Year commitment for monthly billing`; `One-time purchase` for what is paid once. */
export function termAndBillingCycle({ term, billingCycle }: Availability): string {
  return billingCycle === 'one-time'
    ? 'One-time purchase'
    : `${commitment(term)} commitment for ${BILLING[billingCycle]} billing`
}

const NUMBERS = ['Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven']

function commitment({ unit, count }: Term): string {
  const inYears = unit === 'month' && count % 12 === 0
  const length = inYears ? count / 12 : count
  const word = inYears ? 'Year' : unit === 'month' ? 'Month' : 'Day'
  return `${NUMBERS[length] ?? length}-${word}`
}
