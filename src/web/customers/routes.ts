import type { PageRoute } from '../page-route.js'

export const CUSTOMER_ROUTES: readonly PageRoute[] = [
  {
    path: '/customers',
    needs: 'customer.read',
    load: () => import('./customer-list-page.js').then(({ CustomerListPage }) => CustomerListPage),
  },
  {
    path: '/customers/new',
    needs: 'customer.create',
    load: () => import('./new-customer-page.js').then(({ NewCustomerPage }) => NewCustomerPage),
  },
  {
    path: '/customers/$customerId',
    needs: 'customer.read',
    load: () => import('./customer-page.js').then(({ CustomerPage }) => CustomerPage),
  },
  {
    path: '/customers/$customerId/billing-profile',
    needs: 'customer.edit',
    load: () => import('./billing-profile-page.js').then(({ BillingProfilePage }) => BillingProfilePage),
  },
  {
    path: '/customers/$customerId/orders/$orderId',
    needs: 'order.read',
    load: () => import('./order-page.js').then(({ OrderPage }) => OrderPage),
  },
  {
    path: '/customers/$customerId/users/new',
    needs: 'customer-user.manage',
    load: () => import('./new-user-page.js').then(({ NewUserPage }) => NewUserPage),
  },
  {
    path: '/customers/$customerId/users/$userId',
    needs: 'customer-user.read',
    load: () => import('./user-page.js').then(({ UserPage }) => UserPage),
  },
  {
    path: '/customers/$customerId/requests/new',
    needs: 'service-request.create',
    load: () => import('./new-request-page.js').then(({ NewRequestPage }) => NewRequestPage),
  },
  {
    path: '/customers/$customerId/requests/$requestId',
    needs: 'service-request.read',
    load: () => import('./request-page.js').then(({ RequestPage }) => RequestPage),
  },
]
