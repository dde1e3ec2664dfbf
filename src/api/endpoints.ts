import type { Endpoint } from './endpoint.js'
import { HEALTH_ENDPOINTS } from './health.js'
import { ADJUSTMENT_ENDPOINTS } from './v1/adjustments.js'
import { AGREEMENT_ENDPOINTS } from './v1/agreements.js'
import { AUDIT_ENDPOINTS } from './v1/audit.js'
import { BANK_STATEMENT_ENDPOINTS } from './v1/bank-statements.js'
import { CART_ENDPOINTS } from './v1/carts.js'
import { CREDIT_REQUEST_ENDPOINTS } from './v1/credit-requests.js'
import { CUSTOMER_CATALOG_ENDPOINTS } from './v1/customer-catalog.js'
import { CUSTOMER_ROLE_ENDPOINTS } from './v1/customer-roles.js'
import { CUSTOMER_USER_ENDPOINTS } from './v1/customer-users.js'
import { CUSTOMER_ENDPOINTS } from './v1/customers.js'
import { DISCOUNT_ENDPOINTS } from './v1/discounts.js'
import { ENTITLEMENT_ENDPOINTS } from './v1/entitlements.js'
import { ESTIMATE_ENDPOINTS } from './v1/estimates.js'
import { EXPORT_ENDPOINTS } from './v1/exports.js'
import { FILE_ENDPOINTS } from './v1/files.js'
import { INVOICE_LINE_ENDPOINTS } from './v1/invoice-lines.js'
import { INVOICE_ENDPOINTS } from './v1/invoices.js'
import { LICENSE_ENDPOINTS } from './v1/licenses.js'
import { MAIL_PREFERENCE_ENDPOINTS } from './v1/mail-preferences.js'
import { OFFER_ENDPOINTS } from './v1/offers.js'
import { ORDER_ENDPOINTS } from './v1/orders.js'
import { PARTNER_DESK_ENDPOINTS } from './v1/partner-desk.js'
import { PROGRAM_ENDPOINTS } from './v1/partner-programs.js'
import { USER_ENDPOINTS } from './v1/partner-users.js'
import { PAYMENT_ENDPOINTS } from './v1/payments.js'
import { PLATFORM_BILLING_ENDPOINTS } from './v1/platform-billing.js'
import { PLATFORM_CATALOG_ENDPOINTS } from './v1/platform-catalog.js'
import { PLATFORM_CREDIT_NOTE_ENDPOINTS } from './v1/platform-credit-notes.js'
import { PLATFORM_INVOICE_ENDPOINTS } from './v1/platform-invoices.js'
import { PLATFORM_JOB_ENDPOINTS } from './v1/platform-jobs.js'
import { PLATFORM_MAIL_ENDPOINTS } from './v1/platform-mails.js'
import { PLATFORM_METER_ENDPOINTS } from './v1/platform-meters.js'
import { PLATFORM_PARTNER_ENDPOINTS } from './v1/platform-partners.js'
import { PLATFORM_PAYMENT_ENDPOINTS } from './v1/platform-payments.js'
import { PORTAL_ENDPOINTS } from './v1/portal.js'
import { PORTAL_BILLING_ENDPOINTS } from './v1/portal-billing.js'
import { PORTAL_CUSTOMER_ENDPOINTS } from './v1/portal-customers.js'
import { PORTAL_HOME_ENDPOINTS } from './v1/portal-home.js'
import { PORTAL_PRICING_ENDPOINTS } from './v1/portal-pricing.js'
import { PORTAL_SUBSCRIPTION_ENDPOINTS } from './v1/portal-subscription.js'
import { PORTAL_WEBHOOK_ENDPOINTS } from './v1/portal-webhooks.js'
import { PRICE_LIST_ENDPOINTS } from './v1/price-lists.js'
import { PRICE_SHEET_ENDPOINTS } from './v1/price-sheets.js'
import { PRODUCT_ENDPOINTS } from './v1/products.js'
import { PROFILE_ENDPOINTS } from './v1/profiles.js'
import { RATE_CARD_ENDPOINTS } from './v1/rate-cards.js'
import { RELATIONSHIP_ENDPOINTS } from './v1/relationships.js'
import { SANDBOX_ENDPOINTS } from './v1/sandbox.js'
import { SERVICE_COST_ENDPOINTS } from './v1/service-costs.js'
import { SERVICE_REQUEST_ENDPOINTS } from './v1/service-requests.js'
import { SIGN_IN_ENDPOINTS } from './v1/sign-in.js'
import { SUBSCRIPTION_MOVE_ENDPOINTS } from './v1/subscription-moves.js'
import { SUBSCRIPTION_SERVICE_ENDPOINTS } from './v1/subscription-services.js'
import { SUBSCRIPTION_ENDPOINTS } from './v1/subscriptions.js'
import { TAX_ENDPOINTS } from './v1/tax.js'
import { PLATFORM_TAX_ENDPOINTS } from './v1/tax-platform.js'
import { TAX_RECEIPT_ENDPOINTS } from './v1/tax-receipts.js'
import { TOKEN_ENDPOINTS } from './v1/token-authority.js'
import { USAGE_ENDPOINTS } from './v1/usage.js'
import { USAGE_BUDGET_ENDPOINTS } from './v1/usage-budgets.js'
import { USAGE_EVENT_ENDPOINTS } from './v1/usage-events.js'
import { USAGE_RATING_ENDPOINTS } from './v1/usage-rating.js'
import { UTILIZATION_ENDPOINTS } from './v1/utilization.js'
import { VALIDATION_ENDPOINTS } from './v1/validations.js'
import { WEBHOOK_ENDPOINTS } from './v1/webhooks.js'

