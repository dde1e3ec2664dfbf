import type { PageRoute } from '../page-route.js'

export const SUBSCRIPTION_ROUTES: readonly PageRoute[] = [
  {
    path: '/customers/$customerId/subscriptions/$subscriptionId',
    load: () => import('./subscription-page.js').then(({ SubscriptionPage }) => SubscriptionPage),
    needs: 'subscription.read',
  },
  {
    path: '/customers/$customerId/orders/$orderId/billing-frequency',
    load: () => import('./order-frequency-page.js').then(({ OrderFrequencyPage }) => OrderFrequencyPage),
    needs: 'order.create',
  },
]
