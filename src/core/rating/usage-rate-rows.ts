import { compareDecimals, type Decimal, formatPlainDecimal } from '../money/decimal.js'
import type { RateTier, UsageRate } from './meter.js'

/** One tier of a rate as a line of a file says it. */
interface UsageRateLine extends RateTier {
  readonly included: Decimal
  readonly earnsCredit: boolean
}

/** Most tiers one rate may have. */
const MOST_TIERS = 50

/** The tiers and terms of the lines about one meter, currency and day, in any order; a text says why they are none. */
export function rateOfLines(lines: readonly UsageRateLine[]): Omit<UsageRate, 'validFrom'> | string {
  const first = lines[0]!
  if (lines.length > MOST_TIERS) return `a rate has at most ${MOST_TIERS} tiers, this one has ${lines.length}`
  for (const { included, earnsCredit } of lines) {
    if (compareDecimals(included, first.included) !== 0) return 'included differs between the tiers of one rate'
    if (earnsCredit !== first.earnsCredit) return 'earns_credit differs between the tiers of one rate'
  }
  const sorted = lines.toSorted((left, right) => compareDecimals(left.from, right.from))
  if (sorted[0]!.from.coefficient !== 0n) return 'its first tier must be from 0'
  for (const [index, { from }] of sorted.entries()) {
    if (index > 0 && compareDecimals(from, sorted[index - 1]!.from) === 0)
      return `two tiers are from ${formatPlainDecimal(from)}`
  }
  const tiers = sorted.map(({ from, unitPrice }) => ({ from, unitPrice }))
  return { included: first.included, tiers, earnsCredit: first.earnsCredit }
}

/** Whether two rates say the same, whatever zeros their numbers are written with. */
export function isSameRate(left: Omit<UsageRate, 'validFrom'>, right: Omit<UsageRate, 'validFrom'>): boolean {
  return (
    left.earnsCredit === right.earnsCredit &&
    compareDecimals(left.included, right.included) === 0 &&
    left.tiers.length === right.tiers.length &&
    left.tiers.every(({ from, unitPrice }, index) => {
      const other = right.tiers[index]!
      return compareDecimals(from, other.from) === 0 && compareDecimals(unitPrice, other.unitPrice) === 0
    })
  )
}
