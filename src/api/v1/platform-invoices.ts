import { type InvoiceProblem, listInvoiceProblems } from '../../app/late-invoices.js'
import { formatDay } from '../../core/calendar/day.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { offsetPage } from '../paging.js'
import { lateInvoicesQuery, lateInvoicesSchema, MOST_INVOICES } from '../schema/invoice.js'
import { wireInstant } from '../schema/wire.js'
import { INVOICE_TYPE_WORDS } from './present-invoice.js'

export const PLATFORM_INVOICE_ENDPOINTS = [
  endpoint({
    id: 'platform-late-invoices',
    method: 'GET',
    path: '/v1/platform/invoices/late',
    group: 'Billing of the provider',
    summary:
      'Invoices that are held back, are late or were issued late, and subscriptions whose charges invoices lack, with the reason.',
    capability: 'platform.billing.read',
    query: lateInvoicesQuery,
    response: lateInvoicesSchema,
    handle: async (call) => {
      const { size = MOST_INVOICES, offset = 0 } = call.query
      const problems = await listInvoiceProblems(call.session, call.systemNow)
      const items = problems.slice(offset, offset + size).map(presentProblem)
      return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount: problems.length }))
    },
  }),
]

function presentProblem(one: InvoiceProblem) {
  const { partnerId, reason } = one
  if (one.problem === 'incomplete') {
    const { subscriptionId, since } = one
    return { problem: 'incomplete', partnerId, subscriptionId, since: wireInstant(since), reason }
  }
  const { partnerName } = one
  if (one.problem === 'held-back') return { problem: 'held_back', partnerId, partnerName, reason }
  const { dueAt } = one
  const invoice = {
    partnerId,
    partnerName,
    invoiceType: INVOICE_TYPE_WORDS[one.invoiceType],
    invoiceDate: formatDay(one.invoiceDate),
    dueAt: wireInstant(dueAt),
  }
  if (one.problem === 'not-issued') return { problem: 'not_issued', ...invoice, dates: one.dates, reason }
  return { problem: 'issued_late', ...invoice, invoiceId: one.number, issuedAt: wireInstant(one.issuedAt), reason }
}
