import { type PriceOfMonth, pricesOfMonth } from '../../app/portal-pricing.js'
import { monthPricesCsv } from '../../app/price-list-export.js'
import { formatListMonth } from '../../core/catalog/price-list-dates.js'
import { accept } from '../../core/refusal.js'
import { csvHeaders } from '../attachment.js'
import { endpoint } from '../endpoint.js'
import { offsetPage } from '../paging.js'
import { MOST_PRICES, portalPricesFileQuery, portalPricesQuery, portalPricesSchema } from '../schema/portal-pricing.js'
import { presentRow } from './present-price-list.js'

export const PORTAL_PRICING_ENDPOINTS = [
  endpoint({
    id: 'portal-prices',
    method: 'GET',
    path: '/v1/portal/prices',
    group: 'Portal',
    summary:
      'What the account may sell in a market costs in a month, with the change of each price against the month before.',
    capability: 'price.read',
    query: portalPricesQuery,
    response: portalPricesSchema,
    handle: async (call) => {
      const { market, segment, change, search, month, size = MOST_PRICES, offset = 0 } = call.query
      const { session, now, account } = call
      const found = await pricesOfMonth({ session, now, account: account! }, { market, segment, change, search, month })
      const items = found.prices.slice(offset, offset + size).map(present)
      const page = offsetPage(items, { uri: call.request.uri, offset, size, totalCount: found.prices.length })
      return accept({ ...page, month: formatListMonth(found.month), changes: found.changes })
    },
  }),
  endpoint({
    id: 'portal-download-prices',
    method: 'GET',
    path: '/v1/portal/prices/csv',
    group: 'Portal',
    summary: 'The same prices as a CSV file with the published columns.',
    capability: 'price.read',
    query: portalPricesFileQuery,
    response: 'binary',
    handle: async (call) => {
      const { format, market, segment, change, search, month } = call.query
      const { session, now, account } = call
      const found = await pricesOfMonth({ session, now, account: account! }, { market, segment, change, search, month })
      const name = `prices-${market}-${formatListMonth(found.month)}-${segment}.csv`
      Object.assign(call.reply.headers, csvHeaders(name))
      return accept(Buffer.from(monthPricesCsv(found, market, format)))
    },
  }),
]

function present(price: PriceOfMonth) {
  const { currency, market, term, pricePer } = price.availability
  return { ...presentRow({ ...price, term, pricePer }), publisher: price.sku.publisherName, currency, market }
}
