import { addDecimals, compareDecimals, type Decimal, negateDecimal } from '../money/decimal.js'
import type { UsageRate } from './meter.js'
import type { PricedPart } from './rated-line.js'

export const ZERO: Decimal = { coefficient: 0n, scale: 0 }

/** What a stretch of usage is made of: what costs nothing, and what costs how much. */
export interface TieredStretch {
  readonly included: Decimal
  readonly parts: readonly PricedPart[]
}

/**
 * Splits the usage that takes a period from one quantity to another by the bounds it passes. Going down (a correction)
 * gives negative quantities in the very tiers that going up had used; below zero, the first stretch goes on.
 */
export function splitByTier(rate: UsageRate, from: Decimal, to: Decimal): TieredStretch {
  const down = compareDecimals(to, from) < 0
  const [low, high] = down ? [to, from] : [from, to]
  const signed = (quantity: Decimal) => (down ? negateDecimal(quantity) : quantity)
  // Without an included quantity the first tier takes what lies below zero.
  const hasIncluded = rate.included.coefficient !== 0n
  const includedPart = hasIncluded ? between(low, high, undefined, rate.included) : ZERO
  const parts: PricedPart[] = []
  for (const [index, tier] of rate.tiers.entries()) {
    const next = rate.tiers[index + 1]
    const start = index === 0 && !hasIncluded ? undefined : addDecimals(rate.included, tier.from)
    const end = next === undefined ? undefined : addDecimals(rate.included, next.from)
    const quantity = between(low, high, start, end)
    if (quantity.coefficient === 0n) continue
    parts.push({ tier: index + 1, quantity: signed(quantity), unitPrice: tier.unitPrice })
  }
  return { included: signed(includedPart), parts }
}

/** How much of [low, high] lies between two bounds; a bound that is left out is endless. */
function between(low: Decimal, high: Decimal, start: Decimal | undefined, end: Decimal | undefined): Decimal {
  const from = start !== undefined && compareDecimals(start, low) > 0 ? start : low
  const to = end !== undefined && compareDecimals(end, high) < 0 ? end : high
  return compareDecimals(to, from) > 0 ? subtract(to, from) : ZERO
}

/** Parts with one more; what is of the same tier is added up. */
export function withPart(parts: readonly PricedPart[], added: PricedPart): readonly PricedPart[] {
  const index = parts.findIndex(({ tier }) => tier === added.tier)
  if (index < 0) return [...parts, added].sort((left, right) => left.tier - right.tier)
  return parts.with(index, { ...added, quantity: addDecimals(parts[index]!.quantity, added.quantity) })
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return addDecimals(left, negateDecimal(right))
}
