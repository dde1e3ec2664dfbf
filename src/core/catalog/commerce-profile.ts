import type { MonthEndRule } from '../calendar/months.js'
import type { PolicyId } from '../proration/policy.js'
import type { BillingCycle } from './billing-cycle.js'
import type { ChargeType } from './charge-type.js'

/** A time limit: open while the time since its start is below `length` (or equal to it, where `inclusive`). */
export interface TimeWindow {
  /** `hour` compares instants; `day` compares UTC calendar days, so length 1 is "the same day". */
  readonly unit: 'hour' | 'day'
  readonly length: number
  readonly inclusive: boolean
}

/** What a cancellation gives back; the rule with the longest `fromTermMonths` that is not longer than the term applies. */
export interface CancellationRule {
  readonly fromTermMonths: number
  /** While open, everything charged is credited. */
  readonly full: TimeWindow
  /** Afterwards, while open, the remaining days are credited. */
  readonly prorated: TimeWindow | 'always' | 'never'
  /** When neither is open: refused, or the subscription ends at its renewal. */
  readonly afterwards: 'refuse' | 'schedule'
}

/**
 * Everything that differs between the ways of selling, as one immutable record a SKU points to. The charging code asks
 * the profile and never the kind of product; an operator adds a profile by adding data.
 */
export interface CommerceProfile {
  readonly id: string
  /** Recurring: dated by the partner's billing day. One-time: by the calendar month. */
  readonly invoiceType: 'recurring' | 'one-time'
  readonly reconFile: 'license-based' | 'usage-based' | 'one-time'
  /** Whether its price is charged cycle by cycle. Without, a subscription costs what is used, until it is cancelled. */
  readonly hasFee: boolean
  /** How what is metered is charged; `null` where nothing is. */
  readonly usage: UsageTerms | null
  /** The combinations a catalogue may offer; `null` where each SKU decides. */
  readonly sales: readonly { readonly term: string; readonly billingCycles: readonly BillingCycle[] }[] | null
  readonly proration: Readonly<Record<BillingCycle, PolicyId>>
  /** `settle`: at the next monthly anniversary, reverse and rewrite by stretch. `rebill`: at once, credit and recharge. */
  readonly quantityChange: 'settle' | 'rebill'
  /** `in-window`: seats can be removed only while their own cancellation window is open, otherwise at renewal. */
  readonly quantityReduction: 'any-time' | 'in-window'
  readonly lineDates: 'charged-days' | 'whole-cycle'
  readonly linePrice: 'prorated' | 'list'
  readonly chargeTypes: ProfileChargeTypes
  /** Month ends of charge cycles and of terms shorter than a year; and of terms in whole years. */
  readonly monthEnd: { readonly cycles: MonthEndRule; readonly terms: MonthEndRule }
  readonly cancellation: {
    readonly windowFrom: 'purchase' | 'purchase-or-renewal'
    readonly rules: readonly CancellationRule[]
  }
  readonly suspension: {
    /** Whether what is left of the cycle is credited as for a cancellation. */
    readonly credits: boolean
    readonly stopsBilling: boolean
    readonly switchesAutoRenewOff: boolean
    /** Days after which a suspended subscription is deprovisioned. */
    readonly reactivationDays: number
    readonly maximumReactivationDays: number
  }
  readonly autoRenew: 'always' | 'switchable'
  /** Whether a trial shows as a line of 0.00, and whether it turns into a paid term by itself. */
  readonly trial: { readonly showsLine: boolean; readonly becomesPaid: boolean }
  readonly addOns: 'aligned' | 'own-term'
  /** A change of billing cycle restarts the term on its day, or takes effect with the next cycle. */
  readonly billingCycleChange: 'restart-term' | 'next-cycle'
}

/** How metered usage becomes charges. */
export interface UsageTerms {
  /**
   * `overage`: what goes beyond the included quantity, one line for each tier, each rounded half away from zero.
   * `plan`: one line for what earns the partner's credit and one for the rest, each cut to the minor unit.
   */
  readonly rating: 'overage' | 'plan'
  readonly chargeType: ChargeType
  /** Of a subscription that ended before its usage was invoiced. */
  readonly chargeTypeWhenEnded: ChargeType
}

/** The charge type printed for each thing that can happen. */
export interface ProfileChargeTypes {
  readonly purchase: Readonly<Record<BillingCycle, ChargeType>>
  /** First charge of an add-on whose dates follow its base. */
  readonly purchaseAligned: ChargeType
  readonly cycle: ChargeType
  readonly renew: ChargeType
  /** Reversal, segments and new cycle of a settlement. */
  readonly settlement: ChargeType
  readonly increase: ChargeType
  readonly decrease: ChargeType
  readonly cancel: ChargeType
  /** Suspension or cancellation while quantity changes are not settled yet. */
  readonly cancelUnsettled: ChargeType
  readonly reactivate: ChargeType
  readonly convertAway: ChargeType
  readonly convertTo: ChargeType
  readonly billingCycleAway: ChargeType
  readonly billingCycleTo: ChargeType
}
