import type { Availability } from '../core/catalog/availability.js'

/** The contract's words for how a subscription is billed. */
export const CYCLE_WORDS = [
  ...(['unknown', 'monthly', 'annual', 'none', 'one_time', 'triennial', 'biennial'] as const),
] as const
export type CycleWord = (typeof CYCLE_WORDS)[number]

/** The contract's word for how a term is charged; a term that is paid at once has a word for its length. */
export function cycleWordOf({ billingCycle, term }: Pick<Availability, 'billingCycle' | 'term'>): CycleWord {
  if (billingCycle === 'one-time') return 'one_time'
  if (billingCycle !== 'upfront') return billingCycle
  const years = term.unit === 'month' ? term.count / 12 : 0
  if (years === 3) return 'triennial'
  if (years === 2) return 'biennial'
  return years === 1 ? 'annual' : 'monthly'
}
