import type { PageRoute } from '../page-route.js'

export const BILLING_ROUTES: readonly PageRoute[] = [
  {
    path: '/billing',
    load: () => import('./billing-page.js').then(({ BillingPage }) => BillingPage),
    needs: 'billing.read',
  },
  {
    path: '/billing/invoices/$invoiceId',
    load: () => import('./invoice-page.js').then(({ InvoicePage }) => InvoicePage),
    needs: 'billing.read',
  },
  {
    path: '/billing/payments',
    load: () => import('./payments-page.js').then(({ PaymentsPage }) => PaymentsPage),
    needs: 'billing.read',
  },
  {
    path: '/billing/credit-requests',
    load: () => import('./credit-requests-page.js').then(({ CreditRequestsPage }) => CreditRequestsPage),
    needs: 'billing.read',
  },
  {
    path: '/billing/taxes',
    load: () => import('./taxes-page.js').then(({ TaxesPage }) => TaxesPage),
    needs: 'billing.read',
  },
  {
    path: '/billing/exports',
    load: () => import('./exports-page.js').then(({ ExportsPage }) => ExportsPage),
    needs: 'billing.read',
  },
]
