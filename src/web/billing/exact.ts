import type { Currency } from '../../core/money/currency.js'
import { formatAmount, parseAmount, parseTypedAmount } from '../../core/money/format-amount.js'

/** An amount of an answer in minor units: its digits are read, not its binary fraction. */
export function minorOf(amount: number, currency: string): bigint {
  const minor = parseAmount(String(amount), currency as Currency)
  if (minor === undefined) throw new RangeError(`${amount} is no amount of ${currency}`)
  return minor
}

/** Minor units as the text the API and `useFormat` take. */
export function majorOf(amount: bigint, currency: string): string {
  return formatAmount(amount, currency as Currency)
}

/** The exact sum of amounts of one currency, as a text. */
export function sumOf(amounts: readonly number[], currency: string): string {
  return majorOf(
    amounts.reduce((sum, amount) => sum + minorOf(amount, currency), 0n),
    currency,
  )
}

/**
 * What somebody typed, with a point or a comma before the cents, in minor units; `undefined` where it is no amount above
 * zero or finer than the currency. `1.250` EUR is refused, since it may mean two things.
 */
export function typedAmount(text: string, currency: string): bigint | undefined {
  const amount = parseTypedAmount(text.trim().replace(',', '.'), currency as Currency)
  return amount !== undefined && amount > 0n ? amount : undefined
}
