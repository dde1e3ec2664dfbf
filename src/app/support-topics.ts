/** What a request for service can be about. */
export interface SupportTopic {
  readonly id: string
  readonly name: string
  readonly description: string
}

/** Topics of requests. Their ids never change; a topic that is no longer offered stays here for old requests. */
export const SUPPORT_TOPICS: readonly SupportTopic[] = [
  {
    id: '101',
    name: 'Billing - credit requests and refunds',
    description: 'A line was charged wrongly or twice, or a cancellation was not credited.',
  },
  { id: '102', name: 'Billing - invoice', description: 'Questions about an invoice or its reconciliation file.' },
  {
    id: '103',
    name: 'Billing - payments',
    description: 'Payment methods, payments that are missing, overdue invoices.',
  },
  {
    id: '104',
    name: 'Billing - tax and tax exemption',
    description: 'Tax on invoices, tax ids and exemptions. Takes up to two weeks.',
  },
  { id: '201', name: 'Sales - orders and carts', description: 'An order that fails or is not provisioned.' },
  { id: '202', name: 'Sales - prices and price lists', description: 'Prices, price lists and offers.' },
  {
    id: '301',
    name: 'Subscriptions - changes',
    description: 'Quantity, billing cycle, suspension, renewal and conversion of subscriptions.',
  },
  {
    id: '302',
    name: "Subscriptions - publishers' products",
    description: 'Products of independent publishers: contact the publisher first.',
  },
  { id: '401', name: 'Customers - users and licenses', description: 'Users, roles and licenses of a customer.' },
  { id: '402', name: 'Customers - relationships', description: 'Relationships with customers and resellers.' },
  { id: '501', name: 'Account - users and access', description: 'Sign-in, roles and permissions of your own users.' },
  {
    id: '502',
    name: 'Account - profile and agreements',
    description: 'Profiles of the partner, agreements, network ids.',
  },
  { id: '601', name: 'Technical - API', description: 'Errors of the API, webhooks and the sandbox.' },
  { id: '602', name: 'Technical - service outage', description: 'Something that worked does not work any more.' },
]

export function findSupportTopic(id: string): SupportTopic | undefined {
  return SUPPORT_TOPICS.find((topic) => topic.id === id)
}
