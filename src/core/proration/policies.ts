import type { Rounding } from '../money/rounding.js'
import type { PolicyId, ProrationPolicy } from './policy.js'

const ROUND: Rounding = 'half-away-from-zero'
const CUT: Rounding = 'toward-zero'

/** The proration policies as data; `docs/billing-rules.md` names the published example each one reproduces. */
export const PRORATION_POLICIES: Readonly<Record<PolicyId, ProrationPolicy>> = {
  published: {
    id: 'published',
    rate: { of: 'line', digits: 0, rounding: ROUND },
    unitPrice: ROUND,
    amount: 'unit-price',
  },
  'daily-3': {
    id: 'daily-3',
    rate: { of: 'unit', digits: 1, rounding: ROUND },
    unitPrice: ROUND,
    amount: 'unit-price',
  },
  unit: { id: 'unit', rate: null, unitPrice: ROUND, amount: 'unit-price' },
  line: { id: 'line', rate: null, unitPrice: ROUND, amount: ROUND },
  'ratio-3': { id: 'ratio-3', rate: { of: 'share', digits: 3, rounding: ROUND }, unitPrice: ROUND, amount: ROUND },
  'unit-truncated': { id: 'unit-truncated', rate: null, unitPrice: CUT, amount: 'unit-price' },
  'line-truncated': { id: 'line-truncated', rate: null, unitPrice: 'exact', amount: CUT },
}

/** The policy with this id, or `undefined`. */
export function findPolicy(id: string): ProrationPolicy | undefined {
  return Object.hasOwn(PRORATION_POLICIES, id) ? PRORATION_POLICIES[id as PolicyId] : undefined
}
