import type { Operation } from '../core/access/operation.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { listReceivables } from '../store/receivables.js'
import {
  findOpenWithholding,
  insertWithholding,
  listWithholdings,
  lockWithholding,
  type SubmissionFilter,
  updateWithholding,
  type Withholding,
  type WithholdingState,
} from '../store/tax-claims.js'
import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import { lockAccount } from './lock-account.js'
import { recordPayment } from './record-payment.js'
import { keepCertificate, type SentFile } from './tax-certificates.js'
import type { UseCase } from './use-case.js'

export type { Withholding, WithholdingState }

/** What a partner claims: how much tax it withheld, in minor units, with the certificate of its tax office. */
export interface AskedWithholding {
  readonly total: bigint
  readonly file: SentFile
}

export function showWithholdings(
  { session }: Pick<UseCase, 'session'>,
  filter: SubmissionFilter<WithholdingState>,
): Promise<readonly Withholding[]> {
  return listWithholdings(session, filter)
}

/** The currency of an invoice of a partner, in which tax withheld from it is claimed. */
export async function currencyOfInvoice(
  { session }: Pick<UseCase, 'session'>,
  partnerId: string,
  invoiceNumber: string,
): Promise<Outcome<Currency>> {
  const [invoice] = await listReceivables(session, partnerId, [invoiceNumber])
  return invoice === undefined ? refuse('not-found', { what: 'invoice', id: invoiceNumber }) : accept(invoice.currency)
}

/** Claims tax withheld from the payment of an invoice: of one that is partly paid, and at most what is open on it. */
export async function submitWithholding(
  context: UseCase,
  account: Account,
  invoiceNumber: string,
  asked: AskedWithholding,
): Promise<Outcome<Withholding>> {
  const { partnerId } = account
  const currency = await currencyOfInvoice(context, partnerId, invoiceNumber)
  if (!currency.ok) return currency
  const known = await findOpenWithholding(context.session, partnerId, invoiceNumber)
  if (known !== undefined) return refuse('withholding-under-way', { invoice: invoiceNumber, state: known.state })
  const fits = await judgeTotal(context, partnerId, { invoiceNumber, currency: currency.value, total: asked.total })
  if (!fits.ok) return fits
  const certificateId = await keepCertificate(context, partnerId, asked.file)
  if (!certificateId.ok) return certificateId
  const withholding: Withholding = {
    ...{ partnerId, withholdingId: context.newId(), invoiceNumber, currency: currency.value, total: asked.total },
    ...{ certificateId: certificateId.value, state: 'submitted' },
    ...{ submittedAt: context.now, submittedBy: context.actor.name, decidedAt: null, decidedBy: null, note: '' },
  }
  if (!(await insertWithholding(context.session, withholding))) {
    return refuse('withholding-under-way', { invoice: invoiceNumber, state: 'submitted' })
  }
  await record(context, 'submit_withholding', null, withholding)
  return accept(withholding)
}

async function judgeTotal(
  { session }: UseCase,
  partnerId: string,
  { invoiceNumber, currency, total }: Pick<Withholding, 'invoiceNumber' | 'currency' | 'total'>,
): Promise<Outcome<undefined>> {
  const [balance] = await listReceivables(session, partnerId, [invoiceNumber])
  if (balance === undefined || balance.paid <= 0n) return unfit('not paid')
  if (balance.open <= 0n) return unfit('fully paid')
  if (total <= balance.open) return accept(undefined)
  const money = (amount: bigint) => formatAmount(amount, currency as Currency)
  const [open, claimed] = [money(balance.open), money(total)]
  return refuse('withholding-too-large', { invoice: invoiceNumber, currency, open, asked: claimed })

  function unfit(standing: string) {
    return refuse('withholding-invoice-unfit', { invoice: invoiceNumber, standing })
  }
}

