import { decimalOf, formatPlainDecimal, parseDecimal, rescale } from '../../core/money/decimal.js'

const SCALE = 12

/** What amounts as the API gives them come to, exactly, as a text. */
export function totalOf(amounts: readonly number[]): string {
  const sum = amounts.reduce((total, amount) => {
    const value = parseDecimal(String(amount))
    return value === undefined ? total : total + rescale(value, SCALE)
  }, 0n)
  return formatPlainDecimal(decimalOf(sum, SCALE))
}
