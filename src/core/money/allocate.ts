import { absolute } from './rounding.js'

/**
 * Splits a whole amount over weights so that the parts add up to it exactly (largest remainder, also called Hamilton).
 * Each part is first its exact share cut toward zero; the units left over go one each to the largest cut-off remainders.
 * Tie-break, so that every run gives the same parts: the earlier weight wins.
 *
 * @param amount minor units, may be negative
 * @param weights not negative; where all are zero (or there are none) the amount must be zero too, otherwise it throws
 * @example allocate(100n, [1n, 1n, 1n]) // [34n, 33n, 33n]
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.some((weight) => weight < 0n)) throw new RangeError('allocate takes no negative weights')
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (total === 0n) {
    if (amount !== 0n) throw new RangeError(`allocate cannot place ${amount} on weights that are all zero`)
    return weights.map(() => 0n)
  }
  const size = absolute(amount)
  const sign = amount < 0n ? -1n : 1n
  const parts = weights.map((weight, index) => {
    const exact = size * weight
    return { index, share: exact / total, remainder: exact % total }
  })
  const leftOver = size - parts.reduce((sum, part) => sum + part.share, 0n)
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  )
  const result = parts.map((part) => part.share)
  for (let rank = 0; rank < Number(leftOver); rank += 1) {
    const winner = byRemainder[rank]!.index
    result[winner] = result[winner]! + 1n
  }
  return result.map((share) => sign * share)
}
