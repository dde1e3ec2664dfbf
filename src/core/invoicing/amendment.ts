import { accept, type Outcome, refuse } from '../refusal.js'

/** What an amendment is: takes a part back, takes all that is left back, or replaces what was voided. */
export type AmendmentKind = 'credit-note' | 'void-note' | 'adjustment-note'

/** What can be done with an issued document. Billing it again voids it first. */
export const AMENDMENT_ACTIONS = ['credit', 'void', 'rebill'] as const
export type AmendmentAction = (typeof AMENDMENT_ACTIONS)[number]

/** Why documents are amended, and what each reason is good for. */
export const AMENDMENT_REASONS = {
  'address-correction': { what: 'The address was corrected', actions: ['rebill'] },
  'purchase-order-correction': { what: 'The purchase order was corrected', actions: ['rebill'] },
  'tax-id-correction': { what: 'The tax number was corrected', actions: ['rebill'] },
  'tax-refund': { what: 'Tax was charged that was not owed', actions: ['rebill', 'void'] },
  'billing-error': { what: 'Billed by mistake', actions: ['credit', 'void', 'rebill'] },
  'duplicate-charge': { what: 'Billed twice', actions: ['credit', 'void'] },
  'accidental-purchase': { what: 'Bought by accident', actions: ['credit', 'void'] },
  cancellation: { what: 'Cancelled', actions: ['credit', 'void'] },
  'service-credit': { what: 'Credit for a service that was not available', actions: ['credit'] },
  goodwill: { what: 'Goodwill', actions: ['credit'] },
} as const satisfies Readonly<
  Record<string, { readonly what: string; readonly actions: readonly [AmendmentAction, ...AmendmentAction[]] }>
>
export type AmendmentReason = keyof typeof AMENDMENT_REASONS

export const AMENDMENT_REASON_CODES = Object.keys(AMENDMENT_REASONS) as [AmendmentReason, ...AmendmentReason[]]

/** The reason as documents print it, with what somebody wrote about it. */
export function reasonText(reason: AmendmentReason, note: string): string {
  const { what } = AMENDMENT_REASONS[reason]
  return note === '' ? what : `${what}: ${note}`
}

/** What a document looks like to somebody who wants to amend it. */
export interface Amendable {
  readonly number: string
  readonly kind: 'invoice' | AmendmentKind
  /** Number of the note that voided it. */
  readonly voidedBy: string | undefined
  /** Whether credit notes took something of it back. */
  readonly isCredited: boolean
  /** Minor units: what of it was written off. */
  readonly writtenOff: bigint
  /** Of the partner. */
  readonly country: string
  /** Whether documents are voided and billed again in the country. */
  readonly isRebillOffered: boolean
}

/** Whether a document can be amended like this at all. */
export function judgeAmendment(
  document: Amendable,
  action: AmendmentAction,
  reason: AmendmentReason,
): Outcome<undefined> {
  const { number, kind, voidedBy, country } = document
  const { actions }: { readonly actions: readonly AmendmentAction[] } = AMENDMENT_REASONS[reason]
  if (!actions.includes(action)) {
    return refuse('amendment-reason-unfit', { reason, action, actions: actions.join(', ') })
  }
  if (kind === 'credit-note' || kind === 'void-note') return refuse('amendment-of-credit', { number })
  if (voidedBy !== undefined) return refuse('document-void', { number, by: voidedBy })
  if (document.writtenOff !== 0n) return refuse('document-written-off', { number })
  if (action !== 'rebill') return accept(undefined)
  if (!document.isRebillOffered) return refuse('rebill-not-offered', { country })
  return document.isCredited ? refuse('rebill-of-credited', { number }) : accept(undefined)
}