/** A claim of a partner. */
export async function loadWithholding(
  { session }: Pick<UseCase, 'session'>,
  partnerId: string,
  withholdingId: string,
): Promise<Outcome<Withholding>> {
  const found = await lockWithholding(session, partnerId, withholdingId)
  return found === undefined ? refuse('not-found', { what: 'claim', id: withholdingId }) : accept(found)
}

/** Corrects a claim that was sent back: its total, its certificate or both. It is reviewed anew. */
export async function correctWithholding(
  context: UseCase,
  account: Account,
  withholdingId: string,
  asked: { readonly total: bigint; readonly file: SentFile | undefined },
): Promise<Outcome<Withholding>> {
  const loaded = await loadWithholding(context, account.partnerId, withholdingId)
  if (!loaded.ok) return loaded
  const before = loaded.value
  if (before.state !== 'sent-back') return refuse('withholding-closed', { state: before.state, asked: 'corrected' })
  const fits = await judgeTotal(context, account.partnerId, { ...before, total: asked.total })
  if (!fits.ok) return fits
  const kept =
    asked.file === undefined
      ? accept(before.certificateId)
      : await keepCertificate(context, account.partnerId, asked.file)
  if (!kept.ok) return kept
  const after: Withholding = {
    ...before,
    ...{ total: asked.total, certificateId: kept.value, state: 'submitted' },
    ...{ submittedAt: context.now, submittedBy: context.actor.name },
  }
  return change(context, 'update_withholding', before, after)
}

/** Which states the provider may give a claim in which state. */
const DECISIONS: Readonly<Record<WithholdingState, readonly WithholdingState[]>> = {
  submitted: ['approved', 'sent-back'],
  'sent-back': [],
  approved: ['completed', 'sent-back'],
  completed: [],
}

/**
 * Decides about a claim: sent back for correction, approved, or completed, which pays the invoice with the tax withheld.
 */
export async function reviewWithholding(
  given: UseCase,
  key: { readonly partnerId: string; readonly withholdingId: string },
  decision: { readonly state: Exclude<WithholdingState, 'submitted'>; readonly note: string },
): Promise<Outcome<Withholding>> {
  const locked = await lockAccount(given, key.partnerId)
  if (!locked.ok) return locked
  // On the clock of the account, which may be another than the provider's.
  const { context } = locked.value
  const loaded = await loadWithholding(context, key.partnerId, key.withholdingId)
  if (!loaded.ok) return loaded
  const before = loaded.value
  if (!DECISIONS[before.state].includes(decision.state)) {
    return refuse('withholding-closed', { state: before.state, asked: decision.state })
  }
  const credited = decision.state === 'completed' ? await creditClaim(context, before) : accept(undefined)
  if (!credited.ok) return credited
  const after = { ...before, ...decision, decidedAt: context.now, decidedBy: context.actor.name }
  return change(context, 'review_withholding', before, after)
}

async function creditClaim(context: UseCase, claim: Withholding): Promise<Outcome<unknown>> {
  return recordPayment(context, claim.partnerId, {
    ...{ method: 'withholding-tax', currency: claim.currency as Currency, amount: claim.total },
    ...{ receivedOn: dayOfInstant(context.now), payer: '', reference: claim.withholdingId },
    allocations: [{ number: claim.invoiceNumber, amount: claim.total }],
  })
}

async function change(
  context: UseCase,
  operationType: Operation,
  before: Withholding,
  after: Withholding,
): Promise<Outcome<Withholding>> {
  await updateWithholding(context.session, after)
  await record(context, operationType, before, after)
  return accept(after)
}

function record(
  context: UseCase,
  operationType: Operation,
  before: Withholding | null,
  after: Withholding,
): Promise<void> {
  const shown = ({ withholdingId, invoiceNumber, currency, total, state, note, certificateId }: Withholding) => ({
    ...{ withholdingId, invoiceNumber, certificateId, state, note },
    total: `${formatAmount(total, currency as Currency)} ${currency}`,
  })
  return recordChange(context, {
    ...{ partnerId: after.partnerId, customer: null, resourceType: 'withholding', operationType },
    before: before === null ? null : shown(before),
    after: shown(after),
  })
}
