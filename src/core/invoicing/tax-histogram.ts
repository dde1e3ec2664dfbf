import { divideRounded } from '../money/rounding.js'
import { splitTax, type TaxFraction } from './distribute-tax.js'

/**
 * A part of the charges on an invoice, such as those of one availability: their sum, and how many of them leave which
 * residue when divided by a modulus. That is enough to share out the tax on all charges over the parts, without seeing
 * a single charge.
 */
export interface ChargePart {
  /** Minor units. */
  readonly amount: bigint
  /** Residues are 0 to modulus - 1, also those of negative amounts. The rate's denominator must divide the modulus. */
  readonly residues: readonly ResidueCount[]
}

export interface ResidueCount {
  readonly residue: bigint
  readonly count: bigint
}

/** What the parts bear of a tax. */
export interface SharedTax {
  /** Minor units for each part, without what the edge still gives them. */
  readonly taxes: readonly bigint[]
  /** Where the units left over run out in the midst of equal remainders; `undefined` where none was left over. */
  readonly edge: TaxEdge | undefined
}

/** Of the charges with one remainder, the first `units` in order of key get a unit. */
export interface TaxEdge {
  readonly remainder: bigint
  /** What the amounts of these charges leave when divided by the rate's denominator. */
  readonly residue: bigint
  /** At least 1, at most as many as there are charges with the remainder. */
  readonly units: bigint
}

/**
 * Shares out a tax by largest remainder, like `cutOf`. Throws where `tax` is not that of these charges.
 * @param tax as `taxOnTotal` gives it for the sum of the parts
 */
export function shareTax(parts: readonly ChargePart[], rate: TaxFraction, tax: bigint): SharedTax {
  const counted = parts.map(({ amount, residues }) => ({ amount, remainders: remaindersOf(residues, rate) }))
  const taxes = counted.map(({ amount, remainders }) => {
    const above = remainders.reduce((sum, { remainder, count }) => sum + remainder * count, 0n)
    return divideRounded(amount * rate.numerator - above, rate.denominator, 'floor')
  })
  let units = tax - taxes.reduce((sum, part) => sum + part, 0n)
  if (units < 0n) throw new RangeError(`a tax of ${tax} is less than that of the charges`)
  const totals = new Map<bigint, { residue: bigint; count: bigint }>()
  for (const { remainder, residue, count } of counted.flatMap(({ remainders }) => remainders)) {
    if (remainder > 0n) totals.set(remainder, { residue, count: count + (totals.get(remainder)?.count ?? 0n) })
  }
  for (const [remainder, { residue, count }] of [...totals].sort(([a], [b]) => (a < b ? 1 : -1))) {
    if (units === 0n) break
    if (units <= count) {
      const whole = (part: (typeof counted)[number]) => countAbove(part.remainders, remainder)
      const edge = { remainder, residue, units }
      return { taxes: taxes.map((part, index) => part + whole(counted[index]!)), edge }
    }
    units -= count
  }
  if (units > 0n) throw new RangeError(`a tax of ${tax} is more than that of the charges`)
  return { taxes, edge: undefined }
}

interface RemainderCount extends ResidueCount {
  readonly remainder: bigint
}

function remaindersOf(residues: readonly ResidueCount[], rate: TaxFraction): RemainderCount[] {
  return residues.map(({ residue, count }) => {
    const within = residue % rate.denominator
    return { residue: within, remainder: splitTax(within, rate).remainder, count }
  })
}

function countAbove(remainders: readonly RemainderCount[], limit: bigint): bigint {
  return remainders.reduce((sum, { remainder, count }) => (remainder > limit ? sum + count : sum), 0n)
}

/** The smallest modulus whose residues do for all these rates. */
export function modulusFor(rates: readonly TaxFraction[]): bigint {
  return rates.reduce((modulus, { denominator }) => leastCommonMultiple(modulus, denominator), 1n)
}

function leastCommonMultiple(left: bigint, right: bigint): bigint {
  let [divisor, rest] = [left, right]
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest]
  return (left / divisor) * right
}
