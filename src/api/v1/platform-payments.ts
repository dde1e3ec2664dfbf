import { journalCsv, readAccount } from '../../app/account-statement.js'
import { allocatePayment, releaseAllocation } from '../../app/allocate-payment.js'
import { changePaymentDays, setCreditLimit } from '../../app/credit-limit.js'
import { loadPartner } from '../../app/partners.js'
import { loadPayment, type PaymentView } from '../../app/payments.js'
import { type ReceivedPayment, recordPayment } from '../../app/record-payment.js'
import { refundPayment } from '../../app/refund-payment.js'
import { applyCredit, writeOff } from '../../app/write-off.js'
import { amountProblem, parseTypedAmount } from '../../core/money/format-amount.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { attachment } from '../attachment.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import * as schema from '../schema/payments.js'
import { paymentsPage, statementPage } from './payments.js'
import {
  presentAccount,
  presentCredit,
  presentPayment,
  presentReceivable,
  readAmount,
  readMaybeAmount,
  readWishes,
} from './present-payments.js'

const GROUP = 'Payments, for the provider'
const BASE = '/v1/platform/partners/:partnerId'

const rootOf = (partnerId: string) => `/platform/partners/${partnerId}`

function shown(payment: Outcome<PaymentView>, partnerId: string) {
  return payment.ok ? accept(presentPayment(payment.value, `${rootOf(partnerId)}/payments`)) : payment
}

const account = endpoint({
  id: 'platform-get-account-balance',
  method: 'GET',
  path: `${BASE}/balance`,
  group: GROUP,
  summary: 'What a partner owes by currency, what is overdue, and what is left of its credit limit.',
  capability: 'platform.billing.read',
  params: schema.partnerParams,
  response: schema.accountSchema,
  handle: async (call) => {
    const { partnerId } = call.params
    const partner = await loadPartner(call, partnerId)
    if (!partner.ok) return partner
    const overview = await readAccount({ ...call, now: partner.value.clockAt ?? call.now }, partnerId)
    return accept(presentAccount(overview, call.request.uri, rootOf(partnerId)))
  },
})

const statement = endpoint({
  id: 'platform-get-account-statement',
  method: 'GET',
  path: `${BASE}/statement`,
  group: GROUP,
  summary: 'The running statement of a partner.',
  capability: 'platform.billing.read',
  params: schema.partnerParams,
  query: schema.statementQuery,
  response: schema.statementSchema,
  handle: async (call) => {
    const partner = await loadPartner(call, call.params.partnerId)
    return partner.ok ? statementPage(call, call.params.partnerId) : partner
  },
})

const journal = endpoint({
  id: 'platform-download-journal',
  method: 'GET',
  path: `${BASE}/journal/csv`,
  group: GROUP,
  summary: 'The journal of a partner as CSV, for an accounting system.',
  capability: 'platform.billing.read',
  takesLong: true,
  params: schema.partnerParams,
  query: schema.journalQuery,
  response: 'binary',
  handle: async (call) => {
    const { partnerId } = call.params
    const partner = await loadPartner(call, partnerId)
    if (!partner.ok) return partner
    const pieces: Buffer[] = []
    for await (const piece of journalCsv(call.session, { ...call.query, partnerId })) pieces.push(Buffer.from(piece))
    Object.assign(call.reply.headers, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': attachment(`journal-${partnerId}.csv`),
    })
    return accept(Buffer.concat(pieces))
  },
})

const list = endpoint({
  id: 'platform-list-payments',
  method: 'GET',
  path: `${BASE}/payments`,
  group: GROUP,
  summary: 'Payments of a partner, newest first; on request only those of which something is unallocated.',
  capability: 'platform.billing.read',
  params: schema.partnerParams,
  query: schema.paymentsQuery,
  response: schema.paymentsSchema,
  handle: async (call) => {
    const { partnerId } = call.params
    const partner = await loadPartner(call, partnerId)
    return partner.ok ? paymentsPage(call, partnerId, `${rootOf(partnerId)}/payments`) : partner
  },
})

const record = endpoint({
  id: 'platform-record-payment',
  method: 'POST',
  path: `${BASE}/payments`,
  group: GROUP,
  summary: 'Record a payment, or tax that was withheld, and pay invoices with it where it says which.',
  capability: 'platform.payment.edit',
  params: schema.partnerParams,
  body: schema.paymentBody,
  response: schema.paymentSchema,
  status: 201,
  handle: async (call) => {
    const { partnerId } = call.params
    const { method, currency, amount: text, receivedDate, payer, reference } = call.body
    const amount = readAmount(text, currency)
    if (!amount.ok) return amount
    const allocations = readWishes(call.body, currency)
    if (!allocations.ok) return allocations
    const received: ReceivedPayment = {
      method: method.replaceAll('_', '-') as ReceivedPayment['method'],
      currency,
      amount: amount.value,
      receivedOn: receivedDate,
      payer,
      reference,
      allocations: allocations.value,
    }
    return shown(await recordPayment(call, partnerId, received), partnerId)
  },
})

const get = endpoint({
  id: 'platform-get-payment',
  method: 'GET',
  path: `${BASE}/payments/:paymentId`,
  group: GROUP,
  summary: 'One payment of a partner.',
  capability: 'platform.billing.read',
  params: schema.partnerPaymentParams,
  response: schema.paymentSchema,
  handle: async (call) => {
    const { partnerId, paymentId } = call.params
    return shown(await loadPayment(call, partnerId, paymentId), partnerId)
  },
})

