import type { Day, Instant } from '../calendar/day.js'
import type { Term } from '../calendar/term.js'
import type { BillingCycle } from '../catalog/billing-cycle.js'
import type { CommerceProfile } from '../catalog/commerce-profile.js'
import type { PriceRow } from '../catalog/price-list.js'
import type { Currency } from '../money/currency.js'
import type { PolicyId } from '../proration/policy.js'

/** A published billing example, or a question somebody asks: what happens to one subscription, and what it should cost. */
export interface Scenario {
  readonly title: string
  readonly source: string
  readonly profile: CommerceProfile
  readonly currency: Currency
  /** Day of month of the recurring invoice, 1 to 28. */
  readonly billingDay: number
  readonly proration: PolicyId | null
  readonly offer: ScenarioOffer
  readonly events: readonly ScenarioEvent[]
  /** Files dated up to this day are shown. */
  readonly until: Day
  readonly expect: readonly ExpectedFile[] | null
}

export interface ScenarioOffer {
  readonly name: string
  readonly term: Term
  readonly billingCycle: BillingCycle
  readonly prices: readonly PriceRow[]
  readonly pricePer: Term
  readonly trial: Term | null
  readonly flat: boolean
}

/** What happens at an instant to the subscription with this label. */
export interface ScenarioEvent {
  readonly at: Instant
  readonly subscription: string
  readonly action: ScenarioAction
  /** The refusal code this event is expected to meet. */
  readonly refused: string | null
}

export type ScenarioAction =
  | { readonly type: 'purchase'; readonly quantity: number; readonly autoRenew?: boolean }
  | { readonly type: 'changeQuantity'; readonly quantity: number; readonly atRenewal: boolean }
  | { readonly type: 'suspend' }
  | { readonly type: 'reactivate' }
  | { readonly type: 'cancel'; readonly atRenewal: boolean }
  | { readonly type: 'convert'; readonly toOffer: Partial<ScenarioOffer>; readonly quantity?: number }
  | { readonly type: 'changeBillingCycle'; readonly toOffer: Partial<ScenarioOffer> }
  | { readonly type: 'setAutoRenew'; readonly autoRenew: boolean }
  /** What the renewal changes; neither: what was scheduled is taken back. */
  | { readonly type: 'scheduleChange'; readonly toOffer?: Partial<ScenarioOffer>; readonly quantity?: number }
  | { readonly type: 'purchaseAddon'; readonly offer: Partial<ScenarioOffer>; readonly quantity: number }

/** The lines a file should hold. Only the fields that are given are compared. */
export interface ExpectedFile {
  readonly file: string
  readonly lines: readonly Readonly<Record<string, string | number>>[]
}
