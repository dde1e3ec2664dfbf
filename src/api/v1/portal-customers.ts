import { type CustomerRow, searchCustomers } from '../../app/portal-customers.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { offsetPage } from '../paging.js'
import { portalCustomersQuery, portalCustomersSchema } from '../schema/portal-customers.js'
import { wireInstant } from '../schema/wire.js'

export const PORTAL_CUSTOMER_ENDPOINTS = [
  endpoint({
    id: 'portal-customers',
    method: 'GET',
    path: '/v1/portal/customers',
    group: 'Portal',
    summary: 'Customers by part of a name or domain, with what a list shows of each and how many there are.',
    capability: 'customer.read',
    query: portalCustomersQuery,
    response: portalCustomersSchema,
    handle: async (call) => {
      const { search, country, reseller, size, offset } = call.query
      const wanted = { text: search, country, resellerMpnId: reseller }
      const { customers, total } = await searchCustomers(call, wanted, { offset, limit: size })
      return accept(offsetPage(customers.map(present), { uri: call.request.uri, offset, size, totalCount: total }))
    },
  }),
]

function present(customer: CustomerRow) {
  const { customerId, resellerMpnId, resellerName, createdAt } = customer
  return {
    id: customerId,
    name: customer.name,
    domain: customer.domainName,
    country: customer.country,
    ...(resellerMpnId === null ? {} : { reseller: { mpnId: resellerMpnId, name: resellerName ?? resellerMpnId } }),
    ...(createdAt === null ? {} : { createdDate: wireInstant(createdAt) }),
    subscriptionCount: customer.subscriptions,
    hasAgreed: customer.hasAgreed,
    links: selfLink(`/customers/${customerId}`),
    attributes: attributes('Customer'),
  }
}
