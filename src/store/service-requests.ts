import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

export type ServiceRequestStatus = 'open' | 'closed' | 'attention_needed'
export type ServiceRequestSeverity = 'critical' | 'moderate' | 'minimal'

export interface Organization {
  readonly id: string
  readonly name?: string | undefined
  readonly phoneNumber?: string | undefined
}

export interface Contact {
  readonly organization?: Organization | undefined
  readonly contactId?: string | undefined
  readonly lastName?: string | undefined
  readonly firstName?: string | undefined
  readonly email?: string | undefined
  readonly phoneNumber?: string | undefined
}

/** What a partner asked the provider to do. */
export interface ServiceRequest {
  readonly partnerId: string
  readonly serviceRequestId: string
  /** The account that filed it: the partner, or a reseller for a customer of the partner. */
  readonly accountId: string
  /** The customer it is about; `null` for the partner's own. */
  readonly customerId: string | null
  readonly title: string
  readonly description: string
  readonly severity: ServiceRequestSeverity
  readonly status: ServiceRequestStatus
  readonly supportTopicId: string
  readonly productId: string | null
  readonly productName: string | null
  readonly agentLocale: string
  readonly country: string
  readonly organization: Organization
  readonly primaryContact: Contact
  readonly lastUpdatedBy: Contact
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  /** `null` where it was never closed. */
  readonly closedAt: Instant | null
}

export interface ServiceRequestNote {
  readonly text: string
  readonly createdBy: string
  readonly createdAt: Instant
}

/** Whose requests may be read: those of an account, and those it filed with the partners it works with. */
export interface ServiceRequestScope {
  readonly accountId: string
  readonly partnerIds: readonly string[]
}

const SELECT = `select partner_id as "partnerId", service_request_id as "serviceRequestId", account_id as "accountId",
    customer_id as "customerId", title, description, severity, status, support_topic_id as "supportTopicId",
    product_id as "productId", product_name as "productName", agent_locale as "agentLocale", country, organization,
    primary_contact as "primaryContact", last_updated_by as "lastUpdatedBy", created_at as "createdAt",
    modified_at as "modifiedAt", closed_at as "closedAt"
  from service_request`
const IN_SCOPE = 'partner_id = any($1::uuid[]) and (partner_id = $2 or account_id = $2)'

function scopeParameters({ accountId, partnerIds }: ServiceRequestScope) {
  return [[...new Set([accountId, ...partnerIds])], accountId] as const
}

/** Writes a request; `false` where the partner has one with its id. */
export async function insertServiceRequest(session: Session, request: ServiceRequest): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into service_request (partner_id, service_request_id, account_id, customer_id, title, description, severity,
       status, support_topic_id, product_id, product_name, agent_locale, country, organization, primary_contact,
       last_updated_by, created_at, modified_at, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, null)
     on conflict do nothing`,
    [
      ...[request.partnerId, request.serviceRequestId, request.accountId, request.customerId, request.title],
      ...[request.description, request.severity, request.status, request.supportTopicId, request.productId],
      ...[request.productName, request.agentLocale, request.country, jsonParameter(request.organization)],
      ...[jsonParameter(request.primaryContact), jsonParameter(request.lastUpdatedBy)],
      instantParameter(request.createdAt),
    ],
  )
  return rowCount === 1
}

/** Writes what can change of a request. */
export async function updateServiceRequest(session: Session, request: ServiceRequest): Promise<void> {
  await session.query(
    `update service_request set severity = $3, status = $4, last_updated_by = $5, modified_at = $6, closed_at = $7
     where partner_id = $1 and service_request_id = $2`,
    [
      ...[request.partnerId, request.serviceRequestId, request.severity, request.status],
      ...[jsonParameter(request.lastUpdatedBy), instantParameter(request.modifiedAt)],
      request.closedAt === null ? null : instantParameter(request.closedAt),
    ],
  )
}

/** One request in scope, of one customer where one is given. */
export async function findServiceRequest(
  session: Session,
  scope: ServiceRequestScope,
  serviceRequestId: string,
  customerId: string | null,
  lock: 'lock' | 'read' = 'read',
): Promise<ServiceRequest | undefined> {
  const { rows } = await session.query<ServiceRequest>(
    `${SELECT} where ${IN_SCOPE} and service_request_id = $3 and ($4::uuid is null or customer_id = $4)
     order by partner_id limit 1 ${lock === 'lock' ? 'for update' : ''}`,
    [...scopeParameters(scope), serviceRequestId, customerId],
  )
  return rows[0]
}

export interface ServiceRequestPage {
  readonly customerId: string | null
  readonly status: ServiceRequestStatus | null
  readonly offset: number
  readonly limit: number
}

/** Requests in scope, newest first, and how many there are. */
export async function listServiceRequests(
  session: Session,
  scope: ServiceRequestScope,
  page: ServiceRequestPage,
): Promise<{ readonly requests: ServiceRequest[]; readonly total: number }> {
  const wanted = `${IN_SCOPE} and ($3::uuid is null or customer_id = $3) and ($4::text is null or status = $4)`
  const parameters = [...scopeParameters(scope), page.customerId, page.status]
  const { rows } = await session.query<ServiceRequest>(
    `${SELECT} where ${wanted} order by created_at desc, service_request_id desc limit $5 offset $6`,
    [...parameters, page.limit, page.offset],
  )
  const { rows: counts } = await session.query<{ total: number }>(
    `select count(*)::int as total from service_request where ${wanted}`,
    parameters,
  )
  return { requests: rows, total: counts[0]!.total }
}

type RequestKey = Pick<ServiceRequest, 'partnerId' | 'serviceRequestId'>

/** Adds a note to a request, which the caller holds locked or has just made. */
export async function appendNote(session: Session, key: RequestKey, note: ServiceRequestNote): Promise<void> {
  await session.query(
    `insert into service_request_note (partner_id, service_request_id, note_number, text, created_by, created_at)
     select $1, $2, coalesce(max(note_number), 0) + 1, $3, $4, $5 from service_request_note
     where partner_id = $1 and service_request_id = $2`,
    [key.partnerId, key.serviceRequestId, note.text, note.createdBy, instantParameter(note.createdAt)],
  )
}

/** Notes of a request, in order. */
export async function listNotes(session: Session, key: RequestKey): Promise<ServiceRequestNote[]> {
  const { rows } = await session.query<ServiceRequestNote>(
    `select text, created_by as "createdBy", created_at as "createdAt" from service_request_note
     where partner_id = $1 and service_request_id = $2 order by note_number`,
    [key.partnerId, key.serviceRequestId],
  )
  return rows
}
