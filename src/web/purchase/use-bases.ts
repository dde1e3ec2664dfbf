import type { z } from 'zod'
import type { subscriptionCollection } from '../../api/schema/subscription.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { type Offer, offerOfItem, skuKeyOf } from './offers.js'

export type Subscription = z.output<typeof subscriptionCollection>['items'][number]

/** The active subscriptions of a customer an add-on can be for. */
export function useBases(customerId: string, addOn: Offer, offers: readonly Offer[]): readonly Subscription[] {
  const { addOnOf } = addOn
  const path = pathOf`/v1/customers/${customerId}/subscriptions`
  const { data } = useRead<z.output<typeof subscriptionCollection>>(path)
  const isBase = (offerId: string) => {
    const offer = offerOfItem(offers, offerId)
    return offer !== undefined && addOnOf.includes(skuKeyOf(offer))
  }
  return (data?.items ?? []).filter(
    ({ status, parentSubscriptionId, offerId }) =>
      status === 'active' && parentSubscriptionId === undefined && (addOnOf.length === 0 || isBase(offerId)),
  )
}
