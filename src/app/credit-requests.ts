import type { Instant } from '../core/calendar/day.js'
import { dayOfInstant, formatInstant } from '../core/calendar/instant.js'
import {
  CREDIT_REQUEST_TYPES,
  type CreditClaim,
  type CreditRequestState,
  type CreditRequestType,
  judgeClaim,
  type PurchaseFacts,
  REVIEWS,
} from '../core/invoicing/credit-request.js'
import { USUAL_TAX_CLASS } from '../core/invoicing/tax-class.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { sumSubscriptionMoney } from '../store/adjustments.js'
import {
  type CreditEvidence,
  type CreditRequest,
  type CreditRequestFilter,
  findCreditRequest,
  findOpenCreditRequest,
  insertCreditRequest,
  listCreditRequests,
  lockCreditRequest,
  type NewCreditRequest,
} from '../store/credit-requests.js'
import { hasCreditNote } from '../store/journal.js'
import { countLicenses } from '../store/license-assignments.js'
import { findTaxClasses } from '../store/tax-rates.js'
import type { Account } from './accounts.js'
import { proposeAdjustment } from './adjustments.js'
import { changeCreditRequest, recordCreditRequest } from './credit-request-states.js'
import { lockAccount } from './lock-account.js'
import { operatorContext } from './operator-context.js'
import { createServiceRequest } from './service-requests.js'
import type { SubscriptionView } from './subscription-view.js'
import { type LoadedSubscription, loadSubscription } from './subscriptions.js'
import type { UseCase } from './use-case.js'

export type { CreditRequest, CreditRequestFilter, CreditRequestState }

/** A credit as a partner asks for it. */
export interface AskedCredit {
  readonly type: CreditRequestType
  readonly customerId: string
  readonly subscriptionId: string
  readonly duplicateSubscriptionId: string | undefined
  readonly incidentId: string | undefined
  readonly advisory: boolean
  readonly description: string
  readonly startedAt: Instant | undefined
  readonly endedAt: Instant | undefined
  readonly affectedUsers: number | undefined
  readonly locations: string | undefined
  readonly attempts: string | undefined
  readonly customerEmail: string | undefined
  readonly agentLocale: string
}

/** The topic of service requests that ask for credits. */
const TOPIC = '101'

/** Files a request for credit with a service request beside it; refused where it cannot be granted by its rules. */
export async function fileCreditRequest(
  context: UseCase,
  account: Account,
  asked: AskedCredit,
): Promise<Outcome<CreditRequest>> {
  // Two requests for the same thing come one after the other.
  const locked = await lockAccount(context, account.partnerId)
  if (!locked.ok) return locked
  const claim = await claimOf(context, asked)
  if (!claim.ok) return claim
  const claimUntil = judgeClaim(claim.value, context.now)
  if (!claimUntil.ok) return claimUntil
  const { what } = CREDIT_REQUEST_TYPES[asked.type]
  const request: NewCreditRequest = {
    ...{ partnerId: account.partnerId, creditRequestId: context.newId(), type: asked.type, serviceRequestId: '' },
    ...{ customerId: asked.customerId, subscriptionId: asked.subscriptionId },
    duplicateSubscriptionId: asked.type === 'duplicate-order' ? (asked.duplicateSubscriptionId ?? null) : null,
    incidentId: claim.value.type === 'sla-outage' ? claim.value.outage.incidentId : '',
    ...{ evidence: evidenceOf(asked), claimUntil: claimUntil.value, state: 'submitted' },
    ...{ submittedAt: context.now, submittedBy: context.actor.name, decidedAt: null, decidedBy: null, note: '' },
    ...{ adjustmentId: null, creditNote: null, creditedOn: null },
  }
  const open = await findOpenCreditRequest(context.session, request)
  if (open !== undefined) {
    return refuse('credit-request-under-way', { subscription: asked.subscriptionId, state: open.state })
  }
  const service = await createServiceRequest(context, account, {
    ...{ title: `Credit request: ${what}`, description: asked.description, severity: 'moderate' },
    ...{ supportTopicId: TOPIC, organization: { id: asked.customerId }, primaryContact: undefined },
    ...{ productId: undefined, productName: claim.value.purchase.skuTitle, country: undefined },
    ...{ agentLocale: asked.agentLocale, note: undefined },
  })
  if (!service.ok) return service
  const { serviceRequestId } = service.value.request
  await insertCreditRequest(context.session, { ...request, serviceRequestId })
  const filed = (await findCreditRequest(context.session, account.partnerId, request.creditRequestId))!
  await recordCreditRequest(context, 'file_credit_request', null, filed)
  return accept(filed)
}

