import type { CheckedOut } from '../../app/check-out-cart.js'
import type { StoredCatalog } from '../../app/current-catalog.js'
import type { CartReview } from '../../app/review-cart.js'
import { formatDay } from '../../core/calendar/day.js'
import { formatTerm } from '../../core/calendar/term.js'
import type { Cart, CheckedLine } from '../../core/ordering/cart.js'
import type { Refusal } from '../../core/refusal.js'
import { FAULTS } from '../errors.js'
import { attributes, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'
import { presentLineFault } from './cart-faults.js'
import { presentForeseenCharge, presentTotals, wireAmount } from './present-charge.js'
import { presentOrder } from './present-order.js'
import { wireBillingCycle } from './present-subscription.js'

function cartUri({ customerId, cartId }: Pick<Cart, 'customerId' | 'cartId'>): string {
  return `/customers/${customerId}/carts/${cartId}`
}

/** A cart in the contract's words. */
export function presentCart(cart: Cart, catalog: StoredCatalog) {
  return {
    id: cart.cartId,
    creationTimestamp: wireInstant(cart.createdAt),
    lastModifiedTimestamp: wireInstant(cart.modifiedAt),
    expirationTimestamp: wireInstant(cart.expiresAt),
    lastModifiedUser: cart.modifiedBy,
    status: cart.status === 'ordered' ? ('Ordered' as const) : ('Active' as const),
    lineItems: cart.lines.map((line) => {
      const addOns = line.addOns.map((addOn) => presentLine(addOn, catalog, true))
      return { ...presentLine(line, catalog, false), ...(addOns.length === 0 ? {} : { addonItems: addOns }) }
    }),
    partnerOnRecordAttestationAccepted: cart.attested ?? undefined,
    links: selfLink(cartUri(cart)),
    attributes: attributes('Cart'),
  }
}

function presentLine(line: CheckedLine, catalog: StoredCatalog, isAddOn: boolean) {
  const found = line.availabilityId === null ? undefined : catalog.availabilities.get(line.availabilityId)
  const term = found === undefined ? line.term : formatTerm(found.term)
  const isOneTime = found?.billingCycle === 'one-time'
  return {
    id: line.id,
    catalogItemId: line.item,
    friendlyName: line.friendlyName ?? undefined,
    quantity: line.quantity,
    currencyCode: line.currency ?? found?.currency ?? '',
    billingCycle: found === undefined ? wireWord(line.billingCycle) : wireBillingCycle(found),
    termDuration: (isOneTime ? line.term : term) ?? undefined,
    promotionId: line.promotionId ?? undefined,
    participants: line.participants.length === 0 ? undefined : line.participants,
    provisioningContext: line.provisioning,
    orderGroup: line.orderGroup,
    renewsTo: line.renewsTo === null ? undefined : { termDuration: line.renewsTo },
    attestationAccepted: line.attested ?? undefined,
    customTermEndDate: line.customTermEnd ?? undefined,
    error: line.fault === null ? undefined : presentLineFault(line.fault, isAddOn),
  }
}

function wireWord(billingCycle: string | null): string {
  if (billingCycle === null) return 'unknown'
  return billingCycle === 'one-time' ? 'one_time' : billingCycle === 'upfront' ? 'triennial' : billingCycle
}

/** What a checkout came to. */
export function presentCheckout({ customer, catalog, orders, errors }: CheckedOut) {
  return {
    orders: orders.map((order) => presentOrder({ customer, catalog, order })),
    ...(errors.length === 0 ? {} : { orderErrors: errors.map(presentGroupError) }),
    attributes: attributes('CartCheckoutResult'),
  }
}

/** What a cart would cost. */
export function presentReview(customerId: string, { cartId, lines, errors, refusal, totals }: CartReview) {
  return {
    cartId,
    lineItems: lines.map((line) => ({
      id: line.lineId,
      orderGroup: line.orderGroup,
      catalogItemId: line.itemId,
      title: line.title,
      quantity: line.quantity,
      currencyCode: line.availability.currency,
      billingCycle: wireBillingCycle(line.availability),
      termDuration: formatTerm(line.availability.term),
      awaitsActivation: line.awaitsActivation,
      charges: line.charges.map((charge) => presentForeseenCharge(charge, line)),
      amount: wireAmount(line.amount, line.availability.currency),
      nextChargeDate: line.nextChargeOn === null ? undefined : formatDay(line.nextChargeOn),
    })),
    orderErrors: errors.map(presentGroupError),
    refusal: refusal === undefined ? undefined : presentRefusal(refusal),
    totals: presentTotals(totals),
    links: selfLink(`${cartUri({ customerId, cartId })}/review`),
    attributes: attributes('CartReview'),
  }
}

function presentRefusal({ code, message, data }: Refusal) {
  return { code, description: message, data }
}

function presentGroupError({ orderGroup, refusal }: { readonly orderGroup: string; readonly refusal: Refusal }) {
  return {
    orderGroupId: orderGroup,
    code: FAULTS[refusal.code].code,
    description: refusal.message,
    attributes: attributes('OrderError'),
  }
}
