const MONTHS_PER_YEAR = 12

/** The month so many after another, such as `2019-09` after `2019-08`; before it where `count` is below zero. */
export function monthAfter(month: string, count: number): string {
  const [year, ofYear] = month.split('-').map(Number) as [number, number]
  const total = year * MONTHS_PER_YEAR + ofYear - 1 + count
  const rest = total % MONTHS_PER_YEAR
  return `${String((total - rest) / MONTHS_PER_YEAR).padStart(4, '0')}-${String(rest + 1).padStart(2, '0')}`
}

/** So many months, the latest first, ending before another. */
export function monthsBefore(month: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => monthAfter(month, -index - 1))
}
