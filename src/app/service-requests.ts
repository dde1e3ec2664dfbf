import { createHash } from 'node:crypto'
import type { Operation } from '../core/access/operation.js'
import { formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  appendNote,
  type Contact,
  findServiceRequest,
  insertServiceRequest,
  listNotes,
  listServiceRequests,
  type ServiceRequest,
  type ServiceRequestNote,
  type ServiceRequestPage,
  type ServiceRequestSeverity,
  type ServiceRequestStatus,
  updateServiceRequest,
} from '../store/service-requests.js'
import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import { type CustomerRef, loadCustomer } from './load-customer.js'
import { findSupportTopic } from './support-topics.js'
import type { UseCase } from './use-case.js'

export type { Contact, ServiceRequest, ServiceRequestNote, ServiceRequestSeverity, ServiceRequestStatus }

/** What somebody asks for. */
export interface NewServiceRequest {
  readonly title: string
  readonly description: string
  readonly severity: ServiceRequestSeverity
  readonly supportTopicId: string
  /** Who is concerned: the own account, or one of its customers; without an id, the own account. */
  readonly organization: { readonly id?: string | undefined; readonly phoneNumber?: string | undefined }
  readonly primaryContact: Contact | undefined
  readonly productId: string | undefined
  readonly productName: string | undefined
  readonly country: string | undefined
  readonly agentLocale: string
  readonly note: string | undefined
}

/** A request with what was said about it. */
export interface ServiceRequestWithNotes {
  readonly request: ServiceRequest
  readonly notes: readonly ServiceRequestNote[]
}

/** Files a request. One about a customer of a provider stands with the provider, and is seen by the reseller that filed it. */
export async function createServiceRequest(
  context: UseCase,
  account: Account,
  wanted: NewServiceRequest,
): Promise<Outcome<ServiceRequestWithNotes>> {
  if (findSupportTopic(wanted.supportTopicId) === undefined) {
    return refuse('support-topic-unknown', { topic: wanted.supportTopicId })
  }
  const concerned = await customerConcerned(context, account, wanted.organization.id)
  if (!concerned.ok) return concerned
  const customer = concerned.value
  const { title, description, severity, supportTopicId, agentLocale } = wanted
  const { phoneNumber } = wanted.organization
  const { id, name } = customer === null ? { id: account.partnerId, name: account.name } : named(customer)
  const request: Omit<ServiceRequest, 'serviceRequestId'> = {
    ...{ title, description, severity, supportTopicId, agentLocale, status: 'open' },
    partnerId: customer?.partnerId ?? account.partnerId,
    accountId: account.partnerId,
    customerId: customer?.customerId ?? null,
    productId: wanted.productId ?? null,
    productName: wanted.productName ?? null,
    country: wanted.country ?? customer?.country ?? account.country,
    organization: { id, name, ...(phoneNumber === undefined ? {} : { phoneNumber }) },
    primaryContact: wanted.primaryContact ?? contactOf(context),
    lastUpdatedBy: contactOf(context),
    ...{ createdAt: context.now, modifiedAt: context.now, closedAt: null },
  }
  const filed = await file(context, request)
  if (wanted.note !== undefined) await appendNote(context.session, filed, noteOf(context, wanted.note))
  await record(context, 'create_service_request', customer, null, filed)
  return accept({ request: filed, notes: await listNotes(context.session, filed) })
}

const MOST_TRIES = 10

async function file(context: UseCase, request: Omit<ServiceRequest, 'serviceRequestId'>): Promise<ServiceRequest> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const filed = { ...request, serviceRequestId: requestNumber(context) }
    if (await insertServiceRequest(context.session, filed)) return filed
  }
  throw new Error('no number is free for a service request')
}

/** Fifteen digits: the day, and nine that are taken from a new id. */
function requestNumber({ now, newId }: UseCase): string {
  const day = formatDay(dayOfInstant(now)).replaceAll('-', '').slice(2)
  const digest = createHash('sha256').update(newId()).digest().readBigUInt64BE()
  return day + String(digest % 1_000_000_000n).padStart(9, '0')
}

/** The customer a request is about; `null` for the account itself. */
async function customerConcerned(
  context: UseCase,
  account: Account,
  organizationId: string | undefined,
): Promise<Outcome<CustomerRef | null>> {
  if (organizationId === undefined || organizationId === account.partnerId) return accept(null)
  const customer = await loadCustomer(context, organizationId)
  return customer.ok ? customer : refuse('organization-unknown', { organization: organizationId })
}

