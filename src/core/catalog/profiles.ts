import type {
  CancellationRule,
  CommerceProfile,
  ProfileChargeTypes,
  TimeWindow,
  UsageTerms,
} from './commerce-profile.js'

const days = (length: number): TimeWindow => ({ unit: 'day', length, inclusive: false })
const hours = (length: number, inclusive: boolean): TimeWindow => ({ unit: 'hour', length, inclusive })
const SAME_DAY = days(1)

const SUSPENSION = { reactivationDays: 90, maximumReactivationDays: 120 } as const

/** Licenses of the license-based invoice: settled at monthly anniversaries, cancellable at any time. */
const license: CommerceProfile = {
  id: 'license',
  invoiceType: 'recurring',
  reconFile: 'license-based',
  hasFee: true,
  usage: null,
  sales: [
    { term: 'P1Y', billingCycles: ['monthly', 'annual'] },
    { term: 'P3Y', billingCycles: ['monthly', 'annual'] },
  ],
  proration: { monthly: 'daily-3', annual: 'published', upfront: 'published', 'one-time': 'published' },
  quantityChange: 'settle',
  quantityReduction: 'any-time',
  lineDates: 'charged-days',
  linePrice: 'prorated',
  chargeTypes: {
    purchase: {
      monthly: 'Cycle fee',
      annual: 'Prorate fees when purchase',
      upfront: 'Prorate fees when purchase',
      'one-time': 'Prorate fees when purchase',
    },
    purchaseAligned: 'Prorate fees when purchase',
    cycle: 'Cycle fee',
    renew: 'Renew fee',
    settlement: 'Cycle instance prorate',
    increase: 'Cycle instance prorate',
    decrease: 'Cycle instance prorate',
    cancel: 'Cancel fee',
    cancelUnsettled: 'Cancel instance prorate',
    reactivate: 'Prorate fees when purchase',
    convertAway: 'Prorate fees when convert away from current offering',
    convertTo: 'Prorate fees when convert to a new offering',
    billingCycleAway: 'Prorate fees when convert away from current offering',
    billingCycleTo: 'Prorate fees when convert to a new offering',
  },
  monthEnd: { cycles: 'clamp', terms: 'clamp' },
  cancellation: {
    windowFrom: 'purchase',
    rules: [{ fromTermMonths: 0, full: days(30), prorated: 'always', afterwards: 'schedule' }],
  },
  suspension: { ...SUSPENSION, credits: true, stopsBilling: true, switchesAutoRenewOff: false },
  autoRenew: 'always',
  trial: { showsLine: false, becomesPaid: false },
  addOns: 'aligned',
  billingCycleChange: 'restart-term',
}

const ONE_TIME_CHARGE_TYPES: ProfileChargeTypes = {
  purchase: { monthly: 'new', annual: 'new', upfront: 'new', 'one-time': 'new' },
  purchaseAligned: 'new',
  cycle: 'cycleCharge',
  renew: 'renew',
  settlement: 'cycleCharge',
  increase: 'addQuantity',
  decrease: 'removeQuantity',
  cancel: 'cancelImmediate',
  cancelUnsettled: 'cancelImmediate',
  reactivate: 'new',
  convertAway: 'convert',
  convertTo: 'convert',
  billingCycleAway: 'changeBillingPlan',
  billingCycleTo: 'changeBillingPlan',
}

/** One-time and recurring purchases: every change credits and recharges the rest of the service period. */
const oneTimeRecurring: CommerceProfile = {
  id: 'one-time-recurring',
  invoiceType: 'one-time',
  reconFile: 'one-time',
  hasFee: true,
  usage: null,
  sales: null,
  proration: { monthly: 'unit', annual: 'unit', upfront: 'unit', 'one-time': 'unit' },
  quantityChange: 'rebill',
  quantityReduction: 'any-time',
  lineDates: 'whole-cycle',
  linePrice: 'list',
  chargeTypes: ONE_TIME_CHARGE_TYPES,
  monthEnd: { cycles: 'clamp', terms: 'clamp' },
  cancellation: {
    windowFrom: 'purchase-or-renewal',
    rules: [{ fromTermMonths: 0, full: SAME_DAY, prorated: 'always', afterwards: 'schedule' }],
  },
  suspension: { ...SUSPENSION, credits: true, stopsBilling: true, switchesAutoRenewOff: false },
  autoRenew: 'switchable',
  trial: { showsLine: true, becomesPaid: true },
  addOns: 'own-term',
  billingCycleChange: 'next-cycle',
}

