import { listDocumentLines } from '../../app/document-lines.js'
import { type DailyPage, type DailyWish, readDailyPage } from '../../app/files/daily-rows.js'
import { dailySourceOf, reconKindsOf } from '../../app/files/recon-file.js'
import { type ChargeKind, type ChargePage, positionOf } from '../../app/invoice-lines.js'
import { type BilledDocument, loadInvoice } from '../../app/invoice-views.js'
import { listUnbilledDays, listUnbilledLines } from '../../app/unbilled.js'
import type { Day } from '../../core/calendar/day.js'
import type { InvoiceType } from '../../core/invoicing/assemble.js'
import type { Currency } from '../../core/money/currency.js'
import type { ReconLine } from '../../core/recon/recon-line.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { type Call, endpoint } from '../endpoint.js'
import { foundPage, readSeekPosition, seekPage } from '../paging.js'
import {
  type BillingProvider,
  invoiceLinesParams,
  invoiceLinesQuery,
  invoiceParams,
  type LineItemType,
  MOST_LINES,
  reconLinesQuery,
} from '../schema/invoice.js'
import { invoiceLinesSchema } from '../schema/invoice-line.js'
import { presentLicenseBasedLine, presentOneTimeLine } from './present-invoice-line.js'
import { presentDailyRatedLine, presentDailyUsageLine, presentUsageBasedLine } from './present-usage-line.js'

const GROUP = 'Invoices and costs'
const LINES = '/v1/invoices/:invoiceId/lineitems'
/** What stands for the invoice that is still to come. */
const UNBILLED = 'unbilled'

export const INVOICE_LINE_ENDPOINTS = [
  endpoint({
    id: 'invoice-line-items',
    method: 'GET',
    path: `${LINES}/:billingProvider/:invoiceLineItemType`,
    group: GROUP,
    summary: 'Lines of an invoice of one provider and type, up to 2,000 at a time, in the order of its file.',
    capability: 'billing.read',
    params: invoiceLinesParams,
    query: invoiceLinesQuery,
    response: invoiceLinesSchema,
    handle: (call) => {
      const { invoiceId, billingProvider: provider, invoiceLineItemType: type } = call.params
      return answerLines(call, invoiceId, provider, type)
    },
  }),
  endpoint({
    id: 'recon-line-items',
    method: 'GET',
    path: LINES,
    group: GROUP,
    summary: 'Likewise, asked by query; the id unbilled gives what the next invoice will have on it, as of now.',
    capability: 'billing.read',
    params: invoiceParams,
    query: reconLinesQuery,
    response: invoiceLinesSchema,
    handle: (call) => {
      const { provider, invoiceLineItemType: type = 'billing_line_items' } = call.query
      return answerLines(call, call.params.invoiceId, provider, type)
    },
  }),
]

/** A list of lines: what it is made of, and how its items look. */
interface LineList {
  /** The invoices that have such lines. */
  readonly of: InvoiceType
  /** Which of their charges, or their usage day by day. */
  readonly lines: ChargeKind | 'days'
  readonly present: (line: ReconLine) => object
}

const DAYS: LineList = { of: 'one-time', lines: 'days', present: presentDailyRatedLine }

/** What can be asked for. */
const LISTS: Readonly<Record<LineItemType, Readonly<Partial<Record<BillingProvider, LineList>>>>> = {
  none: {},
  billing_line_items: {
    office: { of: 'recurring', lines: 'other', present: presentLicenseBasedLine },
    azure: { of: 'recurring', lines: 'usage', present: presentUsageBasedLine },
    one_time: { of: 'one-time', lines: 'all', present: (line) => presentOneTimeLine(line, 'one_time') },
    all: { of: 'one-time', lines: 'all', present: (line) => presentOneTimeLine(line, 'all') },
  },
  usage_line_items: {
    azure: { of: 'recurring', lines: 'days', present: presentDailyUsageLine },
    one_time: DAYS,
    marketplace: DAYS,
    all: DAYS,
  },
}

interface LinesQuery {
  readonly currencyCode?: Currency | undefined
  readonly period?: 'current' | 'previous' | undefined
  readonly size?: number | undefined
  readonly offset?: number | undefined
  readonly hasPartnerEarnedCredit?: string | undefined
}

