import type { z } from 'zod'
import {
  type Contact,
  createServiceRequest,
  getRequest,
  listRequests,
  type ServiceRequest,
  type ServiceRequestNote,
  type ServiceRequestStatus,
  updateRequest,
} from '../../app/service-requests.js'
import { findSupportTopic, SUPPORT_TOPICS } from '../../app/support-topics.js'
import type { UseCase } from '../../app/use-case.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { endpoint, type RequestFacts } from '../endpoint.js'
import { readFilter } from '../filter.js'
import { attributes } from '../links.js'
import { collection, offsetPage } from '../paging.js'
import { customerParams } from '../schema/customer-user.js'
import {
  agentLocaleParams,
  createServiceRequestBody,
  customerServiceRequestParams,
  listServiceRequestsQuery,
  MOST_REQUESTS,
  serviceRequest,
  serviceRequestParams,
  serviceRequests,
  supportTopics,
  updateServiceRequestBody,
} from '../schema/service-request.js'
import { NO_DATE, wireInstant } from '../schema/wire.js'

const GROUP = 'Service requests'
const REQUESTS = '/v1/servicerequests'
const CUSTOMER_REQUESTS = '/v1/customers/:customerId/servicerequests'

export const SERVICE_REQUEST_ENDPOINTS = [
  endpoint({
    id: 'support-topics',
    method: 'GET',
    path: `${REQUESTS}/supporttopics`,
    group: GROUP,
    summary: 'What requests can be about.',
    capability: 'service-request.read',
    userOnly: true,
    response: supportTopics,
    handle: async ({ request }) => {
      const topics = SUPPORT_TOPICS.map((topic) => ({ ...topic, attributes: attributes('SupportTopic') }))
      return accept(collection(topics, request.uri))
    },
  }),
  endpoint({
    id: 'create-service-request',
    method: 'POST',
    path: `${REQUESTS}/:agentLocale`,
    group: GROUP,
    summary: 'Files a request for service, for the own account or, by the organization, for one of its customers.',
    capability: 'service-request.create',
    userOnly: true,
    params: agentLocaleParams,
    body: createServiceRequestBody,
    response: serviceRequest,
    status: 201,
    handle: async (call) => {
      const { body, params, account } = call
      const { organization, primaryContact, severity, newNote, countryCode, ...rest } = body
      const filed = await createServiceRequest(call, account!, {
        ...rest,
        ...params,
        severity: severity === undefined || severity === 'unknown' ? 'moderate' : severity,
        organization: organization ?? {},
        primaryContact: primaryContact === undefined ? undefined : withNames(primaryContact),
        country: countryCode,
        note: newNote?.text,
      })
      return filed.ok ? accept(present(filed.value.request, filed.value.notes)) : filed
    },
  }),
  endpoint({
    id: 'list-service-requests',
    method: 'GET',
    path: REQUESTS,
    group: GROUP,
    summary: 'Requests of the account, newest first.',
    capability: 'service-request.read',
    userOnly: true,
    query: listServiceRequestsQuery,
    response: serviceRequests,
    handle: (call) => answerList(call, call.query, null),
  }),
  endpoint({
    id: 'get-service-request',
    method: 'GET',
    path: `${REQUESTS}/:serviceRequestId`,
    group: GROUP,
    summary: 'One request with its notes.',
    capability: 'service-request.read',
    userOnly: true,
    params: serviceRequestParams,
    response: serviceRequest,
    handle: (call) => answerOne(getRequest(call, call.params.serviceRequestId, null)),
  }),
  endpoint({
    id: 'update-service-request',
    method: 'PATCH',
    path: `${REQUESTS}/:serviceRequestId`,
    group: GROUP,
    summary: 'Changes status or severity of a request, or adds a note.',
    capability: 'service-request.create',
    userOnly: true,
    params: serviceRequestParams,
    body: updateServiceRequestBody,
    response: serviceRequest,
    handle: (call) => answerOne(updateRequest(call, call.params.serviceRequestId, null, changeOf(call.body))),
  }),
  endpoint({
    id: 'customer-service-requests',
    method: 'GET',
    path: CUSTOMER_REQUESTS,
    group: GROUP,
    summary: 'Requests about a customer, newest first.',
    capability: 'service-request.read',
    userOnly: true,
    params: customerParams,
    query: listServiceRequestsQuery,
    response: serviceRequests,
    handle: (call) => answerList(call, call.query, call.params.customerId),
  }),
  endpoint({
    id: 'customer-service-request',
    method: 'GET',
    path: `${CUSTOMER_REQUESTS}/:serviceRequestId`,
    group: GROUP,
    summary: 'One request about a customer.',
    capability: 'service-request.read',
    userOnly: true,
    params: customerServiceRequestParams,
    response: serviceRequest,
    handle: (call) => answerOne(getRequest(call, call.params.serviceRequestId, call.params.customerId)),
  }),
  endpoint({
    id: 'update-customer-service-request',
    method: 'PATCH',
    path: `${CUSTOMER_REQUESTS}/:serviceRequestId`,
    group: GROUP,
    summary: 'Changes status or severity of a request about a customer, or adds a note.',
    capability: 'service-request.create',
    userOnly: true,
    params: customerServiceRequestParams,
    body: updateServiceRequestBody,
    response: serviceRequest,
    handle: (call) => {
      const { serviceRequestId, customerId } = call.params
      return answerOne(updateRequest(call, serviceRequestId, customerId, changeOf(call.body)))
    },
  }),
]

