import type { PageRoute } from '../page-route.js'

export const USAGE_ROUTES: readonly PageRoute[] = [
  {
    path: '/usage',
    load: () => import('./usage-page.js').then(({ UsagePage }) => UsagePage),
    needs: 'subscription.read',
  },
  {
    path: '/usage/$customerId',
    load: () => import('./customer-usage-page.js').then(({ CustomerUsagePage }) => CustomerUsagePage),
    needs: 'subscription.read',
  },
  {
    path: '/usage/$customerId/$subscriptionId',
    load: () => import('./subscription-usage-page.js').then(({ SubscriptionUsagePage }) => SubscriptionUsagePage),
    needs: 'subscription.read',
  },
]