async function claimOf(context: UseCase, asked: AskedCredit): Promise<Outcome<CreditClaim>> {
  const { type, customerId } = asked
  const loaded = await loadSubscription(context, customerId, asked.subscriptionId)
  if (!loaded.ok) return loaded
  const purchase = await purchaseOf(context, loaded.value)
  switch (type) {
    case 'accidental-purchase':
      return accept({ type, purchase })
    case 'duplicate-order': {
      if (asked.duplicateSubscriptionId === undefined) {
        return refuse('credit-request-evidence-missing', { missing: 'duplicateSubscriptionId' })
      }
      const newer = await loadSubscription(context, customerId, asked.duplicateSubscriptionId)
      return newer.ok ? accept({ type, purchase, duplicate: await purchaseOf(context, newer.value) }) : newer
    }
    case 'sla-outage': {
      const incidentId = (asked.incidentId ?? '').toUpperCase()
      const { domainName: customerDomain } = loaded.value.customer
      return accept({ type, purchase, outage: { ...asked, incidentId, customerDomain } })
    }
  }
}

async function purchaseOf({ session }: UseCase, { customer, view }: LoadedSubscription): Promise<PurchaseFacts> {
  const { sku, availability, refunds } = view
  const held = (await countLicenses(session, customer)).find(
    ({ productId, skuId }) => productId === sku.productId && skuId === sku.skuId,
  )
  return {
    ...{ subscriptionId: view.subscriptionId, customerId: customer.customerId, purchasedAt: view.createdAt },
    ...{ profile: availability.profile.id, skuTitle: sku.skuTitle, trial: view.trial },
    creditedUntil: refunds.find(({ refund }) => refund === 'full')?.until,
    assignedLicenses: held?.users ?? 0,
  }
}

