import type { Day } from '../calendar/day.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import type { AdjustmentLine, InvoiceDraft, InvoiceType } from './assemble.js'
import type { TaxClass } from './tax-class.js'

/** Why there are adjustments, and whether the amount is in favour of the partner (`credit`), against it, or either. */
export const ADJUSTMENT_REASONS = {
  'sla-credit': { what: 'credit for an outage under a service level agreement', gives: 'credit' },
  goodwill: { what: 'goodwill', gives: 'credit' },
  'accidental-purchase': { what: 'credit for what was bought by accident', gives: 'credit' },
  'duplicate-order': { what: 'credit for what was ordered twice', gives: 'credit' },
  'consumption-credit': { what: 'credit for consumption', gives: 'credit' },
  discount: { what: 'a discount outside the prices', gives: 'credit' },
  refund: { what: 'a refund', gives: 'credit' },
  'billing-correction': { what: 'corrects what was billed', gives: 'either' },
  fee: { what: 'a fee', gives: 'charge' },
} as const satisfies Readonly<Record<string, AdjustmentReasonRule>>

interface AdjustmentReasonRule {
  readonly what: string
  readonly gives: 'credit' | 'charge' | 'either'
}

export type AdjustmentReason = keyof typeof ADJUSTMENT_REASONS

export const ADJUSTMENT_REASON_CODES = Object.keys(ADJUSTMENT_REASONS) as [AdjustmentReason, ...AdjustmentReason[]]

/** `invoiced` and the refused ones are final; only an approved one goes on an invoice. */
export const ADJUSTMENT_STATES = ['proposed', 'approved', 'rejected', 'withdrawn', 'invoiced'] as const
export type AdjustmentState = (typeof ADJUSTMENT_STATES)[number]

/** Largest adjustment in minor units: no slip of a key may make an invoice of more than the books can add up. */
const LARGEST_AMOUNT = 10n ** 15n

/** Whether an amount in minor units goes with a reason: credits are below zero, fees above. */
export function judgeAmount(reason: AdjustmentReason, amount: bigint): Outcome<undefined> {
  const { gives, what } = ADJUSTMENT_REASONS[reason]
  const problem =
    amount === 0n
      ? 'an adjustment of nothing adjusts nothing'
      : magnitude(amount) > LARGEST_AMOUNT
        ? 'it is too large'
        : gives === 'credit' && amount > 0n
          ? `${reason} (${what}) is below zero: it credits the partner`
          : gives === 'charge' && amount < 0n
            ? `${reason} (${what}) is above zero: it charges the partner`
            : undefined
  return problem === undefined ? accept(undefined) : refuse('malformed', { what: 'amount', problem })
}

/** Whether somebody else has to approve an amount. */
export function needsApproval(amount: bigint, limit: bigint): boolean {
  return magnitude(amount) > limit
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

/** An approved adjustment that waits for an invoice. */
export interface WaitingAdjustment {
  readonly partnerId: string
  readonly adjustmentId: string
  readonly currency: string
  /** Minor units before tax; negative credits the partner. */
  readonly amount: bigint
  /** `null` for whichever invoice comes first. */
  readonly invoiceType: InvoiceType | null
  readonly notBefore: Day
  readonly taxClass: TaxClass
  readonly reasonCode: AdjustmentReason
  readonly description: string
}

/**
 * Puts each adjustment on the first invoice of its partner and currency that is dated on or after its day and of its
 * type; the others go on waiting. What is on one invoice keeps the order in which it came.
 * @param drafts in order of partner, date, type and currency
 */
export function placeAdjustments(
  drafts: readonly InvoiceDraft[],
  waiting: readonly WaitingAdjustment[],
): ReadonlyMap<InvoiceDraft, readonly WaitingAdjustment[]> {
  const byAccount = new Map<string, InvoiceDraft[]>()
  for (const draft of drafts) {
    const own = byAccount.get(accountOf(draft))
    if (own === undefined) byAccount.set(accountOf(draft), [draft])
    else own.push(draft)
  }
  const placed = new Map<InvoiceDraft, WaitingAdjustment[]>()
  for (const one of waiting) {
    const draft = byAccount
      .get(accountOf(one))
      ?.find(
        ({ invoiceDate, invoiceType }) =>
          invoiceDate >= one.notBefore && (one.invoiceType === null || one.invoiceType === invoiceType),
      )
    if (draft === undefined) continue
    const own = placed.get(draft)
    if (own === undefined) placed.set(draft, [one])
    else own.push(one)
  }
  return placed
}

function accountOf({ partnerId, currency }: { readonly partnerId: string; readonly currency: string }): string {
  return `${partnerId}|${currency}`
}

/**
 * An invoice with adjustments after the lines of its charges.
 * @param taxes of each adjustment, in minor units
 */
export function adjustDraft(
  draft: InvoiceDraft,
  placed: readonly WaitingAdjustment[],
  taxes: readonly bigint[],
): InvoiceDraft {
  const adjustments = placed.map(
    ({ adjustmentId, reasonCode, description, taxClass, amount }, index): AdjustmentLine => {
      const lineNumber = draft.lines.length + index + 1
      return { lineNumber, adjustmentId, reasonCode, description, taxClass, amount, tax: taxes[index]! }
    },
  )
  const adjusted = adjustments.reduce((sum, { amount }) => sum + amount, 0n)
  const tax = adjustments.reduce((sum, line) => sum + line.tax, draft.tax)
  return { ...draft, adjustments, adjusted, tax, total: draft.charged + adjusted + tax }
}
