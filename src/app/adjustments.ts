import type { Operation } from '../core/access/operation.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import {
  ADJUSTMENT_REASONS,
  type AdjustmentReason,
  type AdjustmentState,
  judgeAmount,
  needsApproval,
} from '../core/invoicing/adjustment.js'
import type { AdjustmentLine, InvoiceType } from '../core/invoicing/assemble.js'
import type { TaxClass } from '../core/invoicing/tax-class.js'
import { type Currency, parseCurrency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type Adjustment,
  type AdjustmentFilter,
  type AdjustmentLimit,
  countAdjustments,
  decideAdjustment,
  findSubscriptionOwner,
  insertAdjustment,
  listAdjustmentLimits,
  listAdjustments,
  listInvoiceAdjustments,
  lockAdjustment,
  putAdjustmentLimit,
} from '../store/adjustments.js'
import type { BilledDocument } from '../store/billed-documents.js'
import { listReceivables } from '../store/receivables.js'
import { loadIssuedFigures } from './amendable-document.js'
import { recordChange } from './audit.js'
import { reopenCreditRequest } from './credit-request-states.js'
import { loadCustomer } from './load-customer.js'
import { operatorContext } from './operator-context.js'
import { loadPartner } from './partners.js'

import { PLATFORM_ID, type UseCase } from './use-case.js'

export type { Adjustment, AdjustmentFilter, AdjustmentLimit, AdjustmentState }

/** An adjustment as somebody of the provider wants it. */
export interface AskedAdjustment {
  readonly currency: Currency
  /** Minor units before tax; negative credits the partner. */
  readonly amount: bigint
  readonly reasonCode: AdjustmentReason
  /** Printed on the invoice. */
  readonly description: string
  readonly internalNote: string
  readonly taxClass: TaxClass
  /** `null` for whichever invoice comes first. */
  readonly invoiceType: InvoiceType | null
  /** Left out: the partner's own day. */
  readonly notBefore: Day | undefined
  readonly customerId: string | null
  readonly subscriptionId: string | null
  readonly relatedDocument: string | null
}

/** Proposes an adjustment. At or below the limit of its currency it is approved at once; above it somebody else must. */
export async function proposeAdjustment(
  context: UseCase,
  partnerId: string,
  asked: AskedAdjustment,
): Promise<Outcome<Adjustment>> {
  const partner = await loadPartner(context, partnerId)
  if (!partner.ok) return partner
  const own = await operatorContext(context, partnerId)
  const fits = judgeAmount(asked.reasonCode, asked.amount)
  if (!fits.ok) return fits
  const concerned = await judgeConcern(own, partnerId, asked)
  if (!concerned.ok) return concerned
  const { session, now, actor } = own
  const limits = await listAdjustmentLimits(session)
  const limit = limits.find(({ currency }) => currency === asked.currency)?.amount ?? 0n
  const waits = needsApproval(asked.amount, limit)
  const adjustment: Adjustment = {
    ...{ ...asked, notBefore: asked.notBefore ?? dayOfInstant(now), customerId: concerned.value },
    ...{ partnerId, adjustmentId: own.newId(), state: waits ? 'proposed' : 'approved' },
    ...{ proposedAt: now, proposedBy: actor.name, proposerId: actor.id },
    ...{ decidedAt: waits ? null : now, decidedBy: waits ? null : actor.name, decisionNote: '', invoiceNumber: null },
  }
  await insertAdjustment(session, adjustment)
  await record(own, 'propose_adjustment', null, adjustment)
  return accept(adjustment)
}

/** The customer an adjustment is about, where it names one or a subscription; all it names must be the partner's. */
async function judgeConcern(
  context: UseCase,
  partnerId: string,
  { customerId, subscriptionId, relatedDocument }: AskedAdjustment,
): Promise<Outcome<string | null>> {
  if (customerId !== null) {
    const customer = await loadCustomer(context, customerId)
    if (!customer.ok) return customer
  }
  if (relatedDocument !== null) {
    const [document] = await listReceivables(context.session, partnerId, [relatedDocument])
    if (document === undefined) return refuse('not-found', { what: 'invoice', id: relatedDocument })
  }
  if (subscriptionId === null) return accept(customerId)
  const owner = await findSubscriptionOwner(context.session, partnerId, subscriptionId)
  return owner === undefined || (customerId !== null && customerId !== owner)
    ? refuse('subscription-not-found', { subscription: subscriptionId })
    : accept(owner)
}

/** What can be decided about an adjustment, and in which states. */
const DECISIONS = {
  approved: ['proposed'],
  rejected: ['proposed'],
  withdrawn: ['proposed', 'approved'],
} as const satisfies Partial<Record<AdjustmentState, readonly AdjustmentState[]>>

export type AdjustmentDecision = keyof typeof DECISIONS

/**
 * Approves, rejects or withdraws an adjustment. Nobody approves what he proposed himself; nothing is withdrawn that is
 * on an invoice.
 */