const SAAS_CANCELLATION: readonly CancellationRule[] = [
  { fromTermMonths: 0, full: hours(24, false), prorated: 'never', afterwards: 'schedule' },
  { fromTermMonths: 12, full: days(14), prorated: 'never', afterwards: 'schedule' },
]

/** Publishers' software as a service. */
const saas: CommerceProfile = {
  ...oneTimeRecurring,
  id: 'saas',
  sales: [
    { term: 'P1M', billingCycles: ['monthly'] },
    { term: 'P1Y', billingCycles: ['monthly', 'annual'] },
  ],
  cancellation: { windowFrom: 'purchase-or-renewal', rules: SAAS_CANCELLATION },
  suspension: { ...SUSPENSION, credits: false, stopsBilling: true, switchesAutoRenewOff: false },
}

/** New-commerce licenses: committed terms, short cancellation windows, lines that show only the days concerned. */
const newCommerce: CommerceProfile = {
  ...oneTimeRecurring,
  id: 'new-commerce',
  sales: [
    { term: 'P1M', billingCycles: ['monthly'] },
    { term: 'P1Y', billingCycles: ['monthly', 'annual', 'upfront'] },
    { term: 'P3Y', billingCycles: ['monthly', 'annual', 'upfront'] },
  ],
  proration: {
    monthly: 'line-truncated',
    annual: 'line-truncated',
    upfront: 'line-truncated',
    'one-time': 'line-truncated',
  },
  quantityReduction: 'in-window',
  lineDates: 'charged-days',
  monthEnd: { cycles: 'from-month-end', terms: 'clamp' },
  cancellation: {
    windowFrom: 'purchase-or-renewal',
    rules: [{ fromTermMonths: 0, full: hours(24, true), prorated: hours(168, true), afterwards: 'refuse' }],
  },
  suspension: { ...SUSPENSION, credits: false, stopsBilling: false, switchesAutoRenewOff: true },
}

const OVERAGE: UsageTerms = {
  rating: 'overage',
  chargeType: 'Assess usage fee for current cycle',
  chargeTypeWhenEnded: 'Assess usage fee when cancel',
}

/**
 * Publishers' software with custom meters beside its fee: as `saas`, and what goes beyond the included quantities. What is
 * metered can never be returned, so leaving it only ends it with its term.
 */
const meteredSaas: CommerceProfile = {
  ...saas,
  id: 'metered-saas',
  usage: OVERAGE,
  cancellation: {
    windowFrom: 'purchase-or-renewal',
    rules: [{ fromTermMonths: 0, full: days(0), prorated: 'never', afterwards: 'schedule' }],
  },
}

/** Metered usage on the recurring invoice, billing period by billing period. Leaving it gives nothing back. */
const usage: CommerceProfile = {
  ...license,
  id: 'usage',
  reconFile: 'usage-based',
  hasFee: false,
  usage: OVERAGE,
  sales: [{ term: 'P1M', billingCycles: ['monthly'] }],
  cancellation: {
    windowFrom: 'purchase',
    rules: [{ fromTermMonths: 0, full: days(0), prorated: 'always', afterwards: 'schedule' }],
  },
  suspension: { ...SUSPENSION, credits: false, stopsBilling: false, switchesAutoRenewOff: false },
}

/** A plan under which everything is metered, calendar month by calendar month, on the one-time invoice. */
const usagePlan: CommerceProfile = {
  ...oneTimeRecurring,
  id: 'usage-plan',
  hasFee: false,
  usage: { rating: 'plan', chargeType: 'new', chargeTypeWhenEnded: 'new' },
  sales: usage.sales,
  cancellation: usage.cancellation,
  suspension: usage.suspension,
  autoRenew: 'always',
}

/** The built-in commerce profiles (docs/billing-rules.md, commerce profiles). */
export const COMMERCE_PROFILES: Readonly<Record<string, CommerceProfile>> = {
  license,
  'one-time-recurring': oneTimeRecurring,
  saas,
  'new-commerce': newCommerce,
  'metered-saas': meteredSaas,
  usage,
  'usage-plan': usagePlan,
}

/** The profile with this id, or `undefined`. */
export function findProfile(id: string): CommerceProfile | undefined {
  return Object.hasOwn(COMMERCE_PROFILES, id) ? COMMERCE_PROFILES[id] : undefined
}
