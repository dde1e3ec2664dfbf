import {
  type ComingWish,
  explainBillLine,
  groupCharges,
  listBillLines,
  listBills,
  listComingLines,
  listOpenBills,
  loadBill,
  todayOf,
} from '../../app/portal-billing.js'
import type { Currency } from '../../core/money/currency.js'
import type { ReconLine } from '../../core/recon/recon-line.js'
import { accept } from '../../core/refusal.js'
import { type Call, endpoint } from '../endpoint.js'
import { collection, foundPage, offsetPage, readSeekPosition } from '../paging.js'
import {
  MOST_BILL_LINES,
  MOST_BILLS,
  MOST_CHARGE_GROUPS,
  portalBillsSchema,
  portalExplanationQuery,
  portalExplanationSchema,
  portalGroupsQuery,
  portalGroupsSchema,
  portalInvoiceParams,
  portalInvoiceSchema,
  portalInvoicesQuery,
  portalLinesQuery,
  portalLinesSchema,
  portalReceivablesSchema,
} from '../schema/portal-billing.js'
import {
  presentBill,
  presentBillInFull,
  presentBillLine,
  presentExplanation,
  presentGroup,
  presentOpenBill,
} from './present-portal-billing.js'

const GROUP = 'Portal'
const INVOICE = '/v1/portal/invoices/:invoiceId'
/** What stands for the invoice that is still to come. */
const UNBILLED = 'unbilled'

export const PORTAL_BILLING_ENDPOINTS = [
  endpoint({
    id: 'portal-invoices',
    method: 'GET',
    path: '/v1/portal/invoices',
    group: GROUP,
    summary:
      'Invoices, credit notes and replacements of the account, newest first, with due date and what is owed on each.',
    capability: 'billing.read',
    query: portalInvoicesQuery,
    response: portalBillsSchema,
    handle: async (call) => {
      const { from, to, size = MOST_BILLS, offset = 0 } = call.query
      const { bills, totalCount } = await listBills(call, { from, to, offset, limit: size })
      const shown = bills.map((bill) => presentBill(bill, todayOf(call)))
      return accept(offsetPage(shown, { uri: call.request.uri, offset, size, totalCount }))
    },
  }),
  endpoint({
    id: 'portal-receivables',
    method: 'GET',
    path: '/v1/portal/receivables',
    group: GROUP,
    summary: 'Documents of the account on which something is open, oldest first; credit balances are below zero.',
    capability: 'billing.read',
    response: portalReceivablesSchema,
    handle: async (call) => {
      const open = await listOpenBills(call)
      const today = todayOf(call)
      return accept(
        collection(
          open.map((one) => presentOpenBill(one, today)),
          call.request.uri,
        ),
      )
    },
  }),
  endpoint({
    id: 'portal-invoice',
    method: 'GET',
    path: INVOICE,
    group: GROUP,
    summary: 'A document of the account with its totals, taxes, payments, amendments and kinds of files.',
    capability: 'billing.read',
    params: portalInvoiceParams,
    response: portalInvoiceSchema,
    handle: async (call) => {
      const bill = await loadBill(call, call.params.invoiceId)
      return bill.ok ? accept(presentBillInFull(bill.value, todayOf(call))) : bill
    },
  }),
  endpoint({
    id: 'portal-invoice-groups',
    method: 'GET',
    path: `${INVOICE}/groups`,
    group: GROUP,
    summary: 'What the lines of a document come to by customer, subscription or type of charge, the largest first.',
    capability: 'billing.read',
    params: portalInvoiceParams,
    query: portalGroupsQuery,
    response: portalGroupsSchema,
    handle: async (call) => {
      const { by, size = MOST_CHARGE_GROUPS, offset = 0 } = call.query
      const page = { filter: filterOf(call.query), limit: size, offset }
      const found = await groupCharges(call, call.params.invoiceId, by, page)
      if (!found.ok) return found
      const { document, groups, count: totalCount } = found.value
      const shown = groups.map((group) => presentGroup(group, document.currency as Currency))
      return accept(offsetPage(shown, { uri: call.request.uri, offset, size, totalCount }))
    },
  }),
  endpoint({
    id: 'portal-invoice-lines',
    method: 'GET',
    path: `${INVOICE}/lines`,
    group: GROUP,
    summary:
      'Lines of a document, license and usage alike, narrowed by customer, subscription and type; or all of unbilled.',
    capability: 'billing.read',
    params: portalInvoiceParams,
    query: portalLinesQuery,
    response: portalLinesSchema,
    handle: async (call) => {
      const { size = MOST_BILL_LINES } = call.query
      const position = readSeekPosition(call.request, 'guid', 'number')
      if (!position.ok) return position
      const [subscriptionId, number] = position.value.after ?? []
      const after = subscriptionId === undefined ? undefined : { subscriptionId, chargeNumber: Number(number) }
      const page = { after, offset: 0, limit: size + 1 }
      const coming = comingOf(call)
      const found =
        coming === undefined
          ? await listBillLines(call, call.params.invoiceId, { ...page, only: filterOf(call.query) })
          : accept({ lines: await listComingLines(call, coming, page), lineCount: undefined })
      if (!found.ok) return found
      const { lines, lineCount } = found.value
      const answer = foundPage(lines, size, call.request, keyOf, presentBillLine)
      return accept(lineCount === undefined ? answer : { ...answer, lineCount })
    },
  }),
  endpoint({
    id: 'portal-invoice-explanation',
    method: 'GET',
    path: `${INVOICE}/explanation`,
    group: GROUP,
    summary: 'How a line of a document, or of unbilled, came about: in a sentence, step by step, and in its cycle.',
    capability: 'billing.read',
    params: portalInvoiceParams,
    query: portalExplanationQuery,
    response: portalExplanationSchema,
    handle: async (call) => {
      const where = comingOf(call) ?? call.params.invoiceId
      const found = await explainBillLine(call, where, call.query)
      return found.ok ? accept(presentExplanation(found.value)) : found
    },
  }),
]

const keyOf = ({ subscription, charge }: ReconLine) => [subscription.subscriptionId, String(charge.number)]

interface LinesQuery {
  readonly customerId?: string | undefined
  readonly subscriptionId?: string | undefined
}

function filterOf<Type>({
  customerId,
  subscriptionId,
  chargeType: type,
}: LinesQuery & { readonly chargeType?: Type | undefined }) {
  return { customerId, subscriptionId, type }
}

interface ComingQuery {
  readonly invoiceType?: 'recurring' | 'one_time' | undefined
  readonly period?: 'current' | 'previous' | undefined
  readonly currency?: Currency | undefined
}

/** Which invoice to come is asked for; `undefined` where a document is. */
function comingOf({
  params,
  query,
  account,
}: Pick<Call<{ readonly invoiceId: string }, ComingQuery, undefined>, 'params' | 'query' | 'account'>):
  | ComingWish
  | undefined {
  if (params.invoiceId.toLowerCase() !== UNBILLED) return undefined
  const { invoiceType = 'recurring', period = 'current', currency = account!.currency } = query
  return { invoiceType: invoiceType === 'one_time' ? 'one-time' : invoiceType, period, currency: currency as Currency }
}
