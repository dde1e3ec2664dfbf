import type { Operation } from '../core/access/operation.js'
import type { Instant } from '../core/calendar/day.js'
import { CREDIT_REQUEST_TYPES, type CreditRequestState } from '../core/invoicing/credit-request.js'
import { type CreditRequest, lockCreditRequestsOf, updateCreditRequest } from '../store/credit-requests.js'
import { recordChange } from './audit.js'
import { type ServiceRequestStatus, updateRequest } from './service-requests.js'
import { systemContext } from './system-context.js'
import type { Session, UseCase } from './use-case.js'

/** What everybody else sees of a request: the status of its service request. */
const STATUSES: Readonly<Record<CreditRequestState, ServiceRequestStatus>> = {
  submitted: 'open',
  'in-review': 'open',
  'more-information': 'attention_needed',
  approved: 'open',
  declined: 'closed',
  completed: 'closed',
}

/** What its service request is told when a request comes into a state. */
const SENTENCES: Readonly<Record<CreditRequestState, string>> = {
  submitted: 'Information was added.',
  'in-review': 'The request is being reviewed.',
  'more-information': 'More information is needed.',
  approved: 'The credit was approved.',
  declined: 'The credit was declined.',
  completed: 'The credit was granted.',
}

/** Writes a request that has changed, into the activity log as well, and its service request follows. */
export async function changeCreditRequest(
  context: UseCase,
  operationType: Operation,
  before: CreditRequest,
  after: CreditRequest,
): Promise<CreditRequest> {
  await updateCreditRequest(context.session, after)
  await recordCreditRequest(context, operationType, before, after)
  const note = [SENTENCES[after.state], after.state === before.state ? '' : after.note].filter(Boolean).join(' ')
  await follow(context, after, note)
  return after
}

async function follow(context: UseCase, { serviceRequestId, state }: CreditRequest, note: string): Promise<void> {
  const status = STATUSES[state]
  const noted = await updateRequest(context, serviceRequestId, null, { status, note })
  if (noted.ok) return
  // It may be full of notes; its status is what counts.
  const followed = await updateRequest(context, serviceRequestId, null, { status })
  if (!followed.ok) throw new Error(followed.refusal.message)
}

export function recordCreditRequest(
  context: UseCase,
  operationType: Operation,
  before: CreditRequest | null,
  after: CreditRequest,
): Promise<void> {
  const shown = (one: CreditRequest) => ({
    ...{ creditRequestId: one.creditRequestId, type: CREDIT_REQUEST_TYPES[one.type].what, state: one.state },
    ...{ subscriptionId: one.subscriptionId, note: one.note },
    ...(one.adjustmentId === null ? {} : { adjustmentId: one.adjustmentId }),
    ...(one.creditedOn === null ? {} : { creditedOn: one.creditedOn }),
  })
  return recordChange(context, {
    ...{ partnerId: after.partnerId, customer: null, resourceType: 'credit_request', operationType },
    before: before === null ? null : shown(before),
    after: shown(after),
  })
}

type AdjustmentKey = { readonly partnerId: string; readonly adjustmentId: string }

/** Completes the requests whose credits are on issued invoices, in the transaction that issues them. */
export async function completeCreditRequests(
  session: Session,
  credits: readonly (AdjustmentKey & { readonly number: string })[],
  clock: { readonly now: Instant; readonly newId: () => string },
): Promise<void> {
  const numbers = new Map(credits.map(({ partnerId, adjustmentId, number }) => [partnerId + adjustmentId, number]))
  for (const before of await lockCreditRequestsOf(session, credits)) {
    const context = systemContext(session, before.partnerId, clock)
    const creditedOn = numbers.get(`${before.partnerId}${before.adjustmentId}`)!
    const after: CreditRequest = {
      ...{ ...before, state: 'completed', creditedOn, note: `It is on the invoice ${creditedOn}.` },
      ...{ decidedAt: clock.now, decidedBy: context.actor.name },
    }
    await changeCreditRequest(context, 'complete_credit_request', before, after)
  }
}

/** Takes the approval of a request back where the adjustment that was to credit it is rejected or withdrawn. */
export async function reopenCreditRequest(context: UseCase, key: AdjustmentKey, note: string): Promise<void> {
  for (const before of await lockCreditRequestsOf(context.session, [key])) {
    const after: CreditRequest = {
      ...{ ...before, state: 'in-review', adjustmentId: null, note },
      ...{ decidedAt: context.now, decidedBy: context.actor.name },
    }
    await changeCreditRequest(context, 'reopen_credit_request', before, after)
  }
}
