import { addDecimals, type Decimal, rescale } from '../money/decimal.js'
import { divideRounded } from '../money/rounding.js'
import { ZERO } from './tiers.js'

/**
 * Shares an amount out over the daily rows it is made of, one after the other: each row gets what the running total,
 * floored to the minor unit, grows by. So a single row is the published floor(effective price x quantity), and all rows
 * add up to the line. Rows whose quantities add up to nothing leave everything to the last one.
 *
 * @param amount minor units
 * @param total the sum of the quantities of all rows
 * @returns a function of the next row's quantity, and whether it is the last one, that gives the row's minor units
 */
export function dailyShares(amount: bigint, total: Decimal): (quantity: Decimal, isLast: boolean) => bigint {
  let running = ZERO
  let given = 0n
  return (quantity, isLast) => {
    running = addDecimals(running, quantity)
    const reached = isLast ? amount : portionOf(amount, running, total)
    const share = reached - given
    given = reached
    return share
  }
}

function portionOf(amount: bigint, part: Decimal, total: Decimal): bigint {
  if (total.coefficient === 0n) return 0n
  const scale = part.scale > total.scale ? part.scale : total.scale
  const [numerator, denominator] = [rescale(part, scale), rescale(total, scale)]
  return denominator < 0n
    ? divideRounded(-amount * numerator, -denominator, 'floor')
    : divideRounded(amount * numerator, denominator, 'floor')
}
