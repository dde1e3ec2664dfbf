import { addDecimals, negateDecimal } from '../money/decimal.js'
import { compareKeys } from './rate-usage.js'
import type { EarlierShare, PricedPart, RatedLine } from './rated-line.js'
import { subtract, withPart, ZERO } from './tiers.js'

/**
 * What is still to be billed of a service period: everything rated, less what earlier invoices have of it. So the sum of
 * all invoices is what the period costs, however late its events came. A line that is on earlier invoices as it is now
 * is left out.
 *
 * @param billed lines of the same meter and service period on earlier invoices
 */
export function unbilledOf(rated: readonly RatedLine[], billed: readonly RatedLine[]): RatedLine[] {
  const keys = new Map<string, { whole: RatedLine; earlier: EarlierShare | null }>()
  for (const whole of rated) keys.set(keyOf(whole), { whole, earlier: null })
  for (const line of billed) {
    const known = keys.get(keyOf(line))
    keys.set(keyOf(line), {
      whole: known?.whole ?? { ...line, ...NOTHING, quantity: ZERO, earlier: null },
      earlier: sum(known?.earlier ?? NOTHING, line),
    })
  }
  return [...keys.values()]
    .map(({ whole, earlier }) => (earlier === null ? whole : without(whole, earlier)))
    .filter((line) => line.earlier === null || !isNothing(line))
    .sort(compareKeys)
}

/** What a line and earlier invoices together have: what its service period costs as far as it was known. */
export function wholeOf(line: RatedLine): RatedLine {
  if (line.earlier === null) return line
  const whole = sum(line, line.earlier)
  return { ...line, ...whole, quantity: subtract(whole.consumed, whole.included), earlier: null }
}

const NOTHING: EarlierShare = { consumed: ZERO, included: ZERO, cost: 0n, amount: 0n, parts: [] }

function keyOf({ rateFrom, earnedCredit, tier }: RatedLine): string {
  return `${rateFrom}|${earnedCredit}|${tier}`
}

function without(whole: RatedLine, earlier: EarlierShare): RatedLine {
  const rest = sum(whole, {
    consumed: negateDecimal(earlier.consumed),
    included: negateDecimal(earlier.included),
    cost: -earlier.cost,
    amount: -earlier.amount,
    parts: earlier.parts.map((part) => ({ ...part, quantity: negateDecimal(part.quantity) })),
  })
  return { ...whole, ...rest, quantity: subtract(rest.consumed, rest.included), earlier }
}

function sum(left: EarlierShare, right: EarlierShare): EarlierShare {
  return {
    consumed: addDecimals(left.consumed, right.consumed),
    included: addDecimals(left.included, right.included),
    cost: left.cost + right.cost,
    amount: left.amount + right.amount,
    parts: right.parts.reduce(withPart, left.parts).filter(isSomething),
  }
}

function isSomething({ quantity }: PricedPart): boolean {
  return quantity.coefficient !== 0n
}

function isNothing({ consumed, quantity, cost, amount }: RatedLine): boolean {
  return consumed.coefficient === 0n && quantity.coefficient === 0n && cost === 0n && amount === 0n
}
