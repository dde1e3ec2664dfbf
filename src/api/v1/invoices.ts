import { loadDocumentFile } from '../../app/document-files.js'
import { listAccountSummaries, listInvoiceViews, loadInvoice, loadInvoiceView } from '../../app/invoice-views.js'
import { type Day, MILLISECONDS_PER_DAY, parseDay } from '../../core/calendar/day.js'
import { dayOfInstant, parseInstant, startOfDay } from '../../core/calendar/instant.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { type FilterFields, type FilterOperator, readFilter } from '../filter.js'
import { collection, offsetPage } from '../paging.js'
import {
  invoiceParams,
  invoiceSchema,
  invoiceSummariesSchema,
  invoiceSummarySchema,
  invoicesSchema,
  listInvoicesQuery,
  MOST_DETAILS,
  MOST_INVOICES,
  statementQuery,
} from '../schema/invoice.js'
import { withPlus } from '../schema/wire.js'
import { answerFile, RANGE_STATUSES } from './answer-file.js'
import { documentLink, documentReaderOf } from './file-links.js'
import { presentInvoice, presentSummary } from './present-invoice.js'

const GROUP = 'Invoices and costs'
const INVOICES = '/v1/invoices'

export const INVOICE_ENDPOINTS = [
  endpoint({
    id: 'list-invoices',
    method: 'GET',
    path: INVOICES,
    group: GROUP,
    summary: 'Invoices of the account, newest first; a filter narrows them by InvoiceDate.',
    capability: 'billing.read',
    query: listInvoicesQuery,
    response: invoicesSchema,
    handle: async (call) => {
      const { size = MOST_INVOICES, offset = 0, filter } = call.query
      const dates = readDates(filter)
      if (!dates.ok) return dates
      const { views, totalCount } = await listInvoiceViews(call, { ...dates.value, offset, limit: size })
      return accept(offsetPage(views.map(presentInvoice), { uri: call.request.uri, offset, size, totalCount }))
    },
  }),
  endpoint({
    id: 'get-invoice',
    method: 'GET',
    path: `${INVOICES}/:invoiceId`,
    group: GROUP,
    summary: 'One invoice, with links to its lines and its PDF.',
    capability: 'billing.read',
    userOnly: true,
    params: invoiceParams,
    response: invoiceSchema,
    handle: async (call) => {
      const view = await loadInvoiceView(call, call.params.invoiceId)
      if (!view.ok) return view
      return accept({
        ...presentInvoice(view.value),
        pdfDownloadLink: await documentLink(call, view.value.invoice.number),
      })
    },
  }),
  endpoint({
    id: 'invoice-statement',
    method: 'GET',
    path: `${INVOICES}/:invoiceId/documents/statement`,
    group: GROUP,
    summary: 'The invoice as PDF, or as an e-invoice.',
    capability: 'billing.read',
    takesLong: true,
    userOnly: true,
    byLink: true,
    params: invoiceParams,
    query: statementQuery,
    response: 'binary',
    otherStatuses: RANGE_STATUSES,
    handle: async (call) => {
      const { format = 'pdf', language } = call.query
      const reader = await documentReaderOf(call, call.params.invoiceId, call.query)
      if (!reader.ok) return reader
      const invoice = await loadInvoice(reader.value, call.params.invoiceId)
      if (!invoice.ok) return invoice
      const wish = { format, language, mostCharges: MOST_DETAILS }
      const file = await loadDocumentFile(call.database, invoice.value, wish, call.systemNow)
      return file.ok ? answerFile(call, file.value) : file
    },
  }),
  endpoint({
    id: 'invoice-summary',
    method: 'GET',
    path: `${INVOICES}/summary`,
    group: GROUP,
    summary: 'What the account owes in its own currency, altogether and by type of invoice.',
    capability: 'billing.read',
    response: invoiceSummarySchema,
    handle: async (call) => accept(presentSummary((await listAccountSummaries(call, call.account!))[0])),
  }),
  endpoint({
    id: 'invoice-summaries',
    method: 'GET',
    path: `${INVOICES}/summaries`,
    group: GROUP,
    summary: 'What the account owes, currency by currency; its own comes first.',
    capability: 'billing.read',
    userOnly: true,
    response: invoiceSummariesSchema,
    handle: async (call) => {
      const summaries = await listAccountSummaries(call, call.account!)
      return accept(collection(summaries.map(presentSummary), call.request.uri))
    },
  }),
]

const FILTER_FIELDS = {
  InvoiceDate: ['greater_than_or_equals', 'less_than_or_equals', 'greater_than', 'less_than', 'equals'],
} as const satisfies FilterFields<string>

interface Dates {
  readonly from: Day | undefined
  readonly to: Day | undefined
}

/** The first and last date a condition lets through, of an instant: invoices are dated at 00:00 UTC. */
const BOUNDS: Readonly<Partial<Record<FilterOperator, (day: Day, startsAtIt: boolean) => Partial<Dates>>>> = {
  greater_than_or_equals: (day, exact) => ({ from: exact ? day : after(day) }),
  greater_than: (day) => ({ from: after(day) }),
  less_than_or_equals: (day) => ({ to: day }),
  less_than: (day, exact) => ({ to: exact ? ((day - 1) as Day) : day }),
  equals: (day) => ({ from: day, to: day }),
}

/** Which dates a filter asks for; all of its conditions must hold. */
function readDates(filter: string | undefined): Outcome<Dates> {
  const conditions = readFilter<keyof typeof FILTER_FIELDS>(filter, FILTER_FIELDS)
  if (!conditions.ok) return conditions
  let dates: Dates = { from: undefined, to: undefined }
  for (const { operator, value } of conditions.value) {
    const instant = parseInstant(withPlus(value)) ?? parseInstant(`${value}Z`) ?? startOf(value)
    if (instant === undefined) {
      return refuse('filter-unsupported', { problem: 'InvoiceDate must be a day or an instant, such as 2026-03-31' })
    }
    const day = dayOfInstant(instant)
    const { from = dates.from, to = dates.to } = BOUNDS[operator]!(day, instant % MILLISECONDS_PER_DAY === 0)
    dates = { from: later(dates.from, from), to: earlier(dates.to, to) }
  }
  return accept(dates)
}

function startOf(text: string) {
  const day = parseDay(text)
  return day === undefined ? undefined : startOfDay(day)
}

function after(day: Day): Day {
  return (day + 1) as Day
}

function later(left: Day | undefined, right: Day | undefined): Day | undefined {
  return left === undefined || (right !== undefined && right > left) ? right : left
}

function earlier(left: Day | undefined, right: Day | undefined): Day | undefined {
  return left === undefined || (right !== undefined && right < left) ? right : left
}
