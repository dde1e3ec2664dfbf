import type { Currency } from '../../core/money/currency.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { link } from '../links.js'
import { collection } from '../paging.js'
import { estimateLinksQuery, estimateLinksSchema } from '../schema/invoice.js'
import { linesUri } from './present-invoice.js'

/** The periods there are estimates of. */
const PERIODS = [
  { period: 'Current', description: 'Purchases and renewals of this calendar month, as far as they are known today' },
  { period: 'Previous', description: 'Those of the calendar month before, until its invoice is issued' },
] as const

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
          PERIODS.map((one) => presentEstimate(one, currency)),
          request.uri,
        ),
      )
    },
  }),
]

function presentEstimate({ period, description }: (typeof PERIODS)[number], currency: Currency) {
  const more = `&currencycode=${currency}&period=${period.toLowerCase()}`
  return {
    type: 'non_consumption',
    title: 'One-time and recurring purchases',
    description,
    period,
    link: link(linesUri('unbilled', 'one_time', 'billing_line_items', more)),
  }
}