function evidenceOf(asked: AskedCredit): CreditEvidence {
  const { description, startedAt, endedAt, affectedUsers, locations, attempts, customerEmail } = asked
  return {
    description,
    ...(startedAt === undefined ? {} : { startedAt: formatInstant(startedAt) }),
    ...(endedAt === undefined ? {} : { endedAt: formatInstant(endedAt) }),
    ...(affectedUsers === undefined ? {} : { affectedUsers }),
    ...(locations === undefined ? {} : { locations }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(customerEmail === undefined ? {} : { customerEmail }),
  }
}

/** Requests, newest first, and how many there are. */
export function showCreditRequests({ session }: Pick<UseCase, 'session'>, filter: CreditRequestFilter) {
  return listCreditRequests(session, filter)
}

type RequestKey = { readonly partnerId: string; readonly creditRequestId: string }

/** A request of a partner; another partner's does not exist. */
export async function loadCreditRequest(
  { session }: Pick<UseCase, 'session'>,
  { partnerId, creditRequestId }: RequestKey,
): Promise<Outcome<CreditRequest>> {
  const found = await findCreditRequest(session, partnerId, creditRequestId)
  return found === undefined ? refuse('not-found', { what: 'credit request', id: creditRequestId }) : accept(found)
}

/** Adds what the provider asked for: the request is submitted again. */
export async function answerCreditRequest(
  context: UseCase,
  { partnerId, creditRequestId }: RequestKey,
  answer: string,
): Promise<Outcome<CreditRequest>> {
  const before = await lockCreditRequest(context.session, partnerId, creditRequestId)
  if (before === undefined) return refuse('not-found', { what: 'credit request', id: creditRequestId })
  if (before.state !== 'more-information') {
    return refuse('credit-request-closed', { state: before.state, asked: 'added to' })
  }
  const after: CreditRequest = {
    ...{ ...before, state: 'submitted', note: answer, decidedAt: context.now, decidedBy: context.actor.name },
  }
  return accept(await changeCreditRequest(context, 'answer_credit_request', before, after))
}

/** What somebody of the provider decides about a request. */
export interface CreditReview {
  readonly state: 'in-review' | 'more-information' | 'approved' | 'declined'
  readonly note: string
  /** With an approval: how much is credited before tax, read in the currency of the subscription. */
  readonly amount: ((currency: Currency) => Outcome<bigint>) | undefined
  /** With an approval instead: the number of the credit note that credits it. */
  readonly creditNote: string | undefined
}

/** Decides about a request. An approval proposes the adjustment that credits it, or names the credit note that did. */
export async function reviewCreditRequest(
  given: UseCase,
  key: RequestKey,
  review: CreditReview,
): Promise<Outcome<CreditRequest>> {
  const locked = await lockAccount(given, key.partnerId)
  if (!locked.ok) return locked
  const context = await operatorContext(given, key.partnerId)
  const before = await lockCreditRequest(context.session, key.partnerId, key.creditRequestId)
  if (before === undefined) return refuse('not-found', { what: 'credit request', id: key.creditRequestId })
  const { state, note } = review
  if (!REVIEWS[before.state].includes(state)) {
    return refuse('credit-request-closed', { state: before.state, asked: state })
  }
  const decided: CreditRequest = { ...before, state, note, decidedAt: context.now, decidedBy: context.actor.name }
  if (state !== 'approved') return accept(await changeCreditRequest(context, 'review_credit_request', before, decided))
  const credited = await credit(context, decided, review)
  if (!credited.ok) return credited
  return accept(await changeCreditRequest(context, 'review_credit_request', before, credited.value))
}

async function credit(
  context: UseCase,
  request: CreditRequest,
  { amount, creditNote, note }: CreditReview,
): Promise<Outcome<CreditRequest>> {
  if ((amount === undefined) === (creditNote === undefined)) {
    return refuse('malformed', { what: 'amount', problem: 'an approval says how much, or names the credit note' })
  }
  const { partnerId, customerId, type } = request
  if (amount === undefined) {
    if (!(await hasCreditNote(context.session, partnerId, creditNote!))) {
      return refuse('not-found', { what: 'credit note', id: creditNote! })
    }
    return accept({ ...request, state: 'completed', creditNote: creditNote!, creditedOn: creditNote! })
  }
  const subscriptionId = request.duplicateSubscriptionId ?? request.subscriptionId
  const loaded = await loadSubscription(context, customerId, subscriptionId)
  if (!loaded.ok) return loaded
  const { view } = loaded.value
  const { currency } = view.sale
  const wished = amount(currency)
  if (!wished.ok) return wished
  const bounded = await judgeBound(context, view, wished.value)
  if (!bounded.ok) return bounded
  const classes = await findTaxClasses(context.session, [view.availability.id])
  const { reason: reasonCode, what } = CREDIT_REQUEST_TYPES[type]
  const proposed = await proposeAdjustment(context, partnerId, {
    ...{ currency, amount: -wished.value, reasonCode, internalNote: note },
    description: `${what}${request.incidentId === '' ? '' : ` ${request.incidentId}`}: ${view.sku.skuTitle}`,
    ...{ taxClass: classes.get(view.availability.id) ?? USUAL_TAX_CLASS, invoiceType: null, notBefore: undefined },
    ...{ customerId, subscriptionId, relatedDocument: null },
  })
  return proposed.ok ? accept({ ...request, adjustmentId: proposed.value.adjustmentId }) : proposed
}

/** No more is credited of a subscription than was charged for it. */
async function judgeBound(
  { session }: UseCase,
  { partnerId, subscriptionId, sale, createdAt }: SubscriptionView,
  amount: bigint,
): Promise<Outcome<undefined>> {
  const { currency } = sale
  const from = dayOfInstant(createdAt)
  const { charged, credited } = await sumSubscriptionMoney(session, { partnerId, subscriptionId, currency, from })
  const left = charged - credited
  if (amount <= left) return accept(undefined)
  return refuse('credit-exceeds-charges', { available: formatAmount(left > 0n ? left : 0n, currency), currency })
}
