import type { AffectedSubscription } from '../../app/change-order-cycle.js'
import type { ReadOrder } from '../../app/orders.js'
import type { Day } from '../../core/calendar/day.js'
import { formatDay } from '../../core/calendar/day.js'
import type { BillingCycle } from '../../core/catalog/billing-cycle.js'
import type { Currency } from '../../core/money/currency.js'
import { attributes, selfLink } from '../links.js'
import { presentForeseenCharge, presentTotals } from './present-charge.js'
import { wireBillingCycle } from './present-subscription.js'

/** What another billing cycle of an order would change. Credits are charged with the availability they come from. */
export function presentCycleChange(
  { order, catalog, affected }: ReadOrder & { readonly affected: readonly AffectedSubscription[] },
  billingCycle: BillingCycle,
  uri: string,
) {
  const totals = new Map<Currency, bigint>()
  const affectedSubscriptions = affected.map((one) => {
    const { currency } = one.to
    totals.set(
      currency,
      one.charges.reduce((sum, charge) => sum + charge.amount, totals.get(currency) ?? 0n),
    )
    return {
      subscriptionId: one.subscriptionId,
      friendlyName: one.friendlyName,
      quantity: one.quantity,
      from: wireBillingCycle(one.from),
      to: wireBillingCycle(one.to),
      commitmentEndDate: formatDay((one.after.termEnd - 1) as Day),
      charges: one.charges.map((charge) => {
        const availability = catalog.availabilities.get(charge.derivation.availabilityId)!
        return presentForeseenCharge(charge, { availability })
      }),
    }
  })
  return {
    orderId: order.orderId,
    billingCycle: wireBillingCycle({ billingCycle, term: { unit: 'month', count: 12 } }),
    affectedSubscriptions,
    totals: presentTotals(totals),
    links: selfLink(uri),
    attributes: attributes('BillingCycleChange'),
  }
}