function named({ customerId, name }: CustomerRef) {
  return { id: customerId, name }
}

function contactOf({ actor }: UseCase): Contact {
  const email = actor.name.includes('@') ? { email: actor.name } : {}
  return { contactId: actor.id, firstName: '', lastName: actor.name, ...email }
}

function noteOf({ actor, now }: UseCase, text: string): ServiceRequestNote {
  return { text, createdBy: actor.name, createdAt: now }
}

/** Requests of the account, or of one customer, newest first. */
export async function listRequests(
  context: UseCase,
  page: ServiceRequestPage,
): Promise<Outcome<{ readonly requests: readonly ServiceRequest[]; readonly total: number }>> {
  const known = await knownCustomer(context, page.customerId)
  return known.ok ? accept(await listServiceRequests(context.session, context.scope, page)) : known
}

/** One request of the account, or of one customer. */
export async function getRequest(
  context: UseCase,
  serviceRequestId: string,
  customerId: string | null,
): Promise<Outcome<ServiceRequestWithNotes>> {
  const known = await knownCustomer(context, customerId)
  if (!known.ok) return known
  const request = await findServiceRequest(context.session, context.scope, serviceRequestId, customerId)
  if (request === undefined) return refuse('service-request-not-found', { request: serviceRequestId })
  return accept({ request, notes: await listNotes(context.session, request) })
}

/** What is to be changed; what is left out stays. */
export interface ServiceRequestChange {
  readonly status?: ServiceRequestStatus | undefined
  readonly severity?: ServiceRequestSeverity | undefined
  readonly note?: string | undefined
}

/** Most notes of one request. */
const MOST_NOTES = 1_000

/** Changes status or severity of a request, or adds a note; what asks for nothing new changes nothing. */
export async function updateRequest(
  context: UseCase,
  serviceRequestId: string,
  customerId: string | null,
  change: ServiceRequestChange,
): Promise<Outcome<ServiceRequestWithNotes>> {
  const known = await knownCustomer(context, customerId)
  if (!known.ok) return known
  const { session, now } = context
  const request = await findServiceRequest(session, context.scope, serviceRequestId, customerId, 'lock')
  if (request === undefined) return refuse('service-request-not-found', { request: serviceRequestId })
  const notes = await listNotes(session, request)
  const { status = request.status, severity = request.severity, note } = change
  if (status === request.status && severity === request.severity && note === undefined) {
    return accept({ request, notes })
  }
  if (note !== undefined && notes.length >= MOST_NOTES) return refuse('service-request-full', { limit: MOST_NOTES })
  const closes = status === 'closed' && request.status !== 'closed'
  const after: ServiceRequest = {
    ...{ ...request, status, severity, modifiedAt: now },
    lastUpdatedBy: contactOf(context),
    closedAt: closes ? now : request.closedAt,
  }
  await updateServiceRequest(session, after)
  if (note !== undefined) await appendNote(session, request, noteOf(context, note))
  const customer =
    after.customerId === null ? null : { customerId: after.customerId, name: after.organization.name ?? '' }
  await record(context, 'update_service_request', customer, request, after)
  return accept({ request: after, notes: note === undefined ? notes : [...notes, noteOf(context, note)] })
}

async function knownCustomer(context: UseCase, customerId: string | null): Promise<Outcome<undefined>> {
  if (customerId === null) return accept(undefined)
  const customer = await loadCustomer(context, customerId)
  return customer.ok ? accept(undefined) : customer
}

/** The contract has no words for service requests in the activity log; `action` says what was done. */
function record(
  context: UseCase,
  action: Operation,
  customer: { readonly customerId: string; readonly name: string } | null,
  before: ServiceRequest | null,
  after: ServiceRequest,
): Promise<void> {
  const shown = ({ title, severity, status, supportTopicId }: ServiceRequest) => ({
    ...{ title, severity, status, supportTopicId },
  })
  return recordChange(context, {
    partnerId: after.partnerId,
    customer,
    resourceType: 'undefined',
    operationType: 'undefined',
    before: before === null ? null : shown(before),
    after: shown(after),
    data: { action, serviceRequestId: after.serviceRequestId },
  })
}
