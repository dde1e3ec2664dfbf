import type { Refusal, RefusalCode } from '../../core/refusal.js'

/** The contract's words for what is wrong with a line of a cart; the rest cannot be processed. */
const LINE_FAULTS: Readonly<Partial<Record<RefusalCode, string>>> = {
  'unknown-offer': 'catalog_item_id_is_not_valid',
  'currency-not-sold': 'currency_is_not_supported',
  'offer-not-in-currency': 'currency_is_not_supported',
  'offer-term-unknown': 'billing_plan_not_supported',
  'billing-cycle-mismatch': 'billing_plan_not_supported',
  'renewal-term-unsupported': 'billing_plan_not_supported',
  'price-not-found': 'inventory_not_available',
  'offer-withdrawn': 'legacy_offer_not_eligible_for_purchase',
  'reseller-not-supported': 'participants_is_not_supported_for_partner',
  'subscription-not-found': 'subscription_is_not_valid',
  'add-on-mismatch': 'subscription_is_not_valid',
  'add-on-base-needed': 'subscription_is_not_valid',
  'add-on-base-pending': 'subscription_is_not_valid',
  'base-inactive': 'subscription_is_not_valid',
  'lifetime-limit-reached': 'quota_not_available',
  'concurrent-limit-reached': 'quota_not_available',
  'attestation-missing': 'attestation_not_accepted',
  'promotion-unknown': 'invalid_promotion_id',
  'custom-term-end-unsupported': 'invalid_custom_term_end_date_product',
}

/** The word of a fault. A quantity out of range has one for each end of the range. */
function cartErrorCodeOf({ code, data }: Refusal, isAddOn: boolean): string {
  if (code !== 'quantity-out-of-range') return LINE_FAULTS[code] ?? 'unable_to_process_cart_line_item'
  if (Number(data['quantity']) > Number(data['maximum'])) return 'max_allowed_seats_per_subscription_exceeded'
  return isAddOn ? 'minimum_add_on_seats_not_met' : 'invalid_input'
}

/** The fault of a line as the contract prints it. */
export function presentLineFault(refusal: Refusal, isAddOn: boolean) {
  return {
    errorCode: cartErrorCodeOf(refusal, isAddOn),
    errorDescription: refusal.message,
    additionalInformation: { refusal: refusal.code, ...refusal.data },
  }
}
