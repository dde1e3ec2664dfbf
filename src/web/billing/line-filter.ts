export const GROUPINGS = ['customer', 'subscription', 'charge-type'] as const

export type Grouping = (typeof GROUPINGS)[number]

/** What narrows lines, by its name in the address and in the API. */
export interface LineFilter {
  readonly customerId: string
  readonly subscriptionId: string
  readonly chargeType: string
}