async function answerList(
  call: UseCase & { readonly request: RequestFacts },
  query: z.output<typeof listServiceRequestsQuery>,
  customerId: string | null,
): Promise<Outcome<unknown>> {
  const status = statusWanted(query)
  if (!status.ok) return status
  const [offset, size] = [query.offset ?? 0, query.size ?? MOST_REQUESTS]
  const found = await listRequests(call, { customerId, status: status.value, offset, limit: size })
  if (!found.ok) return found
  const items = found.value.requests.map((request) => present(request))
  return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount: found.value.total }))
}

async function answerOne(work: ReturnType<typeof getRequest>): Promise<Outcome<unknown>> {
  const found = await work
  return found.ok ? accept(present(found.value.request, found.value.notes)) : found
}

const statusWord = listServiceRequestsQuery.shape.status

/** The status a list is narrowed to, by the parameter or by the filter; `null` for any. */
function statusWanted(query: z.output<typeof listServiceRequestsQuery>): Outcome<ServiceRequestStatus | null> {
  const conditions = readFilter(query.filter, { Status: ['equals'] })
  if (!conditions.ok) return conditions
  const words: unknown[] = [
    query.status,
    ...conditions.value.map(({ value }) => statusWord.safeParse(value).data ?? ''),
  ]
  const wanted = new Set(words.filter((word) => word !== undefined && word !== 'none'))
  const [status] = wanted
  if (wanted.size > 1 || status === '') {
    return refuse('filter-unsupported', { problem: 'Status equals open, closed or attention_needed' })
  }
  return accept((status as ServiceRequestStatus | undefined) ?? null)
}

function changeOf({ status, severity, newNote }: z.output<typeof updateServiceRequestBody>) {
  return {
    status: status === 'none' ? undefined : status,
    severity: severity === 'unknown' ? undefined : severity,
    note: newNote?.text,
  }
}

type GivenContact = NonNullable<z.output<typeof createServiceRequestBody>['primaryContact']>

function withNames({ organization, firstName = '', lastName = '', ...rest }: GivenContact): Contact {
  const { id, ...named } = organization ?? {}
  return { ...rest, firstName, lastName, ...(id === undefined ? {} : { organization: { id, ...named } }) }
}

function present(request: ServiceRequest, notes?: readonly ServiceRequestNote[]) {
  return {
    id: request.serviceRequestId,
    title: request.title,
    description: request.description,
    severity: request.severity,
    supportTopicId: request.supportTopicId,
    supportTopicName: findSupportTopic(request.supportTopicId)?.name ?? '',
    status: request.status,
    organization: request.organization,
    primaryContact: request.primaryContact,
    lastUpdatedBy: request.lastUpdatedBy,
    productName: request.productName ?? '',
    productId: request.productId ?? '',
    createdDate: wireInstant(request.createdAt),
    lastModifiedDate: wireInstant(request.modifiedAt),
    lastClosedDate: request.closedAt === null ? NO_DATE : wireInstant(request.closedAt),
    ...(notes === undefined ? {} : { notes: notes.map(presentNote) }),
    countryCode: request.country,
    fileLinks: [],
    attributes: attributes('ServiceRequest'),
  }
}

function presentNote({ text, createdBy, createdAt }: ServiceRequestNote) {
  return { createdByName: createdBy, createdDate: wireInstant(createdAt), text }
}