export async function decideAboutAdjustment(
  context: UseCase,
  key: { readonly partnerId: string; readonly adjustmentId: string },
  { state, note }: { readonly state: AdjustmentDecision; readonly note: string },
): Promise<Outcome<Adjustment>> {
  const own = await operatorContext(context, key.partnerId)
  const { session, now, actor } = own
  const before = await lockAdjustment(session, key.partnerId, key.adjustmentId)
  if (before === undefined) return refuse('not-found', { what: 'adjustment', id: key.adjustmentId })
  if (before.state === 'invoiced') return refuse('adjustment-invoiced', { number: before.invoiceNumber ?? '' })
  const open: readonly AdjustmentState[] = DECISIONS[state]
  if (!open.includes(before.state)) return refuse('adjustment-decided', { state: before.state, asked: state })
  if (state === 'approved' && before.proposerId === actor.id && before.proposedBy === actor.name) {
    return refuse('adjustment-own-proposal')
  }
  const after = { ...before, state, decidedAt: now, decidedBy: actor.name, decisionNote: note }
  await decideAdjustment(session, after)
  await record(own, DECIDED[state], before, after)
  if (state !== 'approved') await reopenCreditRequest(own, key, note)
  return accept(after)
}

const DECIDED: Readonly<Record<AdjustmentDecision, Operation>> = {
  approved: 'approve_adjustment',
  rejected: 'reject_adjustment',
  withdrawn: 'withdraw_adjustment',
}

/** Adjustments, newest first, and how many there are. */
export async function showAdjustments(
  { session }: Pick<UseCase, 'session'>,
  filter: AdjustmentFilter,
): Promise<{ readonly adjustments: readonly Adjustment[]; readonly totalCount: number }> {
  return { adjustments: await listAdjustments(session, filter), totalCount: await countAdjustments(session, filter) }
}

/** Most adjustments of a partner that wait for an invoice and are shown to it. */
const MOST_WAITING = 1_000

/** The approved adjustments of a partner that are on no invoice yet. */
export function showWaitingAdjustments(
  { session }: Pick<UseCase, 'session'>,
  partnerId: string,
): Promise<readonly Adjustment[]> {
  return listAdjustments(session, { partnerId, states: ['approved'], limit: MOST_WAITING })
}

/** A line of a document that is an adjustment; on what amends an invoice, only its number and text tell which. */
export type DocumentAdjustment = Pick<AdjustmentLine, 'lineNumber' | 'description' | 'amount' | 'tax'> &
  Partial<Pick<AdjustmentLine, 'adjustmentId' | 'reasonCode'>>

/** The adjustments on an issued document, in order of line. */
export async function listAdjustmentsOn(
  { session }: Pick<UseCase, 'session'>,
  document: BilledDocument,
): Promise<readonly DocumentAdjustment[]> {
  if (document.kind === 'invoice') return listInvoiceAdjustments(session, document)
  const { lines } = await loadIssuedFigures(session, document)
  return lines.filter(({ kind }) => kind === 'adjustment')
}

/** Up to which amount adjustments need no approval, for each currency that has a limit; elsewhere all of them do. */
export function showAdjustmentLimits({ session }: Pick<UseCase, 'session'>): Promise<readonly AdjustmentLimit[]> {
  return listAdjustmentLimits(session)
}

/** Sets that amount for a currency; what is proposed already stays as it is. Zero: every adjustment is to be approved. */
export async function setAdjustmentLimit(
  context: UseCase,
  currency: Currency,
  amount: bigint,
): Promise<Outcome<AdjustmentLimit>> {
  const { session, now, actor } = context
  const before = (await listAdjustmentLimits(session)).find((one) => one.currency === currency)
  if (before?.amount === amount) return accept(before)
  const limit: AdjustmentLimit = { currency, amount, setAt: now, setBy: actor.name }
  await putAdjustmentLimit(session, limit)
  const shown = (value: bigint) => ({ limit: `${formatAmount(value, currency)} ${currency}` })
  await recordChange(context, {
    ...{ partnerId: PLATFORM_ID, customer: null, resourceType: 'adjustment_limit' },
    operationType: 'set_adjustment_limit',
    before: before === undefined ? null : shown(before.amount),
    after: shown(amount),
  })
  return accept(limit)
}

/** An amount with its currency, for people. */
function adjustmentMoney({ amount, currency }: Pick<Adjustment, 'amount' | 'currency'>): string {
  return `${formatAmount(amount, parseCurrency(currency)!)} ${currency}`
}

function record(
  context: UseCase,
  operationType: Operation,
  before: Adjustment | null,
  after: Adjustment,
): Promise<void> {
  const shown = (one: Adjustment) => ({
    ...{ adjustmentId: one.adjustmentId, amount: adjustmentMoney(one), description: one.description },
    ...{ reason: ADJUSTMENT_REASONS[one.reasonCode].what, notBefore: formatDay(one.notBefore), state: one.state },
    note: one.decisionNote,
  })
  return recordChange(context, {
    ...{ partnerId: after.partnerId, customer: null, resourceType: 'adjustment', operationType },
    before: before === null ? null : shown(before),
    after: shown(after),
  })
}
