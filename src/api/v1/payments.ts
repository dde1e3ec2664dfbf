import { readAccount, readStatement } from '../../app/account-statement.js'
import { allocatePayment } from '../../app/allocate-payment.js'
import { loadPayment, readPayments } from '../../app/payments.js'
import { type Day, formatDay, parseDay } from '../../core/calendar/day.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { endpoint, type RequestFacts } from '../endpoint.js'
import { foundPage, readSeekPosition, type SeekPage } from '../paging.js'
import * as schema from '../schema/payments.js'
import { presentAccount, presentPayment, presentStatement, readWishes } from './present-payments.js'

const GROUP = 'Payments'
const ROOT = '/payments'

interface PaymentsQuery {
  readonly unallocated: 'true' | 'false' | undefined
  readonly size: number | undefined
}

/** A page of a partner's payments, newest first. */
export async function paymentsPage(
  call: Parameters<typeof readPayments>[0] & { readonly query: PaymentsQuery; readonly request: RequestFacts },
  partnerId: string,
  root: string,
): Promise<Outcome<SeekPage<ReturnType<typeof presentPayment>>>> {
  const position = readSeekPosition(call.request, 'text', 'guid')
  if (!position.ok) return position
  const [day, paymentId] = position.value.after ?? []
  const receivedOn = parseDay(day ?? '')
  const { unallocated, size = schema.MOST_PAYMENTS } = call.query
  const found = await readPayments(call, partnerId, {
    onlyUnallocated: unallocated === 'true',
    after: receivedOn === undefined || paymentId === undefined ? undefined : { receivedOn, paymentId },
    limit: size + 1,
  })
  const keyOf = (last: (typeof found)[number]) => [formatDay(last.receivedOn), last.paymentId]
  return accept(foundPage(found, size, call.request, keyOf, (payment) => presentPayment(payment, root)))
}

interface StatementQuery {
  readonly currency: string | undefined
  readonly from: Day
  readonly to: Day
  readonly size: number | undefined
  readonly offset: number | undefined
}

/** A page of a partner's running statement. */
export async function statementPage(
  call: Parameters<typeof readStatement>[0] & { readonly query: StatementQuery; readonly request: RequestFacts },
  partnerId: string,
) {
  const { size = schema.MOST_PAYMENTS, offset = 0, currency, from, to } = call.query
  const statement = await readStatement(call, partnerId, { currency, from, to, limit: size, offset })
  return accept(presentStatement(statement, { uri: call.request.uri, size, offset }))
}

export const PAYMENT_ENDPOINTS = [
  endpoint({
    id: 'get-account-balance',
    method: 'GET',
    path: '/v1/account/balance',
    group: GROUP,
    summary: 'What the account owes by currency, what is overdue, and what is left of the credit limit.',
    capability: 'billing.read',
    response: schema.accountSchema,
    handle: async (call) => accept(presentAccount(await readAccount(call, call.scope.accountId), call.request.uri, '')),
  }),
  endpoint({
    id: 'get-account-statement',
    method: 'GET',
    path: '/v1/account/statement',
    group: GROUP,
    summary: 'The running statement: invoices, credit notes and payments in order, with the balance after each.',
    capability: 'billing.read',
    query: schema.statementQuery,
    response: schema.statementSchema,
    handle: async (call) => statementPage(call, call.scope.accountId),
  }),
  endpoint({
    id: 'list-payments',
    method: 'GET',
    path: '/v1/payments',
    group: GROUP,
    summary: 'Payments of the account, newest first, with the invoices each pays.',
    capability: 'billing.read',
    query: schema.paymentsQuery,
    response: schema.paymentsSchema,
    handle: async (call) => paymentsPage(call, call.scope.accountId, ROOT),
  }),
  endpoint({
    id: 'get-payment',
    method: 'GET',
    path: '/v1/payments/:paymentId',
    group: GROUP,
    summary: 'One payment.',
    capability: 'billing.read',
    params: schema.paymentParams,
    response: schema.paymentSchema,
    handle: async (call) => {
      const payment = await loadPayment(call, call.scope.accountId, call.params.paymentId)
      return payment.ok ? accept(presentPayment(payment.value, ROOT)) : payment
    },
  }),
  endpoint({
    id: 'allocate-payment',
    method: 'POST',
    path: '/v1/payments/:paymentId/allocations',
    group: GROUP,
    summary: 'Say which invoices are paid with what is left of a payment: all that is asked for, or nothing.',
    capability: 'payment.allocate',
    params: schema.paymentParams,
    body: schema.allocationBody,
    response: schema.paymentSchema,
    handle: async (call) => {
      const { accountId } = call.scope
      const payment = await loadPayment(call, accountId, call.params.paymentId)
      if (!payment.ok) return payment
      const wishes = readWishes(call.body, payment.value.currency)
      if (!wishes.ok) return wishes
      const allocated = await allocatePayment(call, accountId, call.params.paymentId, wishes.value)
      return allocated.ok ? accept(presentPayment(allocated.value, ROOT)) : allocated
    },
  }),
]
