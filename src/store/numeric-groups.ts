/** A decimal as PostgreSQL keeps a `numeric`: groups of four digits on both sides of the point, zeros at the ends left out. */
export interface NumericGroups {
  readonly isNegative: boolean
  /** Where the first group stands: 0 for the one before the point, 1 for the next on its left. */
  readonly weight: number
  /** Digits after the point. */
  readonly scale: number
  readonly groups: readonly number[]
}

const MOST_DIGITS = 1_000
const [MINUS, POINT, ZERO, NINE] = [45, 46, 48, 57]

/** Reads plain decimal notation (`-12.50`); anything else throws. Digit by digit: it runs once for every usage event. */
export function numericGroups(text: string): NumericGroups {
  const start = text.charCodeAt(0) === MINUS ? 1 : 0
  const found = text.indexOf('.', start)
  const point = found < 0 ? text.length : found
  const wholeDigits = point - start
  const scale = found < 0 ? 0 : text.length - point - 1
  if (wholeDigits < 1 || wholeDigits > MOST_DIGITS || scale > MOST_DIGITS || (found >= 0 && scale === 0)) refuse(text)
  const groups: number[] = []
  let weight = Math.ceil(wholeDigits / 4) - 1
  let group = 0
  // Digits the first group lacks on the left count as zeros.
  let digits = (4 - (wholeDigits % 4)) % 4
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === POINT && index === point) continue
    if (!(code >= ZERO && code <= NINE)) refuse(text)
    group = group * 10 + code - ZERO
    digits += 1
    if (digits < 4) continue
    if (groups.length > 0 || group > 0) groups.push(group)
    else weight -= 1
    group = 0
    digits = 0
  }
  if (digits > 0) {
    for (; digits < 4; digits += 1) group *= 10
    if (groups.length > 0 || group > 0) groups.push(group)
  }
  while (groups.at(-1) === 0) groups.pop()
  const isZero = groups.length === 0
  return { isNegative: start === 1 && !isZero, weight: isZero ? 0 : weight, scale, groups }
}

const NEGATIVE = 0x4000

/** Writes a numeric as PostgreSQL sends it: 8 bytes, and 2 for each group. */
export function setNumeric(view: DataView, at: number, { isNegative, weight, scale, groups }: NumericGroups): void {
  view.setInt16(at, groups.length)
  view.setInt16(at + 2, weight)
  view.setUint16(at + 4, isNegative ? NEGATIVE : 0)
  view.setInt16(at + 6, scale)
  for (let index = 0; index < groups.length; index += 1) view.setInt16(at + 8 + 2 * index, groups[index]!)
}

function refuse(text: string): never {
  throw new RangeError(`${text.slice(0, 100)} is no decimal number`)
}
