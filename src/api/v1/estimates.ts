import type { Currency } from '../../core/money/currency.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { link } from '../links.js'
import { collection } from '../paging.js'
import { estimateLinksQuery, estimateLinksSchema } from '../schema/invoice.js'
import { linesUri } from './present-invoice.js'

/** What there are estimates of, and where their lines are. */
const ESTIMATES = [
  {
    type: 'non_consumption',
    title: 'One-time and recurring purchases',
    lines: ['one_time', 'billing_line_items'],
    periods: {
      Current: 'Purchases and renewals of this calendar month, as far as they are known today',
      Previous: 'Those of the calendar month before, until its invoice is issued',
    },
  },
  {
    type: 'daily_rated_usage',
    title: 'Daily rated usage',
    lines: ['marketplace', 'usage_line_items'],
    periods: {
      Current: 'Usage of this calendar month, day by day and resource by resource, as far as it was rated',
      Previous: 'That of the calendar month before, until its invoice is issued',
    },
  },
] as const

type Estimate = (typeof ESTIMATES)[number]
const PERIODS = ['Current', 'Previous'] as const

export const ESTIMATE_ENDPOINTS = [
  endpoint({
    id: 'estimate-links',
    method: 'GET',
    path: '/v1/invoices/estimates/links',
    group: 'Invoices and costs',
    summary: 'Where the lines are found that are not invoiced yet, in one currency; the account’s own unless said.',
    capability: 'billing.read',
    query: estimateLinksQuery,
    response: estimateLinksSchema,
    handle: async ({ account, query, request }) => {
      const currency = query.currencyCode ?? account!.currency
      return accept(
        collection(
          ESTIMATES.flatMap((one) => PERIODS.map((period) => presentEstimate(one, period, currency))),
          request.uri,
        ),
      )
    },
  }),
]

function presentEstimate(
  { type, title, lines, periods }: Estimate,
  period: keyof Estimate['periods'],
  currency: Currency,
) {
  const more = `&currencycode=${currency}&period=${period.toLowerCase()}`
  return {
    type,
    title,
    description: periods[period],
    period,
    link: link(linesUri('unbilled', lines[0], lines[1], more)),
  }
}
