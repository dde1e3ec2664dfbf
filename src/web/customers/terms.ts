import type { Subscription } from './subscription-standing.js'
import type { useSalesWords } from './words-sales.js'

type Say = ReturnType<typeof useSalesWords>

const TERMS = ['P1M', 'P1Y', 'P3Y'] as const

/** A term such as `P1Y` in words; one that is not known as it is. */
export function termInWords(term: string | undefined, say: Say): string {
  const known = TERMS.find((one) => one === term)
  return known === undefined ? (term ?? '') : say(known)
}

/** How a subscription is billed: its cycle and its term. */
export function billingInWords({ billingType, billingCycle, termDuration }: Subscription, say: Say): string {
  const cycle = billingType === 'usage' ? say('metered') : cycleInWords(billingCycle, say)
  const term = termInWords(termDuration, say)
  return term === '' || billingCycle === 'one_time' ? cycle : `${cycle}, ${say('term', { term })}`
}

export function cycleInWords(cycle: Subscription['billingCycle'], say: Say): string {
  return say(cycle === 'none' ? 'unknown' : cycle)
}
