import type { PageRoute } from '../page-route.js'

/** Pages of the provider's staff. */
export const PROVIDER_ROUTES: readonly PageRoute[] = [
  {
    path: '/provider/partners',
    load: () => import('./partners/partners-page.js').then(({ PartnersPage }) => PartnersPage),
    needs: 'platform.partner.read',
  },
  {
    path: '/provider/partners/$partnerId',
    load: () => import('./partners/partner-page.js').then(({ PartnerPage }) => PartnerPage),
    needs: 'platform.partner.read',
  },
  {
    path: '/provider/billing-runs',
    load: () => import('./billing/billing-runs-page.js').then(({ BillingRunsPage }) => BillingRunsPage),
    needs: 'platform.billing.read',
  },
  {
    path: '/provider/invoices',
    load: () => import('./invoices/invoices-page.js').then(({ InvoicesPage }) => InvoicesPage),
    needs: 'platform.billing.read',
  },
  {
    path: '/provider/invoices/$invoiceId',
    load: () => import('./invoices/document-page.js').then(({ DocumentPage }) => DocumentPage),
    needs: 'platform.billing.read',
  },
  {
    path: '/provider/payments',
    load: () => import('./payments/payments-page.js').then(({ PaymentsPage }) => PaymentsPage),
    needs: 'platform.billing.read',
  },
  {
    path: '/provider/approvals',
    load: () => import('./approvals/approvals-page.js').then(({ ApprovalsPage }) => ApprovalsPage),
    needs: 'platform.billing.read',
  },
  {
    path: '/provider/catalogue',
    load: () => import('./catalogue/catalogue-page.js').then(({ CataloguePage }) => CataloguePage),
    needs: 'platform.catalog.read',
  },
  {
    path: '/provider/catalogue/$productId/$skuId',
    load: () => import('./catalogue/sku-page.js').then(({ SkuPage }) => SkuPage),
    needs: 'platform.catalog.read',
  },
  {
    path: '/provider/taxes',
    load: () => import('./taxes/taxes-page.js').then(({ TaxesPage }) => TaxesPage),
    needs: 'platform.tax.read',
  },
  {
    path: '/provider/meters',
    load: () => import('./meters/meters-page.js').then(({ MetersPage }) => MetersPage),
    needs: 'platform.catalog.read',
  },
  {
    path: '/provider/mails',
    load: () => import('./mails/mails-page.js').then(({ MailsPage }) => MailsPage),
    needs: 'platform.mail.read',
  },
  {
    path: '/provider/jobs',
    load: () => import('./jobs/jobs-page.js').then(({ JobsPage }) => JobsPage),
    needs: 'platform.billing.read',
  },
  {
    path: '/provider/staff',
    load: () => import('./staff/staff-page.js').then(({ StaffPage }) => StaffPage),
    needs: 'platform.user.manage',
  },
  {
    path: '/provider/activity',
    load: () => import('./activity/activity-page.js').then(({ ActivityPage }) => ActivityPage),
    needs: 'platform.audit.read',
  },
]
