import type { Day, Instant } from '../core/calendar/day.js'
import type { CreditRequestState, CreditRequestType } from '../core/invoicing/credit-request.js'
import { dayParameter, instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** What whoever asks for a credit says and shows; instants as texts. */
export interface CreditEvidence {
  readonly description: string
  readonly startedAt?: string
  readonly endedAt?: string
  readonly affectedUsers?: number
  readonly locations?: string
  readonly attempts?: string
  readonly customerEmail?: string
}

/** What is written of a request when it is filed. */
export type NewCreditRequest = Omit<CreditRequest, 'customerName' | 'subscriptionName'>

/** A credit a partner asks for. */
export interface CreditRequest {
  readonly partnerId: string
  readonly creditRequestId: string
  readonly type: CreditRequestType
  readonly serviceRequestId: string
  readonly customerId: string
  readonly customerName: string
  readonly subscriptionId: string
  /** What the customer calls it, or the offer; empty where it was never activated. */
  readonly subscriptionName: string
  /** The newer of two subscriptions, of which one was ordered by mistake. */
  readonly duplicateSubscriptionId: string | null
  /** Empty but for an outage. */
  readonly incidentId: string
  readonly evidence: CreditEvidence
  /** The last day on which it could be filed. */
  readonly claimUntil: Day
  readonly state: CreditRequestState
  readonly submittedAt: Instant
  readonly submittedBy: string
  /** When its state changed last, and by whom; `null` while it is submitted. */
  readonly decidedAt: Instant | null
  readonly decidedBy: string | null
  /** What who decided had to say. */
  readonly note: string
  /** What credits it: an adjustment, or a credit note. */
  readonly adjustmentId: string | null
  readonly creditNote: string | null
  /** Number of the document the credit is on. */
  readonly creditedOn: string | null
}

const COLUMNS = `r.partner_id as "partnerId", r.credit_request_id as "creditRequestId", r.request_type as type,
  r.service_request_id as "serviceRequestId", r.customer_id as "customerId", r.subscription_id as "subscriptionId",
  (select c.name from customer c
   where c.partner_id = r.partner_id and c.customer_id = r.customer_id) as "customerName",
  coalesce((select s.friendly_name from subscription s
   where s.partner_id = r.partner_id and s.subscription_id = r.subscription_id), '') as "subscriptionName",
  r.duplicate_subscription_id as "duplicateSubscriptionId", r.incident_id as "incidentId", r.evidence,
  r.claim_until as "claimUntil", r.state, r.submitted_at as "submittedAt", r.submitted_by as "submittedBy",
  r.decided_at as "decidedAt", r.decided_by as "decidedBy", r.note, r.adjustment_id as "adjustmentId",
  r.credit_note as "creditNote",
  coalesce(r.credit_note, (select i.number from invoice_adjustment l join invoice i on i.partner_id = l.partner_id
     and i.invoice_date = l.invoice_date and i.invoice_type = l.invoice_type and i.currency = l.currency
   where l.partner_id = r.partner_id and l.adjustment_id = r.adjustment_id)) as "creditedOn"`

export async function insertCreditRequest(session: Session, request: NewCreditRequest): Promise<void> {
  await session.query(
    `insert into credit_request (partner_id, credit_request_id, request_type, service_request_id, customer_id,
       subscription_id, duplicate_subscription_id, incident_id, evidence, claim_until, state, submitted_at, submitted_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[request.partnerId, request.creditRequestId, request.type, request.serviceRequestId, request.customerId],
      ...[request.subscriptionId, request.duplicateSubscriptionId, request.incidentId],
      ...[jsonParameter(request.evidence), dayParameter(request.claimUntil), request.state],
      ...[instantParameter(request.submittedAt), request.submittedBy],
    ],
  )
}

/** The request of a kind for a subscription that was not declined: there is one at most. */
export async function findOpenCreditRequest(
  session: Session,
  { partnerId, subscriptionId, type, incidentId }: NewCreditRequest,
): Promise<CreditRequest | undefined> {
  const { rows } = await session.query<CreditRequest>(
    `select ${COLUMNS} from credit_request r
     where r.partner_id = $1 and r.subscription_id = $2 and r.request_type = $3 and r.incident_id = $4
       and r.state <> 'declined'`,
    [partnerId, subscriptionId, type, incidentId],
  )
  return rows[0]
}

/** A request of a partner, locked until the transaction ends; `undefined` where there is none. */
export async function lockCreditRequest(
  session: Session,
  partnerId: string,
  creditRequestId: string,
): Promise<CreditRequest | undefined> {
  // Locked first: who waited for somebody else's decision must see it.
  await session.query('select 1 from credit_request where partner_id = $1 and credit_request_id = $2 for update', [
    partnerId,
    creditRequestId,
  ])
  return findCreditRequest(session, partnerId, creditRequestId)
}

export async function findCreditRequest(
  session: Session,
  partnerId: string,
  creditRequestId: string,
): Promise<CreditRequest | undefined> {
  const { rows } = await session.query<CreditRequest>(
    `select ${COLUMNS} from credit_request r where r.partner_id = $1 and r.credit_request_id = $2`,
    [partnerId, creditRequestId],
  )
  return rows[0]
}

/** The requests credited by adjustments of partners, locked until the transaction ends. */
export async function lockCreditRequestsOf(
  session: Session,
  adjustments: readonly { readonly partnerId: string; readonly adjustmentId: string }[],
): Promise<CreditRequest[]> {
  const { rows } = await session.query<CreditRequest>(
    `select ${COLUMNS} from credit_request r
     join unnest($1::uuid[], $2::uuid[]) as v (partner_id, adjustment_id)
       on r.partner_id = v.partner_id and r.adjustment_id = v.adjustment_id
     order by r.partner_id, r.credit_request_id for update of r`,
    [adjustments.map(({ partnerId }) => partnerId), adjustments.map(({ adjustmentId }) => adjustmentId)],
  )
  return rows
}

/** Writes what can change of a request. */
export async function updateCreditRequest(session: Session, request: CreditRequest): Promise<void> {
  await session.query(
    `update credit_request set evidence = $3, state = $4, decided_at = $5, decided_by = $6, note = $7,
       adjustment_id = $8, credit_note = $9
     where partner_id = $1 and credit_request_id = $2`,
    [
      ...[request.partnerId, request.creditRequestId, jsonParameter(request.evidence), request.state],
      ...[request.decidedAt === null ? null : instantParameter(request.decidedAt), request.decidedBy, request.note],
      ...[request.adjustmentId, request.creditNote],
    ],
  )
}

/** Which requests to list, newest first; fields left out do not narrow. */
export interface CreditRequestFilter {
  readonly partnerId?: string | undefined
  readonly states?: readonly CreditRequestState[] | undefined
  readonly offset?: number
  readonly limit: number
}

const FILTER = '($1::uuid is null or r.partner_id = $1) and ($2::text[] is null or r.state = any($2))'

/** A part of the requests, and how many there are. */
export async function listCreditRequests(
  session: Session,
  filter: CreditRequestFilter,
): Promise<{ readonly requests: readonly CreditRequest[]; readonly totalCount: number }> {
  const parameters = [filter.partnerId ?? null, filter.states ?? null]
  const { rows: requests } = await session.query<CreditRequest>(
    `select ${COLUMNS} from credit_request r where ${FILTER}
     order by r.submitted_at desc, r.credit_request_id desc limit $3 offset $4`,
    [...parameters, filter.limit, filter.offset ?? 0],
  )
  const { rows } = await session.query<{ readonly count: bigint }>(
    `select count(*) as count from credit_request r where ${FILTER}`,
    parameters,
  )
  return { requests, totalCount: Number(rows[0]!.count) }
}
