import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { customerCatalog } from '../../api/schema/catalog-offer.js'
import { call } from '../wire/call.js'
import type { Fault } from '../wire/fault.js'
import { pathOf } from '../wire/path.js'
import type { Offer } from './offers.js'

const PAGE = 500
const FRESH_MILLISECONDS = 60_000

/**
 * Every offer of a customer's market, so that searching among them takes no time; or the add-ons of one of its
 * subscriptions, as they can be bought for it.
 */
export function useCatalogue(customerId: string, addOnsOf = ''): UseQueryResult<readonly Offer[], Fault> {
  const path = pathOf`/v1/customers/${customerId}/catalog`
  return useQuery<readonly Offer[], Fault>({
    queryKey: [path, { whole: true, addOnsOf }],
    staleTime: FRESH_MILLISECONDS,
    queryFn: async ({ signal }) => {
      const offers: Offer[] = []
      for (let total = 1; offers.length < total; ) {
        const query = { addOnsOf, size: PAGE, offset: offers.length }
        const page = await call<z.output<typeof customerCatalog>>({ path, query, signal })
        offers.push(...page.items)
        total = page.items.length === 0 ? 0 : page.totalCount
      }
      return offers.sort(byAvailability)
    },
  })
}

/** What can be bought first, then by name. */
function byAvailability(left: Offer, right: Offer): number {
  return Number(right.isAvailable) - Number(left.isAvailable) || left.title.localeCompare(right.title)
}
