import { civilOf, type Day } from '../calendar/day.js'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** First and last day of a half-open period; the years only where there are two. */
export function rangeOf(start: Day, end: Day): string {
  const first = civilOf(start)
  const last = civilOf((end - 1) as Day)
  const year = (value: number) => (first.year === last.year ? '' : ` ${value}`)
  const from = `${first.day} ${MONTHS[first.month - 1]}${year(first.year)}`
  return end - start === 1 ? from : `${from} - ${last.day} ${MONTHS[last.month - 1]}${year(last.year)}`
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
