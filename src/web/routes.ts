import { ACCOUNT_ROUTES } from './account/routes.js'
import { BILLING_ROUTES } from './billing/routes.js'
import { CUSTOMER_ROUTES } from './customers/routes.js'
import { HOME_ROUTES } from './home/routes.js'
import type { PageRoute } from './page-route.js'
import { PRICE_LIST_ROUTES, PRICING_ROUTES } from './pricing/routes.js'
import { PROVIDER_ROUTES } from './provider/routes.js'
import { PURCHASE_ROUTES } from './purchase/routes.js'
import { SUBSCRIPTION_ROUTES } from './subscription/routes.js'
import { USAGE_ROUTES } from './usage/routes.js'

export const PAGES: readonly PageRoute[] = [
  ...HOME_ROUTES,
  ...CUSTOMER_ROUTES,
  ...PURCHASE_ROUTES,
  ...SUBSCRIPTION_ROUTES,
  ...BILLING_ROUTES,
  ...PRICING_ROUTES,
  ...PRICE_LIST_ROUTES,
  ...USAGE_ROUTES,
  ...ACCOUNT_ROUTES,
  ...PROVIDER_ROUTES,
]