async function answerLines(
  call: Pick<
    Call<unknown, LinesQuery, undefined>,
    'session' | 'database' | 'scope' | 'now' | 'account' | 'query' | 'request'
  >,
  invoiceId: string,
  provider: BillingProvider,
  type: LineItemType,
): Promise<Outcome<unknown>> {
  const list = LISTS[type][provider]
  if (list === undefined) {
    const problem = `${provider} has no ${type}; ask for ${KNOWN}`
    return refuse('malformed', { what: 'provider and invoiceLineItemType', problem })
  }
  if (list.lines === 'days') return answerDays(call, invoiceId, list)
  const { size = MOST_LINES, offset } = call.query
  const position = readSeekPosition(call.request, 'guid', 'number')
  if (!position.ok) return position
  const [subscriptionId, number] = position.value.after ?? []
  const after = subscriptionId === undefined ? undefined : { subscriptionId, chargeNumber: Number(number) }
  // The token says where the page begins, whatever the first one left out.
  const page: ChargePage = { after, offset: after === undefined ? (offset ?? 0) : 0, limit: size + 1 }
  const found = await readLines(call, invoiceId, list, page)
  if (!found.ok) return found
  const { lines, invoice } = found.value
  const keyOf = (last: (typeof lines)[number]) => {
    const { subscriptionId, chargeNumber } = positionOf(last)
    return [subscriptionId, String(chargeNumber)]
  }
  const answer = foundPage(lines, size, call.request, keyOf, list.present)
  // Who asks by offset wants to know how far it goes.
  const whole = offset !== undefined && invoice?.invoiceType === list.of && (await hasAll(call, invoice, list))
  return accept(whole ? { ...answer, totalCount: Number(invoice.chargeCount) } : answer)
}

/** Whether a list has all charges of its invoice. */
async function hasAll(
  { session }: Parameters<typeof answerLines>[0],
  invoice: BilledDocument,
  { lines }: LineList,
): Promise<boolean> {
  return lines === 'all' || (lines === 'other' && (await reconKindsOf(session, invoice)).join() === 'license-based')
}

const KNOWN = Object.entries(LISTS)
  .flatMap(([type, providers]) => Object.keys(providers).map((provider) => `${provider}/${type}`))
  .join(', ')

async function readLines(
  call: Parameters<typeof answerLines>[0],
  invoiceId: string,
  { of, lines: kind }: LineList,
  page: ChargePage,
): Promise<Outcome<{ readonly lines: readonly ReconLine[]; readonly invoice: BilledDocument | undefined }>> {
  if (invoiceId.toLowerCase() === UNBILLED) {
    const { period = 'current', currencyCode = call.account!.currency } = call.query
    const wish = { invoiceType: of, period, currency: currencyCode, page, kind: kind as ChargeKind }
    return accept({ lines: await listUnbilledLines(call.database, call, wish), invoice: undefined })
  }
  const invoice = await loadInvoice(call, invoiceId)
  if (!invoice.ok) return invoice
  const lines =
    invoice.value.invoiceType === of
      ? await listDocumentLines(call.session, invoice.value, page, kind as ChargeKind)
      : []
  return accept({ lines, invoice: invoice.value })
}

/** Usage day by day: all of it, or what earned credit, or what did not. */
async function answerDays(
  call: Parameters<typeof answerLines>[0],
  invoiceId: string,
  list: LineList,
): Promise<Outcome<unknown>> {
  const { size = MOST_LINES, hasPartnerEarnedCredit } = call.query
  const position = readSeekPosition(call.request, 'guid', 'guid', 'instant', 'guid')
  if (!position.ok) return position
  const [subscriptionId, meterId, day, resourceId] = position.value.after ?? []
  const after = subscriptionId && {
    subscriptionId,
    meterId: meterId!,
    day: Number(day) as Day,
    resourceId: resourceId!,
  }
  const credit = hasPartnerEarnedCredit?.toLowerCase()
  const earnsCredit = credit === undefined ? undefined : credit === 'true'
  const page = { after: after || undefined, limit: size, earnsCredit }
  const found = await readDays(call, invoiceId, list, page)
  if (!found.ok) return found
  const { lines, end } = found.value
  const key = end && [end.subscriptionId, end.meterId, String(end.day), end.resourceId]
  return accept(seekPage(lines.map(list.present), call.request, key))
}

async function readDays(
  call: Parameters<typeof answerLines>[0],
  invoiceId: string,
  { of }: LineList,
  page: DailyWish,
): Promise<Outcome<DailyPage>> {
  if (invoiceId.toLowerCase() === UNBILLED) {
    const { period = 'current', currencyCode: currency = call.account!.currency } = call.query
    return accept(await listUnbilledDays(call.database, call, { invoiceType: of, period, currency, page }))
  }
  const invoice = await loadInvoice(call, invoiceId)
  if (!invoice.ok) return invoice
  const { invoiceType, kind } = invoice.value
  const hasDays = invoiceType === of && (kind === 'invoice' || kind === 'adjustment-note')
  if (!hasDays) return accept({ lines: [], end: undefined })
  return accept(await readDailyPage(call.session, dailySourceOf(call.session, invoice.value), page))
}