const allocate = endpoint({
  id: 'platform-allocate-payment',
  method: 'POST',
  path: `${BASE}/payments/:paymentId/allocations`,
  group: GROUP,
  summary: 'Pay invoices with what is left of a payment: all that is asked for, or nothing.',
  capability: 'platform.payment.edit',
  params: schema.partnerPaymentParams,
  body: schema.allocationBody,
  response: schema.paymentSchema,
  handle: async (call) => {
    const { partnerId, paymentId } = call.params
    const payment = await loadPayment(call, partnerId, paymentId)
    if (!payment.ok) return payment
    const wishes = readWishes(call.body, payment.value.currency)
    if (!wishes.ok) return wishes
    return shown(await allocatePayment(call, partnerId, paymentId, wishes.value), partnerId)
  },
})

const release = endpoint({
  id: 'platform-release-allocation',
  method: 'POST',
  path: `${BASE}/payments/:paymentId/releases`,
  group: GROUP,
  summary: 'Take back what a payment pays of an invoice, so that it can pay another one.',
  capability: 'platform.payment.edit',
  params: schema.partnerPaymentParams,
  body: schema.releaseBody,
  response: schema.paymentSchema,
  handle: async (call) => {
    const { partnerId, paymentId } = call.params
    const { invoiceId: number, amount: text, reason } = call.body
    const payment = await loadPayment(call, partnerId, paymentId)
    if (!payment.ok) return payment
    const amount = readMaybeAmount(text, payment.value.currency)
    if (!amount.ok) return amount
    return shown(
      await releaseAllocation(call, partnerId, paymentId, { number, amount: amount.value, reason }),
      partnerId,
    )
  },
})

const refund = endpoint({
  id: 'platform-refund-payment',
  method: 'POST',
  path: `${BASE}/payments/:paymentId/refunds`,
  group: GROUP,
  summary: 'Note that unallocated money of a payment went back to the partner.',
  capability: 'platform.payment.edit',
  params: schema.partnerPaymentParams,
  body: schema.refundBody,
  response: schema.paymentSchema,
  handle: async (call) => {
    const { partnerId, paymentId } = call.params
    const payment = await loadPayment(call, partnerId, paymentId)
    if (!payment.ok) return payment
    const amount = readMaybeAmount(call.body.amount, payment.value.currency)
    if (!amount.ok) return amount
    const { refundedDate: refundedOn, reason } = call.body
    return shown(
      await refundPayment(call, partnerId, paymentId, { amount: amount.value, refundedOn, reason }),
      partnerId,
    )
  },
})

const writeOffInvoice = endpoint({
  id: 'platform-write-off',
  method: 'POST',
  path: `${BASE}/write-offs`,
  group: GROUP,
  summary: 'Write off what nobody will pay of an invoice any more, with the reason; or take that back.',
  capability: 'platform.payment.edit',
  userOnly: true,
  params: schema.partnerParams,
  body: schema.writeOffBody,
  response: schema.receivableSchema,
  handle: async (call) => {
    const { partnerId } = call.params
    const { invoiceId: number, amount, reason, takeBack } = call.body
    const written = await writeOff(call, partnerId, {
      number,
      amount: amount === undefined ? undefined : (currency) => parseTypedAmount(amount, currency),
      reason,
      takeBack,
    })
    return written.ok ? accept(presentReceivable(written.value)) : written
  },
})

const credit = endpoint({
  id: 'platform-apply-credit',
  method: 'POST',
  path: `${BASE}/credits`,
  group: GROUP,
  summary: 'Make the credit balance of a document available, so that it pays other invoices or is refunded.',
  capability: 'platform.payment.edit',
  params: schema.partnerParams,
  body: schema.creditBody,
  response: schema.paymentSchema,
  status: 201,
  handle: async (call) => {
    const { partnerId } = call.params
    return shown(await applyCredit(call, partnerId, call.body.invoiceId), partnerId)
  },
})

const limit = endpoint({
  id: 'platform-set-credit-limit',
  method: 'PUT',
  path: `${BASE}/credit-limit`,
  group: GROUP,
  summary: 'Set the most a partner may owe, billed or not, in its own currency; null takes the limit away.',
  capability: 'platform.payment.edit',
  params: schema.partnerParams,
  body: schema.creditLimitBody,
  response: schema.creditLimitSchema,
  handle: async (call) => {
    const { partnerId } = call.params
    const partner = await loadPartner(call, partnerId)
    if (!partner.ok) return partner
    const { amount: text } = call.body
    const { currency } = partner.value
    const amount = text === null ? null : parseTypedAmount(text, currency)
    if (amount === undefined) {
      return refuse('malformed', { what: 'amount', problem: amountProblem(text!, currency) })
    }
    const set = await setCreditLimit(call, partnerId, amount)
    return set.ok ? accept({ ...presentCredit(set.value), attributes: attributes('CreditLimit') }) : set
  },
})

const terms = endpoint({
  id: 'platform-set-payment-terms',
  method: 'PUT',
  path: `${BASE}/payment-terms`,
  group: GROUP,
  summary: 'Set how many days a partner has to pay, for invoices issued from now on.',
  capability: 'platform.payment.edit',
  params: schema.partnerParams,
  body: schema.paymentTermsBody,
  response: schema.paymentTermsSchema,
  handle: async (call) => {
    const set = await changePaymentDays(call, call.params.partnerId, call.body.paymentDays)
    return set.ok ? accept({ paymentDays: set.value, attributes: attributes('PaymentTerms') }) : set
  },
})

export const PLATFORM_PAYMENT_ENDPOINTS = [
  ...[account, statement, journal, list, record, get, allocate, release, refund],
  ...[writeOffInvoice, credit, limit, terms],
]