/** Every operation of the API. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...HEALTH_ENDPOINTS,
  ...PORTAL_ENDPOINTS,
  ...PORTAL_HOME_ENDPOINTS,
  ...PORTAL_PRICING_ENDPOINTS,
  ...PORTAL_BILLING_ENDPOINTS,
  ...PORTAL_CUSTOMER_ENDPOINTS,
  ...PORTAL_SUBSCRIPTION_ENDPOINTS,
  ...PORTAL_WEBHOOK_ENDPOINTS,
  ...TOKEN_ENDPOINTS,
  ...SIGN_IN_ENDPOINTS,
  ...USER_ENDPOINTS,
  ...PROGRAM_ENDPOINTS,
  ...PLATFORM_PARTNER_ENDPOINTS,
  ...CUSTOMER_ENDPOINTS,
  ...RELATIONSHIP_ENDPOINTS,
  ...AGREEMENT_ENDPOINTS,
  ...PROFILE_ENDPOINTS,
  ...PARTNER_DESK_ENDPOINTS,
  ...VALIDATION_ENDPOINTS,
  ...CART_ENDPOINTS,
  ...ORDER_ENDPOINTS,
  ...SANDBOX_ENDPOINTS,
  ...SUBSCRIPTION_ENDPOINTS,
  ...SUBSCRIPTION_MOVE_ENDPOINTS,
  ...SUBSCRIPTION_SERVICE_ENDPOINTS,
  ...ENTITLEMENT_ENDPOINTS,
  ...WEBHOOK_ENDPOINTS,
  ...PRICE_LIST_ENDPOINTS,
  ...PRICE_SHEET_ENDPOINTS,
  ...RATE_CARD_ENDPOINTS,
  ...PLATFORM_METER_ENDPOINTS,
  ...USAGE_ENDPOINTS,
  ...USAGE_BUDGET_ENDPOINTS,
  ...UTILIZATION_ENDPOINTS,
  ...CUSTOMER_CATALOG_ENDPOINTS,
  ...OFFER_ENDPOINTS,
  ...PLATFORM_CATALOG_ENDPOINTS,
  ...PRODUCT_ENDPOINTS,
  ...AUDIT_ENDPOINTS,
  ...CUSTOMER_ROLE_ENDPOINTS,
  ...CUSTOMER_USER_ENDPOINTS,
  ...LICENSE_ENDPOINTS,
  ...SERVICE_REQUEST_ENDPOINTS,
  ...TAX_ENDPOINTS,
  ...PLATFORM_TAX_ENDPOINTS,
  ...PAYMENT_ENDPOINTS,
  ...PLATFORM_PAYMENT_ENDPOINTS,
  ...BANK_STATEMENT_ENDPOINTS,
  ...DISCOUNT_ENDPOINTS,
  ...INVOICE_ENDPOINTS,
  ...INVOICE_LINE_ENDPOINTS,
  ...FILE_ENDPOINTS,
  ...EXPORT_ENDPOINTS,
  ...ESTIMATE_ENDPOINTS,
  ...SERVICE_COST_ENDPOINTS,
  ...PLATFORM_BILLING_ENDPOINTS,
  ...PLATFORM_JOB_ENDPOINTS,
  ...TAX_RECEIPT_ENDPOINTS,
  ...PLATFORM_INVOICE_ENDPOINTS,
  ...PLATFORM_CREDIT_NOTE_ENDPOINTS,
  ...ADJUSTMENT_ENDPOINTS,
  ...CREDIT_REQUEST_ENDPOINTS,
  ...MAIL_PREFERENCE_ENDPOINTS,
  ...PLATFORM_MAIL_ENDPOINTS,
  ...USAGE_EVENT_ENDPOINTS,
  ...USAGE_RATING_ENDPOINTS,
]
