import {
  answerCreditRequest,
  type CreditRequest,
  type CreditRequestState,
  fileCreditRequest,
  loadCreditRequest,
  reviewCreditRequest,
  showCreditRequests,
} from '../../app/credit-requests.js'
import type { UseCase } from '../../app/use-case.js'
import { formatDay } from '../../core/calendar/day.js'
import type { CreditRequestType } from '../../core/invoicing/credit-request.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { endpoint, type RequestFacts } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { offsetPage } from '../paging.js'
import { MOST_ADJUSTMENTS } from '../schema/adjustment.js'
import * as schema from '../schema/credit-request.js'
import { wireInstant } from '../schema/wire.js'
import { readAmount } from './present-payments.js'

const GROUP = 'Credit requests'
const GROUP_OF_PROVIDER = 'Credit requests, for the provider'
const ROOT = '/creditrequests'
const PARTNER = '/v1/platform/partners/:partnerId/creditrequests'

const rootOf = ({ partnerId }: { readonly partnerId: string }) => `/platform/partners/${partnerId}/creditrequests`

const OWN = [
  endpoint({
    id: 'list-credit-requests',
    method: 'GET',
    path: '/v1/creditrequests',
    group: GROUP,
    summary: 'Credits the partner asked for, newest first; on request only those in one state.',
    capability: 'billing.read',
    query: schema.creditRequestsQuery,
    response: schema.creditRequestsSchema,
    handle: (call) => answerList(call, call.account!.partnerId, () => ROOT),
  }),
  endpoint({
    id: 'get-credit-request',
    method: 'GET',
    path: '/v1/creditrequests/:creditRequestId',
    group: GROUP,
    summary: 'One credit the partner asked for.',
    capability: 'billing.read',
    params: schema.creditRequestParams,
    response: schema.creditRequestSchema,
    handle: async (call) => {
      const { creditRequestId } = call.params
      return shown(await loadCreditRequest(call, { partnerId: call.account!.partnerId, creditRequestId }), ROOT)
    },
  }),
  endpoint({
    id: 'file-credit-request',
    method: 'POST',
    path: '/v1/creditrequests',
    group: GROUP,
    summary: 'Asks for a credit for an accidental purchase, a duplicate order or an outage; files a service request.',
    capability: 'credit-request.create',
    userOnly: true,
    body: schema.creditRequestBody,
    response: schema.creditRequestSchema,
    status: 201,
    handle: async (call) => {
      const { requestType, ...body } = call.body
      const type = requestType.replace('_', '-') as CreditRequestType
      return shown(
        await fileCreditRequest(call, call.account!, { ...body, type, agentLocale: call.request.locale }),
        ROOT,
      )
    },
  }),
  endpoint({
    id: 'answer-credit-request',
    method: 'POST',
    path: '/v1/creditrequests/:creditRequestId/answers',
    group: GROUP,
    summary: 'Adds the information the provider asked for.',
    capability: 'credit-request.create',
    userOnly: true,
    params: schema.creditRequestParams,
    body: schema.answerBody,
    response: schema.creditRequestSchema,
    handle: async (call) => {
      const key = { partnerId: call.account!.partnerId, ...call.params }
      return shown(await answerCreditRequest(call, key, call.body.note), ROOT)
    },
  }),
]

const PLATFORM = [
  endpoint({
    id: 'platform-list-credit-requests',
    method: 'GET',
    path: '/v1/platform/creditrequests',
    group: GROUP_OF_PROVIDER,
    summary: 'Credits partners asked for, newest first; on request those of one partner or in one state.',
    capability: 'platform.billing.read',
    query: schema.allCreditRequestsQuery,
    response: schema.creditRequestsSchema,
    handle: (call) => answerList(call, call.query.partnerId, rootOf),
  }),
  endpoint({
    id: 'platform-get-credit-request',
    method: 'GET',
    path: `${PARTNER}/:creditRequestId`,
    group: GROUP_OF_PROVIDER,
    summary: 'One credit a partner asked for.',
    capability: 'platform.billing.read',
    params: schema.partnerCreditRequestParams,
    response: schema.creditRequestSchema,
    handle: async (call) => shown(await loadCreditRequest(call, call.params), rootOf(call.params)),
  }),
  endpoint({
    id: 'platform-review-credit-request',
    method: 'POST',
    path: `${PARTNER}/:creditRequestId/decision`,
    group: GROUP_OF_PROVIDER,
    summary:
      'Takes a request into review, asks for more, declines it, or approves it: by an adjustment or a credit note.',
    capability: 'platform.adjustment.propose',
    userOnly: true,
    params: schema.partnerCreditRequestParams,
    body: schema.reviewBody,
    response: schema.creditRequestSchema,
    handle: async (call) => {
      const { state, note = '', amount, creditNoteId: creditNote } = call.body
      const reviewed = await reviewCreditRequest(call, call.params, {
        state: stateOf(state) as 'in-review' | 'more-information' | 'approved' | 'declined',
        note,
        amount: amount === undefined ? undefined : (currency) => readAmount(amount, currency),
        creditNote,
      })
      return shown(reviewed, rootOf(call.params))
    },
  }),
]

interface ListWish {
  readonly state: string | undefined
  readonly size: number | undefined
  readonly offset: number | undefined
}

async function answerList(
  call: UseCase & { readonly request: RequestFacts; readonly query: ListWish },
  partnerId: string | undefined,
  root: (request: CreditRequest) => string,
): Promise<Outcome<unknown>> {
  const { state, size = MOST_ADJUSTMENTS, offset = 0 } = call.query
  const states = state === undefined ? undefined : [stateOf(state)]
  const { requests, totalCount } = await showCreditRequests(call, { partnerId, states, limit: size, offset })
  const items = requests.map((one) => present(one, root(one)))
  return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount }))
}

function stateOf(word: string): CreditRequestState {
  return word.replace('_', '-') as CreditRequestState
}

function shown(request: Outcome<CreditRequest>, root: string): Outcome<unknown> {
  return request.ok ? accept(present(request.value, root)) : request
}

function present(request: CreditRequest, root: string) {
  const { duplicateSubscriptionId, incidentId, decidedAt, adjustmentId, creditedOn } = request
  return {
    id: request.creditRequestId,
    partnerId: request.partnerId,
    requestType: request.type.replace('-', '_'),
    state: request.state.replace('-', '_'),
    serviceRequestId: request.serviceRequestId,
    customerId: request.customerId,
    customerName: request.customerName,
    subscriptionId: request.subscriptionId,
    subscriptionName: request.subscriptionName,
    ...(duplicateSubscriptionId === null ? {} : { duplicateSubscriptionId }),
    ...(incidentId === '' ? {} : { incidentId }),
    ...request.evidence,
    claimUntil: formatDay(request.claimUntil),
    submittedDate: wireInstant(request.submittedAt),
    submittedBy: request.submittedBy,
    ...(decidedAt === null ? {} : { decidedDate: wireInstant(decidedAt) }),
    note: request.note,
    ...(adjustmentId === null ? {} : { adjustmentId }),
    ...(creditedOn === null ? {} : { creditedOn }),
    links: selfLink(`${root}/${request.creditRequestId}`),
    attributes: attributes('CreditRequest'),
  }
}

export const CREDIT_REQUEST_ENDPOINTS = [...OWN, ...PLATFORM]
